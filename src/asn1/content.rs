//! Values whose types we may not know, as far as the universal types in them show (X.690 8 and 11).

use core::str;

use super::read::Tlv;
use super::tag;

/// How deep values of unknown types may nest. Nothing in use goes half as far.
pub(super) const DEPTH_MAX: usize = 32;

/// Whether a universal type is constructed where it always is, and else primitive, as strings
/// are in DER, too (X.690 10.2).
pub(super) const fn has_its_form(tag: u8) -> bool {
    const CONSTRUCTED: u8 = 0x20;
    match tag & !CONSTRUCTED {
        // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING.
        8 | 11 | 16 | 17 | 29 => tag & CONSTRUCTED != 0,
        0..=30 => tag & CONSTRUCTED == 0,
        _ => true,
    }
}

impl Tlv<'_> {
    /// Whether the content is what its type holds in DER; `true` of a type that is not looked into
    /// here.
    pub(super) fn content_is_sound(&self) -> bool {
        let all = |allowed: fn(&u8) -> bool| self.content.iter().all(allowed);
        match self.tag {
            tag::ENUMERATED => is_minimal(self.content),
            tag::NULL => self.content.is_empty(),
            tag::UTF8_STRING => str::from_utf8(self.content).is_ok(),
            tag::NUMERIC_STRING => all(|byte| byte.is_ascii_digit() || *byte == b' '),
            tag::PRINTABLE_STRING => all(|byte| is_printable(*byte)),
            tag::IA5_STRING => self.content.is_ascii(),
            tag::VISIBLE_STRING => all(|byte| matches!(byte, b' '..=b'~')),
            tag::UNIVERSAL_STRING => self.content.len().is_multiple_of(4),
            tag::BMP_STRING => self.content.len().is_multiple_of(2),
            _ => true,
        }
    }
}

/// Whether an INTEGER is in its shortest form (X.690 8.3.2).
pub(super) const fn is_minimal(content: &[u8]) -> bool {
    !matches!(content, [] | [0x00, 0x00..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..])
}

/// Whether PrintableString has this character (X.680 41.4).
#[inline]
pub(crate) fn is_printable(byte: u8) -> bool {
    PRINTABLE[usize::from(byte)]
}

static PRINTABLE: [bool; 256] = {
    let mut table = [false; 256];
    let (mut at, mut byte) = (0, 0_u8);
    while at < 0x80 {
        table[at] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b' ' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b'=' | b'?'
            );
        at += 1;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::asn1::walk::any_value;
    use crate::error::Code::{self, *};

    #[test]
    fn each_type_holds_what_is_its_own() {
        let sound: [&[u8]; 26] = [
            &[1, 1, 0x00],
            &[1, 1, 0xFF],
            &[2, 1, 0x00],
            &[2, 2, 0x00, 0x80],
            &[2, 2, 0xFF, 0x7F],
            &[0x0A, 1, 5],
            &[3, 1, 0],
            &[3, 2, 7, 0x80],
            &[3, 2, 0, 0x01],
            &[4, 1, 0xFF],
            &[5, 0],
            &[6, 2, 0x88, 0x37],
            &[0x0C, 2, 0xC3, 0xA9],
            &[0x0C, 0],
            &[0x12, 3, b'1', b' ', b'2'],
            &[0x13, 3, b'a', b'\'', b'?'],
            &[0x14, 1, 0xFF],
            &[0x16, 2, b'@', 0x7F],
            &[0x17, 1, b'x'],
            &[0x1A, 2, b' ', b'~'],
            &[0x1C, 4, 0, 0, 0, b'a'],
            &[0x1E, 2, 0, b'a'],
            &[0x80, 1, 0xFF],
            &[0x30, 0],
            &[0x1C, 0],
            &[0x1E, 0],
        ];
        for der in sound {
            assert!(any_value(der).is_ok(), "{der:02x?}");
        }
        let unsound: [&[u8]; 25] = [
            &[1, 1, 0x01],
            &[1, 0],
            &[1, 2, 0xFF, 0xFF],
            &[2, 0],
            &[2, 2, 0x00, 0x01],
            &[2, 2, 0xFF, 0xFF],
            &[0x0A, 0],
            &[3, 0],
            &[3, 1, 1],
            &[3, 2, 8, 0x00],
            &[3, 2, 1, 0x01],
            &[3, 4, 0xFF, 0, 0, 0],
            &[5, 1, 0],
            &[6, 0],
            &[6, 2, 0x80, 0x01],
            &[0x0C, 1, 0xFF],
            &[0x12, 1, b'a'],
            &[0x13, 1, b'@'],
            &[0x13, 1, b'_'],
            &[0x16, 1, 0x80],
            &[0x1A, 1, 0x1F],
            &[0x1A, 1, 0x7F],
            &[0x1C, 3, 0, 0, 0],
            &[0x1E, 1, 0],
            &[0x1C, 2, 0, b'a'],
        ];
        for der in unsound {
            assert!(any_value(der).is_err(), "{der:02x?}");
        }
    }

    #[test]
    fn values_are_checked_all_the_way_down() {
        type Refusal = Option<(usize, Code)>;
        let cases: &[(&[u8], Refusal)] = &[
            (&[0x05, 0x00], None),
            (&[0x30, 0x00], None),
            (&[0x30, 0x04, 0x31, 0x02, 0x05, 0x00], None),
            (&[0x04, 0x02, 0x30, 0x80], None),
            (&[], Some((0, Structure))),
            (&[0x05, 0x00, 0x00], Some((2, TrailingData))),
            (&[0x30, 0x04, 0x31, 0x02, 0x05, 0x01], Some((4, Structure))),
            (&[0x30, 0x04, 0x31, 0x03, 0x05, 0x00], Some((2, Structure))),
            (&[0x30, 0x04, 0x31, 0x80, 0x00, 0x00], Some((2, LengthIndefinite))),
            (&[0x30, 0x03, 0x04, 0x81, 0x00], Some((2, LengthNotMinimal))),
            (&[0x01, 0x01, 0x01], Some((0, BooleanNotCanonical))),
            (&[0x30, 0x06, 0x05, 0x00, 0x02, 0x02, 0x00, 0x01], Some((4, IntegerNotMinimal))),
            (&[0xA0, 0x03, 0x0C, 0x01, 0xFF], Some((2, StringCharset))),
        ];
        for (der, expected) in cases {
            let refusal = any_value(der).err().map(|found| (found.at(), found.code()));
            assert_eq!(refusal, *expected, "{der:02x?}");
        }
    }

    #[test]
    fn values_are_as_deep_as_they_can_be_read_back() {
        let nested = |depth| {
            let mut der = Vec::new();
            for _ in 0..depth {
                crate::asn1::write::close(&mut der, tag::SEQUENCE, 0);
            }
            der
        };
        assert!(any_value(&nested(DEPTH_MAX)).is_ok());
        for depth in [DEPTH_MAX + 1, 3_000] {
            assert_eq!(any_value(&nested(depth)).unwrap_err().code(), NestingTooDeep, "{depth}");
        }
    }
}

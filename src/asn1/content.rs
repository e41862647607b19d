//! Values whose types we may not know, as far as the universal types in them show (X.690 8 and 11).

use super::oid::has_sound_arcs;
use super::read::{CONSTRUCTED, Tlv};
use super::strings::StringType;
use super::tag;

/// How deep values of unknown types may nest. Nothing in use goes half as far.
pub(super) const DEPTH_MAX: usize = 32;

impl Tlv<'_> {
    /// Whether the content is what its type holds in DER; `true` of a type that is not looked into
    /// here.
    pub(super) fn content_is_sound(&self) -> bool {
        match self.tag {
            tag::ENUMERATED => is_minimal(self.content),
            tag::NULL => self.content.is_empty(),
            tag::RELATIVE_OID => has_sound_arcs(self.content),
            tag::UTC_TIME => is_time(self.content, 2),
            tag::GENERALIZED_TIME => is_time(self.content, 4),
            other => StringType::from_tag(other)
                .is_none_or(|string_type| string_type.holds(self.content)),
        }
    }

    /// What orders the elements of a SET (X.680 8.6): class and number of the tag. Of tags in several
    /// bytes the longer one has the larger number.
    pub(super) fn tag_order(&self) -> (u8, usize, &[u8]) {
        const NUMBER: u8 = 0x1F;
        let more = match self.tag & NUMBER {
            NUMBER => &self.encoded[1..],
            _ => &[],
        };
        let end = more.iter().position(|byte| byte & 0x80 == 0).map_or(0, |last| last + 1);
        (self.tag & !CONSTRUCTED, end, &more[..end])
    }
}

/// Whether this is a time in DER, with a year of so many digits: `YYMMDDhhmmssZ` (X.690 11.8) or
/// `YYYYMMDDhhmmss[.f]Z`, a fraction of which does not end with a zero (11.7).
fn is_time(content: &[u8], year_digits: usize) -> bool {
    let Some((year, rest)) = content.split_at_checked(year_digits) else { return false };
    let Some((fields, rest)) = rest.split_at_checked(10) else { return false };
    let is_end = match rest {
        [b'Z'] => true,
        [b'.', fraction @ .., last, b'Z'] if year_digits == 4 => {
            fraction.iter().all(u8::is_ascii_digit) && matches!(last, b'1'..=b'9')
        }
        _ => false,
    };
    if !is_end || ![year, fields].iter().all(|digits| digits.iter().all(u8::is_ascii_digit)) {
        return false;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |n, digit| n * 10 + u16::from(digit - b'0'));
    let year = number(year);
    let is_leap_year = year.is_multiple_of(4)
        && (year_digits == 2 || !year.is_multiple_of(100) || year.is_multiple_of(400));
    let field = |index: usize| number(&fields[2 * index..][..2]);
    let days = match field(0) {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(is_leap_year),
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&field(1)) && field(2) < 24 && field(3) < 60 && field(4) < 60
}

/// Whether an INTEGER is in its shortest form (X.690 8.3.2).
pub(super) const fn is_minimal(content: &[u8]) -> bool {
    !matches!(content, [] | [0x00, 0x00..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..])
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::asn1::walk::any_value;
    use crate::error::Code::{self, *};

    #[test]
    fn each_type_holds_what_is_its_own() {
        let sound: [&[u8]; 25] = [
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
        let unsound: [&[u8]; 29] = [
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
            &[0x1C, 4, 0, 0x11, 0, 0],
            &[0x1C, 4, 0, 0, 0xD8, 0],
            &[0x1E, 4, 0xD8, 0x3D, 0xDE, 0x00],
            &[0x1E, 2, 0xDE, 0x00],
        ];
        for der in unsound {
            assert!(any_value(der).is_err(), "{der:02x?}");
        }
    }

    #[test]
    fn times_are_those_that_der_has() {
        let utc = [
            ("991231235959Z", true),
            ("000229000000Z", true),
            ("010229000000Z", false),
            ("990431000000Z", false),
            ("990030000000Z", false),
            ("991301000000Z", false),
            ("990100000000Z", false),
            ("990101240000Z", false),
            ("990101006000Z", false),
            ("990101000060Z", false),
            ("9901010000Z", false),
            ("990101000000", false),
            ("990101000000+0100", false),
            ("990101000000.5Z", false),
            ("99010100000aZ", false),
            ("990101000000Z ", false),
            ("x", false),
            ("", false),
        ];
        let generalized = [
            ("20261127210000Z", true),
            ("20261127210000.5Z", true),
            ("20261127210000.05Z", true),
            ("20240229000000Z", true),
            ("20000229000000Z", true),
            ("19000229000000Z", false),
            ("20261127210000.50Z", false),
            ("20261127210000.Z", false),
            ("20261127210000,5Z", false),
            ("20261127210000.5", false),
            ("20261127210000", false),
            ("202611272100Z", false),
            ("20261127210000-0500", false),
            ("261127210000Z", false),
        ];
        let cases = utc.map(|case| (tag::UTC_TIME, case)).into_iter();
        for (tag, (text, expected)) in
            cases.chain(generalized.map(|case| (tag::GENERALIZED_TIME, case)))
        {
            let mut der = Vec::new();
            crate::asn1::write::tlv(&mut der, tag, text.as_bytes());
            let refusal = any_value(&der).err().map(|found| found.code());
            assert_eq!(refusal, (!expected).then_some(TimeEncoding), "{text}");
        }
    }

    #[test]
    fn a_set_is_in_the_order_of_set_or_of_set_of() {
        let elements = |elements: &[&[u8]]| {
            let mut der = Vec::new();
            crate::asn1::write::tlv(&mut der, tag::SET, &elements.concat());
            any_value(&der).err().map(|found| found.code())
        };
        let sorted: [&[&[u8]]; 8] = [
            &[],
            &[&[2, 1, 5]],
            &[&[2, 1, 1], &[2, 1, 2]],
            &[&[2, 1, 1], &[2, 1, 1]],
            &[&[4, 1, 0], &[4, 2, 0, 0]],
            // By tag alone: [0] is less than [1], be it constructed or not.
            &[&[0xA0, 2, 5, 0], &[0x81, 0]],
            &[&[5, 0], &[0x30, 0], &[0x13, 0], &[0x41, 0]],
            &[&[0x9E, 0], &[0x9F, 0x1F, 0], &[0x9F, 0x81, 0x00, 0]],
        ];
        for set in sorted {
            assert_eq!(elements(set), None, "{set:02x?}");
        }
        let unsorted: [&[&[u8]]; 5] = [
            &[&[2, 1, 2], &[2, 1, 1]],
            &[&[0x81, 0], &[0xA0, 2, 5, 0], &[0x80, 0]],
            &[&[0x41, 0], &[0x30, 0]],
            &[&[0x9F, 0x81, 0x00, 0], &[0x9F, 0x1F, 0]],
            &[&[4, 2, 0, 0], &[4, 1, 0]],
        ];
        for set in unsorted {
            assert_eq!(elements(set), Some(SetUnsorted), "{set:02x?}");
        }
    }

    #[test]
    fn a_relative_identifier_has_whole_arcs() {
        for (der, expected) in [
            (&[0x0D, 2, 0x88, 0x37][..], None),
            (&[0x0D, 0], Some(OidEncoding)),
            (&[0x0D, 2, 0x80, 0x01], Some(OidEncoding)),
            (&[0x0D, 1, 0x88], Some(OidEncoding)),
        ] {
            assert_eq!(any_value(der).err().map(|found| found.code()), expected, "{der:02x?}");
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

//! A DER writer (ITU-T X.690). It knows tags and lengths, and nothing of PKCS #10.
//!
//! Two ways to write, for two situations:
//!
//! * Where the length of the content is known, a [`Header`] goes first and the content is
//!   copied behind it: one forward pass, nothing moves.
//! * Where it is not ([`nested`]), the content is written first and the header slipped in
//!   front of it. That moves the content once, so it serves small values that are made once
//!   (a directoryName, an extension), never whole requests.

use alloc::vec::Vec;

/// Identifier bytes used in certification requests.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0A;
    pub(crate) const UTF8_STRING: u8 = 0x0C;
    pub(crate) const RELATIVE_OID: u8 = 0x0D;
    pub(crate) const NUMERIC_STRING: u8 = 0x12;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const VISIBLE_STRING: u8 = 0x1A;
    pub(crate) const UNIVERSAL_STRING: u8 = 0x1C;
    pub(crate) const BMP_STRING: u8 = 0x1E;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[number]`, primitive, for numbers up to 30.
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// `[number]`, constructed, for numbers up to 30.
    pub(crate) const fn context_constructed(number: u8) -> u8 {
        0xA0 | number
    }

    /// `[APPLICATION number]`, constructed, for numbers up to 30.
    pub(crate) const fn application_constructed(number: u8) -> u8 {
        0x60 | number
    }
}

/// Identifier byte, first length byte, and the bytes of the longest length.
const HEADER_MAX: usize = 2 + size_of::<usize>();

/// The identifier and length bytes in front of a content: the shortest definite form
/// (X.690 10.1).
#[derive(Clone, Copy)]
pub(crate) struct Header {
    bytes: [u8; HEADER_MAX],
    len: usize,
}

impl Header {
    pub(crate) fn new(tag: u8, content_len: usize) -> Self {
        let mut bytes = [0; HEADER_MAX];
        bytes[0] = tag;
        let mut len = 2;
        let significant = content_len.to_be_bytes();
        if content_len < 0x80 {
            bytes[1] = significant[significant.len() - 1];
        } else {
            bytes[1] = 0x80;
            for byte in significant.into_iter().skip_while(|byte| *byte == 0) {
                bytes[1] += 1;
                bytes[len] = byte;
                len += 1;
            }
        }
        Self { bytes, len }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Bytes that a TLV takes whose content has `content_len` bytes.
pub(crate) fn tlv_len(content_len: usize) -> usize {
    let mut len = 2 + content_len;
    if content_len >= 0x80 {
        let mut rest = content_len;
        while rest > 0 {
            len += 1;
            rest >>= 8;
        }
    }
    len
}

/// Writes the header of a content of `content_len` bytes, which the caller writes next.
#[inline]
pub(crate) fn header(out: &mut Vec<u8>, tag: u8, content_len: usize) {
    match u8::try_from(content_len) {
        Ok(short) if short < 0x80 => out.extend_from_slice(&[tag, short]),
        _ => long_header(out, tag, content_len),
    }
}

#[cold]
fn long_header(out: &mut Vec<u8>, tag: u8, content_len: usize) {
    out.extend_from_slice(Header::new(tag, content_len).as_bytes());
}

/// Writes one TLV. Inlined, since each of ten thousand names is one.
#[inline(always)]
pub(crate) fn tlv(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => {
            out.reserve(2 + content.len());
            out.extend_from_slice(&[tag, short]);
        }
        _ => {
            out.reserve(HEADER_MAX + content.len());
            long_header(out, tag, content.len());
        }
    }
    out.extend_from_slice(content);
}

/// Writes one TLV whose content is what `write` appends.
pub(crate) fn nested(out: &mut Vec<u8>, tag: u8, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    write(out);
    close(out, tag, start);
}

/// Makes everything from `start` on the content of one TLV.
pub(crate) fn close(out: &mut Vec<u8>, tag: u8, start: usize) {
    let header = Header::new(tag, out.len() - start);
    insert(out, start, header.as_bytes());
}

/// Puts bytes in at some place; what is there moves back.
pub(crate) fn insert(out: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = out.len();
    out.extend_from_slice(bytes);
    out.copy_within(at..end, at + bytes.len());
    out[at..at + bytes.len()].copy_from_slice(bytes);
}

/// Writes a SET OF: the encoded elements in ascending order of their bytes (X.690 11.6).
pub(crate) fn set_of(out: &mut Vec<u8>, tag: u8, elements: &mut [Vec<u8>]) {
    elements.sort_unstable();
    header(out, tag, elements.iter().map(Vec::len).sum());
    for element in elements {
        out.extend_from_slice(element);
    }
}

/// Writes BOOLEAN TRUE, the only value that DER ever holds where FALSE is the default
/// (X.690 11.1, 11.5).
pub(crate) fn boolean_true(out: &mut Vec<u8>) {
    tlv(out, tag::BOOLEAN, &[0xFF]);
}

/// Writes a non-negative INTEGER in the fewest bytes (X.690 8.3.2).
pub(crate) fn unsigned_integer(out: &mut Vec<u8>, value: u64) {
    unsigned_number(out, &value.to_be_bytes());
}

/// SEQUENCE { INTEGER, INTEGER } of two numbers, big-endian: an ECDSA signature (RFC 3279 2.2.3), an
/// RSAPublicKey (RFC 8017 A.1.1).
pub(crate) fn two_numbers(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(one.len() + other.len() + 16);
    nested(&mut out, tag::SEQUENCE, |out| {
        unsigned_number(out, one);
        unsigned_number(out, other);
    });
    out
}

/// Writes a non-negative INTEGER of any size, which is given big-endian.
pub(crate) fn unsigned_number(out: &mut Vec<u8>, bytes: &[u8]) {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = &bytes[zeros..];
    // Zero has one byte too, and a leading one would be a minus.
    let pad = significant.first().is_none_or(|first| *first >= 0x80);
    header(out, tag::INTEGER, usize::from(pad) + significant.len());
    if pad {
        out.push(0);
    }
    out.extend_from_slice(significant);
}

/// Writes a BIT STRING with named bits: `bits` has bit 0 (the most significant of the first
/// byte) at its top, and trailing zero bits are left out (X.690 11.2.2).
pub(crate) fn named_bits(out: &mut Vec<u8>, bits: u16) {
    let bytes = bits.to_be_bytes();
    let used = if bits == 0 {
        0
    } else if bytes[1] == 0 {
        1
    } else {
        2
    };
    let unused: u8 = match used {
        0 => 0,
        n => bytes[n - 1].trailing_zeros().to_be_bytes()[3],
    };
    header(out, tag::BIT_STRING, 1 + used);
    out.push(unused);
    out.extend_from_slice(&bytes[..used]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn lengths_take_the_shortest_form() {
        let cases: &[(usize, &[u8])] = &[
            (0, &[0x30, 0x00]),
            (127, &[0x30, 0x7F]),
            (128, &[0x30, 0x81, 0x80]),
            (255, &[0x30, 0x81, 0xFF]),
            (256, &[0x30, 0x82, 0x01, 0x00]),
            (65_535, &[0x30, 0x82, 0xFF, 0xFF]),
            (65_536, &[0x30, 0x83, 0x01, 0x00, 0x00]),
            (1 << 24, &[0x30, 0x84, 0x01, 0x00, 0x00, 0x00]),
        ];
        for (len, expected) in cases {
            assert_eq!(Header::new(tag::SEQUENCE, *len).as_bytes(), *expected, "{len}");
            assert_eq!(tlv_len(*len), expected.len() + len, "{len}");
            let mut out = Vec::new();
            header(&mut out, tag::SEQUENCE, *len);
            assert_eq!(out, *expected, "{len}");
        }
    }

    #[test]
    fn nesting_equals_writing_forward() {
        for len in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let content = vec![0x5A; len];
            let mut forward = vec![0xEE];
            tlv(&mut forward, tag::SEQUENCE, &content);
            let mut backward = vec![0xEE];
            nested(&mut backward, tag::SEQUENCE, |out| out.extend_from_slice(&content));
            assert_eq!(forward, backward, "{len}");
        }
    }

    #[test]
    fn nesting_in_nesting_keeps_every_length() {
        let mut out = Vec::new();
        nested(&mut out, tag::SEQUENCE, |out| {
            nested(out, tag::SET, |out| tlv(out, tag::OCTET_STRING, &[7; 126]));
            boolean_true(out);
        });
        assert_eq!(out[..7], [0x30, 0x81, 0x86, 0x31, 0x81, 0x80, 0x04]);
        assert_eq!(out[out.len() - 3..], [0x01, 0x01, 0xFF]);
        assert_eq!(out.len(), 3 + 0x86);
    }

    #[test]
    fn sets_are_sorted_by_encoding() {
        let mut out = Vec::new();
        let mut elements = vec![vec![0x04, 0x02, 0, 0], vec![0x04, 0x01, 9], vec![0x02, 0x01, 5]];
        set_of(&mut out, tag::SET, &mut elements);
        assert_eq!(out, [0x31, 10, 0x02, 0x01, 5, 0x04, 0x01, 9, 0x04, 0x02, 0, 0]);
    }

    #[test]
    fn integers_are_minimal_and_positive() {
        let cases: &[(u64, &[u8])] = &[
            (0, &[2, 1, 0]),
            (127, &[2, 1, 127]),
            (128, &[2, 2, 0, 128]),
            (255, &[2, 2, 0, 255]),
            (256, &[2, 2, 1, 0]),
            (u64::MAX, &[2, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255]),
        ];
        for (value, expected) in cases {
            let mut out = Vec::new();
            unsigned_integer(&mut out, *value);
            assert_eq!(out, *expected, "{value}");
        }
    }

    #[test]
    fn named_bits_lose_their_trailing_zeros() {
        let cases: &[(u16, &[u8])] = &[
            (0x0000, &[3, 1, 0]),
            (0x8000, &[3, 2, 7, 0x80]),
            (0xA000, &[3, 2, 5, 0xA0]),
            (0x0100, &[3, 2, 0, 0x01]),
            (0x0080, &[3, 3, 7, 0x00, 0x80]),
            (0x8080, &[3, 3, 7, 0x80, 0x80]),
        ];
        for (bits, expected) in cases {
            let mut out = Vec::new();
            named_bits(&mut out, *bits);
            assert_eq!(out, *expected, "{bits:04x}");
        }
    }
}

//! A bounded, zero-copy reader of DER (ITU-T X.690).
//!
//! Every length is checked against what is there before it is used; nothing is copied and
//! nothing recurses, so memory and time are bounded by the input.

use super::Deviation;
use crate::error::Code;

/// One tag-length-value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    /// The first identifier byte: class, constructed bit, and the number if it is under 31.
    pub(crate) tag: u8,
    /// The content bytes.
    pub(crate) content: &'a [u8],
    /// Identifier, length and content bytes.
    pub(crate) encoded: &'a [u8],
    /// Offset of the identifier byte in the whole input.
    pub(crate) at: usize,
}

impl<'a> Tlv<'a> {
    /// A reader of the content, which reports offsets in the whole input.
    pub(crate) const fn reader(&self) -> Reader<'a> {
        Reader { rest: self.content, at: self.at + self.encoded.len() - self.content.len() }
    }
}

/// Reads one TLV after the other.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

/// The values of DER that was read before, so that nothing in it is new.
impl<'a> Iterator for Reader<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        self.next_short().or_else(|| match self.is_empty() {
            true => None,
            false => self.next_tlv().ok().map(|(tlv, _)| tlv),
        })
    }
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(input: &'a [u8]) -> Self {
        Self { rest: input, at: 0 }
    }

    /// A reader of bytes that are at an offset in the whole input.
    pub(crate) const fn at_offset(bytes: &'a [u8], at: usize) -> Self {
        Self { rest: bytes, at }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next TLV, if there is one.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next TLV, if it is one of nearly all, which have tag and length in a byte each and are of
    /// the [form](has_its_form) of their type. What is not, or is cut off, is left to
    /// [`next_tlv`](Self::next_tlv).
    #[inline(always)]
    pub(super) fn next_short(&mut self) -> Option<Tlv<'a>> {
        let [tag, len @ ..0x80, ..] = *self.rest else { return None };
        if !IS_USUAL[usize::from(tag)] {
            return None;
        }
        let (encoded, rest) = self.rest.split_at_checked(2 + usize::from(len))?;
        let tlv = Tlv { tag, content: &encoded[2..], encoded, at: self.at };
        self.rest = rest;
        self.at += encoded.len();
        Some(tlv)
    }

    /// The next TLV, and what in its header is not DER although the value can be found: its tag or
    /// its length is in more bytes than needed.
    pub(super) fn next_tlv(&mut self) -> Result<(Tlv<'a>, Option<Code>), Deviation> {
        let header = self.header()?;
        let encoded_len = header.len.saturating_add(header.content_len);
        let (encoded, rest) = self.rest.split_at_checked(encoded_len).ok_or_else(|| self.cut())?;
        let tlv = Tlv { tag: header.tag, content: &encoded[header.len..], encoded, at: self.at };
        self.rest = rest;
        self.at += encoded_len;
        Ok((tlv, header.deviation))
    }

    /// Bytes that are left.
    pub(crate) const fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// Offset of the next byte in the whole input.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    fn error(&self, code: Code, found: &str) -> Deviation {
        Deviation::new(code, self.at, format_args!("{found}"))
    }

    #[cold]
    fn cut(&self) -> Deviation {
        self.error(Code::Structure, "extends past the end of its container")
    }

    /// The header of the next TLV. What cannot be read in any way is an error; a header that
    /// only is not the shortest says so.
    fn header(&self) -> Result<Header, Deviation> {
        let cut = || self.cut();
        let tag = *self.rest.first().ok_or_else(cut)?;
        if matches!(tag, 0x00 | 0x20) {
            return Err(self.error(Code::Structure, "has the tag UNIVERSAL 0, which no type has"));
        }
        let mut used = 1;
        let mut deviation = None;
        if tag & 0x1F == 0x1F {
            let number = &self.rest[1..];
            let more = number.iter().take_while(|byte| **byte & 0x80 != 0).count();
            used += more + 1;
            let last = *number.get(more).ok_or_else(cut)?;
            if number[0] == 0x80 || (more == 0 && last < 0x1F) {
                deviation = Some(Code::TagNotMinimal);
            }
        }
        let first = *self.rest.get(used).ok_or_else(cut)?;
        used += 1;
        if first < 0x80 {
            return Ok(Header { tag, len: used, content_len: usize::from(first), deviation });
        }
        let count = usize::from(first & 0x7F);
        if count == 0 {
            return Err(self.error(Code::LengthIndefinite, "has an indefinite length"));
        }
        let bytes = self.rest.get(used..used + count).ok_or_else(cut)?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let significant = &bytes[zeros..];
        if significant.len() > size_of::<usize>() {
            return Err(self.cut());
        }
        let content_len = significant.iter().fold(0, |len, byte| (len << 8) | usize::from(*byte));
        if zeros > 0 || content_len < 0x80 {
            deviation = deviation.or(Some(Code::LengthNotMinimal));
        }
        Ok(Header { tag, len: used + count, content_len, deviation })
    }
}

/// The bit of constructed values in their tags.
pub(super) const CONSTRUCTED: u8 = 0x20;

/// Whether a universal type is constructed where it always is, and else primitive, as strings
/// are in DER, too (X.690 10.2).
pub(super) const fn has_its_form(tag: u8) -> bool {
    match tag & !CONSTRUCTED {
        // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING.
        8 | 11 | 16 | 17 | 29 => tag & CONSTRUCTED != 0,
        0..=30 => tag & CONSTRUCTED == 0,
        _ => true,
    }
}

/// Which tags are one byte, not UNIVERSAL 0, and of the form of their type.
static IS_USUAL: [bool; 256] = {
    let mut table = [false; 256];
    let (mut at, mut tag) = (0, 0_u8);
    while at < table.len() {
        table[at] = tag & 0x1F != 0x1F && tag & 0xDF != 0 && has_its_form(tag);
        at += 1;
        tag = tag.wrapping_add(1);
    }
    table
};

/// What is in front of a content.
struct Header {
    /// The first identifier byte.
    tag: u8,
    /// Identifier and length bytes.
    len: usize,
    content_len: usize,
    /// Why it is BER but not DER.
    deviation: Option<Code>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::walk::Walk;

    #[test]
    fn each_deviation_from_der_has_its_code() {
        use Code::*;
        let cases: &[(&[u8], Code)] = &[
            (&[], Structure),
            (&[0x30], Structure),
            (&[0x30, 0x01], Structure),
            (&[0x30, 0x82, 0x01], Structure),
            (&[0x30, 0x80, 0x00, 0x00], LengthIndefinite),
            (&[0x30, 0x81, 0x01, 0x00], LengthNotMinimal),
            (&[0x30, 0x82, 0x00, 0x80], Structure),
            (&[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1], Structure),
            (&[0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00], Structure),
            (&[0x1F, 0x80, 0x01, 0x00], TagNotMinimal),
            (&[0x1F, 0x1E, 0x00], TagNotMinimal),
            (&[0x00, 0x00], Structure),
            (&[0x20, 0x00], Structure),
            (&[0x25, 0x00], TypeForm),
            (&[0x2C, 0x00], TypeForm),
            (&[0x10, 0x00], TypeForm),
            (&[0x11, 0x00], TypeForm),
            (&[0x30, 0x00, 0x00], TrailingData),
        ];
        for (input, expected) in cases {
            let deviation = Walk::strict().single(Reader::new(input)).unwrap_err();
            assert_eq!(deviation.code(), *expected, "{input:02x?}");
        }
    }

    #[test]
    fn headers_that_are_only_too_long_can_be_read() {
        use Code::*;
        type Case<'a> = (&'a [u8], u8, &'a [u8], Option<Code>);
        let cases: &[Case<'_>] = &[
            (&[0x04, 0x01, 7], 0x04, &[7], None),
            (&[0x04, 0x81, 0x01, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x04, 0x83, 0, 0, 1, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x04, 0x8A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x1F, 0x80, 0x1F, 0x00], 0x1F, &[], Some(TagNotMinimal)),
            (&[0x1F, 0x1E, 0x81, 0x00], 0x1F, &[], Some(TagNotMinimal)),
            (&[0xBF, 0x81, 0x00, 0x01, 0xAA], 0xBF, &[0xAA], None),
        ];
        for (input, tag, content, deviation) in cases {
            let (tlv, found) = Reader::new(input).next_tlv().unwrap();
            assert_eq!((tlv.tag, tlv.content, found), (*tag, *content, *deviation), "{input:02x?}");
        }
    }

    #[test]
    fn a_short_header_is_read_as_any_other() {
        for tag in 0..=u8::MAX {
            for len in [0, 1, 2, 3, 0x7F, 0x80, 0x81, 0xFF] {
                let input = [tag, len, 1, 0xAA];
                for input in (0..=input.len()).map(|cut| &input[..cut]) {
                    let mut reader = Reader::new(input);
                    if let Some(short) = reader.next_short() {
                        let mut other = Reader::new(input);
                        assert_eq!(other.next_tlv().ok(), Some((short, None)), "{input:02x?}");
                        assert_eq!((reader.rest, reader.at), (other.rest, other.at));
                    }
                }
            }
        }
        assert!(Reader::new(&[0x04, 0x00]).next_short().is_some());
    }

    #[test]
    fn offsets_are_those_of_the_whole_input() {
        let outer = Reader::new(&[0x30, 0x04, 0x04, 0x00, 0x02, 0x05]).next().unwrap();
        let mut inner = outer.reader();
        assert_eq!(inner.next().unwrap().at, 2);
        assert_eq!(inner.next_tlv().unwrap_err().at(), 4);
    }
}

//! A bounded, zero-copy reader of DER (ITU-T X.690).
//!
//! Every length is checked against what is there before it is used; nothing is copied and
//! nothing recurses, so memory and time are bounded by the input.

use core::fmt;

mod content;

pub(crate) use content::{is_minimal, is_printable, only_sound};

/// How deep values of unknown types may nest. Nothing in use goes half as far.
pub(crate) const DEPTH_MAX: usize = 32;

/// What is wrong with a piece of DER, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DerError {
    pub(crate) at: usize,
    pub(crate) kind: DerErrorKind,
}

impl DerError {
    /// Offset of the faulty octet, from 0, counted from the start of the input.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// What is wrong there.
    pub const fn kind(&self) -> DerErrorKind {
        self.kind
    }
}

/// The ways in which octets can fail to be the DER that is expected (X.690).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DerErrorKind {
    /// The input ends before the value does.
    Truncated,
    /// The length has the indefinite form, which DER forbids (X.690 10.1).
    IndefiniteLength,
    /// The length is not in the shortest form (X.690 10.1).
    LengthNotMinimal,
    /// The length does not fit into the address space.
    LengthTooLarge,
    /// The tag number is not in the shortest form (X.690 8.1.2.4).
    TagNotMinimal,
    /// The tag UNIVERSAL 0, which no type has: it ends values of indefinite length (X.690 8.1.5).
    ReservedTag,
    /// A type that is always primitive is constructed, or the other way round (X.690 10.2).
    Form,
    /// Another tag stands where `expected` should.
    UnexpectedTag {
        /// The identifier octet that belongs here.
        expected: u8,
        /// The identifier octet that was found.
        found: u8,
    },
    /// Octets follow where the value should end.
    TrailingData,
    /// The tag is right but the content is not what this type holds.
    Content,
    /// Values nested more than 32 deep.
    TooDeep,
}

impl fmt::Display for DerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DerErrorKind::Truncated => f.write_str("the input ends before the value does")?,
            DerErrorKind::IndefiniteLength => {
                f.write_str("indefinite length, which DER forbids (X.690 10.1)")?;
            }
            DerErrorKind::LengthNotMinimal => {
                f.write_str("length not in its shortest form (X.690 10.1)")?;
            }
            DerErrorKind::LengthTooLarge => f.write_str("length too large")?,
            DerErrorKind::TagNotMinimal => {
                f.write_str("tag number not in its shortest form (X.690 8.1.2.4)")?;
            }
            DerErrorKind::ReservedTag => {
                f.write_str("the tag UNIVERSAL 0, which no type has (X.690 8.1.5)")?;
            }
            DerErrorKind::Form => {
                f.write_str("constructed where the type is primitive in DER, or the other way round (X.690 10.2)")?;
            }
            DerErrorKind::UnexpectedTag { expected, found } => {
                write!(f, "tag {found:#04x} where {expected:#04x} is expected")?;
            }
            DerErrorKind::TrailingData => {
                f.write_str("octets follow after the end of the value")?
            }
            DerErrorKind::Content => f.write_str("content that this type does not allow")?,
            DerErrorKind::TooDeep => {
                write!(f, "values nested more than {DEPTH_MAX} deep")?;
            }
        }
        write!(f, " at octet {}", self.at)
    }
}

impl core::error::Error for DerError {}

/// One tag-length-value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    /// The first identifier octet: class, constructed bit, and the number if it is under 31.
    pub(crate) tag: u8,
    /// The content octets.
    pub(crate) content: &'a [u8],
    /// Identifier, length and content octets.
    pub(crate) encoded: &'a [u8],
    /// Offset of the identifier octet in the whole input.
    pub(crate) at: usize,
}

impl<'a> Tlv<'a> {
    /// A reader of the content, which reports offsets in the whole input.
    pub(crate) const fn reader(&self) -> Reader<'a> {
        Reader { rest: self.content, at: self.at + self.encoded.len() - self.content.len() }
    }

    pub(crate) const fn error(&self, kind: DerErrorKind) -> DerError {
        DerError { at: self.at, kind }
    }
}

/// Reads one TLV after the other.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(input: &'a [u8]) -> Self {
        Self { rest: input, at: 0 }
    }

    /// A reader of octets that stand at an offset in the whole input.
    pub(crate) const fn at_offset(octets: &'a [u8], at: usize) -> Self {
        Self { rest: octets, at }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next TLV, if there is one.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next TLV, whatever its tag.
    pub(crate) fn read(&mut self) -> Result<Tlv<'a>, DerError> {
        let header = self.header()?;
        match header.deviation {
            Some(kind) => Err(self.error(kind)),
            None if !has_its_form(header.tag) => Err(self.error(DerErrorKind::Form)),
            None => self.take(&header),
        }
    }

    /// The next TLV, and how its header deviates from DER if the value can be told all the
    /// same.
    pub(crate) fn read_leniently(&mut self) -> Result<(Tlv<'a>, Option<DerErrorKind>), DerError> {
        let header = self.header()?;
        Ok((self.take(&header)?, header.deviation))
    }

    fn take(&mut self, header: &Header) -> Result<Tlv<'a>, DerError> {
        let encoded_len = header
            .len
            .checked_add(header.content_len)
            .ok_or_else(|| self.error(DerErrorKind::LengthTooLarge))?;
        let Some((encoded, rest)) = self.rest.split_at_checked(encoded_len) else {
            return Err(self.error(DerErrorKind::Truncated));
        };
        let tlv = Tlv { tag: header.tag, content: &encoded[header.len..], encoded, at: self.at };
        self.rest = rest;
        self.at += encoded_len;
        Ok(tlv)
    }

    /// Octets that are left.
    pub(crate) const fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// Offset of the next octet in the whole input.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The next TLV, which must have this tag.
    pub(crate) fn expect(&mut self, expected: u8) -> Result<Tlv<'a>, DerError> {
        match self.peek() {
            Some(found) if found != expected => {
                Err(self.error(DerErrorKind::UnexpectedTag { expected, found }))
            }
            _ => self.read(),
        }
    }

    /// The next TLV if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, DerError> {
        if self.peek() == Some(tag) { self.read().map(Some) } else { Ok(None) }
    }

    /// All that is left, which must be one TLV with this tag.
    pub(crate) fn only(mut self, expected: u8) -> Result<Tlv<'a>, DerError> {
        let tlv = self.expect(expected)?;
        self.finish()?;
        Ok(tlv)
    }

    /// Nothing may follow.
    pub(crate) const fn finish(&self) -> Result<(), DerError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error(DerErrorKind::TrailingData)) }
    }

    const fn error(&self, kind: DerErrorKind) -> DerError {
        DerError { at: self.at, kind }
    }

    /// The header of the next TLV. What cannot be read in any way is an error; a header that
    /// only is not the shortest says so.
    fn header(&self) -> Result<Header, DerError> {
        let truncated = || self.error(DerErrorKind::Truncated);
        let tag = *self.rest.first().ok_or_else(truncated)?;
        if matches!(tag, 0x00 | 0x20) {
            return Err(self.error(DerErrorKind::ReservedTag));
        }
        let mut used = 1;
        let mut deviation = None;
        if tag & 0x1F == 0x1F {
            let number = &self.rest[1..];
            let more = number.iter().take_while(|octet| **octet & 0x80 != 0).count();
            used += more + 1;
            let last = *number.get(more).ok_or_else(truncated)?;
            if number[0] == 0x80 || (more == 0 && last < 0x1F) {
                deviation = Some(DerErrorKind::TagNotMinimal);
            }
        }
        let first = *self.rest.get(used).ok_or_else(truncated)?;
        used += 1;
        if first < 0x80 {
            return Ok(Header { tag, len: used, content_len: usize::from(first), deviation });
        }
        let count = usize::from(first & 0x7F);
        if count == 0 {
            return Err(self.error(DerErrorKind::IndefiniteLength));
        }
        let octets = self.rest.get(used..used + count).ok_or_else(truncated)?;
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        let significant = &octets[zeros..];
        if significant.len() > size_of::<usize>() {
            return Err(self.error(DerErrorKind::LengthTooLarge));
        }
        let content_len = significant.iter().fold(0, |len, octet| (len << 8) | usize::from(*octet));
        if zeros > 0 || content_len < 0x80 {
            deviation = deviation.or(Some(DerErrorKind::LengthNotMinimal));
        }
        Ok(Header { tag, len: used + count, content_len, deviation })
    }
}

/// Whether a universal type is constructed where it always is, and else primitive, as strings
/// are in DER, too (X.690 10.2).
pub(crate) const fn has_its_form(tag: u8) -> bool {
    const CONSTRUCTED: u8 = 0x20;
    match tag & !CONSTRUCTED {
        // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING.
        8 | 11 | 16 | 17 | 29 => tag & CONSTRUCTED != 0,
        0..=30 => tag & CONSTRUCTED == 0,
        _ => true,
    }
}

/// What stands in front of a content.
struct Header {
    /// The first identifier octet.
    tag: u8,
    /// Identifier and length octets.
    len: usize,
    content_len: usize,
    /// Why it is BER but not DER.
    deviation: Option<DerErrorKind>,
}

/// Exactly one TLV and nothing behind it.
pub(crate) fn only(input: &[u8]) -> Result<Tlv<'_>, DerError> {
    let mut reader = Reader::new(input);
    let tlv = reader.read()?;
    reader.finish()?;
    Ok(tlv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_from_der_are_told_apart() {
        use DerErrorKind::*;
        let cases: &[(&[u8], DerErrorKind)] = &[
            (&[], Truncated),
            (&[0x30], Truncated),
            (&[0x30, 0x01], Truncated),
            (&[0x30, 0x82, 0x01], Truncated),
            (&[0x30, 0x80, 0x00, 0x00], IndefiniteLength),
            (&[0x30, 0x81, 0x01, 0x00], LengthNotMinimal),
            (&[0x30, 0x82, 0x00, 0x80], LengthNotMinimal),
            (&[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1], LengthTooLarge),
            (&[0x1F, 0x80, 0x01, 0x00], TagNotMinimal),
            (&[0x1F, 0x1E, 0x00], TagNotMinimal),
            (&[0x00, 0x00], ReservedTag),
            (&[0x20, 0x00], ReservedTag),
            (&[0x25, 0x00], Form),
            (&[0x2C, 0x00], Form),
            (&[0x10, 0x00], Form),
            (&[0x11, 0x00], Form),
            (&[0x30, 0x00, 0x00], TrailingData),
        ];
        for (input, expected) in cases {
            assert_eq!(only(input).unwrap_err().kind(), *expected, "{input:02x?}");
        }
    }

    #[test]
    fn headers_that_are_only_too_long_can_be_read_leniently() {
        use DerErrorKind::*;
        type Case<'a> = (&'a [u8], u8, &'a [u8], Option<DerErrorKind>);
        let cases: &[Case<'_>] = &[
            (&[0x04, 0x01, 7], 0x04, &[7], None),
            (&[0x04, 0x81, 0x01, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x04, 0x83, 0, 0, 1, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x04, 0x8A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7], 0x04, &[7], Some(LengthNotMinimal)),
            (&[0x1F, 0x80, 0x1F, 0x00], 0x1F, &[], Some(TagNotMinimal)),
            (&[0x1F, 0x1E, 0x81, 0x00], 0x1F, &[], Some(TagNotMinimal)),
        ];
        for (input, tag, content, deviation) in cases {
            let (tlv, found) = Reader::new(input).read_leniently().unwrap();
            assert_eq!((tlv.tag, tlv.content, found), (*tag, *content, *deviation), "{input:02x?}");
        }
        let indefinite = Reader::new(&[0x30, 0x80, 0, 0]).read_leniently().unwrap_err();
        assert_eq!(indefinite.kind(), IndefiniteLength);
    }

    #[test]
    fn offsets_are_those_of_the_whole_input() {
        let outer = only(&[0x30, 0x04, 0x04, 0x00, 0x02, 0x05]).unwrap();
        let mut inner = outer.reader();
        assert_eq!(inner.read().unwrap().at, 2);
        let error = inner.read().unwrap_err();
        assert_eq!((error.at(), error.kind()), (4, DerErrorKind::Truncated));
    }

    #[test]
    fn high_tag_numbers_are_one_value() {
        let tlv = only(&[0xBF, 0x81, 0x00, 0x01, 0xAA]).unwrap();
        assert_eq!((tlv.tag, tlv.content), (0xBF, &[0xAA][..]));
    }

    #[test]
    fn a_length_of_all_ones_is_no_overflow() {
        let input = [0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00];
        assert_eq!(only(&input).unwrap_err().kind(), DerErrorKind::LengthTooLarge);
    }
}

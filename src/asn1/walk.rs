//! The one way to read DER that was given or received: strictly, stopping at the first deviation,
//! or leniently, writing each down and going on wherever the structure can be recovered. Every
//! structure has one reader, a function that takes a [`Walk`]; so strict reading and inspection
//! cannot disagree.

use alloc::{borrow::Cow, collections::BTreeMap, vec::Vec};
use core::fmt;

use super::content::{DEPTH_MAX, is_minimal};
use super::oid::Oid;
use super::read::{CONSTRUCTED, Reader, Tlv, has_its_form};
use super::strings::StringType;
use super::{Bytes, Deviation, tag};
use crate::error::Code;

/// Deviations of one code that are written down, so that a request full of one deviation takes no
/// more memory than it is long.
pub(crate) const KEPT_PER_CODE: usize = 100;

/// `Err` stops the reading of a part, and of the whole in strict mode.
pub(crate) type Walked<T> = Result<T, Deviation>;

pub(crate) struct Walk {
    strict: bool,
    deviations: Vec<Deviation>,
    /// How many there are of each code.
    kept: BTreeMap<Code, usize>,
}

impl Walk {
    /// Stops at the first deviation.
    pub(crate) const fn strict() -> Self {
        Self { strict: true, deviations: Vec::new(), kept: BTreeMap::new() }
    }

    /// Collects deviations.
    pub(crate) const fn lenient() -> Self {
        Self { strict: false, deviations: Vec::new(), kept: BTreeMap::new() }
    }

    pub(crate) fn into_deviations(self) -> Vec<Deviation> {
        self.deviations
    }

    /// Reads a part of the present place. The place of a deviation is put together on its way out,
    /// so that what does not deviate costs nothing.
    pub(crate) fn within<T>(
        &mut self,
        segment: impl fmt::Display,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<T> {
        let before = self.deviations.len();
        let result = walk(self);
        for deviation in &mut self.deviations[before..] {
            deviation.prefix(&segment);
        }
        result.map_err(|mut deviation| {
            deviation.prefix(&segment);
            deviation
        })
    }

    /// Reads an element of the present place.
    pub(crate) fn element<T>(
        &mut self,
        index: usize,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<T> {
        self.within(Index(index), walk)
    }

    /// Reads a part without which the rest can be read: what stops there is one deviation more.
    pub(crate) fn part<T>(
        &mut self,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<Option<T>> {
        match walk(self) {
            Ok(part) => Ok(Some(part)),
            Err(deviation) if self.strict => Err(deviation),
            Err(deviation) => {
                self.keep(deviation);
                Ok(None)
            }
        }
    }

    /// Notes a deviation: an error in strict mode.
    pub(crate) fn deviates(
        &mut self,
        code: Code,
        at: usize,
        found: fmt::Arguments<'_>,
    ) -> Walked<()> {
        if self.strict {
            return stop(code, at, found);
        }
        if self.has_room(code) {
            self.keep(Deviation::new(code, at, found));
        }
        Ok(())
    }

    /// Counts what follows anew, so that what deviates before hides nothing of it.
    pub(crate) fn count_anew(&mut self) {
        self.kept.clear();
    }

    fn has_room(&self, code: Code) -> bool {
        self.kept.get(&code).is_none_or(|kept| *kept < KEPT_PER_CODE)
    }

    fn keep(&mut self, deviation: Deviation) {
        if self.has_room(deviation.code()) {
            *self.kept.entry(deviation.code()).or_insert(0) += 1;
            self.deviations.push(deviation);
        }
    }

    /// The next value, with any tag.
    pub(crate) fn read<'a>(&mut self, reader: &mut Reader<'a>) -> Walked<Tlv<'a>> {
        match reader.next_short() {
            Some(tlv) => Ok(tlv),
            None => self.read_other(reader),
        }
    }

    /// [`read`](Self::read) for a header that is longer, or deviates.
    #[inline(never)]
    fn read_other<'a>(&mut self, reader: &mut Reader<'a>) -> Walked<Tlv<'a>> {
        let (tlv, deviation) = reader.next_tlv()?;
        match deviation {
            Some(code @ Code::TagNotMinimal) => {
                self.deviates(code, tlv.at, format_args!("has a tag number with leading zeros"))?;
            }
            Some(code) => {
                let len = tlv.content.len();
                let found = format_args!("has its length of {len} in more bytes than needed");
                self.deviates(code, tlv.at, found)?;
            }
            None => {}
        }
        if !has_its_form(tlv.tag) {
            let form = if tlv.tag & CONSTRUCTED == 0 { "primitive" } else { "constructed" };
            let found = format_args!("has the tag {:#04x}, which is never {form} in DER", tlv.tag);
            self.deviates(Code::TypeForm, tlv.at, found)?;
        }
        Ok(tlv)
    }

    /// The next value, which has this tag.
    pub(crate) fn expect<'a>(&mut self, reader: &mut Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
        match reader.peek() {
            Some(found) if found == expected => self.read(reader),
            Some(found) => stop(
                Code::Structure,
                reader.at(),
                format_args!("has the tag {found:#04x}, expected {expected:#04x}"),
            ),
            None => stop(
                Code::Structure,
                reader.at(),
                format_args!("ends where a value with the tag {expected:#04x} is expected"),
            ),
        }
    }

    /// The next value, if it has this tag.
    pub(crate) fn optional<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        tag: u8,
    ) -> Walked<Option<Tlv<'a>>> {
        if reader.peek() == Some(tag) { self.read(reader).map(Some) } else { Ok(None) }
    }

    /// The one value that is there, which has this tag.
    pub(crate) fn only<'a>(&mut self, mut reader: Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
        let tlv = self.expect(&mut reader, expected)?;
        self.finish(&reader)?;
        Ok(tlv)
    }

    /// The one value that is there, with any tag.
    pub(crate) fn single<'a>(&mut self, mut reader: Reader<'a>) -> Walked<Tlv<'a>> {
        let tlv = self.read(&mut reader)?;
        self.finish(&reader)?;
        Ok(tlv)
    }

    /// Nothing follows.
    pub(crate) fn finish(&mut self, reader: &Reader<'_>) -> Walked<()> {
        match reader.remaining().len() {
            0 => Ok(()),
            more => {
                let s = if more == 1 { "" } else { "s" };
                let found = format_args!("is followed by {more} more byte{s}");
                self.deviates(Code::TrailingData, reader.at(), found)
            }
        }
    }

    /// The next value, an OBJECT IDENTIFIER.
    pub(crate) fn oid(&mut self, reader: &mut Reader<'_>) -> Walked<Oid> {
        let tlv = self.expect(reader, tag::OBJECT_IDENTIFIER)?;
        self.is_oid(&tlv).map(|()| Oid::from_checked(tlv.content))
    }

    /// Whether the content is that of an OBJECT IDENTIFIER.
    pub(crate) fn is_oid(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        Oid::check(tlv.content).or_else(|error| {
            let found = format_args!("holds an object identifier that {}", error.reason());
            stop(Code::OidEncoding, tlv.at, found)
        })
    }

    /// An AlgorithmIdentifier (RFC 5280 4.1.1.2): the content of its OID and its parameters, which
    /// are not looked into.
    pub(crate) fn algorithm_identifier<'a>(
        &mut self,
        sequence: &Tlv<'a>,
    ) -> Walked<(&'a [u8], Option<Tlv<'a>>)> {
        let mut fields = sequence.reader();
        let oid = self.expect(&mut fields, tag::OBJECT_IDENTIFIER)?;
        self.is_oid(&oid)?;
        let parameters = if fields.is_empty() { None } else { Some(self.read(&mut fields)?) };
        self.finish(&fields)?;
        Ok((oid.content, parameters))
    }

    /// The content of a BOOLEAN.
    pub(crate) fn boolean(&mut self, tlv: &Tlv<'_>) -> Walked<bool> {
        match tlv.content {
            [0x00] => Ok(false),
            [0xFF] => Ok(true),
            content => {
                let found = format_args!("is a BOOLEAN of {}", Bytes(content));
                self.deviates(Code::BooleanNotCanonical, tlv.at, found)?;
                Ok(content.iter().any(|byte| *byte != 0))
            }
        }
    }

    /// A BOOLEAN DEFAULT FALSE, which is left out unless it is TRUE.
    pub(crate) fn default_false(&mut self, reader: &mut Reader<'_>) -> Walked<bool> {
        let Some(tlv) = self.optional(reader, tag::BOOLEAN)? else { return Ok(false) };
        let value = self.boolean(&tlv)?;
        if !value {
            let found = format_args!("is FALSE, the default, which is left out");
            self.deviates(Code::DefaultEncoded, tlv.at, found)?;
        }
        Ok(value)
    }

    /// The content of an INTEGER is in its shortest form.
    pub(crate) fn integer(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        if is_minimal(tlv.content) {
            return Ok(());
        }
        let found = format_args!("is an INTEGER of {}", Bytes(tlv.content));
        self.deviates(Code::IntegerNotMinimal, tlv.at, found)
    }

    /// The next value, an INTEGER from 0 to 2^64-1; `None` where it is another number. `code` is
    /// that of a number out of range.
    pub(crate) fn unsigned(&mut self, reader: &mut Reader<'_>, code: Code) -> Walked<Option<u64>> {
        let tlv = self.expect(reader, tag::INTEGER)?;
        self.unsigned_content(&tlv, code)
    }

    /// The content of such an INTEGER.
    pub(crate) fn unsigned_content(&mut self, tlv: &Tlv<'_>, code: Code) -> Walked<Option<u64>> {
        self.integer(tlv)?;
        if tlv.content.first().is_some_and(|first| *first >= 0x80) {
            self.deviates(code, tlv.at, format_args!("is a negative number"))?;
            return Ok(None);
        }
        let zeros = tlv.content.iter().take_while(|byte| **byte == 0).count();
        let significant = &tlv.content[zeros..];
        if significant.len() > 8 {
            let found = format_args!("is a number of {} bytes, too large", significant.len());
            self.deviates(code, tlv.at, found)?;
            return Ok(None);
        }
        Ok(Some(significant.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte))))
    }

    /// The content of a BIT STRING: the number of its unused bits, and its bytes.
    pub(crate) fn bits<'a>(&mut self, tlv: &Tlv<'a>) -> Walked<(u8, &'a [u8])> {
        let Some((unused, bytes)) = tlv.content.split_first() else {
            let found = format_args!("is a BIT STRING without a count of its unused bits");
            return stop(Code::BitStringPadding, tlv.at, found);
        };
        if *unused > 7 || (bytes.is_empty() && *unused > 0) {
            let len = bytes.len();
            let found = format_args!("counts {unused} unused bits in the last of {len} bytes");
            self.deviates(Code::BitStringPadding, tlv.at, found)?;
        } else if bytes.last().is_some_and(|last| last.trailing_zeros() < u32::from(*unused)) {
            let found = format_args!("has {unused} unused bits, not all of them zero");
            self.deviates(Code::BitStringPadding, tlv.at, found)?;
        }
        Ok((*unused, bytes))
    }

    /// A character string as text, also where a character is not of its type; `None` for values
    /// that are not character strings, whose content is checked.
    pub(crate) fn string<'a>(&mut self, value: &Tlv<'a>) -> Walked<Option<Cow<'a, str>>> {
        self.is_string(value)?;
        let string_type = StringType::from_tag(value.tag);
        Ok(string_type.map(|string_type| string_type.decode_lossy(value.content)))
    }

    /// Whether the content is that of a character string, or of what else the value is.
    pub(crate) fn is_string(&mut self, value: &Tlv<'_>) -> Walked<()> {
        match StringType::from_tag(value.tag) {
            None => self.any(value),
            Some(string_type) if string_type.holds(value.content) => Ok(()),
            Some(string_type) => {
                let found = format_args!("contains a character that {string_type} does not allow");
                self.deviates(Code::StringCharset, value.at, found)
            }
        }
    }

    /// A value of any type: what is known of universal types holds in it and in what is in it.
    pub(crate) fn any(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        self.any_at_depth(tlv, 0)
    }

    fn any_at_depth(&mut self, tlv: &Tlv<'_>, depth: usize) -> Walked<()> {
        match tlv.tag {
            tag::BOOLEAN => self.boolean(tlv).map(drop),
            tag::INTEGER => self.integer(tlv),
            tag::BIT_STRING => self.bits(tlv).map(drop),
            tag::OBJECT_IDENTIFIER => self.is_oid(tlv),
            _ if tlv.tag & CONSTRUCTED == 0 => match tlv.content_is_sound() {
                true => Ok(()),
                false => self.unsound(tlv),
            },
            _ if depth == DEPTH_MAX => {
                let found = format_args!("holds values nested more than {DEPTH_MAX} deep");
                self.deviates(Code::NestingTooDeep, tlv.at, found)
            }
            _ => {
                let mut inside = tlv.reader();
                let (mut last, mut by_tag, mut by_bytes) = (None::<Tlv<'_>>, true, true);
                while !inside.is_empty() {
                    let next = self.read(&mut inside)?;
                    self.any_at_depth(&next, depth + 1)?;
                    by_tag &= last.is_none_or(|last| last.tag_order() < next.tag_order());
                    by_bytes &= last.is_none_or(|last| last.encoded <= next.encoded);
                    last = Some(next);
                }
                // Whether it is a SET (X.690 10.3) or a SET OF (11.6), only its type says.
                if tlv.tag == tag::SET && !by_tag && !by_bytes {
                    let found = format_args!("is a SET whose elements are out of order");
                    self.deviates(Code::SetUnsorted, tlv.at, found)?;
                }
                Ok(())
            }
        }
    }

    fn unsound(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        let code = match tlv.tag {
            tag::NULL => Code::Structure,
            tag::ENUMERATED => Code::IntegerNotMinimal,
            tag::RELATIVE_OID => Code::OidEncoding,
            tag::UTC_TIME | tag::GENERALIZED_TIME => Code::TimeEncoding,
            _ => Code::StringCharset,
        };
        let content = Bytes(tlv.content);
        let found = format_args!(
            "has the tag {:#04x} and {content}, which that type does not hold",
            tlv.tag
        );
        self.deviates(code, tlv.at, found)
    }
}

/// One value of any type in DER, whole and sound: what is given in DER, and embedded as it is.
pub(crate) fn any_value(der: &[u8]) -> Walked<Tlv<'_>> {
    let mut walk = Walk::strict();
    let tlv = walk.single(Reader::new(der))?;
    walk.any(&tlv)?;
    Ok(tlv)
}

/// Stops the reading of a part.
pub(crate) fn stop<T>(code: Code, at: usize, found: fmt::Arguments<'_>) -> Walked<T> {
    Err(Deviation::new(code, at, found))
}

struct Index(usize);

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

//! The one walker. In strict mode it stops at the first deviation; else it writes each down
//! and goes on wherever the structure can be recovered.

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt::{self, Write};

use super::deviation::{Deviation, DeviationKind};
use crate::decode::{self, DEPTH_MAX, DerError, DerErrorKind, Reader, Tlv};
use crate::der::tag;
use crate::hex;
use crate::oid::{Oid, OidError};

/// Deviations of one kind that are written down. The rest is only known to be there, so that
/// a request full of one fault takes no more memory than it is long.
pub(crate) const KEPT_PER_KIND: usize = 100;

/// `Err` stops the walk of a part, and of the whole in strict mode.
pub(super) type Walked<T> = Result<T, Deviation>;

pub(super) struct Walk {
    strict: bool,
    /// Where the walk is.
    place: String,
    deviations: Vec<Deviation>,
    /// How many there are of each kind.
    kept: BTreeMap<DeviationKind, usize>,
}

impl Walk {
    pub(super) fn new(strict: bool) -> Self {
        Self { strict, place: String::new(), deviations: Vec::new(), kept: BTreeMap::new() }
    }

    pub(super) fn into_deviations(self) -> Vec<Deviation> {
        self.deviations
    }

    /// Where the walk is.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Walks a part below the present place.
    pub(super) fn within<T>(
        &mut self,
        segment: fmt::Arguments<'_>,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<T> {
        let len = self.place.len();
        if len > 0 {
            self.place.push('.');
        }
        let _ = self.place.write_fmt(segment);
        let result = walk(self);
        self.place.truncate(len);
        result
    }

    /// Walks an element of the present place.
    pub(super) fn element<T>(
        &mut self,
        index: usize,
        walk: impl FnOnce(&mut Self) -> Walked<T>,
    ) -> Walked<T> {
        let len = self.place.len();
        let _ = write!(self.place, "[{index}]");
        let result = walk(self);
        self.place.truncate(len);
        result
    }

    /// Walks a part without which the rest can still be told: what stops the part does not
    /// stop the whole, unless strictly.
    pub(super) fn part<T>(
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

    /// A deviation past which the walk can go.
    pub(super) fn deviates(
        &mut self,
        kind: DeviationKind,
        at: usize,
        found: fmt::Arguments<'_>,
    ) -> Walked<()> {
        if !self.strict && !self.has_room(kind) {
            return Ok(());
        }
        let deviation = self.deviation(kind, at, found);
        if self.strict {
            return Err(deviation);
        }
        self.keep(deviation);
        Ok(())
    }

    /// A deviation past which this part cannot be told.
    pub(super) fn stop<T>(
        &self,
        kind: DeviationKind,
        at: usize,
        found: fmt::Arguments<'_>,
    ) -> Walked<T> {
        Err(self.deviation(kind, at, found))
    }

    fn deviation(&self, kind: DeviationKind, at: usize, found: fmt::Arguments<'_>) -> Deviation {
        let place = if self.place.is_empty() { "certificationRequest" } else { &self.place };
        Deviation { kind, at, place: place.into(), found: format!("{found}") }
    }

    fn has_room(&self, kind: DeviationKind) -> bool {
        self.kept.get(&kind).is_none_or(|kept| *kept < KEPT_PER_KIND)
    }

    fn keep(&mut self, deviation: Deviation) {
        if self.has_room(deviation.kind) {
            *self.kept.entry(deviation.kind).or_insert(0) += 1;
            self.deviations.push(deviation);
        }
    }

    /// The next value, whatever its tag.
    pub(super) fn read<'a>(&mut self, reader: &mut Reader<'a>) -> Walked<Tlv<'a>> {
        let at = reader.at();
        let (tlv, deviation) = reader.read_leniently().map_err(|error| self.unreadable(error))?;
        match deviation {
            Some(DerErrorKind::TagNotMinimal) => self.deviates(
                DeviationKind::TagNotMinimal,
                at,
                format_args!("has a tag number with leading zeros"),
            )?,
            Some(_) => self.deviates(
                DeviationKind::LengthNotMinimal,
                at,
                format_args!(
                    "has its length of {} in more octets than that takes",
                    tlv.content.len()
                ),
            )?,
            None => {}
        }
        Ok(tlv)
    }

    fn unreadable(&self, error: DerError) -> Deviation {
        let (kind, found) = match error.kind() {
            DerErrorKind::IndefiniteLength => {
                (DeviationKind::LengthIndefinite, "has the indefinite form of length")
            }
            DerErrorKind::LengthTooLarge | DerErrorKind::Truncated => {
                (DeviationKind::Structure, "goes on past the end of what it stands in")
            }
            _ => (DeviationKind::Structure, "cannot be read"),
        };
        self.deviation(kind, error.at(), format_args!("{found}"))
    }

    /// The next value, which has to have this tag.
    pub(super) fn expect<'a>(&mut self, reader: &mut Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
        match reader.peek() {
            Some(found) if found == expected => self.read(reader),
            Some(found) => self.stop(
                DeviationKind::Structure,
                reader.at(),
                format_args!("has the tag {found:#04x} where {expected:#04x} belongs"),
            ),
            None => self.stop(
                DeviationKind::Structure,
                reader.at(),
                format_args!("ends where a value with the tag {expected:#04x} belongs"),
            ),
        }
    }

    /// The only value in `octets`, which stand at `at`, with this tag.
    pub(super) fn only<'a>(&mut self, reader: Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
        let mut reader = reader;
        let tlv = self.expect(&mut reader, expected)?;
        self.finish(&reader)?;
        Ok(tlv)
    }

    /// Nothing may follow.
    pub(super) fn finish(&mut self, reader: &Reader<'_>) -> Walked<()> {
        match reader.remaining().len() {
            0 => Ok(()),
            1 => self.deviates(
                DeviationKind::TrailingData,
                reader.at(),
                format_args!("is followed by 1 octet more"),
            ),
            more => self.deviates(
                DeviationKind::TrailingData,
                reader.at(),
                format_args!("is followed by {more} octets more"),
            ),
        }
    }

    /// The next value, an OBJECT IDENTIFIER.
    pub(super) fn oid(&mut self, reader: &mut Reader<'_>) -> Walked<Oid> {
        let tlv = self.expect(reader, tag::OBJECT_IDENTIFIER)?;
        self.oid_content(&tlv)
    }

    /// The object identifier that these content octets are.
    pub(super) fn oid_content(&mut self, tlv: &Tlv<'_>) -> Walked<Oid> {
        match Oid::from_content(tlv.content) {
            Ok(oid) => Ok(oid),
            Err(error @ OidError::TooManyOctets) => self.stop(
                DeviationKind::OidEncoding,
                tlv.at,
                format_args!("holds an object identifier that {error}"),
            ),
            Err(_) => self.stop(
                DeviationKind::OidEncoding,
                tlv.at,
                format_args!("has {} for an object identifier", Octets(tlv.content)),
            ),
        }
    }

    /// The truth of a BOOLEAN.
    pub(super) fn boolean(&mut self, tlv: &Tlv<'_>) -> Walked<bool> {
        match tlv.content {
            [0x00] => Ok(false),
            [0xFF] => Ok(true),
            octets => {
                self.deviates(
                    DeviationKind::BooleanNotCanonical,
                    tlv.at,
                    format_args!("is a BOOLEAN of {}", Octets(octets)),
                )?;
                Ok(octets.iter().any(|octet| *octet != 0))
            }
        }
    }

    /// Checks that an INTEGER is in its shortest form.
    pub(super) fn integer(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        if decode::is_minimal(tlv.content) {
            return Ok(());
        }
        let found = format_args!("is an INTEGER of {}", Octets(tlv.content));
        self.deviates(DeviationKind::IntegerNotMinimal, tlv.at, found)
    }

    /// The octets of a BIT STRING, and how many bits of the last are unused.
    pub(super) fn bits<'a>(&mut self, tlv: &Tlv<'a>) -> Walked<(u8, &'a [u8])> {
        let Some((unused, octets)) = tlv.content.split_first() else {
            return self.stop(
                DeviationKind::BitStringPadding,
                tlv.at,
                format_args!("is a BIT STRING without a count of its unused bits"),
            );
        };
        if *unused > 7 || (octets.is_empty() && *unused > 0) {
            self.deviates(
                DeviationKind::BitStringPadding,
                tlv.at,
                format_args!("counts {unused} unused bits in the last of {} octets", octets.len()),
            )?;
        } else if octets.last().is_some_and(|last| last.trailing_zeros() < u32::from(*unused)) {
            self.deviates(
                DeviationKind::BitStringPadding,
                tlv.at,
                format_args!("has {unused} unused bits, not all of them zero"),
            )?;
        }
        Ok((*unused, octets))
    }

    /// A value whose content is not what its type holds.
    fn unsound(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        let kind = match tlv.tag {
            tag::NULL => DeviationKind::Structure,
            tag::ENUMERATED => DeviationKind::IntegerNotMinimal,
            _ => DeviationKind::StringCharset,
        };
        let found = format_args!(
            "has the tag {:#04x} and {} in it, which that type does not hold",
            tlv.tag,
            Octets(tlv.content)
        );
        self.deviates(kind, tlv.at, found)
    }

    /// Checks a value of a type that is not known: as far as its tags tell, it has to be DER.
    pub(super) fn any(&mut self, tlv: &Tlv<'_>) -> Walked<()> {
        self.any_at_depth(tlv, 0)
    }

    fn any_at_depth(&mut self, tlv: &Tlv<'_>, depth: usize) -> Walked<()> {
        const CONSTRUCTED: u8 = 0x20;
        if !decode::has_its_form(tlv.tag) {
            let form = if tlv.tag & CONSTRUCTED == 0 { "primitive" } else { "constructed" };
            self.deviates(
                DeviationKind::TypeForm,
                tlv.at,
                format_args!("has the tag {:#04x}, a type that is never {form} in DER", tlv.tag),
            )?;
        }
        match tlv.tag {
            tag::BOOLEAN => self.boolean(tlv).map(drop),
            tag::INTEGER => self.integer(tlv),
            tag::BIT_STRING => self.bits(tlv).map(drop),
            tag::OBJECT_IDENTIFIER => self.oid_content(tlv).map(drop),
            _ if tlv.tag & CONSTRUCTED == 0 => match tlv.content_is_sound() {
                true => Ok(()),
                false => self.unsound(tlv),
            },
            _ if depth == DEPTH_MAX => self.deviates(
                DeviationKind::NestingTooDeep,
                tlv.at,
                format_args!("holds values nested more than {DEPTH_MAX} deep"),
            ),
            _ => {
                let mut inside = tlv.reader();
                while !inside.is_empty() {
                    let tlv = self.read(&mut inside)?;
                    self.any_at_depth(&tlv, depth + 1)?;
                }
                Ok(())
            }
        }
    }
}

/// Octets in a message: a few in hexadecimal, many as a number.
pub(super) struct Octets<'a>(pub(super) &'a [u8]);

impl fmt::Display for Octets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("no octets"),
            few if few.len() <= 8 => write!(f, "the octets {}", hex::encode(few)),
            many => write!(f, "{} octets", many.len()),
        }
    }
}

//! GeneralNames (RFC 5280 4.2.1.6): names in their order, one encoded behind the other.
//!
//! One arena holds them all. Text is encoded straight into it, so that a name costs no
//! allocation of its own, and the subjectAltName of a request is a copy of the arena.

use alloc::{collections::BTreeMap, vec, vec::Vec};

use super::general_name::{self, GeneralName};
use super::name_type::GeneralNameType;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write as der;
use crate::error::{Code, Error};

/// A list of [`GeneralName`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GeneralNames {
    der: Vec<u8>,
    len: usize,
}

impl GeneralNames {
    /// An empty list.
    pub const fn new() -> Self {
        Self { der: Vec::new(), len: 0 }
    }

    /// Reads GeneralNames, whose SEQUENCE has been read. A name that deviates is one of them all
    /// the same, its header as DER has it.
    pub(crate) fn read(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<Self> {
        let mut names = Self { der: sequence.content.to_vec(), len: 0 };
        let mut reader = sequence.reader();
        let mut len = 0;
        while !reader.is_empty() {
            let name = walk.element(names.len, |walk| {
                let name = walk.read(&mut reader)?;
                GeneralName::read(walk, &name).map(|()| name)
            })?;
            len += der::tlv_len(name.content.len());
            names.len += 1;
        }
        if len < names.der.len() {
            names.der.clear();
            sequence.reader().for_each(|name| der::tlv(&mut names.der, name.tag, name.content));
        }
        if names.is_empty() {
            walk.deviates(Code::SanEmpty, sequence.at, format_args!("has no name"))?;
        }
        Ok(names)
    }

    /// Makes room for so many more names, if there is that much.
    pub(crate) fn reserve(&mut self, names: usize) {
        /// Bytes that a name takes; most are host names.
        const USUAL: usize = 32;
        // Too little is not an error: the list grows as names come.
        let _ = self.der.try_reserve(names.saturating_mul(USUAL));
    }

    /// Appends a name from its type and text.
    ///
    /// # Errors
    /// [`Error`], as of [`GeneralName::new`]; the list is then as it was.
    #[inline]
    pub fn push(&mut self, name_type: GeneralNameType, text: &str) -> Result<(), Error> {
        general_name::encode(name_type, text, &mut self.der)?;
        self.len += 1;
        Ok(())
    }

    /// Appends a name.
    pub fn push_name(&mut self, name: &GeneralName<'_>) {
        self.der.extend_from_slice(name.as_der());
        self.len += 1;
    }

    /// How many names there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The names in their order.
    pub fn iter(&self) -> Iter<'_> {
        Iter(Tlvs(&self.der))
    }

    /// The encoded names, one behind the other: the content of the SEQUENCE.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.der
    }

    /// Each name that is byte for byte the same as an earlier one: (first, again), counted
    /// from 0.
    pub(crate) fn duplicates(&self) -> Vec<(usize, usize)> {
        if self.are_distinct() {
            return Vec::new();
        }
        let mut seen = BTreeMap::new();
        let repeated = |(again, name)| {
            let first = *seen.entry(name).or_insert(again);
            (first != again).then_some((first, again))
        };
        Tlvs(&self.der).enumerate().filter_map(repeated).collect()
    }

    /// Whether all names differ, by a table of their hashes. `false` says nothing: names whose hashes
    /// are the same or crowd together, as they can be chosen to, are left to a look at the names.
    fn are_distinct(&self) -> bool {
        // Open addressing, half full at most. What is kept of a hash is odd, an empty slot is 0.
        let len = (2 * self.len).next_power_of_two().max(2);
        let (mut few, mut many);
        let slots: &mut [u32] = if len <= 16 {
            few = [0; 16];
            &mut few
        } else {
            many = vec![0; len];
            &mut many
        };
        // Its upper bits are the place, its lower ones what is kept.
        let shift = u64::BITS - len.trailing_zeros();
        let mut steps = self.len.saturating_mul(8);
        Tlvs(&self.der).all(|name| {
            let hash = hash(name);
            let mut place = usize::try_from(hash >> shift).unwrap_or_default();
            let kept = u32::try_from(hash & u64::from(u32::MAX)).unwrap_or_default() | 1;
            while slots[place] != 0 && slots[place] != kept && steps > 0 {
                place = (place + 1) & (len - 1);
                steps -= 1;
            }
            slots[place] == 0 && {
                slots[place] = kept;
                true
            }
        })
    }
}

/// 2^64 divided by the golden ratio.
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of a name: quick, and not keyed. Sixteen bytes are multiplied at a time; the last ones may
/// overlap those before.
fn hash(name: &[u8]) -> u64 {
    let mix = |state: u64, bytes: &[u8; 16]| {
        let [low, high] = words(bytes);
        let product = u128::from(low ^ ODD) * u128::from(high ^ ODD.rotate_left(32));
        let [low, high] = words(&product.to_le_bytes());
        state.rotate_left(5) ^ low ^ high
    };
    match name.last_chunk() {
        Some(last) => mix(name.as_chunks().0.iter().fold(0, mix), last),
        None => {
            let mut bytes = [0; 16];
            bytes[..name.len()].copy_from_slice(name);
            mix(0, &bytes)
        }
    }
}

/// The two words, little-endian.
fn words(bytes: &[u8; 16]) -> [u64; 2] {
    let words = bytes.as_chunks().0;
    [0, 1].map(|word: usize| u64::from_le_bytes(words[word]))
}

impl<'a> Extend<GeneralName<'a>> for GeneralNames {
    fn extend<I: IntoIterator<Item = GeneralName<'a>>>(&mut self, names: I) {
        names.into_iter().for_each(|name| self.push_name(&name));
    }
}

impl<'a> FromIterator<GeneralName<'a>> for GeneralNames {
    fn from_iter<I: IntoIterator<Item = GeneralName<'a>>>(names: I) -> Self {
        let mut list = Self::new();
        list.extend(names);
        list
    }
}

impl<'a> IntoIterator for &'a GeneralNames {
    type Item = GeneralName<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The names of a list in their order.
#[derive(Clone, Debug)]
pub struct Iter<'a>(Tlvs<'a>);

impl<'a> Iterator for Iter<'a> {
    type Item = GeneralName<'a>;

    fn next(&mut self) -> Option<GeneralName<'a>> {
        self.0.next().map(GeneralName::from_encoded)
    }
}

/// Encoded names, one behind the other.
#[derive(Clone, Debug)]
struct Tlvs<'a>(&'a [u8]);

impl<'a> Iterator for Tlvs<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let len = match self.0 {
            // Nearly all: tag and length in a byte each.
            [_, len @ 0..=0x7F, ..] => 2 + usize::from(*len),
            rest => long_name(rest)?,
        };
        let (name, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(name)
    }
}

/// The length of a name that takes more bytes to say so.
#[cold]
fn long_name(names: &[u8]) -> Option<usize> {
    Some(Reader::new(names).next()?.encoded.len())
}

mod sealed {
    pub trait Sealed {}
}

/// What a request takes for a name: a [`GeneralName`], the result of making one, or the type
/// and text of one, which spares an allocation.
pub trait IntoGeneralName: sealed::Sealed {
    /// Appends the name to `names`; on an error the list is as it was.
    #[doc(hidden)]
    fn append_to(self, names: &mut GeneralNames) -> Result<(), Error>;
}

impl sealed::Sealed for GeneralName<'_> {}
impl IntoGeneralName for GeneralName<'_> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), Error> {
        (&self).append_to(names)
    }
}

impl sealed::Sealed for &GeneralName<'_> {}
impl IntoGeneralName for &GeneralName<'_> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), Error> {
        names.push_name(self);
        Ok(())
    }
}

impl<N: IntoGeneralName> sealed::Sealed for Result<N, Error> {}
impl<N: IntoGeneralName> IntoGeneralName for Result<N, Error> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), Error> {
        self.and_then(|name| name.append_to(names))
    }
}

impl sealed::Sealed for (GeneralNameType, &str) {}
impl IntoGeneralName for (GeneralNameType, &str) {
    #[inline]
    fn append_to(self, names: &mut GeneralNames) -> Result<(), Error> {
        names.push(self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{collections::BTreeSet, format, string::String};
    use proptest::prelude::*;

    #[test]
    fn names_keep_their_order() {
        let mut names = GeneralNames::new();
        assert!(names.is_empty());
        names.push(GeneralNameType::DnsName, "b.example").unwrap();
        assert!(!names.is_empty());
        assert_eq!(names.as_bytes(), b"\x82\x09b.example");
        names.push(GeneralNameType::IpAddress, "192.0.2.1").unwrap();
        assert!(names.push(GeneralNameType::DnsName, "not valid").is_err());
        names.push_name(&GeneralName::dns("a.example").unwrap());
        let texts: Vec<_> = names.iter().map(|name| format!("{name}")).collect();
        assert_eq!(texts, ["DNS:b.example", "IP:192.0.2.1", "DNS:a.example"]);
        assert_eq!(names.len(), 3);
        assert_eq!(names.iter().collect::<GeneralNames>(), names);
    }

    #[test]
    fn names_that_deviate_are_names_all_the_same() {
        type Case<'a> = (&'a [u8], &'a [(Code, &'a str)], &'a [&'a str]);
        let cases: [Case<'_>; 4] = [
            (b"\x30\x00", &[(Code::SanEmpty, "")], &[]),
            (b"\x30\x04\x82\x81\x01a", &[(Code::LengthNotMinimal, "[0]")], &["DNS:a"]),
            (
                b"\x30\x08\x82\x01a\x87\x03\x01\x02\x03",
                &[(Code::IpAddressLength, "[1]")],
                &["DNS:a", "IP:DER:8703010203"],
            ),
            (b"\x30\x03\x88\x01\x80", &[(Code::OidEncoding, "[0]")], &["RID:DER:880180"]),
        ];
        for (encoded, deviations, shown) in cases {
            let sequence = Reader::new(encoded).next().unwrap();
            let mut walk = Walk::lenient();
            let names = GeneralNames::read(&mut walk, &sequence).unwrap();
            let texts: Vec<_> = names.iter().map(|name| format!("{name}")).collect();
            assert_eq!(texts, shown);
            let found = walk.into_deviations();
            let found: Vec<_> = found.iter().map(|found| (found.code(), found.place())).collect();
            assert_eq!(found, deviations);
            let strict = GeneralNames::read(&mut Walk::strict(), &sequence).unwrap_err();
            assert_eq!((strict.code(), strict.place()), deviations[0]);
        }
        let unknown_tag = Reader::new(b"\x30\x02\x89\x00").next().unwrap();
        let deviation = GeneralNames::read(&mut Walk::lenient(), &unknown_tag).unwrap_err();
        assert_eq!((deviation.code(), deviation.place()), (Code::GeneralNameTag, "[0]"));
    }

    #[test]
    fn every_repetition_points_at_the_first() {
        let mut names = GeneralNames::new();
        for text in ["a", "b", "a", "A", "b", "a"] {
            names.push(GeneralNameType::DnsName, text).unwrap();
        }
        assert_eq!(names.duplicates(), vec![(0, 2), (1, 4), (0, 5)]);
        for text in ["c", "d", "c"].into_iter().cycle().take(30) {
            names.push(GeneralNameType::DnsName, text).unwrap();
        }
        assert_eq!(names.duplicates()[..4], [(0, 2), (1, 4), (0, 5), (6, 8)]);
        assert_eq!(names.duplicates().len(), 3 + 28);
    }

    #[test]
    fn names_as_they_are_usual_differ_at_the_first_look() {
        let texts: [fn(usize) -> String; 5] = [
            |number| format!("{number}"),
            |number| format!("node-{number}.rack-{}.example.com", number % 40),
            |number| format!("bmc.with-a-long-name.in-rack-1.a{number:09}"),
            |number| format!("{number:05}.bmc.with-a-long-name.in-rack-1.example"),
            |number| format!("10.1.{}.{}", number / 256, number % 256),
        ];
        for text in texts {
            for len in [0, 1, 2, 8, 9, 10, 11, 1_000, 50_000] {
                let name = |number| GeneralName::new(GeneralNameType::IpAddress, &text(number));
                let name = |number| {
                    name(number).or_else(|_| GeneralName::dns(&format!("a{}", text(number))))
                };
                let names: GeneralNames = (0..len).map(|number| name(number).unwrap()).collect();
                assert!(names.are_distinct(), "{len} like {}", text(0));
            }
        }
    }

    #[test]
    fn names_whose_hashes_are_the_same_are_told_apart() {
        let mut names = GeneralNames::new();
        for number in (0..5_000_u32).chain([7]) {
            // A factor of zero.
            let factor = ODD.rotate_left(32).to_le_bytes();
            let first = [b"\x82\x1Eab", &number.to_be_bytes()[..], &factor].concat();
            let name = [&first[..], b"rack.example.com"].concat();
            names.push_name(&GeneralName::from_encoded(&name));
        }
        let hashes: BTreeSet<_> = Tlvs(&names.der).map(hash).collect();
        assert_eq!(hashes.len(), 1);
        assert_eq!(names.duplicates(), vec![(7, 5_000)]);
    }

    proptest! {
        #[test]
        fn repetitions_are_those_that_comparing_each_with_each_finds(
            numbers in prop::collection::vec(0_usize..200, 0..100),
        ) {
            let mut names = GeneralNames::new();
            for number in &numbers {
                names.push(GeneralNameType::DnsName, &format!("node-{number}.example")).unwrap();
            }
            let first = |again: usize| numbers.iter().position(|number| *number == numbers[again]);
            let pairs = (0..numbers.len()).map(|again| (first(again).unwrap_or(again), again));
            let expected: Vec<_> = pairs.filter(|(first, again)| first != again).collect();
            prop_assert_eq!(names.duplicates(), expected);
        }
    }
}

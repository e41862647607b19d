//! GeneralNames (RFC 5280 4.2.1.6): names in their order, one encoded behind the other.
//!
//! One arena holds them all. Text is encoded straight into it, so that a name costs no
//! allocation of its own, and the subjectAltName of a request is a copy of the arena.

use alloc::{vec, vec::Vec};
use core::hash::{BuildHasher, Hasher};

use hashbrown::HashMap;

use crate::decode::Reader;
use crate::general_name::{self, GeneralName, GeneralNameError, GeneralNameType};

/// A list of [`GeneralName`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneralNames {
    der: Vec<u8>,
    len: usize,
}

impl GeneralNames {
    /// An empty list.
    pub const fn new() -> Self {
        Self { der: Vec::new(), len: 0 }
    }

    /// Makes room for so many more names, if there is that much.
    pub(crate) fn reserve(&mut self, names: usize) {
        /// Octets that a name takes; most are host names.
        const USUAL: usize = 32;
        // Too little is no fault: the list grows as names come.
        let _ = self.der.try_reserve(names.saturating_mul(USUAL));
    }

    /// Appends a name from its type and text.
    ///
    /// # Errors
    /// [`GeneralNameError`]; the list is then as it was.
    pub fn push(&mut self, name_type: GeneralNameType, text: &str) -> Result<(), GeneralNameError> {
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
    pub fn iter(&self) -> impl Iterator<Item = GeneralName<'_>> {
        names(&self.der)
    }

    /// The encoded names, one behind the other: the content of the SEQUENCE.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.der
    }

    /// Each name that is octet for octet the same as an earlier one: (first, again), counted
    /// from 0.
    ///
    /// Names whose hashes share a mark are few, and only they are compared. The hash is keyed
    /// afresh each time, and nothing of it is ever shown: neither an order nor a time for each
    /// name. So nobody can choose names that collide and make this slow, and a fast hash will do.
    pub(crate) fn duplicates(&self) -> Vec<(usize, usize)> {
        if self.len <= FEW {
            return self.duplicates_of_few();
        }
        let state = foldhash::fast::RandomState::default();
        let (mut seen, mut shared) = (Marks::new(self.len), Marks::new(self.len));
        let mut names = Vec::with_capacity(self.len);
        for name in tlvs(&self.der) {
            let mut hasher = state.build_hasher();
            hasher.write(name);
            let hash = hasher.finish();
            if seen.set(hash) {
                shared.set(hash);
            }
            names.push((hash, name));
        }
        let mut first = HashMap::with_hasher(state);
        let suspects = names.into_iter().enumerate().filter(|(_, (hash, _))| shared.has(*hash));
        let repeated = |(again, (_, name))| {
            let first = *first.entry(name).or_insert(again);
            (first < again).then_some((first, again))
        };
        suspects.filter_map(repeated).collect()
    }

    fn duplicates_of_few(&self) -> Vec<(usize, usize)> {
        let names = || tlvs(&self.der).enumerate();
        let repeated = |(again, name)| {
            let (first, _) = names().find(|(_, other)| *other == name)?;
            (first < again).then_some((first, again))
        };
        names().filter_map(repeated).collect()
    }
}

/// Names that are so few that comparing each with each is quicker than a table.
const FEW: usize = 8;

/// Marks that hashes have left, a bit each: so many that they stay in a near cache, and that few
/// hashes share one by chance.
struct Marks(Vec<u64>);

impl Marks {
    /// Bits for each hash. Fewer make more suspects, more leave the cache (measured: 16 and 64
    /// are slower at 10,000 names).
    const SPARSE: usize = 32;

    fn new(hashes: usize) -> Self {
        let words = (hashes.saturating_mul(Self::SPARSE) / 64).next_power_of_two();
        Self(vec![0; words])
    }

    /// Whether the mark is there.
    fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.0[word] & bit != 0
    }

    /// Leaves the mark; whether it was there.
    fn set(&mut self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let was = self.0[word] & bit != 0;
        self.0[word] |= bit;
        was
    }

    /// The word and the bit in it.
    fn place(&self, hash: u64) -> (usize, u64) {
        let high = usize::try_from(hash >> 32).unwrap_or(usize::MAX);
        (high & (self.0.len() - 1), 1 << (hash & 63))
    }
}

/// The names in encoded GeneralNames (the content of the SEQUENCE) that are known to be valid.
pub(crate) fn names(encoded: &[u8]) -> impl Iterator<Item = GeneralName<'_>> {
    tlvs(encoded).map(GeneralName::from_encoded)
}

fn tlvs(encoded: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = encoded;
    core::iter::from_fn(move || {
        let len = match rest {
            // Nearly all: tag and length in an octet each.
            [_, len @ 0..=0x7F, ..] => 2 + usize::from(*len),
            _ => Reader::new(rest).read().ok()?.encoded.len(),
        };
        let (name, after) = rest.split_at_checked(len)?;
        rest = after;
        Some(name)
    })
}

/// What a request takes for a name: a [`GeneralName`], the result of making one, or the type
/// and text of one, which spares an allocation.
pub trait IntoGeneralName {
    /// Appends the name to `names`.
    ///
    /// # Errors
    /// [`GeneralNameError`]; the list is then as it was.
    fn append_to(self, names: &mut GeneralNames) -> Result<(), GeneralNameError>;
}

impl IntoGeneralName for GeneralName<'_> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), GeneralNameError> {
        names.push_name(&self);
        Ok(())
    }
}

impl IntoGeneralName for &GeneralName<'_> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), GeneralNameError> {
        names.push_name(self);
        Ok(())
    }
}

impl<N: IntoGeneralName> IntoGeneralName for Result<N, GeneralNameError> {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), GeneralNameError> {
        self.and_then(|name| name.append_to(names))
    }
}

impl IntoGeneralName for (GeneralNameType, &str) {
    fn append_to(self, names: &mut GeneralNames) -> Result<(), GeneralNameError> {
        names.push(self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

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
    }

    #[test]
    fn every_repetition_points_at_the_first() {
        let mut names = GeneralNames::new();
        for text in ["a", "b", "a", "A", "b", "a"] {
            names.push(GeneralNameType::DnsName, text).unwrap();
        }
        assert_eq!(names.duplicates(), vec![(0, 2), (1, 4), (0, 5)]);
        for text in ["c", "d", "c"] {
            names.push(GeneralNameType::DnsName, text).unwrap();
        }
        assert!(names.len() > FEW);
        assert_eq!(names.duplicates(), vec![(0, 2), (1, 4), (0, 5), (6, 8)]);
    }
}

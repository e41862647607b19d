//! GeneralNames (RFC 5280 4.2.1.6): names in their order, one encoded behind the other.
//!
//! One arena holds them all. Text is encoded straight into it, so that a name costs no
//! allocation of its own, and the subjectAltName of a request is a copy of the arena.

use alloc::vec::Vec;
use core::hash::{BuildHasher, Hasher};

use hashbrown::hash_table::{Entry, HashTable};

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
    /// The hash is keyed afresh each time, and nothing of it is ever shown: neither an order nor a
    /// time for each name. So nobody can choose names that collide and make this slow, and a fast
    /// hash will do.
    pub(crate) fn duplicates(&self) -> Vec<(usize, usize)> {
        if self.len <= FEW {
            return self.duplicates_of_few();
        }
        let state = foldhash::fast::RandomState::default();
        let hash = |name: &[u8]| {
            let mut hasher = state.build_hasher();
            hasher.write(name);
            hasher.finish()
        };
        let mut first = HashTable::with_capacity(self.len);
        let repeated = |(again, name)| {
            let is_same = |(_, other): &(usize, &[u8])| *other == name;
            match first.entry(hash(name), is_same, |(_, other)| hash(other)) {
                Entry::Occupied(first) => Some((first.get().0, again)),
                Entry::Vacant(place) => {
                    place.insert((again, name));
                    None
                }
            }
        };
        tlvs(&self.der).enumerate().filter_map(repeated).collect()
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
    use alloc::{format, vec};

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

//! Extensions and attributes, as they are given to the builder.

use alloc::{collections::BTreeMap, vec::Vec};

use crate::asn1::Oid;

/// Items in the order they were given, and where each stood: refused ones leave a gap.
#[derive(Clone, Debug)]
pub(super) struct Given<T> {
    pub(super) items: Vec<T>,
    pub(super) places: Vec<usize>,
    pub(super) count: usize,
}

impl<T> Given<T> {
    pub(super) const fn new() -> Self {
        Self { items: Vec::new(), places: Vec::new(), count: 0 }
    }

    /// Adds an item, or hands back the error with the place that it has.
    pub(super) fn push<E>(&mut self, item: Result<T, E>) -> Result<(), (usize, E)> {
        let place = self.count;
        self.count += 1;
        self.items.push(item.map_err(|error| (place, error))?);
        self.places.push(place);
        Ok(())
    }

    /// Each item with the identifier of an earlier one: (identifier, first place, its place).
    pub(super) fn repeated(&self, oid: fn(&T) -> &Oid) -> Vec<(&Oid, usize, usize)> {
        let mut seen = BTreeMap::new();
        let items = self.items.iter().zip(&self.places);
        items
            .filter_map(|(item, place)| {
                let oid = oid(item);
                let first = *seen.entry(oid).or_insert(*place);
                (first != *place).then_some((oid, first, *place))
            })
            .collect()
    }
}

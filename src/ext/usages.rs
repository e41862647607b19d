//! Usages of both kinds, put together from their words.

use alloc::vec::Vec;

use super::{ExtendedKeyUsage, Extension, KeyPurpose, KeyUsage};
use crate::error::Error;

/// Bits of keyUsage and purposes of extKeyUsage.
#[derive(Default)]
pub(crate) struct Usages {
    bits: Option<KeyUsage>,
    purposes: Vec<KeyPurpose>,
}

impl Usages {
    /// Adds the one with this name. `false` where it is there already.
    ///
    /// # Errors
    /// That of a purpose, where it is neither.
    pub(crate) fn add(&mut self, name: &str) -> Result<bool, Error> {
        if let Ok(usage) = name.parse::<KeyUsage>() {
            let is_new = !self.bits.is_some_and(|bits| bits.contains(usage));
            self.bits = Some(self.bits.map_or(usage, |bits| bits | usage));
            return Ok(is_new);
        }
        let purpose = name.parse()?;
        let is_new = !self.purposes.contains(&purpose);
        if is_new {
            self.purposes.push(purpose);
        }
        Ok(is_new)
    }

    /// The extension of each kind that there is.
    pub(crate) fn into_extensions(self) -> impl Iterator<Item = Result<Extension, Error>> {
        let purposes = (!self.purposes.is_empty()).then(|| ExtendedKeyUsage::new(self.purposes));
        let bits = self.bits.map(|bits| Ok(Extension::from(bits)));
        bits.into_iter().chain(purposes.map(|purposes| purposes.map(Extension::from)))
    }
}

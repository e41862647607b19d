//! What a request takes for an attribute.

use alloc::vec::Vec;

use super::request_attribute::Attribute;
use crate::error::Error;

mod sealed {
    pub trait Sealed {}
}

/// What a request takes for an attribute: an [`Attribute`], or the result of making one, so
/// that an error appears among the faults of the request.
pub trait IntoAttribute: sealed::Sealed {
    /// The attribute, or what is wrong with it.
    #[doc(hidden)]
    fn into_attribute(self) -> Result<Attribute, Error>;
}

impl sealed::Sealed for Attribute {}
impl IntoAttribute for Attribute {
    /// One from an inspection may be faulty.
    fn into_attribute(self) -> Result<Attribute, Error> {
        Self::new(self.oid().clone(), &self.values().collect::<Vec<_>>())
    }
}

impl sealed::Sealed for Result<Attribute, Error> {}
impl IntoAttribute for Result<Attribute, Error> {
    fn into_attribute(self) -> Result<Attribute, Error> {
        self?.into_attribute()
    }
}

//! ASN.1 (X.680) in its distinguished encoding (X.690): the only files that know how values are
//! laid out in bytes.

pub(crate) mod content;
mod deviation;
mod oid;
pub(crate) mod read;
mod strings;
pub(crate) mod walk;
pub(crate) mod write;

pub use deviation::Deviation;
pub use oid::Oid;
pub use strings::StringType;
pub(crate) use write::tag;

//! Algorithms: what is known of each, in one table, and the AlgorithmIdentifiers of signatures.

mod digest;
#[cfg(feature = "encryption")]
pub(crate) mod encryption;
pub(crate) mod parameters;
pub(crate) mod pss;
mod signature;
mod signature_text;
pub(crate) mod table;

pub use digest::DigestAlgorithm;
pub use signature::SignatureAlgorithm;

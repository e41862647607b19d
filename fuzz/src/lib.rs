//! The targets lie with the tests of the package, which replay the corpora through them.

#[path = "../../tests/support/fuzz/targets.rs"]
mod targets;

pub use targets::*;

//! Judging a request: what is wrong with it, and who would refuse it for that.
//!
//! Rules are data ([`Rule::all`]); the checks only say where one of them is broken. A deviation is
//! found under the rule of its code.

mod ad_cs;
mod finding;
#[cfg(feature = "json")]
mod json;
mod judge;
mod key;
mod lxca;
mod public_ca;
mod reserved;
mod rfc;
#[cfg(feature = "rsa")]
mod rsa_modulus;
mod rule;
mod rules;

pub use finding::Finding;
#[cfg(feature = "json")]
pub use json::findings_to_json;
pub use judge::lint;
pub use rule::{Group, Rule, Severity};

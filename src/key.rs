//! Keys: made, read, written and used to sign and to verify.
//!
//! One file an algorithm family. Adding a family is one file, its variants of [`Algorithm`],
//! and one line in `families`.

mod algorithm;
#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
mod derivation_budget;
#[cfg(feature = "ecdsa")]
pub(crate) mod ecdsa;
#[cfg(feature = "ed25519")]
pub(crate) mod ed25519;
#[cfg(feature = "encryption")]
mod encryption;
mod export;
mod families;
mod family;
mod file;
mod key_pair;
mod kind;
#[cfg(feature = "ml-dsa")]
mod ml_dsa;
#[cfg(feature = "encryption")]
mod pem_encryption;
mod private_key;
mod private_key_info;
mod refusal;
mod rng;
#[cfg(feature = "rsa")]
pub(crate) mod rsa;
mod sign_error;
mod verification;
#[cfg(all(test, feature = "std", feature = "json", feature = "rsa", feature = "ecdsa"))]
mod wycheproof;

pub use algorithm::{Algorithm, Policy};
pub use derivation_budget::DerivationBudget;
pub(crate) use families::verify;
pub use key_pair::KeyPair;
pub use kind::KeyKind;
pub use sign_error::SignError;
pub use verification::{BadSignatureCause, Verified, VerifyError};

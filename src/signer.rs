//! External signers: HSM, TPM, KMS, and every key with the RustCrypto traits.
//!
//! None of them is trusted: what they return becomes a request only where it verifies over the
//! bytes that were to be signed.

#[cfg(feature = "std")]
mod key_pair;
mod request_signer;
#[cfg(feature = "rustcrypto")]
mod rust_crypto;

pub use request_signer::RequestSigner;
#[cfg(feature = "rustcrypto")]
pub use rust_crypto::RustCryptoSigner;

//! Exchange with types of other crates, each behind a feature: types of crates before 1.0 are in the
//! public interface only where they are asked for.

#[cfg(all(
    feature = "rustcrypto",
    any(feature = "ecdsa", feature = "ed25519", feature = "ml-dsa", feature = "rsa")
))]
mod rustcrypto;
#[cfg(feature = "rustls-pki-types")]
mod rustls_pki_types;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "rustcrypto")]
mod spki;
#[cfg(feature = "x509-cert")]
mod x509_cert;

//! A key in a PKCS #11 token (HSM, smart card, SoftHSM) as a signer of certification requests.
//!
//! [`TokenKey`] is all that a program needs in order to sign by
//! [`Request::sign_by`](pkcs10::Request::sign_by); `main.rs` is such a program.

use std::{env, error::Error, path::PathBuf};

mod token_key;

pub use token_key::TokenKey;

/// Errors as a [`RequestSigner`](pkcs10::RequestSigner) returns them; a larger program would have an enum.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Where distributions put SoftHSM.
const SOFTHSM: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
];

/// The PKCS #11 library of the token: what `PKCS11_MODULE` names, otherwise SoftHSM.
pub fn module() -> Option<PathBuf> {
    env::var_os("PKCS11_MODULE").map(PathBuf::from).or_else(softhsm)
}

/// The library of SoftHSM, where it is installed.
pub fn softhsm() -> Option<PathBuf> {
    SOFTHSM.map(PathBuf::from).into_iter().find(|path| path.exists())
}

//! A key in a PKCS #11 token (HSM, smart card, SoftHSM) as a signer of certification requests.
//!
//! A [`Uri`] (RFC 7512) says which token and which key are meant, a [`Token`] is opened by it, and a
//! [`TokenKey`] signs by [`Request::sign_by`](pkcs10::Request::sign_by), which verifies the signature
//! before there is a request.
//!
//! ```no_run
//! use pkcs10::{DistinguishedName, Request};
//! use pkcs10_pkcs11::{Token, TokenKey, Uri};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let uri: Uri = "pkcs11:token=csr;object=bmc?module-path=/usr/lib/softhsm/libsofthsm2.so".parse()?;
//! let token = Token::open(&uri, None)?;
//! token.log_in(Some(b"1234"))?;
//! let key = TokenKey::find(token, &uri)?;
//! let subject = DistinguishedName::builder().common_name("bmc-7.example.com");
//! let csr = Request::builder().subject(subject).build()?.sign_by(&key)?;
//! csr.verify()?;
//! # Ok(())
//! # }
//! ```
//!
//! The module, which is the vendor's library, is loaded into the process: name only one that you trust.
//! It is found by its path alone, never by a search of directories.

mod error;
mod key;
mod public_key;
mod token;
mod uri;

pub use error::{ErrorKind, TokenError};
pub use key::{TokenEntry, TokenKey};
pub use token::Token;
pub use uri::Uri;

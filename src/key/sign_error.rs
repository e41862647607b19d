//! Why a request is not signed.

use alloc::boxed::Box;
use core::fmt;

use super::verification::VerifyError;
use crate::error::Error;

/// Why a request is not signed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The random number generator failed.
    Random,
    /// The key does not sign by this algorithm.
    Algorithm,
    /// The salt of RSASSA-PSS is longer than this many bytes, the most for which a signature by the key has room.
    Salt(usize),
    /// The signature came out wrong, and was not given out.
    Failed,
    /// An external signer failed, for this reason, which is also the `source` of the error.
    Signer(Box<dyn core::error::Error + Send + Sync>),
    /// The key, algorithm or signature of an external signer cannot be encoded.
    Encoding,
    /// The signature of an external signer does not verify, or cannot be verified.
    Verify(VerifyError),
    /// The request is not one that another key may sign (RFC 9883).
    Possession(Error),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Random => "the random number generator failed",
            Self::Algorithm => "the key does not sign by this algorithm",
            Self::Salt(longest) => {
                return write!(
                    f,
                    "the key has room for a salt of at most {longest} bytes (RFC 8017 9.1.1)"
                );
            }
            Self::Failed => "the signature came out wrong and was not given out",
            Self::Signer(error) => return write!(f, "the signer failed: {error}"),
            Self::Encoding => "the signer's key, algorithm or signature cannot be encoded",
            Self::Verify(error) => return error.fmt(f),
            Self::Possession(error) => return error.fmt(f),
        })
    }
}

impl core::error::Error for SignError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Signer(error) => Some(&**error),
            Self::Verify(error) => Some(error),
            Self::Possession(error) => Some(error),
            _ => None,
        }
    }
}

//! Whether the signature of a request is right.

use core::fmt;

use super::algorithm::InspectedAlgorithm;
use super::key::{InspectedKey, KeyMaterial};
use crate::key::{self, VerifyError};
use crate::public_key::{PublicKey, bits};

/// What is to be said of the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// It verifies, over the octets that were received, under the public key in them.
    Verifies,
    /// It does not.
    Bad,
    /// Its hash function is broken (MD5, SHA-1): it proves nothing, and was not checked.
    Weak,
    /// This build does not have the algorithm, so nobody knows.
    Unavailable,
    /// The public key is damaged, or no key at all.
    BadKey,
    /// Keys of this kind do not sign by this algorithm.
    NotForKey,
    /// The public key's own parameters do not allow it (RFC 4055 3.3).
    ForbiddenByKey,
}

impl Verdict {
    /// A word for it, such as `verifies`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verifies => "verifies",
            Self::Bad => "bad",
            Self::Weak => "weak",
            Self::Unavailable => "unavailable",
            Self::BadKey => "bad-key",
            Self::NotForKey => "not-for-key",
            Self::ForbiddenByKey => "forbidden-by-key",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Verifies => "the signature verifies",
            Self::Bad => "the signature does NOT verify under the public key of the request",
            Self::Weak => "the signature's hash function is broken; it was not checked",
            Self::Unavailable => "this build cannot verify signatures of this algorithm",
            Self::BadKey => "the public key is damaged, so nothing verifies under it",
            Self::NotForKey => "the public key is of a kind that does not sign by this algorithm",
            Self::ForbiddenByKey => {
                "the public key allows RSASSA-PSS only with another hash function or a longer salt (RFC 4055 3.3)"
            }
        })
    }
}

/// Sizes of RSA keys that are checked, in bits: what `rsa` takes.
const RSA_BITS: core::ops::RangeInclusive<usize> = 1_024..=8_192;

impl From<Result<(), VerifyError>> for Verdict {
    fn from(checked: Result<(), VerifyError>) -> Self {
        match checked {
            Ok(()) => Self::Verifies,
            Err(VerifyError::BadSignature) => Self::Bad,
            Err(VerifyError::Weak) => Self::Weak,
            Err(VerifyError::BadKey) => Self::BadKey,
            Err(VerifyError::NotForKey) => Self::NotForKey,
            Err(VerifyError::ForbiddenByKey) => Self::ForbiddenByKey,
            Err(VerifyError::Unsupported) => Self::Unavailable,
        }
    }
}

pub(super) fn verify(
    key: &InspectedKey,
    algorithm: Option<&InspectedAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    let algorithm = algorithm.ok_or(VerifyError::Unsupported)?;
    if !algorithm.fits(key) {
        return Err(VerifyError::NotForKey);
    }
    if algorithm.hash().is_broken() {
        return Err(VerifyError::Weak);
    }
    let public = match &key.material {
        KeyMaterial::Unreadable => return Err(VerifyError::BadKey),
        KeyMaterial::Ec { curve: None } => return Err(VerifyError::Unsupported),
        KeyMaterial::Rsa { modulus, .. } if !RSA_BITS.contains(&bits(modulus)) => {
            return Err(VerifyError::Unsupported);
        }
        _ => PublicKey::from_der(&key.der).map_err(|_| VerifyError::BadKey)?,
    };
    let known = algorithm.canonical().ok_or(VerifyError::Unsupported)?;
    key::verify(&public, &known, message, signature)
}

//! What came of the verification of a signature.

use core::fmt;

/// A signature that verifies, over the bytes that were signed, under the public key given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {}

impl Verified {
    /// The result in one word, `verifies`, like [`VerifyError::as_str`].
    pub const fn as_str(self) -> &'static str {
        "verifies"
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature verifies")
    }
}

/// Why a signature does not verify, or cannot be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature is wrong: over other bytes, by another key, or damaged.
    BadSignature,
    /// The digest algorithm is broken (MD5, SHA-1): the signature proves nothing, and was not
    /// checked.
    Weak,
    /// This build cannot verify signatures of the algorithm by the key, so the signature may be
    /// right.
    Unsupported,
    /// The public key is damaged.
    BadKey,
    /// Keys of this kind do not sign by this algorithm.
    NotForKey,
    /// The public key's own parameters do not allow it: a key for RSASSA-PSS may name the one
    /// digest algorithm that it is for, and the shortest salt (RFC 4055 3.3).
    ForbiddenByKey,
}

impl VerifyError {
    /// Whether the signature is not one to accept; `false` where this build cannot check it
    /// ([`Unsupported`](Self::Unsupported)).
    pub const fn is_wrong(self) -> bool {
        !matches!(self, Self::Unsupported)
    }

    /// The error in one word, such as `bad`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadSignature => "bad",
            Self::Weak => "weak",
            Self::Unsupported => "unavailable",
            Self::BadKey => "bad-key",
            Self::NotForKey => "not-for-key",
            Self::ForbiddenByKey => "forbidden-by-key",
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadSignature => "the signature does not verify under the public key",
            Self::Weak => "the signature is not checked: its digest algorithm is broken",
            Self::Unsupported => "this build cannot verify signatures of this algorithm",
            Self::BadKey => "the public key is damaged",
            Self::NotForKey => "keys of this kind do not sign by this algorithm",
            Self::ForbiddenByKey => {
                "the public key allows RSASSA-PSS only with another digest algorithm or a longer salt (RFC 4055 3.3)"
            }
        })
    }
}

impl core::error::Error for VerifyError {}

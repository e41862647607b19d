//! What came of the verification of a signature.

use core::fmt;

use crate::algorithm::DigestAlgorithm;

/// A signature that verifies, over the bytes that were signed, under the public key given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    pub(super) broken_digest: Option<DigestAlgorithm>,
    pub(super) names_match: Option<bool>,
}

impl Verified {
    /// The digest algorithm, if it is broken (MD5, SHA-1): then the request is not damaged, but
    /// the signature does not prove that its signer has seen it.
    pub const fn broken_digest(self) -> Option<DigestAlgorithm> {
        self.broken_digest
    }

    /// Whether the request has the subject and the names of the signature certificate, where its key
    /// cannot sign and that certificate's did (RFC 9883 4). Where they differ, it is for the CA to know
    /// that both are the same entity.
    pub const fn names_match(self) -> Option<bool> {
        self.names_match
    }

    /// The same, under the key of a certificate that has the names of the request or not.
    pub(crate) const fn by_certificate(self, names_match: bool) -> Self {
        Self { names_match: Some(names_match), ..self }
    }

    /// The result in one word, `verifies`, or `weak` where the digest algorithm is broken.
    pub const fn as_str(self) -> &'static str {
        if self.broken_digest.is_some() { "weak" } else { "verifies" }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature verifies")?;
        if let Some(digest) = self.broken_digest {
            write!(f, ", with a broken digest algorithm ({digest})")?;
        }
        f.write_str(match self.names_match {
            Some(true) => {
                ", by the key of the signature certificate, which has the names of the request"
            }
            Some(false) => {
                ", by the key of the signature certificate, whose subject or names are others"
            }
            None => "",
        })
    }
}

/// Why a signature does not verify, or cannot be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature is wrong: over other bytes, by another key, or damaged; or for this reason,
    /// where it is known.
    BadSignature(Option<BadSignatureCause>),
    /// The digest algorithm is broken (MD5, SHA-1), and no new request is made with it.
    Weak,
    /// This build cannot verify signatures of the algorithm by the key, so the signature may be
    /// right.
    Unsupported,
    /// This build cannot verify signatures by RSA keys of this size, or with an exponent so large.
    KeySize,
    /// This build cannot verify RSASSA-PSS signatures whose mask is made with another function, or another
    /// digest algorithm, than MGF1 with that of the message.
    UnsupportedMask,
    /// The signature algorithm is RSASSA-PSS, and its parameters are absent or not RSASSA-PSS-params
    /// (RFC 4055 3.1).
    BadParameters,
    /// The public key is damaged.
    BadKey,
    /// Keys of this kind do not sign by this algorithm.
    NotForKey,
    /// The public key's own parameters do not allow it: a key for RSASSA-PSS may name the one
    /// digest algorithm that it is for, and the shortest salt (RFC 4055 3.3).
    ForbiddenByKey,
    /// The key of the request cannot sign; the certificate of the key that did is needed (RFC 9883), and
    /// the statementOfPossession of the request names it.
    CertificateMissing,
    /// The certificate is not the one that the statementOfPossession of the request names, or holds.
    OtherCertificate,
    /// The request has more than one statementOfPossession, or one that cannot be read (RFC 9883 3).
    BadStatement,
}

impl VerifyError {
    /// Whether the signature is not one to accept; `false` where this build cannot check it
    /// ([`Unsupported`](Self::Unsupported), [`KeySize`](Self::KeySize),
    /// [`UnsupportedMask`](Self::UnsupportedMask)) or the certificate for it is not there
    /// ([`CertificateMissing`](Self::CertificateMissing)).
    pub const fn is_wrong(self) -> bool {
        !matches!(
            self,
            Self::Unsupported | Self::KeySize | Self::UnsupportedMask | Self::CertificateMissing
        )
    }

    /// The error in one word, such as `bad`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadSignature(_) => "bad",
            Self::Weak => "weak",
            Self::Unsupported | Self::KeySize | Self::UnsupportedMask => "unavailable",
            Self::BadParameters => "bad-parameters",
            Self::BadKey => "bad-key",
            Self::NotForKey => "not-for-key",
            Self::ForbiddenByKey => "forbidden-by-key",
            Self::CertificateMissing => "certificate-missing",
            Self::OtherCertificate => "other-certificate",
            Self::BadStatement => "bad-statement",
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadSignature(None) => "the signature does not verify under the public key",
            Self::BadSignature(Some(cause)) => {
                return write!(f, "the signature does not verify under the public key: {cause}");
            }
            Self::Weak => "the digest algorithm of the signature is broken",
            Self::Unsupported => "this build cannot verify signatures of this algorithm",
            Self::KeySize => {
                "this build cannot verify signatures by an RSA key of this size or with this exponent"
            }
            Self::UnsupportedMask => {
                "this build cannot verify RSASSA-PSS signatures whose mask is not made by MGF1 with the digest algorithm of the message"
            }
            Self::BadParameters => {
                "the signature algorithm, RSASSA-PSS, does not have RSASSA-PSS-params as its parameters (RFC 4055 3.1)"
            }
            Self::BadKey => "the public key is damaged",
            Self::NotForKey => "keys of this kind do not sign by this algorithm",
            Self::ForbiddenByKey => {
                "the public key allows RSASSA-PSS only with another digest algorithm or a longer salt (RFC 4055 3.3)"
            }
            Self::CertificateMissing => {
                "the key of the request cannot sign, and the certificate of the key that did is not at hand (RFC 9883)"
            }
            Self::OtherCertificate => {
                "the signature certificate is not the one that the statementOfPossession names (RFC 9883 3)"
            }
            Self::BadStatement => {
                "the request does not have one statementOfPossession that can be read (RFC 9883 3)"
            }
        })
    }
}

impl core::error::Error for VerifyError {}

/// What was done wrong when a signature was made, as far as it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSignatureCause {
    /// The digest was given to a signer that made the digest of it once more.
    HashedTwice,
    /// It is made with this digest algorithm, which is not that of the signature algorithm.
    OtherDigest(DigestAlgorithm),
    /// RSA PKCS #1 v1.5: it is made of the digest alone, without a DigestInfo (RFC 8017 9.2).
    NoDigestInfo,
    /// It is an RSASSA-PSS signature, and the algorithm is another one.
    IsPss,
    /// It is an RSA PKCS #1 v1.5 signature, and the algorithm is another one.
    IsPkcs1,
    /// RSASSA-PSS: the salt has another length than the parameters say.
    OtherSalt,
    /// RSA: its bytes are in the opposite order.
    Reversed,
    /// ECDSA: it is r and s side by side (IEEE P1363), not a SEQUENCE of both.
    Raw,
    /// ECDSA: r and s have changed places.
    Swapped,
    /// RSA: it is made by this key, over other bytes.
    OtherMessage,
    /// RSA: it is made by another key, or damaged.
    OtherKey,
}

impl BadSignatureCause {
    /// The cause in one word, such as `hashed-twice`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HashedTwice => "hashed-twice",
            Self::OtherDigest(_) => "other-digest",
            Self::NoDigestInfo => "no-digest-info",
            Self::IsPss => "is-pss",
            Self::IsPkcs1 => "is-pkcs1",
            Self::OtherSalt => "other-salt",
            Self::Reversed => "reversed",
            Self::Raw => "raw",
            Self::Swapped => "swapped",
            Self::OtherMessage => "other-message",
            Self::OtherKey => "other-key",
        }
    }
}

impl fmt::Display for BadSignatureCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HashedTwice => "the message was hashed twice",
            Self::OtherDigest(digest) => return write!(f, "it was made with {digest}"),
            Self::NoDigestInfo => "it was made without a DigestInfo (RFC 8017 9.2)",
            Self::IsPss => "it is an RSASSA-PSS signature",
            Self::IsPkcs1 => "it is a PKCS #1 v1.5 signature",
            Self::OtherSalt => "its salt has another length than the parameters say",
            Self::Reversed => "its bytes are in reverse order",
            Self::Raw => "it is r and s side by side, expected a SEQUENCE of both (RFC 3279 2.2.3)",
            Self::Swapped => "r and s are swapped",
            Self::OtherMessage => {
                "it was made by this key over other bytes; the request was changed after it was signed"
            }
            Self::OtherKey => "it was made by another key, or it is damaged",
        })
    }
}

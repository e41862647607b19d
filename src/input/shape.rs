//! What a piece of DER is, by the tags of its first fields: keys, and what is mistaken for them.

use crate::asn1::read::{Reader, Tlv};
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Code;

/// The structures that are distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// PKCS #8, `OneAsymmetricKey` (RFC 5958 2).
    Pkcs8,
    /// Encrypted PKCS #8, `EncryptedPrivateKeyInfo` (RFC 5958 3).
    EncryptedPkcs8,
    /// PKCS #1, `RSAPrivateKey` (RFC 8017 A.1.2).
    Pkcs1,
    /// SEC 1, `ECPrivateKey` (RFC 5915 3).
    Sec1,
    /// OpenSSL's own form of a DSA key: six integers.
    Dsa,
    /// `SubjectPublicKeyInfo` (RFC 5280 4.1).
    PublicKeyInfo,
    /// `RSAPublicKey` (RFC 8017 A.1.1).
    Pkcs1Public,
    /// `Certificate` (RFC 5280 4.1).
    Certificate,
    /// `CertificationRequest` (RFC 2986 4.2).
    CertificationRequest,
    /// `CertificationRequestInfo` (RFC 2986 4.1).
    CertificationRequestInfo,
    /// `CertificateList` (RFC 5280 5.1).
    Crl,
    /// `SignedPublicKeyAndChallenge`, as browsers made it.
    Spkac,
    /// `PFX` (RFC 7292 4).
    Pkcs12,
    /// `ContentInfo` (RFC 5652 3).
    Pkcs7,
    /// `ECDSA-Sig-Value` (RFC 3279 2.2.3).
    Signature,
    /// None of these.
    Other,
}

/// The tag of a `[0]` that holds something.
const CONTEXT_0: u8 = tag::context_constructed(0);

impl Shape {
    pub(crate) fn of(der: &[u8]) -> Walked<Self> {
        let walk = &mut Walk::strict();
        let mut fields = walk.only(Reader::new(der), tag::SEQUENCE)?.reader();
        let first = walk.read(&mut fields)?;
        if fields.is_empty() {
            return Ok(Self::Other);
        }
        let second = walk.read(&mut fields)?;
        let rest = Tags::read(walk, fields)?;
        Ok(match (first.tag, second.tag, rest.as_slice()) {
            (tag::INTEGER, tag::SEQUENCE, [tag::OCTET_STRING, ..]) => Self::Pkcs8,
            (tag::INTEGER, tag::OCTET_STRING, _) => Self::Sec1,
            // Two numbers of one length are an ECDSA signature.
            (tag::INTEGER, tag::INTEGER, []) if 2 * second.content.len() <= first.content.len() => {
                Self::Pkcs1Public
            }
            (tag::INTEGER, tag::INTEGER, []) => Self::Signature,
            (tag::INTEGER, tag::INTEGER, tags) if tags.starts_with(&[tag::INTEGER; 7]) => {
                Self::Pkcs1
            }
            (tag::INTEGER, tag::INTEGER, tags) if tags == [tag::INTEGER; 4] => Self::Dsa,
            (tag::INTEGER, tag::SEQUENCE, [] | [tag::SEQUENCE]) if first.content == [3] => {
                Self::Pkcs12
            }
            (tag::INTEGER, tag::SEQUENCE, [tag::SEQUENCE, CONTEXT_0]) => {
                Self::CertificationRequestInfo
            }
            (tag::SEQUENCE, tag::OCTET_STRING, []) => Self::EncryptedPkcs8,
            (tag::SEQUENCE, tag::BIT_STRING, []) => Self::PublicKeyInfo,
            (tag::SEQUENCE, tag::SEQUENCE, [tag::BIT_STRING]) => Self::signed(walk, &first)?,
            (tag::OBJECT_IDENTIFIER, CONTEXT_0, []) => Self::Pkcs7,
            _ => Self::Other,
        })
    }

    /// What it is where something else is wanted, as a code and a noun.
    pub(crate) const fn kind(self) -> Option<(Code, &'static str)> {
        Some(match self {
            Self::Certificate => (Code::IsCertificate, "a certificate"),
            Self::CertificationRequest => (Code::IsRequest, "a certification request"),
            Self::CertificationRequestInfo => {
                (Code::IsPreparedRequest, "a prepared request without its signature")
            }
            Self::Pkcs8 | Self::EncryptedPkcs8 | Self::Pkcs1 | Self::Sec1 | Self::Dsa => {
                (Code::IsPrivateKey, "a private key")
            }
            Self::PublicKeyInfo | Self::Pkcs1Public => (Code::IsPublicKey, "a public key"),
            Self::Crl => (Code::Structure, "a certificate revocation list (CRL)"),
            Self::Spkac => (Code::Structure, "a signed public key and challenge (SPKAC)"),
            Self::Pkcs12 => (Code::IsPkcs12, "a PKCS #12 file"),
            Self::Pkcs7 => (Code::IsPkcs7, "a PKCS #7 file"),
            Self::Signature => (Code::IsSignature, "an ECDSA signature"),
            Self::Other => return None,
        })
    }

    /// Distinguishes a certificate from a request by what is signed.
    fn signed(walk: &mut Walk, to_be_signed: &Tlv<'_>) -> Walked<Self> {
        let tags = Tags::read(walk, to_be_signed.reader())?;
        Ok(match tags.as_slice() {
            [CONTEXT_0, tag::INTEGER, ..] => Self::Certificate,
            // Attributes are always there, but not every writer knows.
            [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, CONTEXT_0]
            | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE] => Self::CertificationRequest,
            // Version 1, which is left out.
            [tag::INTEGER, rest @ ..] if rest.starts_with(&[tag::SEQUENCE; 5]) => Self::Certificate,
            [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME, ..]
            | [tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME, ..] => Self::Crl,
            [tag::SEQUENCE, tag::IA5_STRING] => Self::Spkac,
            _ => Self::Other,
        })
    }
}

/// The tags of the next fields, as many as distinguish the structures.
struct Tags {
    tags: [u8; Self::MAX],
    len: usize,
}

impl Tags {
    /// One more than any of the structures has.
    const MAX: usize = 11;

    fn read(walk: &mut Walk, mut fields: Reader<'_>) -> Walked<Self> {
        let mut tags = Self { tags: [0; Self::MAX], len: 0 };
        while !fields.is_empty() && tags.len < Self::MAX {
            tags.tags[tags.len] = walk.read(&mut fields)?.tag;
            tags.len += 1;
        }
        Ok(tags)
    }

    fn as_slice(&self) -> &[u8] {
        &self.tags[..self.len]
    }
}

//! Private keys as files hold them, brought into one form. The families read what is inside.
//!
//! ```text
//! OneAsymmetricKey ::= SEQUENCE {                                   -- PKCS #8, RFC 5958
//!     version             INTEGER { v1(0), v2(1) },
//!     privateKeyAlgorithm AlgorithmIdentifier,
//!     privateKey          OCTET STRING,
//!     attributes      [0] Attributes OPTIONAL,
//!     publicKey       [1] BIT STRING OPTIONAL }
//! ```
//!
//! PKCS #1 and SEC 1 keys are what `privateKey` holds, without the wrapping.

use crate::decode::{self, DerError, DerErrorKind, Reader, Tlv};
use crate::der::tag;
use crate::oid::Oid;
use crate::public_key::{EC_PUBLIC_KEY, RSA_ENCRYPTION};

/// A key in its wrapping.
#[cfg_attr(not(feature = "ecdsa"), expect(dead_code, reason = "only ECDSA looks at all of it"))]
pub(super) struct PrivateKeyInfo<'a> {
    /// The content octets of the algorithm's identifier.
    pub(super) algorithm: Tlv<'a>,
    /// The algorithm's parameters, such as a curve.
    pub(super) parameters: Option<Tlv<'a>>,
    /// The key itself, in the form of its family.
    pub(super) key: Reader<'a>,
    /// The public key, where the wrapping has one.
    pub(super) public: Option<&'a [u8]>,
}

impl<'a> PrivateKeyInfo<'a> {
    /// Reads PKCS #8.
    pub(super) fn pkcs8(der: &'a [u8]) -> Result<Self, DerError> {
        let mut fields = Reader::new(der).only(tag::SEQUENCE)?.reader();
        let version = fields.expect(tag::INTEGER)?;
        if !matches!(version.content, [0 | 1]) {
            return Err(version.error(DerErrorKind::Content));
        }
        let mut identifier = fields.expect(tag::SEQUENCE)?.reader();
        let algorithm = identifier.expect(tag::OBJECT_IDENTIFIER)?;
        let parameters = if identifier.is_empty() { None } else { Some(identifier.read()?) };
        identifier.finish()?;
        let key = fields.expect(tag::OCTET_STRING)?.reader();
        fields.optional(tag::context_constructed(0))?;
        let public = fields.optional(tag::context(1))?.map(|public| bits(&public)).transpose()?;
        fields.finish()?;
        Ok(Self { algorithm, parameters, key, public })
    }

    /// Wraps PKCS #1 (RFC 8017 A.1.2).
    pub(super) const fn pkcs1(der: &'a [u8]) -> Self {
        let algorithm = identifier(RSA_ENCRYPTION);
        Self { algorithm, parameters: None, key: Reader::new(der), public: None }
    }

    /// Wraps SEC 1 (RFC 5915 3). The curve is in it, or else is `curve`, the content of a
    /// PEM block `EC PARAMETERS`.
    pub(super) fn sec1(der: &'a [u8], curve: Option<&'a [u8]>) -> Result<Self, DerError> {
        let key = Reader::new(der);
        let parameters = match EcPrivateKey::read(key)?.parameters {
            Some(parameters) => Some(parameters),
            None => curve.map(decode::only).transpose()?,
        };
        Ok(Self { algorithm: identifier(EC_PUBLIC_KEY), parameters, key, public: None })
    }

    pub(super) fn algorithm_oid(&self) -> Result<Oid, DerError> {
        oid(&self.algorithm)
    }
}

/// ```text
/// ECPrivateKey ::= SEQUENCE {                                        -- SEC 1, RFC 5915 3
///     version        INTEGER { ecPrivkeyVer1(1) },
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
#[cfg_attr(not(feature = "ecdsa"), expect(dead_code, reason = "only ECDSA looks at all of it"))]
pub(super) struct EcPrivateKey<'a> {
    pub(super) scalar: &'a [u8],
    pub(super) parameters: Option<Tlv<'a>>,
    pub(super) public: Option<&'a [u8]>,
}

impl<'a> EcPrivateKey<'a> {
    pub(super) fn read(outer: Reader<'a>) -> Result<Self, DerError> {
        let mut fields = outer.only(tag::SEQUENCE)?.reader();
        let version = fields.expect(tag::INTEGER)?;
        if version.content != [1] {
            return Err(version.error(DerErrorKind::Content));
        }
        let scalar = fields.expect(tag::OCTET_STRING)?.content;
        let parameters = match fields.optional(tag::context_constructed(0))? {
            Some(explicit) => Some(only(&explicit)?),
            None => None,
        };
        let public = match fields.optional(tag::context_constructed(1))? {
            Some(explicit) => Some(bits(&explicit.reader().expect(tag::BIT_STRING)?)?),
            None => None,
        };
        fields.finish()?;
        Ok(Self { scalar, parameters, public })
    }
}

/// The identifier in a TLV.
pub(super) fn oid(tlv: &Tlv<'_>) -> Result<Oid, DerError> {
    Oid::from_content(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))
}

/// The one value inside an explicit tag.
fn only<'a>(explicit: &Tlv<'a>) -> Result<Tlv<'a>, DerError> {
    let mut reader = explicit.reader();
    let value = reader.read()?;
    reader.finish()?;
    Ok(value)
}

/// The octets of a BIT STRING that has whole octets.
fn bits<'a>(tlv: &Tlv<'a>) -> Result<&'a [u8], DerError> {
    match tlv.content.split_first() {
        Some((0, octets)) => Ok(octets),
        _ => Err(tlv.error(DerErrorKind::Content)),
    }
}

/// An identifier that no file spells out.
const fn identifier(content: &'static [u8]) -> Tlv<'static> {
    Tlv { tag: tag::OBJECT_IDENTIFIER, content, encoded: content, at: 0 }
}

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

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::algorithm::table::{EC_PUBLIC_KEY, RSA_ENCRYPTION};
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write as der;
use crate::asn1::{Oid, tag};
use crate::error::Code;
use crate::public_key::key_bytes;

/// A key in its wrapping.
#[allow(dead_code, reason = "no family but ECDSA looks at all of it")]
pub(super) struct PrivateKeyInfo<'a> {
    pub(super) algorithm: Oid,
    /// The algorithm's parameters, such as a curve.
    pub(super) parameters: Option<Tlv<'a>>,
    /// The key itself, in the form of its family.
    pub(super) key: Reader<'a>,
    /// The public key, where the wrapping has one.
    pub(super) public: Option<&'a [u8]>,
}

impl<'a> PrivateKeyInfo<'a> {
    /// Reads PKCS #8.
    pub(super) fn pkcs8(walk: &mut Walk, der: &'a [u8]) -> Walked<Self> {
        let mut fields = walk.only(Reader::new(der), tag::SEQUENCE)?.reader();
        read_version(walk, &mut fields, &[0, 1])?;
        let identifier = walk.expect(&mut fields, tag::SEQUENCE)?;
        let (algorithm, parameters) = walk.algorithm_identifier(&identifier)?;
        let key = walk.expect(&mut fields, tag::OCTET_STRING)?.reader();
        walk.optional(&mut fields, tag::context_constructed(0))?;
        let public = walk.optional(&mut fields, tag::context(1))?;
        let public = public.map(|public| key_bytes(walk, &public)).transpose()?;
        walk.finish(&fields)?;
        let algorithm = Oid::from_checked(algorithm);
        Ok(Self { algorithm, parameters, key, public })
    }

    /// Wraps PKCS #1 (RFC 8017 A.1.2).
    pub(super) const fn pkcs1(der: &'a [u8]) -> Self {
        let algorithm = Oid::constant(RSA_ENCRYPTION);
        Self { algorithm, parameters: None, key: Reader::new(der), public: None }
    }

    /// Wraps SEC 1 (RFC 5915 3). The curve is in it, or else is `curve`, the content of a
    /// PEM block `EC PARAMETERS`.
    pub(super) fn sec1(walk: &mut Walk, der: &'a [u8], curve: Option<&'a [u8]>) -> Walked<Self> {
        let key = Reader::new(der);
        let parameters = match EcPrivateKey::read(walk, key)?.parameters {
            Some(parameters) => Some(parameters),
            None => curve.map(|curve| walk.single(Reader::new(curve))).transpose()?,
        };
        Ok(Self { algorithm: Oid::constant(EC_PUBLIC_KEY), parameters, key, public: None })
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
    pub(super) fn read(walk: &mut Walk, outer: Reader<'a>) -> Walked<Self> {
        let mut fields = walk.only(outer, tag::SEQUENCE)?.reader();
        read_version(walk, &mut fields, &[1])?;
        let scalar = walk.expect(&mut fields, tag::OCTET_STRING)?.content;
        let parameters = walk.optional(&mut fields, tag::context_constructed(0))?;
        let parameters = parameters.map(|tagged| walk.single(tagged.reader())).transpose()?;
        let public = match walk.optional(&mut fields, tag::context_constructed(1))? {
            Some(tagged) => {
                let string = walk.expect(&mut tagged.reader(), tag::BIT_STRING)?;
                Some(key_bytes(walk, &string)?)
            }
            None => None,
        };
        walk.finish(&fields)?;
        Ok(Self { scalar, parameters, public })
    }
}

/// Writes PKCS #8, version 1, with a key of about so many bytes.
#[allow(dead_code, reason = "without a family, nothing is written")]
pub(super) fn write(
    len: usize,
    identifier: impl FnOnce(&mut Vec<u8>),
    key: impl FnOnce(&mut Vec<u8>),
) -> Zeroizing<Vec<u8>> {
    // Room for all headers, so that no part of the key is left behind by growing.
    let mut info = Zeroizing::new(Vec::with_capacity(len + 128));
    der::nested(&mut info, tag::SEQUENCE, |info| {
        der::unsigned_integer(info, 0);
        der::nested(info, tag::SEQUENCE, identifier);
        der::nested(info, tag::OCTET_STRING, key);
    });
    info
}

/// The version, which is one of these.
fn read_version(walk: &mut Walk, fields: &mut Reader<'_>, known: &[u8]) -> Walked<()> {
    let version = walk.expect(fields, tag::INTEGER)?;
    match version.content {
        [version] if known.contains(version) => Ok(()),
        _ => stop(Code::Version, version.at, format_args!("is another version")),
    }
}

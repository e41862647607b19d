//! Algorithms by name, and which parameters belong to them (RFC 4055, 5480, 5758, 8410, 9881).

use alloc::{borrow::Cow, format, vec::Vec};
use core::fmt;

use super::deviation::DeviationKind;
use super::key::InspectedKey;
use super::walk::{Octets, Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::der::{self, tag};
use crate::oid::Oid;
use crate::public_key::names::{DSA, RSASSA_PSS};
use crate::public_key::{EC_PUBLIC_KEY, RSA_ENCRYPTION};
use crate::signature_algorithm::SignatureAlgorithm;
use crate::signature_algorithm::pss::Params;

/// A hash function, as far as judging a signature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// MD2 or MD5: broken.
    Md5,
    /// SHA-1: broken.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// Another one, or the algorithm's own.
    Other,
}

impl Hash {
    /// Whether two messages with the same value can be found (RFC 6151, RFC 6194).
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }
}

/// What is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Rsa,
    RsaPss,
    Ecdsa,
    Dsa,
    /// One whose keys have its own identifier.
    OfItsKeys,
    /// An algorithm that is not in the table, or of whose keys nothing is known.
    Unknown,
}

/// Which parameters an AlgorithmIdentifier has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    Null,
    Absent,
    /// RSASSA-PSS-params.
    Pss,
    Any,
}

/// What is known of an algorithm.
pub(crate) struct Row {
    oid: &'static [u8],
    pub(crate) name: &'static str,
    family: Family,
    pub(crate) hash: Hash,
    pub(crate) parameters: Parameters,
}

macro_rules! rows {
    ($($oid:expr, $name:literal, $family:ident, $hash:ident, $parameters:ident;)*) => {
        &[$(Row {
            oid: &$oid,
            name: $name,
            family: Family::$family,
            hash: Hash::$hash,
            parameters: Parameters::$parameters,
        }),*]
    };
}

const SIGNATURES: &[Row] = rows! {
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 2], "md2WithRSAEncryption", Rsa, Md5, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4], "md5WithRSAEncryption", Rsa, Md5, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 5], "sha1WithRSAEncryption", Rsa, Sha1, Null;
    [0x2B, 14, 3, 2, 29], "sha1WithRSASignature", Rsa, Sha1, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14], "sha224WithRSAEncryption", Rsa, Sha224, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11], "sha256WithRSAEncryption", Rsa, Sha256, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 12], "sha384WithRSAEncryption", Rsa, Sha384, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 13], "sha512WithRSAEncryption", Rsa, Sha512, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 15], "sha512-224WithRSAEncryption", Rsa, Other, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 16], "sha512-256WithRSAEncryption", Rsa, Other, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10], "rsassaPss", RsaPss, Other, Pss;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1], "ecdsa-with-SHA1", Ecdsa, Sha1, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 1], "ecdsa-with-SHA224", Ecdsa, Sha224, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2], "ecdsa-with-SHA256", Ecdsa, Sha256, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3], "ecdsa-with-SHA384", Ecdsa, Sha384, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4], "ecdsa-with-SHA512", Ecdsa, Sha512, Absent;
    [0x2B, 101, 112], "Ed25519", OfItsKeys, Other, Absent;
    [0x2B, 101, 113], "Ed448", OfItsKeys, Other, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3], "dsa-with-sha1", Dsa, Sha1, Any;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 1], "dsa-with-sha224", Dsa, Sha224, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 2], "dsa-with-sha256", Dsa, Sha256, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17], "ML-DSA-44", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18], "ML-DSA-65", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 19], "ML-DSA-87", OfItsKeys, Other, Absent;
    [0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x83, 0x75], "SM2-with-SM3", Ecdsa, Other, Any;
    [0x2A, 0x85, 3, 2, 2, 3], "GOST R 34.10-2001", Unknown, Other, Any;
};

/// Whether keys of an algorithm sign by another, both by the content octets of their identifiers;
/// `true` where nobody knows.
pub(crate) fn signs(key: &[u8], signature: &[u8]) -> bool {
    match row(signature).map_or(Family::Unknown, |row| row.family) {
        Family::Rsa => key == RSA_ENCRYPTION,
        Family::RsaPss => key == RSA_ENCRYPTION || key == RSASSA_PSS,
        Family::Ecdsa => key == EC_PUBLIC_KEY,
        Family::Dsa => key == DSA,
        Family::OfItsKeys => key == signature,
        Family::Unknown => true,
    }
}

/// What is known of an algorithm, by the content octets of its identifier.
pub(crate) fn row(oid: &[u8]) -> Option<&'static Row> {
    SIGNATURES.iter().find(|row| row.oid == oid)
}

/// A signature algorithm as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedAlgorithm {
    oid: Oid,
    hash: Hash,
    der: Vec<u8>,
}

impl InspectedAlgorithm {
    /// The identifier of the algorithm.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Its name, such as `ecdsa-with-SHA256`, or the identifier in dotted decimal.
    pub fn name(&self) -> Cow<'static, str> {
        match self.row() {
            Some(row) => Cow::Borrowed(row.name),
            None => Cow::Owned(format!("{}", self.oid)),
        }
    }

    /// The hash function that it signs.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// The AlgorithmIdentifier as it was received.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    pub(crate) fn family(&self) -> Family {
        self.row().map_or(Family::Unknown, |row| row.family)
    }

    /// Whether keys of this kind sign by it, as far as is known.
    pub(crate) fn fits(&self, key: &InspectedKey) -> bool {
        key.algorithm_oid().is_none_or(|key| signs(key, self.oid.as_bytes()))
    }

    fn row(&self) -> Option<&'static Row> {
        row(self.oid.as_bytes())
    }

    /// The algorithm with the parameters that it should have: what faulty ones hide is
    /// verified all the same.
    pub(super) fn canonical(&self) -> Option<SignatureAlgorithm> {
        let parameters: &[u8] = match self.row().map(|row| row.parameters) {
            Some(Parameters::Null) => &[0x05, 0x00],
            Some(Parameters::Absent) => &[],
            _ => return SignatureAlgorithm::from_der(&self.der).ok(),
        };
        let mut der = Vec::new();
        der::nested(&mut der, tag::SEQUENCE, |der| {
            der::tlv(der, tag::OBJECT_IDENTIFIER, self.oid.as_bytes());
            der.extend_from_slice(parameters);
        });
        SignatureAlgorithm::from_der(&der).ok()
    }

    /// ```text
    /// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
    /// ```
    pub(super) fn walk(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<Self> {
        let (oid, parameters) = identifier(walk, sequence)?;
        let mut algorithm = Self { oid, hash: Hash::Other, der: sequence.encoded.to_vec() };
        if let Some(row) = algorithm.row() {
            algorithm.hash = row.hash;
            let name = row.name;
            match row.parameters {
                Parameters::Null => null(walk, sequence, parameters.as_ref(), name)?,
                Parameters::Absent => absent(walk, parameters.as_ref(), name)?,
                Parameters::Any => {}
                Parameters::Pss => match &parameters {
                    Some(parameters) => {
                        let params = pss_params(walk, parameters)?;
                        algorithm.hash = params.map_or(Hash::Other, |params| params.hash());
                    }
                    None => walk.deviates(
                        DeviationKind::AlgorithmParameters,
                        sequence.at,
                        format_args!("has no parameters; {name} has RSASSA-PSS-params"),
                    )?,
                },
            }
        }
        Ok(algorithm)
    }
}

impl fmt::Display for InspectedAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The identifier and the parameters of an AlgorithmIdentifier.
pub(super) fn identifier<'a>(
    walk: &mut Walk,
    sequence: &Tlv<'a>,
) -> Walked<(Oid, Option<Tlv<'a>>)> {
    let mut fields = sequence.reader();
    let oid = walk.oid(&mut fields)?;
    let mut parameters = None;
    if !fields.is_empty() {
        let tlv = walk.read(&mut fields)?;
        walk.any(&tlv)?;
        parameters = Some(tlv);
    }
    walk.finish(&fields)?;
    Ok((oid, parameters))
}

/// Parameters that have to be NULL (RFC 4055 2.1, RFC 3279 2.3.1).
pub(super) fn null(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parameters: Option<&Tlv<'_>>,
    name: &str,
) -> Walked<()> {
    match parameters {
        Some(tlv) if tlv.tag == 0x05 && tlv.content.is_empty() => Ok(()),
        Some(tlv) => walk.deviates(
            DeviationKind::AlgorithmParameters,
            tlv.at,
            format_args!("has {} as parameters; those of {name} are NULL", Octets(tlv.encoded)),
        ),
        None => walk.deviates(
            DeviationKind::AlgorithmParameters,
            sequence.at,
            format_args!("has no parameters; those of {name} are NULL"),
        ),
    }
}

/// Parameters that have to be absent (RFC 5758 3.2, RFC 8410 3).
pub(super) fn absent(walk: &mut Walk, parameters: Option<&Tlv<'_>>, name: &str) -> Walked<()> {
    let Some(tlv) = parameters else { return Ok(()) };
    let what = if tlv.tag == 0x05 { "NULL" } else { "a value" };
    walk.deviates(
        DeviationKind::AlgorithmParameters,
        tlv.at,
        format_args!("has {what} as parameters; {name} has none at all"),
    )
}

/// RSASSA-PSS-params, as far as they can be read (RFC 4055 3.1).
pub(super) fn pss_params<'a>(walk: &mut Walk, parameters: &Tlv<'a>) -> Walked<Option<Params<'a>>> {
    match Params::read(Reader::at_offset(parameters.encoded, parameters.at)) {
        Ok(params) => {
            if let Some(field) = params.default_encoded {
                let found =
                    format_args!("has a field that equals its default, {}", Octets(field.encoded));
                walk.deviates(DeviationKind::DefaultEncoded, field.at, found)?;
            }
            Ok(Some(params))
        }
        Err(error) => {
            let found = format_args!(
                "has {} as parameters, which are no RSASSA-PSS-params",
                Octets(parameters.encoded)
            );
            walk.deviates(DeviationKind::AlgorithmParameters, error.at(), found)?;
            Ok(None)
        }
    }
}

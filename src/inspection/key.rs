//! The public key of a request, as far as it can be told (RFC 5280 4.1.2.7).
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier,
//!                                     subjectPublicKey BIT STRING }
//! RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }     -- RFC 8017 A.1.1
//! ECPoint ::= OCTET STRING, without its header                              -- RFC 5480 2.2
//! ```

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt;

use sha2::{Digest, Sha256};

use super::algorithm;
use super::deviation::DeviationKind;
use super::walk::{Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::der::tag;
use crate::hex;
use crate::oid::Oid;
use crate::public_key::{EC_PUBLIC_KEY, RSA_ENCRYPTION, bits, names};

/// The public key of a request as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedKey {
    pub(super) der: Vec<u8>,
    pub(super) material: KeyMaterial,
}

/// What a key is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyMaterial {
    /// RSA.
    Rsa {
        /// The modulus, most significant octet first, without leading zeros.
        modulus: Vec<u8>,
        /// The public exponent, most significant octet first, without leading zeros.
        exponent: Vec<u8>,
    },
    /// An elliptic curve.
    Ec {
        /// The curve; absent where its parameters are spelt out instead of named, which
        /// RFC 5480 2.1.1 forbids.
        curve: Option<Oid>,
    },
    /// Another algorithm.
    Other(Oid),
    /// A key that cannot be read.
    Unreadable,
}

impl InspectedKey {
    /// What it is made of.
    pub const fn material(&self) -> &KeyMaterial {
        &self.material
    }

    /// The SubjectPublicKeyInfo as it was received.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Its size: bits of an RSA modulus or of a curve's field; nothing where that is not known.
    pub fn bits(&self) -> Option<usize> {
        match &self.material {
            KeyMaterial::Rsa { modulus, .. } => Some(bits(modulus)),
            KeyMaterial::Ec { curve: Some(curve) } => names::curve(curve).map(|(_, bits)| bits),
            KeyMaterial::Other(oid) => names::algorithm(oid.as_bytes())?.1,
            _ => None,
        }
    }

    /// Whether it is an RSA key for RSASSA-PSS alone (RFC 4055 1.2).
    pub fn is_pss(&self) -> bool {
        let identifier = || {
            let (info, _) = Reader::new(&self.der).read_leniently().ok()?;
            let mut algorithm = info.reader().expect(tag::SEQUENCE).ok()?.reader();
            algorithm.read().ok()
        };
        identifier().is_some_and(|oid| oid.content == names::RSASSA_PSS)
    }

    /// Its algorithm: `RSA`, `RSA-PSS`, `ECDSA P-256`, `Ed25519`, or the identifier in dotted decimal.
    pub fn algorithm(&self) -> Cow<'static, str> {
        match &self.material {
            KeyMaterial::Rsa { .. } => Cow::Borrowed(if self.is_pss() { "RSA-PSS" } else { "RSA" }),
            KeyMaterial::Ec { curve: None } => Cow::Borrowed("ECDSA on a curve without a name"),
            KeyMaterial::Ec { curve: Some(curve) } => {
                Cow::Owned(format!("{}", names::OnCurve(curve)))
            }
            KeyMaterial::Other(oid) => match names::algorithm(oid.as_bytes()) {
                Some((name, ..)) => Cow::Borrowed(name),
                None => Cow::Owned(format!("{oid}")),
            },
            KeyMaterial::Unreadable => Cow::Borrowed("unreadable"),
        }
    }

    /// SHA-256 of the SubjectPublicKeyInfo in hexadecimal, as pins have it.
    pub fn fingerprint(&self) -> Option<String> {
        Some(hex::encode(&Sha256::digest(&self.der)))
    }

    /// The content octets of the identifier of its algorithm, where it can be read.
    pub(super) fn algorithm_oid(&self) -> Option<&[u8]> {
        match &self.material {
            KeyMaterial::Rsa { .. } if self.is_pss() => Some(names::RSASSA_PSS),
            KeyMaterial::Rsa { .. } => Some(RSA_ENCRYPTION),
            KeyMaterial::Ec { .. } => Some(EC_PUBLIC_KEY),
            KeyMaterial::Other(oid) => Some(oid.as_bytes()),
            KeyMaterial::Unreadable => None,
        }
    }

    pub(super) fn walk(walk: &mut Walk, info: &Tlv<'_>) -> Walked<Self> {
        let material = walk.part(|walk| material(walk, info))?;
        Ok(Self {
            der: info.encoded.to_vec(),
            material: material.unwrap_or(KeyMaterial::Unreadable),
        })
    }
}

impl fmt::Display for InspectedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.material, self.bits()) {
            (KeyMaterial::Rsa { .. }, Some(bits)) => write!(f, "{}, {bits} bits", self.algorithm()),
            _ => f.write_str(&self.algorithm()),
        }
    }
}

fn material(walk: &mut Walk, info: &Tlv<'_>) -> Walked<KeyMaterial> {
    let mut fields = info.reader();
    let sequence = walk.within(format_args!("algorithm"), |walk| {
        let sequence = walk.expect(&mut fields, tag::SEQUENCE)?;
        Ok(sequence)
    })?;
    let (oid, parameters) =
        walk.within(format_args!("algorithm"), |walk| algorithm::identifier(walk, &sequence))?;
    let string = walk.expect(&mut fields, tag::BIT_STRING)?;
    walk.finish(&fields)?;
    walk.within(format_args!("subjectPublicKey"), |walk| {
        let (unused, octets) = walk.bits(&string)?;
        if unused != 0 {
            let found = format_args!("has {unused} unused bits; keys are whole octets");
            walk.deviates(DeviationKind::KeyEncoding, string.at, found)?;
        }
        let at = string.at + string.encoded.len() - octets.len();
        match oid.as_bytes() {
            RSA_ENCRYPTION => {
                algorithm::null(walk, &sequence, parameters.as_ref(), "rsaEncryption")?;
                rsa(walk, Reader::at_offset(octets, at))
            }
            names::RSASSA_PSS => {
                if let Some(parameters) = &parameters {
                    algorithm::pss_params(walk, parameters)?;
                }
                rsa(walk, Reader::at_offset(octets, at))
            }
            EC_PUBLIC_KEY => ec(walk, &sequence, parameters.as_ref(), octets, at),
            other => {
                if let Some((name, _, true)) = names::algorithm(other) {
                    algorithm::absent(walk, parameters.as_ref(), name)?;
                }
                Ok(KeyMaterial::Other(oid))
            }
        }
    })
}

fn rsa(walk: &mut Walk, reader: Reader<'_>) -> Walked<KeyMaterial> {
    let sequence = walk.only(reader, tag::SEQUENCE)?;
    let mut numbers = sequence.reader();
    let modulus = positive(walk, &mut numbers, "modulus")?;
    let exponent = positive(walk, &mut numbers, "publicExponent")?;
    walk.finish(&numbers)?;
    Ok(KeyMaterial::Rsa { modulus, exponent })
}

fn positive(walk: &mut Walk, numbers: &mut Reader<'_>, field: &str) -> Walked<Vec<u8>> {
    walk.within(format_args!("{field}"), |walk| {
        let integer = walk.expect(numbers, tag::INTEGER)?;
        walk.integer(&integer)?;
        if integer.content.first().is_none_or(|first| *first >= 0x80) {
            let found = format_args!("is no positive number; a leading zero octet is missing");
            walk.deviates(DeviationKind::KeyEncoding, integer.at, found)?;
        }
        let zeros = integer.content.iter().take_while(|octet| **octet == 0).count();
        Ok(integer.content[zeros..].to_vec())
    })
}

fn ec(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parameters: Option<&Tlv<'_>>,
    point: &[u8],
    at: usize,
) -> Walked<KeyMaterial> {
    let curve = match parameters {
        Some(named) if named.tag == tag::OBJECT_IDENTIFIER => Some(walk.oid_content(named)?),
        other => {
            walk.deviates(
                DeviationKind::AlgorithmParameters,
                other.map_or(sequence.at, |tlv| tlv.at),
                format_args!("does not name its curve; those of id-ecPublicKey are its identifier"),
            )?;
            None
        }
    };
    let key = InspectedKey { der: Vec::new(), material: KeyMaterial::Ec { curve } };
    if let Some(bits) = key.bits() {
        let field = bits.div_ceil(8);
        let whole = match point.first() {
            Some(0x04) => point.len() == 1 + 2 * field,
            Some(0x02 | 0x03) => point.len() == 1 + field,
            _ => false,
        };
        if !whole {
            let found = format_args!(
                "has {} octets that are no point of {} (RFC 5480 2.2)",
                point.len(),
                key.algorithm()
            );
            walk.deviates(DeviationKind::KeyEncoding, at, found)?;
        }
    }
    Ok(key.material)
}

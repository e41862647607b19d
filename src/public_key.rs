//! A public key: a parsed SubjectPublicKeyInfo (RFC 5280 4.1.2.7), never raw octets.

use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::decode::{self, DerError, DerErrorKind, Reader};
use crate::der::{self, tag};
use crate::oid::Oid;

pub(crate) mod names;

/// rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017).
pub(crate) const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
/// id-ecPublicKey, 1.2.840.10045.2.1 (RFC 5480).
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1];
/// secp256r1, 1.2.840.10045.3.1.7 (RFC 5480).
pub(crate) const SECP256R1: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
/// secp384r1, 1.3.132.0.34 (RFC 5480).
pub(crate) const SECP384R1: &[u8] = &[0x2B, 0x81, 0x04, 0, 34];

/// A public key as requests and certificates hold it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    der: Vec<u8>,
    algorithm: PublicKeyAlgorithm,
}

/// What kind of key it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PublicKeyAlgorithm {
    /// RSA, with the size of its modulus in bits.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// An elliptic-curve key on NIST P-256.
    EcP256,
    /// An elliptic-curve key on NIST P-384.
    EcP384,
    /// An elliptic-curve key on another named curve.
    EcOther(Oid),
    /// Another algorithm.
    Other(Oid),
}

impl fmt::Display for PublicKeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA, {bits} bits"),
            Self::EcP256 => f.write_str("ECDSA P-256"),
            Self::EcP384 => f.write_str("ECDSA P-384"),
            Self::EcOther(curve) => names::OnCurve(curve).fmt(f),
            Self::Other(oid) => match names::algorithm(oid.as_bytes()) {
                Some((name, ..)) => f.write_str(name),
                None => write!(f, "algorithm {oid}"),
            },
        }
    }
}

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`DerError`] where it is not exactly one SubjectPublicKeyInfo in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, DerError> {
        let info = decode::only(der)?;
        let mut outer = Reader::new(der);
        outer.expect(tag::SEQUENCE)?;
        let mut fields = info.reader();
        let algorithm = fields.expect(tag::SEQUENCE)?;
        let key = fields.expect(tag::BIT_STRING)?;
        fields.finish()?;
        let Some((0, key_octets)) = key.content.split_first() else {
            return Err(key.error(DerErrorKind::Content));
        };
        let mut identifier = algorithm.reader();
        let oid_tlv = identifier.expect(tag::OBJECT_IDENTIFIER)?;
        let oid = |tlv: decode::Tlv<'_>| {
            Oid::from_content(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))
        };
        let algorithm = match oid_tlv.content {
            RSA_ENCRYPTION => Self::rsa(&key, key_octets)?,
            EC_PUBLIC_KEY => Self::on_curve(oid(identifier.expect(tag::OBJECT_IDENTIFIER)?)?),
            _ => PublicKeyAlgorithm::Other(oid(oid_tlv)?),
        };
        if !identifier.is_empty() {
            identifier.read()?;
            identifier.finish()?;
        }
        Ok(Self { der: der.to_vec(), algorithm })
    }

    /// A key from the DER of an RSAPublicKey (RFC 8017 A.1.1), such as follows
    /// `BEGIN RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// [`DerError`] where it is not exactly one RSAPublicKey in DER.
    pub fn from_pkcs1(octets: &[u8]) -> Result<Self, DerError> {
        decode::only(octets)?;
        Self::from_der(&Self::info(octets, rsa_identifier))
    }

    /// An RSA key from its modulus and its public exponent, both big-endian, with or without
    /// leading zeros: as tokens give them (PKCS #11's CKA_MODULUS and CKA_PUBLIC_EXPONENT).
    /// Whether they are any good is not looked at.
    ///
    /// ```
    /// use pkcs10::{PublicKey, PublicKeyAlgorithm};
    ///
    /// let key = PublicKey::from_rsa_numbers(&[0xC5; 256], &[1, 0, 1]);
    /// assert_eq!(key.algorithm(), &PublicKeyAlgorithm::Rsa { bits: 2_048 });
    /// assert_eq!(PublicKey::from_der(key.as_der()), Ok(key));
    /// ```
    pub fn from_rsa_numbers(modulus: &[u8], exponent: &[u8]) -> Self {
        let mut numbers = Vec::with_capacity(modulus.len() + exponent.len() + 16);
        der::nested(&mut numbers, tag::SEQUENCE, |numbers| {
            der::unsigned_number(numbers, modulus);
            der::unsigned_number(numbers, exponent);
        });
        Self {
            der: Self::info(&numbers, rsa_identifier),
            algorithm: PublicKeyAlgorithm::Rsa { bits: bits(modulus) },
        }
    }

    /// A key on a named curve from its point (RFC 5480 2.2), compressed or not, as SEC 1 2.3.3
    /// writes it. PKCS #11's CKA_EC_POINT has it within an OCTET STRING; give what that holds.
    /// Whether the point is on the curve is not looked at.
    ///
    /// ```
    /// use pkcs10::{Oid, PublicKey, PublicKeyAlgorithm};
    ///
    /// let p256: Oid = "1.2.840.10045.3.1.7".parse()?;
    /// let key = PublicKey::from_ec_point(&p256, &[4; 65]);
    /// assert_eq!(key.algorithm(), &PublicKeyAlgorithm::EcP256);
    /// assert_eq!(PublicKey::from_der(key.as_der()).as_ref(), Ok(&key));
    /// # Ok::<(), pkcs10::OidError>(())
    /// ```
    pub fn from_ec_point(curve: &Oid, point: &[u8]) -> Self {
        Self {
            der: Self::info(point, |identifier| ec_identifier(identifier, curve.as_bytes())),
            algorithm: Self::on_curve(curve.clone()),
        }
    }

    fn on_curve(curve: Oid) -> PublicKeyAlgorithm {
        match curve.as_bytes() {
            SECP256R1 => PublicKeyAlgorithm::EcP256,
            SECP384R1 => PublicKeyAlgorithm::EcP384,
            _ => PublicKeyAlgorithm::EcOther(curve),
        }
    }

    /// The SubjectPublicKeyInfo around a key.
    fn info(key: &[u8], identifier: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut info = Vec::with_capacity(key.len() + 48);
        der::nested(&mut info, tag::SEQUENCE, |info| {
            der::nested(info, tag::SEQUENCE, identifier);
            der::header(info, tag::BIT_STRING, key.len() + 1);
            info.push(0);
            info.extend_from_slice(key);
        });
        info
    }

    /// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 A.1.1)
    fn rsa(key: &decode::Tlv<'_>, octets: &[u8]) -> Result<PublicKeyAlgorithm, DerError> {
        let inside = |_| key.error(DerErrorKind::Content);
        let mut numbers = decode::only(octets).map_err(inside)?.reader();
        let modulus = numbers.expect(tag::INTEGER).map_err(inside)?;
        numbers.expect(tag::INTEGER).map_err(inside)?;
        numbers.finish().map_err(inside)?;
        Ok(PublicKeyAlgorithm::Rsa { bits: bits(modulus.content) })
    }

    /// The DER of the SubjectPublicKeyInfo.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The SHA-256 of the DER of the SubjectPublicKeyInfo, which people compare keys by: the same
    /// for a key, its requests and its certificates.
    /// `openssl pkey -pubout -outform DER | openssl dgst -sha256` gives it too.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// The octets of the subjectPublicKey: its BIT STRING without tag, length and number of unused
    /// bits.
    pub(crate) fn subject_public_key(&self) -> &[u8] {
        let octets = || {
            let mut fields = Reader::new(&self.der).read().ok()?.reader();
            fields.read().ok()?;
            let bits = fields.expect(tag::BIT_STRING).ok()?;
            bits.content.split_first().map(|(_unused_bits, octets)| octets)
        };
        octets().unwrap_or_default()
    }

    /// The content octets of the identifier of its algorithm.
    pub(crate) fn algorithm_oid(&self) -> &[u8] {
        match &self.algorithm {
            PublicKeyAlgorithm::Rsa { .. } => RSA_ENCRYPTION,
            PublicKeyAlgorithm::EcP256
            | PublicKeyAlgorithm::EcP384
            | PublicKeyAlgorithm::EcOther(_) => EC_PUBLIC_KEY,
            PublicKeyAlgorithm::Other(oid) => oid.as_bytes(),
        }
    }

    /// What kind of key it is.
    pub const fn algorithm(&self) -> &PublicKeyAlgorithm {
        &self.algorithm
    }
}

/// Writes what the AlgorithmIdentifier of an RSA key holds (RFC 3279 2.3.1).
fn rsa_identifier(identifier: &mut Vec<u8>) {
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, RSA_ENCRYPTION);
    der::tlv(identifier, tag::NULL, &[]);
}

/// Writes what the AlgorithmIdentifier of a key on a named curve holds (RFC 5480 2.1.1).
pub(crate) fn ec_identifier(identifier: &mut Vec<u8>, curve: &[u8]) {
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, EC_PUBLIC_KEY);
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, curve);
}

/// Bits of a big-endian number.
pub(crate) fn bits(octets: &[u8]) -> usize {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let significant = &octets[zeros..];
    let leading_zeros = significant.first().map_or(0, |octet| octet.leading_zeros());
    significant.len() * 8 - usize::try_from(leading_zeros).unwrap_or(0)
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.algorithm)
    }
}

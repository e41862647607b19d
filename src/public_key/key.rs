//! The type of public keys: their DER, and what was found in it.

use alloc::{format, vec::Vec};
use core::{fmt, ops::Range};

use sha2::{Digest, Sha256};

use super::algorithm::PublicKeyAlgorithm;
use super::encode::{ec_identifier, info, rsa_identifier};
use super::read::{bits, read_parts};
#[cfg(feature = "rsa")]
use crate::algorithm::table::RSASSA_PSS;
use crate::algorithm::table::{self, DSA};
use crate::asn1::Oid;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};

const SUBJECT: &str = "public key";
/// What is expected as a point.
pub(crate) const POINT: &str = "02, 03 or 04 and the coordinates (RFC 5480 2.2)";

/// A public key as requests and certificates hold it.
///
/// `Display` says what it is: `RSA, 2048 bits`, `ECDSA P-256`, `Ed25519`, or an object identifier.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    der: Vec<u8>,
    algorithm: PublicKeyAlgorithm,
    /// Where the modulus and the exponent of an RSA key are in the DER, without leading zeros.
    rsa: Option<[Range<usize>; 2]>,
}

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// The code of the first deviation from DER, or from what keys of the algorithm are, such as
    /// [`Code::KeyEncoding`].
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let mut walk = Walk::strict();
        walk.only(Reader::new(der), tag::SEQUENCE)
            .and_then(|info| Self::read(&mut walk, &info))
            .map_err(|deviation| deviation.refuse(SUBJECT))
    }

    /// A key from the DER of an RSAPublicKey (RFC 8017 A.1.1), such as follows
    /// `BEGIN RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// As [`from_der`](Self::from_der).
    pub fn from_pkcs1(rsa_public_key: &[u8]) -> Result<Self, Error> {
        Self::from_der(&info(rsa_public_key, rsa_identifier))
    }

    /// The same for RSASSA-PSS only, with these parameters (RFC 4055 1.2).
    #[cfg(feature = "rsa")]
    pub(crate) fn from_pkcs1_pss(
        rsa_public_key: &[u8],
        parameters: Option<Tlv<'_>>,
    ) -> Result<Self, Error> {
        Self::from_der(&info(rsa_public_key, |identifier| {
            der::tlv(identifier, tag::OBJECT_IDENTIFIER, RSASSA_PSS);
            identifier.extend_from_slice(parameters.map_or(&[], |given| given.encoded));
        }))
    }

    /// An RSA key from its modulus and its public exponent, both big-endian, with or without
    /// leading zeros: as tokens give them (PKCS #11's CKA_MODULUS and CKA_PUBLIC_EXPONENT).
    ///
    /// ```
    /// use pkcs10::{PublicKey, keys::PublicKeyAlgorithm};
    ///
    /// let key = PublicKey::from_rsa_numbers(&[0xC5; 256], &[1, 0, 1])?;
    /// assert_eq!((key.algorithm(), key.bits()), (&PublicKeyAlgorithm::Rsa, Some(2_048)));
    /// assert_eq!(PublicKey::from_der(key.as_der()), Ok(key));
    /// # Ok::<(), pkcs10::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::KeyDamaged`] where one of them is even or 0.
    pub fn from_rsa_numbers(modulus: &[u8], exponent: &[u8]) -> Result<Self, Error> {
        for (name, number) in [("modulus", modulus), ("public exponent", exponent)] {
            if number.last().is_none_or(|last| last % 2 == 0) {
                let reason = format!("has a {name} that is not odd");
                return Err(Error::new(Code::KeyDamaged, SUBJECT, reason)
                    .expected("odd numbers (RFC 8017 3.1)"));
            }
        }
        Self::from_pkcs1(&der::two_numbers(modulus, exponent))
    }

    /// A key on a named curve from its point (RFC 5480 2.2), compressed or not, as SEC 1 2.3.3
    /// writes it. PKCS #11's CKA_EC_POINT has it within an OCTET STRING; give the content.
    /// Whether the point is on the curve is not checked.
    ///
    /// ```
    /// use pkcs10::{Oid, PublicKey, keys::PublicKeyAlgorithm};
    ///
    /// let p256: Oid = "1.2.840.10045.3.1.7".parse()?;
    /// let key = PublicKey::from_ec_point(&p256, &[4; 65])?;
    /// assert_eq!(key.algorithm(), &PublicKeyAlgorithm::EcP256);
    /// assert_eq!(PublicKey::from_der(key.as_der()).as_ref(), Ok(&key));
    /// # Ok::<(), pkcs10::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::KeyEncoding`] where the point does not begin with 02, 03 or 04, or does not have
    /// the length that the curve requires.
    pub fn from_ec_point(curve: &Oid, point: &[u8]) -> Result<Self, Error> {
        let key = Self::on_curve(curve.as_bytes(), point);
        if !key.algorithm.has_point(point) {
            let reason = format!("has {} bytes that are not a point of {key}", point.len());
            return Err(Error::new(Code::KeyEncoding, SUBJECT, reason).expected(POINT));
        }
        Ok(key)
    }

    /// A key on a curve, named by the content of its object identifier, from its point, which is known
    /// to be one.
    pub(crate) fn on_curve(curve: &[u8], point: &[u8]) -> Self {
        Self {
            der: info(point, |identifier| ec_identifier(identifier, curve)),
            algorithm: PublicKeyAlgorithm::on_curve(curve),
            rsa: None,
        }
    }

    /// A key of an algorithm without parameters, from its bytes (RFC 8410 4, RFC 9881 4).
    #[allow(dead_code, reason = "without a family of such keys, none is made")]
    pub(crate) fn plain(algorithm: PublicKeyAlgorithm, key: &[u8]) -> Self {
        let oid = algorithm.oid().unwrap_or_default();
        let der = info(key, |identifier| der::tlv(identifier, tag::OBJECT_IDENTIFIER, oid));
        Self { der, algorithm, rsa: None }
    }

    /// A key that was found in a file, and is only compared with others: of what it should be by
    /// its algorithm, only its structure is required, such as two numbers of an RSA key or the form of
    /// a point, but not the NULL of its algorithm, which some certificates lack. A request with such a key is
    /// refused later.
    pub(crate) fn found_in_der(der: &[u8]) -> Walked<Self> {
        const TOLERATED: [Code; 4] = [
            Code::AlgorithmParameters,
            Code::DefaultEncoded,
            Code::IntegerNotMinimal,
            Code::KeyEncoding,
        ];
        let mut walk = Walk::lenient();
        let info = walk.only(Reader::new(der), tag::SEQUENCE)?;
        let key = Self::read(&mut walk, &info)?;
        let mut deviations = walk.into_deviations().into_iter();
        match deviations.find(|deviation| !TOLERATED.contains(&deviation.code())) {
            Some(deviation) => Err(deviation),
            None if key.algorithm == PublicKeyAlgorithm::EcUnnamed => {
                let given = key.algorithm_parameters().map(|given| given.tag);
                let code = match given {
                    Some(tag::SEQUENCE) => Code::ExplicitCurve,
                    _ => Code::KeyCurve,
                };
                stop(
                    code,
                    info.at,
                    format_args!("is an elliptic-curve key without the name of its curve"),
                )
            }
            None if key
                .curve()
                .is_some_and(|_| !key.algorithm.has_point(key.subject_public_key())) =>
            {
                let len = key.subject_public_key().len();
                let found =
                    format_args!("has {len} bytes that are not a point of {}", key.algorithm);
                stop(Code::KeyEncoding, info.at, found)
            }
            None if key.bit_string().first() != Some(&0) => {
                stop(Code::Structure, info.at, format_args!("has bits that are not whole bytes"))
            }
            None => Ok(key),
        }
    }

    /// The same from the DER of an RSAPublicKey.
    pub(crate) fn found_in_pkcs1(rsa_public_key: &[u8]) -> Walked<Self> {
        Self::found_in_der(&info(rsa_public_key, rsa_identifier))
    }

    /// Reads a key. What cannot be read is a deviation too, and the key then
    /// [`PublicKeyAlgorithm::Unreadable`].
    pub(crate) fn read(walk: &mut Walk, info: &Tlv<'_>) -> Walked<Self> {
        let parts = walk.part(|walk| read_parts(walk, info))?;
        let (algorithm, rsa) = parts.unwrap_or((PublicKeyAlgorithm::Unreadable, None));
        Ok(Self { der: info.encoded.to_vec(), algorithm, rsa })
    }

    /// A key of which nothing is known.
    pub(crate) fn unreadable(der: &[u8]) -> Self {
        Self { der: der.to_vec(), algorithm: PublicKeyAlgorithm::Unreadable, rsa: None }
    }

    /// The DER of the SubjectPublicKeyInfo.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// What kind of key it is.
    pub const fn algorithm(&self) -> &PublicKeyAlgorithm {
        &self.algorithm
    }

    /// Its size: bits of an RSA modulus, of a curve's field, or of DSA's p; nothing where that is not known.
    pub fn bits(&self) -> Option<usize> {
        self.rsa_modulus().map(bits).or_else(|| self.algorithm.bits()).or_else(|| self.dsa_bits())
    }

    /// The size of p, the first of a DSA key's parameters (RFC 3279 2.3.2).
    fn dsa_bits(&self) -> Option<usize> {
        self.algorithm_oid().filter(|oid| *oid == DSA)?;
        let p = self.algorithm_parameters()?.reader().next().filter(|p| p.tag == tag::INTEGER)?;
        Some(bits(p.content))
    }

    /// Whether its algorithm cannot sign, such as ML-KEM or X25519: a request for it is signed by another
    /// key (RFC 9883).
    pub fn cannot_sign(&self) -> bool {
        self.algorithm_oid().is_some_and(table::cannot_sign)
    }

    /// Whether it is an RSA key for RSASSA-PSS only (RFC 4055 1.2).
    pub const fn is_pss(&self) -> bool {
        matches!(self.algorithm, PublicKeyAlgorithm::RsaPss)
    }

    /// The modulus of an RSA key, most significant byte first, without leading zeros.
    pub fn rsa_modulus(&self) -> Option<&[u8]> {
        self.rsa.as_ref().map(|[modulus, _]| &self.der[modulus.clone()])
    }

    /// The public exponent of an RSA key, most significant byte first, without leading zeros.
    pub fn rsa_exponent(&self) -> Option<&[u8]> {
        self.rsa.as_ref().map(|[_, exponent]| &self.der[exponent.clone()])
    }

    /// The curve of an elliptic-curve key.
    pub fn curve(&self) -> Option<Oid> {
        self.algorithm.curve()
    }

    /// The SHA-256 of the DER of the SubjectPublicKeyInfo, by which keys are compared: the same
    /// for a key, its requests and its certificates.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// The bytes of the subjectPublicKey: its BIT STRING without tag, length and number of unused
    /// bits.
    pub(crate) fn subject_public_key(&self) -> &[u8] {
        self.bit_string().split_first().map_or(&[], |(_unused_bits, key)| key)
    }

    /// What its AlgorithmIdentifier holds.
    pub(crate) fn algorithm_identifier(&self) -> Option<Tlv<'_>> {
        Reader::new(&self.der).next()?.reader().next()
    }

    /// The parameters of its algorithm.
    pub(crate) fn algorithm_parameters(&self) -> Option<Tlv<'_>> {
        self.algorithm_identifier()?.reader().nth(1)
    }

    /// The content of its BIT STRING.
    fn bit_string(&self) -> &[u8] {
        let bits = Reader::new(&self.der).next().and_then(|info| info.reader().nth(1));
        bits.map_or(&[], |bits| bits.content)
    }

    /// The content of the object identifier of its algorithm, where that can be read.
    pub(crate) fn algorithm_oid(&self) -> Option<&[u8]> {
        self.algorithm.oid()
    }
}

crate::asn1::der_conversions!(PublicKey, Error);

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.algorithm.fmt(f)?;
        self.rsa_modulus().map_or(Ok(()), |modulus| write!(f, ", {} bits", bits(modulus)))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

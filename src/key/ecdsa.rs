//! ECDSA on the NIST curves (FIPS 186-5), by the crates `p256`, `p384` and `p521`. Signatures are
//! deterministic (RFC 6979): the same key and message give the same bytes.

use alloc::{boxed::Box, format, vec::Vec};

use p256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use p256::elliptic_curve::Generate;
use p256::pkcs8::DecodePublicKey;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::algorithm::Algorithm;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::private_key::{AnyRng, PrivateKey};
use super::private_key_info::{self, EcPrivateKey, PrivateKeyInfo};
use super::refusal::{contradictory, explicit_curve, feature_missing, not_der, random, refuse};
use super::rng::RngFailure;
use super::sign_error::SignError;
use super::verification::{BadSignatureCause, VerifyError};
use crate::algorithm::table::{EC_PUBLIC_KEY, Name, SECP256R1, SECP384R1, SECP521R1};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::asn1::Oid;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::Walk;
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};
use crate::public_key::{PublicKey, ec_identifier};

pub(super) struct Ecdsa;

impl Family for Ecdsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, Error>> {
        let curve = CURVES.iter().find(|curve| curve.algorithm == algorithm)?;
        Some((curve.generate)(rng))
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>> {
        (info.algorithm.as_bytes() == EC_PUBLIC_KEY).then(|| {
            let named = info.parameters.filter(|curve| curve.tag == tag::OBJECT_IDENTIFIER);
            let curve = named.and_then(|named| Curve::named(named.content));
            curve.map_or_else(|| Err(refuse_curve(info.parameters)), |curve| (curve.read)(info))
        })
    }

    fn verify(&self, signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
        let verify = verifier(signed.key)?;
        let digest = signed.algorithm.digest_algorithm().digest(signed.message)?;
        Some(verify(signed.key, &digest, signed.signature))
    }

    fn cause(&self, signed: &Signed<'_>) -> Option<BadSignatureCause> {
        let Signed { key, algorithm, message, signature } = *signed;
        let verify = verifier(key)?;
        let verifies = |digest: &[u8], signature: &[u8]| verify(key, digest, signature).is_ok();
        let expected = algorithm.digest_algorithm();
        let digest = expected.digest(message)?;
        if verifies(&expected.digest(&digest)?, signature) {
            return Some(BadSignatureCause::HashedTwice);
        }
        let (r, s) = signature.split_at(signature.len() / 2);
        if verifies(&digest, &der::two_numbers(r, s)) {
            return Some(BadSignatureCause::Raw);
        }
        let mut numbers = Reader::new(signature).next()?.reader();
        let (r, s) = (numbers.next()?, numbers.next()?);
        if verifies(&digest, &der::two_numbers(s.content, r.content)) {
            return Some(BadSignatureCause::Swapped);
        }
        let is_of = |other: &&DigestAlgorithm| {
            other.digest(message).is_some_and(|digest| verifies(&digest, signature))
        };
        DigestAlgorithm::ALL.iter().find(is_of).map(|other| BadSignatureCause::OtherDigest(*other))
    }
}

/// What is done with the keys of a curve.
struct Curve {
    algorithm: Algorithm,
    /// The content bytes of its identifier.
    oid: &'static [u8],
    generate: fn(&mut AnyRng<'_>) -> Result<KeyPair, Error>,
    read: fn(&PrivateKeyInfo<'_>) -> Result<KeyPair, Error>,
    verify: Verify,
}

/// Checks a signature over a digest.
type Verify = fn(&PublicKey, &[u8], &[u8]) -> Result<(), VerifyError>;

const CURVES: &[Curve] = &[
    Curve::of::<p256::ecdsa::SigningKey>(),
    Curve::of::<p384::ecdsa::SigningKey>(),
    #[cfg(feature = "p521")]
    Curve::of::<p521::ecdsa::SigningKey>(),
];

impl Curve {
    const fn of<K: CurveKey>() -> Self {
        Self {
            algorithm: K::ALGORITHM,
            oid: K::CURVE,
            generate: generate::<K>,
            read: read::<K>,
            verify: K::verify,
        }
    }

    fn named(oid: &[u8]) -> Option<&'static Self> {
        CURVES.iter().find(|curve| curve.oid == oid)
    }
}

fn verifier(key: &PublicKey) -> Option<Verify> {
    Curve::named(key.curve()?.as_bytes()).map(|curve| curve.verify)
}

fn refuse_curve(parameters: Option<Tlv<'_>>) -> Error {
    match parameters {
        Some(curve) if curve.tag == tag::OBJECT_IDENTIFIER => {
            match Walk::strict().is_oid(&curve).map(|()| Oid::from_checked(curve.content)) {
                Ok(oid) if oid.as_bytes() == SECP521R1 => {
                    feature_missing("is on the curve P-521", "p521")
                }
                Ok(oid) => {
                    let reason = format!("is on the curve {}, which is not supported", Name(&oid));
                    refuse(Code::KeyCurve, reason).expected("P-256, P-384 or P-521")
                }
                Err(deviation) => not_der(deviation),
            }
        }
        Some(curve) if curve.tag == tag::SEQUENCE => explicit_curve("private key"),
        _ => refuse(Code::KeyCurve, "is an elliptic-curve key without its curve")
            .expected("the name of the curve (RFC 5915 3)"),
    }
}

fn generate<K: CurveKey>(rng: &mut AnyRng<'_>) -> Result<KeyPair, Error> {
    K::generate(rng).map(key_pair).map_err(random)
}

fn read<K: CurveKey>(info: &PrivateKeyInfo<'_>) -> Result<KeyPair, Error> {
    let inner = EcPrivateKey::read(&mut Walk::strict(), info.key).map_err(not_der)?;
    // GnuTLS writes an INTEGER, which begins with a zero where it would be negative.
    let longer = || K::from_scalar(inner.scalar.strip_prefix(&[0])?);
    let key = K::from_scalar(inner.scalar).or_else(longer).ok_or_else(|| contradictory(()))?;
    let curve = |stated: &[u8]| stated == K::CURVE;
    let point = |stated: &[u8]| stated == key.point(false) || stated == key.point(true);
    if inner.parameters.is_none_or(|stated| curve(stated.content))
        && [inner.public, info.public].into_iter().flatten().all(point)
    {
        Ok(key_pair(key))
    } else {
        Err(contradictory(()))
    }
}

pub(crate) fn key_pair<K: CurveKey>(key: K) -> KeyPair {
    KeyPair {
        public: PublicKey::on_curve(K::CURVE, &key.point(false)),
        signature_algorithm: K::ALGORITHM.signature_algorithm(),
        private: Box::new(key),
    }
}

/// A private key on one of the curves.
pub(crate) trait CurveKey: ZeroizeOnDrop + Send + Sync + Sized + 'static {
    /// The content bytes of the curve's identifier.
    const CURVE: &'static [u8];
    const ALGORITHM: Algorithm;

    fn generate(rng: &mut AnyRng<'_>) -> Result<Self, RngFailure>;

    /// A key from its number, big-endian.
    fn from_scalar(scalar: &[u8]) -> Option<Self>;

    /// The public key (SEC 1 2.3.3).
    fn point(&self, compressed: bool) -> Vec<u8>;

    /// The private number, big-endian, as long as the curve's order.
    fn scalar(&self) -> Zeroizing<Vec<u8>>;

    /// The signature as `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 2.2.3).
    fn sign_digest(&self, digest: &[u8]) -> Option<Vec<u8>>;

    fn verify(key: &PublicKey, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError>;
}

/// Signatures are not verified before they leave: a verification takes as long as the signature
/// itself (measured: 1.0 to 1.2 times, on both curves), and gains little. A faulty one is
/// refused by all who receive the request; and to learn the key from it, an attacker needs the
/// right signature over the same bytes too, while a request is signed once.
/// [`Request::sign_by`](crate::Request::sign_by) does check.
impl<K: CurveKey> PrivateKey for K {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(write_pkcs8(K::CURVE, &self.scalar(), &self.point(false)))
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        _rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let digest = algorithm.digest(message).ok_or(SignError::Algorithm)?;
        self.sign_digest(&digest).ok_or(SignError::Failed)
    }
}

/// The same for each curve; the crates share their types but for the curve.
macro_rules! curve {
    ($curve:ident, $oid:expr, $algorithm:ident) => {
        impl CurveKey for $curve::ecdsa::SigningKey {
            const CURVE: &'static [u8] = $oid;
            const ALGORITHM: Algorithm = Algorithm::$algorithm;

            fn generate(rng: &mut AnyRng<'_>) -> Result<Self, RngFailure> {
                Self::try_generate_from_rng(rng)
            }

            fn from_scalar(scalar: &[u8]) -> Option<Self> {
                Self::from_slice(scalar).ok()
            }

            fn point(&self, compressed: bool) -> Vec<u8> {
                self.verifying_key().to_sec1_point(compressed).as_bytes().to_vec()
            }

            fn scalar(&self) -> Zeroizing<Vec<u8>> {
                Zeroizing::new(Zeroizing::new(self.to_bytes()).to_vec())
            }

            fn sign_digest(&self, digest: &[u8]) -> Option<Vec<u8>> {
                let signature: $curve::ecdsa::Signature = self.sign_prehash(digest).ok()?;
                Some(signature.to_der().as_bytes().to_vec())
            }

            fn verify(key: &PublicKey, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
                let key = $curve::ecdsa::VerifyingKey::from_public_key_der(key.as_der())
                    .map_err(|_| VerifyError::BadKey)?;
                let signature = $curve::ecdsa::Signature::from_der(signature)
                    .map_err(|_| VerifyError::BadSignature(None))?;
                key.verify_prehash(digest, &signature).map_err(|_| VerifyError::BadSignature(None))
            }
        }
    };
}

curve!(p256, SECP256R1, EcdsaP256);
curve!(p384, SECP384R1, EcdsaP384);
#[cfg(feature = "p521")]
curve!(p521, SECP521R1, EcdsaP521);

/// Writes an ECPrivateKey in PKCS #8, from the content of the curve's identifier, the private
/// number and the public point. The writers of the curves' crates compute the point once more,
/// which takes as long as a signature.
fn write_pkcs8(curve: &[u8], scalar: &[u8], point: &[u8]) -> Zeroizing<Vec<u8>> {
    private_key_info::write(
        scalar.len() + point.len(),
        |identifier| ec_identifier(identifier, curve),
        |key| {
            der::nested(key, tag::SEQUENCE, |key| {
                der::unsigned_integer(key, 1);
                der::tlv(key, tag::OCTET_STRING, scalar);
                der::nested(key, tag::context_constructed(1), |public| {
                    der::header(public, tag::BIT_STRING, point.len() + 1);
                    public.push(0);
                    public.extend_from_slice(point);
                });
            });
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::pkcs8::EncodePrivateKey;

    #[test]
    fn private_keys_are_written_as_by_the_crates_of_the_curves() {
        for seed in [1_u8, 0x7F, 0xFF] {
            let p256 = p256::ecdsa::SigningKey::from_slice(&[&[0; 8][..], &[seed; 24]].concat());
            let p256 = p256.unwrap();
            let theirs = EncodePrivateKey::to_pkcs8_der(&p256).unwrap();
            assert_eq!(*PrivateKey::to_pkcs8_der(&p256).unwrap(), theirs.as_bytes());

            let p384 = p384::ecdsa::SigningKey::from_slice(&[&[0; 8][..], &[seed; 40]].concat());
            let p384 = p384.unwrap();
            let theirs = EncodePrivateKey::to_pkcs8_der(&p384).unwrap();
            assert_eq!(*PrivateKey::to_pkcs8_der(&p384).unwrap(), theirs.as_bytes());
        }
    }

    #[cfg(feature = "p521")]
    #[test]
    fn p521_signs_as_in_rfc_6979() {
        // A.2.7, with SHA-512, message = "sample".
        const SCALAR: &str = "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA8\
            96EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538";
        const R: &str = "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE\
            9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA";
        const S: &str = "00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA6\
            3E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A";
        let [scalar, r, s] = [SCALAR, R, S].map(|digits| crate::hex::decode(digits).unwrap());
        let key = p521::ecdsa::SigningKey::from_scalar(&scalar).unwrap();
        let digest = DigestAlgorithm::Sha512.digest(b"sample").unwrap();
        assert_eq!(key.sign_digest(&digest), Some(der::two_numbers(&r, &s)));
    }
}

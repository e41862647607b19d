//! RSA, PKCS #1 v1.5 (RFC 8017), by the crate `rsa`.
//!
//! `rsa` recomputes the CRT values when a key is loaded and checks each result against the
//! public exponent before it gives it out, so a faulty signature never leaves. It blinds only
//! where it is given random numbers; that is why they are handed in here, always.

use alloc::{boxed::Box, vec::Vec};

use ::rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey, EncodeRsaPublicKey};
use ::rsa::pkcs1v15::Pkcs1v15Sign;
use ::rsa::pkcs8::EncodePrivateKey;
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{
    Algorithm, AnyRng, Family, KeyError, KeyPair, PrivateKey, PrivateKeyInfo, SignError,
    VerifyError,
};
use crate::decode::{self, DerErrorKind, Reader};
use crate::der::tag;
use crate::public_key::{PublicKey, RSA_ENCRYPTION, bits};
use crate::signature_algorithm::SignatureAlgorithm;

mod pss;

/// The smallest modulus accepted, in bits (CA/Browser Forum Baseline Requirements 6.1.5).
const BITS_MIN: usize = 2_048;

/// The largest modulus that `rsa` takes, in bits: the work grows with the cube of it.
const BITS_MAX: usize = ::rsa::PublicKey::MAX_SIZE;

/// 65,537, the only public exponent accepted, as the content of an INTEGER.
const EXPONENT: &[u8] = &[1, 0, 1];

pub(super) struct Rsa;

impl Family for Rsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, KeyError>> {
        let bits = match algorithm {
            Algorithm::Rsa2048 => 2_048,
            Algorithm::Rsa3072 => 3_072,
            Algorithm::Rsa4096 => 4_096,
            _ => return None,
        };
        Some(match ::rsa::PrivateKey::new(rng, bits) {
            Ok(key) => KeyPair::try_from(key),
            Err(_) => Err(KeyError::Random),
        })
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, KeyError>> {
        (info.algorithm.content == RSA_ENCRYPTION).then(|| {
            let der = check_limits(info.key)?;
            let key = ::rsa::PrivateKey::from_pkcs1_der(der).map_err(|_| KeyError::Invalid)?;
            if let Some(stated) = info.public {
                let public = key.as_public_key().to_pkcs1_der().map_err(|_| KeyError::Invalid)?;
                if public.as_bytes() != stated {
                    return Err(KeyError::Invalid);
                }
            }
            KeyPair::try_from(key)
        })
    }

    fn verify(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), VerifyError>> {
        if let SignatureAlgorithm::Other(identifier) = algorithm {
            return pss::verify(key, identifier, message, signature);
        }
        let (padding, digest) = padded_digest(algorithm, message)?;
        Some(public(key).and_then(|key| {
            key.verify(padding, &digest, signature).map_err(|_| VerifyError::BadSignature)
        }))
    }
}

/// The RSAPublicKey (RFC 8017 A.1.1), if `rsa` takes it. It says of all others that they are
/// malformed, of those too that are only larger than what it takes.
fn public(key: &PublicKey) -> Result<::rsa::PublicKey, VerifyError> {
    /// Bits of the largest public exponent that `rsa` takes.
    const EXPONENT_BITS_MAX: usize = 33;
    let octets = key.subject_public_key();
    ::rsa::PublicKey::from_pkcs1_der(octets).map_err(|_| {
        let mut numbers = decode::only(octets).map_or(Reader::new(&[]), |key| key.reader());
        let [modulus, exponent] = [(); 2]
            .map(|()| numbers.expect(tag::INTEGER).map_or(0, |integer| bits(integer.content)));
        match modulus > BITS_MAX || exponent > EXPONENT_BITS_MAX {
            true => VerifyError::Unsupported,
            false => VerifyError::BadKey,
        }
    })
}

/// The RSAPrivateKey (RFC 8017 A.1.2), if its numbers are such that `rsa` takes them and in
/// reasonable time: it would say of all others only that they are malformed.
fn check_limits(outer: Reader<'_>) -> Result<&[u8], KeyError> {
    let key = outer.only(tag::SEQUENCE).map_err(KeyError::Der)?;
    let mut numbers = key.reader();
    let mut number = || numbers.expect(tag::INTEGER).map_err(KeyError::Der);
    let version = number()?;
    let modulus = number()?;
    let exponent = number()?;
    // Private exponent, primes, their exponents, coefficient.
    for _ in 0..6 {
        number()?;
    }
    match version.content {
        [0] => numbers.finish().map_err(KeyError::Der)?,
        [1] => return Err(KeyError::RsaMultiPrime),
        _ => return Err(KeyError::Der(version.error(DerErrorKind::Content))),
    }
    check_bits(bits(modulus.content))?;
    if exponent.content != EXPONENT {
        return Err(KeyError::RsaExponent);
    }
    Ok(key.encoded)
}

const fn check_bits(bits: usize) -> Result<(), KeyError> {
    match bits {
        ..BITS_MIN => Err(KeyError::RsaTooSmall { bits }),
        BITS_MIN..=BITS_MAX => Ok(()),
        _ => Err(KeyError::RsaTooLarge { bits }),
    }
}

/// Takes a key over from the crate `rsa`.
///
/// Refused with [`KeyError::RsaTooSmall`] and [`KeyError::RsaTooLarge`] where it has fewer than
/// 2,048 or more than 8,192 bits, [`KeyError::RsaExponent`] where the public exponent is not
/// 65,537, [`KeyError::RsaMultiPrime`] where there are more than two primes, and
/// [`KeyError::Invalid`] where its parts contradict each other.
impl TryFrom<::rsa::PrivateKey> for KeyPair {
    type Error = KeyError;

    fn try_from(key: ::rsa::PrivateKey) -> Result<Self, KeyError> {
        check_bits(bits(&key.n().to_be_bytes()))?;
        if *key.e() != ::rsa::BoxedUint::from(65_537_u32) {
            return Err(KeyError::RsaExponent);
        }
        if key.primes().len() != 2 {
            return Err(KeyError::RsaMultiPrime);
        }
        key.validate().map_err(|_| KeyError::Invalid)?;
        let public = key.as_public_key().to_pkcs1_der().map_err(|_| KeyError::Invalid)?;
        Ok(Self {
            public: PublicKey::from_pkcs1(public.as_bytes()).map_err(KeyError::Der)?,
            signature_algorithm: SignatureAlgorithm::Sha256WithRsa,
            private: Box::new(RsaKey(key)),
        })
    }
}

struct RsaKey(::rsa::PrivateKey);

impl PrivateKey for RsaKey {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.0.to_pkcs8_der().map(|der| der.to_bytes()).map_err(|_| KeyError::Invalid)
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let (padding, digest) = padded_digest(algorithm, message).ok_or(SignError::Algorithm)?;
        self.0.sign_with_rng(rng, padding, &digest).map_err(|error| match error {
            ::rsa::Error::Rng => SignError::Random,
            _ => SignError::Failed,
        })
    }
}

/// The padding scheme and the digest of the message, if the algorithm is of this family.
fn padded_digest(
    algorithm: &SignatureAlgorithm,
    message: &[u8],
) -> Option<(Pkcs1v15Sign, Vec<u8>)> {
    let padding = match algorithm {
        SignatureAlgorithm::Sha256WithRsa => Pkcs1v15Sign::new::<Sha256>(),
        SignatureAlgorithm::Sha384WithRsa => Pkcs1v15Sign::new::<Sha384>(),
        SignatureAlgorithm::Sha512WithRsa => Pkcs1v15Sign::new::<Sha512>(),
        _ => return None,
    };
    Some((padding, algorithm.digest(message)?))
}

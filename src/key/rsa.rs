//! RSA, PKCS #1 v1.5 (RFC 8017), by the crate `rsa`.
//!
//! `rsa` recomputes the CRT values when a key is loaded and checks each result against the
//! public exponent before it gives it out, so a faulty signature never leaves. It blinds only
//! where it is given random numbers; that is why they are handed in here, always.

use alloc::{boxed::Box, format, vec::Vec};

use ::rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPublicKey};
use ::rsa::pkcs8::EncodePrivateKey;
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::private_key::{AnyRng, PrivateKey};
use super::private_key_info::PrivateKeyInfo;
use super::refusal::{contradictory, not_der, random, refuse};
use super::sign_error::SignError;
use super::verification::{BadSignatureCause, VerifyError};
use crate::algorithm::SignatureAlgorithm;
use crate::algorithm::table::{Family as AlgorithmFamily, RSA_ENCRYPTION};
use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, stop};
use crate::error::{Code, Error};
use crate::public_key::{PublicKey, bits};

mod cause;
mod pkcs1;
mod pss;
mod public;

use public::{BITS_MAX, public};

/// The smallest modulus accepted, in bits (CA/Browser Forum Baseline Requirements 6.1.5).
const BITS_MIN: usize = 2_048;

/// 65,537, the only public exponent accepted, as the content of an INTEGER.
const EXPONENT: &[u8] = &[1, 0, 1];

pub(super) struct Rsa;

impl Family for Rsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, Error>> {
        let bits = match algorithm {
            Algorithm::Rsa2048 => 2_048,
            Algorithm::Rsa3072 => 3_072,
            Algorithm::Rsa4096 => 4_096,
            _ => return None,
        };
        Some(match ::rsa::PrivateKey::new(rng, bits) {
            Ok(key) => KeyPair::try_from(key),
            Err(error) => Err(random(error)),
        })
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>> {
        (info.algorithm.as_bytes() == RSA_ENCRYPTION).then(|| {
            let der = check_limits(info.key)?;
            let key = ::rsa::PrivateKey::from_pkcs1_der(der).map_err(contradictory)?;
            if let Some(stated) = info.public {
                let public = key.as_public_key().to_pkcs1_der().map_err(contradictory)?;
                if public.as_bytes() != stated {
                    return Err(contradictory(()));
                }
            }
            KeyPair::try_from(key)
        })
    }

    fn verify(&self, signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
        match signed.algorithm.family() {
            AlgorithmFamily::Rsa => pkcs1::verify(signed),
            _ => pss::verify(signed),
        }
    }

    fn cause(&self, signed: &Signed<'_>) -> Option<BadSignatureCause> {
        let cause = match signed.algorithm.family() {
            AlgorithmFamily::Rsa => cause::of_pkcs1,
            _ => cause::of_pss,
        };
        let digest = signed.algorithm.digest_algorithm();
        cause(&public(signed.key).ok()?, digest, signed.message, signed.signature)
    }
}

/// The RSAPrivateKey (RFC 8017 A.1.2), if its numbers are such that `rsa` takes them and in
/// reasonable time: it says of all others only that they are malformed.
fn check_limits(outer: Reader<'_>) -> Result<&[u8], Error> {
    let walk = &mut Walk::strict();
    let key = walk.only(outer, tag::SEQUENCE).map_err(not_der)?;
    let mut numbers = key.reader();
    let mut number = || walk.expect(&mut numbers, tag::INTEGER).map_err(not_der);
    let version = number()?;
    let modulus = number()?;
    let exponent = number()?;
    // Private exponent, primes, their exponents, coefficient.
    for _ in 0..6 {
        number()?;
    }
    match version.content {
        [0] => walk.finish(&numbers),
        [1] => return Err(multi_prime()),
        _ => stop(Code::Version, version.at, format_args!("is another version")),
    }
    .map_err(not_der)?;
    check_bits(bits(modulus.content))?;
    if exponent.content != EXPONENT {
        return Err(wrong_exponent());
    }
    Ok(key.encoded)
}

fn check_bits(bits: usize) -> Result<(), Error> {
    let expected = match bits {
        ..BITS_MIN => {
            format!("at least {BITS_MIN} (CA/Browser Forum Baseline Requirements 6.1.5)")
        }
        BITS_MIN..=BITS_MAX => return Ok(()),
        _ => format!("at most {BITS_MAX}"),
    };
    let reason = format!("is an RSA key of {bits} bits");
    Err(refuse(Code::RsaKeySize, reason).expected(expected))
}

fn multi_prime() -> Error {
    refuse(Code::RsaMultiPrime, "is an RSA key of more than two primes (RFC 8017 3.2)")
        .expected("two primes")
}

fn wrong_exponent() -> Error {
    refuse(Code::RsaExponent, "is an RSA key with an unusual public exponent")
        .expected("65537, which every CA accepts")
}

/// Takes a key over from the crate `rsa`.
///
/// Refused with [`Code::RsaKeySize`] where it has fewer than 2,048 or more than 8,192 bits,
/// [`Code::RsaExponent`] where the public exponent is not 65,537, [`Code::RsaMultiPrime`] where
/// there are more than two primes, and [`Code::KeyDamaged`] where its parts contradict one another.
impl TryFrom<::rsa::PrivateKey> for KeyPair {
    type Error = Error;

    fn try_from(key: ::rsa::PrivateKey) -> Result<Self, Error> {
        check_bits(bits(&key.n().to_be_bytes()))?;
        if *key.e() != ::rsa::BoxedUint::from(65_537_u32) {
            return Err(wrong_exponent());
        }
        if key.primes().len() != 2 {
            return Err(multi_prime());
        }
        key.validate().map_err(contradictory)?;
        let public = key.as_public_key().to_pkcs1_der().map_err(contradictory)?;
        Ok(Self {
            public: PublicKey::from_pkcs1(public.as_bytes())?,
            signature_algorithm: SignatureAlgorithm::Sha256WithRsa,
            private: Box::new(RsaKey(key)),
        })
    }
}

struct RsaKey(::rsa::PrivateKey);

impl PrivateKey for RsaKey {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.0.to_pkcs8_der().map(|der| der.to_bytes()).map_err(contradictory)
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let padding = match algorithm.family() {
            AlgorithmFamily::Rsa => pkcs1::padding(algorithm.digest_algorithm()),
            _ => None,
        };
        let padding = padding.ok_or(SignError::Algorithm)?;
        let digest = algorithm.digest(message).ok_or(SignError::Algorithm)?;
        self.0.sign_with_rng(rng, padding, &digest).map_err(|error| match error {
            ::rsa::Error::Rng => SignError::Random,
            _ => SignError::Failed,
        })
    }
}

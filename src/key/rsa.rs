//! RSA, PKCS #1 v1.5 and PSS (RFC 8017), by the crate `rsa`; keys for both, and for PSS alone
//! (RFC 4055 1.2).
//!
//! `rsa` recomputes the CRT values when a key is loaded and checks each result against the
//! public exponent before it gives it out, so a faulty signature never leaves. It blinds only
//! where it is given random numbers; that is why they are handed in here, always.

use alloc::{boxed::Box, format, vec::Vec};

use ::rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, EncodeRsaPublicKey};
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::private_key::{AnyRng, PrivateKey};
use super::private_key_info::{self, PrivateKeyInfo};
use super::refusal::{contradictory, not_der, random, refuse};
use super::sign_error::SignError;
use super::verification::{BadSignatureCause, VerifyError};
use crate::algorithm::SignatureAlgorithm;
use crate::algorithm::pss::Params;
use crate::algorithm::table::{Family as AlgorithmFamily, RSA_ENCRYPTION, RSASSA_PSS};
use crate::asn1::read::{Reader, Tlv};
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
            Algorithm::Rsa2048 | Algorithm::RsaPss2048 => 2_048,
            Algorithm::Rsa3072 | Algorithm::RsaPss3072 => 3_072,
            Algorithm::Rsa4096 | Algorithm::RsaPss4096 => 4_096,
            _ => return None,
        };
        let pss = algorithm.signature_algorithm().family() == AlgorithmFamily::RsaPss;
        Some(match ::rsa::PrivateKey::new(rng, bits) {
            Ok(key) => key_pair(key, pss.then_some(None)),
            Err(error) => Err(random(error)),
        })
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>> {
        let pss = match info.algorithm.as_bytes() {
            RSA_ENCRYPTION => None,
            RSASSA_PSS => Some(info.parameters),
            _ => return None,
        };
        let read = || {
            let der = check_limits(info.key)?;
            let key = ::rsa::PrivateKey::from_pkcs1_der(der).map_err(contradictory)?;
            if let Some(stated) = info.public {
                let public = key.as_public_key().to_pkcs1_der().map_err(contradictory)?;
                if public.as_bytes() != stated {
                    return Err(contradictory(()));
                }
            }
            key_pair(key, pss)
        };
        Some(read())
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

/// A key, for PSS alone if there are parameters of such a key, which may be none.
pub(crate) fn key_pair(
    key: ::rsa::PrivateKey,
    pss: Option<Option<Tlv<'_>>>,
) -> Result<KeyPair, Error> {
    check_bits(bits(&key.n().to_be_bytes()))?;
    if *key.e() != ::rsa::BoxedUint::from(65_537_u32) {
        return Err(wrong_exponent());
    }
    if key.primes().len() != 2 {
        return Err(multi_prime());
    }
    key.validate().map_err(contradictory)?;
    let pkcs1 = key.as_public_key().to_pkcs1_der().map_err(contradictory)?;
    let (public, signature_algorithm) = match pss {
        None => (PublicKey::from_pkcs1(pkcs1.as_bytes())?, SignatureAlgorithm::Sha256WithRsa),
        Some(parameters) => {
            let given = parameters.map(|given| Reader::at_offset(given.encoded, given.at));
            let allowed = given.map(|given| Params::read(&mut Walk::strict(), given)).transpose();
            let allowed = allowed.map_err(not_der)?;
            let signature_algorithm =
                SignatureAlgorithm::pss_of_key(allowed.as_ref()).ok_or_else(other_digest)?;
            (PublicKey::from_pkcs1_pss(pkcs1.as_bytes(), parameters)?, signature_algorithm)
        }
    };
    let private = Box::new(RsaKey { key, public: public.clone() });
    Ok(KeyPair { public, signature_algorithm, private })
}

fn other_digest() -> Error {
    refuse(Code::KeyAlgorithm, "is for RSASSA-PSS with a digest that is not supported").expected(
        "SHA-256, SHA-384 or SHA-512 for message and mask, or no parameters (RFC 4055 3.1)",
    )
}

struct RsaKey {
    key: ::rsa::PrivateKey,
    public: PublicKey,
}

impl PrivateKey for RsaKey {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let key = self.key.to_pkcs1_der().map_err(contradictory)?;
        let identifier = self.public.algorithm_identifier().map_or(&[][..], |tlv| tlv.content);
        Ok(private_key_info::write(
            key.as_bytes().len() + identifier.len(),
            |out| out.extend_from_slice(identifier),
            |out| out.extend_from_slice(key.as_bytes()),
        ))
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let digest = algorithm.digest(message).ok_or(SignError::Algorithm)?;
        let signed = match algorithm.family() {
            AlgorithmFamily::Rsa if !self.public.is_pss() => {
                let padding = pkcs1::padding(algorithm.digest_algorithm());
                padding.map(|padding| self.key.sign_with_rng(rng, padding, &digest))
            }
            _ => pss::sign(&self.key, &self.public, algorithm, &digest, rng),
        };
        signed.ok_or(SignError::Algorithm)?.map_err(|error| match error {
            ::rsa::Error::Rng => SignError::Random,
            _ => SignError::Failed,
        })
    }
}

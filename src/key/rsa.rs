//! RSA, PKCS #1 v1.5 (RFC 8017), by the crate `rsa`.
//!
//! `rsa` recomputes the CRT values when a key is loaded and checks each result against the
//! public exponent before it gives it out, so a faulty signature never leaves. It blinds only
//! where it is given random numbers; that is why they are handed in here, always.

use alloc::{boxed::Box, vec::Vec};

use ::rsa::pkcs1v15::Pkcs1v15Sign;
use ::rsa::traits::PublicKeyParts;
use pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{
    Algorithm, AnyRng, Family, KeyError, PrivateKey, PrivateKeyInfo, SignError, VerifyError,
};
use crate::public_key::{PublicKey, PublicKeyAlgorithm, RSA_ENCRYPTION};
use crate::signature_algorithm::SignatureAlgorithm;

/// The smallest modulus accepted, in bits (CA/Browser Forum Baseline Requirements 6.1.5).
const BITS_MIN: usize = 2_048;

pub(super) struct Rsa;

impl Family for Rsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<Box<dyn PrivateKey>, KeyError>> {
        let bits = match algorithm {
            Algorithm::Rsa2048 => 2_048,
            _ => return None,
        };
        Some(match ::rsa::PrivateKey::new(rng, bits) {
            Ok(key) => Ok(Box::new(RsaKey(key))),
            Err(_) => Err(KeyError::Random),
        })
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<Box<dyn PrivateKey>, KeyError>> {
        (info.algorithm.as_bytes() == RSA_ENCRYPTION).then(|| {
            let key = ::rsa::PrivateKey::from_pkcs8_der(info.der).map_err(|_| KeyError::Invalid)?;
            let bits = usize::try_from(key.n().bit_width_vartime()).unwrap_or(0);
            if bits < BITS_MIN {
                return Err(KeyError::RsaTooSmall { bits });
            }
            if *key.e() != ::rsa::BoxedUint::from(65_537_u32) {
                return Err(KeyError::RsaExponent);
            }
            let key: Box<dyn PrivateKey> = Box::new(RsaKey(key));
            Ok(key)
        })
    }

    fn verify(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), VerifyError>> {
        if !matches!(key.algorithm(), PublicKeyAlgorithm::Rsa { .. }) {
            return None;
        }
        let (padding, digest) = padded_digest(algorithm, message)?;
        Some(match ::rsa::PublicKey::from_public_key_der(key.as_der()) {
            Ok(key) => {
                key.verify(padding, &digest, signature).map_err(|_| VerifyError::BadSignature)
            }
            Err(_) => Err(VerifyError::BadKey),
        })
    }
}

struct RsaKey(::rsa::PrivateKey);

impl PrivateKey for RsaKey {
    fn public_key(&self) -> Result<PublicKey, KeyError> {
        let der = self.0.as_public_key().to_public_key_der().map_err(|_| KeyError::Invalid)?;
        PublicKey::from_der(der.as_bytes()).map_err(KeyError::Der)
    }

    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let der = self.0.to_pkcs8_der().map_err(|_| KeyError::Invalid)?;
        Ok(Zeroizing::new(der.as_bytes().to_vec()))
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let (padding, digest) = padded_digest(algorithm, message).ok_or(SignError::Algorithm)?;
        self.0.sign_with_rng(rng, padding, &digest).map_err(|_| SignError::Failed)
    }
}

/// The padding scheme and the digest of the message, if the algorithm is of this family.
fn padded_digest(
    algorithm: &SignatureAlgorithm,
    message: &[u8],
) -> Option<(Pkcs1v15Sign, Vec<u8>)> {
    Some(match algorithm {
        SignatureAlgorithm::Sha256WithRsa => {
            (Pkcs1v15Sign::new::<Sha256>(), Sha256::digest(message).to_vec())
        }
        SignatureAlgorithm::Sha384WithRsa => {
            (Pkcs1v15Sign::new::<Sha384>(), Sha384::digest(message).to_vec())
        }
        SignatureAlgorithm::Sha512WithRsa => {
            (Pkcs1v15Sign::new::<Sha512>(), Sha512::digest(message).to_vec())
        }
        _ => return None,
    })
}

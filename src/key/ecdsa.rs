//! ECDSA on the NIST curves (FIPS 186-5), by the crate `p256`. Signatures are deterministic
//! (RFC 6979): the same key and message give the same octets.

use alloc::{boxed::Box, vec::Vec};

use p256::elliptic_curve::Generate;
use pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use signature::hazmat::{PrehashSigner, PrehashVerifier};
use zeroize::Zeroizing;

use super::{
    Algorithm, AnyRng, Family, KeyError, PrivateKey, PrivateKeyInfo, SignError, VerifyError,
};
use crate::public_key::{EC_PUBLIC_KEY, PublicKey, PublicKeyAlgorithm};
use crate::signature_algorithm::SignatureAlgorithm;

pub(super) struct Ecdsa;

impl Family for Ecdsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<Box<dyn PrivateKey>, KeyError>> {
        match algorithm {
            Algorithm::EcdsaP256 => Some(
                p256::ecdsa::SigningKey::try_generate_from_rng(rng)
                    .map(|key| -> Box<dyn PrivateKey> { Box::new(P256Key(key)) })
                    .map_err(|_| KeyError::Random),
            ),
            _ => None,
        }
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<Box<dyn PrivateKey>, KeyError>> {
        (info.algorithm.as_bytes() == EC_PUBLIC_KEY).then(|| {
            let key =
                p256::ecdsa::SigningKey::from_pkcs8_der(info.der).map_err(|_| KeyError::Invalid)?;
            let key: Box<dyn PrivateKey> = Box::new(P256Key(key));
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
        let digest = digest(algorithm, message)?;
        match key.algorithm() {
            PublicKeyAlgorithm::EcP256 => Some(verify_p256(key, &digest, signature)),
            _ => None,
        }
    }
}

fn verify_p256(key: &PublicKey, digest: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
    let key = p256::ecdsa::VerifyingKey::from_public_key_der(key.as_der())
        .map_err(|_| VerifyError::BadKey)?;
    let signature =
        p256::ecdsa::Signature::from_der(signature).map_err(|_| VerifyError::BadSignature)?;
    key.verify_prehash(digest, &signature).map_err(|_| VerifyError::BadSignature)
}

struct P256Key(p256::ecdsa::SigningKey);

impl PrivateKey for P256Key {
    fn public_key(&self) -> Result<PublicKey, KeyError> {
        let der = self.0.verifying_key().to_public_key_der().map_err(|_| KeyError::Invalid)?;
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
        _rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        let digest = digest(algorithm, message).ok_or(SignError::Algorithm)?;
        let signature: p256::ecdsa::Signature =
            self.0.sign_prehash(&digest).map_err(|_| SignError::Failed)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

/// The digest of the message, if the algorithm is of this family.
fn digest(algorithm: &SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        SignatureAlgorithm::EcdsaWithSha256 => Sha256::digest(message).to_vec(),
        SignatureAlgorithm::EcdsaWithSha384 => Sha384::digest(message).to_vec(),
        SignatureAlgorithm::EcdsaWithSha512 => Sha512::digest(message).to_vec(),
        _ => return None,
    })
}

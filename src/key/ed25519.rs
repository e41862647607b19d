//! Ed25519 (RFC 8032, in keys RFC 8410), by the crate `ed25519-dalek`. Signatures are deterministic.
//!
//! ```text
//! CurvePrivateKey ::= OCTET STRING                                   -- RFC 8410 7
//! ```
//!
//! Keys are written without the public key, as version 1 of PKCS #8, which is what OpenSSL writes.

use alloc::{boxed::Box, format, vec::Vec};

use ed25519_dalek::{SECRET_KEY_LENGTH, Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::private_key::{AnyRng, PrivateKey};
use super::private_key_info::{self, PrivateKeyInfo};
use super::refusal::{contradictory, not_der, random, refuse};
use super::sign_error::SignError;
use super::verification::VerifyError;
use crate::algorithm::table::ED25519;
use crate::algorithm::{SignatureAlgorithm, parameters};
use crate::asn1::walk::Walk;
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

pub(super) struct Ed25519;

impl Family for Ed25519 {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, Error>> {
        (algorithm == Algorithm::Ed25519).then(|| {
            let mut secret = Zeroizing::new([0; SECRET_KEY_LENGTH]);
            rng.try_fill_bytes(&mut *secret).map_err(random)?;
            Ok(key_pair(SigningKey::from_bytes(&secret)))
        })
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>> {
        (info.algorithm.as_bytes() == ED25519).then(|| read(info))
    }

    fn verify(&self, signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
        (*signed.key.algorithm() == PublicKeyAlgorithm::Ed25519
            && *signed.algorithm == SignatureAlgorithm::Ed25519)
            .then(|| verify(signed.key, signed.message, signed.signature))
    }
}

fn read(info: &PrivateKeyInfo<'_>) -> Result<KeyPair, Error> {
    let walk = &mut Walk::strict();
    parameters::absent(walk, info.parameters.as_ref(), "Ed25519").map_err(not_der)?;
    let secret = walk.only(info.key, tag::OCTET_STRING).map_err(not_der)?.content;
    let secret = secret.try_into().map_err(|_| {
        refuse(Code::KeyDamaged, format!("is an Ed25519 key of {} bytes", secret.len()))
            .expected("32 bytes (RFC 8032 5.1.5)")
    })?;
    let key = SigningKey::from_bytes(secret);
    match info.public {
        Some(public) if public != key.verifying_key().as_bytes() => Err(contradictory(())),
        _ => Ok(key_pair(key)),
    }
}

/// Without the cofactor (RFC 8032 5.1.7, the sufficient equation), as OpenSSL and most others do, so
/// that no signature verifies here and not there. A key or an R of small order is refused too: under such a
/// key any signature can be made to verify, and a request is to prove that its sender has the private key.
fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
    let key = key.subject_public_key().try_into().map_err(|_| VerifyError::BadKey)?;
    let key = VerifyingKey::from_bytes(key).map_err(|_| VerifyError::BadKey)?;
    Signature::from_slice(signature)
        .and_then(|signature| key.verify_strict(message, &signature))
        .map_err(|_| VerifyError::BadSignature(None))
}

pub(crate) fn key_pair(key: SigningKey) -> KeyPair {
    KeyPair {
        public: PublicKey::plain(PublicKeyAlgorithm::Ed25519, key.verifying_key().as_bytes()),
        signature_algorithm: SignatureAlgorithm::Ed25519,
        private: Box::new(key),
    }
}

impl PrivateKey for SigningKey {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(private_key_info::write(
            SECRET_KEY_LENGTH,
            |identifier| der::tlv(identifier, tag::OBJECT_IDENTIFIER, ED25519),
            |key| der::tlv(key, tag::OCTET_STRING, self.as_bytes()),
        ))
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        _rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        if *algorithm != SignatureAlgorithm::Ed25519 {
            return Err(SignError::Algorithm);
        }
        let signature = self.try_sign(message).map_err(|_| SignError::Failed)?;
        Ok(signature.to_bytes().to_vec())
    }
}

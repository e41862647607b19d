//! RSA (PKCS #1 v1.5 and PSS), ECDSA, Ed25519 and ML-DSA by aws-lc, through the crate `aws-lc-rs`: the same keys, signing several times
//! as fast. Every key is read and checked without it first, so that keys are refused, and written,
//! in the same way; signatures are verified without it too.
//!
//! aws-lc draws its own random numbers: RSA keys and the signatures of ECDSA, PSS and ML-DSA, which are
//! not deterministic here, come out different each time. Signatures of RSA (PKCS #1 v1.5) and Ed25519 are
//! the same to the byte. Like `rsa`, aws-lc blinds them and checks each against the public exponent
//! before it gives it out (`rsa_default_private_transform` in its `rsa_impl.c`).

use alloc::{boxed::Box, vec, vec::Vec};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, Ed25519KeyPair, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING, ML_DSA_87_SIGNING,
    PqdsaKeyPair, PqdsaSigningAlgorithm, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaKeyPair, RsaSignatureEncoding,
};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::key_pair::KeyPair;
use super::kind::KeyKind;
use super::private_key::{AnyRng, PrivateKey};
use super::refusal::random;
use super::sign_error::SignError;
use crate::algorithm::pss;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::error::Error;
use crate::public_key::PublicKeyAlgorithm;

impl KeyPair {
    /// The same key, signing by aws-lc where aws-lc takes it: much faster, with ECDSA signatures
    /// that differ each time.
    ///
    /// The feature `aws-lc-rs` alone changes nothing: the caller chooses for each key. Verifying has no
    /// such choice: [`CertificationRequest::verify`](crate::CertificationRequest::verify) is in Rust
    /// alone, which takes several times as long as aws-lc for P-256. Who verifies many requests can hand
    /// [`to_be_signed`](crate::CertificationRequest::to_be_signed),
    /// [`signature`](crate::CertificationRequest::signature) and the key to aws-lc.
    #[must_use]
    pub fn with_aws_lc(mut self) -> Self {
        if let Some(signer) = Signer::of(&self) {
            self.private = Box::new(AwsLcKey { signer, key: self.private });
        }
        self
    }

    /// Makes a key like [`generate`](Self::generate), RSA keys by aws-lc, which is much faster;
    /// the key signs [by aws-lc](Self::with_aws_lc). Random numbers are aws-lc's, or the operating
    /// system's.
    ///
    /// # Errors
    /// [`Code::Random`](crate::Code::Random) where aws-lc or the random number generator fails.
    pub fn generate_with_aws_lc(kind: impl Into<KeyKind>) -> Result<Self, Error> {
        let kind = kind.into();
        let size = match kind.algorithm() {
            Algorithm::Rsa2048 => KeySize::Rsa2048,
            Algorithm::Rsa3072 => KeySize::Rsa3072,
            Algorithm::Rsa4096 => KeySize::Rsa4096,
            _ => return Self::generate(kind, &mut getrandom::SysRng).map(Self::with_aws_lc),
        };
        let der = RsaKeyPair::generate(size).and_then(|key| key.as_der()).map_err(random)?;
        let key = Self::from_pkcs8_der(der.as_ref())?;
        Ok(Self { signature_algorithm: kind.signature_algorithm(), ..key }.with_aws_lc())
    }
}

/// A key of aws-lc, and the same one without it: to be written, and to sign by the algorithms
/// that aws-lc does not combine with its curve. Both wipe themselves.
struct AwsLcKey {
    signer: Signer,
    key: Box<dyn PrivateKey>,
}

impl PrivateKey for AwsLcKey {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.key.to_pkcs8_der()
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        match self.signer.sign(algorithm, message) {
            Some(signed) => signed,
            None => self.key.sign(algorithm, message, rng),
        }
    }
}

enum Signer {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair, SignatureAlgorithm),
    Ed25519(Ed25519KeyPair),
    MlDsa(PqdsaKeyPair, SignatureAlgorithm),
}

/// How RSA signs by an algorithm. Of RSASSA-PSS aws-lc has salts as long as the digest only.
fn rsa_encoding(algorithm: &SignatureAlgorithm) -> Option<&'static RsaSignatureEncoding> {
    match algorithm {
        SignatureAlgorithm::Sha256WithRsa => return Some(&RSA_PKCS1_SHA256),
        SignatureAlgorithm::Sha384WithRsa => return Some(&RSA_PKCS1_SHA384),
        SignatureAlgorithm::Sha512WithRsa => return Some(&RSA_PKCS1_SHA512),
        _ => {}
    }
    let params = pss::of_identifier(algorithm.as_der())?.ok()?;
    match (params.only_digest_algorithm()?, params.salt_len) {
        (DigestAlgorithm::Sha256, 32) => Some(&RSA_PSS_SHA256),
        (DigestAlgorithm::Sha384, 48) => Some(&RSA_PSS_SHA384),
        (DigestAlgorithm::Sha512, 64) => Some(&RSA_PSS_SHA512),
        _ => None,
    }
}

impl Signer {
    fn of(key: &KeyPair) -> Option<Self> {
        let der = key.private.to_pkcs8_der().ok()?;
        let usual = SignatureAlgorithm::usual_for(&key.public)?;
        let curve = match key.public.algorithm() {
            PublicKeyAlgorithm::Rsa => {
                return RsaKeyPair::from_pkcs8(&der).ok().map(Self::Rsa);
            }
            PublicKeyAlgorithm::EcP256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            PublicKeyAlgorithm::EcP384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
            PublicKeyAlgorithm::EcP521 => &ECDSA_P521_SHA512_ASN1_SIGNING,
            PublicKeyAlgorithm::Ed25519 => {
                return Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).ok().map(Self::Ed25519);
            }
            PublicKeyAlgorithm::MlDsa44 => return Self::ml_dsa(&ML_DSA_44_SIGNING, &der, usual),
            PublicKeyAlgorithm::MlDsa65 => return Self::ml_dsa(&ML_DSA_65_SIGNING, &der, usual),
            PublicKeyAlgorithm::MlDsa87 => return Self::ml_dsa(&ML_DSA_87_SIGNING, &der, usual),
            _ => return None,
        };
        let signer = EcdsaKeyPair::from_pkcs8(curve, &der).ok()?;
        Some(Self::Ecdsa(signer, usual))
    }

    fn ml_dsa(
        set: &'static PqdsaSigningAlgorithm,
        pkcs8: &[u8],
        usual: SignatureAlgorithm,
    ) -> Option<Self> {
        Some(Self::MlDsa(PqdsaKeyPair::from_pkcs8(set, pkcs8).ok()?, usual))
    }

    /// Nothing where it has no such algorithm.
    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
    ) -> Option<Result<Vec<u8>, SignError>> {
        // aws-lc takes its own random numbers in any case.
        let rng = SystemRandom::new();
        let signed = match self {
            Self::Ecdsa(key, usual) if algorithm == usual => {
                key.sign(&rng, message).map(|signature| signature.as_ref().to_vec())
            }
            Self::Ecdsa(..) => return None,
            Self::Rsa(key) => {
                let encoding = rsa_encoding(algorithm)?;
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(encoding, &rng, message, &mut signature).map(|()| signature)
            }
            Self::Ed25519(key) if *algorithm == SignatureAlgorithm::Ed25519 => {
                key.try_sign(message).map(|signature| signature.as_ref().to_vec())
            }
            Self::MlDsa(key, usual) if algorithm == usual => {
                let mut signature = vec![0; key.algorithm().signature_len()];
                key.sign(message, &mut signature).map(|_| signature)
            }
            Self::Ed25519(_) | Self::MlDsa(..) => return None,
        };
        Some(signed.map_err(|_| SignError::Failed))
    }
}

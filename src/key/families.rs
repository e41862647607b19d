//! The families that this build has, and what is done by the first that knows an algorithm.

use alloc::format;

use rand_core::TryCryptoRng;

use super::algorithm::Algorithm;
#[cfg(feature = "ecdsa")]
use super::ecdsa::Ecdsa;
#[cfg(feature = "ed25519")]
use super::ed25519::Ed25519;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::kind::KeyKind;
#[cfg(feature = "ml-dsa")]
use super::ml_dsa::MlDsa;
use super::private_key_info::PrivateKeyInfo;
use super::refusal;
use super::rng::ErasedRng;
#[cfg(feature = "rsa")]
use super::rsa::Rsa;
use super::verification::{Verified, VerifyError};
use crate::algorithm::{SignatureAlgorithm, table};
use crate::asn1::walk::Walk;
use crate::error::{Code, Error};
use crate::public_key::PublicKey;

const FAMILIES: &[&dyn Family] = &[
    #[cfg(feature = "rsa")]
    &Rsa,
    #[cfg(feature = "ecdsa")]
    &Ecdsa,
    #[cfg(feature = "ed25519")]
    &Ed25519,
    #[cfg(feature = "ml-dsa")]
    &MlDsa,
];

impl KeyPair {
    /// Makes a key with random numbers from `rng`, such as [`SysRng`](crate::SysRng): for an
    /// [`Algorithm`], or for a [`Policy`](crate::Policy).
    ///
    /// # Errors
    /// [`Code::Random`] where the random number generator fails, [`Code::FeatureMissing`] where
    /// this build does not have the algorithm.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        kind: impl Into<KeyKind>,
        rng: &mut R,
    ) -> Result<Self, Error> {
        let kind = kind.into();
        let algorithm = kind.algorithm();
        let mut rng = ErasedRng(rng);
        let key = FAMILIES.iter().find_map(|family| family.generate(algorithm, &mut rng));
        let key = key.unwrap_or_else(|| Err(unavailable(algorithm)))?;
        Ok(Self { signature_algorithm: kind.signature_algorithm(), ..key })
    }

    /// Reads an unencrypted PKCS #8 key from DER (RFC 5958), and nothing else.
    ///
    /// # Errors
    /// [`Code::Structure`] where it is not one, else what is wrong with the key.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, Error> {
        Self::from_info(&PrivateKeyInfo::pkcs8(&mut Walk::strict(), der).map_err(refusal::not_der)?)
    }

    pub(super) fn from_info(info: &PrivateKeyInfo<'_>) -> Result<Self, Error> {
        let key = FAMILIES.iter().find_map(|family| family.read(info));
        key.unwrap_or_else(|| Err(refusal::algorithm(&info.algorithm)))
    }
}

#[cold]
fn unavailable(algorithm: Algorithm) -> Error {
    let reason =
        format!("needs the feature {}, which this build does not have", algorithm.feature());
    Error::new(Code::FeatureMissing, "algorithm", reason).value(algorithm.as_str())
}

/// Verifies a signature over `message`.
pub(crate) fn verify(
    key: &PublicKey,
    algorithm: &SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<Verified, VerifyError> {
    if !algorithm.fits(key) {
        return Err(VerifyError::NotForKey);
    }
    let digest = algorithm.digest_algorithm();
    let signed = Signed { key, algorithm, message, signature };
    match FAMILIES.iter().find_map(|family| Some((family, family.verify(&signed)?))) {
        Some((_, Ok(()))) => {
            Ok(Verified { broken_digest: digest.is_broken().then_some(digest), names_match: None })
        }
        Some((family, Err(VerifyError::BadSignature(_)))) => {
            Err(VerifyError::BadSignature(family.cause(&signed)))
        }
        Some((_, Err(error))) => Err(error),
        // A wrong length is reported for algorithms that are only named, too.
        None => Err(match table::lens(signed.algorithm.oid().as_bytes()) {
            Some((len, _)) if key.subject_public_key().len() != len => VerifyError::BadKey,
            Some((_, len)) if signature.len() != len => VerifyError::BadSignature(None),
            _ => VerifyError::Unsupported,
        }),
    }
}

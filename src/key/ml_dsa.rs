//! ML-DSA (FIPS 204, in keys RFC 9881), pure and with an empty context, by the crate `ml-dsa`.
//! Signatures are hedged (FIPS 204 3.4): they come out different each time.
//!
//! ```text
//! ML-DSA-PrivateKey ::= CHOICE {                                     -- RFC 9881 6
//!     seed        [0] IMPLICIT OCTET STRING (SIZE (32)),
//!     expandedKey     OCTET STRING,
//!     both            SEQUENCE { seed OCTET STRING (SIZE (32)), expandedKey OCTET STRING } }
//! ```
//!
//! Keys are written as the seed; one that was read without, as it is.

use alloc::{boxed::Box, vec::Vec};

use ::ml_dsa::{ExpandedSigningKey, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, VerifyingKey};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::family::{Family, Signed};
use super::key_pair::KeyPair;
use super::private_key::{AnyRng, PrivateKey};
use super::private_key_info::{self, PrivateKeyInfo};
use super::refusal::{contradictory, not_der, random};
use super::sign_error::SignError;
use super::verification::VerifyError;
use crate::algorithm::table::{ML_DSA_44, ML_DSA_65, ML_DSA_87};
use crate::algorithm::{SignatureAlgorithm, parameters};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::error::Error;
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

mod expanded;

use expanded::Dimensions;

const SEED: u8 = tag::context(0);

pub(super) struct MlDsa;

impl Family for MlDsa {
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, Error>> {
        let set = SETS.iter().find(|set| set.algorithm == algorithm)?;
        let mut seed = Zeroizing::new([0; 32]);
        Some(rng.try_fill_bytes(&mut *seed).map_err(random).and_then(|()| (set.make)(set, seed)))
    }

    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>> {
        let set = SETS.iter().find(|set| set.oid == info.algorithm.as_bytes())?;
        Some((set.read)(set, info))
    }

    fn verify(&self, signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
        let set = SETS.iter().find(|set| set.public == *signed.key.algorithm())?;
        (set.signature == *signed.algorithm).then(|| (set.verify)(signed))
    }
}

/// A parameter set (FIPS 204 4).
struct Set {
    algorithm: Algorithm,
    public: PublicKeyAlgorithm,
    signature: SignatureAlgorithm,
    oid: &'static [u8],
    dimensions: Dimensions,
    make: fn(&'static Self, Zeroizing<[u8; 32]>) -> Result<KeyPair, Error>,
    read: fn(&'static Self, &PrivateKeyInfo<'_>) -> Result<KeyPair, Error>,
    verify: fn(&Signed<'_>) -> Result<(), VerifyError>,
}

macro_rules! set {
    ($variant:ident, $oid:ident, $k:literal, $l:literal, $eta:literal) => {
        Set {
            algorithm: Algorithm::$variant,
            public: PublicKeyAlgorithm::$variant,
            signature: SignatureAlgorithm::$variant,
            oid: $oid,
            dimensions: Dimensions { k: $k, l: $l, eta: $eta },
            make: |set, seed| Ok(Key::<$variant>::from_seed(set, seed).into()),
            read: read::<$variant>,
            verify: verify::<$variant>,
        }
    };
}

static SETS: [Set; 3] = [
    set!(MlDsa44, ML_DSA_44, 4, 4, 2),
    set!(MlDsa65, ML_DSA_65, 6, 5, 4),
    set!(MlDsa87, ML_DSA_87, 8, 7, 2),
];

fn read<P: MlDsaParams + Send + Sync + 'static>(
    set: &'static Set,
    info: &PrivateKeyInfo<'_>,
) -> Result<KeyPair, Error> {
    let walk = &mut Walk::strict();
    parameters::absent(walk, info.parameters.as_ref(), "ML-DSA").map_err(not_der)?;
    let (seed, expanded) = parts(walk, info.key).map_err(not_der)?;
    let expanded =
        expanded.map(|encoded| expanded::read::<P>(&set.dimensions, encoded)).transpose()?;
    let key = match (seed, expanded) {
        (Some(seed), expanded) => {
            let key = Key::<P>::from_seed(set, Zeroizing::new(expanded::len_checked(seed)?));
            if expanded.is_some_and(|expanded| expanded != key.expanded) {
                return Err(expanded::contradicting("seed"));
            }
            key
        }
        (None, Some(expanded)) => Key { set, seed: None, expanded },
        (None, None) => return Err(contradictory(())),
    };
    let key = KeyPair::from(key);
    match info.public {
        Some(public) if public != key.public.subject_public_key() => Err(contradictory(())),
        _ => Ok(key),
    }
}

/// The seed and the expanded key: one of them, or both.
type Parts<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

fn parts<'a>(walk: &mut Walk, key: Reader<'a>) -> Walked<Parts<'a>> {
    match key.peek() {
        Some(SEED) => Ok((Some(walk.only(key, SEED)?.content), None)),
        Some(tag::OCTET_STRING) => Ok((None, Some(walk.only(key, tag::OCTET_STRING)?.content))),
        _ => {
            let mut both = walk.only(key, tag::SEQUENCE)?.reader();
            let seed = walk.expect(&mut both, tag::OCTET_STRING)?.content;
            let expanded = walk.expect(&mut both, tag::OCTET_STRING)?.content;
            walk.finish(&both)?;
            Ok((Some(seed), Some(expanded)))
        }
    }
}

fn verify<P: MlDsaParams>(signed: &Signed<'_>) -> Result<(), VerifyError> {
    let key = signed.key.subject_public_key().try_into().map_err(|_| VerifyError::BadKey)?;
    let key = VerifyingKey::<P>::decode(&key);
    let signature = signed.signature.try_into().ok();
    signature
        .filter(|signature| key.verify_with_context(signed.message, &[], signature))
        .map(drop)
        .ok_or(VerifyError::BadSignature(None))
}

/// A private key. Its parts wipe themselves.
struct Key<P: MlDsaParams> {
    set: &'static Set,
    seed: Option<Zeroizing<[u8; 32]>>,
    expanded: ExpandedSigningKey<P>,
}

impl<P: MlDsaParams> Key<P> {
    fn from_seed(set: &'static Set, seed: Zeroizing<[u8; 32]>) -> Self {
        let expanded = ExpandedSigningKey::from_seed((&*seed).into());
        Self { set, seed: Some(seed), expanded }
    }
}

impl<P: MlDsaParams + Send + Sync + 'static> From<Key<P>> for KeyPair {
    fn from(key: Key<P>) -> Self {
        let public = key.expanded.verifying_key().encode();
        Self {
            public: PublicKey::plain(key.set.public.clone(), &public),
            signature_algorithm: key.set.signature.clone(),
            private: Box::new(key),
        }
    }
}

impl<P: MlDsaParams + Send + Sync> PrivateKey for Key<P> {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let expanded;
        let (tag, key) = match &self.seed {
            Some(seed) => (SEED, &seed[..]),
            None => {
                expanded = expanded::write(&self.expanded);
                (tag::OCTET_STRING, &expanded[..])
            }
        };
        Ok(private_key_info::write(
            key.len(),
            |identifier| der::tlv(identifier, tag::OBJECT_IDENTIFIER, self.set.oid),
            |out| der::tlv(out, tag, key),
        ))
    }

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError> {
        if *algorithm != self.set.signature {
            return Err(SignError::Algorithm);
        }
        // It fails where the random numbers do; that no try gives a signature does not happen.
        let signature = self.expanded.sign_randomized(message, &[], rng);
        signature.map(|signature| signature.encode().to_vec()).map_err(|_| SignError::Random)
    }
}

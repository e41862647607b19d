//! What all peers encode: the same subject, names, keys and signature.

use p256::elliptic_curve::Generate;
use p256::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rand_core::UnwrapErr;
use signature::Signer;

pub const COUNTRY: &str = "DE";
pub const ORGANIZATION: &str = "ACME GmbH";
pub const ORGANIZATIONAL_UNIT: &str = "Firmware";
pub const COMMON_NAME: &str = "bmc-7.example.com";

/// So many different host names.
pub fn host_names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("node-{index}.rack-{}.example.com", index % 40)).collect()
}

/// The keys that all sign with, in the form that each needs.
pub struct Keys {
    pub p256: p256::ecdsa::SigningKey,
    pub p256_pkcs8: Vec<u8>,
    pub p256_spki: Vec<u8>,
    pub rsa: rsa::PrivateKey,
    pub rsa_pkcs8: Vec<u8>,
    pub rsa_spki: Vec<u8>,
    /// A P-256 signature over nothing that matters, for the cases without a signer.
    pub fixed_signature: Vec<u8>,
}

impl Keys {
    pub fn generate() -> Self {
        let mut rng = UnwrapErr(pkcs10::SysRng);
        let p256 = p256::ecdsa::SigningKey::generate_from_rng(&mut rng);
        let rsa = rsa::PrivateKey::new(&mut rng, 2_048).expect("an RSA key");
        let fixed: p256::ecdsa::DerSignature = p256.sign(b"fixed");
        Self {
            p256_pkcs8: p256.to_pkcs8_der().expect("PKCS #8").as_bytes().to_vec(),
            p256_spki: p256.verifying_key().to_public_key_der().expect("SPKI").into_vec(),
            rsa_pkcs8: rsa.to_pkcs8_der().expect("PKCS #8").as_bytes().to_vec(),
            rsa_spki: rsa.as_public_key().to_public_key_der().expect("SPKI").into_vec(),
            fixed_signature: fixed.as_bytes().to_vec(),
            p256,
            rsa,
        }
    }
}

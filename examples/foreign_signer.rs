//! Keys of other crates: Ed25519 and ML-DSA, which this crate does not have. Any key with the
//! RustCrypto traits works; its own verifying key verifies the signature.
//!
//! ```sh
//! cargo run --example foreign_signer
//! ```

use std::error::Error;

use ml_dsa::{KeyInit, MlDsa65};
use pkcs10::keys::RustCryptoSigner;
use pkcs10::{DistinguishedName, GeneralName, Request};

fn main() -> Result<(), Box<dyn Error>> {
    let request = Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .build()?;

    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    let key = ed25519_dalek::SigningKey::from_bytes(&seed);
    let signer = RustCryptoSigner::new::<_, ed25519_dalek::Signature>(&key)?;
    sign(&request, &signer)?;

    getrandom::fill(&mut seed)?;
    let key = ml_dsa::SigningKey::<MlDsa65>::new(&seed.into());
    let signer = RustCryptoSigner::new::<_, ml_dsa::Signature<MlDsa65>>(&key)?;
    sign(&request, &signer)
}

fn sign(request: &Request, signer: &RustCryptoSigner<'_>) -> Result<(), Box<dyn Error>> {
    let csr = request.sign_by(signer)?;
    println!("signed with {}, {} bytes", csr.signature_algorithm(), csr.as_der().len());
    print!("{}", csr.to_pem());
    Ok(())
}

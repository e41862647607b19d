//! Keys of other crates, for algorithms that this one does not ship: Ed25519 and ML-DSA. Any
//! signer of the RustCrypto traits does; its signature is verified by its own verifying key.

use std::error::Error;

use ml_dsa::{KeyInit, MlDsa65};
use pkcs10::{CertificationRequest, GeneralName, Request, Subject};

fn main() -> Result<(), Box<dyn Error>> {
    let request = Request::builder()
        .subject(Subject::builder().common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .build()?;

    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    let key = ed25519_dalek::SigningKey::from_bytes(&seed);
    show(&request.sign_with::<_, ed25519_dalek::Signature>(&key)?)?;

    getrandom::fill(&mut seed)?;
    let key = ml_dsa::SigningKey::<MlDsa65>::new(&seed.into());
    show(&request.sign_with::<_, ml_dsa::Signature<MlDsa65>>(&key)?)
}

fn show(csr: &CertificationRequest) -> Result<(), Box<dyn Error>> {
    println!("signed with {}, {} octets", csr.signature_algorithm()?, csr.as_der().len());
    print!("{}", csr.to_pem());
    Ok(())
}

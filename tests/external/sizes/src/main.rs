//! A program that makes a P-256 key and a request with a common name and a name, with one of three
//! libraries: `sizes KIB` does so on a stack of so many KiB, and prints the most that was on the heap, in
//! bytes. `scripts/dependencies` runs it.

use std::error::Error;

const HOST: &str = "bmc-7.example.com";

fn main() -> Result<(), Box<dyn Error>> {
    let kib: usize = std::env::args().nth(1).ok_or("sizes KIB")?.parse()?;
    let run = || allocation_counter::measure(|| assert_ne!(request().expect("a request"), ""));
    let thread = std::thread::Builder::new().stack_size(kib << 10).spawn(run)?;
    println!("{}", thread.join().map_err(|_| "no request")?.bytes_max);
    Ok(())
}

#[cfg(feature = "pkcs10")]
fn request() -> Result<String, Box<dyn Error>> {
    use pkcs10::{Algorithm, DistinguishedName, GeneralName, KeyPair, Request, SysRng};
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let request = Request::builder()
        .subject(DistinguishedName::builder().common_name(HOST))
        .subject_alt_name(GeneralName::dns(HOST))
        .build()?;
    Ok(request.sign(&key)?.to_pem())
}

#[cfg(feature = "x509-cert")]
fn request() -> Result<String, Box<dyn Error>> {
    use p256::ecdsa::{DerSignature, SigningKey};
    use p256::elliptic_curve::Generate;
    use x509_cert::builder::{Builder, RequestBuilder};
    use x509_cert::der::{EncodePem, asn1::Ia5String, pem::LineEnding};
    use x509_cert::ext::pkix::{SubjectAltName, name::GeneralName};
    let key = SigningKey::generate();
    let mut builder = RequestBuilder::new(format!("CN={HOST}").parse()?)?;
    builder.add_extension(&SubjectAltName(vec![GeneralName::DnsName(Ia5String::new(HOST)?)]))?;
    Ok(builder.build::<_, DerSignature>(&key)?.to_pem(LineEnding::LF)?)
}

#[cfg(feature = "rcgen")]
fn request() -> Result<String, Box<dyn Error>> {
    use rcgen::{CertificateParams, DnType, KeyPair};
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new([HOST.to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, HOST);
    Ok(params.serialize_request(&key)?.pem()?)
}

#[cfg(not(any(feature = "pkcs10", feature = "x509-cert", feature = "rcgen")))]
fn request() -> Result<String, Box<dyn Error>> {
    Ok(HOST.to_owned())
}

//! A test CA (rcgen) issues a certificate from a request, and a rustls server uses it: the request, the
//! private key and the public key go from crate to crate by the conversions of the feature
//! `rustls-pki-types`.

use std::error::Error;
use std::io::{Read, Write};
use std::sync::Arc;

use pkcs10::extensions::TlsFeature;
use pkcs10::{
    Algorithm, CertificationRequest, DistinguishedName, ExtendedKeyUsage, GeneralName, KeyPair,
    KeyUsage, Request, SysRng,
};
use rcgen::{BasicConstraints, CertificateParams, CertificateSigningRequestParams, IsCa, Issuer};
use rustls::pki_types::{CertificateDer, CertificateSigningRequestDer, PrivateKeyDer};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};

const HOST: &str = "bmc-7.example.com";

fn main() -> Result<(), Box<dyn Error>> {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384, Algorithm::Rsa2048] {
        let key = KeyPair::generate(algorithm, &mut SysRng)?;
        let request = Request::builder()
            .subject(DistinguishedName::builder().common_name(HOST))
            .subject_alt_name(GeneralName::dns(HOST))
            .extension(KeyUsage::DIGITAL_SIGNATURE)
            .extension("serverAuth".parse::<ExtendedKeyUsage>())
            .build()?;
        let (root, certificate) = issue(&request.sign(&key)?)?;
        assert_eq!(talk(root, certificate, PrivateKeyDer::try_from(&key)?)?, "hello");
        println!("{algorithm}: a rustls server uses the certificate");
    }
    limits()
}

/// The certificate of a new CA, and the one that it issues from the request.
fn issue(
    csr: &CertificationRequest,
) -> Result<(CertificateDer<'static>, CertificateDer<'static>), Box<dyn Error>> {
    let mut ca = CertificateParams::new(Vec::new())?;
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = rcgen::KeyPair::generate()?;
    let root = ca.self_signed(&ca_key)?;
    // It verifies the signature of the request.
    let asked =
        CertificateSigningRequestParams::from_der(&CertificateSigningRequestDer::from(csr))?;
    let certificate = asked.signed_by(&Issuer::new(ca, ca_key))?;
    Ok((root.der().clone(), certificate.der().clone()))
}

/// What a client that trusts the root reads from a server with this certificate and key.
fn talk(
    root: CertificateDer<'static>,
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
) -> Result<String, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(root)?;
    let of_client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let of_server =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key)?;
    let mut client = ClientConnection::new(Arc::new(of_client), HOST.try_into()?)?;
    let mut server = ServerConnection::new(Arc::new(of_server))?;
    server.writer().write_all(b"hello")?;
    let mut read = [0; 5];
    while client.is_handshaking() || server.wants_write() || client.wants_write() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire)?;
        server.read_tls(&mut wire.as_slice())?;
        server.process_new_packets()?;
        wire.clear();
        server.write_tls(&mut wire)?;
        client.read_tls(&mut wire.as_slice())?;
        client.process_new_packets()?;
    }
    client.reader().read_exact(&mut read)?;
    Ok(String::from_utf8(read.to_vec())?)
}

/// What rcgen does not read in a request, although others do.
fn limits() -> Result<(), Box<dyn Error>> {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let names = ["RID:2.999.1", "dirName:CN=a", "x400:C=US;S=Doe"];
    for name in names {
        let request =
            Request::builder().subject_alt_name(name.parse::<GeneralName<'_>>()).build()?;
        let csr = request.sign(&key)?;
        csr.verify()?;
        assert!(issue(&csr).is_err(), "rcgen reads {name} now: mend the documentation");
    }
    let request = Request::builder()
        .subject(DistinguishedName::builder().common_name(HOST))
        .extension("status_request".parse::<TlsFeature>())
        .build()?;
    let refused = issue(&request.sign(&key)?).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|text| text.contains("extension")));
    Ok(())
}

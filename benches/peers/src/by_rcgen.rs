//! rcgen, on aws-lc.

use rcgen::string::{Ia5String, PrintableString};
use rcgen::{
    CertificateParams, CertificateSigningRequest, DistinguishedName, DnType, DnValue, Error,
    PublicKeyData, SanType, SignatureAlgorithm, SigningKey,
};

use crate::sample;

/// From text to parameters. Names go in as [`SanType::DnsName`], which spares the attempt to
/// read an address in each that `CertificateParams::new` makes.
pub fn params(names: &[String]) -> CertificateParams {
    let printable =
        |text: &str| DnValue::PrintableString(PrintableString::try_from(text).expect("printable"));
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, printable(sample::COUNTRY));
    subject.push(DnType::OrganizationName, printable(sample::ORGANIZATION));
    subject.push(DnType::OrganizationalUnitName, printable(sample::ORGANIZATIONAL_UNIT));
    subject.push(DnType::CommonName, printable(sample::COMMON_NAME));
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.subject_alt_names = names
        .iter()
        .map(|name| SanType::DnsName(Ia5String::try_from(name.as_str()).expect("ASCII")))
        .collect();
    params
}

pub fn request(params: &CertificateParams, key: &impl SigningKey) -> CertificateSigningRequest {
    params.serialize_request(key).expect("request")
}

/// Signs everything with the same bytes.
pub struct FixedSigner {
    pub public_point: Vec<u8>,
    pub signature: Vec<u8>,
}

impl PublicKeyData for FixedSigner {
    fn der_bytes(&self) -> &[u8] {
        &self.public_point
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &rcgen::PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for FixedSigner {
    fn sign(&self, _message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.signature.clone())
    }
}

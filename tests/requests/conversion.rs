//! Requests and keys as the types of other crates.

use std::error::Error;

use der::Encode;
use pkcs10::{CertificationRequest, Code, DistinguishedName, GeneralName, KeyPair, Request};
use x509_cert::request::CertReq;

fn signed(subject: &str, names: &[&str]) -> Result<CertificationRequest, Box<dyn Error>> {
    let key = KeyPair::from_pem(include_str!("../data/p256.key.pem"))?;
    let names = names.iter().map(|name| name.parse::<GeneralName<'_>>());
    let request = Request::builder()
        .subject(subject.parse::<DistinguishedName>()?)
        .subject_alt_names(names)
        .build()?;
    Ok(request.sign(&key)?)
}

#[test]
fn a_request_is_the_same_bytes_in_the_type_of_x509_cert() -> Result<(), Box<dyn Error>> {
    for (subject, names) in [
        (
            "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME GmbH,C=DE",
            &["DNS:bmc-7.example.com"][..],
        ),
        ("CN=two+serialNumber=7", &["IP:192.0.2.7", "RID:2.999.1", "x400:C=US;S=Doe"]),
        ("CN=no names", &[]),
    ] {
        let csr = signed(subject, names)?;
        let theirs = CertReq::try_from(&csr)?;
        assert_eq!(theirs.to_der()?, csr.as_der(), "{subject}");
        assert_eq!(CertificationRequest::try_from(&theirs)?, csr, "{subject}");
    }
    Ok(())
}

#[test]
fn an_identifier_too_large_for_const_oid_is_an_error_that_says_so() -> Result<(), Box<dyn Error>> {
    for (subject, at) in [
        ("2.25.329800735698586629295641978511506172918=#0C0161,CN=a", 49),
        ("1.3.6.1.4.1.4294967296=#0C0161", 26),
    ] {
        let csr = signed(subject, &[])?;
        let error = CertReq::try_from(&csr).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "certification request cannot be held by x509-cert 0.3 (malformed OID at DER byte {at}); expected object identifiers of at most 39 bytes, and 32 bits an arc; hint: use the DER of the request as it is"
            )
        );
        assert_eq!(error.code(), Code::TooLong);
    }
    Ok(())
}

//! Requests in DER, or what claims to be one. The oracles are x509-parser and x509-cert, and
//! serde_json for what is shown as JSON.

use pkcs10::{
    CertificationRequest, Inspection, lint,
    lint::{Date, Group, Policy, findings_to_json},
};
use x509_cert::der::asn1::{Any, BitString};
use x509_cert::der::{Decode, Encode};
use x509_cert::request::CertReq;
use x509_parser::prelude::{FromDer, X509CertificationRequest};

use super::{assert_fit_to_show, readers};

pub fn decode(input: &[u8]) -> bool {
    match Inspection::read(input) {
        Ok(inspection) => is_fit_to_show(&inspection, readers::is_verified(input)),
        Err(error) => assert_fit_to_show(&error),
    }
    match CertificationRequest::from_der(input) {
        Ok(csr) => {
            let again = readers::read(input);
            assert!(again.as_ref() == Some(&csr) || readers::has_pem_within(input));
            comes_back(&csr, input);
            true
        }
        Err(error) => {
            assert_fit_to_show(&error);
            readers::read(input);
            false
        }
    }
}

/// What shows an inspection as a whole verifies its signature.
fn is_fit_to_show(inspection: &Inspection, is_verified: bool) {
    inspection.deviations().iter().for_each(|deviation| assert_fit_to_show(deviation));
    let mut policy = Policy::new(Group::ALL, Date::from_unix_time(1_795_737_600));
    if !is_verified {
        policy = policy.trusting_signature();
    }
    let findings = lint(inspection, &policy);
    findings.iter().for_each(|finding| assert_fit_to_show(finding));
    if is_verified {
        assert_fit_to_show(inspection);
        is_fit_json(&inspection.to_json());
        is_fit_json(&findings_to_json(&findings));
    }
}

fn is_fit_json(json: &String) {
    assert_fit_to_show(json);
    let _: serde_json::Value = serde_json::from_str(json).unwrap();
}

/// An accepted request is that of its parts, encoded again.
fn comes_back(csr: &CertificationRequest, input: &[u8]) {
    assert_eq!(csr.as_der(), input);
    assert_eq!(CertificationRequest::from_pem(&csr.to_pem()).as_ref(), Ok(csr));
    match X509CertificationRequest::from_der(input) {
        Ok((rest, _)) => assert!(rest.is_empty()),
        Err(error) => assert!(has_odd_challenge_password(csr), "{error}"),
    }
    let parts = <Vec<Any> as Decode>::from_der(input).unwrap();
    let [info, algorithm, _]: [Any; 3] = parts.try_into().unwrap();
    assert_eq!(info.to_der().unwrap(), csr.to_be_signed());
    let signature = BitString::from_bytes(csr.signature()).unwrap();
    let again = vec![info, algorithm, Any::encode_from(&signature).unwrap()];
    assert_eq!(again.to_der().unwrap(), input);
    // x509-cert does not hold all that there is, such as large arcs.
    if let Ok(theirs) = CertReq::from_der(input) {
        assert_eq!(theirs.to_der().unwrap(), input);
    }
}

/// The values of attributes are ANY (RFC 2986 4.1), and are taken as they are; x509-parser looks
/// into one, and takes text in UTF-8 alone.
fn has_odd_challenge_password(csr: &CertificationRequest) -> bool {
    csr.attributes().iter().any(|attribute| {
        let mut values = attribute.values();
        let is_utf8 = matches!((values.next(), values.next()), (Some([0x0C | 0x13, ..]), None));
        attribute.name() == Some("challengePassword") && !(is_utf8 && attribute.text().is_some())
    })
}

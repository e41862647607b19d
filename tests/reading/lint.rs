//! Every fault has its rule, and the good twin of each has no finding.

#![allow(clippy::type_complexity, reason = "tables of cases")]

use super::{der_tree::*, readers};
use pkcs10::{
    Attribute, BasicConstraints, Code, DistinguishedName, Error, ExtendedKeyUsage, Extension,
    GeneralName, Inspection, KeyPair, KeyUsage, Profile, Request, RequestBuilder,
    extensions::{
        CertificateTemplate, KeyHash, SecurityIdentifier, SubjectKeyIdentifier, TlsFeature,
    },
    lint,
    lint::{Date, Finding, Group, Policy, Rule, Severity, findings_to_json},
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

mod authorities;
#[cfg(all(feature = "public-suffix", feature = "idn"))]
mod boulder;
mod default_requests;
mod each_rule;
mod keys;
mod meaning;
mod messages;
mod places;
mod properties;
mod rfc;

include!("../support/rsa_moduli.rs");

fn findings(der: &[u8], groups: &[Group]) -> Vec<Finding> {
    readers::read(der);
    lint(&Inspection::read(der).unwrap(), &Policy::new(groups, day()))
}

/// The day by which these tests check.
fn day() -> Date {
    "2026-11-27".parse().unwrap()
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule().code().as_str()).collect()
}

#[test]
fn the_good_twin_has_no_finding() {
    let good = sign(&good_info()).encode();
    assert_eq!(findings(&good, &[]), []);
    assert!(pkcs10::CertificationRequest::from_der(&good).unwrap().verify().is_ok());
}

#[test]
fn a_finding_has_place_advice_and_source_and_its_json_the_same() {
    let mut info = good_info();
    info.at(&EXTENSIONS).nodes()[1].at(&[1]).set(&[1]);
    let found = findings(&sign(&info).encode(), &[]);
    assert_eq!(
        found[0].to_string(),
        "error: boolean-not-canonical: certificationRequestInfo.attributes[1].extensions[1].critical is a BOOLEAN of the bytes 01; encode TRUE as FF (X.690 11.1)"
    );
    assert_eq!(
        findings_to_json(&found),
        r#"[
  {
    "id": "boolean-not-canonical",
    "severity": "error",
    "group": "rfc",
    "place": "certificationRequestInfo.attributes[1].extensions[1].critical",
    "offset": 245,
    "length": 3,
    "found": "is a BOOLEAN of the bytes 01",
    "advice": "encode TRUE as FF",
    "source": "X.690 11.1"
  }
]
"#
    );
    assert_eq!(findings_to_json(&[]), "[]\n");
}

#[test]
fn one_fault_many_times_is_reported_a_hundred_times() {
    let mut info = good_info();
    set_names(&mut info, vec![leaf(0x82, b""); 200_000]);
    let found = findings(&sign(&info).encode(), Group::ALL);
    let count = |id| found.iter().filter(|finding| finding.rule().code().as_str() == id).count();
    assert_eq!(count("dns-name-syntax"), 100);
    assert_eq!(count("san-repeated"), 100);
}

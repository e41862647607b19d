//! Whole sentences of the library, each from one text that is refused.

use pkcs10::extensions::{CertificateTemplate, SubjectKeyIdentifier, TlsFeature};
use pkcs10::{
    Algorithm, Attribute, BasicConstraints, CertificationRequest, DistinguishedName,
    ExtendedKeyUsage, Extension, GeneralName, Inspection, KeyUsage, Oid, Policy, Renewal,
    SignatureAlgorithm,
};

/// What is said about `type text`.
fn refusal(input: &str) -> String {
    fn of<T, E: std::fmt::Display>(read: Result<T, E>) -> String {
        read.map_or_else(|error| error.to_string(), |_| "accepted".into())
    }
    let (kind, text) = input.split_once(' ').unwrap_or((input, ""));
    match kind {
        "Algorithm" => of(text.parse::<Algorithm>()),
        "Attribute" => of(text.parse::<Attribute>()),
        "BasicConstraints" => of(text.parse::<BasicConstraints>()),
        "CertificateTemplate" => of(text.parse::<CertificateTemplate>()),
        "CertificationRequest" => of(text.parse::<CertificationRequest>()),
        "DistinguishedName" => of(text.parse::<DistinguishedName>()),
        "ExtendedKeyUsage" => of(text.parse::<ExtendedKeyUsage>()),
        "Extension" => of(text.parse::<Extension>()),
        "GeneralName" => of(text.parse::<GeneralName<'_>>()),
        "Inspection" => of(Inspection::read(text.as_bytes())),
        "KeyUsage" => of(text.parse::<KeyUsage>()),
        "Oid" => of(text.parse::<Oid>()),
        "Policy" => of(text.parse::<Policy>()),
        "Renewal" => of(Renewal::read(text.as_bytes())),
        "SignatureAlgorithm" => of(text.parse::<SignatureAlgorithm>()),
        "SubjectKeyIdentifier" => of(text.parse::<SubjectKeyIdentifier>()),
        "TlsFeature" => of(text.parse::<TlsFeature>()),
        _ => panic!("unknown type {kind}"),
    }
}

#[test]
fn each_refusal_is_a_whole_sentence() {
    super::golden::check("tests/data/sentences/library.txt", refusal);
}

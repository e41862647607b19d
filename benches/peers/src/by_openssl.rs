//! The openssl crate, on the system's libssl.

use std::hint::black_box;

use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::x509::extension::SubjectAlternativeName;
use openssl::x509::{X509Extension, X509Name, X509Req};
use openssl::{asn1::Asn1Type, error::ErrorStack};

use crate::contest::Lane;
use crate::sample;

/// A request that waits for its signature, as far as the crate lets one be prepared.
struct Parts {
    subject: X509Name,
    extensions: Stack<X509Extension>,
}

/// Whole requests, which `check` must like.
pub fn whole_csr(names: &[String], pkcs8: &[u8], check: impl Fn(&[u8])) -> Option<Lane<'static>> {
    let key = PKey::private_key_from_pkcs8(pkcs8).expect("key");
    let parts = parts(names).expect("parts");
    check(&request(&parts, &key).expect("request"));
    Some(Lane::new("openssl", move || request(&parts, &key)))
}

/// From DER, from PEM, and from DER with the signature verified.
pub fn reading<'a>(der: &'a [u8], pem: &'a str) -> [Option<Lane<'a>>; 3] {
    let verify = || -> Result<bool, ErrorStack> {
        let request = X509Req::from_der(black_box(der))?;
        request.verify(&*request.public_key()?)
    };
    assert_eq!(verify().ok(), Some(true));
    [
        Some(Lane::new("openssl", || X509Req::from_der(black_box(der)))),
        Some(Lane::new("openssl", || X509Req::from_pem(black_box(pem.as_bytes())))),
        Some(Lane::new("openssl", verify)),
    ]
}

fn parts(names: &[String]) -> Result<Parts, ErrorStack> {
    let mut subject = X509Name::builder()?;
    for (nid, value) in [
        (Nid::COUNTRYNAME, sample::COUNTRY),
        (Nid::ORGANIZATIONNAME, sample::ORGANIZATION),
        (Nid::ORGANIZATIONALUNITNAME, sample::ORGANIZATIONAL_UNIT),
        (Nid::COMMONNAME, sample::COMMON_NAME),
    ] {
        subject.append_entry_by_nid_with_type(nid, value, Asn1Type::PRINTABLESTRING)?;
    }
    let mut names_extension = SubjectAlternativeName::new();
    for name in names {
        names_extension.dns(name);
    }
    let mut extensions = Stack::new()?;
    extensions.push(names_extension.build(&X509Req::builder()?.x509v3_context(None))?)?;
    Ok(Parts { subject: subject.build(), extensions })
}

fn request(parts: &Parts, key: &PKey<Private>) -> Result<Vec<u8>, ErrorStack> {
    let mut request = X509Req::builder()?;
    request.set_version(0)?;
    request.set_subject_name(&parts.subject)?;
    request.set_pubkey(key)?;
    request.add_extensions(&parts.extensions)?;
    request.sign(key, MessageDigest::sha256())?;
    request.build().to_der()
}

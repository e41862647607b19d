//! The grammars of the nine types: the first byte chooses the type, the others are the text.
//! The oracles are x509-parser, x509-cert, and the standard library's reading of addresses.

use std::net::IpAddr;

use pkcs10::{GeneralName, GeneralNameType, Inspection, Request};
use x509_cert::der::{Decode, Encode, asn1::AnyRef};
use x509_cert::ext::pkix::name::GeneralName as TheirName;
use x509_parser::prelude::{FromDer, GeneralName as ParsedName};

use super::{assert_fit_to_show, assert_same_name, public_key, with_any_signature};

pub fn general_name(input: &[u8]) -> bool {
    let Some((which, text)) = input.split_first() else { return false };
    let Ok(text) = core::str::from_utf8(text) else { return false };
    let name_type = GeneralNameType::ALL[usize::from(*which) % GeneralNameType::ALL.len()];
    let name = GeneralName::new(name_type, text);
    if name_type == GeneralNameType::IpAddress && !is_der(text) {
        assert_eq!(name.is_ok(), is_address(text), "{text:?}");
    }
    match name {
        Ok(name) => {
            comes_back(&name, name_type);
            // DER is held to RFC 5280 only, and to the layout of types that others check.
            if !is_der(text) {
                is_what_others_read(&name);
            }
            true
        }
        Err(error) => {
            assert_fit_to_show(&error);
            false
        }
    }
}

/// Whether a text may be the DER of a name.
fn is_der(text: &str) -> bool {
    let digits = text.strip_prefix("DER:");
    digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// An address, but none of both families at once.
fn is_address(text: &str) -> bool {
    match text.parse() {
        Ok(IpAddr::V4(_)) => true,
        Ok(IpAddr::V6(address)) => address.to_ipv4_mapped().is_none(),
        Err(_) => false,
    }
}

fn comes_back(name: &GeneralName<'_>, name_type: GeneralNameType) {
    assert_eq!(name.name_type(), name_type);
    assert_eq!(GeneralName::from_der(name.as_der()).as_ref(), Ok(name));
    assert_eq!(name.to_string().parse().as_ref(), Ok(name));
    // Its text is what is typed to get it again, so that all but control characters are in it
    // as they are; an inspection escapes them.
    assert!(!name.to_string().contains(char::is_control), "{name:?}");
    let request = Request::builder().subject_alt_name(name.clone()).build().unwrap();
    let csr = with_any_signature(&request, &public_key());
    assert_fit_to_show(&Inspection::read(&csr).unwrap());
}

fn is_what_others_read(name: &GeneralName<'_>) {
    let (rest, parsed) = ParsedName::from_der(name.as_der()).unwrap();
    assert!(rest.is_empty());
    assert_same_name(name, &parsed);
    match TheirName::from_der(name.as_der()) {
        Ok(theirs) => assert_eq!(theirs.to_der().unwrap(), name.as_der()),
        // x509-cert has no x400Address, and const-oid no arcs over 2³² − 1, nor a second arc
        // over 39.
        Err(error) => {
            assert!(
                matches!(
                    name.name_type(),
                    GeneralNameType::X400Address
                        | GeneralNameType::OtherName
                        | GeneralNameType::DirectoryName
                        | GeneralNameType::RegisteredId
                ),
                "{name:?}: {error}"
            );
            AnyRef::from_der(name.as_der()).unwrap();
        }
    }
    match name.name_type() {
        GeneralNameType::IpAddress => {
            let address: IpAddr = name.value().parse().unwrap();
            assert_eq!(Ok(name), GeneralName::ip(address).as_ref());
        }
        GeneralNameType::DnsName => assert!(is_host_name(&name.value()), "{name:?}"),
        GeneralNameType::Rfc822Name => {
            let text = name.value();
            assert!(text.is_ascii() && text.contains('@'), "{name:?}");
        }
        GeneralNameType::Uri => assert!(name.value().is_ascii(), "{name:?}"),
        _ => {}
    }
}

/// RFC 1034 3.5 and RFC 1123 2.1, with a wildcard as the whole of the first label.
fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.strip_prefix("*.").unwrap_or(name).split('.').all(is_label)
}

//! What the fuzz targets do with an input. `fuzz/` hands them to cargo-fuzz, `fuzz_replay.rs`
//! replays the corpora through them.
//!
//! Each says whether the library accepted the input, and panics where it does not do what an
//! independent oracle of it does.

use core::fmt::{Debug, Display};

use pkcs10::{GeneralName, PublicKey, Request, SignatureAlgorithm};
use x509_cert::der::{Encode, Tag, asn1::AnyRef};
use x509_parser::prelude::{
    FromDer, GeneralName as ParsedName, ParsedExtension, X509CertificationRequest,
};

mod decode;
mod encoder;
mod general_name;
mod json_body;
mod key_file;
mod pem;
mod subject;

#[path = "../public_key.rs"]
mod public_key;
#[path = "../raw.rs"]
mod raw;
#[path = "../readers.rs"]
mod readers;

pub use decode::decode;
pub use encoder::{encoder, request};
pub use general_name::general_name;
pub use json_body::json_body;
pub use key_file::key_file;
pub use pem::pem;
pub use subject::subject;

use public_key::public_key;
use raw::is_raw;

/// Whether the library accepted the input.
pub type Target = fn(&[u8]) -> bool;

/// The name of each target, which is that of its corpus, and the target.
pub const TARGETS: [(&str, Target); 7] = [
    ("decode", decode),
    ("encoder", encoder),
    ("general_name", general_name),
    ("json_body", json_body),
    ("key_file", key_file),
    ("pem", pem),
    ("subject", subject),
];

/// The request with a signature of zeros.
fn with_any_signature(request: &Request, key: &PublicKey) -> Vec<u8> {
    let ed25519 = SignatureAlgorithm::from_der(&[0x30, 5, 6, 3, 0x2B, 0x65, 0x70]).unwrap();
    request.prepare(key).assemble_unchecked(&ed25519, &[0; 64]).into_der()
}

/// Holds a request to what x509-parser finds in it.
#[track_caller]
fn x509_parser_reads_back(request: &Request, key: &PublicKey) {
    let der = with_any_signature(request, key);
    let (rest, parsed) = X509CertificationRequest::from_der(&der).unwrap();
    assert!(rest.is_empty());
    let info = &parsed.certification_request_info;
    assert_eq!(info.subject.as_raw(), request.subject_der());
    assert_eq!(info.subject_pki.raw, key.as_der());
    let found: Vec<&ParsedName<'_>> = parsed
        .requested_extensions()
        .into_iter()
        .flatten()
        .filter_map(|extension| match extension {
            ParsedExtension::SubjectAlternativeName(names) => Some(&names.general_names),
            _ => None,
        })
        .flatten()
        .collect();
    let given: Vec<GeneralName<'_>> = request.subject_alt_names().collect();
    assert_eq!(found.len(), given.len());
    for (given, found) in given.iter().zip(found) {
        assert_same_name(given, found);
    }
}

/// Holds a name to what x509-parser makes of it.
#[track_caller]
fn assert_same_name(ours: &GeneralName<'_>, theirs: &ParsedName<'_>) {
    use pkcs10::GeneralNameType as Type;
    let content = match (ours.name_type(), theirs) {
        (Type::Rfc822Name, ParsedName::RFC822Name(text))
        | (Type::DnsName, ParsedName::DNSName(text))
        | (Type::Uri, ParsedName::URI(text)) => text.as_bytes(),
        (Type::X400Address, ParsedName::X400Address(any))
        | (Type::EdiPartyName, ParsedName::EDIPartyName(any)) => any.data,
        (Type::DirectoryName, ParsedName::DirectoryName(name)) => name.as_raw(),
        (Type::IpAddress, ParsedName::IPAddress(bytes)) => bytes,
        (Type::RegisteredId, ParsedName::RegisteredID(oid)) => oid.as_bytes(),
        (Type::OtherName, ParsedName::OtherName(oid, value)) => {
            let oid = AnyRef::new(Tag::ObjectIdentifier, oid.as_bytes()).unwrap();
            let expected = [&oid.to_der().unwrap(), *value].concat();
            assert_eq!(ours.content(), expected);
            return;
        }
        _ => panic!("x509-parser reads {ours:?} as {theirs:?}"),
    };
    assert_eq!(ours.content(), content, "{ours:?}");
}

/// A message of ours: there is one, and it brings nothing raw to a terminal.
#[track_caller]
fn assert_fit_to_show(message: &(impl Display + Debug)) {
    let shown = message.to_string();
    assert!(!shown.is_empty(), "{message:?}");
    assert!(!shown.contains(is_raw), "{shown:?}");
}

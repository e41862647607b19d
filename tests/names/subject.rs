//! Subjects: from text, from the builder and from DER, and back; x509-cert's encoder as oracle.

use core::str::FromStr;

use pkcs10::{
    AttributeType, Code, DistinguishedName, Hint, Place, Profile, Request,
    names::{DistinguishedNameBuilder, StringType},
};
use proptest::prelude::*;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{Any, ObjectIdentifier, SetOfVec};
use x509_cert::der::{Decode, Encode, Tag};
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

mod builder;
mod der;
mod properties;
mod text;

type Attribute<'a> = (&'a str, Tag, &'a [u8]);

/// RDNs as x509-cert encodes them, in the order of the wire.
fn by_x509_cert(rdns: &[&[Attribute<'_>]]) -> Vec<u8> {
    let rdn = |attributes: &&[Attribute<'_>]| {
        let attributes = attributes.iter().map(|(oid, tag, value)| AttributeTypeAndValue {
            oid: ObjectIdentifier::new(oid).unwrap(),
            value: Any::new(*tag, *value).unwrap(),
        });
        let set = SetOfVec::try_from(attributes.collect::<Vec<_>>()).unwrap();
        RelativeDistinguishedName::from(set)
    };
    RdnSequence::from(rdns.iter().map(rdn).collect::<Vec<_>>()).to_der().unwrap()
}

fn dotted(oid: &str) -> AttributeType {
    AttributeType::from_oid(&oid.parse().unwrap())
}

fn parse(text: &str) -> DistinguishedName {
    text.parse().unwrap_or_else(|faults| panic!("{text}: {faults}"))
}

const CN: &str = "2.5.4.3";
const O: &str = "2.5.4.10";
const OU: &str = "2.5.4.11";
const C: &str = "2.5.4.6";
const SERIAL: &str = "2.5.4.5";
const EMAIL: &str = "1.2.840.113549.1.9.1";
const DC: &str = "0.9.2342.19200300.100.1.25";
const UID: &str = "0.9.2342.19200300.100.1.1";
const P: Tag = Tag::PrintableString;
const U: Tag = Tag::Utf8String;
const I: Tag = Tag::Ia5String;

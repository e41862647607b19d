//! RFC 4514 text. The oracles are x509-cert, which encodes the same name from its parts, and
//! x509-parser.

use pkcs10::DistinguishedName;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{Any, ObjectIdentifier, SetOfVec};
use x509_cert::der::{Decode, Encode, ErrorKind};
use x509_cert::name::{Name, RdnSequence};
use x509_parser::prelude::{FromDer, X509Name};

use super::assert_fit_to_show;

pub fn subject(input: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(input) else { return false };
    match text.parse::<DistinguishedName>() {
        Ok(subject) => {
            assert_eq!(subject.to_string().parse().as_ref(), Ok(&subject));
            assert_eq!(DistinguishedName::from_der(subject.as_der()).as_ref(), Ok(&subject));
            assert_fit_to_show(&format_args!("{subject:?} {subject:#}"));
            is_what_others_read(&subject);
            true
        }
        Err(faults) => {
            faults.iter().for_each(|fault| assert_fit_to_show(fault));
            assert!(faults.iter().count() > 0);
            false
        }
    }
}

fn is_what_others_read(subject: &DistinguishedName) {
    let (rest, parsed) = X509Name::from_der(subject.as_der()).unwrap();
    assert!(rest.is_empty());
    assert_eq!(parsed.iter_rdn().count(), subject.rdns().count());
    for (ours, theirs) in subject.attributes().zip(parsed.iter_attributes()) {
        assert_eq!(ours.attribute_type().oid().as_bytes(), theirs.attr_type().as_bytes());
    }
    let Some(theirs) = encoded_by_x509_cert(subject) else { return };
    assert_eq!(theirs, subject.as_der());
    let again = Name::from_der(subject.as_der()).unwrap();
    assert_eq!(again.to_der().unwrap(), subject.as_der());
}

/// Nothing where a type has an arc that const-oid does not hold, or a value a universal tag that
/// `der` does not know, such as TIME.
fn encoded_by_x509_cert(subject: &DistinguishedName) -> Option<Vec<u8>> {
    let mut name = RdnSequence::default();
    for rdn in subject.rdns() {
        let mut set = SetOfVec::new();
        for attribute in rdn.attributes() {
            let oid = attribute.attribute_type().oid().to_string();
            let oid = ObjectIdentifier::new(&oid).ok()?;
            let value = match Any::from_der(attribute.value_der()) {
                Err(error) if matches!(error.kind(), ErrorKind::TagUnknown { .. }) => return None,
                value => value.unwrap(),
            };
            set.insert(AttributeTypeAndValue { oid, value }).unwrap();
        }
        name.push(set.into());
    }
    Some(name.to_der().unwrap())
}

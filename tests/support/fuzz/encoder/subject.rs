//! Distinguished names, by builder for the subject and as text for a directoryName.

use arbitrary::{Result, Unstructured};
use pkcs10::{AttributeType, DistinguishedName, names::DistinguishedNameBuilder};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::Tag;
use x509_cert::der::asn1::{Any, ObjectIdentifier, SetOfVec};
use x509_cert::name::RdnSequence;

use super::{HOST, PRINTABLE, UNICODE, directory_string, string, text};

/// Keyword, identifier, and the most characters; the values are a DirectoryString.
const DIRECTORY_STRINGS: [(&str, &str, usize); 10] = [
    ("CN", "2.5.4.3", 64),
    ("SN", "2.5.4.4", 300),
    ("L", "2.5.4.7", 128),
    ("ST", "2.5.4.8", 128),
    ("STREET", "2.5.4.9", 128),
    ("O", "2.5.4.10", 64),
    ("OU", "2.5.4.11", 64),
    ("description", "2.5.4.13", 1024),
    ("postalCode", "2.5.4.17", 40),
    ("UID", "0.9.2342.19200300.100.1.1", 256),
];

pub(super) fn draw(u: &mut Unstructured<'_>) -> Result<(DistinguishedNameBuilder, RdnSequence)> {
    let mut builder = DistinguishedName::builder();
    let mut theirs = RdnSequence::default();
    for _ in 0..u.int_in_range(0..=8)? {
        let rdn = rdn(u)?;
        builder = match &rdn[..] {
            [(keyword, value, _)] => builder.attribute(attribute(keyword), value),
            several => builder.rdn(several.iter().map(|(k, value, _)| (attribute(k), &value[..]))),
        };
        push(&mut theirs, rdn);
    }
    Ok((builder, theirs))
}

fn attribute(keyword: &str) -> AttributeType {
    AttributeType::from_name(keyword).unwrap()
}

/// RFC 4514 text, most specific first, with everything escaped that could have a meaning.
pub(super) fn draw_text(u: &mut Unstructured<'_>) -> Result<(String, RdnSequence)> {
    let mut rdns = Vec::new();
    let mut theirs = RdnSequence::default();
    for _ in 0..u.int_in_range(1..=4)? {
        let rdn = rdn(u)?;
        let attributes: Vec<String> =
            rdn.iter().map(|(keyword, value, _)| format!("{keyword}={}", escape(value))).collect();
        rdns.insert(0, attributes.join("+"));
        push(&mut theirs, rdn);
    }
    Ok((rdns.join(","), theirs))
}

/// Letters and digits as they are, any other byte as a backslash and two digits.
fn escape(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("\\{byte:02X}"),
        })
        .collect()
}

/// Keyword, text, and type and value of theirs.
type Attribute = (&'static str, String, AttributeTypeAndValue);

/// One attribute, seldom more, none twice.
fn rdn(u: &mut Unstructured<'_>) -> Result<Vec<Attribute>> {
    let mut rdn: Vec<Attribute> = Vec::new();
    for _ in 0..*u.choose(&[1, 1, 1, 2, 4])? {
        let (keyword, oid, value, any) = type_and_value(u)?;
        let theirs = AttributeTypeAndValue { oid: ObjectIdentifier::new_unwrap(oid), value: any };
        if rdn.iter().all(|(.., there)| *there != theirs) {
            rdn.push((keyword, value, theirs));
        }
    }
    Ok(rdn)
}

fn type_and_value(u: &mut Unstructured<'_>) -> Result<(&'static str, &'static str, String, Any)> {
    let value = |tag, value: String| {
        let any = string(tag, &value);
        (value, any)
    };
    let (keyword, oid, (value, any)) = match u.int_in_range(0..=5)? {
        0 => {
            let country = text(u, "DEUS", 2..=2)?;
            ("C", "2.5.4.6", value(Tag::PrintableString, country))
        }
        1 => {
            let number = text(u, PRINTABLE, 1..=64)?;
            ("serialNumber", "2.5.4.5", value(Tag::PrintableString, number))
        }
        2 => {
            let label = text(u, HOST, 1..=63)?;
            ("DC", "0.9.2342.19200300.100.1.25", value(Tag::Ia5String, label))
        }
        3 => {
            let mailbox = format!("{}@example.com", text(u, HOST, 1..=60)?);
            ("emailAddress", "1.2.840.113549.1.9.1", value(Tag::Ia5String, mailbox))
        }
        _ => {
            let (keyword, oid, max) = *u.choose(&DIRECTORY_STRINGS)?;
            let alphabet = *u.choose(&[PRINTABLE, UNICODE])?;
            let text = text(u, alphabet, 1..=max)?;
            let any = directory_string(&text);
            (keyword, oid, (text, any))
        }
    };
    Ok((keyword, oid, value, any))
}

fn push(name: &mut RdnSequence, rdn: Vec<Attribute>) {
    let set = SetOfVec::from_iter(rdn.into_iter().map(|(.., theirs)| theirs)).unwrap();
    name.push(set.into());
}

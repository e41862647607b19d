//! The encoder, against `der` and x509-cert: the input is a row of decisions that make a valid
//! request. Every part is drawn once and given to both sides, as text to ours and as a structure
//! to theirs; the bytes must be the same, and x509-parser must find the names in them.

use arbitrary::{Result, Unstructured};
use pkcs10::{Attribute, PublicKey, Request, RequestBuilder};
use x509_cert::attr::Attribute as TheirAttribute;
use x509_cert::der::asn1::{
    Any, BitString, ObjectIdentifier, OctetString, PrintableString, SetOfVec,
};
use x509_cert::der::{Decode, Encode, Tag};
use x509_cert::ext::Extension as TheirExtension;
use x509_cert::name::Name;
use x509_cert::request::{CertReqInfo, Version};

use super::{public_key, x509_parser_reads_back};

mod extensions;
mod names;
mod subject;

const P256: &str = include_str!("../../data/p256.key.pem");

pub fn encoder(input: &[u8]) -> bool {
    let Ok((request, key, theirs)) = draw(&mut Unstructured::new(input)) else { return false };
    let ours = request.encode(&key);
    assert_eq!(ours, theirs);
    let mut buffer = vec![0xEE; ours.len() + 1];
    assert_eq!(request.encode_into(&key, &mut buffer), Ok(ours.len()));
    assert_eq!(buffer.split_last(), Some((&0xEE, &ours[..])));
    assert!(request.encode_into(&key, &mut buffer[..ours.len() - 1]).is_err());
    x509_parser_reads_back(&request, &key);
    true
}

/// The request that the input decides on.
pub fn request(input: &[u8]) -> Option<Request> {
    draw(&mut Unstructured::new(input)).ok().map(|(request, ..)| request)
}

/// A request, a key, and what x509-cert makes of the two.
fn draw(u: &mut Unstructured<'_>) -> Result<(Request, PublicKey, Vec<u8>)> {
    let mut builder = Request::builder();
    let (subject, their_subject) = subject::draw(u)?;
    builder = builder.subject(subject);
    let (builder, extensions) = draw_extensions(u, builder, their_subject.is_empty())?;
    let (builder, mut attributes) = draw_attributes(u, builder)?;
    if !extensions.is_empty() {
        attributes.push((EXTENSION_REQUEST, vec![Any::encode_from(&extensions).unwrap()]));
    }
    let key = match u.int_in_range(0..=3)? {
        0 => p256(),
        1 => public_key(),
        2 => ml_dsa(17, 1_312),
        _ => ml_dsa(19, 2_592),
    };
    let mut set = SetOfVec::new();
    for (oid, values) in attributes {
        let values = SetOfVec::try_from(values).unwrap();
        set.insert(TheirAttribute { oid, values }).unwrap();
    }
    let info = CertReqInfo {
        version: Version::V1,
        subject: Name::hazmat_from_rdn_sequence(their_subject),
        public_key: Decode::from_der(key.as_der()).unwrap(),
        attributes: set,
    };
    // The one request that may be refused is the one that asks for nothing.
    match builder.build() {
        Ok(request) => Ok((request, key, info.to_der().unwrap())),
        Err(faults) => {
            assert_eq!(faults.to_string().lines().count(), 1, "{faults}");
            assert!(info.subject.is_empty(), "{faults}");
            Err(arbitrary::Error::IncorrectFormat)
        }
    }
}

const EXTENSION_REQUEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.14");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const CHALLENGE_PASSWORD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.7");

fn draw_extensions(
    u: &mut Unstructured<'_>,
    mut builder: RequestBuilder,
    subject_is_empty: bool,
) -> Result<(RequestBuilder, Vec<TheirExtension>)> {
    let mut extensions = Vec::new();
    let mut names: Vec<Any> = Vec::new();
    for _ in 0..u.int_in_range(0..=9)? {
        let (text, theirs) = names::draw(u)?;
        if !names.contains(&theirs) {
            builder = builder.subject_alt_name(text.parse::<pkcs10::GeneralName<'_>>());
            names.push(theirs);
        }
    }
    if !names.is_empty() {
        extensions.push(TheirExtension {
            extn_id: SUBJECT_ALT_NAME,
            critical: subject_is_empty,
            extn_value: OctetString::new(names.to_der().unwrap()).unwrap(),
        });
    }
    for number in 0..u.int_in_range(0..=6)? {
        let (ours, theirs) = extensions::draw(u, number)?;
        if extensions.iter().all(|there| there.extn_id != theirs.extn_id) {
            builder = builder.extension(ours);
            extensions.push(theirs);
        }
    }
    Ok((builder, extensions))
}

type Attributes = Vec<(ObjectIdentifier, Vec<Any>)>;

fn draw_attributes(
    u: &mut Unstructured<'_>,
    mut builder: RequestBuilder,
) -> Result<(RequestBuilder, Attributes)> {
    let mut attributes = Vec::new();
    if u.arbitrary()? {
        let password = text(u, UNICODE, 1..=255)?;
        builder = builder.attribute(Attribute::challenge_password(&password));
        attributes.push((CHALLENGE_PASSWORD, vec![directory_string(&password)]));
    }
    for number in 0..u.int_in_range(0..=3)? {
        let oid = format!("1.3.6.1.4.1.32473.9.{number}");
        let mut values: Vec<Any> = Vec::new();
        for _ in 0..u.int_in_range(1..=4)? {
            let value = value(u)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let ders: Vec<Vec<u8>> = values.iter().map(|value| value.to_der().unwrap()).collect();
        let ders: Vec<&[u8]> = ders.iter().map(Vec::as_slice).collect();
        builder = builder.attribute(Attribute::new(oid.parse().unwrap(), &ders));
        attributes.push((ObjectIdentifier::new_unwrap(&oid), values));
    }
    Ok((builder, attributes))
}

fn p256() -> PublicKey {
    use std::sync::OnceLock;
    static KEY: OnceLock<PublicKey> = OnceLock::new();
    KEY.get_or_init(|| PublicKey::find(P256.as_bytes(), None).unwrap()).clone()
}

/// A key as large as those of ML-DSA (RFC 9881), whose lengths have headers of their own; its last arc.
fn ml_dsa(arc: u8, len: usize) -> PublicKey {
    let algorithm = [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 3, arc];
    let bits = BitString::from_bytes(&vec![0x5A; len]).unwrap().to_der().unwrap();
    let content = [&algorithm[..], &bits].concat();
    PublicKey::from_der(&Any::new(Tag::Sequence, content).unwrap().to_der().unwrap()).unwrap()
}

/// Letters, and what has a meaning in one of the syntaxes.
const PRINTABLE: &str = "aZ09 '()+,-./:=?";
const UNICODE: &str = "aZ09 '()+,-./:=?@*_#;\\\"<>é漢😀";
const HOST: &str = "az09";

/// Text with none of the white space around it that is refused.
fn text(
    u: &mut Unstructured<'_>,
    alphabet: &str,
    len: core::ops::RangeInclusive<usize>,
) -> Result<String> {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut text = String::new();
    for _ in 0..u.int_in_range(len)? {
        text.push(*u.choose(&alphabet)?);
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        text = text.replace(' ', "x");
    }
    Ok(text)
}

/// PrintableString where the characters allow it, else UTF8String.
fn directory_string(text: &str) -> Any {
    match PrintableString::new(text) {
        Ok(printable) => Any::from(&printable),
        Err(_) => string(Tag::Utf8String, text),
    }
}

fn string(tag: Tag, text: &str) -> Any {
    Any::new(tag, text.as_bytes()).unwrap()
}

/// An identifier that const-oid holds.
fn oid(u: &mut Unstructured<'_>) -> Result<String> {
    let mut oid = format!("{}.{}", u.int_in_range(0..=2)?, u.int_in_range(0..=39)?);
    for _ in 0..u.int_in_range(1..=6)? {
        let bits = u.int_in_range(0..=32)?;
        let arc = u64::from(u.arbitrary::<u32>()?) & ((1_u64 << bits) - 1);
        oid.push_str(&format!(".{arc}"));
    }
    Ok(oid)
}

/// Any value in DER, as deep as one may be.
fn value(u: &mut Unstructured<'_>) -> Result<Any> {
    value_within(u, 32)
}

fn value_within(u: &mut Unstructured<'_>, depth: usize) -> Result<Any> {
    let len = *u.choose(&[0_usize, 1, 2, 3, 126, 127, 128, 129, 255, 256, 257])?;
    Ok(match u.int_in_range(0..=4)? {
        0 => Any::null(),
        1 => Any::new(Tag::OctetString, vec![u.arbitrary()?; len]).unwrap(),
        2 => Any::new(Tag::Utf8String, "é".repeat(len).into_bytes()).unwrap(),
        3 if depth > 0 => {
            Any::encode_from(&vec![value_within(u, depth - 1)?, Any::null()]).unwrap()
        }
        _ => Any::encode_from(&u.arbitrary::<u32>()?).unwrap(),
    })
}

//! Extensions beside the subjectAltName, each in our type and in theirs.

use arbitrary::{Result, Unstructured};
use pkcs10::{
    BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage,
    extensions::{SubjectKeyIdentifier, TlsFeature},
};
use x509_cert::der::Encode;
use x509_cert::der::asn1::{ObjectIdentifier, OctetString};
use x509_cert::der::flagset::FlagSet;
use x509_cert::ext::Extension as TheirExtension;
use x509_cert::ext::pkix;

use super::oid;

const KEY_USAGES: [KeyUsage; 9] = [
    KeyUsage::DIGITAL_SIGNATURE,
    KeyUsage::NON_REPUDIATION,
    KeyUsage::KEY_ENCIPHERMENT,
    KeyUsage::DATA_ENCIPHERMENT,
    KeyUsage::KEY_AGREEMENT,
    KeyUsage::KEY_CERT_SIGN,
    KeyUsage::CRL_SIGN,
    KeyUsage::ENCIPHER_ONLY,
    KeyUsage::DECIPHER_ONLY,
];

/// An extension; `number` makes those of an identifier of their own differ.
pub(super) fn draw(u: &mut Unstructured<'_>, number: u8) -> Result<(Extension, TheirExtension)> {
    let critical = u.arbitrary()?;
    let (ours, oid, value) = match u.int_in_range(0..=5)? {
        0 => key_usage(u)?,
        1 => basic_constraints(u)?,
        2 => extended_key_usage(u)?,
        3 => key_identifier(u)?,
        4 => tls_feature(u)?,
        _ => {
            let oid = format!("1.3.6.1.4.1.32473.8.{number}");
            let value = super::value(u)?.to_der().unwrap();
            let ours = Extension::new(oid.parse().unwrap(), false, &value).unwrap();
            (ours, ObjectIdentifier::new_unwrap(&oid), value)
        }
    };
    let extn_value = OctetString::new(value).unwrap();
    Ok((ours.with_critical(critical), TheirExtension { extn_id: oid, critical, extn_value }))
}

type Drawn = (Extension, ObjectIdentifier, Vec<u8>);

fn key_usage(u: &mut Unstructured<'_>) -> Result<Drawn> {
    let bits: u16 = u.int_in_range(1..=0x1FF)?;
    let ours = KEY_USAGES
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| bits >> bit & 1 == 1)
        .map(|(_, usage)| usage)
        .reduce(|some, more| some | more)
        .unwrap();
    let theirs = pkix::KeyUsage(FlagSet::new(bits).unwrap());
    Ok((ours.into(), ObjectIdentifier::new_unwrap("2.5.29.15"), theirs.to_der().unwrap()))
}

fn basic_constraints(u: &mut Unstructured<'_>) -> Result<Drawn> {
    let ca = u.arbitrary()?;
    let path_len: Option<u8> = if ca { u.arbitrary()? } else { None };
    let ours = match ca {
        true => BasicConstraints::ca(path_len.map(u32::from)),
        false => BasicConstraints::END_ENTITY,
    };
    let theirs = pkix::BasicConstraints { ca, path_len_constraint: path_len };
    Ok((ours.into(), ObjectIdentifier::new_unwrap("2.5.29.19"), theirs.to_der().unwrap()))
}

fn extended_key_usage(u: &mut Unstructured<'_>) -> Result<Drawn> {
    let mut purposes: Vec<String> = Vec::new();
    for _ in 0..u.int_in_range(1..=5)? {
        let purpose = oid(u)?;
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
    }
    let ours = ExtendedKeyUsage::new(purposes.iter().map(|purpose| {
        let oid: pkcs10::Oid = purpose.parse().unwrap();
        oid.into()
    }));
    let theirs = purposes.iter().map(|purpose| ObjectIdentifier::new(purpose).unwrap()).collect();
    let value = pkix::ExtendedKeyUsage(theirs).to_der().unwrap();
    Ok((ours.unwrap().into(), ObjectIdentifier::new_unwrap("2.5.29.37"), value))
}

fn key_identifier(u: &mut Unstructured<'_>) -> Result<Drawn> {
    let bytes = vec![u.arbitrary()?; u.int_in_range(1..=64)?];
    let ours = SubjectKeyIdentifier::from_bytes(&bytes).unwrap();
    let theirs = OctetString::new(bytes).unwrap();
    Ok((ours.into(), ObjectIdentifier::new_unwrap("2.5.29.14"), theirs.to_der().unwrap()))
}

fn tls_feature(u: &mut Unstructured<'_>) -> Result<Drawn> {
    let mut features: Vec<u16> = Vec::new();
    for _ in 0..u.int_in_range(1..=4)? {
        let feature = u.arbitrary()?;
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    let ours = TlsFeature::new(features.clone()).unwrap();
    let oid = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.24");
    Ok((ours.into(), oid, features.to_der().unwrap()))
}

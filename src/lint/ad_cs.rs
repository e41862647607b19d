//! What Microsoft Active Directory Certificate Services refuse.

use alloc::{
    format,
    string::{String, ToString},
};

use super::finding::{Findings, INFO, KEY};
use super::rfc::name_place;
use crate::asn1::{StringType, tag};
use crate::error::Code;
use crate::ext::{ExtensionValue, SecurityIdentifier};
use crate::inspect::Inspection;
use crate::public_key::{PublicKeyAlgorithm, bits};
use crate::san::{GeneralName, GeneralNameType};
use crate::text::Quoted;

/// szOID_NTDS_CA_SECURITY_EXT and szOID_NTDS_OBJECTSID, 1.3.6.1.4.1.311.25.2 and .25.2.1, as TLVs.
const SID_TYPES: [&[u8]; 2] = [
    &[tag::OBJECT_IDENTIFIER, 9, 0x2B, 6, 1, 4, 1, 0x82, 0x37, 25, 2],
    &[tag::OBJECT_IDENTIFIER, 10, 0x2B, 6, 1, 4, 1, 0x82, 0x37, 25, 2, 1],
];

/// The smallest RSA key of the templates that come with AD CS, in bits.
const RSA_BITS_MIN: usize = 2_048;

/// What a URI begins with that is a security identifier (KB5014754).
const SID_URI: &[u8] = b"tag:microsoft.com,2022-09-14:sid:";

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    let mut names_template = inspection.attributes().iter().any(|attribute| {
        let text = attribute.text().unwrap_or_default();
        attribute.name() == Some("enrolmentNameValuePair") && text.contains("CertificateTemplate, ")
    });
    for (place, extension) in inspection.placed_extensions() {
        match extension.parsed() {
            ExtensionValue::CertificateTemplate(_) => {
                names_template = true;
                let tag = extension.value().first().copied().unwrap_or_default();
                if let Some(found) = StringType::from_tag(tag)
                    && found != StringType::Bmp
                {
                    let found = format_args!("has the name of a template as {found}");
                    findings.add(Code::AdCsTemplateString, &place, found);
                }
            }
            ExtensionValue::SecurityIdentifier(identifier) => {
                let found = format_args!("asks for {}", Quoted(&identifier.to_string()));
                findings.add(Code::AdCsSecurityIdentifier, &place, found);
            }
            ExtensionValue::SubjectAltName(names) => {
                for (index, name) in names.iter().enumerate() {
                    check_name(&name_place(&place, index), &name, findings);
                }
            }
            _ => {}
        }
    }
    if !names_template {
        findings.add(Code::AdCsNoTemplate, INFO, "names no certificate template");
    }
    if inspection.subject().is_empty() {
        findings.add(Code::AdCsNoSubject, "certificationRequestInfo.subject", "is empty");
    }
    let key = inspection.public_key();
    match key.algorithm() {
        PublicKeyAlgorithm::Rsa | PublicKeyAlgorithm::RsaPss => {
            let size = key.rsa_modulus().map_or(0, bits);
            if size < RSA_BITS_MIN {
                let found = format_args!("is an RSA key of {size} bits");
                findings.add(Code::AdCsKeySize, KEY, found);
            }
        }
        PublicKeyAlgorithm::EcP256 | PublicKeyAlgorithm::EcP384 | PublicKeyAlgorithm::EcP521 => {}
        _ => findings.add(Code::AdCsKeyAlgorithm, KEY, format_args!("is {key}")),
    }
}

/// Security identifiers as names.
fn check_name(place: &str, name: &GeneralName<'_>, findings: &mut Findings<'_>) {
    let content = name.content();
    match name.name_type() {
        GeneralNameType::OtherName if SID_TYPES.iter().any(|oid| content.starts_with(oid)) => {
            let found = "is a security identifier as an otherName";
            findings.add(Code::AdCsSidOtherName, place, found);
        }
        GeneralNameType::Uri if let Some(sid) = content.strip_prefix(SID_URI) => {
            let sid = String::from_utf8_lossy(sid);
            let shown = Quoted(&sid);
            let found = match sid.parse::<SecurityIdentifier>() {
                Ok(_) => format!("asks for {shown}"),
                Err(_) => format!("asks for {shown}, which is not a security identifier"),
            };
            findings.add(Code::AdCsSecurityIdentifier, place, found);
        }
        _ => {}
    }
}

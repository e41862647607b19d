//! What Microsoft Active Directory Certificate Services refuse.

use super::{Findings, rules};
use crate::inspection::{ExtensionValue, Inspection, KeyMaterial};
use crate::public_key::{SECP256R1, SECP384R1, bits, names::SECP521R1};

const INFO: &str = "certificationRequestInfo";
const KEY: &str = "certificationRequestInfo.subjectPKInfo";

/// The smallest RSA key of the templates that come with AD CS, in bits.
const RSA_BITS_MIN: usize = 2_048;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    let names_template = inspection.extensions().iter().any(|extension| {
        matches!(extension.value(), ExtensionValue::TemplateName(_) | ExtensionValue::Template(_))
    });
    if !names_template {
        let found = format_args!("names no certificate template");
        findings.add(&rules::AD_CS_NO_TEMPLATE, INFO, found);
    }
    if inspection.subject().is_empty() {
        let found = format_args!("is empty");
        findings.add(&rules::AD_CS_NO_SUBJECT, "certificationRequestInfo.subject", found);
    }
    let key = inspection.public_key();
    match key.material() {
        KeyMaterial::Rsa { modulus, .. } => {
            let size = bits(modulus);
            if size < RSA_BITS_MIN {
                let found = format_args!("is an RSA key of {size} bits");
                findings.add(&rules::AD_CS_KEY_SIZE, KEY, found);
            }
        }
        KeyMaterial::Ec { curve: Some(curve) }
            if [SECP256R1, SECP384R1, SECP521R1].contains(&curve.as_bytes()) => {}
        _ => findings.add(&rules::AD_CS_KEY_ALGORITHM, KEY, format_args!("is {key}")),
    }
}

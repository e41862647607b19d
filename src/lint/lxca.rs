//! What XClarity Administrator asks of the certificate that comes back, and of the body that
//! it documents.

use super::finding::{Findings, INFO, KEY};
use super::rfc::{check_country, subject_attributes};
use crate::error::Code;
use crate::ext::{ExtensionValue, KeyPurpose, KeyUsage};
use crate::inspect::Inspection;
use crate::profile::Profile;
use crate::public_key::bits;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    check_purposes(inspection, findings);
    for (place, attribute) in subject_attributes(inspection) {
        check_country(Code::LxcaCountry, &place, &attribute, findings);
        let kind = attribute.attribute_type();
        let Some(text) = attribute.text() else { continue };
        let (len, max) = (text.chars().count(), Profile::LXCA.limit(kind));
        // Longer ones break RFC 5280's bound, and are found by its rule.
        if len > max && len <= kind.upper_bound() {
            let found = format_args!("({kind}) has {len} characters; at most {max} are allowed");
            findings.add(Code::LxcaLimit, &place, found);
        }
    }
    let key = inspection.public_key();
    let is_usual = key.rsa_modulus().is_some_and(|modulus| [2_048, 3_072].contains(&bits(modulus)));
    if !is_usual {
        findings.add(Code::LxcaKey, KEY, format_args!("is {key}"));
    }
}

/// The usages that certificates of managed servers need.
const NEEDED: [KeyUsage; 3] =
    [KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_ENCIPHERMENT, KeyUsage::KEY_AGREEMENT];

fn check_purposes(inspection: &Inspection, findings: &mut Findings<'_>) {
    let mut asked = false;
    for (place, extension) in inspection.placed_extensions() {
        if let ExtensionValue::KeyUsage(usage) = extension.parsed() {
            for needed in NEEDED.iter().filter(|needed| !usage.contains(**needed)) {
                let found = format_args!("asks for usages without {needed}");
                findings.add(Code::LxcaKeyUsage, &place, found);
            }
        }
        let ExtensionValue::ExtendedKeyUsage(usage) = extension.parsed() else { continue };
        asked = true;
        for purpose in [KeyPurpose::SERVER_AUTH, KeyPurpose::CLIENT_AUTH] {
            if !usage.purposes().contains(&purpose) {
                let found = format_args!("asks for purposes without {purpose}");
                findings.add(Code::LxcaPurposes, &place, found);
            }
        }
    }
    if !asked {
        findings.add(Code::LxcaPurposesMissing, INFO, "does not say what the certificate is for");
    }
}

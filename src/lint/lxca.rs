//! What XClarity Administrator asks of the certificate that comes back, and of the body that
//! it documents.

use super::rfc::{check_country, subject_attributes};
use super::{Findings, rules};
use crate::extension::KeyPurpose;
use crate::inspection::{ExtensionValue, Inspection, KeyMaterial};
use crate::profile::Profile;
use crate::public_key::bits;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    check_purposes(inspection, findings);
    for (place, attribute) in subject_attributes(inspection) {
        check_country(&rules::LXCA_COUNTRY, &place, attribute, findings);
        let kind = attribute.attribute();
        let Some(text) = attribute.text() else { continue };
        let (len, max) = (text.chars().count(), Profile::LXCA.limit(kind));
        // Longer ones break RFC 5280's bound, and are found by its rule.
        if len > max && len <= kind.upper_bound() {
            let found = format_args!("({kind}) has {len} characters; at most {max} are allowed");
            findings.add(&rules::LXCA_LIMIT, &place, found);
        }
    }
    let key = inspection.public_key();
    let is_usual = match key.material() {
        KeyMaterial::Rsa { modulus, .. } => [2_048, 3_072].contains(&bits(modulus)),
        _ => false,
    };
    if !is_usual {
        let place = "certificationRequestInfo.subjectPKInfo";
        findings.add(&rules::LXCA_KEY, place, format_args!("is {key}"));
    }
}

fn check_purposes(inspection: &Inspection, findings: &mut Findings) {
    let mut asked = false;
    for extension in inspection.extensions() {
        let ExtensionValue::ExtendedKeyUsage(purposes) = extension.value() else { continue };
        asked = true;
        for purpose in [KeyPurpose::SERVER_AUTH, KeyPurpose::CLIENT_AUTH] {
            if !purposes.contains(purpose.oid()) {
                let found = format_args!("asks for purposes without {purpose}");
                findings.add(&rules::LXCA_PURPOSES, extension.place(), found);
            }
        }
    }
    if !asked {
        let place = "certificationRequestInfo";
        let found = format_args!("does not say what the certificate is for");
        findings.add(&rules::LXCA_PURPOSES_MISSING, place, found);
    }
}

//! What Microsoft Active Directory Certificate Services refuse.

use super::finding::{Findings, INFO, KEY};
use crate::error::Code;
use crate::ext::ExtensionValue;
use crate::inspect::Inspection;
use crate::public_key::{PublicKeyAlgorithm, bits};

/// The smallest RSA key of the templates that come with AD CS, in bits.
const RSA_BITS_MIN: usize = 2_048;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    let names_template = inspection
        .extensions()
        .iter()
        .any(|extension| matches!(extension.parsed(), ExtensionValue::CertificateTemplate(_)));
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

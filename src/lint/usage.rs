//! What a request asks its certificate to be for, and whether its key and its parts agree on that.

use alloc::string::ToString;

use super::finding::Findings;
use crate::algorithm::table;
use crate::error::Code;
use crate::ext::{ExtensionValue, KeyPurpose, KeyUsage, find_key_usage};
use crate::inspect::Inspection;
use crate::text::Quoted;

/// The usages that signatures are for.
const SIGNATURES: &[KeyUsage] = &[
    KeyUsage::DIGITAL_SIGNATURE,
    KeyUsage::NON_REPUDIATION,
    KeyUsage::KEY_CERT_SIGN,
    KeyUsage::CRL_SIGN,
];
const AGREEMENT: &[KeyUsage] =
    &[KeyUsage::KEY_AGREEMENT, KeyUsage::ENCIPHER_ONLY, KeyUsage::DECIPHER_ONLY];

const OF_ELLIPTIC_CURVES: &[KeyUsage] = &[
    KeyUsage::DIGITAL_SIGNATURE,
    KeyUsage::NON_REPUDIATION,
    KeyUsage::KEY_CERT_SIGN,
    KeyUsage::CRL_SIGN,
    KeyUsage::KEY_AGREEMENT,
    KeyUsage::ENCIPHER_ONLY,
    KeyUsage::DECIPHER_ONLY,
];

/// The usages that agree with a purpose, of which one at least is to be asked for (RFC 5280 4.2.1.12).
const OF_PURPOSES: [(KeyPurpose, &[KeyUsage]); 6] = [
    (
        KeyPurpose::SERVER_AUTH,
        &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_ENCIPHERMENT, KeyUsage::KEY_AGREEMENT],
    ),
    (KeyPurpose::CLIENT_AUTH, &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_AGREEMENT]),
    (KeyPurpose::CODE_SIGNING, &[KeyUsage::DIGITAL_SIGNATURE]),
    (
        KeyPurpose::EMAIL_PROTECTION,
        &[
            KeyUsage::DIGITAL_SIGNATURE,
            KeyUsage::NON_REPUDIATION,
            KeyUsage::KEY_ENCIPHERMENT,
            KeyUsage::KEY_AGREEMENT,
        ],
    ),
    (KeyPurpose::TIME_STAMPING, &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::NON_REPUDIATION]),
    (KeyPurpose::OCSP_SIGNING, &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::NON_REPUDIATION]),
];

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    let usage = find_key_usage(inspection.extensions());
    let is_ca = is_ca(inspection);
    for (place, extension) in inspection.placed_extensions() {
        match extension.parsed() {
            ExtensionValue::KeyUsage(usage) => {
                check_usage(&place, *usage, is_ca, inspection, findings);
            }
            ExtensionValue::BasicConstraints(constraints) => {
                let Some(path_len) = constraints.path_len() else { continue };
                let lacks_bit = usage.is_some_and(|usage| !usage.contains(KeyUsage::KEY_CERT_SIGN));
                let missing = match constraints.is_ca() {
                    false => "cA",
                    true if lacks_bit => "the key usage keyCertSign",
                    true => continue,
                };
                let found = format_args!("has the path length {path_len} without {missing}");
                findings.add(Code::PathLength, &place, found);
            }
            ExtensionValue::ExtendedKeyUsage(purposes) => {
                // The purposes of a CA restrict the certificates below it, not the use of its key.
                let usage = usage.filter(|_| !is_ca);
                check_purposes(&place, purposes.purposes(), usage, findings);
            }
            ExtensionValue::NameConstraints(constraints) => {
                if !is_ca {
                    findings.add(Code::NameConstraints, &place, "is asked for without cA TRUE");
                }
                if !extension.is_critical() {
                    findings.add(Code::NameConstraintsCritical, &place, "is not critical");
                }
                for subtree in constraints.subtrees() {
                    let Some(fault) = subtree.fault() else { continue };
                    let found = format_args!("has {}, which {fault}", Quoted(&subtree.to_string()));
                    findings.add(Code::NameConstraints, &place, found);
                }
            }
            _ => {}
        }
    }
}

/// Whether the certificate of a CA is asked for.
pub(super) fn is_ca(inspection: &Inspection) -> bool {
    inspection.extensions().iter().any(|extension| extension.parsed().is_of_ca())
}

fn check_usage(
    place: &str,
    usage: KeyUsage,
    is_ca: bool,
    inspection: &Inspection,
    findings: &mut Findings<'_>,
) {
    if usage.contains(KeyUsage::KEY_CERT_SIGN) && !is_ca {
        findings.add(Code::KeyCertSignWithoutCa, place, "asks for keyCertSign without cA TRUE");
    }
    if !usage.contains(KeyUsage::KEY_AGREEMENT) {
        for only in [KeyUsage::ENCIPHER_ONLY, KeyUsage::DECIPHER_ONLY] {
            if usage.contains(only) {
                let found = format_args!("asks for {only} without keyAgreement");
                findings.add(Code::UsageWithoutAgreement, place, found);
            }
        }
    }
    let key = inspection.public_key();
    let Some((code, allowed)) = key.algorithm().oid().and_then(usages_of_keys) else { return };
    let outside = usage.names().filter(|name| !allowed.iter().any(|one| one.names().eq([*name])));
    for name in outside {
        findings.add(code, place, format_args!("asks for {name}, but the key is {key}"));
    }
    if allowed == AGREEMENT && !usage.contains(KeyUsage::KEY_AGREEMENT) {
        let found = format_args!("does not ask for keyAgreement, but the key is {key}");
        findings.add(code, place, found);
    }
}

/// The usages that the keys of an algorithm may have, and the rule that says so.
fn usages_of_keys(algorithm: &[u8]) -> Option<(Code, &'static [KeyUsage])> {
    Some(match algorithm {
        table::EC_PUBLIC_KEY => (Code::EcEncipherment, OF_ELLIPTIC_CURVES),
        // ML-DSA and SLH-DSA; Ed448.
        [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17..=31] | [0x2B, 101, 113] => {
            (Code::KeyUsageForKey, SIGNATURES)
        }
        table::ED25519 | table::RSASSA_PSS => (Code::KeyUsageForKey, SIGNATURES),
        // X25519 and X448; id-ecDH and id-ecMQV.
        [0x2B, 101, 110 | 111] | [0x2B, 0x81, 4, 1, 12 | 13] => (Code::KeyUsageForKey, AGREEMENT),
        // RSAES-OAEP.
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 7] => {
            (Code::KeyUsageForKey, &[KeyUsage::KEY_ENCIPHERMENT, KeyUsage::DATA_ENCIPHERMENT])
        }
        // ML-KEM.
        [0x60, 0x86, 0x48, 1, 101, 3, 4, 4, 1..=3] => {
            (Code::KeyUsageForKey, &[KeyUsage::KEY_ENCIPHERMENT])
        }
        _ => return None,
    })
}

fn check_purposes(
    place: &str,
    purposes: &[KeyPurpose],
    usage: Option<KeyUsage>,
    findings: &mut Findings<'_>,
) {
    if purposes.len() > 1 && purposes.contains(&KeyPurpose::ANY) {
        findings.add(Code::AnyPurpose, place, "asks for any purpose beside others");
    }
    let Some(usage) = usage else { return };
    for (purpose, agreeing) in &OF_PURPOSES {
        if purposes.contains(purpose) && !agreeing.iter().any(|one| usage.contains(*one)) {
            let found = format_args!("asks for {purpose}, but keyUsage for {usage}");
            findings.add(Code::PurposeContradictsUsage, place, found);
        }
    }
}

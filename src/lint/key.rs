//! Weak keys, and signatures that prove nothing.

#[cfg(feature = "rsa")]
use super::rsa_modulus;
use super::{Findings, rules};
use crate::inspection::{InspectedAlgorithm, Inspection, KeyMaterial, Verdict};
use crate::public_key::bits;

const KEY: &str = "certificationRequestInfo.subjectPKInfo";
const SIGNATURE: &str = "signature";

/// The smallest RSA modulus, in bits.
pub(super) const RSA_BITS_MIN: usize = 2_048;
/// The smallest field of a curve, in bits.
const EC_BITS_MIN: usize = 224;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    let key = inspection.public_key();
    match key.material() {
        KeyMaterial::Rsa { modulus, exponent } => check_rsa(modulus, exponent, findings),
        KeyMaterial::Ec { .. } => {
            if let Some(bits) = key.bits().filter(|bits| *bits < EC_BITS_MIN) {
                let found = format_args!("is on a curve of {bits} bits");
                findings.add(&rules::EC_KEY_SIZE, KEY, found);
            }
        }
        _ => {}
    }
    check_signature(inspection, findings);
}

fn check_signature(inspection: &Inspection, findings: &mut Findings) {
    let key = inspection.public_key();
    let algorithm = inspection.signature_algorithm();
    let name = algorithm.map_or("an unknown algorithm".into(), InspectedAlgorithm::name);
    match inspection.verdict() {
        Verdict::Verifies => {}
        Verdict::NotForKey => {
            let found = format_args!("is {name}, the key is {key}");
            findings.add(&rules::SIGNATURE_KEY_MISMATCH, "signatureAlgorithm", found);
        }
        Verdict::ForbiddenByKey => {
            let found = format_args!(
                "is {name} with a hash function or a salt that the key's own parameters do not allow (RFC 4055 3.3)"
            );
            findings.add(&rules::SIGNATURE_KEY_MISMATCH, "signatureAlgorithm", found);
        }
        Verdict::Bad => {
            let found = format_args!("does not verify under the public key of the request");
            findings.add(&rules::SIGNATURE_BAD, SIGNATURE, found);
        }
        Verdict::Weak => {
            let found = format_args!("is {name}, whose hash function is broken");
            findings.add(&rules::SIGNATURE_WEAK, "signatureAlgorithm", found);
        }
        Verdict::BadKey => {
            let found = format_args!("({key}) is damaged or in no form that can be used");
            findings.add(&rules::KEY_DAMAGED, KEY, found);
        }
        Verdict::Unavailable => {
            let found = format_args!(
                "is {name} by a key of the kind {key}, which this build cannot verify"
            );
            findings.add(&rules::SIGNATURE_UNCHECKED, SIGNATURE, found);
        }
    }
}

fn check_rsa(modulus: &[u8], exponent: &[u8], findings: &mut Findings) {
    let size = bits(modulus);
    if size < RSA_BITS_MIN {
        let found = format_args!("is an RSA key of {size} bits");
        findings.add(&rules::RSA_KEY_SIZE, KEY, found);
    }
    match exponent {
        [] | [1] => {
            let found =
                format_args!("has an exponent under 2, so that messages encrypt to themselves");
            findings.add(&rules::RSA_EXPONENT, KEY, found);
        }
        [.., last] if last % 2 == 0 => {
            findings.add(&rules::RSA_EXPONENT, KEY, format_args!("has an even exponent"));
        }
        _ if bits(exponent) <= 16 => {
            let found = format_args!("has an exponent under 65537");
            findings.add(&rules::RSA_EXPONENT_SMALL, KEY, found);
        }
        _ => {}
    }
    #[cfg(feature = "rsa")]
    rsa_modulus::check(modulus, KEY, findings);
}

//! Weak keys, and signatures that prove nothing.

use alloc::{format, string::String};

use super::finding::{ALGORITHM, Findings, KEY};
#[cfg(feature = "rsa")]
use super::rsa_modulus;
use crate::algorithm::SignatureAlgorithm;
use crate::error::Code;
use crate::inspect::Inspection;
use crate::key::VerifyError;
use crate::public_key::bits;

pub(super) const SIGNATURE: &str = "signature";

/// The smallest RSA modulus, in bits.
pub(super) const RSA_BITS_MIN: usize = 2_048;
/// The smallest field of a curve, in bits.
const EC_BITS_MIN: usize = 224;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    let key = inspection.public_key();
    if let (Some(modulus), Some(exponent)) = (key.rsa_modulus(), key.rsa_exponent()) {
        if bits(modulus) < 2 {
            // Neither its size nor a signature says anything more.
            findings.add(Code::KeyDamaged, KEY, format_args!("({key}) has the modulus 0 or 1"));
            return;
        }
        check_rsa(modulus, exponent, findings);
    }
    if let (Some(_), Some(bits)) = (key.curve(), key.bits().filter(|bits| *bits < EC_BITS_MIN)) {
        findings.add(Code::EcKeySize, KEY, format_args!("is on a curve of {bits} bits"));
    }
    check_signature(inspection, findings);
}

fn check_signature(inspection: &Inspection, findings: &mut Findings<'_>) {
    let key = inspection.public_key();
    let algorithm = inspection.signature_algorithm();
    let name = algorithm.map_or("an unknown algorithm".into(), SignatureAlgorithm::name);
    let weak = algorithm.is_some_and(|algorithm| algorithm.digest_algorithm().is_broken());
    if weak {
        let found = format_args!("is {name}, whose digest algorithm is broken");
        findings.add(Code::SignatureWeak, ALGORITHM, found);
    }
    if findings.policy().trusts_signature() {
        return;
    }
    let Err(error) = inspection.verification() else { return };
    let owner = match inspection.statement() {
        Some(_) => "signature certificate",
        None => "request",
    };
    let (code, place, found) = match error {
        VerifyError::NotForKey if inspection.statement().is_some() => {
            let found = format!("is {name}, by which the key of the {owner} does not sign");
            (Code::SignatureKeyMismatch, ALGORITHM, found)
        }
        VerifyError::NotForKey => {
            (Code::SignatureKeyMismatch, ALGORITHM, format!("is {name}, the key is {key}"))
        }
        VerifyError::ForbiddenByKey => (
            Code::SignatureKeyMismatch,
            ALGORITHM,
            format!(
                "is {name} with a digest algorithm or a salt that the key's own parameters do not allow (RFC 4055 3.3)"
            ),
        ),
        VerifyError::BadSignature(cause) => {
            let cause = cause.map_or(String::new(), |cause| format!(": {cause}"));
            let found = format!("does not verify under the public key of the {owner}{cause}");
            (Code::SignatureBad, SIGNATURE, found)
        }
        VerifyError::Weak
        | VerifyError::CertificateMissing
        | VerifyError::OtherCertificate
        | VerifyError::BadStatement
        // Reported as a deviation.
        | VerifyError::BadParameters => return,
        VerifyError::BadKey => {
            (Code::KeyDamaged, KEY, format!("({key}) is damaged or cannot be used"))
        }
        VerifyError::Unsupported | VerifyError::UnsupportedMask | VerifyError::KeySize if weak => return,
        VerifyError::KeySize => (
            Code::SignatureUnchecked,
            SIGNATURE,
            format!(
                "cannot be verified by this build for the size of the key ({key}) or its exponent"
            ),
        ),
        VerifyError::UnsupportedMask => (
            Code::SignatureUnchecked,
            SIGNATURE,
            format!("is {name} with another digest algorithm in MGF1, which this build cannot verify"),
        ),
        VerifyError::Unsupported => (
            Code::SignatureUnchecked,
            SIGNATURE,
            format!("is {name} by a key of the kind {key}, which this build cannot verify"),
        ),
    };
    findings.add(code, place, found);
}

fn check_rsa(modulus: &[u8], exponent: &[u8], findings: &mut Findings<'_>) {
    let size = bits(modulus);
    if size < RSA_BITS_MIN {
        let found = format_args!("is an RSA key of {size} bits");
        findings.add(Code::RsaKeySize, KEY, found);
    }
    match exponent {
        [] | [1] => {
            findings.add(
                Code::RsaExponent,
                KEY,
                "has an exponent under 2, so that messages encrypt to themselves",
            );
        }
        [.., last] if last % 2 == 0 => {
            findings.add(Code::RsaExponent, KEY, "has an even exponent");
        }
        _ if bits(exponent) <= 16 => {
            findings.add(Code::RsaExponentSmall, KEY, "has an exponent under 65537");
        }
        _ => {}
    }
    #[cfg(feature = "rsa")]
    rsa_modulus::check(modulus, KEY, findings);
}

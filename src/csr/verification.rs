//! Whether the signature of a request that may deviate is right.

use alloc::borrow::Cow;

use crate::algorithm::SignatureAlgorithm;
use crate::attribute::PossessionStatement;
use crate::certificate::Certificate;
use crate::ext::find_key_usage;
use crate::key::{self, Verified, VerifyError};
use crate::layout::read::Parts;
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

/// Verifies under the key of the request, or where another one signs, under that of the signature
/// certificate: the one given, or else the one in the request.
pub(crate) fn verify(
    parts: &Parts,
    algorithm: Option<&SignatureAlgorithm>,
    message: &[u8],
    signature: &[u8],
    certificate: Option<&Certificate>,
) -> Result<Verified, VerifyError> {
    let by = |key: &PublicKey| verify_by(key, algorithm, message, signature);
    match signature_certificate(parts, certificate)? {
        None => by(&parts.key),
        Some(certificate) => {
            let names_match = certificate.has_names(&parts.subject, parts.subject_alt_names());
            by(certificate.public_key()).map(|verified| verified.by_certificate(names_match))
        }
    }
}

/// The statement of possession of a request that another key signs (RFC 9883): its own cannot, or is not
/// to.
pub(crate) fn statement(parts: &Parts) -> Option<Result<PossessionStatement, VerifyError>> {
    let mut all = parts.attributes.iter().filter(|attribute| attribute.is_possession_statement());
    let first = all.next()?;
    let is_to_sign =
        || find_key_usage(&parts.extensions).is_none_or(|usage| usage.is_for_signatures());
    if !parts.key.cannot_sign() && is_to_sign() {
        return None;
    }
    let single = first.possession_statement().filter(|_| all.next().is_none());
    Some(single.ok_or(VerifyError::BadStatement))
}

/// The certificate of the key that signs in place of the request's own.
pub(crate) fn signature_certificate<'c>(
    parts: &Parts,
    given: Option<&'c Certificate>,
) -> Result<Option<Cow<'c, Certificate>>, VerifyError> {
    let Some(statement) = statement(parts).transpose()? else { return Ok(None) };
    let embedded = statement.certificate().map(Certificate::read).transpose();
    let embedded = embedded.map_err(|_| VerifyError::BadStatement)?.map(Cow::Owned);
    let certificate = given.map(Cow::Borrowed).or(embedded);
    let certificate = certificate.ok_or(VerifyError::CertificateMissing)?;
    match certificate.is_named_by(&statement) {
        true => Ok(Some(certificate)),
        false => Err(VerifyError::OtherCertificate),
    }
}

fn verify_by(
    public: &PublicKey,
    algorithm: Option<&SignatureAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<Verified, VerifyError> {
    let algorithm = algorithm.ok_or(VerifyError::Unsupported)?;
    match public.algorithm() {
        _ if !algorithm.fits(public) => Err(VerifyError::NotForKey),
        PublicKeyAlgorithm::EcUnnamed => Err(VerifyError::Unsupported),
        _ if PublicKey::found_in_der(public.as_der()).is_err() => Err(VerifyError::BadKey),
        _ => key::verify(public, &algorithm.canonical(), message, signature),
    }
}

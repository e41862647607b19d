//! The three readers of a request, held to one another: strict ([`CertificationRequest`]), lenient
//! ([`Inspection`]), and for a new request ([`Renewal`]).

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use pkcs10::{
    BasicConstraints, CertificationRequest, Code, DistinguishedName, ExtendedKeyUsage, Extension,
    GeneralName, Inspection, KeyUsage, Place, Renewal, reading::LeftOut,
};

/// The request in an input, DER or PEM, if it has no deviation; panics where the readers do not
/// agree on that, or on a part of it.
pub(crate) fn read(input: &[u8]) -> Option<CertificationRequest> {
    if input.len() > Inspection::LIMIT {
        return None;
    }
    let Ok(inspection) = Inspection::read(input) else {
        if has_pem_within(input) {
            return None;
        }
        let text = str::from_utf8(input).ok();
        assert_eq!(CertificationRequest::from_der(input).ok(), None);
        assert_eq!(text.and_then(|text| CertificationRequest::from_pem(text).ok()), None);
        return None;
    };
    // In PEM, since DER with PEM in it is refused where both are read.
    let renewal = match inspection.deviations() {
        [] => Renewal::read(inspection.to_pem().as_bytes()),
        _ => Renewal::read(inspection.as_der()),
    };
    match CertificationRequest::from_der(inspection.as_der()) {
        Ok(request) => {
            assert_eq!(inspection.deviations(), []);
            assert_same_parts(&request, &inspection);
            assert_renewed(&renewal.unwrap(), &inspection);
            Some(request)
        }
        Err(error) => {
            let first = inspection.deviations().first().unwrap();
            assert_eq!(error.code(), first.code(), "{error}");
            assert!(error.reason().contains(first.found()), "{error}");
            assert!(error.reason().contains(&format!("byte {}", first.at())), "{error}");
            if let Some(subject) = renewal.ok().and_then(|renewal| renewal.subject().ok()) {
                assert_eq!(subject, *inspection.subject());
            }
            None
        }
    }
}

/// Whether there is PEM in what may be DER, which those refuse that read both.
pub(crate) fn has_pem_within(input: &[u8]) -> bool {
    input.windows(11).any(|window| window == b"-----BEGIN ")
}

fn assert_same_parts(request: &CertificationRequest, inspection: &Inspection) {
    assert_eq!(request.to_be_signed(), inspection.to_be_signed());
    assert_eq!(request.subject(), inspection.subject());
    assert_eq!(request.public_key(), inspection.public_key());
    assert_eq!(request.attributes(), inspection.attributes());
    assert_eq!(request.extensions(), inspection.extensions());
    assert_eq!(request.subject_alt_names(), inspection.subject_alt_names());
    assert_eq!(Some(request.signature_algorithm()), inspection.signature_algorithm());
    assert_eq!(request.signature(), inspection.signature());
    assert_eq!(request.to_pem(), inspection.to_pem());
    if is_verified(request.as_der()) {
        assert_eq!(request.verify(), inspection.verification());
    }
}

/// Of how many inputs a fuzz target verifies the signature of one: that takes up to a hundred times as long as
/// all else that is done with an input. Tests verify all.
#[expect(unexpected_cfgs, reason = "cargo-fuzz sets it")]
const SHARE: u64 = if cfg!(fuzzing) { 16 } else { 1 };

/// Whether the signature in an input is verified. The input decides, so that what fails once fails again.
pub(crate) fn is_verified(input: &[u8]) -> bool {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    hasher.finish().is_multiple_of(SHARE)
}

/// A part is taken as it is or, where no new request may have it, refused.
fn assert_renewed(renewal: &Renewal, inspection: &Inspection) {
    // What does not belong into a subject goes to its place.
    if renewal.misplaced().next().is_some() {
        return;
    }
    let subject = inspection.subject();
    let written = subject.to_string().parse::<DistinguishedName>();
    let is_kept = renewal.kept().iter().any(|fault| fault.code() == Code::CountryCase);
    let written = written.ok().filter(|written| written == subject);
    assert_eq!(renewal.subject().ok(), if is_kept { Some(subject.clone()) } else { written });

    let names: Vec<GeneralName<'_>> =
        inspection.subject_alt_names().into_iter().flatten().collect();
    assert_eq!(renewal.subject_alt_names().len(), names.len());
    let kept: HashSet<_> = renewal.kept().iter().map(|fault| fault.place().to_string()).collect();
    for (index, (renewed, name)) in renewal.subject_alt_names().zip(names).enumerate() {
        let renewed = renewed.ok();
        assert_eq!(renewed, GeneralName::from_der(name.as_der()).ok());
        // Its text would make another name, so it is shown as DER.
        let is_kept = kept.contains(&Place::SubjectAltName(index).to_string());
        assert_eq!(is_kept, renewed.is_some() && name.value().starts_with("DER:"), "{name:?}");
    }

    let uses = [KeyUsage::OID, ExtendedKeyUsage::OID, BasicConstraints::OID];
    let is_use = |extension: &&Extension| uses.contains(extension.oid());
    let extensions = inspection.extensions().iter().filter(is_use);
    assert_eq!(renewal.extensions().len(), extensions.clone().count());
    for ((oid, renewed), extension) in renewal.extensions().zip(extensions) {
        assert_eq!(oid, extension.oid());
        let written = extension.to_string().parse::<Extension>().ok();
        assert_eq!(renewed.ok(), written.filter(|written| written == extension));
    }

    let others = inspection.extensions().iter().map(Extension::oid);
    let others = others.filter(|oid| !uses.contains(oid) && oid.as_bytes() != [0x55, 0x1D, 17]);
    let attributes = inspection.attributes().iter().filter(|a| !a.is_extension_request());
    let (left_extensions, left_attributes): (Vec<_>, Vec<_>) =
        renewal.left_out().iter().partition(|left| matches!(left, LeftOut::Extension(_)));
    assert!(left_extensions.into_iter().map(LeftOut::oid).eq(others));
    assert!(left_attributes.into_iter().map(LeftOut::oid).eq(attributes.map(|a| a.oid())));
}

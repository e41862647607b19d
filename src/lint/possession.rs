//! Requests for keys that cannot sign (RFC 9883).

use super::finding::Findings;
use super::key::SIGNATURE;
use crate::error::Code;
use crate::ext::ExtensionValue;
use crate::inspect::Inspection;
use crate::key::VerifyError;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    let key = inspection.public_key();
    let statements = || {
        let all = inspection.placed_attributes();
        all.filter(|(_, attribute)| attribute.is_possession_statement())
    };
    for (place, attribute) in statements() {
        if attribute.possession_statement().is_none() {
            let found = "does not have one value that is a statement of possession";
            findings.add(Code::PossessionStatement, &place, found);
        }
    }
    let Some((place, _)) = statements().next() else { return };
    match inspection.verification() {
        Err(VerifyError::OtherCertificate) => {
            let found = "has another certificate than the one that signer names";
            findings.add(Code::PossessionStatement, &place, found);
        }
        Err(VerifyError::CertificateMissing) => {
            let found = "is by the key of a certificate that the request does not hold";
            let advice = "verify the signature with the certificate that signer names".into();
            findings.add_with_advice(Code::SignatureUnchecked, SIGNATURE, found, Some(advice));
        }
        _ => {}
    }
    if statements().count() > 1 {
        findings.add(Code::PossessionStatement, &place, "is not the only statementOfPossession");
    }
    if inspection.statement().is_none() {
        let found = format_args!("is in a request for a key that signs ({key})");
        findings.add(Code::PossessionUsage, &place, found);
    }
    for (place, extension) in inspection.placed_extensions() {
        if let ExtensionValue::KeyUsage(usage) = extension.parsed()
            && usage.is_for_signatures()
        {
            let found = format_args!("asks for {usage} beside a statementOfPossession");
            findings.add(Code::PossessionUsage, &place, found);
        }
    }
}

//! `csr verify`: whether the signatures of requests are right.

use std::path::PathBuf;

use clap::Args;
use pkcs10::reading::Certificate;
use pkcs10::{Inspection, VerifyError};
use serde_json::{Value, json};

use crate::failure::{Failure, note, shown};
use crate::files::{self, Output};
use crate::possession;
use crate::reading::{Member, Sources};

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    sources: Sources,

    /// The certificate of the key that signed, where the key of a request cannot (RFC 9883), PEM or DER;
    /// of several the one that the request names
    #[arg(long, value_name = "FILE", value_parser = files::on_disk("a certificate requires a file"))]
    signature_certificate: Option<PathBuf>,

    /// Write a JSON array with an object for each request that can be read
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Prints a line a request: on standard output where the signature verifies, else why it
    /// does not, or cannot be verified.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut objects = Vec::new();
        let certificates = match &self.signature_certificate {
            Some(path) => possession::certificates(path)?,
            None => Vec::new(),
        };
        let done = self.sources.each(|member, inspection| {
            let with_certificate = self.with_certificate(member, inspection, &certificates);
            let inspection = with_certificate.as_ref().unwrap_or(inspection);
            let key = details(inspection);
            if self.json {
                objects.push(member.describe(to_json(inspection), true));
            }
            let refuse = |why: String| Err(Failure::refused_file(&member.path, why));
            match (inspection.verification(), inspection.refused_elsewhere()) {
                (Err(error @ VerifyError::CertificateMissing), _) => {
                    let why = possession::needed(error, inspection.statement());
                    let why = format!("{}: {why} ({key})", shown(&member.path));
                    Err(Failure::Undecided(why).hint(possession::GIVE_CERTIFICATE))
                }
                (Err(error), _) if !error.is_wrong() => Err(Failure::Undecided(format!(
                    "{}: {error} ({key})",
                    shown(&member.path)
                ))),
                (Err(error @ VerifyError::OtherCertificate), _) => {
                    refuse(possession::needed(error, inspection.statement()))
                }
                (Err(error), _) => refuse(format!("{error} ({key})")),
                (Ok(_), Some(deviation)) => refuse(format!(
                    "the signature verifies, but some programs do not read the request: {} {}, at byte {}",
                    deviation.place(),
                    deviation.found(),
                    deviation.at()
                )),
                (Ok(_), None) if self.json => Ok(()),
                (Ok(verified), None) => {
                    let line = format!("{}{verified} ({key})\n", member.prefix());
                    Output::Standard.write(line.as_bytes())
                }
            }
        });
        if self.json && !matches!(done, Err(Failure::Usage(_))) {
            Output::Standard.write(format!("{:#}\n", Value::from(objects)).as_bytes())?;
        }
        done
    }
}

impl Verify {
    /// The request, verified with the certificate that was given, where its own key cannot sign.
    fn with_certificate(
        &self,
        member: &Member,
        inspection: &Inspection,
        certificates: &[Certificate],
    ) -> Option<Inspection> {
        let path = self.signature_certificate.as_ref()?;
        let Some(statement) = inspection.statement() else {
            let (request, path) = (shown(&member.path), shown(path));
            note(format_args!(
                "note: {request}: {path} is not used: the request is signed by its own key"
            ));
            return None;
        };
        let statement = statement.ok()?;
        let named = certificates.iter().find(|of| of.is_named_by(&statement));
        let certificate = named.or(certificates.first())?;
        Some(inspection.clone().with_signature_certificate(certificate))
    }
}

/// The verdict on the signature as inspect has it, and whether all programs read the request.
fn to_json(inspection: &Inspection) -> Value {
    let mut all = serde_json::to_value(inspection).unwrap_or_default();
    let mut object = json!({
        "verdict": all["signature"]["verdict"].take(),
        "text": all["signature"]["text"].take(),
        "signatureAlgorithm": all["signatureAlgorithm"].take(),
        "publicKey": all["publicKey"].take(),
        "refusedElsewhere": inspection.refused_elsewhere(),
    });
    for member in ["cause", "namesMatch"] {
        let value = all["signature"][member].take();
        if !value.is_null() {
            object[member] = value;
        }
    }
    object
}

/// The algorithm, and the key of the request; where the signature does not verify, the key that should have
/// made it.
fn details(inspection: &Inspection) -> String {
    let is_wrong = inspection.verification().is_err();
    let key = match inspection.signature_certificate().filter(|_| is_wrong) {
        Some(by) => format!("key of the signature certificate: {}", by.public_key()),
        None => format!("key: {}", inspection.public_key()),
    };
    match inspection.signature_algorithm() {
        Some(algorithm) => format!("{}; {key}", algorithm.name()),
        None => format!("unreadable algorithm; {key}"),
    }
}

//! `csr compare`: what a CA made of a request.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use pkcs10::Inspection;
use pkcs10::reading::{Certificate, Difference, Repair, Repaired, compare};
use serde_json::{Value, json};

use crate::failure::{Failure, shown};
use crate::files::{self, Output};
use crate::hints;
use crate::inputs::Inputs;
use crate::intake;
use crate::reading::{self, Colours, Style};

/// Show what the CA dropped, added or changed in the certificate.
///
/// The public key, the subject attribute by attribute, the names and usages one by one, and the other
/// extensions are compared. No differences are: the string types of the subject, an end entity that is
/// called one, and what a CA adds to every certificate: issuer, validity, key identifiers, policies, SCTs,
/// CRL and AIA addresses. Attributes such as the challengePassword are not for the certificate. Signatures
/// are not verified. The exit code is 0 without a difference and 1 with one.
#[derive(Args)]
pub(crate) struct Compare {
    /// The request, PEM or DER; - reads standard input
    #[arg(value_name = "REQUEST")]
    request: PathBuf,

    /// The certificate, PEM or DER; of several the one with the public key of the request; - reads standard
    /// input
    #[arg(value_name = "CERTIFICATE")]
    certificate: PathBuf,

    /// Write a JSON object with an array of the differences
    #[arg(long)]
    json: bool,
}

impl Compare {
    /// Prints the differences; one makes the exit code 1.
    pub(crate) fn run(&self) -> ExitCode {
        match self.report() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(failure) => failure.report(),
        }
    }

    /// Whether there is no difference.
    fn report(&self) -> Result<bool, Failure> {
        Inputs::check([
            ("REQUEST", Some(self.request.as_path())),
            ("CERTIFICATE", Some(self.certificate.as_path())),
        ])?;
        let order = format!(
            "the request comes first: csr compare {} {}",
            hints::file(&self.certificate),
            hints::file(&self.request)
        );
        let (request, of_request) = reading::only(&self.request, order)?;
        let (certificate, of_certificate) = certificate(&self.certificate, &request)?;
        let differences = compare(&request, &certificate);
        let text = match self.json {
            true => to_json(&differences, [&of_request, &of_certificate]),
            false => text(&differences),
        };
        Output::Standard.write(text.as_bytes())?;
        Ok(differences.is_empty())
    }
}

/// The certificate in a file that was made of the request, and how the form of the file was changed.
fn certificate(path: &Path, request: &Inspection) -> Result<(Certificate, Vec<Repair>), Failure> {
    let bytes = files::read(path)?;
    let repaired = intake::repaired(path, &bytes);
    let repairs = repaired.as_ref().map_or(Vec::new(), |of| of.repairs().to_vec());
    let bytes = repaired.as_ref().map_or(&*bytes, Repaired::as_bytes);
    let mut all = Certificate::read_all(bytes).map_err(|error| {
        let hint = hints::for_certificate(error.code(), path, bytes);
        Failure::refused_content(shown(path), &error, hint)
    })?;
    let has_its_key = |of: &Certificate| of.public_key().as_der() == request.public_key().as_der();
    let (count, matching) = (all.len(), all.iter().filter(|of| has_its_key(of)).count());
    match (all.iter().position(has_its_key), count) {
        (Some(at), _) if matching == 1 => Ok((all.swap_remove(at), repairs)),
        (None, 1) => Ok((all.swap_remove(0), repairs)),
        _ => {
            let found = if matching == 0 { "none".into() } else { matching.to_string() };
            let why = format!(
                "has {count} certificates, {found} with the public key of the request; expected one"
            );
            Err(Failure::refused_file(path, why))
        }
    }
}

/// The differences, and how the forms of request and certificate were changed, if one was.
fn to_json(differences: &[Difference], repairs: [&[Repair]; 2]) -> String {
    let with_change = |difference: &Difference| {
        let mut value = serde_json::to_value(difference).unwrap_or_default();
        value["change"] = difference.change().into();
        value
    };
    let list: Vec<Value> = differences.iter().map(with_change).collect();
    let mut object = json!({ "equal": list.is_empty(), "differences": list });
    let [request, certificate] =
        repairs.map(|of| of.iter().map(ToString::to_string).collect::<Vec<_>>());
    if !request.is_empty() || !certificate.is_empty() {
        object["repaired"] = json!({ "request": request, "certificate": certificate });
    }
    format!("{object:#}\n")
}

/// A line a difference.
fn text(differences: &[Difference]) -> String {
    let colours = Colours::of_standard_output();
    let mut text = String::new();
    for difference in differences {
        let (change, line) = (difference.change(), difference.to_string());
        let style = if change == "added" { Style::Doubtful } else { Style::Bad };
        text.push_str(&colours.paint(style, change));
        text.push_str(line.strip_prefix(change).unwrap_or(&line));
        text.push('\n');
    }
    if text.is_empty() {
        text = colours.paint(Style::Good, "the certificate has what was requested") + "\n";
    }
    text
}

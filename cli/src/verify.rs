//! `csr verify`: whether the signatures of requests are right.

use clap::Args;
use pkcs10::Inspection;
use serde_json::{Value, json};

use crate::failure::{Failure, shown};
use crate::files::Output;
use crate::reading::Sources;

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    sources: Sources,

    /// Write a JSON array with an object for each request that can be read
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Prints a line a request: on standard output where the signature verifies, else why it
    /// does not, or cannot be verified.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut objects = Vec::new();
        let done = self.sources.each(|member, inspection| {
            let key = details(inspection);
            if self.json {
                objects.push(member.describe(to_json(inspection), true));
            }
            let refuse = |why: String| Err(Failure::refused_file(&member.path, why));
            match (inspection.verification(), inspection.refused_elsewhere()) {
                (Err(error), _) if !error.is_wrong() => Err(Failure::Undecided(format!(
                    "{}: {error} ({key})",
                    shown(&member.path)
                ))),
                (Err(error), _) => refuse(format!("{error} ({key})")),
                (Ok(_), Some(deviation)) => refuse(format!(
                    "the signature verifies, but other programs do not read the request: {} {}, at byte {}",
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

/// The verdict on the signature as inspect has it, and whether other programs read the request.
fn to_json(inspection: &Inspection) -> Value {
    let mut all = serde_json::to_value(inspection).unwrap_or_default();
    let mut object = json!({
        "verdict": all["signature"]["verdict"].take(),
        "text": all["signature"]["text"].take(),
        "signatureAlgorithm": all["signatureAlgorithm"].take(),
        "publicKey": all["publicKey"].take(),
        "refusedElsewhere": inspection.refused_elsewhere(),
    });
    if let Value::String(cause) = all["signature"]["cause"].take() {
        object["cause"] = cause.into();
    }
    object
}

/// The algorithm and the key.
fn details(inspection: &Inspection) -> String {
    let key = inspection.public_key();
    match inspection.signature_algorithm() {
        Some(algorithm) => format!("{}; key: {key}", algorithm.name()),
        None => format!("unreadable algorithm; key: {key}"),
    }
}

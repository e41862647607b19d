//! What became of a line, and how it is written.

use std::path::PathBuf;

use serde::Serialize;

use super::fault::LineFault;

/// What became of a line.
#[derive(Debug)]
pub(crate) struct LineResult {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    /// What names its files: its own `id`, or the number of the line. `None` where an `id` is
    /// given but refused, or where the line is not JSON.
    pub(crate) id: Option<String>,
    /// What was made, or every fault.
    pub(crate) outcome: Result<Made, Vec<LineFault>>,
}

/// What was made of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// Files that are on the disk.
    Files {
        /// The request, `ID.csr.pem`.
        csr: PathBuf,
        /// The key, `ID.key.pem`; `None` where one key signs for all.
        key: Option<PathBuf>,
        /// Whether an earlier run had made them.
        resumed: bool,
    },
    /// The request itself, in PEM.
    Pem(String),
}

/// A result as it is written: members in this order.
#[derive(Serialize)]
struct Written<'a> {
    line: u64,
    id: Option<&'a str>,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    csr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resumed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    faults: Option<Vec<WrittenFault>>,
}

#[derive(Serialize)]
struct WrittenFault {
    path: String,
    text: String,
}

impl LineResult {
    /// The result as one JSON object on one line: `line`, `id`, `result` (`success` or
    /// `failure`), then the files or the request, or the faults with their paths.
    pub(crate) fn to_json(&self) -> String {
        let mut written = Written {
            line: self.line,
            id: self.id.as_deref(),
            result: "success",
            csr: None,
            key: None,
            resumed: None,
            pem: None,
            faults: None,
        };
        let text = |path: &PathBuf| path.display().to_string();
        match &self.outcome {
            Ok(Made::Files { csr, key, resumed }) => {
                written.csr = Some(text(csr));
                written.key = key.as_ref().map(text);
                written.resumed = resumed.then_some(true);
            }
            Ok(Made::Pem(pem)) => written.pem = Some(pem),
            Err(faults) => {
                written.result = "failure";
                let faults = faults.iter();
                let faults = faults.map(|f| WrittenFault { path: f.path(), text: f.text() });
                written.faults = Some(faults.collect());
            }
        }
        // Text and numbers in a struct are always JSON.
        serde_json::to_string(&written).unwrap_or_default()
    }
}

//! What became of a line, and how it is written.

use std::ops::Not;

use serde::Serialize;

use super::fault::LineFault;

/// What became of a line.
#[derive(Debug)]
pub(crate) struct LineResult {
    /// The number of the line, from 1.
    pub(crate) line: u64,
    /// What names its files: its own `id`, or the number of the line, or of the element of an array. `None` where an `id` is
    /// given but refused, or where the line is not JSON.
    pub(crate) id: Option<String>,
    /// What was made, or every fault.
    pub(crate) outcome: Result<Made, Vec<LineFault>>,
}

/// What was made of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Made {
    /// Files that are on the disk.
    Files {
        /// The request, `ID.csr.pem`.
        csr: String,
        /// The key, `ID.key.pem`; `None` where one key signs for all.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Whether an earlier run had made them.
        #[serde(skip_serializing_if = "Not::not")]
        resumed: bool,
        /// What --lint finds.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        findings: Vec<serde_json::Value>,
    },
    /// The request itself, in PEM.
    Pem {
        pem: String,
        /// What --lint finds.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        findings: Vec<serde_json::Value>,
    },
}

/// A result as it is written: members in this order.
#[derive(Serialize)]
struct Written<'a> {
    line: u64,
    id: Option<&'a str>,
    #[serde(flatten)]
    outcome: Outcome<'a>,
}

#[derive(Serialize)]
#[serde(tag = "result", rename_all = "lowercase")]
enum Outcome<'a> {
    Success(&'a Made),
    Failure { faults: Vec<WrittenFault> },
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
        let written = |fault: &LineFault| WrittenFault { path: fault.path(), text: fault.text() };
        let outcome = match &self.outcome {
            Ok(made) => Outcome::Success(made),
            Err(faults) => Outcome::Failure { faults: faults.iter().map(written).collect() },
        };
        let written = Written { line: self.line, id: self.id.as_deref(), outcome };
        // Text and numbers in a struct are always JSON.
        serde_json::to_string(&written).unwrap_or_default()
    }
}

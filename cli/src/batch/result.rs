//! What became of a line, and how it is written.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Made {
    /// Files that are on the disk.
    Files {
        /// The request, `ID.csr.pem`.
        #[serde(serialize_with = "display")]
        csr: PathBuf,
        /// The key, `ID.key.pem`; `None` where one key signs for all.
        #[serde(skip_serializing_if = "Option::is_none", serialize_with = "display_some")]
        key: Option<PathBuf>,
        /// Whether an earlier run had made them.
        #[serde(skip_serializing_if = "is_false")]
        resumed: bool,
    },
    /// The request itself, in PEM.
    Pem { pem: String },
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

/// A path as text, also where it is not UTF-8.
fn display<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

fn display_some<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_ref().map(|path| path.display().to_string()).serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

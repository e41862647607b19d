//! A fleet from one file: a body a line in, a request and a key a line out.
//!
//! Lines are worked on in parallel and reported in their order. A line that succeeded is
//! reported only when its files are on the disk. A faulty line stops no other.

use std::boxed::Box;
use std::io::{self, BufRead};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::thread;
use std::time::Duration;
use std::vec::Vec;

use serde::Serialize;

use super::body::BodyReader;
use crate::key::{KeyKind, KeyPair};

mod fault;
mod folder;
mod ids;
mod lines;
mod maker;
mod pipeline;

pub use fault::LineFault;
use folder::Folder;
use ids::Ids;
use lines::Lines;
use maker::Maker;
use pipeline::Pace;

/// Lines under way at once for each job: enough that no worker is ever without work.
const RESULTS_PER_JOB: usize = 64;

/// The same where files are written: enough that syncing the files of those that are done keeps
/// no worker waiting, and that syncs are few.
const FILES_PER_JOB: usize = 256;

/// Lines that share a sync, where there is no reason to hurry: enough that syncs cost little, and
/// few enough that the last ones, which nobody works beside, are soon done.
const SHARE: usize = 128;

/// How long a line that is done waits for others to share its sync with.
const PATIENCE: Duration = Duration::from_millis(100);

/// Makes requests from lines.
#[derive(Debug)]
pub struct Batch {
    reader: BodyReader,
    mode: Mode,
    resume: bool,
    jobs: usize,
}

/// Whose key signs, and where results go.
#[derive(Debug)]
enum Mode {
    /// A new key for each line, files in the folder.
    NewKeys(KeyKind, Folder),
    /// One key for all lines, files in the folder.
    OneKey(Box<KeyPair>, Folder),
    /// One key for all lines, requests in the results, nothing on the disk.
    Results(Box<KeyPair>),
}

/// What became of a line.
#[derive(Debug)]
pub struct LineResult {
    /// The number of the line, from 1.
    pub line: u64,
    /// What names its files: its own `id`, or the number of the line. `None` where an `id` is
    /// given but refused, or where the line is no JSON.
    pub id: Option<String>,
    /// What was made, or every fault.
    pub outcome: Result<Made, Vec<LineFault>>,
}

/// What was made of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Made {
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

impl Batch {
    /// A new key for each line, of an [`Algorithm`](crate::Algorithm) or as a
    /// [`Policy`](crate::Policy) asks, and files in `folder`: `ID.csr.pem` and `ID.key.pem`, which
    /// nobody but their owner can read. The folder is made where it is missing, and is this
    /// batch's alone while it lives.
    ///
    /// # Errors
    /// [`io::Error`] where the folder cannot be used, or another batch is at work in it.
    pub fn to_folder(
        reader: BodyReader,
        keys: impl Into<KeyKind>,
        folder: &Path,
    ) -> io::Result<Self> {
        Ok(Self::new(reader, Mode::NewKeys(keys.into(), Folder::open(folder)?)))
    }

    /// One key for all lines, and files in `folder`: `ID.csr.pem`.
    ///
    /// # Errors
    /// [`io::Error`], as for [`to_folder`](Self::to_folder).
    pub fn to_folder_with_key(reader: BodyReader, key: KeyPair, folder: &Path) -> io::Result<Self> {
        Ok(Self::new(reader, Mode::OneKey(Box::new(key), Folder::open(folder)?)))
    }

    /// One key for all lines, the requests in the results, and nothing on the disk.
    pub fn to_results(reader: BodyReader, key: KeyPair) -> Self {
        Self::new(reader, Mode::Results(Box::new(key)))
    }

    fn new(reader: BodyReader, mode: Mode) -> Self {
        let jobs = thread::available_parallelism().map_or(1, NonZero::get);
        Self { reader: reader.require_common_name(), mode, resume: false, jobs }
    }

    /// Whether to go on where an earlier run ended: lines whose files are there, verify, and
    /// are what the line asks for count as done; a key that is there without its request is
    /// used. That two lines of one run have the same id is told where the first is among the first
    /// 100,000 lines that have files; behind them, the second counts as done if it asks for the
    /// same.
    #[must_use]
    pub const fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// How many lines are worked on at once; at least one. All cores where this is not said.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs.max(1);
        self
    }

    /// Works through the lines. Blank ones are passed over, but counted. `report` gets the
    /// result of each in the order of the lines and may end it all; lines that were begun are
    /// then finished but not reported.
    /// Faults of reading and writing are those of their lines.
    pub fn run(
        &self,
        input: impl BufRead + Send,
        mut report: impl FnMut(LineResult) -> ControlFlow<()>,
    ) {
        let maker = Maker::new(&self.reader, &self.mode, self.resume);
        let mut ids = Ids::default();
        let (per_job, patience) = match self.mode {
            Mode::Results(_) => (RESULTS_PER_JOB, Duration::ZERO),
            Mode::NewKeys(..) | Mode::OneKey(..) => (FILES_PER_JOB, PATIENCE),
        };
        pipeline::run(
            Lines::new(input),
            |worker, (line, content)| maker.make(worker, line, content),
            Pace { jobs: self.jobs, window: self.jobs * per_job, share: SHARE, patience },
            |ready| {
                let results = maker.publish(ready).into_iter();
                results.map(|result| ids.check(result)).try_for_each(&mut report)
            },
        );
    }
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
    pub fn to_json(&self) -> String {
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

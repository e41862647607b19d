//! A fleet from one file: a body a line in, a request and a key a line out.
//!
//! Lines are worked on in parallel and reported in their order. A line that succeeded is
//! reported only when its files are on the disk. A faulty line stops no other.

use std::io::{self, BufRead};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::Path;
use std::thread;
use std::time::Duration;

use pkcs10::lxca::BodyReader;
use pkcs10::{KeyPair, keys::KeyKind};

use super::directory::Directory;
use super::ids::Ids;
use super::lines::Lines;
use super::maker::{Maker, Mode};
use super::pipeline::{self, Pace};
use super::result::LineResult;

/// Lines under way at once for each job: enough that no worker is ever without work.
const RESULTS_PER_JOB: usize = 64;

/// The same where files are written: enough that syncing the files of those that are done keeps
/// no worker waiting, and that syncs are few.
const FILES_PER_JOB: usize = 256;

/// Lines that share a sync, where there is no reason to hurry: enough that syncs cost little, and
/// few enough that the last ones, beside which no worker is busy, are soon done.
const SHARE: usize = 128;

/// How long a line that is done waits for others to share its sync with.
const PATIENCE: Duration = Duration::from_millis(100);

/// Makes requests from lines.
#[derive(Debug)]
pub(crate) struct Fleet {
    reader: BodyReader,
    mode: Mode,
    resume: bool,
    jobs: usize,
}

impl Fleet {
    /// A new key for each line, of an [`Algorithm`](pkcs10::Algorithm) or as a
    /// [`Policy`](pkcs10::Policy) asks, and files in `directory`: `ID.csr.pem` and `ID.key.pem`, which
    /// only their owner can read. The directory is created if it does not exist, and no other batch can use
    /// it while this one lives.
    ///
    /// # Errors
    /// [`io::Error`] where the directory cannot be used, or another batch is at work in it.
    pub(crate) fn to_directory(
        reader: BodyReader,
        keys: impl Into<KeyKind>,
        directory: &Path,
    ) -> io::Result<Self> {
        Ok(Self::new(reader, Mode::NewKeys(keys.into(), Directory::open(directory)?)))
    }

    /// One key for all lines, and files in `directory`: `ID.csr.pem`.
    ///
    /// # Errors
    /// [`io::Error`], as for [`to_directory`](Self::to_directory).
    pub(crate) fn to_directory_with_key(
        reader: BodyReader,
        key: KeyPair,
        directory: &Path,
    ) -> io::Result<Self> {
        Ok(Self::new(reader, Mode::OneKey(Box::new(key), Directory::open(directory)?)))
    }

    /// One key for all lines, the requests in the results, and nothing on the disk.
    pub(crate) fn to_results(reader: BodyReader, key: KeyPair) -> Self {
        Self::new(reader, Mode::Results(Box::new(key)))
    }

    fn new(reader: BodyReader, mode: Mode) -> Self {
        let jobs = thread::available_parallelism().map_or(1, NonZero::get);
        Self { reader: reader.require_common_name(), mode, resume: false, jobs }
    }

    /// Whether to go on where an earlier run ended: lines whose files are there, verify, and
    /// are what the line asks for count as done; a key that is there without its request is
    /// used. Two lines of one run with the same id are refused where the first is among the first
    /// 100,000 lines that have files; behind them, the second counts as done if it requests the
    /// same.
    #[must_use]
    pub(crate) const fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// How many lines are worked on at once; at least one. All cores where this is not said.
    #[must_use]
    pub(crate) fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs.max(1);
        self
    }

    /// Works through the lines. Blank ones are passed over, but counted. `report` gets the
    /// result of each in the order of the lines and may end it all; lines that were begun are
    /// then finished but not reported.
    /// Faults of reading and writing are those of their lines.
    pub(crate) fn run(
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

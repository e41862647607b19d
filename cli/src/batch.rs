//! `csr batch`: many requests from one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use pkcs10::Profile;
use pkcs10::lxca::BodyReader;

use crate::failure::{ENVIRONMENT, Failure};
use crate::files::{self, Output};
use crate::inputs::Inputs;
use crate::key_choice::{ExistingKey, NewKey};
use crate::named::one_of;
use crate::progress;

mod directory;
mod fault;
mod fleet;
mod ids;
mod lines;
mod pipeline;
mod result;
#[cfg(test)]
mod tests;

use directory::Directory;
use fleet::{Fleet, Keys, Mode};

/// Create a request and a key for each line of a file of JSON bodies.
///
/// Each line is the body of LXCA's POST /certificateSigningRequest, in which CommonName is required.
/// Its files are ID.csr.pem and ID.key.pem, which are never overwritten; ID is the optional member
/// "id", or else the number of the line. Standard output has one JSON object for each line, in their
/// order: line, id, result (success or failure), and the files, or the faults with their paths. A
/// success is printed when its files are on the disk.
#[derive(Args)]
pub(crate) struct Batch {
    /// JSON bodies, one on each line; - reads standard input as it arrives
    #[arg(value_name = "REQUESTS.jsonl")]
    requests: PathBuf,

    /// The directory for the files; it is created if it does not exist
    #[arg(
        long,
        value_name = "DIR",
        value_parser = files::on_disk(
            "requests and keys require a directory; use --stdout to write requests to standard output"
        ),
        required_unless_present = "stdout",
    )]
    out_dir: Option<PathBuf>,

    /// Write the requests into the results on standard output, and nothing to the disk
    #[arg(long, requires = "key", conflicts_with_all = ["out_dir", "resume"])]
    stdout: bool,

    /// Continue an earlier run: files that are right are kept, and keys without a request are used
    #[arg(long)]
    resume: bool,

    /// Lines processed in parallel [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Whose bodies the lines are: those of lxca, with its limits and defaults, the same with the bounds of
    /// rfc5280 and without defaults, or those of redfish, openbmc or xcc, whose words name the key
    #[arg(long, value_name = "NAME", default_value = "lxca", value_parser = one_of::<Profile>(Profile::BUILT_IN.iter().map(Profile::id)))]
    profile: Profile,

    #[command(flatten)]
    key: ExistingKey,

    #[command(flatten)]
    new_key: NewKey,
}

impl Batch {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let requests = ("REQUESTS.jsonl", Some(self.requests.as_path()));
        let inputs = Inputs::check([requests].into_iter().chain(self.key.inputs()))?;
        let input = self.input()?;
        let progress = self.progress();
        let fleet = self.fleet(&inputs)?;
        let (mut lines, mut failed) = (0_u64, 0_u64);
        let mut written = Ok(());
        // Where both are on one terminal, the bar makes room for each result.
        let shares_terminal = io::stdout().is_terminal();
        fleet.run(input, |result| {
            lines += 1;
            failed += u64::from(result.outcome.is_err());
            progress.set_position(result.line);
            let print = || print_line(&result.to_json());
            written = if shares_terminal { progress.suspend(print) } else { print() };
            let Err(error) = &written else { return ControlFlow::Continue(()) };
            end_soon(self.cut_short(lines.saturating_sub(1), error));
            ControlFlow::Break(())
        });
        progress.finish_and_clear();
        match written {
            Err(error) => Err(self.cut_short(lines.saturating_sub(1), &error)),
            Ok(()) if failed > 0 => Err(Failure::refused(format!(
                "{failed} of {lines} lines failed; see their results"
            ))),
            Ok(()) => Ok(()),
        }
    }

    /// The failure to print a result, after so many that were printed.
    fn cut_short(&self, printed: u64, error: &io::Error) -> Failure {
        let what = match error.kind() {
            io::ErrorKind::BrokenPipe => "was closed".into(),
            _ => format!("failed ({})", files::plain(error)),
        };
        let results = if printed == 1 { "result" } else { "results" };
        let text = format!("standard output {what} after {printed} {results}");
        let failure = Failure::Environment(text);
        if self.stdout { failure } else { failure.hint("use --resume to continue from there") }
    }

    fn fleet(&self, inputs: &Inputs<'_>) -> Result<Fleet, Failure> {
        let reader = BodyReader::new(self.profile).require_common_name();
        let key = self.key.read()?.map(Box::new);
        let mode = match (&self.out_dir, key) {
            (None, None) => return Err(Failure::Usage("--stdout requires --key".into())),
            (None, Some(key)) => {
                Output::check(None, false, inputs)?;
                Mode::Results(key)
            }
            (Some(path), key) => {
                let keys = key.map_or_else(|| Keys::New(self.new_key.kind()), Keys::One);
                Mode::Files(keys, Directory::open(path).map_err(files::failed(path))?)
            }
        };
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = self.jobs.map_or_else(cores, usize::from);
        Ok(Fleet { reader, mode, resume: self.resume, jobs })
    }

    fn input(&self) -> Result<impl BufRead + Send + use<>, Failure> {
        let input: Box<dyn Read + Send> = match self.requests == Path::new("-") {
            true => Box::new(io::stdin()),
            false => Box::new(files::open(&self.requests)?),
        };
        Ok(BufReader::new(input))
    }

    /// A bar on a terminal; nothing elsewhere.
    fn progress(&self) -> ProgressBar {
        let count = || count_lines(files::open_regular(&self.requests).ok()?).ok();
        match io::stderr().is_terminal().then(count).flatten() {
            Some(lines) => {
                progress::bar(Some(lines), "{bar:40} {pos}/{len} lines, {per_sec}, {eta} left")
            }
            None => progress::bar(None, "{spinner} {pos} lines, {per_sec}"),
        }
    }
}

fn count_lines(file: File) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut lines = 0;
    while reader.skip_until(b'\n')? > 0 {
        lines += 1;
    }
    Ok(lines)
}

/// Ends the program with this failure if it has not ended in a second: a worker may wait for a line
/// that never comes.
fn end_soon(failure: Failure) {
    let _ = thread::Builder::new().spawn(|| {
        thread::sleep(Duration::from_secs(1));
        failure.report();
        process::exit(ENVIRONMENT.into())
    });
}

/// One line for each result, flushed at once: a reader may be waiting.
fn print_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

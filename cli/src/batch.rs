//! `csr batch`: many requests from one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use pkcs10::Profile;
use pkcs10::lxca::BodyReader;

use crate::failure::{ENVIRONMENT, Failure, note, shown};
use crate::files::{self, Output};
use crate::inputs::Inputs;
use crate::key_choice::{ExistingKey, NewKey};
use crate::lint::counted;
use crate::new::LintOptions;
use crate::password::NewPassword;
use crate::profile;
use crate::progress;
use crate::request_options::{ExtensionOptions, is_given};

mod directory;
mod fault;
mod fleet;
mod ids;
mod line;
mod lines;
mod pipeline;
mod records;
mod result;
mod table;
#[cfg(test)]
mod tests;

use directory::Directory;
use fault::LineFault;
use fleet::{Fleet, Keys, Mode};
use line::LineReader;
use lines::Unread;
use records::{HEADER_MAX, Records};

const PIPE: &str = "\
With GNU parallel, xargs and Spark's rdd.pipe use --pipe --stdout --key KEY --jobs 1 (cli/PIPES.md):
  parallel --pipe -N 1000 \\
    csr batch - --pipe --stdout --key KEY --jobs 1 <in.jsonl
  rdd.pipe(
    'csr batch - --pipe --stdout --key KEY --jobs 1',
    checkCode=True)";

/// Create a request and a key for each line of a file of JSON bodies, or each row of a table.
///
/// Each line is the body of LXCA's POST /certificateSigningRequest, in which CommonName is required; the
/// bodies may also be the elements of one JSON array. Its files are ID.csr.pem and ID.key.pem, which are
/// never overwritten; ID is the optional member "id", or else the number of the line. Standard output
/// has one JSON object for each line, in their order: line, id, result (success or failure), and the
/// files, or the faults with their paths. A success is printed when its files are on the disk.
///
/// A line may have these members too, in place of the options: keyUsage, extKeyUsage, basicConstraints,
/// tlsFeature, subjectKeyIdentifier, template, extensions (several in an array), and algorithm.
///
/// A table is CSV in UTF-8 with a header; the cells are parted by commas, semicolons or tabs, and may be
/// quoted. Its columns have the names of the profile's members, or usual ones such as CN, O, OU, L, ST, C and
/// SAN.
/// The names in a cell are those of csr new --san; several, and several extensions, are parted by | or by
/// a line break. An empty cell is as if it was left out.
#[derive(Args)]
#[command(after_long_help = PIPE)]
pub(crate) struct Batch {
    /// JSON bodies, one on each line or in an array, or a table; - reads standard input as it arrives
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

    /// For programs that pipe lines through csr: the exit code is 0 also where lines are refused, and 3
    /// where they fail for another reason; a line without an id gets the first 32 hexadecimal digits of
    /// its SHA-256
    #[arg(long)]
    pipe: bool,

    /// Lines processed in parallel [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Whose bodies the lines are: those of lxca, with its limits and defaults, the same with the bounds of
    /// rfc5280 and without defaults, or those of redfish, openbmc, xcc, idrac, ilo, cimc or vcenter, whose words name the key; NAME.toml is a file with a profile of your own (cli/PROFILES.md)
    #[arg(long, value_name = "NAME", default_value = "lxca", value_parser = profile::Choice::parser())]
    profile: profile::Choice,

    #[command(flatten)]
    key: ExistingKey,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    new_password: NewPassword,

    #[command(
        flatten,
        next_help_heading = "Extensions to request in each line that does not have its own"
    )]
    extensions: ExtensionOptions,

    #[command(flatten)]
    lint: LintOptions,
}

impl Batch {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let requests = ("REQUESTS.jsonl", Some(self.requests.as_path()));
        let profile = ("--profile", self.profile.path());
        let inputs =
            [requests, profile, self.new_password.input()].into_iter().chain(self.key.inputs());
        let inputs = Inputs::check(inputs)?;
        let input = self.input()?;
        let progress = self.progress();
        let profile = self.profile.read()?;
        let fleet = self.fleet(profile, &inputs)?;
        let input = Records::recognise(input, profile).map_err(|unread| match unread {
            Unread::Failed(error) => files::failed(&self.requests)(error),
            Unread::Refused(faults) => {
                let path = shown(&self.requests);
                let faults = faults.iter().map(|fault| format!("{path}, {fault}"));
                let file = files::open_regular(&self.requests);
                let head = file.and_then(|file| io::read_to_string(file.take(HEADER_MAX)));
                Failure::Refused(faults.collect())
                    .with_lines(&self.requests, &head.unwrap_or_default())
            }
        })?;
        let (mut lines, mut failed, mut unworked) = (0_u64, 0_u64, 0_u64);
        let mut written = Ok(());
        // Where both are on one terminal, the bar makes room for each result.
        let shares_terminal = io::stdout().is_terminal();
        fleet.run(input, |result| {
            lines += 1;
            let faults = result.outcome.as_ref().err();
            failed += u64::from(faults.is_some());
            let is_of_line = |faults: &Vec<LineFault>| faults.iter().all(LineFault::is_of_line);
            unworked += u64::from(faults.is_some_and(|faults| !is_of_line(faults)));
            progress.set_position(result.line);
            let print = || print_line(&result.to_json());
            written = if shares_terminal { progress.suspend(print) } else { print() };
            let Err(error) = &written else { return ControlFlow::Continue(()) };
            end_soon(self.cut_short(lines.saturating_sub(1), error));
            ControlFlow::Break(())
        });
        progress.finish_and_clear();
        // What a profile does to every line is said once.
        let of_all = written.is_ok().then(|| fleet.notes()).into_iter().flatten();
        for (text, count) in of_all {
            let count = counted(count, "line");
            note(format_args!("note: {}: {text} ({count})", shown(&self.requests)));
        }
        let is_watched = io::stderr().is_terminal();
        let summary = format!("{lines} of {lines} done, {failed} refused");
        match written {
            Err(error) => Err(self.cut_short(lines.saturating_sub(1), &error)),
            Ok(()) if self.pipe && unworked > 0 => Err(Failure::Environment(format!(
                "{unworked} of {lines} lines failed, not because of what is in them; see their results"
            ))),
            Ok(()) if failed > 0 && !self.pipe => Err(Failure::refused(if is_watched {
                summary
            } else {
                format!("{failed} of {lines} lines failed; see their results")
            })),
            Ok(()) if is_watched => {
                note(summary);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// The failure to print a result, after so many that were printed.
    fn cut_short(&self, printed: u64, error: &io::Error) -> Failure {
        let what = match error.kind() {
            io::ErrorKind::BrokenPipe => "was closed".into(),
            _ => format!("failed ({})", files::plain(error)),
        };
        let results = counted(printed, "result");
        let text = format!("standard output {what} after {results}");
        let failure = Failure::Environment(text);
        if self.stdout { failure } else { failure.hint("use --resume to continue from there") }
    }

    fn fleet(&self, profile: Profile, inputs: &Inputs<'_>) -> Result<Fleet, Failure> {
        self.extensions.check()?;
        self.extensions.note_risks();
        let reader = LineReader {
            body: BodyReader::new(profile).require_common_name(),
            extensions: self.extensions.clone(),
            hashes: self.pipe,
        };
        let password = self.new_password.read()?;
        let key = self.key.read()?.map(Box::new);
        let mode = match (&self.out_dir, key) {
            (None, None) => return Err(Failure::Usage("--stdout requires --key".into())),
            (None, Some(key)) => {
                Output::check(None, false, inputs)?;
                Mode::Results(key)
            }
            (Some(path), key) => {
                let keys = match key {
                    None => Keys::New(self.new_key.kind(), password),
                    Some(key) => Keys::One(key),
                };
                Mode::Files(keys, Directory::open(path).map_err(files::failed(path))?)
            }
        };
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = self.jobs.map_or_else(cores, usize::from);
        let kind_is_given = ["--algorithm", "--policy"].into_iter().any(is_given);
        let lint = self.lint.clone();
        let notes = Mutex::default();
        Ok(Fleet { reader, mode, resume: self.resume, jobs, lint, kind_is_given, notes })
    }

    fn input(&self) -> Result<impl BufRead + Send + use<>, Failure> {
        let input: Box<dyn Read + Send> = match self.requests == Path::new("-") {
            true => Box::new(files::standard_input()?),
            false => Box::new(files::open(&self.requests)?),
        };
        Ok(BufReader::new(input))
    }

    /// A bar on a terminal; nothing elsewhere.
    fn progress(&self) -> ProgressBar {
        let count = || count_lines(files::open_regular(&self.requests).ok()?).ok();
        match io::stderr().is_terminal().then(count).flatten() {
            Some(lines) => {
                progress::bar(Some(lines), "{bar:14} {pos}/{len} lines, {per_sec}, {eta} left")
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

//! `csr batch`: a fleet from one file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pkcs10::lxca::BodyReader;

use crate::Failure;
use crate::files;
use crate::inputs::Inputs;
use crate::key_choice::{ExistingKey, NewKey};
use crate::request_options::ProfileName;

mod fault;
mod fleet;
mod folder;
mod ids;
mod lines;
mod maker;
mod pipeline;
mod result;
#[cfg(test)]
mod tests;

use fleet::Fleet;

/// Make a request and a key for each line of a file of JSON bodies.
///
/// Each line is the body of LXCA's POST /certificateSigningRequest, in which CommonName is required,
/// and an optional "id" that names its files (else the number of the line does): ID.csr.pem and
/// ID.key.pem, neither of which is ever overwritten. Standard output gets one JSON object a line, in
/// the order of the lines: line, id, result (success or failure), and the files, or the faults with
/// their paths. A success is printed when its files are on the disk.
#[derive(Args)]
pub(crate) struct Batch {
    /// JSON bodies, one a line; - reads standard input as it comes
    #[arg(value_name = "REQUESTS.jsonl")]
    requests: PathBuf,

    /// The folder for the files; it is made where it is missing
    #[arg(
        long,
        value_name = "DIR",
        value_parser = files::on_disk(
            "requests and keys need a folder; hint: --stdout writes requests to standard output"
        ),
        required_unless_present = "stdout",
    )]
    out_dir: Option<PathBuf>,

    /// Write the requests into the results on standard output, and nothing to the disk
    #[arg(long, requires = "key", conflicts_with_all = ["out_dir", "resume"])]
    stdout: bool,

    /// Go on where an earlier run ended: what is there and right is kept, keys are used
    #[arg(long)]
    resume: bool,

    /// Lines worked on at once [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Limits and defaults: lxca as documented, rfc5280 its bounds and no defaults
    #[arg(long, value_enum, value_name = "NAME", default_value = "lxca")]
    profile: ProfileName,

    #[command(flatten)]
    key: ExistingKey,

    #[command(flatten)]
    new_key: NewKey,
}

impl Batch {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let requests = ("REQUESTS.jsonl", Some(self.requests.as_path()));
        Inputs::check([requests].into_iter().chain(self.key.inputs()))?;
        let input = self.input()?;
        let progress = self.progress();
        let mut fleet = self.fleet()?.resume(self.resume);
        if let Some(jobs) = self.jobs {
            fleet = fleet.jobs(usize::from(jobs));
        }
        let (mut lines, mut failed) = (0_u64, 0_u64);
        let mut written = Ok(());
        fleet.run(input, |result| {
            lines += 1;
            failed += u64::from(result.outcome.is_err());
            progress.set_position(result.line);
            written = print_line(&result.to_json());
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
        let hint = if self.stdout { "" } else { "; hint: --resume goes on from there" };
        Failure::Environment(format!("standard output {what} after {printed} {results}{hint}"))
    }

    fn fleet(&self) -> Result<Fleet, Failure> {
        let reader = BodyReader::new(self.profile.profile());
        let key = self.key.read()?;
        let Some(folder) = &self.out_dir else {
            return match key {
                Some(key) => Ok(Fleet::to_results(reader, key)),
                None => Err(Failure::Usage("error: --stdout needs --key".into())),
            };
        };
        let fleet = match key {
            Some(key) => Fleet::to_folder_with_key(reader, key, folder),
            None => Fleet::to_folder(reader, self.new_key.kind(), folder),
        };
        fleet.map_err(|error| files::refuse(folder, &files::plain(&error)))
    }

    fn input(&self) -> Result<Box<dyn BufRead + Send>, Failure> {
        if self.requests == Path::new("-") {
            return Ok(Box::new(BufReader::new(io::stdin())));
        }
        let file = files::open(&self.requests)?;
        Ok(Box::new(BufReader::new(file)))
    }

    /// A bar on a terminal; nothing elsewhere.
    fn progress(&self) -> ProgressBar {
        if !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let lines = File::open(&self.requests).ok().and_then(|file| count_lines(file).ok());
        let bar = ProgressBar::with_draw_target(lines, ProgressDrawTarget::stderr());
        let template = match lines {
            Some(_) => "{bar:40} {pos}/{len} lines, {per_sec}, {eta} left",
            None => "{spinner} {pos} lines, {per_sec}",
        };
        match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

fn count_lines(file: File) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut lines = 0;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(lines);
        }
        lines += chunk.iter().map(|octet| u64::from(*octet == b'\n')).sum::<u64>();
        let len = chunk.len();
        reader.consume(len);
    }
}

/// A line a result, at once: whoever reads them may be waiting.
fn print_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

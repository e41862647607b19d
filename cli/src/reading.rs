//! Requests to look at, and how what is found is shown.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use clap::Args;
use pkcs10::reading::{Repair, members};
use pkcs10::{Code, Inspection};
use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Failure, Failures, shown};
use crate::files;
use crate::hints;
use crate::inputs::Inputs;
use crate::intake;
use crate::key_file;

mod directory;

/// The largest request that is looked at, in bytes: 100,000 names of 150 characters fit in.
/// What is made of a hostile one is many times as large, so the bound on files is too wide.
const LIMIT: usize = 16 << 20;

#[derive(Args)]
pub(crate) struct Source {
    /// The request, PEM or DER, or a directory with requests; several in one file, as PEM blocks or as results
    /// of csr batch, are numbered from 1; - reads standard input, the default
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Source {
    /// Reads the request, or each of a stream, and looks at it, as [`Sources::each`] does.
    pub(crate) fn each(
        &self,
        look: impl FnMut(&Member, &Inspection) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        each(self.file.as_slice(), look)
    }
}

#[derive(Args)]
pub(crate) struct Sources {
    /// The requests, PEM or DER, or directories with requests; several in one file, as PEM blocks or as results
    /// of csr batch, are numbered from 1; - reads standard input, the default
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Sources {
    /// Reads one request after the other, faulty or not, and looks at it. That one cannot be read
    /// or is refused hides no other; where looking fails, it ends.
    pub(crate) fn each(
        &self,
        look: impl FnMut(&Member, &Inspection) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        each(&self.files, look)
    }

    /// Whether several files are named, or a directory.
    pub(crate) fn are_several(&self) -> bool {
        are_several(&self.files)
    }
}

/// A request among those that are looked at.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) file: PathBuf,
    /// The line of the file, from 1, where it begins, if that is text.
    pub(crate) line: Option<usize>,
    /// The file, with the number of the request where there are several in it.
    pub(crate) path: PathBuf,
    /// Whether there are others, so that messages about it have to name it.
    pub(crate) has_others: bool,
    /// How the form of its file was changed.
    repaired: Vec<Repair>,
}

impl Member {
    /// A JSON object about it, with its file where that is of use, and how its form was changed.
    pub(crate) fn describe(&self, mut object: Value, with_file: bool) -> Value {
        if with_file {
            object["file"] = self.path.display().to_string().into();
        }
        if !self.repaired.is_empty() {
            object["repaired"] = self.repaired.iter().map(ToString::to_string).collect();
        }
        object
    }

    /// Whether the form of its file was changed.
    pub(crate) const fn is_repaired(&self) -> bool {
        !self.repaired.is_empty()
    }

    /// What begins a line about it.
    pub(crate) fn prefix(&self) -> String {
        if self.has_others { format!("{}: ", shown(&self.path)) } else { String::new() }
    }
}

fn are_several(files: &[PathBuf]) -> bool {
    files.len() > 1 || files.iter().any(|file| file.is_dir())
}

/// The only request of a file, faulty or not, and how the form of the file was changed. What is said of a
/// certificate in its place is `for_certificate`.
pub(crate) fn only(
    path: &Path,
    for_certificate: String,
) -> Result<(Inspection, Vec<Repair>), Failure> {
    let input = files::read(path)?;
    let (requests, repaired) = requests(path, &input);
    match requests.as_slice() {
        [request] => Ok((inspect(path, request, Some(for_certificate))?, repaired)),
        several => {
            let why =
                format!("is {} certification requests in one file; expected one", several.len());
            Err(Failure::refused_file(path, why))
        }
    }
}

fn each(
    files: &[PathBuf],
    mut look: impl FnMut(&Member, &Inspection) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let standard_input = [PathBuf::from("-")];
    let files = match files {
        [] if io::stdin().is_terminal() => {
            let error = "no FILE is given, and standard input is a terminal".into();
            return Err(Failure::Usage(error).hint("use - to read the terminal"));
        }
        [] => &standard_input,
        files => files,
    };
    Inputs::check(files.iter().map(|path| ("FILE", Some(path.as_path()))))?;
    let mut failures = Failures::default();
    let is_one_of_several = are_several(files);
    let mut all = Vec::new();
    for path in files {
        let found = failures.note(directory::requests(path, LIMIT))?.unwrap_or_default();
        all.extend(found.into_iter().map(|file| (file == *path, file)));
    }
    for (is_named, file) in &all {
        // What a directory has may have become a pipe since, which would be waited for.
        let read = if *is_named { files::read(file) } else { files::read_found(file) };
        let Some(input) = failures.note(read)? else { continue };
        let (requests, repaired) = requests(file, &input);
        let lines = lines_of_requests(&input, requests.len());
        for (request, number) in requests.iter().zip(1..) {
            let mut path = file.clone().into_os_string();
            if requests.len() > 1 {
                path.push(format!("[{number}]"));
            }
            let has_others = is_one_of_several || requests.len() > 1;
            let repaired = repaired.clone();
            let line = lines.get(number - 1).copied();
            let (file, path) = (file.clone(), path.into());
            let member = Member { file, line, path, has_others, repaired };
            let Some(inspection) = failures.note(inspect(&member.path, request, None))? else {
                continue;
            };
            match look(&member, &inspection) {
                Err(refused @ (Failure::Refused(_) | Failure::Undecided(_))) => {
                    failures.note(Err(refused))?
                }
                other => other.map(Some)?,
            };
        }
    }
    failures.end()
}

/// A result of `csr batch --stdout`.
#[derive(Deserialize)]
struct BatchResult<'a> {
    /// These two distinguish a result from other JSON, such as a response of csr lxca.
    #[serde(borrow, rename = "result")]
    _result: Cow<'a, str>,
    #[serde(rename = "line")]
    _line: u64,
    #[serde(borrow)]
    pem: Option<Cow<'a, str>>,
}

/// Requests; nothing in place of one that a batch refused.
type Requests<'a> = Vec<Option<Cow<'a, [u8]>>>;

/// The requests of an input: its lines where each is a result of a batch, else the members of a stream
/// of PEM, or the one that it is; and how its form was changed. Of a result that is a failure there is no
/// request.
fn requests<'a>(file: &Path, input: &'a [u8]) -> (Requests<'a>, Vec<Repair>) {
    let lines = input.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let results: Option<Vec<BatchResult<'_>>> =
        lines.map(|line| serde_json::from_slice(line).ok()).collect();
    if let Some(results) = results.filter(|results| !results.is_empty()) {
        let pem = |pem| match pem {
            Cow::Borrowed(pem) => Cow::Borrowed(str::as_bytes(pem)),
            Cow::Owned(pem) => Cow::Owned(String::into_bytes(pem)),
        };
        let requests = results.into_iter().map(|BatchResult { pem: of, .. }| of.map(pem));
        return (requests.collect(), Vec::new());
    }
    match intake::repaired(file, input) {
        None => (members(input).into_iter().map(Cow::Borrowed).map(Some).collect(), Vec::new()),
        Some(repaired) => {
            let members = members(repaired.as_bytes()).into_iter();
            let requests = members.map(|request| Some(Cow::Owned(request.to_vec()))).collect();
            (requests, repaired.repairs().to_vec())
        }
    }
}

/// The lines, from 1, in which so many requests begin: those of PEM, or the results of a batch.
fn lines_of_requests(input: &[u8], count: usize) -> Vec<usize> {
    let has = |line: &[u8], text: &[u8]| line.windows(text.len()).any(|window| window == text);
    let begins = |line: &[u8]| {
        let label: &[u8] = if count > 1 { b"-----" } else { b"CERTIFICATE REQUEST-----" };
        has(line, b"-----BEGIN ") && has(line, label)
            || serde_json::from_slice::<BatchResult<'_>>(line).is_ok()
    };
    let lines = input.split(|byte| *byte == b'\n').zip(1..);
    lines.filter(|(line, _)| begins(line)).map(|(_, number)| number).collect()
}

fn inspect(
    path: &Path,
    request: &Option<Cow<'_, [u8]>>,
    for_certificate: Option<String>,
) -> Result<Inspection, Failure> {
    let Some(request) = request else {
        return Err(Failure::refused_file(path, "is a result of csr batch without a request"));
    };
    Inspection::read_with_limit(request, LIMIT).map_err(|error| {
        key_file::foreign_file(path, request, &error).unwrap_or_else(|| {
            let is_certificate = error.code() == Code::IsCertificate;
            let hint = for_certificate.filter(|_| is_certificate);
            let hint = hint.or_else(|| hints::for_content(error.code(), path, request));
            Failure::refused_content(shown(path), &error, hint)
        })
    })
}

/// How a piece of text stands out.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Bold,
    Good,
    Bad,
    Doubtful,
}

/// Colours for standard output, or none.
pub(crate) struct Colours {
    on: bool,
    is_terminal: bool,
}

impl Colours {
    /// As --color says, or else NO_COLOR (<https://no-color.org>), CLICOLOR_FORCE, and whether it is a
    /// terminal that can show them.
    pub(crate) fn of_standard_output() -> Self {
        let standard = io::stdout();
        let on = AutoStream::choice(&standard) != ColorChoice::Never;
        Self { on, is_terminal: standard.is_terminal() }
    }

    /// Whether a person reads along, in colour or not.
    pub(crate) const fn are_for_a_terminal(&self) -> bool {
        self.is_terminal
    }

    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        if !self.on {
            return text.to_owned();
        }
        let code = match style {
            Style::Bold => "1",
            Style::Good => "1;32",
            Style::Bad => "1;31",
            Style::Doubtful => "1;33",
        };
        format!("\x1B[{code}m{text}\x1B[0m")
    }
}

//! Requests to look at, and how what is found is shown.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::Inspection;

use crate::failure::{Failure, Failures, shown};
use crate::files;
use crate::hints;
use crate::inputs::Inputs;

/// The largest request that is looked at, in bytes: 100,000 names of 150 characters fit in.
/// What is made of a hostile one is many times as large, so the bound on files is too wide.
const LIMIT: usize = 16 << 20;

#[derive(Args)]
pub(crate) struct Source {
    /// The request, PEM or DER; - reads standard input, the default
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Source {
    /// Reads the request, faulty or not, as far as its parts can be read.
    pub(crate) fn inspect(&self) -> Result<Inspection, Failure> {
        match &self.file {
            Some(path) => inspect(path),
            None => inspect_standard_input(),
        }
    }
}

#[derive(Args)]
pub(crate) struct Sources {
    /// The requests, PEM or DER; - reads standard input, the default
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Sources {
    /// Whether there are several, so that messages about one have to name it.
    pub(crate) const fn are_several(&self) -> bool {
        self.files.len() > 1
    }

    /// Reads one request after the other, faulty or not, and looks at it. That one cannot be read
    /// or is refused hides no other; where looking fails, it ends.
    pub(crate) fn each(
        &self,
        mut look: impl FnMut(&Path, &Inspection) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        Inputs::check(self.files.iter().map(|path| ("FILE", Some(path.as_path()))))?;
        if self.files.is_empty() {
            return look(Path::new("-"), &inspect_standard_input()?);
        }
        let mut failures = Failures::default();
        for path in &self.files {
            let Some(inspection) = failures.note(inspect(path))? else { continue };
            match look(path, &inspection) {
                Err(refused @ Failure::Refused(_)) => failures.note(Err(refused))?,
                other => other.map(Some)?,
            };
        }
        failures.end()
    }
}

fn inspect_standard_input() -> Result<Inspection, Failure> {
    if io::stdin().is_terminal() {
        let error = Failure::Usage("no FILE is given, and standard input is a terminal".into());
        return Err(error.hint("use - to read the terminal"));
    }
    inspect(Path::new("-"))
}

fn inspect(path: &Path) -> Result<Inspection, Failure> {
    let input = files::read(path)?;
    Inspection::read_with_limit(&input, LIMIT).map_err(|error| {
        Failure::refused_content(shown(path), &error, hints::for_request(error.code(), path))
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
}

impl Colours {
    /// None but on a terminal that can show them; none where `NO_COLOR` is set
    /// (<https://no-color.org>).
    pub(crate) fn of_standard_output() -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let can = env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { on: wanted && can && io::stdout().is_terminal() }
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

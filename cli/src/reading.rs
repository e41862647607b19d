//! Requests to look at, and how what is found is shown.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{InputKind, Inspection, InspectionError};

use crate::Failure;
use crate::failure::Failures;
use crate::files;
use crate::inputs::Inputs;

/// The largest request that is looked at, in octets: 100,000 names of 150 characters fit in.
/// What is made of a hostile one is many times as large, so the bound on files is too wide.
const LIMIT: usize = 16 << 20;

#[derive(Args)]
pub(crate) struct Source {
    /// The request, PEM or DER; - reads standard input, as does leaving it out
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Source {
    /// Reads the request, faulty or not, as far as its parts can be told.
    pub(crate) fn inspect(&self) -> Result<Inspection, Failure> {
        match &self.file {
            Some(path) => inspect(path),
            None => inspect_standard_input(),
        }
    }
}

#[derive(Args)]
pub(crate) struct Sources {
    /// The requests, PEM or DER; - reads standard input, as does leaving them out
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Sources {
    /// Whether there are several, so that what is said of one has to name it.
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
        return Err(Failure::Usage(
            "error: no FILE is given, and standard input is a terminal; hint: - reads it all the same"
                .into(),
        ));
    }
    inspect(Path::new("-"))
}

fn inspect(path: &Path) -> Result<Inspection, Failure> {
    let input = files::read(path)?;
    Inspection::read_with_limit(&input, LIMIT).map_err(|error| {
        let hint = kind(&error).and_then(hint).unwrap_or_default();
        Failure::refused_file(path, format!("{error}{hint}"))
    })
}

/// What was given in place of a request, where it is known for something else.
fn kind(error: &InspectionError) -> Option<InputKind> {
    match error {
        InspectionError::Other(kind) => Some(*kind),
        InspectionError::Label(label) if label == "CERTIFICATE" => Some(InputKind::Certificate),
        InspectionError::Label(label) if label.ends_with("PRIVATE KEY") => {
            Some(InputKind::PrivateKey)
        }
        InspectionError::Label(label) if label == "PUBLIC KEY" => Some(InputKind::PublicKey),
        _ => None,
    }
}

/// What to do with a file that is no request.
pub(crate) fn hint(kind: InputKind) -> Option<&'static str> {
    Some(match kind {
        InputKind::Certificate => "; hint: to renew it: csr new --from FILE",
        InputKind::CertificationRequestInfo => {
            "; hint: to make a request of it and its signature: csr assemble FILE"
        }
        InputKind::PrivateKey => "; hint: to make a request with it: csr new --key FILE",
        InputKind::PublicKey => "; hint: to make a request for it: csr prepare --public-key FILE",
        InputKind::Pkcs12 => {
            "; hint: to take its certificate out: openssl pkcs12 -nokeys -in FILE -out CERTIFICATE"
        }
        InputKind::Pkcs7 => {
            "; hint: to take its certificates out: openssl pkcs7 -inform DER -print_certs -in FILE -out CERTIFICATES"
        }
        _ => return None,
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

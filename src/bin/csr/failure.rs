//! How a command can fail, and what the exit code then is.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// A failed command: what to say on standard error.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input was refused; a line a fault.
    Refused(Vec<String>),
    /// The command line was wrong.
    Usage(String),
    /// A file or the source of random numbers failed.
    Environment(String),
}

impl Failure {
    pub(crate) fn refused(line: impl ToString) -> Self {
        Self::Refused(vec![line.to_string()])
    }

    /// A refusal of what is in a file.
    pub(crate) fn refused_file(path: &Path, why: impl Display) -> Self {
        Self::refused(format!("{}: {why}", path.display()))
    }

    pub(crate) fn report(self) -> ExitCode {
        let (code, text) = match self {
            Self::Refused(lines) => (1, lines.join("\n")),
            Self::Usage(text) => (2, format!("{text}\n\nFor more information, try '--help'.")),
            Self::Environment(text) => (3, text),
        };
        // Where standard error is closed, the exit code still says it.
        let _ = writeln!(io::stderr().lock(), "{text}");
        ExitCode::from(code)
    }
}

/// Says something on standard error that is no failure. Where that is closed, nobody listens.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

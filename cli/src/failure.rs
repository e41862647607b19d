//! How a command can fail, and what the exit code then is.

use std::fmt::{Display, Write as _};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use pkcs10::{Error, Fault, Words};

pub(crate) use crate::paths::shown;
use crate::paths::without_pins;
use crate::snippet;

/// The exit code of a wrong command line.
pub(crate) const USAGE: u8 = 2;

/// The exit code of what is not the fault of the input or of the command line.
pub(crate) const ENVIRONMENT: u8 = 3;

/// A failed command: what is written to standard error, `where: what is wrong`, with a line
/// `hint: what to type` where that is known.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input was refused: the message of each fault.
    Refused(Vec<String>),
    /// Whether the input is right cannot be decided here.
    Undecided(String),
    /// The command line was wrong.
    Usage(String),
    /// A file or the source of random numbers failed.
    Environment(String),
}

impl Failure {
    pub(crate) fn refused(message: impl ToString) -> Self {
        Self::Refused(vec![message.to_string()])
    }

    /// A refusal of what is in a file.
    pub(crate) fn refused_file(path: &Path, why: impl Display) -> Self {
        Self::refused(format!("{}: {why}", shown(path)))
    }

    /// A refusal of what is in the file at `place`, which is the subject of the sentence. The hint is
    /// that of the command line, or else the error's own.
    pub(crate) fn refused_content(
        place: impl Display,
        error: &Error,
        hint: Option<String>,
    ) -> Self {
        let expected = match error.expectation() {
            "" => String::new(),
            expected => format!("; expected {expected}"),
        };
        let failure = Self::refused(format!("{place}: {}{expected}", error.reason()));
        match hint.or_else(|| error.hint().map(ToString::to_string)) {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// The failure, with what to do about it.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        let message = match &mut self {
            Self::Refused(messages) => messages.last_mut(),
            Self::Undecided(message) | Self::Usage(message) | Self::Environment(message) => {
                Some(message)
            }
        };
        if let Some(message) = message {
            let _ = write!(message, "\nhint: {hint}");
        }
        self
    }

    /// The failure, each refusal of a line of a file with the line on a terminal.
    pub(crate) fn with_lines(self, path: &Path, text: &str) -> Self {
        match self {
            Self::Refused(messages) => {
                let shown = |message| snippet::of_line(message, path, text);
                Self::Refused(messages.into_iter().map(shown).collect())
            }
            other => other,
        }
    }

    pub(crate) fn report(self) -> ExitCode {
        let (code, text) = match self {
            Self::Refused(messages) => {
                let shown = |message| snippet::of_error(snippet::of_command(message));
                (1, messages.into_iter().map(shown).collect::<Vec<_>>().join("\n"))
            }
            Self::Usage(text) => {
                (USAGE, format!("error: {text}\n\nFor more information, try '--help'."))
            }
            Self::Environment(text) => (ENVIRONMENT, snippet::of_error(text)),
            Self::Undecided(text) => (4, snippet::of_error(text)),
        };
        note(text);
        ExitCode::from(code)
    }
}

/// The message of a fault, in the words of the command line.
pub(crate) fn fault_message(fault: &Fault, words: &dyn Words) -> String {
    match fault.hint(words) {
        Some(hint) => format!("{}\nhint: {hint}", fault.text(words)),
        None => fault.text(words),
    }
}

/// What went wrong with some of many files.
#[derive(Default)]
pub(crate) struct Failures {
    messages: Vec<String>,
    /// Whether one of them is wrong.
    refused: bool,
    /// Whether one of them could not be read.
    unread: bool,
}

impl Failures {
    /// What came of one file, where it did not fail. A wrong command line ends the command.
    pub(crate) fn note<T>(&mut self, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(Failure::Refused(messages)) => {
                self.messages.extend(messages);
                self.refused = true;
            }
            Err(Failure::Undecided(message)) => self.messages.push(message),
            Err(Failure::Environment(message)) => {
                self.messages.push(message);
                self.unread = true;
            }
            Err(usage @ Failure::Usage(_)) => return Err(usage),
        }
        Ok(None)
    }

    /// One fault more.
    pub(crate) fn refuse(&mut self, message: String) {
        self.messages.push(message);
        self.refused = true;
    }

    /// All of them as one: the worst decides on the exit code.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match self {
            Self { messages, .. } if messages.is_empty() => Ok(()),
            Self { messages, unread: true, .. } => Err(Failure::Environment(messages.join("\n"))),
            Self { messages, refused: true, .. } => Err(Failure::Refused(messages)),
            Self { messages, .. } => Err(Failure::Undecided(messages.join("\n"))),
        }
    }
}

/// Writes a line to standard error, without the PIN of a URI. Where that is closed, the exit code is all that is left.
pub(crate) fn note(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{}", without_pins(line.to_string()));
}

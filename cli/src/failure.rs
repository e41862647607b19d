//! How a command can fail, and what the exit code then is.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pkcs10::{KeyError, OldEncryption};

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
        Self::refused(format!("{}: {why}", shown(path)))
    }

    /// A refusal of the key in a file, with the command that converts it, if there is one.
    pub(crate) fn refused_key(path: &Path, error: &KeyError) -> Self {
        let old = for_a_shell(path).unwrap_or_else(|| "OLD".to_owned());
        match conversion(error, &old) {
            Some(how) => Self::refused_file(path, format!("{error}; {how}")),
            None => Self::refused_file(path, error),
        }
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

/// What brings a key into a form that is read, to be typed as it stands: `old` is the file as a
/// word of a shell's command.
fn conversion(error: &KeyError, old: &str) -> Option<String> {
    Some(match error {
        KeyError::Pkcs12 => {
            format!("take the key out with: openssl pkcs12 -nocerts -in {old} -out NEW")
        }
        KeyError::OpenSsh => {
            "convert a copy in place with: ssh-keygen -p -m PKCS8 -f COPY".to_owned()
        }
        KeyError::ExplicitCurve => {
            format!("name the curve with: openssl ec -param_enc named_curve -in {old} -out NEW")
        }
        KeyError::OldEncryption(OldEncryption::Scheme(oid))
            if !TRIPLE_DES.contains(&oid.to_string().as_str()) =>
        {
            format!("{} -provider legacy -provider default", encrypt_anew(old))
        }
        KeyError::OldEncryption(_)
        | KeyError::UnknownEncryption(_)
        | KeyError::TooCostly { .. } => encrypt_anew(old),
        _ => return None,
    })
}

fn encrypt_anew(old: &str) -> String {
    format!("convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in {old} -out NEW")
}

/// The old encryptions that OpenSSL 3 reads without its legacy provider: those with 3DES
/// (RFC 7292 C, RFC 8018 B.2.2).
const TRIPLE_DES: [&str; 3] =
    ["1.2.840.113549.1.12.1.3", "1.2.840.113549.1.12.1.4", "1.2.840.113549.3.7"];

/// What went wrong with some of many files.
#[derive(Default)]
pub(crate) struct Failures {
    lines: Vec<String>,
    /// Whether one of them could not be read.
    unread: bool,
}

impl Failures {
    /// What came of one file, if it is no failure. A wrong command line ends it all.
    pub(crate) fn note<T>(&mut self, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(Failure::Refused(lines)) => self.lines.extend(lines),
            Err(Failure::Environment(line)) => {
                self.lines.push(line);
                self.unread = true;
            }
            Err(usage @ Failure::Usage(_)) => return Err(usage),
        }
        Ok(None)
    }

    /// One fault more.
    pub(crate) fn refuse(&mut self, line: String) {
        self.lines.push(line);
    }

    /// All of them as one.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match (self.lines.is_empty(), self.unread) {
            (true, _) => Ok(()),
            (false, false) => Err(Failure::Refused(self.lines)),
            (false, true) => Err(Failure::Environment(self.lines.join("\n"))),
        }
    }
}

/// Says something on standard error that is no failure. Where that is closed, nobody listens.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The name of a file, which could hold anything: on one line, and nothing that commands a
/// terminal.
pub(crate) fn shown(path: &Path) -> String {
    let name = path.display().to_string();
    // Quotation marks and backslashes would be escaped too, but harm nobody.
    let doubtful = name.replace(['\\', '"', '\''], "");
    if doubtful.escape_debug().eq(doubtful.chars()) {
        name
    } else {
        name.escape_debug().to_string()
    }
}

/// The name of a file as a word of a shell's command, where it has a name that can be shown.
fn for_a_shell(path: &Path) -> Option<String> {
    let name = path.to_str().filter(|name| *name != "-" && shown(path) == *name)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    Some(if name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    })
}

//! What a request file of another tool asks for: options, each with its line, and notes.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use pkcs10::names::StringType;
use pkcs10::{Algorithm, AttributeType, DistinguishedName, Error, Extension, Fault, Faults};

use crate::failure::{self, Failure, shown};

/// The most notes about a file that are written.
const NOTES_MAX: usize = 50;

/// What a file of another tool asks for.
pub(crate) struct Imported {
    path: PathBuf,
    options: Vec<ImportedOption>,
    /// What is dropped, guessed or read differently, with its line.
    notes: Vec<(usize, String)>,
    faults: Vec<String>,
}

/// An option of `csr new`, and where it comes from.
pub(crate) struct ImportedOption {
    pub(crate) option: &'static str,
    pub(crate) value: String,
    line: usize,
    /// The option that says the same, which replaces it.
    field: &'static str,
}

impl ImportedOption {
    /// Whether one of these options of a command line is in its place.
    fn is_replaced(&self, is_given: &impl Fn(&str) -> bool) -> bool {
        let more: &[&str] = match self.field {
            "--subject" => SUBJECT,
            ALGORITHM => &["--policy"],
            _ => &[],
        };
        is_given(self.field) || more.iter().any(|option| is_given(option))
    }
}

const ALGORITHM: &str = "--algorithm";

/// The options for the parts of a subject.
const SUBJECT: &[&str] = &["--cn", "--country", "--org", "--org-unit", "--locality", "--state"];

impl Imported {
    /// Nothing yet, from this file.
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.into(), options: Vec::new(), notes: Vec::new(), faults: Vec::new() }
    }

    /// All of it, or what is wrong.
    pub(super) fn checked(self) -> Result<Self, Failure> {
        match self.faults.is_empty() {
            true => Ok(self),
            false => Err(Failure::Refused(self.faults)),
        }
    }

    pub(crate) fn options(&self) -> &[ImportedOption] {
        &self.options
    }

    /// Leaves out what the command line gives.
    pub(crate) fn replace(&mut self, is_given: impl Fn(&str) -> bool) {
        let (kept, replaced) = std::mem::take(&mut self.options)
            .into_iter()
            .partition::<Vec<_>, _>(|taken| !taken.is_replaced(&is_given));
        self.options = kept;
        for ImportedOption { field, line, value, .. } in replaced {
            let value = if field == "--attribute" { String::new() } else { format!(" {value}") };
            self.note(line, format!("{field}{value}: replaced by the command line"));
        }
    }

    /// Writes the notes to standard error.
    pub(crate) fn list_notes(&mut self) {
        self.notes.sort_by_key(|(line, _)| *line);
        for (line, text) in self.notes.iter().take(NOTES_MAX) {
            failure::note(format_args!("note: {}: {text}", self.place(*line)));
        }
        if let Some(more @ 1..) = self.notes.len().checked_sub(NOTES_MAX) {
            failure::note(format_args!("note: {}: {more} more notes", shown(&self.path)));
        }
    }

    /// A failure, each fault of an option with the line that the option comes from.
    pub(crate) fn locate(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Refused(messages) => Failure::Refused(
                messages.into_iter().map(|message| self.located(message)).collect(),
            ),
            Failure::Usage(message) => {
                Failure::Refused(vec![format!("{}: {message}", shown(&self.path))])
            }
            other => other,
        }
    }

    fn located(&self, message: String) -> String {
        let end = message.find(['[', ',', ':', ' ']).unwrap_or(message.len());
        let (option, rest) = message.split_at(end);
        let number = rest.strip_prefix('[').and_then(|rest| rest.split(']').next()?.parse().ok());
        let mut of_option = self.options.iter().filter(|taken| taken.option == option);
        match of_option.nth(number.unwrap_or(0)) {
            Some(taken) => format!("{}: {message}", self.place(taken.line)),
            None if message.starts_with("--") => message,
            None => format!("{}: {message}", shown(&self.path)),
        }
    }

    /// The algorithm of a new key, and where the file names it.
    pub(crate) fn algorithm(&self) -> Option<(Algorithm, String)> {
        let taken = self.options.iter().find(|taken| taken.option == ALGORITHM)?;
        Some((taken.value.parse().ok()?, self.place(taken.line)))
    }

    /// The options of a request, as words of a command line.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> {
        let options = self.options.iter().filter(|taken| taken.option != ALGORITHM);
        options.map(|taken| format!("{}={}", taken.option, taken.value))
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", shown(&self.path))
    }

    pub(super) fn option(&mut self, option: &'static str, value: impl Into<String>, line: usize) {
        self.options.push(ImportedOption { option, value: value.into(), line, field: option });
    }

    pub(super) fn note(&mut self, line: usize, text: impl Into<String>) {
        self.notes.push((line, text.into()));
    }

    pub(super) fn fault(&mut self, line: usize, text: impl Display) {
        let text = format!("{}: {text}", self.place(line));
        self.faults.push(text);
    }

    /// Faults of the library's, in the words of a file.
    pub(super) fn refuse(&mut self, line: usize, field: &str, faults: &Faults) {
        for error in faults.iter().map(Fault::error) {
            let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
            let sentence = error.sentence();
            let why = sentence.strip_prefix(error.subject()).unwrap_or(&sentence);
            self.fault(line, format_args!("{field}{why}{hint}"));
        }
    }

    /// An extension that has an option of its own, critical as the file says.
    pub(super) fn extension<T: FromStr<Err = Error>>(
        &mut self,
        option: &'static str,
        text: &str,
        critical: bool,
        line: usize,
    ) where
        Extension: From<T>,
    {
        // What is wrong is said where the option is read.
        self.option(option, text, line);
        let extension = text.parse::<T>().map(Extension::from);
        if let (Ok(extension), Some(taken)) = (extension, self.options.last_mut())
            && extension.is_critical() != critical
        {
            taken.option = "--extension";
            taken.value = extension.with_critical(critical).to_string();
        }
    }
}

/// A name with one attribute, in the first of these string types that has its characters.
pub(super) fn attribute(
    attribute: &AttributeType,
    string_types: &[StringType],
    value: &str,
) -> Result<DistinguishedName, Faults> {
    let mut last = Ok(DistinguishedName::empty());
    for string_type in string_types {
        let name = DistinguishedName::builder();
        last = name.attribute_as(attribute.clone(), *string_type, value).build();
        if last.is_ok() {
            break;
        }
    }
    last
}

/// A text in DER, in hexadecimal digits, or why it is refused: it may be a password, which is not shown.
pub(super) fn string_hex(string_types: &[StringType], value: &str) -> Result<String, String> {
    // A type of attribute for which every string type is allowed.
    let any = "2.999".parse().map_or(AttributeType::Name, |oid| AttributeType::from_oid(&oid));
    let name = attribute(&any, string_types, value).map_err(|faults| {
        let reasons = faults.iter().map(|fault| fault.error().reason().to_owned());
        reasons.collect::<Vec<_>>().join(", ")
    })?;
    let der = name.attributes().next().map(|value| value.value_der().to_vec());
    Ok(der.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect())
}

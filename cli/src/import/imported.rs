//! What a request file of another tool asks for: options, each with its line, and notes.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use pkcs10::names::TextOrder;
use pkcs10::{Algorithm, AttributeType, DistinguishedName, Error, Extension, Fault, Faults};

use super::subject::{Part, text_of};
use crate::failure::{self, Failure, shown};
use crate::paths::visible;
use crate::snippet;

/// The most notes about a file that are written.
const NOTES_MAX: usize = 50;

/// The most faults that are written.
const FAULTS_MAX: usize = 100;

/// What a file of another tool asks for.
pub(crate) struct Imported {
    path: PathBuf,
    text: String,
    subject: Vec<Part>,
    options: Vec<ImportedOption>,
    /// Where the option is that is given once.
    single: HashMap<&'static str, usize>,
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
    /// Whether it is a subject whose attributes seem to be in the order of OpenSSL, and needs
    /// `--rfc4514` beside it.
    pub(crate) fn is_marked(&self) -> bool {
        let read = || DistinguishedName::from_either_order(&self.value);
        self.option == SUBJECT
            && read().is_ok_and(|(_, order)| order == TextOrder::LeastSpecificFirst)
    }
}

const ALGORITHM: &str = "--algorithm";
const SUBJECT: &str = "--subject";

impl Imported {
    /// Nothing yet, from this file.
    pub(super) fn new(path: &Path, text: &str) -> Self {
        let (options, notes, faults) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            path: path.into(),
            text: text.into(),
            subject: Vec::new(),
            options,
            single: HashMap::new(),
            notes,
            faults,
        }
    }

    /// All of it, or what is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Failure> {
        self.notes.sort_by_key(|(line, _)| *line);
        match self.faults.is_empty() {
            true => Ok(self),
            false => Err(Failure::Refused(self.faults).with_lines(&self.path, &self.text)),
        }
    }

    pub(crate) fn options(&self) -> &[ImportedOption] {
        &self.options
    }

    /// Leaves out what the command line gives: whole options, and the attributes of the subject that
    /// have an option of their own, in the order of their RDNs.
    pub(crate) fn replace(
        mut self,
        is_given: impl Fn(&str) -> bool,
        attributes: &[(AttributeType, &'static str, &[String])],
    ) -> Result<Self, Failure> {
        let is_replaced = |taken: &ImportedOption| {
            is_given(taken.field) || taken.field == ALGORITHM && is_given("--policy")
        };
        for taken in std::mem::take(&mut self.options) {
            if is_replaced(&taken) {
                self.note(taken.line, format!("replaced by {} of the command line", taken.field));
            } else {
                self.options.push(taken);
            }
        }
        let Some(at) = self.options.iter().position(|taken| taken.option == SUBJECT) else {
            return Ok(self);
        };
        let line = self.options[at].line;
        for (rank, (attribute, option, values)) in attributes.iter().enumerate() {
            if values.is_empty() {
                continue;
            }
            let is_here = |part: &Part| part.attribute == *attribute;
            let follows =
                |part: &Part| attributes[rank..].iter().any(|(of, ..)| part.attribute == *of);
            let first = self.subject.iter().position(follows).unwrap_or(self.subject.len());
            if self.subject.iter().any(is_here) {
                self.note(line, format!("{attribute}: replaced by {option} of the command line"));
            }
            self.subject.retain(|part| !is_here(part));
            for (index, value) in values.iter().enumerate() {
                match Part::new(attribute.clone(), value) {
                    Ok(part) => self.subject.insert(first + index, part),
                    Err(faults) => {
                        self.faults.extend(faults.iter().map(|fault| described(option, fault)))
                    }
                }
            }
        }
        self.options[at].value = text_of(&self.subject);
        self.checked()
    }

    /// Writes the notes to standard error.
    pub(crate) fn list_notes(&self) {
        for (line, text) in self.notes.iter().take(NOTES_MAX) {
            failure::note(format_args!("note: {}: {}", self.place(*line), visible(text)));
        }
        if let Some(more @ 1..) = self.notes.len().checked_sub(NOTES_MAX) {
            failure::note(format_args!("note: {}: {more} more notes", shown(&self.path)));
        }
    }

    /// A failure, each fault of an option with the line that the option comes from.
    pub(crate) fn locate(&self, failure: Failure) -> Failure {
        let mut lines: HashMap<&str, Vec<usize>> = HashMap::new();
        for taken in &self.options {
            lines.entry(taken.option).or_default().push(taken.line);
        }
        let failure = match failure {
            Failure::Refused(messages) => Failure::Refused(
                messages.into_iter().map(|message| self.located(message, &lines)).collect(),
            ),
            Failure::Usage(message) => {
                Failure::Refused(vec![format!("{}: {message}", shown(&self.path))])
            }
            other => other,
        };
        failure.with_lines(&self.path, &self.text)
    }

    /// A message about an option with the line that the option comes from, of the lines of each.
    fn located(&self, message: String, lines: &HashMap<&str, Vec<usize>>) -> String {
        let (option, number) = snippet::option(&message);
        match lines.get(option).and_then(|lines| lines.get(number)) {
            Some(line) => format!("{}: {message}", self.place(*line)),
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
        options.flat_map(|taken| {
            let marker = taken.is_marked().then(|| "--rfc4514".to_owned());
            [Some(format!("{}={}", taken.option, taken.value)), marker].into_iter().flatten()
        })
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", shown(&self.path))
    }

    pub(super) fn option(&mut self, option: &'static str, value: impl Into<String>, line: usize) {
        self.take(ImportedOption { option, value: value.into(), line, field: option });
    }

    /// Adds an option. What is given once is what comes last.
    fn take(&mut self, taken: ImportedOption) {
        let ImportedOption { field, line, .. } = taken;
        let is_list = ["--san", "--extension", "--attribute"].contains(&field);
        match self.single.get(field) {
            Some(at) => {
                let old = std::mem::replace(&mut self.options[*at], taken);
                self.note(old.line, format!("{field}: replaced by what line {line} says"));
            }
            None => {
                if !is_list {
                    self.single.insert(field, self.options.len());
                }
                self.options.push(taken);
            }
        }
    }

    /// The subject, in the order of its RDNs.
    pub(super) fn subject(&mut self, parts: Vec<Part>, line: usize) {
        if !parts.is_empty() {
            self.option(SUBJECT, text_of(&parts), line);
            self.subject = parts;
        }
    }

    pub(super) fn note(&mut self, line: usize, text: impl Into<String>) {
        self.notes.push((line, text.into()));
    }

    pub(super) fn fault(&mut self, line: usize, text: impl Display) {
        self.fault_shown(line, visible(&text.to_string()).into_owned());
    }

    /// A fault whose text has nothing raw of the file in it.
    pub(super) fn fault_shown(&mut self, line: usize, text: String) {
        match self.faults.len() {
            FAULTS_MAX => self.faults.push(format!("{}: more faults follow", shown(&self.path))),
            len if len > FAULTS_MAX => {}
            _ => self.faults.push(format!("{}: {text}", self.place(line))),
        }
    }

    /// Faults of the library's, in the words of a file.
    pub(super) fn refuse(&mut self, line: usize, field: &str, faults: &Faults) {
        for fault in faults {
            self.fault_shown(line, described(field, fault));
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
        let extension = text.parse::<T>().map(Extension::from);
        let (name, value) = match extension {
            Ok(extension) if extension.is_critical() != critical => {
                ("--extension", extension.with_critical(critical).to_string())
            }
            _ => (option, text.to_owned()),
        };
        self.take(ImportedOption { option: name, value, line, field: option });
    }
}

/// A fault of the library's, at a field of a file or at an option.
fn described(field: &str, fault: &Fault) -> String {
    let error = fault.error();
    let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    let sentence = error.sentence();
    let why = sentence.strip_prefix(error.subject()).unwrap_or(&sentence);
    format!("{}{why}{hint}", visible(field))
}

//! `csr lint`: what is wrong with a request, and who would refuse it.

use std::process::ExitCode;

use clap::Args;
use pkcs10::{Finding, Group, Severity, findings_to_json, lint};

use crate::Failure;
use crate::files::Output;
use crate::named::one_of;
use crate::reading::{Colours, Source, Style};

#[derive(Args)]
pub(crate) struct Lint {
    #[command(flatten)]
    source: Source,

    /// Judge by the rules of these too; by the RFCs always
    #[arg(
        long = "for",
        value_name = "WHO",
        value_delimiter = ',',
        value_parser = one_of::<Group>(groups()),
    )]
    groups: Vec<Group>,

    /// Write a JSON array with an object for each finding
    #[arg(long)]
    json: bool,
}

/// The groups that one has to ask for, by name.
fn groups() -> impl Iterator<Item = &'static str> {
    Group::ALL.into_iter().filter(|group| *group != Group::Rfc).map(Group::as_str)
}

impl Lint {
    /// Prints the findings; an error among them makes the exit code 1.
    pub(crate) fn run(&self) -> ExitCode {
        match self.findings() {
            Ok(findings) if findings.iter().any(is_error) => ExitCode::from(1),
            Ok(_) => ExitCode::SUCCESS,
            Err(failure) => failure.report(),
        }
    }

    fn findings(&self) -> Result<Vec<Finding>, Failure> {
        let findings = lint(&self.source.inspect()?, &self.groups);
        let text = if self.json {
            findings_to_json(&findings)
        } else {
            report(&findings, &Colours::of_standard_output())
        };
        Output::Standard.write(text.as_bytes())?;
        Ok(findings)
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.rule().severity() == Severity::Error
}

/// A line a finding, and how many there are of each severity.
fn report(findings: &[Finding], colours: &Colours) -> String {
    let mut text = String::new();
    for finding in findings {
        let severity = finding.rule().severity();
        let style = if is_error(finding) { Style::Bad } else { Style::Doubtful };
        let (word, line) = (severity.to_string(), finding.to_string());
        text.push_str(&colours.paint(style, &word));
        text.push_str(line.strip_prefix(&word).unwrap_or(&line));
        text.push('\n');
    }
    let errors = findings.iter().filter(|finding| is_error(finding)).count();
    let summary = match (errors, findings.len() - errors) {
        (0, 0) => colours.paint(Style::Good, "no findings"),
        (errors, warnings) => {
            format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    };
    text + &summary + "\n"
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

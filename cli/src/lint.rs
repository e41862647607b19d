//! `csr lint`: what is wrong with requests, and which CAs would refuse them.

use std::process::ExitCode;

use clap::Args;
use pkcs10::{
    lint,
    lint::{Finding, Group, Severity},
};
use serde_json::Value;

use crate::failure::Failure;
use crate::files::Output;
use crate::named::one_of;
use crate::reading::{Colours, Member, Sources, Style};

#[derive(Args)]
pub(crate) struct Lint {
    #[command(flatten)]
    sources: Sources,

    /// Check these rules besides those of the RFCs
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

/// The groups that have to be requested, by name.
fn groups() -> impl Iterator<Item = &'static str> {
    Group::ALL.iter().filter(|group| **group != Group::Rfc).map(|group| group.as_str())
}

impl Lint {
    /// Prints the findings; an error among them makes the exit code 1.
    pub(crate) fn run(&self) -> ExitCode {
        match self.report() {
            Ok(false) => ExitCode::SUCCESS,
            Ok(true) => ExitCode::from(1),
            Err(failure) => failure.report(),
        }
    }

    /// Whether one of the findings is an error.
    fn report(&self) -> Result<bool, Failure> {
        let (mut lines, mut json, mut has_error) = (String::new(), Vec::new(), false);
        let colours = Colours::of_standard_output();
        let mut several = self.sources.are_several();
        let done = self.sources.each(|member, inspection| {
            let findings = lint(inspection, &self.groups);
            has_error |= findings.iter().any(is_error);
            several |= member.has_others;
            if self.json {
                json.extend(to_json(member, &findings));
            } else {
                lines.push_str(&text(&findings, &colours, &member.prefix()));
            }
            Ok(())
        });
        match done {
            Err(Failure::Usage(_)) => {}
            Err(_) if !several => {}
            _ if self.json => {
                Output::Standard.write(format!("{:#}\n", Value::from(json)).as_bytes())?
            }
            _ => Output::Standard.write(lines.as_bytes())?,
        }
        done.map(|()| has_error)
    }
}

/// The findings as JSON, each with its file.
fn to_json(member: &Member, findings: &[Finding]) -> Vec<Value> {
    let value = |finding| serde_json::to_value(finding).unwrap_or_default();
    findings.iter().map(|finding| member.describe(value(finding), true)).collect()
}

fn is_error(finding: &Finding) -> bool {
    finding.rule().severity() == Severity::Error
}

/// A line a finding, and how many there are of each severity; `of` begins each line.
fn text(findings: &[Finding], colours: &Colours, of: &str) -> String {
    let mut text = String::new();
    for finding in findings {
        let severity = finding.rule().severity();
        let style = if is_error(finding) { Style::Bad } else { Style::Doubtful };
        let (word, line) = (severity.to_string(), finding.to_string());
        text.push_str(of);
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
    text + of + &summary + "\n"
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

//! `csr lint`: what is wrong with requests, and which CAs would refuse them.

use std::fmt::Display;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};
use pkcs10::{
    Code, lint,
    lint::{Date, Finding, Group, PUBLIC_SUFFIX_LIST, Policy, Rule, Severity},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::{Failure, note};
use crate::files::Output;
use crate::named::one_of;
use crate::reading::{Colours, Member, Sources, Style};

mod sarif;

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

    /// Check by the rules in force on this day, such as 2027-03-15 (default: today)
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Leave out the findings of this rule, by its id; may be repeated, or a list separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = Rule::code_of)]
    ignore: Vec<Code>,

    /// Fail on warnings too: exit code 1 for any finding
    #[arg(long)]
    strict: bool,

    /// List all rules, with group, severity, source, and the days on which their severity changes
    #[arg(long, conflicts_with_all = ["files", "groups", "as_of", "ignore", "strict"])]
    list: bool,

    /// Write the findings, or with --list the rules, in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,

    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each finding; on a terminal with short places
    Text,
    /// A JSON array with an object for each finding or rule
    Json,
    /// A JSON array with an object for each request: its file, how the form of the file was repaired, its
    /// findings
    JsonRequests,
    /// SARIF 2.1.0, for code scanning services and editors
    Sarif,
}

/// A request, and what was found in it.
type Linted = (Member, Vec<Finding>);

/// The rules of these groups as of today.
pub(crate) fn policy_of_today(groups: &[Group]) -> Policy {
    Policy::new(groups, today())
}

/// Says so where no request satisfies all of the groups.
pub(crate) fn note_contradiction(policy: &Policy) {
    if let Some(contradiction) = policy.contradiction() {
        note(format_args!("lint: {contradiction}"));
    }
}

fn today() -> Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Date::from_unix_time(now.map_or(0, |now| now.as_secs()))
}

/// The groups that have to be requested, by name.
fn groups() -> impl Iterator<Item = &'static str> {
    Group::ALL.iter().filter(|group| **group != Group::Rfc).map(|group| group.as_str())
}

impl Lint {
    /// Prints the findings; an error among them makes the exit code 1, with --strict a warning too.
    pub(crate) fn run(&self) -> ExitCode {
        let done = if self.list { self.list().map(|()| false) } else { self.report() };
        match done {
            Ok(false) => ExitCode::SUCCESS,
            Ok(true) => ExitCode::from(1),
            Err(failure) => failure.report(),
        }
    }

    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    fn list(&self) -> Result<(), Failure> {
        let text = match self.format() {
            Format::Text => {
                let rules: String = Rule::all().iter().map(listed).collect();
                format!("{rules}Top-level domains and public suffixes: {PUBLIC_SUFFIX_LIST}\n")
            }
            Format::Json => pretty(&serde_json::to_value(Rule::all()).unwrap_or_default()),
            Format::JsonRequests | Format::Sarif => {
                let error = "--list is written as text or json only".into();
                return Err(Failure::Usage(error).hint("use --list --format json"));
            }
        };
        Output::Standard.write(text.as_bytes())
    }

    /// Whether one of the findings is a reason to fail.
    fn report(&self) -> Result<bool, Failure> {
        let policy = Policy::new(&self.groups, self.as_of.unwrap_or_else(today));
        let policy = policy.ignoring(&self.ignore);
        note_contradiction(&policy);
        let (mut linted, mut total) = (Vec::new(), Total::default());
        let mut several = self.sources.are_several();
        let done = self.sources.each(|member, inspection| {
            let findings = lint(inspection, &policy);
            total.add(&findings);
            several |= member.has_others;
            linted.push((member.clone(), findings));
            Ok(())
        });
        match done {
            Err(Failure::Usage(_)) => {}
            Err(_) if !several => {}
            _ => {
                let text = match self.format() {
                    Format::Text => report(&linted, &total),
                    Format::Json => pretty(&linted.iter().flat_map(to_json).collect::<Vec<_>>()),
                    Format::JsonRequests => {
                        pretty(&linted.iter().map(to_json_object).collect::<Vec<_>>())
                    }
                    Format::Sarif => pretty(&sarif::Log::new(&linted, done.is_ok())),
                };
                Output::Standard.write(text.as_bytes())?;
            }
        }
        done.map(|()| total.errors > 0 || self.strict && total.warnings > 0)
    }
}

fn pretty(value: &(impl Serialize + ?Sized)) -> String {
    // Text and numbers in structs are always JSON.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The findings as JSON, each with its file.
fn to_json((member, findings): &Linted) -> Vec<Value> {
    let value = |finding| serde_json::to_value(finding).unwrap_or_default();
    findings.iter().map(|finding| member.describe(value(finding), true)).collect()
}

/// A request as JSON, also without findings.
fn to_json_object((member, findings): &Linted) -> Value {
    let Total { errors, warnings, .. } = Total::of(findings);
    let object = json!({ "errors": errors, "warnings": warnings, "findings": findings });
    member.describe(object, true)
}

fn report(linted: &[Linted], total: &Total) -> String {
    let colours = Colours::of_standard_output();
    let of_one = |(member, findings): &Linted| text(findings, &colours, &member.prefix());
    let mut lines: String = linted.iter().map(of_one).collect();
    if total.requests > 1 {
        lines += &total.line(&colours);
    }
    lines
}

/// A finding on a line: on a terminal with the short place and the byte; through a pipe with the whole
/// path, which is what other programs look for. They get the byte from --json.
pub(crate) fn line(finding: &Finding, is_for_terminal: bool) -> String {
    if is_for_terminal { format!("{finding:#}") } else { finding.to_string() }
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
        let (word, line) = (severity.to_string(), line(finding, colours.are_for_a_terminal()));
        text.push_str(of);
        text.push_str(&colours.paint(style, &word));
        text.push_str(line.strip_prefix(&word).unwrap_or(&line));
        text.push('\n');
    }
    text + of + &summary(&Total::of(findings), colours) + "\n"
}

/// How much was found.
#[derive(Default)]
struct Total {
    requests: usize,
    errors: usize,
    warnings: usize,
}

impl Total {
    fn of(findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| is_error(finding)).count();
        Self { requests: 1, errors, warnings: findings.len() - errors }
    }

    fn add(&mut self, findings: &[Finding]) {
        let Self { requests, errors, warnings } = Self::of(findings);
        self.requests += requests;
        self.errors += errors;
        self.warnings += warnings;
    }

    fn line(&self, colours: &Colours) -> String {
        format!("{}: {}\n", counted(self.requests, "request"), summary(self, colours))
    }
}

fn summary(total: &Total, colours: &Colours) -> String {
    match (total.errors, total.warnings) {
        (0, 0) => colours.paint(Style::Good, "no findings"),
        (errors, warnings) => {
            format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    }
}

/// A rule, as --list shows it.
fn listed(rule: &Rule) -> String {
    let day = |word: &str, day: Option<Date>| day.map(|day| format!(", {word} {day}"));
    let days = day("from", rule.from()).unwrap_or_default()
        + &day("until", rule.until()).unwrap_or_default();
    format!(
        "{} ({}, {}{days}): {} {} ({})\n",
        rule.code(),
        rule.group(),
        rule.severity(),
        rule.code().meaning(),
        capitalized(rule.advice()),
        rule.source(),
    )
}

/// Advice as a sentence.
fn capitalized(advice: &str) -> String {
    let mut rest = advice.chars();
    rest.next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), rest.as_str()))
}

/// A number of things, in the plural but for one.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, what: &str) -> String {
    format!("{count} {what}{}", if count == N::from(1) { "" } else { "s" })
}

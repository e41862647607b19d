//! Findings as SARIF 2.1.0, the form that code scanning services and editors read.

use std::collections::BTreeMap;
use std::path::{Path, is_separator};

use pkcs10::lint::{Finding, Rule};
use serde::Serialize;

use crate::reading::Member;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    results: Vec<Found>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: Group,
}

#[derive(Serialize)]
struct Configuration {
    level: String,
}

#[derive(Serialize)]
struct Group {
    group: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: &'static str,
    rule_index: usize,
    level: String,
    message: Message,
    locations: [Location; 1],
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    logical_locations: [LogicalLocation; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Region {
    #[serde(rename_all = "camelCase")]
    Text { start_line: usize },
    #[serde(rename_all = "camelCase")]
    Binary { byte_offset: usize, byte_length: usize },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
}

/// What SARIF has no member for: the group, and the bytes of the DER where the file is PEM.
#[derive(Serialize)]
struct Properties {
    group: &'static str,
    offset: usize,
    length: usize,
}

impl Log {
    /// The findings with the rules that they are of, as the logs of other linters have them.
    pub(super) fn new(linted: &[(Member, Vec<Finding>)], is_complete: bool) -> Self {
        let (mut rules, mut indices) = (Vec::new(), BTreeMap::new());
        let mut results = Vec::new();
        for (member, findings) in linted {
            for finding in findings {
                let rule = finding.rule();
                let index = *indices.entry(rule.code()).or_insert_with(|| {
                    rules.push(descriptor(rule));
                    rules.len() - 1
                });
                results.push(found(member, finding, index));
            }
        }
        let driver = Driver { name: "csr", version: env!("CARGO_PKG_VERSION"), rules };
        let invocations = [Invocation { execution_successful: is_complete }];
        let runs = [Run { tool: Tool { driver }, invocations, results }];
        Self { schema: SCHEMA, version: "2.1.0", runs }
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    Descriptor {
        id: rule.code().as_str(),
        short_description: message(rule.code().meaning()),
        help: message(&format!("{} ({})", rule.advice(), rule.source())),
        default_configuration: Configuration { level: rule.severity().to_string() },
        properties: Group { group: rule.group().as_str() },
    }
}

fn found(member: &Member, finding: &Finding, rule_index: usize) -> Found {
    let rule = finding.rule();
    let (name, range) = (finding.short_place().to_owned(), finding.range());
    let region = match member.line {
        Some(start_line) => Some(Region::Text { start_line }),
        None if member.is_repaired() => None,
        None => Some(Region::Binary { byte_offset: range.start, byte_length: range.len() }),
    };
    let artifact_location = ArtifactLocation { uri: uri(&member.file) };
    let fully_qualified_name = finding.place().to_owned();
    Found {
        rule_id: rule.code().as_str(),
        rule_index,
        level: rule.severity().to_string(),
        message: message(&format!("{name} {}; {}", finding.found(), finding.advice())),
        locations: [Location {
            physical_location: PhysicalLocation { artifact_location, region },
            logical_locations: [LogicalLocation { name, fully_qualified_name }],
        }],
        properties: Properties {
            group: rule.group().as_str(),
            offset: range.start,
            length: range.len(),
        },
    }
}

/// Braces would be placeholders (SARIF 3.11.5), and `[text](target)` a link (3.11.6), which a value of a
/// request is not to become.
fn message(text: &str) -> Message {
    Message { text: text.replace('{', "{{").replace('}', "}}").replace("](", "\\](") }
}

/// A relative path as a relative reference, an absolute one as a file URI (RFC 3986 4.2, RFC 8089).
fn uri(path: &Path) -> String {
    let mut uri = String::from(if path.is_absolute() { "file://" } else { "" });
    for byte in path.as_os_str().as_encoded_bytes() {
        match char::from(*byte) {
            separator if is_separator(separator) => uri.push('/'),
            plain @ ('A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '_' | '~') => uri.push(plain),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

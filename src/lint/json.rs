//! Findings as JSON.

use alloc::string::{String, ToString};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::finding::Finding;
use super::rule::Rule;
use super::source::Source;
use crate::json;

/// Findings as a JSON array of objects with `id`, `severity`, `group`, `place`, `offset`, `length`,
/// `found`, `advice` and `source`. It ends with a newline.
pub fn findings_to_json(findings: &[Finding]) -> String {
    json::pretty(findings)
}

/// The object that [`findings_to_json`] has for it.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = self.rule();
        let mut object = serializer.serialize_map(Some(9))?;
        object.serialize_entry("id", rule.code().as_str())?;
        object.serialize_entry("severity", &format_args!("{}", rule.severity()))?;
        object.serialize_entry("group", rule.group().as_str())?;
        object.serialize_entry("place", self.place())?;
        object.serialize_entry("offset", &self.range().start)?;
        object.serialize_entry("length", &self.range().len())?;
        object.serialize_entry("found", self.found())?;
        object.serialize_entry("advice", self.advice())?;
        object.serialize_entry("source", &format_args!("{}", rule.source()))?;
        object.end()
    }
}

/// The object that `csr lint --list --json` has for it.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(11))?;
        object.serialize_entry("id", self.code().as_str())?;
        object.serialize_entry("meaning", self.code().meaning())?;
        object.serialize_entry("severity", &format_args!("{}", self.severity()))?;
        object.serialize_entry("group", self.group().as_str())?;
        object.serialize_entry("advice", self.advice())?;
        object.serialize_entry("source", &format_args!("{}", self.source()))?;
        let first = self.sources().first();
        object.serialize_entry("document", &first.map(Source::document))?;
        object.serialize_entry("version", &first.and_then(Source::version))?;
        object.serialize_entry("section", &first.and_then(Source::section))?;
        object.serialize_entry("from", &self.from().map(|date| date.to_string()))?;
        object.serialize_entry("until", &self.until().map(|date| date.to_string()))?;
        object.end()
    }
}

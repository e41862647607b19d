//! The messages of Redfish's Base registry (DSP8011, Base 1.13.0), as responses have them.

use alloc::{format, string::String, vec::Vec};

use serde::Serialize;

use super::words::JsonWords;
use crate::error::Code;
use crate::fault::{Fault, Words};

pub(super) const REGISTRY: &str = "Base.1.13";
const WARNING: &str = "Warning";
const CRITICAL: &str = "Critical";

/// The messages of the registry that are used: key, text with the places of its arguments, severity.
const BASE: [(&str, &str, &str); 19] = [
    ("Success", "The request completed successfully.", "OK"),
    (
        GENERAL,
        "A general error has occurred.  See Resolution for information on how to resolve the error, or @Message.ExtendedInfo if Resolution is not provided.",
        CRITICAL,
    ),
    (
        "MalformedJSON",
        "The request body submitted was malformed JSON and could not be parsed by the receiving service.",
        CRITICAL,
    ),
    (
        "UnrecognizedRequestBody",
        "The service detected a malformed request body that it was unable to interpret.",
        WARNING,
    ),
    ("MaximumErrorsExceeded", "Too many errors have occurred to report them all.", CRITICAL),
    (
        "PropertyMissing",
        "The property %1 is a required property and must be included in the request.",
        WARNING,
    ),
    (
        "PropertyUnknown",
        "The property %1 is not in the list of valid properties for the resource.",
        WARNING,
    ),
    ("PropertyDuplicate", "The property %1 was duplicated in the request.", WARNING),
    ("PropertyValueError", "The value provided for the property %1 is not valid.", WARNING),
    (
        "PropertyValueTypeError",
        "The value '%1' for the property %2 is of a different type than the property can accept.",
        WARNING,
    ),
    (
        "PropertyValueFormatError",
        "The value '%1' for the property %2 is of a different format than the property can accept.",
        WARNING,
    ),
    (
        "PropertyValueNotInList",
        "The value '%1' for the property %2 is not in the list of acceptable values.",
        WARNING,
    ),
    ("StringValueTooLong", "The string '%1' exceeds the length limit %2.", WARNING),
    ("ResourceNotFound", "The requested resource of type %1 named '%2' was not found.", CRITICAL),
    ("ResourceMissingAtURI", "The resource at the URI '%1' was not found.", CRITICAL),
    ("OperationNotAllowed", "The HTTP method is not allowed on this resource.", CRITICAL),
    ("NoValidSession", "There is no valid session established with the implementation.", CRITICAL),
    (
        "PayloadTooLarge",
        "The supplied payload exceeds the maximum size supported by the service.",
        CRITICAL,
    ),
    ("HeaderInvalid", "Header '%1' is invalid.", CRITICAL),
];

/// What any other key stands for: the host or its store has failed.
const INTERNAL: (&str, &str, &str) = (
    "InternalError",
    "The request failed due to an internal service error.  The service is still operational.",
    CRITICAL,
);

pub(super) const GENERAL: &str = "GeneralError";

/// A message of the Base registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseMessage {
    pub(super) key: &'static str,
    args: Vec<String>,
    /// The path of the member that it is about.
    path: String,
}

impl BaseMessage {
    pub(super) const fn new(key: &'static str, args: Vec<String>) -> Self {
        Self { key, args, path: String::new() }
    }

    /// The message of a fault, where `key` is that of its kind.
    pub(super) fn of_fault(key: &'static str, fault: &Fault) -> Self {
        let (error, path) = (fault.error(), JsonWords.place(fault.place()));
        let value = error.refused();
        // What is there, where the text of it was not kept: "is a number", "has 1024 bits".
        let found = || error.reason().split_once(' ').map_or("", |(_, found)| found);
        let shown = || String::from(value.unwrap_or_else(found));
        let mut bounds =
            error.expectation().split(' ').filter(|word| word.parse::<usize>().is_ok());
        let (key, args) = match (key, fault.code()) {
            (_, Code::JsonType) if path.is_empty() => ("UnrecognizedRequestBody", Vec::new()),
            ("MalformedJSON" | "MaximumErrorsExceeded", _) => (key, Vec::new()),
            _ if path.is_empty() => (GENERAL, Vec::new()),
            ("PropertyMissing" | "PropertyUnknown" | "PropertyDuplicate", _) => {
                (key, [path.clone()].into())
            }
            ("PropertyValueTypeError", _) => (key, [shown(), path.clone()].into()),
            (_, Code::Unknown | Code::RsaKeySize) => {
                ("PropertyValueNotInList", [shown(), path.clone()].into())
            }
            _ => match (key, value, bounds.next()) {
                ("StringValueTooLong", Some(value), Some(limit)) => {
                    (key, [value.into(), limit.into()].into())
                }
                ("PropertyValueFormatError" | "PropertyValueNotInList", Some(value), _) => {
                    (key, [value.into(), path.clone()].into())
                }
                _ => ("PropertyValueError", [path.clone()].into()),
            },
        };
        Self { key, args, path }
    }

    /// A JSON pointer to the member, as the fragment of a URI; nothing where the path of the member has
    /// characters that need quotation marks.
    fn pointer(&self) -> Option<String> {
        let is_plain = !self.path.is_empty() && !self.path.contains('"');
        is_plain.then(|| format!("#/{}", self.path.replace(['.', '['], "/").replace(']', "")))
    }

    pub(super) fn to_extended_info(&self, resolution: String) -> ExtendedInfo<'_> {
        let found = BASE.iter().find(|(key, ..)| *key == self.key);
        let (key, text, severity) = found.unwrap_or(&INTERNAL);
        // An argument is not searched for the place of the next one.
        let mut message = String::new();
        for (index, part) in text.split('%').enumerate() {
            let digit =
                part.chars().next().and_then(|first| first.to_digit(10)).filter(|_| index > 0);
            let arg =
                digit.and_then(|digit| self.args.get(usize::try_from(digit).ok()?.checked_sub(1)?));
            message.push_str(arg.map_or("", String::as_str));
            message.push_str(if index > 0 { part.get(1..).unwrap_or_default() } else { part });
        }
        ExtendedInfo {
            odata_type: "#Message.v1_1_2.Message",
            message_id: format!("{REGISTRY}.{key}"),
            message,
            message_args: &self.args,
            related_properties: self.pointer().into_iter().collect(),
            severity,
            message_severity: severity,
            resolution,
        }
    }
}

/// An entry of `@Message.ExtendedInfo` (DSP8010, Message).
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ExtendedInfo<'a> {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    message_id: String,
    message: String,
    message_args: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_properties: Vec<String>,
    severity: &'static str,
    message_severity: &'static str,
    resolution: String,
}

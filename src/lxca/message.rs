//! The messages of a response.
//!
//! Lenovo has published one id for this method, that of success. The ids of faults are ours,
//! and stay: an id is never given another meaning.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use serde::Serialize;

use super::base_message::BaseMessage;
use super::words::JsonWords;
use crate::fault::{Fault, Faults};
use crate::san::GeneralNameType;
use crate::text::Quoted;

/// One message of a response. Its id says of which kind it is:
///
#[doc = include_str!("messages.md")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    explanation: &'static str,
    id: &'static str,
    recovery: Recovery,
    text: String,
    #[serde(skip)]
    pub(super) base: Box<BaseMessage>,
}

/// What to do about a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Recovery {
    text: String,
    /// Where more is written; empty, since there is nothing.
    #[serde(rename = "URL")]
    url: &'static str,
}

impl Message {
    /// What happened, in one line; a fault of a body begins with its path.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The id, which stays the same for all faults of a kind.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Why that is a fault.
    pub const fn explanation(&self) -> &'static str {
        self.explanation
    }

    /// What to do.
    pub fn recovery(&self) -> &str {
        &self.recovery.text
    }

    pub(super) fn success() -> Self {
        Self::new(&SUCCESS, "The request completed successfully.".into())
    }

    pub(super) fn not_found(path: &str) -> Self {
        let text = format!("path: {} names no request", Quoted(path));
        Self::with_args(&NOT_FOUND, text, &["Certificate request", path])
    }

    pub(super) fn no_resource(uri: &str) -> Self {
        Self::with_args(&NO_RESOURCE, format!("nothing is at the URI {}", Quoted(uri)), &[uri])
    }

    pub(super) fn not_supported() -> Self {
        Self::new(&NOT_SUPPORTED, "the operation is not supported".into())
    }

    /// That the header says what the body is not.
    pub(super) fn media_type() -> Self {
        Self::with_args(&MEDIA_TYPE, "the body is not declared as JSON".into(), &["Content-Type"])
    }

    pub(super) fn new(kind: &Kind, text: String) -> Self {
        Self::with_args(kind, text, &[])
    }

    /// With the arguments of the message of the Base registry.
    fn with_args(kind: &Kind, text: String, args: &[&str]) -> Self {
        let recovery = Recovery { text: kind.recovery.into(), url: "" };
        let args = args.iter().map(|&arg| arg.into()).collect();
        let base = Box::new(BaseMessage::new(kind.base, args));
        Self { explanation: kind.explanation, id: kind.id, recovery, text, base }
    }

    /// The fault's line; its hint goes to the recovery.
    fn for_fault(fault: &Fault) -> Self {
        let mut message = Self::new(kind(fault), fault.text(&JsonWords));
        message.base = Box::new(BaseMessage::of_fault(message.base.key, fault));
        if let Some(hint) = fault.hint(&JsonWords) {
            message.recovery.text.push(' ');
            message.recovery.text.push_str(&sentence(&hint));
        }
        message
    }
}

impl Message {
    /// What is wrong and what to do, as Redfish has it.
    pub(super) fn resolution(&self) -> String {
        let stop = if self.text.ends_with(['.', '?', '!']) { "" } else { "." };
        format!("{}{stop} {}", self.text, self.recovery.text)
    }
}

/// A message for each fault of a body.
pub(super) fn for_faults(faults: &Faults) -> Vec<Message> {
    faults.iter().map(Message::for_fault).collect()
}

/// A hint as a sentence.
fn sentence(hint: &str) -> String {
    let mut characters = hint.chars();
    let mut sentence: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    sentence.push_str(characters.as_str());
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

/// A kind of message.
#[derive(Debug)]
pub(super) struct Kind {
    id: &'static str,
    /// The message of Redfish's Base registry.
    base: &'static str,
    explanation: &'static str,
    recovery: &'static str,
}

/// The kind of a fault: of a name by its type, of anything else by its code.
fn kind(fault: &Fault) -> &'static Kind {
    let id = fault.code().lxca_message();
    let subject = fault.error().subject();
    let name_type = GeneralNameType::ALL.iter().position(|of| of.as_str() == subject);
    let id = match name_type {
        Some(tag) if id.is_none_or(|id| id.starts_with("PKCS10-02")) => {
            format!("PKCS10-031{tag}")
        }
        _ => id.unwrap_or_default().into(),
    };
    KINDS.iter().find(|kind| kind.id == id).unwrap_or(&OTHER)
}

macro_rules! kinds {
    ($($name:ident: $id:literal, $base:literal, $explanation:literal, $recovery:literal;)*) => {
        $(pub(super) const $name: Kind =
            Kind { id: $id, base: $base, explanation: $explanation, recovery: $recovery };)*

        /// All of them, in the order of the table in the documentation.
        const KINDS: &[Kind] = &[$($name),*];
    };
}

kinds! {
    SUCCESS: "FQXHMSE0001I", "Success",
        "",
        "Information only; no action is required.";
    SYNTAX: "PKCS10-0101", "MalformedJSON",
        "The body is one JSON object (RFC 8259) in UTF-8.",
        "Correct the body at that place.";
    TYPE: "PKCS10-0102", "PropertyValueTypeError",
        "Each attribute has one type of JSON value; null is the same as leaving it out.",
        "Give a value of the type that belongs there.";
    UNKNOWN: "PKCS10-0103", "PropertyUnknown",
        "An attribute that is not known would be left out of the request unnoticed.",
        "Correct the spelling, upper and lower case included, or leave the attribute out.";
    REPEATED: "PKCS10-0104", "PropertyDuplicate",
        "Nothing says which of the values is meant.",
        "Give the attribute once.";
    MISSING: "PKCS10-0105", "PropertyMissing",
        "Without this attribute the object around it means nothing.",
        "Give the attribute.";
    NO_NAMES: "PKCS10-0106", "PropertyValueFormatError",
        "A subjectAltName holds at least one name (RFC 5280 4.2.1.6).",
        "Give a name.";
    MORE: "PKCS10-0199", "MaximumErrorsExceeded",
        "A response lists the first thousand faults.",
        "Correct the faults that are listed, then send the body again.";
    EMPTY: "PKCS10-0201", "PropertyValueFormatError",
        "An empty text is not the same as leaving the attribute out.",
        "Give a value, or leave the attribute out.";
    WHITE_SPACE: "PKCS10-0202", "PropertyValueFormatError",
        "White space around a value is hardly ever meant, and no reader would see it.",
        "Remove the white space at the beginning and the end.";
    CONTROL: "PKCS10-0203", "PropertyValueFormatError",
        "Control characters in a name deceive those who read it.",
        "Remove the character.";
    TOO_LONG: "PKCS10-0204", "StringValueTooLong",
        "Each attribute has a largest length, in characters.",
        "Shorten the value.";
    CHARACTER: "PKCS10-0205", "PropertyValueFormatError",
        "Some attributes allow few characters only.",
        "Replace or remove the character.";
    COUNTRY_LENGTH: "PKCS10-0206", "PropertyValueFormatError",
        "A country is given by its ISO 3166-1 alpha-2 code.",
        "Give the code of two letters, such as US or DE.";
    COUNTRY_CASE: "PKCS10-0207", "PropertyValueFormatError",
        "ISO 3166-1 codes are in upper case; what is to be signed is never changed silently.",
        "Write the code in upper case.";
    COUNTRY_UNASSIGNED: "PKCS10-0208", "PropertyValueFormatError",
        "ISO 3166-1 has not assigned this code.",
        "Give the code of the country.";
    NO_IDENTITY: "PKCS10-0209", "PropertyValueFormatError",
        "A certificate is for a subject, for names, or for both (RFC 5280 4.1.2.6).",
        "Give a subject or a name.";
    NAME_TYPE: "PKCS10-0301", "PropertyValueNotInList",
        "The type of a name is one of the nine of RFC 5280 4.2.1.6, spelt as there.",
        "Give the type of the name.";
    DUPLICATE_NAME: "PKCS10-0302", "PropertyValueFormatError",
        "A name that is given twice is a mistake in one of the two places.",
        "Remove or correct one of the two.";
    OTHER_NAME: "PKCS10-0310", "PropertyValueFormatError",
        "An otherName is an object identifier and a value (RFC 5280 4.2.1.6).",
        "Correct the name.";
    RFC822_NAME: "PKCS10-0311", "PropertyValueFormatError",
        "An rfc822Name is an e-mail address without a display name (RFC 5280 4.2.1.6).",
        "Correct the name.";
    DNS_NAME: "PKCS10-0312", "PropertyValueFormatError",
        "A dNSName is a host name in the preferred syntax (RFC 5280 4.2.1.6, RFC 1034 3.5).",
        "Correct the name.";
    X400_ADDRESS: "PKCS10-0313", "PropertyValueFormatError",
        "An x400Address is an ORAddress (RFC 5280 Appendix A.1).",
        "Correct the name.";
    DIRECTORY_NAME: "PKCS10-0314", "PropertyValueFormatError",
        "A directoryName is a distinguished name (RFC 5280 4.2.1.6).",
        "Correct the name.";
    EDI_PARTY_NAME: "PKCS10-0315", "PropertyValueFormatError",
        "An ediPartyName is a party's name, with or without who assigned it (RFC 5280 4.2.1.6).",
        "Correct the name.";
    URI: "PKCS10-0316", "PropertyValueFormatError",
        "A uniformResourceIdentifier is an absolute URI (RFC 5280 4.2.1.6, RFC 3986).",
        "Correct the name.";
    IP_ADDRESS: "PKCS10-0317", "PropertyValueFormatError",
        "An iPAddress is one address of IPv4 or IPv6, without a prefix length (RFC 5280 4.2.1.6).",
        "Correct the name.";
    REGISTERED_ID: "PKCS10-0318", "PropertyValueFormatError",
        "A registeredID is an object identifier in dotted decimal (RFC 5280 4.2.1.6).",
        "Correct the name.";
    OTHER: "PKCS10-0399", "PropertyValueFormatError",
        "The request is not valid.",
        "Correct what the text says.";
    NOT_FOUND: "PKCS10-0401", "ResourceNotFound",
        "No request has this path, or it was deleted.",
        "Use the path from the response to the POST request.";
    NOT_SUPPORTED: "PKCS10-0402", "OperationNotAllowed",
        "The method has POST with a body, and GET and DELETE with a path.",
        "Use one of these operations.";
    UNAUTHORIZED: "PKCS10-0403", "NoValidSession",
        "Only authenticated callers may use the method.",
        "Send the credentials of an account.";
    TOO_LARGE: "PKCS10-0404", "PayloadTooLarge",
        "The host bounds the length of a body.",
        "Send a shorter body.";
    MEDIA_TYPE: "PKCS10-0405", "HeaderInvalid",
        "The body is one JSON object (RFC 8259) in UTF-8.",
        "Send the header Content-Type: application/json.";
    NO_RESOURCE: "PKCS10-0406", "ResourceMissingAtURI",
        "The host has the resources that its documentation lists.",
        "Correct the URI.";
    KEY: "PKCS10-0501", "InternalError",
        "Each request is made with a private key of its own.",
        "Try again. If that does not help, look to the source of random numbers and to the algorithms of this build.";
    SIGNATURE: "PKCS10-0502", "InternalError",
        "Each request is signed with its private key.",
        "Try again. If that does not help, look to the source of random numbers.";
    STORE: "PKCS10-0503", "InternalError",
        "Requests and their private keys are kept in a store, which has failed.",
        "Look to the space and the permissions of the store, then try again.";
    DAMAGED: "PKCS10-0504", "InternalError",
        "Only a whole request with a valid signature, made with the private key stored beside it, is returned.",
        "Restore the request from a backup, or delete it and send its body again.";
    HOST: "PKCS10-0505", "InternalError",
        "The host of the method has failed.",
        "Try again. If that does not help, look to the log of the host.";
    CERTIFICATE: "PKCS10-0506", "InternalError",
        "A request for an existing certificate has its subject, its names and its usages.",
        "Replace the certificate by way of a new request.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_table_has_what_is_used() {
        let rows = include_str!("messages.md").lines().skip(2);
        let rows: Vec<Vec<&str>> =
            rows.map(|row| row.split('|').map(str::trim).collect()).collect();
        assert_eq!(rows.len(), KINDS.len());
        for (row, Kind { id, explanation, recovery, .. }) in rows.iter().zip(KINDS) {
            let [_, id_shown, text, explanation_shown, recovery_shown, _] = row[..] else {
                panic!("{row:?}")
            };
            assert_eq!(
                (id_shown, explanation_shown, recovery_shown),
                (&*format!("`{id}`"), *explanation, *recovery)
            );
            assert!(!text.is_empty(), "{id}");
        }
    }

    #[test]
    fn ids_are_distinct_and_only_success_is_lenovos() {
        let mut ids: Vec<&str> = KINDS.iter().map(|kind| kind.id).collect();
        assert!(ids[1..].iter().all(|id| id.starts_with("PKCS10-") && id.len() == 11));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), KINDS.len());
    }

    #[test]
    fn hints_become_sentences() {
        let cases = [("write US", "Write US."), ("did you mean dNSName?", "Did you mean dNSName?")];
        for (hint, expected) in cases {
            assert_eq!(sentence(hint), expected);
        }
    }
}

//! The messages of a response.
//!
//! Lenovo has published one id for this method, that of success. The ids of faults are ours,
//! and stay: an id is never given another meaning.

use alloc::{format, string::String, vec::Vec};

use serde::Serialize;

use super::words::JsonWords;
use crate::fault::{Fault, Faults};
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
}

/// What to do about a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovery {
    text: String,
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
    pub const fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    pub(super) fn success() -> Self {
        Self::new(&SUCCESS, SUCCESS.text.into())
    }

    pub(super) fn not_found(path: &str) -> Self {
        Self::new(&NOT_FOUND, format!("path: {} names no request", Quoted(path)))
    }

    pub(super) fn not_supported() -> Self {
        Self::new(&NOT_SUPPORTED, "the operation is not supported".into())
    }

    pub(super) fn new(kind: &Kind, text: String) -> Self {
        let recovery = Recovery { text: kind.recovery.into(), url: "" };
        Self { explanation: kind.explanation, id: kind.id, recovery, text }
    }

    /// The fault's line; its hint goes to the recovery.
    fn for_fault(fault: &Fault) -> Self {
        let mut message = Self::new(kind(fault), fault.text(&JsonWords));
        if let Some(hint) = fault.hint(&JsonWords) {
            message.recovery.text.push(' ');
            message.recovery.text.push_str(&sentence(&hint));
        }
        message
    }
}

impl Recovery {
    /// What to do, in words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where more is written; empty, since there is nothing.
    pub const fn url(&self) -> &'static str {
        self.url
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
    /// The text of the message, or what it says.
    text: &'static str,
    explanation: &'static str,
    recovery: &'static str,
}

/// The kind of a fault: of a name by its type, of anything else by its code.
fn kind(fault: &Fault) -> &'static Kind {
    let of_name = NAME_KINDS.iter().find(|(name_type, _)| *name_type == fault.error().subject());
    let is_of_value = |id: &&str| id.starts_with("PKCS10-02");
    match (fault.code().lxca_message(), of_name) {
        (id, Some((_, kind))) if id.is_none_or(|id| is_of_value(&id)) => kind,
        (Some(id), _) => KINDS.iter().find(|kind| kind.id == id).unwrap_or(&OTHER),
        (None, _) => &OTHER,
    }
}

const NAME_KINDS: [(&str, Kind); 9] = [
    ("otherName", OTHER_NAME),
    ("rfc822Name", RFC822_NAME),
    ("dNSName", DNS_NAME),
    ("x400Address", X400_ADDRESS),
    ("directoryName", DIRECTORY_NAME),
    ("ediPartyName", EDI_PARTY_NAME),
    ("uniformResourceIdentifier", URI),
    ("iPAddress", IP_ADDRESS),
    ("registeredID", REGISTERED_ID),
];

macro_rules! kinds {
    ($($name:ident: $id:literal, $text:literal, $explanation:literal, $recovery:literal;)*) => {
        $(pub(super) const $name: Kind =
            Kind { id: $id, text: $text, explanation: $explanation, recovery: $recovery };)*

        /// All of them, in the order of the table in the documentation.
        const KINDS: &[Kind] = &[$($name),*];
    };
}

kinds! {
    SUCCESS: "FQXHMSE0001I",
        "The request completed successfully.",
        "",
        "Information only; no action is required.";
    SYNTAX: "PKCS10-0101",
        "The line and column where the body stops being JSON, and what was expected there",
        "The body is one JSON object (RFC 8259) in UTF-8.",
        "Correct the body at that place.";
    TYPE: "PKCS10-0102",
        "The type that is there, and the one that belongs there",
        "Each attribute has one type of JSON value; null is the same as leaving it out.",
        "Give a value of the type that belongs there.";
    UNKNOWN: "PKCS10-0103",
        "The attribute, and those that are known at its place",
        "An attribute that is not known would be left out of the request unnoticed.",
        "Correct the spelling, upper and lower case included, or leave the attribute out.";
    REPEATED: "PKCS10-0104",
        "The attribute that stands there twice",
        "Nothing says which of the values is meant.",
        "Give the attribute once.";
    MISSING: "PKCS10-0105",
        "The required attribute that is not there",
        "Without this attribute the object around it means nothing.",
        "Give the attribute.";
    NO_NAMES: "PKCS10-0106",
        "The list of names that is empty",
        "A subjectAltName holds at least one name (RFC 5280 4.2.1.6).",
        "Give a name.";
    MORE: "PKCS10-0199",
        "How many more faults there are than are listed",
        "A response lists the first thousand faults.",
        "Correct the faults that are listed, then send the body again.";
    EMPTY: "PKCS10-0201",
        "The attribute with nothing in it",
        "An empty text is not the same as leaving the attribute out.",
        "Give a value, or leave the attribute out.";
    WHITE_SPACE: "PKCS10-0202",
        "The white space, and where it stands",
        "White space around a value is hardly ever meant, and no reader would see it.",
        "Remove the white space at the beginning and the end.";
    CONTROL: "PKCS10-0203",
        "The control character, and where it stands",
        "Control characters in a name deceive those who read it.",
        "Remove the character.";
    TOO_LONG: "PKCS10-0204",
        "How many characters the value has, how many it may have, and who says so",
        "Each attribute has a largest length, in characters.",
        "Shorten the value.";
    CHARACTER: "PKCS10-0205",
        "The character that the attribute cannot hold, and where it stands",
        "Some attributes allow few characters only.",
        "Replace or remove the character.";
    COUNTRY_LENGTH: "PKCS10-0206",
        "The country that is not two letters",
        "A country is given by its ISO 3166-1 alpha-2 code.",
        "Give the code of two letters, such as US or DE.";
    COUNTRY_CASE: "PKCS10-0207",
        "The country in lower case",
        "ISO 3166-1 codes are in upper case; what is to be signed is never changed silently.",
        "Write the code in upper case.";
    COUNTRY_UNASSIGNED: "PKCS10-0208",
        "The two letters that are no country",
        "ISO 3166-1 has not assigned this code.",
        "Give the code of the country.";
    NO_IDENTITY: "PKCS10-0209",
        "That there is neither a subject nor a name",
        "A certificate is for a subject, for names, or for both (RFC 5280 4.1.2.6).",
        "Give a subject or a name.";
    NAME_TYPE: "PKCS10-0301",
        "The type that is none, and the nine that there are",
        "The type of a name is one of the nine of RFC 5280 4.2.1.6, spelt as there.",
        "Give the type of the name.";
    DUPLICATE_NAME: "PKCS10-0302",
        "The name, and where it stands first",
        "A name that is given twice is a mistake in one of the two places.",
        "Remove or correct one of the two.";
    OTHER_NAME: "PKCS10-0310",
        "What is wrong with the otherName",
        "An otherName is an object identifier and a value (RFC 5280 4.2.1.6).",
        "Correct the name.";
    RFC822_NAME: "PKCS10-0311",
        "What is wrong with the rfc822Name",
        "An rfc822Name is an e-mail address without a display name (RFC 5280 4.2.1.6).",
        "Correct the name.";
    DNS_NAME: "PKCS10-0312",
        "What is wrong with the dNSName",
        "A dNSName is a host name in the preferred syntax (RFC 5280 4.2.1.6, RFC 1034 3.5).",
        "Correct the name.";
    X400_ADDRESS: "PKCS10-0313",
        "What is wrong with the x400Address",
        "An x400Address is an ORAddress (RFC 5280 Appendix A.1).",
        "Correct the name.";
    DIRECTORY_NAME: "PKCS10-0314",
        "What is wrong with the directoryName",
        "A directoryName is a distinguished name (RFC 5280 4.2.1.6).",
        "Correct the name.";
    EDI_PARTY_NAME: "PKCS10-0315",
        "What is wrong with the ediPartyName",
        "An ediPartyName is a party's name, with or without who assigned it (RFC 5280 4.2.1.6).",
        "Correct the name.";
    URI: "PKCS10-0316",
        "What is wrong with the uniformResourceIdentifier",
        "A uniformResourceIdentifier is an absolute URI (RFC 5280 4.2.1.6, RFC 3986).",
        "Correct the name.";
    IP_ADDRESS: "PKCS10-0317",
        "What is wrong with the iPAddress",
        "An iPAddress is one address of IPv4 or IPv6, without a prefix length (RFC 5280 4.2.1.6).",
        "Correct the name.";
    REGISTERED_ID: "PKCS10-0318",
        "What is wrong with the registeredID",
        "A registeredID is an object identifier in dotted decimal (RFC 5280 4.2.1.6).",
        "Correct the name.";
    OTHER: "PKCS10-0399",
        "What is wrong with another part of the request",
        "The request is not valid.",
        "Correct what the text says.";
    NOT_FOUND: "PKCS10-0401",
        "The path that names no request",
        "No request has this path, or it was deleted.",
        "Use the path from the response to the POST request.";
    NOT_SUPPORTED: "PKCS10-0402",
        "the operation is not supported",
        "The method has POST with a body, and GET and DELETE with a path.",
        "Use one of these operations.";
    KEY: "PKCS10-0501",
        "Why the private key is not made",
        "Each request is made with a private key of its own.",
        "Try again. If that does not help, look to the source of random numbers and to the algorithms of this build.";
    SIGNATURE: "PKCS10-0502",
        "Why the request is not signed",
        "Each request is signed with its private key.",
        "Try again. If that does not help, look to the source of random numbers.";
    STORE: "PKCS10-0503",
        "Why the store failed, and at what",
        "Requests and their private keys are kept in a store, which has failed.",
        "Look to the space and the permissions of the store, then try again.";
    DAMAGED: "PKCS10-0504",
        "In which way the stored request is damaged",
        "Only a whole request with a valid signature, made with the private key stored beside it, is returned.",
        "Restore the request from a backup, or delete it and send its body again.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table in the documentation.
    fn table() -> String {
        let mut table = String::from(
            "| id | text | explanation | recovery, before what the fault itself hints at |\n|---|---|---|---|\n",
        );
        for Kind { id, text, explanation, recovery } in KINDS {
            table += &format!("| `{id}` | {text} | {explanation} | {recovery} |\n");
        }
        table
    }

    #[test]
    fn the_documented_table_is_the_one_that_is_used() {
        assert_eq!(include_str!("messages.md"), table(), "{}", table());
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

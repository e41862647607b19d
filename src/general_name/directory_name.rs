//! directoryName: a distinguished name in the text of RFC 4514 (RFC 5280 4.2.1.6).

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

use super::GeneralNameType;
use crate::der;
use crate::fault::{Fault, FaultKind, Location};
use crate::profile::Profile;
use crate::subject::display::{Form, write_name};
use crate::subject::{self, AttributeError, DistinguishedNameError, name};

/// Why a text is not a `directoryName`. Positions count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectoryNameError {
    /// Nothing there.
    Empty,
    /// A text that is not RFC 4514.
    Syntax {
        /// Position of what is at fault, in characters from 1.
        at: usize,
        /// What is wrong there.
        error: DistinguishedNameError,
    },
    /// A value that its attribute does not allow.
    Attribute {
        /// Position of the attribute, in characters from 1.
        at: usize,
        /// What is wrong with its value.
        error: AttributeError,
    },
}

impl fmt::Display for DirectoryNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "is empty; a directoryName has at least one attribute (RFC 5280 4.2.1.6)",
            ),
            Self::Syntax { at, error } => {
                write!(f, "is no distinguished name: at character {at}, ")?;
                error.reason(f)
            }
            Self::Attribute { at, error } => {
                write!(f, "is no directoryName: at character {at}, ")?;
                error.reason(f)
            }
        }
    }
}

impl core::error::Error for DirectoryNameError {}

impl DirectoryNameError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, _text: &str) -> Option<String> {
        match self {
            Self::Empty => Some("such as CN=bmc-7,O=ACME,C=US".to_owned()),
            Self::Syntax { error, .. } => error.hint(),
            Self::Attribute { error, .. } => error.hint(),
        }
    }
}

/// Appends the TLV of the name in `text`: `[4] EXPLICIT`, because a Name is a CHOICE.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), DirectoryNameError> {
    if text.is_empty() {
        return Err(DirectoryNameError::Empty);
    }
    match subject::text::parse(text, &Profile::RFC5280) {
        Ok(name) => {
            der::tlv(out, GeneralNameType::DirectoryName.tag(), &name);
            Ok(())
        }
        Err(faults) => Err(faults.into_iter().find_map(first).unwrap_or(DirectoryNameError::Empty)),
    }
}

/// The fault as one of a directoryName.
fn first(fault: Fault) -> Option<DirectoryNameError> {
    let Location::SubjectText { at } = *fault.location() else { return None };
    match fault.into_kind() {
        FaultKind::DistinguishedName(error) => Some(DirectoryNameError::Syntax { at, error }),
        FaultKind::Attribute(error) => Some(DirectoryNameError::Attribute { at, error }),
        _ => None,
    }
}

/// The text of the content octets, where the syntax can express them.
pub(super) fn text(content: &[u8]) -> Option<String> {
    name::check(content, |_| ()).ok()?;
    let mut text = String::new();
    write_name(&mut text, content, Form::Exact).ok()?;
    if text.is_empty() { None } else { Some(text) }
}

#[cfg(test)]
mod tests {
    use super::super::GeneralName;
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn names_become_explicit_and_reversed() {
        let name = GeneralName::directory("CN=a,C=US").unwrap();
        assert_eq!(
            name.as_der(),
            b"\xA4\x1B\x30\x19\
              \x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02US\
              \x31\x0A\x30\x08\x06\x03\x55\x04\x03\x13\x01a"
        );
        assert_eq!(name.to_string(), "dirName:CN=a,C=US");
    }

    #[test]
    fn text_reads_back_to_the_same_octets() {
        let texts = [
            "CN=a",
            "CN=a\\,DNS:b",
            "CN=@file",
            "CN=a+serialNumber=1,C=US",
            "2.999=#0500",
            "CN=#0c0161",
        ];
        for text in texts {
            assert_eq!(GeneralName::directory(text).unwrap().value(), text);
        }
    }

    #[test]
    fn refusals_say_what_and_where() {
        let cases = [
            (
                "",
                "\"\" is empty; a directoryName has at least one attribute (RFC 5280 4.2.1.6); hint: such as CN=bmc-7,O=ACME,C=US",
            ),
            (
                "CN=é,commonNam=b",
                "\"CN=é,commonNam=b\" is no distinguished name: at character 6, \"commonNam\" is no known attribute; any other goes by its dotted identifier, such as 2.5.4.3 (RFC 4514 2.3); hint: did you mean commonName?",
            ),
            (
                "CN=a,C=us",
                "\"CN=a,C=us\" is no directoryName: at character 6, \"us\" is in lower case; C is an ISO 3166-1 alpha-2 code in upper case (RFC 5280 Appendix A.1); hint: write US",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(GeneralName::directory(text).unwrap_err().to_string(), expected);
        }
        for injection in ["CN=a,DNS:b", "@file", "CN=a\nb", "CN=a\\00b", "CN=a\0", "/CN=a"] {
            assert!(GeneralName::directory(injection).is_err(), "{injection:?}");
        }
    }

    #[test]
    fn octets_that_the_syntax_cannot_express_have_no_text() {
        let cases: &[&[u8]] = &[
            &[],
            &[0x30, 0x00],
            &[0x30, 0x02, 0x31, 0x00],
            &[0x31, 0x00],
            &[0x30, 0x00, 0x00],
            // Two attributes, not sorted.
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01b\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01a",
        ];
        for content in cases {
            assert_eq!(text(content), None, "{content:02x?}");
        }
    }
}

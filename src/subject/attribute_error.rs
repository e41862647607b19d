//! Why a value of a distinguished name is refused.

use alloc::{format, string::String};
use core::fmt;

use super::attribute_type::{AttributeType, OID_MAX};
use super::country;
use super::string_type::StringType;
use crate::decode::DerError;
use crate::error::{Quoted, QuotedChar};

/// A value that its attribute does not allow, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeError {
    attribute: AttributeType,
    value: String,
    kind: AttributeErrorKind,
}

/// Why a value is refused. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeErrorKind {
    /// Nothing there. Holds the value that leaving it out would give, if any.
    Empty {
        /// The profile's default.
        default: Option<&'static str>,
    },
    /// White space at the beginning or at the end.
    OuterWhiteSpace {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A control character, NUL among them.
    Control {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// More characters than allowed.
    TooLong {
        /// Characters that it has.
        len: usize,
        /// Characters that it may have.
        max: usize,
        /// Who sets that limit.
        source: &'static str,
    },
    /// A character outside PrintableString (X.680 41.4).
    NotPrintable {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A character outside ASCII where the type is IA5String.
    NotAscii {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A country that is not two letters.
    CountryLength,
    /// A country in lower case.
    CountryCase,
    /// Two letters that ISO 3166-1 has not assigned.
    CountryUnassigned,
    /// A character outside the string type that was asked for.
    NotInStringType {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
        /// The string type.
        string_type: StringType,
    },
    /// A string type that the attribute does not have.
    StringType(StringType),
    /// Octets that their string type does not hold.
    Malformed(StringType),
    /// A value that is no string, where the attribute's is one.
    NotAString,
    /// DER that is not exactly one value.
    Der(DerError),
    /// The same type and value twice in one RDN, which is a set.
    Repeated,
    /// A type whose identifier has more than 250 octets.
    TypeTooLong,
}

impl AttributeError {
    pub(super) fn new(
        attribute: AttributeType,
        value: impl Into<String>,
        kind: AttributeErrorKind,
    ) -> Self {
        Self { attribute, value: value.into(), kind }
    }

    /// The attribute whose value this is.
    pub const fn attribute(&self) -> &AttributeType {
        &self.attribute
    }

    /// The value that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it was refused.
    pub const fn kind(&self) -> AttributeErrorKind {
        self.kind
    }

    /// What was probably meant, or what to do instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        match self.kind {
            AttributeErrorKind::Empty { default: Some(default) } => {
                Some(format!("leave it out to get the default, {default}"))
            }
            AttributeErrorKind::Empty { default: None } => Some("leave it out".into()),
            AttributeErrorKind::OuterWhiteSpace { .. } => {
                Some(format!("without it: {}", Quoted(self.value.trim())))
            }
            AttributeErrorKind::CountryCase | AttributeErrorKind::CountryUnassigned => {
                country::meant_by(&self.value).map(|code| format!("write {code}"))
            }
            _ => None,
        }
    }

    /// The message without its hint.
    pub(crate) fn reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", Quoted(&self.value))?;
        let name = self.attribute.name();
        match self.kind {
            AttributeErrorKind::Empty { .. } => {
                write!(f, "is empty; {name} has at least one character (RFC 5280 Appendix A.1)")?;
            }
            AttributeErrorKind::OuterWhiteSpace { character, at } => {
                let side = if at == 1 { "begins" } else { "ends" };
                write!(
                    f,
                    "{side} with white space (U+{:04X} at character {at}); {name} has none around its value",
                    u32::from(character)
                )?;
            }
            AttributeErrorKind::Control { character, at } => write!(
                f,
                "has the control character U+{:04X} at character {at}; {name} holds none",
                u32::from(character)
            )?,
            AttributeErrorKind::TooLong { len, max, source } => {
                write!(f, "has {len} characters; {name} has at most {max} ({source})")?;
            }
            AttributeErrorKind::NotPrintable { character, at } => write!(
                f,
                "has {} at character {at}; {name} is a PrintableString: A-Z a-z 0-9 space ' ( ) + , - . / : = ? (RFC 5280 Appendix A.1)",
                QuotedChar(character)
            )?,
            AttributeErrorKind::NotAscii { character, at } => write!(
                f,
                "has {} at character {at}; {name} is an IA5String: ASCII only (RFC 5280 Appendix A.1)",
                QuotedChar(character)
            )?,
            AttributeErrorKind::CountryLength => write!(
                f,
                "is not two letters; {name} is an ISO 3166-1 alpha-2 code such as US or DE (RFC 5280 Appendix A.1)"
            )?,
            AttributeErrorKind::CountryCase => write!(
                f,
                "is in lower case; {name} is an ISO 3166-1 alpha-2 code in upper case (RFC 5280 Appendix A.1)"
            )?,
            AttributeErrorKind::CountryUnassigned => {
                write!(
                    f,
                    "is no country that ISO 3166-1 has assigned; {name} is an alpha-2 code such as US or DE"
                )?;
            }
            AttributeErrorKind::NotInStringType { character, at, string_type } => write!(
                f,
                "has {} at character {at}, which {string_type} does not hold (X.680 41)",
                QuotedChar(character)
            )?,
            AttributeErrorKind::StringType(found) => write!(
                f,
                "is of the type {found}; {name} is {}",
                self.attribute.syntax().in_words()
            )?,
            AttributeErrorKind::NotAString => {
                write!(f, "is no string; {name} is {}", self.attribute.syntax().in_words())?;
            }
            AttributeErrorKind::Malformed(string_type) => {
                write!(f, "has octets that {string_type} does not hold (X.680 41)")?;
            }
            AttributeErrorKind::Der(error) => write!(f, "is not exactly one DER value: {error}")?,
            AttributeErrorKind::Repeated => write!(
                f,
                "stands twice as {name} in one RDN, which is a set: each pair of type and value stands in it once"
            )?,
            AttributeErrorKind::TypeTooLong => {
                write!(f, "has a type whose identifier has more than {OID_MAX} octets")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason(f)?;
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for AttributeError {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn texts_say_what_where_why_and_what_to_do() {
        use AttributeErrorKind::*;
        let cases = [
            (
                "",
                Empty { default: None },
                "\"\" is empty; O has at least one character (RFC 5280 Appendix A.1); hint: leave it out",
            ),
            (
                "",
                Empty { default: Some("US") },
                "\"\" is empty; O has at least one character (RFC 5280 Appendix A.1); hint: leave it out to get the default, US",
            ),
            (
                " a",
                OuterWhiteSpace { character: ' ', at: 1 },
                "\" a\" begins with white space (U+0020 at character 1); O has none around its value; hint: without it: \"a\"",
            ),
            (
                "a\t",
                OuterWhiteSpace { character: '\t', at: 2 },
                "\"a\\u{9}\" ends with white space (U+0009 at character 2); O has none around its value; hint: without it: \"a\"",
            ),
            (
                "a",
                StringType(super::StringType::Ia5),
                "\"a\" is of the type IA5String; O is a DirectoryString: PrintableString, UTF8String, TeletexString, BMPString or UniversalString (RFC 5280 4.1.2.4)",
            ),
            (
                "#0500",
                NotAString,
                "\"#0500\" is no string; O is a DirectoryString: PrintableString, UTF8String, TeletexString, BMPString or UniversalString (RFC 5280 4.1.2.4)",
            ),
        ];
        for (value, kind, expected) in cases {
            let error = AttributeError::new(AttributeType::Organization, value, kind);
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.value(), value);
        }
    }

    #[test]
    fn each_syntax_has_its_words() {
        let cases = [
            (AttributeType::SerialNumber, "a PrintableString (RFC 5280 Appendix A.1)"),
            (AttributeType::Country, "a PrintableString (RFC 5280 Appendix A.1)"),
            (AttributeType::EmailAddress, "an IA5String (RFC 5280 Appendix A.1)"),
        ];
        for (attribute, expected) in cases {
            let error = AttributeError::new(attribute, "", AttributeErrorKind::NotAString);
            assert!(error.to_string().ends_with(expected), "{error}");
        }
    }
}

//! One value of a distinguished name: from text to a string type, or a reason why not.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use super::attribute_type::{AttributeType, Syntax};
use super::country;
use crate::der::{self, tag};
use crate::error::{Quoted, QuotedChar};
use crate::profile::Profile;

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
}

impl AttributeError {
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
            AttributeErrorKind::CountryCase => Some(format!("write {}", self.value.to_uppercase())),
            _ => None,
        }
    }
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        }
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for AttributeError {}

/// Appends the value as the string type that the attribute asks for.
pub(super) fn encode(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
    out: &mut Vec<u8>,
) -> Result<(), AttributeError> {
    let tag = string_type(attribute, value, profile).map_err(|kind| AttributeError {
        attribute: attribute.clone(),
        value: value.into(),
        kind,
    })?;
    der::tlv(out, tag, value.as_bytes());
    Ok(())
}

/// The string type for the value, or why there is none.
fn string_type(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
) -> Result<u8, AttributeErrorKind> {
    let printable = value.bytes().all(is_printable);
    check_edges_and_controls(value, printable).map_err(|kind| match kind {
        AttributeErrorKind::Empty { .. } => {
            AttributeErrorKind::Empty { default: profile.default_value(attribute) }
        }
        kind => kind,
    })?;
    let first = |outside: fn(char) -> bool| {
        let found = value.chars().enumerate().find(|(_, character)| outside(*character));
        found.map_or(('\0', 0), |(index, character)| (character, index + 1))
    };
    let tag = match attribute.syntax() {
        Syntax::Directory if printable => tag::PRINTABLE_STRING,
        Syntax::Directory => tag::UTF8_STRING,
        Syntax::Printable | Syntax::Country if printable => tag::PRINTABLE_STRING,
        Syntax::Printable | Syntax::Country => {
            let (character, at) =
                first(|character| !u8::try_from(character).is_ok_and(is_printable));
            return Err(AttributeErrorKind::NotPrintable { character, at });
        }
        Syntax::Ia5 if value.is_ascii() => tag::IA5_STRING,
        Syntax::Ia5 => {
            let (character, at) = first(|character| !character.is_ascii());
            return Err(AttributeErrorKind::NotAscii { character, at });
        }
    };
    if attribute.syntax() == Syntax::Country {
        check_country(value, profile)?;
    }
    let (max, source) = profile.limit_and_source(attribute);
    if value.len() > max {
        let len = value.chars().count();
        if len > max {
            return Err(AttributeErrorKind::TooLong { len, max, source });
        }
    }
    Ok(tag)
}

fn check_edges_and_controls(value: &str, printable: bool) -> Result<(), AttributeErrorKind> {
    let mut characters = value.chars();
    let Some(first) = characters.next() else {
        return Err(AttributeErrorKind::Empty { default: None });
    };
    if !printable
        && let Some((index, character)) =
            value.chars().enumerate().find(|(_, character)| character.is_control())
    {
        return Err(AttributeErrorKind::Control { character, at: index + 1 });
    }
    if first.is_whitespace() {
        return Err(AttributeErrorKind::OuterWhiteSpace { character: first, at: 1 });
    }
    match characters.next_back() {
        Some(last) if last.is_whitespace() => {
            Err(AttributeErrorKind::OuterWhiteSpace { character: last, at: value.chars().count() })
        }
        _ => Ok(()),
    }
}

fn check_country(value: &str, profile: &Profile) -> Result<(), AttributeErrorKind> {
    if value.len() != 2 || !value.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        Err(AttributeErrorKind::CountryLength)
    } else if !value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Err(AttributeErrorKind::CountryCase)
    } else if profile.assigned_countries_only && !country::is_assigned(value) {
        Err(AttributeErrorKind::CountryUnassigned)
    } else {
        Ok(())
    }
}

/// Whether PrintableString has this character (X.680 41.4).
pub(crate) const fn is_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b' ' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b'=' | b'?'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(attribute: AttributeType, value: &str, profile: Profile) -> Option<AttributeErrorKind> {
        let mut out = Vec::new();
        let refusal = encode(&attribute, value, &profile, &mut out).err();
        assert_eq!(out.is_empty(), refusal.is_some(), "{value}");
        refusal.map(|error| error.kind())
    }

    #[test]
    fn string_types_follow_the_characters() {
        use AttributeType::*;
        let cases = [
            (CommonName, "LXCA", 0x13),
            (CommonName, "ACME International Ltd.", 0x13),
            (CommonName, "*.example.com", 0x0C),
            (CommonName, "a@b", 0x0C),
            (CommonName, "a_b", 0x0C),
            (CommonName, "é", 0x0C),
            (Country, "DE", 0x13),
            (SerialNumber, "123-4", 0x13),
            (EmailAddress, "a@example.com", 0x16),
            (DomainComponent, "example", 0x16),
        ];
        for (attribute, value, tag) in cases {
            let mut out = Vec::new();
            encode(&attribute, value, &Profile::RFC5280, &mut out).unwrap();
            assert_eq!(out[0], tag, "{value}");
            assert_eq!(&out[2..], value.as_bytes());
        }
    }

    #[test]
    fn limits_count_characters_not_octets() {
        use AttributeType::*;
        let cases = [
            (CommonName, 63, 64),
            (Organization, 60, 64),
            (OrganizationalUnit, 60, 64),
            (Locality, 50, 128),
            (StateOrProvince, 60, 128),
        ];
        for (attribute, lxca, rfc) in cases {
            for letter in ["x", "é", "漢"] {
                for (profile, max) in [(Profile::LXCA, lxca), (Profile::RFC5280, rfc)] {
                    assert_eq!(kind(attribute.clone(), &letter.repeat(max), profile), None);
                    assert!(matches!(
                        kind(attribute.clone(), &letter.repeat(max + 1), profile),
                        Some(AttributeErrorKind::TooLong { len, max: m, .. }) if len == max + 1 && m == max
                    ));
                }
            }
        }
    }

    #[test]
    fn refusals_name_the_character_and_its_place() {
        use AttributeErrorKind::*;
        use AttributeType::*;
        let cases = [
            (CommonName, "", Empty { default: Some("LXCA") }),
            (OrganizationalUnit, "", Empty { default: None }),
            (CommonName, " a", OuterWhiteSpace { character: ' ', at: 1 }),
            (CommonName, "é\u{A0}", OuterWhiteSpace { character: '\u{A0}', at: 2 }),
            (CommonName, " ", OuterWhiteSpace { character: ' ', at: 1 }),
            (CommonName, "a\0b", Control { character: '\0', at: 2 }),
            (CommonName, "a\n", Control { character: '\n', at: 2 }),
            (CommonName, "é\u{85}", Control { character: '\u{85}', at: 2 }),
            (SerialNumber, "a@b", NotPrintable { character: '@', at: 2 }),
            (EmailAddress, "é@b", NotAscii { character: 'é', at: 1 }),
            (Country, "日本", NotPrintable { character: '日', at: 1 }),
            (Country, "USA", CountryLength),
            (Country, "U", CountryLength),
            (Country, "U1", CountryLength),
            (Country, "us", CountryCase),
            (Country, "Us", CountryCase),
            (Country, "ZQ", CountryUnassigned),
        ];
        for (attribute, value, expected) in cases {
            assert_eq!(kind(attribute, value, Profile::LXCA), Some(expected), "{value:?}");
        }
        assert_eq!(kind(Country, "ZQ", Profile::RFC5280), None);
    }
}

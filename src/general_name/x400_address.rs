//! x400Address: an X.400 originator/recipient address (RFC 5280 4.2.1.6 and Appendix A.1),
//! written in the manner of RFC 1685.
//!
//! ```text
//! ORAddress ::= SEQUENCE {
//!     SEQUENCE {
//!         country-name               [APPLICATION 1] EXPLICIT NumericOrPrintable OPTIONAL,
//!         administration-domain-name [APPLICATION 2] EXPLICIT NumericOrPrintable OPTIONAL,
//!         network-address            [0] IMPLICIT NumericString OPTIONAL,
//!         terminal-identifier        [1] IMPLICIT PrintableString OPTIONAL,
//!         private-domain-name        [2] EXPLICIT NumericOrPrintable OPTIONAL,
//!         organization-name          [3] IMPLICIT PrintableString OPTIONAL,
//!         numeric-user-identifier    [4] IMPLICIT NumericString OPTIONAL,
//!         personal-name              [5] IMPLICIT SET {
//!             surname                    [0] IMPLICIT PrintableString,
//!             given-name                 [1] IMPLICIT PrintableString OPTIONAL,
//!             initials                   [2] IMPLICIT PrintableString OPTIONAL,
//!             generation-qualifier       [3] IMPLICIT PrintableString OPTIONAL } OPTIONAL,
//!         organizational-unit-names  [6] IMPLICIT SEQUENCE OF PrintableString OPTIONAL },
//!     SEQUENCE OF SEQUENCE {         -- domain-defined attributes
//!         type                       PrintableString,
//!         value                      PrintableString } OPTIONAL,
//!     extension-attributes OPTIONAL  -- which the text has no keys for
//! }
//! ```
//!
//! NumericOrPrintable stands for a CHOICE of the two, whose tag is therefore explicit. A value
//! of digits only is a NumericString there.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use super::GeneralNameType;
use crate::decode::{self, Reader, Tlv};
use crate::der::{self, tag};
use crate::error::{QuotedChar, nearest};
use crate::subject::country;

mod address;

use address::Address;

/// Why a text is not an x400Address. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum X400AddressError {
    /// Nothing there, or a blank administration domain and no more.
    Empty,
    /// A doubled semicolon: one that belongs to a value, where no value may have one.
    Semicolon {
        /// Position of the first of the two, in characters from 1.
        at: usize,
    },
    /// A part without an equals sign.
    NoEqualsSign {
        /// Position of the part, in characters from 1.
        at: usize,
    },
    /// A key that is none of the keys.
    UnknownKey {
        /// Position of the key, in characters from 1.
        at: usize,
    },
    /// `CN`, a key of X.400's extension attributes.
    CommonName {
        /// Position of the key, in characters from 1.
        at: usize,
    },
    /// A key for the second time.
    Repeated {
        /// The key; `DDA` for a domain-defined attribute of the same type.
        key: &'static str,
        /// Position of its second appearance, in characters from 1.
        at: usize,
    },
    /// A key without a value.
    EmptyValue {
        /// The key.
        key: &'static str,
    },
    /// A value with a space at its beginning or end.
    OuterSpace {
        /// The key.
        key: &'static str,
    },
    /// More characters than the attribute may have.
    TooLong {
        /// The key.
        key: &'static str,
        /// Characters that its value has.
        len: usize,
        /// Characters that it may have.
        max: usize,
    },
    /// A character outside PrintableString.
    NotPrintable {
        /// The key.
        key: &'static str,
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A character outside NumericString.
    NotNumeric {
        /// The key.
        key: &'static str,
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A country that is neither two upper-case letters nor three digits.
    Country,
    /// A country of two letters that are not both in upper case.
    CountryCase,
    /// `G`, `I` or `Q` without `S`.
    NoSurname {
        /// The key that needs the surname.
        key: &'static str,
    },
    /// An organizational unit without the one before it.
    UnitGap {
        /// The key of the unit that is there.
        key: &'static str,
        /// The key of the unit that is missing.
        missing: &'static str,
    },
    /// A fifth domain-defined attribute.
    TooManyDomainDefined {
        /// Position of its key, in characters from 1.
        at: usize,
    },
}

impl fmt::Display for X400AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KEYS: &str = "an x400Address has the keys C, A, P, O, OU1 to OU4, S, G, I, Q, N, T, X and DDA:TYPE (RFC 1685)";
        const BOUNDS: &str = "(RFC 5280 Appendix A.1)";
        match self {
            Self::Empty => write!(f, "says nothing; {KEYS}"),
            Self::Semicolon { at } => write!(
                f,
                "has a doubled semicolon at character {at}, which stands for one inside a value; every value of an x400Address is a PrintableString, which has none {BOUNDS}"
            ),
            Self::NoEqualsSign { at } => write!(
                f,
                "has no KEY=VALUE at character {at}; an x400Address is a list of them with semicolons between (RFC 1685)"
            ),
            Self::UnknownKey { at } => write!(f, "has an unknown key at character {at}; {KEYS}"),
            Self::CommonName { at } => write!(
                f,
                "has CN at character {at}, an extension attribute that this syntax does not write; {KEYS}"
            ),
            Self::Repeated { key, at } => {
                write!(f, "has {key} again at character {at}; each stands once {BOUNDS}")
            }
            Self::EmptyValue { key } => {
                write!(f, "has an empty {key}; it has at least one character {BOUNDS}")
            }
            Self::OuterSpace { key } => write!(
                f,
                "has a space at the beginning or end of {key}; only a blank A is one (RFC 1685 2)"
            ),
            Self::TooLong { key, len, max } => {
                write!(f, "has {len} characters in {key}; at most {max} are allowed {BOUNDS}")
            }
            Self::NotPrintable { key, character, at } => write!(
                f,
                "has {} at character {at}; {key} is a PrintableString: A-Z a-z 0-9 space ' ( ) + , - . / : = ? {BOUNDS}",
                QuotedChar(*character)
            ),
            Self::NotNumeric { key, character, at } => write!(
                f,
                "has {} at character {at}; {key} is a NumericString: digits and space {BOUNDS}",
                QuotedChar(*character)
            ),
            Self::Country | Self::CountryCase => write!(
                f,
                "has a country that is neither two upper-case letters nor three digits; C is an ISO 3166 or an X.121 code {BOUNDS}"
            ),
            Self::NoSurname { key } => {
                write!(f, "has {key} without S; a personal name has a surname {BOUNDS}")
            }
            Self::UnitGap { key, missing } => write!(
                f,
                "has {key} without {missing}; organizational units are a list without gaps {BOUNDS}"
            ),
            Self::TooManyDomainDefined { at } => write!(
                f,
                "has a fifth domain-defined attribute at character {at}; at most four are allowed {BOUNDS}"
            ),
        }
    }
}

impl core::error::Error for X400AddressError {}

impl X400AddressError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        match self {
            Self::Empty if text.contains('=') => {
                Some("say whose address it is, at least with P, O or S".into())
            }
            Self::Semicolon { .. } => Some("write one semicolon between two attributes".into()),
            Self::UnknownKey { at } => {
                let part =
                    text.chars().skip(at.saturating_sub(1)).take_while(|c| !matches!(c, '=' | ';'));
                let key: String = part.collect();
                let meant = if Address::has_key(key.trim()) {
                    key.trim().to_ascii_uppercase()
                } else {
                    nearest(&key, address::KEYS)?.to_string()
                };
                Some(format!("did you mean {meant}?"))
            }
            Self::CommonName { .. } => {
                Some("give the name as S (surname) and G (given name)".into())
            }
            Self::EmptyValue { key: "A" } => Some("leave A out where it is blank".into()),
            Self::EmptyValue { .. } => Some("leave it out".into()),
            Self::CountryCase => {
                let country = text.split(';').find_map(|part| {
                    let (key, value) = part.split_once('=')?;
                    key.eq_ignore_ascii_case("C").then_some(value)
                })?;
                country::meant_by(country).map(|code| format!("write C={code}"))
            }
            Self::NoSurname { .. } => Some("add the surname, S".into()),
            Self::UnitGap { key, missing } => Some(format!("write {missing} instead of {key}")),
            _ => None,
        }
    }
}

/// Appends the TLV of the address in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), X400AddressError> {
    let address = Address::parse(text)?;
    der::nested(out, GeneralNameType::X400Address.tag(), |out| {
        der::nested(out, tag::SEQUENCE, |out| standard_attributes(&address, out));
        if !address.domain_defined.is_empty() {
            der::nested(out, tag::SEQUENCE, |out| domain_defined_attributes(&address, out));
        }
    });
    Ok(())
}

/// In the order of the ASN.1, which is also the ascending order of the tags that the SET of the
/// personal name needs (X.690 10.3).
fn standard_attributes(address: &Address<'_>, out: &mut Vec<u8>) {
    explicit(out, wire::COUNTRY, address.country);
    explicit(out, wire::ADMINISTRATION, address.administration.or(Some(address::BLANK)));
    implicit(out, 0, address.network_address);
    implicit(out, 1, address.terminal);
    explicit(out, wire::PRIVATE, address.private_domain);
    implicit(out, 3, address.organization);
    implicit(out, 4, address.numeric_user);
    if address.surname.is_some() {
        der::nested(out, wire::PERSONAL_NAME, |out| {
            implicit(out, 0, address.surname);
            implicit(out, 1, address.given_name);
            implicit(out, 2, address.initials);
            implicit(out, 3, address.generation);
        });
    }
    if address.units[0].is_some() {
        der::nested(out, wire::UNITS, |out| {
            for unit in address.units.iter().flatten() {
                der::tlv(out, tag::PRINTABLE_STRING, unit.as_bytes());
            }
        });
    }
}

fn domain_defined_attributes(address: &Address<'_>, out: &mut Vec<u8>) {
    for (attribute_type, value) in &address.domain_defined {
        der::nested(out, tag::SEQUENCE, |out| {
            der::tlv(out, tag::PRINTABLE_STRING, attribute_type.as_bytes());
            der::tlv(out, tag::PRINTABLE_STRING, value.as_bytes());
        });
    }
}

fn explicit(out: &mut Vec<u8>, outer: u8, value: Option<&str>) {
    if let Some(value) = value {
        let is_number = value.bytes().all(|octet| octet.is_ascii_digit());
        let inner = if is_number { tag::NUMERIC_STRING } else { tag::PRINTABLE_STRING };
        der::nested(out, outer, |out| der::tlv(out, inner, value.as_bytes()));
    }
}

fn implicit(out: &mut Vec<u8>, number: u8, value: Option<&str>) {
    if let Some(value) = value {
        der::tlv(out, tag::context(number), value.as_bytes());
    }
}

/// The text of the content octets, where the syntax can express them.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let text = read(content)?.to_string();
    // Extension attributes, other string types and whatever the text refuses do not come back
    // as they were.
    let mut again = Vec::with_capacity(content.len() + 4);
    encode(&text, &mut again).ok()?;
    (decode::only(&again).ok()?.content == content).then_some(text)
}

/// What the content octets say, without a look at their string types and bounds.
fn read(content: &[u8]) -> Option<Address<'_>> {
    let mut address = Address::default();
    let mut reader = Reader::new(content);
    let mut standard = reader.expect(tag::SEQUENCE).ok()?.reader();
    let domain_defined = reader.optional(tag::SEQUENCE).ok()?;

    address.country = explicit_value(&mut standard, wire::COUNTRY)?;
    address.administration = explicit_value(&mut standard, wire::ADMINISTRATION)?;
    address.network_address = implicit_value(&mut standard, 0)?;
    address.terminal = implicit_value(&mut standard, 1)?;
    address.private_domain = explicit_value(&mut standard, wire::PRIVATE)?;
    address.organization = implicit_value(&mut standard, 3)?;
    address.numeric_user = implicit_value(&mut standard, 4)?;
    if let Some(personal) = standard.optional(wire::PERSONAL_NAME).ok()? {
        let mut personal = personal.reader();
        address.surname = implicit_value(&mut personal, 0)?;
        address.given_name = implicit_value(&mut personal, 1)?;
        address.initials = implicit_value(&mut personal, 2)?;
        address.generation = implicit_value(&mut personal, 3)?;
    }
    if let Some(units) = standard.optional(wire::UNITS).ok()? {
        let mut units = units.reader();
        for slot in &mut address.units {
            if !units.is_empty() {
                *slot = Some(string(units.read().ok()?)?);
            }
        }
    }
    if let Some(list) = domain_defined {
        let mut list = list.reader();
        while !list.is_empty() {
            let mut pair = list.read().ok()?.reader();
            address.domain_defined.push((string(pair.read().ok()?)?, string(pair.read().ok()?)?));
        }
    }
    Some(address)
}

fn explicit_value<'a>(reader: &mut Reader<'a>, outer: u8) -> Option<Option<&'a str>> {
    match reader.optional(outer).ok()? {
        Some(outer) => string(decode::only(outer.content).ok()?).map(Some),
        None => Some(None),
    }
}

fn implicit_value<'a>(reader: &mut Reader<'a>, number: u8) -> Option<Option<&'a str>> {
    match reader.optional(tag::context(number)).ok()? {
        Some(tlv) => string(tlv).map(Some),
        None => Some(None),
    }
}

fn string<'a>(tlv: Tlv<'a>) -> Option<&'a str> {
    core::str::from_utf8(tlv.content).ok()
}

/// The tags that need more than a number.
mod wire {
    use super::tag;

    pub(super) const COUNTRY: u8 = tag::application_constructed(1);
    pub(super) const ADMINISTRATION: u8 = tag::application_constructed(2);
    pub(super) const PRIVATE: u8 = tag::context_constructed(2);
    pub(super) const PERSONAL_NAME: u8 = tag::context_constructed(5);
    pub(super) const UNITS: u8 = tag::context_constructed(6);
}

#[cfg(test)]
mod tests;

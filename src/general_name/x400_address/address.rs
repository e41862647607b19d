//! The text of an X.400 address: `KEY=VALUE` with semicolons between (RFC 1685).

use alloc::vec::Vec;
use core::fmt;

use super::X400AddressError;
use crate::decode::is_printable;
use crate::error::first_character;

/// The keys, for the hint that looks for the nearest.
pub(super) const KEYS: [&str; 16] = [
    "C", "A", "P", "O", "OU1", "OU2", "OU3", "OU4", "S", "G", "I", "Q", "N-ID", "T-ID", "X121",
    "DDA:",
];

/// The administration domain where a text has none (RFC 1685 2).
pub(super) const BLANK: &str = " ";

/// In front of the type of a domain-defined attribute.
const DOMAIN_DEFINED: &str = "DDA:";

/// How many domain-defined attributes there may be (ub-domain-defined-attributes).
const DOMAIN_DEFINED_MAX: usize = 4;

/// What an address says. Its values borrow from the text or from the octets.
#[derive(Default)]
pub(super) struct Address<'a> {
    pub(super) country: Option<&'a str>,
    pub(super) administration: Option<&'a str>,
    pub(super) private_domain: Option<&'a str>,
    pub(super) organization: Option<&'a str>,
    pub(super) units: [Option<&'a str>; 4],
    pub(super) surname: Option<&'a str>,
    pub(super) given_name: Option<&'a str>,
    pub(super) initials: Option<&'a str>,
    pub(super) generation: Option<&'a str>,
    pub(super) numeric_user: Option<&'a str>,
    pub(super) terminal: Option<&'a str>,
    pub(super) network_address: Option<&'a str>,
    /// Type and value of each, in order.
    pub(super) domain_defined: Vec<(&'a str, &'a str)>,
}

/// Which values a key takes. The bounds are those of RFC 5280 Appendix A.1.
struct Rule {
    key: &'static str,
    syntax: Syntax,
    /// Length, in characters.
    max: usize,
}

#[derive(PartialEq, Eq)]
enum Syntax {
    Printable,
    Numeric,
    Country,
    /// Printable, or one space.
    Blankable,
}

impl<'a> Address<'a> {
    /// Reads and checks an address. A doubled semicolon would be one inside a value, but no
    /// string type here has a semicolon; so it is refused, and every other one is a border.
    pub(super) fn parse(text: &'a str) -> Result<Self, X400AddressError> {
        if let Some((before, _)) = text.split_once(";;") {
            return Err(X400AddressError::Semicolon { at: before.chars().count() + 1 });
        }
        if text.is_empty() {
            return Err(X400AddressError::Empty);
        }
        let mut address = Self::default();
        let mut at = 1;
        // RFC 1685 2 shows an address with a semicolon at its end, too.
        for part in text.strip_suffix(';').unwrap_or(text).split(';') {
            address.take(part, at)?;
            at += part.chars().count() + 1;
        }
        address.check_whole()?;
        Ok(address)
    }

    /// Whether there is such a key, in any case.
    pub(super) fn has_key(key: &str) -> bool {
        Self::default().slot(key).is_some()
    }

    /// Takes one `KEY=VALUE`, which begins at character `at` of the text.
    fn take(&mut self, part: &'a str, at: usize) -> Result<(), X400AddressError> {
        let (key, value) = part.split_once('=').ok_or(X400AddressError::NoEqualsSign { at })?;
        let value_at = at + key.chars().count() + 1;
        if let Some((prefix, attribute_type)) = key.split_at_checked(DOMAIN_DEFINED.len())
            && prefix.eq_ignore_ascii_case(DOMAIN_DEFINED)
        {
            return self.take_domain_defined(attribute_type, value, at, value_at);
        }
        let Some((rule, slot)) = self.slot(key) else {
            return Err(if key.eq_ignore_ascii_case("CN") {
                X400AddressError::CommonName { at }
            } else {
                X400AddressError::UnknownKey { at }
            });
        };
        if slot.is_some() {
            return Err(X400AddressError::Repeated { key: rule.key, at });
        }
        rule.check(value, value_at)?;
        *slot = Some(value);
        Ok(())
    }

    fn take_domain_defined(
        &mut self,
        attribute_type: &'a str,
        value: &'a str,
        at: usize,
        value_at: usize,
    ) -> Result<(), X400AddressError> {
        const TYPE: Rule = Rule { key: "DDA type", syntax: Syntax::Printable, max: 8 };
        const VALUE: Rule = Rule { key: "DDA value", syntax: Syntax::Printable, max: 128 };
        if self.domain_defined.len() == DOMAIN_DEFINED_MAX {
            return Err(X400AddressError::TooManyDomainDefined { at });
        }
        if self.domain_defined.iter().any(|(other, _)| other.eq_ignore_ascii_case(attribute_type)) {
            return Err(X400AddressError::Repeated { key: "DDA", at });
        }
        TYPE.check(attribute_type, at + DOMAIN_DEFINED.len())?;
        VALUE.check(value, value_at)?;
        self.domain_defined.push((attribute_type, value));
        Ok(())
    }

    /// Where the value of a key goes, and what it may be. Keys are written in any case; the long
    /// ones are aliases.
    fn slot(&mut self, key: &str) -> Option<(Rule, &mut Option<&'a str>)> {
        use Syntax::{Blankable, Country, Numeric, Printable};
        let rule = |key, syntax, max| Rule { key, syntax, max };
        let [ou1, ou2, ou3, ou4] = &mut self.units;
        Some(match key.to_ascii_uppercase().as_str() {
            "C" => (rule("C", Country, 3), &mut self.country),
            "A" => (rule("A", Blankable, 16), &mut self.administration),
            "P" => (rule("P", Printable, 16), &mut self.private_domain),
            "O" => (rule("O", Printable, 64), &mut self.organization),
            "OU1" => (rule("OU1", Printable, 32), ou1),
            "OU2" => (rule("OU2", Printable, 32), ou2),
            "OU3" => (rule("OU3", Printable, 32), ou3),
            "OU4" => (rule("OU4", Printable, 32), ou4),
            "S" => (rule("S", Printable, 40), &mut self.surname),
            "G" => (rule("G", Printable, 16), &mut self.given_name),
            "I" => (rule("I", Printable, 5), &mut self.initials),
            "Q" => (rule("Q", Printable, 3), &mut self.generation),
            "N" | "N-ID" => (rule("N", Numeric, 32), &mut self.numeric_user),
            "T" | "T-ID" => (rule("T", Printable, 24), &mut self.terminal),
            "X" | "X121" => (rule("X", Numeric, 16), &mut self.network_address),
            _ => return None,
        })
    }

    fn check_whole(&self) -> Result<(), X400AddressError> {
        let has_value = self.pairs().iter().any(|(_, value)| value.is_some());
        if !has_value && self.domain_defined.is_empty() {
            return Err(X400AddressError::Empty);
        }
        let of_surname = [("G", self.given_name), ("I", self.initials), ("Q", self.generation)];
        let orphan = of_surname.into_iter().find(|(_, value)| value.is_some());
        if let (None, Some((key, _))) = (self.surname, orphan) {
            return Err(X400AddressError::NoSurname { key });
        }
        let units = ["OU1", "OU2", "OU3", "OU4"].into_iter().zip(self.units);
        let mut missing = None;
        for (key, unit) in units {
            match (missing, unit) {
                (None, None) => missing = Some(key),
                (Some(missing), Some(_)) => return Err(X400AddressError::UnitGap { key, missing }),
                _ => {}
            }
        }
        Ok(())
    }

    /// The values in the order in which they are shown; a blank administration domain is not.
    fn pairs(&self) -> [(&'static str, Option<&'a str>); 15] {
        let [ou1, ou2, ou3, ou4] = self.units;
        [
            ("C", self.country),
            ("A", self.administration.filter(|name| *name != BLANK)),
            ("P", self.private_domain),
            ("O", self.organization),
            ("OU1", ou1),
            ("OU2", ou2),
            ("OU3", ou3),
            ("OU4", ou4),
            ("S", self.surname),
            ("G", self.given_name),
            ("I", self.initials),
            ("Q", self.generation),
            ("N", self.numeric_user),
            ("T", self.terminal),
            ("X", self.network_address),
        ]
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (key, value) in self.pairs() {
            if let Some(value) = value {
                write!(f, "{separator}{key}={value}")?;
                separator = ";";
            }
        }
        for (attribute_type, value) in &self.domain_defined {
            write!(f, "{separator}{DOMAIN_DEFINED}{attribute_type}={value}")?;
            separator = ";";
        }
        Ok(())
    }
}

impl Rule {
    /// Checks a value that begins at character `start` of the text.
    fn check(&self, value: &str, start: usize) -> Result<(), X400AddressError> {
        let &Self { key, ref syntax, max } = self;
        if value.is_empty() {
            return Err(X400AddressError::EmptyValue { key });
        }
        if *syntax == Syntax::Country {
            return check_country(value);
        }
        if *syntax == Syntax::Blankable && value == BLANK {
            return Ok(());
        }
        let is_numeric = *syntax == Syntax::Numeric;
        let is_allowed = |octet: u8| {
            if is_numeric { octet.is_ascii_digit() || octet == b' ' } else { is_printable(octet) }
        };
        let foreign =
            first_character(value, |character| !u8::try_from(character).is_ok_and(is_allowed));
        if let Some((character, index)) = foreign {
            let at = start + index - 1;
            return Err(if is_numeric {
                X400AddressError::NotNumeric { key, character, at }
            } else {
                X400AddressError::NotPrintable { key, character, at }
            });
        }
        if value.starts_with(' ') || value.ends_with(' ') {
            return Err(X400AddressError::OuterSpace { key });
        }
        if value.len() > max {
            return Err(X400AddressError::TooLong { key, len: value.len(), max });
        }
        Ok(())
    }
}

fn check_country(value: &str) -> Result<(), X400AddressError> {
    let octets = value.as_bytes();
    match octets.len() {
        2 if octets.iter().all(u8::is_ascii_uppercase) => Ok(()),
        2 if octets.iter().all(u8::is_ascii_alphabetic) => Err(X400AddressError::CountryCase),
        3 if octets.iter().all(u8::is_ascii_digit) => Ok(()),
        _ => Err(X400AddressError::Country),
    }
}

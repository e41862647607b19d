//! The text of an X.400 address: `KEY=VALUE` with semicolons between (RFC 1685).

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt;

use crate::asn1::StringType;
use crate::error::{Code, Error, Hint};
use crate::name::country;
use crate::san::given::Given;
use crate::san::name_type::GeneralNameType;
use crate::text::first_character;

/// The keys, for the hint that looks for the nearest.
const KEYS: [&str; 16] = [
    "C", "A", "P", "O", "OU1", "OU2", "OU3", "OU4", "S", "G", "I", "Q", "N-ID", "T-ID", "X121",
    "DDA:",
];

/// The keys and where they are defined, for messages.
const KNOWN: &str = "the keys C, A, P, O, OU1 to OU4, S, G, I, Q, N, T, X and DDA:TYPE (RFC 1685)";

/// Where bounds and string types are defined.
const SOURCE: &str = "(RFC 5280 Appendix A.1)";

/// The administration domain where a text has none (RFC 1685 2).
pub(super) const BLANK: &str = " ";

/// In front of the type of a domain-defined attribute.
const DOMAIN_DEFINED: &str = "DDA:";

/// How many domain-defined attributes there may be (ub-domain-defined-attributes).
const DOMAIN_DEFINED_MAX: usize = 4;

/// What an address says. Its values borrow from the text or from the bytes.
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
    /// string type here has a semicolon; so it is refused, and every other one is a separator.
    pub(super) fn parse(text: &'a str) -> Result<Self, Error> {
        let given = Given { name_type: GeneralNameType::X400Address, text };
        if text.is_empty() {
            return Err(given.refuse(Code::Empty, "is empty").expected(KNOWN));
        }
        if let Some((before, _)) = text.split_once(";;") {
            let at = before.chars().count() + 1;
            let reason = format!("contains a doubled semicolon at character {at}");
            return Err(given
                .refuse(Code::X400Syntax, reason)
                .character(at)
                .expected(
                    "values of PrintableString, which has no semicolon (RFC 5280 Appendix A.1)",
                )
                .hint_at(Hint::advice("write one semicolon between two attributes")));
        }
        let mut address = Self::default();
        let mut at = 1;
        // RFC 1685 2 shows an address with a semicolon at its end, too.
        for part in text.strip_suffix(';').unwrap_or(text).split(';') {
            address.take(given, part, at)?;
            at += part.chars().count() + 1;
        }
        address.check_whole(given)?;
        Ok(address)
    }

    /// Takes one `KEY=VALUE`, which begins at character `at` of the text.
    fn take(&mut self, given: Given<'_>, part: &'a str, at: usize) -> Result<(), Error> {
        let Some((key, value)) = part.split_once('=') else {
            let reason = format!("has no KEY=VALUE at character {at}");
            return Err(given.refuse(Code::EqualsMissing, reason).character(at).expected(KNOWN));
        };
        let value_at = at + key.chars().count() + 1;
        if let Some((prefix, attribute_type)) = key.split_at_checked(DOMAIN_DEFINED.len())
            && prefix.eq_ignore_ascii_case(DOMAIN_DEFINED)
        {
            return self.take_domain_defined(given, attribute_type, value, at, value_at);
        }
        let Some((rule, slot)) = self.slot(key) else { return Err(unknown_key(given, key, at)) };
        if slot.is_some() {
            return Err(repeated(given, rule.key, at));
        }
        rule.check(given, value, value_at)?;
        *slot = Some(value);
        Ok(())
    }

    fn take_domain_defined(
        &mut self,
        given: Given<'_>,
        attribute_type: &'a str,
        value: &'a str,
        at: usize,
        value_at: usize,
    ) -> Result<(), Error> {
        const TYPE: Rule = Rule { key: "DDA type", syntax: Syntax::Printable, max: 8 };
        const VALUE: Rule = Rule { key: "DDA value", syntax: Syntax::Printable, max: 128 };
        if self.domain_defined.len() == DOMAIN_DEFINED_MAX {
            let reason = format!("has a fifth domain-defined attribute at character {at}");
            let error = given.refuse(Code::X400Syntax, reason).character(at);
            return Err(error.expected(format!("at most {DOMAIN_DEFINED_MAX} {SOURCE}")));
        }
        if self.domain_defined.iter().any(|(other, _)| other.eq_ignore_ascii_case(attribute_type)) {
            return Err(repeated(given, "DDA", at));
        }
        TYPE.check(given, attribute_type, at + DOMAIN_DEFINED.len())?;
        VALUE.check(given, value, value_at)?;
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

    fn check_whole(&self, given: Given<'_>) -> Result<(), Error> {
        let incomplete = |reason: Cow<'static, str>, hint: String| {
            let error = given.refuse(Code::X400Incomplete, reason);
            Err(error.hint_at(Hint::advice(hint)))
        };
        let has_value = self.pairs().iter().any(|(_, value)| value.is_some());
        if !has_value && self.domain_defined.is_empty() {
            return incomplete("has a blank A only".into(), "add at least P, O or S".into());
        }
        let of_surname = [("G", self.given_name), ("I", self.initials), ("Q", self.generation)];
        let orphan = of_surname.into_iter().find(|(_, value)| value.is_some());
        if let (None, Some((key, _))) = (self.surname, orphan) {
            let reason = format!("has {key} without S, the surname {SOURCE}");
            return incomplete(reason.into(), "add the surname, S".into());
        }
        let units = ["OU1", "OU2", "OU3", "OU4"].into_iter().zip(self.units);
        let mut missing = None;
        for (key, unit) in units {
            match (missing, unit) {
                (None, None) => missing = Some(key),
                (Some(missing), Some(_)) => {
                    let reason = format!("has {key} without {missing} {SOURCE}");
                    return incomplete(reason.into(), format!("write {missing} instead of {key}"));
                }
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

#[cold]
fn unknown_key(given: Given<'_>, key: &str, at: usize) -> Error {
    let trimmed = key.trim();
    let hint = if key.eq_ignore_ascii_case("CN") {
        Some(Hint::advice("give the name as S (surname) and G (given name)"))
    } else if Address::default().slot(trimmed).is_some() {
        Some(Hint::DidYouMean(trimmed.to_ascii_uppercase()))
    } else {
        Hint::nearest(key, KEYS)
    };
    let reason = format!("has an unknown key at character {at}");
    given.refuse(Code::X400Syntax, reason).character(at).expected(KNOWN).hint_at(hint)
}

#[cold]
fn repeated(given: Given<'_>, key: &str, at: usize) -> Error {
    let reason = format!("has {key} twice, again at character {at}");
    given.refuse(Code::Repeated, reason).character(at)
}

impl Rule {
    /// Checks a value that begins at character `start` of the text.
    fn check(&self, given: Given<'_>, value: &str, start: usize) -> Result<(), Error> {
        let &Self { key, ref syntax, max } = self;
        if value.is_empty() {
            let hint = match key {
                "A" => "leave A out where it is blank",
                _ => "leave it out",
            };
            let error = given.refuse(Code::ValueMissing, format!("has an empty {key}"));
            return Err(error.hint_at(Hint::advice(hint)));
        }
        if *syntax == Syntax::Country {
            return check_country(given, value);
        }
        if *syntax == Syntax::Blankable && value == BLANK {
            return Ok(());
        }
        let (string_type, characters) = match syntax {
            Syntax::Numeric => (StringType::Numeric, "digits and space"),
            _ => (StringType::Printable, "A-Z a-z 0-9 space ' ( ) + , - . / : = ?"),
        };
        if let Some((character, index)) = first_character(value, |c| !string_type.allows(c)) {
            let error = given.refuse_character(Code::Character, character, start + index - 1);
            return Err(error.expected(format!("a {string_type} in {key}: {characters} {SOURCE}")));
        }
        if value.starts_with(' ') || value.ends_with(' ') {
            let reason = format!("has a space at the beginning or end of {key}");
            return Err(given.refuse(Code::WhiteSpace, reason));
        }
        let len = value.len();
        if len > max {
            let error = given.refuse(Code::TooLong, format!("has {len} characters in {key}"));
            return Err(error.expected(format!("at most {max} {SOURCE}")));
        }
        Ok(())
    }
}

fn check_country(given: Given<'_>, value: &str) -> Result<(), Error> {
    let all = |is_allowed: fn(&u8) -> bool| value.as_bytes().iter().all(is_allowed);
    let code = match value.len() {
        2 if all(u8::is_ascii_uppercase) => return Ok(()),
        2 if all(u8::is_ascii_alphabetic) => Code::CountryCase,
        3 if all(u8::is_ascii_digit) => return Ok(()),
        _ => Code::CountrySyntax,
    };
    let meant = country::meant_by(value).filter(|_| code == Code::CountryCase);
    let reason = "has a country that is neither two upper-case letters nor three digits";
    Err(given
        .refuse(code, reason)
        .expected(format!("an ISO 3166 or X.121 code in C {SOURCE}"))
        .hint_at(meant.map(|country| Hint::advice(format!("write C={country}")))))
}

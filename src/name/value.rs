//! One value of a distinguished name: which string type it has, or why it has none.

use alloc::{borrow::Cow, format, string::String};

use super::attribute_type::{AttributeType, OID_MAX, Syntax};
use super::country;
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, any_value};
use crate::asn1::{StringType, are_printable};
use crate::error::{Code, Error, Hint};
use crate::hex;
use crate::profile::Profile;
use crate::text::first_character;

/// An attribute and the value that it was given, for messages about them.
struct Given<'a> {
    attribute: &'a AttributeType,
    value: &'a str,
}

impl Given<'_> {
    #[cold]
    fn refuse(&self, code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
        Error::new(code, self.attribute.name(), reason).value(self.value)
    }

    #[cold]
    fn refuse_character(&self, code: Code, found: (char, usize)) -> Error {
        Error::contains(code, self.attribute.name(), self.value, found)
    }

    fn check_oid(&self) -> Result<(), Error> {
        if self.attribute.oid_bytes().len() > OID_MAX {
            let reason = format!("has a type of more than {OID_MAX} bytes");
            return Err(self.refuse(Code::TooLong, reason));
        }
        Ok(())
    }

    fn check_type(&self, string_type: StringType) -> Result<(), Error> {
        self.check_oid()?;
        let syntax = self.attribute.syntax();
        if matches!(self.attribute, AttributeType::Other(_)) || syntax.has(string_type) {
            return Ok(());
        }
        let error = self.refuse(Code::StringTypeNotAllowed, format!("is a {string_type}"));
        Err(error.expected(syntax.in_words()))
    }

    fn check_country_and_length(&self, profile: &Profile) -> Result<(), Error> {
        if self.attribute.syntax() == Syntax::Country {
            self.check_country(profile)?;
        }
        // A text has at most as many characters as bytes.
        if self.value.len() > profile.limit(self.attribute) {
            let len = self.value.chars().count();
            let (max, source) = profile.limit_and_source(self.attribute);
            if len > max {
                let error = self.refuse(Code::TooLong, format!("is {len} characters long"));
                return Err(error.expected(format!("at most {max} ({source})")));
            }
        }
        Ok(())
    }

    fn check_edges_and_controls(&self, profile: &Profile) -> Result<(), Error> {
        let mut characters = self.value.chars();
        let Some(first) = characters.next() else {
            return Err(self.empty(profile.default_value(self.attribute)));
        };
        self.check_controls()?;
        if first.is_whitespace() {
            return Err(self.outer_white_space("begins", first, 1));
        }
        match characters.next_back() {
            Some(last) if last.is_whitespace() => {
                Err(self.outer_white_space("ends", last, self.value.chars().count()))
            }
            _ => Ok(()),
        }
    }

    #[cold]
    fn empty(&self, default: Option<&'static str>) -> Error {
        Error::new(Code::Empty, self.attribute.name(), "is empty")
            .expected("at least one character (RFC 5280 Appendix A.1)")
            .hint_at(default.map_or(Hint::Omit, Hint::OmitForDefault))
    }

    #[cold]
    fn outer_white_space(&self, edge: &str, character: char, at: usize) -> Error {
        let reason = format!("{edge} with white space (U+{:04X})", u32::from(character));
        let trimmed = Hint::Write(self.value.trim().into());
        self.refuse(Code::WhiteSpace, reason).character(at).hint_at(trimmed)
    }

    fn check_controls(&self) -> Result<(), Error> {
        match first_character(self.value, char::is_control) {
            Some((character, at)) => {
                let code = u32::from(character);
                let reason =
                    format!("contains the control character U+{code:04X} at character {at}");
                Err(self.refuse(Code::ControlCharacter, reason).character(at))
            }
            None => Ok(()),
        }
    }

    fn check_country(&self, profile: &Profile) -> Result<(), Error> {
        const EXPECTED: &str = "an ISO 3166-1 alpha-2 code in upper case, such as US";
        let value = self.value;
        let (code, reason) =
            if value.len() != 2 || !value.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                (Code::CountrySyntax, "is not two letters")
            } else if !value.bytes().all(|byte| byte.is_ascii_uppercase()) {
                (Code::CountryCase, "is in lower case")
            } else if profile.assigned_countries_only && !country::is_assigned(value) {
                (Code::CountryUnassigned, "is not assigned to a country")
            } else {
                return Ok(());
            };
        let meant = country::meant_by(value).map(Hint::Write);
        let hint = meant.filter(|_| code != Code::CountrySyntax);
        Err(self.refuse(code, reason).expected(EXPECTED).hint_at(hint))
    }
}

/// [`check`] for a value of the usual kind: PrintableString of an attribute that is known by name.
/// `false` says nothing about any other.
fn is_plain(attribute: &AttributeType, value: &[u8], profile: &Profile) -> bool {
    let (Some(row), [first, .., last]) = (attribute.row(), value) else { return false };
    let is_of_syntax = match row.syntax {
        Syntax::Directory | Syntax::Printable => are_printable(value),
        Syntax::Country => {
            // Two by the limit.
            !profile.assigned_countries_only && value.iter().all(u8::is_ascii_uppercase)
        }
        Syntax::Ia5 => false,
    };
    is_of_syntax && *first != b' ' && *last != b' ' && value.len() <= profile.limit(attribute)
}

/// The string type that a value gets: the one that its attribute requires, or PrintableString
/// where every character allows it, else UTF8String (RFC 5280 4.1.2.6).
pub(super) fn check(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
) -> Result<StringType, Error> {
    if is_plain(attribute, value.as_bytes(), profile) {
        return Ok(StringType::Printable);
    }
    let given = Given { attribute, value };
    given.check_oid()?;
    given.check_edges_and_controls(profile)?;
    let printable = are_printable(value.as_bytes());
    let string_type = match attribute.syntax() {
        Syntax::Directory if !printable => StringType::Utf8,
        Syntax::Directory => StringType::Printable,
        Syntax::Printable | Syntax::Country => {
            let foreign = |character| !StringType::Printable.allows(character);
            if let Some(found) = first_character(value, foreign) {
                let error = given.refuse_character(Code::Character, found);
                return Err(error.expected(
                    "a PrintableString: A-Z a-z 0-9 space ' ( ) + , - . / : = ? (RFC 5280 Appendix A.1)",
                ));
            }
            StringType::Printable
        }
        Syntax::Ia5 => {
            if let Some(found) = first_character(value, |c| !c.is_ascii()) {
                let error = given.refuse_character(Code::NotAscii, found);
                return Err(error.expected("an IA5String: ASCII (RFC 5280 Appendix A.1)"));
            }
            StringType::Ia5
        }
    };
    given.check_country_and_length(profile)?;
    Ok(string_type)
}

/// Whether a value may have this string type.
pub(super) fn check_as(
    attribute: &AttributeType,
    string_type: StringType,
    value: &str,
    profile: &Profile,
) -> Result<(), Error> {
    let given = Given { attribute, value };
    given.check_type(string_type)?;
    given.check_edges_and_controls(profile)?;
    if let Some(found) = first_character(value, |c| !string_type.allows(c)) {
        let error = given.refuse_character(Code::Character, found);
        return Err(error.expected(format!("the characters of a {string_type} (X.680 41)")));
    }
    given.check_country_and_length(profile)
}

/// One value in DER, of any content.
pub(super) fn check_der(attribute: &AttributeType, value: &[u8]) -> Result<(), Error> {
    Given { attribute, value: &shown(value) }.check_oid()?;
    let one = Walk::strict().single(crate::asn1::read::Reader::new(value));
    one.map(drop).map_err(|deviation| deviation.refuse(attribute.name()).value(&shown(value)))
}

/// Whether a value that was given in DER is one that its attribute has by RFC 5280. White space
/// around it is allowed there: the bytes stay as they are.
pub(super) fn check_tlv(attribute: &AttributeType, value: &Tlv<'_>) -> Result<(), Error> {
    let hex = shown(value.encoded);
    let as_der = Given { attribute, value: &hex };
    as_der.check_oid()?;
    let Some(string_type) = StringType::from_tag(value.tag) else {
        return match attribute {
            AttributeType::Other(_) => any_value(value.encoded)
                .map(drop)
                .map_err(|deviation| deviation.refuse(attribute.name()).value(&hex)),
            _ => Err(as_der
                .refuse(Code::ValueNotAString, "is not a string")
                .expected(attribute.syntax().in_words())),
        };
    };
    let Some(text) = string_type.decode(value.content) else {
        let reason = format!("contains bytes that {string_type} does not allow (X.680 41)");
        return Err(as_der.refuse(Code::StringCharset, reason));
    };
    let given = Given { attribute, value: &text };
    given.check_type(string_type)?;
    if text.is_empty() {
        return Err(given.empty(None));
    }
    given.check_controls()?;
    given.check_country_and_length(&Profile::RFC5280)
}

/// A value in the form that RFC 4514 gives it where it has no other.
fn shown(value: &[u8]) -> String {
    format!("#{}", hex::encode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(attribute: &AttributeType, value: &str, profile: Profile) -> Option<Code> {
        check(attribute, value, &profile).err().map(|error| error.code())
    }

    #[test]
    fn string_types_follow_the_characters() {
        use AttributeType::*;
        use StringType::{Ia5, Printable, Utf8};
        let cases = [
            (CommonName, "LXCA", Printable),
            (CommonName, "ACME International Ltd.", Printable),
            (CommonName, "*.example.com", Utf8),
            (CommonName, "a@b", Utf8),
            (CommonName, "a_b", Utf8),
            (CommonName, "é", Utf8),
            (Country, "DE", Printable),
            (SerialNumber, "123-4", Printable),
            (EmailAddress, "a@example.com", Ia5),
            (DomainComponent, "example", Ia5),
        ];
        for (attribute, value, string_type) in cases {
            let checked = check(&attribute, value, &Profile::RFC5280);
            assert_eq!(checked, Ok(string_type), "{value}");
            assert_eq!(check_as(&attribute, string_type, value, &Profile::RFC5280), Ok(()));
        }
    }

    #[test]
    fn limits_count_characters_not_bytes() {
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
                    assert_eq!(code(&attribute, &letter.repeat(max), profile), None);
                    let error = check(&attribute, &letter.repeat(max + 1), &profile).unwrap_err();
                    assert_eq!(error.code(), Code::TooLong);
                    assert_eq!(error.reason(), format!("is {} characters long", max + 1));
                    assert!(error.expectation().starts_with(&format!("at most {max} (")));
                }
            }
        }
    }

    #[test]
    fn refusals_name_the_character_and_its_position() {
        use AttributeType::*;
        let cases = [
            (CommonName, "", Code::Empty, None),
            (OrganizationalUnit, "", Code::Empty, None),
            (CommonName, " a", Code::WhiteSpace, Some(1)),
            (CommonName, "é\u{A0}", Code::WhiteSpace, Some(2)),
            (CommonName, " ", Code::WhiteSpace, Some(1)),
            (CommonName, "a\0b", Code::ControlCharacter, Some(2)),
            (CommonName, "a\n", Code::ControlCharacter, Some(2)),
            (CommonName, "é\u{85}", Code::ControlCharacter, Some(2)),
            (SerialNumber, "a@b", Code::Character, Some(2)),
            (EmailAddress, "é@b", Code::NotAscii, Some(1)),
            (Country, "日本", Code::Character, Some(1)),
            (Country, "USA", Code::CountrySyntax, None),
            (Country, "U", Code::CountrySyntax, None),
            (Country, "U1", Code::CountrySyntax, None),
            (Country, "us", Code::CountryCase, None),
            (Country, "Us", Code::CountryCase, None),
            (Country, "ZQ", Code::CountryUnassigned, None),
        ];
        for (attribute, value, code, at) in cases {
            let error = check(&attribute, value, &Profile::LXCA).unwrap_err();
            assert_eq!((error.code(), error.at()), (code, at), "{value:?}");
        }
        assert_eq!(code(&Country, "ZQ", Profile::RFC5280), None);
    }

    #[test]
    fn a_string_type_that_is_not_allowed_is_refused_with_those_that_are() {
        use AttributeType::*;
        let cases = [
            (CommonName, StringType::Ia5, "a DirectoryString: PrintableString, UTF8String,"),
            (Country, StringType::Utf8, "a PrintableString ("),
            (SerialNumber, StringType::Utf8, "a PrintableString ("),
            (EmailAddress, StringType::Utf8, "an IA5String ("),
        ];
        for (attribute, string_type, expected) in cases {
            let error = check_as(&attribute, string_type, "DE", &Profile::RFC5280).unwrap_err();
            assert_eq!(error.code(), Code::StringTypeNotAllowed, "{attribute}");
            assert!(error.expectation().starts_with(expected), "{attribute}: {error}");
        }
    }

    #[test]
    fn hints_say_what_to_give_instead() {
        use AttributeType::*;
        let cases = [
            (CommonName, "", Hint::OmitForDefault("LXCA")),
            (OrganizationalUnit, "", Hint::Omit),
            (CommonName, " a ", Hint::Write("a".into())),
            (Country, "us", Hint::Write("US".into())),
            (Country, "UK", Hint::Write("GB".into())),
        ];
        for (attribute, value, hint) in cases {
            let error = check(&attribute, value, &Profile::LXCA).unwrap_err();
            assert_eq!(error.hint(), Some(&hint), "{value:?}");
        }
    }

    #[test]
    fn a_chosen_string_type_is_refused_where_it_does_not_fit() {
        use AttributeType::*;
        let other = Other("1.3.6.1.4.1.99999.1".parse().unwrap());
        let profile = Profile::RFC5280;
        let cases = [
            (&Country, StringType::Utf8, "DE", Code::StringTypeNotAllowed),
            (&Country, StringType::Printable, "de", Code::CountryCase),
            (&EmailAddress, StringType::Utf8, "a@b", Code::StringTypeNotAllowed),
            (&SerialNumber, StringType::Ia5, "1", Code::StringTypeNotAllowed),
            (&CommonName, StringType::Ia5, "a", Code::StringTypeNotAllowed),
            (&other, StringType::Ia5, "", Code::Empty),
            (&other, StringType::Ia5, "aé", Code::Character),
            (&CommonName, StringType::Utf8, &"x".repeat(65), Code::TooLong),
        ];
        for (attribute, string_type, value, code) in cases {
            let error = check_as(attribute, string_type, value, &profile).unwrap_err();
            assert_eq!(error.code(), code, "{attribute} {value}");
        }
        assert_eq!(check_as(&other, StringType::Numeric, "12 3", &profile), Ok(()));
    }
}

//! One value of a distinguished name: which string type it has, or why it has none.

use alloc::{format, string::String};

use super::attribute_error::{AttributeError, AttributeErrorKind};
use super::attribute_type::{AttributeType, OID_MAX, Syntax};
use super::country;
use super::string_type::StringType;
use crate::decode::{self, Tlv, is_printable};
use crate::error::first_character;
use crate::hex;
use crate::profile::Profile;

/// The string type that a value gets: the one that its attribute asks for, or PrintableString
/// where every character allows it, else UTF8String (RFC 5280 4.1.2.6).
pub(super) fn check(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
) -> Result<StringType, AttributeError> {
    usual_type(attribute, value, profile)
        .map_err(|kind| AttributeError::new(attribute.clone(), value, kind))
}

/// Whether a value may have this string type.
pub(super) fn check_as(
    attribute: &AttributeType,
    string_type: StringType,
    value: &str,
    profile: &Profile,
) -> Result<(), AttributeError> {
    let check = || {
        check_type(attribute, string_type)?;
        check_edges_and_controls(value, false, attribute, profile)?;
        if let Some((character, at)) = first_character(value, |c| !string_type.allows(c)) {
            return Err(AttributeErrorKind::NotInStringType { character, at, string_type });
        }
        check_country_and_length(attribute, value, profile)
    };
    check().map_err(|kind| AttributeError::new(attribute.clone(), value, kind))
}

/// The one TLV that these octets are. What it holds is the caller's affair.
pub(super) fn check_der<'v>(
    attribute: &AttributeType,
    value: &'v [u8],
) -> Result<Tlv<'v>, AttributeError> {
    check_oid(attribute)
        .and_then(|()| decode::only(value).map_err(AttributeErrorKind::Der))
        .map_err(|kind| AttributeError::new(attribute.clone(), shown(value), kind))
}

/// Whether a value that came in as DER is one that its attribute has by RFC 5280. White space
/// around it is no fault there: the octets stay as they are.
pub(super) fn check_tlv(attribute: &AttributeType, value: &Tlv<'_>) -> Result<(), AttributeError> {
    let Some(string_type) = StringType::from_tag(value.tag) else {
        let checked = match attribute {
            AttributeType::Other(_) => {
                decode::only_sound(value.encoded).map(drop).map_err(AttributeErrorKind::Der)
            }
            _ => Err(AttributeErrorKind::NotAString),
        };
        return checked
            .map_err(|kind| AttributeError::new(attribute.clone(), shown(value.encoded), kind));
    };
    let Some(text) = string_type.decode(value.content) else {
        let kind = AttributeErrorKind::Malformed(string_type);
        return Err(AttributeError::new(attribute.clone(), shown(value.encoded), kind));
    };
    let check = || {
        check_type(attribute, string_type)?;
        if text.is_empty() {
            return Err(AttributeErrorKind::Empty { default: None });
        }
        check_controls(&text)?;
        check_country_and_length(attribute, &text, &Profile::RFC5280)
    };
    check().map_err(|kind| AttributeError::new(attribute.clone(), &*text, kind))
}

/// A value in the form that RFC 4514 gives it where it has no other.
fn shown(value: &[u8]) -> String {
    format!("#{}", hex::encode(value))
}

fn usual_type(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
) -> Result<StringType, AttributeErrorKind> {
    check_oid(attribute)?;
    let printable = value.bytes().all(is_printable);
    check_edges_and_controls(value, printable, attribute, profile)?;
    let string_type = match attribute.syntax() {
        Syntax::Directory if !printable => StringType::Utf8,
        Syntax::Directory => StringType::Printable,
        Syntax::Printable | Syntax::Country => {
            if let Some((character, at)) =
                first_character(value, |c| !StringType::Printable.allows(c))
            {
                return Err(AttributeErrorKind::NotPrintable { character, at });
            }
            StringType::Printable
        }
        Syntax::Ia5 => {
            if let Some((character, at)) = first_character(value, |c| !c.is_ascii()) {
                return Err(AttributeErrorKind::NotAscii { character, at });
            }
            StringType::Ia5
        }
    };
    check_country_and_length(attribute, value, profile)?;
    Ok(string_type)
}

fn check_type(
    attribute: &AttributeType,
    string_type: StringType,
) -> Result<(), AttributeErrorKind> {
    check_oid(attribute)?;
    if matches!(attribute, AttributeType::Other(_)) || attribute.syntax().has(string_type) {
        Ok(())
    } else {
        Err(AttributeErrorKind::StringType(string_type))
    }
}

fn check_oid(attribute: &AttributeType) -> Result<(), AttributeErrorKind> {
    if attribute.oid_bytes().len() > OID_MAX {
        Err(AttributeErrorKind::TypeTooLong)
    } else {
        Ok(())
    }
}

fn check_country_and_length(
    attribute: &AttributeType,
    value: &str,
    profile: &Profile,
) -> Result<(), AttributeErrorKind> {
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
    Ok(())
}

fn check_edges_and_controls(
    value: &str,
    printable: bool,
    attribute: &AttributeType,
    profile: &Profile,
) -> Result<(), AttributeErrorKind> {
    let mut characters = value.chars();
    let Some(first) = characters.next() else {
        let default = profile.default_value(attribute);
        return Err(AttributeErrorKind::Empty { default });
    };
    if !printable {
        check_controls(value)?;
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

fn check_controls(value: &str) -> Result<(), AttributeErrorKind> {
    match first_character(value, char::is_control) {
        Some((character, at)) => Err(AttributeErrorKind::Control { character, at }),
        None => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(attribute: AttributeType, value: &str, profile: Profile) -> Option<AttributeErrorKind> {
        check(&attribute, value, &profile).err().map(|error| error.kind())
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

    #[test]
    fn a_string_type_that_was_asked_for_is_refused_where_it_does_not_fit() {
        use AttributeErrorKind::{
            CountryCase, Empty, NotInStringType, StringType as WrongType, TooLong,
        };
        use AttributeType::*;
        let other = Other("1.3.6.1.4.1.99999.1".parse().unwrap());
        let profile = Profile::RFC5280;
        let cases = [
            (&Country, StringType::Utf8, "DE", WrongType(StringType::Utf8)),
            (&Country, StringType::Printable, "de", CountryCase),
            (&EmailAddress, StringType::Utf8, "a@b", WrongType(StringType::Utf8)),
            (&SerialNumber, StringType::Ia5, "1", WrongType(StringType::Ia5)),
            (&CommonName, StringType::Ia5, "a", WrongType(StringType::Ia5)),
            (&other, StringType::Ia5, "", Empty { default: None }),
            (
                &other,
                StringType::Ia5,
                "aé",
                NotInStringType { character: 'é', at: 2, string_type: StringType::Ia5 },
            ),
            (
                &CommonName,
                StringType::Utf8,
                &"x".repeat(65),
                TooLong { len: 65, max: 64, source: "RFC 5280 Appendix A.1" },
            ),
        ];
        for (attribute, string_type, value, expected) in cases {
            let refusal = check_as(attribute, string_type, value, &profile).unwrap_err();
            assert_eq!(refusal.kind(), expected, "{attribute} {value}");
        }
        assert_eq!(check_as(&other, StringType::Numeric, "12 3", &profile), Ok(()));
    }
}

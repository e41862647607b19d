//! GeneralNames from text: `PREFIX:VALUE`, bare hosts, and what is meant by the spelling of other
//! programs, such as `DNS.1=a, IP Address:192.0.2.1`.

use alloc::{format, string::String, vec::Vec};
use core::str::FromStr;

use super::general_name::GeneralName;
use super::name_type::GeneralNameType;
use super::{other_name, refusal};
use crate::error::{Code, Error, Hint};
use crate::text::is_quotation_mark;

impl FromStr for GeneralName<'static> {
    type Err = Error;

    /// Reads `PREFIX:VALUE`; the prefix in any case, the value as of [`GeneralName::new`].
    fn from_str(text: &str) -> Result<Self, Error> {
        let Some((prefix, value)) = text.split_once(':') else { return Err(no_prefix(text)) };
        let read = match GeneralNameType::from_prefix(prefix) {
            Ok(name_type) => Self::new(name_type, value),
            Err(error) => Err(match Self::address(text) {
                Ok(None) => error.value(text),
                // An IPv6 address.
                Ok(Some(_)) => no_prefix(text),
                Err(error) => error,
            }),
        };
        read.map_err(|error| match of_other_name(text).or_else(|| hint(text)) {
            Some(hint) => error.hint_at(hint),
            None => error,
        })
    }
}

/// The type of a name is never guessed from its value; only the hint does.
#[cold]
fn no_prefix(text: &str) -> Error {
    if let Some(name_type) = GeneralNameType::from_spelling(text) {
        return Error::new(Code::ValueMissing, "name", "is a prefix without a value")
            .value(text)
            .expected(format!("{}:VALUE", name_type.prefix()));
    }
    if let Err(error) = GeneralName::address(text) {
        return error;
    }
    Error::new(Code::PrefixMissing, "name", "has no prefix that gives its type")
        .value(text)
        .expected(format!("PREFIX:VALUE with {}", GeneralNameType::prefixes()))
        .hint_at(of_other_name(text).or_else(|| hint(text)))
}

/// The otherName whose type is in the place of the prefix: `UPN:alice@example.com`, `UPN=…`, and as OpenSSL and
/// Windows print it, `othername: UPN::…`, `Principal Name=…`.
#[cold]
fn of_other_name(text: &str) -> Option<Hint> {
    let (of, value) = text.split_at(text.find([':', '='])?);
    let (of, value) = match &value[1..] {
        value if of.eq_ignore_ascii_case("othername") => value.split_once("::")?,
        value => (of, value),
    };
    let of = if of.trim().eq_ignore_ascii_case("Principal Name") { "UPN" } else { of.trim() };
    let name = other_name::known_type(of)?;
    let given = format!("{name};UTF8:{}", value.trim());
    Some(match GeneralName::from_text(GeneralNameType::OtherName, &given) {
        Ok(_) => refusal::name(GeneralNameType::OtherName, given),
        Err(_) => Hint::advice(format!("write otherName:{name};UTF8:VALUE")),
    })
}

impl GeneralName<'static> {
    /// An `iPAddress` or a `dNSName`, whichever a bare host is: for programs whose users type hosts, and
    /// for lists of hosts without types. [`FromStr`](core::str::FromStr) never guesses a type.
    ///
    /// # Errors
    /// [`Error`] of the `dNSName`, where the text is not an address either; of the `iPAddress`, where it is
    /// one with more than that, such as a zone identifier or a prefix length.
    pub fn host(text: &str) -> Result<Self, Error> {
        match Self::address(text)? {
            Some(address) => Ok(address),
            None => Self::from_text(GeneralNameType::DnsName, text),
        }
    }

    /// The address, if the text is one.
    ///
    /// # Errors
    /// [`Error`] of an address with more than that: a zone identifier, a prefix length, a port, brackets.
    fn address(text: &str) -> Result<Option<Self>, Error> {
        match Self::from_text(GeneralNameType::IpAddress, text) {
            Ok(address) => Ok(Some(address)),
            // With a comma, it is rather several names.
            Err(error) => match error.code() {
                _ if text.contains(',') => Ok(None),
                Code::ZoneId | Code::PrefixLength | Code::Port | Code::Brackets => Err(error),
                _ => Ok(None),
            },
        }
    }
}

/// The type of a name without one: a known prefix wins; an address is an iPAddress, `scheme:` begins a
/// URI, `local@domain` is an rfc822Name, and all else is a dNSName.
pub(crate) fn untyped(text: &str) -> (GeneralNameType, &str) {
    if !matches!(GeneralName::address(text), Ok(None)) {
        return (GeneralNameType::IpAddress, text);
    }
    if let Some((before, behind)) = text.split_once(':') {
        if let Ok(name_type) = GeneralNameType::from_prefix(before) {
            return (name_type, behind);
        }
        let is_scheme = before.starts_with(|first: char| first.is_ascii_alphabetic())
            && before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        // A number behind the colon is rather a port.
        let is_port = behind.bytes().all(|byte| byte.is_ascii_digit());
        if is_scheme && !is_port {
            return (GeneralNameType::Uri, text);
        }
    }
    match text.contains('@') {
        true => (GeneralNameType::Rfc822Name, text),
        false => (GeneralNameType::DnsName, text),
    }
}

/// The names that were meant, where each has one reading.
#[cold]
pub(super) fn hint(text: &str) -> Option<Hint> {
    /// Names that a hint lists.
    const LISTED: usize = 16;
    let text = text.trim().trim_matches(is_quotation_mark);
    let list = match type_and_value(text) {
        Some((label, list)) if is_label(&label) => list.trim_matches(is_quotation_mark),
        _ => text,
    };
    // `critical`, in front, is not a name: the extension is critical where it must be.
    let parts = list.split([',', '&']).map(str::trim);
    let parts = parts.filter(|part| !part.is_empty() && *part != "critical");
    let parts = parts.take(LISTED + 1);
    let several = parts.clone().map(name).collect::<Option<Vec<_>>>().filter(|names| {
        // Behind another name a bare word is rather the rest of its value, as in dirName:O=a, b.
        let are_hosts = names.first().is_some_and(|(of, _)| {
            matches!(of, GeneralNameType::DnsName | GeneralNameType::IpAddress)
        });
        are_hosts || parts.clone().all(|part| type_and_value(part).is_some())
    });
    let mut names = several.or_else(|| name(list).map(|name| [name].into()))?;
    match names.len() {
        0 => None,
        1 => names.pop().map(|(name_type, value)| refusal::name(name_type, value)),
        2..=LISTED => Some(Hint::Separately {
            names: names.into_iter().map(|(of, value)| (of.prefix(), value.into())).collect(),
        }),
        _ => Some(Hint::advice("add each name separately")),
    }
}

/// One name, if it is valid.
fn name(text: &str) -> Option<(GeneralNameType, &str)> {
    let typed = type_and_value(text)
        .and_then(|(spelling, value)| Some((from_other_spelling(&spelling)?, value)));
    let is_valid = |of, value| GeneralName::from_text(of, value).is_ok();
    match typed {
        Some((of, value)) => is_valid(of, value).then_some((of, value)),
        // Most texts with a colon are URIs, but few are meant as one.
        None if text.contains("://") => {
            is_valid(GeneralNameType::Uri, text).then_some((GeneralNameType::Uri, text))
        }
        None => [GeneralNameType::IpAddress, GeneralNameType::DnsName, GeneralNameType::Rfc822Name]
            .into_iter()
            .find(|of| is_valid(*of, text))
            .map(|of| (of, text)),
    }
}

/// `TYPE:value` or `TYPE=value`; the type in lower case, without `.1` behind it and without spaces.
fn type_and_value(text: &str) -> Option<(String, &str)> {
    let (of, value) = text.split_at(text.find([':', '='])?);
    let of = of.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
    let letters = of.chars().filter(|c| !matches!(c, ' ' | '-' | '_'));
    Some((letters.take(40).map(|c| c.to_ascii_lowercase()).collect(), value[1..].trim()))
}

fn is_label(label: &str) -> bool {
    let label = label.strip_prefix("x509v3").unwrap_or(label);
    matches!(label, "san" | "subjectaltname" | "subjectalternativename")
}

/// The type that other programs spell so.
fn from_other_spelling(spelling: &str) -> Option<GeneralNameType> {
    Some(match spelling {
        "dnsname" | "dnsnames" | "host" | "hostname" | "fqdn" => GeneralNameType::DnsName,
        "ipaddress" | "ipaddresses" | "ipv" => GeneralNameType::IpAddress,
        "rfc822" | "mail" | "emailaddress" => GeneralNameType::Rfc822Name,
        "url" => GeneralNameType::Uri,
        "directory" | "directoryaddress" | "dn" => GeneralNameType::DirectoryName,
        _ => return GeneralNameType::from_spelling(spelling),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn other_spellings_have_the_exact_names_as_their_hint() {
        let cases = [
            ("dns=a", "DNS:a"),
            ("DNS.1=a.example", "DNS:a.example"),
            ("DNS.12 = a.example", "DNS:a.example"),
            ("DNS Name=a.example", "DNS:a.example"),
            ("IP Address:192.0.2.1", "IP:192.0.2.1"),
            ("iPAddress=2001:db8::1", "IP:2001:db8::1"),
            ("dNSName:a.example", "DNS:a.example"),
            ("RFC822 Name=jo@a.example", "email:jo@a.example"),
            ("URL=https://a.example/", "URI:https://a.example/"),
            ("Directory Address:CN=a,C=US", "dirName:CN=a,C=US"),
            ("san=dns:a", "DNS:a"),
            ("subjectAltName=DNS:a", "DNS:a"),
            ("subjectAltName = critical, DNS:a, IP:192.0.2.1", "DNS:a IP:192.0.2.1"),
            ("X509v3 Subject Alternative Name:DNS:a, IP Address:192.0.2.1", "DNS:a IP:192.0.2.1"),
            ("SAN:dns=a&dns=b.example", "DNS:a DNS:b.example"),
            ("DNS:a,IP:192.0.2.1", "DNS:a IP:192.0.2.1"),
            ("DNS:a,email:jo@a.example,2001:db8::1", "DNS:a email:jo@a.example IP:2001:db8::1"),
            ("a.example, 192.0.2.1", "DNS:a.example IP:192.0.2.1"),
            ("192.0.2.1", "IP:192.0.2.1"),
            ("2001:db8::1", "IP:2001:db8::1"),
            ("*.a.example", "DNS:*.a.example"),
            ("jo@a.example", "email:jo@a.example"),
            ("https://a.example/", "URI:https://a.example/"),
            ("UPN:jo@a.example", "otherName:UPN;UTF8:jo@a.example"),
            ("upn=jo@a.example", "otherName:UPN;UTF8:jo@a.example"),
            ("othername: UPN::jo@a.example", "otherName:UPN;UTF8:jo@a.example"),
            ("Principal Name=jo@a.example", "otherName:UPN;UTF8:jo@a.example"),
        ];
        for (text, meant) in cases {
            let error = text.parse::<GeneralName<'_>>().unwrap_err();
            let names: Vec<_> = match error.hint() {
                Some(Hint::Name { prefix, value, .. }) => [format!("{prefix}:{value}")].into(),
                Some(Hint::Separately { names }) => {
                    names.iter().map(|(prefix, value)| format!("{prefix}:{value}")).collect()
                }
                other => panic!("{text}: {other:?}"),
            };
            assert_eq!(names.join(" "), meant, "{text}");
            assert!(names.iter().all(|name| name.parse::<GeneralName<'_>>().is_ok()), "{text}");
        }
    }

    #[test]
    fn what_has_no_reading_or_too_many_names_is_not_listed() {
        for text in [
            "",
            ",",
            "san=",
            "dns=a b",
            "dns=a,ip=b c",
            "foo=a",
            "a.example:443",
            "a_b",
            "dirName:O=a, b",
        ] {
            assert_eq!(hint(text), None, "{text}");
        }
        let many = ["DNS:a"; 17].join(",");
        assert_eq!(hint(&many), Some(Hint::advice("add each name separately")));
    }

    #[test]
    fn an_address_with_more_than_that_is_told_as_one_wherever_the_type_is_guessed() {
        use Code::{Brackets, Port, PrefixLength, ZoneId};
        for (text, code, meant) in [
            ("fe80::1%eth0", ZoneId, "fe80::1"),
            ("dead:beef::1%eth0", ZoneId, "dead:beef::1"),
            ("fe80::1%25eth0", ZoneId, "fe80::1"),
            ("192.0.2.1%2", ZoneId, "192.0.2.1"),
            ("fe80::1%eth0/64", ZoneId, "fe80::1"),
            ("[fe80::1%eth0]:443", ZoneId, "fe80::1"),
            ("2001:db8::1/64", PrefixLength, "2001:db8::1"),
            ("192.0.2.1/24", PrefixLength, "192.0.2.1"),
            ("192.0.2.1/255.255.255.0", PrefixLength, "192.0.2.1"),
            ("[2001:db8::1]/64", PrefixLength, "2001:db8::1"),
            ("[2001:db8::1]:443", Port, "2001:db8::1"),
            ("192.0.2.1:443", Port, "192.0.2.1"),
            ("[2001:db8::1]", Brackets, "2001:db8::1"),
        ] {
            let typed = || {
                let (name_type, value) = untyped(text);
                GeneralName::new(name_type, value)
            };
            for result in [GeneralName::host(text), text.parse(), typed()] {
                let error = result.unwrap_err();
                assert_eq!((error.code(), error.subject()), (code, "iPAddress"), "{text}");
                assert_eq!(error.hint(), Some(&Hint::Write(meant.into())), "{text}");
            }
        }
    }

    #[test]
    fn a_host_is_an_address_or_a_name() {
        for (text, name) in [
            ("a.example", "DNS:a.example"),
            ("192.0.2.1", "IP:192.0.2.1"),
            ("2001:DB8::1", "IP:2001:db8::1"),
            ("DNS", "DNS:DNS"),
        ] {
            assert_eq!(GeneralName::host(text).unwrap().to_string(), name);
        }
        for text in [
            "",
            "a_b",
            "jo@a.example",
            "DER:820161",
            "DNS:a",
            "1.2.3",
            "a%eth0",
            "a/24",
            "::1/64,a",
        ] {
            let error = GeneralName::host(text).unwrap_err();
            assert_eq!(error.subject(), "dNSName", "{text}");
        }
    }
}

//! uniformResourceIdentifier: a URI that is not relative (RFC 5280 4.2.1.6, RFC 3986). Where it
//! names a host, that is a host name or an IP address.
//!
//! The crate `fluent-uri` knows the grammar; what is here says what is wrong and what to do.

use alloc::{format, string::String, vec::Vec};
use core::net::Ipv6Addr;

use fluent_uri::{ParseErrorKind, Uri, component::Host};

use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal};
use super::{domain, host, mailbox};
use crate::asn1::write as der;
use crate::error::{Code, Error, Hint};
use crate::text::first_character;

pub(super) use super::ia5::{read, text};

const TYPE: GeneralNameType = GeneralNameType::Uri;

const ABSOLUTE: &str = "an absolute URI, such as \"https://example.com/\" (RFC 5280 4.2.1.6)";
const HOST: &str = "a host name or an IP address as host (RFC 5280 4.2.1.6)";

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    check(text).map_err(|refusal| refusal.error(TYPE, text, hint))?;
    der::tlv(out, TYPE.tag(), text.as_bytes());
    Ok(())
}

pub(super) fn check(text: &str) -> Result<(), Refusal> {
    let rest = check_scheme(text)?;
    if let Some((character, at)) = first_character(text, |c| c.is_whitespace() || !c.is_ascii()) {
        let (code, expected) = match character.is_whitespace() {
            true => (Code::WhiteSpace, "a URI without white space (RFC 3986 2)"),
            false => (Code::NotAscii, "an ASCII character (RFC 5280 7.4)"),
        };
        return Err(Refusal::character(code, character, at, expected));
    }
    let uri = Uri::parse(text).map_err(|error| explain(text, error.index(), error.kind()))?;
    if rest.is_empty() || rest.starts_with('#') {
        return Err(nothing_after_scheme());
    }
    let (Some(parsed), Some((start, authority))) = (uri.authority(), authority(text)) else {
        return Ok(());
    };
    let offset = start + authority.rfind('@').map_or(0, |at_sign| at_sign + 1);
    match parsed.host_parsed() {
        Host::Ipv4 { .. } | Host::Ipv6 { .. } => Ok(()),
        Host::RegName(_) => check_host(uri.scheme().as_str(), parsed.host(), offset),
        // There is no version of IP that is written so.
        _ => Err(ip_literal(offset + 1)),
    }
}

/// Checks that `text` begins with a scheme; returns what follows the colon.
fn check_scheme(text: &str) -> Result<&str, Refusal> {
    let refuse = |code, reason| Err(Refusal::new(code, reason, ABSOLUTE));
    if text.is_empty() {
        return refuse(Code::Empty, "is empty");
    }
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if !scheme.is_empty() && !scheme.contains(['/', '?', '#']) => {
            (scheme, rest)
        }
        _ => return refuse(Code::RelativeUri, "does not begin with a scheme"),
    };
    let fault = scheme.chars().zip(1..).find(|(character, at)| {
        !(character.is_ascii_alphabetic()
            || *at > 1 && (character.is_ascii_digit() || matches!(character, '+' | '-' | '.')))
    });
    const SCHEME: &str = "a letter, then letters, digits, \"+\", \"-\" and \".\" (RFC 3986 3.1)";
    match fault {
        Some((character, at)) if character.is_whitespace() => {
            Err(Refusal::character(Code::WhiteSpace, character, at, SCHEME))
        }
        Some((character, at)) => {
            Err(Refusal::character(Code::UriScheme, character, at, SCHEME).within("scheme", 0))
        }
        None => Ok(rest),
    }
}

/// A host is a host name without a wildcard; the trust domain of a SPIFFE ID may hold
/// underscores (SPIFFE-ID 2.1). `offset` characters are in front of it.
fn check_host(scheme: &str, host: &str, offset: usize) -> Result<(), Refusal> {
    if host.is_empty() {
        let reason = "has \"//\" without a host";
        return Err(Refusal::new(Code::HostMissing, reason, HOST).at(offset + 1));
    }
    let result = if host.starts_with('*') {
        Err(host::wildcard(1))
    } else if scheme.eq_ignore_ascii_case("spiffe") && host.contains('_') {
        host::check(&host.replace('_', "x"))
    } else {
        domain::to_ascii(host).map(drop)
    };
    result.map_err(|refusal| refusal.within("host", offset))
}

/// What the parser stumbled over at byte `index`. The text is ASCII with a scheme in front.
#[cold]
fn explain(text: &str, index: usize, kind: ParseErrorKind) -> Refusal {
    let at = index + 1;
    if kind == ParseErrorKind::InvalidPctEncodedOctet {
        const DIGITS: &str = "two hexadecimal digits after it (RFC 3986 2.1)";
        return Refusal::character(Code::PercentEncoding, '%', at, DIGITS);
    }
    let character = text.as_bytes().get(index).copied().map(char::from);
    if let Some((start, authority)) = authority(text)
        && (start..=start + authority.len()).contains(&index)
    {
        if let Some(bracket) = authority.rfind('[') {
            return ip_literal(start + bracket + 1);
        }
        // Of its own characters, an authority refuses only what is not a digit behind a colon.
        if character.is_some_and(is_authority_character) {
            let reason = "has a port that is not a number";
            return Refusal::new(Code::Port, reason, "digits (RFC 3986 3.2.3)").at(at);
        }
    }
    match character {
        Some(character) => {
            const ENCODED: &str = "a character that a URI allows there (RFC 3986 2)";
            Refusal::character(Code::Character, character, at, ENCODED)
        }
        None => nothing_after_scheme(),
    }
}

#[cold]
fn nothing_after_scheme() -> Refusal {
    Refusal::new(Code::UriEmpty, "has nothing after its scheme", ABSOLUTE)
}

#[cold]
fn ip_literal(at: usize) -> Refusal {
    let reason = "has brackets that do not hold an IPv6 address";
    Refusal::new(Code::IpLiteral, reason, HOST).at(at)
}

/// The part between `//` and the path, and how many bytes are in front of it, if the text
/// has it.
pub(crate) fn authority(text: &str) -> Option<(usize, &str)> {
    let rest = text.split_once(':')?.1.strip_prefix("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Some((text.len() - rest.len(), authority))
}

/// Whether an authority may hold this character as it is (RFC 3986 3.2).
const fn is_authority_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '!' | '$' | '&'..='.' | ':' | ';' | '=' | '_' | '~')
}

/// What to write instead, where that is clear.
fn hint(refusal: &Refusal, text: &str) -> Option<Hint> {
    if let Some(address) = refusal::address_in(text) {
        return Some(address);
    }
    let write = |uri: String| check(&uri).is_ok().then_some(Hint::Write(uri));
    let (start, authority) = authority(text).unwrap_or_default();
    let index = refusal.at.map_or(0, |at| at - 1);
    let in_authority = (start..start + authority.len()).contains(&index);
    match refusal.code {
        Code::RelativeUri if domain::check_wire(text).is_ok() => {
            Some(refusal::name(GeneralNameType::DnsName, text))
        }
        Code::RelativeUri => {
            let is_mailbox = mailbox::in_ascii(text).is_ok();
            is_mailbox.then(|| refusal::name(GeneralNameType::Rfc822Name, text))
        }
        Code::WhiteSpace => write(text.trim().into()).or_else(|| write(text.replace(' ', "%20"))),
        Code::NotAscii => write(from_iri(text)?),
        Code::PercentEncoding if !in_authority => {
            let (before, after) = text.split_at_checked(index + 1)?;
            write([before, "25", after].concat())
                .or_else(|| Some(Hint::advice("write \"%\" itself as \"%25\"")))
        }
        Code::Character if !in_authority => {
            let nowhere = |c: char| c.is_control() || "\"<>\\^`{|}".contains(c);
            let character = text.chars().nth(index)?;
            write(percent_encoded(text, nowhere)).or_else(|| {
                let code = u32::from(character);
                Some(Hint::advice(format!("write the character as \"%{code:02X}\"")))
            })
        }
        Code::Port => {
            authority.parse::<Ipv6Addr>().ok()?;
            write(text.replacen(authority, &format!("[{authority}]"), 1))
        }
        Code::IpLiteral => {
            let (address, zone) = authority.split_once('[')?.1.split_once('%')?;
            address.parse::<Ipv6Addr>().ok()?;
            let zone = zone.split(']').next()?;
            write(text.replacen(&format!("%{zone}"), "", 1))
        }
        Code::HostMissing => {
            let path = text.strip_prefix("file://").filter(|path| !path.starts_with("//"))?;
            write(format!("file:{path}"))
        }
        _ => {
            let host = authority.rsplit('@').next()?.split(':').next()?;
            let meant = domain::corrected(host).and_then(|meant| {
                let (before, after) = text.split_once(authority)?;
                let with_it = authority.replacen(host, &meant, 1);
                write([before, &with_it, after].concat())
            });
            meant.or_else(|| domain::advice(refusal, host))
        }
    }
}

/// The URI of an IRI (RFC 3987 3.1): A-labels in its host, percent-encoded UTF-8 elsewhere.
fn from_iri(iri: &str) -> Option<String> {
    let encoded = |text: &str| percent_encoded(text, |character| !character.is_ascii());
    let (start, authority) = authority(iri).unwrap_or_default();
    let host_and_port = authority.rsplit('@').next()?;
    let host = host_and_port.split(':').next()?;
    if host.is_ascii() {
        return Some(encoded(iri));
    }
    let start = start + authority.len() - host_and_port.len();
    let (before, rest) = iri.split_at(start);
    let (host, after) = rest.split_at(host.len());
    let meant = domain::corrected(host)?;
    let host = domain::to_ascii(&meant).ok()?;
    Some([&encoded(before), &*host, &encoded(after)].concat())
}

fn percent_encoded(text: &str, is_encoded: impl Fn(char) -> bool) -> String {
    use core::fmt::Write;
    text.chars().fold(String::with_capacity(2 * text.len()), |mut encoded, character| {
        if is_encoded(character) {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(character);
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::cases::{assert_codes, assert_hints};
    use alloc::string::ToString;

    #[test]
    fn uris_are_kept_to_the_letter() {
        for text in [
            "https://example.com",
            "HTTPS://jo:pw@Example.com:8443/a/b%20c?q=1#top",
            "https://192.0.2.1/",
            "https://[2001:db8::1]:443/",
            "https://host/",
            "https://example.com:/",
            "spiffe://prod.example_org/ns/default/sa/web",
            "spiffe://prod/web",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "ldap://[2001:db8::7]/c=GB?objectClass?one",
            "mailto:jo@example.com",
            "tag:example.com,2026:x",
            "DNS:b",
            "file:/etc/hosts",
            "a:?q",
            "x+y-z.1:0",
        ] {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Ok(()), "{text}");
            let mut expected = Vec::new();
            der::tlv(&mut expected, 0x86, text.as_bytes());
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn what_is_not_a_uri_is_refused_for_its_own_reason() {
        use Code::*;
        let cases = [
            ("", Empty, None),
            ("example.com", RelativeUri, None),
            ("/path", RelativeUri, None),
            ("//example.com/a:b", RelativeUri, None),
            ("?a:b", RelativeUri, None),
            (":a", RelativeUri, None),
            ("@file", RelativeUri, None),
            ("1a:b", UriScheme, Some(1)),
            ("ht_tp://a", UriScheme, Some(3)),
            ("a,DNS:b", UriScheme, Some(2)),
            ("é:b", UriScheme, Some(1)),
            ("urn:", UriEmpty, None),
            ("urn:#a", UriEmpty, None),
            (" https://a", WhiteSpace, Some(1)),
            ("https://a/b c", WhiteSpace, Some(12)),
            ("https://a/\n", WhiteSpace, Some(11)),
            ("https://a/é", NotAscii, Some(11)),
            ("https://é/", NotAscii, Some(9)),
            ("https://a/%", PercentEncoding, Some(11)),
            ("https://a/%2", PercentEncoding, Some(11)),
            ("https://a/%2G", PercentEncoding, Some(11)),
            ("https://%zz/", PercentEncoding, Some(9)),
            ("https://a/{b}", Character, Some(11)),
            ("https://[2001:db8::1]/{b}", Character, Some(23)),
            ("https://a/b\\c", Character, Some(12)),
            ("https://a\\b/", Character, Some(10)),
            ("https://a/\0", Character, Some(11)),
            ("https://a/[b]", Character, Some(11)),
            ("a:b#c#d", Character, Some(6)),
            ("https://a:b/", Port, Some(11)),
            ("https://2001:db8::1/", Port, Some(18)),
            ("https://a@b@c/", Character, Some(12)),
            ("https://[::1/", IpLiteral, Some(9)),
            ("https://[::1", IpLiteral, Some(9)),
            ("https://[::g]/", IpLiteral, Some(9)),
            ("https://[fe80::1%eth0]/", IpLiteral, Some(9)),
            ("https://jo@[192.0.2.1]/", IpLiteral, Some(12)),
            ("https://[v1.a]/", IpLiteral, Some(9)),
            ("https:///a", HostMissing, Some(9)),
            ("https://", HostMissing, Some(9)),
            ("https://jo@:80/", HostMissing, Some(12)),
            ("https://a_b/", Underscore, Some(10)),
            ("https://jo@a_b:1/", Underscore, Some(13)),
            ("https://a%20b/", Character, Some(10)),
            ("https://a,b/", Character, Some(10)),
            ("https://*.a/", Wildcard, Some(9)),
            ("https://a.example./", TrailingDot, None),
            ("https://999.1.1.1/", NumericLastLabel, None),
            ("spiffe://-a_b/", Hyphen, Some(10)),
        ];
        assert_codes(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let write = |text: &str| Some(Hint::Write(text.into()));
        let cases = [
            ("host.example", Some(refusal::name(GeneralNameType::DnsName, "host.example"))),
            ("192.0.2.1", Some(refusal::name(GeneralNameType::IpAddress, "192.0.2.1"))),
            ("fe80::1%eth0", Some(refusal::name(GeneralNameType::IpAddress, "fe80::1"))),
            ("2001:db8::/32", Some(refusal::name(GeneralNameType::IpAddress, "2001:db8::"))),
            (
                "jo@host.example",
                Some(refusal::name(GeneralNameType::Rfc822Name, "jo@host.example")),
            ),
            ("jo doe@host.example", None),
            ("/path", None),
            ("https://a/b c", write("https://a/b%20c")),
            ("https://a/\n", write("https://a/")),
            ("urn:é", write("urn:%C3%A9")),
            ("https://a/%", write("https://a/%25")),
            ("https://a/%%", Some(Hint::advice("write \"%\" itself as \"%25\""))),
            ("https://a/{b}", write("https://a/%7Bb%7D")),
            ("https://a/[b]", Some(Hint::advice("write the character as \"%5B\""))),
            ("https://2001:db8::1/", write("https://[2001:db8::1]/")),
            ("https://[fe80::1%eth0]/", write("https://[fe80::1]/")),
            ("https:///a", None),
            ("file:///etc/hosts", write("file:/etc/hosts")),
            ("https://a.example./", write("https://a.example/")),
            ("https://jo@a.example.:80/", write("https://jo@a.example:80/")),
            (
                "https://999.1.1.1/",
                Some(Hint::advice("an IPv4 address is four numbers from 0 to 255")),
            ),
            ("https://a,b/", None),
            ("https://a_b/", None),
        ];
        assert_hints(encode, cases);
    }

    #[test]
    fn a_faulty_host_is_named_in_the_message() {
        assert_eq!(
            encode("https://a_b/", &mut Vec::new()).unwrap_err().to_string(),
            "uniformResourceIdentifier \"https://a_b/\" has a host that contains \"_\" at character 10; expected letters, digits and hyphens (RFC 1034 3.5)"
        );
    }

    #[cfg(feature = "idn")]
    #[test]
    fn iris_are_refused_with_their_uri_as_a_hint() {
        let cases = [
            ("https://bücher.example/ü?ü#ü", "https://xn--bcher-kva.example/%C3%BC?%C3%BC#%C3%BC"),
            ("https://ü@ü:80/ü", "https://%C3%BC@xn--tda:80/%C3%BC"),
            ("spiffe://a_b/ü", "spiffe://a_b/%C3%BC"),
            ("https://my\u{2013}host.example/", "https://my-host.example/"),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text).unwrap_err().code, Code::NotAscii, "{text}");
            assert_hints(encode, [(text, Some(Hint::Write(expected.into())))]);
        }
        assert_hints(encode, [("https://my\u{2044}host.example/", None)]);
        assert_codes(encode, [("https://a.xn--a/", Code::ALabel, Some(11))]);
    }
}

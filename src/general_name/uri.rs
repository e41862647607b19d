//! uniformResourceIdentifier: a URI that is not relative (RFC 5280 4.2.1.6, RFC 3986). Where it
//! names a host, that is a host name or an IP address.
//!
//! The crate `fluent-uri` knows the grammar; what is here says what is wrong and what to do.

use alloc::vec::Vec;

use fluent_uri::{ParseErrorKind, Uri, component::Host};

use super::GeneralNameType;
use super::dns_name::{self, DnsNameError};
use crate::der;

mod error;

pub use error::UriError;

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), UriError> {
    check(text)?;
    der::tlv(out, GeneralNameType::Uri.tag(), text.as_bytes());
    Ok(())
}

fn check(text: &str) -> Result<(), UriError> {
    let rest = check_scheme(text)?;
    if let Some((index, character)) =
        text.chars().enumerate().find(|(_, c)| c.is_whitespace() || !c.is_ascii())
    {
        let at = index + 1;
        return Err(if character.is_whitespace() {
            UriError::WhiteSpace { at }
        } else {
            UriError::NotAscii { character, at }
        });
    }
    let uri = Uri::parse(text).map_err(|error| explain(text, error.index(), error.kind()))?;
    if rest.is_empty() || rest.starts_with('#') {
        return Err(UriError::NoSchemeSpecificPart);
    }
    let (Some(parsed), Some((start, authority))) = (uri.authority(), authority(text)) else {
        return Ok(());
    };
    let offset = start + authority.rfind('@').map_or(0, |at_sign| at_sign + 1);
    match parsed.host_parsed() {
        Host::Ipv4 { .. } | Host::Ipv6 { .. } => Ok(()),
        Host::RegName(_) => check_host(uri.scheme().as_str(), parsed.host(), offset),
        // There is no version of IP that is written so.
        _ => Err(UriError::IpLiteral { at: offset + 1 }),
    }
}

/// Checks that `text` begins with a scheme; returns what follows the colon.
fn check_scheme(text: &str) -> Result<&str, UriError> {
    if text.is_empty() {
        return Err(UriError::Empty);
    }
    let (scheme, rest) = text.split_once(':').ok_or(UriError::Relative)?;
    if scheme.is_empty() || scheme.contains(['/', '?', '#']) {
        return Err(UriError::Relative);
    }
    let fault = scheme.chars().enumerate().find(|(index, character)| {
        !(character.is_ascii_alphabetic()
            || *index > 0 && (character.is_ascii_digit() || matches!(character, '+' | '-' | '.')))
    });
    match fault {
        Some((index, character)) if character.is_whitespace() => {
            Err(UriError::WhiteSpace { at: index + 1 })
        }
        Some((index, character)) => Err(UriError::Scheme { character, at: index + 1 }),
        None => Ok(rest),
    }
}

/// A host is a host name without a wildcard; the trust domain of a SPIFFE ID may hold
/// underscores (SPIFFE-ID 2.1). `offset` characters stand in front of it.
fn check_host(scheme: &str, host: &str, offset: usize) -> Result<(), UriError> {
    if host.is_empty() {
        return Err(UriError::NoHost { at: offset + 1 });
    }
    let moved = |error: DnsNameError| UriError::Host(error.moved(offset));
    if host.starts_with('*') {
        return Err(moved(DnsNameError::Wildcard { at: 1 }));
    }
    if scheme.eq_ignore_ascii_case("spiffe") && host.contains('_') {
        dns_name::check(&host.replace('_', "x")).map_err(moved)
    } else {
        dns_name::to_ascii(host).map(|_| ()).map_err(moved)
    }
}

/// What the parser stumbled over at octet `index`. The text is ASCII with a scheme in front.
fn explain(text: &str, index: usize, kind: ParseErrorKind) -> UriError {
    let at = index + 1;
    if kind == ParseErrorKind::InvalidPctEncodedOctet {
        return UriError::PercentEncoding { at };
    }
    let character = text.as_bytes().get(index).copied().map(char::from);
    if let Some((start, authority)) = authority(text)
        && (start..=start + authority.len()).contains(&index)
    {
        if let Some(bracket) = authority.rfind('[') {
            return UriError::IpLiteral { at: start + bracket + 1 };
        }
        // Of its own characters, an authority refuses only what is no digit behind a colon.
        if character.is_some_and(is_authority_character) {
            return UriError::Port { at };
        }
    }
    match character {
        Some(character) => UriError::Character { character, at },
        None => UriError::NoSchemeSpecificPart,
    }
}

/// The part between `//` and the path, and how many octets stand in front of it, if the text
/// has it.
fn authority(text: &str) -> Option<(usize, &str)> {
    let rest = text.split_once(':')?.1.strip_prefix("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Some((text.len() - rest.len(), authority))
}

/// Whether an authority may hold this character as it is (RFC 3986 3.2).
const fn is_authority_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '-' | '.'
                | '_'
                | '~'
                | ':'
                | '!'
                | '$'
                | '&'
                | '\''
                | '('
                | ')'
                | '*'
                | '+'
                | ','
                | ';'
                | '='
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::cases::assert_refused;
    use alloc::{format, string::ToString};
    use core::error::Error;

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
    fn what_is_no_uri_is_refused_for_its_own_reason() {
        use UriError::*;
        let cases = [
            ("", Empty),
            ("example.com", Relative),
            ("/path", Relative),
            ("//example.com/a:b", Relative),
            ("?a:b", Relative),
            (":a", Relative),
            ("@file", Relative),
            ("1a:b", Scheme { character: '1', at: 1 }),
            ("ht_tp://a", Scheme { character: '_', at: 3 }),
            ("a,DNS:b", Scheme { character: ',', at: 2 }),
            ("é:b", Scheme { character: 'é', at: 1 }),
            ("urn:", NoSchemeSpecificPart),
            ("urn:#a", NoSchemeSpecificPart),
            (" https://a", WhiteSpace { at: 1 }),
            ("https://a/b c", WhiteSpace { at: 12 }),
            ("https://a/\n", WhiteSpace { at: 11 }),
            ("https://a/é", NotAscii { character: 'é', at: 11 }),
            ("https://é/", NotAscii { character: 'é', at: 9 }),
            ("https://a/%", PercentEncoding { at: 11 }),
            ("https://a/%2", PercentEncoding { at: 11 }),
            ("https://a/%2G", PercentEncoding { at: 11 }),
            ("https://%zz/", PercentEncoding { at: 9 }),
            ("https://a/{b}", Character { character: '{', at: 11 }),
            ("https://[2001:db8::1]/{b}", Character { character: '{', at: 23 }),
            ("https://a/b\\c", Character { character: '\\', at: 12 }),
            ("https://a\\b/", Character { character: '\\', at: 10 }),
            ("https://a/\0", Character { character: '\0', at: 11 }),
            ("https://a/[b]", Character { character: '[', at: 11 }),
            ("a:b#c#d", Character { character: '#', at: 6 }),
            ("https://a:b/", Port { at: 11 }),
            ("https://2001:db8::1/", Port { at: 18 }),
            ("https://a@b@c/", Character { character: '@', at: 12 }),
            ("https://[::1/", IpLiteral { at: 9 }),
            ("https://[::1", IpLiteral { at: 9 }),
            ("https://[::g]/", IpLiteral { at: 9 }),
            ("https://[fe80::1%eth0]/", IpLiteral { at: 9 }),
            ("https://jo@[192.0.2.1]/", IpLiteral { at: 12 }),
            ("https://[v1.a]/", IpLiteral { at: 9 }),
            ("https:///a", NoHost { at: 9 }),
            ("https://", NoHost { at: 9 }),
            ("https://jo@:80/", NoHost { at: 12 }),
            ("https://a_b/", Host(DnsNameError::Underscore { at: 10 })),
            ("https://jo@a_b:1/", Host(DnsNameError::Underscore { at: 13 })),
            ("https://a%20b/", Host(DnsNameError::Character { character: '%', at: 10 })),
            ("https://a,b/", Host(DnsNameError::Character { character: ',', at: 10 })),
            ("https://*.a/", Host(DnsNameError::Wildcard { at: 9 })),
            ("https://a.example./", Host(DnsNameError::TrailingDot)),
            ("https://999.1.1.1/", Host(DnsNameError::NumericLastLabel)),
            ("spiffe://-a_b/", Host(DnsNameError::EdgeHyphen { at: 10 })),
        ];
        assert_refused(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let cases = [
            ("host.example", Some("a host name goes in as a dNSName")),
            ("192.0.2.1", Some("an IP address goes in as an iPAddress")),
            ("jo@host.example", Some("a mailbox goes in as an rfc822Name")),
            ("/path", None),
            ("https://a/b c", Some("write \"https://a/b%20c\"")),
            ("https://a/\n", Some("write \"https://a/\"")),
            ("urn:é", Some("write \"urn:%C3%A9\"")),
            ("https://a/%", Some("a \"%\" of its own is written %25")),
            ("https://a/{b}", Some("percent-encoded it is %7B")),
            ("https://2001:db8::1/", Some("write \"https://[2001:db8::1]/\"")),
            ("https://[fe80::1%eth0]/", Some("write \"https://[fe80::1]/\"")),
            ("https:///a", None),
            ("file:///etc/hosts", Some("write \"file:/etc/hosts\"")),
            ("https://a.example./", Some("in the host, write a.example")),
            ("https://a_b/", None),
        ];
        for (text, expected) in cases {
            let hint = check(text).unwrap_err().hint(text);
            assert_eq!(hint.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_faulty_host_is_named_in_the_message() {
        let error = check("https://a_b/").unwrap_err();
        assert!(error.source().is_some_and(<dyn Error>::is::<DnsNameError>));
        assert!(UriError::Empty.source().is_none());
        assert_eq!(
            check("https://a_b/").unwrap_err().to_string(),
            "has a host that is no host name: it has \"_\" at character 10; a dNSName holds letters, digits and hyphens (RFC 1034 3.5)"
        );
    }

    #[cfg(feature = "idn")]
    #[test]
    fn iris_are_refused_with_their_uri_as_a_hint() {
        let cases = [
            ("https://bücher.example/ü?ü#ü", "https://xn--bcher-kva.example/%C3%BC?%C3%BC#%C3%BC"),
            ("https://ü@ü:80/ü", "https://%C3%BC@xn--tda:80/%C3%BC"),
            ("spiffe://a_b/ü", "spiffe://a_b/%C3%BC"),
        ];
        for (text, expected) in cases {
            let error = check(text).unwrap_err();
            assert!(matches!(error, UriError::NotAscii { .. }), "{text}");
            assert_eq!(error.hint(text).unwrap(), format!("write \"{expected}\""));
        }
        assert_eq!(
            check("https://a.xn--a/"),
            Err(UriError::Host(DnsNameError::InvalidALabel { at: 11 }))
        );
    }
}

//! Why a text is no uniformResourceIdentifier, in words, and what to write instead.

use alloc::{format, string::String};
use core::{fmt, net::Ipv6Addr};

use super::{authority, check};
use crate::error::{Quoted, QuotedChar};
use crate::general_name::dns_name::{self, DnsNameError};

/// Why a text is not a uniformResourceIdentifier. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriError {
    /// Nothing there.
    Empty,
    /// No scheme: a relative reference.
    Relative,
    /// A character that no scheme holds, or not there.
    Scheme {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// Nothing behind the scheme.
    NoSchemeSpecificPart,
    /// White space.
    WhiteSpace {
        /// Position, in characters from 1.
        at: usize,
    },
    /// A character outside ASCII: an IRI (RFC 3987), not a URI.
    NotAscii {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A `%` without two hexadecimal digits behind it.
    PercentEncoding {
        /// Position of the `%`, in characters from 1.
        at: usize,
    },
    /// A character that a URI holds nowhere, or not there, unless percent-encoded.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A port that is no number, or a second colon.
    Port {
        /// Position of the fault, in characters from 1.
        at: usize,
    },
    /// Brackets that hold no IPv6 address.
    IpLiteral {
        /// Position of the bracket, in characters from 1.
        at: usize,
    },
    /// `//` without a host behind it.
    NoHost {
        /// Position where the host is missing, in characters from 1.
        at: usize,
    },
    /// A host that is neither a host name nor an IP address. Positions are those of the whole
    /// URI.
    Host(DnsNameError),
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ABSOLUTE: &str = "a uniformResourceIdentifier has a scheme and something behind it, as in \"https://example.com/\" (RFC 5280 4.2.1.6)";
        const HOST: &str = "the host of a URI is a host name or an IP address (RFC 5280 4.2.1.6)";
        match self {
            Self::Empty => write!(f, "is empty; {ABSOLUTE}"),
            Self::Relative => write!(f, "is relative; {ABSOLUTE}"),
            Self::Scheme { character, at } => write!(
                f,
                "has {} at character {at}, in its scheme; a scheme is a letter and then letters, digits, \"+\", \"-\" and \".\" (RFC 3986 3.1)",
                QuotedChar(*character)
            ),
            Self::NoSchemeSpecificPart => write!(f, "has nothing behind its scheme; {ABSOLUTE}"),
            Self::WhiteSpace { at } => {
                write!(f, "has white space at character {at}; a URI has none (RFC 3986 2)")
            }
            Self::NotAscii { character, at } => write!(
                f,
                "has {} at character {at}; a URI is ASCII, and an IRI is converted before it goes in (RFC 5280 7.4)",
                QuotedChar(*character)
            ),
            Self::PercentEncoding { at } => write!(
                f,
                "has \"%\" at character {at} without two hexadecimal digits behind it (RFC 3986 2.1)"
            ),
            Self::Character { character, at } => write!(
                f,
                "has {} at character {at}; a URI holds it there only percent-encoded (RFC 3986 2)",
                QuotedChar(*character)
            ),
            Self::Port { at } => {
                write!(f, "has a port that is no number, at character {at} (RFC 3986 3.2.3)")
            }
            Self::IpLiteral { at } => {
                write!(f, "has brackets at character {at} that hold no IPv6 address; {HOST}")
            }
            Self::NoHost { at } => {
                write!(f, "has \"//\" but no host at character {at}; {HOST}")
            }
            Self::Host(error) => write!(f, "has a host that is no host name: it {error}"),
        }
    }
}

impl core::error::Error for UriError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Host(error) => Some(error),
            _ => None,
        }
    }
}

impl UriError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        let write = |uri: String| check(&uri).ok().map(|()| format!("write {}", Quoted(&uri)));
        match self {
            Self::Relative if text.parse::<core::net::IpAddr>().is_ok() => {
                Some("an IP address goes in as an iPAddress".into())
            }
            Self::Relative if dns_name::check(text).is_ok() => {
                Some("a host name goes in as a dNSName".into())
            }
            Self::Relative => match dns_name::check(text) {
                Err(DnsNameError::Mailbox) => Some("a mailbox goes in as an rfc822Name".into()),
                _ => None,
            },
            Self::WhiteSpace { .. } => {
                write(text.trim().into()).or_else(|| write(text.replace(' ', "%20")))
            }
            Self::NotAscii { .. } => write(from_iri(text)?),
            Self::PercentEncoding { .. } => Some("a \"%\" of its own is written %25".into()),
            Self::Character { character, .. } if character.is_ascii() => {
                Some(format!("percent-encoded it is %{:02X}", u32::from(*character)))
            }
            Self::Port { .. } => {
                let host = authority(text)?.1;
                host.parse::<Ipv6Addr>().ok()?;
                write(text.replacen(host, &format!("[{host}]"), 1))
            }
            Self::IpLiteral { .. } => {
                let literal = authority(text)?.1.split_once('[')?.1;
                let (address, zone) = literal.split_once('%')?;
                address.parse::<Ipv6Addr>().ok()?;
                let zone = zone.split(']').next()?;
                write(text.replacen(&format!("%{zone}"), "", 1))
            }
            Self::NoHost { .. } => {
                let path = text.strip_prefix("file://").filter(|path| !path.starts_with("//"))?;
                write(format!("file:{path}"))
            }
            Self::Host(error) => {
                let host = authority(text)?.1.rsplit('@').next()?.split(':').next()?;
                match error {
                    DnsNameError::IpAddress | DnsNameError::Mailbox | DnsNameError::Url => None,
                    _ => Some(format!("in the host, {}", error.hint(host)?)),
                }
            }
            _ => None,
        }
    }
}

/// The URI of an IRI (RFC 3987 3.1): A-labels in its host, percent-encoded UTF-8 elsewhere.
fn from_iri(iri: &str) -> Option<String> {
    let (start, authority) = authority(iri).unwrap_or_default();
    let host_and_port = authority.rsplit('@').next()?;
    let host = host_and_port.split(':').next()?;
    if host.is_ascii() {
        return Some(percent_encoded(iri));
    }
    let start = start + authority.len() - host_and_port.len();
    let (before, rest) = iri.split_at(start);
    let (host, after) = rest.split_at(host.len());
    let host = dns_name::to_ascii(host).ok()?;
    Some([&percent_encoded(before), &*host, &percent_encoded(after)].concat())
}

fn percent_encoded(text: &str) -> String {
    use fmt::Write;
    text.chars().fold(String::with_capacity(2 * text.len()), |mut encoded, character| {
        if character.is_ascii() {
            encoded.push(character);
        } else {
            for octet in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{octet:02X}");
            }
        }
        encoded
    })
}

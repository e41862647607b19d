//! iPAddress: an address, never a network (RFC 5280 4.2.1.6).

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::error::several;
use crate::der;
use crate::error::QuotedChar;

/// Why a text is not an iPAddress.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IpAddressError {
    /// Nothing there.
    Empty,
    /// White space; the position counts characters from 1.
    WhiteSpace {
        /// Position of the first one, in characters from 1.
        at: usize,
    },
    /// A prefix length or mask (`192.0.2.0/24`): a network, not an address.
    Mask {
        /// What follows the `/`.
        mask: String,
    },
    /// An IPv6 zone (`fe80::1%eth0`), which means something on one machine only.
    Zone {
        /// What follows the `%`.
        zone: String,
    },
    /// A port (`192.0.2.1:443`, `[2001:db8::1]:443`).
    Port {
        /// What follows the `:`.
        port: String,
    },
    /// Brackets, which belong to URIs.
    Brackets,
    /// An octet with a leading zero, which some read as octal.
    LeadingZero,
    /// An octet of an IPv4 address over 255.
    OctetTooLarge,
    /// An IPv4 address in IPv6 form (`::ffff:192.0.2.1`).
    Ipv4Mapped(Ipv4Addr),
    /// A character that no address holds.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// Something else, such as too few parts or a part that is too large.
    NotAnAddress,
}

const RULE: &str = "iPAddress holds an address only (RFC 5280 4.2.1.6)";

impl fmt::Display for IpAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is empty; {RULE}"),
            Self::WhiteSpace { at } => write!(f, "has white space at character {at}; {RULE}"),
            Self::Mask { mask } => {
                write!(f, "has a prefix length or mask (/{}); {RULE}", Suffix(mask))
            }
            Self::Zone { zone } => write!(f, "has a zone id (%{}); {RULE}", Suffix(zone)),
            Self::Port { port } => write!(f, "has a port (:{}); {RULE}", Suffix(port)),
            Self::Brackets => write!(f, "has brackets, which belong to URIs; {RULE}"),
            Self::LeadingZero => f.write_str(
                "has a leading zero, which some readers take for octal; the octets of an IPv4 address are plain decimal numbers (RFC 6943 3.1.1)",
            ),
            Self::OctetTooLarge => f.write_str(
                "has a number over 255; an IPv4 address is four numbers from 0 to 255 (RFC 1123 2.1)",
            ),
            Self::Ipv4Mapped(_) => f.write_str(
                "is an IPv4 address in IPv6 form (RFC 4291 2.5.5.2), which clients compare with neither; an iPAddress is the one or the other (RFC 5280 4.2.1.6)",
            ),
            Self::Character { character, at } => write!(
                f,
                "has {} at character {at}; {RULE}: an IPv4 dotted quad or an IPv6 address (RFC 4291 2.2)",
                QuotedChar(*character)
            ),
            Self::NotAnAddress => f.write_str(
                "is not an IP address; an iPAddress is an IPv4 dotted quad or an IPv6 address (RFC 4291 2.2)",
            ),
        }
    }
}

impl core::error::Error for IpAddressError {}

impl IpAddressError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        if matches!(self, Self::WhiteSpace { .. } | Self::Character { character: ',' | ';', .. })
            && let Some(hint) = several(text, |first| parse(first).is_ok())
        {
            return Some(hint);
        }
        let candidate = match self {
            Self::WhiteSpace { .. } => text.trim(),
            Self::Mask { .. } | Self::Zone { .. } | Self::Port { .. } | Self::Brackets => {
                match text.strip_prefix('[') {
                    Some(inside) => inside.split([']', '%', '/']).next()?,
                    None if matches!(self, Self::Port { .. }) => text.split(':').next()?,
                    None => text.split(['%', '/']).next()?,
                }
            }
            Self::Ipv4Mapped(v4) => return Some(format!("give the IPv4 address, {v4}")),
            Self::NotAnAddress | Self::Character { .. } => return other_type(text),
            _ => return None,
        };
        match parse(candidate) {
            Ok(address) if encode_address(address, &mut Vec::new()).is_ok() => {
                Some(format!("for the address alone, write {address}"))
            }
            _ => None,
        }
    }
}

/// What follows an address, shown so that nothing in it can deceive a reader.
struct Suffix<'a>(&'a str);

impl fmt::Display for Suffix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(SHOWN) {
            write!(f, "{}", character.escape_default())?;
        }
        if characters.next().is_some() { f.write_str("…") } else { Ok(()) }
    }
}

/// The type of name that `text` is, where it is no address but another one.
fn other_type(text: &str) -> Option<String> {
    if text.contains("://") {
        Some("a URI goes in as a uniformResourceIdentifier".into())
    } else if super::dns_name::check(text).is_ok() {
        Some("a host name goes in as a dNSName".into())
    } else {
        None
    }
}

/// Appends the TLV of the address in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), IpAddressError> {
    encode_address(parse(text)?, out)
}

pub(super) fn encode_address(address: IpAddr, out: &mut Vec<u8>) -> Result<(), IpAddressError> {
    match address {
        IpAddr::V4(v4) => der::tlv(out, super::GeneralNameType::IpAddress.tag(), &v4.octets()),
        IpAddr::V6(v6) => {
            if let Some(v4) = v6.to_ipv4_mapped() {
                return Err(IpAddressError::Ipv4Mapped(v4));
            }
            der::tlv(out, super::GeneralNameType::IpAddress.tag(), &v6.octets());
        }
    }
    Ok(())
}

/// The address that the content octets hold, if there are 4 or 16 of them.
pub(super) fn decode(content: &[u8]) -> Option<IpAddr> {
    if let Ok(octets) = <[u8; 4]>::try_from(content) {
        Some(IpAddr::V4(octets.into()))
    } else {
        <[u8; 16]>::try_from(content).ok().map(|octets| IpAddr::V6(Ipv6Addr::from(octets)))
    }
}

fn parse(text: &str) -> Result<IpAddr, IpAddressError> {
    text.parse().map_err(|_| diagnose(text))
}

/// The most telling reason why `text` is no address. Only called for texts that are none.
#[cold]
fn diagnose(text: &str) -> IpAddressError {
    let position = |found: fn(char) -> bool| text.chars().position(found).map(|index| index + 1);
    if text.is_empty() {
        return IpAddressError::Empty;
    }
    if let Some(at) = position(char::is_whitespace) {
        return IpAddressError::WhiteSpace { at };
    }
    let address = |text: &str| text.parse::<IpAddr>().is_ok();
    if let Some(inside) = text.strip_prefix('[')
        && let Some((inside, after)) = inside.split_once(']')
    {
        match (inside.split_once('%'), after.split_at_checked(1)) {
            (Some((before, zone)), _) if address(before) => {
                return IpAddressError::Zone { zone: zone.to_string() };
            }
            (None, Some((":", port))) if address(inside) => {
                return IpAddressError::Port { port: port.to_string() };
            }
            (None, Some(("/", mask))) if address(inside) => {
                return IpAddressError::Mask { mask: mask.to_string() };
            }
            (None, None) if address(inside) => return IpAddressError::Brackets,
            _ => {}
        }
    }
    if let Some((before, mask)) = text.split_once('/')
        && address(before)
    {
        return IpAddressError::Mask { mask: mask.to_string() };
    }
    if let Some((before, zone)) = text.split_once('%')
        && address(before)
    {
        return IpAddressError::Zone { zone: zone.to_string() };
    }
    if let Some((before, port)) = text.split_once(':')
        && before.parse::<Ipv4Addr>().is_ok()
        && port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return IpAddressError::Port { port: port.to_string() };
    }
    // The dotted quad, alone or at the end of an IPv6 address.
    let octets = || text.rsplit(':').next().unwrap_or_default().split('.');
    if octets().count() == 4
        && octets().all(|octet| !octet.is_empty() && octet.bytes().all(|b| b.is_ascii_digit()))
    {
        if octets().any(|octet| octet.len() > 1 && octet.starts_with('0')) {
            return IpAddressError::LeadingZero;
        }
        if octets().any(|octet| octet.parse::<u8>().is_err()) {
            return IpAddressError::OctetTooLarge;
        }
    }
    let foreign = |c: char| !c.is_ascii_hexdigit() && c != '.' && c != ':';
    match text.chars().enumerate().find(|(_, c)| foreign(*c)) {
        Some((index, character)) => IpAddressError::Character { character, at: index + 1 },
        None => IpAddressError::NotAnAddress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::cases::assert_refused;

    #[test]
    fn addresses_become_four_or_sixteen_octets() {
        let cases: &[(&str, &[u8])] = &[
            ("192.0.2.1", &[0x87, 4, 192, 0, 2, 1]),
            ("0.0.0.0", &[0x87, 4, 0, 0, 0, 0]),
            ("255.255.255.255", &[0x87, 4, 255, 255, 255, 255]),
            ("::", &[0x87, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("2001:DB8::1", &[0x87, 16, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            (
                "64:ff9b::192.0.2.1",
                &[0x87, 16, 0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1],
            ),
        ];
        for (text, expected) in cases {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Ok(()), "{text}");
            assert_eq!(out, *expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_for_its_own_reason() {
        use IpAddressError::*;
        let mask = |mask: &str| Mask { mask: mask.into() };
        let zone = |zone: &str| Zone { zone: zone.into() };
        let port = |port: &str| Port { port: port.into() };
        let cases = [
            ("", Empty),
            (" 192.0.2.1", WhiteSpace { at: 1 }),
            ("192.0.2.1\n", WhiteSpace { at: 10 }),
            ("192.0.2.1/24", mask("24")),
            ("192.0.2.1/255.255.255.0", mask("255.255.255.0")),
            ("2001:db8::/32", mask("32")),
            ("[2001:db8::]/32", mask("32")),
            ("fe80::1%2", zone("2")),
            ("[fe80::1%eth0]", zone("eth0")),
            ("[fe80::1%eth0]:443", zone("eth0")),
            ("fe80::1%eth0/64", zone("eth0/64")),
            ("192.0.2.1:443", port("443")),
            ("[2001:db8::1]:443", port("443")),
            ("[2001:db8::1]", Brackets),
            ("192.0.2.01", LeadingZero),
            ("010.0.0.1", LeadingZero),
            ("192.168.1.010", LeadingZero),
            ("64:ff9b::192.0.2.01", LeadingZero),
            ("256.1.1.1", OctetTooLarge),
            ("0.1.1.256", OctetTooLarge),
            ("::1.2.3.999", OctetTooLarge),
            ("::ffff:192.0.2.1", Ipv4Mapped(Ipv4Addr::new(192, 0, 2, 1))),
            ("::ffff:c000:201", Ipv4Mapped(Ipv4Addr::new(192, 0, 2, 1))),
            ("999.1.1.1", OctetTooLarge),
            ("1.2.3", NotAnAddress),
            ("1.2.3.4.5", NotAnAddress),
            ("1::2::3", NotAnAddress),
            ("1:2:3:4:5:6:7:8:9", NotAnAddress),
            ("12345::", NotAnAddress),
            ("host.example.com", Character { character: 'h', at: 1 }),
            ("1.2.3.4,DNS:b", Character { character: ',', at: 8 }),
            ("1.2.3.4:DNS", Character { character: 'N', at: 10 }),
            ("[::1]x", Character { character: '[', at: 1 }),
            ("[a]", Character { character: '[', at: 1 }),
            ("[a]:443", Character { character: '[', at: 1 }),
            ("[a]/24", Character { character: '[', at: 1 }),
            ("[a%eth0]", Character { character: '[', at: 1 }),
            ("1.2.3.4\0", Character { character: '\0', at: 8 }),
            ("١.2.3.4", Character { character: '١', at: 1 }),
        ];
        assert_refused(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let alone = |address: &str| Some(format!("for the address alone, write {address}"));
        let cases = [
            (" 192.0.2.1", alone("192.0.2.1")),
            ("192.0.2.1/24", alone("192.0.2.1")),
            ("fe80::1%2", alone("fe80::1")),
            ("fe80::1%eth0/64", alone("fe80::1")),
            ("[fe80::1%eth0]:443", alone("fe80::1")),
            ("192.0.2.1:443", alone("192.0.2.1")),
            ("[2001:DB8::1]:443", alone("2001:db8::1")),
            ("[2001:db8::1]", alone("2001:db8::1")),
            ("::ffff:192.0.2.1/96", None),
            ("::ffff:192.0.2.1", Some("give the IPv4 address, 192.0.2.1".into())),
            ("host.example", Some("a host name goes in as a dNSName".into())),
            ("https://192.0.2.1/", Some("a URI goes in as a uniformResourceIdentifier".into())),
            ("010.0.0.1", None),
            ("1.2.3", None),
            ("1.2.3.4,DNS:b", Some("each name goes in as an entry of its own".into())),
            ("1.2.3.4, DNS:b", Some("each name goes in as an entry of its own".into())),
        ];
        for (text, expected) in cases {
            let error = encode(text, &mut Vec::new()).unwrap_err();
            assert_eq!(error.hint(text), expected, "{text}");
        }
    }

    #[test]
    fn what_follows_an_address_is_shown_escaped() {
        let cases = [
            ("fe80::1%2", "has a zone id (%2); iPAddress holds an address only (RFC 5280 4.2.1.6)"),
            (
                "192.0.2.1/\u{202E}",
                "has a prefix length or mask (/\\u{202e}); iPAddress holds an address only (RFC 5280 4.2.1.6)",
            ),
            ("192.0.2.1:8", "has a port (:8); iPAddress holds an address only (RFC 5280 4.2.1.6)"),
        ];
        for (text, expected) in cases {
            assert_eq!(encode(text, &mut Vec::new()).unwrap_err().to_string(), expected);
        }
    }
}

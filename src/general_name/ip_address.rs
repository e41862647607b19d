//! iPAddress: an address, never a network (RFC 5280 4.2.1.6).

use alloc::{format, string::String, vec::Vec};
use core::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use crate::der;
use crate::error::QuotedChar;

/// Why a text is not an iPAddress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    Mask,
    /// An IPv6 zone (`fe80::1%eth0`), which means something on one machine only.
    Zone,
    /// A port (`192.0.2.1:443`, `[2001:db8::1]:443`).
    Port,
    /// Brackets, which belong to URIs.
    Brackets,
    /// An octet with a leading zero, which some read as octal.
    LeadingZero,
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
            Self::Mask => write!(f, "has a prefix length or mask (/); {RULE}"),
            Self::Zone => write!(f, "has a zone id (%); {RULE}"),
            Self::Port => write!(f, "has a port; {RULE}"),
            Self::Brackets => write!(f, "has brackets, which belong to URIs; {RULE}"),
            Self::LeadingZero => {
                f.write_str("has a leading zero, which some readers take for octal; IPv4 octets are plain decimal numbers")
            }
            Self::Ipv4Mapped(_) => {
                f.write_str("is an IPv4 address in IPv6 form, which clients compare with neither; an iPAddress is either one or the other")
            }
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
        let candidate = match self {
            Self::WhiteSpace { .. } => text.trim(),
            Self::Mask => text.split('/').next()?,
            Self::Zone => text.split('%').next()?,
            Self::Port => text.rsplit_once(':')?.0.trim_matches(['[', ']']),
            Self::Brackets => text.trim_matches(['[', ']']),
            Self::Ipv4Mapped(v4) => return Some(format!("give the IPv4 address, {v4}")),
            Self::NotAnAddress | Self::Character { .. }
                if text.bytes().any(|byte| byte.is_ascii_alphabetic())
                    && super::dns_name::check(text).is_ok() =>
            {
                return Some("a host name goes in as a dNSName".into());
            }
            _ => return None,
        };
        parse(candidate).ok().map(|address| format!("for the address alone, write {address}"))
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
    if let Some((before, _)) = text.split_once('/')
        && address(before)
    {
        return IpAddressError::Mask;
    }
    if let Some((before, _)) = text.split_once('%')
        && address(before.trim_start_matches('['))
    {
        return IpAddressError::Zone;
    }
    if let Some(inside) = text.strip_prefix('[')
        && let Some((inside, after)) = inside.split_once(']')
        && address(inside)
    {
        return if after.is_empty() { IpAddressError::Brackets } else { IpAddressError::Port };
    }
    if let Some((before, _)) = text.split_once(':')
        && before.parse::<Ipv4Addr>().is_ok()
    {
        return IpAddressError::Port;
    }
    let octets = || text.split('.');
    if octets().count() == 4
        && octets().all(|octet| !octet.is_empty() && octet.bytes().all(|b| b.is_ascii_digit()))
        && octets().any(|octet| octet.len() > 1 && octet.starts_with('0'))
    {
        return IpAddressError::LeadingZero;
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
        let cases = [
            ("", Empty),
            (" 192.0.2.1", WhiteSpace { at: 1 }),
            ("192.0.2.1\n", WhiteSpace { at: 10 }),
            ("192.0.2.1/24", Mask),
            ("192.0.2.1/255.255.255.0", Mask),
            ("2001:db8::/32", Mask),
            ("fe80::1%2", Zone),
            ("[fe80::1%eth0]", Zone),
            ("192.0.2.1:443", Port),
            ("[2001:db8::1]:443", Port),
            ("[2001:db8::1]", Brackets),
            ("192.0.2.01", LeadingZero),
            ("010.0.0.1", LeadingZero),
            ("::ffff:192.0.2.1", Ipv4Mapped(Ipv4Addr::new(192, 0, 2, 1))),
            ("::ffff:c000:201", Ipv4Mapped(Ipv4Addr::new(192, 0, 2, 1))),
            ("999.1.1.1", NotAnAddress),
            ("1.2.3", NotAnAddress),
            ("1.2.3.4.5", NotAnAddress),
            ("1::2::3", NotAnAddress),
            ("1:2:3:4:5:6:7:8:9", NotAnAddress),
            ("12345::", NotAnAddress),
            ("host.example.com", Character { character: 'h', at: 1 }),
            ("1.2.3.4,DNS:b", Character { character: ',', at: 8 }),
            ("1.2.3.4\0", Character { character: '\0', at: 8 }),
            ("١.2.3.4", Character { character: '١', at: 1 }),
        ];
        for (text, expected) in cases {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Err(expected), "{text}");
            assert!(out.is_empty(), "{text}");
        }
    }
}

//! iPAddress: an address, never a network (RFC 5280 4.2.1.6).

use alloc::{format, string::String, vec::Vec};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal, separately, without_prefix};
use super::{domain, uri};
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write as der;
use crate::error::{Code, Error, Hint};
use crate::text::first_character;

const TYPE: GeneralNameType = GeneralNameType::IpAddress;

const ADDRESS: &str = "an IPv4 dotted quad or an IPv6 address (RFC 4291 2.2)";
const ALONE: &str = "an address alone (RFC 5280 4.2.1.6)";

/// Appends the TLV of the address in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let address = parse(text).map_err(|refusal| refusal.error(TYPE, text, |_, text| hint(text)))?;
    encode_address(address, out).map_err(|error| error.value(text))
}

pub(super) fn encode_address(address: IpAddr, out: &mut Vec<u8>) -> Result<(), Error> {
    match address {
        IpAddr::V4(v4) => der::tlv(out, TYPE.tag(), &v4.octets()),
        IpAddr::V6(v6) => {
            if v6.to_ipv4_mapped().is_some() {
                const ONE: &str = "the one or the other (RFC 5280 4.2.1.6)";
                let reason = "is an IPv4 address in IPv6 form (RFC 4291 2.5.5.2)";
                let refusal = Refusal::new(Code::Ipv4Mapped, reason, ONE);
                return Err(refusal.error(TYPE, &format!("{address}"), |_, _| {
                    Some(Hint::Write(format!("{}", address.to_canonical())))
                }));
            }
            der::tlv(out, TYPE.tag(), &v6.octets());
        }
    }
    Ok(())
}

/// The text of the content, if it is an address.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let address = if let Ok(bytes) = <[u8; 4]>::try_from(content) {
        IpAddr::V4(bytes.into())
    } else {
        IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(content).ok()?))
    };
    Some(format!("{address}"))
}

/// Reads an iPAddress of a request.
pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    match name.content.len() {
        4 | 16 => Ok(()),
        len => {
            let found = format_args!("is {len} bytes long; an address is 4 or 16");
            walk.deviates(Code::IpAddressLength, name.at, found)
        }
    }
}

/// What to write instead, where that is clear.
fn hint(text: &str) -> Option<Hint> {
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok_and(|ip| ip == ip.to_canonical());
    let trimmed = without_prefix(TYPE, text).trim();
    let (inside, ends): (_, &[char]) = match trimmed.strip_prefix('[') {
        Some(inside) => (inside, &[']', '%', '/']),
        None => (trimmed, &['%', '/']),
    };
    let without_port = inside.split(':').next();
    let candidates = [inside.split(ends).next(), without_port];
    if let Some(address) = candidates.into_iter().flatten().find(|text| is_address(text)) {
        let address: IpAddr = address.parse().ok()?;
        Some(Hint::Write(format!("{address}")))
    } else if uri::check(text).is_ok() && text.contains("://") {
        Some(refusal::name(GeneralNameType::Uri, text))
    } else if domain::check_wire(text).is_ok() {
        Some(refusal::name(GeneralNameType::DnsName, text))
    } else {
        separately(TYPE, text, &[',', ';'], is_address)
    }
}

fn parse(text: &str) -> Result<IpAddr, Refusal> {
    text.parse().map_err(|_| diagnose(text))
}

/// The most telling reason why `text` is not an address. Only called for texts that are not.
#[cold]
fn diagnose(text: &str) -> Refusal {
    let mask = || Refusal::new(Code::PrefixLength, "has a prefix length or mask", ALONE);
    let zone = || Refusal::new(Code::ZoneId, "has a zone identifier", ALONE);
    let port = || Refusal::new(Code::Port, "has a port", ALONE);
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok();
    if text.is_empty() {
        return Refusal::new(Code::Empty, "is empty", ADDRESS);
    }
    if let Some((character, at)) = first_character(text, char::is_whitespace) {
        return Refusal::character(Code::WhiteSpace, character, at, ALONE);
    }
    if let Some(inside) = text.strip_prefix('[')
        && let Some((inside, after)) = inside.split_once(']')
    {
        match (inside.split_once('%'), after.chars().next()) {
            (Some((before, _)), _) if is_address(before) => return zone(),
            (None, Some(':')) if is_address(inside) => return port(),
            (None, Some('/')) if is_address(inside) => return mask(),
            (None, None) if is_address(inside) => {
                return Refusal::new(Code::Brackets, "is in brackets", ALONE);
            }
            _ => {}
        }
    }
    let is_in_front_of = |separator| text.split_once(separator).is_some_and(|(a, _)| is_address(a));
    if is_in_front_of('/') {
        return mask();
    }
    if is_in_front_of('%') {
        return zone();
    }
    if let Some((before, digits)) = text.split_once(':')
        && before.parse::<Ipv4Addr>().is_ok()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return port();
    }
    // The dotted quad, alone or at the end of an IPv6 address.
    let numbers = || text.rsplit(':').next().unwrap_or_default().split('.');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if numbers().count() == 4 && numbers().all(is_number) {
        if numbers().any(|number| number.len() > 1 && number.starts_with('0')) {
            const DECIMAL: &str = "decimal numbers without leading zeros (RFC 6943 3.1.1)";
            return Refusal::new(Code::LeadingZero, "has a number with a leading zero", DECIMAL);
        }
        if numbers().any(|number| number.parse::<u8>().is_err()) {
            const FOUR: &str = "four numbers from 0 to 255 (RFC 1123 2.1)";
            return Refusal::new(Code::NumberTooLarge, "has a number over 255", FOUR);
        }
    }
    match first_character(text, |c| !c.is_ascii_hexdigit() && c != '.' && c != ':') {
        Some((character, at)) => Refusal::character(Code::Character, character, at, ADDRESS),
        None => Refusal::new(Code::NotAnAddress, "is not an IP address", ADDRESS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::cases::{assert_codes, assert_hints};

    #[test]
    fn addresses_become_four_or_sixteen_bytes() {
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
    fn what_is_not_an_address_is_refused_for_its_own_reason() {
        use Code::*;
        let cases = [
            ("", Empty, None),
            (" 192.0.2.1", WhiteSpace, Some(1)),
            ("192.0.2.1\n", WhiteSpace, Some(10)),
            ("192.0.2.1/24", PrefixLength, None),
            ("192.0.2.1/255.255.255.0", PrefixLength, None),
            ("2001:db8::/32", PrefixLength, None),
            ("[2001:db8::]/32", PrefixLength, None),
            ("fe80::1%2", ZoneId, None),
            ("[fe80::1%eth0]", ZoneId, None),
            ("[fe80::1%eth0]:443", ZoneId, None),
            ("fe80::1%eth0/64", ZoneId, None),
            ("192.0.2.1:443", Port, None),
            ("[2001:db8::1]:443", Port, None),
            ("[2001:db8::1]", Brackets, None),
            ("192.0.2.01", LeadingZero, None),
            ("010.0.0.1", LeadingZero, None),
            ("192.168.1.010", LeadingZero, None),
            ("64:ff9b::192.0.2.01", LeadingZero, None),
            ("256.1.1.1", NumberTooLarge, None),
            ("0.1.1.256", NumberTooLarge, None),
            ("::1.2.3.999", NumberTooLarge, None),
            ("::ffff:192.0.2.1", Ipv4Mapped, None),
            ("::ffff:c000:201", Ipv4Mapped, None),
            ("999.1.1.1", NumberTooLarge, None),
            ("1.2.3", NotAnAddress, None),
            ("1.2.3.4.5", NotAnAddress, None),
            ("1::2::3", NotAnAddress, None),
            ("1:2:3:4:5:6:7:8:9", NotAnAddress, None),
            ("12345::", NotAnAddress, None),
            ("host.example.com", Character, Some(1)),
            ("1.2.3.4,DNS:b", Character, Some(8)),
            ("1.2.3.4:DNS", Character, Some(10)),
            ("[::1]x", Character, Some(1)),
            ("[a]", Character, Some(1)),
            ("[a]:443", Character, Some(1)),
            ("[a]/24", Character, Some(1)),
            ("[a%eth0]", Character, Some(1)),
            ("1.2.3.4\0", Character, Some(8)),
            ("١.2.3.4", Character, Some(1)),
        ];
        assert_codes(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let write = |address: &str| Some(Hint::Write(address.into()));
        let host = refusal::name(GeneralNameType::DnsName, "host.example");
        let uri = refusal::name(GeneralNameType::Uri, "https://192.0.2.1/");
        let names = Vec::from([("IP", "1.2.3.4".into()), ("IP", "::1".into())]);
        let cases = [
            (" 192.0.2.1", write("192.0.2.1")),
            ("IP:192.0.2.1", write("192.0.2.1")),
            ("192.0.2.1/24", write("192.0.2.1")),
            ("fe80::1%2", write("fe80::1")),
            ("fe80::1%eth0/64", write("fe80::1")),
            ("[fe80::1%eth0]:443", write("fe80::1")),
            ("192.0.2.1:443", write("192.0.2.1")),
            ("[2001:DB8::1]:443", write("2001:db8::1")),
            ("[2001:db8::1]", write("2001:db8::1")),
            ("::ffff:192.0.2.1/96", None),
            ("::ffff:192.0.2.1", write("192.0.2.1")),
            ("host.example", Some(host)),
            ("https://192.0.2.1/", Some(uri)),
            ("010.0.0.1", None),
            ("1.2.3", None),
            ("1.2.3.4, IP:::1", Some(Hint::Separately { names })),
            ("1.2.3.4,DNS:b", Some(Hint::advice("add each name separately"))),
            ("1.2.3.4,", write("1.2.3.4")),
        ];
        assert_hints(encode, cases);
    }
}

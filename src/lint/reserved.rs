//! Addresses and domains that cannot be owned, with the RFC that says so.

use core::net::IpAddr;

/// Networks of IPv4 that are not public (IANA's registry of special-purpose addresses):
/// first address, length of the prefix, RFC.
const IPV4: [([u8; 4], u32, &str); 18] = [
    ([0, 0, 0, 0], 8, "RFC 1122"),
    ([10, 0, 0, 0], 8, "RFC 1918"),
    ([100, 64, 0, 0], 10, "RFC 6598"),
    ([127, 0, 0, 0], 8, "RFC 1122"),
    ([169, 254, 0, 0], 16, "RFC 3927"),
    ([172, 16, 0, 0], 12, "RFC 1918"),
    ([192, 0, 0, 0], 24, "RFC 6890"),
    ([192, 0, 2, 0], 24, "RFC 5737"),
    ([192, 31, 196, 0], 24, "RFC 7535"),
    ([192, 52, 193, 0], 24, "RFC 7450"),
    ([192, 88, 99, 0], 24, "RFC 7526"),
    ([192, 175, 48, 0], 24, "RFC 7534"),
    ([192, 168, 0, 0], 16, "RFC 1918"),
    ([198, 18, 0, 0], 15, "RFC 2544"),
    ([198, 51, 100, 0], 24, "RFC 5737"),
    ([203, 0, 113, 0], 24, "RFC 5737"),
    ([224, 0, 0, 0], 4, "RFC 5771"),
    ([240, 0, 0, 0], 4, "RFC 1112"),
];

/// Networks of IPv6 that are not public: first 64 bits, length of the prefix, RFC.
const IPV6: [(u64, u32, &str); 16] = [
    // Unspecified, loopback, IPv4-mapped and the rest of what begins with 64 zero bits.
    (0, 64, "RFC 4291"),
    (0x0064_FF9B_0000_0000, 96, "RFC 6052"),
    (0x0064_FF9B_0001_0000, 48, "RFC 8215"),
    (0x0100_0000_0000_0000, 64, "RFC 6666"),
    (0x0100_0000_0000_0001, 64, "RFC 9780"),
    (0x2001_0000_0000_0000, 23, "RFC 2928"),
    (0x2001_0DB8_0000_0000, 32, "RFC 3849"),
    (0x2002_0000_0000_0000, 16, "RFC 3056"),
    (0x2620_004F_8000_0000, 48, "RFC 7534"),
    (0x3FFF_0000_0000_0000, 20, "RFC 9637"),
    (0x5F00_0000_0000_0000, 16, "RFC 9602"),
    (0xFC00_0000_0000_0000, 7, "RFC 4193"),
    (0xFE80_0000_0000_0000, 10, "RFC 4291"),
    (0xFEC0_0000_0000_0000, 10, "RFC 3879"),
    (0xFF00_0000_0000_0000, 8, "RFC 4291"),
    (0x3FFE_0000_0000_0000, 16, "RFC 3701"),
];

/// The RFC that reserves the address, if one does.
pub(super) fn address(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => {
            let address = u32::from(address);
            IPV4.iter()
                .find(|(first, len, _)| (u32::from_be_bytes(*first) ^ address) >> (32 - len) == 0)
                .map(|(.., rfc)| *rfc)
        }
        IpAddr::V6(address) => {
            let address = u128::from(address);
            IPV6.iter()
                .find(|(first, len, _)| ((u128::from(*first) << 64) ^ address) >> (128 - len) == 0)
                .map(|(.., rfc)| *rfc)
        }
    }
}

/// How a domain is kept from being owned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// For examples, tests, or a protocol of its own.
    SpecialUse(&'static str),
    /// Never public: for private networks, or under no top-level domain.
    Internal(&'static str),
    /// For addresses.
    ReverseZone(&'static str),
}

use Domain::{Internal, ReverseZone, SpecialUse};

/// Domains, with everything below them (IANA's registry of special-use domain names; the
/// last six are those that RFC 6762 Appendix G finds in use on private networks).
const DOMAINS: [(&str, Domain); 21] = [
    ("in-addr.arpa", ReverseZone("RFC 1035 3.5")),
    ("ip6.arpa", ReverseZone("RFC 3596 2.5")),
    ("example", Internal("RFC 6761 6.5")),
    ("example.com", SpecialUse("RFC 6761 6.5")),
    ("example.net", SpecialUse("RFC 6761 6.5")),
    ("example.org", SpecialUse("RFC 6761 6.5")),
    ("test", Internal("RFC 6761 6.2")),
    ("localhost", Internal("RFC 6761 6.3")),
    ("invalid", Internal("RFC 6761 6.4")),
    ("onion", Internal("RFC 7686")),
    ("alt", Internal("RFC 9476")),
    ("resolver.arpa", SpecialUse("RFC 9462")),
    ("ipv4only.arpa", SpecialUse("RFC 8880")),
    ("home.arpa", Internal("RFC 8375")),
    ("local", Internal("RFC 6762")),
    ("intranet", Internal("RFC 6762 Appendix G")),
    ("internal", Internal("RFC 6762 Appendix G")),
    ("private", Internal("RFC 6762 Appendix G")),
    ("corp", Internal("RFC 6762 Appendix G")),
    ("home", Internal("RFC 6762 Appendix G")),
    ("lan", Internal("RFC 6762 Appendix G")),
];

/// How the domain of a host name is kept from being owned, if it is.
pub(super) fn domain(name: &str) -> Option<Domain> {
    DOMAINS
        .iter()
        .find(|(domain, _)| {
            name.len().checked_sub(domain.len()).is_some_and(|start| {
                let is_whole = start == 0 || name.as_bytes()[start - 1] == b'.';
                is_whole && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
            })
        })
        .map(|(_, kept)| *kept)
        .filter(|_| !is_onion_address(name))
}

/// Whether the name is at or below an address of version 3 in `onion`, which can be owned (BR Appendix
/// B): the label in front has 56 characters of base32, the last eight bits of which are the version.
/// The checksum in front of it is not computed: nothing else here needs SHA3-256.
fn is_onion_address(name: &str) -> bool {
    let mut labels = name.rsplit('.');
    labels.next().is_some_and(|top| top.eq_ignore_ascii_case("onion"))
        && labels.next().is_some_and(|address| {
            let is_base32 = |byte: u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(&byte);
            let address = address.to_ascii_lowercase();
            let is_version_3 = ["ad", "id", "qd", "yd"].iter().any(|end| address.ends_with(end));
            address.len() == 56 && is_version_3 && address.bytes().all(is_base32)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_addresses_have_their_rfc() {
        let cases = [
            ("192.0.2.0", Some("RFC 5737")),
            ("192.0.3.0", None),
            ("10.255.255.255", Some("RFC 1918")),
            ("11.0.0.0", None),
            ("172.31.0.1", Some("RFC 1918")),
            ("172.32.0.1", None),
            ("100.127.0.1", Some("RFC 6598")),
            ("127.0.0.1", Some("RFC 1122")),
            ("255.255.255.255", Some("RFC 1112")),
            ("8.8.8.8", None),
            ("::1", Some("RFC 4291")),
            ("::ffff:8.8.8.8", Some("RFC 4291")),
            ("2001:db8::1", Some("RFC 3849")),
            ("2001:4860:4860::8888", None),
            ("2606:4700::1111", None),
            ("fd00::1", Some("RFC 4193")),
            ("fe80::1", Some("RFC 4291")),
            ("3fff:fff::1", Some("RFC 9637")),
            ("64:ff9b::808:808", Some("RFC 6052")),
            ("64:ff9b::1:0:0", None),
            ("192.31.196.255", Some("RFC 7535")),
            ("192.52.193.0", Some("RFC 7450")),
            ("192.175.48.1", Some("RFC 7534")),
            ("192.175.49.1", None),
            ("100:0:0:1::1", Some("RFC 9780")),
            ("100:0:0:2::1", None),
            ("2620:4f:8000::1", Some("RFC 7534")),
            ("2620:4f:8001::1", None),
        ];
        for (text, expected) in cases {
            assert_eq!(address(text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn domains_are_kept_with_all_below_them_and_nothing_beside() {
        let cases = [
            ("example.com", Some(SpecialUse("RFC 6761 6.5"))),
            ("WWW.Example.COM", Some(SpecialUse("RFC 6761 6.5"))),
            ("myexample.com", None),
            ("example.com.de", None),
            ("a.test", Some(Internal("RFC 6761 6.2"))),
            ("1.2.0.192.IN-ADDR.ARPA", Some(ReverseZone("RFC 1035 3.5"))),
            ("e164.arpa", None),
            ("a.onion", Some(Internal("RFC 7686"))),
            ("www.2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion", None),
            ("2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53WID.onion", None),
            (
                "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wie.onion",
                Some(Internal("RFC 7686")),
            ),
            (
                "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wjd.onion",
                Some(Internal("RFC 7686")),
            ),
            ("contest", None),
            ("printer.local", Some(Internal("RFC 6762"))),
            ("host.corp", Some(Internal("RFC 6762 Appendix G"))),
            ("www.rust-lang.org", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(domain(name), expected, "{name}");
        }
    }
}

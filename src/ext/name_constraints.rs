//! nameConstraints: which names a CA may certify (RFC 5280 4.2.1.10).

use alloc::{format, string::String, vec::Vec};
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use super::read::{only, strictly};
use crate::asn1::Deviation;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write::tag;
use crate::error::Code;
use crate::hex;
use crate::name::DistinguishedName;
use crate::san::GeneralNameType;
use crate::san::host::is_host_name;

/// The names that the certificates below a CA may have. It is read only: it is given in DER.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameConstraints {
    subtrees: Vec<NameSubtree>,
}

/// A subtree of names. As text `permitted`, the type of name, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameSubtree {
    is_permitted: bool,
    name_type: GeneralNameType,
    content: Vec<u8>,
}

impl NameConstraints {
    /// The subtrees, first those that are permitted, then those that are excluded.
    pub fn subtrees(&self) -> &[NameSubtree] {
        &self.subtrees
    }

    /// The constraints in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not NameConstraints in DER.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, |_| Ok(()))
    }

    /// ```text
    /// NameConstraints ::= SEQUENCE { permittedSubtrees [0] IMPLICIT SEQUENCE OF GeneralSubtree OPTIONAL,
    ///                                excludedSubtrees [1] IMPLICIT SEQUENCE OF GeneralSubtree OPTIONAL }
    /// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] IMPLICIT INTEGER DEFAULT 0,
    ///                               maximum [1] IMPLICIT INTEGER OPTIONAL }   -- RFC 5280 4.2.1.10
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let sequence = only(walk, value, tag::SEQUENCE)?;
        let mut lists = sequence.reader();
        let mut subtrees = Vec::new();
        for (number, is_permitted) in [(0, true), (1, false)] {
            if lists.peek() != Some(tag::context_constructed(number)) {
                continue;
            }
            let list = walk.read(&mut lists)?;
            let mut bases = list.reader();
            while !bases.is_empty() {
                let mut subtree = walk.expect(&mut bases, tag::SEQUENCE)?.reader();
                let base = walk.read(&mut subtree)?;
                if [tag::context(0), tag::context(1)].map(Some).contains(&subtree.peek()) {
                    let found =
                        format_args!("has a minimum or a maximum, which no type of name uses");
                    walk.deviates(Code::NameConstraints, subtree.at(), found)?;
                } else {
                    walk.finish(&subtree)?;
                }
                subtrees.push(NameSubtree::read(is_permitted, &base)?);
            }
        }
        walk.finish(&lists)?;
        if subtrees.is_empty() {
            let found = format_args!("has neither permitted nor excluded names");
            walk.deviates(Code::ExtensionValue, sequence.at, found)?;
        }
        Ok(Self { subtrees })
    }
}

impl NameSubtree {
    fn read(is_permitted: bool, base: &Tlv<'_>) -> Walked<Self> {
        match GeneralNameType::from_tag(base.tag) {
            Some(name_type) => Ok(Self { is_permitted, name_type, content: base.content.into() }),
            None => {
                let found =
                    format_args!("has the tag {:#04x}, which no type of name has", base.tag);
                stop(Code::ExtensionValue, base.at, found)
            }
        }
    }

    /// Whether its names are permitted, and not excluded.
    pub const fn is_permitted(&self) -> bool {
        self.is_permitted
    }

    /// The type of its names.
    pub const fn name_type(&self) -> GeneralNameType {
        self.name_type
    }

    /// What is about it against RFC 5280 4.2.1.10, if anything.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let text = core::str::from_utf8(&self.content).unwrap_or_default();
        match self.name_type {
            GeneralNameType::IpAddress if ![8, 32].contains(&self.content.len()) => {
                Some("is not an address and a mask, 8 or 32 bytes")
            }
            GeneralNameType::IpAddress if !self.mask_is_prefix() => {
                Some("has a mask that is not a prefix of ones")
            }
            GeneralNameType::Uri | GeneralNameType::DnsName if text.contains(['/', ':']) => {
                Some("is a URI, where the host alone belongs")
            }
            GeneralNameType::Uri | GeneralNameType::DnsName if text.starts_with("*.") => {
                Some("has a wildcard; a host name stands for all below it")
            }
            GeneralNameType::Uri if !is_host_name(text.strip_prefix('.').unwrap_or(text)) => {
                Some("is neither a host name nor a domain with a dot in front")
            }
            _ => None,
        }
    }

    /// Whether the second half of an address with its mask is ones, then zeros (RFC 4632 3.1).
    fn mask_is_prefix(&self) -> bool {
        let (_, mask) = self.content.split_at(self.content.len() / 2);
        mask.iter()
            .flat_map(|byte| (0..8).map(move |bit| byte << bit & 0x80))
            .is_sorted_by(|bit, next| bit >= next)
    }

    fn value(&self) -> String {
        match (self.name_type, self.content.as_slice()) {
            (GeneralNameType::IpAddress, bytes) => {
                if let Ok([a, b, c, d, mask @ ..]) = <[u8; 8]>::try_from(bytes) {
                    return format!("{}/{}", Ipv4Addr::new(a, b, c, d), Ipv4Addr::from(mask));
                }
                let half = |at: usize| <[u8; 16]>::try_from(bytes.get(at..at + 16)?).ok();
                match (bytes.len(), half(0), half(16)) {
                    (32, Some(address), Some(mask)) => {
                        format!("{}/{}", Ipv6Addr::from(address), Ipv6Addr::from(mask))
                    }
                    _ => format!("#{}", hex::encode(bytes)),
                }
            }
            (GeneralNameType::DirectoryName, content) => {
                format!("{:#}", DistinguishedName::in_general_name(content))
            }
            (
                GeneralNameType::DnsName | GeneralNameType::Rfc822Name | GeneralNameType::Uri,
                content,
            ) if content.is_ascii() => String::from_utf8_lossy(content).into_owned(),
            (_, content) => format!("#{}", hex::encode(content)),
        }
    }
}

impl fmt::Display for NameSubtree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.is_permitted { "permitted" } else { "excluded" };
        write!(f, "{word} {}:{}", self.name_type.prefix(), self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn subtrees_are_read_and_shown() {
        let value = b"\x30\x2D\xA0\x19\x30\x07\x82\x05.a.de\x30\x0E\x87\x0C\x0A\x00\x00\x00\xFF\x00\x00\x00\x00\x00\x00\x00\xA1\x10\x30\x04\x81\x02.b\x30\x08\x86\x06http:/";
        let constraints = NameConstraints::from_value(value).unwrap();
        let shown: Vec<String> = constraints.subtrees().iter().map(ToString::to_string).collect();
        let expected = [
            "permitted DNS:.a.de",
            "permitted IP:#0a000000ff00000000000000",
            "excluded email:.b",
            "excluded URI:http:/",
        ];
        assert_eq!(shown, expected);
        let faulty: Vec<bool> =
            constraints.subtrees().iter().map(|subtree| subtree.fault().is_some()).collect();
        assert_eq!(faulty, [false, true, false, true]);
        let address = b"\x30\x0E\xA0\x0C\x30\x0A\x87\x08\x0A\x00\x00\x00\xFF\x00\x00\x00";
        let constraints = NameConstraints::from_value(address).unwrap();
        assert_eq!(constraints.subtrees()[0].to_string(), "permitted IP:10.0.0.0/255.0.0.0");
        assert_eq!(constraints.subtrees()[0].fault(), None);
    }

    #[test]
    fn what_rfc_5280_does_not_allow_in_a_subtree_is_a_fault() {
        let subtree = |name_type, content: &[u8]| NameSubtree {
            is_permitted: true,
            name_type,
            content: content.into(),
        };
        let ipv6 = |mask: u128| [[0; 16], mask.to_be_bytes()].concat();
        let cases: [(GeneralNameType, &[u8], bool); 16] = [
            (GeneralNameType::IpAddress, &[10, 0, 0, 0, 255, 255, 254, 0], false),
            (GeneralNameType::IpAddress, &[0; 8], false),
            (GeneralNameType::IpAddress, &[10, 0, 0, 1, 255, 255, 255, 255], false),
            (GeneralNameType::IpAddress, &[10, 0, 0, 0, 255, 0, 255, 0], true),
            (GeneralNameType::IpAddress, &[10, 0, 0, 0, 0, 0, 0, 255], true),
            (GeneralNameType::IpAddress, &ipv6(!0 << 65), false),
            (GeneralNameType::IpAddress, &ipv6(!0 >> 65), true),
            (GeneralNameType::Uri, b"host.example.com", false),
            (GeneralNameType::Uri, b".example.com", false),
            (GeneralNameType::Uri, b"a b", true),
            (GeneralNameType::Uri, b"*.example.com", true),
            (GeneralNameType::Uri, b"192.0.2.1", true),
            (GeneralNameType::Uri, b"", true),
            (GeneralNameType::DnsName, b"", false),
            (GeneralNameType::DnsName, b"https://example.com", true),
            (GeneralNameType::DnsName, b"*.example.com", true),
        ];
        for (name_type, content, is_fault) in cases {
            let subtree = subtree(name_type, content);
            assert_eq!(subtree.fault().is_some(), is_fault, "{subtree}");
        }
    }

    #[test]
    fn what_is_not_constraints_is_refused() {
        for value in [
            &b"\x30\x00"[..],
            b"\x30\x02\xA0\x00",
            b"\x30\x07\xA0\x05\x30\x03\x80\x01a\x00",
            b"\x30\x08\xA0\x06\x30\x04\x9F\x02\x01a",
            b"\x04\x00",
        ] {
            assert!(NameConstraints::from_value(value).is_err(), "{value:02x?}");
        }
    }
}

//! The nine types of name: how they are spelt, and their tags.

use alloc::{format, string::String, vec::Vec};
use core::{fmt, str::FromStr};

use crate::error::{Code, Error, Hint};
use crate::text::{Quoted, nearest};

/// The nine alternatives of the CHOICE, in the order of their tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GeneralNameType {
    /// `otherName` \[0]: a value of a type of its own, such as a Microsoft UPN.
    OtherName,
    /// `rfc822Name` \[1]: a mailbox.
    Rfc822Name,
    /// `dNSName` \[2]: a host name.
    DnsName,
    /// `x400Address` \[3]: an X.400 originator/recipient address.
    X400Address,
    /// `directoryName` \[4]: a distinguished name.
    DirectoryName,
    /// `ediPartyName` \[5]: an EDI party.
    EdiPartyName,
    /// `uniformResourceIdentifier` \[6]: an absolute URI.
    Uri,
    /// `iPAddress` \[7]: an IPv4 or IPv6 address.
    IpAddress,
    /// `registeredID` \[8]: an object identifier.
    RegisteredId,
}

impl GeneralNameType {
    /// All nine, in the order of their tags.
    pub const ALL: &'static [Self] = &[
        Self::OtherName,
        Self::Rfc822Name,
        Self::DnsName,
        Self::X400Address,
        Self::DirectoryName,
        Self::EdiPartyName,
        Self::Uri,
        Self::IpAddress,
        Self::RegisteredId,
    ];

    /// The spelling of RFC 5280, the prefix, and the identifier byte (RFC 5280 Appendix A.2, IMPLICIT
    /// TAGS; `directoryName` is explicit because a Name is a CHOICE).
    const fn row(self) -> (&'static str, &'static str, u8) {
        match self {
            Self::OtherName => ("otherName", "otherName", 0xA0),
            Self::Rfc822Name => ("rfc822Name", "email", 0x81),
            Self::DnsName => ("dNSName", "DNS", 0x82),
            Self::X400Address => ("x400Address", "x400", 0xA3),
            Self::DirectoryName => ("directoryName", "dirName", 0xA4),
            Self::EdiPartyName => ("ediPartyName", "ediPartyName", 0xA5),
            Self::Uri => ("uniformResourceIdentifier", "URI", 0x86),
            Self::IpAddress => ("iPAddress", "IP", 0x87),
            Self::RegisteredId => ("registeredID", "RID", 0x88),
        }
    }

    /// The name as RFC 5280 spells it, such as `dNSName`.
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    /// The prefix in `PREFIX:VALUE`, such as `DNS`: OpenSSL's, where it has one.
    pub const fn prefix(self) -> &'static str {
        self.row().1
    }

    /// The identifier byte.
    #[inline]
    pub(crate) const fn tag(self) -> u8 {
        self.row().2
    }

    /// The type of a prefix, in any case.
    ///
    /// # Errors
    /// [`Code::NameType`] if none of the nine has it.
    pub fn from_prefix(prefix: &str) -> Result<Self, Error> {
        let found = Self::find(|name_type| name_type.prefix().eq_ignore_ascii_case(prefix));
        found.ok_or_else(|| {
            let meant = Self::from_spelling(prefix)
                .map(Self::prefix)
                .or_else(|| nearest(prefix, Self::ALL.iter().map(|name_type| name_type.prefix())));
            Error::new(Code::NameType, "name", format!("has the unknown prefix {}", Quoted(prefix)))
                .expected(Self::prefixes())
                .hint_at(meant.map(|meant| Hint::DidYouMean(meant.into())))
        })
    }

    /// The nine prefixes, for messages.
    pub(super) fn prefixes() -> String {
        format!("one of {}", Self::listed(Self::prefix))
    }

    fn listed(spelling: fn(Self) -> &'static str) -> String {
        Self::ALL.iter().copied().map(spelling).collect::<Vec<_>>().join(", ")
    }

    fn find(is_meant: impl Fn(Self) -> bool) -> Option<Self> {
        Self::ALL.iter().copied().find(|name_type| is_meant(*name_type))
    }

    /// The type that is spelt so, as prefix or as in RFC 5280, in any case.
    pub(super) fn from_spelling(text: &str) -> Option<Self> {
        let is_spelling = |spelling: &str| spelling.eq_ignore_ascii_case(text);
        Self::find(|name_type| is_spelling(name_type.prefix()) || is_spelling(name_type.as_str()))
    }

    pub(crate) fn from_tag(tag: u8) -> Option<Self> {
        // The index of each is its number.
        Self::ALL.get(usize::from(tag & 0x1F)).copied().filter(|name_type| name_type.tag() == tag)
    }
}

impl fmt::Display for GeneralNameType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for GeneralNameType {
    type Err = Error;

    /// Reads the spelling of RFC 5280, case-sensitive.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::find(|name_type| name_type.as_str() == text).ok_or_else(|| {
            let meant = nearest(text, Self::ALL.iter().map(|name_type| name_type.as_str()))
                .or_else(|| Self::from_spelling(text).map(Self::as_str));
            Error::new(Code::NameType, "name type", "is unknown")
                .value(text)
                .expected(format!("one of {} (RFC 5280 4.2.1.6)", Self::listed(Self::as_str)))
                .hint_at(meant.map(|meant| Hint::DidYouMean(meant.into())))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back() {
        for name_type in GeneralNameType::ALL {
            assert_eq!(name_type.as_str().parse(), Ok(*name_type));
            let prefix = name_type.prefix();
            for prefix in [prefix.into(), prefix.to_ascii_uppercase(), prefix.to_ascii_lowercase()]
            {
                assert_eq!(GeneralNameType::from_prefix(&prefix), Ok(*name_type));
            }
            assert_eq!(GeneralNameType::from_tag(name_type.tag()), Some(*name_type));
        }
    }

    #[test]
    fn a_misspelled_type_has_the_right_one_as_its_hint() {
        let cases = [
            ("ipAddress", Some("iPAddress")),
            ("dnsName", Some("dNSName")),
            ("DNS", Some("dNSName")),
            ("email", Some("rfc822Name")),
            ("host", None),
            ("", None),
        ];
        for (text, meant) in cases {
            let error = text.parse::<GeneralNameType>().unwrap_err();
            assert_eq!((error.code(), error.subject()), (Code::NameType, "name type"), "{text}");
            assert_eq!(error.hint(), meant.map(|m| Hint::DidYouMean(m.into())).as_ref(), "{text}");
        }
    }
}

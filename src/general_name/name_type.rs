//! The nine types of name: how they are spelt, and their tags.

use core::{fmt, str::FromStr};

use super::{GeneralNameError, GeneralNameErrorKind};

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
    pub const ALL: [Self; 9] = [
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

    /// The name as RFC 5280 spells it, such as `dNSName`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherName => "otherName",
            Self::Rfc822Name => "rfc822Name",
            Self::DnsName => "dNSName",
            Self::X400Address => "x400Address",
            Self::DirectoryName => "directoryName",
            Self::EdiPartyName => "ediPartyName",
            Self::Uri => "uniformResourceIdentifier",
            Self::IpAddress => "iPAddress",
            Self::RegisteredId => "registeredID",
        }
    }

    /// The prefix in `PREFIX:VALUE`, such as `DNS`: OpenSSL's, where it has one.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::OtherName => "otherName",
            Self::Rfc822Name => "email",
            Self::DnsName => "DNS",
            Self::X400Address => "x400",
            Self::DirectoryName => "dirName",
            Self::EdiPartyName => "ediPartyName",
            Self::Uri => "URI",
            Self::IpAddress => "IP",
            Self::RegisteredId => "RID",
        }
    }

    /// The type that a prefix stands for, in any case.
    ///
    /// # Errors
    /// [`GeneralNameError`] if it stands for none of the nine.
    pub fn from_prefix(prefix: &str) -> Result<Self, GeneralNameError> {
        Self::ALL
            .into_iter()
            .find(|name_type| name_type.prefix().eq_ignore_ascii_case(prefix))
            .ok_or_else(|| GeneralNameError {
                value: prefix.into(),
                kind: GeneralNameErrorKind::UnknownPrefix,
            })
    }

    /// The type that is spelt so, as prefix or as RFC 5280 has it, in any case.
    pub(super) fn from_spelling(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name_type| {
            [name_type.prefix(), name_type.as_str()]
                .into_iter()
                .any(|spelling| spelling.eq_ignore_ascii_case(text))
        })
    }

    /// The identifier octet (RFC 5280 Appendix A.2, IMPLICIT TAGS; `directoryName` is explicit
    /// because a Name is a CHOICE).
    pub(crate) const fn tag(self) -> u8 {
        match self {
            Self::OtherName => 0xA0,
            Self::Rfc822Name => 0x81,
            Self::DnsName => 0x82,
            Self::X400Address => 0xA3,
            Self::DirectoryName => 0xA4,
            Self::EdiPartyName => 0xA5,
            Self::Uri => 0x86,
            Self::IpAddress => 0x87,
            Self::RegisteredId => 0x88,
        }
    }

    pub(crate) fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|name_type| name_type.tag() == tag)
    }
}

impl fmt::Display for GeneralNameType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for GeneralNameType {
    type Err = GeneralNameError;

    /// Reads the spelling of RFC 5280, to the letter.
    fn from_str(text: &str) -> Result<Self, GeneralNameError> {
        Self::ALL.into_iter().find(|name_type| name_type.as_str() == text).ok_or_else(|| {
            GeneralNameError { value: text.into(), kind: GeneralNameErrorKind::UnknownType }
        })
    }
}

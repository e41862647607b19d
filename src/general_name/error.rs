//! A text that is no GeneralName, why, and what was probably meant.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use super::{
    DirectoryNameError, DnsNameError, EdiPartyNameError, GeneralNameType, IpAddressError,
    OtherNameError, RegisteredIdError, Rfc822NameError, UriError, X400AddressError, encode,
};
use crate::decode::DerError;
use crate::error::{Quoted, nearest};

/// A text that is no GeneralName, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralNameError {
    pub(super) value: String,
    pub(super) kind: GeneralNameErrorKind,
}

impl GeneralNameError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it was refused.
    pub const fn kind(&self) -> &GeneralNameErrorKind {
        &self.kind
    }

    /// What was probably meant, or what to do instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        use GeneralNameErrorKind as Kind;
        let value = &self.value;
        match &self.kind {
            Kind::UnknownType => nearest(value, GeneralNameType::ALL.map(GeneralNameType::as_str))
                .or_else(|| GeneralNameType::from_prefix(value).ok().map(GeneralNameType::as_str))
                .map(|meant| format!("did you mean {meant}?")),
            Kind::UnknownPrefix => {
                nearest(value, GeneralNameType::ALL.map(GeneralNameType::prefix))
                    .or_else(|| value.parse().ok().map(GeneralNameType::prefix))
                    .map(|meant| format!("did you mean {meant}?"))
            }
            Kind::NoPrefix => {
                let meant = [GeneralNameType::IpAddress, GeneralNameType::DnsName]
                    .into_iter()
                    .find(|name_type| encode(*name_type, value, &mut Vec::new()).is_ok())?;
                Some(format!("did you mean {}:{value}?", meant.prefix()))
            }
            Kind::UnknownTag(_) | Kind::Der(_) | Kind::NoText(_) => None,
            Kind::OtherName(error) => error.hint(value),
            Kind::Rfc822Name(error) => error.hint(value),
            Kind::DnsName(error) => error.hint(value),
            Kind::X400Address(error) => error.hint(value),
            Kind::DirectoryName(error) => error.hint(value),
            Kind::EdiPartyName(error) => error.hint(value),
            Kind::Uri(error) => error.hint(value),
            Kind::IpAddress(error) => error.hint(value),
            Kind::RegisteredId(error) => error.hint(value),
        }
    }
}

impl fmt::Display for GeneralNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Quoted(&self.value), self.kind)?;
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for GeneralNameError {}

/// Why a text is no GeneralName.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralNameErrorKind {
    /// The type is none of the nine.
    UnknownType,
    /// The prefix stands for none of the nine types.
    UnknownPrefix,
    /// There is no `PREFIX:` in front.
    NoPrefix,
    /// The DER has a tag that is none of the nine.
    UnknownTag(u8),
    /// The DER is not exactly one TLV.
    Der(DerError),
    /// The content of the DER is none that a name of this type has as text.
    NoText(GeneralNameType),
    /// Not an `otherName`.
    OtherName(OtherNameError),
    /// Not an `rfc822Name`.
    Rfc822Name(Rfc822NameError),
    /// Not a `dNSName`.
    DnsName(DnsNameError),
    /// Not an `x400Address`.
    X400Address(X400AddressError),
    /// Not a `directoryName`.
    DirectoryName(DirectoryNameError),
    /// Not an `ediPartyName`.
    EdiPartyName(EdiPartyNameError),
    /// Not a `uniformResourceIdentifier`.
    Uri(UriError),
    /// Not an `iPAddress`.
    IpAddress(IpAddressError),
    /// Not a `registeredID`.
    RegisteredId(RegisteredIdError),
}

impl fmt::Display for GeneralNameErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType => {
                f.write_str("is no GeneralName type; the nine are ")?;
                list(f, GeneralNameType::as_str)?;
                f.write_str(" (RFC 5280 4.2.1.6)")
            }
            Self::UnknownPrefix => {
                f.write_str("is no prefix of a name; the nine are ")?;
                list(f, GeneralNameType::prefix)
            }
            Self::NoPrefix => {
                f.write_str("has no prefix that says what it is; write PREFIX:VALUE with one of ")?;
                list(f, GeneralNameType::prefix)
            }
            Self::UnknownTag(tag) => write!(
                f,
                "has the tag {tag:#04x}, which is none of the nine GeneralName types (RFC 5280 4.2.1.6)"
            ),
            Self::Der(error) => write!(f, "is not exactly one DER value: {error}"),
            Self::NoText(name_type) => write!(
                f,
                "is the DER of no {name_type} that can be written as text (RFC 5280 4.2.1.6)"
            ),
            Self::OtherName(error) => error.fmt(f),
            Self::Rfc822Name(error) => error.fmt(f),
            Self::DnsName(error) => error.fmt(f),
            Self::X400Address(error) => error.fmt(f),
            Self::DirectoryName(error) => error.fmt(f),
            Self::EdiPartyName(error) => error.fmt(f),
            Self::Uri(error) => error.fmt(f),
            Self::IpAddress(error) => error.fmt(f),
            Self::RegisteredId(error) => error.fmt(f),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, spelling: fn(GeneralNameType) -> &'static str) -> fmt::Result {
    for (index, name_type) in GeneralNameType::ALL.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        f.write_str(spelling(name_type))?;
    }
    Ok(())
}

//! A text that is no GeneralName, why, and what was probably meant.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use super::{
    DirectoryNameError, DnsNameError, EdiPartyNameError, GeneralNameType, IpAddressError,
    OtherNameError, RegisteredIdError, Rfc822NameError, UriError, X400AddressError, encode,
    other_name,
};
use crate::decode::DerError;
use crate::error::{Quoted, nearest};

/// The hint for a text that begins with a name and goes on with others.
pub(super) fn several(text: &str, is_name: impl Fn(&str) -> bool) -> Option<String> {
    let (first, _) = text.split_once([',', ';'])?;
    is_name(first.trim()).then(|| "each name goes in as an entry of its own".into())
}

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
            Kind::UnknownPrefix => match other_name::known_type(value) {
                Some(name) => Some(format!("write otherName:{name};UTF8:VALUE")),
                None => GeneralNameType::from_spelling(value)
                    .map(GeneralNameType::prefix)
                    .or_else(|| nearest(value, GeneralNameType::ALL.map(GeneralNameType::prefix)))
                    .map(|meant| format!("did you mean {meant}?")),
            },
            Kind::NoPrefix => {
                let meant = [GeneralNameType::IpAddress, GeneralNameType::DnsName]
                    .into_iter()
                    .find(|name_type| encode(*name_type, value, &mut Vec::new()).is_ok())?;
                Some(format!("did you mean {}:{value}?", meant.prefix()))
            }
            Kind::NoValue(_) | Kind::UnknownTag(_) | Kind::Der(_) | Kind::NoText(_) => None,
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
    /// A prefix and nothing more.
    NoValue(GeneralNameType),
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
            Self::NoValue(name_type) => write!(
                f,
                "is a prefix without a value; write {prefix}:VALUE",
                prefix = name_type.prefix()
            ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::GeneralName;

    #[test]
    fn whoever_takes_another_spelling_for_the_prefix_is_told_the_prefix() {
        let spellings = GeneralNameType::ALL.into_iter().filter_map(|name_type| {
            let (name, prefix) = (name_type.as_str(), name_type.prefix());
            let hint = format!("did you mean {prefix}?");
            (!name.eq_ignore_ascii_case(prefix)).then_some((name.into(), hint))
        });
        let others = [
            ("IPAddress", "did you mean IP?"),
            ("dnsname", "did you mean DNS?"),
            ("URL", "did you mean URI?"),
            ("UPN", "write otherName:UPN;UTF8:VALUE"),
            ("upn", "write otherName:UPN;UTF8:VALUE"),
            ("smtpUTF8Mailbox", "write otherName:SmtpUTF8Mailbox;UTF8:VALUE"),
        ];
        let others = others.map(|(spelling, hint)| (String::from(spelling), hint.into()));
        for (spelling, hint) in spellings.chain(others) {
            let error = format!("{spelling}:a").parse::<GeneralName<'_>>().unwrap_err();
            assert_eq!(*error.kind(), GeneralNameErrorKind::UnknownPrefix, "{spelling}");
            assert_eq!(error.hint(), Some(hint), "{spelling}");
        }
    }

    #[test]
    fn a_prefix_alone_has_no_value() {
        let cases = [
            ("DNS", "\"DNS\" is a prefix without a value; write DNS:VALUE"),
            ("ip", "\"ip\" is a prefix without a value; write IP:VALUE"),
            ("dNSName", "\"dNSName\" is a prefix without a value; write DNS:VALUE"),
        ];
        for (text, expected) in cases {
            assert_eq!(format!("{}", text.parse::<GeneralName<'_>>().unwrap_err()), expected);
        }
    }
}

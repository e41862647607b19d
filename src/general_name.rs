//! GeneralName (RFC 5280 4.2.1.6): nine types of name, each from text to DER and back.
//!
//! A file each; every one of them has the same three functions: `encode` from text, `text`
//! back from content octets, and `hint` for what was probably meant.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::{fmt, net::IpAddr, str::FromStr};

use crate::decode;
use crate::error::Quoted;
use crate::hex;

#[cfg(test)]
mod cases;
mod directory_name;
pub(crate) mod dns_name;
mod edi_party_name;
mod error;
#[cfg(feature = "idn")]
mod idn;
mod ip_address;
mod name_type;
mod other_name;
mod registered_id;
mod rfc822_name;
mod uri;
mod x400_address;

pub use directory_name::DirectoryNameError;
pub use dns_name::DnsNameError;
pub use edi_party_name::EdiPartyNameError;
pub use error::{GeneralNameError, GeneralNameErrorKind};
pub use ip_address::IpAddressError;
pub use name_type::GeneralNameType;
pub use other_name::{OtherNameError, SmtpUtf8MailboxError};
pub use registered_id::RegisteredIdError;
pub use rfc822_name::Rfc822NameError;
pub use uri::UriError;
pub use x400_address::X400AddressError;

/// One name of an identity: its type and its value, always valid and already encoded.
///
/// `Display` and `FromStr` are each other's inverse: `DNS:bmc-7.example.com`.
///
/// ```
/// use pkcs10::GeneralName;
///
/// let name: GeneralName = "IP:192.0.2.7".parse()?;
/// assert_eq!(name.as_der(), [0x87, 4, 192, 0, 2, 7]);
/// assert_eq!(name.to_string(), "IP:192.0.2.7");
///
/// let refused = GeneralName::dns("bmc_7.example.com").unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     r#""bmc_7.example.com" has "_" at character 4; a dNSName holds letters, digits and hyphens (RFC 1034 3.5)"#
/// );
/// # Ok::<(), pkcs10::GeneralNameError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GeneralName<'a> {
    /// One TLV with one of the nine tags.
    der: Cow<'a, [u8]>,
}

impl GeneralName<'static> {
    /// A name from its type and its text, in the syntax of that type.
    ///
    /// # Errors
    /// [`GeneralNameError`], which says what is wrong with the text.
    pub fn new(name_type: GeneralNameType, text: &str) -> Result<Self, GeneralNameError> {
        let mut der = Vec::with_capacity(text.len() + 8);
        encode(name_type, text, &mut der)?;
        Ok(Self { der: Cow::Owned(der) })
    }

    /// A `dNSName`: a host name, perhaps with a wildcard as its first label.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding a [`DnsNameError`].
    pub fn dns(name: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::DnsName, name)
    }

    /// An `iPAddress`. Its text form is [`GeneralName::new`].
    ///
    /// # Errors
    /// [`GeneralNameError`] for an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`): say which
    /// of the two is meant.
    pub fn ip(address: impl Into<IpAddr>) -> Result<Self, GeneralNameError> {
        let address = address.into();
        let mut der = Vec::with_capacity(18);
        ip_address::encode_address(address, &mut der).map_err(|error| GeneralNameError {
            value: format!("{address}"),
            kind: GeneralNameErrorKind::IpAddress(error),
        })?;
        Ok(Self { der: Cow::Owned(der) })
    }

    /// An `rfc822Name`: `local@domain` (RFC 5321 4.1.2).
    ///
    /// # Errors
    /// [`GeneralNameError`] holding an [`Rfc822NameError`].
    pub fn email(mailbox: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::Rfc822Name, mailbox)
    }

    /// A `uniformResourceIdentifier`: an absolute URI (RFC 3986).
    ///
    /// # Errors
    /// [`GeneralNameError`] holding a [`UriError`].
    pub fn uri(uri: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::Uri, uri)
    }

    /// A `directoryName` from its RFC 4514 text, most specific first.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding a [`DirectoryNameError`].
    pub fn directory(name: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::DirectoryName, name)
    }

    /// A `registeredID` in dotted decimal, such as `2.999.1`.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding a [`RegisteredIdError`].
    pub fn registered_id(oid: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::RegisteredId, oid)
    }

    /// An `otherName`: `OID;UTF8:text`, `OID;IA5:text` or `OID;DER:hex`; `UPN` and
    /// `SmtpUTF8Mailbox` may stand for their OIDs.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding an [`OtherNameError`].
    pub fn other(name: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::OtherName, name)
    }

    /// An `ediPartyName`: `partyName` or `nameAssigner;partyName`; `\;` and `\\` escape.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding an [`EdiPartyNameError`].
    pub fn edi_party(name: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::EdiPartyName, name)
    }

    /// An `x400Address` in the manner of RFC 1685: `C=US;A=ADMD;P=PRMD;O=Org;S=Surname`.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding an [`X400AddressError`].
    pub fn x400(address: &str) -> Result<Self, GeneralNameError> {
        Self::new(GeneralNameType::X400Address, address)
    }
}

impl<'a> GeneralName<'a> {
    /// A name from its DER, for callers who know better than the grammars: exactly one TLV
    /// with one of the nine tags. Its content is taken as it is.
    ///
    /// # Errors
    /// [`GeneralNameError`] holding [`GeneralNameErrorKind::Der`] if it is anything else.
    pub fn from_der(der: &'a [u8]) -> Result<Self, GeneralNameError> {
        let refuse = |error| GeneralNameError {
            value: hex::encode(der),
            kind: GeneralNameErrorKind::Der(error),
        };
        let tlv = decode::only(der).map_err(refuse)?;
        if GeneralNameType::from_tag(tlv.tag).is_none() {
            return Err(GeneralNameError {
                value: hex::encode(der),
                kind: GeneralNameErrorKind::UnknownTag(tlv.tag),
            });
        }
        Ok(Self { der: Cow::Borrowed(der) })
    }

    /// A TLV that is known to be one of the nine.
    pub(crate) const fn from_encoded(der: &'a [u8]) -> Self {
        Self { der: Cow::Borrowed(der) }
    }

    /// The type of this name.
    pub fn name_type(&self) -> GeneralNameType {
        let tag = self.der.first().copied().unwrap_or_default();
        GeneralNameType::from_tag(tag).unwrap_or(GeneralNameType::OtherName)
    }

    /// The DER of this name: tag, length, content.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The content octets alone.
    pub fn content(&self) -> &[u8] {
        decode::only(&self.der).map_or(&[], |tlv| tlv.content)
    }

    /// The value as text, in the syntax that [`GeneralName::new`] reads. Content that came in
    /// through [`GeneralName::from_der`] and that the syntax cannot express is shown as `#`
    /// and the hexadecimal of the whole TLV.
    pub fn value(&self) -> String {
        let content = self.content();
        let text = match self.name_type() {
            GeneralNameType::OtherName => other_name::text(content),
            GeneralNameType::Rfc822Name => rfc822_name::text(content),
            GeneralNameType::DnsName => ascii(content),
            GeneralNameType::X400Address => x400_address::text(content),
            GeneralNameType::DirectoryName => directory_name::text(content),
            GeneralNameType::EdiPartyName => edi_party_name::text(content),
            GeneralNameType::Uri => ascii(content),
            GeneralNameType::IpAddress => ip_address::decode(content).map(|ip| format!("{ip}")),
            GeneralNameType::RegisteredId => registered_id::text(content),
        };
        text.unwrap_or_else(|| format!("#{}", hex::encode(&self.der)))
    }

    /// The name anew, from its text: what came in through [`GeneralName::from_der`] held to
    /// the grammars.
    pub(crate) fn checked(&self) -> Result<GeneralName<'static>, GeneralNameError> {
        let (name_type, value) = (self.name_type(), self.value());
        if value.strip_prefix('#').is_some_and(|digits| digits == hex::encode(&self.der)) {
            let kind = GeneralNameErrorKind::NoText(name_type);
            return Err(GeneralNameError { value, kind });
        }
        GeneralName::new(name_type, &value)
    }

    /// The same name with octets of its own.
    pub fn into_owned(self) -> GeneralName<'static> {
        GeneralName { der: Cow::Owned(self.der.into_owned()) }
    }
}

impl fmt::Display for GeneralName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name_type().prefix(), self.value())
    }
}

impl fmt::Debug for GeneralName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GeneralName({}:{})", self.name_type().prefix(), Quoted(&self.value()))
    }
}

impl FromStr for GeneralName<'static> {
    type Err = GeneralNameError;

    /// Reads `PREFIX:VALUE`; the prefix in any case, the value to the letter.
    fn from_str(text: &str) -> Result<Self, GeneralNameError> {
        let (name_type, value) = split_prefix(text)?;
        Self::new(name_type, value)
    }
}

/// Parts `PREFIX:VALUE`. The type is never guessed from the value.
pub(crate) fn split_prefix(text: &str) -> Result<(GeneralNameType, &str), GeneralNameError> {
    let Some((prefix, value)) = text.split_once(':') else {
        let kind = match GeneralNameType::from_spelling(text) {
            Some(name_type) => GeneralNameErrorKind::NoValue(name_type),
            None => GeneralNameErrorKind::NoPrefix,
        };
        return Err(GeneralNameError { value: text.into(), kind });
    };
    Ok((GeneralNameType::from_prefix(prefix)?, value))
}

/// Appends the TLV of a name. On an error `out` is as it was.
#[inline(always)]
pub(crate) fn encode(
    name_type: GeneralNameType,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), GeneralNameError> {
    // Nearly all names of nearly all requests take this short road, which has to be inlined to
    // be one: calls cost as much as checks here.
    if name_type == GeneralNameType::DnsName && dns_name::encode_plain(text, out) {
        return Ok(());
    }
    encode_any(name_type, text, out)
}

/// [`encode`] for every name.
#[inline(never)]
fn encode_any(
    name_type: GeneralNameType,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), GeneralNameError> {
    use GeneralNameErrorKind as Kind;
    let start = out.len();
    let result = match name_type {
        GeneralNameType::OtherName => other_name::encode(text, out).map_err(Kind::OtherName),
        GeneralNameType::Rfc822Name => rfc822_name::encode(text, out).map_err(Kind::Rfc822Name),
        GeneralNameType::DnsName => dns_name::encode(text, out).map_err(Kind::DnsName),
        GeneralNameType::X400Address => x400_address::encode(text, out).map_err(Kind::X400Address),
        GeneralNameType::DirectoryName => {
            directory_name::encode(text, out).map_err(Kind::DirectoryName)
        }
        GeneralNameType::EdiPartyName => {
            edi_party_name::encode(text, out).map_err(Kind::EdiPartyName)
        }
        GeneralNameType::Uri => uri::encode(text, out).map_err(Kind::Uri),
        GeneralNameType::IpAddress => ip_address::encode(text, out).map_err(Kind::IpAddress),
        GeneralNameType::RegisteredId => {
            registered_id::encode(text, out).map_err(Kind::RegisteredId)
        }
    };
    result.map_err(|kind| {
        out.truncate(start);
        GeneralNameError { value: text.into(), kind }
    })
}

/// Content octets that are visible ASCII, as text.
fn ascii(content: &[u8]) -> Option<String> {
    let visible = content.iter().all(|octet| (0x20..0x7F).contains(octet));
    if visible { String::from_utf8(content.to_vec()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn only_a_dns_name_is_taken_for_one() {
        let text = "bmc-7.example.com";
        for name_type in GeneralNameType::ALL {
            let mut out = Vec::new();
            match encode(name_type, text, &mut out) {
                Ok(()) => assert_eq!(out[0], name_type.tag(), "{name_type:?}"),
                Err(_) => assert!(out.is_empty(), "{name_type:?}"),
            }
        }
        assert!(encode(GeneralNameType::DnsName, text, &mut Vec::new()).is_ok());
        assert!(encode(GeneralNameType::Rfc822Name, text, &mut Vec::new()).is_err());
    }

    #[test]
    fn debug_shows_the_name_escaped() {
        let name: GeneralName<'_> = "DNS:a.example".parse().unwrap();
        assert_eq!(format!("{name:?}"), "GeneralName(DNS:\"a.example\")");
    }
}

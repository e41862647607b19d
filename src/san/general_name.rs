//! One GeneralName (RFC 5280 4.2.1.6), from text to DER and back. Each of its nine types has a
//! file with the same three functions: `encode` from text, `text` from content bytes, and `read`
//! from DER.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::{fmt, net::IpAddr};

use super::given::Given;
use super::name_type::GeneralNameType;
use super::{
    directory_name, dns_name, edi_party_name, ip_address, other_name, registered_id, rfc822_name,
    uri, x400_address,
};
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::error::{Code, Error};
use crate::hex;
use crate::text::Quoted;

/// In front of a name in DER where its text is expected.
const DER: &str = "DER:";

/// One name of an identity: its type and its value, already encoded.
///
/// `Display` and `FromStr` are inverse for every name. The text is `PREFIX:VALUE`, such as
/// `DNS:bmc-7.example.com`. A name that came from DER and that the syntax of its type cannot express
/// is `PREFIX:DER:` and the hexadecimal of its DER.
///
/// ```
/// use pkcs10::{Code, GeneralName};
///
/// let name: GeneralName = "IP:192.0.2.7".parse()?;
/// assert_eq!(name.as_der(), [0x87, 4, 192, 0, 2, 7]);
/// assert_eq!(name.to_string(), "IP:192.0.2.7");
///
/// let refused = GeneralName::dns("bmc_7.example.com").unwrap_err();
/// assert_eq!((refused.code(), refused.at()), (Code::Underscore, Some(4)));
///
/// let name = GeneralName::from_der(b"\x82\x03a_b")?;
/// assert_eq!(name.to_string(), "DNS:DER:8203615f62");
/// assert_eq!(name.to_string().parse(), Ok(name));
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GeneralName<'a> {
    /// One TLV with one of the nine tags.
    der: Cow<'a, [u8]>,
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident: $name_type:ident;)*) => {
        $($(#[$doc])*
        ///
        /// # Errors
        /// As of [`new`](Self::new).
        pub fn $name(text: &str) -> Result<Self, Error> {
            Self::new(GeneralNameType::$name_type, text)
        })*
    };
}

impl GeneralName<'static> {
    /// A name from its type and its text, in the syntax of that type, or from `DER:` and the
    /// hexadecimal of its DER, as [`from_der`](GeneralName::from_der) reads it.
    ///
    /// A few texts are both: as `uniformResourceIdentifier` or `ediPartyName`, `DER:` and digits are
    /// DER if they are that of a name of this type, and else text.
    ///
    /// # Errors
    /// [`Error`], which says what is wrong with the text.
    pub fn new(name_type: GeneralNameType, text: &str) -> Result<Self, Error> {
        let mut der = Vec::with_capacity(text.len() + 8);
        encode(name_type, text, &mut der)?;
        Ok(Self { der: Cow::Owned(der) })
    }

    /// [`new`](Self::new), where `DER:` is not the beginning of DER.
    pub(crate) fn from_text(name_type: GeneralNameType, text: &str) -> Result<Self, Error> {
        let mut der = Vec::with_capacity(text.len() + 8);
        encode_text(name_type, text, &mut der)?;
        Ok(Self { der: Cow::Owned(der) })
    }

    /// An `iPAddress`; for one in text there is [`new`](Self::new).
    ///
    /// # Errors
    /// [`Code::Ipv4Mapped`] for an IPv4 address in IPv6 form, such as `::ffff:192.0.2.1`.
    pub fn ip(address: impl Into<IpAddr>) -> Result<Self, Error> {
        let address = address.into();
        let mut der = Vec::with_capacity(18);
        ip_address::encode_address(address, &mut der)?;
        Ok(Self { der: Cow::Owned(der) })
    }

    /// A `dNSName` with underscores, which no host name has (RFC 1034 3.5) but some directories and
    /// old certificates do. Public CAs refuse it (Baseline Requirements 7.1.2.7.12).
    ///
    /// # Errors
    /// As of [`dns`](Self::dns), but for the underscores.
    pub fn dns_with_underscores(text: &str) -> Result<Self, Error> {
        let mut der = Vec::with_capacity(text.len() + 8);
        dns_name::encode_with_underscores(text, &mut der)?;
        Ok(Self { der: Cow::Owned(der) })
    }

    constructors! {
        /// A `dNSName`: a host name, perhaps with a wildcard as its first label.
        dns: DnsName;
        /// An `rfc822Name`: `local@domain` (RFC 5321 4.1.2).
        email: Rfc822Name;
        /// A `uniformResourceIdentifier`: an absolute URI (RFC 3986).
        uri: Uri;
        /// A `directoryName` from its RFC 4514 text, most specific first.
        directory: DirectoryName;
        /// A `registeredID` in dotted decimal, such as `2.999.1`.
        registered_id: RegisteredId;
        /// An `otherName`: `OID;UTF8:text`, `OID;IA5:text` or `OID;DER:hex`; `UPN` and
        /// `SmtpUTF8Mailbox` may stand for their OIDs.
        other: OtherName;
        /// An `ediPartyName`: `partyName` or `nameAssigner;partyName`; `\;` and `\\` escape.
        edi_party: EdiPartyName;
        /// An `x400Address` in the manner of RFC 1685: `C=US;A=ADMD;P=PRMD;O=Org;S=Surname`.
        x400: X400Address;
    }
}

impl<'a> GeneralName<'a> {
    /// A name from its DER: exactly one TLV with one of the nine tags, and in it what its type has
    /// by RFC 5280. That is less strict than the syntax of the text: a host name may have an
    /// underscore there, for example.
    ///
    /// # Errors
    /// [`Error`] with the code of the first deviation, such as [`Code::GeneralNameTag`].
    pub fn from_der(der: &'a [u8]) -> Result<Self, Error> {
        let mut walk = Walk::strict();
        let name = walk.single(Reader::new(der)).and_then(|name| Self::read(&mut walk, &name));
        name.map(|()| Self::from_encoded(der)).map_err(|deviation| {
            let name_type = der.first().and_then(|tag| GeneralNameType::from_tag(*tag));
            let subject = name_type.map_or("GeneralName", GeneralNameType::as_str);
            deviation.refuse(subject).value(&hex::encode(der))
        })
    }

    /// Reads a name, whose TLV has been read.
    pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
        let Some(name_type) = GeneralNameType::from_tag(name.tag) else {
            let found = format_args!("has the tag {:#04x}, which no type of name has", name.tag);
            return stop(Code::GeneralNameTag, name.at, found);
        };
        let read = |walk: &mut Walk| match name_type {
            GeneralNameType::OtherName => other_name::read(walk, name),
            GeneralNameType::Rfc822Name => rfc822_name::read(walk, name),
            GeneralNameType::DnsName => dns_name::read(walk, name),
            GeneralNameType::X400Address => x400_address::read(walk, name),
            GeneralNameType::DirectoryName => directory_name::read(walk, name),
            GeneralNameType::EdiPartyName => edi_party_name::read(walk, name),
            GeneralNameType::Uri => uri::read(walk, name),
            GeneralNameType::IpAddress => ip_address::read(walk, name),
            GeneralNameType::RegisteredId => registered_id::read(walk, name),
        };
        walk.part(read).map(drop)
    }

    /// A TLV that is known to be one of the nine.
    pub(super) const fn from_encoded(der: &'a [u8]) -> Self {
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

    /// The content bytes alone.
    pub fn content(&self) -> &[u8] {
        Reader::new(&self.der).next().map_or(&[], |tlv| tlv.content)
    }

    /// The value as text, from which [`GeneralName::new`] makes the same name: in the syntax of its
    /// type, or `DER:` and the hexadecimal of the DER where that syntax does not give it back.
    pub fn value(&self) -> String {
        let gives_back = |text: &String| self.is_written(encode, text);
        let text = self.text().filter(gives_back);
        text.unwrap_or_else(|| format!("{DER}{}", hex::encode(&self.der)))
    }

    /// The value for reading, where it is text, whether [`GeneralName::new`] takes it or not.
    pub(crate) fn text(&self) -> Option<String> {
        let content = self.content();
        let gives_back = |text: &String| self.is_written(encode_text, text);
        match self.name_type() {
            GeneralNameType::OtherName => other_name::text(content).filter(gives_back),
            GeneralNameType::Rfc822Name => rfc822_name::text(content),
            GeneralNameType::DnsName => dns_name::text(content),
            GeneralNameType::X400Address => x400_address::text(content).filter(gives_back),
            GeneralNameType::DirectoryName => directory_name::text(content),
            GeneralNameType::EdiPartyName => edi_party_name::text(content).filter(gives_back),
            GeneralNameType::Uri => uri::text(content),
            GeneralNameType::IpAddress => ip_address::text(content),
            GeneralNameType::RegisteredId => registered_id::text(content).filter(gives_back),
        }
    }

    /// [`text`](Self::text), or `#` and the hexadecimal of the DER: the value in JSON.
    pub(crate) fn text_or_hex(&self) -> String {
        self.text().unwrap_or_else(|| format!("#{}", hex::encode(&self.der)))
    }

    /// Whether this is the name that `encode` makes of `text`.
    fn is_written(&self, encode: Encode, text: &str) -> bool {
        let mut der = Vec::with_capacity(self.der.len());
        encode(self.name_type(), text, &mut der).is_ok() && der == *self.der
    }

    /// The name made again from its text: what came in DER, held to the syntax of its type.
    pub(crate) fn checked(&self) -> Result<GeneralName<'static>, Error> {
        match self.text() {
            Some(text) => GeneralName::from_text(self.name_type(), &text),
            None => Err(Error::new(Code::NoText, self.name_type().as_str(), "has no text")
                .value(&hex::encode(&self.der))),
        }
    }

    /// The same name with bytes of its own.
    pub fn into_owned(self) -> GeneralName<'static> {
        GeneralName { der: Cow::Owned(self.der.into_owned()) }
    }
}

impl AsRef<[u8]> for GeneralName<'_> {
    fn as_ref(&self) -> &[u8] {
        &self.der
    }
}

impl<'a> TryFrom<&'a [u8]> for GeneralName<'a> {
    type Error = Error;

    /// As [`from_der`](Self::from_der).
    fn try_from(der: &'a [u8]) -> Result<Self, Error> {
        Self::from_der(der)
    }
}

/// The text of the name, from which `FromStr` makes the same name. Characters that are invisible or
/// change the direction of others are part of it as they are; `Debug` escapes them.
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

type Encode = fn(GeneralNameType, &str, &mut Vec<u8>) -> Result<(), Error>;

/// Appends the TLV of a name. On an error `out` is as it was.
#[inline(always)]
pub(super) fn encode(
    name_type: GeneralNameType,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    // Nearly all names of nearly all requests take this path. It has to be inlined to be short:
    // calls cost as much as checks here.
    if name_type == GeneralNameType::DnsName && dns_name::encode_plain(text, out) {
        return Ok(());
    }
    encode_any(name_type, text, out)
}

/// [`encode`] for every name.
#[inline(never)]
fn encode_any(name_type: GeneralNameType, text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let Some(digits) = text.strip_prefix(DER) else { return encode_text(name_type, text, out) };
    match from_hex(name_type, text, digits) {
        Ok(der) => {
            out.extend_from_slice(&der);
            Ok(())
        }
        Err(error) => encode_text(name_type, text, out).map_err(|_| error),
    }
}

/// The DER of a name of this type, from hexadecimal.
fn from_hex(name_type: GeneralNameType, text: &str, digits: &str) -> Result<Vec<u8>, Error> {
    let given = Given { name_type, text };
    let der = given.hex(digits)?;
    let found = GeneralName::from_der(&der)
        .map_err(|error| error.about(name_type.as_str()).value(text))?
        .name_type();
    if found == name_type {
        Ok(der)
    } else {
        Err(given.refuse(Code::GeneralNameTag, format!("is the DER of a name of type {found}")))
    }
}

/// [`encode`] for text, where `DER:` is not the beginning of DER.
fn encode_text(name_type: GeneralNameType, text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let start = out.len();
    let result = match name_type {
        GeneralNameType::OtherName => other_name::encode(text, out),
        GeneralNameType::Rfc822Name => rfc822_name::encode(text, out),
        GeneralNameType::DnsName => dns_name::encode(text, out),
        GeneralNameType::X400Address => x400_address::encode(text, out),
        GeneralNameType::DirectoryName => directory_name::encode(text, out),
        GeneralNameType::EdiPartyName => edi_party_name::encode(text, out),
        GeneralNameType::Uri => uri::encode(text, out),
        GeneralNameType::IpAddress => ip_address::encode(text, out),
        GeneralNameType::RegisteredId => registered_id::encode(text, out),
    };
    if result.is_err() {
        out.truncate(start);
    }
    result
}

#[cfg(test)]
mod tests;

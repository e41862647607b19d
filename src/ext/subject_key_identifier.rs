//! subjectKeyIdentifier: a short name of the key (RFC 5280 4.2.1.2).

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use super::key_hash::KeyHash;
use super::oids;
use super::read::{only, strictly};
use super::text::empty;
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::Error;
use crate::hex;

const SUBJECT: &str = "subjectKeyIdentifier";

/// A short name of the key: bytes, or a hash of the public key, which is computed when the
/// request is encoded with its key.
///
/// As text, hexadecimal digits, or the name of a [`KeyHash`]. It is not critical
/// (RFC 5280 4.2.1.2).
///
/// **Who wants it:** tools that look certificates up by it, above all for CA keys.
/// **Who refuses it:** Puppet CA, as any extension it does not know. Nearly every CA computes
/// its own and ignores this one.
///
/// ```
/// use pkcs10::{Extension, extensions::SubjectKeyIdentifier};
///
/// let identifier: SubjectKeyIdentifier = "0102ff".parse()?;
/// assert_eq!(Extension::from(identifier).value(), [4, 3, 1, 2, 0xFF]);
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubjectKeyIdentifier(Source);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Source {
    /// Only an inspection has none.
    Bytes(Vec<u8>),
    Key(KeyHash),
}

impl SubjectKeyIdentifier {
    /// id-ce-subjectKeyIdentifier, 2.5.29.14.
    pub const OID: Oid = Oid::constant(oids::SUBJECT_KEY_IDENTIFIER);

    /// These bytes.
    ///
    /// # Errors
    /// [`Code::Empty`](crate::Code::Empty) if there is none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let identifier = Self(Source::Bytes(bytes.into()));
        identifier.check()?;
        Ok(identifier)
    }

    /// A hash of the public key that the request is encoded with.
    pub const fn from_key(hash: KeyHash) -> Self {
        Self(Source::Key(hash))
    }

    fn check(&self) -> Result<(), Error> {
        match self.bytes() {
            Some([]) => Err(empty(SUBJECT, "at least one byte (RFC 5280 4.2.1.2)")),
            _ => Ok(()),
        }
    }

    /// The bytes; `None` while they depend on a key.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Source::Bytes(bytes) => Some(bytes),
            Source::Key(_) => None,
        }
    }

    pub(super) const fn key_hash(&self) -> Option<KeyHash> {
        match &self.0 {
            Source::Bytes(_) => None,
            Source::Key(hash) => Some(*hash),
        }
    }

    /// The identifier in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not an OCTET STRING with at least one byte.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, Self::check)
    }

    /// ```text
    /// SubjectKeyIdentifier ::= OCTET STRING                              -- RFC 5280 4.2.1.2
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let string = only(walk, value, tag::OCTET_STRING)?;
        Ok(Self(Source::Bytes(string.content.into())))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        der::tlv(out, tag::OCTET_STRING, self.bytes().unwrap_or(&[0; KeyHash::LEN]));
    }
}

impl fmt::Display for SubjectKeyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Bytes(bytes) => write!(f, "{:x}", hex::HexDisplay(bytes)),
            Source::Key(hash) => f.write_str(hash.as_str()),
        }
    }
}

impl FromStr for SubjectKeyIdentifier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(hash) = KeyHash::from_name(text) {
            return Ok(Self::from_key(hash));
        }
        let bytes = hex::decode(text).map_err(|error| {
            let expected =
                "hexadecimal digits, two for each byte, or sha256 or sha1 (RFC 5280 4.2.1.2)";
            error.about(SUBJECT).value(text).expected(expected)
        })?;
        Self::from_bytes(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::ext::Extension;
    use alloc::string::ToString;

    #[test]
    fn identifiers_are_read_and_written() {
        for (text, value) in [("00", &[4, 1, 0][..]), ("0a0b0c", &[4, 3, 10, 11, 12])] {
            let identifier: SubjectKeyIdentifier = text.parse().unwrap();
            assert_eq!(identifier.to_string(), text);
            assert_eq!(identifier.bytes(), Some(&value[2..]));
            let extension = Extension::from(identifier.clone());
            assert_eq!((extension.is_critical(), extension.value()), (false, value));
            assert_eq!(SubjectKeyIdentifier::from_value(value), Ok(identifier));
        }
    }

    #[test]
    fn a_hash_of_the_key_waits_for_the_key() {
        for hash in KeyHash::ALL {
            let identifier: SubjectKeyIdentifier = hash.as_str().parse().unwrap();
            assert_eq!(identifier, SubjectKeyIdentifier::from_key(*hash));
            assert_eq!(identifier.to_string(), hash.as_str());
            assert_eq!(identifier.bytes(), None);
            let extension = Extension::from(identifier);
            assert_eq!(extension.to_string().parse(), Ok(extension.clone()));
            assert_eq!(extension.value().len(), 2 + KeyHash::LEN);
            assert_eq!(extension.key_hash(), Some(*hash));
        }
    }

    #[test]
    fn an_invalid_identifier_is_refused_for_its_own_reason() {
        let cases = [
            ("", Code::Empty, None),
            ("0", Code::Hex, None),
            ("hash", Code::Hex, Some(1)),
            ("01:02", Code::Hex, Some(3)),
        ];
        for (text, code, at) in cases {
            let error = text.parse::<SubjectKeyIdentifier>().unwrap_err();
            assert_eq!((error.code(), error.at()), (code, at), "{text}");
            assert_eq!(error.subject(), "subjectKeyIdentifier");
        }
        for (value, code) in [
            (&[4, 0][..], Code::Empty),
            (&[3, 1, 0], Code::ExtensionValue),
            (&[4, 1, 0, 0], Code::TrailingData),
        ] {
            let deviation = SubjectKeyIdentifier::from_value(value).unwrap_err();
            assert_eq!(deviation.code(), code, "{value:02x?}");
        }
    }
}

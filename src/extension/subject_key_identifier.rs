//! subjectKeyIdentifier: a short name of the key (RFC 5280 4.2.1.2).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::{Extension, ExtensionError, ExtensionErrorKind, KeyHash, oids, value};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::hex::{self, HexError};
use crate::oid::Oid;

/// A short name of the key: octets, or a hash of the public key, which is computed when the
/// request meets its key.
///
/// As text, hexadecimal digits, or the name of a [`KeyHash`], which builds with a key
/// algorithm have. It is not critical (RFC 5280 4.2.1.2).
///
/// **Who wants it:** tools that look certificates up by it, above all for CA keys.
/// **Who refuses it:** Puppet CA, as any extension it does not know. Nearly every CA computes
/// its own and takes no notice of this one.
///
/// ```
/// use pkcs10::{Extension, SubjectKeyIdentifier};
///
/// let identifier: SubjectKeyIdentifier = "0102ff".parse()?;
/// assert_eq!(Extension::from(identifier).value(), [4, 3, 1, 2, 0xFF]);
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubjectKeyIdentifier(Source);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Source {
    Octets(Vec<u8>),
    Key(KeyHash),
}

impl SubjectKeyIdentifier {
    /// id-ce-subjectKeyIdentifier, 2.5.29.14.
    pub const OID: Oid = Oid::constant(oids::SUBJECT_KEY_IDENTIFIER);

    /// These octets.
    ///
    /// # Errors
    /// [`ExtensionError`] if there is none.
    pub fn from_octets(octets: &[u8]) -> Result<Self, ExtensionError> {
        if octets.is_empty() {
            let error = SubjectKeyIdentifierError::Empty;
            return Err(ExtensionError::new("", ExtensionErrorKind::SubjectKeyIdentifier(error)));
        }
        Ok(Self(Source::Octets(octets.into())))
    }

    /// A hash of the public key that the request is encoded with.
    pub const fn from_key(hash: KeyHash) -> Self {
        Self(Source::Key(hash))
    }

    /// The octets; `None` while they depend on a key.
    pub fn octets(&self) -> Option<&[u8]> {
        match &self.0 {
            Source::Octets(octets) => Some(octets),
            Source::Key(_) => None,
        }
    }

    /// The identifier in the DER of an extnValue.
    ///
    /// # Errors
    /// [`DerError`] if it is not an OCTET STRING with at least one octet.
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        let tlv = value::only(value, tag::OCTET_STRING)?;
        Self::from_octets(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))
    }
}

impl From<SubjectKeyIdentifier> for Extension {
    fn from(identifier: SubjectKeyIdentifier) -> Self {
        let (octets, key_hash) = match &identifier.0 {
            Source::Octets(octets) => (octets.as_slice(), None),
            Source::Key(hash) => (&[0; KeyHash::LEN][..], Some(*hash)),
        };
        let mut value = Vec::with_capacity(octets.len() + 2);
        der::tlv(&mut value, tag::OCTET_STRING, octets);
        Self { key_hash, ..Self::known(SubjectKeyIdentifier::OID, false, value) }
    }
}

impl fmt::Display for SubjectKeyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Octets(octets) => write!(f, "{:x}", hex::HexDisplay(octets)),
            Source::Key(hash) => f.write_str(hash.as_str()),
        }
    }
}

impl FromStr for SubjectKeyIdentifier {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        use SubjectKeyIdentifierError as Error;
        if let Some(hash) = KeyHash::ALL.iter().find(|hash| hash.as_str() == text) {
            return Ok(Self::from_key(*hash));
        }
        let octets = match hex::decode(text) {
            Ok(octets) if octets.is_empty() => Err(Error::Empty),
            octets => octets.map_err(Error::Hex),
        };
        let octets = octets.map_err(|error| {
            ExtensionError::new(text, ExtensionErrorKind::SubjectKeyIdentifier(error))
        })?;
        Ok(Self(Source::Octets(octets)))
    }
}

/// Why something is no subjectKeyIdentifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectKeyIdentifierError {
    /// No octet at all.
    Empty,
    /// A text that is neither hexadecimal digits nor the name of a hash.
    Hex(HexError),
}

impl fmt::Display for SubjectKeyIdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty; a key identifier has at least one octet")?,
            Self::Hex(error) => {
                write!(f, "{error}; a key identifier is octets in hexadecimal digits")?;
                for hash in KeyHash::ALL {
                    write!(f, ", or {}", hash.as_str())?;
                }
            }
        }
        f.write_str(" (RFC 5280 4.2.1.2)")
    }
}

impl core::error::Error for SubjectKeyIdentifierError {}

impl SubjectKeyIdentifierError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("leave the extension out".into()),
            Self::Hex(error) => error.hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn identifiers_are_read_and_written() {
        for (text, value) in [("00", &[4, 1, 0][..]), ("0a0b0c", &[4, 3, 10, 11, 12])] {
            let identifier: SubjectKeyIdentifier = text.parse().unwrap();
            assert_eq!(identifier.to_string(), text);
            assert_eq!(identifier.octets(), Some(&value[2..]));
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
            assert_eq!(identifier.octets(), None);
            let extension = Extension::from(identifier);
            assert_eq!(extension.value().len(), 2 + KeyHash::LEN);
            assert_eq!(extension.key_hash(), Some(*hash));
        }
    }

    #[test]
    fn what_is_no_identifier_is_refused_for_its_own_reason() {
        use SubjectKeyIdentifierError::*;
        let cases = [
            ("", Empty),
            ("0", Hex(HexError::OddDigits)),
            ("hash", Hex(HexError::Character { character: 'h', at: 1 })),
            ("01:02", Hex(HexError::Character { character: ':', at: 3 })),
        ];
        for (text, expected) in cases {
            let refusal = text.parse::<SubjectKeyIdentifier>().unwrap_err();
            let kind = ExtensionErrorKind::SubjectKeyIdentifier(expected);
            assert_eq!(refusal.kind(), &kind, "{text}");
        }
        for value in [&[4, 0][..], &[3, 1, 0], &[4, 1, 0, 0]] {
            assert!(SubjectKeyIdentifier::from_value(value).is_err(), "{value:02x?}");
        }
    }
}

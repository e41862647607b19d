//! keyUsage: what the key is for (RFC 5280 4.2.1.3).

use alloc::{string::String, vec::Vec};
use core::{fmt, ops::BitOr, str::FromStr};

use super::{Extension, ExtensionError, ExtensionErrorKind, oids, suggestion, value, words};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::error::Quoted;
use crate::oid::Oid;

/// What the key is for: one usage or more.
///
/// As text, the names of RFC 5280 with commas between, in any order:
/// `digitalSignature,keyEncipherment`. It starts as critical, which RFC 5280 4.2.1.3
/// recommends and [`Extension::with_critical`] changes.
///
/// **Who wants it:** AD CS where it is configured to take the usages from the request, as is
/// usual for subordinate CAs (smallstep/cli #1415); CAs that have no other way to be told
/// (cert-manager #3136). **Who refuses it:** Puppet CA ("extensions that are not permitted:
/// 2.5.29.15, 2.5.29.37", cert-manager #3301). Public CAs set it themselves.
///
/// `encipherOnly` and `decipherOnly` mean something only beside `keyAgreement`.
///
/// ```
/// use pkcs10::KeyUsage;
///
/// let usage: KeyUsage = "keyEncipherment,digitalSignature".parse()?;
/// assert_eq!(usage, KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT);
/// assert_eq!(usage.to_string(), "digitalSignature,keyEncipherment");
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsage {
    /// Bit 0 of the BIT STRING is the most significant. Never 0.
    bits: u16,
}

/// The names of the bits, from bit 0 on.
const NAMES: [(&str, KeyUsage); 9] = [
    ("digitalSignature", KeyUsage::DIGITAL_SIGNATURE),
    ("nonRepudiation", KeyUsage::NON_REPUDIATION),
    ("keyEncipherment", KeyUsage::KEY_ENCIPHERMENT),
    ("dataEncipherment", KeyUsage::DATA_ENCIPHERMENT),
    ("keyAgreement", KeyUsage::KEY_AGREEMENT),
    ("keyCertSign", KeyUsage::KEY_CERT_SIGN),
    ("cRLSign", KeyUsage::CRL_SIGN),
    ("encipherOnly", KeyUsage::ENCIPHER_ONLY),
    ("decipherOnly", KeyUsage::DECIPHER_ONLY),
];

/// The name that X.509 has given to bit 1 since; read, but not written.
const CONTENT_COMMITMENT: (&str, KeyUsage) = ("contentCommitment", KeyUsage::NON_REPUDIATION);

impl KeyUsage {
    /// id-ce-keyUsage, 2.5.29.15.
    pub const OID: Oid = Oid::constant(oids::KEY_USAGE);

    /// Signatures other than on certificates and CRLs: TLS with ephemeral keys.
    pub const DIGITAL_SIGNATURE: Self = Self::bit(0);
    /// Signatures that their maker cannot deny; also called contentCommitment.
    pub const NON_REPUDIATION: Self = Self::bit(1);
    /// Encryption of keys: TLS 1.2 with RSA key transport.
    pub const KEY_ENCIPHERMENT: Self = Self::bit(2);
    /// Encryption of data itself.
    pub const DATA_ENCIPHERMENT: Self = Self::bit(3);
    /// Key agreement: static ECDH.
    pub const KEY_AGREEMENT: Self = Self::bit(4);
    /// Signatures on certificates: CAs only.
    pub const KEY_CERT_SIGN: Self = Self::bit(5);
    /// Signatures on revocation lists.
    pub const CRL_SIGN: Self = Self::bit(6);
    /// Key agreement for encryption only.
    pub const ENCIPHER_ONLY: Self = Self::bit(7);
    /// Key agreement for decryption only.
    pub const DECIPHER_ONLY: Self = Self::bit(8);

    const fn bit(number: u8) -> Self {
        Self { bits: 0x8000 >> number }
    }

    /// Whether all usages of `other` are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.bits & other.bits == other.bits
    }

    /// The names of the bits that are set; bit 0 is the most significant.
    pub(crate) fn names(bits: u16) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().filter(move |(_, usage)| bits & usage.bits != 0).map(|(name, _)| name)
    }

    /// The usages in the DER of an extnValue.
    ///
    /// # Errors
    /// [`DerError`] if it is not a BIT STRING with at least one of the nine bits, in DER:
    /// without trailing zero bits (X.690 11.2.2).
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        let tlv = value::only(value, tag::BIT_STRING)?;
        let bits = match *tlv.content {
            [_, first] => u16::from_be_bytes([first, 0]),
            [_, first, second] => u16::from_be_bytes([first, second]),
            _ => 0,
        };
        let mut written = Vec::with_capacity(value.len());
        der::named_bits(&mut written, bits);
        let known = NAMES.iter().fold(0, |all, (_, usage)| all | usage.bits);
        if bits == 0 || bits & !known != 0 || written != value {
            return Err(tlv.error(DerErrorKind::Content));
        }
        Ok(Self { bits })
    }
}

impl BitOr for KeyUsage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits }
    }
}

impl From<KeyUsage> for Extension {
    fn from(usage: KeyUsage) -> Self {
        let mut value = Vec::with_capacity(5);
        der::named_bits(&mut value, usage.bits);
        Self::known(KeyUsage::OID, true, value)
    }
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for (name, usage) in NAMES {
            if self.contains(usage) {
                write!(f, "{comma}{name}")?;
                comma = ",";
            }
        }
        Ok(())
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyUsage({self})")
    }
}

impl FromStr for KeyUsage {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        parse(text).map_err(|error| ExtensionError::new(text, ExtensionErrorKind::KeyUsage(error)))
    }
}

fn parse(text: &str) -> Result<KeyUsage, KeyUsageError> {
    if text.trim().is_empty() {
        return Err(KeyUsageError::Empty);
    }
    let mut bits = 0;
    for word in words(text) {
        let named = NAMES.iter().chain([&CONTENT_COMMITMENT]).find(|(name, _)| *name == word);
        let (name, usage) = named.ok_or_else(|| KeyUsageError::Unknown(word.into()))?;
        if bits & usage.bits != 0 {
            return Err(KeyUsageError::Duplicate(name));
        }
        bits |= usage.bits;
    }
    Ok(KeyUsage { bits })
}

/// Why a text is no keyUsage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyUsageError {
    /// No usage at all.
    Empty,
    /// A word that names none of the nine usages.
    Unknown(String),
    /// The same usage twice.
    Duplicate(&'static str),
}

impl fmt::Display for KeyUsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty; a keyUsage has at least one usage")?,
            Self::Unknown(word) => {
                write!(f, "has {}; the usages are ", Quoted(word))?;
                for (index, (name, _)) in NAMES.iter().enumerate() {
                    write!(f, "{}{name}", if index == 0 { "" } else { ", " })?;
                }
            }
            Self::Duplicate(name) => write!(f, "has {name} twice; a usage is given once")?,
        }
        f.write_str(" (RFC 5280 4.2.1.3)")
    }
}

impl core::error::Error for KeyUsageError {}

impl KeyUsageError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("leave the extension out".into()),
            Self::Unknown(word) if word == "serverAuth" || word == "clientAuth" => {
                Some("that is an extended key usage".into())
            }
            Self::Unknown(word) => suggestion(word, NAMES.iter().map(|(name, _)| *name)),
            Self::Duplicate(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn usages_are_a_set_without_trailing_zero_bits() {
        let cases: &[(&str, &str, &[u8])] = &[
            ("digitalSignature", "digitalSignature", &[3, 2, 7, 0x80]),
            (
                "keyEncipherment, digitalSignature",
                "digitalSignature,keyEncipherment",
                &[3, 2, 5, 0xA0],
            ),
            ("contentCommitment", "nonRepudiation", &[3, 2, 6, 0x40]),
            ("cRLSign,keyCertSign", "keyCertSign,cRLSign", &[3, 2, 1, 0x06]),
            ("encipherOnly", "encipherOnly", &[3, 2, 0, 0x01]),
            ("decipherOnly", "decipherOnly", &[3, 3, 7, 0, 0x80]),
            ("decipherOnly,keyAgreement", "keyAgreement,decipherOnly", &[3, 3, 7, 8, 0x80]),
        ];
        for (text, shown, value) in cases {
            let usage: KeyUsage = text.parse().unwrap();
            assert_eq!(usage.to_string(), *shown);
            assert_eq!(shown.parse(), Ok(usage));
            let extension = Extension::from(usage);
            assert_eq!(extension.value(), *value, "{text}");
            assert!(extension.is_critical());
            assert_eq!(KeyUsage::from_value(value), Ok(usage));
        }
    }

    #[test]
    fn what_is_no_usage_is_refused_with_the_nearest_name() {
        use KeyUsageError::*;
        let cases = [
            ("", Empty, Some("leave the extension out")),
            (" ", Empty, Some("leave the extension out")),
            (
                "digitalsignature",
                Unknown("digitalsignature".into()),
                Some("did you mean digitalSignature?"),
            ),
            (
                "keyEnciphermant",
                Unknown("keyEnciphermant".into()),
                Some("did you mean keyEncipherment?"),
            ),
            ("serverAuth", Unknown("serverAuth".into()), Some("that is an extended key usage")),
            ("digitalSignature,", Unknown("".into()), None),
            ("cRLSign,cRLSign", Duplicate("cRLSign"), None),
            ("nonRepudiation,contentCommitment", Duplicate("contentCommitment"), None),
        ];
        for (text, expected, hint) in cases {
            let refusal = text.parse::<KeyUsage>().unwrap_err();
            assert_eq!(refusal.kind(), &ExtensionErrorKind::KeyUsage(expected), "{text}");
            assert_eq!(refusal.hint().as_deref(), hint, "{text}");
        }
    }

    #[test]
    fn values_that_are_not_der_are_refused() {
        for (value, at, kind) in [
            (&[3, 1, 0][..], 0, DerErrorKind::Content),
            (&[3, 2, 0, 0x80], 0, DerErrorKind::Content),
            (&[3, 3, 0, 0x80, 0], 0, DerErrorKind::Content),
            (&[3, 3, 6, 0, 0x40], 0, DerErrorKind::Content),
            (&[3, 4, 7, 0, 0, 0x80], 0, DerErrorKind::Content),
            (&[3, 2, 7, 0xA0], 0, DerErrorKind::Content),
            (&[3, 0], 0, DerErrorKind::Content),
            (&[4, 2, 7, 0x80], 0, DerErrorKind::UnexpectedTag { expected: 0x03, found: 0x04 }),
            (&[3, 2, 7, 0x80, 0], 4, DerErrorKind::TrailingData),
        ] {
            let refused = KeyUsage::from_value(value).unwrap_err();
            assert_eq!((refused.at(), refused.kind()), (at, kind), "{value:02x?}");
        }
    }
}

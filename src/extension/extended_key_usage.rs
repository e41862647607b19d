//! extKeyUsage: purposes of the key, beside or instead of keyUsage (RFC 5280 4.2.1.12).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::{Extension, ExtensionError, ExtensionErrorKind, oids, suggestion, value, words};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::error::Quoted;
use crate::oid::{Oid, OidError};

/// One purpose of a key: a name, or any object identifier.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPurpose(Oid);

macro_rules! purposes {
    ($($(#[$doc:meta])* $constant:ident, $name:literal, $content:expr;)*) => {
        impl KeyPurpose {
            $($(#[$doc])* pub const $constant: Self = Self(Oid::constant(&$content));)*
        }

        /// The purposes that have a name.
        const NAMES: &[(&str, KeyPurpose)] = &[$(($name, KeyPurpose::$constant),)*];
    };
}

/// id-kp, 1.3.6.1.5.5.7.3, and the last arc.
const fn kp(last: u8) -> [u8; 8] {
    [0x2B, 6, 1, 5, 5, 7, 3, last]
}

purposes! {
    /// TLS servers.
    SERVER_AUTH, "serverAuth", kp(1);
    /// TLS clients.
    CLIENT_AUTH, "clientAuth", kp(2);
    /// Signatures on programs.
    CODE_SIGNING, "codeSigning", kp(3);
    /// Mail (S/MIME).
    EMAIL_PROTECTION, "emailProtection", kp(4);
    /// Time stamps (RFC 3161); the only purpose of such a key, and critical.
    TIME_STAMPING, "timeStamping", kp(8);
    /// OCSP responses.
    OCSP_SIGNING, "OCSPSigning", kp(9);
    /// IPsec, IKE peers (RFC 4945 5.1.3.12).
    IPSEC_IKE, "ipsecIKE", kp(17);
    /// Any purpose, 2.5.29.37.0.
    ANY, "anyExtendedKeyUsage", [0x55, 0x1D, 0x25, 0];
    /// Smart card logon at Windows, 1.3.6.1.4.1.311.20.2.2.
    MS_SMARTCARD_LOGON, "msSmartcardLogon",
        [0x2B, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 2];
    /// Kerberos domain controllers, 1.3.6.1.5.2.3.5 (RFC 4556 3.2.4).
    PKINIT_KDC, "pkInitKDC", [0x2B, 6, 1, 5, 2, 3, 5];
    /// Kerberos clients, 1.3.6.1.5.2.3.4 (RFC 4556 3.2.1).
    PKINIT_CLIENT_AUTH, "pkInitClientAuth", [0x2B, 6, 1, 5, 2, 3, 4];
}

impl KeyPurpose {
    /// The object identifier.
    pub const fn oid(&self) -> &Oid {
        &self.0
    }
}

impl From<Oid> for KeyPurpose {
    fn from(oid: Oid) -> Self {
        Self(oid)
    }
}

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(_, purpose)| purpose == self) {
            Some((name, _)) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPurpose({self})")
    }
}

/// Purposes of a key, at least one, each once, in their order.
///
/// As text, names and object identifiers with commas between:
/// `serverAuth,clientAuth,1.3.6.1.4.1.311.20.2.2`. It starts as not critical, since some
/// reader may not know a purpose.
///
/// **Who wants it:** AD CS and other enterprise CAs that take purposes from the request;
/// CAs that have no other way to be told (cert-manager #3136). **Who refuses it:** Puppet CA
/// ("extensions that are not permitted: 2.5.29.15, 2.5.29.37", cert-manager #3301) and
/// GlobalSign over ACME (cert-manager #5127).
///
/// ```
/// use pkcs10::{ExtendedKeyUsage, KeyPurpose};
///
/// let usage: ExtendedKeyUsage = "serverAuth,1.3.6.1.5.5.7.3.2".parse()?;
/// assert_eq!(usage.purposes(), [KeyPurpose::SERVER_AUTH, KeyPurpose::CLIENT_AUTH]);
/// assert_eq!(usage.to_string(), "serverAuth,clientAuth");
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExtendedKeyUsage(Vec<KeyPurpose>);

impl ExtendedKeyUsage {
    /// id-ce-extKeyUsage, 2.5.29.37.
    pub const OID: Oid = Oid::constant(oids::EXTENDED_KEY_USAGE);

    /// These purposes, in their order.
    ///
    /// # Errors
    /// [`ExtensionError`] if there is none, or one twice.
    pub fn new(purposes: impl IntoIterator<Item = KeyPurpose>) -> Result<Self, ExtensionError> {
        let usage = Self(purposes.into_iter().collect());
        match usage.check() {
            Ok(()) => Ok(usage),
            Err(error) => Err(ExtensionError {
                value: alloc::format!("{usage}"),
                kind: ExtensionErrorKind::ExtendedKeyUsage(error),
            }),
        }
    }

    fn check(&self) -> Result<(), ExtendedKeyUsageError> {
        if self.0.is_empty() {
            return Err(ExtendedKeyUsageError::Empty);
        }
        let mut sorted: Vec<&KeyPurpose> = self.0.iter().collect();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ExtendedKeyUsageError::Duplicate(pair[0].clone())),
            None => Ok(()),
        }
    }

    /// The purposes, in their order.
    pub fn purposes(&self) -> &[KeyPurpose] {
        &self.0
    }

    /// The purposes in the DER of an extnValue.
    ///
    /// # Errors
    /// [`DerError`] if it is not a SEQUENCE of at least one object identifier, each once.
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        let sequence = value::only(value, tag::SEQUENCE)?;
        let mut reader = sequence.reader();
        let mut purposes = Vec::new();
        while !reader.is_empty() {
            let tlv = reader.expect(tag::OBJECT_IDENTIFIER)?;
            let oid =
                Oid::from_content(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))?;
            purposes.push(KeyPurpose(oid));
        }
        let usage = Self(purposes);
        usage.check().map_err(|_| sequence.error(DerErrorKind::Content))?;
        Ok(usage)
    }
}

impl From<ExtendedKeyUsage> for Extension {
    fn from(usage: ExtendedKeyUsage) -> Self {
        let mut value = Vec::new();
        der::nested(&mut value, tag::SEQUENCE, |out| {
            for purpose in &usage.0 {
                der::tlv(out, tag::OBJECT_IDENTIFIER, purpose.0.as_bytes());
            }
        });
        Self::known(ExtendedKeyUsage::OID, false, value)
    }
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, purpose) in self.0.iter().enumerate() {
            write!(f, "{}{purpose}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl FromStr for ExtendedKeyUsage {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        parse(text)
            .map_err(|error| ExtensionError::new(text, ExtensionErrorKind::ExtendedKeyUsage(error)))
    }
}

fn parse(text: &str) -> Result<ExtendedKeyUsage, ExtendedKeyUsageError> {
    if text.trim().is_empty() {
        return Err(ExtendedKeyUsageError::Empty);
    }
    let usage = ExtendedKeyUsage(words(text).map(purpose).collect::<Result<_, _>>()?);
    usage.check()?;
    Ok(usage)
}

fn purpose(word: &str) -> Result<KeyPurpose, ExtendedKeyUsageError> {
    if let Some((_, purpose)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Ok(purpose.clone());
    }
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return word
            .parse()
            .map(KeyPurpose)
            .map_err(|error| ExtendedKeyUsageError::Oid { word: word.into(), error });
    }
    Err(ExtendedKeyUsageError::Unknown(word.into()))
}

/// Why something is no extKeyUsage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExtendedKeyUsageError {
    /// No purpose at all.
    Empty,
    /// A word that is neither one of the names nor an object identifier.
    Unknown(String),
    /// A word that begins like an object identifier and is none.
    Oid {
        /// The word.
        word: String,
        /// Why it is none.
        error: OidError,
    },
    /// The same purpose twice.
    Duplicate(KeyPurpose),
}

impl fmt::Display for ExtendedKeyUsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty; an extKeyUsage has at least one purpose")?,
            Self::Unknown(word) => {
                write!(f, "has {}; the purposes are object identifiers, or ", Quoted(word))?;
                for (index, (name, _)) in NAMES.iter().enumerate() {
                    write!(f, "{}{name}", if index == 0 { "" } else { ", " })?;
                }
            }
            Self::Oid { word, error } => write!(f, "has {}, which {error}", Quoted(word))?,
            Self::Duplicate(purpose) => write!(f, "has {purpose} twice; a purpose is given once")?,
        }
        f.write_str(" (RFC 5280 4.2.1.12)")
    }
}

impl core::error::Error for ExtendedKeyUsageError {}

impl ExtendedKeyUsageError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("leave the extension out".into()),
            Self::Unknown(word) => suggestion(word, NAMES.iter().map(|(name, _)| *name)),
            Self::Oid { .. } | Self::Duplicate(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_name_stands_for_its_identifier() {
        let cases = [
            ("serverAuth", "1.3.6.1.5.5.7.3.1"),
            ("clientAuth", "1.3.6.1.5.5.7.3.2"),
            ("codeSigning", "1.3.6.1.5.5.7.3.3"),
            ("emailProtection", "1.3.6.1.5.5.7.3.4"),
            ("timeStamping", "1.3.6.1.5.5.7.3.8"),
            ("OCSPSigning", "1.3.6.1.5.5.7.3.9"),
            ("ipsecIKE", "1.3.6.1.5.5.7.3.17"),
            ("anyExtendedKeyUsage", "2.5.29.37.0"),
            ("msSmartcardLogon", "1.3.6.1.4.1.311.20.2.2"),
            ("pkInitKDC", "1.3.6.1.5.2.3.5"),
            ("pkInitClientAuth", "1.3.6.1.5.2.3.4"),
        ];
        assert_eq!(cases.len(), NAMES.len());
        for (name, dotted) in cases {
            let usage: ExtendedKeyUsage = name.parse().unwrap();
            assert_eq!(usage.purposes()[0].oid().to_string(), dotted);
            assert_eq!(dotted.parse(), Ok(usage.clone()));
            assert_eq!(usage.to_string(), name);
        }
    }

    #[test]
    fn purposes_keep_their_order() {
        let usage: ExtendedKeyUsage = "clientAuth, serverAuth,2.999.1".parse().unwrap();
        assert_eq!(usage.to_string(), "clientAuth,serverAuth,2.999.1");
        let extension = Extension::from(usage.clone());
        assert!(!extension.is_critical());
        let start = [0x30, 25, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 2, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 1];
        assert_eq!(extension.value()[..start.len()], start);
        assert_eq!(ExtendedKeyUsage::from_value(extension.value()), Ok(usage));
    }

    #[test]
    fn what_is_no_purpose_is_refused_for_its_own_reason() {
        use ExtendedKeyUsageError::*;
        let oid = |word: &str, error| Oid { word: word.into(), error };
        let cases = [
            ("", Empty, Some("leave the extension out")),
            ("serverauth", Unknown("serverauth".into()), Some("did you mean serverAuth?")),
            ("ocspSigning", Unknown("ocspSigning".into()), Some("did you mean OCSPSigning?")),
            ("digitalSignature", Unknown("digitalSignature".into()), None),
            ("serverAuth,", Unknown("".into()), None),
            ("1.3.x", oid("1.3.x", OidError::NotANumber { arc: 3 }), None),
            ("3.1", oid("3.1", OidError::FirstArc), None),
            ("clientAuth,1.3.6.1.5.5.7.3.2", Duplicate(KeyPurpose::CLIENT_AUTH), None),
        ];
        for (text, expected, hint) in cases {
            let refusal = text.parse::<ExtendedKeyUsage>().unwrap_err();
            assert_eq!(refusal.kind(), &ExtensionErrorKind::ExtendedKeyUsage(expected), "{text}");
            assert_eq!(refusal.hint().as_deref(), hint, "{text}");
        }
        assert!(ExtendedKeyUsage::new([]).is_err());
        assert!(ExtendedKeyUsage::new([KeyPurpose::ANY, KeyPurpose::ANY]).is_err());
    }

    #[test]
    fn values_that_are_not_der_are_refused() {
        for (value, at, kind) in [
            (&[0x30, 0][..], 0, DerErrorKind::Content),
            (&[0x30, 2, 6, 0], 2, DerErrorKind::Content),
            (&[0x30, 2, 5, 0], 2, DerErrorKind::UnexpectedTag { expected: 0x06, found: 0x05 }),
            (
                &[0x31, 3, 6, 1, 0x2A],
                0,
                DerErrorKind::UnexpectedTag { expected: 0x30, found: 0x31 },
            ),
            (&[0x30, 3, 6, 1, 0x2A, 0], 5, DerErrorKind::TrailingData),
            (&[0x30, 6, 6, 1, 0x2A, 6, 1, 0x2A], 0, DerErrorKind::Content),
        ] {
            let refused = ExtendedKeyUsage::from_value(value).unwrap_err();
            assert_eq!((refused.at(), refused.kind()), (at, kind), "{value:02x?}");
        }
    }
}

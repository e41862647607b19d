//! Extensions that a request asks for (RFC 5280 4.2), none by default.
//!
//! A file each. Every known extension is made from Rust values or from text, and read back
//! from the DER of its value; its text form is the inverse of its parser. What is not known
//! here goes in by identifier and DER.

use alloc::{format, string::String, vec::Vec};
use core::{fmt, str::FromStr};

use crate::decode::{self, DerError, DerErrorKind, Tlv};
use crate::error::{Quoted, nearest};
use crate::hex::HexDisplay;
use crate::oid::{Oid, OidError};

mod basic_constraints;
mod certificate_template;
mod extended_key_usage;
mod key_hash;
mod key_usage;
pub(crate) mod oids;
mod subject_key_identifier;
mod tls_feature;
pub(crate) mod value;

pub use basic_constraints::{BasicConstraints, BasicConstraintsError};
pub use certificate_template::{CertificateTemplate, CertificateTemplateError};
pub use extended_key_usage::{ExtendedKeyUsage, ExtendedKeyUsageError, KeyPurpose};
pub use key_hash::KeyHash;
pub use key_usage::{KeyUsage, KeyUsageError};
pub use subject_key_identifier::{SubjectKeyIdentifier, SubjectKeyIdentifierError};
pub use tls_feature::{TlsFeature, TlsFeatureError};
pub use value::ValueError;

/// An extension: its identifier, whether it is critical, and its value in DER.
///
/// From text: `OID=HEX` or `OID=critical,HEX`, where the hexadecimal digits are the DER of
/// the value. `Display` writes the same.
///
/// ```
/// use pkcs10::{Extension, KeyUsage};
///
/// let usage = Extension::from(KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT);
/// assert_eq!(usage.to_string(), "2.5.29.15=critical,030205a0");
/// assert_eq!("2.5.29.15=critical,030205a0".parse(), Ok(usage));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    oid: Oid,
    critical: bool,
    value: Vec<u8>,
    /// Fills the last octets of the value from the public key, once that is known.
    key_hash: Option<KeyHash>,
}

impl Extension {
    /// Any extension, from its identifier and the DER of its value.
    ///
    /// # Errors
    /// [`ExtensionError`] if the value is not exactly one value in DER, if it is not what an
    /// extension of a known type holds (keyUsage, say), or if this is a
    /// subjectAltName: names go in as names, where each is checked and none is lost.
    pub fn new(oid: Oid, critical: bool, value: &[u8]) -> Result<Self, ExtensionError> {
        let kind = if oid.as_bytes() == oids::SUBJECT_ALT_NAME {
            ExtensionErrorKind::SubjectAltName
        } else {
            match decode::only_sound(value).and_then(|_| check_known(&oid, value)) {
                Ok(()) => return Ok(Self::known(oid, critical, value.to_vec())),
                Err(error) => ExtensionErrorKind::Value(ValueError::Der(error)),
            }
        };
        Err(ExtensionError { value: format!("{oid}"), kind })
    }

    const fn known(oid: Oid, critical: bool, value: Vec<u8>) -> Self {
        Self { oid, critical, value, key_hash: None }
    }

    /// The same extension, critical or not. Each known extension starts as its RFC
    /// recommends.
    #[must_use]
    pub fn with_critical(self, critical: bool) -> Self {
        Self { critical, ..self }
    }

    /// The identifier, extnID.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Whether a reader that does not know it must refuse the certificate.
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// The DER inside the OCTET STRING, extnValue. For a
    /// [`SubjectKeyIdentifier::from_key`], its hash is still zeros: it is computed when the
    /// request meets its key.
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// How the last [`KeyHash::LEN`] octets of the value come from the public key.
    pub(crate) const fn key_hash(&self) -> Option<KeyHash> {
        self.key_hash
    }
}

/// Checks the value of an extension whose type is known.
fn check_known(oid: &Oid, value: &[u8]) -> Result<(), DerError> {
    match oid.as_bytes() {
        oids::KEY_USAGE => KeyUsage::from_value(value).map(drop),
        oids::EXTENDED_KEY_USAGE => ExtendedKeyUsage::from_value(value).map(drop),
        oids::BASIC_CONSTRAINTS => BasicConstraints::from_value(value).map(drop),
        oids::SUBJECT_KEY_IDENTIFIER => SubjectKeyIdentifier::from_value(value).map(drop),
        oids::TLS_FEATURE => TlsFeature::from_value(value).map(drop),
        oids::TEMPLATE | oids::TEMPLATE_NAME => CertificateTemplate::from_value(value).map(drop),
        _ => Ok(()),
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let critical = if self.critical { "critical," } else { "" };
        write!(f, "{}={critical}{:x}", self.oid, HexDisplay(&self.value))
    }
}

impl FromStr for Extension {
    type Err = ExtensionError;

    /// Reads `OID=[critical,]HEX`.
    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        let refuse = |kind| ExtensionError { value: text.into(), kind };
        let (oid, rest) =
            text.split_once('=').ok_or_else(|| refuse(ExtensionErrorKind::NoValue))?;
        let oid = oid.parse().map_err(|error| refuse(ExtensionErrorKind::Oid(error)))?;
        let (critical, hex) = match rest.strip_prefix("critical,") {
            Some(hex) => (true, hex),
            None => (false, rest),
        };
        let value = value::from_hex(hex).map_err(|e| refuse(ExtensionErrorKind::Value(e)))?;
        Self::new(oid, critical, &value).map_err(|error| refuse(error.kind))
    }
}

/// What a request takes for an extension: an [`Extension`], a value of one of the known
/// types, or the result of making one, so that a fault appears among those of the request.
pub trait IntoExtension {
    /// The extension.
    ///
    /// # Errors
    /// [`ExtensionError`] if making it had failed already.
    fn into_extension(self) -> Result<Extension, ExtensionError>;
}

impl IntoExtension for Extension {
    fn into_extension(self) -> Result<Extension, ExtensionError> {
        Ok(self)
    }
}

impl<E: IntoExtension> IntoExtension for Result<E, ExtensionError> {
    fn into_extension(self) -> Result<Extension, ExtensionError> {
        self.and_then(E::into_extension)
    }
}

macro_rules! into_extension {
    ($($known:ident)*) => {
        $(impl IntoExtension for $known {
            fn into_extension(self) -> Result<Extension, ExtensionError> {
                Ok(self.into())
            }
        })*
    };
}

into_extension! {
    KeyUsage ExtendedKeyUsage BasicConstraints TlsFeature SubjectKeyIdentifier CertificateTemplate
}

/// What was given for an extension and is none, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionError {
    value: String,
    kind: ExtensionErrorKind,
}

/// Why something is no extension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExtensionErrorKind {
    /// No `=` between identifier and value.
    NoValue,
    /// An identifier that is none.
    Oid(OidError),
    /// A value that is not exactly one value in DER.
    Value(ValueError),
    /// A subjectAltName by hand.
    SubjectAltName,
    /// No keyUsage.
    KeyUsage(KeyUsageError),
    /// No extKeyUsage.
    ExtendedKeyUsage(ExtendedKeyUsageError),
    /// No basicConstraints.
    BasicConstraints(BasicConstraintsError),
    /// No TLS feature extension.
    TlsFeature(TlsFeatureError),
    /// No subjectKeyIdentifier.
    SubjectKeyIdentifier(SubjectKeyIdentifierError),
    /// No certificate template.
    CertificateTemplate(CertificateTemplateError),
}

impl ExtensionError {
    pub(crate) fn new(value: &str, kind: ExtensionErrorKind) -> Self {
        Self { value: value.into(), kind }
    }

    /// The text that was refused; the identifier, where there was no text.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it was refused.
    pub const fn kind(&self) -> &ExtensionErrorKind {
        &self.kind
    }

    /// What was probably meant, or what to do instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        use ExtensionErrorKind as Kind;
        match &self.kind {
            Kind::NoValue => Some("write OID=HEX or OID=critical,HEX".into()),
            Kind::Oid(_) => None,
            Kind::Value(error) => error.hint(),
            Kind::SubjectAltName => Some("add each of its names".into()),
            Kind::KeyUsage(error) => error.hint(),
            Kind::ExtendedKeyUsage(error) => error.hint(),
            Kind::BasicConstraints(error) => error.hint(&self.value),
            Kind::TlsFeature(error) => error.hint(),
            Kind::SubjectKeyIdentifier(error) => error.hint(),
            Kind::CertificateTemplate(error) => error.hint(),
        }
    }
}

impl fmt::Display for ExtensionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ExtensionErrorKind as Kind;
        write!(f, "{} ", Quoted(&self.value))?;
        match &self.kind {
            Kind::NoValue => f.write_str(
                "has no \"=\"; an extension is its object identifier, \"=\", and the DER of its value in hexadecimal",
            )?,
            Kind::Oid(error) => write!(f, "names no extension: the identifier {error}")?,
            Kind::Value(error) => write!(f, "{error}")?,
            Kind::SubjectAltName => f.write_str(
                "is the subjectAltName; names are given as names, each of which is checked (RFC 5280 4.2.1.6)",
            )?,
            Kind::KeyUsage(error) => write!(f, "{error}")?,
            Kind::ExtendedKeyUsage(error) => write!(f, "{error}")?,
            Kind::BasicConstraints(error) => write!(f, "{error}")?,
            Kind::TlsFeature(error) => write!(f, "{error}")?,
            Kind::SubjectKeyIdentifier(error) => write!(f, "{error}")?,
            Kind::CertificateTemplate(error) => write!(f, "{error}")?,
        }
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for ExtensionError {}

/// The words of a list with commas between, and white space around each, which is let go:
/// none of the words that are looked for has any.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// `did you mean …?`, where a word is near enough to one of `candidates`.
fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|word| format!("did you mean {word}?"))
}

/// The number in an INTEGER from 0 to 2³² − 1.
fn unsigned(tlv: &Tlv<'_>) -> Result<u32, DerError> {
    let wrong = tlv.error(DerErrorKind::Content);
    let significant = match tlv.content {
        [0] => &[],
        [0, rest @ ..] if rest[0] >= 0x80 => rest,
        all @ [1..0x80, ..] => all,
        _ => return Err(wrong),
    };
    if significant.len() > 4 {
        return Err(wrong);
    }
    Ok(significant.iter().fold(0, |number, octet| (number << 8) | u32::from(*octet)))
}

/// A number in decimal digits without sign and without leading zeros.
fn decimal<N: FromStr>(text: &str) -> Option<N> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::HexError;
    use alloc::string::ToString;

    #[test]
    fn any_extension_goes_in_by_identifier_and_der() {
        for (text, critical, value) in [
            ("2.999.1=0500", false, &[0x05, 0x00][..]),
            ("2.999.1=critical,30030101ff", true, &[0x30, 3, 1, 1, 0xFF]),
        ] {
            let extension: Extension = text.parse().unwrap();
            assert_eq!(extension.oid().to_string(), "2.999.1");
            assert_eq!((extension.is_critical(), extension.value()), (critical, value));
            assert_eq!(extension.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_extension_is_refused_for_its_own_reason() {
        use ExtensionErrorKind::*;
        let der = |at, kind| Value(ValueError::Der(DerError { at, kind }));
        let cases = [
            ("", NoValue),
            ("2.999.1", NoValue),
            ("=0500", Oid(OidError::Empty)),
            ("keyUsage=0500", Oid(OidError::NotANumber { arc: 1 })),
            ("2.999.1=", Value(ValueError::Empty)),
            ("2.999.1=critical,", Value(ValueError::Empty)),
            ("2.999.1=050", Value(ValueError::Hex(HexError::OddDigits))),
            (
                "2.999.1=05 00",
                Value(ValueError::Hex(HexError::Character { character: ' ', at: 3 })),
            ),
            (
                "2.999.1=Critical,0500",
                Value(ValueError::Hex(HexError::Character { character: 'r', at: 2 })),
            ),
            ("2.999.1=05000500", der(2, DerErrorKind::TrailingData)),
            ("2.999.1=3080", der(0, DerErrorKind::IndefiniteLength)),
            ("2.999.1=30020405", der(2, DerErrorKind::Truncated)),
            ("2.5.29.17=3000", SubjectAltName),
        ];
        for (text, expected) in cases {
            assert_eq!(*text.parse::<Extension>().unwrap_err().kind(), expected, "{text}");
        }
    }

    #[test]
    fn numbers_in_der_are_minimal_and_not_negative() {
        let cases: &[(&[u8], Option<u32>)] = &[
            (&[0], Some(0)),
            (&[127], Some(127)),
            (&[0, 128], Some(128)),
            (&[0, 255, 255, 255, 255], Some(u32::MAX)),
            (&[], None),
            (&[0, 0], None),
            (&[0, 127], None),
            (&[128], None),
            (&[1, 0, 0, 0, 0], None),
        ];
        for (content, expected) in cases {
            let tlv = Tlv { tag: 2, content, encoded: content, at: 0 };
            assert_eq!(unsigned(&tlv).ok(), *expected, "{content:02x?}");
        }
    }
}

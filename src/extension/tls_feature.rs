//! TLS feature, "must staple" (RFC 7633).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::{
    Extension, ExtensionError, ExtensionErrorKind, decimal, oids, suggestion, value, words,
};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::error::Quoted;
use crate::oid::Oid;

/// TLS extensions that the server promises to support, at least one, each once.
///
/// As text, the names `status_request` (5) and `status_request_v2` (17), or numbers of TLS
/// extensions up to 65,535, with commas between. It starts as not critical, so that readers
/// that do not know it can use the certificate.
///
/// **Who wants it:** servers that staple OCSP responses and want clients to insist on them,
/// at CAs that still offer it. **Who refuses it:** Let's Encrypt, since May 2025
/// (letsencrypt/cp-cps #306), and other CAs that have given up OCSP.
///
/// ```
/// use pkcs10::{Extension, TlsFeature};
///
/// let feature: TlsFeature = "status_request".parse()?;
/// assert_eq!(Extension::from(feature).value(), [0x30, 3, 2, 1, 5]);
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TlsFeature(Vec<u16>);

const NAMES: [(&str, u16); 2] = [
    ("status_request", TlsFeature::STATUS_REQUEST),
    ("status_request_v2", TlsFeature::STATUS_REQUEST_V2),
];

impl TlsFeature {
    /// id-pe-tlsfeature, 1.3.6.1.5.5.7.1.24.
    pub const OID: Oid = Oid::constant(oids::TLS_FEATURE);

    /// The TLS extension status_request: the server staples an OCSP response (RFC 6066 8).
    pub const STATUS_REQUEST: u16 = 5;
    /// The TLS extension status_request_v2: responses for the whole chain (RFC 6961).
    pub const STATUS_REQUEST_V2: u16 = 17;

    /// TLS extensions by their numbers, in their order.
    ///
    /// # Errors
    /// [`ExtensionError`] if there is none, or one twice.
    pub fn new(features: impl IntoIterator<Item = u16>) -> Result<Self, ExtensionError> {
        let feature = Self(features.into_iter().collect());
        match feature.check() {
            Ok(()) => Ok(feature),
            Err(error) => Err(ExtensionError {
                value: alloc::format!("{feature}"),
                kind: ExtensionErrorKind::TlsFeature(error),
            }),
        }
    }

    fn check(&self) -> Result<(), TlsFeatureError> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            _ if self.0.is_empty() => Err(TlsFeatureError::Empty),
            Some(pair) => Err(TlsFeatureError::Duplicate(pair[0])),
            None => Ok(()),
        }
    }

    /// The numbers of the TLS extensions, in their order.
    pub fn features(&self) -> &[u16] {
        &self.0
    }

    /// The features in the DER of an extnValue.
    ///
    /// # Errors
    /// [`DerError`] if it is not a SEQUENCE of at least one INTEGER from 0 to 65,535, each
    /// once.
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        let sequence = value::only(value, tag::SEQUENCE)?;
        let mut reader = sequence.reader();
        let mut features = Vec::new();
        while !reader.is_empty() {
            let tlv = reader.expect(tag::INTEGER)?;
            let number = super::unsigned(&tlv)?;
            features.push(u16::try_from(number).map_err(|_| tlv.error(DerErrorKind::Content))?);
        }
        let feature = Self(features);
        feature.check().map_err(|_| sequence.error(DerErrorKind::Content))?;
        Ok(feature)
    }
}

impl From<TlsFeature> for Extension {
    fn from(feature: TlsFeature) -> Self {
        let mut value = Vec::new();
        der::nested(&mut value, tag::SEQUENCE, |out| {
            for number in &feature.0 {
                der::unsigned_integer(out, (*number).into());
            }
        });
        Self::known(TlsFeature::OID, false, value)
    }
}

impl fmt::Display for TlsFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, number) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match NAMES.iter().find(|(_, named)| named == number) {
                Some((name, _)) => write!(f, "{comma}{name}")?,
                None => write!(f, "{comma}{number}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for TlsFeature {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        parse(text)
            .map_err(|error| ExtensionError::new(text, ExtensionErrorKind::TlsFeature(error)))
    }
}

fn parse(text: &str) -> Result<TlsFeature, TlsFeatureError> {
    if text.trim().is_empty() {
        return Err(TlsFeatureError::Empty);
    }
    let feature = TlsFeature(words(text).map(number).collect::<Result<_, _>>()?);
    feature.check()?;
    Ok(feature)
}

fn number(word: &str) -> Result<u16, TlsFeatureError> {
    match NAMES.iter().find(|(name, _)| *name == word) {
        Some((_, number)) => Ok(*number),
        None => decimal(word).ok_or_else(|| TlsFeatureError::Unknown(word.into())),
    }
}

/// Why something is no TLS feature extension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFeatureError {
    /// No feature at all.
    Empty,
    /// A word that is neither one of the names nor a number up to 65,535.
    Unknown(String),
    /// The same feature twice.
    Duplicate(u16),
}

impl fmt::Display for TlsFeatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty; a TLS feature extension has at least one")?,
            Self::Unknown(word) => write!(
                f,
                "has {}; a TLS feature is status_request, status_request_v2 or the number of a TLS extension, 0 to 65535",
                Quoted(word)
            )?,
            Self::Duplicate(number) => {
                write!(f, "has the feature {number} twice; a feature is given once")?;
            }
        }
        f.write_str(" (RFC 7633 4.1)")
    }
}

impl core::error::Error for TlsFeatureError {}

impl TlsFeatureError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("leave the extension out".into()),
            Self::Unknown(word) if word.eq_ignore_ascii_case("must-staple") => {
                Some("that is status_request".into())
            }
            Self::Unknown(word) => suggestion(word, NAMES.map(|(name, _)| name)),
            Self::Duplicate(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn features_are_read_and_written() {
        let cases: &[(&str, &[u16], &[u8])] = &[
            ("status_request", &[5], &[0x30, 3, 2, 1, 5]),
            ("status_request,status_request_v2", &[5, 17], &[0x30, 6, 2, 1, 5, 2, 1, 17]),
            ("65535,0", &[65_535, 0], &[0x30, 8, 2, 3, 0, 255, 255, 2, 1, 0]),
        ];
        for (text, numbers, value) in cases {
            let feature: TlsFeature = text.parse().unwrap();
            assert_eq!(feature.features(), *numbers);
            assert_eq!(feature.to_string(), *text);
            assert_eq!(TlsFeature::new(numbers.iter().copied()), Ok(feature.clone()));
            let extension = Extension::from(feature.clone());
            assert_eq!((extension.is_critical(), extension.value()), (false, *value));
            assert_eq!(TlsFeature::from_value(value), Ok(feature));
        }
        assert_eq!("5, 17".parse(), TlsFeature::new([5, 17]));
    }

    #[test]
    fn what_is_no_feature_is_refused_for_its_own_reason() {
        use TlsFeatureError::*;
        let unknown = |word: &str| Unknown(word.into());
        let cases = [
            ("", Empty, Some("leave the extension out")),
            ("statusrequest", unknown("statusrequest"), Some("did you mean status_request?")),
            ("must-staple", unknown("must-staple"), Some("that is status_request")),
            ("65536", unknown("65536"), None),
            ("05", unknown("05"), None),
            ("5,", unknown(""), None),
            ("5,status_request", Duplicate(5), None),
        ];
        for (text, expected, hint) in cases {
            let refusal = text.parse::<TlsFeature>().unwrap_err();
            assert_eq!(refusal.kind(), &ExtensionErrorKind::TlsFeature(expected), "{text}");
            assert_eq!(refusal.hint().as_deref(), hint, "{text}");
        }
        assert!(TlsFeature::new([]).is_err());
    }

    #[test]
    fn values_that_are_not_der_are_refused() {
        for (value, at, kind) in [
            (&[0x30, 0][..], 0, DerErrorKind::Content),
            (&[0x30, 3, 4, 1, 5], 2, DerErrorKind::UnexpectedTag { expected: 0x02, found: 0x04 }),
            (&[0x30, 4, 2, 2, 0, 5], 2, DerErrorKind::Content),
            (&[0x30, 5, 2, 3, 1, 0, 0], 2, DerErrorKind::Content),
            (&[0x30, 6, 2, 1, 5, 2, 1, 5], 0, DerErrorKind::Content),
            (&[0x30, 3, 2, 1, 5, 0], 5, DerErrorKind::TrailingData),
        ] {
            let refused = TlsFeature::from_value(value).unwrap_err();
            assert_eq!((refused.at(), refused.kind()), (at, kind), "{value:02x?}");
        }
    }
}

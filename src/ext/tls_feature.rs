//! TLS feature, "must staple" (RFC 7633).

use alloc::{format, vec::Vec};
use core::{fmt, str::FromStr};

use super::oids;
use super::read::{only, strictly};
use super::text::{check_list, decimal, empty, unknown, words};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error, Hint};

const SUBJECT: &str = "tlsFeature";
const AT_LEAST_ONE: &str = "at least one feature (RFC 7633 4.1)";

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
/// use pkcs10::{Extension, extensions::TlsFeature};
///
/// let feature: TlsFeature = "status_request".parse()?;
/// assert_eq!(Extension::from(feature).value(), [0x30, 3, 2, 1, 5]);
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TlsFeature(Vec<u64>);

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
    /// [`Code::Empty`] if there is none, [`Code::Repeated`] if one is there twice.
    pub fn new(features: impl IntoIterator<Item = u16>) -> Result<Self, Error> {
        let feature = Self(features.into_iter().map(u64::from).collect());
        feature.check()?;
        Ok(feature)
    }

    fn check(&self) -> Result<(), Error> {
        match self.0.iter().find(|number| **number > u16::MAX.into()) {
            Some(number) => {
                let reason = format!("contains the number {number}");
                Err(Error::new(Code::Number, SUBJECT, reason).expected("0 to 65535 (RFC 7633 4.1)"))
            }
            None => check_list(SUBJECT, &self.0, AT_LEAST_ONE),
        }
    }

    /// The numbers of the TLS extensions, in their order: up to 65,535, but in an inspection they
    /// are what was received.
    pub fn features(&self) -> &[u64] {
        &self.0
    }

    /// The features in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not a SEQUENCE of at least one INTEGER from 0 to 65,535, each
    /// once.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, Self::check)
    }

    /// ```text
    /// Features ::= SEQUENCE OF INTEGER                                        -- RFC 7633 4.1
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let mut inside = only(walk, value, tag::SEQUENCE)?.reader();
        let (mut features, mut index) = (Vec::new(), 0);
        while !inside.is_empty() {
            let feature =
                walk.element(index, |walk| walk.unsigned(&mut inside, Code::ExtensionValue))?;
            features.extend(feature);
            index += 1;
        }
        Ok(Self(features))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        der::nested(out, tag::SEQUENCE, |out| {
            self.0.iter().for_each(|number| der::unsigned_integer(out, *number));
        });
    }
}

impl fmt::Display for TlsFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, number) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match NAMES.iter().find(|(_, named)| u64::from(*named) == *number) {
                Some((name, _)) => write!(f, "{comma}{name}")?,
                None => write!(f, "{comma}{number}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for TlsFeature {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(empty(SUBJECT, AT_LEAST_ONE));
        }
        let features: Result<Vec<u16>, Error> = words(text).map(number).collect();
        features.and_then(Self::new).map_err(|error| error.value(text))
    }
}

fn number(word: &str) -> Result<u16, Error> {
    const EXPECTED: &str = "status_request, status_request_v2, or numbers of TLS extensions, 0 to 65535 (RFC 7633 4.1)";
    let named = NAMES.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    named.or_else(|| decimal(word)).ok_or_else(|| {
        let error = unknown(SUBJECT, word, NAMES.map(|(name, _)| name), EXPECTED);
        match word.eq_ignore_ascii_case("must-staple") {
            true => error.hint_at(Hint::Write("status_request".into())),
            false => error,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ext::{Extension, IntoExtension};
    use alloc::string::ToString;

    #[test]
    fn features_are_read_and_written() {
        let cases: &[(&str, &[u64], &[u8])] = &[
            ("status_request", &[5], &[0x30, 3, 2, 1, 5]),
            ("status_request,status_request_v2", &[5, 17], &[0x30, 6, 2, 1, 5, 2, 1, 17]),
            ("65535,0", &[65_535, 0], &[0x30, 8, 2, 3, 0, 255, 255, 2, 1, 0]),
        ];
        for (text, numbers, value) in cases {
            let feature: TlsFeature = text.parse().unwrap();
            assert_eq!(feature.features(), *numbers);
            assert_eq!(feature.to_string(), *text);
            let numbers = numbers.iter().map(|number| u16::try_from(*number).unwrap());
            assert_eq!(TlsFeature::new(numbers), Ok(feature.clone()));
            let extension = Extension::from(feature.clone());
            assert_eq!((extension.is_critical(), extension.value()), (false, *value));
            assert_eq!(TlsFeature::from_value(value), Ok(feature));
        }
        assert_eq!("5, 17".parse(), TlsFeature::new([5, 17]));
    }

    #[test]
    fn an_invalid_feature_is_refused_for_its_own_reason() {
        let meant = Some(Hint::DidYouMean("status_request".into()));
        let cases = [
            ("", Code::Empty, Some(Hint::Omit)),
            ("statusrequest", Code::Unknown, meant),
            ("must-staple", Code::Unknown, Some(Hint::Write("status_request".into()))),
            ("65536", Code::Unknown, None),
            ("05", Code::Unknown, None),
            ("5,", Code::Unknown, None),
            ("5,status_request", Code::Repeated, None),
        ];
        for (text, code, hint) in cases {
            let error = text.parse::<TlsFeature>().unwrap_err();
            assert_eq!((error.code(), error.hint()), (code, hint.as_ref()), "{text}");
        }
        assert_eq!(TlsFeature::new([]).unwrap_err().code(), Code::Empty);
    }

    #[test]
    fn invalid_der_is_refused() {
        for (value, at, code) in [
            (&[0x30, 0][..], 0, Code::Empty),
            (&[0x30, 3, 4, 1, 5], 2, Code::Structure),
            (&[0x30, 4, 2, 2, 0, 5], 2, Code::IntegerNotMinimal),
            (&[0x30, 5, 2, 3, 1, 0, 0], 0, Code::Number),
            (&[0x30, 6, 2, 1, 5, 2, 1, 5], 0, Code::Repeated),
            (&[0x30, 3, 2, 1, 5, 0], 5, Code::TrailingData),
        ] {
            let deviation = TlsFeature::from_value(value).unwrap_err();
            assert_eq!((deviation.at(), deviation.code()), (at, code), "{value:02x?}");
        }
    }

    #[test]
    fn numbers_over_65535_are_read_leniently_and_refused_in_a_request() {
        let mut walk = Walk::lenient();
        let value = Reader::new(&[0x30, 8, 2, 3, 1, 0, 0, 2, 1, 0x80]);
        let feature = TlsFeature::read(&mut walk, value).unwrap();
        assert_eq!(feature.features(), [65_536]);
        assert_eq!(feature.into_extension().unwrap_err().code(), Code::Number);
        let negative = walk.into_deviations();
        assert_eq!((negative[0].code(), negative[0].place()), (Code::ExtensionValue, "[1]"));
    }

    #[test]
    fn numbers_in_der_are_minimal_and_not_negative() {
        let cases: &[(&[u8], Option<u64>)] = &[
            (&[0], Some(0)),
            (&[127], Some(127)),
            (&[0, 128], Some(128)),
            (&[0, 255, 255], Some(65_535)),
            (&[], None),
            (&[0, 0], None),
            (&[0, 127], None),
            (&[128], None),
            (&[1, 0, 0, 0, 0, 0, 0, 0, 0], None),
        ];
        for (content, expected) in cases {
            let mut integer = Vec::new();
            der::tlv(&mut integer, tag::INTEGER, content);
            let number = Walk::strict().unsigned(&mut Reader::new(&integer), Code::Number);
            assert_eq!(number.ok().flatten(), *expected, "{content:02x?}");
        }
    }
}

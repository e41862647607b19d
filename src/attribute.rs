//! Attributes of a request beside the extensionRequest (RFC 2985), none by default.

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use crate::decode;
use crate::der::{self, tag};
use crate::error::QuotedChar;
use crate::extension::{ValueError, value};
use crate::oid::{Oid, OidError};
use crate::subject::StringType;

/// extensionRequest, 1.2.840.113549.1.9.14 (RFC 2985 5.4.2).
pub(crate) const EXTENSION_REQUEST: &[u8] = EXTENSION_REQUEST_TLV.split_at(2).1;
/// The same as a TLV.
pub(crate) const EXTENSION_REQUEST_TLV: &[u8] =
    &[tag::OBJECT_IDENTIFIER, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 14];
/// Content octets of challengePassword, 1.2.840.113549.1.9.7 (RFC 2985 5.4.1).
pub(crate) const CHALLENGE_PASSWORD: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 7];
/// Content octets of unstructuredName, 1.2.840.113549.1.9.2 (RFC 2985 5.2.2).
pub(crate) const UNSTRUCTURED_NAME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 2];

/// An attribute: its type and its values, encoded.
///
/// From text: `OID=HEX`, where the hexadecimal digits are the DER of the value; several
/// values have commas between. Neither `Debug` nor an error shows a value: a
/// challengePassword is a secret.
///
/// ```
/// use pkcs10::Attribute;
///
/// let attribute: Attribute = "2.999.1=0500".parse()?;
/// assert_eq!(attribute.as_der(), [0x30, 9, 6, 3, 0x88, 0x37, 1, 0x31, 2, 5, 0]);
/// assert_eq!(format!("{attribute:?}"), "Attribute(2.999.1, 11 octets)");
/// # Ok::<(), pkcs10::RequestAttributeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    oid: Oid,
    der: Vec<u8>,
}

impl Attribute {
    /// challengePassword, 1.2.840.113549.1.9.7 (RFC 2985 5.4.1).
    pub const CHALLENGE_PASSWORD: Oid = Oid::constant(CHALLENGE_PASSWORD);
    /// unstructuredName, 1.2.840.113549.1.9.2 (RFC 2985 5.2.2).
    pub const UNSTRUCTURED_NAME: Oid = Oid::constant(UNSTRUCTURED_NAME);

    /// Characters (Unicode scalar values) that a challengePassword or an unstructuredName has
    /// at most: pkcs-9-ub-pkcs9String (RFC 2985 Appendix A).
    pub const TEXT_MAX: usize = 255;

    /// A challengePassword: 1 to 255 characters without control characters, a PrintableString
    /// where its characters allow, else a UTF8String.
    ///
    /// **Who wants it:** SCEP (RFC 8894 2.4), which tells by it who may enrol, and some CAs
    /// for revocation. The request is not encrypted: whoever can read it can read the
    /// password. A request sorts its attributes by their octets, as DER asks for, so a
    /// password of 64 characters or more may come to stand behind the extensionRequest. At
    /// least one SCEP server takes it only in front (lf-edge/eve #5909): short ones are there.
    ///
    /// # Errors
    /// [`RequestAttributeError`], which does not hold the password.
    pub fn challenge_password(password: &str) -> Result<Self, RequestAttributeError> {
        let tag = StringType::of_directory_string(password).tag();
        Self::text(Self::CHALLENGE_PASSWORD, tag, password)
    }

    /// An unstructuredName: 1 to 255 characters without control characters, an IA5String
    /// where its characters allow, else a UTF8String. Network equipment puts its host name or
    /// serial number there.
    ///
    /// # Errors
    /// [`RequestAttributeError`].
    pub fn unstructured_name(name: &str) -> Result<Self, RequestAttributeError> {
        let tag = if name.is_ascii() { tag::IA5_STRING } else { tag::UTF8_STRING };
        Self::text(Self::UNSTRUCTURED_NAME, tag, name)
    }

    fn text(oid: Oid, tag: u8, text: &str) -> Result<Self, RequestAttributeError> {
        use RequestAttributeErrorKind as Kind;
        let refuse = |kind| RequestAttributeError { oid: Some(oid.clone()), kind };
        if text.is_empty() {
            return Err(refuse(Kind::Empty));
        }
        let control = text.chars().enumerate().find(|(_, character)| character.is_control());
        if let Some((index, character)) = control {
            return Err(refuse(Kind::Control { character, at: index + 1 }));
        }
        let len = text.chars().count();
        if len > Self::TEXT_MAX {
            return Err(refuse(Kind::TooLong { len }));
        }
        let mut value = Vec::with_capacity(text.len() + 4);
        der::tlv(&mut value, tag, text.as_bytes());
        Ok(Self::encode(oid, &mut [value]))
    }

    /// Any attribute, from its type and the DER of its values, at least one. They are a SET:
    /// their order does not matter and none is there twice.
    ///
    /// # Errors
    /// [`RequestAttributeError`] if one of the values is not exactly one value in DER, if
    /// there is none or one twice, or if this is an extensionRequest: extensions go in as
    /// extensions, of which a request makes one.
    pub fn new(oid: Oid, values: &[&[u8]]) -> Result<Self, RequestAttributeError> {
        use RequestAttributeErrorKind as Kind;
        let refuse = |kind| RequestAttributeError { oid: Some(oid.clone()), kind };
        if oid.as_bytes() == EXTENSION_REQUEST {
            return Err(refuse(Kind::ExtensionRequest));
        }
        if values.is_empty() {
            return Err(refuse(Kind::Value(ValueError::Empty)));
        }
        for der in values {
            decode::only_sound(der).map_err(|error| refuse(Kind::Value(ValueError::Der(error))))?;
        }
        let mut values: Vec<Vec<u8>> = values.iter().map(|value| value.to_vec()).collect();
        values.sort_unstable();
        if values.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(refuse(Kind::DuplicateValue));
        }
        Ok(Self::encode(oid, &mut values))
    }

    fn encode(oid: Oid, values: &mut [Vec<u8>]) -> Self {
        let mut der = Vec::new();
        der::nested(&mut der, tag::SEQUENCE, |out| {
            der::tlv(out, tag::OBJECT_IDENTIFIER, oid.as_bytes());
            der::set_of(out, tag::SET, values);
        });
        Self { oid, der }
    }

    /// The type.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// The DER of the Attribute: one SEQUENCE of type and values.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({}, {} octets)", self.oid, self.der.len())
    }
}

impl FromStr for Attribute {
    type Err = RequestAttributeError;

    /// Reads `OID=HEX[,HEX…]`.
    fn from_str(text: &str) -> Result<Self, RequestAttributeError> {
        use RequestAttributeErrorKind as Kind;
        let refuse = |oid, kind| RequestAttributeError { oid, kind };
        let (oid, values) = text.split_once('=').ok_or(refuse(None, Kind::NoValue))?;
        let oid: Oid = oid.parse().map_err(|error| refuse(None, Kind::Oid(error)))?;
        let values = values
            .split(',')
            .map(value::from_hex)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| refuse(Some(oid.clone()), Kind::Value(error)))?;
        let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        Self::new(oid, &values)
    }
}

/// What a request takes for an attribute: an [`Attribute`], or the result of making one, so
/// that a fault appears among those of the request.
pub trait IntoAttribute {
    /// The attribute.
    ///
    /// # Errors
    /// [`RequestAttributeError`] if making it had failed already.
    fn into_attribute(self) -> Result<Attribute, RequestAttributeError>;
}

impl IntoAttribute for Attribute {
    fn into_attribute(self) -> Result<Attribute, RequestAttributeError> {
        Ok(self)
    }
}

impl IntoAttribute for Result<Attribute, RequestAttributeError> {
    fn into_attribute(self) -> Result<Attribute, RequestAttributeError> {
        self
    }
}

/// Why something is no attribute of a request. It does not hold the value, which may be a
/// password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestAttributeError {
    oid: Option<Oid>,
    kind: RequestAttributeErrorKind,
}

/// Why something is no attribute of a request. Positions count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestAttributeErrorKind {
    /// No `=` between type and values.
    NoValue,
    /// A type that is no object identifier.
    Oid(OidError),
    /// A value that is not exactly one value in DER.
    Value(ValueError),
    /// The same value twice.
    DuplicateValue,
    /// An extensionRequest by hand.
    ExtensionRequest,
    /// A text without any character.
    Empty,
    /// A text with more than 255 characters.
    TooLong {
        /// Characters that it has.
        len: usize,
    },
    /// A control character, such as the line end behind a password in a file.
    Control {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
}

impl RequestAttributeError {
    /// The type, if it got that far.
    pub const fn oid(&self) -> Option<&Oid> {
        self.oid.as_ref()
    }

    /// Why it was refused.
    pub const fn kind(&self) -> &RequestAttributeErrorKind {
        &self.kind
    }

    /// What to do instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        use RequestAttributeErrorKind as Kind;
        match &self.kind {
            Kind::NoValue => Some("write OID=HEX".into()),
            Kind::Value(error) => error.hint(),
            Kind::ExtensionRequest => Some("add each of its extensions".into()),
            Kind::Empty => Some("leave the attribute out".into()),
            Kind::Control { character: '\n' | '\r', .. } => Some("take the line end away".into()),
            _ => None,
        }
    }
}

impl fmt::Display for RequestAttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RequestAttributeErrorKind as Kind;
        match &self.oid {
            None => f.write_str("the attribute ")?,
            Some(oid) if *oid == Attribute::CHALLENGE_PASSWORD => {
                f.write_str("the challengePassword ")?;
            }
            Some(oid) if *oid == Attribute::UNSTRUCTURED_NAME => {
                f.write_str("the unstructuredName ")?;
            }
            Some(oid) => write!(f, "the attribute {oid} ")?,
        }
        match &self.kind {
            Kind::NoValue => f.write_str(
                "has no \"=\"; an attribute is its object identifier, \"=\", and the DER of its value in hexadecimal",
            )?,
            Kind::Oid(error) => write!(f, "has a type that {error}")?,
            Kind::Value(error) => write!(f, "{error}")?,
            Kind::DuplicateValue => {
                f.write_str("has the same value twice; its values are a set (RFC 2986 4.1)")?;
            }
            Kind::ExtensionRequest => f.write_str(
                "is the extensionRequest; extensions are given as extensions, and make one attribute (RFC 2985 5.4.2)",
            )?,
            Kind::Empty => f.write_str("is empty; it has at least one character (RFC 2985)")?,
            Kind::TooLong { len } => write!(
                f,
                "has {len} characters; it has at most {} (RFC 2985 Appendix A)",
                Attribute::TEXT_MAX
            )?,
            Kind::Control { character, at } => write!(
                f,
                "has the control character {} at character {at}; it holds none",
                QuotedChar(*character)
            )?,
        }
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for RequestAttributeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DerError, DerErrorKind};
    use crate::hex::HexError;
    use RequestAttributeErrorKind as Kind;
    use alloc::{format, string::ToString};

    #[test]
    fn texts_take_the_string_type_that_holds_them() {
        let cases = [
            (Attribute::challenge_password("abc 1"), 7, 0x13),
            (Attribute::challenge_password(" "), 7, 0x13),
            (Attribute::challenge_password("a_b"), 7, 0x0C),
            (Attribute::challenge_password("é"), 7, 0x0C),
            (Attribute::unstructured_name("a_b"), 2, 0x16),
            (Attribute::unstructured_name("é"), 2, 0x0C),
        ];
        for (attribute, last_arc, tag) in cases {
            let attribute = attribute.unwrap();
            let der = attribute.as_der();
            assert_eq!(der[2..13], [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, last_arc]);
            assert_eq!((der[13], der[15]), (0x31, tag), "{attribute:?}");
        }
    }

    #[test]
    fn texts_have_from_1_to_255_characters_without_controls() {
        for letter in ["x", "é", "漢"] {
            assert!(Attribute::challenge_password(&letter.repeat(255)).is_ok());
            assert!(Attribute::unstructured_name(&letter.repeat(255)).is_ok());
        }
        let long = "é".repeat(256);
        let cases = [
            ("", Kind::Empty),
            (long.as_str(), Kind::TooLong { len: 256 }),
            ("é\n", Kind::Control { character: '\n', at: 2 }),
            ("a\0b", Kind::Control { character: '\0', at: 2 }),
        ];
        for (text, expected) in cases {
            for refused in [Attribute::challenge_password(text), Attribute::unstructured_name(text)]
            {
                assert_eq!(refused.unwrap_err().kind, expected, "{text:?}");
            }
        }
    }

    #[test]
    fn values_are_a_sorted_set() {
        let attribute: Attribute = "2.999=0401FF,0500,020107".parse().unwrap();
        let expected = [0x30, 14, 6, 2, 0x88, 0x37, 0x31, 8, 2, 1, 7, 4, 1, 0xFF, 5, 0];
        assert_eq!(attribute.as_der(), expected);
    }

    #[test]
    fn what_is_no_attribute_is_refused_for_its_own_reason() {
        let der = |at, kind| Kind::Value(ValueError::Der(DerError { at, kind }));
        let cases = [
            ("", Kind::NoValue),
            ("2.999", Kind::NoValue),
            ("x=0500", Kind::Oid(OidError::NotANumber { arc: 1 })),
            ("2.999=", Kind::Value(ValueError::Empty)),
            ("2.999=0500,", Kind::Value(ValueError::Empty)),
            ("2.999=5", Kind::Value(ValueError::Hex(HexError::OddDigits))),
            ("2.999=0500,0500", Kind::DuplicateValue),
            ("2.999=05000500", der(2, DerErrorKind::TrailingData)),
            ("2.999=0501", der(0, DerErrorKind::Truncated)),
            ("1.2.840.113549.1.9.14=3000", Kind::ExtensionRequest),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Attribute>().unwrap_err().kind, expected, "{text}");
        }
        let none = Attribute::new("2.999".parse().unwrap(), &[]).unwrap_err();
        assert_eq!(none.kind, Kind::Value(ValueError::Empty));
    }

    #[test]
    fn no_password_is_shown() {
        let attribute = Attribute::challenge_password("hunter2").unwrap();
        assert_eq!(format!("{attribute:?}"), "Attribute(1.2.840.113549.1.9.7, 24 octets)");
        let refused = Attribute::challenge_password("hunter2\n").unwrap_err();
        assert!(!format!("{refused:?} {refused}").contains("hunter2"));
        assert_eq!(
            refused.to_string(),
            "the challengePassword has the control character U+000A at character 8; it holds none; hint: take the line end away"
        );
    }
}

//! Microsoft's certificate template: which template AD CS is to use (\[MS-WCCE] 2.2.2.7.7).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::{Extension, ExtensionError, ExtensionErrorKind, decimal, oids, value};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::error::QuotedChar;
use crate::oid::Oid;

/// Which of its templates AD CS is to use: by name (version 1), or by object identifier, with
/// or without a version (version 2).
///
/// As text: the name, or `OID:MAJOR:MINOR`, `OID:MAJOR` or `OID`. The name is the template's
/// internal one (`WebServer`), not the one that Windows displays (`Web Server`). It is a
/// BMPString, as Windows itself writes it, whatever \[MS-WCCE] 2.2.2.7.7.1 prints. Neither
/// form is critical.
///
/// **Who wants it:** an enterprise CA of AD CS, which issues nothing without a template; it
/// may also be told by the attribute `CertificateTemplate` when the request is submitted,
/// and once it stands in the request, no other can be chosen. **Who refuses it:** Puppet CA,
/// as any extension it does not know.
///
/// ```
/// use pkcs10::CertificateTemplate;
///
/// let template: CertificateTemplate = "1.3.6.1.4.1.311.21.8.1.2:100:3".parse()?;
/// let oid = "1.3.6.1.4.1.311.21.8.1.2".parse().unwrap();
/// assert_eq!(template, CertificateTemplate::from_version(oid, 100, Some(3)));
/// assert_eq!(template.to_string(), "1.3.6.1.4.1.311.21.8.1.2:100:3");
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertificateTemplate(Template);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Template {
    Name(String),
    Oid { oid: Oid, version: Option<(u32, Option<u32>)> },
}

impl CertificateTemplate {
    /// szOID_ENROLL_CERTTYPE, 1.3.6.1.4.1.311.20.2: a template by its name.
    pub const NAME_OID: Oid = Oid::constant(oids::TEMPLATE_NAME);
    /// szOID_CERTIFICATE_TEMPLATE, 1.3.6.1.4.1.311.21.7: a template by its identifier.
    pub const INFORMATION_OID: Oid = Oid::constant(oids::TEMPLATE);

    /// A template by its name.
    ///
    /// # Errors
    /// [`ExtensionError`] if the name is empty, has a character that no BMPString holds, or
    /// begins as an object identifier does.
    pub fn from_name(name: &str) -> Result<Self, ExtensionError> {
        check_name(name).map(|()| Self(Template::Name(name.into()))).map_err(|error| {
            ExtensionError::new(name, ExtensionErrorKind::CertificateTemplate(error))
        })
    }

    /// A template by its object identifier alone, in whatever version the CA has.
    pub const fn from_oid(oid: Oid) -> Self {
        Self(Template::Oid { oid, version: None })
    }

    /// A template by its object identifier and version: major, and minor if it matters.
    pub const fn from_version(oid: Oid, major: u32, minor: Option<u32>) -> Self {
        Self(Template::Oid { oid, version: Some((major, minor)) })
    }

    /// The template in the DER of an extnValue, of either version.
    ///
    /// # Errors
    /// [`DerError`] if it is neither a BMPString with a name nor a SEQUENCE of identifier and
    /// perhaps a version.
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        if value.first() == Some(&tag::BMP_STRING) {
            let tlv = value::only(value, tag::BMP_STRING)?;
            let wrong = tlv.error(DerErrorKind::Content);
            let units = tlv.content.chunks_exact(2);
            let rest = units.remainder();
            let units = units.map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            let name: String =
                char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| wrong)?;
            return match Self::from_name(&name) {
                Ok(template) if rest.is_empty() => Ok(template),
                _ => Err(wrong),
            };
        }
        let mut fields = value::only(value, tag::SEQUENCE)?.reader();
        let tlv = fields.expect(tag::OBJECT_IDENTIFIER)?;
        let oid = Oid::from_content(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))?;
        let mut number =
            || fields.optional(tag::INTEGER)?.as_ref().map(super::unsigned).transpose();
        let (major, minor) = (number()?, number()?);
        fields.finish()?;
        Ok(Self(Template::Oid { oid, version: major.map(|major| (major, minor)) }))
    }
}

impl From<CertificateTemplate> for Extension {
    fn from(template: CertificateTemplate) -> Self {
        let mut value = Vec::new();
        match template.0 {
            Template::Name(name) => {
                let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
                der::tlv(&mut value, tag::BMP_STRING, &utf16);
                Self::known(CertificateTemplate::NAME_OID, false, value)
            }
            Template::Oid { oid, version } => {
                let numbers = version.map_or([None, None], |(major, minor)| [Some(major), minor]);
                der::nested(&mut value, tag::SEQUENCE, |out| {
                    der::tlv(out, tag::OBJECT_IDENTIFIER, oid.as_bytes());
                    for number in numbers.into_iter().flatten() {
                        der::unsigned_integer(out, number.into());
                    }
                });
                Self::known(CertificateTemplate::INFORMATION_OID, false, value)
            }
        }
    }
}

impl fmt::Display for CertificateTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Template::Name(name) => f.write_str(name),
            Template::Oid { oid, version: None } => oid.fmt(f),
            Template::Oid { oid, version: Some((major, None)) } => write!(f, "{oid}:{major}"),
            Template::Oid { oid, version: Some((major, Some(minor))) } => {
                write!(f, "{oid}:{major}:{minor}")
            }
        }
    }
}

impl FromStr for CertificateTemplate {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        let Some(oid) = leading_oid(text) else {
            return Self::from_name(text);
        };
        let mut versions = text.split(':').skip(1).map(decimal::<u32>);
        match (versions.next(), versions.next(), versions.next()) {
            (None, None, None) => Ok(Self::from_oid(oid)),
            (Some(Some(major)), None, None) => Ok(Self::from_version(oid, major, None)),
            (Some(Some(major)), Some(Some(minor)), None) => {
                Ok(Self::from_version(oid, major, Some(minor)))
            }
            _ => Err(ExtensionError::new(
                text,
                ExtensionErrorKind::CertificateTemplate(CertificateTemplateError::Version),
            )),
        }
    }
}

/// The object identifier before the first colon: then the text is not a name.
fn leading_oid(text: &str) -> Option<Oid> {
    text.split(':').next()?.parse().ok()
}

fn check_name(name: &str) -> Result<(), CertificateTemplateError> {
    if name.is_empty() {
        return Err(CertificateTemplateError::Empty);
    }
    let wrong = |character: char| character.is_control() || u32::from(character) > 0xFFFF;
    if let Some((index, character)) =
        name.chars().enumerate().find(|(_, character)| wrong(*character))
    {
        return Err(CertificateTemplateError::Character { character, at: index + 1 });
    }
    match leading_oid(name) {
        Some(_) => Err(CertificateTemplateError::Version),
        None => Ok(()),
    }
}

/// Why something is no certificate template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateTemplateError {
    /// Nothing there.
    Empty,
    /// A control character, or one beyond U+FFFF.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// An object identifier with something behind it that is no version, or where a name
    /// should be.
    Version,
}

impl fmt::Display for CertificateTemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty; a template has a name, or an identifier")?,
            Self::Character { character, at } => write!(
                f,
                "has {} at character {at}; the name of a template is a BMPString without control characters",
                QuotedChar(*character)
            )?,
            Self::Version => f.write_str(
                "begins with an object identifier; a template by identifier is OID, OID:MAJOR or OID:MAJOR:MINOR, with numbers from 0 to 4294967295",
            )?,
        }
        f.write_str(" ([MS-WCCE] 2.2.2.7.7)")
    }
}

impl core::error::Error for CertificateTemplateError {}

impl CertificateTemplateError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(self) -> Option<String> {
        match self {
            Self::Empty => Some("leave the extension out".into()),
            Self::Character { .. } | Self::Version => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn templates_are_read_and_written() {
        let name = CertificateTemplate::NAME_OID;
        let version = CertificateTemplate::INFORMATION_OID;
        let cases: &[(&str, Oid, &[u8])] = &[
            ("Web", name.clone(), &[0x1E, 6, 0, b'W', 0, b'e', 0, b'b']),
            ("é漢", name, &[0x1E, 4, 0, 0xE9, 0x6F, 0x22]),
            ("2.999", version.clone(), &[0x30, 4, 6, 2, 0x88, 0x37]),
            ("2.999:1", version.clone(), &[0x30, 7, 6, 2, 0x88, 0x37, 2, 1, 1]),
            (
                "2.999:100:4294967295",
                version,
                &[0x30, 14, 6, 2, 0x88, 0x37, 2, 1, 100, 2, 5, 0, 255, 255, 255, 255],
            ),
        ];
        for (text, oid, value) in cases {
            let template: CertificateTemplate = text.parse().unwrap();
            assert_eq!(template.to_string(), *text);
            let extension = Extension::from(template.clone());
            assert_eq!((extension.oid(), extension.value()), (oid, *value), "{text}");
            assert!(!extension.is_critical());
            assert_eq!(CertificateTemplate::from_value(value), Ok(template));
        }
        assert_eq!(CertificateTemplate::NAME_OID.to_string(), "1.3.6.1.4.1.311.20.2");
        assert_eq!(CertificateTemplate::INFORMATION_OID.to_string(), "1.3.6.1.4.1.311.21.7");
    }

    #[test]
    fn what_is_no_template_is_refused_for_its_own_reason() {
        use CertificateTemplateError::*;
        let cases = [
            ("", Empty),
            ("a\0", Character { character: '\0', at: 2 }),
            ("é😀", Character { character: '😀', at: 2 }),
            ("1.2.3:", Version),
            ("1.2.3:x", Version),
            ("1.2.3:1:", Version),
            ("1.2.3:1:2:3", Version),
            ("1.2.3:4294967296", Version),
        ];
        for (text, expected) in cases {
            let refusal = text.parse::<CertificateTemplate>().unwrap_err();
            let kind = ExtensionErrorKind::CertificateTemplate(expected);
            assert_eq!(refusal.kind(), &kind, "{text}");
            assert!(CertificateTemplate::from_name(text).is_err(), "{text}");
        }
        for by_oid in ["1.2.3", "1.2.3:1", "1.2.3:1:2"] {
            assert!(CertificateTemplate::from_name(by_oid).is_err(), "{by_oid}");
        }
    }

    #[test]
    fn values_that_are_not_der_are_refused() {
        for (value, at, kind) in [
            (&[0x1E, 0][..], 0, DerErrorKind::Content),
            (&[0x1E, 1, 0x57], 0, DerErrorKind::Content),
            (&[0x1E, 2, 0xD8, 0x00], 0, DerErrorKind::Content),
            (&[0x0C, 1, b'W'], 0, DerErrorKind::UnexpectedTag { expected: 0x30, found: 0x0C }),
            (&[0x30, 3, 2, 1, 1], 2, DerErrorKind::UnexpectedTag { expected: 0x06, found: 0x02 }),
            (&[0x30, 7, 6, 2, 0x88, 0x37, 2, 1, 0x80], 6, DerErrorKind::Content),
            (&[0x30, 9, 6, 2, 0x88, 0x37, 2, 1, 1, 5, 0], 9, DerErrorKind::TrailingData),
        ] {
            let refused = CertificateTemplate::from_value(value).unwrap_err();
            assert_eq!((refused.at(), refused.kind()), (at, kind), "{value:02x?}");
        }
    }
}

//! Microsoft's certificate template: which template AD CS is to use (\[MS-WCCE] 2.2.2.7.7).

use alloc::{format, string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::oids;
use super::read::{only, strictly};
use super::text::{decimal, empty};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid, StringType};
use crate::error::{Code, Error};
use crate::text::{QuotedChar, first_character};

const SUBJECT: &str = "certificateTemplate";

/// Which of its templates AD CS is to use: by name (version 1), or by object identifier, with
/// or without a version (version 2).
///
/// As text: the name, or `OID:MAJOR:MINOR`, `OID:MAJOR` or `OID`. The name is the template's
/// internal one (`WebServer`), not the one that Windows displays (`Web Server`). It is a
/// BMPString, as Windows itself writes it, although \[MS-WCCE] 2.2.2.7.7.1 has another type.
/// Neither form is critical.
///
/// **Who wants it:** an enterprise CA of AD CS, which issues nothing without a template; the
/// attribute `CertificateTemplate`, given when the request is submitted, is another way to name
/// it, but does not replace the one in the request. **Who refuses it:** Puppet CA, as any
/// extension it does not know.
///
/// ```
/// use pkcs10::extensions::CertificateTemplate;
///
/// let template: CertificateTemplate = "1.3.6.1.4.1.311.21.8.1.2:100:3".parse()?;
/// let oid = "1.3.6.1.4.1.311.21.8.1.2".parse()?;
/// assert_eq!(template, CertificateTemplate::from_version(oid, 100, Some(3)));
/// assert_eq!(template.to_string(), "1.3.6.1.4.1.311.21.8.1.2:100:3");
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertificateTemplate(Template);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Template {
    /// Only an inspection has one that [`check_name`] refuses.
    Name(String),
    Oid {
        oid: Oid,
        version: Option<(u32, Option<u32>)>,
    },
}

impl CertificateTemplate {
    /// szOID_ENROLL_CERTTYPE, 1.3.6.1.4.1.311.20.2: a template by its name.
    pub const NAME_OID: Oid = Oid::constant(oids::TEMPLATE_NAME);
    /// szOID_CERTIFICATE_TEMPLATE, 1.3.6.1.4.1.311.21.7: a template by its identifier.
    pub const INFORMATION_OID: Oid = Oid::constant(oids::TEMPLATE);

    /// A template by its name.
    ///
    /// # Errors
    /// If the name is empty, has a control character or one that a BMPString does not have, or
    /// begins as an object identifier does.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        check_name(name)?;
        Ok(Self(Template::Name(name.into())))
    }

    /// A template by its object identifier alone, in any version that the CA has.
    pub const fn from_oid(oid: Oid) -> Self {
        Self(Template::Oid { oid, version: None })
    }

    /// A template by its object identifier and version: major, and minor if it matters.
    pub const fn from_version(oid: Oid, major: u32, minor: Option<u32>) -> Self {
        Self(Template::Oid { oid, version: Some((major, minor)) })
    }

    /// The object identifier of the extension.
    pub(super) const fn extension_oid(&self) -> Oid {
        match &self.0 {
            Template::Name(_) => Self::NAME_OID,
            Template::Oid { .. } => Self::INFORMATION_OID,
        }
    }

    /// The template in the DER of an extnValue, of either version.
    ///
    /// # Errors
    /// [`Deviation`] if it is neither a string with a name nor a SEQUENCE of identifier and
    /// perhaps a version.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        let read = |walk: &mut Walk, reader: Reader<'_>| {
            if reader.peek().and_then(StringType::from_tag).is_some() {
                let name = Self::read_name(walk, reader)?;
                return name.map_or_else(
                    || stop(Code::ExtensionValue, 0, format_args!("is not a string")),
                    Ok,
                );
            }
            Self::read(walk, reader)
        };
        strictly(value, read, |template| match &template.0 {
            Template::Name(name) => check_name(name),
            Template::Oid { .. } => Ok(()),
        })
    }

    /// Reads the name of a template, of any string type; `None` where it is not a string.
    pub(super) fn read_name(walk: &mut Walk, value: Reader<'_>) -> Walked<Option<Self>> {
        let string = walk.single(value)?;
        Ok(walk.string(&string)?.map(|name| Self(Template::Name(name.into_owned()))))
    }

    /// ```text
    /// CertificateTemplate ::= SEQUENCE {                             -- MS-WCCE 2.2.2.7.7.2
    ///     templateID OBJECT IDENTIFIER,
    ///     templateMajorVersion INTEGER (0..4294967295) OPTIONAL,
    ///     templateMinorVersion INTEGER (0..4294967295) OPTIONAL }
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let mut fields = only(walk, value, tag::SEQUENCE)?.reader();
        let oid = walk.oid(&mut fields)?;
        let mut versions = [None; 2];
        for version in &mut versions {
            if !fields.is_empty() {
                let at = fields.at();
                let number = walk.unsigned(&mut fields, Code::ExtensionValue)?;
                *version = number.and_then(|number| number.try_into().ok());
                if let (Some(number), None) = (number, *version) {
                    let found = format_args!("has the version {number}, over 4294967295");
                    walk.deviates(Code::ExtensionValue, at, found)?;
                }
            }
        }
        if !fields.is_empty() {
            let found = format_args!("has more than an identifier and two numbers");
            return stop(Code::ExtensionValue, fields.at(), found);
        }
        let version = versions[0].map(|major| (major, versions[1]));
        Ok(Self(Template::Oid { oid, version }))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match &self.0 {
            Template::Name(name) => {
                let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
                der::tlv(out, tag::BMP_STRING, &utf16);
            }
            Template::Oid { oid, version } => {
                let numbers = version.map_or([None, None], |(major, minor)| [Some(major), minor]);
                der::nested(out, tag::SEQUENCE, |out| {
                    der::tlv(out, tag::OBJECT_IDENTIFIER, oid.as_bytes());
                    for number in numbers.into_iter().flatten() {
                        der::unsigned_integer(out, number.into());
                    }
                });
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
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
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
            _ => Err(begins_with_oid(text)),
        }
    }
}

/// The object identifier before the first colon: then the text is not a name.
fn leading_oid(text: &str) -> Option<Oid> {
    text.split(':').next()?.parse().ok()
}

fn check_name(name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(empty(SUBJECT, "a name or an object identifier ([MS-WCCE] 2.2.2.7.7)"));
    }
    let is_foreign = |character: char| character.is_control() || u32::from(character) > 0xFFFF;
    if let Some((character, at)) = first_character(name, is_foreign) {
        let code = if character.is_control() { Code::ControlCharacter } else { Code::Character };
        let reason = format!("contains {} at character {at}", QuotedChar(character));
        return Err(Error::new(code, SUBJECT, reason)
            .value(name)
            .character(at)
            .expected("a BMPString without control characters ([MS-WCCE] 2.2.2.7.7.1)"));
    }
    match leading_oid(name) {
        Some(_) => Err(begins_with_oid(name)),
        None => Ok(()),
    }
}

/// Not a name, and what follows is not a version.
#[cold]
fn begins_with_oid(text: &str) -> Error {
    Error::new(Code::Number, SUBJECT, "begins with an object identifier").value(text).expected(
        "OID, OID:MAJOR or OID:MAJOR:MINOR, with numbers from 0 to 4294967295 ([MS-WCCE] 2.2.2.7.7.2)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ext::Extension;
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
    fn an_invalid_template_is_refused_for_its_own_reason() {
        let cases = [
            ("", Code::Empty, None),
            ("a\0", Code::ControlCharacter, Some(2)),
            ("é😀", Code::Character, Some(2)),
            ("1.2.3:", Code::Number, None),
            ("1.2.3:x", Code::Number, None),
            ("1.2.3:1:", Code::Number, None),
            ("1.2.3:1:2:3", Code::Number, None),
            ("1.2.3:4294967296", Code::Number, None),
        ];
        for (text, code, at) in cases {
            let error = text.parse::<CertificateTemplate>().unwrap_err();
            assert_eq!((error.code(), error.at()), (code, at), "{text}");
            assert!(CertificateTemplate::from_name(text).is_err(), "{text}");
        }
        for by_oid in ["1.2.3", "1.2.3:1", "1.2.3:1:2"] {
            assert!(CertificateTemplate::from_name(by_oid).is_err(), "{by_oid}");
        }
    }

    #[test]
    fn invalid_der_is_refused() {
        for (value, at, code) in [
            (&[0x1E, 0][..], 0, Code::Empty),
            (&[0x1E, 1, 0x57], 0, Code::StringCharset),
            (&[0x1E, 2, 0xD8, 0x00], 0, Code::StringCharset),
            (&[0x30, 3, 2, 1, 1], 2, Code::Structure),
            (&[0x30, 7, 6, 2, 0x88, 0x37, 2, 1, 0x80], 6, Code::ExtensionValue),
            (&[0x30, 9, 6, 2, 0x88, 0x37, 2, 1, 1, 5, 0], 9, Code::Structure),
            // A version over 2³² − 1, and a third number.
            (&[0x30, 11, 6, 2, 0x88, 0x37, 2, 5, 1, 0, 0, 0, 0], 6, Code::ExtensionValue),
            (&[0x30, 13, 6, 2, 0x88, 0x37, 2, 1, 1, 2, 1, 1, 2, 1, 1], 12, Code::ExtensionValue),
        ] {
            let deviation = CertificateTemplate::from_value(value).unwrap_err();
            assert_eq!((deviation.at(), deviation.code()), (at, code), "{value:02x?}");
        }
    }

    #[test]
    fn a_name_of_another_string_type_is_read() {
        let mut walk = Walk::lenient();
        let name = CertificateTemplate::read_name(&mut walk, Reader::new(&[0x0C, 1, b'W']));
        assert_eq!(name, Ok(Some(CertificateTemplate::from_name("W").unwrap())));
        let strict = CertificateTemplate::from_value(&[0x0C, 1, b'W']);
        assert_eq!(strict, CertificateTemplate::from_value(&[0x1E, 2, 0, b'W']));
        let number = CertificateTemplate::read_name(&mut walk, Reader::new(&[2, 1, 0]));
        assert_eq!(number, Ok(None));
        assert!(walk.into_deviations().is_empty());
    }
}

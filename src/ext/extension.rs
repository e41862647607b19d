//! One extension.

use alloc::{format, vec::Vec};
use core::{fmt, str::FromStr};

use super::basic_constraints::BasicConstraints;
use super::certificate_template::CertificateTemplate;
use super::extended_key_usage::ExtendedKeyUsage;
use super::key_hash::KeyHash;
use super::key_usage::KeyUsage;
use super::oids;
use super::security_identifier::SecurityIdentifier;
use super::subject_key_identifier::SubjectKeyIdentifier;
use super::text::value_from_hex;
use super::tls_feature::TlsFeature;
use super::value::ExtensionValue;
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, Walked, any_value};
use crate::asn1::{Oid, tag};
use crate::error::{Code, Error, Hint};
use crate::hex::HexDisplay;
use crate::san::GeneralNames;

/// An extension: its object identifier, whether it is critical, and its value in DER.
///
/// As text, `OID=HEX` or `OID=critical,HEX`, where the hexadecimal digits are the DER of the value
/// (or, for a subjectKeyIdentifier that is computed from the key, `sha256` or `sha1`).
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
    parsed: ExtensionValue,
}

impl Extension {
    /// Any extension, from its object identifier and the DER of its value.
    ///
    /// # Errors
    /// If the value is not exactly one value in DER, if it is not what a known extension (keyUsage,
    /// for example) holds, or if this is a subjectAltName ([`Code::SanAsExtension`]): names are
    /// given as names, each of which is checked.
    pub fn new(oid: Oid, critical: bool, value: &[u8]) -> Result<Self, Error> {
        let parsed = check(&oid, value)?;
        Ok(Self { oid, critical, value: value.into(), parsed })
    }

    /// Reads an Extension (RFC 5280 4.1), whose SEQUENCE has been read:
    ///
    /// ```text
    /// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE,
    ///                          extnValue OCTET STRING }
    /// ```
    pub(crate) fn read(walk: &mut Walk, extension: &Tlv<'_>) -> Walked<Self> {
        let (oid, critical, value) = Self::read_fields(walk, extension)?;
        let parsed = match oids::name_of_read(&oid) {
            Some(name) => walk.part(|walk| {
                walk.within(name, |walk| ExtensionValue::read(walk, &oid, value.reader()))
            })?,
            None => None,
        };
        let parsed = parsed.unwrap_or(ExtensionValue::Other);
        Ok(Self { oid, critical, value: value.content.into(), parsed })
    }

    /// Reads an Extension but for what its value says.
    pub(crate) fn read_fields<'a>(
        walk: &mut Walk,
        extension: &Tlv<'a>,
    ) -> Walked<(Oid, bool, Tlv<'a>)> {
        let mut fields = extension.reader();
        let oid = walk.within("extnID", |walk| walk.oid(&mut fields))?;
        let critical = walk.within("critical", |walk| walk.default_false(&mut fields))?;
        let value = walk.within("extnValue", |walk| walk.expect(&mut fields, tag::OCTET_STRING))?;
        walk.finish(&fields)?;
        Ok((oid, critical, value))
    }

    /// The same extension, critical or not. Each known extension starts as its RFC recommends.
    #[must_use]
    pub fn with_critical(self, critical: bool) -> Self {
        Self { critical, ..self }
    }

    /// The object identifier, extnID.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// The name, such as `keyUsage`, if the extension is known.
    pub fn name(&self) -> Option<&'static str> {
        oids::name(&self.oid)
    }

    /// Whether a reader that does not know it must refuse the certificate.
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// The DER inside the OCTET STRING, extnValue. For a [`SubjectKeyIdentifier::from_key`], its
    /// hash is zeros until the request is encoded with its key.
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// What it says.
    pub const fn parsed(&self) -> &ExtensionValue {
        &self.parsed
    }

    /// How the last [`KeyHash::LEN`] bytes of the value come from the public key.
    pub(crate) const fn key_hash(&self) -> Option<KeyHash> {
        match &self.parsed {
            ExtensionValue::SubjectKeyIdentifier(identifier) => identifier.key_hash(),
            _ => None,
        }
    }

    /// Whether a new request may have it: one from an inspection may be faulty.
    pub(super) fn check(&self) -> Result<(), Error> {
        check(&self.oid, &self.value).map(drop)
    }
}

/// What the value of an extension of a new request says.
fn check(oid: &Oid, value: &[u8]) -> Result<ExtensionValue, Error> {
    if oid.as_bytes() == oids::SUBJECT_ALT_NAME {
        return Err(Error::new(Code::SanAsExtension, "extension", "is the subjectAltName")
            .value(&format!("{oid}"))
            .expected("its names, each of which is checked (RFC 5280 4.2.1.6)")
            .hint_at(Hint::advice("add each of its names")));
    }
    any_value(value).and_then(|_| ExtensionValue::from_value(oid, value)).map_err(|deviation| {
        let subject = oids::name(oid).unwrap_or("extension");
        deviation.refuse(subject).value(&format!("{oid}"))
    })
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let critical = if self.critical { "critical," } else { "" };
        write!(f, "{}={critical}", self.oid)?;
        match self.key_hash() {
            Some(hash) => f.write_str(hash.as_str()),
            None => write!(f, "{:x}", HexDisplay(&self.value)),
        }
    }
}

impl FromStr for Extension {
    type Err = Error;

    /// Reads `OID=[critical,]HEX`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let Some((oid, rest)) = text.split_once('=') else {
            return Err(Error::new(Code::EqualsMissing, "extension", "does not contain \"=\"")
                .value(text)
                .expected("OID=HEX or OID=critical,HEX, with the DER of the value"));
        };
        let oid: Oid = oid.parse()?;
        let (critical, value) = match rest.strip_prefix("critical,") {
            Some(value) => (true, value),
            None => (false, rest),
        };
        if oid == SubjectKeyIdentifier::OID
            && let Some(hash) = KeyHash::from_name(value)
        {
            let identifier = SubjectKeyIdentifier::from_key(hash);
            return Ok(Self::from(identifier).with_critical(critical));
        }
        let value = value_from_hex("extension", value);
        value.and_then(|value| Self::new(oid, critical, &value)).map_err(|error| error.value(text))
    }
}

macro_rules! from_known {
    ($($known:ident, $critical:literal, $oid:expr;)*) => {
        $(impl From<$known> for Extension {
            fn from(known: $known) -> Self {
                let mut value = Vec::with_capacity(32);
                known.write(&mut value);
                let oid = ($oid)(&known);
                Self { oid, critical: $critical, value, parsed: ExtensionValue::$known(known) }
            }
        })*
    };
}

from_known! {
    KeyUsage, true, |_| KeyUsage::OID;
    ExtendedKeyUsage, false, |_| ExtendedKeyUsage::OID;
    BasicConstraints, true, |_| BasicConstraints::OID;
    TlsFeature, false, |_| TlsFeature::OID;
    SubjectKeyIdentifier, false, |_| SubjectKeyIdentifier::OID;
    CertificateTemplate, false, CertificateTemplate::extension_oid;
    SecurityIdentifier, false, |_| SecurityIdentifier::OID;
}

/// The names of the first subjectAltName among extensions.
pub(crate) fn find_subject_alt_names(extensions: &[Extension]) -> Option<&GeneralNames> {
    extensions.iter().find_map(|extension| match extension.parsed() {
        ExtensionValue::SubjectAltName(names) => Some(names),
        _ => None,
    })
}

/// The first keyUsage among extensions.
pub(crate) fn find_key_usage(extensions: &[Extension]) -> Option<KeyUsage> {
    extensions.iter().find_map(|extension| match extension.parsed() {
        ExtensionValue::KeyUsage(usage) => Some(*usage),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::read::Reader;
    use crate::ext::IntoExtension;
    use alloc::string::ToString;

    #[test]
    fn any_extension_is_given_by_object_identifier_and_der() {
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
    fn an_invalid_extension_is_refused_for_its_own_reason() {
        let cases = [
            ("", Code::EqualsMissing, None),
            ("2.999.1", Code::EqualsMissing, None),
            ("=0500", Code::Empty, None),
            ("keyUsage=0500", Code::OidSyntax, None),
            ("2.999.1=", Code::ValueMissing, None),
            ("2.999.1=critical,", Code::ValueMissing, None),
            ("2.999.1=050", Code::Hex, None),
            ("2.999.1=05 00", Code::Hex, Some(3)),
            ("2.999.1=Critical,0500", Code::Hex, Some(2)),
            ("2.999.1=05000500", Code::TrailingData, None),
            ("2.999.1=3080", Code::LengthIndefinite, None),
            ("2.999.1=30020405", Code::Structure, None),
            ("2.5.29.17=3000", Code::SanAsExtension, None),
            ("2.5.29.37=3000", Code::ExtensionValue, None),
        ];
        for (text, code, at) in cases {
            let error = text.parse::<Extension>().unwrap_err();
            assert_eq!((error.code(), error.at()), (code, at), "{text}");
        }
    }

    #[test]
    fn faulty_extensions_of_an_inspection_are_refused_in_a_request() {
        // A subjectAltName; a keyUsage with a bit without a meaning; an unknown value, cut off.
        let cases: [(&[u8], Code); 3] = [
            (&[0x30, 9, 6, 3, 0x55, 0x1D, 17, 4, 2, 0x30, 0], Code::SanAsExtension),
            (&[0x30, 12, 6, 3, 0x55, 0x1D, 15, 4, 5, 3, 3, 6, 0x80, 0x40], Code::ExtensionValue),
            (&[0x30, 8, 6, 2, 0x88, 0x37, 4, 2, 0x30, 7], Code::Structure),
        ];
        for (der, code) in cases {
            let mut walk = Walk::lenient();
            let sequence = walk.only(Reader::new(der), tag::SEQUENCE).unwrap();
            let extension = Extension::read(&mut walk, &sequence).unwrap();
            assert_eq!(extension.into_extension().unwrap_err().code(), code, "{der:02x?}");
        }
    }
}

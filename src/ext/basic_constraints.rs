//! basicConstraints: whether the key is a CA's (RFC 5280 4.2.1.9).

use alloc::{borrow::Cow, format, vec::Vec};
use core::{fmt, str::FromStr};

use super::oids;
use super::read::{only, strictly};
use super::text::decimal;
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error, Hint};
use crate::text::nearest;

const SUBJECT: &str = "basicConstraints";

/// Whether the certificate is to be a CA's, and how long the paths below it may be.
///
/// As text: `ca`, `ca,pathlen=N` or `end-entity`. An end entity is an empty SEQUENCE, since
/// DER leaves `cA FALSE` out. It starts as critical, which RFC 5280 4.2.1.9 requires for CAs.
///
/// **Who wants it:** requests for the certificates of subordinate CAs. **Who refuses it:** Puppet
/// CA, as any extension it does not know; Let's Encrypt refused requests with it once (certbot
/// #1726). Public CAs set it themselves.
///
/// ```
/// use pkcs10::{BasicConstraints, Extension};
///
/// let constraints: BasicConstraints = "ca,pathlen=0".parse()?;
/// assert_eq!(constraints, BasicConstraints::ca(Some(0)));
/// assert_eq!(Extension::from(constraints).value(), [0x30, 6, 1, 1, 0xFF, 2, 1, 0]);
/// assert_eq!(Extension::from(BasicConstraints::END_ENTITY).value(), [0x30, 0]);
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BasicConstraints {
    ca: bool,
    /// Only an inspection has one over 2³² − 1, or one of an end entity.
    path_len: Option<u64>,
}

impl BasicConstraints {
    /// id-ce-basicConstraints, 2.5.29.19.
    pub const OID: Oid = Oid::constant(oids::BASIC_CONSTRAINTS);

    /// Not a CA.
    pub const END_ENTITY: Self = Self { ca: false, path_len: None };

    /// A CA, and how many CAs may be between it and an end entity; without a number, any.
    pub fn ca(path_len: Option<u32>) -> Self {
        Self { ca: true, path_len: path_len.map(u64::from) }
    }

    /// Whether this is a CA.
    pub const fn is_ca(&self) -> bool {
        self.ca
    }

    /// How many CAs may be between this one and an end entity, if that is limited.
    pub const fn path_len(&self) -> Option<u64> {
        self.path_len
    }

    fn check(&self) -> Result<(), Error> {
        match self.path_len {
            Some(_) if !self.ca => Err(path_len_of_end_entity()),
            Some(number) if number > u32::MAX.into() => {
                Err(path_len_out_of_range(format!("has the path length {number}")))
            }
            _ => Ok(()),
        }
    }

    /// The constraints in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not BasicConstraints in DER: with `cA FALSE` written out, with a
    /// path length for an end entity, or with one over 2³² − 1.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, Self::check)
    }

    /// ```text
    /// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE,          -- RFC 5280 4.2.1.9
    ///                                 pathLenConstraint INTEGER (0..MAX) OPTIONAL }
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let mut fields = only(walk, value, tag::SEQUENCE)?.reader();
        let ca = walk.within("cA", |walk| walk.default_false(&mut fields))?;
        let mut path_len = None;
        if !fields.is_empty() {
            path_len = walk.within("pathLenConstraint", |walk| {
                walk.unsigned(&mut fields, Code::ExtensionValue)
            })?;
        }
        walk.finish(&fields)?;
        Ok(Self { ca, path_len })
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        der::nested(out, tag::SEQUENCE, |out| {
            if self.ca {
                der::boolean_true(out);
            }
            if let Some(path_len) = self.path_len {
                der::unsigned_integer(out, path_len);
            }
        });
    }
}

impl fmt::Display for BasicConstraints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ca { "ca" } else { "end-entity" })?;
        match self.path_len {
            Some(path_len) => write!(f, ",pathlen={path_len}"),
            None => Ok(()),
        }
    }
}

impl FromStr for BasicConstraints {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (word, path_len) = match text.split_once(",pathlen=") {
            Some((word, number)) => (word, Some(number)),
            None => (text, None),
        };
        match (word, path_len) {
            ("end-entity", None) => Ok(Self::END_ENTITY),
            ("end-entity", Some(_)) => Err(path_len_of_end_entity()),
            ("ca", None) => Ok(Self::ca(None)),
            ("ca", Some(number)) => decimal(number)
                .map(|number| Self::ca(Some(number)))
                .ok_or_else(|| path_len_out_of_range("has a path length that is not a number")),
            _ => Err(unknown_form(text)),
        }
        .map_err(|error| error.value(text))
    }
}

#[cold]
fn path_len_of_end_entity() -> Error {
    Error::new(Code::PathLength, SUBJECT, "has a path length without ca")
        .expected("a path length of a CA only (RFC 5280 4.2.1.9)")
        .hint_at(Hint::Write("end-entity".into()))
}

#[cold]
fn path_len_out_of_range(reason: impl Into<Cow<'static, str>>) -> Error {
    Error::new(Code::Number, SUBJECT, reason).expected("0 to 4294967295 (RFC 5280 4.2.1.9)")
}

#[cold]
fn unknown_form(text: &str) -> Error {
    // The first two are the forms of OpenSSL.
    let hint = match text.to_ascii_uppercase().as_str() {
        "CA:TRUE" => Some(Hint::Write("ca".into())),
        "CA:FALSE" => Some(Hint::Write("end-entity".into())),
        other if other.contains("PATHLEN") => {
            Some(Hint::advice("write a path length as ca,pathlen=0"))
        }
        _ => nearest(text.trim_end_matches(','), ["ca", "end-entity"])
            .map(|form| Hint::DidYouMean(form.into())),
    };
    Error::new(Code::Unknown, SUBJECT, "is unknown")
        .expected("\"ca\", \"ca,pathlen=N\" or \"end-entity\" (RFC 5280 4.2.1.9)")
        .hint_at(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ext::{Extension, IntoExtension};
    use alloc::string::ToString;

    #[test]
    fn constraints_are_read_and_written() {
        let ca = BasicConstraints::ca;
        let cases: &[(&str, BasicConstraints, &[u8])] = &[
            ("end-entity", BasicConstraints::END_ENTITY, &[0x30, 0]),
            ("ca", ca(None), &[0x30, 3, 1, 1, 0xFF]),
            ("ca,pathlen=0", ca(Some(0)), &[0x30, 6, 1, 1, 0xFF, 2, 1, 0]),
            ("ca,pathlen=127", ca(Some(127)), &[0x30, 6, 1, 1, 0xFF, 2, 1, 127]),
            ("ca,pathlen=128", ca(Some(128)), &[0x30, 7, 1, 1, 0xFF, 2, 2, 0, 128]),
            (
                "ca,pathlen=4294967295",
                ca(Some(u32::MAX)),
                &[0x30, 10, 1, 1, 0xFF, 2, 5, 0, 255, 255, 255, 255],
            ),
        ];
        for (text, expected, value) in cases {
            assert_eq!(text.parse(), Ok(*expected));
            assert_eq!(expected.to_string(), *text);
            let extension = Extension::from(*expected);
            assert_eq!(extension.value(), *value, "{text}");
            assert!(extension.is_critical());
            assert_eq!(BasicConstraints::from_value(value), Ok(*expected));
        }
    }

    #[test]
    fn an_invalid_form_is_refused_for_its_own_reason() {
        let meant = |form: &str| Some(Hint::DidYouMean(form.into()));
        let write = |form: &str| Some(Hint::Write(form.into()));
        let path_len = || Some(Hint::advice("write a path length as ca,pathlen=0"));
        let cases = [
            ("", Code::Unknown, None),
            ("CA", Code::Unknown, meant("ca")),
            ("CA:TRUE", Code::Unknown, write("ca")),
            ("ca:false", Code::Unknown, write("end-entity")),
            ("endentity", Code::Unknown, meant("end-entity")),
            ("CA:TRUE, pathlen:0", Code::Unknown, path_len()),
            ("ca,", Code::Unknown, meant("ca")),
            ("ca,pathlen=", Code::Number, None),
            ("ca,pathlen=-1", Code::Number, None),
            ("ca,pathlen=+1", Code::Number, None),
            ("ca,pathlen=01", Code::Number, None),
            ("ca,pathlen=4294967296", Code::Number, None),
            ("end-entity,pathlen=0", Code::PathLength, write("end-entity")),
        ];
        for (text, code, hint) in cases {
            let error = text.parse::<BasicConstraints>().unwrap_err();
            assert_eq!((error.code(), error.hint()), (code, hint.as_ref()), "{text}");
        }
    }

    #[test]
    fn invalid_der_is_refused() {
        for (value, at, code) in [
            (&[0x30, 3, 1, 1, 0][..], 2, Code::DefaultEncoded),
            (&[0x30, 3, 1, 1, 1], 2, Code::BooleanNotCanonical),
            (&[0x30, 3, 2, 1, 0], 0, Code::PathLength),
            (&[0x30, 7, 1, 1, 0xFF, 2, 2, 0, 0], 5, Code::IntegerNotMinimal),
            (&[0x30, 6, 1, 1, 0xFF, 2, 1, 0x80], 5, Code::ExtensionValue),
            (&[0x30, 10, 1, 1, 0xFF, 2, 5, 1, 0, 0, 0, 0], 0, Code::Number),
            (&[0x30, 3, 1, 1, 0xFF, 0], 5, Code::TrailingData),
            (&[0x30, 5, 1, 1, 0xFF, 5, 0], 5, Code::Structure),
        ] {
            let deviation = BasicConstraints::from_value(value).unwrap_err();
            assert_eq!((deviation.at(), deviation.code()), (at, code), "{value:02x?}");
        }
    }

    #[test]
    fn a_path_length_without_ca_is_read_leniently_and_refused_in_a_request() {
        let mut walk = Walk::lenient();
        let value = Reader::new(&[0x30, 3, 2, 1, 7]);
        let constraints = BasicConstraints::read(&mut walk, value).unwrap();
        assert_eq!((constraints.is_ca(), constraints.path_len()), (false, Some(7)));
        assert_eq!(constraints.into_extension().unwrap_err().code(), Code::PathLength);
        assert!(walk.into_deviations().is_empty());
    }
}

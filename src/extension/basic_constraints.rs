//! basicConstraints: whether the key is a CA's (RFC 5280 4.2.1.9).

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::{Extension, ExtensionError, ExtensionErrorKind, decimal, oids, suggestion, value};
use crate::decode::{DerError, DerErrorKind};
use crate::der::{self, tag};
use crate::oid::Oid;

/// Whether the certificate is to be a CA's, and how long the paths below it may be.
///
/// As text: `ca`, `ca,pathlen=N` or `end-entity`. An end entity is an empty SEQUENCE, since
/// DER leaves `cA FALSE` out. It starts as critical, as RFC 5280 4.2.1.9 has it for CAs.
///
/// **Who wants it:** whoever asks for a subordinate CA. **Who refuses it:** Puppet CA, as
/// any extension it does not know; Let's Encrypt refused requests with it once (certbot
/// #1726). Public CAs set it themselves.
///
/// ```
/// use pkcs10::{BasicConstraints, Extension};
///
/// let constraints: BasicConstraints = "ca,pathlen=0".parse()?;
/// assert_eq!(constraints, BasicConstraints::Ca { path_len: Some(0) });
/// assert_eq!(Extension::from(constraints).value(), [0x30, 6, 1, 1, 0xFF, 2, 1, 0]);
/// assert_eq!(Extension::from(BasicConstraints::EndEntity).value(), [0x30, 0]);
/// # Ok::<(), pkcs10::ExtensionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BasicConstraints {
    /// Not a CA.
    EndEntity,
    /// A CA.
    Ca {
        /// How many CAs may stand between it and an end entity; without it, any number.
        path_len: Option<u32>,
    },
}

impl BasicConstraints {
    /// id-ce-basicConstraints, 2.5.29.19.
    pub const OID: Oid = Oid::constant(oids::BASIC_CONSTRAINTS);

    /// The constraints in the DER of an extnValue.
    ///
    /// # Errors
    /// [`DerError`] if it is not BasicConstraints in DER: with `cA FALSE` written out, with a
    /// path length for an end entity, or with one over 2³² − 1.
    pub fn from_value(value: &[u8]) -> Result<Self, DerError> {
        let mut fields = value::only(value, tag::SEQUENCE)?.reader();
        let constraints = match fields.optional(tag::BOOLEAN)? {
            None => Self::EndEntity,
            Some(ca) if ca.content != [0xFF] => return Err(ca.error(DerErrorKind::Content)),
            Some(_) => {
                let path_len = fields.optional(tag::INTEGER)?;
                Self::Ca { path_len: path_len.as_ref().map(super::unsigned).transpose()? }
            }
        };
        fields.finish()?;
        Ok(constraints)
    }
}

impl From<BasicConstraints> for Extension {
    fn from(constraints: BasicConstraints) -> Self {
        let mut value = Vec::with_capacity(8);
        der::nested(&mut value, tag::SEQUENCE, |out| {
            if let BasicConstraints::Ca { path_len } = constraints {
                der::boolean_true(out);
                if let Some(path_len) = path_len {
                    der::unsigned_integer(out, path_len.into());
                }
            }
        });
        Self::known(BasicConstraints::OID, true, value)
    }
}

impl fmt::Display for BasicConstraints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndEntity => f.write_str("end-entity"),
            Self::Ca { path_len: None } => f.write_str("ca"),
            Self::Ca { path_len: Some(path_len) } => write!(f, "ca,pathlen={path_len}"),
        }
    }
}

impl FromStr for BasicConstraints {
    type Err = ExtensionError;

    fn from_str(text: &str) -> Result<Self, ExtensionError> {
        parse(text)
            .map_err(|error| ExtensionError::new(text, ExtensionErrorKind::BasicConstraints(error)))
    }
}

fn parse(text: &str) -> Result<BasicConstraints, BasicConstraintsError> {
    match text.split_once(',') {
        None if text == "end-entity" => Ok(BasicConstraints::EndEntity),
        None if text == "ca" => Ok(BasicConstraints::Ca { path_len: None }),
        Some(("end-entity", rest)) if rest.starts_with("pathlen=") => {
            Err(BasicConstraintsError::PathLenOfEndEntity)
        }
        Some(("ca", rest)) => {
            let number = rest.strip_prefix("pathlen=").ok_or(BasicConstraintsError::Unknown)?;
            let path_len = decimal(number).ok_or(BasicConstraintsError::PathLen)?;
            Ok(BasicConstraints::Ca { path_len: Some(path_len) })
        }
        _ => Err(BasicConstraintsError::Unknown),
    }
}

/// Why a text is no basicConstraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BasicConstraintsError {
    /// None of the three forms.
    Unknown,
    /// A path length that is no number from 0 to 4,294,967,295.
    PathLen,
    /// A path length for an end entity, below which there are no paths.
    PathLenOfEndEntity,
}

impl fmt::Display for BasicConstraintsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => {
                "is no basicConstraints; they are \"ca\", \"ca,pathlen=N\" or \"end-entity\""
            }
            Self::PathLen => {
                "has a path length that is no number; it is the number of CAs that may follow, from 0 to 4294967295"
            }
            Self::PathLenOfEndEntity => {
                "has a path length for an end entity; only a CA has certificates below it"
            }
        })?;
        f.write_str(" (RFC 5280 4.2.1.9)")
    }
}

impl core::error::Error for BasicConstraintsError {}

impl BasicConstraintsError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(self, text: &str) -> Option<String> {
        match self {
            Self::Unknown if text.eq_ignore_ascii_case("CA:TRUE") => Some("write ca".into()),
            Self::Unknown if text.eq_ignore_ascii_case("CA:FALSE") => {
                Some("write end-entity".into())
            }
            Self::Unknown => suggestion(text, ["ca", "end-entity"])
                .or_else(|| text.contains("pathlen").then(|| "such as ca,pathlen=0".into())),
            Self::PathLen => None,
            Self::PathLenOfEndEntity => Some("write end-entity alone".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn constraints_are_read_and_written() {
        let ca = |path_len| BasicConstraints::Ca { path_len };
        let cases: &[(&str, BasicConstraints, &[u8])] = &[
            ("end-entity", BasicConstraints::EndEntity, &[0x30, 0]),
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
    fn what_is_none_of_the_forms_is_refused_for_its_own_reason() {
        use BasicConstraintsError::*;
        let cases = [
            ("", Unknown, None),
            ("CA", Unknown, Some("did you mean ca?")),
            ("CA:TRUE", Unknown, Some("write ca")),
            ("ca:false", Unknown, Some("write end-entity")),
            ("endentity", Unknown, Some("did you mean end-entity?")),
            ("CA:TRUE, pathlen:0", Unknown, Some("such as ca,pathlen=0")),
            ("ca,", Unknown, None),
            ("ca,pathlen=", PathLen, None),
            ("ca,pathlen=-1", PathLen, None),
            ("ca,pathlen=+1", PathLen, None),
            ("ca,pathlen=01", PathLen, None),
            ("ca,pathlen=4294967296", PathLen, None),
            ("end-entity,pathlen=0", PathLenOfEndEntity, Some("write end-entity alone")),
        ];
        for (text, expected, hint) in cases {
            let refusal = text.parse::<BasicConstraints>().unwrap_err();
            assert_eq!(refusal.kind(), &ExtensionErrorKind::BasicConstraints(expected), "{text}");
            assert_eq!(refusal.hint().as_deref(), hint, "{text}");
        }
    }

    #[test]
    fn values_that_are_not_der_are_refused() {
        for (value, at, kind) in [
            (&[0x30, 3, 1, 1, 0][..], 2, DerErrorKind::Content),
            (&[0x30, 3, 1, 1, 1], 2, DerErrorKind::Content),
            (&[0x30, 3, 2, 1, 0], 2, DerErrorKind::TrailingData),
            (&[0x30, 7, 1, 1, 0xFF, 2, 2, 0, 0], 5, DerErrorKind::Content),
            (&[0x30, 6, 1, 1, 0xFF, 2, 1, 0x80], 5, DerErrorKind::Content),
            (&[0x30, 3, 1, 1, 0xFF, 0], 5, DerErrorKind::TrailingData),
            (&[0x30, 5, 1, 1, 0xFF, 5, 0], 5, DerErrorKind::TrailingData),
        ] {
            let refused = BasicConstraints::from_value(value).unwrap_err();
            assert_eq!((refused.at(), refused.kind()), (at, kind), "{value:02x?}");
        }
    }
}

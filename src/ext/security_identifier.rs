//! The security identifier (SID) of an account, by which Active Directory maps a certificate to it.

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use super::oids;
use super::read::{only, strictly};
use super::text::decimal;
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error};
use crate::text::Quoted;

/// szOID_NTDS_OBJECTSID, 1.3.6.1.4.1.311.25.2.1.
const OBJECT_SID: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 25, 2, 1];
const WRAPPED: u8 = tag::context_constructed(0);

/// The security identifier of an account in Active Directory, such as `S-1-5-21-1-2-3-1105`
/// (\[MS-DTYP] 2.4.2.1). It is not critical.
///
/// **Who wants it:** domain controllers, which since February 2025 map a certificate to an account by
/// it, and refuse others (KB5014754). **Who ignores it:** AD CS takes it from a request only where
/// the template lets the requester supply the subject; else it writes the one that it finds itself.
///
/// ```
/// use pkcs10::{Extension, extensions::SecurityIdentifier};
///
/// let identifier: SecurityIdentifier = "S-1-5-18".parse()?;
/// let extension = Extension::from(identifier);
/// assert_eq!(extension.oid().to_string(), "1.3.6.1.4.1.311.25.2");
/// assert!(extension.value().ends_with(b"S-1-5-18"));
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecurityIdentifier {
    /// Only an inspection has one that [`check`] refuses.
    text: String,
}

impl SecurityIdentifier {
    /// szOID_NTDS_CA_SECURITY_EXT, 1.3.6.1.4.1.311.25.2.
    pub const OID: Oid = Oid::constant(oids::SECURITY_IDENTIFIER);

    /// The identifier in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not laid out as below, or is not an identifier.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, |_| Ok(()))
    }

    /// ```text
    /// NTDS_CA_SECURITY_EXT ::= SEQUENCE { [0] IMPLICIT SEQUENCE {     -- MS-WCCE 2.2.2.7.7.4
    ///     type-id OBJECT IDENTIFIER, value [0] EXPLICIT OCTET STRING } }
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let mut names = only(walk, value, tag::SEQUENCE)?.reader();
        let other_name = walk.expect(&mut names, WRAPPED)?;
        walk.finish(&names)?;
        let mut fields = other_name.reader();
        let type_id = walk.oid(&mut fields)?;
        if type_id.as_bytes() != OBJECT_SID {
            let found =
                format_args!("is of the type {type_id}, which is not that of an identifier");
            return stop(Code::ExtensionValue, other_name.at, found);
        }
        let wrapped = walk.expect(&mut fields, WRAPPED)?;
        walk.finish(&fields)?;
        let text = walk.only(wrapped.reader(), tag::OCTET_STRING)?;
        let at = text.at;
        let Ok(text) = core::str::from_utf8(text.content) else {
            return stop(Code::ExtensionValue, at, format_args!("is not text"));
        };
        if check(text).is_err() {
            let found = format_args!("is {}, which is not a security identifier", Quoted(text));
            walk.deviates(Code::ExtensionValue, at, found)?;
        }
        Ok(Self { text: text.into() })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        der::nested(out, tag::SEQUENCE, |out| {
            der::nested(out, WRAPPED, |out| {
                der::tlv(out, tag::OBJECT_IDENTIFIER, OBJECT_SID);
                der::nested(out, WRAPPED, |out| {
                    der::tlv(out, tag::OCTET_STRING, self.text.as_bytes());
                });
            });
        });
    }
}

impl fmt::Display for SecurityIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for SecurityIdentifier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        check(text)?;
        Ok(Self { text: text.into() })
    }
}

/// Whether it has revision 1, an authority, and one to fifteen numbers.
fn check(text: &str) -> Result<(), Error> {
    let numbers: Option<Vec<u32>> =
        text.strip_prefix("S-1-").and_then(|rest| rest.split('-').map(decimal).collect());
    match numbers.map(|numbers| numbers.len()) {
        Some(2..=16) => Ok(()),
        _ => Err(Error::new(Code::Unknown, "security identifier", "is not one")
            .value(text)
            .expected("S-1- and two to sixteen numbers with hyphens between, such as S-1-5-21-1-2-3-1105 ([MS-DTYP] 2.4.2.1)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ext::Extension;
    use alloc::{format, string::ToString};

    /// As MS-WCCE 2.2.2.7.7.4 lays it out.
    const VALUE: &[u8] =
        b"\x30\x1A\xA0\x18\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x19\x02\x01\xA0\x0A\x04\x08S-1-5-18";

    #[test]
    fn an_identifier_is_written_as_ms_wcce_lays_it_out_and_read_back() {
        let identifier: SecurityIdentifier = "S-1-5-18".parse().unwrap();
        let extension = Extension::from(identifier.clone());
        assert_eq!((extension.value(), extension.is_critical()), (VALUE, false));
        assert_eq!(SecurityIdentifier::from_value(VALUE).unwrap(), identifier);
        assert_eq!(identifier.to_string(), "S-1-5-18");
    }

    #[test]
    fn what_is_not_an_identifier_is_refused() {
        let many = format!("S-1-5{}", "-1".repeat(15));
        assert!(many.parse::<SecurityIdentifier>().is_ok());
        let more = many + "-1";
        for text in [
            "",
            "S-1",
            "S-1-5",
            "s-1-5-18",
            "S-2-5-18",
            "S-1-5-018",
            "S-1-5-4294967296",
            "S-1-5-18-",
            &more,
        ] {
            assert_eq!(text.parse::<SecurityIdentifier>().unwrap_err().code(), Code::Unknown);
        }
        let mut other = VALUE.to_vec();
        other[15] = 2;
        let mut local = VALUE.to_vec();
        local[20] = b's';
        for value in [&VALUE[..VALUE.len() - 1], &other, &local, b"\x30\x00", b"\x04\x08S-1-5-18"] {
            assert!(SecurityIdentifier::from_value(value).is_err(), "{value:02x?}");
        }
    }
}

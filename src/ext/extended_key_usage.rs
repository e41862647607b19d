//! extKeyUsage: purposes of the key, beside or instead of keyUsage (RFC 5280 4.2.1.12).

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use super::key_purpose::KeyPurpose;
use super::oids;
use super::read::{only, strictly};
use super::text::{check_list, empty, words};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error};

const SUBJECT: &str = "extKeyUsage";
const AT_LEAST_ONE: &str = "at least one purpose (RFC 5280 4.2.1.12)";

/// Purposes of a key, at least one, each once, in their order.
///
/// As text, names and object identifiers with commas between:
/// `serverAuth,clientAuth,1.3.6.1.4.1.311.20.2.2`. It starts as not critical, since not every
/// reader knows every purpose.
///
/// **Who wants it:** AD CS and other enterprise CAs that take purposes from the request;
/// CAs that do not have another source for them (cert-manager #3136). **Who refuses it:** Puppet
/// CA ("extensions that are not permitted: 2.5.29.15, 2.5.29.37", cert-manager #3301) and
/// GlobalSign over ACME (cert-manager #5127).
///
/// ```
/// use pkcs10::{ExtendedKeyUsage, KeyPurpose};
///
/// let usage: ExtendedKeyUsage = "serverAuth,1.3.6.1.5.5.7.3.2".parse()?;
/// assert_eq!(usage.purposes(), [KeyPurpose::SERVER_AUTH, KeyPurpose::CLIENT_AUTH]);
/// assert_eq!(usage.to_string(), "serverAuth,clientAuth");
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExtendedKeyUsage(Vec<KeyPurpose>);

impl ExtendedKeyUsage {
    /// id-ce-extKeyUsage, 2.5.29.37.
    pub const OID: Oid = Oid::constant(oids::EXTENDED_KEY_USAGE);

    /// These purposes, in their order.
    ///
    /// # Errors
    /// [`Code::Empty`] if there is none, [`Code::Repeated`] if one is there twice.
    pub fn new(purposes: impl IntoIterator<Item = KeyPurpose>) -> Result<Self, Error> {
        let usage = Self(purposes.into_iter().collect());
        usage.check()?;
        Ok(usage)
    }

    fn check(&self) -> Result<(), Error> {
        check_list(SUBJECT, &self.0, AT_LEAST_ONE)
    }

    /// The purposes, in their order.
    pub fn purposes(&self) -> &[KeyPurpose] {
        &self.0
    }

    /// The purposes in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not a SEQUENCE of at least one object identifier, each once.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, Self::check)
    }

    /// ```text
    /// ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER -- RFC 5280 4.2.1.12
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let sequence = only(walk, value, tag::SEQUENCE)?;
        let mut purposes = Vec::new();
        let mut inside = sequence.reader();
        while !inside.is_empty() {
            let oid = walk.element(purposes.len(), |walk| walk.oid(&mut inside))?;
            purposes.push(KeyPurpose::from(oid));
        }
        if purposes.is_empty() {
            let found = format_args!("does not have a purpose");
            walk.deviates(Code::ExtensionValue, sequence.at, found)?;
        }
        Ok(Self(purposes))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        der::nested(out, tag::SEQUENCE, |out| {
            for purpose in &self.0 {
                der::tlv(out, tag::OBJECT_IDENTIFIER, purpose.oid().as_bytes());
            }
        });
    }
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, purpose) in self.0.iter().enumerate() {
            write!(f, "{}{purpose}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl FromStr for ExtendedKeyUsage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(empty(SUBJECT, AT_LEAST_ONE));
        }
        let purposes: Result<Vec<_>, Error> = words(text).map(str::parse::<KeyPurpose>).collect();
        purposes.and_then(Self::new).map_err(|error| error.about(SUBJECT).value(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Hint;
    use crate::ext::{Extension, IntoExtension};
    use alloc::string::ToString;

    #[test]
    fn every_name_stands_for_its_identifier() {
        let cases = [
            ("serverAuth", "1.3.6.1.5.5.7.3.1"),
            ("clientAuth", "1.3.6.1.5.5.7.3.2"),
            ("codeSigning", "1.3.6.1.5.5.7.3.3"),
            ("emailProtection", "1.3.6.1.5.5.7.3.4"),
            ("timeStamping", "1.3.6.1.5.5.7.3.8"),
            ("OCSPSigning", "1.3.6.1.5.5.7.3.9"),
            ("ipsecIKE", "1.3.6.1.5.5.7.3.17"),
            ("anyExtendedKeyUsage", "2.5.29.37.0"),
            ("msSmartcardLogon", "1.3.6.1.4.1.311.20.2.2"),
            ("pkInitKDC", "1.3.6.1.5.2.3.5"),
            ("pkInitClientAuth", "1.3.6.1.5.2.3.4"),
        ];
        assert_eq!(cases.len(), KeyPurpose::NAMES.len());
        for (name, dotted) in cases {
            let usage: ExtendedKeyUsage = name.parse().unwrap();
            assert_eq!(usage.purposes()[0].oid().to_string(), dotted);
            assert_eq!(dotted.parse(), Ok(usage.clone()));
            assert_eq!(usage.to_string(), name);
        }
    }

    #[test]
    fn names_of_other_programs_are_read() {
        let cases = [
            (
                "TLS Web Server Authentication, TLS Web Client Authentication",
                "serverAuth,clientAuth",
            ),
            ("ServerAuthentication,Client Authentication", "serverAuth,clientAuth"),
            ("server auth,CLIENT_AUTH,id-kp-codeSigning", "serverAuth,clientAuth,codeSigning"),
            ("TLS WWW Server,tls_www_client", "serverAuth,clientAuth"),
            (
                "Code Signing,E-mail Protection,Time Stamping",
                "codeSigning,emailProtection,timeStamping",
            ),
            ("OCSP Signing,Any Extended Key Usage", "OCSPSigning,anyExtendedKeyUsage"),
            (
                "Secure Email,Any Purpose,ipsec Internet Key Exchange",
                "emailProtection,anyExtendedKeyUsage,ipsecIKE",
            ),
            ("msSmartcardLogin,Signing KDC Response", "msSmartcardLogon,pkInitKDC"),
            (
                "Smart Card Logon,KDC Authentication,PKINIT Client Auth",
                "msSmartcardLogon,pkInitKDC,pkInitClientAuth",
            ),
        ];
        for (text, names) in cases {
            assert_eq!(text.parse(), names.parse::<ExtendedKeyUsage>(), "{text}");
        }
        let twice = "serverAuth,TLS Web Server Authentication".parse::<ExtendedKeyUsage>();
        assert_eq!(twice.unwrap_err().code(), Code::Repeated);
    }

    #[test]
    fn purposes_keep_their_order() {
        let usage: ExtendedKeyUsage = "clientAuth, serverAuth,2.999.1".parse().unwrap();
        assert_eq!(usage.to_string(), "clientAuth,serverAuth,2.999.1");
        let extension = Extension::from(usage.clone());
        assert!(!extension.is_critical());
        let start = [0x30, 25, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 2, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 1];
        assert_eq!(extension.value()[..start.len()], start);
        assert_eq!(ExtendedKeyUsage::from_value(extension.value()), Ok(usage));
    }

    #[test]
    fn an_invalid_purpose_is_refused_for_its_own_reason() {
        let meant = |name: &str| Some(Hint::DidYouMean(name.into()));
        let cases = [
            ("", Code::Empty, Some(Hint::Omit)),
            ("serverAut", Code::Unknown, meant("serverAuth")),
            ("OCSPSignin", Code::Unknown, meant("OCSPSigning")),
            ("digitalSignature", Code::Unknown, None),
            ("serverAuth,", Code::Unknown, None),
            ("1.3.x", Code::OidSyntax, None),
            ("3.1", Code::OidArcs, None),
            ("clientAuth,1.3.6.1.5.5.7.3.2", Code::Repeated, None),
            ("Server Authentication (1.3.6.1.5.5.7.3.2)", Code::Unknown, None),
        ];
        for (text, code, hint) in cases {
            let error = text.parse::<ExtendedKeyUsage>().unwrap_err();
            assert_eq!((error.code(), error.hint()), (code, hint.as_ref()), "{text}");
            assert_eq!(error.subject(), "extKeyUsage");
        }
        assert_eq!(ExtendedKeyUsage::new([]).unwrap_err().code(), Code::Empty);
        let twice = ExtendedKeyUsage::new([KeyPurpose::ANY, KeyPurpose::ANY]);
        assert_eq!(twice.unwrap_err().code(), Code::Repeated);
    }

    #[test]
    fn invalid_der_is_refused() {
        for (value, at, code) in [
            (&[0x30, 0][..], 0, Code::ExtensionValue),
            (&[0x30, 2, 6, 0], 2, Code::OidEncoding),
            (&[0x30, 2, 5, 0], 2, Code::Structure),
            (&[0x31, 3, 6, 1, 0x2A], 0, Code::ExtensionValue),
            (&[0x30, 3, 6, 1, 0x2A, 0], 5, Code::TrailingData),
            (&[0x30, 6, 6, 1, 0x2A, 6, 1, 0x2A], 0, Code::Repeated),
        ] {
            let deviation = ExtendedKeyUsage::from_value(value).unwrap_err();
            assert_eq!((deviation.at(), deviation.code()), (at, code), "{value:02x?}");
        }
    }

    #[test]
    fn a_repeated_purpose_is_read_leniently_and_refused_in_a_request() {
        let mut walk = Walk::lenient();
        let value = Reader::new(&[0x30, 6, 6, 1, 0x2A, 6, 1, 0x2A]);
        let usage = ExtendedKeyUsage::read(&mut walk, value).unwrap();
        assert_eq!(usage.to_string(), "1.2,1.2");
        assert_eq!(usage.into_extension().unwrap_err().code(), Code::Repeated);
        assert!(walk.into_deviations().is_empty());
    }
}

//! The same request, encoded by x509-cert and der, and read by x509-parser.

use der::asn1::{Any, Ia5String, ObjectIdentifier, OctetString, PrintableString, SetOfVec};
use der::{Decode, Encode};
use pkcs10::{AttributeType, GeneralNameType, PublicKey};
use x509_cert::attr::{Attribute, AttributeTypeAndValue};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::request::{CertReqInfo, Version};
use x509_parser::prelude::{GeneralName as ParsedName, ParsedExtension, X509CertificationRequest};

/// A name as text.
pub(crate) type Named = (GeneralNameType, String);

pub(crate) struct Oracle<'a> {
    pub(crate) subject: &'a [(AttributeType, String)],
    pub(crate) names: &'a [Named],
    pub(crate) key: &'a PublicKey,
}

impl Oracle<'_> {
    pub(crate) fn certification_request_info(&self) -> Vec<u8> {
        let mut subject = RdnSequence::default();
        for (attribute, value) in self.subject {
            let pair = AttributeTypeAndValue {
                oid: ObjectIdentifier::new(&attribute.oid().to_string()).unwrap(),
                value: directory_string(value),
            };
            let rdn: RelativeDistinguishedName = SetOfVec::from_iter([pair]).unwrap().into();
            subject.push(rdn);
        }
        let mut attributes = SetOfVec::new();
        if !self.names.is_empty() {
            let names: Vec<GeneralName> = self.names.iter().map(general_name).collect();
            let extension = Extension {
                extn_id: ObjectIdentifier::new_unwrap("2.5.29.17"),
                critical: self.subject.is_empty(),
                extn_value: OctetString::new(names.to_der().unwrap()).unwrap(),
            };
            let values = vec![extension].to_der().unwrap();
            attributes
                .insert(Attribute {
                    oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.14"),
                    values: SetOfVec::from_iter([Any::from_der(&values).unwrap()]).unwrap(),
                })
                .unwrap();
        }
        let info = CertReqInfo {
            version: Version::V1,
            subject: Name::hazmat_from_rdn_sequence(subject),
            public_key: Decode::from_der(self.key.as_der()).unwrap(),
            attributes,
        };
        info.to_der().unwrap()
    }
}

fn directory_string(value: &str) -> Any {
    match PrintableString::new(value) {
        Ok(printable) => Any::from(&printable),
        Err(_) => Any::from_der(&value.to_owned().to_der().unwrap()).unwrap(),
    }
}

fn general_name((name_type, text): &Named) -> GeneralName {
    match name_type {
        GeneralNameType::DnsName => GeneralName::DnsName(Ia5String::new(text).unwrap()),
        GeneralNameType::IpAddress => GeneralName::from(text.parse::<core::net::IpAddr>().unwrap()),
        other => panic!("no oracle for {other}"),
    }
}

/// The names that x509-parser finds, in words.
pub(crate) fn names_read_by_x509_parser(csr: &X509CertificationRequest<'_>) -> Vec<String> {
    csr.requested_extensions()
        .into_iter()
        .flatten()
        .flat_map(|extension| match extension {
            ParsedExtension::SubjectAlternativeName(names) => names.general_names.as_slice(),
            _ => &[],
        })
        .map(|name| match name {
            ParsedName::DNSName(name) => format!("DNS:{name}"),
            ParsedName::IPAddress(bytes) => format!("IP:{bytes:02x?}"),
            other => format!("{other:?}"),
        })
        .collect()
}

/// The same words for names that we were given.
pub(crate) fn as_read(names: &[Named]) -> Vec<String> {
    names
        .iter()
        .map(|(name_type, text)| match text.parse::<core::net::IpAddr>() {
            Ok(core::net::IpAddr::V4(ip)) => format!("IP:{:02x?}", ip.octets()),
            Ok(core::net::IpAddr::V6(ip)) => format!("IP:{:02x?}", ip.octets()),
            Err(_) => format!("{}:{text}", name_type.prefix()),
        })
        .collect()
}

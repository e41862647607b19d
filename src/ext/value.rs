//! What an extension says.

use super::basic_constraints::BasicConstraints;
use super::certificate_template::CertificateTemplate;
use super::extended_key_usage::ExtendedKeyUsage;
use super::key_usage::KeyUsage;
use super::name_constraints::NameConstraints;
use super::oids;
use super::read::only;
use super::security_identifier::SecurityIdentifier;
use super::subject_key_identifier::SubjectKeyIdentifier;
use super::tls_feature::TlsFeature;
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{Deviation, Oid, tag};
use crate::san::GeneralNames;

/// What an extension says. In an [`Inspection`](crate::Inspection) it may be faulty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExtensionValue {
    /// subjectAltName: the names in their order.
    SubjectAltName(GeneralNames),
    /// keyUsage.
    KeyUsage(KeyUsage),
    /// extKeyUsage.
    ExtendedKeyUsage(ExtendedKeyUsage),
    /// basicConstraints.
    BasicConstraints(BasicConstraints),
    /// TLS feature.
    TlsFeature(TlsFeature),
    /// subjectKeyIdentifier.
    SubjectKeyIdentifier(SubjectKeyIdentifier),
    /// The template that AD CS is to use.
    CertificateTemplate(CertificateTemplate),
    /// nameConstraints.
    NameConstraints(NameConstraints),
    /// The security identifier of a Microsoft account.
    SecurityIdentifier(SecurityIdentifier),
    /// An extension that is not known, or whose value cannot be read.
    Other,
}

impl ExtensionValue {
    /// Whether these are basicConstraints of a CA.
    pub(crate) const fn is_of_ca(&self) -> bool {
        matches!(self, Self::BasicConstraints(constraints) if constraints.is_ca())
    }

    /// Reads the value of an extension.
    pub(super) fn read(walk: &mut Walk, oid: &Oid, value: Reader<'_>) -> Walked<Self> {
        Ok(match oid.as_bytes() {
            oids::SUBJECT_ALT_NAME => {
                let sequence = only(walk, value, tag::SEQUENCE)?;
                Self::SubjectAltName(GeneralNames::read(walk, &sequence)?)
            }
            oids::KEY_USAGE => Self::KeyUsage(KeyUsage::read(walk, value)?),
            oids::EXTENDED_KEY_USAGE => {
                Self::ExtendedKeyUsage(ExtendedKeyUsage::read(walk, value)?)
            }
            oids::BASIC_CONSTRAINTS => Self::BasicConstraints(BasicConstraints::read(walk, value)?),
            oids::TLS_FEATURE => Self::TlsFeature(TlsFeature::read(walk, value)?),
            oids::SUBJECT_KEY_IDENTIFIER => {
                Self::SubjectKeyIdentifier(SubjectKeyIdentifier::read(walk, value)?)
            }
            oids::NAME_CONSTRAINTS => Self::NameConstraints(NameConstraints::read(walk, value)?),
            oids::SECURITY_IDENTIFIER => {
                Self::SecurityIdentifier(SecurityIdentifier::read(walk, value)?)
            }
            oids::TEMPLATE_NAME => CertificateTemplate::read_name(walk, value)?
                .map_or(Self::Other, Self::CertificateTemplate),
            oids::TEMPLATE => Self::CertificateTemplate(CertificateTemplate::read(walk, value)?),
            _ => Self::Other,
        })
    }

    /// The value of an extension other than the subjectAltName, without any deviation, as a new
    /// request may have it.
    pub(super) fn from_value(oid: &Oid, value: &[u8]) -> Result<Self, Deviation> {
        match oid.as_bytes() {
            oids::KEY_USAGE => KeyUsage::from_value(value).map(Self::KeyUsage),
            oids::EXTENDED_KEY_USAGE => {
                ExtendedKeyUsage::from_value(value).map(Self::ExtendedKeyUsage)
            }
            oids::BASIC_CONSTRAINTS => {
                BasicConstraints::from_value(value).map(Self::BasicConstraints)
            }
            oids::TLS_FEATURE => TlsFeature::from_value(value).map(Self::TlsFeature),
            oids::SUBJECT_KEY_IDENTIFIER => {
                SubjectKeyIdentifier::from_value(value).map(Self::SubjectKeyIdentifier)
            }
            oids::NAME_CONSTRAINTS => NameConstraints::from_value(value).map(Self::NameConstraints),
            oids::SECURITY_IDENTIFIER => {
                SecurityIdentifier::from_value(value).map(Self::SecurityIdentifier)
            }
            oids::TEMPLATE_NAME | oids::TEMPLATE => {
                CertificateTemplate::from_value(value).map(Self::CertificateTemplate)
            }
            _ => Ok(Self::Other),
        }
    }
}

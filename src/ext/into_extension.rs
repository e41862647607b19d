//! What a request takes for an extension.

use super::basic_constraints::BasicConstraints;
use super::certificate_template::CertificateTemplate;
use super::extended_key_usage::ExtendedKeyUsage;
use super::extension::Extension;
use super::key_usage::KeyUsage;
use super::security_identifier::SecurityIdentifier;
use super::subject_key_identifier::SubjectKeyIdentifier;
use super::tls_feature::TlsFeature;
use crate::error::Error;

mod sealed {
    pub trait Sealed {}
}

/// What a request takes for an extension: an [`Extension`], a value of one of the known types, or
/// the result of making one, so that an error appears among the faults of the request.
pub trait IntoExtension: sealed::Sealed {
    /// The extension, or what is wrong with it.
    #[doc(hidden)]
    fn into_extension(self) -> Result<Extension, Error>;
}

impl sealed::Sealed for Extension {}
impl IntoExtension for Extension {
    fn into_extension(self) -> Result<Extension, Error> {
        self.check()?;
        Ok(self)
    }
}

impl<E: IntoExtension> sealed::Sealed for Result<E, Error> {}
impl<E: IntoExtension> IntoExtension for Result<E, Error> {
    fn into_extension(self) -> Result<Extension, Error> {
        self.and_then(E::into_extension)
    }
}

macro_rules! into_extension {
    ($($known:ident)*) => {
        $(impl sealed::Sealed for $known {}
        impl IntoExtension for $known {
            fn into_extension(self) -> Result<Extension, Error> {
                Extension::from(self).into_extension()
            }
        })*
    };
}

into_extension! {
    KeyUsage ExtendedKeyUsage BasicConstraints TlsFeature SubjectKeyIdentifier CertificateTemplate
    SecurityIdentifier
}

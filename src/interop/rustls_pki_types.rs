//! Exchange with `rustls-pki-types`.

use rustls_pki_types::{
    CertificateSigningRequestDer, PrivateKeyDer, PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer,
};

use crate::csr::CertificationRequest;
use crate::error::Error;
use crate::key::KeyPair;
use crate::public_key::PublicKey;

/// The DER of the request, borrowed.
///
/// rcgen 0.14 issues certificates from it, and refuses a request that asks for more than it knows: other
/// extensions than subjectAltName, keyUsage, extKeyUsage (of RFC 5280 4.2.1.12 only) and basicConstraints,
/// and other names than dNSName, rfc822Name, uniformResourceIdentifier, iPAddress, and otherName with a
/// UTF8String. `examples/rcgen_rustls` shows it.
///
/// ```
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, CertificationRequest, KeyPair, PublicKey, Request, SysRng};
/// use rustls_pki_types::{CertificateSigningRequestDer, PrivateKeyDer, SubjectPublicKeyInfoDer};
///
/// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let csr = Request::empty().sign(&key)?;
/// let der = CertificateSigningRequestDer::from(&csr);
/// assert_eq!(CertificationRequest::try_from(&der)?, csr);
///
/// let private = PrivateKeyDer::try_from(&key)?;
/// assert_eq!(KeyPair::try_from(&private)?.public_key(), key.public_key());
///
/// let public = SubjectPublicKeyInfoDer::from(key.public_key());
/// assert_eq!(PublicKey::try_from(&public)?, *key.public_key());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> From<&'a CertificationRequest> for CertificateSigningRequestDer<'a> {
    fn from(csr: &'a CertificationRequest) -> Self {
        csr.as_der().into()
    }
}

impl TryFrom<&CertificateSigningRequestDer<'_>> for CertificationRequest {
    type Error = Error;

    /// As [`from_der`](Self::from_der).
    fn try_from(der: &CertificateSigningRequestDer<'_>) -> Result<Self, Error> {
        Self::from_der(der)
    }
}

/// The key as PKCS #8. Its owner wipes it: the type does not when it is dropped.
impl TryFrom<&KeyPair> for PrivateKeyDer<'static> {
    type Error = Error;

    /// As [`to_pkcs8_der`](KeyPair::to_pkcs8_der).
    fn try_from(key: &KeyPair) -> Result<Self, Error> {
        Ok(PrivatePkcs8KeyDer::from(key.to_pkcs8_der()?.to_vec()).into())
    }
}

impl TryFrom<&PrivateKeyDer<'_>> for KeyPair {
    type Error = Error;

    /// As [`read`](Self::read), without a password.
    fn try_from(key: &PrivateKeyDer<'_>) -> Result<Self, Error> {
        Self::read(key.secret_der(), None)
    }
}

/// The DER of the key, borrowed.
impl<'a> From<&'a PublicKey> for SubjectPublicKeyInfoDer<'a> {
    fn from(key: &'a PublicKey) -> Self {
        key.as_der().into()
    }
}

impl TryFrom<&SubjectPublicKeyInfoDer<'_>> for PublicKey {
    type Error = Error;

    /// As [`from_der`](Self::from_der).
    fn try_from(der: &SubjectPublicKeyInfoDer<'_>) -> Result<Self, Error> {
        Self::from_der(der)
    }
}

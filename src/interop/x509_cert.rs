//! Exchange with `x509-cert`.

use alloc::format;

use der::{Decode, Encode};
use x509_cert::request::CertReq;

use crate::csr::CertificationRequest;
use crate::error::{Code, Error, Hint};

/// The request as x509-cert's type, which encodes to the same bytes again.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, CertificationRequest, DistinguishedName, KeyPair, Request, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// use x509_cert::request::CertReq;
///
/// let subject = DistinguishedName::builder().common_name("bmc-7");
/// let request = Request::builder().subject(subject).build()?;
/// let csr = request.sign(&key)?;
/// let cert_req = CertReq::try_from(&csr)?;
/// assert_eq!(cert_req.info.subject.to_string(), "CN=bmc-7");
/// assert_eq!(CertificationRequest::try_from(&cert_req)?, csr);
/// # }
/// # Ok(())
/// # }
/// ```
impl TryFrom<&CertificationRequest> for CertReq {
    type Error = Error;

    /// [`Code::TooLong`] where the request has an object identifier that `const-oid` cannot hold.
    fn try_from(csr: &CertificationRequest) -> Result<Self, Error> {
        Self::from_der(csr.as_der()).map_err(|error| {
            let reason = format!("cannot be held by x509-cert 0.3 ({error})");
            Error::new(Code::TooLong, "certification request", reason)
                .expected("object identifiers of at most 39 bytes, and 32 bits an arc")
                .hint_at(Hint::advice("use the DER of the request as it is"))
        })
    }
}

impl TryFrom<&CertReq> for CertificationRequest {
    type Error = Error;

    /// As [`from_der`](Self::from_der); [`Code::Structure`] where it cannot be encoded.
    fn try_from(csr: &CertReq) -> Result<Self, Error> {
        let der = csr.to_der().map_err(|_| {
            Error::new(Code::Structure, "certification request", "cannot be encoded by x509-cert")
        })?;
        Self::from_der(&der)
    }
}

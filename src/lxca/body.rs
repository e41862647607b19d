//! The one reader of bodies.

use alloc::{string::String, vec::Vec};
use core::net::IpAddr;

use super::json::Lines;
use crate::fault::Faults;
use crate::name::DistinguishedName;
use crate::profile::Profile;
use crate::request::{Request, RequestBuilder};

mod reading;

pub use reading::Body;
use reading::{Reading, Rules};

/// Reads bodies of the documented method.
///
/// ```
/// use pkcs10::lxca::BodyReader;
/// use pkcs10::Profile;
///
/// let reader = BodyReader::new(Profile::LXCA);
/// let request = reader.read(br#"{"CommonName": "bmc-7", "Country": "DE"}"#)?;
/// assert_eq!(request.subject_alt_names().count(), 0);
///
/// let faults = reader.read(br#"{"Country": "de", "Comonname": "bmc-7"}"#).unwrap_err();
/// let paths: Vec<String> = faults.iter().map(|fault| fault.place().to_string()).collect();
/// assert_eq!(paths, ["Country", "Comonname"]);
/// # Ok::<(), pkcs10::Faults>(())
/// ```
#[derive(Clone, Debug)]
pub struct BodyReader(Rules);

impl BodyReader {
    /// A reader that holds bodies to a profile and fills in its defaults:
    /// [`Profile::LXCA`] for the documented ones, [`Profile::RFC5280`] for none.
    pub const fn new(profile: Profile) -> Self {
        Self(Rules {
            profile,
            organization: None,
            addresses: Vec::new(),
            common_name_required: false,
        })
    }

    /// Sets the organisation that a body without one gets. The documentation leaves it to the
    /// server firmware, so a host that has one says so here.
    ///
    /// # Errors
    /// [`Faults`] where the profile does not allow it.
    pub fn default_organization(mut self, organization: &str) -> Result<Self, Faults> {
        DistinguishedName::builder_for(self.0.profile).organization(organization).build()?;
        self.0.organization = Some(organization.into());
        Ok(self)
    }

    /// Sets the addresses of the host, for bodies that ask for them; without them, the request has none,
    /// and the notes say so.
    #[must_use]
    pub fn host_addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.0.addresses = addresses.into_iter().collect();
        self
    }

    /// Makes `CommonName` required: many servers of the same default name are a mistake.
    #[must_use]
    pub const fn require_common_name(mut self) -> Self {
        self.0.common_name_required = true;
        self
    }

    /// Reads a body.
    ///
    /// # Errors
    /// [`Faults`]: where it stops being JSON, or everything that is wrong, in the order of
    /// the body; behind the first 1,000 only how many there are more.
    pub fn read(&self, body: &[u8]) -> Result<Request, Faults> {
        self.read_onto(Request::builder(), body)
    }

    /// Reads a body into a request that has extensions and attributes already, which the body
    /// has no place for.
    ///
    /// # Errors
    /// [`Faults`], as for [`read`](Self::read); faults of the builder's own come last,
    /// even where the body is not JSON.
    pub fn read_onto(&self, builder: RequestBuilder, body: &[u8]) -> Result<Request, Faults> {
        let mut reading = Reading::new(&self.0, builder);
        reading.text(body, Lines::Several);
        reading.finish().map(|body| body.request)
    }

    /// As [`read_onto`](Self::read_onto), with what the body says about its key, and what was filled in.
    ///
    /// ```
    /// use pkcs10::{Algorithm, Profile, Request};
    /// use pkcs10::lxca::BodyReader;
    ///
    /// let body = br#"{"CommonName": "bmc-7", "KeyPairAlgorithm": "TPM_ALG_ECDH",
    ///     "KeyCurveId": "TPM_ECC_NIST_P384",
    ///     "CertificateCollection": {"@odata.id": "/redfish/v1/Managers/1/Certificates"}}"#;
    /// let read = BodyReader::new(Profile::REDFISH).read_body(Request::builder(), body)?;
    /// assert_eq!(read.algorithm, Some(Algorithm::EcdsaP384));
    /// # Ok::<(), pkcs10::Faults>(())
    /// ```
    ///
    /// # Errors
    /// As of [`read_onto`](Self::read_onto).
    pub fn read_body(&self, builder: RequestBuilder, body: &[u8]) -> Result<Body, Faults> {
        let mut reading = Reading::new(&self.0, builder);
        reading.keep_notes();
        reading.text(body, Lines::Several);
        reading.finish()
    }

    /// Reads a body that may have an `id`, as the line of a batch has. Returns the `id`, where there
    /// is one that can name files on every system, and the body, or all faults.
    ///
    /// ```
    /// # use pkcs10::{Profile, lxca::BodyReader};
    /// let reader = BodyReader::new(Profile::LXCA);
    /// let (id, body) = reader.read_line(br#"{"id": "bmc-7", "Country": "de"}"#);
    /// assert_eq!(id.as_deref(), Some("bmc-7"));
    /// assert!(body.unwrap_err().to_string().starts_with("Country: "));
    /// ```
    pub fn read_line(&self, line: &[u8]) -> (Option<String>, Result<Body, Faults>) {
        let mut reading = Reading::new(&self.0, Request::builder());
        reading.keep_notes();
        reading.text(line, Lines::One);
        (reading.id.take(), reading.finish())
    }
}

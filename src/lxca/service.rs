//! The documented method as a whole.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::body::BodyReader;
use super::entry::{Entry, ReadError};
use super::message::{self, Message};
use super::response::{Content, Response, Status};
use super::store::{Id, NewRequest, Store};
use crate::algorithm::DigestAlgorithm;
use crate::fault::Faults;
use crate::key::{Algorithm, KeyKind, KeyPair, Policy, SignError};
use crate::profile::Profile;
use crate::renewal::Renewal;
use crate::request::{Request, RequestBuilder};
use crate::signer::RequestSigner;

/// `/certificateSigningRequest`, for a host that has authenticated its caller.
///
/// A POST makes a key and a request and keeps both; what it answers is the path by which GET
/// gives the request and DELETE removes it and its key. The key itself never is in a response:
/// the host takes it with [`private_key_pem`](Self::private_key_pem) to install the certificate.
///
/// Any number of threads may share a service, where its store allows that. The host bounds the
/// length of a body; time and memory are linear in it.
///
/// ```
/// use pkcs10::Algorithm;
/// use pkcs10::lxca::{MemoryStore, Service};
///
/// let service = Service::new(MemoryStore::new())
///     .default_organization("ACME GmbH")?
///     .algorithm(Algorithm::EcdsaP256);
///
/// let posted = service.post(br#"{"CommonName": "bmc-7.example.com"}"#);
/// assert_eq!((posted.status().code(), posted.path()), (200, Some("1")));
///
/// let found = service.get("1");
/// assert!(found.csr_pem().unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
/// assert!(service.private_key_pem("1")?.is_some());
///
/// assert_eq!(service.delete("1").status().code(), 200);
/// assert_eq!(service.get("1").status().code(), 404);
///
/// let refused = service.post(br#"{"Country": "de", "CommonName": 7}"#);
/// assert_eq!((refused.status().code(), refused.messages().len()), (400, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Made [for a profile](Self::for_profile) of Redfish it answers `CertificateService.GenerateCSR` by
/// [`post`](Self::post), and `Certificate.Rekey` and `Certificate.Renew`, in Redfish's form:
///
/// ```
/// use pkcs10::lxca::{MemoryStore, Service};
/// use pkcs10::{Algorithm, Profile};
///
/// let service =
///     Service::for_profile(MemoryStore::new(), Profile::REDFISH).algorithm(Algorithm::EcdsaP256);
/// let collection = r#"{"@odata.id":"/redfish/v1/Managers/1/Certificates"}"#;
/// let body = format!(r#"{{"CommonName":"bmc-7","CertificateCollection":{collection}}}"#);
/// let response = service.post(body.as_bytes());
/// assert!(response.to_json().starts_with(r#"{"CSRString":"-----BEGIN CERTIFICATE REQUEST-----"#));
/// assert!(response.to_json().ends_with(&format!(r#","CertificateCollection":{collection}}}"#)));
///
/// let refused = service.post(b"{}").to_json();
/// assert!(refused.contains(r##""MessageId":"Base.1.13.PropertyMissing""##));
/// assert!(refused.contains(r##""RelatedProperties":["#/CertificateCollection"]"##));
/// ```
#[derive(Clone, Debug)]
pub struct Service<S> {
    profile: Profile,
    reader: BodyReader,
    keys: KeyKind,
    store: S,
}

impl<S: Store> Service<S> {
    /// The service as documented: its limits and defaults, and a new RSA key of 2,048 bits for
    /// each request.
    pub const fn new(store: S) -> Self {
        Self::for_profile(store, Profile::LXCA)
    }

    /// The service for the bodies of a profile, with its limits and defaults and the
    /// [form](Profile::envelope) of its responses. A key is made by the body's or the profile's words, and
    /// where there are none a new RSA key of 2,048 bits. A digest that they ask for and the key does not
    /// sign with is a failure.
    pub const fn for_profile(store: S, profile: Profile) -> Self {
        let keys = KeyKind::Policy(Policy::Default);
        Self { profile, reader: BodyReader::new(profile), keys, store }
    }

    /// Sets the organisation of requests that name none.
    ///
    /// # Errors
    /// [`Faults`] where it has more than 60 characters or none, or such as an
    /// organisation cannot have.
    pub fn default_organization(mut self, organization: &str) -> Result<Self, Faults> {
        self.reader = self.reader.default_organization(organization)?;
        Ok(self)
    }

    /// Sets what keys are made for where the body and the profile do not say it.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.keys = algorithm.into();
        self
    }

    /// Sets the policy that keys and signatures are to follow, in place of an algorithm.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.keys = policy.into();
        self
    }

    /// The store.
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Answers `POST /certificateSigningRequest` with this body: 200 and the path of the new
    /// request; 400 and a message for each fault of the body; 500 where no key can be made or
    /// the store fails, and then nothing is kept half.
    ///
    /// Random numbers are the operating system's.
    #[cfg(feature = "std")]
    pub fn post(&self, body: &[u8]) -> Response {
        self.post_with_rng(body, &mut getrandom::SysRng)
    }

    /// As `post`, with random numbers of the caller's.
    pub fn post_with_rng<R: TryCryptoRng + ?Sized>(&self, body: &[u8], rng: &mut R) -> Response {
        self.made(&self.reader, Request::builder(), None, body, rng)
    }

    /// Answers Redfish's `Certificate.Rekey` with this body: as `post`, with a new key, for the subject, the
    /// names and the usages of a certificate.
    ///
    /// Random numbers are the operating system's.
    #[cfg(feature = "std")]
    pub fn rekey(&self, certificate: &Certificate<'_>, body: &[u8]) -> Response {
        self.rekey_with_rng(certificate, body, &mut getrandom::SysRng)
    }

    /// As `rekey`, with random numbers of the caller's.
    pub fn rekey_with_rng<R: TryCryptoRng + ?Sized>(
        &self,
        certificate: &Certificate<'_>,
        body: &[u8],
        rng: &mut R,
    ) -> Response {
        let reader = BodyReader::new(Profile::REDFISH_REKEY);
        match certificate.builder() {
            Ok(old) => self.made(&reader, old, certificate.link(), parameters(body), rng),
            Err(message) => self.failed(message),
        }
    }

    /// Answers Redfish's `Certificate.Renew` with this body: a request for the subject, the names and the usages
    /// of a certificate, signed by the key that it has. The host has the key, and the store keeps
    /// nothing of it.
    pub fn renew(
        &self,
        certificate: &Certificate<'_>,
        key: &dyn RequestSigner,
        body: &[u8],
    ) -> Response {
        let reader = BodyReader::new(Profile::REDFISH_RENEW);
        let old = match certificate.builder() {
            Ok(old) => old,
            Err(message) => return self.failed(message),
        };
        let request = match reader.read_body(old, parameters(body)) {
            Ok(body) => body.request,
            Err(faults) => return self.refused(&faults),
        };
        match request.sign_by(key) {
            Ok(csr) => self.answered(Response::completed(Content {
                csr: Some(csr.to_pem()),
                link: certificate.link(),
                path: None,
            })),
            Err(error) => self.failed(not_signed(&error)),
        }
    }

    fn made<R: TryCryptoRng + ?Sized>(
        &self,
        reader: &BodyReader,
        builder: RequestBuilder,
        link: Option<(&'static str, String)>,
        body: &[u8],
        rng: &mut R,
    ) -> Response {
        let read = match reader.read_body(builder, body) {
            Ok(read) => read,
            Err(faults) => return self.refused(&faults),
        };
        let keys = read.algorithm.map_or(self.keys, KeyKind::from);
        let link = link.or(read.link);
        let digest = read.digest.map(|(_, digest)| digest);
        match self.make(body, &read.request, (keys, digest), rng) {
            Ok((id, csr)) => {
                let (path, csr) = (Some(id.to_string()), Some(csr));
                self.answered(Response::completed(Content { path, csr, link }))
            }
            Err(message) => self.failed(message),
        }
    }

    /// Answers `GET /certificateSigningRequest?path=…`: 200 and the request, or 404. 500 where
    /// the store fails or the request is damaged, as [`ReadError`] says.
    pub fn get(&self, path: &str) -> Response {
        match self.read(path) {
            Ok(Some(entry)) => {
                let csr = Some(entry.csr.to_pem());
                self.answered(Response::completed(Content { csr, ..Content::default() }))
            }
            Ok(None) => self.not_found(path),
            Err(error) => {
                let kind = match error {
                    ReadError::Store(_) => &message::STORE,
                    ReadError::Damaged(_) => &message::DAMAGED,
                };
                self.failed(Message::new(kind, format!("the request is not read: {error}")))
            }
        }
    }

    /// Answers `DELETE /certificateSigningRequest?path=…`, which removes the request and its
    /// private key: 200, or 404. 500 where the store fails.
    pub fn delete(&self, path: &str) -> Response {
        match path.parse().map(|id| self.store.remove(id)) {
            Ok(Ok(true)) => self.answered(Response::completed(Content::default())),
            Ok(Ok(false)) | Err(_) => self.not_found(path),
            Ok(Err(error)) => self.failed(Message::new(
                &message::STORE,
                format!("the request is not removed: {error}"),
            )),
        }
    }

    /// The private key of a request, PKCS #8 in PEM: for the host, to install the certificate
    /// with; `None` where no request has this path. It stays in the store until
    /// [`delete`](Self::delete), so that a host which fails half-way can try again.
    ///
    /// # Errors
    /// [`ReadError`] where the store fails or the request or its key is damaged; what is left of the
    /// key is still in the [`store`](Self::store).
    pub fn private_key_pem(
        &self,
        path: &str,
    ) -> Result<Option<Zeroizing<String>>, ReadError<S::Error>> {
        Ok(self.read(path)?.and_then(|entry| entry.private_key_pem))
    }

    fn read(&self, path: &str) -> Result<Option<Entry>, ReadError<S::Error>> {
        path.parse().map_or(Ok(None), |id| Entry::read(&self.store, id))
    }

    fn make<R: TryCryptoRng + ?Sized>(
        &self,
        body: &[u8],
        request: &Request,
        (keys, digest): (KeyKind, Option<DigestAlgorithm>),
        rng: &mut R,
    ) -> Result<(Id, String), Message> {
        let no_key =
            |error| Message::new(&message::KEY, format!("the private key is not made: {error}"));
        let mut key = KeyPair::generate(keys, rng).map_err(no_key)?;
        if let Some(digest) = digest {
            key = key.with_digest_algorithm(digest).map_err(|error| not_signed(&error))?;
        }
        let private_key_pem = key.to_pkcs8_pem().map_err(no_key)?;
        let csr = request.sign_with_rng(&key, rng).map_err(|error| not_signed(&error))?;
        let csr_pem = csr.to_pem();
        let new = NewRequest { body, csr_pem: &csr_pem, private_key_pem: &private_key_pem };
        let id = self.store.insert(&new).map_err(|error| {
            Message::new(&message::STORE, format!("the request is not kept: {error}"))
        })?;
        Ok((id, csr_pem))
    }

    const fn answered(&self, response: Response) -> Response {
        response.in_envelope(self.profile.envelope())
    }

    fn refused(&self, faults: &Faults) -> Response {
        self.answered(Response::failure(Status::Refused, message::for_faults(faults)))
    }

    fn not_found(&self, path: &str) -> Response {
        self.answered(Response::failure(Status::NotFound, [Message::not_found(path)].into()))
    }

    fn failed(&self, message: Message) -> Response {
        self.answered(Response::failure(Status::Failed, [message].into()))
    }
}

/// A certificate of the host, which is to be replaced.
#[derive(Clone, Copy, Debug)]
pub struct Certificate<'a> {
    /// The path of its resource, such as `/redfish/v1/Managers/1/Certificates/1`.
    pub uri: &'a str,
    /// The certificate, in PEM or DER.
    pub content: &'a [u8],
}

impl Certificate<'_> {
    fn link(&self) -> Option<(&'static str, String)> {
        Some(("Certificate", self.uri.into()))
    }

    /// What it asks for.
    fn builder(&self) -> Result<RequestBuilder, Message> {
        let unusable = |why: &dyn fmt::Display| {
            let text = format!("the certificate cannot be requested again: {why}");
            Message::new(&message::CERTIFICATE, text)
        };
        let old = Renewal::read(self.content).map_err(|error| unusable(&error))?;
        let subject = old.subject().map_err(|faults| unusable(&faults))?;
        let names = old.subject_alt_names().collect::<Result<Vec<_>, _>>();
        let mut builder = Request::builder()
            .subject(subject)
            .subject_alt_names(names.map_err(|error| unusable(&error))?);
        for (_, extension) in old.extensions() {
            builder = builder.extension(extension.map_err(|error| unusable(&error))?);
        }
        Ok(builder)
    }
}

/// The body of an action, all of whose parameters are optional, may be left out.
const fn parameters(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"{}" } else { body }
}

fn not_signed(error: &SignError) -> Message {
    Message::new(&message::SIGNATURE, format!("the request is not signed: {error}"))
}

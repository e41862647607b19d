//! The documented method as a whole.

use alloc::{format, string::String, vec::Vec};

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::body::BodyReader;
use super::entry::{Entry, ReadError};
use super::message::{self, Message};
use super::response::{Response, Status};
use super::store::{Id, NewRequest, Store};
use crate::fault::Faults;
use crate::key::{Algorithm, KeyKind, KeyPair, Policy};
use crate::profile::Profile;
use crate::request::Request;

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
#[derive(Clone, Debug)]
pub struct Service<S> {
    reader: BodyReader,
    keys: KeyKind,
    store: S,
}

impl<S: Store> Service<S> {
    /// The service as documented: its limits and defaults, and a new RSA key of 2,048 bits for
    /// each request.
    pub const fn new(store: S) -> Self {
        let keys = KeyKind::Policy(Policy::Default);
        Self { reader: BodyReader::new(Profile::LXCA), keys, store }
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

    /// Sets what keys are made for.
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
        let request = match self.reader.read(body) {
            Ok(request) => request,
            Err(faults) => {
                return Response::failure(Status::Refused, message::for_faults(&faults));
            }
        };
        match self.make(body, &request, rng) {
            Ok(id) => Response::posted(id),
            Err(message) => failed(message),
        }
    }

    /// Answers `GET /certificateSigningRequest?path=…`: 200 and the request, or 404. 500 where
    /// the store fails or the request is damaged, as [`ReadError`] says.
    pub fn get(&self, path: &str) -> Response {
        match self.read(path) {
            Ok(Some(entry)) => Response::found(entry.csr.to_pem()),
            Ok(None) => not_found(path),
            Err(error) => {
                let kind = match error {
                    ReadError::Store(_) => &message::STORE,
                    ReadError::Damaged(_) => &message::DAMAGED,
                };
                failed(Message::new(kind, format!("the request is not read: {error}")))
            }
        }
    }

    /// Answers `DELETE /certificateSigningRequest?path=…`, which removes the request and its
    /// private key: 200, or 404. 500 where the store fails.
    pub fn delete(&self, path: &str) -> Response {
        match path.parse().map(|id| self.store.remove(id)) {
            Ok(Ok(true)) => Response::deleted(),
            Ok(Ok(false)) | Err(_) => not_found(path),
            Ok(Err(error)) => failed(Message::new(
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
        rng: &mut R,
    ) -> Result<Id, Message> {
        let no_key =
            |error| Message::new(&message::KEY, format!("the private key is not made: {error}"));
        let key = KeyPair::generate(self.keys, rng).map_err(no_key)?;
        let private_key_pem = key.to_pkcs8_pem().map_err(no_key)?;
        let csr = request.sign_with_rng(&key, rng).map_err(|error| {
            Message::new(&message::SIGNATURE, format!("the request is not signed: {error}"))
        })?;
        let new = NewRequest { body, csr_pem: &csr.to_pem(), private_key_pem: &private_key_pem };
        self.store.insert(&new).map_err(|error| {
            Message::new(&message::STORE, format!("the request is not kept: {error}"))
        })
    }
}

fn not_found(path: &str) -> Response {
    Response::failure(Status::NotFound, Vec::from([Message::not_found(path)]))
}

fn failed(message: Message) -> Response {
    Response::failure(Status::Failed, Vec::from([message]))
}

//! A stored request and its private key, checked before either is returned.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::store::{Id, Store};
use crate::csr::CertificationRequest;
use crate::key::KeyPair;

/// Why a stored request or its private key is not returned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError<E> {
    /// The store failed.
    Store(E),
    /// The store returned something other than what was inserted, for this reason.
    Damaged(&'static str),
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    /// Nothing of what was read is shown: it may be a private key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Damaged(reason) => write!(f, "it is damaged: {reason}"),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for ReadError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Damaged(_) => None,
        }
    }
}

/// A request as it was inserted.
pub(super) struct Entry {
    pub(super) csr: CertificationRequest,
    /// `None` where the store keeps no private key for the request.
    pub(super) private_key_pem: Option<Zeroizing<String>>,
}

impl Entry {
    /// Reads an entry of any store: no store can make a response hold anything but the request.
    pub(super) fn read<S: Store>(store: &S, id: Id) -> Result<Option<Self>, ReadError<S::Error>> {
        let Some(csr_pem) = store.csr_pem(id).map_err(ReadError::Store)? else { return Ok(None) };
        let private_key_pem = store.private_key_pem(id).map_err(ReadError::Store)?;
        let csr = whole_request(&csr_pem)
            .ok_or(ReadError::Damaged("expected one CERTIFICATE REQUEST in PEM, nothing else"))?;
        if csr.verify().is_err() {
            return Err(ReadError::Damaged("its signature is not valid"));
        }
        if let Some(pem) = &private_key_pem {
            let key = KeyPair::from_pem(pem)
                .map_err(|_| ReadError::Damaged("its private key cannot be used"))?;
            if key.public_key() != csr.public_key() {
                return Err(ReadError::Damaged("its private key is another one"));
            }
        }
        Ok(Some(Self { csr, private_key_pem }))
    }
}

/// The request in a PEM text that holds nothing else; a store may change the line endings.
fn whole_request(pem: &str) -> Option<CertificationRequest> {
    let csr = CertificationRequest::from_pem(pem).ok()?;
    csr.to_pem().lines().eq(pem.lines()).then_some(csr)
}

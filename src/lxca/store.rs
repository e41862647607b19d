//! Where requests and their private keys are kept until the certificate is there.

use alloc::string::{String, ToString};
use core::{fmt, num::NonZeroU64, str::FromStr};

use zeroize::Zeroizing;

use crate::error::{Code, Error};

#[cfg(feature = "store")]
mod directory;
#[cfg(feature = "std")]
mod memory;

#[cfg(feature = "store")]
pub use directory::DirectoryStore;
#[cfg(feature = "std")]
pub use memory::MemoryStore;

/// What a [`Service`](super::Service) asks of the place where requests are kept. A host with a
/// database of its own implements it there.
///
/// All methods take `&self`, since a host answers several callers at once.
pub trait Store {
    /// Why the store failed. What it displays goes into the response of code 500, so it names
    /// the fault and no secrets.
    type Error: core::error::Error;

    /// Keeps a request, and returns its id once nothing short of the loss of the medium can
    /// lose it. An id counts up from 1 and is never given twice, not even after
    /// [`remove`](Self::remove) or a crash; a number may be left out.
    ///
    /// # Errors
    /// Where it fails, the request is not there, or it is there whole under an id that
    /// was not given out.
    fn insert(&self, request: &NewRequest<'_>) -> Result<Id, Self::Error>;

    /// The request with this id in PEM, as it was inserted; `None` where there is none. The
    /// [`Service`](super::Service) checks it before it is part of a response.
    ///
    /// # Errors
    /// Where the store cannot be read, or a part of the request is missing.
    fn csr_pem(&self, id: Id) -> Result<Option<String>, Self::Error>;

    /// The private key of the request with this id: PKCS #8 in PEM; `None` where there is none, or
    /// where the store keeps no private keys.
    ///
    /// # Errors
    /// As for [`csr_pem`](Self::csr_pem).
    fn private_key_pem(&self, id: Id) -> Result<Option<Zeroizing<String>>, Self::Error>;

    /// Removes the request with this id and its private key. `false` where there is none; of
    /// several callers at once, one gets `true`.
    ///
    /// # Errors
    /// Where it fails, the request is there whole, or it is not there.
    fn remove(&self, id: Id) -> Result<bool, Self::Error>;
}

/// A request that is to be kept.
#[derive(Clone, Copy)]
pub struct NewRequest<'a> {
    /// What was asked for: the body as it was posted, a JSON object.
    pub body: &'a [u8],
    /// The request in PEM.
    pub csr_pem: &'a str,
    /// Its private key: PKCS #8 in PEM.
    pub private_key_pem: &'a str,
}

impl fmt::Debug for NewRequest<'_> {
    /// Without the private key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewRequest").field("csr_pem", &self.csr_pem).finish_non_exhaustive()
    }
}

/// The identifier of a kept request: 1, 2, 3 …
///
/// ```
/// use pkcs10::lxca::Id;
///
/// assert_eq!("17".parse::<Id>().unwrap().to_string(), "17");
/// for path in ["", "0", "01", "-1", "+1", " 1", "1/..", "../1", "18446744073709551616"] {
///     assert_eq!(path.parse::<Id>().unwrap_err().code(), pkcs10::Code::Number);
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(NonZeroU64);

impl Id {
    /// The id with this number.
    pub const fn new(number: NonZeroU64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn get(self) -> NonZeroU64 {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = Error;

    /// Reads exactly what [`Display`](fmt::Display) writes: decimal digits, no sign, no leading
    /// zero, no white space. So two texts never name the same request, and what is looked up
    /// never holds a character that means something to a file system.
    ///
    /// # Errors
    /// [`Code::Number`] for any other text.
    fn from_str(text: &str) -> Result<Self, Error> {
        let id = text.parse().ok().map(Self);
        id.filter(|id| id.to_string() == text).ok_or_else(|| {
            Error::new(Code::Number, "id", "is not valid")
                .value(text)
                .expected("a decimal number from 1, without sign or leading zero")
        })
    }
}

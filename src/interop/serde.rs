//! Requests and public keys in what `serde` writes: PEM where users read it, else the DER.

use alloc::string::String;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::csr::CertificationRequest;
use crate::error::Error;
use crate::public_key::PublicKey;

/// A type that is DER, and has a form in PEM.
struct Form<T> {
    from_der: fn(&[u8]) -> Result<T, Error>,
    from_pem: fn(&str) -> Result<T, Error>,
}

impl<T> Form<T> {
    fn deserialize<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_str(self),
            false => deserializer.deserialize_bytes(self),
        }
    }
}

impl<'de, T> Visitor<'de> for Form<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PEM as a string, or DER as bytes")
    }

    fn visit_str<E: de::Error>(self, pem: &str) -> Result<T, E> {
        (self.from_pem)(pem).map_err(E::custom)
    }

    fn visit_bytes<E: de::Error>(self, der: &[u8]) -> Result<T, E> {
        (self.from_der)(der).map_err(E::custom)
    }

    /// Formats without a type for bytes have them as a list.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        let mut der = alloc::vec::Vec::new();
        while let Some(byte) = list.next_element()? {
            der.push(byte);
        }
        self.visit_bytes(&der)
    }
}

fn serialize<S: Serializer>(
    der: &[u8],
    to_pem: impl FnOnce() -> String,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match serializer.is_human_readable() {
        true => serializer.serialize_str(&to_pem()),
        false => serializer.serialize_bytes(der),
    }
}

/// PEM, as a string, in formats that users read, such as JSON; DER, as bytes, in others.
///
/// ```
/// # #[cfg(all(feature = "std", feature = "ecdsa", feature = "json"))] {
/// # use pkcs10::{Algorithm, CertificationRequest, KeyPair, PublicKey, Request, SysRng};
/// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let csr = Request::empty().sign(&key)?;
/// let json = serde_json::to_value((&csr, key.public_key()))?;
/// assert_eq!(json[0], csr.to_pem());
/// assert_eq!(json[1], key.public_key().to_pem());
/// let again: (CertificationRequest, PublicKey) = serde_json::from_value(json)?;
/// assert_eq!(again, (csr, key.public_key().clone()));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for CertificationRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.as_der(), || self.to_pem(), serializer)
    }
}

impl<'de> Deserialize<'de> for CertificationRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Form { from_der: Self::from_der, from_pem: Self::from_pem }.deserialize(deserializer)
    }
}

/// As a [`CertificationRequest`].
impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.as_der(), || self.to_pem(), serializer)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Form { from_der: Self::from_der, from_pem: Self::from_pem }.deserialize(deserializer)
    }
}

//! Keys out of whatever file people have: PEM or DER, told by the content and not by a name.

use alloc::{string::ToString, vec::Vec};

use zeroize::Zeroizing;

#[cfg(feature = "encryption")]
use super::encryption::decrypt;
use super::private_key_info::PrivateKeyInfo;
use super::{KeyError, KeyPair, OldEncryption};
use crate::decode::DerErrorKind;
use crate::input::{self, Input, Shape};
use crate::oid::Oid;
use crate::pem::{self, PemError, label};
use crate::public_key::PublicKey;

impl KeyPair {
    /// Reads a private key from a file's octets, by their content: PEM or DER; PKCS #8
    /// (RFC 5958), encrypted PKCS #8 (PBES2, RFC 8018), PKCS #1 (RFC 8017 A.1.2) or SEC 1
    /// (RFC 5915).
    ///
    /// PEM may have any line ends, text before it and other blocks around it, such as
    /// `EC PARAMETERS` or certificates; the first private key counts. The password is used
    /// only where the key is encrypted. A password takes at most some seconds to try and
    /// 128 MiB of memory; a file that asks for more is refused.
    ///
    /// ```
    /// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
    /// use pkcs10::{Algorithm, KeyError, KeyPair, SysRng};
    ///
    /// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    /// let again = KeyPair::read(key.to_pkcs8_pem()?.as_bytes(), None)?;
    /// assert_eq!(again.public_key(), key.public_key());
    ///
    /// assert_eq!(KeyPair::read(b"", None).unwrap_err(), KeyError::Empty);
    /// # }
    /// # Ok::<(), pkcs10::KeyError>(())
    /// ```
    ///
    /// # Errors
    /// [`KeyError`], which tells what the file holds instead, or what is wrong with the key.
    pub fn read(bytes: &[u8], password: Option<&[u8]>) -> Result<Self, KeyError> {
        let text = match Input::of(bytes)? {
            Input::Der(der) => return private_key(der, None, password),
            Input::Pem(text) => text,
        };
        let mut curve = None;
        let mut refusal = None;
        for block in blocks(text) {
            let block = block?;
            if block.label == label::EC_PARAMETERS {
                curve = block.decode().ok();
            } else if label::is_private_key(block.label) {
                let curve = curve.as_ref().map(|curve| curve.as_slice());
                return private_key(&block.decode()?, curve, password);
            } else if refusal.is_none() {
                let key = block.decode().and_then(|der| private_key(&der, None, None));
                refusal = key.err().map(|error| block.named(error));
            }
        }
        Err(refusal.unwrap_or_else(|| KeyError::Label(label::EC_PARAMETERS.into())))
    }
}

impl PublicKey {
    /// The public key in a file's octets, by their content: PEM or DER; a
    /// SubjectPublicKeyInfo, a certificate, a certification request, an RSAPublicKey
    /// (RFC 8017 A.1.1), or any private key that [`KeyPair::read`] reads.
    ///
    /// Of several blocks in PEM, the first with a key counts. Nothing else in a certificate or
    /// a request is looked at; signatures are not checked.
    ///
    /// # Errors
    /// [`KeyError`], which tells what the file holds instead.
    pub fn find(bytes: &[u8], password: Option<&[u8]>) -> Result<Self, KeyError> {
        let text = match Input::of(bytes)? {
            Input::Der(der) => return public_key(der, password),
            Input::Pem(text) => text,
        };
        let mut refusal = None;
        for block in blocks(text) {
            let block = block?;
            if block.label == label::EC_PARAMETERS {
                continue;
            }
            if label::is_private_key(block.label) {
                return KeyPair::read(bytes, password).map(|key| key.public);
            }
            match block.decode().and_then(|der| public_key(&der, password)) {
                Ok(key) => return Ok(key),
                Err(error) if refusal.is_none() => refusal = Some(block.named(error)),
                Err(_) => {}
            }
        }
        Err(refusal.unwrap_or_else(|| KeyError::Label(label::EC_PARAMETERS.into())))
    }
}

/// The private key in DER of any form.
fn private_key(
    der: &[u8],
    curve: Option<&[u8]>,
    password: Option<&[u8]>,
) -> Result<KeyPair, KeyError> {
    Err(match shape_of(der)? {
        Shape::Pkcs8 => return KeyPair::from_pkcs8_der(der),
        Shape::EncryptedPkcs8 => return KeyPair::from_pkcs8_der(&decrypt(der, password)?),
        Shape::Pkcs1 => return KeyPair::from_info(&PrivateKeyInfo::pkcs1(der)),
        Shape::Sec1 => {
            let info = PrivateKeyInfo::sec1(der, curve).map_err(KeyError::Der)?;
            return KeyPair::from_info(&info);
        }
        Shape::Dsa => KeyError::UnknownAlgorithm(Oid::constant(DSA)),
        Shape::PublicKeyInfo | Shape::Pkcs1Public => KeyError::PublicKey,
        Shape::Certificate => KeyError::Certificate,
        Shape::CertificationRequest => KeyError::CertificationRequest,
        Shape::Pkcs12 => KeyError::Pkcs12,
        Shape::Pkcs7 => KeyError::Pkcs7,
        Shape::CertificationRequestInfo | Shape::Other => KeyError::NoKey,
    })
}

/// Without the feature, an encrypted key is refused whatever the password.
#[cfg(not(feature = "encryption"))]
const fn decrypt(_: &[u8], _: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    Err(KeyError::EncryptionUnavailable)
}

/// The public key in DER of any form.
fn public_key(der: &[u8], password: Option<&[u8]>) -> Result<PublicKey, KeyError> {
    match shape_of(der)? {
        Shape::PublicKeyInfo => PublicKey::from_der(der),
        Shape::Pkcs1Public => PublicKey::from_pkcs1(der),
        Shape::Certificate | Shape::CertificationRequest => {
            input::public_key_info(der).and_then(PublicKey::from_der)
        }
        _ => return private_key(der, None, password).map(|key| key.public),
    }
    .map_err(KeyError::Der)
}

fn shape_of(der: &[u8]) -> Result<Shape, KeyError> {
    Shape::of(der).map_err(|error| match error.kind() {
        DerErrorKind::Truncated => KeyError::Truncated,
        _ => KeyError::Der(error),
    })
}

/// id-dsa, 1.2.840.10040.4.1 (RFC 3279 2.3.2).
const DSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1];

/// The longest label and the characters of those in use, which base64 cannot pass for: labels are
/// shown in errors, so nothing that could be a part of a key may pass for one.
const LABEL_MAX: usize = 40;
const LABEL_CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";

/// A PEM block with a label that can be shown.
struct Block<'a> {
    label: &'a str,
    block: pem::Block<'a>,
}

impl Block<'_> {
    fn decode(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        if self.label == label::OPENSSH_PRIVATE_KEY {
            return Err(KeyError::OpenSsh);
        }
        self.block.decode().map_err(|error| match error {
            PemError::Headers if self.block.is_encrypted_by_header() => {
                KeyError::OldEncryption(OldEncryption::ProcType)
            }
            error => KeyError::Pem(error),
        })
    }

    /// The error with the label, where the content says nothing.
    fn named(&self, error: KeyError) -> KeyError {
        match error {
            KeyError::NoKey | KeyError::Der(_) => KeyError::Label(self.label.to_string()),
            error => error,
        }
    }
}

/// The blocks of a file, each behind the end of the one before. They may stand in the middle of
/// a line.
fn blocks(text: &[u8]) -> impl Iterator<Item = Result<Block<'_>, KeyError>> {
    let mut last_end = 0;
    pem::blocks(text).filter_map(move |block| {
        if block.at < last_end {
            return None;
        }
        let Some(end) = block.end(text) else { return Some(Err(KeyError::Truncated)) };
        last_end = end;
        let is_shown = |label: &&[u8]| {
            label.len() <= LABEL_MAX && label.iter().all(|octet| LABEL_CHARACTERS.contains(octet))
        };
        let label = block.label().filter(is_shown).and_then(|label| str::from_utf8(label).ok());
        Some(match label {
            Some(label) => Ok(Block { label, block }),
            None => Err(KeyError::Pem(PemError::NoBlock)),
        })
    })
}

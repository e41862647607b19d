//! Keys from files of every form: PEM or DER, by the content and not by a name.

use alloc::{format, vec::Vec};

use zeroize::Zeroizing;

#[cfg(feature = "encryption")]
use super::encryption::decrypt;
use super::key_pair::KeyPair;
use super::private_key_info::PrivateKeyInfo;
use super::refusal;
use crate::algorithm::table::DSA;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{Oid, tag};
use crate::error::{Code, Error};
use crate::input::{Input, Shape, Wanted};
use crate::layout::certificate::TbsFields;
use crate::layout::read::InfoFields;
use crate::pem::{self, label};
use crate::public_key::PublicKey;

impl KeyPair {
    /// Reads an unencrypted key from PEM. [`read`](Self::read) reads every form.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_pem(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes(), None)
    }

    /// Reads a private key from a file's bytes, by their content: PEM or DER; PKCS #8
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
    /// use pkcs10::{Algorithm, Code, KeyPair, SysRng};
    ///
    /// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    /// let again = KeyPair::read(key.to_pkcs8_pem()?.as_bytes(), None)?;
    /// assert_eq!(again.public_key(), key.public_key());
    ///
    /// assert_eq!(KeyPair::read(b"", None).unwrap_err().code(), Code::Empty);
    /// # }
    /// # Ok::<(), pkcs10::Error>(())
    /// ```
    ///
    /// # Errors
    /// The code says what the file holds instead, such as [`Code::IsCertificate`], or what is wrong
    /// with the key, such as [`Code::PasswordMissing`].
    pub fn read(bytes: &[u8], password: Option<&[u8]>) -> Result<Self, Error> {
        const WANTED: &Wanted = &Wanted::PRIVATE_KEY;
        let text = match Input::of(bytes, WANTED)? {
            Input::Der(der) => return private_key(der, WANTED, None, password),
            Input::Pem(text) => text,
        };
        let mut curve = None;
        let mut refusal = None;
        for block in blocks(text, WANTED) {
            let block = block?;
            if block.label == label::EC_PARAMETERS {
                curve = block.decode().ok();
            } else if label::is_private_key(block.label) {
                let curve = curve.as_ref().map(|curve| curve.as_slice());
                return private_key(&block.decode()?, WANTED, curve, password);
            } else if refusal.is_none() {
                let key = block.decode().and_then(|der| private_key(&der, WANTED, None, None));
                refusal = key.err().map(|error| block.named(error));
            }
        }
        Err(refusal.unwrap_or_else(|| WANTED.refuse_label(Code::PemLabel, label::EC_PARAMETERS)))
    }
}

impl PublicKey {
    /// The public key in a file's bytes, by their content: PEM or DER; a
    /// SubjectPublicKeyInfo, a certificate, a certification request, an RSAPublicKey
    /// (RFC 8017 A.1.1), or any private key that [`KeyPair::read`] reads.
    ///
    /// Of several blocks in PEM, the first with a key counts. Nothing else in a certificate or
    /// a request is looked at; signatures are not checked.
    ///
    /// # Errors
    /// The code says what the file holds instead.
    pub fn find(bytes: &[u8], password: Option<&[u8]>) -> Result<Self, Error> {
        const WANTED: &Wanted = &Wanted::PUBLIC_KEY;
        let text = match Input::of(bytes, WANTED)? {
            Input::Der(der) => return public_key(der, WANTED, password),
            Input::Pem(text) => text,
        };
        let mut refusal = None;
        for block in blocks(text, WANTED) {
            let block = block?;
            if block.label == label::EC_PARAMETERS {
                continue;
            }
            if label::is_private_key(block.label) {
                return KeyPair::read(bytes, password).map(|key| key.public);
            }
            match block.decode().and_then(|der| public_key(&der, WANTED, password)) {
                Ok(key) => return Ok(key),
                Err(error) if refusal.is_none() => refusal = Some(block.named(error)),
                Err(_) => {}
            }
        }
        Err(refusal.unwrap_or_else(|| WANTED.refuse_label(Code::PemLabel, label::EC_PARAMETERS)))
    }
}

/// The private key in DER of any form.
fn private_key(
    der: &[u8],
    wanted: &Wanted,
    curve: Option<&[u8]>,
    password: Option<&[u8]>,
) -> Result<KeyPair, Error> {
    let shape = shape_of(der, wanted)?;
    match shape {
        Shape::Pkcs8 => return KeyPair::from_pkcs8_der(der),
        Shape::EncryptedPkcs8 => return KeyPair::from_pkcs8_der(&decrypt(der, password)?),
        Shape::Pkcs1 => return KeyPair::from_info(&PrivateKeyInfo::pkcs1(der)),
        Shape::Sec1 => {
            let info =
                PrivateKeyInfo::sec1(&mut Walk::strict(), der, curve).map_err(refusal::not_der)?;
            return KeyPair::from_info(&info);
        }
        Shape::Dsa => return Err(refusal::algorithm(&Oid::constant(DSA))),
        _ => {}
    }
    Err(match shape.kind() {
        Some((code, noun)) if code != Code::IsPreparedRequest => {
            wanted.refuse(code, format!("is {noun}"))
        }
        _ => wanted.refuse(Code::NoKey, "is DER that does not hold a key"),
    })
}

/// Without the feature, an encrypted key is refused with any password.
#[cfg(not(feature = "encryption"))]
fn decrypt(_: &[u8], _: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, Error> {
    Err(refusal::feature_missing("is encrypted", "encryption"))
}

/// The public key in DER of any form.
fn public_key(der: &[u8], wanted: &Wanted, password: Option<&[u8]>) -> Result<PublicKey, Error> {
    let shape = shape_of(der, wanted)?;
    match shape {
        Shape::PublicKeyInfo => PublicKey::found_in_der(der),
        Shape::Pkcs1Public => PublicKey::found_in_pkcs1(der),
        Shape::Certificate | Shape::CertificationRequest => {
            subject_pk_info(der, shape).and_then(PublicKey::found_in_der)
        }
        _ => return private_key(der, wanted, None, password).map(|key| key.public),
    }
    .map_err(|deviation| wanted.refuse_der(deviation.at()))
}

/// The SubjectPublicKeyInfo in a certificate or a request; what follows it is not read.
fn subject_pk_info(der: &[u8], shape: Shape) -> Walked<&[u8]> {
    let walk = &mut Walk::strict();
    let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
    let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
    let info = if shape == Shape::Certificate {
        let mut fields = TbsFields::of(&to_be_signed);
        fields.subject(walk)?;
        fields.subject_pk_info(walk)?
    } else {
        let mut fields = InfoFields::of(&to_be_signed);
        fields.version(walk)?;
        fields.subject(walk)?;
        fields.subject_pk_info(walk)?
    };
    Ok(info.encoded)
}

fn shape_of(der: &[u8], wanted: &Wanted) -> Result<Shape, Error> {
    Shape::of(der).map_err(|deviation| match (der.first(), Reader::new(der).next()) {
        // A SEQUENCE that the end cuts off.
        (None | Some(&tag::SEQUENCE), None | Some(Tlv { content: [], .. }))
            if deviation.code() == Code::Structure =>
        {
            truncated(wanted)
        }
        _ => wanted.refuse_der(deviation.at()),
    })
}

fn truncated(wanted: &Wanted) -> Error {
    wanted.refuse(Code::Truncated, "ends before the key does")
}

/// The longest label and the characters of those in use, which base64 cannot pass for: labels are
/// shown in errors, so nothing that could be a part of a key may pass for one.
const LABEL_MAX: usize = 40;
const LABEL_CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";

/// A PEM block with a label that can be shown.
struct Block<'a> {
    label: &'a str,
    block: pem::Block<'a>,
    wanted: &'a Wanted,
}

impl Block<'_> {
    fn decode(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        if self.label == label::OPENSSH_PRIVATE_KEY {
            return Err(self.wanted.refuse(Code::IsOpenSsh, "is in OpenSSH's own format"));
        }
        self.block.decode().map_err(|error| match error.code() {
            Code::PemHeaders if self.block.is_encrypted_by_header() => self.wanted.refuse(
                Code::OldEncryption,
                "is encrypted by an outdated scheme, Proc-Type: 4,ENCRYPTED",
            ),
            _ => error.about(self.wanted.subject()),
        })
    }

    /// The error with the label, where the content says nothing.
    fn named(&self, error: Error) -> Error {
        match error.code() {
            Code::NoKey | Code::Structure => self.wanted.refuse_label(Code::PemLabel, self.label),
            _ => error,
        }
    }
}

/// The blocks of a file, each behind the end of the one before. They may stand in the middle of
/// a line.
fn blocks<'a>(
    text: &'a [u8],
    wanted: &'a Wanted,
) -> impl Iterator<Item = Result<Block<'a>, Error>> {
    let mut last_end = 0;
    pem::blocks(text).filter_map(move |block| {
        if block.at < last_end {
            return None;
        }
        let Some(end) = block.end(text) else { return Some(Err(truncated(wanted))) };
        last_end = end;
        let is_shown = |label: &&[u8]| {
            label.len() <= LABEL_MAX && label.iter().all(|byte| LABEL_CHARACTERS.contains(byte))
        };
        let label = block.label().filter(is_shown).and_then(|label| str::from_utf8(label).ok());
        Some(match label {
            Some(label) => Ok(Block { label, block, wanted }),
            None => Err(pem::missing().about(wanted.subject())),
        })
    })
}

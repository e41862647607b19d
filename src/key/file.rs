//! Keys from files of every form: PEM or DER, by the content and not by a name.

use alloc::{format, vec::Vec};

use zeroize::Zeroizing;

use super::derivation_budget::DerivationBudget;
#[cfg(feature = "encryption")]
use super::encryption::decrypt;
use super::key_pair::KeyPair;
#[cfg(feature = "encryption")]
use super::pem_encryption;
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
    /// (RFC 5915), the last two also encrypted by the headers of their PEM block (RFC 1421).
    ///
    /// PEM may have any line endings, text before it and other blocks around it, such as
    /// `EC PARAMETERS` or certificates; the first private key counts. The password is used
    /// only where the key is encrypted. To try it takes at most some seconds for the whole file and
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
        Self::read_within(bytes, password, &mut DerivationBudget::default())
    }

    /// Reads a private key like [`read`](Self::read), as one of several files that together may cost
    /// no more than the budget.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Code::TooCostly`] where the budget is spent.
    pub fn read_within(
        bytes: &[u8],
        password: Option<&[u8]>,
        budget: &mut DerivationBudget,
    ) -> Result<Self, Error> {
        const WANTED: &Wanted = &Wanted::PRIVATE_KEY;
        let text = match Input::of(bytes, WANTED)? {
            Input::Der(der) => return private_key(der, WANTED, None, password, budget),
            Input::Pem(text) => text,
        };
        let mut curve = None;
        let mut refusal = None;
        for block in pem::blocks(text) {
            let label = block.label();
            if label == label::EC_PARAMETERS {
                curve = decode(&block, WANTED).ok();
            } else if label::is_private_key(label) {
                let curve = curve.as_ref().map(|curve| curve.as_slice());
                let der = match block.dek_info() {
                    Some(info) => decrypt_block(&block, info, password, budget)?,
                    None => decode(&block, WANTED)?,
                };
                return private_key(&der, WANTED, curve, password, budget);
            } else if refusal.is_none() {
                let kind =
                    decode(&block, WANTED).and_then(|der| Ok(shape_of(&der, WANTED)?.kind()));
                refusal = Some(match kind {
                    // The label promises another thing than a private key.
                    Ok(Some((Code::IsPrivateKey, _))) => WANTED.refuse_label(Code::PemLabel, label),
                    Ok(kind) => named(no_key(kind, WANTED), WANTED, label),
                    Err(error) => named(error, WANTED, label),
                });
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
    /// Of several blocks in PEM, the first with a key counts; several requests are refused. Nothing
    /// else in a certificate or a request is looked at; signatures are not checked.
    ///
    /// # Errors
    /// The code says what the file holds instead.
    pub fn find(bytes: &[u8], password: Option<&[u8]>) -> Result<Self, Error> {
        Self::find_within(bytes, password, &mut DerivationBudget::default())
    }

    /// The public key like [`find`](Self::find), in one of several files that together may cost no
    /// more than the budget.
    ///
    /// # Errors
    /// As [`find`](Self::find), and [`Code::TooCostly`] where the budget is spent.
    pub fn find_within(
        bytes: &[u8],
        password: Option<&[u8]>,
        budget: &mut DerivationBudget,
    ) -> Result<Self, Error> {
        const WANTED: &Wanted = &Wanted::PUBLIC_KEY;
        let text = match Input::of(bytes, WANTED)? {
            Input::Der(der) => return public_key(der, WANTED, password, budget),
            Input::Pem(text) => text,
        };
        WANTED.check_single(text)?;
        let mut refusal = None;
        for block in pem::blocks(text) {
            let label = block.label();
            if label == label::EC_PARAMETERS {
                continue;
            }
            if label::is_private_key(label) {
                return KeyPair::read_within(bytes, password, budget).map(|key| key.public);
            }
            let key = decode(&block, WANTED);
            match key.and_then(|der| public_key(&der, WANTED, password, budget)) {
                Ok(key) => return Ok(key),
                // None behind it is taken in its place: other readers take this one.
                Err(error) if label::is_request(label) || label::is_certificate(label) => {
                    return Err(named(error, WANTED, label));
                }
                Err(error) if error.code() == Code::TooCostly => return Err(error),
                Err(error) => {
                    // An encrypted key says more than a block of another kind.
                    let is_vague = |error: &Error| error.code() == Code::PemLabel;
                    if refusal.as_ref().is_none_or(is_vague) {
                        refusal = Some(named(error, WANTED, label));
                    }
                }
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
    budget: &mut DerivationBudget,
) -> Result<KeyPair, Error> {
    let shape = shape_of(der, wanted)?;
    match shape {
        Shape::Pkcs8 => KeyPair::from_pkcs8_der(der),
        Shape::EncryptedPkcs8 => KeyPair::from_pkcs8_der(&decrypt(der, password, budget)?),
        Shape::Pkcs1 => KeyPair::from_info(&PrivateKeyInfo::pkcs1(der)),
        Shape::Sec1 => {
            let info =
                PrivateKeyInfo::sec1(&mut Walk::strict(), der, curve).map_err(refusal::not_der)?;
            KeyPair::from_info(&info)
        }
        Shape::Dsa => Err(refusal::algorithm(&Oid::constant(DSA))),
        other => Err(no_key(other.kind(), wanted)),
    }
}

/// Why DER of another kind is not a key.
fn no_key(kind: Option<(Code, &'static str)>, wanted: &Wanted) -> Error {
    match kind {
        Some((code, noun)) if code != Code::IsPreparedRequest => {
            wanted.refuse(code, format!("is {noun}"))
        }
        _ => wanted.refuse(Code::NoKey, "is DER that does not hold a key"),
    }
}

/// What its headers encrypt in a block.
#[cfg(feature = "encryption")]
fn decrypt_block(
    block: &pem::Block<'_>,
    dek_info: &str,
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let data =
        block.decode_content().map_err(|error| error.about(Wanted::PRIVATE_KEY.subject()))?;
    pem_encryption::decrypt(dek_info, data, password, budget)
}

#[cfg(not(feature = "encryption"))]
fn decrypt_block(
    _: &pem::Block<'_>,
    _: &str,
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    decrypt(&[], password, budget)
}

/// Without the feature, an encrypted key is refused with any password.
#[cfg(not(feature = "encryption"))]
fn decrypt(
    _: &[u8],
    _: Option<&[u8]>,
    _: &mut DerivationBudget,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    Err(refusal::feature_missing("is encrypted", "encryption"))
}

/// The public key in DER of any form.
fn public_key(
    der: &[u8],
    wanted: &Wanted,
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<PublicKey, Error> {
    let shape = shape_of(der, wanted)?;
    match shape {
        Shape::PublicKeyInfo => PublicKey::found_in_der(der),
        Shape::Pkcs1Public => PublicKey::found_in_pkcs1(der),
        Shape::Certificate | Shape::CertificationRequest => {
            subject_pk_info(der, shape).and_then(PublicKey::found_in_der)
        }
        _ => return private_key(der, wanted, None, password, budget).map(|key| key.public),
    }
    .map_err(|deviation| refusal::public_key(wanted, deviation))
}

/// The SubjectPublicKeyInfo in a certificate or a request; what follows it is not read.
fn subject_pk_info(der: &[u8], shape: Shape) -> Walked<&[u8]> {
    let walk = &mut Walk::strict();
    let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
    let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
    let info = if shape == Shape::Certificate {
        let mut fields = TbsFields::of(&to_be_signed);
        fields.issuer_and_serial_number(walk)?;
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

fn decode(block: &pem::Block<'_>, wanted: &Wanted) -> Result<Zeroizing<Vec<u8>>, Error> {
    if block.label() == label::OPENSSH_PRIVATE_KEY {
        return Err(wanted.refuse(Code::IsOpenSsh, "is in OpenSSH's own format"));
    }
    if block.rest().is_none() {
        return Err(truncated(wanted));
    }
    // Private keys are read from the middle of lines too, such as those of settings.
    let is_of_key = label::is_private_key(block.label()) || block.label() == label::EC_PARAMETERS;
    let der = if is_of_key { block.decode() } else { block.decode_lines() };
    der.map_err(|error| error.about(wanted.subject()))
}

/// The error with the label of the block, where the content says nothing.
fn named(error: Error, wanted: &Wanted, label: &str) -> Error {
    match error.code() {
        Code::NoKey | Code::Structure => wanted.refuse_label(Code::PemLabel, label),
        _ => error,
    }
}

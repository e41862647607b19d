//! Encrypted private keys: PBES2 (RFC 8018 6.2) as OpenSSL writes it, by the crate `pkcs5`.
//!
//! ```text
//! EncryptedPrivateKeyInfo ::= SEQUENCE {                             -- RFC 5958 3
//!     encryptionAlgorithm AlgorithmIdentifier,
//!     encryptedData       OCTET STRING }
//!
//! PBES2-params ::= SEQUENCE {                                        -- RFC 8018 A.4
//!     keyDerivationFunc AlgorithmIdentifier,
//!     encryptionScheme  AlgorithmIdentifier }
//!
//! PBKDF2-params ::= SEQUENCE {                                       -- RFC 8018 A.2
//!     salt           OCTET STRING,
//!     iterationCount INTEGER,
//!     keyLength      INTEGER OPTIONAL,
//!     prf            AlgorithmIdentifier DEFAULT hmacWithSHA1 }
//!
//! scrypt-params ::= SEQUENCE {                                       -- RFC 7914 7.1
//!     salt                     OCTET STRING,
//!     costParameter            INTEGER,                              -- N
//!     blockSize                INTEGER,                              -- r
//!     parallelizationParameter INTEGER,                              -- p
//!     keyLength                INTEGER OPTIONAL }
//! ```
//!
//! The parameters are read here and not by `pkcs5`, for three reasons: an encryption that is
//! not supported gets its name; a file cannot ask for hours of work or all of the memory; and
//! `pkcs5` 0.8 panics on some parameters (a scrypt cost of 0, a salt of over 32 bytes).
//!
//! PBKDF2 with HMAC-SHA-1 is read, since OpenSSL before 1.1 and many Java tools wrote it, and
//! the weakness of SHA-1 (collisions) is none in HMAC; so is 3DES, by which `openssl req` of 3.0
//! encrypts new keys. Neither is written.

use alloc::{format, string::String, vec::Vec};

use pkcs5::pbes2::{
    AES_128_CBC_OID, AES_192_CBC_OID, AES_256_CBC_OID, DES_EDE3_CBC_OID, EncryptionScheme, Kdf,
    PBES2_OID, PBKDF2_OID, Parameters, Pbkdf2Params, Pbkdf2Prf, SCRYPT_OID, Salt, ScryptParams,
};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::derivation_budget::DerivationBudget;
use super::key_pair::KeyPair;
use super::refusal::{contradictory, encryption, not_der, random, refuse};
use crate::algorithm::encryption::outdated;
use crate::asn1::Oid;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};
use crate::input::Wanted;
use crate::pem;

/// Most iterations of PBKDF2: some seconds. OpenSSL writes 2,048, and RFC 8018 4.2 gives this
/// number for especially critical keys.
pub(super) const ITERATIONS_MAX: u64 = 10_000_000;

/// Most memory of scrypt, 128·N·r bytes: N = 2^17 with r = 8, OWASP's recommendation. OpenSSL
/// itself opens up to 32 MiB.
const SCRYPT_MEMORY_MAX: u64 = 128 << 20;
/// The same for what is worked on side by side, which comes on top.
const SCRYPT_LANES_MAX: u64 = 1 << 20;

/// Most work of scrypt, 128·N·r·p bytes: some seconds.
const SCRYPT_WORK_MAX: u64 = 512 << 20;

/// Bytes of a block of AES, and of 3DES.
const BLOCK: usize = 16;
const BLOCK_3DES: usize = 8;

impl KeyPair {
    /// The key as encrypted PKCS #8 in PEM (RFC 5958 3): PBES2 with scrypt (N = 2^14, r = 8,
    /// p = 1) and AES-256-CBC, which OpenSSL 1.1 and later open. Salt and initialization
    /// vector come from `rng`.
    ///
    /// The password may be empty: whether it is good enough is up to the caller.
    ///
    /// # Errors
    /// [`Code::Random`] where the random number generator fails, [`Code::KeyDamaged`] where the key
    /// cannot be encoded.
    pub fn to_encrypted_pkcs8_pem<R: TryCryptoRng + ?Sized>(
        &self,
        password: &[u8],
        rng: &mut R,
    ) -> Result<String, Error> {
        let der = self.private.to_pkcs8_der()?;
        let encrypted = encrypt(&der, password, rng)?;
        Ok(pem::encode(pem::label::ENCRYPTED_PRIVATE_KEY, &encrypted))
    }
}

/// Opens an EncryptedPrivateKeyInfo. What comes out begins as a PKCS #8 key does; more is not
/// known of it.
pub(super) fn decrypt(
    der: &[u8],
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let whole = Walk::strict().only(Reader::new(der), tag::SEQUENCE).map_err(not_der)?;
    let mut fields = Fields::of(&whole);
    let algorithm = fields.expect(tag::SEQUENCE)?;
    let data = fields.expect(tag::OCTET_STRING)?;
    fields.finish()?;
    let parameters = parameters(&algorithm)?;
    let block = match parameters.encryption {
        EncryptionScheme::DesEde3Cbc { .. } => BLOCK_3DES,
        _ => BLOCK,
    };
    if data.content.is_empty() || !data.content.len().is_multiple_of(block) {
        return Err(damaged(&data));
    }
    let password = password.ok_or_else(password_missing)?;
    match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => budget.spend(pbkdf2.iteration_count.into(), ITERATIONS_MAX)?,
        Kdf::Scrypt(scrypt) => {
            let lanes = u64::from(scrypt.block_size) * u64::from(scrypt.parallelization);
            budget.spend(scrypt.cost_parameter * lanes * 128, SCRYPT_WORK_MAX)?;
        }
        _ => return Err(damaged(&algorithm)),
    }
    let mut buffer = Zeroizing::new(data.content.to_vec());
    let len = match parameters.decrypt_in_place(password, &mut buffer) {
        Ok(plain) => plain.len(),
        Err(pkcs5::Error::DecryptFailed) => return Err(wrong_password()),
        Err(_) => return Err(damaged(&algorithm)),
    };
    buffer.truncate(len);
    // A wrong password passes the padding once in 256 times, but not this as well.
    if begins_like_pkcs8(&mut Walk::strict(), &buffer).is_err() {
        return Err(wrong_password());
    }
    Ok(buffer)
}

/// A SEQUENCE that is all of it, with a version and an algorithm in front.
fn begins_like_pkcs8(walk: &mut Walk, plain: &[u8]) -> Walked<()> {
    let mut fields = walk.only(Reader::new(plain), tag::SEQUENCE)?.reader();
    walk.expect(&mut fields, tag::INTEGER)?;
    let identifier = walk.expect(&mut fields, tag::SEQUENCE)?;
    walk.expect(&mut identifier.reader(), tag::OBJECT_IDENTIFIER).map(drop)
}

/// The cost of scrypt in what is written: log2 N, r, p. It takes 16 MiB; OpenSSL opens up to
/// 32 MiB.
const SCRYPT_WRITTEN: (u8, u32, u32) = (14, 8, 1);

/// Encrypts a PKCS #8 key.
fn encrypt(
    pkcs8: &[u8],
    password: &[u8],
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Vec<u8>, Error> {
    let (mut salt, mut iv) = ([0; 16], [0; BLOCK]);
    rng.try_fill_bytes(&mut salt).map_err(random)?;
    rng.try_fill_bytes(&mut iv).map_err(random)?;
    let (log_n, r, p) = SCRYPT_WRITTEN;
    let parameters =
        pkcs5::scrypt::Params::new(log_n, r, p).map_err(contradictory).and_then(|cost| {
            Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).map_err(contradictory)
        })?;
    // Wiped, with room for the padding, so that it never moves.
    let mut buffer = Zeroizing::new(Vec::with_capacity(pkcs8.len() + BLOCK));
    buffer.extend_from_slice(pkcs8);
    buffer.resize(pkcs8.len() + BLOCK, 0);
    let encrypted =
        parameters.encrypt_in_place(password, &mut buffer, pkcs8.len()).map_err(contradictory)?;
    let scheme = pkcs5::EncryptionScheme::Pbes2(parameters);
    let scheme = pkcs5::der::Encode::to_der(&scheme).map_err(contradictory)?;
    let mut out = Vec::with_capacity(scheme.len() + encrypted.len() + 16);
    der::header(&mut out, tag::SEQUENCE, scheme.len() + der::tlv_len(encrypted.len()));
    out.extend_from_slice(&scheme);
    der::tlv(&mut out, tag::OCTET_STRING, encrypted);
    Ok(out)
}

/// The fields of a SEQUENCE.
struct Fields<'a>(Walk, Reader<'a>);

impl<'a> Fields<'a> {
    const fn of(sequence: &Tlv<'a>) -> Self {
        Self(Walk::strict(), sequence.reader())
    }

    fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, Error> {
        self.0.expect(&mut self.1, tag).map_err(not_der)
    }

    fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Error> {
        self.0.optional(&mut self.1, tag).map_err(not_der)
    }

    fn finish(mut self) -> Result<(), Error> {
        self.0.finish(&self.1).map_err(not_der)
    }
}

fn identifier<'a>(algorithm: &Tlv<'a>) -> Result<(Oid, Option<Tlv<'a>>), Error> {
    let identifier = Walk::strict().algorithm_identifier(algorithm).map_err(not_der)?;
    Ok((Oid::from_checked(identifier.0), identifier.1))
}

fn parameters(algorithm: &Tlv<'_>) -> Result<Parameters, Error> {
    let (scheme, parameters) = identifier(algorithm)?;
    if scheme.as_bytes() != PBES2_OID.as_bytes() {
        return Err(unsupported(&scheme));
    }
    let parameters = parameters
        .filter(|parameters| parameters.tag == tag::SEQUENCE)
        .ok_or_else(|| damaged(algorithm))?;
    let mut fields = Fields::of(&parameters);
    let kdf = fields.expect(tag::SEQUENCE)?;
    let cipher = fields.expect(tag::SEQUENCE)?;
    fields.finish()?;
    let encryption = encryption_scheme(&cipher)?;
    Ok(Parameters { kdf: key_derivation(&kdf)?, encryption })
}

fn encryption_scheme(algorithm: &Tlv<'_>) -> Result<EncryptionScheme, Error> {
    let (cipher, parameters) = identifier(algorithm)?;
    let iv = parameters.filter(|iv| iv.tag == tag::OCTET_STRING).map_or(&[][..], |iv| iv.content);
    let is = |oid: pkcs5::der::asn1::ObjectIdentifier| cipher.as_bytes() == oid.as_bytes();
    let scheme = if is(AES_128_CBC_OID) {
        iv.try_into().map(|iv| EncryptionScheme::Aes128Cbc { iv })
    } else if is(AES_192_CBC_OID) {
        iv.try_into().map(|iv| EncryptionScheme::Aes192Cbc { iv })
    } else if is(AES_256_CBC_OID) {
        iv.try_into().map(|iv| EncryptionScheme::Aes256Cbc { iv })
    } else if is(DES_EDE3_CBC_OID) {
        iv.try_into().map(|iv| EncryptionScheme::DesEde3Cbc { iv })
    } else {
        return Err(unsupported(&cipher));
    };
    scheme.map_err(|_| damaged(algorithm))
}

fn key_derivation(algorithm: &Tlv<'_>) -> Result<Kdf, Error> {
    let (function, parameters) = identifier(algorithm)?;
    let read: fn(Fields<'_>) -> Result<Kdf, Error> = if function.as_bytes() == PBKDF2_OID.as_bytes()
    {
        |fields| pbkdf2(fields).map(Kdf::Pbkdf2)
    } else if function.as_bytes() == SCRYPT_OID.as_bytes() {
        |fields| scrypt(fields).map(Kdf::Scrypt)
    } else {
        return Err(unsupported(&function));
    };
    let parameters = parameters
        .filter(|parameters| parameters.tag == tag::SEQUENCE)
        .ok_or_else(|| damaged(algorithm))?;
    read(Fields::of(&parameters))
}

fn pbkdf2(mut fields: Fields<'_>) -> Result<Pbkdf2Params, Error> {
    let salt = salt(&mut fields)?;
    let count = fields.expect(tag::INTEGER)?;
    let iterations = bounded(number(&count)?, ITERATIONS_MAX)?;
    let iteration_count =
        u32::try_from(iterations).ok().filter(|count| *count > 0).ok_or_else(|| damaged(&count))?;
    let key_length = key_length(&mut fields)?;
    let prf = match fields.optional(tag::SEQUENCE)? {
        Some(algorithm) => prf(&algorithm)?,
        None => Pbkdf2Prf::HmacWithSha1,
    };
    fields.finish()?;
    Ok(Pbkdf2Params { salt, iteration_count, key_length, prf })
}

fn prf(algorithm: &Tlv<'_>) -> Result<Pbkdf2Prf, Error> {
    let (function, _) = identifier(algorithm)?;
    [
        Pbkdf2Prf::HmacWithSha1,
        Pbkdf2Prf::HmacWithSha224,
        Pbkdf2Prf::HmacWithSha256,
        Pbkdf2Prf::HmacWithSha384,
        Pbkdf2Prf::HmacWithSha512,
    ]
    .into_iter()
    .find(|prf| prf.oid().as_bytes() == function.as_bytes())
    .ok_or_else(|| unsupported(&function))
}

fn scrypt(mut fields: Fields<'_>) -> Result<ScryptParams, Error> {
    let salt = salt(&mut fields)?;
    let cost = fields.expect(tag::INTEGER)?;
    let block_size = fields.expect(tag::INTEGER)?;
    let parallelization = fields.expect(tag::INTEGER)?;
    let key_length = key_length(&mut fields)?;
    fields.finish()?;
    let (n, r, p) = (number(&cost)?, number(&block_size)?, number(&parallelization)?);
    // A block of 128 r bytes for each of n, and one for each of p (RFC 7914 6).
    let memory_of = |blocks: u64| blocks.saturating_mul(r).saturating_mul(128);
    let memory = bounded(memory_of(n), SCRYPT_MEMORY_MAX)?;
    bounded(memory.saturating_mul(p), SCRYPT_WORK_MAX)?;
    if n < 2 || !n.is_power_of_two() {
        return Err(damaged(&cost));
    }
    let small = |value: u64, at: &Tlv<'_>| {
        u16::try_from(value).ok().filter(|value| *value > 0).ok_or_else(|| damaged(at))
    };
    let (block_size, parallelization) = (small(r, &block_size)?, small(p, &parallelization)?);
    bounded(memory_of(p), SCRYPT_LANES_MAX)?;
    Ok(ScryptParams { salt, cost_parameter: n, block_size, parallelization, key_length })
}

fn salt(fields: &mut Fields<'_>) -> Result<Salt, Error> {
    let salt = fields.expect(tag::OCTET_STRING)?;
    if salt.content.len() > Salt::MAX_LEN {
        return Err(damaged(&salt));
    }
    Salt::new(salt.content).map_err(|_| damaged(&salt))
}

fn key_length(fields: &mut Fields<'_>) -> Result<Option<u16>, Error> {
    let Some(length) = fields.optional(tag::INTEGER)? else {
        return Ok(None);
    };
    u16::try_from(number(&length)?).map(Some).map_err(|_| damaged(&length))
}

/// A non-negative INTEGER; one that is too large for 64 bits is as good as the largest.
fn number(tlv: &Tlv<'_>) -> Result<u64, Error> {
    if matches!(tlv.content, [] | [0x80..=0xFF, ..]) {
        return Err(damaged(tlv));
    }
    let number = Walk::lenient().unsigned_content(tlv, Code::TooCostly).map_err(not_der)?;
    Ok(number.unwrap_or(u64::MAX))
}

fn bounded(cost: u64, limit: u64) -> Result<u64, Error> {
    if cost <= limit {
        return Ok(cost);
    }
    let reason = format!("asks for a cost of {cost} to decrypt it");
    Err(refuse(Code::TooCostly, reason).expected(format!("at most {limit}")))
}

#[cold]
fn unsupported(oid: &Oid) -> Error {
    let (code, reason) = match outdated(oid.as_bytes()) {
        Some(old) => (
            if old.is_broken { Code::BrokenEncryption } else { Code::OldEncryption },
            format!("is encrypted by an outdated scheme, {}", old.name),
        ),
        None => (Code::UnknownEncryption, format!("is encrypted by the unknown scheme {oid}")),
    };
    encryption(code, reason)
}

fn damaged(tlv: &Tlv<'_>) -> Error {
    Wanted::PRIVATE_KEY.refuse_der(tlv.at)
}

pub(super) fn password_missing() -> Error {
    refuse(Code::PasswordMissing, "is encrypted and needs a password")
}

pub(super) fn wrong_password() -> Error {
    refuse(Code::WrongPassword, "does not decrypt with this password, or is damaged")
}

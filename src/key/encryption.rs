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
//! `pkcs5` 0.8 panics on some parameters (a scrypt cost of 0, a salt of over 32 octets).
//!
//! PBKDF2 with HMAC-SHA-1 is read, since OpenSSL before 1.1 and many Java tools wrote it, and
//! the weakness of SHA-1 (collisions) is none in HMAC; it is not written.

use alloc::{string::String, vec::Vec};

use pkcs5::pbes2::{
    AES_128_CBC_OID, AES_192_CBC_OID, AES_256_CBC_OID, EncryptionScheme, Kdf, PBES2_OID,
    PBKDF2_OID, Parameters, Pbkdf2Params, Pbkdf2Prf, SCRYPT_OID, Salt, ScryptParams,
};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::private_key_info::oid;
use super::{KeyError, KeyPair, OldEncryption};
use crate::decode::{DerError, DerErrorKind, Reader, Tlv};
use crate::der::{self, tag};
use crate::pem;

/// Most iterations of PBKDF2: some seconds. OpenSSL writes 2,048, and RFC 8018 4.2 gives this
/// number for especially critical keys.
const ITERATIONS_MAX: u64 = 10_000_000;

/// Most memory of scrypt, 128·N·r octets: N = 2^17 with r = 8, OWASP's recommendation. OpenSSL
/// itself opens up to 32 MiB.
const SCRYPT_MEMORY_MAX: u64 = 128 << 20;
/// The same for what is worked on side by side, which comes on top.
const SCRYPT_LANES_MAX: u64 = 1 << 20;

/// Most work of scrypt, 128·N·r·p octets: some seconds.
const SCRYPT_WORK_MAX: u64 = 512 << 20;

/// Octets of a block of AES.
const BLOCK: usize = 16;

impl KeyPair {
    /// The key as encrypted PKCS #8 in PEM (RFC 5958 3): PBES2 with scrypt (N = 2^14, r = 8,
    /// p = 1) and AES-256-CBC, which OpenSSL 1.1 and later open. Salt and initialization
    /// vector come from `rng`.
    ///
    /// An empty password is encrypted with as any other: whether it is good enough is for the
    /// caller to judge.
    ///
    /// # Errors
    /// [`KeyError::Random`] where the source of random numbers fails, [`KeyError::Invalid`]
    /// where the key cannot be encoded.
    pub fn to_encrypted_pkcs8_pem<R: TryCryptoRng + ?Sized>(
        &self,
        password: &[u8],
        rng: &mut R,
    ) -> Result<String, KeyError> {
        let der = self.private.to_pkcs8_der()?;
        let encrypted = encrypt(&der, password, rng)?;
        Ok(pem::encode(pem::label::ENCRYPTED_PRIVATE_KEY, &encrypted))
    }
}

/// Opens an EncryptedPrivateKeyInfo. What comes out begins as a PKCS #8 key does; more is not
/// known of it.
pub(super) fn decrypt(der: &[u8], password: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut fields = Reader::new(der).expect(tag::SEQUENCE).map_err(KeyError::Der)?.reader();
    let algorithm = fields.expect(tag::SEQUENCE).map_err(KeyError::Der)?;
    let data = fields.expect(tag::OCTET_STRING).map_err(KeyError::Der)?;
    fields.finish().map_err(KeyError::Der)?;
    let parameters = parameters(&algorithm)?;
    if data.content.is_empty() || data.content.len() % BLOCK != 0 {
        return Err(KeyError::Der(data.error(DerErrorKind::Content)));
    }
    let password = password.ok_or(KeyError::PasswordMissing)?;
    let mut buffer = Zeroizing::new(data.content.to_vec());
    let len = match parameters.decrypt_in_place(password, &mut buffer) {
        Ok(plain) => plain.len(),
        Err(pkcs5::Error::DecryptFailed) => return Err(KeyError::WrongPassword),
        Err(_) => return Err(KeyError::Der(algorithm.error(DerErrorKind::Content))),
    };
    buffer.truncate(len);
    // A wrong password passes the padding once in 256 times, but not this as well.
    if begins_like_pkcs8(&buffer).is_err() {
        return Err(KeyError::WrongPassword);
    }
    Ok(buffer)
}

/// A SEQUENCE that is all of it, with a version and an algorithm in front.
fn begins_like_pkcs8(plain: &[u8]) -> Result<(), DerError> {
    let mut fields = Reader::new(plain).only(tag::SEQUENCE)?.reader();
    fields.expect(tag::INTEGER)?;
    fields.expect(tag::SEQUENCE)?.reader().expect(tag::OBJECT_IDENTIFIER)?;
    Ok(())
}

/// The cost of scrypt in what is written: log2 N, r, p. It takes 16 MiB; OpenSSL opens up to
/// 32 MiB.
const SCRYPT_WRITTEN: (u8, u32, u32) = (14, 8, 1);

/// Encrypts a PKCS #8 key.
fn encrypt(
    pkcs8: &[u8],
    password: &[u8],
    rng: &mut (impl TryCryptoRng + ?Sized),
) -> Result<Vec<u8>, KeyError> {
    let (mut salt, mut iv) = ([0; 16], [0; BLOCK]);
    rng.try_fill_bytes(&mut salt).map_err(|_| KeyError::Random)?;
    rng.try_fill_bytes(&mut iv).map_err(|_| KeyError::Random)?;
    let (log_n, r, p) = SCRYPT_WRITTEN;
    let parameters = pkcs5::scrypt::Params::new(log_n, r, p)
        .map_err(|_| KeyError::Invalid)
        .and_then(|cost| {
            Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).map_err(|_| KeyError::Invalid)
        })?;
    // Wiped, with room for the padding, so that it never moves.
    let mut buffer = Zeroizing::new(Vec::with_capacity(pkcs8.len() + BLOCK));
    buffer.extend_from_slice(pkcs8);
    buffer.resize(pkcs8.len() + BLOCK, 0);
    let encrypted = parameters
        .encrypt_in_place(password, &mut buffer, pkcs8.len())
        .map_err(|_| KeyError::Invalid)?;
    let scheme = pkcs5::EncryptionScheme::Pbes2(parameters);
    let scheme = pkcs5::der::Encode::to_der(&scheme).map_err(|_| KeyError::Invalid)?;
    let mut out = Vec::with_capacity(scheme.len() + encrypted.len() + 16);
    der::header(&mut out, tag::SEQUENCE, scheme.len() + der::tlv_len(encrypted.len()));
    out.extend_from_slice(&scheme);
    der::tlv(&mut out, tag::OCTET_STRING, encrypted);
    Ok(out)
}

fn parameters(algorithm: &Tlv<'_>) -> Result<Parameters, KeyError> {
    let (scheme, parameters) = identifier(algorithm)?;
    if scheme.content != PBES2_OID.as_bytes() {
        return Err(unsupported(&scheme));
    }
    let parameters = parameters
        .filter(|parameters| parameters.tag == tag::SEQUENCE)
        .ok_or(KeyError::Der(algorithm.error(DerErrorKind::Content)))?;
    let mut fields = parameters.reader();
    let kdf = fields.expect(tag::SEQUENCE).map_err(KeyError::Der)?;
    let cipher = fields.expect(tag::SEQUENCE).map_err(KeyError::Der)?;
    fields.finish().map_err(KeyError::Der)?;
    let encryption = encryption_scheme(&cipher)?;
    Ok(Parameters { kdf: key_derivation(&kdf)?, encryption })
}

fn encryption_scheme(algorithm: &Tlv<'_>) -> Result<EncryptionScheme, KeyError> {
    let (cipher, parameters) = identifier(algorithm)?;
    let with_iv: fn([u8; BLOCK]) -> EncryptionScheme =
        if cipher.content == AES_128_CBC_OID.as_bytes() {
            |iv| EncryptionScheme::Aes128Cbc { iv }
        } else if cipher.content == AES_192_CBC_OID.as_bytes() {
            |iv| EncryptionScheme::Aes192Cbc { iv }
        } else if cipher.content == AES_256_CBC_OID.as_bytes() {
            |iv| EncryptionScheme::Aes256Cbc { iv }
        } else {
            return Err(unsupported(&cipher));
        };
    parameters
        .filter(|iv| iv.tag == tag::OCTET_STRING)
        .and_then(|iv| iv.content.try_into().ok())
        .map(with_iv)
        .ok_or(KeyError::Der(algorithm.error(DerErrorKind::Content)))
}

fn key_derivation(algorithm: &Tlv<'_>) -> Result<Kdf, KeyError> {
    let (function, parameters) = identifier(algorithm)?;
    let read: fn(Reader<'_>) -> Result<Kdf, KeyError> = if function.content == PBKDF2_OID.as_bytes()
    {
        |fields| pbkdf2(fields).map(Kdf::Pbkdf2)
    } else if function.content == SCRYPT_OID.as_bytes() {
        |fields| scrypt(fields).map(Kdf::Scrypt)
    } else {
        return Err(unsupported(&function));
    };
    let parameters = parameters
        .filter(|parameters| parameters.tag == tag::SEQUENCE)
        .ok_or(KeyError::Der(algorithm.error(DerErrorKind::Content)))?;
    read(parameters.reader())
}

fn pbkdf2(mut fields: Reader<'_>) -> Result<Pbkdf2Params, KeyError> {
    let salt = salt(&mut fields)?;
    let count = fields.expect(tag::INTEGER).map_err(KeyError::Der)?;
    let iterations = bounded(number(&count)?, ITERATIONS_MAX)?;
    let iteration_count = u32::try_from(iterations)
        .ok()
        .filter(|count| *count > 0)
        .ok_or(KeyError::Der(count.error(DerErrorKind::Content)))?;
    let key_length = key_length(&mut fields)?;
    let prf = match fields.optional(tag::SEQUENCE).map_err(KeyError::Der)? {
        Some(algorithm) => prf(&algorithm)?,
        None => Pbkdf2Prf::HmacWithSha1,
    };
    fields.finish().map_err(KeyError::Der)?;
    Ok(Pbkdf2Params { salt, iteration_count, key_length, prf })
}

fn prf(algorithm: &Tlv<'_>) -> Result<Pbkdf2Prf, KeyError> {
    let (function, _) = identifier(algorithm)?;
    [
        Pbkdf2Prf::HmacWithSha1,
        Pbkdf2Prf::HmacWithSha224,
        Pbkdf2Prf::HmacWithSha256,
        Pbkdf2Prf::HmacWithSha384,
        Pbkdf2Prf::HmacWithSha512,
    ]
    .into_iter()
    .find(|prf| prf.oid().as_bytes() == function.content)
    .ok_or_else(|| unsupported(&function))
}

fn scrypt(mut fields: Reader<'_>) -> Result<ScryptParams, KeyError> {
    let salt = salt(&mut fields)?;
    let cost = fields.expect(tag::INTEGER).map_err(KeyError::Der)?;
    let block_size = fields.expect(tag::INTEGER).map_err(KeyError::Der)?;
    let parallelization = fields.expect(tag::INTEGER).map_err(KeyError::Der)?;
    let key_length = key_length(&mut fields)?;
    fields.finish().map_err(KeyError::Der)?;
    let (n, r, p) = (number(&cost)?, number(&block_size)?, number(&parallelization)?);
    // A block of 128 r octets for each of n, and one for each of p (RFC 7914 6).
    let memory_of = |blocks: u64| blocks.saturating_mul(r).saturating_mul(128);
    let memory = bounded(memory_of(n), SCRYPT_MEMORY_MAX)?;
    bounded(memory.saturating_mul(p), SCRYPT_WORK_MAX)?;
    let invalid = |at: &Tlv<'_>| KeyError::Der(at.error(DerErrorKind::Content));
    if n < 2 || !n.is_power_of_two() {
        return Err(invalid(&cost));
    }
    let small = |value: u64, at: &Tlv<'_>| {
        u16::try_from(value).ok().filter(|value| *value > 0).ok_or_else(|| invalid(at))
    };
    let (block_size, parallelization) = (small(r, &block_size)?, small(p, &parallelization)?);
    bounded(memory_of(p), SCRYPT_LANES_MAX)?;
    Ok(ScryptParams { salt, cost_parameter: n, block_size, parallelization, key_length })
}

fn salt(fields: &mut Reader<'_>) -> Result<Salt, KeyError> {
    let salt = fields.expect(tag::OCTET_STRING).map_err(KeyError::Der)?;
    let invalid = KeyError::Der(salt.error(DerErrorKind::Content));
    if salt.content.len() > Salt::MAX_LEN {
        return Err(invalid);
    }
    Salt::new(salt.content).map_err(|_| invalid)
}

fn key_length(fields: &mut Reader<'_>) -> Result<Option<u16>, KeyError> {
    let Some(length) = fields.optional(tag::INTEGER).map_err(KeyError::Der)? else {
        return Ok(None);
    };
    u16::try_from(number(&length)?)
        .map(Some)
        .map_err(|_| KeyError::Der(length.error(DerErrorKind::Content)))
}

/// An AlgorithmIdentifier's two fields.
fn identifier<'a>(algorithm: &Tlv<'a>) -> Result<(Tlv<'a>, Option<Tlv<'a>>), KeyError> {
    let mut fields = algorithm.reader();
    let oid = fields.expect(tag::OBJECT_IDENTIFIER).map_err(KeyError::Der)?;
    let parameters =
        if fields.is_empty() { None } else { Some(fields.read().map_err(KeyError::Der)?) };
    fields.finish().map_err(KeyError::Der)?;
    Ok((oid, parameters))
}

/// A non-negative INTEGER; one that is too large for 64 bits is as good as the largest.
fn number(tlv: &Tlv<'_>) -> Result<u64, KeyError> {
    match tlv.content {
        [] | [0x80..=0xFF, ..] => Err(KeyError::Der(tlv.error(DerErrorKind::Content))),
        octets => Ok(octets.iter().skip_while(|octet| **octet == 0).fold(0, |value, octet| {
            if value >> 56 > 0 { u64::MAX } else { value << 8 | u64::from(*octet) }
        })),
    }
}

const fn bounded(cost: u64, limit: u64) -> Result<u64, KeyError> {
    if cost > limit { Err(KeyError::TooCostly { cost, limit }) } else { Ok(cost) }
}

fn unsupported(algorithm: &Tlv<'_>) -> KeyError {
    match oid(algorithm) {
        Ok(oid) if super::names::is_old_encryption(&oid) => {
            KeyError::OldEncryption(OldEncryption::Scheme(oid))
        }
        Ok(oid) => KeyError::UnknownEncryption(oid),
        Err(error) => KeyError::Der(error),
    }
}

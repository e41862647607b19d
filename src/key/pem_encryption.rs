//! Private keys that the headers of their PEM block encrypt (RFC 1421 4.6.1.1 and 4.6.1.3), as OpenSSL
//! before 1.0 and `ssh-keygen -m PEM` write them:
//!
//! ```text
//! -----BEGIN RSA PRIVATE KEY-----
//! Proc-Type: 4,ENCRYPTED
//! DEK-Info: AES-128-CBC,0F1E2D3C4B5A69788796A5B4C3D2E1F0
//! ```
//!
//! DEK-Info is the cipher and its initialization vector. The key of the cipher is a chain of MD5 over
//! the password and the first 8 bytes of the vector (`EVP_BytesToKey` of OpenSSL with a count of 1).
//! A derivation so cheap is read, and not written. No crate has it: `pem` and `pem-rfc7468` leave the
//! headers alone.

use alloc::{format, vec::Vec};

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::derivation_budget::DerivationBudget;
use super::encryption::{ITERATIONS_MAX, password_missing, wrong_password};
use super::refusal::{encryption, refuse};
use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::{Code, Error};
use crate::hex;

struct Cipher {
    name: &'static str,
    key_len: usize,
    block_len: usize,
    decrypt: Decrypt,
}

/// Decrypts in place, by key and initialization vector, and counts what is left without padding.
type Decrypt = fn(&[u8], &[u8], &mut [u8]) -> Option<usize>;

const CIPHERS: [Cipher; 4] = [
    Cipher { name: "AES-128-CBC", key_len: 16, block_len: 16, decrypt: decrypt_cbc::<aes::Aes128> },
    Cipher { name: "AES-192-CBC", key_len: 24, block_len: 16, decrypt: decrypt_cbc::<aes::Aes192> },
    Cipher { name: "AES-256-CBC", key_len: 32, block_len: 16, decrypt: decrypt_cbc::<aes::Aes256> },
    Cipher {
        name: "DES-EDE3-CBC",
        key_len: 24,
        block_len: 8,
        decrypt: decrypt_cbc::<des::TdesEde3>,
    },
];

fn decrypt_cbc<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    data: &mut [u8],
) -> Option<usize> {
    let cipher = Decryptor::<C>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded::<Pkcs7>(data).ok().map(<[u8]>::len)
}

/// Decrypts the content of a block, by its DEK-Info. What comes out begins as a private key does; more
/// is not known of it.
pub(super) fn decrypt(
    dek_info: &str,
    mut data: Zeroizing<Vec<u8>>,
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (name, iv) = dek_info.split_once(',').unwrap_or((dek_info, ""));
    let name = name.trim();
    let cipher = CIPHERS.iter().find(|cipher| cipher.name == name);
    let cipher = cipher.ok_or_else(|| unsupported(name))?;
    let iv =
        hex::decode(iv.trim()).ok().filter(|iv| iv.len() == cipher.block_len).ok_or_else(|| {
            refuse(Code::PemHeaders, "has a header DEK-Info without its initialization vector")
                .expected(format!("{} hexadecimal digits", 2 * cipher.block_len))
        })?;
    if data.is_empty() || !data.len().is_multiple_of(cipher.block_len) {
        let reason = format!("is damaged: its encrypted content is {} bytes long", data.len());
        let expected = format!("a multiple of {} bytes, the block of its cipher", cipher.block_len);
        return Err(refuse(Code::Structure, reason).expected(expected));
    }
    let password = password.ok_or_else(password_missing)?;
    // One digest, as cheap as one iteration of PBKDF2.
    budget.spend(1, ITERATIONS_MAX)?;
    let key = derive(password, &iv[..8], cipher.key_len);
    let len = (cipher.decrypt)(&key, &iv, &mut data).ok_or_else(wrong_password)?;
    data.truncate(len);
    // A wrong password passes the padding once in 256 times, but not this as well.
    match begins_like_a_key(&mut Walk::strict(), &data) {
        Ok(()) => Ok(data),
        Err(_) => Err(wrong_password()),
    }
}

fn derive(password: &[u8], salt: &[u8], len: usize) -> Zeroizing<Vec<u8>> {
    const DIGEST: usize = 16;
    // With room for the last digest, so that no part of the key is left behind by growing.
    let mut key = Zeroizing::new(Vec::with_capacity(len + DIGEST));
    while key.len() < len {
        let last = &key[key.len().saturating_sub(DIGEST)..];
        let digest = Md5::new().chain_update(last).chain_update(password).chain_update(salt);
        key.extend_from_slice(&digest.finalize());
    }
    key.truncate(len);
    key
}

/// A SEQUENCE that is all of it, with a number in front.
fn begins_like_a_key(walk: &mut Walk, plain: &[u8]) -> Walked<()> {
    let mut fields = walk.only(Reader::new(plain), tag::SEQUENCE)?.reader();
    walk.expect(&mut fields, tag::INTEGER).map(drop)
}

#[cold]
fn unsupported(name: &str) -> Error {
    let is_broken = ["DES-CBC", "RC2-CBC", "RC2-40-CBC", "RC2-64-CBC"].contains(&name);
    let code = if is_broken { Code::BrokenEncryption } else { Code::UnknownEncryption };
    // What else may be there is not shown: it may be a part of a key.
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    let name = match name.len() <= 24 && name.bytes().all(is_name) {
        true => name,
        false => "an unknown cipher",
    };
    encryption(code, format!("is encrypted by the headers of its PEM block with {name}"))
}

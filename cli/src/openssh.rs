//! Private keys in OpenSSH's own form (its PROTOCOL.key), by the crate `ssh-key`.

use std::fmt::Display;

use pkcs10::keys::DerivationBudget;
use pkcs10::{Code, KeyPair};
use ssh_key::private::{EcdsaKeypair, KeypairData};
use ssh_key::{Kdf, PrivateKey};

use crate::private_keys::from_base64;

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";

/// Most rounds of bcrypt: some seconds. `ssh-keygen` takes 16 or 24 where no other number is given.
const ROUNDS_MAX: u64 = 1_000;

/// Why a key is not read.
pub(crate) type Refusal = (Code, String);

/// Reads the first key of this form in a text.
pub(crate) fn read(
    text: &[u8],
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<KeyPair, Refusal> {
    let text = String::from_utf8_lossy(text);
    let (_, behind) = text.split_once(BEGIN).ok_or_else(|| damaged("has no whole BEGIN line"))?;
    let (body, _) = behind
        .split_once(END)
        .ok_or_else(|| (Code::Truncated, "ends before the key does".to_owned()))?;
    let bytes = from_base64(body.as_bytes()).ok_or_else(|| damaged("is not base64"))?;
    let key = PrivateKey::from_bytes(&bytes).map_err(damaged)?;
    if !key.is_encrypted() {
        return key_pair(key.key_data());
    }
    let Kdf::Bcrypt { salt, rounds } = key.kdf() else {
        return Err(damaged("is encrypted without a derivation of its key"));
    };
    if salt.is_empty() || *rounds == 0 {
        return Err(damaged("has no salt or no rounds to derive its key"));
    }
    let missing = || (Code::PasswordMissing, "is encrypted and needs a password".to_owned());
    let password = password.ok_or_else(missing)?;
    budget.spend((*rounds).into(), ROUNDS_MAX).map_err(|error| {
        (Code::TooCostly, format!("{}; expected {}", error.reason(), error.expectation()))
    })?;
    // Two numbers in front are the same where the password is right.
    let decrypted = key.decrypt(password).map_err(|error| match error {
        ssh_key::Error::Crypto => {
            let why = "does not decrypt with this password, or is damaged";
            (Code::WrongPassword, why.to_owned())
        }
        other => damaged(other),
    })?;
    key_pair(decrypted.key_data())
}

fn damaged(why: impl Display) -> Refusal {
    (Code::KeyDamaged, format!("is a damaged key in OpenSSH's own format: {why}"))
}

fn key_pair(data: &KeypairData) -> Result<KeyPair, Refusal> {
    let (key, public) = match data {
        KeypairData::Rsa(pair) => {
            let key = rsa::PrivateKey::try_from(pair).map_err(damaged)?;
            let key = KeyPair::try_from(key);
            return key.map_err(|error| {
                (error.code(), format!("{}; expected {}", error.reason(), error.expectation()))
            });
        }
        KeypairData::Ed25519(pair) => {
            // The public key is held against the private one.
            let key = ed25519_dalek::SigningKey::try_from(pair).map_err(damaged)?;
            return Ok(key.into());
        }
        KeypairData::Ecdsa(EcdsaKeypair::NistP256 { private, public }) => {
            let key = p256::ecdsa::SigningKey::from_slice(private.as_slice()).map(KeyPair::from);
            (key, public.as_bytes())
        }
        KeypairData::Ecdsa(EcdsaKeypair::NistP384 { private, public }) => {
            let key = p384::ecdsa::SigningKey::from_slice(private.as_slice()).map(KeyPair::from);
            (key, public.as_bytes())
        }
        KeypairData::Ecdsa(EcdsaKeypair::NistP521 { private, public }) => {
            let key = p521::ecdsa::SigningKey::from_slice(private.as_slice()).map(KeyPair::from);
            (key, public.as_bytes())
        }
        KeypairData::Dsa(_) => return Err(unsupported("DSA")),
        KeypairData::SkEcdsaSha2NistP256(_) | KeypairData::SkEd25519(_) => {
            return Err(unsupported("a security key, which alone has its private part"));
        }
        _ => return Err(unsupported("an unknown algorithm")),
    };
    match key {
        Ok(key) if key.public_key().as_der().ends_with(public) => Ok(key),
        _ => Err(damaged("has parts that contradict one another")),
    }
}

fn unsupported(what: &str) -> Refusal {
    (
        Code::KeyAlgorithm,
        format!("is in OpenSSH's own format for {what}; expected RSA, ECDSA or Ed25519"),
    )
}

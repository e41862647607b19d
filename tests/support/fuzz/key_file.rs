//! Files with keys. The oracles are x509-cert's SubjectPublicKeyInfo and x509-parser's.

use pkcs10::{KeyPair, PublicKey};
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_parser::prelude::{FromDer, SubjectPublicKeyInfo};

use super::assert_fit_to_show;

/// The longest file that is read, in bytes: checking an RSA key takes time that grows with its size,
/// which is what keys are for.
const MAX: usize = 4096;

pub fn key_file(input: &[u8]) -> bool {
    if input.len() > MAX {
        return false;
    }
    // Without a password: trying one is slow by design.
    let pair = KeyPair::read(input, None);
    match &pair {
        Ok(pair) => {
            let again = KeyPair::from_pem(&pair.to_pkcs8_pem().unwrap()).unwrap();
            assert_eq!(again.public_key(), pair.public_key());
        }
        Err(error) => assert_fit_to_show(error),
    }
    match PublicKey::find(input, None) {
        Ok(key) => {
            if let Ok(pair) = &pair {
                assert_eq!(
                    PublicKey::find(pair.to_pkcs8_pem().unwrap().as_bytes(), None).as_ref(),
                    Ok(pair.public_key())
                );
            }
            is_what_others_read(&key);
            true
        }
        Err(error) => {
            assert_fit_to_show(&error);
            pair.is_ok()
        }
    }
}

fn is_what_others_read(key: &PublicKey) {
    // What was found may deviate from what a request may have.
    if let Ok(strict) = PublicKey::from_der(key.as_der()) {
        assert_eq!(&strict, key);
    }
    let (rest, _) = SubjectPublicKeyInfo::from_der(key.as_der()).unwrap();
    assert!(rest.is_empty());
    // const-oid does not hold large arcs.
    if let Ok(theirs) = SubjectPublicKeyInfoOwned::from_der(key.as_der()) {
        assert_eq!(theirs.to_der().unwrap(), key.as_der());
    }
}

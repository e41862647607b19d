//! Keys as the types of the RustCrypto crates, and what `serde` writes.

use std::fmt::Debug;

use super::{P256, P384, RSA, request};
#[cfg(feature = "ml-dsa")]
use pkcs10::{Algorithm, SysRng};
use pkcs10::{Code, Error, KeyPair, PublicKey};

const P521: &str = include_str!("../data/keys/ecdsa-p521.pem");
const ED25519: &str = include_str!("../data/keys/ed25519.pem");

/// A private key goes out and comes back as the type of a crate, a public one too; keys of another kind
/// are refused.
#[track_caller]
fn exchanged<Private, Public>(key: &KeyPair)
where
    Private: for<'k> TryFrom<&'k KeyPair, Error = Error>,
    Public: for<'k> TryFrom<&'k PublicKey, Error = Error>,
    KeyPair: for<'k> TryFrom<&'k Private, Error = Error>,
    PublicKey: for<'k> TryFrom<&'k Public, Error = Error>,
{
    let Ok(theirs) = Private::try_from(key) else { panic!("{key:?}") };
    let again = KeyPair::try_from(&theirs).unwrap();
    assert_eq!(again.to_pkcs8_der(), key.to_pkcs8_der());
    request().sign(&again).unwrap().verify().unwrap();

    let Ok(theirs) = Public::try_from(key.public_key()) else { panic!("{key:?}") };
    assert_eq!(PublicKey::try_from(&theirs).unwrap(), *key.public_key());

    let others = [RSA, P256, P384, P521, ED25519].map(read);
    for other in others.iter().filter(|other| other.public_key() != key.public_key()) {
        assert_eq!(refused(Private::try_from(other)).code(), Code::KeyAlgorithm);
        assert_eq!(refused(Public::try_from(other.public_key())).code(), Code::KeyAlgorithm);
    }
}

fn read(pem: &str) -> KeyPair {
    KeyPair::from_pem(pem).unwrap()
}

fn refused<T>(result: Result<T, Error>) -> Error {
    result.err().expect("a key of another kind")
}

#[test]
fn keys_go_out_as_the_types_of_each_crate_and_come_back() {
    exchanged::<p256::ecdsa::SigningKey, p256::ecdsa::VerifyingKey>(&read(P256));
    exchanged::<p256::SecretKey, p256::PublicKey>(&read(P256));
    exchanged::<p384::ecdsa::SigningKey, p384::ecdsa::VerifyingKey>(&read(P384));
    exchanged::<p384::SecretKey, p384::PublicKey>(&read(P384));
    exchanged::<rsa::PrivateKey, rsa::PublicKey>(&read(RSA));
    #[cfg(feature = "p521")]
    exchanged::<p521::ecdsa::SigningKey, p521::ecdsa::VerifyingKey>(&read(P521));
    #[cfg(feature = "p521")]
    exchanged::<p521::SecretKey, p521::PublicKey>(&read(P521));
    #[cfg(feature = "ed25519")]
    exchanged::<ed25519_dalek::SigningKey, ed25519_dalek::VerifyingKey>(&read(ED25519));
}

#[cfg(feature = "ml-dsa")]
#[test]
fn ml_dsa_keys_go_out_with_their_seed_and_come_back() {
    use ml_dsa::{MlDsa44, MlDsa65, MlDsa87, SigningKey, VerifyingKey};
    let made = |algorithm| KeyPair::generate(algorithm, &mut SysRng).unwrap();
    exchanged::<SigningKey<MlDsa44>, VerifyingKey<MlDsa44>>(&made(Algorithm::MlDsa44));
    exchanged::<SigningKey<MlDsa65>, VerifyingKey<MlDsa65>>(&made(Algorithm::MlDsa65));
    let key = made(Algorithm::MlDsa87);
    exchanged::<SigningKey<MlDsa87>, VerifyingKey<MlDsa87>>(&key);
    let smaller = refused(VerifyingKey::<MlDsa65>::try_from(key.public_key()));
    assert_eq!(smaller.to_string(), "public key is ML-DSA-87; expected ML-DSA-65");
}

#[test]
fn private_keys_of_each_form_come_from_rustls() {
    use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
    let sec1 = include_str!("../data/keys/ecdsa-p256.sec1.pem");
    let pkcs1 = include_str!("../data/keys/rsa-3072.pkcs1.pem");
    for pem in [RSA, P256, sec1, pkcs1] {
        let theirs = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
        let ours = KeyPair::try_from(&theirs).unwrap();
        assert_eq!(ours.public_key(), KeyPair::from_pem(pem).unwrap().public_key());
        let PrivateKeyDer::Pkcs8(pkcs8) = PrivateKeyDer::try_from(&ours).unwrap() else { panic!() };
        assert_eq!(pkcs8.secret_pkcs8_der(), &**ours.to_pkcs8_der().unwrap());
    }
}

#[test]
fn serde_writes_pem_for_people_and_der_for_others() {
    fn read_back<T>(value: &T, pem: &str, der: &[u8])
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug,
    {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), pem);
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
        let mut cbor = Vec::new();
        ciborium::into_writer(value, &mut cbor).unwrap();
        assert!(cbor.ends_with(der));
        assert_eq!(ciborium::from_reader::<T, _>(&cbor[..]).unwrap(), *value);
        // Formats without a type for bytes have a list.
        cbor.clear();
        ciborium::into_writer(&der.to_vec(), &mut cbor).unwrap();
        assert_eq!(ciborium::from_reader::<T, _>(&cbor[..]).unwrap(), *value);
    }
    let key = read(P256);
    let csr = request().sign(&key).unwrap();
    read_back(&csr, &csr.to_pem(), csr.as_der());
    read_back(key.public_key(), &key.public_key().to_pem(), key.public_key().as_der());

    let wrong = serde_json::to_string(&csr.to_pem()).unwrap();
    let refused = serde_json::from_str::<PublicKey>(&wrong).unwrap_err().to_string();
    assert!(
        refused.starts_with("public key is PEM with the label \"CERTIFICATE REQUEST\""),
        "{refused}"
    );
}

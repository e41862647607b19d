//! Who signs a request, and how.
//!
//! * [A new key](#a-new-key)
//! * [A key from a file](#a-key-from-a-file)
//! * [HSM, token, signing agent](#hsm-token-signing-agent)
//! * [KMS, async, air gap: two steps](#kms-async-air-gap-two-steps)
//! * [Keys of other crates](#keys-of-other-crates)
//! * [Without an operating system](#without-an-operating-system)
//!
//! # A new key
//!
//! ```
//! use pkcs10::{Algorithm, DistinguishedName, KeyPair, Policy, Request, SysRng};
//!
//! let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?; // or a policy, such as Policy::Cnsa
//! let request = Request::builder()
//!     .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
//!     .build()?;
//! let csr = request.sign(&key)?;
//! assert!(csr.verify().is_ok());
//! assert!(key.to_pkcs8_pem()?.starts_with("-----BEGIN PRIVATE KEY-----\n"));
//! assert_eq!(Policy::Cnsa.algorithm(), Algorithm::Rsa3072);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`tables`](super::tables) lists the algorithms. A [`KeyPair`](crate::KeyPair) wipes itself when it is dropped; so
//! does the PEM that it gives out.
//!
//! # A key from a file
//!
//! [`KeyPair::read`](crate::KeyPair::read) reads PKCS #8, PKCS #1 and SEC 1, in PEM or DER, encrypted or not:
//!
//! ```
//! # use pkcs10::{Algorithm, SysRng};
//! use pkcs10::{Code, KeyPair};
//!
//! # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! # let file = key.to_encrypted_pkcs8_pem(b"correct horse", &mut SysRng)?;
//! let again = KeyPair::read(file.as_bytes(), Some(b"correct horse"))?;
//! assert_eq!(again.public_key(), key.public_key());
//! assert_eq!(KeyPair::read(file.as_bytes(), None).unwrap_err().code(), Code::PasswordMissing);
//! # Ok::<(), pkcs10::Error>(())
//! ```
//!
//! # HSM, token, signing agent
//!
//! For a signer that answers at once, implement [`RequestSigner`](crate::RequestSigner). It is not trusted: its
//! signature is verified before there is a request.
//!
//! ```
//! use pkcs10::{
//!     Algorithm, DistinguishedName, KeyPair, PublicKey, Request, RequestSigner, SignatureAlgorithm, SysRng,
//! };
//!
//! /// A signing agent; the key stands for a session with it.
//! struct Agent {
//!     session: KeyPair,
//! }
//!
//! impl RequestSigner for Agent {
//!     fn public_key(&self) -> &PublicKey {
//!         self.session.public_key()
//!     }
//!
//!     fn signature_algorithm(&self) -> SignatureAlgorithm {
//!         SignatureAlgorithm::EcdsaWithSha384
//!     }
//!
//!     fn sign_message(
//!         &self,
//!         message: &[u8],
//!     ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
//!         self.session.sign_message(message)
//!     }
//! }
//!
//! let agent = Agent { session: KeyPair::generate(Algorithm::EcdsaP384, &mut SysRng)? };
//! let request =
//!     Request::builder().subject(DistinguishedName::builder().common_name("agent")).build()?;
//! let csr = request.sign_by(&agent)?;
//! assert_eq!(csr.public_key(), agent.public_key());
//! assert_eq!(*csr.signature_algorithm(), agent.signature_algorithm());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate `pkcs10-pkcs11` has such a signer for keys in PKCS #11 tokens.
//!
//! # KMS, async, air gap: two steps
//!
//! [`Request::prepare`](crate::Request::prepare) gives the bytes to sign,
//! [`Prepared::assemble`](crate::Prepared::assemble) makes the request of them and a signature that verifies. Between
//! the two there may be any time, an `await`, or another machine.
//!
//! ```
//! use pkcs10::{
//!     Algorithm, DistinguishedName, KeyPair, Prepared, Request, RequestSigner, SignatureAlgorithm, SysRng,
//!     VerifyError,
//! };
//!
//! // Stands for the key service: only a public key and signatures leave it.
//! let service = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! let public_key = service.public_key(); // or PublicKey::from_pem, PublicKey::find
//!
//! let subject = DistinguishedName::builder().common_name("kms-1");
//! let prepared = Request::builder().subject(subject).build()?.prepare(public_key);
//! let kept = prepared.to_be_signed().to_vec(); // can be stored meanwhile
//!
//! let mut signature = service.sign_message(&kept).map_err(|error| error.to_string())?;
//! let prepared = Prepared::from_der(&kept)?;
//! let csr = prepared.assemble(&SignatureAlgorithm::EcdsaWithSha256, &signature)?;
//! assert_eq!(csr.to_be_signed(), kept);
//!
//! // A signature that does not verify is refused.
//! signature.reverse();
//! let refused = prepared.assemble(&SignatureAlgorithm::EcdsaWithSha256, &signature);
//! assert!(matches!(refused, Err(VerifyError::BadSignature(_))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Services that take a digest get [`Prepared::digest`](crate::Prepared::digest); an ECDSA signature as r and s side by
//! side goes through [`Prepared::signature_from_raw`](crate::Prepared::signature_from_raw).
//! One that a key service or a program wrote as text, in base64, hexadecimal or JSON, is read by
//! [`reading::signature`](crate::reading::signature).
//!
//! # Keys of other crates
//!
//! With the feature `rustcrypto`, a private key of `p256`, `p384`, `p521`, `ed25519-dalek`, `ml-dsa` or `rsa` becomes a
//! [`KeyPair`](crate::KeyPair) ([`keys`](crate::keys)), and `keys::RustCryptoSigner` makes a signer of any key with the
//! RustCrypto traits, of algorithms that this crate does not have too. Its own verifying key verifies the signature.
//!
//! ```
//! # #[cfg(feature = "rustcrypto")] {
//! use pkcs10::keys::RustCryptoSigner;
//! use pkcs10::{DistinguishedName, Request};
//!
//! let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
//! let signer = RustCryptoSigner::new::<_, ed25519_dalek::Signature>(&key)?;
//! let request =
//!     Request::builder().subject(DistinguishedName::builder().common_name("bmc-7")).build()?;
//! assert_eq!(request.sign_by(&signer)?.signature_algorithm().name(), "Ed25519");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A key that cannot sign (ML-KEM, X25519) is requested with the signature of another key:
//! [`Request::sign_for`](crate::Request::sign_for) (RFC 9883).
//!
//! # Without an operating system
//!
//! `default-features = false` leaves names, encoding and two-step signing: `no_std` with `alloc`, no cryptography. What
//! a device needs whose secure element signs:
//!
//! ```
//! use pkcs10::{GeneralName, PublicKey, Request, SignatureAlgorithm};
//!
//! /// What the secure element gives out for an Ed25519 key: its SubjectPublicKeyInfo …
//! fn public_key() -> [u8; 44] {
//!     let mut der = [7; 44];
//!     der[..12].copy_from_slice(&[0x30, 42, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 33, 0]);
//!     der
//! }
//!
//! /// … and a signature.
//! fn sign(to_be_signed: &[u8]) -> [u8; 64] {
//!     [to_be_signed[0]; 64]
//! }
//!
//! let key = PublicKey::from_der(&public_key())?;
//! let request =
//!     Request::builder().subject_alt_name(GeneralName::dns("sensor-7.example.com")).build()?;
//!
//! // Into memory that is there already, without an allocation …
//! let mut buffer = [0; 256];
//! let len = request.encode_into(&key, &mut buffer)?;
//!
//! // … or the whole request at once. Nothing here can verify the signature.
//! let prepared = request.prepare(&key);
//! assert_eq!(prepared.to_be_signed(), &buffer[..len]);
//! let signature = sign(prepared.to_be_signed());
//! let csr = prepared.assemble_unchecked(&SignatureAlgorithm::Ed25519, &signature);
//! assert_eq!(csr.signature(), [0x30; 64]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Own keys work there too, with the features of their algorithms: give a generator to
//! [`KeyPair::generate`](crate::KeyPair::generate) and
//! [`Request::sign_with_rng`](crate::Request::sign_with_rng).
//!
//! For `wasm32-unknown-unknown`, where there is no operating system to ask for random numbers, the feature `std` needs to
//! know where they come from, or `getrandom` does not compile. In a browser or in Node.js it is Web Crypto; add to the
//! program (not to a library):
//!
//! ```toml
//! [target.'cfg(all(target_arch = "wasm32", target_os = "unknown"))'.dependencies]
//! getrandom = { version = "0.4", features = ["wasm_js"] }
//! ```

//! What can be relied on, what is limited, and what is not done.
//!
//! # Guarantees
//!
//! * **The bytes that are signed are the bytes that are sent**, and the bytes that were received are the bytes that are
//!   verified. Nothing is encoded twice.
//! * **Exact DER.** What is made here is read back by the strict reader without a deviation.
//! * **Nothing unasked.** A request holds what was asked for; the only defaults are those of the
//!   [`Profile`](crate::Profile) that was chosen.
//! * **A value is data.** No comma, newline or `DNS:` in it begins another name or attribute.
//! * **External signers are not trusted.** A signature becomes a request only where it verifies;
//!   [`assemble_unchecked`](crate::Prepared::assemble_unchecked) and
//!   [`RequestSigner::verifies`](crate::RequestSigner::verifies) are the exceptions, and are named so.
//! * **No panic on any input**, no `unsafe`, bounded depth; time and memory in proportion to the input.
//! * **Keys are wiped** when they are dropped. No error and no `Debug` shows a part of one.
//! * **One input is one request**: what holds two is refused, so that all readers agree on which one it is.
//!
//! # Limits
//!
//! | of | limit |
//! |---|---|
//! | a subject's value | its [upper bound](crate::AttributeType::upper_bound): [`tables`](super::tables) |
//! | challengePassword | 255 characters (RFC 2985 5.4.1) |
//! | a request that is read | [`Inspection::LIMIT`](crate::Inspection::LIMIT), 1 MiB; [`read_with_limit`](crate::Inspection::read_with_limit) for others; nesting 32 |
//! | an old request or certificate | [`Renewal::LIMIT`](crate::Renewal::LIMIT), 1 MiB |
//! | RSA keys | 2,048 to 8,192 bits, public exponent 65,537 |
//! | PBKDF2 of a key file | 10,000,000 iterations, for all keys of a file together |
//! | scrypt of a key file | 128 MiB of memory, 512 MiB of work |
//! | faults of one body or text | the first 1,000, and that there are more |
//!
//! The number of names has no limit.
//!
//! # What it does not do
//!
//! It opens no socket, issues no certificate, validates no chain and asks no revocation service. It does not know whether a
//! name is yours: a request is a claim, and the CA checks it. SHA-1 and MD5 sign nothing here. HSMs are reached by a
//! signer of your own, or by the crate `pkcs10-pkcs11`.
//!
//! # Targets
//!
//! | target | what is known |
//! |---|---|
//! | Linux with glibc, x86-64 | all tests run |
//! | a target without an operating system | the library without default features: a program that has no std to link with is built and run (`tests/external/no_std`) |
//! | `wasm32-unknown-unknown` | the library compiles: without default features, and with them if the program chooses a source of random numbers ([`signing`](super::signing)); it is not run |
//! | Linux with musl | the library and the program compile (`cargo check`); they are not run. A static program cannot load the module of a token: build `csr` without its feature `pkcs11` |
//! | macOS, BSD | the source was read: two calls are of Linux alone (`syncfs`, and the exchange of two files), and elsewhere others are made |
//! | Windows (`x86_64-pc-windows-gnu`) | the library and the program compile (`cargo check`); they are not run. There are no modes: a file with a private key has the permissions that its directory passes on. Names in a directory are not synced, and the partial file of a killed command is not removed |
//!
//! # Versions
//!
//! Rust 1.92 or later; a rise of that is a minor version. Types of `rand_core` 0.10, `signature` 3, `spki` 0.8, `zeroize`
//! 1 and `getrandom` 0.4 are part of the public interface, and behind features of their own those of `rsa`, `p256`, `p384`,
//! `p521`, `ed25519-dalek`, `x509-cert` and `rustls-pki-types`: an incompatible version of one of them is an incompatible
//! version of this crate.

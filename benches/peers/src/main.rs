//! pkcs10 beside its peers, in one process: a table of nanoseconds, tab-separated.
//!
//! All peers get the same subject, names, keys and signatures, and what they make is
//! compared before it is timed. `../README.md` says what each case is.

use std::hint::black_box;
use std::process::ExitCode;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use pkcs10::{KeyPair, Prepared, PublicKey, SignatureAlgorithm, SysRng};
use rand_core::UnwrapErr;
use sha2::{Digest, Sha256};
use signature::Signer;
use x509_cert::builder::Builder;
use x509_cert::der::pem::LineEnding;
use x509_cert::der::{Decode, Document, Encode, EncodePem};
use x509_cert::request::{CertReq, CertReqInfo};

mod batch;
mod by_rcgen;
mod by_x509_cert;
mod contest;
mod ml_dsa;
mod ours;
mod reading;
mod report;
mod sample;
mod svg;

#[cfg(feature = "openssl")]
mod by_openssl;
#[cfg(not(feature = "openssl"))]
#[path = "no_openssl.rs"]
mod by_openssl;

use contest::{Lane, contest};
use sample::Keys;

const COUNTS: [usize; 5] = [0, 2, 100, 10_000, 100_000];
/// The last one is under the limit of what is inspected.
const READ: [usize; 3] = [2, 100, 10_000];

fn main() -> ExitCode {
    let is_written = match report::is_written() {
        Ok(is_written) => is_written,
        Err(error) => {
            eprintln!("peers: {error}");
            return ExitCode::from(2);
        }
    };
    let peers = Peers::new(Keys::generate());
    contest::header();
    for count in COUNTS {
        peers.request_to_tbs(count);
    }
    for count in COUNTS {
        peers.text_to_tbs(count);
    }
    for count in COUNTS {
        peers.all_but_signature(count);
    }
    peers.whole_csr_p256();
    peers.whole_csr_rsa();
    peers.whole_csr_p256_on_aws_lc();
    peers.whole_csr_rsa_on_aws_lc();
    peers.ml_dsa();
    for count in READ {
        peers.reading(count);
        peers.lint(count);
    }
    peers.growth();
    batch::batch(&peers.keys);
    let done = if is_written { report::write() } else { report::compare() };
    if let Err(error) = done {
        eprintln!("peers: {error}");
        return ExitCode::from(3);
    }
    ExitCode::SUCCESS
}

/// Everything that is made once: keys, and the signers that return a fixed signature.
struct Peers {
    keys: Keys,
    p256: PublicKey,
    rsa: PublicKey,
    rcgen: by_rcgen::FixedSigner,
    x509_cert: by_x509_cert::FixedSigner,
}

impl Peers {
    fn new(keys: Keys) -> Self {
        let public_point = keys.p256.verifying_key().to_sec1_point(false);
        Self {
            p256: PublicKey::from_der(&keys.p256_spki).expect("key"),
            rsa: PublicKey::from_der(&keys.rsa_spki).expect("key"),
            rcgen: by_rcgen::FixedSigner {
                public_point: public_point.as_bytes().to_vec(),
                signature: keys.fixed_signature.clone(),
            },
            x509_cert: by_x509_cert::FixedSigner {
                public_key: by_x509_cert::FixedKey(
                    Document::try_from(keys.p256_spki.as_slice()).expect("key"),
                ),
                signature: keys.fixed_signature.clone(),
            },
            keys,
        }
    }

    /// Valid request and key to the bytes to be signed. rcgen has no way to stop there: it
    /// wraps them up with a fixed signature.
    fn request_to_tbs(&self, count: usize) {
        let names = sample::host_names(count);
        let request = ours::request(&names);
        let params = by_rcgen::params(&names);
        let parts = by_x509_cert::parts(&names);
        let expected = self.check_equal(&names);

        let case = format!("request-to-tbs/{count}");
        contest(
            &case,
            Lane::new("ours", || request.encode(black_box(&self.p256))),
            vec![
                Lane::new("rcgen", || by_rcgen::request(black_box(&params), &self.rcgen)),
                Lane::new("x509-cert", || {
                    by_x509_cert::to_be_signed(black_box(&parts), &self.x509_cert)
                }),
            ],
        );
        let mut buffer = vec![0; expected.len()];
        let mut copy = vec![0; expected.len()];
        contest(
            &case,
            Lane::new("ours", || {
                request.encode_into(black_box(&self.p256), black_box(&mut buffer))
            }),
            vec![Lane::new("memcpy", || {
                black_box(copy.as_mut_slice()).copy_from_slice(black_box(&expected));
            })],
        );
    }

    /// Text to the bytes to be signed. Only ours looks at more than whether it is ASCII.
    fn text_to_tbs(&self, count: usize) {
        let names = sample::host_names(count);
        self.check_equal(&names);
        contest(
            &format!("text-to-tbs/{count}"),
            Lane::new("ours", || ours::request(black_box(&names)).encode(&self.p256)),
            vec![
                Lane::new("rcgen", || {
                    by_rcgen::request(&by_rcgen::params(black_box(&names)), &self.rcgen)
                }),
                Lane::new("x509-cert", || {
                    let parts = by_x509_cert::parts(black_box(&names));
                    by_x509_cert::to_be_signed(&parts, &self.x509_cert)
                }),
            ],
        );
    }

    /// Valid request, key and a fixed signature to PEM.
    fn all_but_signature(&self, count: usize) {
        let names = sample::host_names(count);
        let request = ours::request(&names);
        let params = by_rcgen::params(&names);
        let parts = by_x509_cert::parts(&names);

        let ours = || {
            request
                .prepare(black_box(&self.p256))
                .assemble_unchecked(
                    &SignatureAlgorithm::EcdsaWithSha256,
                    &self.keys.fixed_signature,
                )
                .to_pem()
        };
        let rcgen = || by_rcgen::request(black_box(&params), &self.rcgen).pem().expect("PEM");
        let x509_cert = || {
            by_x509_cert::request(black_box(&parts), &self.x509_cert)
                .to_pem(LineEnding::LF)
                .expect("PEM")
        };
        assert_eq!(ours(), rcgen().replace("\r\n", "\n"));
        if count > 0 {
            assert_eq!(ours(), x509_cert());
        }
        contest(
            &format!("all-but-signature/{count}"),
            Lane::new("ours", ours),
            vec![Lane::new("rcgen", rcgen), Lane::new("x509-cert", x509_cert)],
        );
    }

    fn whole_csr_p256(&self) {
        let names = sample::host_names(2);
        let request = ours::request(&names);
        let key = KeyPair::from(self.keys.p256.clone());
        let prepared = request.prepare(&self.p256);
        let parts = by_x509_cert::parts(&names);

        let ours = || request.sign(black_box(&key)).expect("signature");
        let bare = || -> p256::ecdsa::DerSignature {
            self.keys.p256.sign(black_box(prepared.to_be_signed()))
        };
        let x509_cert = || {
            by_x509_cert::builder(black_box(&parts))
                .build::<_, p256::ecdsa::DerSignature>(&self.keys.p256)
                .and_then(|request| Ok(request.to_der()?))
                .expect("request")
        };
        check_signed(&prepared, ours().as_der());
        assert_eq!(ours().as_der(), x509_cert(), "both are deterministic");
        contest(
            "whole-csr/p256",
            Lane::new("ours", ours),
            vec![Lane::new("bare-signature", bare), Lane::new("x509-cert", x509_cert)],
        );
    }

    fn whole_csr_rsa(&self) {
        let names = sample::host_names(2);
        let request = ours::request(&names);
        let key = KeyPair::try_from(self.keys.rsa.clone()).expect("key");
        let prepared = request.prepare(&self.rsa);
        let parts = by_x509_cert::parts(&names);
        let signer = rsa::pkcs1v15::SigningKey::<Sha256>::new(self.keys.rsa.clone());

        // All blind, with random numbers from the operating system.
        let ours = || request.sign(black_box(&key)).expect("signature");
        let bare = || {
            let digest = Sha256::digest(black_box(prepared.to_be_signed()));
            self.keys
                .rsa
                .sign_with_rng(
                    &mut UnwrapErr(SysRng),
                    rsa::pkcs1v15::Pkcs1v15Sign::new::<Sha256>(),
                    &digest,
                )
                .expect("signature")
        };
        let x509_cert = || {
            by_x509_cert::builder(black_box(&parts))
                .build_with_rng::<_, rsa::pkcs1v15::Signature, _>(&signer, &mut UnwrapErr(SysRng))
                .and_then(|request| Ok(request.to_der()?))
                .expect("request")
        };
        check_signed(&prepared, ours().as_der());
        assert_eq!(ours().as_der(), x509_cert(), "both are deterministic");
        contest(
            "whole-csr/rsa-2048",
            Lane::new("ours", ours),
            vec![Lane::new("bare-signature", bare), Lane::new("x509-cert", x509_cert)],
        );
    }

    fn whole_csr_p256_on_aws_lc(&self) {
        let names = sample::host_names(2);
        let request = ours::request(&names);
        let prepared = request.prepare(&self.p256);
        let key = KeyPair::from_pkcs8_der(&self.keys.p256_pkcs8).expect("key").with_aws_lc();
        let bare_key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.keys.p256_pkcs8)
                .expect("key");
        let params = by_rcgen::params(&names);
        let rcgen_key = rcgen::KeyPair::try_from(self.keys.p256_pkcs8.as_slice()).expect("key");

        let ours = || request.sign(black_box(&key)).expect("signature");
        let bare = || bare_key.sign(&SystemRandom::new(), black_box(prepared.to_be_signed()));
        let rcgen = || by_rcgen::request(black_box(&params), &rcgen_key);
        check_signed(&prepared, ours().as_der());
        check_signed(&prepared, rcgen().der());
        let mut peers = vec![Lane::new("bare-signature", bare), Lane::new("rcgen", rcgen)];
        peers.extend(by_openssl::whole_csr(&names, &self.keys.p256_pkcs8, |der| {
            check_signed(&prepared, der);
        }));
        contest("whole-csr/p256/aws-lc-rs", Lane::new("ours", ours), peers);
    }

    fn whole_csr_rsa_on_aws_lc(&self) {
        let names = sample::host_names(2);
        let request = ours::request(&names);
        let prepared = request.prepare(&self.rsa);
        let key = KeyPair::from_pkcs8_der(&self.keys.rsa_pkcs8).expect("key").with_aws_lc();
        let bare_key = RsaKeyPair::from_pkcs8(&self.keys.rsa_pkcs8).expect("key");
        let params = by_rcgen::params(&names);
        let rcgen_key = rcgen::KeyPair::try_from(self.keys.rsa_pkcs8.as_slice()).expect("key");

        let ours = || request.sign(black_box(&key)).expect("signature");
        let bare = || {
            let mut signature = vec![0; bare_key.public_modulus_len()];
            bare_key
                .sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    black_box(prepared.to_be_signed()),
                    &mut signature,
                )
                .expect("signature");
            signature
        };
        let rcgen = || by_rcgen::request(black_box(&params), &rcgen_key);
        check_signed(&prepared, ours().as_der());
        check_signed(&prepared, rcgen().der());
        let mut peers = vec![Lane::new("bare-signature", bare), Lane::new("rcgen", rcgen)];
        peers.extend(by_openssl::whole_csr(&names, &self.keys.rsa_pkcs8, |der| {
            check_signed(&prepared, der);
        }));
        contest("whole-csr/rsa-2048/aws-lc-rs", Lane::new("ours", ours), peers);
    }

    /// Nanoseconds per name, text to the bytes to be signed.
    fn growth(&self) {
        let case = "growth/100000-per-name";
        if !contest::is_wanted(case) {
            return;
        }
        let [few, many] = [100, 100_000].map(sample::host_names);
        let lane =
            |names| Lane::new("ours", move || ours::request(black_box(names)).encode(&self.p256));
        let best = contest::fastest(&mut [lane(&many), lane(&few)]);
        contest::row(case, best[0] / 1e5, "100-per-name", best[1] / 1e2);
    }

    /// Compares what all make of these names, and returns the bytes to be signed.
    fn check_equal(&self, names: &[String]) -> Vec<u8> {
        let prepared = ours::request(names).prepare(&self.p256);
        let expected = prepared.to_be_signed();
        let whole = prepared
            .assemble_unchecked(&SignatureAlgorithm::EcdsaWithSha256, &self.keys.fixed_signature);
        let rcgen = by_rcgen::request(&by_rcgen::params(names), &self.rcgen);
        assert_eq!(whole.as_der(), rcgen.der().as_ref(), "rcgen");
        let x509_cert = by_x509_cert::to_be_signed(&by_x509_cert::parts(names), &self.x509_cert);
        if names.is_empty() {
            // It writes an empty extensionRequest; all else is the same.
            let mut theirs = CertReqInfo::from_der(&x509_cert).expect("DER");
            theirs.attributes = Default::default();
            assert_eq!(expected, theirs.to_der().expect("DER"), "x509-cert");
        } else {
            assert_eq!(expected, x509_cert, "x509-cert");
        }
        expected.to_vec()
    }
}

/// The same bytes were signed, and the signature is right.
fn check_signed(prepared: &Prepared, der: &[u8]) {
    let request = CertReq::from_der(der).expect("DER");
    assert_eq!(request.info.to_der().expect("DER"), prepared.to_be_signed());
    let algorithm = SignatureAlgorithm::usual_for(prepared.public_key()).expect("algorithm");
    prepared
        .assemble(&algorithm, request.signature.raw_bytes())
        .expect("a signature that verifies");
}

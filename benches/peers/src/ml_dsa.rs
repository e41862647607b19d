//! ML-DSA-65, whose key and signature are long: whole requests in pure Rust and on aws-lc, each beside
//! the bare signature, and the bytes to be signed beside those of a P-256 key.

use std::hint::black_box;

use ::ml_dsa::{ExpandedSigningKey, MlDsa65};
use aws_lc_rs::signature::{ML_DSA_65_SIGNING, PqdsaKeyPair};
use pkcs10::{Algorithm, KeyPair, SignatureAlgorithm, SysRng};

use crate::contest::{Lane, contest};
use crate::{Peers, check_signed, ours, sample};

impl Peers {
    pub fn ml_dsa(&self) {
        let request = ours::request(&sample::host_names(2));
        let key = KeyPair::generate(Algorithm::MlDsa65, &mut SysRng).expect("key");
        let pkcs8 = key.to_pkcs8_der().expect("PKCS #8");
        let prepared = request.prepare(key.public_key());
        let message = prepared.to_be_signed();
        contest(
            "request-to-tbs/2/ml-dsa-65",
            Lane::new("ours", || request.encode(black_box(key.public_key()))),
            vec![Lane::new("ours-p256", || request.encode(black_box(&self.p256)))],
        );

        // The key is written as the seed alone, which is at its end.
        let seed: &[u8; 32] = pkcs8.last_chunk().expect("a seed");
        let bare = ExpandedSigningKey::<MlDsa65>::from_seed(seed.into());
        let sign =
            || bare.sign_randomized(black_box(message), &[], &mut SysRng).expect("signature");
        prepared.assemble(&SignatureAlgorithm::MlDsa65, &sign().encode()).expect("the same key");
        check_signed(&prepared, request.sign(&key).expect("signature").as_der());
        contest(
            "whole-csr/ml-dsa-65",
            Lane::new("ours", || request.sign(black_box(&key)).expect("signature")),
            vec![Lane::new("bare-signature", sign)],
        );

        let bare = PqdsaKeyPair::from_pkcs8(&ML_DSA_65_SIGNING, &pkcs8).expect("key");
        let sign = || {
            let mut signature = vec![0; ML_DSA_65_SIGNING.signature_len()];
            bare.sign(black_box(message), &mut signature).expect("signature");
            signature
        };
        let key = key.with_aws_lc();
        check_signed(&prepared, request.sign(&key).expect("signature").as_der());
        contest(
            "whole-csr/ml-dsa-65/aws-lc-rs",
            Lane::new("ours", || request.sign(black_box(&key)).expect("signature")),
            vec![Lane::new("bare-signature", sign)],
        );
    }
}

//! Reading: DER, PEM, with the signature verified, leniently, and linted.

use std::hint::black_box;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use p256::ecdsa::DerSignature;
use pkcs10::lint::{Policy, lint};
use pkcs10::{CertificationRequest, Inspection, KeyPair, SignatureAlgorithm};
use rcgen::CertificateSigningRequestParams;
use signature::Verifier;
use x509_cert::der::{Decode, DecodePem};
use x509_cert::request::CertReq;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::{FromDer, X509CertificationRequest};

use crate::contest::{Lane, contest};
use crate::{Peers, by_openssl, ours, sample};

impl Peers {
    /// A request with a right signature. x509-cert and openssl leave the extensions unread.
    pub fn reading(&self, count: usize) {
        let request = ours::request(&sample::host_names(count));
        let csr = request.sign(&KeyPair::from(self.keys.p256.clone())).expect("signature");
        let (der, pem) = (csr.as_der(), csr.to_pem());
        assert_eq!(CertificationRequest::from_pem(&pem).as_ref(), Ok(&csr));
        let [openssl_der, openssl_pem, openssl_verify] = by_openssl::reading(der, &pem);

        let mut peers = vec![
            Lane::new("x509-parser", || X509CertificationRequest::from_der(black_box(der))),
            Lane::new("x509-cert", || CertReq::from_der(black_box(der)).expect("DER")),
        ];
        peers.extend(openssl_der);
        let ours = Lane::new("ours", || CertificationRequest::from_der(black_box(der)));
        contest(&format!("from-der/{count}"), ours, peers);

        let x509_parser = || {
            let (_, block) = parse_x509_pem(black_box(pem.as_bytes())).expect("PEM");
            black_box(X509CertificationRequest::from_der(&block.contents).expect("DER"));
        };
        let mut peers = vec![
            Lane::new("x509-parser", x509_parser),
            Lane::new("x509-cert", || CertReq::from_pem(black_box(&pem)).expect("PEM")),
        ];
        peers.extend(openssl_pem);
        let ours = Lane::new("ours", || CertificationRequest::from_pem(black_box(&pem)));
        contest(&format!("pem/{count}"), ours, peers);

        let (key, message) = (*self.keys.p256.verifying_key(), csr.to_be_signed());
        let signature = DerSignature::try_from(csr.signature()).expect("signature");
        let bare = || key.verify(black_box(message), &signature).expect("a right signature");
        let point = key.to_sec1_point(false);
        let aws_lc = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point.as_bytes());
        let on_aws_lc = || {
            aws_lc.verify(black_box(message), csr.signature()).expect("a right signature");
        };
        let rcgen =
            || CertificateSigningRequestParams::from_der(&black_box(der).into()).expect("DER");
        let ours = || {
            let read = CertificationRequest::from_der(black_box(der)).expect("DER");
            read.verify().expect("a right signature")
        };
        let mut peers = vec![
            Lane::new("bare-verification", bare),
            Lane::new("bare-aws-lc-rs", on_aws_lc),
            Lane::new("rcgen", rcgen),
        ];
        peers.extend(openssl_verify);
        contest(&format!("verify/{count}"), Lane::new("ours", ours), peers);
    }

    /// Reading in which no signature is verified: its algorithm is not one for the key.
    pub fn lint(&self, count: usize) {
        let request = ours::request(&sample::host_names(count));
        let csr = request
            .prepare(&self.p256)
            .assemble_unchecked(&SignatureAlgorithm::Sha256WithRsa, &self.keys.fixed_signature);
        let der = csr.as_der();
        let inspection = Inspection::read(der).expect("a request");
        assert!(inspection.deviations().is_empty(), "{:?}", inspection.deviations());

        let x509_parser = || X509CertificationRequest::from_der(black_box(der));
        let inspect = || Inspection::read(black_box(der));
        contest(
            &format!("inspect/{count}"),
            Lane::new("ours", inspect),
            vec![Lane::new("x509-parser", x509_parser)],
        );
        let policy = Policy::new(&[], "2026-01-01".parse().expect("a day"));
        contest(
            &format!("lint/{count}"),
            Lane::new("ours", || lint(black_box(&inspection), &policy)),
            vec![Lane::new("inspect", inspect)],
        );
    }
}

//! The encoder alone: request to the bytes to be signed, text to the same, DER to PEM.

#![allow(missing_docs, clippy::expect_used)] // a bench may fail loudly

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pkcs10::{DistinguishedName, GeneralNameType, PublicKey, Request, SignatureAlgorithm};

const COUNTS: [usize; 5] = [0, 2, 100, 10_000, 100_000];

/// The point need not lie on the curve here.
fn public_key() -> PublicKey {
    let mut spki = vec![
        0x30, 89, 0x30, 19, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE,
        0x3D, 3, 1, 7, 3, 66, 0, 4,
    ];
    spki.resize(91, 0x5A);
    PublicKey::from_der(&spki).expect("a key")
}

fn host_names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("node-{index}.rack-{}.example.com", index % 40)).collect()
}

fn request(names: &[String]) -> Request {
    Request::builder()
        .subject(
            DistinguishedName::builder()
                .country("DE")
                .organization("ACME GmbH")
                .organizational_unit("Firmware")
                .common_name("bmc-7.example.com"),
        )
        .subject_alt_names(names.iter().map(|name| (GeneralNameType::DnsName, name.as_str())))
        .build()
        .expect("a valid request")
}

fn request_to_tbs(c: &mut Criterion) {
    let key = public_key();
    let mut group = c.benchmark_group("request-to-tbs");
    for count in COUNTS {
        let request = request(&host_names(count));
        let mut buffer = vec![0; request.encoded_len(&key)];
        group.throughput(Throughput::Bytes(buffer.len().try_into().expect("64 bits")));
        group.bench_function(BenchmarkId::new("buffer", count), |b| {
            b.iter(|| request.encode_into(black_box(&key), black_box(&mut buffer)));
        });
        group.bench_function(BenchmarkId::new("vec", count), |b| {
            b.iter(|| request.encode(black_box(&key)));
        });
    }
}

fn text_to_tbs(c: &mut Criterion) {
    let key = public_key();
    let mut group = c.benchmark_group("text-to-tbs");
    for count in COUNTS {
        let names = host_names(count);
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| request(black_box(&names)).encode(&key));
        });
    }
}

fn der_to_pem(c: &mut Criterion) {
    let key = public_key();
    let mut group = c.benchmark_group("der-to-pem");
    for count in COUNTS {
        let csr = request(&host_names(count))
            .prepare(&key)
            .assemble_unchecked(&SignatureAlgorithm::EcdsaWithSha256, &[0x5A; 71]);
        group.throughput(Throughput::Bytes(csr.as_der().len().try_into().expect("64 bits")));
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| black_box(&csr).to_pem());
        });
    }
}

criterion_group!(benches, request_to_tbs, text_to_tbs, der_to_pem);
criterion_main!(benches);

//! Whole requests: encoded, signed and put into PEM, with each algorithm.

#![allow(missing_docs, clippy::expect_used)] // a bench may fail loudly

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pkcs10::{Algorithm, DistinguishedName, GeneralName, KeyPair, Request, SysRng};

fn whole_csr(c: &mut Criterion) {
    let request = Request::builder()
        .subject(DistinguishedName::builder().country("DE").common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .subject_alt_name(GeneralName::ip([192, 0, 2, 7]))
        .build()
        .expect("a valid request");
    let mut group = c.benchmark_group("whole-csr");
    for &algorithm in Algorithm::ALL {
        // Those of the features that were asked for.
        let Ok(key) = KeyPair::generate(algorithm, &mut SysRng) else { continue };
        group.bench_function(BenchmarkId::new("der", algorithm), |b| {
            b.iter(|| black_box(&request).sign(&key).expect("a signature"));
        });
        group.bench_function(BenchmarkId::new("pem", algorithm), |b| {
            b.iter(|| black_box(&request).sign(&key).expect("a signature").to_pem());
        });
    }
}

criterion_group!(benches, whole_csr);
criterion_main!(benches);

//! How often the encoder asks for memory: once for a `Vec`, never for a caller's buffer; and the
//! reader, whose number does not depend on how many names there are.

#![allow(clippy::unwrap_used)]

use allocation_counter::measure;
use pkcs10::{
    CertificationRequest, DistinguishedName, GeneralName, GeneralNameType, PublicKey, Request,
    SignatureAlgorithm,
};

#[path = "support/public_key.rs"]
mod public_key;

use public_key::public_key;

fn host_names(names: usize) -> Vec<String> {
    (0..names).map(|index| format!("host-{index}.example.com")).collect()
}

fn request(names: usize) -> Request {
    request_for(&host_names(names))
}

fn request_for(names: &[String]) -> Request {
    Request::builder()
        .subject(DistinguishedName::builder().country("DE").common_name("bmc-7.example.com"))
        .subject_alt_names(names.iter().map(|name| (GeneralNameType::DnsName, name.as_str())))
        .build()
        .unwrap()
}

/// A key for Ed25519, and one for ML-DSA-65 whose headers are two bytes longer, each
/// with so many names.
fn keys_and_names() -> impl Iterator<Item = (PublicKey, usize)> {
    let mut ml_dsa = vec![0x30, 0x82, 0x07, 0xB2, 0x30, 11, 6, 9];
    ml_dsa.extend([0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18, 0x03, 0x82, 0x07, 0xA1, 0]);
    ml_dsa.extend([7; 1_952]);
    let ml_dsa = PublicKey::from_der(&ml_dsa).unwrap();
    [public_key(), ml_dsa]
        .into_iter()
        .flat_map(|key| [0, 1, 2, 100, 10_000].map(|names| (key.clone(), names)))
}

#[test]
fn encoding_into_a_buffer_allocates_nothing() {
    for (key, names) in keys_and_names() {
        let request = request(names);
        let mut buffer = vec![0; request.encoded_len(&key)];
        let mut written = Ok(0);
        let allocations = measure(|| written = request.encode_into(&key, &mut buffer));
        assert_eq!(written, Ok(buffer.len()), "{names}");
        assert_eq!(allocations.count_total, 0, "{names}");
        assert_eq!(buffer, request.encode(&key), "{names}");

        let short = buffer.len() - 1;
        let refused = measure(|| written = request.encode_into(&key, &mut buffer[..short]));
        assert_eq!(written.unwrap_err().needed, short + 1, "{names}");
        assert_eq!(refused.count_total, 0, "{names}");
    }
}

#[test]
fn encoding_to_a_vec_allocates_once_and_no_more_than_it_needs() {
    for (key, names) in keys_and_names() {
        let request = request(names);
        let mut info = Vec::new();
        let allocations = measure(|| info = request.encode(&key));
        assert_eq!(allocations.count_total, 1, "{names}");
        assert_eq!(info.len(), request.encoded_len(&key), "{names}");
        assert_eq!(info.capacity(), info.len(), "{names}");
    }
}

#[test]
fn preparing_reads_nothing_of_what_was_just_written() {
    for (key, names) in keys_and_names() {
        let request = request(names);
        let copy_of_key = measure(|| drop(key.clone()));
        let allocations = measure(|| drop(request.prepare(&key)));
        assert_eq!(allocations.count_total, 1 + copy_of_key.count_total, "{names}");
    }
}

/// The subject, the names, and the bytes to be signed; and the table in which duplicates of many names
/// are looked for.
#[test]
fn text_to_the_bytes_to_be_signed_allocates_alike_for_every_key() {
    for (key, names) in keys_and_names() {
        let texts = host_names(names);
        let allocations = measure(|| drop(request_for(&texts).encode(&key)));
        let expected = match names {
            0 => 2,
            1 | 2 => 3,
            _ => 4,
        };
        assert_eq!(allocations.count_total, expected, "{names}");
    }
}

#[test]
fn reading_many_names_allocates_no_more_often_than_reading_two() {
    let counts = [2, 100, 10_000].map(|names| {
        let signature = [0x30, 6, 2, 1, 5, 2, 1, 5];
        let csr = request(names)
            .prepare(&public_key())
            .assemble_unchecked(&SignatureAlgorithm::EcdsaWithSha256, &signature);
        let mut read = None;
        let allocations = measure(|| read = CertificationRequest::from_der(csr.as_der()).ok());
        assert_eq!(read, Some(csr), "{names}");
        allocations.count_total
    });
    assert_eq!(counts, [15; 3]);
}

#[test]
fn many_faults_of_a_text_take_no_more_memory_than_a_thousand() {
    for part in ["+", ",", "x=,", "C=a+", "commonNaem=a,"] {
        let text = part.repeat((1 << 20) / part.len());
        let directory = measure(|| drop(GeneralName::directory(&text).unwrap_err()));
        let subject = measure(|| drop(text.parse::<DistinguishedName>().unwrap_err()));
        for used in [directory, subject] {
            assert!(used.bytes_max < 3 << 20, "{part}: {} bytes", used.bytes_max);
        }
    }
}

#[test]
fn the_count_sees_what_is_allocated() {
    assert_eq!(measure(|| drop(std::hint::black_box(vec![0_u8; 64]))).count_total, 1);
}

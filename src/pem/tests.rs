//! What is encoded is read back, and text that is not PEM is refused for its own reason.

use super::*;
use alloc::{format, vec};

#[test]
fn encoding_equals_that_of_pem_rfc7468() {
    for len in (1..200).chain([4_095, 4_096, 4_097]) {
        let bytes: Vec<u8> = (0..len).map(|i: usize| (i * 7 % 256).to_be_bytes()[7]).collect();
        let expected =
            pem_rfc7468::encode_string("CERTIFICATE REQUEST", pem_rfc7468::LineEnding::LF, &bytes);
        assert_eq!(encode("CERTIFICATE REQUEST", &bytes), expected.unwrap(), "{len}");
    }
}

/// The first block with the label `X` that stands on lines of its own.
fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    blocks(text.as_bytes())
        .find(|block| block.is_on_own_line() && block.label() == Some(b"X"))
        .ok_or_else(|| no_block(text.as_bytes()))?
        .decode_lines()
}

#[test]
fn every_begin_is_seen_wherever_it_stands() {
    let text = "-----BEGIN A-----\nx -----BEGIN B-----\n-----END B-----\n \t-----BEGIN C----- x\n-----BEGIN D----------BEGIN E-----\n-----BEGIN \n-----END F-----";
    let found: Vec<_> =
        blocks(text.as_bytes()).map(|block| (block.label(), block.is_on_own_line())).collect();
    let expected: [(Option<&[u8]>, bool); 6] = [
        (Some(b"A"), true),
        (Some(b"B"), false),
        (Some(b"C"), false),
        (Some(b"D"), false),
        (Some(b"E"), false),
        (None, false),
    ];
    assert_eq!(found, expected);
}

#[test]
fn text_behind_an_end_is_accepted_only_where_lines_do_not_matter() {
    let text = "key: -----BEGIN X-----\nAA==\n-----END X----- of a user\n";
    let block = blocks(text.as_bytes()).next().unwrap();
    assert!(!block.is_on_own_line());
    assert_eq!(**block.decode().unwrap(), [0]);
    assert_eq!(block.decode_lines().unwrap_err().code(), Code::PemEnd);
    let end = text.find(" of").unwrap();
    assert_eq!(block.end(text.as_bytes()), Some(end));
}

#[test]
fn blocks_are_read_however_their_lines_end() {
    let bytes = vec![0xA5; 100];
    let pem = encode("X", &bytes);
    let cases = [
        pem.clone(),
        pem.replace('\n', "\r\n"),
        pem.replacen('\n', "\r\n", 2),
        pem.replace('\n', "\r"),
        pem.trim_end().into(),
        format!("Subject: a user\n\n{pem}"),
        format!("{}{pem}", encode("OTHER", &[1])),
        pem.replace("pQ", "p\nQ"),
        pem.replace("pQ", "p \tQ"),
    ];
    for text in cases {
        assert_eq!(*decode(&text).unwrap(), bytes, "{text}");
    }
}

#[test]
fn text_that_is_not_a_block_is_refused_for_its_own_reason() {
    let cases = [
        ("", Code::PemMissing),
        ("-----BEGIN Y-----\nAA==\n-----END Y-----", Code::PemMissing),
        ("-----BEGIN X-----AA==-----END X-----\n", Code::PemJoined),
        ("-----BEGIN X----- AA== -----END X-----", Code::PemJoined),
        ("\r-----BEGIN X-----\\nAA==\\n", Code::PemJoined),
        ("-----BEGIN X-----\nAA==\n", Code::PemEnd),
        ("-----BEGIN X-----\nAA==\n-----END Y-----\n", Code::PemEnd),
        ("-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n-----END X-----\n", Code::PemHeaders),
        ("-----BEGIN X-----\n!!!!\n-----END X-----\n", Code::PemBase64),
        ("-----BEGIN X-----\nAAA\n-----END X-----\n", Code::PemBase64),
    ];
    for (text, expected) in cases {
        assert_eq!(decode(text).unwrap_err().code(), expected, "{text}");
    }
}

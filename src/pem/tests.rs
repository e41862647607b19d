//! What is encoded is read back, and text that is not PEM is refused for its own reason.

use super::*;
use alloc::{format, vec};

#[test]
fn encoding_equals_that_of_pem_rfc7468() {
    for len in (1..200).chain([4_095, 4_096, 4_097]) {
        let bytes: Vec<u8> = (0..len).map(|i: usize| (i * 7 % 256).to_be_bytes()[7]).collect();
        let expected =
            pem_rfc7468::encode_string("CERTIFICATE REQUEST", pem_rfc7468::LineEnding::LF, &bytes);
        let encoded = encode("CERTIFICATE REQUEST", &bytes);
        assert_eq!(encoded, expected.unwrap(), "{len}");
        assert_eq!(encoded.capacity(), encoded.len(), "{len}: one allocation, all of it used");
    }
}

/// The first block with the label `X`, which is on lines of its own.
fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    blocks(text.as_bytes()).find(|block| block.label() == "X").unwrap().decode_lines()
}

#[test]
fn blocks_are_found_wherever_they_stand_but_not_within_another() {
    let text = "-----BEGIN A-----\nx -----BEGIN B-----\n-----END A-----\n \t-----BEGIN C----- x\n-----END C----------BEGIN D-----\n-----BEGIN E\n-----END D-----\n-----BEGIN \n-----END F-----";
    let found: Vec<_> = blocks(text.as_bytes()).map(|block| block.label()).collect();
    assert_eq!(found, ["A", "C", "D", ""]);
    let cut = "-----BEGIN A-----\n-----BEGIN B-----\n";
    let found: Vec<_> = blocks(cut.as_bytes()).map(|block| (block.label(), block.rest())).collect();
    assert_eq!(found, [("A", None)]);
}

#[test]
fn requests_are_counted_wherever_they_begin() {
    let cases = [
        ("-----BEGIN CERTIFICATE-----", 0),
        ("-----BEGIN CERTIFICATE REQUEST-----\n-----BEGIN NEW CERTIFICATE REQUEST-----", 2),
        ("x -----BEGIN CERTIFICATE REQUEST-----AA-----BEGIN CERTIFICATE REQUEST\n", 2),
        ("-----BEGIN  CERTIFICATE REQUEST-----\n------BEGIN CERTIFICATE REQUEST-----", 2),
    ];
    for (text, expected) in cases {
        assert_eq!(count_requests(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn a_stream_is_nothing_but_whole_blocks() {
    let [a, b] = ["A", "B"].map(|label| encode(label, &[0; 60]));
    let (one, two) = (a.trim_end().as_bytes(), b.trim_end().as_bytes());
    let streams =
        [format!("{a}{b}"), format!("\n {a}\r\n\n{b}\t\n"), format!("{a}{b}").trim_end().into()];
    for stream in streams {
        assert_eq!(whole_blocks(stream.as_bytes()), Some(vec![one, two]), "{stream}");
    }
    let others = [
        format!("x\n{a}{b}"),
        format!("{a}x\n{b}"),
        format!("{a}{b}x"),
        format!("{a}x {b}"),
        format!("{}{b}", a.trim_end()),
        a.replace("A-----\n", "A-----"),
        a.replace("END A", "END B"),
        a.replace("END", "BEGIN"),
        a.replacen("AAA\n", "AAA\n-----BEGIN B-----\n", 1),
    ];
    for other in others {
        assert_eq!(whole_blocks(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn text_around_a_block_on_its_lines_is_accepted_only_where_lines_do_not_matter() {
    for text in [
        "key: -----BEGIN X-----\nAA==\n-----END X-----\n",
        "-----BEGIN X-----\nAA==\n-----END X----- of a user\n",
    ] {
        let block = blocks(text.as_bytes()).next().unwrap();
        assert_eq!(**block.decode().unwrap(), [0]);
        assert!(block.decode_lines().is_err());
    }
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
        ("-----BEGIN X-----AA==-----END X-----\n", Code::PemJoined),
        ("-----BEGIN X----- AA== -----END X-----", Code::PemJoined),
        ("\r-----BEGIN X-----\\nAA==\\n", Code::PemJoined),
        ("x -----BEGIN X-----\nAA==\n-----END X-----\n", Code::PemJoined),
        ("-----BEGIN X-----\nAA==\n-----END X----- x\n", Code::PemEnd),
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

#[test]
fn what_the_fast_reader_takes_is_what_the_constant_time_one_takes() {
    let lines = |text: &str, end| {
        text.as_bytes().chunks(64).map(|line| [line, end].concat()).collect::<Vec<_>>().concat()
    };
    for len in 1..200 {
        let bytes: Vec<u8> = (0..len).map(|i: usize| (i * 7 % 256).to_be_bytes()[7]).collect();
        let text = STANDARD.encode_to_string(&bytes);
        for end in [&b"\n"[..], b"\r\n", b" \t\n", b""] {
            assert_eq!(public_base64(&lines(&text, end)).as_deref(), Some(&bytes), "{len} {end:?}");
        }
        // One byte is another one.
        for byte in b"=-_+/A9 \t\r\n\x0B\x0C\x00\xA0\xFF" {
            for at in (0..text.len()).rev().take(8) {
                let mut text = text.clone().into_bytes();
                text[at] = *byte;
                if let Some(taken) = public_base64(&text) {
                    assert_eq!(base64(&text).ok(), Some(taken), "{len} {at} {byte:#04x}");
                }
            }
        }
    }
}

#[test]
fn only_what_is_public_is_read_fast_and_no_less_is_read() {
    // A tab within a line: of the two readers only the constant-time one takes it.
    assert!(public_base64(b"AA\tAA").is_none());
    let cases = [
        ("X", false),
        ("PRIVATE KEY", false),
        ("PUBLIC KEY", false),
        ("CERTIFICATE", true),
        ("NEW CERTIFICATE REQUEST", true),
    ];
    for (label, is_public) in cases {
        let text = format!("-----BEGIN {label}-----\nAA\tAA\n-----END {label}-----\n");
        let block = blocks(text.as_bytes()).next().unwrap();
        assert_eq!(block.is_public(), is_public, "{label}");
        assert_eq!(block.decode_lines().unwrap()[..], [0; 3], "{label}");
        let empty = text.replace("AA\tAA", "");
        let refused = blocks(empty.as_bytes()).next().unwrap().decode_lines().unwrap_err();
        assert_eq!(refused.code(), Code::PemBase64, "{label}");
    }
}

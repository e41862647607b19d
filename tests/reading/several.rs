//! Inputs of which programs read different requests, and what is read around a request.

use super::der_tree::*;
use pkcs10::{
    CertificationRequest, Code, Inspection, KeyPair, PublicKey, Renewal, reading::members,
};

fn request(name: &str) -> (Vec<u8>, String) {
    let mut info = good_info();
    *info.at(&[1, 2, 0, 1]) = leaf(0x0C, name.as_bytes());
    let der = sign(&info).encode();
    let pem = Inspection::read(&der).unwrap().to_pem();
    (der, pem)
}

/// What each reader that takes one request says of an input.
fn verdicts(input: &[u8]) -> Vec<Result<(), Code>> {
    let mut verdicts = vec![
        Inspection::read(input).map(drop),
        Renewal::read(input).map(drop),
        PublicKey::find(input, None).map(drop),
    ];
    if let Ok(text) = str::from_utf8(input) {
        verdicts.push(CertificationRequest::from_pem(text).map(drop));
    }
    verdicts.into_iter().map(|verdict| verdict.map_err(|error| error.code())).collect()
}

#[test]
fn a_second_request_is_refused_wherever_it_begins() {
    let ((good_der, good), (evil_der, evil)) = (request("good"), request("evil"));
    let (begin, body) = evil.split_at(evil.find('\n').unwrap());
    let line = "x".repeat(254);
    let inner = good.replacen('\n', &format!("\n{evil}"), 2);
    let key = PublicKey::find(&good_der, None).unwrap();
    let refused: Vec<Vec<u8>> = vec![
        [&good_der[..], b"\n", evil.as_bytes()].concat(),
        [&good_der[..], evil.as_bytes()].concat(),
        [key.as_der(), b"\n", evil.as_bytes()].concat(),
        [good.as_bytes(), &evil_der].concat(),
        [good.as_bytes(), b" \n", &evil_der].concat(),
        format!("{good}{evil}").into(),
        format!("{line}{evil}{good}").into(),
        format!("{good}{line}{evil}").into(),
        format!("{begin} {body}{good}").into(),
        format!("{}{evil}", good.trim_end()).into(),
        format!("{good}{}", evil.replace("CERTIFICATE", "NEW CERTIFICATE")).into(),
        format!("{good}{}", evil.replace("REQUEST-----", "REQUEST")).into(),
        format!("-----BEGIN X-----\n{evil}-----END X-----\n{good}").into(),
        // Text, and a SEQUENCE.
        format!("0\u{5}\0\0\0\0\n{good}").into(),
        good.replace("-----END", &format!("{evil}-----END")).into(),
        inner.into(),
    ];
    for input in refused {
        for verdict in verdicts(&input) {
            let shown = String::from_utf8_lossy(&input);
            assert_eq!(verdict, Err(Code::SeveralRequests), "{shown}");
        }
    }
    // Within a value of a request in DER, where PEM of another kind may be.
    let certificate = include_str!("../data/keys/ecdsa-p256.crt.pem").to_owned();
    for (pem, expected) in [(evil, Err(Code::SeveralRequests)), (certificate, Ok(()))] {
        let mut info = good_info();
        *info.at(&[3, 0, 1, 0]) = leaf(0x0C, format!("\n{pem}").as_bytes());
        info.at(&[3]).nodes().sort_by_key(Node::encode);
        let der = sign(&info).encode();
        assert_eq!(verdicts(&der)[0], expected);
        assert_eq!(verdicts(&der)[1], Err(Code::SeveralRequests));
        assert!(CertificationRequest::from_der(&der).is_ok());
    }
}

#[test]
fn one_request_with_other_things_around_it_is_that_request() {
    let (_, good) = request("good");
    let certificate = include_str!("../data/keys/ecdsa-p256.crt.pem");
    let key = include_str!("../data/keys/rsa-2048.pem");
    for text in [
        format!("0 Certificate Request:\n    Data:\n{good}"),
        format!("{good}0 more lines\n"),
        format!("{key}{good}{certificate}"),
    ] {
        assert_eq!(verdicts(text.as_bytes())[0], Ok(()), "{text}");
        assert_eq!(verdicts(text.as_bytes())[1], Ok(()), "{text}");
    }
    // Where a private key is wanted, it is read beside any other block.
    assert!(KeyPair::read(format!("{good}{good}{key}").as_bytes(), None).is_ok());
}

#[test]
fn the_first_block_of_a_label_is_the_one_for_every_reader() {
    let certificate = include_str!("../data/keys/ecdsa-p256.crt.pem");
    let other = include_str!("../data/keys/ecdsa-p384.crt.pem");
    let first = PublicKey::find(certificate.as_bytes(), None).unwrap();
    let both = format!("{certificate}{other}");
    assert_eq!(PublicKey::find(both.as_bytes(), None), Ok(first));
    let damaged = format!("{}{other}", certificate.replacen("MII", "!II", 1));
    let in_line = format!("x {both}");
    assert_eq!(Renewal::read(both.as_bytes()).unwrap_err().code(), Code::SeveralCertificates);
    assert_eq!(Renewal::read(damaged.as_bytes()).unwrap_err().code(), Code::PemBase64);
    assert_eq!(PublicKey::find(damaged.as_bytes(), None).unwrap_err().code(), Code::PemBase64);
    assert_eq!(Renewal::read(in_line.as_bytes()).unwrap_err().code(), Code::PemJoined);
    assert_eq!(PublicKey::find(in_line.as_bytes(), None).unwrap_err().code(), Code::PemJoined);
}

#[test]
fn a_stream_has_as_many_members_as_blocks() {
    let ((der, good), (_, evil)) = (request("good"), request("evil"));
    let stream = format!("\u{FEFF}{good}\r\n{evil}");
    assert_eq!(
        members(stream.as_bytes()),
        [good.trim_end().as_bytes(), evil.trim_end().as_bytes()]
    );
    for one in [good.clone(), format!("{good}x\n{evil}"), String::new()] {
        assert_eq!(members(one.as_bytes()), [one.as_bytes()]);
    }
    let both = [&der[..], good.as_bytes(), evil.as_bytes()].concat();
    assert_eq!(members(&both), [&both[..]]);
}

#[test]
fn what_stands_around_the_signed_bytes_can_keep_others_from_reading_them() {
    type Case<'a> = (&'a Node, fn(&mut Node), Option<(Code, &'static str)>);
    let rsa: Node = Node::parse(
        &pem_rfc7468::decode_vec(include_bytes!("../data/keys/rsa-2048.csr.pem")).unwrap().1,
    );
    let ecdsa = sign(&good_info());
    let read = |der: &[u8]| {
        let inspection = Inspection::read(der).unwrap();
        assert!(inspection.verification().is_ok());
        inspection.refused_elsewhere().map(|found| (found.code(), found.place().to_owned()))
    };
    let cases: [Case<'_>; 9] = [
        (&ecdsa, |_| {}, None),
        (&rsa, |_| {}, None),
        (&rsa, |whole| drop(whole.at(&[1]).nodes().pop()), None),
        (
            &ecdsa,
            |whole| whole.at(&[1]).nodes().push(leaf(5, b"")),
            Some((Code::AlgorithmParameters, "signatureAlgorithm")),
        ),
        (
            &ecdsa,
            |whole| whole.nodes().push(leaf(5, b"")),
            Some((Code::TrailingData, "certificationRequest")),
        ),
        (
            &ecdsa,
            |whole| whole.at(&[1]).nodes().push(leaf(2, b"\x01")),
            Some((Code::AlgorithmParameters, "signatureAlgorithm")),
        ),
        (
            &rsa,
            |whole| *whole.at(&[1, 1]) = node(0x30, []),
            Some((Code::AlgorithmParameters, "signatureAlgorithm")),
        ),
        (
            &rsa,
            |whole| whole.at(&[1]).nodes().push(leaf(5, b"")),
            Some((Code::TrailingData, "signatureAlgorithm")),
        ),
        // A newline behind a request is none, but in it.
        (
            &ecdsa,
            |whole| whole.nodes().push(leaf(b'\n', b"")),
            Some((Code::TrailingData, "certificationRequest")),
        ),
    ];
    for (index, (whole, change, expected)) in cases.into_iter().enumerate() {
        let mut whole = whole.clone();
        change(&mut whole);
        let expected = expected.map(|(code, place)| (code, place.to_owned()));
        assert_eq!(read(&whole.encode()), expected, "{index}");
    }
    let der = ecdsa.encode();
    for (behind, is_refused) in
        [(&b"\n"[..], false), (b"\r\n", false), (b"\0", true), (b"\nx", true), (&der, true)]
    {
        assert_eq!(read(&[&der[..], behind].concat()).is_some(), is_refused, "{behind:02x?}");
    }
}

#[test]
fn deviations_without_number_in_what_is_signed_hide_none_around_it() {
    let mut info = good_info();
    let attribute = |arc: usize| {
        node(0x30, [oid(&format!("2.999.{arc}")), node(0x31, [leaf(5, b"")]), leaf(5, b"")])
    };
    info.at(&[3]).nodes().extend((0..150).map(attribute));
    info.at(&[3]).nodes().sort_by_key(Node::encode);
    let mut whole = sign(&info);
    whole.nodes().push(leaf(5, b""));
    let inspection = Inspection::read(&whole.encode()).unwrap();
    assert_eq!(inspection.deviations().len(), 101);
    let found = inspection.refused_elsewhere().unwrap();
    assert_eq!((found.code(), found.place()), (Code::TrailingData, "certificationRequest"));
}

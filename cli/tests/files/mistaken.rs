//! What `csr` says of a file that is something else than was asked for.

use std::fs;

use crate::tools::{Directory, Message, csr, csr_works, key, refusal};

/// What reads a request.
const READERS: [&[&str]; 4] = [&["inspect"], &["inspect", "--json"], &["verify"], &["lint"]];

/// What `csr new --from` says of this file.
#[track_caller]
fn from(path: &str) -> Message {
    let key = key("ecdsa-p256.pem");
    let (code, message) = refusal(&["new", "--key", &key, "--from", path], b"");
    assert_eq!((code, &message.place), (1, &format!("--from {path}")), "{message:?}");
    message
}

fn pem(name: &str) -> String {
    fs::read_to_string(key(name)).unwrap()
}

fn der(name: &str) -> Vec<u8> {
    pem_rfc7468::decode_vec(pem(name).as_bytes()).unwrap().1
}

/// A request that waits for its signature.
fn prepared(dir: &Directory) -> Vec<u8> {
    let out = dir.path("prepared");
    let public_key = key("ecdsa-p256.public.pem");
    csr_works(&["prepare", "--cn", "a", "--public-key", &public_key, "--out", &out], b"");
    fs::read(out).unwrap()
}

#[test]
fn each_mistaken_file_is_named_by_its_content_with_a_hint_for_it() {
    let dir = Directory::new();
    let utf_16: Vec<u8> =
        pem("ecdsa-p256.csr.pem").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let html = pem("ecdsa-p256.csr.pem").replacen("MI", "M&#73;", 1);
    let pem_of = |name| pem(name).into_bytes();
    let convert = Some("save it as ASCII or UTF-8");
    let key = Some("to create a request with it: csr new --key FILE");
    // What is read to be renewed may be a certificate.
    let cases: [(Vec<u8>, &str, Option<&str>, bool); 11] = [
        (
            der("ecdsa-p256.crt.pem"),
            "is a certificate",
            Some("to renew it: csr new --from FILE"),
            false,
        ),
        (der("ecdsa-p256.pem"), "is a private key", key, true),
        (
            der("ecdsa-p256.public.pem"),
            "is a public key",
            Some("to prepare a request for it: csr prepare --public-key FILE"),
            true,
        ),
        (
            fs::read(crate::tools::key("ecdsa-p256.p12")).unwrap(),
            "is a PKCS #12 file",
            Some("to extract its certificate: openssl pkcs12 -nokeys -in FILE -out NEW"),
            true,
        ),
        (
            der("ecdsa-p256.p7b.pem"),
            "is a PKCS #7 file",
            Some(
                "to extract its certificates: openssl pkcs7 -inform DER -print_certs -in FILE -out NEW",
            ),
            false,
        ),
        (
            prepared(&dir),
            "is a prepared request",
            Some("to add its signature: csr assemble FILE --signature SIGNATURE"),
            true,
        ),
        (pem_of("ecdsa-p256.pem"), "is PEM with the label \"PRIVATE KEY\"", key, true),
        (b" \n".into(), "is empty", None, true),
        ([&[0xFF, 0xFE][..], &utf_16].concat(), "is text in UTF-16", convert, true),
        (utf_16, "is text in UTF-16", convert, true),
        (
            html.into(),
            "has a block with HTML entities",
            Some("copy it again as plain text, not from the source of a page"),
            true,
        ),
    ];
    for (content, text, hint, is_refused_by_new) in cases {
        let path = dir.write("mistaken", content);
        let hint = hint.map(|hint| hint.replace("FILE", &path));
        let is_expected =
            |message: &Message| message.text.starts_with(text) && message.hint == hint;
        for reader in READERS {
            let (code, message) = refusal(&[reader, &[&path]].concat(), b"");
            assert_eq!((code, &message.place), (1, &path), "{reader:?}");
            assert!(is_expected(&message), "{reader:?}: {message:?}");
        }
        if is_refused_by_new {
            let message = from(&path);
            assert!(is_expected(&message), "{message:?}");
        }
    }
}

#[test]
fn a_file_with_several_requests_is_not_checked_by_its_first() {
    let dir = Directory::new();
    let (one, other) = (pem("ecdsa-p256.csr.pem"), pem("rsa-2048.csr.pem"));
    let third = other.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
    let cases = [
        (format!("x\n{one}{other}"), 2),
        (format!("{one}{one}x\n"), 2),
        (format!("first\n{one}second\n{other}\r\n{third}"), 3),
    ];
    for (content, count) in cases {
        let path = dir.write("several.pem", content);
        let text = format!("is {count} certification requests in one file");
        for reader in READERS {
            let (code, message) = refusal(&[reader, &[&path]].concat(), b"");
            assert_eq!((code, &message.place), (1, &path), "{reader:?}");
            assert!(message.text.starts_with(&text), "{message:?}");
        }
        assert!(from(&path).text.starts_with(&text));
    }
    // Each of a stream is checked, but one request is made of one.
    let stream = dir.write("stream.pem", format!("{one}{other}"));
    csr_works(&["verify", &stream], b"");
    assert!(from(&stream).text.starts_with("is 2 certification requests in one file"));
    // Blocks of other kinds may be beside a request.
    let beside = dir.write("beside.pem", format!("{}{one}", pem("ecdsa-p256.pem")));
    csr_works(&["verify", &beside], b"");
    // Of several certificates the key says which one is meant.
    let both = dir.write("both.pem", pem("ecdsa-p256.crt.pem") + &pem("rsa-2048.crt.pem"));
    let output = csr(&["new", "--key", &key("rsa-2048.pem"), "--from", &both], b"");
    csr_works(&["verify"], &output.stdout);
    let (code, message) = refusal(&["new", "--key", &key("ed25519.pem"), "--from", &both], b"");
    assert_eq!((code, &message.place), (1, &format!("--from {both}")));
    assert!(message.text.starts_with("is 2 certificates in one file: \""), "{message:?}");
}

#[test]
fn only_what_was_prepared_is_assembled() {
    let dir = Directory::new();
    let signature = dir.write("signature", [1; 64]);
    let prepare = "use the file that csr prepare --out wrote, unchanged";
    let whole = "it has a signature already; to check it: csr verify FILE";
    let cases: [(Vec<u8>, &str, &str); 6] = [
        (Vec::new(), "is empty", prepare),
        (pem("ecdsa-p256.csr.pem").into(), "is a certification request", whole),
        (der("ecdsa-p256.csr.pem"), "is a certification request", whole),
        (der("ecdsa-p256.crt.pem"), "is a certificate", prepare),
        (der("ecdsa-p256.pem"), "is a private key", prepare),
        (fs::read(key("ecdsa-p256.p12")).unwrap(), "is a PKCS #12 file", prepare),
    ];
    for (content, what, hint) in cases {
        let path = dir.write("mistaken", content);
        let (code, message) = refusal(&["assemble", &path, "--signature", &signature], b"");
        assert_eq!((code, &message.place), (1, &path));
        assert_eq!(message.hint, Some(hint.replace("FILE", &path)));
        assert!(message.text.starts_with(what), "{message:?}");
    }
}

#[test]
fn a_fault_of_a_whole_body_names_its_file() {
    let dir = Directory::new();
    let cases = [("{\"CommonName\": \"a\"\n \"id\": 1}", "line 2, column 2"), ("[]", "an array")];
    let key = key("ecdsa-p256.pem");
    for (body, expected) in cases {
        let path = dir.write("a.json", body);
        for (file, input) in [(&*path, ""), ("-", body)] {
            let (code, message) = refusal(&["new", file, "--key", &key], input.as_bytes());
            assert_eq!((code, &*message.place), (1, file));
            assert!(message.text.contains(expected), "{message:?}");
        }
    }
}

#[test]
fn a_hint_for_a_country_is_the_code_of_one() {
    let dir = Directory::new();
    let key = key("ecdsa-p256.pem");
    let cases = [("us", Some("US")), ("uk", Some("GB")), ("zq", None), ("eu", None)];
    for (code, hint) in cases {
        let (_, message) = refusal(&["new", "--country", code, "--key", &key], b"");
        assert_eq!(message.place, "--country");
        assert_eq!(message.hint, hint.map(|hint| format!("use --country {hint}")), "{message:?}");
    }
    // Without a list of countries, these pass.
    csr_works(&["new", "--country", "UK", "--key", &key], b"");
    for (code, hint) in [("UK", Some("use \"GB\"")), ("EU", None)] {
        let body = dir.write("a.json", format!("{{\"Country\": \"{code}\"}}"));
        let (_, message) = refusal(&["new", &body, "--key", &key], b"");
        assert_eq!((&*message.place, message.hint.as_deref()), ("Country", hint));
    }
}

#[test]
fn a_template_is_shown_with_the_version_that_was_asked_for() {
    let key = key("ecdsa-p256.pem");
    for template in ["1.2.3", "1.2.3:4", "1.2.3:4:5", "1.2.3:0:4294967295"] {
        let request =
            csr_works(&["new", "--cn", "a", "--ms-template", template, "--key", &key], b"");
        let shown = String::from_utf8(csr_works(&["inspect"], &request)).unwrap();
        assert!(shown.contains(&format!("certificateTemplate: {template}\n")), "{shown}");
        let json = String::from_utf8(csr_works(&["inspect", "--json"], &request)).unwrap();
        assert!(json.contains(&format!("\"template\": \"{template}\"")), "{json}");
    }
}

//! What `csr` says of a file that is something else than was asked for.

use std::fs;

use crate::tools::{Folder, csr, csr_fails, csr_works, key};

/// What reads a request.
const READERS: [&[&str]; 4] = [&["inspect"], &["inspect", "--json"], &["verify"], &["lint"]];

/// What `csr new --from` says of this file.
#[track_caller]
fn from(path: &str) -> String {
    let key = key("ecdsa-p256.pem");
    let (code, error) = csr_fails(&["new", "--key", &key, "--from", path], b"");
    assert_eq!(code, 1, "{error}");
    error
}

fn pem(name: &str) -> String {
    fs::read_to_string(key(name)).unwrap()
}

fn der(name: &str) -> Vec<u8> {
    pem_rfc7468::decode_vec(pem(name).as_bytes()).unwrap().1
}

/// A request that waits for its signature.
fn prepared(folder: &Folder) -> Vec<u8> {
    let out = folder.path("prepared");
    let public_key = key("ecdsa-p256.public.pem");
    csr_works(&["prepare", "--cn", "a", "--public-key", &public_key, "--out", &out], b"");
    fs::read(out).unwrap()
}

#[test]
fn each_mistaken_file_is_told_by_its_content_and_what_to_do_with_it() {
    let folder = Folder::new();
    let utf_16: Vec<u8> =
        pem("ecdsa-p256.csr.pem").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let joined = pem("ecdsa-p256.csr.pem").replace('\n', "");
    let pem_of = |name| pem(name).into_bytes();
    let cases: [(Vec<u8>, &str, &str); 11] = [
        (
            der("ecdsa-p256.crt.pem"),
            "is a certificate, not a certification request; hint: to renew it: csr new --from FILE",
            "",
        ),
        (
            der("ecdsa-p256.pem"),
            "is a private key, not a certification request; hint: to make a request with it: csr new --key FILE",
            "is a private key, neither a certification request nor a certificate; hint: to make a request with it: csr new --key FILE",
        ),
        (
            der("ecdsa-p256.public.pem"),
            "is a public key, not a certification request; hint: to make a request for it: csr prepare --public-key FILE",
            "is a public key, neither a certification request nor a certificate; hint: to make a request for it: csr prepare --public-key FILE",
        ),
        (
            fs::read(key("ecdsa-p256.p12")).unwrap(),
            "is a PKCS #12 store, not a certification request; hint: to take its certificate out: openssl pkcs12 -nokeys -in FILE -out CERTIFICATE",
            "is a PKCS #12 store, neither a certification request nor a certificate; hint: to take its certificate out: openssl pkcs12 -nokeys -in FILE -out CERTIFICATE",
        ),
        (
            der("ecdsa-p256.p7b.pem"),
            "is a PKCS #7 file, not a certification request; hint: to take its certificates out: openssl pkcs7 -inform DER -print_certs -in FILE -out CERTIFICATES",
            "is a PKCS #7 file, neither a certification request nor a certificate; hint: to take its certificates out: openssl pkcs7 -inform DER -print_certs -in FILE -out CERTIFICATES",
        ),
        (
            prepared(&folder),
            "is a prepared request that waits for its signature, not a certification request; hint: to make a request of it and its signature: csr assemble FILE",
            "is a prepared request that waits for its signature, neither a certification request nor a certificate; hint: to make a request of it and its signature: csr assemble FILE",
        ),
        (
            pem_of("ecdsa-p256.pem"),
            "holds \"PRIVATE KEY\", not a certification request; that has the label \"CERTIFICATE REQUEST\"; hint: to make a request with it: csr new --key FILE",
            "holds \"PRIVATE KEY\"; what can be renewed has the label \"CERTIFICATE REQUEST\" or \"CERTIFICATE\"",
        ),
        (b" \n".into(), "is empty", "is empty"),
        (
            [&[0xFF, 0xFE][..], &utf_16].concat(),
            "is text in UTF-16; save it as ASCII or UTF-8",
            "is text in UTF-16; save it as ASCII or UTF-8",
        ),
        (
            utf_16,
            "is text in UTF-16; save it as ASCII or UTF-8",
            "is text in UTF-16; save it as ASCII or UTF-8",
        ),
        (
            joined.into(),
            "has a PEM block whose lines were joined; -----BEGIN …----- and -----END …----- stand on lines of their own",
            "has a PEM block whose lines were joined; -----BEGIN …----- and -----END …----- stand on lines of their own",
        ),
    ];
    for (content, read, renewed) in cases {
        let path = folder.write("mistaken", content);
        for reader in READERS {
            let (code, error) = csr_fails(&[reader, &[&path]].concat(), b"");
            assert_eq!((code, error), (1, format!("{path}: {read}\n")), "{reader:?}");
        }
        if !renewed.is_empty() {
            assert_eq!(from(&path), format!("--from: {path} {renewed}\n"));
        }
    }
}

#[test]
fn a_file_with_several_requests_is_not_judged_by_its_first() {
    let folder = Folder::new();
    let (one, other) = (pem("ecdsa-p256.csr.pem"), pem("rsa-2048.csr.pem"));
    let third = other.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
    let cases = [
        (format!("{one}{other}"), 2),
        (format!("{one}{one}"), 2),
        (format!("first\n{one}second\n{other}\r\n{third}"), 3),
    ];
    for (content, count) in cases {
        let path = folder.write("several.pem", content);
        let refused = format!("holds {count} certification requests; give one file for each\n");
        for reader in READERS {
            let (code, error) = csr_fails(&[reader, &[&path]].concat(), b"");
            assert_eq!((code, error), (1, format!("{path}: {refused}")), "{reader:?}");
        }
        assert_eq!(from(&path), format!("--from: {path} {refused}"));
    }
    // Blocks of other kinds stand beside a request as they like.
    let beside = folder.write("beside.pem", format!("{}{one}", pem("ecdsa-p256.pem")));
    csr_works(&["verify", &beside], b"");
    // The chain of a certificate is one thing.
    let chain = folder.write("chain.pem", pem("ecdsa-p256.crt.pem") + &pem("rsa-2048.crt.pem"));
    let output = csr(&["new", "--key", &key("rsa-2048.pem"), "--from", &chain], b"");
    csr_works(&["verify"], &output.stdout);
}

#[test]
fn only_what_was_prepared_is_assembled() {
    let folder = Folder::new();
    let signature = folder.write("signature", [1; 64]);
    let prepare = "give the file that csr prepare --out wrote, as it is";
    let whole = "it has a signature already; csr verify checks it";
    let cases: [(Vec<u8>, &str, &str); 6] = [
        (Vec::new(), "is empty", prepare),
        (pem("ecdsa-p256.csr.pem").into(), "is PEM", prepare),
        (der("ecdsa-p256.csr.pem"), "is a certification request", whole),
        (der("ecdsa-p256.crt.pem"), "is a certificate", prepare),
        (der("ecdsa-p256.pem"), "is a private key", prepare),
        (fs::read(key("ecdsa-p256.p12")).unwrap(), "is a PKCS #12 store", prepare),
    ];
    for (content, what, hint) in cases {
        let path = folder.write("mistaken", content);
        let (code, error) = csr_fails(&["assemble", &path, "--signature", &signature], b"");
        let but = match what {
            "is empty" => "",
            _ => ", not the CertificationRequestInfo of a prepared request in DER",
        };
        assert_eq!((code, error), (1, format!("{path}: {what}{but}; hint: {hint}\n")));
    }
}

#[test]
fn a_fault_of_a_whole_body_names_its_file() {
    let folder = Folder::new();
    let cases = [
        ("{\"CommonName\": \"a\"\n \"id\": 1}", "line 2, column 2: not JSON: expected `,` or `}`"),
        ("[]", "is an array where an object belongs"),
    ];
    let key = key("ecdsa-p256.pem");
    for (body, expected) in cases {
        let path = folder.write("a.json", body);
        let (code, error) = csr_fails(&["new", &path, "--key", &key], b"");
        assert_eq!((code, error), (1, format!("{path}: {expected}\n")));
        let (code, error) = csr_fails(&["new", "-", "--key", &key], body.as_bytes());
        assert_eq!((code, error), (1, format!("-: {expected}\n")));
    }
}

#[test]
fn a_hint_for_a_country_is_the_code_of_one() {
    let folder = Folder::new();
    let key = key("ecdsa-p256.pem");
    let rule = "C is an ISO 3166-1 alpha-2 code in upper case (RFC 5280 Appendix A.1)";
    let cases = [("us", "; hint: write US"), ("uk", "; hint: write GB"), ("zq", ""), ("eu", "")];
    for (code, hint) in cases {
        let (_, error) = csr_fails(&["new", "--country", code, "--key", &key], b"");
        assert_eq!(error, format!("--country: \"{code}\" is in lower case; {rule}{hint}\n"));
    }
    // Without a list of countries, these pass.
    csr_works(&["new", "--country", "UK", "--key", &key], b"");
    let rule = "C is an alpha-2 code such as US or DE";
    for (code, hint) in [("UK", "; hint: write GB"), ("EU", "")] {
        let body = folder.write("a.json", format!("{{\"Country\": \"{code}\"}}"));
        let (_, error) = csr_fails(&["new", &body, "--key", &key], b"");
        assert_eq!(
            error,
            format!(
                "Country: \"{code}\" is no country that ISO 3166-1 has assigned; {rule}{hint}\n"
            )
        );
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

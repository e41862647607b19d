//! Files in the place of others: what they are, and what to type with them.

use super::*;

/// The kinds of files, with what is known of each where it is not wanted: a part of the hint.
const KINDS: [(&str, &str); 11] = [
    ("request", "csr verify "),
    ("certificate", "csr new --from "),
    ("public", "csr prepare --public-key "),
    ("key", "csr new --key "),
    ("encrypted", "csr new --key "),
    ("pkcs12", "openssl pkcs12 -nokeys -in "),
    ("pkcs7", "openssl pkcs7 -print_certs -in "),
    ("prepared", "csr assemble "),
    ("signature", "csr assemble PREPARED --signature "),
    ("configuration", "csr new "),
    ("body", "csr new "),
];

/// A command, where `@` is the file; the kinds that it takes, and other hints for some kinds.
type Place =
    (&'static [&'static str], &'static [&'static str], &'static [(&'static str, &'static str)]);

const PLACES: &[Place] = &[
    (&["verify", "@"], &["request"], &[]),
    (&["lint", "@"], &["request"], &[]),
    (&["inspect", "@"], &["request"], &[]),
    (&["new", "--from", "@", "--key", "key"], &["request", "certificate", "pkcs7"], &[]),
    (&["new", "@", "--key", "key"], &["configuration", "body"], &[]),
    (&["prepare", "@", "--public-key", "public", "--out", "-"], &["configuration", "body"], &[]),
    (&["convert", "@"], &["configuration"], &[]),
    (
        &["new", "--host", "a.example", "--key", "@"],
        &["key"],
        &[
            ("request", "csr prepare --public-key "),
            ("certificate", "give the private key that belongs to it; "),
            ("encrypted", "--key-password-file FILE"),
            ("pkcs12", "openssl pkcs12 -nocerts -in "),
            ("prepared", ""),
        ],
    ),
    (
        &["prepare", "--host", "a.example", "--public-key", "@", "--out", "-"],
        &["public", "request", "certificate"],
        &[
            ("key", "openssl pkey -in "),
            ("encrypted", "openssl pkey -in "),
            ("pkcs12", "openssl pkcs12 -nocerts -in "),
            ("prepared", ""),
        ],
    ),
    (
        &["compare", "request", "@"],
        &["certificate", "pkcs7"],
        &[("request", "give the certificate that a CA issued for it")],
    ),
    (
        &["compare", "@", "certificate"],
        &["request"],
        &[("certificate", "the request comes first: csr compare ")],
    ),
    (
        &["verify", "request", "--signature-certificate", "@"],
        &["certificate", "pkcs7"],
        &[("request", "give the certificate that a CA issued for it")],
    ),
    (
        &["assemble", "@", "--signature", "signature"],
        &["prepared"],
        &[
            ("request", "it has a signature already; to check it: csr verify "),
            ("signature", "the prepared request comes first: csr assemble PREPARED --signature "),
            ("*", "use the file that csr prepare --out wrote, unchanged"),
        ],
    ),
    (
        &["assemble", "prepared", "--signature", "@"],
        &["signature"],
        &[("*", "openssl dgst -sha256 -sign KEY -out SIGNATURE ")],
    ),
];

/// Each kind of file, by its name.
fn files(dir: &Directory) -> [String; KINDS.len()] {
    let copy = |name: &str, of: &str| dir.write(name, fs::read(key(of)).unwrap());
    let public = copy("public", "ecdsa-p256.public.pem");
    let prepared = dir.path("prepared");
    csr_works(
        &["prepare", "--host", "a.example", "--public-key", &public, "--out", &prepared],
        b"",
    );
    let signature = ecdsa_signature(&fs::read(&prepared).unwrap());
    [
        copy("request", "ecdsa-p256.csr.pem"),
        copy("certificate", "ecdsa-p256.crt.pem"),
        public,
        copy("key", "ecdsa-p256.pem"),
        copy("encrypted", "pbkdf2-sha256-aes256.pem"),
        copy("pkcs12", "ecdsa-p256.p12"),
        copy("pkcs7", "ecdsa-p256.p7b.pem"),
        prepared,
        dir.write("signature", signature),
        dir.write(
            "configuration",
            "[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = a.example\n",
        ),
        dir.write("body", fs::read(EXAMPLE).unwrap()),
    ]
}

/// The signature of the key of the other files.
fn ecdsa_signature(message: &[u8]) -> Vec<u8> {
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    use p256::pkcs8::DecodePrivateKey;
    let pem = fs::read_to_string(key("ecdsa-p256.pem")).unwrap();
    let signature: Signature = SigningKey::from_pkcs8_pem(&pem).unwrap().sign(message);
    signature.to_der().as_bytes().to_vec()
}

#[test]
fn a_file_in_the_place_of_another_is_named_with_what_to_type() {
    let dir = Directory::new();
    let files = files(&dir);
    for (command, taken, others) in PLACES {
        for ((kind, usual), file) in KINDS.iter().zip(&files) {
            let in_directory = |word: &&str| match KINDS.iter().position(|(kind, _)| kind == word) {
                _ if *word == "@" => file.clone(),
                Some(at) => files[at].clone(),
                None => (*word).to_owned(),
            };
            let arguments: Vec<String> = command.iter().map(in_directory).collect();
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            if taken.contains(kind) {
                let error = String::from_utf8(csr(&arguments, b"").stderr).unwrap();
                assert!(!error.contains("expected"), "{command:?} {kind}: {error}");
                continue;
            }
            let other = others.iter().find(|(of, _)| of == kind || *of == "*");
            let expected = other.map_or(*usual, |(_, hint)| *hint);
            let (code, message) = refusal(&arguments, b"");
            let place = message.place.strip_prefix("--from ").unwrap_or(&message.place);
            assert_eq!((code, place), (1, file.as_str()), "{command:?} {kind}");
            let hint = message.hint.unwrap_or_default();
            let is_right =
                if expected.is_empty() { hint.is_empty() } else { hint.contains(expected) };
            assert!(is_right, "{command:?} {kind}: {hint}");
        }
    }
}

#[test]
fn what_is_prepared_is_assembled_in_base64_too() {
    use base64ct::{Base64, Encoding};
    let dir = Directory::new();
    let files = files(&dir);
    let text = dir.write("text", Base64::encode_string(&fs::read(&files[7]).unwrap()));
    let output = csr(&["assemble", &text, "--signature", &files[8]], b"");
    assert_eq!(output.stdout, csr_works(&["assemble", &files[7], "--signature", &files[8]], b""));
    let note = format!("note: {text}: read from base64\n");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), note);
}

#[test]
fn pem_is_no_batch() {
    let dir = Directory::new();
    let [request, ..] = files(&dir);
    let (code, message) =
        refusal(&["batch", &request, "--key", &key("ecdsa-p256.pem"), "--stdout"], b"");
    assert_eq!((code, message.place), (1, format!("{request}, line 1")));
    assert!(message.hint.unwrap().contains("csr verify FILE"));
}

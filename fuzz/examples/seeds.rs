//! Writes the seeds: `cargo run --manifest-path fuzz/Cargo.toml --example seeds`. The same
//! bytes each time.

use std::{fs, io, path::PathBuf};

use pkcs10::{
    Attribute, BasicConstraints, DistinguishedName, ExtendedKeyUsage, GeneralName, KeyPair,
    KeyUsage, Request, RequestBuilder,
    extensions::{CertificateTemplate, KeyHash, SubjectKeyIdentifier, TlsFeature},
};

const KEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/keys");
const FILES_OF_TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/src/import/tests");

/// Type, by its tag, and text. A name of each shape, and one that is refused of each type.
const NAMES: [(u8, &str); 34] = [
    (0, "UPN;UTF8:alice@example.com"),
    (0, "SmtpUTF8Mailbox;UTF8:é@example.com"),
    (0, "1.3.6.1.5.5.7.8.7;IA5:_ldap.example.com"),
    (0, "2.999.1;DER:30030101FF"),
    (0, "1.2.3;DER:0501"),
    (1, "a.b+c@example.com"),
    (1, "\"a \\\" b\"@example.com"),
    (1, "a@bücher.example"),
    (1, "a@[192.0.2.1]"),
    (1, "a@b@c"),
    (2, "bmc-7.example.com"),
    (2, "*.example.com"),
    (2, "bücher.example"),
    (2, "a_b.example"),
    (3, "C=US;A=ADMD;P=PRMD;O=Org;OU1=Unit;S=Sur;G=Given;I=Init;Q=Gen;N=1;T=t;X=2;DDA:T=V"),
    (3, "C=DE;A= ;S=Meyer"),
    (3, "CN=a"),
    (4, "CN=bmc-7,OU=A+OU=B,O=ACME\\, Inc.,C=DE"),
    (4, "2.999.1=#0500,CN=\\C3\\A9"),
    (4, "C=de"),
    (5, "GS1;Müller \\; Söhne \\\\"),
    (5, "ACME"),
    (5, "a;b;c"),
    (6, "https://user@bmc-7.example.com:8443/a/b;c?d=e&f=%20#g"),
    (6, "https://[2001:db8::1]/"),
    (6, "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    (6, "https://bücher.example/"),
    (6, "/no/scheme"),
    (7, "192.0.2.7"),
    (7, "2001:db8::ffff:7"),
    (7, "::ffff:192.0.2.7"),
    (8, "1.2.840.113549.1"),
    (8, "2.25.340282366920938463463374607431768211455"),
    (8, "3.1"),
];

const SUBJECTS: [&str; 12] = [
    "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME GmbH,L=Hamburg,ST=Hamburg,C=DE",
    "CN=a+serialNumber=1+OU=b,DC=example,DC=com",
    "UID=7,emailAddress=a@example.com,STREET=Hauptstr. 1",
    "2.5.4.3=#0C0161,1.3.6.1.4.1.32473.1=#0500",
    "2.25.340282366920938463463374607431768211455=#1E020041",
    "CN=\\ a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h\\=i\\#j\\ ",
    "CN=\\C3\\A9 \\E6\\BC\\A2",
    "jurisdictionC=DE,organizationIdentifier=NTRDE-HRB 1,businessCategory=Private Organization",
    "",
    "CN=",
    "C=de,XX=1",
    "CN=\"a\";O=b",
];

const BODIES: [&str; 8] = [
    include_str!("../../examples/request.json"),
    "{}",
    r#"{"CommonName":"b\u00fccher","Country":"DE","Organization":null}"#,
    r#"{"CommonName":"a","subjectAlternativeNames":{"generalNames":[
        {"type":"otherName","name":"UPN;UTF8:a@b"},{"type":"rfc822Name","name":"a@example.com"},
        {"type":"x400Address","name":"C=DE;A= ;S=Meyer"},{"type":"directoryName","name":"CN=a"},
        {"type":"ediPartyName","name":"ACME"},{"type":"registeredID","name":"2.999.1"},
        {"type":"uniformResourceIdentifier","name":"https://example.com/"}]}}"#,
    r#"{"CommonName":1,"Comonname":"a","CommonName":"b"}"#,
    r#"{"subjectAlternativeNames":{"generalNames":[{"type":"dNSName","name":"a_b"},{"type":"DNS"}]}}"#,
    r#"{"subjectAlternativeNames":{"generalNames":[]},"Country":"de"}"#,
    r#"{"Country":"DE",}"#,
];

/// Files with keys that stand for their kinds.
const KEY_FILES: [&str; 18] = [
    "crl.pem",
    "ec-explicit.sec1.pem",
    "ecdsa-p521.pem",
    "ec-parameters-first.sec1.pem",
    "ecdsa-p256.compressed.sec1.pem",
    "ecdsa-p256.crt.pem",
    "ecdsa-p256.csr.pem",
    "ecdsa-p256.no-public.sec1.pem",
    "ecdsa-p256.p12",
    "ecdsa-p256.pem",
    "ecdsa-p256.public.pem",
    "ecdsa-p384.sec1.pem",
    "ed25519.crt.pem",
    "ed25519.pem",
    "openssh.pem",
    "pbkdf2-sha256-aes256.pem",
    "proc-type.pem",
    "rsa-2048.pkcs1.pem",
];

/// A file of each tool, and a part of it.
const IMPORTS: [&str; 3] = ["openssl.cnf", "certreq.inf", "cfssl.json"];

fn main() -> io::Result<()> {
    for (number, (tag, text)) in NAMES.iter().enumerate() {
        write("general_name", number, &[&[*tag], text.as_bytes()].concat())?;
    }
    for (number, text) in SUBJECTS.iter().enumerate() {
        write("subject", number, text.as_bytes())?;
    }
    for (number, text) in BODIES.iter().enumerate() {
        write("json_body", number, text.as_bytes())?;
    }
    for (number, name) in KEY_FILES.iter().enumerate() {
        write("key_file", number, &fs::read(format!("{KEYS}/{name}"))?)?;
    }
    for (number, name) in IMPORTS.iter().enumerate() {
        let file = fs::read(format!("{FILES_OF_TOOLS}/{name}"))?;
        write("import", 2 * number, &file)?;
        write("import", 2 * number + 1, &file[..file.len() / 2])?;
    }
    for (number, der) in requests()?.iter().enumerate() {
        write("decode", number, der)?;
        let label = if number % 2 == 0 { "CERTIFICATE REQUEST" } else { "NEW CERTIFICATE REQUEST" };
        let ending = [pem_rfc7468::LineEnding::LF, pem_rfc7468::LineEnding::CRLF][number % 2];
        let pem = pem_rfc7468::encode_string(label, ending, der).map_err(io::Error::other)?;
        let before = ["", "Certificate Request:\n    Data:\n"][number / 2 % 2];
        write("pem", number, format!("{before}{pem}").as_bytes())?;
    }
    // Decisions for the encoder mean nothing to a reader: any bytes will do, the more the
    // larger the request.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for number in 0..16 {
        let bytes = core::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        });
        write("encoder", number, &bytes.take(number * 64).collect::<Vec<u8>>())?;
    }
    Ok(())
}

fn write(target: &str, number: usize, bytes: &[u8]) -> io::Result<()> {
    let directory: PathBuf = [env!("CARGO_MANIFEST_DIR"), "corpus", target].iter().collect();
    fs::create_dir_all(&directory)?;
    fs::write(directory.join(format!("seed-{number:02}")), bytes)
}

/// Requests in DER, the last of them faulty.
fn requests() -> io::Result<Vec<Vec<u8>>> {
    let key = KeyPair::from_pem(include_str!("../../tests/data/p256.key.pem"));
    let key = key.map_err(io::Error::other)?;
    let named =
        || Request::builder().subject(DistinguishedName::builder().country("DE").common_name("a"));
    let mut all = Request::builder();
    for (tag, text) in NAMES {
        let name = GeneralName::new(pkcs10::GeneralNameType::ALL[usize::from(tag)], text);
        if name.is_ok() {
            all = all.subject_alt_name(name);
        }
    }
    let builders: [RequestBuilder; 5] = [
        named(),
        Request::builder().subject_alt_name(GeneralName::dns("a.example")),
        all,
        named()
            .extension(KeyUsage::DIGITAL_SIGNATURE | KeyUsage::DECIPHER_ONLY)
            .extension(BasicConstraints::ca(Some(0)))
            .extension("serverAuth,clientAuth".parse::<ExtendedKeyUsage>())
            .extension(SubjectKeyIdentifier::from_key(KeyHash::Sha1))
            .extension(TlsFeature::new([5]))
            .extension(CertificateTemplate::from_name("WebServer")),
        named()
            .attribute(Attribute::challenge_password("4CF4C5D57E1E3B68"))
            .attribute(Attribute::unstructured_name("switch-7")),
    ];
    let mut requests = Vec::new();
    for builder in builders {
        let request = builder.build().map_err(io::Error::other)?;
        let csr = request.sign(&key).map_err(io::Error::other)?;
        requests.push(csr.into_der());
    }
    for name in ["rsa-2048.csr.pem", "ed25519.csr.pem", "ecdsa-p521.csr.pem"] {
        let pem = fs::read(format!("{KEYS}/{name}"))?;
        requests.push(pem_rfc7468::decode_vec(&pem).map_err(io::Error::other)?.1);
    }
    let mut cut = requests[0].clone();
    cut.truncate(100);
    let mut version_2 = requests[0].clone();
    version_2[8] = 1;
    requests.extend([cut, version_2]);
    Ok(requests)
}

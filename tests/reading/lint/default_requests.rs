//! What other tools make by default for a public host has no error by public-ca.

use super::*;
use std::process::Command;

/// What a tool makes; its warnings.
const WARNINGS: &[(&str, &[&str])] = &[
    ("openssl", &[]),
    ("keytool", &[]),
    ("certtool", &[]),
    // Its subject is empty, and its subjectAltName not critical.
    ("certbot", &["san-critical"]),
    ("cert-manager", &[]),
];

/// The output of the last of these commands in a directory of their own; nothing where the tool is not
/// installed.
fn made_by(tool: &str, commands: &[&str]) -> Option<Vec<u8>> {
    let directory =
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("default-{tool}"));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(
        directory.join("template"),
        "cn = \"www.rust-lang.org\"\ndns_name = \"www.rust-lang.org\"\ntls_www_server\nsigning_key\n",
    )
    .unwrap();
    let mut last = None;
    for command in commands {
        let arguments = command.split(' ');
        let output = Command::new(tool).args(arguments).current_dir(&directory).output();
        let Ok(output) = output else {
            crate::skip::missing(tool);
            return None;
        };
        assert!(output.status.success(), "{tool} {command}: {output:?}");
        last = Some(output.stdout);
    }
    last
}

/// As certbot's make_csr does it: no subject, and the names.
fn certbot() -> Vec<u8> {
    let mut info = good_info();
    info.at(&[1]).nodes().clear();
    info.at(&EXTENSIONS).nodes().truncate(1);
    info.at(&[3]).nodes().remove(0);
    sign(&info).encode()
}

/// As cert-manager does it for a Certificate with dnsNames alone (GenerateCSR of its pkg/util/pki): RSA with
/// 2048 bits and SHA-256, no subject, the names, critical since the subject is empty, and the usages that
/// are its default, critical too.
fn cert_manager() -> Vec<u8> {
    let key = include_bytes!("../../data/keys/rsa-2048.pem");
    let usages = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT;
    let request = Request::builder()
        .subject_alt_name(GeneralName::dns("www.rust-lang.org"))
        .extension(usages)
        .build()
        .unwrap();
    let csr = request.sign(&KeyPair::read(key, None).unwrap()).unwrap();
    let mut whole = Node::parse(csr.as_der());
    let san = node(0x30, [leaf(0x82, b"www.rust-lang.org")]).encode();
    let extensions = node(
        0x30,
        [extension("2.5.29.17", true, &san), extension("2.5.29.15", true, &[3, 2, 5, 0xA0])],
    );
    assert_eq!(whole.at(&[0, 1]).encode(), [0x30, 0]);
    assert_eq!(whole.at(&[0, 3, 0, 1, 0]).encode(), extensions.encode());
    csr.into_der()
}

#[test]
fn requests_that_tools_make_for_a_public_host_have_explained_warnings_alone() {
    const OPENSSL: &str = "req -new -newkey rsa:2048 -nodes -keyout key -subj /CN=www.rust-lang.org -addext subjectAltName=DNS:www.rust-lang.org";
    const GENERATE: &str = "-genkeypair -alias a -keyalg RSA -dname CN=www.rust-lang.org -keystore store -storepass changeit";
    const REQUEST: &str =
        "-certreq -alias a -ext san=dns:www.rust-lang.org -keystore store -storepass changeit";
    const PRIVATE_KEY: &str = "--generate-privkey --outfile key";
    const FROM_TEMPLATE: &str = "--generate-request --load-privkey key --template template";
    for (tool, warnings) in WARNINGS {
        let request = match *tool {
            "openssl" => made_by(tool, &[OPENSSL]),
            "keytool" => made_by(tool, &[GENERATE, REQUEST]),
            "certtool" => made_by(tool, &[PRIVATE_KEY, FROM_TEMPLATE]),
            "cert-manager" => Some(cert_manager()),
            _ => Some(certbot()),
        };
        let Some(request) = request else { continue };
        let found =
            lint(&Inspection::read(&request).unwrap(), &Policy::new(&[Group::PublicCa], day()));
        assert_eq!(ids(&found), *warnings, "{tool}: {found:?}");
        assert!(found.iter().all(|one| one.rule().severity() == Severity::Warning), "{tool}");
    }
}

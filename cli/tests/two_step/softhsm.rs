//! A key that never leaves its token: SoftHSM, driven through PKCS #11 by OpenSC's
//! `pkcs11-tool`, with the commands of `examples/README.md`. Skipped, visibly, where one of them
//! is not installed (Debian: softhsm2, opensc).

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::tools::{csr_fails, csr_works, openssl, run};

/// Where distributions put SoftHSM.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
];

/// A token of its own for a test.
pub(super) struct Token {
    dir: tempfile::TempDir,
    pub(super) module: &'static str,
}

impl Token {
    pub(super) fn new() -> Option<Self> {
        run("softhsm2-util", &["--version"], b"")?;
        run("pkcs11-tool", &["--help"], b"")?;
        let Some(module) = MODULES.into_iter().find(|module| Path::new(module).exists()) else {
            crate::tools::programs::skip::missing(format_args!(
                "SoftHSM's library, at one of {MODULES:?},"
            ));
            return None;
        };
        let token = Self { dir: tempfile::tempdir().unwrap(), module };
        let tokens = token.path("tokens");
        fs::create_dir(&tokens).unwrap();
        fs::write(token.path("conf"), format!("directories.tokendir = {tokens}\n")).unwrap();
        token.tool(
            "softhsm2-util",
            &["--init-token", "--free", "--label", "csr", "--so-pin", "5678", "--pin", "1234"],
        );
        Some(token)
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a tool that sees this token and no other.
    #[track_caller]
    pub(super) fn tool(&self, program: &str, arguments: &[&str]) {
        let output = self.output(program, arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {error}");
    }

    pub(super) fn output(&self, program: &str, arguments: &[&str]) -> Output {
        Command::new(program)
            .env("SOFTHSM2_CONF", self.path("conf"))
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    #[track_caller]
    pub(super) fn pkcs11(&self, arguments: &[&str]) {
        let login = ["--module", self.module, "--token-label", "csr", "--login", "--pin", "1234"];
        self.tool("pkcs11-tool", &[&login[..], arguments].concat());
    }

    /// Makes a key in the token: the path of its public part.
    fn generate(&self, kind: &str, id: &str) -> String {
        let public = self.path(&format!("{id}.public.der"));
        self.pkcs11(&["--keypairgen", "--key-type", kind, "--id", id, "--label", id]);
        self.pkcs11(&["--read-object", "--type", "pubkey", "--id", id, "-o", &public]);
        public
    }

    fn sign(&self, id: &str, mechanism: &str, input: &str) -> String {
        let out = self.path(&format!("{id}.{mechanism}.signature"));
        self.pkcs11(&["--sign", "--mechanism", mechanism, "--id", id, "-i", input, "-o", &out]);
        out
    }
}

#[track_caller]
pub(super) fn verified(pem: &[u8]) {
    if let Some(text) = openssl(&["req", "-verify", "-noout"], pem) {
        assert!(text.contains("verify OK"), "{text}");
    }
}

#[test]
fn keys_in_a_token_sign_what_was_prepared() {
    let Some(token) = Token::new() else { return };
    let (prepared, digest) = (token.path("prepared"), token.path("digest"));
    // Not P-384: pkcs11-tool 0.23 cannot give out its public keys.
    let cases: [(&str, &str, &str, &str, &[&str]); 2] = [
        ("EC:prime256v1", "01", "ECDSA", &digest, &["--signature-format", "raw"]),
        ("rsa:2048", "03", "SHA256-RSA-PKCS", &prepared, &[]),
    ];
    for (kind, id, mechanism, input, format) in cases {
        let public = token.generate(kind, id);
        let arguments = ["prepare", "--cn", "token", "--public-key", &public, "--force"];
        let files = ["--out", &prepared, "--digest-out", &digest];
        csr_works(&[&arguments[..], &files].concat(), b"");
        let signature = token.sign(id, mechanism, input);
        let assemble = [&["assemble", &prepared, "--signature", &signature], format].concat();
        verified(&csr_works(&assemble, b""));

        let mut flipped = fs::read(&signature).unwrap();
        flipped[5] ^= 1;
        fs::write(&signature, flipped).unwrap();
        assert_eq!(csr_fails(&assemble, b"").0, 1, "{kind}");
    }
}

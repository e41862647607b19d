//! Requests, certificates and keys in the forms in which other programs hand them on.

use super::*;
use tools::{Directory, key};

/// The forms of a PEM text, each with the note about it.
fn forms(pem: &str) -> Vec<(String, &'static str)> {
    let der = pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let json = serde_json::to_string(pem).unwrap();
    vec![
        (pem.replace('\n', ""), "read as PEM whose line breaks are missing"),
        (pem.replace('\n', " "), "read as PEM whose line breaks are missing"),
        (pem.replace('\n', "\\n"), "read as PEM whose line breaks are missing"),
        (json.clone(), "read from a JSON string"),
        (
            format!("{{\"CertificateCollection\": {{}}, \"CSRString\": {json}}}"),
            "read from the member \"CSRString\" of a JSON object",
        ),
        (der.replace('+', "-").replace('/', "_"), "read as DER in base64"),
        (der, "read as DER in base64"),
    ]
}

/// Standard output of a command that works, and what it notes.
fn noted(arguments: &[&str], input: &[u8]) -> (String, String) {
    let output = csr(arguments, input);
    let notes = text(output.stderr);
    assert!(output.status.success(), "{arguments:?}: {notes}");
    (text(output.stdout), notes)
}

#[test]
fn each_form_of_a_request_is_read_and_noted() {
    let pem = fs::read_to_string(key("ecdsa-p256.csr.pem")).unwrap();
    for command in ["verify", "inspect", "lint"] {
        let plain = csr(&[command], pem.as_bytes());
        for (form, note) in forms(&pem) {
            let output = csr(&[command], form.as_bytes());
            assert_eq!(output.stdout, plain.stdout, "{command}: {form}");
            assert_eq!(text(output.stderr), format!("note: -: {note}\n"), "{command}: {form}");
        }
    }
    let signer = key("ecdsa-p256.pem");
    let (plain, _) = noted(&["new", "--from", "-", "--key", &signer], pem.as_bytes());
    for (form, note) in forms(&pem) {
        let (renewed, notes) = noted(&["new", "--from", "-", "--key", &signer], form.as_bytes());
        assert_eq!(renewed, plain, "{form}");
        assert!(notes.contains(&format!("note: -: {note}\n")), "{notes}");
    }
}

#[test]
fn each_form_of_a_key_is_read_and_noted() {
    let dir = Directory::new();
    let out = dir.path("prepared");
    let public_key = fs::read_to_string(key("ecdsa-p256.public.pem")).unwrap();
    let prepare = ["prepare", "--host", "a", "--public-key", "-", "--out", &out, "--force"];
    noted(&prepare, public_key.as_bytes());
    let plain = fs::read(&out).unwrap();
    for (form, note) in forms(&public_key).into_iter().filter(|(form, _)| !form.contains("CSR")) {
        let (_, notes) = noted(&prepare, form.as_bytes());
        assert_eq!((fs::read(&out).unwrap(), notes), (plain.clone(), format!("note: -: {note}\n")));
    }
    let private_key = fs::read_to_string(key("ecdsa-p256.pem")).unwrap();
    let request = key("ecdsa-p256.csr.pem");
    for (form, note) in forms(&private_key).into_iter().take(3) {
        let (_, notes) = noted(&["match", "-", &request], form.as_bytes());
        assert_eq!(notes, format!("note: -: {note}\n"));
        let (_, notes) = noted(&["new", "--host", "a", "--key", "-"], form.as_bytes());
        assert_eq!(notes, format!("note: -: {note}\n"));
    }
}

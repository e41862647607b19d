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
        (der.replace('+', "-").replace('/', "_"), "read from base64"),
        (der, "read from base64"),
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

#[test]
fn what_was_repaired_stands_in_json() {
    let pem = fs::read_to_string(key("ecdsa-p256.csr.pem")).unwrap();
    for command in ["verify", "inspect", "lint"] {
        let json = |form: &str| -> Value {
            let arguments = [&[command, "--json"][..], if command == "lint" { FINDS } else { &[] }];
            serde_json::from_slice(&csr(&arguments.concat(), form.as_bytes()).stdout).unwrap()
        };
        let first = |json: Value| if json.is_array() { json[0].clone() } else { json };
        let plain = first(json(&pem));
        assert!(plain.is_object() && plain["repaired"] == Value::Null, "{command}: {plain}");
        for (form, note) in forms(&pem) {
            let mut object = first(json(&form));
            assert_eq!(object["repaired"].take(), serde_json::json!([note]), "{command}: {form}");
            object.as_object_mut().unwrap().remove("repaired");
            assert_eq!(object, plain, "{command}: {form}");
        }
    }
}

/// Rules that a request without a public name breaks.
const FINDS: &[&str] = &["--for", "public-ca"];

#[test]
fn the_program_reads_its_own_output() {
    let dir = Directory::new();
    let (signer, certificate) = (key("ecdsa-p256.pem"), key("ecdsa-p256.crt.pem"));
    let store = dir.path("store");
    let body = br#"{"CommonName": "a.example"}"#;
    let post =
        csr_works(&["lxca", "post", "-", "--algorithm", "ecdsa-p256", "--store", &store], body);
    let post: Value = serde_json::from_slice(&post).unwrap();
    let path = post["response"]["path"].as_str().or(post["path"].as_str());
    let path = path.unwrap_or_else(|| panic!("{post}")).to_owned();
    let outputs = [
        csr_works(&["batch", "-", "--stdout", "--profile", "rfc5280", "--key", &signer], body),
        csr_works(&["lxca", "get", &path, "--store", &store], b""),
        csr_works(&["new", "--host", "a.example", "--key", &signer, "--der"], b""),
    ];
    for output in &outputs {
        for command in ["verify", "inspect", "lint"] {
            let read = csr(&[command, "-"], output);
            assert!(read.status.success(), "{command}: {read:?}");
        }
        let compared = csr(&["compare", "-", &certificate], output);
        assert_eq!(compared.status.code(), Some(1));
        assert!(text(compared.stdout).contains("subject.CN: a.example"));
    }
    // Several requests in one array, and the JSON of inspect.
    let array = b"[{\"CommonName\": \"a\"}, {\"CommonName\": \"b\"}]";
    let results =
        csr_works(&["batch", "-", "--stdout", "--profile", "rfc5280", "--key", &signer], array);
    assert_eq!(text(csr_works(&["verify", "-"], &results)).lines().count(), 2);
    let shown = csr_works(&["inspect", "-", "--json"], &outputs[2]);
    assert!(csr(&["verify", "-"], &shown).status.success());
}

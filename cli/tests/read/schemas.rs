//! JSON by its schemas.

use super::*;
use tools::{Directory, key};

/// Whether the schema is one, and the value is valid by it.
#[track_caller]
pub(super) fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<_> = validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{value:#}");
}

/// The schema that the program prints.
fn schema(output: &str) -> Value {
    serde_json::from_slice(&csr_works(&["schema", output], b"")).unwrap()
}

/// Requests of our own with everything that JSON has members for, and some that are faulty.
fn requests() -> Vec<Vec<u8>> {
    let mut unreadable = good_info();
    *unreadable.at(&[0]) = leaf(2, &[0x80; 9]);
    *unreadable.at(&[2]) = leaf(0x30, b"\x05\x00");
    let mut no_algorithm = sign(&good_info());
    *no_algorithm.at(&[1]) = leaf(0x30, b"\x05\x00");
    let mut wrong = sign(&good_info()).encode();
    *wrong.last_mut().unwrap() ^= 1;
    let extensions = [
        "new",
        "--key",
        &key("rsa-2048.pem"),
        "--subject",
        "CN=a+1.2.3=#0500",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature",
        "--ext-key-usage",
        "serverAuth",
        "--basic-constraints",
        "ca,pathlen=1",
        "--tls-feature",
        "status_request",
        "--subject-key-id",
        "--ms-template",
        "WebServer",
        "--ms-sid",
        "S-1-5-21-1-2-3-1105",
        "--extension",
        "1.2.3=0500",
        "--extension",
        "2.5.29.30=300BA00930078205612E636F6D",
    ];
    let all = csr(&extensions, b"");
    assert!(all.status.success(), "{}", text(all.stderr));
    vec![
        all.stdout,
        new(&[EXAMPLE]),
        hostile(),
        wrong,
        sign(&unreadable).encode(),
        no_algorithm.encode(),
        fs::read(key("ecdsa-p256.csr.pem"))
            .unwrap()
            .iter()
            .filter(|byte| **byte != b'\n')
            .copied()
            .collect(),
    ]
}

#[test]
fn what_the_commands_write_of_requests_is_valid_by_their_schemas() {
    let dir = Directory::new();
    let requests = requests();
    let paths = (1..).zip(&requests).map(|(index, one)| dir.write(&format!("{index}.csr"), one));
    let mut members = std::collections::BTreeSet::new();
    let (all, pem) = (dir.0.path().to_str().unwrap(), text(new(&[EXAMPLE])));
    let several = dir.write("several.csr", pem.clone() + &pem);
    let files: Vec<String> = paths.chain([all.to_owned(), several]).collect();
    let rules = ["--for", "public-ca,ad-cs,lxca", "--as-of", "2022-01-01"];
    for file in &files {
        let of_lint = |format| [&["lint", file.as_str(), "--format", format][..], &rules].concat();
        let cases = [
            ("inspect", vec!["inspect", "--json", file]),
            ("verify", vec!["verify", "--json", file]),
            ("lint", of_lint("json")),
            ("lint-requests", of_lint("json-requests")),
        ];
        for (output, arguments) in cases {
            let written: Value = serde_json::from_slice(&csr(&arguments, b"").stdout).unwrap();
            assert_valid(&schema(output), &written);
            members.extend(members_of(&written));
        }
    }
    // Every optional member was there, so none of the schema is a guess that was not tried.
    for member in [
        "repaired",
        "hex",
        "exponentHex",
        "usages",
        "subtrees",
        "template",
        "identifier",
        "features",
        "pathLen",
        "purposes",
        "names",
    ] {
        assert!(members.contains(member), "{member} in {members:?}");
    }
    let list = serde_json::from_slice(&csr_works(&["lint", "--list", "--json"], b"")).unwrap();
    assert_valid(&schema("lint-list"), &list);
}

/// The names of all members.
fn members_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(members_of).collect(),
        Value::Object(object) => object
            .iter()
            .flat_map(|(name, of)| [vec![name.clone()], members_of(of)].concat())
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_lines_of_a_batch_are_valid_by_their_schema() {
    let dir = Directory::new();
    let (signer, out) = (key("ecdsa-p256.pem"), dir.path("out"));
    let bodies = b"{\"CommonName\": \"bmc-7\"}\n{\"CommonName\": 7}\nrubbish\n";
    let mut results = Vec::new();
    for more in [
        &["--stdout", "--key", &signer, "--lint", "public-ca"][..],
        &["--out-dir", &out, "--key", &signer],
        &["--out-dir", &out, "--key", &signer, "--resume"],
        &["--out-dir", &dir.path("new"), "--algorithm", "ecdsa-p256"],
    ] {
        let output = csr(&[&["batch", "-"], more].concat(), bodies);
        let lines: Vec<Value> =
            text(output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        results.extend(lines);
    }
    for result in &results {
        assert_valid(&schema("batch"), result);
    }
    for member in ["pem", "findings", "csr", "key", "resumed", "faults"] {
        assert!(results.iter().any(|result| result.get(member).is_some()), "{member}");
    }
}

#[test]
fn differences_are_valid_by_their_schema_and_tell_what_was_repaired() {
    let certificate = key("ecdsa-p256.crt.pem");
    let pem = fs::read_to_string(key("ecdsa-p256.csr.pem")).unwrap();
    for (input, repaired) in [
        (pem.clone(), Value::Null),
        (
            pem.replace('\n', ""),
            serde_json::json!({ "request": ["read as PEM whose line breaks are missing"], "certificate": [] }),
        ),
    ] {
        let output = csr(&["compare", "-", &certificate, "--json"], input.as_bytes());
        let written: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_valid(&schema("compare"), &written);
        assert_eq!(written["repaired"], repaired);
    }
    let dir = Directory::new();
    let squeezed = dir.write("crt", fs::read_to_string(&certificate).unwrap().replace('\n', ""));
    let output = csr(&["compare", &key("ecdsa-p256.csr.pem"), &squeezed, "--json"], b"");
    let written: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_valid(&schema("compare"), &written);
    assert_eq!(written["repaired"]["certificate"][0], "read as PEM whose line breaks are missing");
}

#[test]
fn a_member_that_no_schema_has_is_noticed() {
    for output in ["batch", "compare", "inspect", "lint", "lint-list", "lint-requests", "verify"] {
        let mut open = Vec::new();
        objects(&schema(output), &mut open);
        assert!(
            !open.is_empty() && open.iter().all(|of| of["additionalProperties"] == false),
            "{output}"
        );
    }
}

/// The schemas of objects in a schema.
fn objects(schema: &Value, found: &mut Vec<Value>) {
    match schema {
        Value::Array(elements) => elements.iter().for_each(|of| objects(of, found)),
        Value::Object(object) => {
            if schema["type"] == "object" {
                found.push(schema.clone());
            }
            object.values().for_each(|of| objects(of, found));
        }
        _ => {}
    }
}

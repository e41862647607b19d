//! Findings as SARIF.

use super::*;
use tools::{Directory, key};

/// The log of a run of lint, which is valid by the schema of OASIS, and its exit code.
#[track_caller]
fn sarif(arguments: &[&str], input: &[u8]) -> (i32, Value) {
    let output = csr(&[&["lint", "--format", "sarif"], arguments].concat(), input);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    // One pattern of it has a bracket too many, which not every reader of regular expressions takes.
    let schema = include_str!("../data/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    schemas::assert_valid(&schema, &log);
    (output.status.code().unwrap(), log)
}

#[test]
fn a_log_is_valid_and_has_rule_level_file_and_line() {
    let dir = Directory::new();
    let pem = text(new(&[EXAMPLE]));
    let stream = dir.write("two requests", format!("{pem}\n{pem}"));
    let (code, log) = sarif(&["--for", "public-ca", &stream], b"");
    assert_eq!(code, 1);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (4, 8));
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
        assert_eq!(result["properties"]["group"], "public-ca");
    }
    assert_eq!(results[0]["ruleId"], "one-label-name");
    assert_eq!(results[0]["locations"][0]["logicalLocations"][0]["name"], "SAN[0]");
    let place = |index: usize| &results[index]["locations"][0]["physicalLocation"];
    let uri = place(0)["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/two%20requests"), "{uri}");
    let lines = [1, pem.lines().count() + 2];
    assert_eq!(place(0)["region"], serde_json::json!({ "startLine": lines[0] }));
    assert_eq!(place(4)["region"], serde_json::json!({ "startLine": lines[1] }));
}

#[test]
fn of_the_results_of_a_batch_the_line_is_given_in_any_order_of_members() {
    let pem = text(new(&["--san", "DNS:bmc-7"]));
    let refused = serde_json::json!({ "errors": [], "line": 1, "result": "refused" });
    let created = serde_json::json!({ "pem": pem, "line": 2, "result": "created" });
    let dir = Directory::new();
    for space in ["", " "] {
        let results = dir.write("results", format!("{space}{refused}\n\n{space}{created}\n"));
        let (_, log) = sarif(&["--for", "public-ca", &results], b"");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["region"], serde_json::json!({ "startLine": 3 }), "{log}");
    }
}

#[test]
fn a_result_has_the_bytes_of_der_and_no_region_of_a_repaired_form() {
    let pem = text(new(&["--san", "DNS:bmc-7"]));
    let der = pkcs10::CertificationRequest::from_pem(&pem).unwrap().into_der();
    let name = b"\x82\x05bmc-7";
    let at = der.windows(name.len()).position(|window| window == name);
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let region = serde_json::json!({ "byteOffset": at, "byteLength": name.len() });
    for (input, region) in [(der, region), (base64.into_bytes(), Value::Null)] {
        let (_, log) = sarif(&["--for", "public-ca"], &input);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["locations"][0]["physicalLocation"]["region"], region);
        assert_eq!(result["properties"]["offset"], serde_json::json!(at));
    }
}

#[test]
fn a_log_without_results_is_valid_and_one_of_a_file_that_failed_says_so() {
    let dir = Directory::new();
    let good = dir.write("good", new(&["--san", "DNS:www.rust-lang.org"]));
    for (files, complete) in [(&[&*good][..], true), (&[&good, "/missing"], false)] {
        let (_, log) = sarif(files, b"");
        let run = &log["runs"][0];
        assert_eq!(
            (&run["results"], run["invocations"][0]["executionSuccessful"].as_bool()),
            (&serde_json::json!([]), Some(complete))
        );
    }
}

#[test]
fn a_value_of_a_request_is_neither_a_link_nor_a_placeholder() {
    let mut info = good_info();
    set_names(&mut info, [leaf(0x82, b"[a](https://x.example){0}")]);
    let (_, log) = sarif(&[], &sign(&info).encode());
    let message = log["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
    assert!(message.contains("[a\\](https://x.example){{0}}"), "{message}");
}

#[test]
fn the_short_option_is_the_same_format_and_rules_are_no_log() {
    let pem = new(&[EXAMPLE]);
    let for_cas = ["--for", "public-ca"];
    let of = |form: &[&str]| lints(&[&for_cas[..], form].concat(), &pem);
    assert_eq!(of(&["--json"]), of(&["--format", "json"]));
    assert_eq!(of(&[]), of(&["--format", "text"]));
    for arguments in
        [&["lint", "--list", "--format", "sarif"][..], &["lint", "--json", "--format", "text"]]
    {
        assert_eq!(csr_fails(arguments, b"").0, 2);
    }
}

#[test]
fn what_was_repaired_is_reported_without_a_finding_too() {
    let pem = fs::read_to_string(key("ecdsa-p256.csr.pem")).unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for (input, repaired) in
        [(pem.as_bytes(), None), (base64.as_bytes(), Some(["read from base64"]))]
    {
        let output = csr(&["lint", "--ignore", "san-missing", "--format", "json-requests"], input);
        let mut json: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(json[0]["repaired"].take(), serde_json::json!(repaired));
        json[0].as_object_mut().unwrap().remove("repaired");
        let object = serde_json::json!({ "file": "-", "errors": 0, "warnings": 0, "findings": [] });
        assert_eq!(json, serde_json::json!([object]));
    }
}

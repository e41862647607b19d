//! Tables, arrays, and what a line asks for beside its body.

use super::*;

/// Results of a run with one key, and its exit code.
fn answered(more: &[&str], input: impl AsRef<[u8]>) -> (Option<i32>, Vec<Value>) {
    let key = p256();
    let arguments = [&["batch", "-", "--stdout", "--key", &key][..], more].concat();
    let output = csr(&arguments, input.as_ref());
    (output.status.code(), results(&output))
}

fn inspected(result: &Value) -> pkcs10::Inspection {
    let pem = result["pem"].as_str().unwrap_or_else(|| panic!("{result}"));
    pkcs10::Inspection::read(pem.as_bytes()).unwrap()
}

fn names(result: &Value) -> Vec<String> {
    let inspection = inspected(result);
    let names = inspection.subject_alt_names().into_iter().flat_map(|names| names.iter());
    names.map(|name| name.to_string()).collect()
}

fn fault(result: &Value) -> (&str, &str) {
    let fault = &result["faults"][0];
    (fault["path"].as_str().unwrap(), fault["text"].as_str().unwrap())
}

#[test]
fn a_table_is_recognised_by_any_separator() {
    let rows = "id,Common Name,C,SAN,Key Usage\n\
        r1,a.example,DE,DNS:a.example|192.0.2.7,digitalSignature\n\n\
        \"r2\",\"b.example\",,\"b.example\n www.b.example\",\n,,,,\n";
    let forms = [
        rows.to_owned(),
        format!("\u{FEFF}\n{rows}"),
        rows.replace('\n', "\r\n"),
        rows.replace(',', ";"),
        rows.replace(',', "\t"),
        format!("sep=;\n{}", rows.replace(',', ";")),
    ];
    for form in forms {
        let (code, results) = answered(&[], &form);
        assert_eq!((code, results.len()), (Some(0), 2), "{form}");
        let first_line = 1 + form.lines().position(|line| line.contains("r1")).unwrap();
        assert_eq!(results[0]["line"], first_line, "{form}");
        assert_eq!(results[1]["line"], first_line + 2, "{form}");
        assert_eq!((&results[0]["id"], &results[1]["id"]), (&"r1".into(), &"r2".into()));
        assert_eq!(names(&results[0]), ["DNS:a.example", "IP:192.0.2.7"]);
        assert_eq!(names(&results[1]), ["DNS:b.example", "DNS:www.b.example"]);
        let usages =
            |result| inspected(result).extensions().iter().any(|of| of.name() == Some("keyUsage"));
        assert!(usages(&results[0]) && !usages(&results[1]));
    }
}

#[test]
fn columns_that_are_unknown_or_given_twice_are_refused_at_once() {
    let input = "Comon Name,CN,Common-Name,host,\na,b,c,d,e\n";
    let (code, error) = csr_fails(&["batch", "-", "--stdout", "--key", &p256()], input.as_bytes());
    assert_eq!(code, 1);
    let places: Vec<_> =
        error.lines().filter(|line| line.starts_with("-, line 1: column ")).collect();
    assert_eq!(places.len(), 3, "{error}");
    assert!(
        error.contains("\"Comon Name\", is not known; expected one of id, CommonName"),
        "{error}"
    );
    assert!(error.contains("hint: did you mean \"CommonName\"?"), "{error}");
    assert!(error.contains("\"Common-Name\", is a duplicate of column \"CN\""), "{error}");
    for utf_16 in [&b"\xFF\xFEi\0d\0"[..], b"i\0d\0", b"\0{\0}"] {
        let (code, error) = csr_fails(&["batch", "-", "--stdout", "--key", &p256()], utf_16);
        assert!(code == 1 && error.contains("UTF-16") && error.contains("CSV UTF-8"), "{error}");
    }
}

#[test]
fn a_row_of_quotation_marks_has_content_where_a_cell_has() {
    let (code, results) = answered(&[], "CN,O\n\"\",\n\"\"\"\",\"\"\n");
    assert_eq!((code, results.len()), (Some(0), 1), "{results:?}");
    assert!(inspected(&results[0]).subject().to_string().starts_with("CN=\\\","));
}

#[test]
fn a_fault_of_a_row_has_its_line_and_its_column() {
    let header = "id,CN,SAN,Country,key_usage,algorithm,extensions,\n";
    let cases: &[(&str, &str, &str)] = &[
        ("a,,,,,,,", "CN", "is missing"),
        ("a,a,,us,,,,", "Country", "hint: use \"US\""),
        ("a,a,DNS:a|DNS:192.0.2.7,,,,,", "SAN[1]", "use \"IP:192.0.2.7\""),
        ("a,a,\"DNS:a.example,DNS:b.example\",,,,,", "SAN[0]", "\"DNS:a.example|DNS:b.example\""),
        ("a,a,,,digitalSignatur,,,", "key_usage", "did you mean \"digitalSignature\"?"),
        ("a,a,,,,rsa-1024,,", "algorithm", "rsa-2048"),
        ("a,a,,,,rsa-2048,,", "algorithm", "the key of --key signs"),
        ("a,a,,,,,1.2.3=0500|1.2.4=05,", "extensions[1]", ""),
        ("a/b,a,,,,,,", "id", "\"/\""),
        ("a,a,,,,,", "", "row has 7 cells; expected 8"),
        ("a,a,,,,,,x", "", "column 8 has no header"),
        ("a,5\" disk,,,,,,", "", "within a cell"),
        ("a,\"a\"b,,,,,,", "", "within a cell"),
    ];
    let input: String = cases.iter().map(|(row, ..)| format!("{row}\n")).collect();
    let (code, results) = answered(&[], format!("{header}{input}b,b,,,,,,\nc,\"c,,,,,,\n"));
    assert_eq!((code, results.len()), (Some(1), cases.len() + 2));
    for (((row, path, text), result), line) in cases.iter().zip(&results).zip(2..) {
        assert_eq!(result["line"], line);
        let (found, message) = fault(result);
        assert!(found == *path && message.contains(text), "{row}: {result}");
        let is_read = !found.is_empty() && *path != "id";
        assert_eq!(result["id"], if is_read { "a".into() } else { Value::Null }, "{row}");
    }
    assert_eq!(results[cases.len()]["result"], "success");
    assert!(fault(&results[cases.len() + 1]).1.contains("none closes it"));
    let (_, results) = answered(&[], b"CN,O\na,M\xFCller\n");
    assert_eq!(fault(&results[0]).0, "O");
    assert!(fault(&results[0]).1.contains("not UTF-8"), "{results:?}");
}

#[test]
fn the_elements_of_an_array_are_lines() {
    let forms = [
        "[{\"CommonName\":\"a\"},{\"CommonName\":\"b]},\\\"\"}]",
        "\n[ {\"CommonName\":\n \"a\"}\n ,\n{\"CommonName\":\"b]},\\\"\"} ]\n\n",
        "\u{FEFF}[{\"CommonName\":\"a\"},\n{\"CommonName\":\"b]},\\\"\"}\n]",
    ];
    for (form, lines) in forms.into_iter().zip([[1, 1], [2, 5], [1, 2]]) {
        let (code, results) = answered(&[], form);
        assert_eq!(code, Some(0), "{results:?}");
        assert_eq!([&results[0]["line"], &results[1]["line"]], lines.map(Value::from).each_ref());
        assert_eq!((&results[0]["id"], &results[1]["id"]), (&"1".into(), &"2".into()));
        assert_eq!(inspected(&results[0]).subject().to_string().split(',').next(), Some("CN=a"));
    }
    assert_eq!(answered(&[], "[]"), (Some(0), vec![]));
    let a = "{\"CommonName\":\"a\"}";
    let cases: &[(String, &[&str])] = &[
        (format!("[{a}"), &["", "incomplete"]),
        (format!("[{a},]"), &["", "without an element"]),
        (format!("[{a} {a}]"), &["", "no `,`", ""]),
        (format!("[,{a}]"), &["in front of it", ""]),
        (format!("[{a}] {a}"), &["", "text behind it"]),
        (
            format!("[{a},7,{{\"CommonName\" 7}},}},{a}]"),
            &["", "object", "column 15", "not JSON", ""],
        ),
        (format!("[{a},\"x"), &["", "not JSON", "incomplete"]),
    ];
    for (input, expected) in cases {
        let (code, results) = answered(&[], input);
        assert_eq!((code, results.len()), (Some(1), expected.len()), "{input}: {results:?}");
        for (result, expected) in results.iter().zip(*expected) {
            let text = if result["result"] == "success" { "" } else { fault(result).1 };
            assert!(
                text.contains(expected) && text.is_empty() == expected.is_empty(),
                "{input}: {text}"
            );
        }
    }
}

#[test]
fn members_of_a_line_replace_the_options_of_all() {
    let input = r#"{"CommonName": "a"}
{"CommonName": "b", "extKeyUsage": ["critical", "clientAuth"], "template": null, "extensions": ["1.2.3=0500"]}
{"CommonName": "c", "keyUsage": 7, "extKeyUsag": "x"}
{"CommonName": "d", "keyUsage": "a", "keyUsage": "b"}
{"CommonName": "e", "keyUsage": null}
"#;
    assert_eq!(answered(&[], "{\"CommonName\": \"a\", \"template\": null}").0, Some(0));
    let options = ["--ext-key-usage", "serverAuth", "--ms-template", "Web"];
    let (code, results) = answered(&options, input);
    assert_eq!(code, Some(1));
    let shown = |result: &Value| {
        let inspection = inspected(result);
        let extensions = inspection.extensions().iter();
        extensions.map(|of| (of.oid().to_string(), of.is_critical())).collect::<Vec<_>>()
    };
    let template = ("1.3.6.1.4.1.311.20.2".to_owned(), false);
    assert_eq!(shown(&results[0]), [("2.5.29.37".into(), false), template.clone()]);
    assert_eq!(shown(&results[1]), [("2.5.29.37".into(), true), template, ("1.2.3".into(), false)]);
    let faults: Vec<_> =
        results[2]["faults"].as_array().unwrap().iter().map(|of| &of["path"]).collect();
    assert_eq!(faults, ["keyUsage", "extKeyUsag"]);
    let unknown = results[2]["faults"][1]["text"].as_str().unwrap();
    assert!(unknown.ends_with("algorithm; hint: did you mean \"extKeyUsage\"?"), "{unknown}");
    assert_eq!(fault(&results[3]), ("keyUsage", "attribute is given twice"));
    let wrong = ["batch", "-", "--stdout", "--key", &p256(), "--key-usage", "x"];
    let (code, error) = csr_fails(&wrong, b"");
    assert!(code == 1 && error.starts_with("--key-usage: "), "{error}");
}

#[test]
fn each_line_has_a_key_of_the_algorithm_that_it_names() {
    let dir = tempfile::tempdir().unwrap();
    let input = "id,CN,algorithm\na,a,P-384\nb,b,\n";
    for resume in [&[][..], &["--resume"]] {
        let output = batch(dir.path(), &[P256, resume].concat(), input);
        assert!(output.status.success(), "{output:?}");
    }
    let key = |id: &str| {
        let pem = &files(dir.path())[&format!("{id}.key.pem")];
        pkcs10::KeyPair::from_pem(pem).unwrap().public_key().to_string()
    };
    assert_eq!((key("a").as_str(), key("b").as_str()), ("ECDSA P-384", "ECDSA P-256"));
}

#[test]
fn new_keys_are_encrypted_and_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let password = dir.path().join("password");
    fs::write(&password, "secret\n").unwrap();
    let out = dir.path().join("out");
    let encrypted = [P256, &["--encrypt-key-with", password.to_str().unwrap()]].concat();
    let input = "{\"CommonName\": \"a\"}";
    assert!(batch(&out, &encrypted, input).status.success());
    let pem = files(&out)["1.key.pem"].clone();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    pkcs10::KeyPair::read(pem.as_bytes(), Some(b"secret")).unwrap();
    let again = batch(&out, &[&encrypted[..], &["--resume"]].concat(), input);
    assert_eq!(results(&again)[0]["resumed"], true);
    let plain = dir.path().join("plain");
    assert!(batch(&plain, P256, input).status.success());
    let again = batch(&plain, &[&encrypted[..], &["--resume"]].concat(), input);
    assert!(fault(&results(&again)[0]).1.contains("not encrypted"), "{again:?}");
}

#[test]
fn findings_stand_in_the_results_or_refuse_the_line() {
    let input = "{\"CommonName\": \"a\"}";
    let (code, results) = answered(&["--lint", "public-ca"], input);
    assert_eq!(code, Some(0));
    assert!(!results[0]["findings"].as_array().unwrap().is_empty());
    let (code, results) = answered(&["--lint", "public-ca", "--lint-strict"], input);
    assert_eq!(code, Some(1));
    assert!(fault(&results[0]).1.contains("lint: error: "), "{results:?}");
}

#[test]
fn in_a_pipe_refused_lines_are_data_and_ids_are_hashes() {
    let input = "no JSON\n{\"CommonName\": \"a\"}\r\n{\"CommonName\": \"a\"}\n{\"id\": \"x\", \"CommonName\": \"a\"}\n{}\n";
    let (code, results) = answered(&["--pipe"], input);
    assert_eq!(code, Some(0));
    // printf '{"CommonName": "a"}' | sha256sum
    let hash = "5b287c2e";
    let ids: Vec<&str> = results.iter().map(|result| result["id"].as_str().unwrap()).collect();
    assert!(ids[1].starts_with(hash) && ids[1].len() == 32, "{ids:?}");
    assert_eq!((ids[1], ids[3]), (ids[2], "x"));
    assert!(fault(&results[0]).1.contains("a table (CSV) has a header"));
    // What is not a line's fault is a failure.
    assert_eq!(answered(&["--pipe"], "[{\"CommonName\": \"a\"}").0, Some(3));
    let header = ["batch", "-", "--pipe", "--stdout", "--key", &p256()];
    assert_eq!(csr_fails(&header, b"CN,x\na,b\n").0, 1);
    let dir = tempfile::tempdir().unwrap();
    let output = batch(dir.path(), &["--pipe", "--key", &p256()], input);
    assert!(output.status.success());
    assert_eq!(fault(&self::results(&output)[2]).0, "id");
}

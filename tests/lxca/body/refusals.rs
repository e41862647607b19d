//! Bodies that are refused: with what path, reason and advice.

use super::*;

#[test]
fn each_refusal_has_its_path_its_reason_and_what_to_do() {
    const COUNTRY: &str = "C is an ISO 3166-1 alpha-2 code";
    const TYPES: &str = "otherName, rfc822Name, dNSName, x400Address, directoryName, ediPartyName, uniformResourceIdentifier, iPAddress, registeredID";
    const ATTRIBUTES: &str = "CommonName, Country, Organization, OrganizationUnit, StateLocality, StateProvince, subjectAlternativeNames";
    let names =
        |list: &str| format!(r#"{{"subjectAlternativeNames": {{"generalNames": {list}}}}}"#);
    let cases: Vec<(String, String)> = vec![
        (
            r#"{"Country": "us"}"#.into(),
            format!("Country: \"us\" is in lower case; {COUNTRY} in upper case (RFC 5280 Appendix A.1); hint: write US"),
        ),
        (
            r#"{"Country": "ZQ"}"#.into(),
            "Country: \"ZQ\" is no country that ISO 3166-1 has assigned; C is an alpha-2 code such as US or DE".into(),
        ),
        (
            r#"{"Country": "USA"}"#.into(),
            format!("Country: \"USA\" is not two letters; {COUNTRY} such as US or DE (RFC 5280 Appendix A.1)"),
        ),
        (
            r#"{"CommonName": ""}"#.into(),
            "CommonName: \"\" is empty; CN has at least one character (RFC 5280 Appendix A.1); hint: leave it out to get the default, LXCA".into(),
        ),
        (
            r#"{"OrganizationUnit": ""}"#.into(),
            "OrganizationUnit: \"\" is empty; OU has at least one character (RFC 5280 Appendix A.1); hint: leave it out".into(),
        ),
        (
            r#"{"CommonName": " a"}"#.into(),
            "CommonName: \" a\" begins with white space (U+0020 at character 1); CN has none around its value; hint: without it: \"a\"".into(),
        ),
        (
            r#"{"CommonName": "a\u00a0"}"#.into(),
            "CommonName: \"a\\u{a0}\" ends with white space (U+00A0 at character 2); CN has none around its value; hint: without it: \"a\"".into(),
        ),
        (
            r#"{"CommonName": "a\u0000b"}"#.into(),
            "CommonName: \"a\\u{0}b\" has the control character U+0000 at character 2; CN holds none".into(),
        ),
        (
            r#"{"CommonName": 5}"#.into(),
            "CommonName: is a number where text belongs; hint: put it between quotation marks".into(),
        ),
        (r#"{"CommonName": ["a"]}"#.into(), "CommonName: is an array where text belongs".into()),
        (r#"{"CommonName": true}"#.into(), "CommonName: is a boolean where text belongs".into()),
        (
            r#"{"commonName": "a"}"#.into(),
            format!("commonName: is no attribute that belongs here; known are {ATTRIBUTES}; hint: did you mean CommonName?"),
        ),
        (
            r#"{"host": "a"}"#.into(),
            format!("host: is no attribute that belongs here; known are {ATTRIBUTES}"),
        ),
        (
            r#"{"a\nb\u202e": "a"}"#.into(),
            format!("\"a\\u{{a}}b\\u{{202e}}\": is no attribute that belongs here; known are {ATTRIBUTES}"),
        ),
        (
            r#"{"CommonName": "a", "CommonName": "a"}"#.into(),
            "CommonName: stands there twice; each attribute is given once".into(),
        ),
        ("[]".into(), "is an array where an object belongs".into()),
        ("null".into(), "is null where an object belongs".into()),
        (
            r#"{"subjectAlternativeNames": []}"#.into(),
            "subjectAlternativeNames: is an array where an object belongs".into(),
        ),
        (
            r#"{"subjectAlternativeNames": "a"}"#.into(),
            "subjectAlternativeNames: is text where an object belongs".into(),
        ),
        (
            r#"{"subjectAlternativeNames": {}}"#.into(),
            "subjectAlternativeNames.generalNames: is missing; it is required here".into(),
        ),
        (
            names("[]"),
            "subjectAlternativeNames.generalNames: has no name in it; a subjectAltName holds at least one (RFC 5280 4.2.1.6); hint: leave subjectAlternativeNames out to ask for none".into(),
        ),
        (names("{}"), "subjectAlternativeNames.generalNames: is an object where an array belongs".into()),
        (names("[5]"), "subjectAlternativeNames.generalNames[0]: is a number where an object belongs".into()),
        (
            names(r#"[{"name": "a"}]"#),
            "subjectAlternativeNames.generalNames[0].type: is missing; it is required here".into(),
        ),
        (
            names(r#"[{"type": null, "name": "a"}]"#),
            "subjectAlternativeNames.generalNames[0].type: is missing; it is required here".into(),
        ),
        (
            names(r#"[{"type": "dNSName"}]"#),
            "subjectAlternativeNames.generalNames[0].name: is missing; it is required here".into(),
        ),
        (
            names(r#"[{"type": "ipAddress", "name": "192.0.2.1"}]"#),
            format!("subjectAlternativeNames.generalNames[0].type: \"ipAddress\" is no GeneralName type; the nine are {TYPES} (RFC 5280 4.2.1.6); hint: did you mean iPAddress?"),
        ),
        (
            names(r#"[{"type": "dNSName", "name": "a"}, {"type": "dNSName", "name": "a"}]"#),
            "subjectAlternativeNames.generalNames[1]: \"DNS:a\" stands already at subjectAlternativeNames.generalNames[0]; a name is given once".into(),
        ),
        (
            names(r#"[{"type": "dNSName", "name": "a", "value": "b"}]"#),
            "subjectAlternativeNames.generalNames[0].value: is no attribute that belongs here; known are type, name".into(),
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(refusals(&body), [expected], "{body}");
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_body() {
    let faults = refusals(
        r#"{"subjectAlternativeNames": {"generalNames": [
               {"type": "dNSName", "name": "a_b"}, {"name": "x"}, {"type": "dNSName", "name": "b"},
               {"type": "iPAddress", "name": "192.0.2.1/24"}, {"type": "dNSName", "name": "b"}]},
            "zone": 1, "StateProvince": "", "CommonName": " ", "Country": "de"}"#,
    );
    let paths: Vec<&str> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "subjectAlternativeNames.generalNames[0].name",
            "subjectAlternativeNames.generalNames[1].type",
            "subjectAlternativeNames.generalNames[3].name",
            "subjectAlternativeNames.generalNames[4]",
            "zone",
            "StateProvince",
            "CommonName",
            "Country",
        ]
    );
    assert!(faults[3].contains("stands already at subjectAlternativeNames.generalNames[2]"));
}

#[test]
fn a_name_that_has_a_fault_beside_it_is_checked_all_the_same() {
    let names = |list: &str| {
        let faults =
            refusals(&format!(r#"{{"subjectAlternativeNames": {{"generalNames": [{list}]}}}}"#));
        let path = |fault: &String| {
            let path = fault.split(": ").next().unwrap();
            path.trim_start_matches("subjectAlternativeNames.generalNames").to_owned()
        };
        faults.iter().map(path).collect::<Vec<_>>()
    };
    let good = r#""type": "dNSName", "name": "a""#;
    let bad = r#""type": "dNSName", "name": "a b""#;
    assert_eq!(names(&format!("{{{bad}, \"zone\": 1}}")), ["[0].zone", "[0].name"]);
    assert_eq!(names(&format!("{{{bad}, \"type\": \"URI\"}}")), ["[0].type", "[0].name"]);
    assert_eq!(names(&format!("{{{good}, \"zone\": 1}}, {{{good}}}")), ["[0].zone", "[1]"]);
    // What is missing or no text cannot be checked.
    assert_eq!(names(r#"{"type": null, "name": "a b"}"#), ["[0].type"]);
    assert_eq!(
        names(r#"{"type": 1, "name": "a b"}, {"type": "dNSName", "name": []}"#),
        ["[0].type", "[1].name"]
    );
    assert_eq!(
        names(&format!("{{\"type\": 1, \"name\": 2}}, {{{bad}}}")),
        ["[0].type", "[0].name", "[1].name"]
    );
}

#[test]
fn what_is_no_json_is_refused_with_line_and_column() {
    let deep = "[".repeat(100_000);
    let cases: &[(&[u8], &str)] = &[
        (b"", "line 1, column 1: not JSON: expected a value, but the text ends"),
        (b"{", "line 1, column 1: not JSON: expected `,` or `}`, but the text ends"),
        (b"{\"a\"}", "line 1, column 5: not JSON: expected `:`"),
        (
            b"{\"a\":1,}",
            "line 1, column 8: not JSON: expected another member after the comma, found the end of the list",
        ),
        (b"{a:1}", "line 1, column 2: not JSON: expected a name between quotation marks"),
        (
            b"{} {}",
            "line 1, column 4: not JSON: expected the end of the text after the closing bracket",
        ),
        (
            b"hello",
            "line 1, column 1: not JSON: expected a value: an object, text between quotation marks, a number",
        ),
        (
            br#"{"a":"\ud83d"}"#,
            "line 1, column 13: not JSON: expected both halves of a surrogate pair, such as `\\ud83d\\ude00`; one alone is no character",
        ),
        (
            br#"{"a":"\ude00"}"#,
            "line 1, column 12: not JSON: expected both halves of a surrogate pair, such as `\\ud83d\\ude00`; one alone is no character",
        ),
        (b"{\"a\":\"\xFF\"}", "line 1, column 7: not JSON: expected UTF-8"),
        (deep.as_bytes(), "line 1, column 128: not JSON: expected at most 128 levels of brackets"),
        (
            b"\xFF\xFE{\0}\0",
            "line 1, column 1: not JSON: expected UTF-8, found UTF-16; save it as UTF-8",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(read(Profile::LXCA, body).unwrap_err(), [*expected]);
    }
}

#[test]
fn the_example_as_it_was_printed_lacks_a_comma_on_line_three() {
    let printed = include_str!("../../../examples/request.json").replacen(",\n", "\n", 1);
    assert_eq!(refusals(&printed), ["line 3, column 5: not JSON: expected `,` or `}`"]);
}

#[test]
fn a_missing_common_name_is_a_fault_where_it_is_required() {
    let reader = BodyReader::new(Profile::LXCA).require_common_name();
    for body in ["{}", r#"{"CommonName": null}"#] {
        let faults = reader.read(body.as_bytes()).unwrap_err();
        assert_eq!(faults.to_string(), "CommonName: is missing; it is required here");
    }
    assert!(reader.read(br#"{"CommonName": "a"}"#).is_ok());
}

#[test]
fn a_body_full_of_faults_takes_no_memory_for_all_of_them() {
    for (element, path) in [("0", ""), (r#"{"type": "dNSName", "name": "a b"}"#, ".name")] {
        for (count, more) in [
            (1_000, None),
            (1_001, Some("1 more fault is not listed")),
            (5_000, Some("4000 more faults are not listed")),
        ] {
            let list = vec![element; count].join(",");
            let faults = refusals(&format!(
                r#"{{"subjectAlternativeNames": {{"generalNames": [{list}]}}}}"#
            ));
            assert!(
                faults[999]
                    .starts_with(&format!("subjectAlternativeNames.generalNames[999]{path}: "))
            );
            assert_eq!(faults.get(1_000).map(String::as_str), more);
            assert!(faults.len() <= 1_001);
        }
    }
}

#[test]
fn a_fault_can_be_asked_for_its_parts() {
    let reader = BodyReader::new(Profile::LXCA);
    let faults = reader.read(br#"{"Country": "us", "Comonname": "a", "zone": 1}"#).unwrap_err();
    let parts: Vec<_> = faults.into_iter().map(|fault| (fault.path(), fault.hint())).collect();
    assert_eq!(
        parts,
        [
            ("Country", Some("write US".into())),
            ("Comonname", Some("did you mean CommonName?".into())),
            ("zone", None),
        ]
    );
    for fault in &faults {
        assert_eq!(fault.to_string(), format!("{}: {}", fault.path(), fault.text()));
    }
    let text = faults.to_string();
    assert_eq!(text.lines().count(), 3);

    let faults = reader.read(b"{\n  \"a\": trx\n}").unwrap_err();
    let BodyFaultKind::Syntax(error) = faults.iter().next().unwrap().kind() else {
        panic!("no JSON, but {faults}")
    };
    assert_eq!((error.line(), error.column()), (2, 10));
    assert_eq!(
        error.expected(),
        "expected true, false or null; text stands between quotation marks"
    );
}

//! Bodies that are refused: with what path, reason and advice.

use pkcs10::lxca::JsonWords;

use super::*;

#[test]
fn each_refusal_has_its_path_and_its_code() {
    let names =
        |list: &str| format!(r#"{{"subjectAlternativeNames": {{"generalNames": {list}}}}}"#);
    let in_names = |rest: &str| format!("subjectAlternativeNames.generalNames{rest}");
    let cases: Vec<(String, String, Code)> = vec![
        (r#"{"Country": "us"}"#.into(), "Country".into(), Code::CountryCase),
        (r#"{"Country": "ZQ"}"#.into(), "Country".into(), Code::CountryUnassigned),
        (r#"{"Country": "USA"}"#.into(), "Country".into(), Code::CountrySyntax),
        (r#"{"CommonName": ""}"#.into(), "CommonName".into(), Code::Empty),
        (r#"{"OrganizationUnit": ""}"#.into(), "OrganizationUnit".into(), Code::Empty),
        (r#"{"CommonName": " a"}"#.into(), "CommonName".into(), Code::WhiteSpace),
        (r#"{"CommonName": "a\u00a0"}"#.into(), "CommonName".into(), Code::WhiteSpace),
        (r#"{"CommonName": "a\u0000b"}"#.into(), "CommonName".into(), Code::ControlCharacter),
        (r#"{"CommonName": 5}"#.into(), "CommonName".into(), Code::JsonType),
        (r#"{"CommonName": ["a"]}"#.into(), "CommonName".into(), Code::JsonType),
        (r#"{"CommonName": true}"#.into(), "CommonName".into(), Code::JsonType),
        (r#"{"commonName": "a"}"#.into(), "commonName".into(), Code::UnknownAttribute),
        (r#"{"host": "a"}"#.into(), "host".into(), Code::UnknownAttribute),
        (r#"{"a\nb\u202e": "a"}"#.into(), "\"a\\u{a}b\\u{202e}\"".into(), Code::UnknownAttribute),
        (
            r#"{"CommonName": "a", "CommonName": "a"}"#.into(),
            "CommonName".into(),
            Code::RepeatedAttribute,
        ),
        ("[]".into(), String::new(), Code::JsonType),
        ("null".into(), String::new(), Code::JsonType),
        (
            r#"{"subjectAlternativeNames": []}"#.into(),
            "subjectAlternativeNames".into(),
            Code::JsonType,
        ),
        (
            r#"{"subjectAlternativeNames": "a"}"#.into(),
            "subjectAlternativeNames".into(),
            Code::JsonType,
        ),
        (r#"{"subjectAlternativeNames": {}}"#.into(), in_names(""), Code::MissingAttribute),
        (names("[]"), in_names(""), Code::NoNames),
        (names("{}"), in_names(""), Code::JsonType),
        (names("[5]"), in_names("[0]"), Code::JsonType),
        (names(r#"[{"name": "a"}]"#), in_names("[0].type"), Code::MissingAttribute),
        (names(r#"[{"type": null, "name": "a"}]"#), in_names("[0].type"), Code::MissingAttribute),
        (names(r#"[{"type": "dNSName"}]"#), in_names("[0].name"), Code::MissingAttribute),
        (
            names(r#"[{"type": "ipAddress", "name": "192.0.2.1"}]"#),
            in_names("[0].type"),
            Code::NameType,
        ),
        (
            names(r#"[{"type": "dNSName", "name": "a"}, {"type": "dNSName", "name": "a"}]"#),
            in_names("[1]"),
            Code::SanRepeated,
        ),
        (
            names(r#"[{"type": "dNSName", "name": "a", "value": "b"}]"#),
            in_names("[0].value"),
            Code::UnknownAttribute,
        ),
    ];
    for (body, path, code) in cases {
        assert_eq!(refusals(&body), [(path, code)], "{body}");
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
    let paths: Vec<&str> = faults.iter().map(|(path, _)| path.as_str()).collect();
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
    assert_eq!(faults[3].1, Code::SanRepeated);
}

#[test]
fn a_name_that_has_a_fault_beside_it_is_checked_all_the_same() {
    let names = |list: &str| {
        let faults =
            refusals(&format!(r#"{{"subjectAlternativeNames": {{"generalNames": [{list}]}}}}"#));
        let path = |(path, _): &(String, Code)| {
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
fn text_that_is_not_json_is_refused_with_line_and_column() {
    let deep = "[".repeat(100_000);
    let cases: &[(&[u8], &str)] = &[
        (b"", "line 1, column 1"),
        (b"{", "line 1, column 1"),
        (b"{\"a\"}", "line 1, column 5"),
        (b"{\"a\":1,}", "line 1, column 8"),
        (b"{a:1}", "line 1, column 2"),
        (b"{} {}", "line 1, column 4"),
        (b"hello", "line 1, column 1"),
        (br#"{"a":"\ud83d"}"#, "line 1, column 13"),
        (br#"{"a":"\ude00"}"#, "line 1, column 12"),
        (b"{\"a\":\"\xFF\"}", "line 1, column 7"),
        (deep.as_bytes(), "line 1, column 128"),
        (b"{\n  \"a\": trx\n}", "line 2, column 10"),
    ];
    for (body, place) in cases {
        let faults = read(Profile::LXCA, body).unwrap_err();
        assert_eq!(places(&faults), [(String::new(), Code::JsonSyntax)]);
        let reason = faults.iter().next().unwrap().error().reason();
        assert_eq!(reason, format!("is not JSON at {place}"));
    }
    let faults = read(Profile::LXCA, b"\xFF\xFE{\0}\0").unwrap_err();
    assert_eq!(places(&faults), [(String::new(), Code::Utf16)]);
}

#[test]
fn the_example_as_it_was_printed_lacks_a_comma_on_line_three() {
    let printed = include_str!("../../../examples/request.json").replacen(",\n", "\n", 1);
    let text = lxca(&printed).unwrap_err().to_string();
    assert_eq!(text, "body is not JSON at line 3, column 5; expected `,` or `}`");
}

#[test]
fn a_missing_common_name_is_a_fault_where_it_is_required() {
    let reader = BodyReader::new(Profile::LXCA).require_common_name();
    for body in ["{}", r#"{"CommonName": null}"#] {
        let faults = reader.read(body.as_bytes()).unwrap_err();
        assert_eq!(places(&faults), [("CommonName".into(), Code::MissingAttribute)]);
    }
    assert!(reader.read(br#"{"CommonName": "a"}"#).is_ok());
}

#[test]
fn a_body_full_of_faults_takes_no_memory_for_all_of_them() {
    for (element, path) in [("0", ""), (r#"{"type": "dNSName", "name": "a b"}"#, ".name")] {
        for (count, more) in [
            (1_000, None),
            (1_001, Some("has 1 more fault, not listed here")),
            (5_000, Some("has 4000 more faults, not listed here")),
        ] {
            let list = vec![element; count].join(",");
            let body = format!(r#"{{"subjectAlternativeNames": {{"generalNames": [{list}]}}}}"#);
            let faults = lxca(&body).unwrap_err();
            let faults: Vec<_> = faults.iter().collect();
            let last = format!("subjectAlternativeNames.generalNames[999]{path}");
            assert_eq!(faults[999].place().to_string(), last);
            assert_eq!(faults.get(1_000).map(|fault| fault.error().reason()), more);
            assert!(faults.len() <= 1_001);
        }
    }
}

#[test]
fn a_fault_has_its_place_its_hint_and_one_line() {
    let faults = lxca(r#"{"Country": "us", "Comonname": "a", "zone": 1}"#).unwrap_err();
    let hints: Vec<_> = faults.iter().map(|fault| fault.hint(&JsonWords)).collect();
    assert_eq!(
        hints,
        [Some("use \"US\"".into()), Some("did you mean \"CommonName\"?".into()), None]
    );
    for fault in &faults {
        let expected = format!("{}: {}", fault.place(), fault.sentence(&JsonWords));
        assert!(fault.line(&JsonWords).starts_with(&expected));
    }
    assert_eq!(faults.to_string().lines().count(), 3);
}

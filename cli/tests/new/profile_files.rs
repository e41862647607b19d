//! Profiles of users, in TOML.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::openssl;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/profile.toml");

/// Runs `csr new` in a directory with a body and a profile; its output, and its notes or faults.
fn new(dir: &Path, body: &str, profile: &str, key: &[&str]) -> (Vec<u8>, String) {
    fs::write(dir.join("body.json"), body).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_csr"));
    command.current_dir(dir).args(["new", "body.json", "--profile", profile]).args(key);
    let output = command.output().unwrap();
    (output.stdout, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_example_makes_a_request_of_a_made_up_vendor() {
    let dir = tempfile::tempdir().unwrap();
    let body = r##"{"@odata.type": "#x", "hostName": "bmc-7", "country": "Germany",
        "contact": {"mail": "ops@example.com"}, "names": ["bmc-7.example"], "nameType1": "IP",
        "nameValue1": "192.0.2.7", "addAddress": true, "use": ["Server"], "addPassword": "yes",
        "password": "s3cret", "label": "seven", "text": "utf8only", "service": "Server",
        "collection": {"@odata.id": "/c"}}"##;
    let (pem, notes) = new(dir.path(), body, EXAMPLE, &["--key-out", "key.pem"]);
    assert_eq!(
        notes,
        "note: body.json: addAddress: left out, the addresses of the host are not known\n\
         note: body.json: keyType: not given, filled in: ecdsa-p384\n\
         note: body.json: company: not given, filled in: ACME\n"
    );
    let Some(text) = openssl(&["req", "-verify", "-noout", "-text"], &pem) else { return };
    for expected in [
        "C = DE, O = ACME, CN = bmc-7, emailAddress = ops@example.com",
        "NIST CURVE: P-384",
        "DNS:bmc-7.example, IP Address:192.0.2.7",
        "TLS Web Server Authentication",
        ":s3cret",
        ":seven",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn limits_and_words_of_the_file_are_those_of_messages() {
    let dir = tempfile::tempdir().unwrap();
    let body = r#"{"hostName": "a\"b", "use": ["Server", "Client"], "validity": 1, "labl": "x"}"#;
    let (pem, faults) = new(dir.path(), body, EXAMPLE, &["--key-out", "key.pem"]);
    assert!(pem.is_empty());
    for expected in [
        "hostName: CN \"a\\\"b\" contains \"\"\" at character 2; expected none of \" # (ACME controllers 2.0)\n",
        "use: list has 2 entries; expected at most 1 (ACME controllers 2.0)\n",
        "validity: attribute is not part of a request\n",
        "hint: did you mean \"label\"?\n",
    ] {
        assert!(faults.contains(expected), "{expected}: {faults}");
    }
}

#[test]
fn a_built_in_profile_in_toml_makes_the_same_requests() {
    let subject = |name: &str, attribute: &str| {
        format!("[[field]]\nname = \"{name}\"\ntarget = \"subject.{attribute}\"\n")
    };
    let table = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, attribute)| subject(name, attribute)).collect::<String>()
    };
    let vcenter = table(&[
        ("organization", "O"),
        ("organization_unit", "OU"),
        ("locality", "L"),
        ("state_or_province", "ST"),
        ("country", "C"),
        ("email_address", "emailAddress"),
        ("common_name", "CN"),
    ]);
    let vcenter = format!(
        "name = \"vCenter Server\"\nannotations = true\n{vcenter}\
         [[field]]\nname = \"subject_alt_name\"\ntarget = \"names\"\n\
         [[field]]\nname = \"key_size\"\ntarget = \"keyBits\"\ndefault = \"3072\"\n\
         words = {{ 2048 = \"rsa-2048\", 3072 = \"rsa-3072\", 4096 = \"rsa-4096\" }}\n"
    );
    let rfc5280 = table(&[
        ("CommonName", "CN"),
        ("Country", "C"),
        ("Organization", "O"),
        ("OrganizationUnit", "OU"),
        ("StateLocality", "L"),
        ("StateProvince", "ST"),
    ]);
    let rfc5280 = format!(
        "name = \"RFC 5280 Appendix A.1\"\n{rfc5280}\
         [[field]]\nname = \"subjectAlternativeNames\"\ntarget = \"typedNames\"\n"
    );
    let dir = tempfile::tempdir().unwrap();
    let first = ["--algorithm", "ed25519", "--key-out", "key.pem"];
    let (pem, errors) = new(dir.path(), r#"{"CommonName": "a"}"#, "rfc5280", &first);
    assert!(!pem.is_empty(), "{errors}");
    let cases = [
        (
            "vcenter",
            &vcenter,
            r#"{"common_name": "vc", "organization_unit": "", "country": "DE", "locality": "Ort",
                "email_address": "a@example.com", "subject_alt_name": ["vc.example", "192.0.2.7"]}"#,
        ),
        ("vcenter", &vcenter, r#"{"common_name": "", "country": "de", "key_size": 1024, "x": 1}"#),
        (
            "rfc5280",
            &rfc5280,
            r#"{"StateProvince": "BY", "CommonName": "a", "OrganizationUnit": "b", "Country": "ZQ",
                "subjectAlternativeNames": {"generalNames": [{"type": "dNSName", "name": "a"}]}}"#,
        ),
        ("rfc5280", &rfc5280, r#"{"CommonName": 7, "Organization": "", "State": "BY"}"#),
    ];
    for (id, toml, body) in cases {
        fs::write(dir.path().join("profile.toml"), toml).unwrap();
        let built_in = new(dir.path(), body, id, &["--key", "key.pem"]);
        let (pem, errors) = new(dir.path(), body, "profile.toml", &["--key", "key.pem"]);
        assert_eq!((pem, errors.replace("profile.toml", id)), built_in, "{body}");
    }
}

#[test]
fn every_fault_of_a_file_is_listed_with_its_line() {
    let cases = [
        (
            "nam = \"x\"\nannotations = \"yes\"\n[[field]]\nname = \"a\"\ntarget = \"subject.CM\"\nmax = -1\n\
             [[field]]\nname = \"b\"\ntarget = \"keyUsages\"\n\
             [[field]]\nname = \"c\"\ntarget = \"keyUsage\"\nwords = { A = \"serverAut\" }\ndeflt = 1\ndefault = \"A\"\n\
             [[field]]\nname = \"d\"\ntarget = \"subject.O\"\ndefault = \" x\"\nwords = [\"y\"]\n\
             [[field]]\nname = \"d.e\"\ntarget = \"keyBits\"\nreason = \"x\"\n\
             [[field]]\ntarget = \"refused\"\n\
             [[field]]\ntarget = \"subject.CM\"\n",
            "profile.toml, line 1: nam: unknown key; expected one of name, annotations, assigned-countries-only, field\n\
             hint: did you mean \"name\"?\n\
             profile.toml, line 1: name: required key is missing\n\
             profile.toml, line 2: annotations: value is of type string; expected true or false\n\
             profile.toml, line 5: field[0].target: attribute type \"CM\" is not known; expected a name such as CN, or an object identifier such as 2.5.4.3 (RFC 4514 2.3)\n\
             profile.toml, line 6: field[0].max: value is of type integer; expected a whole number from 1\n\
             profile.toml, line 9: field[1].target: target \"keyUsages\" is not known; expected one of subject.CN, nameType.1, nameValue.1, refused, countryName, stringMask, typedNames, names, hostAddresses, keyUsage, challengePassword, addChallengePassword, unstructuredName, keyAlgorithm, keyBits, keyCurve, link, linkOrText, word\n\
             hint: did you mean \"keyUsage\"?\n\
             profile.toml, line 13: field[2].words.A: meaning \"serverAut\" is not known; expected a name of keyUsage or extKeyUsage (RFC 5280)\n\
             hint: use words = { \"A\" = \"serverAuth\" }\n\
             profile.toml, line 14: field[2].deflt: unknown key; expected one of name, target, reason, required, max, default, without, words\n\
             hint: did you mean \"default\"?\n\
             profile.toml, line 15: field[2].default: \"A\" has no effect for this target\n\
             profile.toml, line 19: field[3].default: O \" x\" begins with white space (U+0020)\n\
             hint: use \"x\"\n\
             profile.toml, line 20: field[3].words: have no effect for this target\n\
             profile.toml, line 21: field[4].words: required key is missing\n\
             profile.toml, line 21: field[4].name: \"d.e\" is a duplicate of \"d\"\n\
             profile.toml, line 24: field[4].reason: is only for the target \"refused\"\n\
             profile.toml, line 25: field[5].name: required key is missing\n\
             profile.toml, line 25: field[5].reason: required key is missing\n\
             profile.toml, line 27: field[6].name: required key is missing\n\
             profile.toml, line 28: field[6].target: attribute type \"CM\" is not known; expected a name such as CN, or an object identifier such as 2.5.4.3 (RFC 4514 2.3)\n",
        ),
        (
            "",
            "profile.toml, line 1: name: required key is missing\n\
             profile.toml, line 1: field: required key is missing; expected [[field]]\n",
        ),
        (
            "name = \n[[field]\n",
            "profile.toml, line 1: is not TOML: string values must be quoted, expected literal string\n\
             profile.toml, line 2: is not TOML: unclosed array table, expected `]`\n",
        ),
    ];
    let dir = tempfile::tempdir().unwrap();
    for (toml, faults) in cases {
        fs::write(dir.path().join("profile.toml"), toml).unwrap();
        let found = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
        assert_eq!(found, (Vec::new(), faults.into()));
    }
}

#[test]
fn what_would_have_no_effect_or_take_no_value_is_refused() {
    let cases = [
        (
            "target = \"subject.CN\"\nrequired = true\ndefault = \"a\"",
            "default: has no effect for a required field",
        ),
        (
            "target = \"subject.CN\"\nwithout = \"#\"\ndefault = \"a#\"",
            "default: \"a#\" contains '#', which is in without",
        ),
        ("target = \"link\"\nmax = 9", "max: has no effect for this target"),
        ("target = \"names\"\nwithout = \"#\"", "without: has no effect for this target"),
        (
            "target = \"nameType.1\"\nwords = [\"dNSName\"]",
            "target: has no effect alone; expected a field \"nameValue.1\" too",
        ),
        (
            "target = \"nameValue.2\"",
            "target: has no effect alone; expected a field \"nameType.2\" too",
        ),
        (
            "target = \"addChallengePassword\"\nwords = [\"true\"]",
            "target: has no effect alone; expected a field \"challengePassword\" too",
        ),
        (
            "target = \"nameType.300\"",
            "target: target \"nameType.300\" has no number of a pair; expected nameType.0 to nameType.255",
        ),
        ("target = \"CN\"", "\nhint: use \"subject.CN\""),
        ("target = \"refused\"\nreason = \"\"", "reason: value is empty"),
        (
            "target = \"refused\"\nreason = \"b\"\nrequired = true",
            "required: is true for a member that is refused; no body can pass",
        ),
        (
            "target = \"keyAlgorithm\"\nwords = [\"rsa\", \"ecdsa\", \"rsa\"]",
            "words: \"rsa\" is given twice; expected once",
        ),
        ("target = \"keyUsage\"\nwords = []", "words: list is empty; expected at least one"),
        (
            "target = \"keyUsage\"\nwords = \"serverAuth\"",
            "words: value is of type string; expected an array of strings, or a table of them",
        ),
        (
            "target = \"keyBits\"\nwords = [\"2048\", 3072]",
            "words[1]: value is of type integer; expected a string\nhint: put it in quotation marks",
        ),
        (
            "target = \"keyBits\"\nwords = { big = \"rsa-4096\" }",
            "words.big: is no number; expected one such as 3072",
        ),
        (
            "target = \"keyAlgorithm\"\nwords = [\"RSA\"]",
            "words.RSA: meaning \"RSA\" is not known; expected rsa, ecdsa, sha256, sha384 or sha512\nhint: use words = { \"RSA\" = \"rsa\" }",
        ),
    ];
    let dir = tempfile::tempdir().unwrap();
    let refused = |toml: &str| {
        fs::write(dir.path().join("profile.toml"), toml).unwrap();
        let (pem, faults) = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
        assert!(pem.is_empty());
        faults
    };
    for (field, expected) in cases {
        let faults = refused(&format!("name = \"x\"\n[[field]]\nname = \"a\"\n{field}\n"));
        let path = if expected.starts_with('\n') { "" } else { ": field[0]." };
        assert!(faults.contains(&format!("{path}{expected}\n")), "{expected}: {faults}");
    }
    for name in [".a", "a.", "a..b"] {
        let faults = refused(&format!(
            "name = \"x\"\n[[field]]\nname = {name:?}\ntarget = \"subject.CN\"\n"
        ));
        let what = format!("line 3: field[0].name: {name:?} has an empty part");
        assert!(faults.contains(&what), "{faults}");
    }
    let expected = "profile.toml, line 2: field: list is empty; expected at least one [[field]]\n";
    assert_eq!(refused("name = \"x\"\nfield = []\n"), expected);
}

#[test]
fn a_list_of_names_has_as_many_entries_as_the_profile_allows() {
    let dir = tempfile::tempdir().unwrap();
    let toml = "name = \"x\"\n[[field]]\nname = \"n\"\ntarget = \"names\"\nmax = 1\n";
    fs::write(dir.path().join("profile.toml"), toml).unwrap();
    let key = ["--key-out", "key.pem"];
    let (_, faults) = new(dir.path(), r#"{"n": ["a.example", "b.example"]}"#, "profile.toml", &key);
    assert_eq!(faults, "n: list has 2 entries; expected at most 1 (x)\n");
    let (pem, faults) = new(dir.path(), r#"{"n": ["a.example"]}"#, "profile.toml", &key);
    assert!(!pem.is_empty(), "{faults}");
}

#[test]
fn the_documentation_has_every_key_and_target() {
    let page = include_str!("../../PROFILES.md");
    let dir = tempfile::tempdir().unwrap();
    let toml = "x = 1\n[[field]]\nname = \"a\"\ntarget = \"x\"\ny = 1\n";
    fs::write(dir.path().join("profile.toml"), toml).unwrap();
    let (_, faults) = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
    let lists: Vec<_> =
        faults.lines().filter_map(|line| Some(line.split_once("expected one of ")?.1)).collect();
    assert_eq!(lists.len(), 3, "{faults}");
    for word in lists.iter().flat_map(|list| list.split(", ")) {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
    let (_, example) = page.split_once("```toml\n").unwrap();
    fs::write(dir.path().join("profile.toml"), example.split_once("```").unwrap().0).unwrap();
    let body = r#"{"hostName": "bmc-7", "names": ["bmc-7.example"]}"#;
    let (pem, faults) = new(dir.path(), body, "profile.toml", &["--key-out", "key.pem"]);
    assert!(!pem.is_empty(), "{faults}");
}

#[test]
fn a_large_file_is_refused_and_of_many_faults_the_first_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let keys = |count| (0..count).map(|index| format!("key{index} = 1\n")).collect::<String>();
    fs::write(dir.path().join("profile.toml"), keys(10_000)).unwrap();
    let (_, error) = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
    assert_eq!(error, "profile.toml: is larger than 64 KiB, expected a profile in TOML\n");
    fs::write(dir.path().join("profile.toml"), keys(200)).unwrap();
    let (_, faults) = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
    assert_eq!(faults.lines().count(), 101);
    assert!(faults.ends_with("\nprofile.toml: 102 more faults are not listed\n"), "{faults}");
}

#[test]
fn what_would_move_a_terminal_is_no_part_of_a_profile() {
    let cases = [
        (r#"name = "a\u001b[5m""#, r#"name: "a\u{1b}[5m" contains a control"#),
        (r#""k\u202e" = 1"#, r"k\u{202e}: unknown key"),
        (
            "[[field]]\nname = \"a\"\ntarget = \"refused\"\nreason = \"\\u0007\"",
            r#"field[0].reason: "\u{7}" contains a control"#,
        ),
        (
            "[[field]]\nname = \"a\"\ntarget = \"word\"\nwords = { \"\\u009b\" = \"\" }",
            r#"field[0].words: "\u{9b}" contains a control"#,
        ),
    ];
    let dir = tempfile::tempdir().unwrap();
    for (toml, expected) in cases {
        fs::write(dir.path().join("profile.toml"), toml).unwrap();
        let (_, faults) = new(dir.path(), "{}", "profile.toml", &["--key-out", "key.pem"]);
        assert!(faults.contains(expected), "{expected}: {faults}");
        let is_plain = |c: char| c == '\n' || !c.is_control() && c != '\u{202e}';
        assert!(faults.chars().all(is_plain), "{faults:?}");
    }
}

#[test]
fn a_key_without_size_or_curve_is_one_that_the_profile_lists() {
    let words = "[[field]]\nname = \"kind\"\ntarget = \"keyAlgorithm\"\nwords = { R = \"rsa\", E = \"ecdsa\" }\n";
    let bits =
        "[[field]]\nname = \"bits\"\ntarget = \"keyBits\"\nwords = { 3072 = \"rsa-3072\" }\n";
    let curve =
        "[[field]]\nname = \"curve\"\ntarget = \"keyCurve\"\nwords = { x = \"ecdsa-p384\" }\n";
    for (fields, kind, expected) in [
        (String::new(), "R", "2048 bit"),
        (bits.into(), "R", "3072 bit"),
        (String::new(), "E", "256 bit"),
        (curve.into(), "E", "384 bit"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let name = "[[field]]\nname = \"host\"\ntarget = \"subject.CN\"\n";
        let toml = format!("name = \"x\"\n{name}{words}{fields}");
        fs::write(dir.path().join("profile.toml"), toml).unwrap();
        let body = format!(r#"{{"host": "a", "kind": "{kind}"}}"#);
        let key = ["--key-out", "key.pem"];
        let (pem, errors) = new(dir.path(), &body, "profile.toml", &key);
        assert!(!pem.is_empty(), "{fields}: {errors}");
        let Some(text) = openssl(&["req", "-noout", "-text"], &pem) else { return };
        assert!(text.contains(expected), "{fields}: {text}");
    }
}

//! Files that nearly are request files, and how other programs would read them.

use super::*;

#[test]
fn cfssl_files_are_read_as_go_reads_json_in_any_case() {
    let text = r#"{"cn": "a.example", "HOSTS": ["a.example"], "Key": {"Algo": "ecdsa", "size": 256},
        "names": [{"c": "DE", "o": "ACME"}]}"#;
    let (made, notes) = made("a.json", text, &[]);
    assert_eq!(made.subject().to_string(), "CN=a.example,O=ACME,C=DE");
    assert_eq!((names(&made), notes), (vec!["DNS:a.example".to_owned()], String::new()));
    let error = refused("a.json", r#"{"CN": "a", "hosts": "a.example", "key": {"algo": "rsa"}}"#);
    assert!(error.contains("a.json:1: hosts: expected an array"), "{error}");
}

#[test]
fn files_that_miss_what_makes_them_one_say_what_that_is() {
    let sections = "# a part of it\n[ dn ]\nCN = a.example\n";
    let prompts = "[req]\ndistinguished_name = dn\n[dn]\ncommonName = Common Name\n";
    let strings = "[NewRequest]\nSubject = \"CN=a\"\n[EnhancedKeyUsageExtension]\nOID = %szOID_PKIX_KP_SERVER_AUTH%\n";
    let cases = [
        ("a.cnf", sections, "a.cnf: has sections, but neither [req] as OpenSSL's"),
        ("a.cnf", prompts, "a.cnf:4: commonName: OpenSSL asks for it"),
        ("a.inf", strings, "a.inf:4: %szOID_PKIX_KP_SERVER_AUTH% is not defined in [Strings]"),
        ("a.json", "[{\"CommonName\": \"a\"}]", "a.json: value is an array"),
        ("a.json", "[]", "a.json: value is an array"),
        ("a.json", "[a]", "a.json: has sections"),
    ];
    for (name, content, expected) in cases {
        let error = refused(name, content);
        assert!(error.contains(expected), "{content}: {error}");
    }
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    };
    let (_, text) = CONFIGURATIONS[0];
    for bytes in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)] {
        let [of_bytes, of_text] = [&*bytes, text.as_bytes()]
            .map(|content| made("a.cnf", content, &["--san", "DNS:a.example"]));
        assert_eq!(of_bytes.0.subject(), of_text.0.subject());
        assert_eq!(of_bytes.1, of_text.1);
    }
}

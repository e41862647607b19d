//! The value of a name is data: nothing in it starts another name, reads a file or changes
//! the type.

use super::raw::is_raw;
use pkcs10::{GeneralName, GeneralNameType};
use proptest::prelude::*;

/// Values that mean something to other tools.
const INJECTIONS: &[&str] = &[
    "a,DNS:b",
    "a, DNS:b",
    "a;DNS:b",
    "a\nDNS:b",
    "a\r\nDNS:b",
    "a\0",
    "a\0.example.com",
    "@file",
    "@/etc/passwd",
    "file:///etc/passwd",
    "copy",
    "email:copy",
    "dirName:section",
    "DNS:a",
    "critical,DNS:a",
    "ASN1:UTF8String:a",
    "${ENV::HOME}",
    "$HOME",
    "`id`",
    "a\u{202E}b",
    "a\u{200B}b",
    "\u{FEFF}a",
    "a%00b",
    "192.0.2.1/24",
    "192.0.2.1,192.0.2.2",
];

#[test]
fn no_value_makes_another_name_than_the_one_asked_for() {
    for name_type in GeneralNameType::ALL.iter().copied() {
        for value in INJECTIONS {
            for text in [value.to_string(), format!("{}:{value}", name_type.prefix())] {
                let Ok(name) = GeneralName::new(name_type, &text) else { continue };
                assert_eq!(name.name_type(), name_type, "{name_type} {text:?}");
                // Exactly one TLV, all of it.
                let read = GeneralName::from_der(name.as_der()).unwrap();
                assert_eq!(read, name, "{name_type} {text:?}");
            }
        }
    }
}

#[test]
fn what_is_accepted_of_them_stands_there_to_the_letter() {
    let cases: &[(GeneralNameType, &[&str])] = &[
        (GeneralNameType::DnsName, &["copy"]),
        (GeneralNameType::IpAddress, &[]),
        (GeneralNameType::Rfc822Name, &[]),
        (GeneralNameType::Uri, &["email:copy", "dirName:section", "DNS:a", "ASN1:UTF8String:a"]),
    ];
    for (name_type, expected) in cases {
        let accepted: Vec<&str> = INJECTIONS
            .iter()
            .copied()
            .filter(|value| match GeneralName::new(*name_type, value) {
                Ok(name) => {
                    assert_eq!(name.content(), value.as_bytes(), "{name_type} {value:?}");
                    true
                }
                Err(_) => false,
            })
            .collect();
        assert_eq!(accepted, *expected, "{name_type}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4096,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn accepted_names_come_back_from_their_der_and_their_text(
        which in 0..9_usize,
        text in prop_oneof![
            "[a-zA-Z0-9]{1,9}([.-][a-z0-9]{1,5}){0,4}",
            r"(\*\.)?[a-z0-9]{1,5}\.[a-zäß日]{1,4}",
            "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
            "([0-9a-f]{1,4}:){0,6}:[0-9a-f]{1,4}",
            r#"([a-z!#$%&'*+/=?^_`{|}~-]{1,4}|"([ -!#-\[\]-~]|\\[ -~]){0,5}")@[a-z]{1,4}\.[a-z]{2}"#,
            r"[a-z]{1,4}:(//[a-z_]{1,5}(:[0-9]{0,3})?)?(/|%2[0-9]|[!-~]){0,6}",
            r"[0-2]\.[0-9]{1,3}(\.[0-9]{1,12}){0,3}",
            r"[ -~]{0,12}",
            r"\PC{0,12}",
            "(?s).{0,12}",
        ],
    ) {
        let name_type = GeneralNameType::ALL[which];
        if let Ok(name) = GeneralName::new(name_type, &text) {
            prop_assert_eq!(name.name_type(), name_type);
            let read = GeneralName::from_der(name.as_der()).unwrap();
            prop_assert_eq!(&GeneralName::new(name_type, &read.value()).unwrap(), &name);
            prop_assert_eq!(&name.to_string().parse::<GeneralName<'static>>().unwrap(), &name);
        } else {
            let refused = GeneralName::new(name_type, &text).unwrap_err().to_string();
            prop_assert!(!refused.contains(is_raw), "{}", refused);
        }
    }
}

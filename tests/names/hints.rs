//! What hints offer in place of a refused name is never refused itself.

use pkcs10::{GeneralName, GeneralNameType, Hint};
use proptest::prelude::*;

/// Checks the hint of a refused name; says whether it offers a name.
fn offers_a_valid_name(name_type: GeneralNameType, text: &str) -> bool {
    let Err(error) = GeneralName::new(name_type, text) else { return false };
    assert_eq!(error.subject(), name_type.as_str(), "{text:?}");
    let offered = match error.hint() {
        Some(Hint::Write(value)) => vec![(name_type, value.clone())],
        Some(Hint::Name { name_type, prefix, value }) => {
            let name_type: GeneralNameType = name_type.parse().unwrap();
            assert_eq!(*prefix, name_type.prefix());
            vec![(name_type, value.clone())]
        }
        Some(Hint::Separately { names }) => {
            let of = |prefix: &str| GeneralNameType::from_prefix(prefix).unwrap();
            names.iter().map(|(prefix, value)| (of(prefix), value.clone())).collect()
        }
        _ => return false,
    };
    for (name_type, value) in offered {
        let name = GeneralName::new(name_type, &value);
        assert!(name.is_ok(), "{text:?}: {error}: {name:?}");
    }
    true
}

#[test]
fn hints_offer_names_where_it_is_clear_what_was_meant() {
    use GeneralNameType::*;
    let cases = [
        (DnsName, "192.0.2.1"),
        (DnsName, "a.example, b.example"),
        (DnsName, "https://a.example/"),
        (IpAddress, "a.example"),
        (IpAddress, "192.0.2.0/24"),
        (Rfc822Name, "Jo <jo@a.example>"),
        (Rfc822Name, "jö@a.example"),
        (Uri, "jo@a.example"),
        (Uri, "https://a.example./b"),
        (OtherName, "SmtpUTF8Mailbox;UTF8:jo@a.example"),
    ];
    for (name_type, text) in cases {
        assert!(offers_a_valid_name(name_type, text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4096,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_name_that_a_hint_offers_is_valid(
        which in prop::sample::select(vec![
            GeneralNameType::DnsName,
            GeneralNameType::IpAddress,
            GeneralNameType::Rfc822Name,
            GeneralNameType::Uri,
        ]),
        text in prop_oneof![
            r"[ \[]?(\*\.)?[a-zé_ﬁ0-9]{1,3}(\.[a-z]{1,3}){0,2}\.?[ \]]?([,; ]{1,2}(DNS:)?[a-z]{1,2})?",
            r"\[?(::ffff:)?[0-9]{1,3}(\.[0-9]{1,3}){3}\]?([/:%][0-9a-z]{0,2})?",
            r"([a-z]{1,4}:)?(//)?([a-z<>é,. ]{1,4}@)?[a-z.\[\]:%]{1,5}(/[a-z {%]{0,3})?[>]?",
            r#"([Jj]o ?<)?["]?[a-zö,. ]{1,4}["]?@[a-zB\[\].*]{1,4}>?( \(a\))?(, a@b)?"#,
        ],
    ) {
        offers_a_valid_name(which, &text);
        let mailbox = format!("SmtpUTF8Mailbox;UTF8:{text}");
        if text.contains('@') {
            offers_a_valid_name(GeneralNameType::OtherName, &mailbox);
        }
    }
}

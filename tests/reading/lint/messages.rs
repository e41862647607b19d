//! What a finding says of a value.

use super::*;

/// The advice on a dNSName that is not one, where nothing better is known.
const HOST_NAME: &str = "give a host name: labels of letters, digits and hyphens";

/// The lines of the findings on a request with this subject and this dNSName.
fn lines(groups: &[Group], change: impl FnOnce(&mut Node)) -> Vec<String> {
    let mut info = good_info();
    change(&mut info);
    findings(&sign(&info).encode(), groups).iter().map(ToString::to_string).collect()
}

#[test]
fn a_code_of_no_country_is_reported_once_with_the_one_that_was_meant() {
    const PLACE: &str = "certificationRequestInfo.subject[0] (C) is";
    const NONE: &str = "which is the code of no country";
    let cases: [(&[u8], &[Group], Vec<String>); 8] = [
        (b"GB", &[Group::PublicCa, Group::Lxca], vec![]),
        (b"XX", &[Group::PublicCa], vec![]),
        (
            b"UK",
            &[],
            vec![format!(
                "warning: country-unassigned: {PLACE} \"UK\", {NONE}; write GB (ISO 3166-1)"
            )],
        ),
        (
            b"uk",
            &[],
            vec![format!(
                "warning: country-unassigned: {PLACE} \"uk\", {NONE}; write GB (ISO 3166-1)"
            )],
        ),
        (
            b"EU",
            &[],
            vec![format!(
                "warning: country-unassigned: {PLACE} \"EU\", {NONE}; give the code of a country (ISO 3166-1)"
            )],
        ),
        (
            b"UK",
            &[Group::PublicCa],
            vec![format!(
                "error: public-country: {PLACE} \"UK\", {NONE}; write GB (BR 7.1.4.2, ISO 3166-1)"
            )],
        ),
        (
            b"ZQ",
            &[Group::Lxca],
            vec![format!(
                "error: lxca-country: {PLACE} \"ZQ\", {NONE}; give the code of a country (XClarity Administrator POST /certificateSigningRequest)"
            )],
        ),
        (
            b"de",
            &[],
            vec![format!(
                "warning: country-case: {PLACE} \"de\"; write the country in upper case (ISO 3166-1)"
            )],
        ),
    ];
    for (code, groups, expected) in cases {
        let mut found = lines(groups, |info| info.at(&[1, 0, 0, 1]).set(code));
        found.retain(|line| line.contains("country"));
        assert_eq!(found, expected, "{code:?}, {groups:?}");
    }
}

#[test]
fn a_name_at_fault_gets_the_advice_that_its_maker_would_have_got() {
    let cases: [(Node, Result<GeneralName<'_>, Error>); 3] = [
        (leaf(0x82, b"192.0.2.1"), GeneralName::dns("192.0.2.1")),
        (leaf(0x82, b"a_b.example"), GeneralName::dns("a_b.example")),
        (leaf(0x86, b"a.example"), GeneralName::uri("a.example")),
    ];
    for (name, refused) in cases {
        let mut info = good_info();
        set_names(&mut info, [name]);
        let found = findings(&sign(&info).encode(), &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        let refused = refused.unwrap_err();
        let advice = refused.hint().map(ToString::to_string);
        assert_eq!(found[0].advice(), advice.as_deref().unwrap_or(HOST_NAME), "{found:?}");
        assert!(found[0].found().contains(refused.reason()), "{found:?}");
    }
}

#[test]
fn invisible_characters_in_a_value_are_reported() {
    for (character, shown) in [
        ('\u{202E}', "U+202E"),
        ('\u{2066}', "U+2066"),
        ('\u{200B}', "U+200B"),
        ('\u{FEFF}', "U+FEFF"),
    ] {
        let value = format!("a{character}b");
        let found = lines(&[], |info| *info.at(&[1, 1, 0, 1]) = leaf(0x0C, value.as_bytes()));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("warning: invisible-character: "), "{}", found[0]);
        assert!(
            found[0].contains(&format!("\\u{{{:x}}}b\", with {shown}; ", u32::from(character))),
            "{}",
            found[0]
        );
    }
    assert_eq!(
        lines(&[], |info| *info.at(&[1, 1, 0, 1]) = leaf(0x0C, "é 漢 ✓".as_bytes())),
        [""; 0]
    );
}

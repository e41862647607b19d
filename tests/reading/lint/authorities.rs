//! What the authorities refuse beyond that.

use super::*;

#[test]
fn public_cas_refuse_the_documented_example_by_name() {
    let request = Request::builder()
        .subject(
            DistinguishedName::builder_for(Profile::LXCA)
                .country("US")
                .state_or_province("North Carolina")
                .locality("Raleigh")
                .organization("ACME International Ltd.")
                .organizational_unit("ABC Division")
                .common_name("LXCA"),
        )
        .subject_alt_name(GeneralName::dns("New-LXCA"))
        .subject_alt_name(GeneralName::ip([192, 0, 2, 0]))
        .build()
        .unwrap();
    let found = findings(&sign_request(&request), &[Group::PublicCa]);
    let lines: Vec<_> = found
        .iter()
        .map(|finding| format!("{} {}", finding.rule().code().as_str(), finding.found()))
        .collect();
    assert_eq!(
        lines,
        [
            "one-label-name is \"New-LXCA\", a single label",
            "reserved-address is 192.0.2.0, which is reserved by RFC 5737",
            "cn-not-in-san (CN) is \"LXCA\", which no name repeats",
            "organizational-unit is the OU \"ABC Division\"",
        ]
    );
    assert!(found.iter().all(|finding| finding.rule().severity() == Severity::Error));
}

#[test]
fn public_cas_accept_ordinary_requests_and_refuse_others_for_their_own_reason() {
    let dns = |name: &str| Request::builder().subject_alt_name(GeneralName::dns(name));
    let cn =
        |name: &str| Request::builder().subject(DistinguishedName::builder().common_name(name));
    let many = (0..101).map(|index| GeneralName::dns(&format!("a{index}.rust-lang.org")));
    let cases = [
        (dns("www.rust-lang.org"), &[][..]),
        (dns("*.rust-lang.org"), &[]),
        (dns("xn--bcher-kva.xn--p1ai"), &[]),
        (cn("www.rust-lang.org"), &["san-missing"]),
        (cn("www.rust-lang.org").subject_alt_name(GeneralName::dns("WWW.rust-lang.org")), &[]),
        (
            cn("rust-lang.org").subject_alt_name(GeneralName::dns("a.rust-lang.org")),
            &["cn-not-in-san"],
        ),
        (cn("A Person"), &["no-host-name"]),
        (cn("8.8.8.8").subject_alt_name(GeneralName::ip([8, 8, 8, 8])), &["cn-ip-address"]),
        (dns("example.com"), &["special-use-name"]),
        (dns("a.test"), &["special-use-name"]),
        (dns("printer.local"), &["internal-name"]),
        (dns("*.com"), &["wildcard-too-wide"]),
        (dns("a.b2"), &["top-level-domain"]),
        (dns("a.b.c.d.e.f.g.h.i.j.org"), &["too-many-labels"]),
        (Request::builder().subject_alt_names(many), &["too-many-names"]),
        (
            Request::builder().subject_alt_name(GeneralName::ip([10, 0, 0, 1])),
            &["reserved-address"],
        ),
        (
            Request::builder()
                .subject(DistinguishedName::builder().locality("-"))
                .subject_alt_name(GeneralName::dns("www.rust-lang.org")),
            &["placeholder-value"],
        ),
    ];
    for (builder, expected) in cases {
        let request = builder.build().unwrap();
        let found = findings(&sign_request(&request), &[Group::PublicCa]);
        assert_eq!(ids(&found), expected, "{found:?}");
    }
}

#[test]
fn names_that_public_cas_drop_or_refuse_are_told_by_type() {
    let mut info = good_info();
    let must_staple = extension("1.3.6.1.5.5.7.1.24", false, &[0x30, 3, 2, 1, 5]);
    info.at(&EXTENSIONS).nodes().push(must_staple);
    set_names(
        &mut info,
        [
            leaf(0x82, b"www.rust-lang.org"),
            leaf(0x81, b"root@rust-lang.org"),
            leaf(0x88, &[0x88, 0x37, 1]),
        ],
    );
    let found = findings(&sign(&info).encode(), &[Group::PublicCa]);
    assert_eq!(ids(&found), ["san-type", "name-dropped", "san-type", "must-staple"]);
}

#[test]
fn the_other_groups_have_rules_of_their_own() {
    let good = sign(&good_info()).encode();
    assert_eq!(ids(&findings(&good, &[Group::AdCs])), ["ad-cs-no-template"]);
    assert_eq!(ids(&findings(&good, &[Group::Lxca])), ["lxca-purposes-missing", "lxca-key"]);

    let mut info = good_info();
    info.at(&[1]).nodes().clear();
    info.at(&EXTENSIONS).nodes()[0].nodes().insert(1, leaf(0x01, &[0xFF]));
    let found = findings(&sign(&info).encode(), &[Group::AdCs]);
    assert_eq!(ids(&found), ["ad-cs-no-template", "ad-cs-no-subject"]);

    let mut info = good_info();
    let template = leaf(0x1E, b"\0W\0e\0b").encode();
    let server_auth = node(0x30, [oid("1.3.6.1.5.5.7.3.1")]).encode();
    let extensions = info.at(&EXTENSIONS).nodes();
    extensions.push(extension("1.3.6.1.4.1.311.20.2", false, &template));
    extensions.push(extension("2.5.29.37", false, &server_auth));
    info.at(&[1, 1, 0, 1]).set(&[b'a'; 61]);
    let whole = sign(&info).encode();
    assert_eq!(ids(&findings(&whole, &[Group::AdCs])), [""; 0]);
    assert_eq!(ids(&findings(&whole, &[Group::Lxca])), ["lxca-purposes", "lxca-limit", "lxca-key"]);
}

//! What the authorities refuse beyond that.

use super::{keys::with_rsa, *};

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
        (dns("a.test"), &["internal-name"]),
        (dns("1.2.0.192.in-addr.arpa"), &["reverse-zone"]),
        (dns("1.0.0.2.ip6.arpa"), &["reverse-zone"]),
        (dns("*.b.c.d.e.f.g.h.i.j.org"), &[]),
        (dns("printer.local"), &["internal-name"]),
        (dns("*.com"), &["wildcard-too-wide"]),
        (dns("a.b2"), &["top-level-domain"]),
        (dns("a.b.c.d.e.f.g.h.i.j.org"), &["too-many-labels"]),
        (dns("*.a.b.c.d.e.f.g.h.i.j.org"), &["too-many-labels"]),
        (
            Request::builder()
                .subject(DistinguishedName::builder().state_or_province("Some-State"))
                .subject_alt_name(GeneralName::dns("www.rust-lang.org")),
            &["placeholder-value"],
        ),
        (
            Request::builder()
                .subject(DistinguishedName::builder().state_or_province("Some State"))
                .subject_alt_name(GeneralName::dns("www.rust-lang.org")),
            &[],
        ),
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
fn names_that_public_cas_drop_or_refuse_are_reported_by_type() {
    let mut info = good_info();
    let must_staple = extension("1.3.6.1.5.5.7.1.24", false, &[0x30, 3, 2, 1, 5]);
    info.at(&EXTENSIONS).nodes().truncate(1);
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
    assert_eq!(ids(&found), ["san-type", "san-type", "must-staple"]);
}

#[test]
fn a_fact_that_two_rules_are_about_is_reported_once() {
    let changed = |change: &dyn Fn(&mut Node)| {
        let mut info = good_info();
        change(&mut info);
        sign(&info).encode()
    };
    let named = |common_name: &str, address: &[u8]| {
        changed(&|info| {
            *info.at(&[1, 2, 0, 1]) = leaf(0x0C, common_name.as_bytes());
            set_names(info, [leaf(0x87, address)]);
        })
    };
    let country = |code: &[u8]| changed(&|info| info.at(&[1, 0, 0, 1]).set(code));
    let name = |name: Node| changed(&|info| set_names(info, [name.clone()]));
    let other_name = node(0xA0, [oid("2.999.1"), node(0xA0, [leaf(0x0C, b"a")])]);
    let ipv6 = [0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let short = [&[0x80][..], &[0; 126], &[0x0B]].concat();
    let groups = [Group::PublicCa, Group::AdCs, Group::Lxca];
    let cases: [(&[u8], &str, &str); 10] = [
        (&with_rsa(&[1], &[1, 0, 1]), "key-damaged", "ad-cs-key-size"),
        (&with_rsa(&short, &[1, 0, 1]), "rsa-key-size", "lxca-key"),
        (&with_rsa(&short, &[1]), "rsa-exponent", "public-rsa-exponent"),
        (&country(b"ZZ"), "public-country", "lxca-country"),
        (&named("", &[8, 8, 8, 8]), "value-empty", "cn-not-in-san"),
        (&named("2606:4700:0::1", &ipv6), "cn-ip-address", "cn-not-in-san"),
        (&named("8.8.8.8", &[8, 8, 4, 4]), "cn-ip-address", "cn-not-in-san"),
        (&name(other_name), "san-type", "name-dropped"),
        (&name(leaf(0x88, &[0x88, 0x37, 1])), "san-type", "name-dropped"),
        (&name(node(0xA4, [node(0x30, [])])), "san-type", "name-dropped"),
    ];
    for (request, reported, same) in cases {
        let found = findings(request, &groups);
        let of_fact: Vec<_> =
            ids(&found).into_iter().filter(|id| [reported, same].contains(id)).collect();
        assert_eq!(of_fact, [reported], "{found:?}");
        let ignored = Rule::code_of(reported).unwrap();
        let policy = Policy::new(&groups, day()).ignoring(&[ignored]);
        let found = lint(&Inspection::read(request).unwrap(), &policy);
        assert!(ids(&found).contains(&same), "{found:?}");
    }
}

#[test]
fn the_other_groups_have_rules_of_their_own() {
    let good = sign(&good_info()).encode();
    assert_eq!(ids(&findings(&good, &[Group::AdCs])), ["ad-cs-no-template"]);
    let usage = ["lxca-key-usage"; 2];
    let of_good = [&usage[..], &["lxca-purposes-missing", "lxca-key"]].concat();
    assert_eq!(ids(&findings(&good, &[Group::Lxca])), of_good);

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
    let of_whole = [&usage[..], &["lxca-purposes", "lxca-limit", "lxca-key"]].concat();
    assert_eq!(ids(&findings(&whole, &[Group::Lxca])), of_whole);
}

#[test]
fn a_security_identifier_and_a_template_that_ad_cs_does_not_read_are_reported() {
    let found = |identifier: &str, value: &[u8]| {
        let mut info = good_info();
        info.at(&EXTENSIONS).nodes().push(extension(identifier, false, value));
        let mut found = ids(&findings(&sign(&info).encode(), &[Group::AdCs]));
        found.retain(|id| *id != "ad-cs-no-template");
        found
    };
    let sid: Extension = "S-1-5-18".parse::<SecurityIdentifier>().unwrap().into();
    assert_eq!(found("1.3.6.1.4.1.311.25.2", sid.value()), ["ad-cs-security-identifier"]);
    assert_eq!(found("1.3.6.1.4.1.311.20.2", &[0x0C, 1, b'W']), ["ad-cs-template-string"]);
    assert_eq!(found("1.3.6.1.4.1.311.20.2", &[0x1E, 2, 0, b'W']), [""; 0]);

    let as_uri = |sid: &str| {
        let mut info = good_info();
        let uri = format!("tag:microsoft.com,2022-09-14:sid:{sid}");
        set_names(&mut info, [leaf(0x86, uri.as_bytes())]);
        let found = findings(&sign(&info).encode(), &[Group::AdCs]);
        let is_of_sid = |one: &&Finding| one.rule().code() == Code::AdCsSecurityIdentifier;
        found.iter().find(is_of_sid).unwrap().found().to_owned()
    };
    assert_eq!(as_uri("S-1-5-18"), "asks for \"S-1-5-18\"");
    assert_eq!(as_uri("5-18"), "asks for \"5-18\", which is not a security identifier");

    let as_name = |identifier: &str| {
        let mut info = good_info();
        let value = node(0xA0, [leaf(0x0C, b"S-1-5-18")]);
        set_names(&mut info, [node(0xA0, [oid(identifier), value])]);
        ids(&findings(&sign(&info).encode(), &[Group::AdCs])).contains(&"ad-cs-sid-other-name")
    };
    assert!(as_name("1.3.6.1.4.1.311.25.2") && as_name("1.3.6.1.4.1.311.25.2.1"));
    assert!(!as_name("1.3.6.1.4.1.311.25.3"));
}

#[cfg(feature = "public-suffix")]
#[test]
fn names_under_no_top_level_domain_and_public_suffixes_are_refused() {
    for (name, expected) in [
        ("www.rust-lang.org", &[][..]),
        ("WWW.RUST-LANG.ORG", &[]),
        ("a.co.uk", &[]),
        ("*.a.co.uk", &[]),
        ("xn--bcher-kva.xn--p1ai", &[]),
        // Of a company, which may ask for it.
        ("github.io", &[]),
        ("co.uk", &["public-suffix"]),
        ("CO.UK", &["public-suffix"]),
        ("*.co.uk", &["public-suffix"]),
        ("server.corpx", &["top-level-domain"]),
        ("a.xn--bcher-kva", &["top-level-domain"]),
    ] {
        let request = Request::builder().subject_alt_name(GeneralName::dns(name)).build().unwrap();
        let found = findings(&sign_request(&request), &[Group::PublicCa]);
        assert_eq!(ids(&found), expected, "{name}: {found:?}");
    }
}

const CLIENT_AUTH: &str = "public-client-auth";

#[test]
fn public_cas_refuse_what_is_not_for_servers_from_the_day_on_which_that_is_forbidden() {
    let ask = |identifier: &'static str, value: &[u8]| {
        let mut info = good_info();
        info.at(&EXTENSIONS).nodes().truncate(1);
        info.at(&EXTENSIONS).nodes().push(extension(identifier, true, value));
        sign(&info).encode()
    };
    let purposes = |names: &str| {
        let usage: Extension = names.parse::<ExtendedKeyUsage>().unwrap().into();
        ask("2.5.29.37", usage.value())
    };
    let usages = |names: &str| {
        let usage: Extension = names.parse::<KeyUsage>().unwrap().into();
        ask("2.5.29.15", usage.value())
    };
    let ca = ask("2.5.29.19", &[0x30, 3, 1, 1, 0xFF]);
    let end_entity = ask("2.5.29.19", &[0x30, 0]);
    let sub_ca = {
        let mut info = good_info();
        let usage: Extension = "keyCertSign,cRLSign".parse::<KeyUsage>().unwrap().into();
        info.at(&EXTENSIONS).nodes()[2] = extension("2.5.29.15", true, usage.value());
        sign(&info).encode()
    };
    type Found = &'static [(&'static str, Severity)];
    const USAGE: (&str, Severity) = ("public-key-usage", Severity::Error);
    let cases: [(&str, &[u8], Found); 21] = [
        ("2026-11-27", &purposes("serverAuth"), &[]),
        ("2026-07-07", &purposes("serverAuth,clientAuth"), &[]),
        ("2026-07-08", &purposes("serverAuth,clientAuth"), &[(CLIENT_AUTH, Severity::Warning)]),
        ("2027-03-14", &purposes("serverAuth,clientAuth"), &[(CLIENT_AUTH, Severity::Warning)]),
        ("2027-03-15", &purposes("serverAuth,clientAuth"), &[(CLIENT_AUTH, Severity::Error)]),
        ("2026-11-27", &purposes("1.2.3"), &[("public-purpose", Severity::Error)]),
        ("2026-11-27", &purposes("serverAuth,1.2.3"), &[]),
        ("2026-11-27", &purposes("serverAuth,codeSigning"), &[("public-purpose", Severity::Error)]),
        ("2026-11-27", &ca, &[("public-ca-certificate", Severity::Error)]),
        ("2026-11-27", &end_entity, &[]),
        ("2026-11-27", &usages("digitalSignature,keyAgreement"), &[]),
        ("2026-11-27", &usages("digitalSignature,nonRepudiation"), &[USAGE]),
        ("2026-11-27", &usages("digitalSignature,cRLSign"), &[USAGE]),
        ("2026-11-27", &usages("digitalSignature,keyAgreement,encipherOnly"), &[USAGE]),
        ("2026-11-27", &usages("digitalSignature,decipherOnly"), &[USAGE]),
        ("2026-11-27", &usages("keyAgreement"), &[USAGE]),
        (
            "2026-11-27",
            &usages("digitalSignature,keyEncipherment"),
            &[("ec-encipherment", Severity::Error)],
        ),
        (
            "2026-11-27",
            &usages("digitalSignature,keyCertSign"),
            &[("key-cert-sign-without-ca", Severity::Error)],
        ),
        ("2026-11-27", &sub_ca, &[("public-ca-certificate", Severity::Error)]),
        ("2023-09-14", &ca, &[]),
        ("2023-09-14", &purposes("1.2.3"), &[]),
    ];
    for (day, request, expected) in cases {
        let policy = Policy::new(&[Group::PublicCa], day.parse().unwrap());
        let found = lint(&Inspection::read(request).unwrap(), &policy);
        let rules = found.iter().map(|finding| finding.rule());
        let rules: Vec<_> = rules.map(|rule| (rule.code().as_str(), rule.severity())).collect();
        assert_eq!(rules, expected, "{day}: {found:?}");
    }
}

#[test]
fn reverse_zones_were_allowed_once() {
    let name = GeneralName::dns("1.2.0.192.in-addr.arpa");
    let request = sign_request(&Request::builder().subject_alt_name(name).build().unwrap());
    for (day, expected) in [("2026-03-14", &[][..]), ("2026-03-15", &["reverse-zone"])] {
        let policy = Policy::new(&[Group::PublicCa], day.parse().unwrap());
        assert_eq!(ids(&lint(&Inspection::read(&request).unwrap(), &policy)), expected, "{day}");
    }
}

#[test]
fn lxca_needs_three_usages_where_there_are_any() {
    let missing = |usages: &str| {
        let mut info = good_info();
        let usage: Extension = usages.parse::<KeyUsage>().unwrap().into();
        info.at(&EXTENSIONS).nodes()[2] = extension("2.5.29.15", true, usage.value());
        let found = findings(&sign(&info).encode(), &[Group::Lxca]);
        ids(&found).into_iter().filter(|id| *id == "lxca-key-usage").count()
    };
    assert_eq!(missing("digitalSignature,keyEncipherment,keyAgreement"), 0);
    assert_eq!(missing("digitalSignature,keyEncipherment"), 1);
    assert_eq!(missing("cRLSign"), 3);
}

#[test]
fn groups_that_exclude_each_other_say_so_from_the_day_on_which_they_do() {
    let both = [Group::Lxca, Group::PublicCa];
    let cases: [(&[Group], &str, bool); 4] = [
        (&both, "2026-07-08", true),
        (&both, "2026-07-07", false),
        (&both[..1], "2026-11-27", false),
        (&both[1..], "2026-11-27", false),
    ];
    for (groups, day, expected) in cases {
        let policy = Policy::new(groups, day.parse().unwrap());
        assert_eq!(policy.contradiction().is_some(), expected, "{groups:?} {day}");
        assert_eq!(policy.ignoring(&[Code::LxcaPurposes]).contradiction(), None);
    }
}

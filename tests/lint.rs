//! Every fault has its rule, and the good twin of each has no finding.

#![cfg(all(feature = "rsa", feature = "ecdsa"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

#[path = "support/der_tree.rs"]
mod der_tree;

use der_tree::*;
use pkcs10::{
    Attribute, BasicConstraints, CertificateTemplate, ExtendedKeyUsage, Extension, Finding,
    GeneralName, Group, Inspection, KeyHash, KeyUsage, Profile, Request, RequestBuilder, Severity,
    Subject, SubjectKeyIdentifier, TlsFeature, findings_to_json, lint,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn findings(der: &[u8], groups: &[Group]) -> Vec<Finding> {
    lint(&Inspection::read(der).unwrap(), groups)
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule().id()).collect()
}

#[test]
fn the_good_twin_has_no_finding() {
    let good = sign(&good_info()).encode();
    assert_eq!(findings(&good, &[]), []);
    assert!(pkcs10::CertificationRequest::from_der(&good).unwrap().verify().is_ok());
}

fn sort_attributes(info: &mut Node) {
    info.at(&[3]).nodes().sort_by_key(Node::encode);
}

/// Faults that are made before the request is signed, so that its signature stays good.
#[test]
fn each_fault_of_the_info_is_found_by_its_rule_alone() {
    type Fault = (&'static str, &'static [&'static str], fn(&mut Node));
    let faults: &[Fault] = &[
        ("attributes swapped", &["attributes-unsorted"], |info| info.at(&[3]).nodes().reverse()),
        ("attributes left out", &["attributes-missing"], |info| {
            info.nodes().pop();
        }),
        ("a SET within [0]", &["attributes-encoding"], |info| {
            let attributes = info.at(&[3]).nodes().clone();
            info.nodes()[3] = node(0xA0, [node(0x31, attributes)]);
        }),
        ("a SET instead of [0]", &["attributes-encoding"], |info| info.at(&[3]).tag = 0x31),
        ("RDN out of order", &["rdn-unsorted"], |info| {
            let organization = info.at(&[1, 1, 0]).clone();
            let common_name = info.at(&[1, 2, 0]).clone();
            info.at(&[1, 1]).body = Body::Nodes(vec![common_name, organization]);
        }),
        ("an RDN of nothing", &["rdn-empty"], |info| info.at(&[1, 1]).nodes().clear()),
        ("cA FALSE", &["default-encoded"], |info| {
            info.at(&EXTENSIONS).nodes()[1] = extension("2.5.29.19", true, &[0x30, 3, 1, 1, 0]);
        }),
        ("critical FALSE", &["default-encoded"], |info| {
            info.at(&EXTENSIONS).nodes()[0].nodes().insert(1, leaf(0x01, &[0]));
        }),
        ("critical 01", &["boolean-not-canonical"], |info| {
            info.at(&EXTENSIONS).nodes()[1].at(&[1]).set(&[1]);
        }),
        ("cA 01", &["boolean-not-canonical"], |info| {
            info.at(&EXTENSIONS).nodes()[1].at(&[2]).set(&[0x30, 3, 1, 1, 1]);
        }),
        ("a long length in a value", &["length-not-minimal"], |info| {
            info.at(&[1, 1, 0, 1]).long_length = true;
        }),
        ("a long length of the subject", &["length-not-minimal"], |info| {
            info.at(&[1]).long_length = true;
        }),
        ("a long length in a name", &["length-not-minimal"], |info| {
            let mut name = leaf(0x82, b"www.rust-lang.org");
            name.long_length = true;
            set_names(info, [name]);
        }),
        ("no extension", &["extension-request-empty"], |info| {
            info.at(&EXTENSIONS).nodes().clear();
            sort_attributes(info);
        }),
        ("no Extensions", &["extension-request-empty"], |info| {
            info.at(&[3, 1, 1]).nodes().clear();
            sort_attributes(info);
        }),
        ("two extensionRequests", &["extension-request-repeated"], |info| {
            let mut second = info.at(&[3, 1]).clone();
            let moved = second.at(&[1, 0]).nodes().split_off(2);
            info.at(&EXTENSIONS).nodes().pop();
            second.at(&[1, 0]).body = Body::Nodes(moved);
            info.at(&[3]).nodes().insert(0, second);
            sort_attributes(info);
        }),
        ("two values", &["extension-request-repeated"], |info| {
            let moved = info.at(&EXTENSIONS).nodes().split_off(2);
            info.at(&[3, 1, 1]).nodes().insert(0, node(0x30, moved));
        }),
        ("an extension twice", &["extension-repeated"], |info| {
            let first = info.at(&EXTENSIONS).nodes()[2].clone();
            info.at(&EXTENSIONS).nodes().push(first);
        }),
        ("keyUsage A000", &["bit-string-trailing-zeros"], |info| {
            info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 3, 5, 0xA0, 0]);
        }),
        ("keyUsage with 4 unused bits", &["bit-string-trailing-zeros"], |info| {
            info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 2, 4, 0xA0]);
        }),
        ("keyUsage with unused ones", &["bit-string-padding"], |info| {
            info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 2, 5, 0xA1]);
        }),
        ("keyUsage of nothing", &["extension-value"], |info| {
            info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 1, 0]);
        }),
        ("@ in a PrintableString", &["string-charset"], |info| info.at(&[1, 1, 0, 1]).set(b"a@b")),
        ("bad UTF-8", &["string-charset"], |info| {
            *info.at(&[1, 1, 0, 1]) = leaf(0x0C, &[b'a', 0xFF]);
        }),
        ("no name", &["san-empty"], |info| set_names(info, [])),
        ("an address of 3 octets", &["ip-address-length"], |info| {
            set_names(info, [leaf(0x87, &[192, 0, 2])]);
        }),
        ("an address with its mask", &["ip-address-length"], |info| {
            set_names(info, [leaf(0x87, &[192, 0, 2, 0, 255, 255, 255, 0])]);
        }),
        ("NUL in a dNSName", &["dns-name-syntax"], |info| {
            set_names(info, [leaf(0x82, b"a.example\0.evil.example")]);
        }),
        ("UTF-8 in a dNSName", &["dns-name-syntax"], |info| {
            set_names(info, [leaf(0x82, "bücher.example".as_bytes())]);
        }),
        ("an attribute that is a SET", &["structure"], |info| info.at(&[3, 1]).tag = 0x31),
        ("a value of indefinite length", &["length-indefinite"], |info| {
            info.at(&[3, 0, 1]).set(&[0x30, 0x80, 0, 0]);
        }),
        ("a tag number in an octet too many", &["tag-not-minimal", "challenge-password"], |info| {
            info.at(&[3, 0, 1]).set(&[0x1F, 0x05, 0]);
        }),
        ("values in values in values", &["nesting-too-deep", "challenge-password"], |info| {
            let nested = (0..100).fold(leaf(0x05, b""), |inner, _| node(0x30, [inner]));
            info.at(&[3, 0, 1]).body = Body::Nodes(vec![nested]);
            sort_attributes(info);
        }),
        ("a key without the octet 04", &["key-encoding", "key-damaged"], |info| {
            let Body::Octets(octets) = &mut info.at(&[2, 1]).body else { panic!() };
            octets.remove(1);
        }),
        ("UTF-16 in a BMPString", &["string-charset", "string-type"], |info| {
            *info.at(&[1, 1, 0, 1]) = leaf(0x1E, &[0xD8, 0x3D, 0xDE, 0x00]);
        }),
        ("a long OU in a directoryName", &["upper-bound"], |info| {
            let unit = node(0x30, [oid("2.5.4.11"), leaf(0x13, &[b'a'; 65])]);
            set_names(info, [node(0xA4, [node(0x30, [node(0x31, [unit])])])]);
        }),
        ("a local part with a dot in front", &["rfc822-name-syntax"], |info| {
            set_names(info, [leaf(0x81, b".a@b.example")]);
        }),
        ("_ in the domain of a mailbox", &["rfc822-name-syntax"], |info| {
            set_names(info, [leaf(0x81, b"a@b_c.example")]);
        }),
        ("a bracket without its twin in a URI", &["uri-syntax"], |info| {
            set_names(info, [leaf(0x86, b"http://[::1/")]);
        }),
        ("_ in a dNSName", &["dns-name-syntax"], |info| set_names(info, [leaf(0x82, b"a_b.c")])),
        ("an empty dNSName", &["dns-name-syntax"], |info| set_names(info, [leaf(0x82, b"")])),
        ("no mailbox", &["rfc822-name-syntax"], |info| set_names(info, [leaf(0x81, b"a.b")])),
        ("a relative URI", &["uri-syntax"], |info| set_names(info, [leaf(0x86, b"/a")])),
        ("a tag of no name", &["general-name-tag"], |info| set_names(info, [leaf(0x89, b"a")])),
        ("a name twice", &["san-repeated"], |info| {
            set_names(info, [leaf(0x82, b"a.b"), leaf(0x82, b"a.b")]);
        }),
        ("a name of a cut-off OID", &["oid-encoding"], |info| {
            set_names(info, [leaf(0x88, &[0x2A, 0x86])]);
        }),
        ("octets after the names", &["trailing-data"], |info| {
            let value = [node(0x30, [leaf(0x82, b"a.b")]).encode(), vec![5, 0]].concat();
            info.at(&EXTENSIONS).nodes()[0] = extension("2.5.29.17", false, &value);
        }),
        ("octets after the attributes", &["trailing-data"], |info| {
            info.nodes().push(leaf(0x05, b""));
        }),
        ("version 1", &["version"], |info| info.at(&[0]).set(&[1])),
        ("version 2", &["version"], |info| info.at(&[0]).set(&[2])),
        ("an empty version", &["integer-not-minimal", "version"], |info| info.at(&[0]).set(&[])),
        ("a long version", &["integer-not-minimal"], |info| info.at(&[0]).set(&[0, 0])),
        ("a critical SAN", &["san-needlessly-critical"], |info| {
            info.at(&EXTENSIONS).nodes()[0].nodes().insert(1, leaf(0x01, &[0xFF]));
        }),
        ("a SAN without a subject", &["san-critical"], |info| info.at(&[1]).nodes().clear()),
        ("nothing to certify", &["identity-missing"], |info| {
            info.at(&[1]).nodes().clear();
            info.at(&EXTENSIONS).nodes().remove(0);
        }),
        ("a path length without cA", &["path-length"], |info| {
            info.at(&EXTENSIONS).nodes()[1].at(&[2]).set(&[0x30, 3, 2, 1, 0]);
        }),
        ("an attribute twice", &["attribute-repeated"], |info| {
            let first = info.at(&[3, 0]).clone();
            info.at(&[3]).nodes().insert(0, first);
        }),
        ("an attribute without a value", &["attribute-empty"], |info| {
            info.at(&[3, 0, 1]).nodes().clear();
        }),
        ("a challengePassword that is no text", &["challenge-password"], |info| {
            info.at(&[3, 0, 1, 0]).tag = 0x43;
        }),
        ("a challengePassword in IA5String", &["challenge-password"], |info| {
            info.at(&[3, 0, 1, 0]).tag = 0x16;
        }),
        ("an empty challengePassword", &["challenge-password"], |info| {
            info.at(&[3, 0, 1, 0]).set(b"");
        }),
        ("a challengePassword that is too long", &["challenge-password"], |info| {
            info.at(&[3, 0, 1, 0]).set(&[b'a'; 256]);
            sort_attributes(info);
        }),
        ("values out of order", &["values-unsorted", "challenge-password"], |info| {
            info.at(&[3, 0, 1]).nodes().insert(0, leaf(0x0C, b"secreter"));
        }),
        ("a TeletexString", &["string-type"], |info| info.at(&[1, 1, 0, 1]).tag = 0x14),
        ("a country in UTF-8", &["string-type-not-allowed"], |info| {
            info.at(&[1, 0, 0, 1]).tag = 0x0C;
        }),
        ("a subject value of a number", &["value-not-a-string"], |info| {
            *info.at(&[1, 1, 0, 1]) = leaf(0x02, &[5]);
        }),
        ("an empty value", &["value-empty"], |info| info.at(&[1, 1, 0, 1]).set(b"")),
        ("a CN of 65", &["upper-bound"], |info| info.at(&[1, 2, 0, 1]).set(&[b'a'; 65])),
        ("a country of three", &["country-syntax"], |info| info.at(&[1, 0, 0, 1]).set(b"DEU")),
        ("a country in lower case", &["country-case"], |info| info.at(&[1, 0, 0, 1]).set(b"de")),
        ("NUL in a value", &["nul-character"], |info| {
            *info.at(&[1, 1, 0, 1]) = leaf(0x0C, b"a\0b");
        }),
        ("an escape in a value", &["control-character"], |info| {
            *info.at(&[1, 1, 0, 1]) = leaf(0x0C, b"\x1B[31m");
        }),
    ];
    for (fault, expected, make) in faults {
        let mut info = good_info();
        make(&mut info);
        let found = findings(&sign(&info).encode(), &[]);
        assert_eq!(ids(&found), *expected, "{fault}: {found:?}");
    }
}

#[test]
fn a_fault_in_a_directory_name_has_its_place() {
    let mut info = good_info();
    let country = node(0x30, [oid("2.5.4.6"), leaf(0x13, b"DEU")]);
    set_names(&mut info, [leaf(0x82, b"a.b"), node(0xA4, [node(0x30, [node(0x31, [country])])])]);
    let found = findings(&sign(&info).encode(), &[]);
    let told: Vec<_> = found.iter().map(|one| (one.place(), one.found())).collect();
    assert_eq!(
        told,
        [(
            "certificationRequestInfo.attributes[1].extensions[0].subjectAltName[1][0]",
            "(C) is \"DEU\", which is not two letters"
        )]
    );
}

#[cfg(feature = "idn")]
#[test]
fn a_label_that_only_looks_encoded_is_found() {
    for name in [leaf(0x82, b"xn--0.example"), leaf(0x82, b"XN--0.example")] {
        let mut info = good_info();
        set_names(&mut info, [name]);
        assert_eq!(ids(&findings(&sign(&info).encode(), &[])), ["dns-name-syntax"]);
    }
}

/// Faults around the info.
#[test]
fn each_fault_of_the_rest_is_found_by_its_rule_alone() {
    type Fault = (&'static str, &'static [&'static str], fn(&mut Node));
    let faults: &[Fault] = &[
        ("ECDSA with NULL", &["algorithm-parameters"], |whole| {
            whole.at(&[1]).nodes().push(leaf(0x05, b""));
        }),
        ("raw r and s", &["signature-encoding", "signature-bad"], |whole| {
            whole.at(&[2]).set(&[&[0; 33][..], &[7; 32]].concat());
        }),
        ("a flipped bit", &["signature-bad"], |whole| {
            let Body::Octets(octets) = &mut whole.at(&[2]).body else { panic!() };
            *octets.last_mut().unwrap() ^= 1;
        }),
        ("SHA-1", &["signature-weak"], |whole| {
            *whole.at(&[1, 0]) = oid("1.2.840.10045.4.1");
        }),
        ("RSA with a P-256 key", &["signature-key-mismatch"], |whole| {
            *whole.at(&[1]) = node(0x30, [oid("1.2.840.113549.1.1.11"), leaf(0x05, b"")]);
        }),
        ("an unknown algorithm", &["signature-unchecked"], |whole| {
            *whole.at(&[1, 0]) = oid("2.999.1");
        }),
        ("a long length", &["length-not-minimal"], |whole| whole.long_length = true),
        ("a value after the signature", &["trailing-data"], |whole| {
            whole.nodes().push(leaf(0x05, b""));
        }),
    ];
    for (fault, expected, make) in faults {
        let mut whole = sign(&good_info());
        make(&mut whole);
        let found = findings(&whole.encode(), &[]);
        assert_eq!(ids(&found), *expected, "{fault}: {found:?}");
    }
    let mut trailing = sign(&good_info()).encode();
    trailing.push(0);
    assert_eq!(ids(&findings(&trailing, &[])), ["trailing-data"]);
}

#[test]
fn a_finding_tells_place_advice_and_source_and_its_json_the_same() {
    let mut info = good_info();
    info.at(&EXTENSIONS).nodes()[1].at(&[1]).set(&[1]);
    let found = findings(&sign(&info).encode(), &[]);
    assert_eq!(
        found[0].to_string(),
        "error: boolean-not-canonical: certificationRequestInfo.attributes[1].extensions[1].critical is a BOOLEAN of the octets 01; encode TRUE as FF (X.690 11.1)"
    );
    assert_eq!(
        findings_to_json(&found),
        r#"[
  {
    "id": "boolean-not-canonical",
    "severity": "error",
    "group": "rfc",
    "place": "certificationRequestInfo.attributes[1].extensions[1].critical",
    "found": "is a BOOLEAN of the octets 01",
    "advice": "encode TRUE as FF",
    "source": "X.690 11.1"
  }
]
"#
    );
    assert_eq!(findings_to_json(&[]), "[]\n");
}

/// A public key of RSA in a request whose signature cannot be right.
fn with_rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let positive =
        |octets: &[u8]| leaf(0x02, &[&[0][..usize::from(octets[0] >> 7)], octets].concat());
    let key = node(0x30, [positive(modulus), positive(exponent)]).encode();
    let mut info = good_info();
    info.nodes()[2] = node(
        0x30,
        [
            node(0x30, [oid("1.2.840.113549.1.1.1"), leaf(0x05, b"")]),
            leaf(0x03, &[&[0][..], &key].concat()),
        ],
    );
    let signature = [&[0][..], &vec![1; modulus.len()]].concat();
    let algorithm = node(0x30, [oid("1.2.840.113549.1.1.11"), leaf(0x05, b"")]);
    node(0x30, [info, algorithm, leaf(0x03, &signature)]).encode()
}

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn weak_rsa_keys_are_recognised() {
    let sound = hex(SOUND);
    let times_three = {
        let mut carry = 0_u16;
        let mut product: Vec<u8> = sound
            .iter()
            .rev()
            .map(|octet| {
                carry += u16::from(*octet) * 3;
                let [high, low] = carry.to_be_bytes();
                carry = u16::from(high);
                low
            })
            .collect();
        product.push(u8::try_from(carry).unwrap());
        product.reverse();
        product.into_iter().skip_while(|octet| *octet == 0).collect::<Vec<_>>()
    };
    let cases: [(&str, &[u8], &[u8], &[&str]); 7] = [
        ("sound", &sound, &[1, 0, 1], &[]),
        ("divided by 3", &times_three, &[1, 0, 1], &["rsa-small-factor"]),
        ("close primes", &hex(CLOSE_PRIMES), &[1, 0, 1], &["rsa-close-primes"]),
        ("ROCA", &hex(ROCA), &[1, 0, 1], &["rsa-roca"]),
        ("exponent 65536", &sound, &[1, 0, 0], &["rsa-exponent"]),
        ("exponent 1", &sound, &[1], &["rsa-exponent"]),
        ("exponent 3", &sound, &[3], &["rsa-exponent-small"]),
    ];
    for (name, modulus, exponent, expected) in cases {
        let found = findings(&with_rsa(modulus, exponent), &[]);
        let mut found = ids(&found);
        // Nobody has the private key, so the signature is not right either.
        found.retain(|id| !["signature-bad", "key-damaged"].contains(id));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn sizes_and_exponents_of_rsa_keys_have_bounds_of_their_own() {
    // No small prime divides it.
    let short = [&[0x80][..], &[0; 126], &[0x0B]].concat();
    let sound = hex(SOUND);
    let cases: [(&[u8], &[u8], Group, &[&str]); 4] = [
        (&short, &[1, 0, 1], Group::PublicCa, &["rsa-key-size"]),
        (&short, &[1, 0, 1], Group::AdCs, &["rsa-key-size", "ad-cs-no-template", "ad-cs-key-size"]),
        (&sound, &[3], Group::PublicCa, &["rsa-exponent-small", "public-rsa-exponent"]),
        (&sound, &[1, 0, 1], Group::PublicCa, &[]),
    ];
    for (modulus, exponent, group, expected) in cases {
        let found = findings(&with_rsa(modulus, exponent), &[group]);
        let mut found = ids(&found);
        found.retain(|id| !["signature-bad", "key-damaged"].contains(id));
        assert_eq!(found, expected);
    }
}

#[test]
fn each_kind_of_key_is_taken_by_some_and_refused_by_others() {
    let ec = |curve: &str, len: usize| {
        let algorithm = node(0x30, [oid("1.2.840.10045.2.1"), oid(curve)]);
        node(0x30, [algorithm, leaf(0x03, &[&[0, 4][..], &vec![1; len]].concat())])
    };
    let ed25519 = node(0x30, [node(0x30, [oid("1.3.101.112")]), leaf(0x03, &[0; 33])]);
    let cases: [(Node, &[&str], &[&str]); 4] = [
        (ec("1.3.132.0.35", 132), &["public-curve-p521"], &[]),
        (ec("1.3.132.0.10", 64), &["public-curve"], &["ad-cs-key-algorithm"]),
        (
            ec("1.2.840.10045.3.1.1", 48),
            &["ec-key-size", "public-curve"],
            &["ec-key-size", "ad-cs-key-algorithm"],
        ),
        (ed25519, &["public-key-algorithm"], &["ad-cs-key-algorithm"]),
    ];
    for (key, public, ad_cs) in cases {
        let mut info = good_info();
        info.nodes()[2] = key;
        for (group, expected) in [(Group::PublicCa, public), (Group::AdCs, ad_cs)] {
            let found = findings(&sign(&info).encode(), &[group]);
            let mut found = ids(&found);
            // The signature is one by another key.
            found.retain(|id| !id.starts_with("signature-") && *id != "ad-cs-no-template");
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn a_signature_by_an_unusual_algorithm_is_told_to_those_who_have_public_cas() {
    let mut whole = sign(&good_info());
    *whole.at(&[1, 0]) = oid("1.2.840.10045.4.3.1");
    let found = findings(&whole.encode(), &[Group::PublicCa]);
    let mut found = ids(&found);
    found.retain(|id| !["signature-bad", "signature-unchecked"].contains(id));
    assert_eq!(found, ["public-signature-algorithm"]);
}

include!("support/rsa_moduli.rs");

#[test]
fn public_cas_refuse_the_documented_example_by_name() {
    let request = Request::builder()
        .subject(
            Subject::builder_for(Profile::LXCA)
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
        .map(|finding| format!("{} {}", finding.rule().id(), finding.found()))
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
    let cn = |name: &str| Request::builder().subject(Subject::builder().common_name(name));
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
                .subject(Subject::builder().locality("-"))
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

#[test]
fn one_fault_many_times_is_told_a_hundred_times() {
    let mut info = good_info();
    set_names(&mut info, vec![leaf(0x82, b""); 200_000]);
    let found = findings(&sign(&info).encode(), &Group::ALL);
    let count = |id| found.iter().filter(|finding| finding.rule().id() == id).count();
    assert_eq!(count("dns-name-syntax"), 100);
    assert_eq!(count("san-repeated"), 100);
}

/// Texts of names of all nine types, most of them good ones.
fn name_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "DNS:(\\*\\.)?[a-z0-9-]{1,9}(\\.[a-zA-Z0-9-]{1,9}){0,3}",
        "email:[!-~]{1,10}@[a-z0-9.-]{1,12}",
        "email:[a-z.+]{1,10}@(bücher|a)\\.example",
        "URI:[a-z]{1,5}:(//[a-z0-9.:@-]{1,12})?[!-~]{0,3}[a-z0-9/?=&.]{0,20}",
        "IP:[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
        "dirName:(CN|OU|emailAddress|2\\.999)=[a-zé老 *@]{1,70}\\PC{0,2}(\\+O=[ -~]{1,5})?,C=[A-Z]{2}",
        "RID:[0-2]\\.[0-9]{1,2}(\\.[0-9]{1,6}){0,4}",
        "otherName:(2\\.999|UPN|SmtpUTF8Mailbox);(UTF8|IA5):[ -~é老]{0,12}(@b\\.example)?",
        "ediPartyName:[^;\\\\\\pC]{1,20}(;[^;\\\\\\pC]{1,20})?",
        "X400:C=US;(A=[A-Z]{1,9};)?(P=[A-Z]{1,9};)?S=[a-zA-Z]{1,20}(;DDA:a=[a-z]{1,9})?",
    ]
}

#[test]
fn the_texts_of_names_are_names_of_all_nine_types() {
    let mut runner = TestRunner::deterministic();
    let names = (0..500).map(|_| name_texts().new_tree(&mut runner).unwrap().current());
    let types: BTreeSet<&str> = names
        .filter_map(|text| text.parse::<GeneralName>().ok())
        .map(|name| name.name_type().as_str())
        .collect();
    assert_eq!(types.len(), 9, "{types:?}");
}

fn usages() -> impl Strategy<Value = Extension> {
    (1..0x200_u16).prop_map(|set| {
        let all = [
            KeyUsage::DIGITAL_SIGNATURE,
            KeyUsage::NON_REPUDIATION,
            KeyUsage::KEY_ENCIPHERMENT,
            KeyUsage::DATA_ENCIPHERMENT,
            KeyUsage::KEY_AGREEMENT,
            KeyUsage::KEY_CERT_SIGN,
            KeyUsage::CRL_SIGN,
            KeyUsage::ENCIPHER_ONLY,
            KeyUsage::DECIPHER_ONLY,
        ];
        let chosen = all.into_iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
        chosen.map(|(_, usage)| usage).reduce(|a, b| a | b).unwrap().into()
    })
}

/// Extensions of all types that the builder has.
fn extensions() -> impl Strategy<Value = Extension> {
    prop_oneof![
        usages(),
        any::<Option<u32>>().prop_map(|path_len| BasicConstraints::Ca { path_len }.into()),
        Just(BasicConstraints::EndEntity.into()),
        prop::sample::subsequence(
            vec!["serverAuth", "clientAuth", "anyExtendedKeyUsage", "1.2.3.4294967295"],
            1..5
        )
        .prop_map(|purposes| purposes
            .join(",")
            .parse::<ExtendedKeyUsage>()
            .unwrap()
            .into()),
        any::<u16>().prop_map(|feature| TlsFeature::new([feature]).unwrap().into()),
        prop::collection::vec(any::<u8>(), 1..300)
            .prop_map(|octets| SubjectKeyIdentifier::from_octets(&octets).unwrap().into()),
        Just(SubjectKeyIdentifier::from_key(KeyHash::Sha256).into()),
        "[A-Za-zé漢]{1,20}".prop_map(|name| CertificateTemplate::from_name(&name).unwrap().into()),
        (any::<u32>(), any::<Option<u32>>()).prop_map(|(major, minor)| {
            let template = "1.3.6.1.4.1.311.21.8.1".parse().unwrap();
            CertificateTemplate::from_version(template, major, minor).into()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the builder takes, the rules of the RFCs have nothing against, but that RFC 5280
    /// has no list of countries.
    #[test]
    fn what_the_builder_makes_has_no_finding(
        values in prop::collection::vec((0..6_usize, "\\PC{0,70}|[ -~]{1,20}|[A-Z]{2}"), 0..4),
        names in prop::collection::vec(name_texts(), 0..6),
        address in any::<[u8; 16]>(),
        extensions in prop::collection::vec(extensions(), 0..4),
        (password, name) in ("\\PC{0,20}", "\\PC{0,20}"),
    ) {
        let mut subject = Subject::builder();
        for (kind, value) in &values {
            let candidate = match kind {
                0 => subject.clone().common_name(value),
                1 => subject.clone().country(value),
                2 => subject.clone().organization(value),
                3 => subject.clone().organizational_unit(value),
                4 => subject.clone().attribute(pkcs10::AttributeType::EmailAddress, value),
                _ => subject.clone().attribute(pkcs10::AttributeType::SerialNumber, value),
            };
            if candidate.clone().build().is_ok() {
                subject = candidate;
            }
        }
        // One thing after the other is asked for; what the builder refuses is left out.
        let start = Request::builder().subject(subject).subject_alt_name(GeneralName::ip(address));
        let mut candidates: Vec<Box<dyn Fn(RequestBuilder) -> RequestBuilder>> = Vec::new();
        for name in &names {
            candidates.push(Box::new(|to| to.subject_alt_name(name.parse::<GeneralName>())));
        }
        for extension in &extensions {
            candidates.push(Box::new(|to| to.extension(extension.clone())));
        }
        candidates.push(Box::new(|to| to.attribute(Attribute::challenge_password(&password))));
        candidates.push(Box::new(|to| to.attribute(Attribute::unstructured_name(&name))));
        let builder = candidates.iter().fold(start, |builder, ask| {
            let candidate = ask(builder.clone());
            if candidate.clone().build().is_ok() { candidate } else { builder }
        });
        if let Ok(request) = builder.build() {
            let mut found = findings(&sign_request(&request), &[]);
            found.retain(|finding| finding.rule().id() != "country-unassigned");
            prop_assert_eq!(found, []);
        }
    }

    /// Octets changed at random are read or refused, never a panic.
    #[test]
    fn damage_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut der = sign(&good_info()).encode();
        for (at, octet) in &changes {
            let at = at.index(der.len());
            der[at] = *octet;
        }
        if is_cut {
            der.truncate(cut.index(der.len()));
        }
        match Inspection::read(&der) {
            Ok(inspection) => {
                let _ = (inspection.to_string(), inspection.to_json());
                let _ = findings_to_json(&lint(&inspection, &Group::ALL));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        let strict = pkcs10::CertificationRequest::from_der(&der);
        if let (Ok(_), Ok(inspection)) = (strict, Inspection::read(&der)) {
            prop_assert_eq!(inspection.deviations(), []);
        }
    }
}

/// The lines of the findings on a request with this subject and this dNSName.
fn lines(groups: &[Group], change: impl FnOnce(&mut Node)) -> Vec<String> {
    let mut info = good_info();
    change(&mut info);
    findings(&sign(&info).encode(), groups).iter().map(ToString::to_string).collect()
}

#[test]
fn a_code_of_no_country_is_told_once_with_the_one_that_was_meant() {
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
                "error: lxca-country: {PLACE} \"ZQ\", {NONE}; give the code of a country (XClarity Administrator, POST /certificateSigningRequest)"
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
    let cases: [(Node, &str); 3] = [
        (
            leaf(0x82, b"192.0.2.1"),
            "(\"192.0.2.1\") is an IP address; a dNSName holds host names only (RFC 5280 4.2.1.6); give it as an iPAddress (RFC 5280 4.2.1.6, RFC 1034 3.5)",
        ),
        (
            leaf(0x82, b"a_b.example"),
            "(\"a_b.example\") has \"_\" at character 2; a dNSName holds letters, digits and hyphens (RFC 1034 3.5); give a host name: labels of letters, digits and hyphens (RFC 5280 4.2.1.6, RFC 1034 3.5)",
        ),
        (
            leaf(0x86, b"a.example"),
            "(\"a.example\") is relative; a uniformResourceIdentifier has a scheme and something behind it, as in \"https://example.com/\" (RFC 5280 4.2.1.6); a host name goes in as a dNSName (RFC 5280 4.2.1.6, RFC 3986)",
        ),
    ];
    for (name, expected) in cases {
        let found = lines(&[], |info| set_names(info, [name]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(expected), "{}", found[0]);
    }
}

#[test]
fn what_cannot_be_seen_in_a_value_is_told() {
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

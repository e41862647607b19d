//! What the RFCs ask of every request.

use super::*;

/// What is made, the rules that find it, and the change that makes it.
pub(super) type Case = (&'static str, &'static [&'static str], fn(&mut Node));

fn sort_attributes(info: &mut Node) {
    info.at(&[3]).nodes().sort_by_key(Node::encode);
}

/// Faults that are made before the request is signed, so that its signature stays good.
pub(super) const OF_INFO: &[Case] = &[
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
    ("keyUsage C000", &["bit-string-trailing-zeros"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 3, 6, 0xC0, 0]);
    }),
    ("keyUsage with 4 unused bits", &["bit-string-trailing-zeros"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 2, 4, 0xC0]);
    }),
    ("keyUsage with unused ones", &["bit-string-padding"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 2, 6, 0xC8]);
    }),
    ("keyUsage of nothing", &["extension-value"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 1, 0]);
    }),
    ("keyUsage with bit 9 alone", &["extension-value"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 3, 6, 0, 0x40]);
    }),
    ("keyUsage with bit 16 too", &["extension-value"], |info| {
        info.at(&EXTENSIONS).nodes()[2].at(&[2]).set(&[3, 4, 7, 0x80, 0, 0x80]);
    }),
    ("@ in a PrintableString", &["string-charset"], |info| info.at(&[1, 1, 0, 1]).set(b"a@b")),
    ("bad UTF-8", &["string-charset"], |info| {
        *info.at(&[1, 1, 0, 1]) = leaf(0x0C, &[b'a', 0xFF]);
    }),
    ("no name", &["san-empty"], |info| set_names(info, [])),
    ("an address of 3 bytes", &["ip-address-length"], |info| {
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
    ("a tag number in a byte too many", &["tag-not-minimal", "challenge-password"], |info| {
        info.at(&[3, 0, 1]).set(&[0x1F, 0x05, 0]);
    }),
    ("a string in parts", &["type-form", "challenge-password"], |info| {
        info.at(&[3, 0, 1]).body = Body::Nodes(vec![node(0x2C, [leaf(0x0C, b"secret")])]);
        sort_attributes(info);
    }),
    ("a string in parts in the subject", &["type-form", "value-not-a-string"], |info| {
        *info.at(&[1, 1, 0, 1]) = node(0x2C, [leaf(0x0C, b"ACME")]);
    }),
    ("a SEQUENCE that is not made of values", &["type-form", "challenge-password"], |info| {
        info.at(&[3, 0, 1]).set(&[0x10, 0]);
    }),
    ("values in values in values", &["nesting-too-deep", "challenge-password"], |info| {
        let nested = (0..100).fold(leaf(0x05, b""), |inner, _| node(0x30, [inner]));
        info.at(&[3, 0, 1]).body = Body::Nodes(vec![nested]);
        sort_attributes(info);
    }),
    ("a key without the byte 04", &["key-encoding", "key-damaged"], |info| {
        let Body::Octets(bytes) = &mut info.at(&[2, 1]).body else { panic!() };
        bytes.remove(1);
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
    #[cfg(feature = "idn")]
    ("an A-label of a picture", &["disallowed-label"], |info| {
        set_names(info, [leaf(0x82, b"a.XN--LS8H.la")]);
    }),
    #[cfg(feature = "idn")]
    ("an A-label of a snowman in a mailbox", &["disallowed-label"], |info| {
        set_names(info, [leaf(0x81, b"a@xn--n3h.net")]);
    }),
    #[cfg(feature = "idn")]
    ("an A-label of a dash in a URI", &["disallowed-label"], |info| {
        set_names(info, [leaf(0x86, b"https://xn--n3h@xn--myhost-cg0c.example:1/xn--n3h.net")]);
    }),
    ("a name twice", &["san-repeated"], |info| {
        set_names(info, [leaf(0x82, b"a.b"), leaf(0x82, b"a.b")]);
    }),
    ("a name of a cut-off OID", &["oid-encoding"], |info| {
        set_names(info, [leaf(0x88, &[0x2A, 0x86])]);
    }),
    ("bytes after the names", &["trailing-data"], |info| {
        let value = [node(0x30, [leaf(0x82, b"a.b")]).encode(), vec![5, 0]].concat();
        info.at(&EXTENSIONS).nodes()[0] = extension("2.5.29.17", false, &value);
    }),
    ("bytes after the attributes", &["trailing-data"], |info| {
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
    ("a challengePassword that is not a string", &["challenge-password"], |info| {
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
    ("an unstructuredName that is not a string", &["attribute-value"], |info| {
        *info.at(&[3, 0, 0]) = oid("1.2.840.113549.1.9.2");
        info.at(&[3, 0, 1, 0]).tag = 0x04;
        sort_attributes(info);
    }),
    ("an unstructuredName in IA5String", &[], |info| {
        *info.at(&[3, 0, 0]) = oid("1.2.840.113549.1.9.2");
        info.at(&[3, 0, 1, 0]).tag = 0x16;
        sort_attributes(info);
    }),
    ("an empty directoryName", &["general-name-value"], |info| {
        set_names(info, [node(0xA4, [node(0x30, [])])]);
    }),
    ("an ediPartyName with an empty party", &["general-name-value"], |info| {
        set_names(info, [node(0xA5, [node(0xA1, [leaf(0x13, b"")])])]);
    }),
    ("an ediPartyName", &[], |info| {
        set_names(info, [node(0xA5, [node(0xA1, [leaf(0x13, b"p")])])]);
    }),
    ("an x400Address of nothing", &["general-name-value"], |info| {
        set_names(info, [node(0xA3, [])]);
    }),
    ("an ediPartyName of bytes", &["general-name-value"], |info| {
        set_names(info, [node(0xA5, [node(0xA1, [leaf(0x04, b"p")])])]);
    }),
    ("an x400Address of a number", &["general-name-value"], |info| {
        set_names(info, [node(0xA3, [leaf(0x02, b"\x01")])]);
    }),
    ("Windows' client information as a string", &["attribute-value"], |info| {
        *info.at(&[3, 0, 0]) = oid("1.3.6.1.4.1.311.21.20");
        sort_attributes(info);
    }),
    ("an x400Address of a country", &[], |info| {
        set_names(info, [node(0xA3, [node(0x30, [node(0x61, [leaf(0x13, b"US")])])])]);
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

#[test]
fn each_fault_of_the_info_is_found_by_its_rule_alone() {
    for (fault, expected, make) in OF_INFO {
        let mut info = good_info();
        make(&mut info);
        let mut found = findings(&sign(&info).encode(), &[]);
        // Of the CN alone, where the names cannot be read.
        found.retain(|finding| finding.rule().code() != Code::SanMissing);
        assert_eq!(ids(&found), *expected, "{fault}: {found:?}");
    }
}

#[test]
fn a_fault_in_a_directory_name_has_its_place() {
    let mut info = good_info();
    let country = node(0x30, [oid("2.5.4.6"), leaf(0x13, b"DEU")]);
    set_names(&mut info, [leaf(0x82, b"a.b"), node(0xA4, [node(0x30, [node(0x31, [country])])])]);
    let found = findings(&sign(&info).encode(), &[]);
    let places: Vec<_> = found.iter().map(|one| (one.place(), one.found())).collect();
    assert_eq!(
        places,
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

#[test]
fn a_signature_that_is_trusted_is_not_verified_but_its_digest_is_checked() {
    let mut whole = sign(&good_info());
    *whole.at(&[1, 0]) = oid("1.2.840.10045.4.1");
    let inspection = Inspection::read(&whole.encode()).unwrap();
    let policy = Policy::new(&[], day());
    assert_eq!(ids(&lint(&inspection, &policy)), ["signature-weak", "signature-bad"]);
    assert_eq!(ids(&lint(&inspection, &policy.trusting_signature())), ["signature-weak"]);
}

/// Faults around the info.
pub(super) const OF_REST: &[Case] = &[
    ("ECDSA with NULL", &["algorithm-parameters"], |whole| {
        whole.at(&[1]).nodes().push(leaf(0x05, b""));
    }),
    ("raw r and s", &["signature-encoding", "signature-bad"], |whole| {
        whole.at(&[2]).set(&[&[0; 33][..], &[7; 32]].concat());
    }),
    ("a flipped bit", &["signature-bad"], |whole| {
        let Body::Octets(bytes) = &mut whole.at(&[2]).body else { panic!() };
        *bytes.last_mut().unwrap() ^= 1;
    }),
    ("SHA-1", &["signature-weak", "signature-bad"], |whole| {
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

#[test]
fn each_fault_of_the_rest_is_found_by_its_rule_alone() {
    for (fault, expected, make) in OF_REST {
        let mut whole = sign(&good_info());
        make(&mut whole);
        let found = findings(&whole.encode(), &[]);
        assert_eq!(ids(&found), *expected, "{fault}: {found:?}");
    }
    let mut trailing = sign(&good_info()).encode();
    trailing.push(0);
    assert_eq!(ids(&findings(&trailing, &[])), ["trailing-data"]);
}

//! What the parts of a request say together.

use super::{rfc::Case, *};

/// Puts extensions into the request instead of basicConstraints and keyUsage.
fn ask(info: &mut Node, extensions: &[(&str, &[u8])]) {
    info.at(&EXTENSIONS).nodes().truncate(1);
    for (identifier, value) in extensions {
        info.at(&EXTENSIONS).nodes().push(extension(identifier, true, value));
    }
}

const USAGE: &str = "2.5.29.15";
const PURPOSES: &str = "2.5.29.37";
const CONSTRAINTS: &str = "2.5.29.19";
const NAMES: &str = "2.5.29.30";
const TEMPLATE: &str = "1.3.6.1.4.1.311.21.7";
const MS_EXTENSIONS: &str = "1.3.6.1.4.1.311.2.1.14";
const OTHER_EXTENSIONS: &[&str] =
    &["extension-request-repeated", "extension-repeated", "ms-extension-request"];
const CA: &[u8] = &[0x30, 3, 1, 1, 0xFF];
const CA_OF_LENGTH_0: &[u8] = &[0x30, 6, 1, 1, 0xFF, 2, 1, 0];

/// A purpose of RFC 5280 4.2.1.12 by its last arc.
fn purposes<const N: usize>(last: [u8; N]) -> Vec<u8> {
    let oids = last.map(|last| match last {
        0 => oid("2.5.29.37.0"),
        last => oid(&format!("1.3.6.1.5.5.7.3.{last}")),
    });
    node(0x30, oids).encode()
}

/// Replaces the public key, so that the signature is not right any more.
fn set_key(info: &mut Node, algorithm: &str, len: usize, usage: &[u8]) {
    *info.at(&[2]) = node(0x30, [node(0x30, [oid(algorithm)]), leaf(0x03, &vec![0; len + 1])]);
    ask(info, &[(USAGE, usage)]);
}

fn set_subject(info: &mut Node, rdns: &[&[(&str, &str)]]) {
    let rdns = rdns.iter().map(|rdn| {
        let attributes =
            rdn.iter().map(|(kind, text)| node(0x30, [oid(kind), leaf(0x13, text.as_bytes())]));
        node(0x31, attributes.collect::<Vec<_>>())
    });
    *info.at(&[1]) = node(0x30, rdns.collect::<Vec<_>>());
}

/// Has the extensions once more by Microsoft's identifier.
fn repeat_extensions(info: &mut Node) {
    let mut again = Node::parse(&info.at(&[3, 1]).encode());
    *again.at(&[0]) = oid(MS_EXTENSIONS);
    info.at(&[3]).nodes().push(again);
}

fn set_uri(info: &mut Node, uri: &str) {
    set_names(info, [leaf(0x86, uri.as_bytes())]);
}

fn set_other_name(info: &mut Node, identifier: &str, tag: u8, text: &str) {
    let value = node(0xA0, [leaf(tag, text.as_bytes())]);
    set_names(info, [node(0xA0, [oid(identifier), value])]);
}

fn set_srv_name(info: &mut Node, tag: u8, name: &str) {
    set_other_name(info, "1.3.6.1.5.5.7.8.7", tag, name);
}

const MAILBOX: &str = "1.3.6.1.5.5.7.8.9";
const ML_KEM_768: &str = "2.16.840.1.101.3.4.4.2";
const SLH_DSA: &str = "2.16.840.1.101.3.4.3.20";
const ECDH: &str = "1.3.132.1.12";
const RSAES_OAEP: &str = "1.2.840.113549.1.1.7";
const X25519: &str = "1.3.101.110";
const ED25519: &str = "1.3.101.112";

#[test]
fn characters_that_cannot_be_seen_are_found_and_others_are_not() {
    let is_found = |character: char| {
        let mut info = good_info();
        *info.at(&[1, 1, 0, 1]) = leaf(0x0C, format!("a{character}b").as_bytes());
        ids(&findings(&sign(&info).encode(), &[])) == ["invisible-character"]
    };
    let hidden = "\u{AD}\u{180E}\u{200B}\u{2028}\u{202E}\u{2066}\u{3164}\u{FE0F}\u{FEFF}\u{E0041}";
    for character in hidden.chars() {
        assert!(is_found(character), "{character:?}");
    }
    for character in "é漢 \u{A0}\u{2009}\u{3000}\u{E000}".chars() {
        assert!(!is_found(character), "{character:?}");
    }
}

/// Each rule that is broken, and beside it what just does not break it.
pub(super) const CASES: &[Case] = &[
    ("keyCertSign without a CA", &["key-cert-sign-without-ca"], |info| {
        ask(info, &[(USAGE, &[3, 2, 2, 4])]);
    }),
    ("keyCertSign of a CA", &[], |info| {
        ask(info, &[(CONSTRAINTS, CA), (USAGE, &[3, 2, 2, 4])]);
    }),
    ("a path length without keyCertSign", &["path-length"], |info| {
        ask(info, &[(CONSTRAINTS, CA_OF_LENGTH_0), (USAGE, &[3, 2, 7, 0x80])]);
    }),
    ("a path length without cA", &["path-length"], |info| {
        ask(info, &[(CONSTRAINTS, &[0x30, 3, 2, 1, 0])]);
    }),
    ("a path length with keyCertSign", &[], |info| {
        ask(info, &[(CONSTRAINTS, CA_OF_LENGTH_0), (USAGE, &[3, 2, 2, 4])]);
    }),
    ("a path length without keyUsage", &[], |info| ask(info, &[(CONSTRAINTS, CA_OF_LENGTH_0)])),
    ("encipherOnly alone", &["usage-without-agreement"], |info| {
        ask(info, &[(USAGE, &[3, 2, 0, 1])]);
    }),
    ("decipherOnly alone", &["usage-without-agreement"], |info| {
        ask(info, &[(USAGE, &[3, 3, 7, 0, 0x80])]);
    }),
    ("encipherOnly with keyAgreement", &[], |info| ask(info, &[(USAGE, &[3, 2, 0, 9])])),
    ("P-256 with keyEncipherment", &["ec-encipherment"], |info| {
        ask(info, &[(USAGE, &[3, 2, 5, 0xA0])]);
    }),
    ("P-256 with dataEncipherment", &["ec-encipherment"], |info| {
        ask(info, &[(USAGE, &[3, 2, 4, 0x90])]);
    }),
    ("Ed25519 with keyEncipherment", &["key-usage-for-key"], |info| {
        set_key(info, ED25519, 32, &[3, 2, 5, 0xA0]);
    }),
    ("Ed25519 with signatures", &[], |info| set_key(info, ED25519, 32, &[3, 2, 6, 0xC0])),
    ("SLH-DSA with keyAgreement", &["key-usage-for-key"], |info| {
        set_key(info, SLH_DSA, 32, &[3, 2, 3, 8]);
    }),
    ("SLH-DSA with signatures", &[], |info| set_key(info, SLH_DSA, 32, &[3, 2, 7, 0x80])),
    ("ML-KEM with signatures", &["key-usage-for-key"], |info| {
        set_key(info, ML_KEM_768, 1184, &[3, 2, 5, 0xA0]);
    }),
    ("ML-KEM with keyEncipherment", &[], |info| set_key(info, ML_KEM_768, 1184, &[3, 2, 5, 0x20])),
    ("X25519 with signatures", &["key-usage-for-key"], |info| {
        set_key(info, X25519, 32, &[3, 2, 3, 0x88]);
    }),
    ("X25519 without keyAgreement", &["usage-without-agreement", "key-usage-for-key"], |info| {
        set_key(info, X25519, 32, &[3, 3, 7, 0, 0x80])
    }),
    ("X25519 with keyAgreement", &[], |info| set_key(info, X25519, 32, &[3, 2, 3, 8])),
    ("ECDH with a signature", &["key-usage-for-key"], |info| {
        set_key(info, ECDH, 65, &[3, 2, 3, 0x88]);
    }),
    ("ECDH with keyAgreement", &[], |info| set_key(info, ECDH, 65, &[3, 2, 3, 8])),
    ("RSAES-OAEP with a signature", &["key-usage-for-key"], |info| {
        set_key(info, RSAES_OAEP, 270, &[3, 2, 5, 0xA0]);
    }),
    ("RSAES-OAEP with keyEncipherment", &[], |info| {
        set_key(info, RSAES_OAEP, 270, &[3, 2, 5, 0x20]);
    }),
    ("any purpose beside another", &["any-purpose"], |info| {
        ask(info, &[(PURPOSES, &purposes([1, 0]))]);
    }),
    ("any purpose alone", &[], |info| ask(info, &[(PURPOSES, &purposes([0]))])),
    ("serverAuth with cRLSign", &["purpose-contradicts-usage"], |info| {
        ask(info, &[(USAGE, &[3, 2, 1, 2]), (PURPOSES, &purposes([1]))]);
    }),
    ("serverAuth with cRLSign of no CA", &["purpose-contradicts-usage"], |info| {
        let usage: &[u8] = &[3, 2, 1, 2];
        ask(info, &[(CONSTRAINTS, &[0x30, 0]), (USAGE, usage), (PURPOSES, &purposes([1]))]);
    }),
    ("the purposes below a CA", &[], |info| {
        let usage: &[u8] = &[3, 2, 1, 6];
        ask(info, &[(CONSTRAINTS, CA), (USAGE, usage), (PURPOSES, &purposes([1, 2]))]);
    }),
    ("codeSigning with nonRepudiation", &["purpose-contradicts-usage"], |info| {
        ask(info, &[(USAGE, &[3, 2, 6, 0x40]), (PURPOSES, &purposes([3]))]);
    }),
    ("timeStamping with nonRepudiation", &[], |info| {
        ask(info, &[(USAGE, &[3, 2, 6, 0x40]), (PURPOSES, &purposes([8]))]);
    }),
    ("a subjectAltName as a type in the subject", &["extension-in-subject"], |info| {
        set_subject(info, &[&[("2.5.29.17", "DNS:a.example")], &[("2.5.4.3", "a")]]);
    }),
    ("a challengePassword in the subject", &["extension-in-subject"], |info| {
        set_subject(info, &[&[("1.2.840.113549.1.9.7", "secret")]]);
    }),
    ("unstructuredName in the subject", &[], |info| {
        set_subject(info, &[&[("1.2.840.113549.1.9.2", "router")]]);
    }),
    ("from the CN to the country", &["subject-order"], |info| {
        set_subject(info, &[&[("2.5.4.3", "a")], &[("2.5.4.10", "ACME")], &[("2.5.4.6", "DE")]]);
    }),
    ("a CN in front of the rest", &[], |info| {
        set_subject(info, &[&[("2.5.4.3", "a")], &[("2.5.4.10", "ACME")]]);
    }),
    ("two CNs in an RDN", &["rdn-repeated"], |info| {
        set_subject(info, &[&[("2.5.4.3", "a"), ("2.5.4.3", "b")]]);
    }),
    ("two OUs in an RDN of a directoryName", &["rdn-repeated"], |info| {
        let unit = |text| node(0x30, [oid("2.5.4.11"), leaf(0x13, text)]);
        set_names(info, [node(0xA4, [node(0x30, [node(0x31, [unit(b"a"), unit(b"b")])])])]);
    }),
    ("two CNs in two RDNs", &[], |info| {
        set_subject(info, &[&[("2.5.4.3", "a")], &[("2.5.4.3", "b")]]);
    }),
    ("a host name without a subjectAltName", &["san-missing"], |info| {
        info.at(&EXTENSIONS).nodes().remove(0);
        info.at(&[3]).nodes().sort_by_key(Node::encode);
    }),
    ("a name of one label without a subjectAltName", &[], |info| {
        info.at(&EXTENSIONS).nodes().remove(0);
        info.at(&[1, 2, 0, 1]).set(b"a");
        info.at(&[3]).nodes().sort_by_key(Node::encode);
    }),
    ("an unknown extension that is not DER", &["value-not-der"], |info| {
        ask(info, &[("2.999.1", &[0x30, 2, 4, 5])]);
    }),
    ("an unknown extension of nothing", &["value-not-der"], |info| ask(info, &[("2.999.1", &[])])),
    ("an unknown extension that is DER", &[], |info| ask(info, &[("2.999.1", &[5, 0])])),
    ("certificatePolicies that are not DER", &["value-not-der"], |info| {
        ask(info, &[("2.5.29.32", &[0x30, 2, 4, 5])]);
    }),
    ("certificatePolicies of nothing", &["extension-value"], |info| {
        ask(info, &[("2.5.29.32", &[0x30, 0])]);
    }),
    ("cRLDistributionPoints that are a number", &["extension-value"], |info| {
        ask(info, &[("2.5.29.31", &[2, 1, 1])]);
    }),
    ("authorityInfoAccess that is a number", &["extension-value"], |info| {
        ask(info, &[("1.3.6.1.5.5.7.1.1", &[2, 1, 1])]);
    }),
    ("policyConstraints of nothing", &["extension-value"], |info| {
        ask(info, &[("2.5.29.36", &[0x30, 0])]);
    }),
    ("extensions that are known by name, of their types", &[], |info| {
        let policies: &[u8] = &[0x30, 6, 0x30, 4, 6, 2, 0x88, 0x37];
        let values =
            [("2.5.29.32", policies), ("2.5.29.35", &[0x30, 0]), ("2.5.29.54", &[2, 1, 0])];
        ask(info, &values);
    }),
    ("nameConstraints of a CA", &[], |info| {
        ask(info, &[(CONSTRAINTS, CA), (NAMES, b"\x30\x0A\xA0\x08\x30\x06\x86\x04a.de")]);
    }),
    ("nameConstraints without a CA", &["name-constraints"], |info| {
        ask(info, &[(NAMES, b"\x30\x0A\xA0\x08\x30\x06\x86\x04a.de")]);
    }),
    ("nameConstraints of a URL", &["name-constraints"], |info| {
        ask(info, &[(CONSTRAINTS, CA), (NAMES, b"\x30\x0C\xA1\x0A\x30\x08\x86\x06x://de")]);
    }),
    ("nameConstraints of an address without a mask", &["name-constraints"], |info| {
        ask(
            info,
            &[(CONSTRAINTS, CA), (NAMES, b"\x30\x0A\xA0\x08\x30\x06\x87\x04\x08\x08\x08\x08")],
        );
    }),
    ("nameConstraints of a mask with a hole", &["name-constraints"], |info| {
        let value = b"\x30\x0E\xA0\x0C\x30\x0A\x87\x08\x0A\0\0\0\xFF\0\xFF\0";
        ask(info, &[(CONSTRAINTS, CA), (NAMES, value)]);
    }),
    ("nameConstraints of a minimum", &["name-constraints"], |info| {
        let value = b"\x30\x0D\xA0\x0B\x30\x09\x82\x04a.de\x80\x01\x01";
        ask(info, &[(CONSTRAINTS, CA), (NAMES, value)]);
    }),
    ("nameConstraints of a maximum", &["name-constraints"], |info| {
        let value = b"\x30\x0D\xA0\x0B\x30\x09\x82\x04a.de\x81\x01\x01";
        ask(info, &[(CONSTRAINTS, CA), (NAMES, value)]);
    }),
    ("nameConstraints that are not critical", &["name-constraints-critical"], |info| {
        ask(info, &[(CONSTRAINTS, CA)]);
        let value = b"\x30\x0A\xA0\x08\x30\x06\x86\x04a.de";
        info.at(&EXTENSIONS).nodes().push(extension(NAMES, false, value));
    }),
    ("a certificateTemplate of four elements", &["extension-value"], |info| {
        ask(info, &[(TEMPLATE, &[0x30, 13, 6, 2, 0x88, 0x37, 2, 1, 1, 2, 1, 1, 2, 1, 1])]);
    }),
    ("a certificateTemplate of three elements", &[], |info| {
        ask(info, &[(TEMPLATE, &[0x30, 10, 6, 2, 0x88, 0x37, 2, 1, 1, 2, 1, 1])]);
    }),
    ("a certificateTemplate of a version that is too large", &["extension-value"], |info| {
        ask(info, &[(TEMPLATE, &[0x30, 11, 6, 2, 0x88, 0x37, 2, 5, 1, 0, 0, 0, 0])]);
    }),
    ("a certificateTemplate of the largest version", &[], |info| {
        ask(info, &[(TEMPLATE, &[0x30, 11, 6, 2, 0x88, 0x37, 2, 5, 0, 255, 255, 255, 255])]);
    }),
    ("a security identifier of another form", &["extension-value"], |info| {
        let sid = node(0xA0, [leaf(0x04, b"S-2-5-18")]);
        let value = node(0x30, [node(0xA0, [oid("1.3.6.1.4.1.311.25.2.1"), sid])]);
        ask(info, &[("1.3.6.1.4.1.311.25.2", &value.encode())]);
    }),
    ("extensions by Microsoft's identifier", &["ms-extension-request"], |info| {
        *info.at(&[3, 1, 0]) = oid(MS_EXTENSIONS);
    }),
    ("the same extensions by both identifiers", &["ms-extension-request"], |info| {
        repeat_extensions(info);
    }),
    ("other extensions by Microsoft's identifier", OTHER_EXTENSIONS, |info| {
        repeat_extensions(info);
        info.at(&[3, 2, 1, 0]).nodes().truncate(2);
        info.at(&[3]).nodes().sort_by_key(|attribute| {
            let der = attribute.encode();
            (der.len(), der)
        });
    }),
    ("an SRVName as UTF8String", &["srv-name-type"], |info| {
        set_srv_name(info, 0x0C, "_xmpp.rust-lang.org");
    }),
    ("an SRVName as IA5String", &[], |info| set_srv_name(info, 0x16, "_xmpp.rust-lang.org")),
    ("an SRVName with a protocol", &["srv-name-syntax"], |info| {
        set_srv_name(info, 0x16, "_xmpp-client._tcp.rust-lang.org");
    }),
    ("an SRVName with a hyphen", &[], |info| {
        set_srv_name(info, 0x16, "_xmpp-client.rust-lang.org");
    }),
    ("an SRVName without an underscore", &["srv-name-syntax"], |info| {
        set_srv_name(info, 0x16, "xmpp.rust-lang.org");
    }),
    ("an SRVName of a service alone", &["srv-name-syntax"], |info| {
        set_srv_name(info, 0x16, "_xmpp");
    }),
    ("an SmtpUTF8Mailbox as IA5String", &["utf8-string-required"], |info| {
        set_other_name(info, MAILBOX, 0x16, "a@rust-lang.org");
    }),
    ("an SmtpUTF8Mailbox as UTF8String", &[], |info| {
        set_other_name(info, MAILBOX, 0x0C, "é@xn--bcher-kva.example");
    }),
    ("an SmtpUTF8Mailbox with a byte order mark", &["smtp-utf8-mailbox"], |info| {
        set_other_name(info, MAILBOX, 0x0C, "\u{FEFF}é@rust-lang.org");
    }),
    ("an SmtpUTF8Mailbox with a U-label", &["smtp-utf8-mailbox"], |info| {
        set_other_name(info, MAILBOX, 0x0C, "é@bücher.example");
    }),
    ("an SmtpUTF8Mailbox of ASCII", &["smtp-utf8-mailbox"], |info| {
        set_other_name(info, MAILBOX, 0x0C, "a@rust-lang.org");
    }),
    ("a user principal name as IA5String", &["utf8-string-required"], |info| {
        set_other_name(info, "1.3.6.1.4.1.311.20.2.3", 0x16, "a@rust-lang.org");
    }),
    ("a user principal name as UTF8String", &[], |info| {
        set_other_name(info, "1.3.6.1.4.1.311.20.2.3", 0x0C, "a@rust-lang.org");
    }),
    ("https without slashes", &["uri-syntax"], |info| set_uri(info, "https:www.rust-lang.org")),
    ("https without a host", &["uri-syntax"], |info| set_uri(info, "https:///a")),
    ("https with slashes", &[], |info| set_uri(info, "https://www.rust-lang.org")),
    ("a SPIFFE ID", &[], |info| set_uri(info, "spiffe://trust-domain.example/a/B_1.2")),
    ("a SPIFFE ID with a port", &["spiffe-id"], |info| set_uri(info, "spiffe://a.example:1/b")),
    ("a SPIFFE ID with a capital", &["spiffe-id"], |info| set_uri(info, "spiffe://A.example/b")),
    ("a SPIFFE ID that ends in /", &["spiffe-id"], |info| set_uri(info, "spiffe://a.example/")),
    ("a SPIFFE ID with ..", &["spiffe-id"], |info| set_uri(info, "spiffe://a.example/../b")),
    ("a SPIFFE ID with a query", &["spiffe-id"], |info| set_uri(info, "spiffe://a.example/b?c")),
    ("a SPIFFE ID of 2048 bytes", &[], |info| {
        set_uri(info, &format!("spiffe://a.example/{}", "b".repeat(2_048 - 19)));
    }),
    ("a SPIFFE ID of 2049 bytes", &["spiffe-id"], |info| {
        set_uri(info, &format!("spiffe://a.example/{}", "b".repeat(2_049 - 19)));
    }),
    ("a SPIFFE ID beside another URI", &["spiffe-uris"], |info| {
        set_names(info, [leaf(0x86, b"https://a.example/"), leaf(0x86, b"spiffe://a.example/b")]);
    }),
    ("a SPIFFE ID beside a host name", &[], |info| {
        set_names(info, [leaf(0x82, b"a.example"), leaf(0x86, b"spiffe://a.example/b")]);
    }),
    ("two URIs without a SPIFFE ID", &[], |info| {
        set_names(info, [leaf(0x86, b"https://a.example/"), leaf(0x86, b"https://b.example/")]);
    }),
    ("a SPIFFE ID without slashes", &["spiffe-id"], |info| set_uri(info, "spiffe:a.example")),
];

#[test]
fn parts_that_do_not_agree_are_found_by_their_rule_alone() {
    for (name, expected, change) in CASES {
        let mut info = good_info();
        change(&mut info);
        let found = findings(&sign(&info).encode(), &[]);
        let mut found_ids = ids(&found);
        // Another key did not sign.
        found_ids.retain(|id| !id.starts_with("signature-") && *id != "key-damaged");
        found_ids.dedup();
        assert_eq!(found_ids, *expected, "{name}: {found:?}");
    }
}

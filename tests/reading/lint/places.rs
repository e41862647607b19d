//! Where findings are.

use super::*;

/// The short place of the finding of a rule, and the bytes that it is about.
#[track_caller]
fn place_of(der: &[u8], code: Code) -> (String, Vec<u8>) {
    let found = findings(der, Group::ALL);
    let finding = found.iter().find(|finding| finding.rule().code() == code);
    let finding = finding.unwrap_or_else(|| panic!("no {code} in {found:?}"));
    (finding.short_place().to_owned(), der[finding.range().clone()].to_vec())
}

/// An attribute of a subject, and the relative distinguished name of it alone.
fn attribute(identifier: &str, value: Node) -> Node {
    node(0x30, [oid(identifier), value])
}

fn rdn(identifier: &str, value: Node) -> Node {
    node(0x31, [attribute(identifier, value)])
}

#[test]
fn findings_have_short_places_and_the_bytes_of_what_they_are_about() {
    const CN: &str = "2.5.4.3";
    const OU: &str = "2.5.4.11";
    let text = |value: &str| leaf(0x0C, value.as_bytes());
    let good = good_info();
    type Change = fn(&mut Node);
    let cases: [(Code, &str, Node, Change); 10] = [
        (Code::LxcaKey, "publicKey", good.clone().at(&[2]).clone(), |_| {}),
        (Code::AdCsNoTemplate, "request", good, |_| {}),
        (Code::AdCsNoSubject, "subject", node(0x30, []), |info| *info.at(&[1]) = node(0x30, [])),
        (Code::CnNotInSan, "subject.CN", rdn(CN, text("x")), |info| {
            *info.at(&[1]) = node(0x30, [rdn(CN, leaf(0x0C, b"x"))]);
        }),
        (Code::StringType, "subject.OU[1]", rdn(OU, leaf(0x14, b"b")), |info| {
            let value = |tag, text: &str| rdn(OU, leaf(tag, text.as_bytes()));
            *info.at(&[1]) = node(0x30, [value(0x0C, "a"), value(0x14, "b")]);
        }),
        (Code::ValueEmpty, "subject.OU", attribute(OU, text("")), |info| {
            let empty = attribute(OU, leaf(0x0C, b""));
            *info.at(&[1]) = node(0x30, [node(0x31, [attribute(CN, leaf(0x0C, b"")), empty])]);
            info.at(&[1, 0, 0, 1]).set(b"x");
        }),
        (Code::DnsNameSyntax, "SAN[1]", leaf(0x82, b"a..b"), |info| {
            set_names(info, [leaf(0x82, b"a"), leaf(0x82, b"a..b")]);
        }),
        (Code::CountrySyntax, "SAN[0].C", rdn("2.5.4.6", text("DEU")), |info| {
            let name = node(0x30, [rdn("2.5.4.6", leaf(0x0C, b"DEU"))]);
            set_names(info, [node(0xA4, [name])]);
        }),
        (Code::BooleanNotCanonical, "keyUsage.critical", leaf(1, &[1]), |info| {
            info.at(&EXTENSIONS).nodes()[1] = extension("2.5.29.15", true, &[3, 2, 7, 0x80]);
            info.at(&EXTENSIONS).nodes()[1].at(&[1]).set(&[1]);
        }),
        (Code::ValueNotDer, "1.2.3.4", extension("1.2.3.4", false, &[5, 1]), |info| {
            info.at(&EXTENSIONS).nodes()[1] = extension("1.2.3.4", false, &[5, 1]);
        }),
    ];
    for (code, short, bytes, change) in cases {
        let mut info = good_info();
        change(&mut info);
        let bytes = if short == "request" { info.encode() } else { bytes.encode() };
        assert_eq!(place_of(&sign(&info).encode(), code), (short.into(), bytes), "{code}");
    }
}

#[test]
fn a_terminal_gets_the_short_place_and_the_byte() {
    let mut info = good_info();
    set_names(&mut info, [leaf(0x82, b"a..b")]);
    let der = sign(&info).encode();
    let found = &findings(&der, &[])[0];
    let at = der.windows(6).position(|window| window == b"\x82\x04a..b").unwrap();
    let (long, short) = (found.to_string(), format!("{found:#}"));
    let start = "error: dns-name-syntax: ";
    assert!(short.starts_with(&format!("{start}SAN[0] (\"a..b\") ")), "{short}");
    assert!(short.contains(&format!(", at byte {at}; ")), "{short}");
    assert!(long.starts_with(&format!("{start}certificationRequestInfo.attributes[1]")), "{long}");
}

#[test]
fn every_finding_about_a_part_that_cannot_be_read_is_within_the_request() {
    let mut found = 0;
    for place in [&[1][..], &[2], &[3], &[3, 0], &[3, 1, 1, 0, 0], &[3, 1, 1, 0, 1]] {
        let mut info = good_info();
        *info.at(place) = leaf(info.at(place).tag, &[0x05, 0x00, 0x31]);
        let der = sign(&info).encode();
        for finding in findings(&der, Group::ALL) {
            found += 1;
            assert!(finding.range().end <= der.len(), "{finding}");
            assert!(!finding.short_place().is_empty(), "{finding}");
        }
    }
    assert!(found > 6);
}

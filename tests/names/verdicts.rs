//! Names that other projects test their validators with, and where we differ from them.
//!
//! The lists lie beside this repository (`../shared/names`); without them the test is skipped.
//! The sources disagree with one another. Each difference from ours is accounted for below: by
//! the rule that made us refuse a name, with how many it decides, or by the very name that we
//! accept. A verdict that changes makes the test fail.

use std::{collections::BTreeMap, fs, path::Path};

use super::skip;
use pkcs10::{Code, GeneralName, GeneralNameType};

/// Names that the source accepts and we refuse: source, kind, our rule, how many, why.
#[rustfmt::skip]
const REFUSED: &[(&str, &str, Code, usize, &str)] = &[
    ("go-x509", "dns-reference", Code::Hyphen, 1, "RFC 1034 3.5; Go forbids it in front only"),
    ("go-x509", "dns-reference", Code::TrailingDot, 1, "written by users, not in certificates"),
    ("go-x509", "dns-reference", Code::Underscore, 1, "RFC 1034 3.5; Go bows to practice"),
    ("go-x509", "dns-san", Code::Hyphen, 1, "RFC 1034 3.5; Go forbids it in front only"),
    ("go-x509", "dns-san", Code::Underscore, 1, "RFC 1034 3.5; Go bows to practice"),
    ("go-x509", "email", Code::Character, 3, "a backslash outside quotation marks is RFC 2821's, not RFC 5321's"),
    ("idna-uts46", "idn", Code::Character, 90, "\"=\" or \">\" that composes with a stroke (U+0338); characters that IDNA 2008 disallows (RFC 5892)"),
    ("idna-uts46", "idn", Code::Mapped, 149, "UTS 46 composes, replaces or drops a character"),
    ("json-schema-formats", "email", Code::AddressLiteral, 2, "a certificate is for a domain"),
    ("json-schema-formats", "idn", Code::Mapped, 6, "full stops other than U+002E"),
    ("json-schema-formats", "idn-email", Code::Mapped, 1, "UTS 46 composes a character"),
    ("json-schema-formats", "idn-email", Code::NotAscii, 6, "SmtpUTF8Mailbox (RFC 9598) holds it, rfc822Name does not"),
    ("json-schema-formats", "idn-email", Code::WhiteSpace, 1, "U+0085"),
    ("json-schema-formats", "ipv6", Code::Ipv4Mapped, 1, "one address, one form"),
    ("json-schema-formats", "uri", Code::NumericLastLabel, 2, "RFC 3986 takes it for a registered name; it is not a host name"),
    ("mozilla-pkix", "dns-reference", Code::Hyphen, 14, "RFC 1034 3.5; allowed in reference names only"),
    ("mozilla-pkix", "dns-reference", Code::ALabel, 4, "xn--a is U+0080, which UTS 46 does not allow"),
    ("mozilla-pkix", "dns-reference", Code::ReservedLabel, 2, "RFC 5890 2.3.1"),
    ("mozilla-pkix", "dns-reference", Code::TrailingDot, 3, "allowed in reference names only"),
    ("mozilla-pkix", "dns-reference", Code::Underscore, 7, "RFC 1034 3.5; Mozilla bows to practice"),
    ("mozilla-pkix", "dns-san", Code::ALabel, 4, "xn--a is U+0080, which UTS 46 does not allow"),
    ("mozilla-pkix", "dns-san", Code::ReservedLabel, 2, "RFC 5890 2.3.1"),
    ("mozilla-pkix", "dns-san", Code::Underscore, 7, "RFC 1034 3.5; Mozilla bows to practice"),
    ("rustls-pki-types", "dns", Code::TrailingDot, 2, "a reference name"),
    ("rustls-pki-types", "dns", Code::Underscore, 2, "RFC 1034 3.5; rustls bows to practice"),
];

/// Names that the source refuses and we accept: source, kind, the names, why.
#[rustfmt::skip]
const ACCEPTED: &[(&str, &str, &[&str], &str)] = &[
    ("go-x509", "dns-reference", &["*.example.com"], "a wildcard is for certificates"),
    ("json-schema-formats", "dns", &[
        "xn--07jt112bpxg.xn--9t4b11yi5a", "xn--07jceefgh4c", "xn--chb89f",
    ], "IDNA 2008 disallows these letters (RFC 5892 2.6), UTS 46 does not"),
    ("json-schema-formats", "dns", &[
        "xn--al-0ea", "xn--l-fda", "xn--la-0ea", "xn--l-gda", "xn--S-jib3p", "xn--wva3j",
        "xn--5db1e", "xn--5db3e", "xn--defabc-k64e", "xn--vek",
    ], "UTS 46 leaves out the rules of RFC 5892 Appendix A.3 to A.7"),
    ("json-schema-formats", "idn", &["xn--7a"], "A-labels are held to UTS 46 alone"),
    ("mozilla-pkix", "dns-reference", &["*.a", "*.a.b", "*.a.b.c"], "a wildcard is for certificates"),
    ("mozilla-pkix", "dns-reference", &["ĕ.com", "İ", "ı"], "U-labels become A-labels"),
    ("mozilla-pkix", "dns-san", &["*.a"], "who may have a wildcard under one label is for the CA to say"),
    ("mozilla-pkix", "dns-san", &["ĕ.com", "İ", "ı"], "U-labels become A-labels"),
    ("mozilla-pkix", "ipv6", &["::"], "the unspecified address is an address (RFC 4291 2.5.2)"),
];

/// How many names each list has, so that none is passed over.
const NAMES: &[(&str, usize)] = &[
    ("go-x509", 50),
    ("idna-uts46", 6391),
    ("json-schema-formats", 286),
    ("mozilla-pkix", 427),
    ("rustls-pki-types", 97),
];

#[test]
fn we_differ_from_others_only_where_we_say_so() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/names");
    if !directory.is_dir() {
        skip::skipped("no lists of names in ../shared/names");
        return;
    }
    let read = |(source, count): &(&'static str, usize)| {
        let path = directory.join(source).with_extension("tsv");
        (*source, *count, fs::read_to_string(path).unwrap())
    };
    let lists: Vec<_> = NAMES.iter().map(read).collect();
    let mut refused = BTreeMap::new();
    let mut accepted = Vec::new();
    for (source, count, list) in &lists {
        let cases: Vec<Case<'_>> = list.lines().filter_map(Case::parse).collect();
        assert_eq!(cases.len(), *count, "{source}");
        for case in &cases {
            match (case.source_accepts, case.verdict()) {
                (true, Err(rule)) => *refused.entry((*source, case.kind, rule)).or_insert(0) += 1,
                (false, Ok(())) => accepted.push((*source, case.kind, case.text.clone().unwrap())),
                (true, Ok(())) | (false, Err(_)) => {}
            }
        }
    }
    let expected: BTreeMap<_, _> = REFUSED
        .iter()
        .map(|(source, kind, rule, count, _)| ((*source, *kind, *rule), *count))
        .collect();
    assert_eq!(refused, expected);

    let mut expected: Vec<_> = ACCEPTED
        .iter()
        .flat_map(|(source, kind, names, _)| {
            names.iter().map(|name| (*source, *kind, (*name).to_owned()))
        })
        .collect();
    accepted.sort();
    expected.sort();
    assert_eq!(accepted, expected);
}

#[test]
fn a_labels_are_those_of_the_unicode_consortium() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/names/idna-uts46.tsv");
    let Ok(list) = fs::read_to_string(list) else {
        skip::skipped("no ../shared/names/idna-uts46.tsv");
        return;
    };
    let mut compared = 0;
    for case in list.lines().filter_map(Case::parse) {
        let Some(Ok(name)) = case.text.as_deref().map(GeneralName::dns) else { continue };
        let (_, expected) = case.context.split_once("toASCII=\"").unwrap();
        let (expected, _) = expected.split_once('"').unwrap();
        assert!(name.value().eq_ignore_ascii_case(expected), "{:?}", case.text);
        compared += 1;
    }
    assert_eq!(compared, 310);
}

/// A line of a list: kind, name, verdict of the source, context.
struct Case<'a> {
    kind: &'a str,
    /// Nothing where the bytes are not UTF-8, which the list writes as lone surrogates.
    text: Option<String>,
    source_accepts: bool,
    context: &'a str,
}

impl<'a> Case<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        let mut fields = line.splitn(4, '\t');
        let kind = fields.next().unwrap();
        let text = json_string(fields.next().unwrap());
        let source_accepts = match fields.next().unwrap() {
            "valid" => true,
            "invalid" => false,
            other => panic!("verdict {other}"),
        };
        Some(Self { kind, text, source_accepts, context: fields.next().unwrap() })
    }

    /// Our verdict, with the rule that decided against the name.
    fn verdict(&self) -> Result<(), Code> {
        let text = self.text.as_deref().ok_or(Code::NotUtf8)?;
        let (name_type, len) = match self.kind {
            "dns" | "dns-san" | "dns-reference" | "idn" => (GeneralNameType::DnsName, None),
            "email" | "idn-email" => (GeneralNameType::Rfc822Name, None),
            "ipv4" => (GeneralNameType::IpAddress, Some(4)),
            "ipv6" => (GeneralNameType::IpAddress, Some(16)),
            "uri" => (GeneralNameType::Uri, None),
            other => panic!("kind {other}"),
        };
        let name = GeneralName::new(name_type, text).map_err(|error| error.code())?;
        assert_eq!(name.name_type(), name_type, "{text}");
        match len {
            Some(len) if name.content().len() != len => Err(Code::IpAddressLength),
            _ => Ok(()),
        }
    }
}

/// The text of a JSON string, if it is one of Unicode.
fn json_string(json: &str) -> Option<String> {
    let inside = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap();
    let mut units = Vec::new();
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        let character = match character {
            '\\' => match characters.next().unwrap() {
                'u' => {
                    let digits: String = characters.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap());
                    continue;
                }
                'b' => '\u{8}',
                'f' => '\u{C}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                itself @ ('"' | '\\' | '/') => itself,
                other => panic!("escape {other}"),
            },
            _ => character,
        };
        units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16(&units).ok()
}

//! Each rule, with a request that breaks it and one that just does not.

use super::keys::{hex, info_of_names, with_rsa};
use super::{meaning, rfc, *};

type Make = fn() -> Vec<u8>;

fn changed(change: impl FnOnce(&mut Node)) -> Vec<u8> {
    let mut info = good_info();
    change(&mut info);
    sign(&info).encode()
}

fn host(name: &str) -> Vec<u8> {
    let name = GeneralName::dns(name);
    sign_request(&Request::builder().subject_alt_name(name).build().unwrap())
}

fn hosts(count: usize) -> Vec<u8> {
    let names = (0..count).map(|index| leaf(0x82, format!("{index}.org").as_bytes()));
    changed(|info| set_names(info, names.collect::<Vec<_>>()))
}

/// A request with a CN, for a name if there is one.
fn named(common_name: &str, name: Option<&str>) -> Vec<u8> {
    let subject = DistinguishedName::builder().common_name(common_name);
    let names = name.map(GeneralName::dns);
    sign_request(&Request::builder().subject(subject).subject_alt_names(names).build().unwrap())
}

fn name(tag: u8, value: &[u8]) -> Vec<u8> {
    changed(|info| set_names(info, [leaf(tag, value)]))
}

fn sid_name(identifier: &str) -> Vec<u8> {
    let value = node(0xA0, [leaf(0x0C, b"S-1-5-18")]);
    changed(|info| set_names(info, [node(0xA0, [oid(identifier), value])]))
}

fn country(code: &[u8]) -> Vec<u8> {
    changed(|info| info.at(&[1, 0, 0, 1]).set(code))
}

/// Another value of O.
fn organization(value: &str) -> Vec<u8> {
    changed(|info| *info.at(&[1, 1, 0, 1]) = leaf(0x0C, value.as_bytes()))
}

fn ask(identifier: &str, value: &[u8]) -> Vec<u8> {
    let mut info = info_of_names();
    info.at(&EXTENSIONS).nodes().push(extension(identifier, false, value));
    sign(&info).encode()
}

fn purposes(names: &str) -> Vec<u8> {
    ask("2.5.29.37", Extension::from(names.parse::<ExtendedKeyUsage>().unwrap()).value())
}

fn usages(names: &str) -> Vec<u8> {
    ask("2.5.29.15", Extension::from(names.parse::<KeyUsage>().unwrap()).value())
}

fn key(algorithm: &[&str], len: usize) -> Vec<u8> {
    let mut info = info_of_names();
    let identifiers = algorithm.iter().map(|text| oid(text)).collect::<Vec<_>>();
    let point = [&[0, 4][..], &vec![1; len]].concat();
    info.nodes()[2] = node(0x30, [node(0x30, identifiers), leaf(0x03, &point)]);
    sign(&info).encode()
}

fn curve(identifier: &str, len: usize) -> Vec<u8> {
    key(&["1.2.840.10045.2.1", identifier], len)
}

/// RSA keys of 1024 bits and of 2056, which no small prime divides.
fn rsa_of(bytes: usize) -> Vec<u8> {
    with_rsa(&[&[0x80][..], &vec![0; bytes - 2], &[0x0B]].concat(), &[1, 0, 1])
}

fn sound() -> Vec<u8> {
    with_rsa(&hex(SOUND), &[1, 0, 1])
}

/// Another value of the attribute challengePassword.
fn attribute_value(value: Node) -> Vec<u8> {
    changed(|info| *info.at(&[3, 0, 1, 0]) = value)
}

/// A statementOfPossession, in a request for a key.
fn possession(value: Node, algorithm: Option<&str>) -> Vec<u8> {
    let mut info = info_of_names();
    if let Some(algorithm) = algorithm {
        info.nodes()[2] = node(0x30, [node(0x30, [oid(algorithm)]), leaf(0x03, &[0; 33])]);
    }
    let attribute = node(0x30, [oid("1.3.6.1.4.1.22112.2.1"), node(0x31, [value])]);
    info.at(&[3]).nodes().push(attribute);
    sign(&info).encode()
}

fn statement() -> Node {
    let common_name = node(0x30, [oid("2.5.4.3"), leaf(0x0C, b"ca")]);
    let issuer = node(0x30, [node(0x31, [common_name])]);
    node(0x30, [node(0x30, [issuer, leaf(2, &[1])])])
}

fn digest(algorithm: &str) -> Vec<u8> {
    let mut whole = sign(&good_info());
    *whole.at(&[1, 0]) = oid(algorithm);
    whole.encode()
}

const ED25519: &str = "1.3.101.112";
const TEMPLATE: &str = "1.3.6.1.4.1.311.20.2";

/// The rules that the tables of [`meaning`] and [`rfc`] do not have: what breaks them, and what just
/// does not.
const PAIRS: &[(&str, Make, Make)] = &[
    (
        "time-encoding",
        || attribute_value(leaf(0x17, b"2601010000Z")),
        || attribute_value(leaf(0x17, b"260101000000Z")),
    ),
    (
        "set-unsorted",
        || attribute_value(node(0x31, [leaf(0x0C, b"a"), leaf(2, &[1])])),
        || attribute_value(node(0x31, [leaf(2, &[1]), leaf(0x0C, b"a")])),
    ),
    ("country-unassigned", || country(b"UK"), || country(b"GB")),
    ("invisible-character", || organization("a\u{200B}b"), || organization("a b")),
    ("rsa-key-size", || rsa_of(128), || rsa_of(256)),
    ("rsa-exponent", || with_rsa(&hex(SOUND), &[1]), || with_rsa(&hex(SOUND), &[3])),
    ("rsa-exponent-small", || with_rsa(&hex(SOUND), &[0xFF, 0xFF]), sound),
    ("rsa-small-factor", || with_rsa(&[0xFF; 256], &[1, 0, 1]), sound),
    ("rsa-close-primes", || with_rsa(&hex(CLOSE_PRIMES), &[1, 0, 1]), sound),
    ("rsa-roca", || with_rsa(&hex(ROCA), &[1, 0, 1]), sound),
    ("ec-key-size", || curve("1.2.840.10045.3.1.1", 48), || curve("1.3.132.0.33", 56)),
    (
        "possession-statement",
        || possession(leaf(5, &[]), Some("1.3.101.110")),
        || possession(statement(), Some("1.3.101.110")),
    ),
    (
        "possession-usage",
        || possession(statement(), None),
        || possession(statement(), Some("1.3.101.110")),
    ),
    ("public-rsa-size", || rsa_of(257), || rsa_of(384)),
    ("public-rsa-exponent", || with_rsa(&hex(SOUND), &[1, 0, 3]), sound),
    ("public-curve", || curve("1.3.132.0.10", 64), || curve("1.3.132.0.34", 96)),
    ("public-curve-p521", || curve("1.3.132.0.35", 132), || curve("1.3.132.0.34", 96)),
    ("public-key-algorithm", || key(&[ED25519], 31), || curve("1.3.132.0.34", 96)),
    (
        "public-signature-algorithm",
        || digest("1.2.840.10045.4.3.1"),
        || digest("1.2.840.10045.4.3.2"),
    ),
    ("san-type", || name(0x81, b"root@rust-lang.org"), || name(0x82, b"rust-lang.org")),
    ("name-dropped", || name(0x88, &[0x88, 0x37, 1]), || name(0x86, b"x://rust-lang.org")),
    ("no-host-name", || named("A Person", None), || named("rust-lang.org", None)),
    ("too-many-names", || hosts(101), || hosts(100)),
    ("cn-ip-address", || named("8.8.8.8", None), || named("8.8.8.org", None)),
    (
        "cn-not-in-san",
        || named("rust-lang.org", Some("www.rust-lang.org")),
        || named("rust-lang.org", Some("RUST-LANG.org")),
    ),
    ("one-label-name", || host("bmc-7"), || host("bmc-7.org")),
    ("too-many-labels", || host("a.b.c.d.e.f.g.h.i.j.org"), || host("*.b.c.d.e.f.g.h.i.j.org")),
    ("top-level-domain", || host("a.b2"), || host("a.br")),
    ("wildcard-too-wide", || host("*.com"), || host("*.rust-lang.com")),
    #[cfg(feature = "public-suffix")]
    ("public-suffix", || host("co.uk"), || host("rust-lang.co.uk")),
    ("internal-name", || host("printer.local"), || host("local.org")),
    ("special-use-name", || host("example.com"), || host("myexample.com")),
    ("reserved-address", || name(0x87, &[10, 0, 0, 1]), || name(0x87, &[11, 0, 0, 1])),
    (
        "organizational-unit",
        || changed(|info| *info.at(&[1, 1, 0, 0]) = oid("2.5.4.11")),
        || organization("ACME"),
    ),
    ("placeholder-value", || organization("-"), || organization("-a")),
    ("public-country", || country(b"UK"), || country(b"GB")),
    (
        "must-staple",
        || ask("1.3.6.1.5.5.7.1.24", &[0x30, 3, 2, 1, 5]),
        || ask("1.3.6.1.5.5.7.1.24", &[0x30, 3, 2, 1, 17]),
    ),
    ("public-client-auth", || purposes("serverAuth,clientAuth"), || purposes("serverAuth")),
    ("public-purpose", || purposes("1.2.3"), || purposes("serverAuth,1.2.3")),
    (
        "public-ca-certificate",
        || ask("2.5.29.19", &[0x30, 3, 1, 1, 0xFF]),
        || ask("2.5.29.19", &[0x30, 0]),
    ),
    (
        "public-key-usage",
        || usages("digitalSignature,nonRepudiation"),
        || usages("digitalSignature,keyAgreement"),
    ),
    ("reverse-zone", || host("7.in-addr.arpa"), || host("in-addr.arpa.org")),
    ("ad-cs-no-template", || host("a.org"), || ask(TEMPLATE, &[0x1E, 2, 0, b'W'])),
    ("ad-cs-key-algorithm", || key(&[ED25519], 31), || host("a.org")),
    ("ad-cs-key-size", || rsa_of(128), || rsa_of(256)),
    ("ad-cs-no-subject", || host("a.org"), || named("a.org", Some("a.org"))),
    (
        "ad-cs-security-identifier",
        || {
            let sid: Extension = "S-1-5-18".parse::<SecurityIdentifier>().unwrap().into();
            ask("1.3.6.1.4.1.311.25.2", sid.value())
        },
        || ask("1.3.6.1.4.1.311.25.3", &[5, 0]),
    ),
    (
        "ad-cs-sid-other-name",
        || sid_name("1.3.6.1.4.1.311.25.2"),
        || sid_name("1.3.6.1.4.1.311.25.3"),
    ),
    (
        "ad-cs-template-string",
        || ask(TEMPLATE, &[0x0C, 1, b'W']),
        || ask(TEMPLATE, &[0x1E, 2, 0, b'W']),
    ),
    ("lxca-purposes", || purposes("serverAuth"), || purposes("serverAuth,clientAuth")),
    (
        "lxca-key-usage",
        || usages("digitalSignature,keyEncipherment"),
        || usages("digitalSignature,keyEncipherment,keyAgreement"),
    ),
    ("lxca-purposes-missing", || host("a.org"), || purposes("serverAuth,clientAuth")),
    ("lxca-limit", || organization(&"a".repeat(61)), || organization(&"a".repeat(60))),
    ("lxca-country", || country(b"ZQ"), || country(b"DE")),
    ("lxca-key", || rsa_of(512), || rsa_of(384)),
];

/// What breaks the rule of this id, and what just does not: of a fault that is made in the good request,
/// the good request.
fn pair(id: &str) -> Option<[Vec<u8>; 2]> {
    if let Some((_, breaks, spares)) = PAIRS.iter().find(|(of, ..)| *of == id) {
        return Some([breaks(), spares()]);
    }
    let is_of = |(_, expected, _): &&rfc::Case| expected.contains(&id);
    if let Some(at) = meaning::CASES.iter().position(|case| is_of(&case)) {
        let (before, after) = meaning::CASES.split_at(at);
        let spares = after.iter().chain(before.iter().rev()).find(|case| case.1.is_empty());
        return Some([after[0].2, spares?.2].map(|change| changed(change)));
    }
    let good = sign(&good_info());
    if let Some((.., change)) = rfc::OF_INFO.iter().find(is_of) {
        return Some([changed(change), good.encode()]);
    }
    let (.., change) = rfc::OF_REST.iter().find(is_of)?;
    let mut broken = good.clone();
    change(&mut broken);
    Some([broken, good].map(|whole| whole.encode()))
}

/// The rules that a request breaks, by those of a group on a day. One for the same fact as another is
/// found where that is ignored.
fn broken(request: &[u8], rule: &Rule, day: Date) -> Vec<&'static Rule> {
    let policy = Policy::new(&[rule.group()], day);
    let policy = match rule.code() {
        Code::AdCsKeySize => policy.ignoring(&[Code::RsaKeySize]),
        Code::NameDropped => policy.ignoring(&[Code::SanType]),
        _ => policy,
    };
    let found = lint(&Inspection::read(request).unwrap(), &policy);
    let rules = found.iter().map(Finding::rule);
    rules.filter(|found| found.code() == rule.code()).collect()
}

#[test]
fn each_rule_has_a_request_that_breaks_it_and_one_that_just_does_not() {
    for (id, ..) in PAIRS {
        assert!(Rule::code_of(id).is_ok(), "unknown rule {id}");
    }
    for rule in Rule::all() {
        let id = rule.code().as_str();
        if id == "public-suffix" && !cfg!(feature = "public-suffix")
            || id == "disallowed-label" && !cfg!(feature = "idn")
        {
            continue;
        }
        let [breaks, spares] = pair(id).unwrap_or_else(|| panic!("no request breaks {id}"));
        let in_force = if rule.is_in_force(day()) { day() } else { rule.from().unwrap() };
        assert!(broken(&breaks, rule, in_force).contains(&rule), "{id} is not broken");
        assert!(broken(&spares, rule, in_force).is_empty(), "{id} is not spared");
        let days = (0..).map(|day| Date::from_unix_time(day * 86_400));
        let before = rule.from().and_then(|from| days.take_while(|day| *day < from).last());
        for day in before.into_iter().chain(rule.until()) {
            assert!(!broken(&breaks, rule, day).contains(&rule), "{id} {day}");
        }
    }
}

/// What the page says before the rules.
const PREFACE: &str = "\
The rules of [`lint`](crate::lint()), made from [`Rule::all`](crate::lint::Rule::all) by a test. The request below
each rule breaks it, and perhaps others; give it to `csr lint --for GROUP FILE`.

Not checked: keys of Debian's OpenSSL of 2006 to 2008 (BR 6.1.1.3, CVE-2008-0166). Their lists are large, and no
well-kept crate has them.
";

fn described(rule: &Rule) -> String {
    let day =
        |word: &str, day: Option<Date>| day.map_or(String::new(), |day| format!(", {word} {day}"));
    let (from, until) = (day("from", rule.from()), day("until", rule.until()));
    let sources = rule.sources().iter().map(|source| {
        let version = source.version().map_or(String::new(), |version| format!(" ({version})"));
        let section = source.section().map_or(String::new(), |section| format!(", {section}"));
        format!("{}{version}{section}", source.document())
    });
    let sources = sources.collect::<Vec<_>>().join("; ");
    let (group, severity) = (rule.group(), rule.severity());
    // Not as links.
    let advice = rule.advice().replace('[', "\\[").replace(']', "\\]");
    format!("* {group}, {severity}{from}{until}. Source: {sources}. Advice: {advice}.\n")
}

#[test]
fn the_page_on_the_rules_is_that_of_the_table() {
    if !cfg!(all(feature = "public-suffix", feature = "idn")) {
        return crate::skip::skipped("needs the features public-suffix and idn");
    }
    let mut page = PREFACE.to_owned();
    for rules in Rule::all().chunk_by(|a, b| a.code() == b.code()) {
        let code = rules[0].code();
        page += &format!("\n# {code}\n\n{}\n\n", code.meaning());
        page.extend(rules.iter().map(described));
        let request = Inspection::read(&pair(code.as_str()).unwrap()[0]).unwrap();
        page += &format!("\n```text\n{}```\n", request.to_pem());
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules.md");
    if std::env::var_os("UPDATE_SENTENCES").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == page, "src/lint/rules.md is stale; UPDATE_SENTENCES=1 writes it anew");
}

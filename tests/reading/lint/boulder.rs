//! Our verdict on names beside that of Boulder, Let's Encrypt's CA: policy/pa_test.go
//! (TestWillingToIssue, TestWillingToIssueWildcard) and policy/pa.go (ValidDomain), and for addresses
//! BR 4.2.2 with IANA's registries. What only a block list of the operator refuses is left out.

use super::*;

/// A name, whether Boulder issues for it, the errors that we have, and where that differs, why.
type Verdict = (&'static str, bool, &'static [&'static str], &'static str);

const VERDICTS: &[Verdict] = &[
    ("", false, &["dns-name-syntax"], ""),
    ("zomb!.com", false, &["dns-name-syntax"], ""),
    ("emailaddress@myseriously.present.com", false, &["dns-name-syntax"], ""),
    ("zömbo.com", false, &["dns-name-syntax"], ""),
    ("127.0.0.1", false, &["dns-name-syntax"], ""),
    ("fe80::1:1", false, &["dns-name-syntax"], ""),
    ("[2001:db8::7348]:443", false, &["dns-name-syntax"], ""),
    ("2001:db8::/32", false, &["dns-name-syntax"], ""),
    ("a.b.c.d.e.f.g.h.i.j.k", false, &["too-many-labels", "top-level-domain"], ""),
    (
        "www.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
        false,
        &["dns-name-syntax"],
        "",
    ),
    ("www.-ombo.com", false, &["dns-name-syntax"], ""),
    ("www.zomb-.com", false, &["dns-name-syntax"], ""),
    ("xn--.net", false, &["dns-name-syntax"], ""),
    ("-.net", false, &["dns-name-syntax"], ""),
    ("---.net", false, &["dns-name-syntax"], ""),
    ("0", false, &["dns-name-syntax"], ""),
    ("*", false, &["dns-name-syntax"], ""),
    ("**", false, &["dns-name-syntax"], ""),
    ("*.*", false, &["dns-name-syntax"], ""),
    ("zombo*com", false, &["dns-name-syntax"], ""),
    ("*.com", false, &["wildcard-too-wide"], ""),
    ("a..a", false, &["dns-name-syntax"], ""),
    ("..a", false, &["dns-name-syntax"], ""),
    (".", false, &["dns-name-syntax"], ""),
    ("www.zombo.com.", false, &["dns-name-syntax"], ""),
    ("www.zombo_com.com", false, &["dns-name-syntax"], ""),
    ("\u{FEFF}www.zombo.com", false, &["dns-name-syntax"], ""),
    ("www.zom\u{202E}bo.com", false, &["dns-name-syntax"], ""),
    ("zombocom", false, &["one-label-name"], ""),
    ("localhost", false, &["internal-name", "one-label-name"], ""),
    ("example.acting", false, &["top-level-domain"], ""),
    ("example.internal", false, &["internal-name"], ""),
    ("www.zombo.163", false, &["dns-name-syntax"], ""),
    ("xn--109-3veba6djs1bfxlfmx6c9g.xn--f1awi.xn--p1ai", false, &["dns-name-syntax"], ""),
    ("bq--abwhky3f6fxq.jakacomo.com", false, &["dns-name-syntax"], ""),
    ("h---test.hk2yz.org", false, &["dns-name-syntax"], ""),
    ("www.xn--m.com", false, &["dns-name-syntax"], ""),
    ("co.uk", false, &["public-suffix"], ""),
    ("foo.bd", false, &[], "the list of public suffixes of that time had *.bd, today's has not"),
    ("ok.*.whatever.*.example.com", false, &["dns-name-syntax"], ""),
    ("ok.*.whatever.example.com", false, &["dns-name-syntax"], ""),
    ("*.ok.madeup", false, &["top-level-domain"], ""),
    (
        "CapitalizedLetters.com",
        false,
        &[],
        "csr/csr.go writes names in lower case before they are looked at",
    ),
    ("www.xn--mnich-kva.com", true, &[], ""),
    ("xn--example--3bhk5a.xn--p1ai", true, &[], ""),
    ("lowvalue.website1.org", true, &[], ""),
    ("website4.sucks", true, &[], ""),
    ("unrelated.com", true, &[], ""),
    ("www.8675309.com", true, &[], ""),
    ("8675309.com", true, &[], ""),
    ("web5ite2.com", true, &[], ""),
    ("www.web-site2.com", true, &[], ""),
    ("*.everything.is.possible.at.zombo.com", true, &[], ""),
    ("*.lowvalue.letsdecrypt.org", true, &[], ""),
    ("IP:10.0.0.1", false, &["reserved-address"], ""),
    ("IP:192.31.196.1", false, &["reserved-address"], ""),
    ("IP:192.175.48.1", false, &["reserved-address"], ""),
    ("IP:224.0.0.1", false, &["reserved-address"], ""),
    ("IP:8.8.8.8", true, &[], ""),
    ("IP:64:ff9b::1", false, &["reserved-address"], ""),
    ("IP:100:0:0:1::1", false, &["reserved-address"], ""),
    ("IP:2620:4f:8000::1", false, &["reserved-address"], ""),
    ("IP:2001:db8::1", false, &["reserved-address"], ""),
    ("IP:fc00::1", false, &["reserved-address"], ""),
    ("IP:2606:4700::1111", true, &[], ""),
];

#[test]
fn names_are_refused_where_boulder_refuses_them_or_it_is_said_why_not() {
    let mut wrong = Vec::new();
    for (name, boulder_issues, expected, difference) in VERDICTS {
        let mut info = good_info();
        info.at(&[1]).nodes().clear();
        info.at(&EXTENSIONS).nodes().truncate(1);
        set_names(
            &mut info,
            [match name.strip_prefix("IP:").map(|address| address.parse().unwrap()) {
                Some(std::net::IpAddr::V4(address)) => leaf(0x87, &address.octets()),
                Some(std::net::IpAddr::V6(address)) => leaf(0x87, &address.octets()),
                None => leaf(0x82, name.as_bytes()),
            }],
        );
        let mut found = findings(&sign(&info).encode(), &[Group::PublicCa]);
        found.retain(|finding| finding.rule().severity() == Severity::Error);
        let is_same = found.is_empty() == *boulder_issues;
        if ids(&found) != *expected || is_same != difference.is_empty() {
            wrong.push((name, boulder_issues, ids(&found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

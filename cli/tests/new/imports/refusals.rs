//! Files that are refused, each fault with its line.

use super::*;

#[test]
fn a_wrong_file_is_refused_with_its_line() {
    let req = "[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = a\n";
    let cases = [
        (".include other.cnf\n[req]\n".to_owned(), "req.cnf:1: .include is not read"),
        (format!("{req}OU = $ENV::HOME\n"), "req.cnf:6: $ENV::HOME is not read"),
        (
            format!("{req}[v]\nv = ${{ENV::HOME}}\n[dn]\nOU = a$(v::v)\n"),
            "req.cnf:9: $ENV::HOME is not read",
        ),
        (format!("{req}[req]\ndefault_bits = $ENV::BITS\n"), "req.cnf:7: $ENV::BITS is not read"),
        ("[req]\ndistinguished_name = $ENV::X\n".into(), "req.cnf:2: $ENV::X is not read"),
        (
            "[req]\ndistinguished_name = dn\n[dn]\nCN = a\nCN_default = $ENV::X\n".into(),
            "req.cnf:5: $ENV::X is not read",
        ),
        (
            format!(".pragma dollarid:true\n{req}"),
            "req.cnf:1: .pragma is not read: it changes how the file is read",
        ),
        (
            format!("{req}[req]\nstring_mask = MASK:16\n"),
            "req.cnf:7: string_mask: MASK:16 allows no string type of a name",
        ),
        (format!("{req}OU = ${{a\n"), "req.cnf:6: $a has no closing }"),
        (format!("{req}OU = $a\na = $OU\n"), "req.cnf:6: $a has no value above this line"),
        (format!("{req}OU = \0\n"), "req.cnf:6: contains a control character"),
        (format!("{req}nothing\n"), "req.cnf:6: is not a [section] and has no ="),
        (format!("{req}[next\n"), "req.cnf:6: has no ] behind the name of a section"),
        (
            "[req]\ndistinguished_name = dn\n".into(),
            "req.cnf:2: distinguished_name: there is no section [dn]",
        ),
        (format!("{req}2.5.4.97 = a\n"), "req.cnf:6: 5.4.97: unknown attribute type"),
        (
            format!("{req}drink = a\n"),
            "req.cnf:6: drink: unknown attribute type; expected a name such as commonName, one of oid_section, or an object identifier behind 0., such as 0.2.5.4.97",
        ),
        (format!("{req}C = us\n"), "req.cnf:6: C \"us\" is in lower case"),
        (format!("oid_file = ids\n{req}"), "req.cnf:1: oid_file is not read"),
        (format!("{req}[req]\noid_file = ids\n"), "req.cnf:7: oid_file is not read"),
        (
            format!("{req}[req]\nstring_mask = utf8\n"),
            "req.cnf:7: string_mask: unknown value \"utf8\"",
        ),
        (
            format!(
                "{req}[req]\nreq_extensions = e\n[e]\nsubjectAltName = DNS:b.example,DNS:a_b\n"
            ),
            "req.cnf:9: --san[1]: dNSName \"a_b\" contains \"_\"",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\nkeyUsage = critical, serverAuth\n"),
            "req.cnf:9: --key-usage: keyUsage \"serverAuth\" contains",
        ),
        (
            format!(
                "{req}[req]\nreq_extensions = e\n[e]\nsubjectAltName = DNS:b.example, a.example\n"
            ),
            "req.cnf:9: subjectAltName: \"a.example\" has no type; expected one of DNS, IP",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\nsubjectAltName = a.example:1\n"),
            "req.cnf:9: --san[0]: name \"a.example:1\" has the unknown prefix \"a.example\"",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\nsubjectAltName = DER:3000\n"),
            "req.cnf:9: subjectAltName: names are not read from DER; expected names such as DNS:a.example",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\n2.5.29.17 = ASN1:UTF8:a\n"),
            "req.cnf:9: 2.5.29.17: names are not read from ASN1",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\nkeyusage = digitalSignature\n"),
            "req.cnf:9: keyusage: unknown extension; did you mean \"keyUsage\"?",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\nsubjectAltNames = DNS:a\n"),
            "req.cnf:9: subjectAltNames: unknown extension; did you mean \"subjectAltName\"?",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\n2.5.29.17 = DNS:a\n"),
            "req.cnf:9: 2.5.29.17: unknown extension; did you mean \"subjectAltName\"?",
        ),
        (
            format!("{req}[req]\nreq_extensions = e\n[e]\n2.999.1 = ASN1:SEQUENCE:x\n"),
            "req.cnf:9: 2.999.1: this ASN1 value is not read",
        ),
    ];
    for (content, expected) in cases {
        let error = refused("req.cnf", &content);
        assert!(error.starts_with(expected), "{content}: {error}");
        assert_eq!(error.matches("\nreq.cnf:").count(), 0, "{content}: {error}");
    }
    let error = refused(
        "a.cnf",
        format!("{req}[req]\nreq_extensions = e\n[e]\nsubjectAltName = a.example\n"),
    );
    assert!(error.ends_with("\nhint: DNS:a.example\n"), "{error}");
    let (_, notes) =
        made("a.cnf", format!("RANDFILE = $ENV::HOME/.rnd\n{req}"), &["--san", "DNS:a"]);
    assert!(notes.contains("a.cnf:1: RANDFILE: not used; $ENV::HOME is not read\n"), "{notes}");
}

#[test]
fn a_wrong_inf_or_cfssl_file_is_refused_with_its_line() {
    let inf = "[NewRequest]\nSubject = \"CN=a.example\"\n";
    let cases = [
        ("[NewRequest\n[NewRequest]\n".to_owned(), ":1: has no ] behind the name of a section"),
        (format!("{inf}nothing\n"), ":3: is not a [section] and has no ="),
        (format!("a = b\n{inf}"), ":1: stands above the first [section]"),
        ("[NewRequest]\nSubject = \"CN=a,C=us\"\n".into(), ":2: Subject \"us\" is in lower case"),
        ("[NewRequest]\nSubject = \"CN=a,nothing\"\n".into(), ":2: Subject: attribute type"),
        (format!("{inf}KeyUsage = 0x10000\n"), ":3: KeyUsage: 0x10000 is not read"),
        (
            format!("{inf}[Extensions]\n2.5.29.17 = \"{{text}}guid=x\"\n"),
            ":4: subjectAltName: guid is not read",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.17 = \"{{text}}dns=a&dns=a_b\"\n"),
            ":4: --san[1]: dNSName \"a_b\"",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.17 = MAuCCWEuZXhhbXBsZQ==\n"),
            ":4: 2.5.29.17: \"MAuCCWEuZXhhbXBsZQ==\" is not read; expected \"{text}dns=NAME",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.17 = \"{{utf8}}dns=a.example\"\n"),
            ":4: 2.5.29.17: \"{utf8}dns=a.example\" is not read",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.17 = \"dns=a&dns=b\"\n"),
            ":4: 2.5.29.17: \"dns=a&dns=b\" is not read",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.15 = \"{{text}}digitalSignature\"\n"),
            ":4: 2.5.29.15: \"{text}digitalSignature\" is not read; expected KeyUsage = 0xa0",
        ),
        (
            format!("{inf}[Extensions]\n2.5.29.19 = \"{{text}}ca=x\"\n"),
            ":4: basicConstraints: ca=x is not read",
        ),
        (
            format!("{inf}[BasicConstraintsExtension]\nx = 1\n"),
            ":3: basicConstraints: x=1 is not read",
        ),
        (
            format!("{inf}[Extensions]\n2.999.1 = AwI\n"),
            ":4: --extension: extension \"2.999.1=0302\"",
        ),
        (format!("{inf}[Extensions]\n2.999.1 = a b!\n"), ":4: 2.999.1: \"a b!\" is not read"),
        ("{\"hosts\":\n [\"a.example\",\n \"a_b\"]}".into(), ":3: --san[1]: dNSName \"a_b\""),
        (
            "{\"hosts\": [\"a.example\",\n\"fe80::1%eth0\"]}".into(),
            ":2: --san[1]: iPAddress \"fe80::1%eth0\" has a zone",
        ),
        ("{\"hosts\": [1]}".into(), ":1: hosts: expected strings"),
        ("{\"CN\": \"a\",\n\"names\": [{\"C\": \"us\"}]}".into(), ":2: C \"us\" is in lower case"),
        (
            "{\"CN\": \"a\",\n\"names\": {\"C\":\"US\"}}".into(),
            ":2: names: expected an array of objects",
        ),
        ("{\"CN\": \"a\",\n\"names\": [\n\"C\"]}".into(), ":3: names: expected an object"),
        ("{\"CN\": \"a\",\n\"CN\": \"b\"}".into(), ":2: CN: is there twice"),
        ("{\"CN\": \"a\",\n\"cn\": \"b\"}".into(), ":2: CN: is there twice"),
        ("{\"names\": [{\"C\": \"US\",\n\"C\": \"DE\"}]}".into(), ":2: names: C: is there twice"),
        ("{\"CN\": \"a\",\n\"key\": \"rsa\"}".into(), ":2: key: expected an object"),
        (
            "{\"key\": {\"algo\": \"rsa\",\n\"size\": \"2048\"}}".into(),
            ":2: key: size: expected a number",
        ),
        (
            "{\"CN\": \"a\", \"ca\": {\"pathlen\": \"1\"}}".into(),
            ":1: ca: pathlen: expected a number",
        ),
    ];
    for (content, expected) in cases {
        let error = refused("file", &content);
        assert!(error.starts_with(&format!("file{expected}")), "{content}: {error}");
    }
}

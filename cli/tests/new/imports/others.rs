//! certreq's `.inf` and cfssl's JSON, read as these programs read them.

use super::*;

#[test]
fn extensions_of_an_inf_are_read_in_each_form() {
    let ca = |length: &[u8]| {
        [&[0x30, 3 + u8::try_from(length.len()).unwrap(), 1, 1, 0xFF], length].concat()
    };
    let cases = [
        ("[Extensions]\n2.5.29.15 = AwIFoA==\n", "2.5.29.15", false, vec![3, 2, 5, 0xA0]),
        (
            "[Extensions]\n1.3.6.1.5.5.7.1.24 = MAMCAQU=\n",
            "1.3.6.1.5.5.7.1.24",
            false,
            vec![0x30, 3, 2, 1, 5],
        ),
        (
            "[Extensions]\n2.999.1 = MAMC\n_continue_ = AQU=\nCritical = 2.999.1\n",
            "2.999.1",
            true,
            vec![0x30, 3, 2, 1, 5],
        ),
        ("[Extensions]\n2.999.1 = \"{UTF8}a\"\n", "2.999.1", false, vec![0x0C, 1, b'a']),
        ("[Extensions]\n2.999.1 = \"{ Hex } 05 00\"\n", "2.999.1", false, vec![5, 0]),
        (
            "[Extensions]\n2.5.29.19 = \"{text}ca=1&pathlength=0\"\nCritical = 2.5.29.19\n",
            "2.5.29.19",
            true,
            ca(&[2, 1, 0]),
        ),
        ("[Extensions]\n2.5.29.19 = \"{text}ca=TRUE\"\n", "2.5.29.19", false, ca(&[])),
        ("[Extensions]\n2.5.29.19 = \"{text}ca=0\"\n", "2.5.29.19", false, vec![0x30, 0]),
        (
            "[BasicConstraintsExtension]\nPathLength = 2\nCritical = Yes\n",
            "2.5.29.19",
            true,
            ca(&[2, 1, 2]),
        ),
        (
            "[EnhancedKeyUsageExtension]\nOID = 2.999.1\nCritical = Yes\n",
            "2.5.29.37",
            true,
            vec![0x30, 5, 6, 3, 0x88, 0x37, 1],
        ),
        (
            "[Extensions]\n2.5.29.17 = \"{TEXT}dns=a.example\"\n",
            "2.5.29.17",
            false,
            b"0\x0B\x82\x09a.example".to_vec(),
        ),
        (
            "[Extensions]\n2.5.29.17 = \"{ text }dns=a.example\"\n",
            "2.5.29.17",
            false,
            b"0\x0B\x82\x09a.example".to_vec(),
        ),
    ];
    for (sections, oid, critical, value) in cases {
        let inf = format!(
            "[NewRequest]\nSubject = \"CN=a.example\"\nX500NameFlags = 0x1000000\n{sections}"
        );
        let (request, notes) = made("a.inf", inf, &[]);
        assert_eq!(extension(&request, oid), Some((critical, value)), "{sections}: {notes}");
        assert!(
            notes.contains("a.inf:3: X500NameFlags: not used: the subject is written from the end")
        );
    }
}

#[test]
fn cfssl_files_give_the_types_of_names_and_keys_that_cfssl_gives() {
    let hosts = [
        ("urn:uuid:1", "URI:urn:uuid:1"),
        ("mailto:a@b.example", "URI:mailto:a@b.example"),
        ("https://a@b.example/c", "URI:https://a@b.example/c"),
        ("Jo <a@b.example>", "email:a@b.example"),
        ("<a@b.example>", "email:a@b.example"),
        ("::ffff:192.0.2.1", "IP:192.0.2.1"),
        ("a.example", "DNS:a.example"),
    ];
    for (host, expected) in hosts {
        let content = format!("{{\"CN\": \"a.example\", \"hosts\": [\"{host}\"]}}");
        assert_eq!(names(&made("request.json", content, &[]).0), [expected]);
    }
    for host in ["a.example:443", "localhost:8443", "fe80::1%1", "dead:beef::1/64", "/path", ":1"] {
        let error = refused("file", format!("{{\"CN\": \"a\", \"hosts\": [\"{host}\"]}}"));
        let is_told = ["dNSName", "iPAddress"]
            .iter()
            .any(|name_type| error.starts_with(&format!("file:1: --san[0]: {name_type}")));
        assert!(is_told, "{error}");
    }
    let keys = [
        ("{\"algo\": \"ed25519\"}", "--algorithm ed25519"),
        ("{\"algo\": \"ecdsa\", \"size\": 384}", "--algorithm ecdsa-p384"),
        ("{\"algo\": \"rsa\", \"size\": 3072}", "--algorithm rsa-3072"),
        ("{}", "--algorithm ecdsa-p256"),
        ("null", "--algorithm ecdsa-p256"),
        ("{\"algo\": \"ecdsa\"}", "--algorithm ecdsa-p256"),
        ("{\"size\": 384}", "--algorithm ecdsa-p384"),
    ];
    let directory = Directory::new();
    for (key, expected) in keys {
        let file = directory.write("a.json", format!("{{\"CN\": \"a.example\", \"key\": {key}}}"));
        let output = csr(&["convert", &file], b"");
        let line = String::from_utf8(output.stdout).unwrap();
        assert!(line.contains(expected), "{key}: {line}");
    }
    let rsa = "{\"key\": {\"algo\": \"rsa\"},\"hosts\": [\"a.example\"]}";
    let (_, notes) = made("a.json", rsa, &[]);
    assert!(notes.contains("a.json:1: key: rsa of 256 bits, cfssl's size where none is given, is not generated here"), "{notes}");
}

#[test]
fn what_is_not_used_of_a_cfssl_file_is_noted_with_its_line() {
    let cases = [
        (
            "{\"request\": {\"CN\": \"a.example\",\n\"key\": {\"algo\": \"ecdsa\", \"size\": 256,\n\"x\": 1},\n\
             \"ca\": {\"expiry\": \"1h\"}},\n\"hostname\": \"b\",\n\"profile\": \"www\"}",
            &[
                "3: key: x: not used",
                "4: ca: expiry: not used",
                "5: hostname: not used",
                "6: profile: not used",
            ][..],
        ),
        ("{\"CN\": \"a.example\",\n\"request\": \"b\"}", &["2: request: not used"]),
        (
            "{\"CN\": \"a.example\",\n\"names\": [{\"O\": \"b\",\n\"X\": \"c\"}]}",
            &["3: names: X: not used"],
        ),
    ];
    for (content, expected) in cases {
        let (_, notes) = made("request.json", content, &["--san", "DNS:a.example"]);
        for line in expected {
            assert!(notes.contains(&format!("note: request.json:{line}\n")), "{content}: {notes}");
        }
    }
}

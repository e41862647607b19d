//! What users bring from other programs: their spelling of subjects, names and usages.

use super::*;

#[test]
fn a_subject_in_the_order_of_openssl_is_never_silently_turned_round() {
    let subject = |text: &str| {
        let (made, notes) = made_with_notes(&["--subject", text, "--san", "DNS:a.example"]);
        (made.subject().to_string(), notes)
    };
    let rfc_4514 = r"CN=a,O=ACME\, Inc.,C=US";
    let read = format!(
        "note: --subject: read in the order of OpenSSL, the least specific attribute first; \
         in RFC 4514: --subject '{rfc_4514}'\n"
    );
    for text in [
        r#"subject=C = US, O = "ACME, Inc.", CN = a"#,
        r#"subject=C=US, O="ACME, Inc.", CN=a"#,
        r#"C = US, O = "ACME, Inc.", CN = a"#,
        r"C=US,O=ACME\, Inc.,CN=a",
        "/C=US/O=ACME, Inc./CN=a",
        "subject= /C=US/O=ACME, Inc./CN=a",
    ] {
        assert_eq!(subject(text), (rfc_4514.into(), read.clone()), "{text}");
    }
    for text in [rfc_4514, r"subject=CN=a,O=ACME\, Inc.,C=US", r#"CN=a, O="ACME, Inc.", C=US"#] {
        assert_eq!(subject(text), (rfc_4514.into(), String::new()), "{text}");
    }
    // There is no order in one attribute.
    assert_eq!(subject("subject=CN = a"), ("CN=a".into(), String::new()));
    // Both would be possible.
    let text = "CN = a, O = b, C = US";
    let (name, notes) = subject(text);
    assert_eq!(name, "CN=a,O=b,C=US");
    let hint = format!("\nhint: if OpenSSL printed it, use --subject 'subject={text}'\n");
    assert!(notes.starts_with("note: --subject: read in the order of RFC 4514, "), "{notes}");
    assert!(notes.ends_with(&hint), "{notes}");
    assert_eq!(subject(&format!("subject={text}")).0, "C=US,O=b,CN=a");
}

#[test]
fn a_directory_name_is_read_like_a_subject() {
    for (text, noted) in [("C = US, CN = a", true), ("/C=US/CN=a", true), ("CN=a,C=US", false)] {
        let (made, notes) = made_with_notes(&["--san", &format!("dirName:{text}")]);
        assert_eq!(names(&made), ["dirName:CN=a,C=US"], "{text}");
        let note = "note: --san: read in the order of OpenSSL, the least specific attribute first; \
                    in RFC 4514: --san dirName:CN=a,C=US\n";
        assert_eq!(notes, if noted { note } else { "" }, "{text}");
    }
}

#[test]
fn what_openssl_prints_of_a_certificate_makes_the_same_subject() {
    let dir = dir();
    for given in ["/C=US/O=ACME, \"Inc\"/OU=a b/CN=a", "/CN=a/O=ACME/C=US", "/O=Müller/CN=a"] {
        let Some(pem) = certificate(&dir, &["-subj", given]) else { return };
        let (old, _) = made_with_notes(&["--from", &file(&dir, "old.pem", &pem)]);
        for options in [&[][..], &["-nameopt", "compat"]] {
            let print = [&["x509", "-noout", "-subject"], options].concat();
            let Some(line) = openssl(&print, &pem) else { return };
            let (made, notes) = made_with_notes(&["--subject", &line, "--san", "DNS:a.example"]);
            // OpenSSL writes a UTF8String where we write a PrintableString.
            assert_eq!(format!("{:#}", made.subject()), format!("{:#}", old.subject()), "{line}");
            assert!(notes.contains("read in the order of OpenSSL"), "{line}{notes}");
        }
    }
}

#[test]
fn a_host_needs_no_prefix() {
    let hosts = ["*.a.example", "192.0.2.1", "2001:db8::1", "localhost"];
    let arguments: Vec<&str> = hosts.iter().flat_map(|host| ["--san", host]).collect();
    let (made, notes) = made_with_notes(&arguments);
    let expected = ["DNS:*.a.example", "IP:192.0.2.1", "IP:2001:db8::1", "DNS:localhost"];
    assert_eq!((names(&made), notes), (expected.map(String::from).into(), String::new()));
    assert!(made.subject().is_empty());
}

#[test]
fn other_spellings_of_names_get_the_options_to_type() {
    let cases = [
        ("DNS:a,IP:192.0.2.1", "add each name separately: --san DNS:a --san IP:192.0.2.1"),
        ("subjectAltName=DNS:a", "use --san DNS:a"),
        ("san=dns:a", "use --san DNS:a"),
        ("dns=a", "use --san DNS:a"),
        ("DNS.1=a", "use --san DNS:a"),
        ("IP Address:192.0.2.1", "use --san IP:192.0.2.1"),
        ("DNS Name=a", "use --san DNS:a"),
        (
            "a.example,b.example",
            "add each name separately: --san DNS:a.example --san DNS:b.example",
        ),
    ];
    for (text, hint) in cases {
        let (code, message) = refusal(&new(&key(), &["--san", text]), b"");
        assert_eq!((code, message.hint.as_deref()), (1, Some(hint)), "{text}");
        let options: Vec<&str> = hint.split(' ').filter(|word| word.contains(':')).collect();
        let options = options.iter().filter(|option| !option.ends_with(':'));
        let typed: Vec<&str> = options.flat_map(|option| ["--san", *option]).collect();
        made(&typed);
    }
    // Of a bare host it is said what is wrong with the host.
    for host in ["--san", "--host"] {
        let (_, message) = refusal(&new(&key(), &[host, "a_b"]), b"");
        assert_eq!(message.place, format!("{host}[0]"));
        assert!(message.text.starts_with("dNSName \"a_b\" contains \"_\""), "{message:?}");
    }
}

#[test]
fn hosts_are_names_and_the_first_that_fits_is_the_common_name() {
    let long = format!("{}.example", "a".repeat(57));
    let fits = format!("{}.example", "b".repeat(56));
    let cases: [(&[&str], &str, &[&str]); 6] = [
        (&["--host", "a.example"], "CN=a.example", &["DNS:a.example"]),
        (
            &[
                "--host",
                "192.0.2.1",
                "--host",
                &long,
                "--host",
                &fits,
                "--san",
                "email:jo@a.example",
            ],
            &format!("CN={fits}"),
            &["IP:192.0.2.1", &format!("DNS:{long}"), &format!("DNS:{fits}"), "email:jo@a.example"],
        ),
        (&["--host", "2001:db8::1"], "", &["IP:2001:db8::1"]),
        (&["--host", "a.example", "--cn", "b"], "CN=b", &["DNS:a.example"]),
        (&["--host", "a.example", "--subject", "O=b"], "O=b", &["DNS:a.example"]),
        (&["--host", "a.example", "--org", "b"], "CN=a.example,O=b", &["DNS:a.example"]),
    ];
    for (arguments, subject, expected) in cases {
        let (made, notes) = made_with_notes(arguments);
        assert_eq!((made.subject().to_string().as_str(), notes.as_str()), (subject, ""));
        assert_eq!(names(&made), expected, "{arguments:?}");
    }
    // An old subject stays.
    let dir = dir();
    let old = file(&dir, "old.pem", made(&["--host", "old.example", "--org", "b"]));
    let (made, _) = made_with_notes(&["--from", &old, "--host", "a.example"]);
    assert_eq!((made.subject().to_string().as_str()), "CN=old.example,O=b");
    assert_eq!(names(&made), ["DNS:a.example"]);

    let twice = ["--host", "a.example", "--san", "DNS:a.example", "--san", "email:a"];
    let (_, message) = csr_fails(&new(&key(), &twice), b"");
    let places: Vec<_> = messages(&message).into_iter().map(|message| message.place).collect();
    assert_eq!(places, ["--san[0]", "--san[1]"], "{message}");
    assert!(message.contains("is a duplicate of --host[0]"), "{message}");
}

#[test]
fn a_common_name_without_a_subject_alt_name_is_noted() {
    let dir = dir();
    let note = "note: the request has a common name and no subjectAltName, the only place where \
                TLS clients look for a name (RFC 9525 2)\n";
    let cases: [(&[&str], Option<&str>); 6] = [
        (&["--cn", "www.example.com"], Some("hint: use --san DNS:www.example.com\n")),
        (&["--subject", "CN=192.0.2.1,O=a"], Some("hint: use --san IP:192.0.2.1\n")),
        (&["--cn", "Jane Doe"], Some("")),
        (&["--org", "ACME"], None),
        (&["--cn", "a", "--san", "email:jo@a.example"], None),
        (&["--host", "a.example"], None),
    ];
    for (arguments, hint) in cases {
        let expected = hint.map(|hint| format!("{note}{hint}")).unwrap_or_default();
        assert_eq!(made_with_notes(arguments).1, expected, "{arguments:?}");

        let public = data("keys/ecdsa-p256.public.pem").to_str().unwrap().to_owned();
        let out = path(&dir, "prepared");
        let prepare = ["prepare", "--public-key", &public, "--out", &out, "--force"];
        let output = csr(&[&prepare, arguments].concat(), b"");
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected, "{arguments:?}");
    }
}

#[test]
fn usages_in_the_spelling_of_openssl_are_the_same_extensions() {
    let cases = [
        ("--key-usage", "digitalSignature", true, "critical,digitalSignature"),
        (
            "--key-usage",
            "digitalSignature,keyEncipherment",
            true,
            "Digital Signature, Key Encipherment",
        ),
        (
            "--key-usage",
            "keyCertSign,cRLSign",
            true,
            "keyUsage = critical, Certificate Sign, CRL Sign",
        ),
        ("--ext-key-usage", "serverAuth", false, "TLS Web Server Authentication"),
        (
            "--ext-key-usage",
            "serverAuth,clientAuth",
            false,
            "ServerAuthentication,clientAuthentication",
        ),
        ("--ext-key-usage", "timeStamping", true, "critical,timeStamping"),
        ("--ext-key-usage", "serverAuth", false, "extendedKeyUsage=serverAuth"),
        ("--basic-constraints", "ca,pathlen=0", true, "critical, ca,pathlen=0"),
    ];
    for (option, plain, critical, text) in cases {
        let extension = |value: &str| {
            let (inspection, _) = made_with_notes(&["--host", "a.example", option, value]);
            let of = &inspection.extensions()[1];
            (of.name().map(str::to_owned), of.value().to_vec(), of.is_critical())
        };
        let (name, value, _) = extension(plain);
        assert_eq!(extension(text), (name, value, critical), "{text}");
    }
    let (_, message) =
        refusal(&new(&key(), &["--host", "a", "--key-usage", "critical,serverAuth"]), b"");
    assert_eq!(message.hint.as_deref(), Some("it is an extended key usage"));
}

#[test]
fn attribute_types_that_other_programs_print_are_read() {
    let subject = "subject=C = US, T = a, G = b, I = c, GENERATION = d, DNQ = e, postOfficeBox = f, \
                   telephoneNumber = \"+1 555\", unstructuredName = g, registeredAddress = h, CN = i";
    let (made, _) = made_with_notes(&["--subject", subject, "--san", "DNS:a.example"]);
    let printable = |oid: &str, text: &str| {
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{oid}=#13{:02x}{hex}", text.len())
    };
    let expected = [
        "CN=i".into(),
        printable("2.5.4.26", "h"),
        printable("1.2.840.113549.1.9.2", "g"),
        printable("2.5.4.20", "+1 555"),
        printable("2.5.4.18", "f"),
        "dnQualifier=e,generationQualifier=d,initials=c,GN=b,title=a,C=US".into(),
    ];
    assert_eq!(made.subject().to_string(), expected.join(","));
}

#[test]
fn words_of_other_programs_lead_to_ours() {
    let cases: &[(&[&str], &str)] = &[
        (&["req", "-new"], "use 'csr new --host NAME --key-out KEY --out REQUEST'"),
        (&["create"], "use 'csr new --host NAME --key-out KEY --out REQUEST'"),
        (&["show", "a.csr"], "use 'csr inspect REQUEST'"),
        (&["renew"], "use 'csr new --from OLD --key-out KEY --out REQUEST'"),
        (&["new", "-subj", "/CN=a"], "use '--subject DN'; it takes /C=US/O=ACME/CN=a too"),
        (
            &["new", "-newkey", "rsa:2048"],
            "use '--algorithm NAME' with '--key-out KEY', such as --algorithm rsa-2048 or ecdsa-p256",
        ),
        (&["new", "-out", "a.csr"], "use '--out FILE'"),
        (
            &["new", "--days", "365"],
            "leave it out: the CA decides how long the certificate is valid",
        ),
        (&["new", "--days=365"], "leave it out: the CA decides how long the certificate is valid"),
        (&["new", "--domain", "a"], "use '--host NAME', once for each name"),
        (&["req", "-in", "a.csr", "-noout", "-text"], "use 'csr inspect REQUEST'"),
        (&["diff", "a", "b"], "use 'csr compare REQUEST CERTIFICATE'"),
        (&["new", "-outform", "DER"], "leave it out for PEM; use '--der' for DER"),
        (
            &["new", "--unencrypted"],
            "leave it out: a new key is encrypted only with --encrypt-key-with FILE",
        ),
        (&["new", "--must-staple"], "use '--tls-feature status_request'"),
        (&["new", "--ip-address", "192.0.2.7"], "use '--san IP:VALUE' for a name"),
        (
            &["prepare", "--key", "a.pem"],
            "where the key is in a file: 'csr new --key FILE'; its public key: 'csr prepare --public-key FILE'; to compare: 'csr match KEY REQUEST'",
        ),
        (&["inspect", "-in", "a.csr"], "name the file without an option, as in 'csr inspect FILE'"),
    ];
    for (arguments, hint) in cases {
        let (code, error) = csr_fails(arguments, b"");
        assert_eq!(code, 2, "{error}");
        let tips: Vec<&str> =
            error.lines().filter_map(|line| line.strip_prefix("  tip: ")).collect();
        assert_eq!(tips, [*hint], "{arguments:?}: {error}");
    }
    for arguments in [["batch", "-out"], ["verify", "-subj"]] {
        let (_, error) = csr_fails(&arguments, b"");
        assert!(!error.contains("--out FILE") && !error.contains("--subject"), "{error}");
    }
    // What is not known keeps the guess by spelling.
    let (_, error) = csr_fails(&["inspct"], b"");
    assert!(error.contains("'inspect'"), "{error}");
}

#[test]
fn an_algorithm_of_another_name_is_named_or_said_to_be_missing() {
    let (_, error) = csr_fails(&["new", "--algorithm", "ed25519"], b"");
    let generated = pkcs10::Algorithm::ALL.iter().any(|known| known.as_str() == "ed25519");
    assert_eq!(error.contains("a key of this kind is not generated here"), !generated, "{error}");
}

#[test]
fn near_misses_of_other_programs_are_read_or_lead_to_what_to_type() {
    let subject = |arguments: &[&str]| {
        let (made, notes) = made_with_notes(arguments);
        (made.subject().to_string(), notes)
    };
    // OpenSSL takes the last slash for a separator.
    let (name, _) = subject(&["--subject", "/C=US/O=a/b/CN=a.example/", "--san", "DNS:a.example"]);
    assert_eq!(name, "CN=a.example,O=a/b,C=US");
    let (name, _) = subject(&["--subject", r"/C=US/CN=a\/", "--san", "DNS:a.example"]);
    assert_eq!(name, "CN=a/,C=US");
    let in_cn = [
        ("a.example,O=ACME", "use --subject CN=a.example,O=ACME\n"),
        ("CN=a.example", "use --subject CN=a.example\n"),
        ("“a.example”", "note: the value of CN begins with a quotation mark, "),
    ];
    for (text, expected) in in_cn {
        let (_, notes) = subject(&["--cn", text, "--san", "DNS:a.example"]);
        assert!(notes.contains(expected), "{text}: {notes}");
    }
    assert_eq!(subject(&["--cn", "ACME, Inc.", "--san", "DNS:a.example"]).1, "");
    let refused: &[(&[&str], &str)] = &[
        (&["--subject", "a.example"], "write CN=a.example"),
        (&["--subject", "CN:a.example"], "write CN=a.example"),
        (&["--subject", "O=ACME, Inc."], "write a comma inside a value as \\,"),
        (&["--subject", "“CN=a.example”"], "leave out the quotation marks around it"),
        (&["--san", "“DNS:a.example”"], "use --san DNS:a.example"),
        (
            &["--san", "a.example b.example"],
            "add each name separately: --san DNS:a.example --san DNS:b.example",
        ),
        (
            &["--cn", "a", "--key-usage", "digitalSignature keyAgreement"],
            "use --key-usage digitalSignature,keyAgreement",
        ),
        (
            &["--cn", "a", "--ext-key-usage", "serverAuth | clientAuth"],
            "use --ext-key-usage serverAuth,clientAuth",
        ),
    ];
    for (arguments, hint) in refused {
        let (code, message) = refusal(&new(&key(), arguments), b"");
        assert_eq!((code, message.hint.as_deref()), (1, Some(*hint)), "{arguments:?}");
    }
    let usages = |option: &str, text: &str| {
        extensions(&made_with_notes(&[option, text, "--san", "DNS:a.example"]).0)
    };
    let same = [
        ("--key-usage", "Digital Signature, Key Agreement (88)", "digitalSignature,keyAgreement"),
        ("--key-usage", "signing", "digitalSignature"),
        ("--ext-key-usage", "Server Authentication (1.3.6.1.5.5.7.3.1)", "serverAuth"),
        (
            "--ext-key-usage",
            "Document Signing (1.3.6.1.4.1.311.10.3.12)",
            "1.3.6.1.4.1.311.10.3.12",
        ),
    ];
    for (option, text, plain) in same {
        assert_eq!(usages(option, text), usages(option, plain), "{text}");
    }
    for (option, expected) in [
        ("-DnsName", "use '--host NAME'"),
        ("-KeyLength", "use '--algorithm NAME'"),
        ("-TextExtension", "use '--san'"),
        ("--config", "'csr new FILE'"),
        ("--csr", "use '--from REQUEST'"),
    ] {
        let (code, error) = csr_fails(&new(&key(), &[option, "a"]), b"");
        assert_eq!(code, 2);
        assert!(error.contains(expected), "{option}: {error}");
    }
}

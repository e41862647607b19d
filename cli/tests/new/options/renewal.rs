//! `--from`: a request or a certificate asked for again.

use super::*;

#[test]
fn a_certificate_made_by_openssl_is_renewed_with_the_same_subject_bytes() {
    let dir = dir();
    let old = certificate(
        &dir,
        &[
            "-multivalue-rdn",
            "-subj",
            "/C=DE/O=Müller/OU=two/OU=one/CN=a.example+serialNumber=5",
            "-addext",
            "subjectAltName=DNS:a.example,IP:192.0.2.1,email:a@a.example,dirName:here",
            "-addext",
            "keyUsage=digitalSignature",
            "-config",
            &file(
                &dir,
                "openssl.cnf",
                "[req]\ndistinguished_name=here\nx509_extensions=ca\n[here]\nCN=b\n[ca]\n",
            ),
        ],
    );
    let Some(old) = old else { return };
    let (_, der) = pem_rfc7468::decode_vec(&old).unwrap();
    let (_, certificate) = x509_parser::parse_x509_certificate(&der).unwrap();
    for (name, content) in [("old.pem", &old), ("old.der", &der)] {
        let (new, notes) = made_with_notes(&["--from", &file(&dir, name, content)]);
        let subject = certificate.subject().as_raw();
        let info = new.to_be_signed();
        assert!(info.windows(subject.len()).any(|window| window == subject));
        // OpenSSL made a UTF8String of "b", which a new name would have as a PrintableString.
        let expected = ["DNS:a.example", "IP:192.0.2.1", "email:a@a.example", "dirName:CN=#0c0162"];
        assert_eq!(names(&new), expected);
        assert_eq!(extensions(&new), ["subjectAltName"]);
        // Which others OpenSSL adds unasked depends on its version.
        let note = "note: --from: not requested again: keyUsage\nhint: use --from-extensions";
        assert!(notes.starts_with(note), "{notes}");
    }
}

#[test]
fn a_request_is_renewed_whole() {
    let dir = dir();
    let old = made(&[
        "--subject",
        "CN=a,OU=one,OU=two,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature",
        "--ext-key-usage",
        "serverAuth",
        "--basic-constraints",
        "end-entity",
    ]);
    let old_file = file(&dir, "old.pem", &old);
    // ECDSA is deterministic here (RFC 6979): the same request has the same signature.
    assert_eq!(made(&["--from", &old_file, "--from-extensions"]), old);
    let from_input = csr_works(&new(&key(), &["--from", "-", "--from-extensions"]), &old);
    assert_eq!(from_input, old);
}

#[test]
fn options_replace_what_was_there_before() {
    let dir = dir();
    let old = made(&[
        "--subject",
        "CN=a,OU=one,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature",
        "--ext-key-usage",
        "serverAuth",
        "--tls-feature",
        "status_request",
    ]);
    let old = file(&dir, "old.pem", old);
    let all = ["--from", &old, "--from-extensions"];
    let replaced = |options: &[&str]| made_with_notes(&[&all, options].concat());

    let (new, notes) = replaced(&["--cn", "b"]);
    assert_eq!(new.subject().to_string(), "CN=b");
    assert_eq!(names(&new), ["DNS:a.example"]);
    assert_eq!(
        notes,
        "note: --from: replaced: subject CN=a,OU=one,C=US\nnote: --from: not copied: tlsFeature\n"
    );

    let (new, notes) = replaced(&["--san", "DNS:b.example"]);
    assert_eq!(
        notes,
        "note: --from: replaced: DNS:a.example\nnote: --from: not copied: tlsFeature\n"
    );
    assert_eq!(new.subject().to_string(), "CN=a,OU=one,C=US");
    assert_eq!(names(&new), ["DNS:b.example"]);

    let (new, notes) = replaced(&["--key-usage", "keyAgreement", "--tls-feature", "5"]);
    assert_eq!(notes, "note: --from: replaced: keyUsage, tlsFeature\n");
    assert_eq!(extensions(&new), ["subjectAltName", "keyUsage", "tlsFeature", "extKeyUsage"]);
    assert_eq!(new.extensions()[1].value(), [3, 2, 3, 8]);
}

#[test]
fn what_the_options_give_again_is_not_replaced() {
    let dir = dir();
    let options = ["--subject", "CN=a,O=b", "--san", "DNS:a.example", "--san", "IP:192.0.2.1"];
    let old = file(&dir, "old.pem", made(&options));
    let (_, notes) = made_with_notes(&[&["--from", &old][..], &options].concat());
    assert_eq!(notes, "");
    let (_, notes) = made_with_notes(&["--from", &old, "--host", "a.example"]);
    assert_eq!(notes, "note: --from: replaced: IP:192.0.2.1\n");
}

#[test]
fn a_request_for_another_ca_is_noted() {
    let dir = dir();
    let old = made(&["--host", "ca.example", "--basic-constraints", "ca"]);
    let old = file(&dir, "old.pem", old);
    let note = "note: --from: the request asks for the certificate of a CA, as the old one does\n\
                hint: use --basic-constraints end-entity if it is not for a CA\n";
    let cases: [(&[&str], &str); 4] = [
        (&["--from-extensions"], note),
        (
            &["--from-extensions", "--basic-constraints", "ca"],
            "note: --from: replaced: basicConstraints\n",
        ),
        (
            &["--from-extensions", "--basic-constraints", "end-entity"],
            "note: --from: replaced: basicConstraints\n",
        ),
        (
            &[],
            "note: --from: not requested again: basicConstraints\n\
             hint: use --from-extensions to request them\n",
        ),
    ];
    for (options, expected) in cases {
        let (_, notes) = made_with_notes(&[&["--from", &old][..], options].concat());
        assert_eq!(notes, expected, "{options:?}");
    }
}

#[test]
fn what_no_text_asks_for_is_carried_over_with_a_note() {
    let dir = dir();
    let arguments = ["-subj", "/C=us/CN=a", "-addext", "subjectAltName=DNS:ok.example,DNS:a_b"];
    let Some(old) = certificate(&dir, &arguments) else { return };
    let old = file(&dir, "old.pem", old);
    let from = |options: &[&str]| made_with_notes(&[&["--from", &old][..], options].concat());
    let kept = |notes: &str| -> Vec<String> {
        let kept =
            notes.lines().filter_map(|line| line.strip_prefix("note: requested again as it was: "));
        kept.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    };
    let (new, notes) = from(&[]);
    assert_eq!(new.subject().to_string(), "CN=#0c0161,C=#13027573");
    assert_eq!(names(&new), ["DNS:ok.example", "DNS:DER:8203615f62"]);
    assert_eq!(kept(&notes), ["--from, subject.C", "--from, subjectAltName[1]"]);
    assert_eq!(kept(&from(&["--subject", "CN=a,C=US"]).1), ["--from, subjectAltName[1]"]);
    assert_eq!(kept(&from(&["--san", "DNS:a"]).1), ["--from, subject.C"]);
    let (new, notes) = from(&["--subject", "CN=a,C=US", "--san", "DNS:a-b.example"]);
    assert_eq!(names(&new), ["DNS:a-b.example"]);
    assert_eq!(
        notes,
        "note: --from: replaced: subject CN=a,C=us, DNS:ok.example, DNS:DER:8203615f62\n\
         note: --from: not requested again: basicConstraints\n\
         hint: use --from-extensions to request them\n\
         note: --from: not copied: subjectKeyIdentifier, authorityKeyIdentifier\n"
    );
}

#[test]
fn underscores_are_asked_for_anew_where_they_are_allowed() {
    let (code, message) = refusal(&new(&key(), &["--san", "DNS:a_b.example"]), b"");
    let hint = "use --allow-underscore if your CA issues for such names";
    assert_eq!((code, message.hint.as_deref()), (1, Some(hint)));
    let hosts = ["--host", "_dmarc.example", "--san", "DNS:a_b.example", "--san", "c_d.example"];
    let (request, _) = made_with_notes(&[&["--allow-underscore"], &hosts[..]].concat());
    let asked = request.subject_alt_names().unwrap();
    let hosts: Vec<_> = asked.iter().map(|name| name.content().to_vec()).collect();
    assert_eq!(hosts, [&b"_dmarc.example"[..], b"a_b.example", b"c_d.example"]);
    for refused in ["email:a@b_c.example", "DNS:a_-.example", "URI:https://a_b/"] {
        let options = ["--allow-underscore", "--san", refused];
        assert_eq!(refusal(&new(&key(), &options), b"").0, 1, "{refused}");
    }
}

#[test]
fn attributes_and_unknown_extensions_are_named_not_carried_over() {
    let dir = dir();
    let password = file(&dir, "password", "hunter2");
    let old = made(&[
        "--host",
        "a",
        "--extension",
        "2.999.1=0500",
        "--challenge-password-file",
        &password,
        "--attribute",
        "2.999.2=0500",
    ]);
    let (new, notes) = made_with_notes(&["--from", &file(&dir, "old.pem", old)]);
    assert_eq!(notes, "note: --from: not copied: 2.999.2, challengePassword, 2.999.1\n");
    assert_eq!((new.attributes().len(), extensions(&new)), (1, vec!["subjectAltName".into()]));
}

#[test]
fn what_is_neither_a_request_nor_a_certificate_is_refused() {
    let dir = dir();
    let key_file = fs::read(key()).unwrap();
    for (content, text) in [
        (&b"hello"[..], "neither PEM nor DER"),
        (&key_file, "PRIVATE KEY"),
        (&[0x30, 3, 2, 1, 0], "not valid DER"),
        (b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "not base64"),
    ] {
        let old = file(&dir, "old", content);
        let (code, message) = refusal(&new(&key(), &["--from", &old]), b"");
        assert_eq!((code, &message.place), (1, &format!("--from {old}")));
        assert!(message.text.contains(text), "{message:?}");
    }
}

#[test]
fn what_openbmc_wrote_into_the_subject_is_requested_in_its_place() {
    let dir = dir();
    let old = [
        "--subject",
        // subjectAltName "bmc-7.example.com", "EC" and extKeyUsage "ServerAuthentication".
        "2.5.29.17=#0c11626d632d372e6578616d706c652e636f6d,CN=bmc-7,1.3.14.3.2.4=#0c024543,\
         2.5.29.37=#0c1453657276657241757468656e7469636174696f6e,C=US",
    ];
    let old = csr(&new(&key(), &old), b"").stdout;
    let old = file(&dir, "old.pem", &old);
    let moved = "note: --from: taken out of the subject, where it does not belong: extKeyUsage, \
                 key algorithm (1.3.14.3.2.4), subjectAltName\n";
    let (new, notes) = made_with_notes(&["--from", &old]);
    let not_copied = "note: --from: not copied: key algorithm (1.3.14.3.2.4)\n";
    let not_again = "note: --from: not requested again: extKeyUsage\n\
                     hint: use --from-extensions to request them\n";
    assert_eq!(notes, format!("{moved}{not_again}{not_copied}"));
    assert_eq!(names(&new), ["DNS:bmc-7.example.com"]);
    assert_eq!(extensions(&new), ["subjectAltName"]);
    assert_eq!(new.subject().to_string(), "CN=bmc-7,C=US");
    let (new, notes) = made_with_notes(&["--from", &old, "--from-extensions"]);
    assert_eq!(notes, format!("{moved}{not_copied}"));
    assert_eq!(extensions(&new), ["subjectAltName", "extKeyUsage"]);
}

#[test]
fn of_several_things_in_a_file_it_is_said_which_is_used() {
    let dir = dir();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/keys");
    let read = |name: &str| fs::read_to_string(format!("{data}/{name}")).unwrap();
    let certificate = read("ecdsa-p256.crt.pem");
    let old =
        file(&dir, "old", [&certificate, &read("ecdsa-p256.csr.pem")].map(|of| &**of).concat());
    let keys = file(&dir, "keys", [read("ecdsa-p256.pem"), read("rsa-2048.pem")].concat());
    let output = csr(&["new", "--from", &old, "--key", &keys], b"");
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{notes}");
    for note in [
        format!("note: --from {old}: the request is used, and no certificate in the file\n"),
        format!("note: {keys}: has 2 private keys; the first is used\n"),
    ] {
        assert!(notes.contains(&note), "{notes}");
    }
}

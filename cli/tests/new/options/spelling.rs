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

use super::*;
use crate::san::GeneralName;
use crate::san::cases::assert_refused;
use proptest::prelude::*;

/// The text of a name with this content, if it gives the content back.
fn text_of(content: &[u8]) -> Option<String> {
    let mut name = Vec::new();
    der::tlv(&mut name, 0xA0, content);
    GeneralName::from_encoded(&name).text()
}

#[test]
fn names_become_a_type_id_and_an_explicit_value() {
    let cases: &[(&str, &[u8])] = &[
        ("1.2.3;UTF8:é", b"\xA0\x0A\x06\x02\x2A\x03\xA0\x04\x0C\x02\xC3\xA9"),
        ("2.999.1;IA5:a", b"\xA0\x0A\x06\x03\x88\x37\x01\xA0\x03\x16\x01a"),
        ("1.2.3;DER:0500", b"\xA0\x08\x06\x02\x2A\x03\xA0\x02\x05\x00"),
        ("1.2.3;DER:300602010504017F", b"\xA0\x0E\x06\x02\x2A\x03\xA0\x08\x30\x06\x02\x01\x05\x04\x01\x7F"),
        (
            "UPN;UTF8:a@b",
            b"\xA0\x13\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03\xA0\x05\x0C\x03a@b",
        ),
        (
            "1.3.6.1.4.1.311.20.2.3;DER:0C03614062",
            b"\xA0\x13\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03\xA0\x05\x0C\x03a@b",
        ),
        // The example of RFC 9598, with the OID that its section 3 gives.
        (
            "SmtpUTF8Mailbox;UTF8:老師@example.com",
            b"\xA0\x20\x06\x08\x2B\x06\x01\x05\x05\x07\x08\x09\xA0\x14\x0C\x12\xE8\x80\x81\xE5\xB8\xAB@example.com",
        ),
        ("1.2.3;UTF8:a,DNS:b", b"\xA0\x0F\x06\x02\x2A\x03\xA0\x09\x0C\x07a,DNS:b"),
        ("1.2.3;IA5:@file;IA5:", b"\xA0\x12\x06\x02\x2A\x03\xA0\x0C\x16\x0A@file;IA5:"),
    ];
    for (input, expected) in cases {
        let mut out = Vec::new();
        assert_eq!(encode(input, &mut out), Ok(()), "{input}");
        assert_eq!(out, *expected, "{input}");
    }
}

#[test]
fn content_comes_back_as_the_plainest_text() {
    let cases: &[(&[u8], Option<&str>)] = &[
        (b"\x06\x02\x2A\x03\xA0\x04\x0C\x02\xC3\xA9", Some("1.2.3;UTF8:é")),
        (b"\x06\x02\x2A\x03\xA0\x03\x16\x01a", Some("1.2.3;IA5:a")),
        (b"\x06\x02\x2A\x03\xA0\x02\x0C\x00", Some("1.2.3;DER:0c00")),
        (b"\x06\x02\x2A\x03\xA0\x03\x0C\x01\x0A", Some("1.2.3;DER:0c010a")),
        (b"\x06\x02\x2A\x03\xA0\x03\x16\x01\xFF", None),
        (b"\x06\x02\x2A\x03\xA0\x04\x16\x02\xC3\xA9", None),
        (b"\x06\x02\x2A\x03\xA0\x03\x13\x01a", Some("1.2.3;DER:130161")),
        (b"\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03\xA0\x03\x0C\x01a", Some("UPN;UTF8:a")),
        (b"\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03\xA0\x03\x16\x01a", None),
        (b"\x06\x08\x2B\x06\x01\x05\x05\x07\x08\x09\xA0\x05\x0C\x03a@b", None),
        (b"\x06\x02\x2A\x03\xA0\x04\x05\x00\x05\x00", None),
        (b"\x06\x02\x2A\x03\xA0\x02\x05\x00\x05\x00", None),
        (b"\x06\x02\x2A\x80\xA0\x02\x05\x00", None),
        (b"\x06\x02\x2A\x03\x80\x02\x05\x00", None),
        (b"\x06\x02\x2A\x03", None),
        (b"", None),
    ];
    for (content, expected) in cases {
        assert_eq!(text_of(content).as_deref(), *expected, "{content:02x?}");
    }
}

#[test]
fn a_text_that_is_not_an_other_name_is_refused_for_its_own_reason() {
    use Code::*;
    let cases = [
        ("", Empty, None),
        ("@file", OtherNameSyntax, None),
        ("alice@example.com", OtherNameSyntax, None),
        ("a,DNS:b", OtherNameSyntax, None),
        ("UPN", OtherNameSyntax, None),
        ("foo;UTF8:a", OtherNameSyntax, None),
        (";UTF8:a", Empty, Some(1)),
        ("1;UTF8:a", OidArcs, Some(1)),
        ("1.40;UTF8:a", OidArcs, Some(1)),
        ("1.2,DNS:b;UTF8:a", OidSyntax, Some(1)),
        ("1.2.3;", OtherNameSyntax, None),
        ("1.2.3;a", OtherNameSyntax, None),
        ("1.2.3;utf8:a", OtherNameSyntax, None),
        ("1.2.3;BMP:a", OtherNameSyntax, None),
        ("1.2.3;UTF8:", ValueMissing, None),
        ("1.2.3;IA5:", ValueMissing, None),
        ("1.2.3;DER:", ValueMissing, None),
        ("UPN;DER:0C01FF", StringCharset, None),
        ("UPN;DER:0C0100", ControlCharacter, None),
        ("1.2.3;UTF8:é\0", ControlCharacter, Some(13)),
        ("1.2.3;UTF8:a\nb", ControlCharacter, Some(13)),
        ("1.2.3;UTF8:\u{9B}", ControlCharacter, Some(12)),
        ("1.2.3;IA5:a\x7F", ControlCharacter, Some(12)),
        ("1.2.3;DER:0é", Hex, Some(12)),
        ("1.2.3;DER:050", Hex, None),
        ("1.2.3;DER:05", Structure, None),
        ("1.2.3;DER:050005", TrailingData, None),
        ("1.2.3;DER:05000500", TrailingData, None),
        ("1.2.3;DER:0C8000", LengthIndefinite, None),
        ("1.2.3;DER:0C810161", LengthNotMinimal, None),
        ("1.2.3;DER:010101", BooleanNotCanonical, None),
        ("1.2.3;DER:3003020200", Structure, None),
        ("1.2.3;DER:3004030208FF", BitStringPadding, None),
        // Half a surrogate pair.
        ("1.2.3;DER:1E02D800", StringCharset, None),
    ];
    assert_refused(encode, "otherName", cases.map(|(text, code, at)| (text, code, at, None)));
}

#[test]
fn hints_say_what_was_meant() {
    use Code::*;
    let meant = |word: &str| Some(Hint::DidYouMean(word.into()));
    let utf8 = || Some(Hint::advice("write UTF8: in front of the text"));
    let cases = [
        ("msUPN;UTF8:a@b", OtherNameSyntax, None, meant("UPN")),
        ("upn;UTF8:a@b", OtherNameSyntax, None, meant("UPN")),
        ("id-on-SmtpUTF8Mailbox;UTF8:é@b", OtherNameSyntax, None, meant("SmtpUTF8Mailbox")),
        ("1.02;UTF8:a", LeadingZero, Some(1), meant("1.2")),
        ("UPN;a@b", OtherNameSyntax, None, Some(Hint::Write("UPN;UTF8:a@b".into()))),
        ("UPN;UTF8String:a@b", OtherNameSyntax, None, Some(Hint::Write("UPN;UTF8:a@b".into()))),
        (
            "UPN;FORMAT:UTF8,UTF8:a@b",
            OtherNameSyntax,
            None,
            Some(Hint::Write("UPN;UTF8:a@b".into())),
        ),
        ("UPN;IA5:a@b", Utf8StringRequired, None, utf8()),
        ("1.3.6.1.4.1.311.20.2.3;IA5:a@b", Utf8StringRequired, None, utf8()),
        ("UPN;DER:1603614062", Utf8StringRequired, None, utf8()),
        ("UPN;DER:0C00", Utf8StringRequired, None, utf8()),
        ("SmtpUTF8Mailbox;IA5:a@b", Utf8StringRequired, None, utf8()),
        (
            "1.2.3;IA5:aé",
            NotAscii,
            Some(12),
            Some(Hint::advice("use UTF8: for characters outside ASCII")),
        ),
        (
            "1.2.3;DER:05 00",
            Hex,
            Some(13),
            Some(Hint::advice("write the digits without separators")),
        ),
    ];
    assert_refused(encode, "otherName", cases);
}

/// smtp_utf8_mailbox has the cases; these are that it is asked, for any text of the value.
#[test]
fn mailboxes_that_rfc_9598_forbids_are_refused() {
    for mailbox in ["é", "a@example.com", "é@a_b", "é@Example.com", "\u{FEFF}é@example.com"] {
        let mut value = Vec::new();
        der::tlv(&mut value, tag::UTF8_STRING, mailbox.as_bytes());
        let texts = [
            format!("SmtpUTF8Mailbox;UTF8:{mailbox}"),
            format!("1.3.6.1.5.5.7.8.9;UTF8:{mailbox}"),
            format!("SmtpUTF8Mailbox;DER:{}", hex::encode(&value)),
        ];
        for text in texts {
            let error = encode(&text, &mut Vec::new()).unwrap_err();
            assert_eq!(error.subject(), "otherName", "{text:?}");
            assert_eq!(error.refused(), Some(mailbox), "{text:?}");
        }
    }
}

#[test]
fn mailboxes_with_letters_outside_ascii_are_kept_to_the_letter() {
    let longest = "é".repeat(32) + "@b";
    for mailbox in [
        "é@b",
        "É.a!#$%&'*+-/=?^_`{|}~@example.com",
        "\"é @\\\"\\\\\"@example.com",
        "医生@xn--pss25c.example.com",
        &longest,
    ] {
        let input = format!("SmtpUTF8Mailbox;UTF8:{mailbox}");
        let mut out = Vec::new();
        assert_eq!(encode(&input, &mut out), Ok(()), "{input}");
        assert!(out.ends_with(mailbox.as_bytes()));
        assert_eq!(GeneralName::from_encoded(&out).value(), input);
    }
}

#[cfg(feature = "idn")]
#[test]
fn a_u_label_of_a_mailbox_becomes_its_a_label() {
    let mut out = Vec::new();
    assert_eq!(encode("SmtpUTF8Mailbox;UTF8:é@bücher.example", &mut out), Ok(()));
    assert!(out.ends_with("é@xn--bcher-kva.example".as_bytes()));
}

#[test]
fn a_u_label_is_never_taken_from_der() {
    let mut der = Vec::new();
    der::tlv(&mut der, tag::UTF8_STRING, "é@bücher.example".as_bytes());
    let text = format!("SmtpUTF8Mailbox;DER:{}", hex::encode(&der));
    assert!(encode(&text, &mut Vec::new()).is_err());
}

proptest! {
    #[test]
    fn text_that_is_read_comes_back_as_text_of_the_same_name(
        input in "(2\\.999|1\\.3\\.6|UPN|SmtpUTF8Mailbox);((UTF8|IA5):[ -~é老]{0,12}(@b\\.example)?|DER:0[4C]0[1-3][0-9a-fA-F]{2,6})"
    ) {
        let mut out = Vec::new();
        if encode(&input, &mut out).is_ok() {
            let again = GeneralName::from_encoded(&out).text().unwrap();
            let mut der = Vec::new();
            encode(&again, &mut der).unwrap();
            prop_assert_eq!(der, out);
        }
    }

    #[test]
    fn any_content_has_a_text_that_gives_it_back_or_none(
        oid in prop::collection::vec(any::<u8>(), 1..4),
        value in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut name = Vec::new();
        der::nested(&mut name, 0xA0, |out| {
            der::tlv(out, tag::OBJECT_IDENTIFIER, &oid);
            der::tlv(out, VALUE, &value);
        });
        if let Ok(name) = GeneralName::from_der(&name) {
            prop_assert_eq!(GeneralName::other(&name.value()), Ok(name));
        }
    }
}

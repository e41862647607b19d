use super::*;
use crate::decode::DerErrorKind;
use crate::general_name::DnsNameError;
use crate::general_name::cases::assert_refused;
use alloc::string::ToString;
use proptest::prelude::*;

fn content(der: &[u8]) -> &[u8] {
    decode::only(der).unwrap().content
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
fn octets_come_back_as_the_plainest_text() {
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
        assert_eq!(text(content).as_deref(), *expected, "{content:02x?}");
    }
}

#[test]
fn what_is_no_other_name_is_refused_for_its_own_reason() {
    use OtherNameError::*;
    const NO_UPN: OtherNameError = NotUtf8String { name: "UPN", source: "MS-WCCE 2.2.2.7.5" };
    const NO_MAILBOX: OtherNameError =
        NotUtf8String { name: "SmtpUTF8Mailbox", source: "RFC 9598 3" };
    let der = |at, kind| Der(DerError { at, kind });
    let cases = [
        ("", Empty),
        ("@file", NoSemicolon),
        ("alice@example.com", NoSemicolon),
        ("a,DNS:b", NoSemicolon),
        ("UPN", NoSemicolon),
        ("upn;UTF8:a", UnknownTypeName),
        ("foo;UTF8:a", UnknownTypeName),
        (";UTF8:a", TypeId(OidError::Empty)),
        ("1;UTF8:a", TypeId(OidError::OneArc)),
        ("1.40;UTF8:a", TypeId(OidError::SecondArc)),
        ("1.2,DNS:b;UTF8:a", TypeId(OidError::NotANumber { arc: 2 })),
        ("1.2.3;", NoValueType),
        ("1.2.3;a", NoValueType),
        ("1.2.3;utf8:a", NoValueType),
        ("1.2.3;BMP:a", NoValueType),
        ("UPN;a@b", NoValueType),
        ("1.2.3;UTF8:", EmptyValue),
        ("1.2.3;IA5:", EmptyValue),
        ("1.2.3;DER:", EmptyValue),
        ("UPN;IA5:a@b", NO_UPN),
        ("1.3.6.1.4.1.311.20.2.3;IA5:a@b", NO_UPN),
        ("UPN;DER:1603614062", NO_UPN),
        ("UPN;DER:0C00", NO_UPN),
        ("UPN;DER:0C01FF", der(0, DerErrorKind::Content)),
        ("SmtpUTF8Mailbox;IA5:a@b", NO_MAILBOX),
        ("UPN;DER:0C0100", Control { character: '\0', at: 1 }),
        ("1.2.3;UTF8:é\0", Control { character: '\0', at: 2 }),
        ("1.2.3;UTF8:a\nb", Control { character: '\n', at: 2 }),
        ("1.2.3;UTF8:\u{9B}", Control { character: '\u{9B}', at: 1 }),
        ("1.2.3;IA5:a\x7F", Control { character: '\x7F', at: 2 }),
        ("1.2.3;IA5:aé", NotAscii { character: 'é', at: 2 }),
        ("1.2.3;DER:05 00", NotHex { character: ' ', at: 3 }),
        ("1.2.3;DER:0é", NotHex { character: 'é', at: 2 }),
        ("1.2.3;DER:050", OddHex),
        ("1.2.3;DER:05", der(0, DerErrorKind::Truncated)),
        ("1.2.3;DER:050005", der(2, DerErrorKind::TrailingData)),
        ("1.2.3;DER:05000500", der(2, DerErrorKind::TrailingData)),
        ("1.2.3;DER:0C8000", der(0, DerErrorKind::IndefiniteLength)),
        ("1.2.3;DER:0C810161", der(0, DerErrorKind::LengthNotMinimal)),
        ("1.2.3;DER:010101", der(0, DerErrorKind::Content)),
        ("1.2.3;DER:3003020200", der(2, DerErrorKind::Truncated)),
        ("1.2.3;DER:3004030208FF", der(2, DerErrorKind::Content)),
    ];
    assert_refused(encode, cases);
}

#[test]
fn mailboxes_that_rfc_9598_forbids_are_refused() {
    use SmtpUtf8MailboxError::*;
    let too_long = "é".repeat(32) + "a@b";
    let cases = [
        ("é", NoAt),
        ("a@example.com", AsciiLocalPart),
        ("\"a b\"@example.com", AsciiLocalPart),
        ("@example.com", EmptyAtom { at: 1 }),
        (".é@example.com", EmptyAtom { at: 1 }),
        ("é..a@example.com", EmptyAtom { at: 3 }),
        ("é.@example.com", EmptyAtom { at: 3 }),
        ("\u{FEFF}é@example.com", ByteOrderMark { at: 1 }),
        ("é\u{FEFF}@example.com", ByteOrderMark { at: 2 }),
        ("é a@example.com", Character { character: ' ', at: 2 }),
        ("é <é@example.com>", Character { character: ' ', at: 2 }),
        ("<é@example.com>", Character { character: '<', at: 1 }),
        ("é(x)@example.com", Character { character: '(', at: 2 }),
        ("é@é@example.com", Character { character: '@', at: 2 }),
        ("a,é@example.com", Character { character: ',', at: 2 }),
        ("\"é@example.com", Character { character: '"', at: 1 }),
        ("\"é\"é@example.com", Character { character: '"', at: 3 }),
        ("\"\\é\"@example.com", Character { character: '\\', at: 2 }),
        (&too_long, LocalPartTooLong { len: 65 }),
        ("é@", Domain(DnsNameError::Empty)),
        ("é@[192.0.2.1]", Domain(DnsNameError::IpAddress)),
        ("é@192.0.2.1", Domain(DnsNameError::IpAddress)),
        ("é@a_b", Domain(DnsNameError::Underscore { at: 2 })),
        ("é@*.example.com", Domain(DnsNameError::Wildcard { at: 1 })),
        ("é@ab--c.example", Domain(DnsNameError::ReservedLabel { at: 1 })),
        ("é@example.com.", Domain(DnsNameError::TrailingDot)),
        ("é@example.com,DNS:b", Domain(DnsNameError::Character { character: ',', at: 12 })),
        ("é@Example.com", DomainCase),
        ("é@XN--bcher-kva.example", DomainCase),
    ];
    for (mailbox, expected) in cases {
        let octets: Vec<u8> = {
            let mut der = Vec::new();
            der::tlv(&mut der, tag::UTF8_STRING, mailbox.as_bytes());
            der
        };
        let texts = [
            format!("SmtpUTF8Mailbox;UTF8:{mailbox}"),
            format!("1.3.6.1.5.5.7.8.9;UTF8:{mailbox}"),
            format!("SmtpUTF8Mailbox;DER:{}", hex::encode(&octets)),
        ];
        for text in texts {
            let refusal = encode(&text, &mut Vec::new());
            assert_eq!(refusal, Err(OtherNameError::Mailbox(expected)), "{text:?}");
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
        assert_eq!(text(content(&out)), Some(input));
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
    let expected = SmtpUtf8MailboxError::Domain(DnsNameError::NotAscii { character: 'ü', at: 2 });
    assert_eq!(encode(&text, &mut Vec::new()), Err(OtherNameError::Mailbox(expected)));
}

#[test]
fn hints_say_what_was_meant() {
    let cases = [
        ("msUPN;UTF8:a@b", Some("did you mean UPN?")),
        ("upn;UTF8:a@b", Some("did you mean UPN?")),
        ("id-on-SmtpUTF8Mailbox;UTF8:é@b", Some("did you mean SmtpUTF8Mailbox?")),
        ("foo;UTF8:a", None),
        ("1.02;UTF8:a", Some("did you mean 1.2?")),
        ("UPN;a@b", Some("did you mean \"UPN;UTF8:a@b\"?")),
        ("UPN;IA5:a@b", Some("write UTF8: in front of the text")),
        ("1.2.3;a", None),
        ("1.2.3;IA5:é", Some("UTF8: takes any character")),
        ("SmtpUTF8Mailbox;UTF8:a@b", Some("give it as an rfc822Name")),
        ("SmtpUTF8Mailbox;UTF8:é@B.example", Some("write \"é@b.example\"")),
        ("SmtpUTF8Mailbox;UTF8:é@b.", Some("for the domain: write b")),
        ("SmtpUTF8Mailbox;UTF8:\u{FEFF}é@b", Some("leave the byte order mark out")),
    ];
    for (text, hint) in cases {
        let error = encode(text, &mut Vec::new()).unwrap_err();
        assert_eq!(error.hint(text).as_deref(), hint, "{text}");
    }
}

#[test]
fn messages_say_what_is_wrong_what_is_allowed_and_who_says_so() {
    let cases = [
        ("UPN;IA5:a@b", "has a value that is no UTF8String; UPN is one (MS-WCCE 2.2.2.7.5)"),
        (
            "1.2.3;UTF8:a\nb",
            "has the control character U+000A at character 2 of its value; the text of an otherName holds none",
        ),
        (
            "SmtpUTF8Mailbox;UTF8:é@a_b",
            "has a mail domain that has \"_\" at character 2; a dNSName holds letters, digits and hyphens (RFC 1034 3.5); mail domains are host names (RFC 9598 3)",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(encode(text, &mut Vec::new()).unwrap_err().to_string(), message);
    }
}

proptest! {
    #[test]
    fn text_that_is_read_comes_back_as_text_of_the_same_name(
        input in "(2\\.999|1\\.3\\.6|UPN|SmtpUTF8Mailbox);((UTF8|IA5):[ -~é老]{0,12}(@b\\.example)?|DER:0[4C]0[1-3][0-9a-fA-F]{2,6})"
    ) {
        let mut out = Vec::new();
        if encode(&input, &mut out).is_ok() {
            let again = text(content(&out)).unwrap();
            let mut der = Vec::new();
            encode(&again, &mut der).unwrap();
            prop_assert_eq!(der, out);
        }
    }

    #[test]
    fn any_octets_have_a_text_that_gives_them_back_or_none(
        oid in prop::collection::vec(any::<u8>(), 1..4),
        value in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut octets = Vec::new();
        der::tlv(&mut octets, tag::OBJECT_IDENTIFIER, &oid);
        der::tlv(&mut octets, VALUE, &value);
        if let Some(text) = text(&octets) {
            let mut out = Vec::new();
            encode(&text, &mut out).unwrap();
            prop_assert_eq!(content(&out), octets);
        }
    }
}

use super::*;
use crate::general_name::cases::assert_refused;
use alloc::vec;
use proptest::prelude::*;

fn content(der: &[u8]) -> &[u8] {
    decode::only(der).unwrap().content
}

/// Written out by hand from RFC 5280 Appendix A.1. `62 03 13 01 20` is the blank domain.
#[test]
fn addresses_become_their_sequences() {
    let cases: &[(&str, &[u8])] = &[
        ("S=Doe", b"\xA3\x0E\x30\x0C\x62\x03\x13\x01 \xA5\x05\x80\x03Doe"),
        ("C=US;O=Acme", b"\xA3\x13\x30\x11\x61\x04\x13\x02US\x62\x03\x13\x01 \x83\x04Acme"),
        ("c=840;o=Acme", b"\xA3\x14\x30\x12\x61\x05\x12\x03840\x62\x03\x13\x01 \x83\x04Acme"),
        ("C=US;A= ;P=X", b"\xA3\x12\x30\x10\x61\x04\x13\x02US\x62\x03\x13\x01 \xA2\x03\x13\x01X"),
        ("A=12;P=34", b"\xA3\x0E\x30\x0C\x62\x04\x12\x0212\xA2\x04\x12\x0234"),
        ("A=1 2;P=3-4;", b"\xA3\x10\x30\x0E\x62\x05\x13\x031 2\xA2\x05\x13\x033-4"),
        (
            "Q=Jr;I=JQ;G=Jo;S=Doe",
            b"\xA3\x1A\x30\x18\x62\x03\x13\x01 \xA5\x11\x80\x03Doe\x81\x02Jo\x82\x02JQ\x83\x02Jr",
        ),
        ("OU2=b;OU1=a", b"\xA3\x0F\x30\x0D\x62\x03\x13\x01 \xA6\x06\x13\x01a\x13\x01b"),
        ("X121=1;T-ID=t;N-ID=2", b"\xA3\x10\x30\x0E\x62\x03\x13\x01 \x80\x011\x81\x01t\x84\x012"),
        (
            "DDA:id=a=b;dda:RFC-822=a(a)b",
            b"\xA3\x26\x30\x05\x62\x03\x13\x01 \x30\x1D\x30\x09\x13\x02id\x13\x03a=b\x30\x10\x13\x07RFC-822\x13\x05a(a)b",
        ),
        ("O=a,DNS:b", b"\xA3\x10\x30\x0E\x62\x03\x13\x01 \x83\x07a,DNS:b"),
        (
            "C=US;A=ADMD;P=PRMD;O=Org;OU1=Unit;S=Sur;G=Given;I=Init;Q=Gen;N=1;T=t;X=2;DDA:T=V",
            b"\xA3\x51\x30\x45\
              \x61\x04\x13\x02US\
              \x62\x06\x13\x04ADMD\
              \x80\x012\
              \x81\x01t\
              \xA2\x06\x13\x04PRMD\
              \x83\x03Org\
              \x84\x011\
              \xA5\x17\x80\x03Sur\x81\x05Given\x82\x04Init\x83\x03Gen\
              \xA6\x06\x13\x04Unit\
              \x30\x08\x30\x06\x13\x01T\x13\x01V",
        ),
    ];
    for (input, expected) in cases {
        let mut out = Vec::new();
        assert_eq!(encode(input, &mut out), Ok(()), "{input}");
        assert_eq!(out, *expected, "{input}");
        let again = text(content(&out)).unwrap();
        let mut der = Vec::new();
        assert_eq!(encode(&again, &mut der), Ok(()), "{input}");
        assert_eq!(der, out, "{input}");
    }
}

#[test]
fn text_comes_back_in_one_order_with_short_keys_and_no_blank_domain() {
    let cases = [
        ("s=Doe;c=US;a= ", "C=US;S=Doe"),
        ("DDA:b=1;DDA:a=2;X121=3;T-ID=4;N-ID=5", "N=5;T=4;X=3;DDA:b=1;DDA:a=2"),
        ("OU2=y;OU1=x;P=z;", "P=z;OU1=x;OU2=y"),
    ];
    for (input, expected) in cases {
        let mut out = Vec::new();
        encode(input, &mut out).unwrap();
        assert_eq!(text(content(&out)).as_deref(), Some(expected));
    }
}

#[test]
fn lengths_are_bounded_to_the_character() {
    let cases = [
        ("S=s;", "A", 16, "a"),
        ("", "P", 16, "a"),
        ("", "P", 16, "1"),
        ("", "O", 64, "a"),
        ("", "OU1", 32, "a"),
        ("OU1=a;", "OU2", 32, "a"),
        ("OU1=a;OU2=b;", "OU3", 32, "a"),
        ("OU1=a;OU2=b;OU3=c;", "OU4", 32, "a"),
        ("", "S", 40, "a"),
        ("S=s;", "G", 16, "a"),
        ("S=s;", "I", 5, "a"),
        ("S=s;", "Q", 3, "a"),
        ("", "N", 32, "1"),
        ("", "T", 24, "a"),
        ("", "X", 16, "1"),
    ];
    for (before, key, max, filler) in cases {
        let longest = format!("{before}{key}={}", filler.repeat(max));
        assert_eq!(encode(&longest, &mut Vec::new()), Ok(()), "{longest}");
        let too_long = longest + filler;
        let expected = X400AddressError::TooLong { key, len: max + 1, max };
        assert_eq!(encode(&too_long, &mut Vec::new()), Err(expected), "{too_long}");
    }
    let longest = format!("DDA:{}={}", "t".repeat(8), "v".repeat(128));
    assert_eq!(encode(&longest, &mut Vec::new()), Ok(()));
    assert_eq!(
        encode(&(longest + "v"), &mut Vec::new()),
        Err(X400AddressError::TooLong { key: "DDA value", len: 129, max: 128 })
    );
    assert_eq!(
        encode("DDA:ttttttttt=v", &mut Vec::new()),
        Err(X400AddressError::TooLong { key: "DDA type", len: 9, max: 8 })
    );
}

#[test]
fn what_is_no_address_is_refused_for_its_own_reason() {
    use X400AddressError::*;
    let cases = [
        ("", Empty),
        ("A= ", Empty),
        (";", NoEqualsSign { at: 1 }),
        (";C=US", NoEqualsSign { at: 1 }),
        ("Doe", NoEqualsSign { at: 1 }),
        ("@file", NoEqualsSign { at: 1 }),
        ("a,DNS:b", NoEqualsSign { at: 1 }),
        ("O=é", NotPrintable { key: "O", character: 'é', at: 3 }),
        ("C=US;O", NoEqualsSign { at: 6 }),
        ("C=US;;O=a", Semicolon { at: 5 }),
        ("O=a;;b", Semicolon { at: 4 }),
        ("O=a;;", Semicolon { at: 4 }),
        ("=a", UnknownKey { at: 1 }),
        ("C=US; O=a", UnknownKey { at: 6 }),
        ("OU=a", UnknownKey { at: 1 }),
        ("OU5=a", UnknownKey { at: 1 }),
        ("DDA=a", UnknownKey { at: 1 }),
        ("é=a", UnknownKey { at: 1 }),
        ("S=a;CN=b", CommonName { at: 5 }),
        ("cn=b", CommonName { at: 1 }),
        ("O=a;o=b", Repeated { key: "O", at: 5 }),
        ("X=1;X121=1", Repeated { key: "X", at: 5 }),
        ("T-ID=1;T=1", Repeated { key: "T", at: 8 }),
        ("DDA:a=1;DDA:A=2", Repeated { key: "DDA", at: 9 }),
        ("O=", EmptyValue { key: "O" }),
        ("S=a;A=", EmptyValue { key: "A" }),
        ("C=", EmptyValue { key: "C" }),
        ("DDA:=a", EmptyValue { key: "DDA type" }),
        ("DDA:a=", EmptyValue { key: "DDA value" }),
        ("O= a", OuterSpace { key: "O" }),
        ("O=a ", OuterSpace { key: "O" }),
        ("P= ", OuterSpace { key: "P" }),
        ("S=a;A=  ", OuterSpace { key: "A" }),
        ("O=a@b", NotPrintable { key: "O", character: '@', at: 4 }),
        ("O=a_b", NotPrintable { key: "O", character: '_', at: 4 }),
        ("O=a*", NotPrintable { key: "O", character: '*', at: 4 }),
        ("O=a\nb", NotPrintable { key: "O", character: '\n', at: 4 }),
        ("O=a\0", NotPrintable { key: "O", character: '\0', at: 4 }),
        ("C=US;DDA:a_=1", NotPrintable { key: "DDA type", character: '_', at: 11 }),
        ("C=US;DDA:a=é!", NotPrintable { key: "DDA value", character: 'é', at: 12 }),
        ("N=1a", NotNumeric { key: "N", character: 'a', at: 4 }),
        ("X=+1", NotNumeric { key: "X", character: '+', at: 3 }),
        ("N=١", NotNumeric { key: "N", character: '١', at: 3 }),
        ("C=us", CountryCase),
        ("C=Us", CountryCase),
        ("C=USA", Country),
        ("C=U", Country),
        ("C=12", Country),
        ("C=1234", Country),
        ("C=é", Country),
        ("C= US", Country),
        ("G=a", NoSurname { key: "G" }),
        ("I=a", NoSurname { key: "I" }),
        ("Q=a", NoSurname { key: "Q" }),
        ("OU2=a", UnitGap { key: "OU2", missing: "OU1" }),
        ("OU1=a;OU4=a", UnitGap { key: "OU4", missing: "OU2" }),
        ("DDA:a=1;DDA:b=1;DDA:c=1;DDA:d=1;DDA:e=1", TooManyDomainDefined { at: 33 }),
    ];
    assert_refused(encode, cases);
}

#[test]
fn hints_say_what_was_meant() {
    let cases = [
        ("C=US; O=a", Some("did you mean O?")),
        ("OU=a", Some("did you mean OU1?")),
        ("C=uk;O=a", Some("write C=GB")),
        ("C=zq;O=a", None),
        ("X.121=1", Some("did you mean X121?")),
        ("S=a;CN=b", Some("give the name as S (surname) and G (given name)")),
        ("O=a;C=us", Some("write C=US")),
        ("C=USA", None),
        ("C=US;;O=a", Some("write one semicolon between two attributes")),
        ("S=a;A=", Some("leave A out where it is blank")),
        ("S=", Some("leave it out")),
        ("OU2=a", Some("write OU1 instead of OU2")),
        ("G=a", Some("add the surname, S")),
        ("A= ", Some("say whose address it is, at least with P, O or S")),
        ("", None),
    ];
    for (text, hint) in cases {
        let error = encode(text, &mut Vec::new()).unwrap_err();
        assert_eq!(error.hint(text).as_deref(), hint, "{text}");
    }
}

#[test]
fn messages_say_what_is_wrong_what_is_allowed_and_who_says_so() {
    let cases = [
        (
            "O=a@b",
            "has \"@\" at character 4; O is a PrintableString: A-Z a-z 0-9 space ' ( ) + , - . / : = ? (RFC 5280 Appendix A.1)",
        ),
        ("G=a", "has G without S; a personal name has a surname (RFC 5280 Appendix A.1)"),
        ("I=abcdef", "has 6 characters in I; at most 5 are allowed (RFC 5280 Appendix A.1)"),
    ];
    for (text, message) in cases {
        assert_eq!(encode(text, &mut Vec::new()).unwrap_err().to_string(), message);
    }
}

#[test]
fn content_that_no_text_can_express_has_none() {
    let cases: &[&[u8]] = &[
        b"",
        b"\x30\x00",
        // No administration domain, an empty one, one that is a NumericString of a space.
        b"\x30\x06\x83\x04Acme",
        b"\x30\x0A\x62\x02\x13\x00\x83\x04Acme",
        b"\x30\x0B\x62\x03\x12\x01 \x83\x04Acme",
        // Extension attributes, a fifth unit, a surname left out, the personal name unsorted.
        b"\x30\x0B\x62\x03\x13\x01 \x83\x04Acme\x31\x00",
        b"\x30\x16\x62\x03\x13\x01 \xA6\x0F\x13\x01a\x13\x01b\x13\x01c\x13\x01d\x13\x01e",
        b"\x30\x0A\x62\x03\x13\x01 \xA5\x03\x81\x01a",
        b"\x30\x0D\x62\x03\x13\x01 \xA5\x06\x81\x01a\x80\x01b",
        // A semicolon, an empty list of domain-defined attributes, an equals sign in a type.
        b"\x30\x0A\x62\x03\x13\x01 \x83\x03a;b",
        b"\x30\x0B\x62\x03\x13\x01 \x83\x04Acme\x30\x00",
        b"\x30\x05\x62\x03\x13\x01 \x30\x0A\x30\x08\x13\x03a=b\x13\x01c",
    ];
    for content in cases {
        assert_eq!(text(content), None, "{content:02x?}");
    }
}

proptest! {
    #[test]
    fn addresses_come_back_as_the_same_address(
        parts in prop::sample::subsequence(
            vec!["C=US", "A=12", "P=x y", "O=a=b", "OU1=u", "OU2=v", "S=Doe", "G=J", "I=Q", "Q=3",
                 "N=1 2", "T=(t)", "X=99", "DDA:a=,", "DDA:b=="],
            1..15,
        ).prop_shuffle(),
        value in "[A-Za-z0-9'()+,./:=? -]{1,40}",
    ) {
        let mut parts: Vec<String> = parts.into_iter().map(String::from).collect();
        parts.push(format!("DDA:v={value}"));
        let mut out = Vec::new();
        match encode(&parts.join(";"), &mut out) {
            Ok(()) => {
                let again = text(content(&out)).unwrap();
                let mut der = Vec::new();
                encode(&again, &mut der).unwrap();
                prop_assert_eq!(&der, &out);
                prop_assert_eq!(text(content(&der)), Some(again));
            }
            Err(error) => prop_assert!(matches!(
                error,
                X400AddressError::NoSurname { .. }
                    | X400AddressError::UnitGap { .. }
                    | X400AddressError::OuterSpace { key: "DDA value" }
            ), "{:?}", error),
        }
    }

    #[test]
    fn any_octets_have_a_text_that_gives_them_back_or_none(
        values in prop::collection::vec(("[\u{0}-\u{7f}é]{0,4}", 0u8..8), 0..6),
    ) {
        let mut octets = Vec::new();
        der::nested(&mut octets, tag::SEQUENCE, |out| {
            der::nested(out, 0x62, |out| der::tlv(out, 0x13, b" "));
            for (value, number) in &values {
                der::tlv(out, tag::context(*number), value.as_bytes());
            }
        });
        if let Some(text) = text(&octets) {
            let mut out = Vec::new();
            encode(&text, &mut out).unwrap();
            prop_assert_eq!(content(&out), octets);
        }
    }
}

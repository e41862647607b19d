use super::*;
use crate::error::{Code, Hint};
use crate::san::GeneralName;
use crate::san::cases::assert_refused;
use alloc::{format, vec};
use proptest::prelude::*;

/// The text of a name in DER, if it gives the DER back.
fn text_of(name: &[u8]) -> Option<String> {
    GeneralName::from_encoded(name).text()
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
        let again = text_of(&out).unwrap();
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
        assert_eq!(text_of(&out).as_deref(), Some(expected));
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
        let error = encode(&too_long, &mut Vec::new()).unwrap_err();
        assert_eq!(error.code(), Code::TooLong, "{too_long}");
        assert_eq!(error.reason(), format!("has {} characters in {key}", max + 1));
    }
    let longest = format!("DDA:{}={}", "t".repeat(8), "v".repeat(128));
    assert_eq!(encode(&longest, &mut Vec::new()), Ok(()));
    for too_long in [longest + "v", "DDA:ttttttttt=v".into()] {
        assert_eq!(encode(&too_long, &mut Vec::new()).unwrap_err().code(), Code::TooLong);
    }
}

#[test]
fn a_text_that_is_not_an_address_is_refused_for_its_own_reason() {
    use Code::*;
    let cases = [
        ("", Empty, None),
        (";", EqualsMissing, Some(1)),
        (";C=US", EqualsMissing, Some(1)),
        ("Doe", EqualsMissing, Some(1)),
        ("@file", EqualsMissing, Some(1)),
        ("a,DNS:b", EqualsMissing, Some(1)),
        ("O=é", Character, Some(3)),
        ("C=US;O", EqualsMissing, Some(6)),
        ("=a", X400Syntax, Some(1)),
        ("é=a", X400Syntax, Some(1)),
        ("O=a;o=b", Repeated, Some(5)),
        ("X=1;X121=1", Repeated, Some(5)),
        ("T-ID=1;T=1", Repeated, Some(8)),
        ("DDA:a=1;DDA:A=2", Repeated, Some(9)),
        ("O= a", WhiteSpace, None),
        ("O=a ", WhiteSpace, None),
        ("P= ", WhiteSpace, None),
        ("S=a;A=  ", WhiteSpace, None),
        ("O=a@b", Character, Some(4)),
        ("O=a_b", Character, Some(4)),
        ("O=a*", Character, Some(4)),
        ("O=a\nb", Character, Some(4)),
        ("O=a\0", Character, Some(4)),
        ("C=US;DDA:a_=1", Character, Some(11)),
        ("C=US;DDA:a=é!", Character, Some(12)),
        ("N=1a", Character, Some(4)),
        ("X=+1", Character, Some(3)),
        ("N=١", Character, Some(3)),
        ("C=zq;O=a", CountryCase, None),
        ("C=USA", CountrySyntax, None),
        ("C=U", CountrySyntax, None),
        ("C=12", CountrySyntax, None),
        ("C=1234", CountrySyntax, None),
        ("C=é", CountrySyntax, None),
        ("C= US", CountrySyntax, None),
        ("DDA:a=1;DDA:b=1;DDA:c=1;DDA:d=1;DDA:e=1", X400Syntax, Some(33)),
    ];
    assert_refused(encode, "x400Address", cases.map(|(text, code, at)| (text, code, at, None)));
}

#[test]
fn hints_say_what_was_meant() {
    use Code::*;
    let meant = |word: &str| Some(Hint::DidYouMean(word.into()));
    let advice = |text: &'static str| Some(Hint::advice(text));
    let one = || advice("write one semicolon between two attributes");
    let names = || advice("give the name as S (surname) and G (given name)");
    let cases = [
        ("C=US; O=a", X400Syntax, Some(6), meant("O")),
        ("OU=a", X400Syntax, Some(1), meant("OU1")),
        ("OU5=a", X400Syntax, Some(1), meant("OU1")),
        ("DDA=a", X400Syntax, Some(1), meant("DDA:")),
        ("X.121=1", X400Syntax, Some(1), meant("X121")),
        ("S=a;CN=b", X400Syntax, Some(5), names()),
        ("cn=b", X400Syntax, Some(1), names()),
        ("C=US;;O=a", X400Syntax, Some(5), one()),
        ("O=a;;b", X400Syntax, Some(4), one()),
        ("O=a;;", X400Syntax, Some(4), one()),
        ("C=us", CountryCase, None, advice("write C=US")),
        ("C=Us", CountryCase, None, advice("write C=US")),
        ("C=uk;O=a", CountryCase, None, advice("write C=GB")),
        ("O=a;C=us", CountryCase, None, advice("write C=US")),
        ("S=a;A=", ValueMissing, None, advice("leave A out where it is blank")),
        ("S=", ValueMissing, None, advice("leave it out")),
        ("C=", ValueMissing, None, advice("leave it out")),
        ("DDA:=a", ValueMissing, None, advice("leave it out")),
        ("DDA:a=", ValueMissing, None, advice("leave it out")),
        ("OU2=a", X400Incomplete, None, advice("write OU1 instead of OU2")),
        ("OU1=a;OU4=a", X400Incomplete, None, advice("write OU2 instead of OU4")),
        ("G=a", X400Incomplete, None, advice("add the surname, S")),
        ("I=a", X400Incomplete, None, advice("add the surname, S")),
        ("Q=a", X400Incomplete, None, advice("add the surname, S")),
        ("A= ", X400Incomplete, None, advice("add at least P, O or S")),
    ];
    assert_refused(encode, "x400Address", cases);
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
        let mut name = Vec::new();
        der::tlv(&mut name, 0xA3, content);
        assert_eq!(text_of(&name), None, "{content:02x?}");
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
                let again = text_of(&out).unwrap();
                let mut der = Vec::new();
                encode(&again, &mut der).unwrap();
                prop_assert_eq!(&der, &out);
                prop_assert_eq!(text_of(&der), Some(again));
            }
            Err(error) => prop_assert!(
                matches!(error.code(), Code::X400Incomplete | Code::WhiteSpace),
                "{:?}",
                error
            ),
        }
    }

    #[test]
    fn any_content_has_a_text_that_gives_it_back_or_none(
        values in prop::collection::vec(("[\u{0}-\u{7f}é]{0,4}", 0u8..8), 0..6),
    ) {
        let mut name = Vec::new();
        der::nested(&mut name, 0xA3, |out| {
            der::nested(out, tag::SEQUENCE, |out| {
                der::nested(out, 0x62, |out| der::tlv(out, 0x13, b" "));
                for (value, number) in &values {
                    der::tlv(out, tag::context(*number), value.as_bytes());
                }
            });
        });
        let name = GeneralName::from_der(&name).unwrap();
        if let Some(text) = name.text() {
            prop_assert_eq!(name.value(), text);
        }
        prop_assert_eq!(GeneralName::x400(&name.value()), Ok(name));
    }
}

//! otherName, ediPartyName, registeredID and x400Address through the public interface: the
//! same octets as x509-cert writes for the three that it knows, text and back, whole messages.

use pkcs10::GeneralName;
use x509_cert::der::asn1::{
    Any, Ia5StringRef, ObjectIdentifier, PrintableStringRef, Utf8StringRef,
};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::{DirectoryString, EdiPartyName, GeneralName as Peer, OtherName};

fn other_name(type_id: &str, value: Any) -> Peer {
    Peer::OtherName(OtherName { type_id: ObjectIdentifier::new_unwrap(type_id), value })
}

fn edi_party_name(name_assigner: Option<DirectoryString>, party_name: DirectoryString) -> Peer {
    Peer::EdiPartyName(EdiPartyName { name_assigner, party_name })
}

fn utf8(text: &str) -> DirectoryString {
    DirectoryString::Utf8String(text.into())
}

#[test]
fn x509_cert_writes_the_same_octets() {
    const UPN: &str = "1.3.6.1.4.1.311.20.2.3";
    const MAILBOX: &str = "1.3.6.1.5.5.7.8.9";
    let printable = |text| {
        let der = PrintableStringRef::new(text).unwrap().to_der().unwrap();
        DirectoryString::from_der(&der).unwrap()
    };
    let any_utf8 = |text| Any::from(Utf8StringRef::new(text).unwrap());
    let long = "é".repeat(70);
    let cases = [
        ("otherName:UPN;UTF8:alice@example.com", other_name(UPN, any_utf8("alice@example.com"))),
        (
            "otherName:SmtpUTF8Mailbox;UTF8:老師@example.com",
            other_name(MAILBOX, any_utf8("老師@example.com")),
        ),
        (
            "otherName:1.3.6.1.5.5.7.8.7;IA5:_ldap.example.com",
            other_name("1.3.6.1.5.5.7.8.7", Ia5StringRef::new("_ldap.example.com").unwrap().into()),
        ),
        ("otherName:1.2.3;DER:0500", other_name("1.2.3", Any::null())),
        (&format!("otherName:1.2.3;UTF8:{long}"), other_name("1.2.3", any_utf8(&long))),
        ("ediPartyName:ACME", edi_party_name(None, printable("ACME"))),
        ("ediPartyName:GS1;Müller", edi_party_name(Some(printable("GS1")), utf8("Müller"))),
        ("ediPartyName:a\\;b;c\\\\d", edi_party_name(Some(utf8("a;b")), utf8("c\\d"))),
        ("RID:1.2.840.113549", Peer::RegisteredId(ObjectIdentifier::new_unwrap("1.2.840.113549"))),
    ];
    for (text, peer) in cases {
        let name: GeneralName = text.parse().unwrap();
        assert_eq!(name.as_der(), peer.to_der().unwrap(), "{text}");
    }
}

#[test]
fn display_gives_what_can_be_parsed_again() {
    let cases = [
        "otherName:UPN;UTF8:alice@example.com",
        "otherName:SmtpUTF8Mailbox;UTF8:é@example.com",
        "otherName:2.999.1;IA5:a;b:c",
        "otherName:2.25.340282366920938463463374607431768211455;DER:0500",
        "ediPartyName:GS1;Müller \\; Söhne \\\\",
        "RID:2.999.1",
        "x400:C=US;A=ADMD;P=PRMD;O=Org;OU1=Unit;S=Sur;G=Given;I=Init;Q=Gen;N=1;T=t;X=2;DDA:T=V",
        "x400:C=DE;S=Meyer",
    ];
    for text in cases {
        let name: GeneralName = text.parse().unwrap();
        assert_eq!(name.to_string(), text);
    }
}

#[test]
fn octets_that_no_text_can_express_are_shown_in_hexadecimal() {
    // An x400Address without an administration domain, a registeredID without an arc.
    let cases: [(&[u8], &str); 2] = [
        (&[0xA3, 0x05, 0x30, 0x03, 0x83, 0x01, b'a'], "x400:#a3053003830161"),
        (&[0x88, 0x00], "RID:#8800"),
    ];
    for (der, shown) in cases {
        assert_eq!(GeneralName::from_der(der).unwrap().to_string(), shown);
    }
}

#[test]
fn refusals_quote_the_value_and_hide_nothing() {
    let cases = [
        (
            "RID:1.02",
            "\"1.02\" has a leading zero in arc 2; each number is written without (X.660); hint: did you mean 1.2?",
        ),
        (
            "otherName:UPN;a\u{202E}b",
            "\"UPN;a\\u{202e}b\" has no UTF8:, IA5: or DER: in front of its value; an otherName is OID;UTF8:text, OID;IA5:text or OID;DER:hex (RFC 5280 4.2.1.6); hint: did you mean \"UPN;UTF8:a\\u{202e}b\"?",
        ),
        (
            "ediPartyName:a\nb",
            "\"a\\u{a}b\" has the control character U+000A at character 2; an ediPartyName holds none",
        ),
        (
            "x400:C=de;S=Meyer",
            "\"C=de;S=Meyer\" has a country that is neither two upper-case letters nor three digits; C is an ISO 3166 or an X.121 code (RFC 5280 Appendix A.1); hint: write C=DE",
        ),
    ];
    for (text, message) in cases {
        let refusal = text.parse::<GeneralName>().unwrap_err();
        assert_eq!(refusal.to_string(), message);
    }
}

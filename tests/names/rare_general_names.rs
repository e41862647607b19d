//! otherName, ediPartyName, registeredID and x400Address through the public interface: the
//! same bytes as x509-cert writes for the three that it knows, text and back, refusals.

use pkcs10::{Code, GeneralName, Hint};
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
fn x509_cert_writes_the_same_bytes() {
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
fn a_name_that_no_text_can_express_is_shown_as_der_and_reads_back() {
    // An x400Address without an administration domain, an ediPartyName in a UTF8String where a
    // PrintableString is written, a host name with an underscore.
    let cases: [(&[u8], &str); 3] = [
        (b"\xA3\x05\x30\x03\x83\x01a", "x400:DER:a3053003830161"),
        (b"\xA5\x05\xA1\x03\x0C\x01a", "ediPartyName:DER:a505a1030c0161"),
        (b"\x82\x03a_b", "DNS:DER:8203615f62"),
    ];
    for (der, shown) in cases {
        let name = GeneralName::from_der(der).unwrap();
        assert_eq!(name.to_string(), shown);
        assert_eq!(shown.parse(), Ok(name));
    }
    // A registeredID without an arc.
    assert_eq!(GeneralName::from_der(&[0x88, 0x00]).unwrap_err().code(), Code::OidEncoding);
    assert_eq!("RID:DER:8800".parse::<GeneralName>().unwrap_err().code(), Code::OidEncoding);
}

#[test]
fn refusals_quote_the_value_and_hide_nothing() {
    let cases = [
        ("RID:1.02", Code::LeadingZero, None, Some(Hint::DidYouMean("1.2".into()))),
        (
            "otherName:UPN;a\u{202E}b",
            Code::OtherNameSyntax,
            None,
            Some(Hint::Write("UPN;UTF8:a\u{202E}b".into())),
        ),
        ("ediPartyName:a\nb", Code::ControlCharacter, Some(2), None),
        ("x400:C=de;S=Meyer", Code::CountryCase, None, Some(Hint::Advice("write C=DE".into()))),
    ];
    for (text, code, at, hint) in cases {
        let error = text.parse::<GeneralName>().unwrap_err();
        assert_eq!((error.code(), error.at(), error.hint()), (code, at, hint.as_ref()), "{text}");
        assert_eq!(error.refused(), text.split_once(':').map(|(_, value)| value));
        assert!(!error.to_string().contains(super::raw::is_raw), "{text}");
    }
}

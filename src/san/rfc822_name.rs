//! rfc822Name: a mailbox in ASCII (RFC 5280 4.2.1.6).

use alloc::{format, string::String, vec::Vec};

use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal, separately, without_prefix};
use super::{domain, host, mailbox};
use crate::asn1::write as der;
use crate::error::{Code, Error, Hint};

pub(super) use super::ia5::{read, text};

const TYPE: GeneralNameType = GeneralNameType::Rfc822Name;

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let mailbox = mailbox::in_ascii(text).map_err(|refusal| refusal.error(TYPE, text, hint))?;
    der::tlv(out, TYPE.tag(), mailbox.as_bytes());
    Ok(())
}

/// What to write instead, where that is clear.
fn hint(refusal: &Refusal, text: &str) -> Option<Hint> {
    let is_valid = |candidate: &str| mailbox::in_ascii(candidate).is_ok();
    let write = |candidate: String| is_valid(&candidate).then_some(Hint::Write(candidate));
    let several = || separately(TYPE, text, &[',', ';', ' '], is_valid);
    match refusal.code {
        Code::DisplayName | Code::AngleBrackets => {
            write(text.trim().strip_suffix('>')?.rsplit_once('<')?.1.into())
        }
        // `mailto:`
        Code::IsUri => write(text.get(7..)?.into()),
        Code::Comment => {
            let (before, comment) = text.split_once('(')?;
            let (_, after) = comment.split_once(')')?;
            write([before.trim_end(), after.trim_start()].concat().trim().into())
        }
        Code::AtSign if host::is_host_name(text) => {
            Some(refusal::name(GeneralNameType::DnsName, text))
        }
        Code::AtSign => several(),
        Code::AddressLiteral | Code::IsIpAddress => {
            let domain = text.rsplit_once('@')?.1.trim_matches(['[', ']']);
            let address = domain.strip_prefix("IPv6:").unwrap_or(domain).parse().ok()?;
            Some(refusal::address(address))
        }
        _ => write(without_prefix(TYPE, text).trim().into())
            .or_else(|| write(mailbox::corrected(text)?))
            .or_else(several)
            .or_else(|| write(quoted(text)?))
            .or_else(|| mailbox::as_smtp_utf8(text).filter(|_| refusal.code == Code::NotAscii))
            .or_else(|| domain::advice(refusal, text.rsplit_once('@')?.1)),
    }
}

/// The mailbox with its local part in quotation marks.
fn quoted(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    // A mark or a backslash in it may have been meant to quote.
    (!local.contains(['"', '\\'])).then(|| format!("\"{local}\"@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::cases::{assert_codes, assert_hints};
    use alloc::string::ToString;

    #[test]
    fn mailboxes_are_kept_to_the_letter() {
        let longest = ["a".repeat(64), [&"b".repeat(62)[..]; 3].join(".")].join("@");
        assert_eq!(longest.len(), 253);
        let longest = longest + "b";
        for text in [
            "jo@example.com",
            "Jo.Doe@EXAMPLE.com",
            "jo+tag@host",
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "\"jo doe\"@example.com",
            "\"\"@example.com",
            "\"a@b\\\"\\\\ (x) <y>, ..\"@example.com",
            "jo@xn--bcher-kva.example",
            &longest,
        ] {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Ok(()), "{text}");
            let mut expected = Vec::new();
            der::tlv(&mut expected, 0x81, text.as_bytes());
            assert_eq!(out, expected);
            assert_eq!(super::text(text.as_bytes()).as_deref(), Some(text));
        }
        assert_eq!(text("jö@b".as_bytes()), None);
    }

    #[test]
    fn what_is_not_a_mailbox_is_refused_for_its_own_reason() {
        use Code::*;
        let long_local = ["a".repeat(65), "b".to_string()].join("@");
        let long = ["a".repeat(64), [&"b".repeat(63)[..]; 3].join(".")].join("@");
        let cases = [
            ("", Empty, None),
            ("Jo Doe <jo@example.com>", DisplayName, None),
            ("\"Jo <x>\" <jo@example.com>", DisplayName, None),
            ("<jo@example.com>", AngleBrackets, None),
            (" <jo@example.com> ", AngleBrackets, None),
            ("mailto:jo@example.com", IsUri, None),
            ("jo(Jo Doe)@example.com", Comment, Some(3)),
            ("jo@example.com (Jo)", Comment, Some(16)),
            ("\"(\"@example.com (Jo)", Comment, Some(17)),
            ("example.com", AtSign, None),
            ("a,DNS:b", AtSign, None),
            ("jo@a, mo@b", AtSign, Some(3)),
            ("@example.com", AtSign, None),
            ("@file", AtSign, None),
            ("jo@", AtSign, None),
            (" jo@example.com", WhiteSpace, Some(1)),
            ("jo doe@example.com", WhiteSpace, Some(3)),
            ("jo\n@example.com", WhiteSpace, Some(3)),
            (".jo@example.com", LocalPart, Some(1)),
            ("jo.@example.com", LocalPart, Some(3)),
            ("jo..doe@example.com", LocalPart, Some(4)),
            ("\"jo@example.com", LocalPart, Some(1)),
            ("\"jo\\\"@example.com", LocalPart, Some(1)),
            ("\"jo\"doe@example.com", LocalPart, Some(4)),
            ("jo\"@example.com", LocalPart, Some(3)),
            ("jö@example.com", NotAscii, Some(2)),
            ("\"jö\"@example.com", NotAscii, Some(3)),
            ("jo\0@example.com", Character, Some(3)),
            ("\"jo\n\"@example.com", Character, Some(4)),
            ("jo,doe@example.com", Character, Some(3)),
            ("jo\\@doe@example.com", Character, Some(3)),
            (&long_local, TooLong, None),
            (&long, TooLong, None),
            ("jo@[192.0.2.1]", AddressLiteral, None),
            ("jo@[IPv6:2001:db8::1]", AddressLiteral, None),
            ("jo@*.example.com", Wildcard, Some(4)),
            ("jo@a.*.example.com", Wildcard, Some(6)),
            ("jo@a_b", Underscore, Some(5)),
            ("jo@example.com.", TrailingDot, None),
            ("jo@192.0.2.1", IsIpAddress, None),
            ("jo@example.com\n", WhiteSpace, Some(15)),
            ("jo@a\0", Character, Some(5)),
            ("jo@a,DNS:b", Character, Some(5)),
        ];
        assert_codes(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let write = |text: &str| Some(Hint::Write(text.into()));
        let address = |text: &str| Some(refusal::name(GeneralNameType::IpAddress, text));
        let names = Vec::from([("email", "jo@a".into()), ("email", "mo@b".into())]);
        let smtp = refusal::name(GeneralNameType::OtherName, "SmtpUTF8Mailbox;UTF8:jö@b");
        let cases = [
            ("Jo <jo@example.com>", write("jo@example.com")),
            ("<jo@b>", write("jo@b")),
            ("<jo>", None),
            ("jo@example.com (Jo)", write("jo@example.com")),
            ("jo@b\n", write("jo@b")),
            ("email:jo@b", write("jo@b")),
            ("jo doe@b", write("\"jo doe\"@b")),
            ("jo..doe@b", write("\"jo..doe\"@b")),
            ("jo,doe@b", write("\"jo,doe\"@b")),
            ("jo\\@doe@b", None),
            ("jo\0@b", None),
            (" jo@b", write("jo@b")),
            ("jo@a, mo@b", Some(Hint::Separately { names })),
            ("jo@a, mo", Some(Hint::advice("add each name separately"))),
            ("mailto:jo@b", write("jo@b")),
            ("mailto:jo@b?subject=a", None),
            ("host.example", Some(refusal::name(GeneralNameType::DnsName, "host.example"))),
            ("jo,mo", None),
            ("jö@b", Some(smtp)),
            ("jo@[192.0.2.1]", address("192.0.2.1")),
            ("jo@[IPv6:2001:DB8::1]", address("2001:db8::1")),
            ("jo@192.0.2.1", address("192.0.2.1")),
            ("jo@b.", write("jo@b")),
        ];
        assert_hints(encode, cases);
    }

    #[test]
    fn a_faulty_domain_is_named_in_the_message() {
        assert_eq!(
            encode("jo@a_b", &mut Vec::new()).unwrap_err().to_string(),
            "rfc822Name \"jo@a_b\" has a domain that contains \"_\" at character 5; expected letters, digits and hyphens (RFC 1034 3.5)"
        );
    }

    #[cfg(feature = "idn")]
    #[test]
    fn domains_with_u_labels_are_converted() {
        let mut out = Vec::new();
        encode("Jo@Bücher.Example", &mut out).unwrap();
        assert!(out.ends_with(b"Jo@xn--bcher-kva.Example"));
        assert_codes(encode, [("jo@\u{FB01}.com", Code::Mapped, Some(4))]);
        assert_hints(encode, [("jo@\u{FB01}.com", Some(Hint::Write("jo@fi.com".into())))]);
    }
}

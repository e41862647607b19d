//! rfc822Name: a mailbox, `local@domain` (RFC 5280 4.2.1.6, RFC 5321 4.1.2), without a display
//! name, comments or angle brackets. The domain is a host name: an address literal names no
//! domain that anybody could have checked.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{GeneralNameType, ascii, dns_name};
use crate::der;

mod error;

pub use error::Rfc822NameError;

/// The longest local part, in octets (RFC 5321 4.5.3.1.1).
const LOCAL_PART_MAX: usize = 64;
/// The longest mailbox, in octets: a path has 256 with its angle brackets (RFC 5321 4.5.3.1.3).
const MAILBOX_MAX: usize = 254;

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Rfc822NameError> {
    let mailbox = mailbox(text)?;
    der::tlv(out, GeneralNameType::Rfc822Name.tag(), mailbox.as_bytes());
    Ok(())
}

/// The text of the content octets, where the syntax can express them.
pub(super) fn text(content: &[u8]) -> Option<String> {
    ascii(content)
}

/// The mailbox as it stands in a request: to the letter, but for a domain with U-labels.
///
/// ```text
/// Mailbox    = Local-part "@" Domain           ; RFC 5321 4.1.2, without address literals
/// Local-part = Dot-string / Quoted-string
/// ```
fn mailbox(text: &str) -> Result<Cow<'_, str>, Rfc822NameError> {
    check_form(text)?;
    let (local, domain) = text.rsplit_once('@').ok_or(Rfc822NameError::NoAtSign)?;
    check_local_part(local)?;
    let host = check_domain(domain, local.chars().count() + 1)?;
    let mailbox = match host {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(host) => Cow::Owned([local, "@", &host].concat()),
    };
    match mailbox.len() {
        ..=MAILBOX_MAX => Ok(mailbox),
        len => Err(Rfc822NameError::TooLong { len }),
    }
}

/// Refuses what mail programs write around a mailbox.
fn check_form(text: &str) -> Result<(), Rfc822NameError> {
    if text.is_empty() {
        return Err(Rfc822NameError::Empty);
    }
    let trimmed = text.trim();
    if trimmed.ends_with('>') && trimmed.contains('<') {
        return Err(if trimmed.starts_with('<') {
            Rfc822NameError::AngleBrackets
        } else {
            Rfc822NameError::DisplayName
        });
    }
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        return Err(Rfc822NameError::MailtoUri);
    }
    // Parentheses in a quoted local part are no comment.
    let unquoted = if text.starts_with('"') { text.rfind('"').unwrap_or(0) } else { 0 };
    match text.char_indices().position(|(index, c)| index >= unquoted && c == '(') {
        Some(index) => Err(Rfc822NameError::Comment { at: index + 1 }),
        None => Ok(()),
    }
}

fn check_local_part(local: &str) -> Result<(), Rfc822NameError> {
    if local.is_empty() {
        return Err(Rfc822NameError::NoLocalPart);
    }
    if let Some(quoted) = local.strip_prefix('"') {
        check_quoted_string(quoted)?;
    } else {
        check_dot_string(local)?;
    }
    match local.len() {
        ..=LOCAL_PART_MAX => Ok(()),
        len => Err(Rfc822NameError::LocalPartTooLong { len }),
    }
}

/// `Dot-string = Atom *("." Atom)`
fn check_dot_string(local: &str) -> Result<(), Rfc822NameError> {
    let mut after_dot = true;
    let mut end = 1;
    for (index, character) in local.chars().enumerate() {
        let at = index + 1;
        match character {
            '.' if after_dot => return Err(Rfc822NameError::Dot { at }),
            '.' => after_dot = true,
            '@' => return Err(Rfc822NameError::SecondAtSign { at }),
            '"' => return Err(Rfc822NameError::Quotes { at }),
            _ if character.is_whitespace() => return Err(Rfc822NameError::WhiteSpace { at }),
            _ if !character.is_ascii() => {
                return Err(Rfc822NameError::NonAsciiLocalPart { character, at });
            }
            _ if is_atext(character) => after_dot = false,
            _ => return Err(Rfc822NameError::Character { character, at }),
        }
        end = at;
    }
    if after_dot { Err(Rfc822NameError::Dot { at: end }) } else { Ok(()) }
}

/// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`; `quoted` is what follows the first mark.
fn check_quoted_string(quoted: &str) -> Result<(), Rfc822NameError> {
    let mut characters = quoted.chars().zip(2..);
    while let Some((character, at)) = characters.next() {
        let content = match character {
            '"' => {
                // Nothing follows the second mark.
                return match characters.next() {
                    None => Ok(()),
                    Some(_) => Err(Rfc822NameError::Quotes { at }),
                };
            }
            '\\' => characters.next(),
            _ => Some((character, at)),
        };
        match content {
            Some((' '..='~', _)) => {}
            Some((character, at)) if character.is_ascii() => {
                return Err(Rfc822NameError::Character { character, at });
            }
            Some((character, at)) => {
                return Err(Rfc822NameError::NonAsciiLocalPart { character, at });
            }
            None => break,
        }
    }
    Err(Rfc822NameError::Quotes { at: 1 })
}

/// The domain in ASCII; `offset` characters stand in front of it.
fn check_domain(domain: &str, offset: usize) -> Result<Cow<'_, str>, Rfc822NameError> {
    if domain.is_empty() {
        return Err(Rfc822NameError::NoDomain);
    }
    if domain.starts_with('[') {
        return Err(Rfc822NameError::AddressLiteral);
    }
    if let Some(index) = domain.chars().position(|character| character == '*') {
        return Err(Rfc822NameError::Wildcard { at: offset + index + 1 });
    }
    dns_name::to_ascii(domain).map_err(|error| Rfc822NameError::Domain(error.moved(offset)))
}

/// Characters of an atom (RFC 5322 3.2.3).
const fn is_atext(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::DnsNameError;
    use crate::general_name::cases::assert_refused;
    use alloc::string::ToString;
    use core::error::Error;

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
    fn what_is_no_mailbox_is_refused_for_its_own_reason() {
        use Rfc822NameError::*;
        let long_local = ["a".repeat(65), "b".to_string()].join("@");
        let long = ["a".repeat(64), [&"b".repeat(63)[..]; 3].join(".")].join("@");
        let cases = [
            ("", Empty),
            ("Jo Doe <jo@example.com>", DisplayName),
            ("\"Jo <x>\" <jo@example.com>", DisplayName),
            ("<jo@example.com>", AngleBrackets),
            (" <jo@example.com> ", AngleBrackets),
            ("mailto:jo@example.com", MailtoUri),
            ("jo(Jo Doe)@example.com", Comment { at: 3 }),
            ("jo@example.com (Jo)", Comment { at: 16 }),
            ("\"(\"@example.com (Jo)", Comment { at: 17 }),
            ("example.com", NoAtSign),
            ("a,DNS:b", NoAtSign),
            ("jo@a, mo@b", SecondAtSign { at: 3 }),
            ("@example.com", NoLocalPart),
            ("@file", NoLocalPart),
            ("jo@", NoDomain),
            (" jo@example.com", WhiteSpace { at: 1 }),
            ("jo doe@example.com", WhiteSpace { at: 3 }),
            ("jo\n@example.com", WhiteSpace { at: 3 }),
            (".jo@example.com", Dot { at: 1 }),
            ("jo.@example.com", Dot { at: 3 }),
            ("jo..doe@example.com", Dot { at: 4 }),
            ("\"jo@example.com", Quotes { at: 1 }),
            ("\"jo\\\"@example.com", Quotes { at: 1 }),
            ("\"jo\"doe@example.com", Quotes { at: 4 }),
            ("jo\"@example.com", Quotes { at: 3 }),
            ("jö@example.com", NonAsciiLocalPart { character: 'ö', at: 2 }),
            ("\"jö\"@example.com", NonAsciiLocalPart { character: 'ö', at: 3 }),
            ("jo\0@example.com", Character { character: '\0', at: 3 }),
            ("\"jo\n\"@example.com", Character { character: '\n', at: 4 }),
            ("jo,doe@example.com", Character { character: ',', at: 3 }),
            ("jo\\@doe@example.com", Character { character: '\\', at: 3 }),
            (&long_local, LocalPartTooLong { len: 65 }),
            (&long, TooLong { len: 256 }),
            ("jo@[192.0.2.1]", AddressLiteral),
            ("jo@[IPv6:2001:db8::1]", AddressLiteral),
            ("jo@*.example.com", Wildcard { at: 4 }),
            ("jo@a.*.example.com", Wildcard { at: 6 }),
            ("jo@a_b", Domain(DnsNameError::Underscore { at: 5 })),
            ("jo@example.com.", Domain(DnsNameError::TrailingDot)),
            ("jo@192.0.2.1", Domain(DnsNameError::IpAddress)),
            ("jo@example.com\n", Domain(DnsNameError::WhiteSpace { at: 15 })),
            ("jo@a\0", Domain(DnsNameError::Character { character: '\0', at: 5 })),
            ("jo@a,DNS:b", Domain(DnsNameError::Character { character: ',', at: 5 })),
        ];
        assert_refused(encode, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let cases = [
            ("Jo <jo@example.com>", Some("for the mailbox alone, write \"jo@example.com\"")),
            ("<jo@b>", Some("for the mailbox alone, write \"jo@b\"")),
            ("<jo>", None),
            ("jo@example.com (Jo)", Some("for the mailbox alone, write \"jo@example.com\"")),
            ("jo@b\n", Some("for the mailbox alone, write \"jo@b\"")),
            ("jo doe@b", Some("a quoted local part may hold it: \"jo doe\"@b")),
            ("jo..doe@b", Some("a quoted local part may hold it: \"jo..doe\"@b")),
            ("jo,doe@b", Some("a quoted local part may hold it: \"jo,doe\"@b")),
            ("jo\\@doe@b", None),
            ("jo\0@b", None),
            (" jo@b", Some("for the mailbox alone, write \"jo@b\"")),
            ("jo@a, mo@b", Some("each mailbox goes in as an entry of its own")),
            ("mailto:jo@b", Some("give it as a uniformResourceIdentifier")),
            ("host.example", Some("a host name goes in as a dNSName")),
            ("jo,mo", None),
            (
                "jö@b",
                Some(
                    "such a mailbox goes in as an otherName of the type SmtpUTF8Mailbox (RFC 9598)",
                ),
            ),
            ("jo@[192.0.2.1]", Some("the address of a host goes in as an iPAddress")),
            ("jo@b.", Some("in the domain, write b")),
        ];
        for (text, expected) in cases {
            let hint = mailbox(text).unwrap_err().hint(text);
            assert_eq!(hint.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_faulty_domain_is_named_in_the_message() {
        let error = mailbox("jo@a_b").unwrap_err();
        assert!(error.source().is_some_and(<dyn Error>::is::<DnsNameError>));
        assert!(Rfc822NameError::Empty.source().is_none());
        assert_eq!(
            error.to_string(),
            "has a domain that is no host name: it has \"_\" at character 5; a dNSName holds letters, digits and hyphens (RFC 1034 3.5)"
        );
    }

    #[cfg(feature = "idn")]
    #[test]
    fn domains_with_u_labels_are_converted() {
        assert_eq!(mailbox("Jo@Bücher.Example").unwrap(), "Jo@xn--bcher-kva.Example");
        let changed = DnsNameError::Mapped { character: '\u{FB01}', at: 4 };
        assert_eq!(mailbox("jo@\u{FB01}.com"), Err(Rfc822NameError::Domain(changed)));
    }
}

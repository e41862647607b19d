//! SmtpUTF8Mailbox: a mailbox whose local part has letters outside ASCII (RFC 9598 3).
//!
//! ```text
//! SmtpUTF8Mailbox ::= UTF8String (SIZE (1..MAX))
//! ```
//!
//! It is a Mailbox of RFC 6531 3.3 whose domain is written in lower case, with A-labels. The
//! local part is unchanged: no case folding and no normalisation (RFC 9598 5).

use alloc::{borrow::Cow, string::String};

use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal};
use super::{domain, mailbox};
use crate::error::{Code, Error, Hint};

const TYPE: GeneralNameType = GeneralNameType::OtherName;

/// The mailbox as it is in a request: a U-label of its domain becomes its A-label, where this
/// build converts it. Positions in the error are those in the mailbox.
pub(super) fn read(text: &str) -> Result<Cow<'_, str>, Error> {
    mailbox::in_utf8(text, false).map_err(|refusal| refusal.error(TYPE, text, hint))
}

/// Checks a mailbox that goes into a request as it is.
pub(super) fn check(text: &str) -> Result<(), Error> {
    mailbox::in_utf8(text, true).map(drop).map_err(|refusal| refusal.error(TYPE, text, hint))
}

/// What to write instead, where that is clear.
fn hint(refusal: &Refusal, text: &str) -> Option<Hint> {
    if refusal.code == Code::AsciiLocalPart {
        let is_valid = mailbox::in_ascii(text).is_ok();
        return is_valid.then(|| refusal::name(GeneralNameType::Rfc822Name, text));
    }
    let without_mark: String = text.chars().filter(|c| *c != mailbox::BYTE_ORDER_MARK).collect();
    mailbox::as_smtp_utf8(&without_mark)
        .or_else(|| mailbox::as_smtp_utf8(&mailbox::corrected(text)?))
        .or_else(|| domain::advice(refusal, text.rsplit_once('@')?.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    /// A mailbox whose domain is `len` bytes long, behind 65 others.
    fn domain_of(len: usize) -> String {
        let labels = "abcdefg.".chars().cycle().take(len - 1).collect::<String>() + "x";
        "é".repeat(32) + "@" + &labels
    }

    #[test]
    fn mailboxes_with_letters_outside_ascii_are_kept_to_the_letter() {
        let longest_local = "é".repeat(32) + "@b";
        let longest = domain_of(189);
        assert_eq!(longest.len(), 254);
        for mailbox in [
            "é@b",
            "É.a!#$%&'*+-/=?^_`{|}~@example.com",
            "\"é @\\\"\\\\\"@example.com",
            "医生@xn--pss25c.example.com",
            &longest_local,
            &longest,
        ] {
            assert_eq!(read(mailbox).as_deref(), Ok(mailbox));
            assert_eq!(check(mailbox), Ok(()), "{mailbox}");
        }
    }

    #[test]
    fn mailboxes_that_rfc_9598_forbids_are_refused() {
        use Code::*;
        let too_long_local = "é".repeat(32) + "a@b";
        let too_long = domain_of(190);
        let cases = [
            ("é", AtSign, None),
            ("a@example.com", AsciiLocalPart, None),
            ("\"a b\"@example.com", AsciiLocalPart, None),
            ("@example.com", AtSign, None),
            (".é@example.com", LocalPart, Some(1)),
            ("é..a@example.com", LocalPart, Some(3)),
            ("é.@example.com", LocalPart, Some(2)),
            ("\u{FEFF}é@example.com", InvisibleCharacter, Some(1)),
            ("é\u{FEFF}@example.com", InvisibleCharacter, Some(2)),
            ("é a@example.com", WhiteSpace, Some(2)),
            ("é <é@example.com>", WhiteSpace, Some(2)),
            ("<é@example.com>", Character, Some(1)),
            ("é(x)@example.com", Character, Some(2)),
            ("é@é@example.com", AtSign, Some(2)),
            ("a,é@example.com", Character, Some(2)),
            ("\"é@example.com", LocalPart, Some(1)),
            ("\"é\"é@example.com", LocalPart, Some(3)),
            ("\"\\é\"@example.com", NotAscii, Some(3)),
            ("é\u{85}@example.com", WhiteSpace, Some(2)),
            (&too_long_local, TooLong, None),
            (&too_long, TooLong, None),
            ("é@", AtSign, None),
            ("é@[192.0.2.1]", AddressLiteral, None),
            ("é@192.0.2.1", IsIpAddress, None),
            ("é@a_b", Underscore, Some(4)),
            ("é@*.example.com", Wildcard, Some(3)),
            ("é@ab--c.example", ReservedLabel, Some(3)),
            ("é@example.com.", TrailingDot, None),
            ("é@example.com,DNS:b", Character, Some(14)),
            ("é@Example.com", DomainCase, None),
            ("é@XN--bcher-kva.example", DomainCase, None),
        ];
        for (mailbox, code, at) in cases {
            for error in [read(mailbox).unwrap_err(), check(mailbox).unwrap_err()] {
                assert_eq!((error.code(), error.at()), (code, at), "{mailbox:?}: {error}");
                assert_eq!(error.subject(), "otherName");
            }
        }
    }

    #[cfg(feature = "idn")]
    #[test]
    fn a_u_label_becomes_its_a_label() {
        assert_eq!(read("é@bücher.example").as_deref(), Ok("é@xn--bcher-kva.example"));
    }

    #[test]
    fn a_u_label_is_never_taken_from_der() {
        let error = check("é@bücher.example").unwrap_err();
        assert_eq!((error.code(), error.at()), (Code::NotAscii, Some(4)));
    }

    #[test]
    fn hints_say_what_to_write() {
        let smtp = |mailbox: &str| {
            let value = ["SmtpUTF8Mailbox;UTF8:", mailbox].concat();
            Some(refusal::name(GeneralNameType::OtherName, value))
        };
        let cases = [
            ("a@b", Some(refusal::name(GeneralNameType::Rfc822Name, "a@b"))),
            ("é@B.example", smtp("é@b.example")),
            ("é@b.", smtp("é@b")),
            ("\u{FEFF}é@b", smtp("é@b")),
            ("é@a_b", None),
            ("é", None),
        ];
        for (mailbox, hint) in cases {
            assert_eq!(read(mailbox).unwrap_err().hint(), hint.as_ref(), "{mailbox}");
        }
    }

    #[test]
    fn a_faulty_domain_is_named_in_the_message() {
        assert_eq!(
            read("é@a_b").unwrap_err().to_string(),
            "otherName \"é@a_b\" has a domain that contains \"_\" at character 4; expected letters, digits and hyphens (RFC 1034 3.5)"
        );
    }
}

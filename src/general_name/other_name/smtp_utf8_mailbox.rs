//! SmtpUTF8Mailbox: a mailbox whose local part has letters outside ASCII (RFC 9598 3).
//!
//! ```text
//! SmtpUTF8Mailbox ::= UTF8String (SIZE (1..MAX))
//! ```
//!
//! It is a Mailbox of RFC 6531 3.3 whose domain is written in lower case, with A-labels. The
//! local part is kept to the letter: no case folding and no normalisation (RFC 9598 5).

use alloc::{borrow::Cow, format, string::String};
use core::fmt;

use crate::error::{Quoted, QuotedChar, first_character};
use crate::general_name::{DnsNameError, dns_name};

/// The longest local part, in octets (RFC 5321 4.5.3.1.1).
const LOCAL_PART_MAX: usize = 64;

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Why a text is not an SmtpUTF8Mailbox. Positions count characters of the mailbox from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SmtpUtf8MailboxError {
    /// No `@`.
    NoAt,
    /// A local part of ASCII characters only, which belongs into an rfc822Name.
    AsciiLocalPart,
    /// Nothing in front of the `@`, or between two dots of the local part.
    EmptyAtom {
        /// Position of what stands there instead, in characters from 1.
        at: usize,
    },
    /// A byte order mark.
    ByteOrderMark {
        /// Position, in characters from 1.
        at: usize,
    },
    /// A character that a local part has only between quotation marks, or an unclosed quotation.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A local part over 64 octets.
    LocalPartTooLong {
        /// Its length, in octets of UTF-8.
        len: usize,
    },
    /// A domain that is no host name in ASCII.
    Domain(DnsNameError),
    /// A domain with capital letters.
    DomainCase,
}

impl fmt::Display for SmtpUtf8MailboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAt => {
                f.write_str("has no @; an SmtpUTF8Mailbox is local-part@domain (RFC 9598 3)")
            }
            Self::AsciiLocalPart => f.write_str(
                "has a local part of ASCII characters only; an SmtpUTF8Mailbox has others in it (RFC 9598 3)",
            ),
            Self::EmptyAtom { at } => write!(
                f,
                "has an empty piece of local part at character {at} of the mailbox; dots stand between characters (RFC 5321 4.1.2)"
            ),
            Self::ByteOrderMark { at } => write!(
                f,
                "has a byte order mark at character {at} of the mailbox; an SmtpUTF8Mailbox has none (RFC 9598 3)"
            ),
            Self::Character { character, at } => write!(
                f,
                "has {} at character {at} of the mailbox, where a local part does not allow it (RFC 6531 3.3)",
                QuotedChar(*character)
            ),
            Self::LocalPartTooLong { len } => write!(
                f,
                "has a local part of {len} octets; at most {LOCAL_PART_MAX} are allowed (RFC 5321 4.5.3.1.1)"
            ),
            Self::Domain(error) => {
                write!(f, "has a mail domain that {error}; mail domains are host names (RFC 9598 3)")
            }
            Self::DomainCase => f.write_str(
                "has capital letters in its domain; the domain of an SmtpUTF8Mailbox is in lower case (RFC 9598 3)",
            ),
        }
    }
}

impl core::error::Error for SmtpUtf8MailboxError {}

impl SmtpUtf8MailboxError {
    /// What to write instead, where that is clear.
    pub(super) fn hint(&self, mailbox: &str) -> Option<String> {
        let (local_part, domain) = mailbox.rsplit_once('@')?;
        match self {
            Self::AsciiLocalPart => Some("give it as an rfc822Name".into()),
            Self::ByteOrderMark { .. } => Some("leave the byte order mark out".into()),
            Self::Domain(error) => error.hint(domain).map(|hint| format!("for the domain: {hint}")),
            Self::DomainCase => {
                let meant = format!("{local_part}@{}", domain.to_ascii_lowercase());
                Some(format!("write {}", Quoted(&meant)))
            }
            _ => None,
        }
    }
}

/// The mailbox as it goes on the wire: a U-label of its domain becomes its A-label, where
/// this build converts it.
pub(super) fn read(text: &str) -> Result<Cow<'_, str>, SmtpUtf8MailboxError> {
    let wire = match text.rsplit_once('@') {
        Some((local_part, domain)) if !domain.is_ascii() => {
            check_local_part(local_part)?;
            let domain = dns_name::to_ascii(domain).map_err(SmtpUtf8MailboxError::Domain)?;
            Cow::Owned(format!("{local_part}@{domain}"))
        }
        _ => Cow::Borrowed(text),
    };
    check(&wire)?;
    Ok(wire)
}

/// Checks a mailbox that is to go on the wire as it is.
pub(super) fn check(text: &str) -> Result<(), SmtpUtf8MailboxError> {
    if let Some((_, at)) = first_character(text, |character| character == BYTE_ORDER_MARK) {
        return Err(SmtpUtf8MailboxError::ByteOrderMark { at });
    }
    let (local_part, domain) = text.rsplit_once('@').ok_or(SmtpUtf8MailboxError::NoAt)?;
    check_local_part(local_part)?;
    check_domain(domain)
}

fn check_local_part(local_part: &str) -> Result<(), SmtpUtf8MailboxError> {
    match local_part.strip_prefix('"') {
        Some(quoted) => check_quoted(quoted)?,
        None => check_dotted(local_part)?,
    }
    if local_part.is_ascii() {
        return Err(SmtpUtf8MailboxError::AsciiLocalPart);
    }
    if local_part.len() > LOCAL_PART_MAX {
        return Err(SmtpUtf8MailboxError::LocalPartTooLong { len: local_part.len() });
    }
    Ok(())
}

/// Atoms with dots between (Dot-string of RFC 5321 4.1.2, Atom of RFC 6531 3.3).
fn check_dotted(local_part: &str) -> Result<(), SmtpUtf8MailboxError> {
    let mut at = 1;
    let mut is_atom = false;
    for character in local_part.chars() {
        match character {
            '.' if !is_atom => return Err(SmtpUtf8MailboxError::EmptyAtom { at }),
            '.' => is_atom = false,
            _ if is_atext(character) || !character.is_ascii() => is_atom = true,
            _ => return Err(SmtpUtf8MailboxError::Character { character, at }),
        }
        at += 1;
    }
    if is_atom { Ok(()) } else { Err(SmtpUtf8MailboxError::EmptyAtom { at }) }
}

/// The rest of a quoted string behind its first quotation mark (Quoted-string of RFC 5321
/// 4.1.2, QcontentSMTP of RFC 6531 3.3).
fn check_quoted(rest: &str) -> Result<(), SmtpUtf8MailboxError> {
    let mut characters = rest.chars().zip(2..).peekable();
    while let Some((character, at)) = characters.next() {
        match character {
            '"' if characters.peek().is_none() => return Ok(()),
            '"' => return Err(SmtpUtf8MailboxError::Character { character, at }),
            // A quoted-pair holds a visible ASCII character or a space.
            '\\' if !matches!(characters.next(), Some((' '..='~', _))) => {
                return Err(SmtpUtf8MailboxError::Character { character, at });
            }
            _ => {}
        }
    }
    Err(SmtpUtf8MailboxError::Character { character: '"', at: 1 })
}

/// Whether an atom has this ASCII character (atext of RFC 5322 3.2.3).
fn is_atext(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character)
}

fn check_domain(domain: &str) -> Result<(), SmtpUtf8MailboxError> {
    // A wildcard means nothing here (RFC 9598 5), though a dNSName may have one.
    if domain.starts_with('*') {
        return Err(SmtpUtf8MailboxError::Domain(DnsNameError::Wildcard { at: 1 }));
    }
    dns_name::check_wire(domain).map_err(SmtpUtf8MailboxError::Domain)?;
    if domain.bytes().any(|octet| octet.is_ascii_uppercase()) {
        return Err(SmtpUtf8MailboxError::DomainCase);
    }
    Ok(())
}

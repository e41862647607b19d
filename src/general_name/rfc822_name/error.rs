//! Why a text is no rfc822Name, in words, and what to write instead.

use alloc::{format, string::String};
use core::fmt;

use super::{LOCAL_PART_MAX, MAILBOX_MAX, mailbox};
use crate::error::{Quoted, QuotedChar};
use crate::general_name::dns_name::{self, DnsNameError};

/// Why a text is not an rfc822Name. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rfc822NameError {
    /// Nothing there.
    Empty,
    /// A name in front of the mailbox, as mail programs show it (`Jo <jo@example.com>`).
    DisplayName,
    /// Angle brackets around the mailbox.
    AngleBrackets,
    /// A URI (`mailto:jo@example.com`).
    MailtoUri,
    /// A comment in parentheses.
    Comment {
        /// Position of the parenthesis, in characters from 1.
        at: usize,
    },
    /// No `@`.
    NoAtSign,
    /// More than one `@` outside quotation marks.
    SecondAtSign {
        /// Position of the first that does not belong, in characters from 1.
        at: usize,
    },
    /// Nothing in front of the `@`.
    NoLocalPart,
    /// Nothing behind the `@`.
    NoDomain,
    /// White space outside quotation marks.
    WhiteSpace {
        /// Position, in characters from 1.
        at: usize,
    },
    /// A local part that begins or ends with a dot, or has two in a row.
    Dot {
        /// Position of the dot that does not belong, in characters from 1.
        at: usize,
    },
    /// Quotation marks that do not enclose the whole local part.
    Quotes {
        /// Position of the mark that does not belong, in characters from 1.
        at: usize,
    },
    /// A letter outside ASCII in the local part.
    NonAsciiLocalPart {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// Any other character that a local part does not hold.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A local part of more than 64 octets.
    LocalPartTooLong {
        /// Its length, in octets.
        len: usize,
    },
    /// A mailbox of more than 254 octets.
    TooLong {
        /// Its length, in octets.
        len: usize,
    },
    /// An address in brackets in the place of the domain (`jo@[192.0.2.1]`).
    AddressLiteral,
    /// A wildcard in the domain.
    Wildcard {
        /// Position of the asterisk, in characters from 1.
        at: usize,
    },
    /// A domain that is no host name. Positions are those of the whole mailbox.
    Domain(DnsNameError),
}

impl fmt::Display for Rfc822NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const RULE: &str = "an rfc822Name is local@domain and nothing else (RFC 5280 4.2.1.6)";
        const ATOMS: &str = "a local part holds letters, digits, single dots between them and !#$%&'*+-/=?^_`{|}~, or is quoted as a whole (RFC 5321 4.1.2)";
        match self {
            Self::Empty => write!(f, "is empty; {RULE}"),
            Self::DisplayName => write!(f, "has a display name; {RULE}"),
            Self::AngleBrackets => write!(f, "has angle brackets; {RULE}"),
            Self::MailtoUri => write!(f, "is a URI; {RULE}"),
            Self::Comment { at } => write!(f, "has a comment at character {at}; {RULE}"),
            Self::NoAtSign => write!(f, "has no \"@\"; {RULE}"),
            Self::SecondAtSign { at } => {
                write!(f, "has more than one \"@\", the first at character {at}; {RULE}")
            }
            Self::NoLocalPart => write!(f, "has nothing in front of the \"@\"; {RULE}"),
            Self::NoDomain => write!(f, "has nothing behind the \"@\"; {RULE}"),
            Self::WhiteSpace { at } => write!(f, "has white space at character {at}; {ATOMS}"),
            Self::Dot { at } => write!(
                f,
                "has a dot at character {at} that does not stand between two characters; {ATOMS}"
            ),
            Self::Quotes { at } => write!(
                f,
                "has quotation marks that do not enclose the whole local part (character {at}); {ATOMS}"
            ),
            Self::NonAsciiLocalPart { character, at } => write!(
                f,
                "has {} at character {at}; the local part of an rfc822Name is ASCII (RFC 5280 4.2.1.6)",
                QuotedChar(*character)
            ),
            Self::Character { character, at } => {
                write!(f, "has {} at character {at}; {ATOMS}", QuotedChar(*character))
            }
            Self::LocalPartTooLong { len } => write!(
                f,
                "has a local part of {len} octets; at most {LOCAL_PART_MAX} are allowed (RFC 5321 4.5.3.1.1)"
            ),
            Self::TooLong { len } => write!(
                f,
                "has {len} octets; a mailbox has at most {MAILBOX_MAX} (RFC 5321 4.5.3.1.3)"
            ),
            Self::AddressLiteral => f.write_str(
                "has an address in the place of the domain; the domain of an rfc822Name is a host name (RFC 5280 4.2.1.6)",
            ),
            Self::Wildcard { at } => write!(
                f,
                "has a wildcard at character {at}; an rfc822Name is one mailbox (RFC 5280 4.2.1.6)"
            ),
            Self::Domain(error) => write!(f, "has a domain that is no host name: it {error}"),
        }
    }
}

impl core::error::Error for Rfc822NameError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Domain(error) => Some(error),
            _ => None,
        }
    }
}

impl Rfc822NameError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        let valid = |candidate: &str| mailbox(candidate).is_ok();
        let write = |candidate: &str| {
            valid(candidate).then(|| format!("for the mailbox alone, write {}", Quoted(candidate)))
        };
        match self {
            Self::DisplayName | Self::AngleBrackets => {
                write(text.trim().strip_suffix('>')?.rsplit_once('<')?.1)
            }
            Self::MailtoUri => Some("give it as a uniformResourceIdentifier".into()),
            Self::Comment { .. } => {
                let (before, comment) = text.split_once('(')?;
                let (_, after) = comment.split_once(')')?;
                write([before.trim_end(), after.trim_start()].concat().trim())
            }
            Self::NoAtSign if dns_name::check(text).is_ok() => {
                Some("a host name goes in as a dNSName".into())
            }
            Self::WhiteSpace { .. } | Self::Domain(DnsNameError::WhiteSpace { .. })
                if valid(text.trim()) =>
            {
                write(text.trim())
            }
            Self::WhiteSpace { .. } | Self::Dot { .. } | Self::Character { .. } => {
                let (local, domain) = text.rsplit_once('@')?;
                let quoted = format!("\"{}\"@{domain}", escape(local));
                // Outside quotation marks, a backslash may have been meant to quote.
                (quoted.is_ascii() && !local.contains('\\') && valid(&quoted))
                    .then(|| format!("a quoted local part may hold it: {quoted}"))
            }
            Self::SecondAtSign { .. } => {
                let first = text.split([',', ';', ' ']).next()?;
                valid(first).then(|| "each mailbox goes in as an entry of its own".into())
            }
            Self::NonAsciiLocalPart { .. } => Some(
                "such a mailbox goes in as an otherName of the type SmtpUTF8Mailbox (RFC 9598)"
                    .into(),
            ),
            Self::AddressLiteral => Some("the address of a host goes in as an iPAddress".into()),
            Self::Domain(error) => {
                let hint = error.hint(text.rsplit_once('@')?.1)?;
                Some(format!("in the domain, {hint}"))
            }
            _ => None,
        }
    }
}

/// A local part for between quotation marks.
fn escape(local: &str) -> String {
    local.chars().fold(String::with_capacity(local.len()), |mut escaped, character| {
        if matches!(character, '"' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
        escaped
    })
}

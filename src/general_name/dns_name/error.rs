//! Why a text is no dNSName, in words, and what to write instead.

use alloc::{format, string::String};
use core::fmt;

use super::{LABEL_MAX, NAME_MAX, check};
use crate::error::QuotedChar;
use crate::general_name::error::several;
#[cfg(feature = "idn")]
use crate::general_name::idn;

/// Why a text is not a dNSName. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DnsNameError {
    /// Nothing there.
    Empty,
    /// White space.
    WhiteSpace {
        /// Position, in characters from 1.
        at: usize,
    },
    /// An underscore: fine in DNS, not in host names.
    Underscore {
        /// Position, in characters from 1.
        at: usize,
    },
    /// A label that begins or ends with a hyphen.
    EdgeHyphen {
        /// Position of the hyphen, in characters from 1.
        at: usize,
    },
    /// A label with hyphens in its third and fourth place that is no A-label (RFC 5890 2.3.1).
    ReservedLabel {
        /// Position of the label, in characters from 1.
        at: usize,
    },
    /// A label that starts with `xn--` but is no valid A-label (RFC 5890 2.3.2.1). Only the
    /// feature `idn` can tell.
    InvalidALabel {
        /// Position of the label, in characters from 1.
        at: usize,
    },
    /// Two dots in a row, or one in front.
    EmptyLabel {
        /// Position where the label is missing, in characters from 1.
        at: usize,
    },
    /// A final dot.
    TrailingDot,
    /// A label over 63 characters; of a U-label, its A-label counts.
    LabelTooLong {
        /// Position of the label, in characters from 1.
        at: usize,
        /// Its length, in characters.
        len: usize,
    },
    /// More than 253 characters; of a U-label, its A-label counts.
    TooLong {
        /// The length, in characters.
        len: usize,
    },
    /// A last label of digits only, as in a misspelt IPv4 address.
    NumericLastLabel,
    /// An IP address.
    IpAddress,
    /// A mail address.
    Mailbox,
    /// A URL.
    Url,
    /// An asterisk anywhere but as the whole leftmost label.
    Wildcard {
        /// Position of the asterisk, in characters from 1.
        at: usize,
    },
    /// An asterisk and nothing more.
    OnlyWildcard,
    /// A letter outside ASCII, which the feature `idn` may convert and this build does not.
    NotAscii {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A character that UTS 46 would replace or drop.
    Mapped {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A label outside ASCII that UTS 46 does not allow.
    DisallowedLabel {
        /// Position of the label, in characters from 1.
        at: usize,
    },
    /// A right-to-left label beside one that may not stand there (RFC 5893 2).
    MixedDirections,
    /// Any other character.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
}

impl fmt::Display for DnsNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LDH: &str = "a dNSName holds letters, digits and hyphens (RFC 1034 3.5)";
        const HOSTS: &str = "a dNSName holds host names only (RFC 5280 4.2.1.6)";
        match self {
            Self::Empty => f.write_str("is empty; a dNSName is a host name (RFC 5280 4.2.1.6)"),
            Self::WhiteSpace { at } => write!(f, "has white space at character {at}; {LDH}"),
            Self::Underscore { at } => write!(f, "has \"_\" at character {at}; {LDH}"),
            Self::EdgeHyphen { at } => write!(
                f,
                "has a label that begins or ends with a hyphen at character {at}; hyphens stand between letters and digits (RFC 1034 3.5)"
            ),
            Self::ReservedLabel { at } => write!(
                f,
                "has a label at character {at} with \"--\" in its third and fourth place; only A-labels (\"xn--\") have that (RFC 5890 2.3.1)"
            ),
            Self::InvalidALabel { at } => write!(
                f,
                "has a label at character {at} that starts with \"xn--\" but is no valid A-label (RFC 5890 2.3.2.1)"
            ),
            Self::EmptyLabel { at } => write!(
                f,
                "has an empty label at character {at}; each label has 1 to {LABEL_MAX} characters (RFC 1034 3.1)"
            ),
            Self::TrailingDot => {
                f.write_str("ends with a dot; a dNSName is written without (RFC 5280 4.2.1.6)")
            }
            Self::LabelTooLong { at, len } => write!(
                f,
                "has a label of {len} characters at character {at}; a label has at most {LABEL_MAX} (RFC 1034 3.1)"
            ),
            Self::TooLong { len } => write!(
                f,
                "has {len} characters; a dNSName has at most {NAME_MAX} (RFC 1034 3.1)"
            ),
            Self::NumericLastLabel => f.write_str(
                "ends with a label of digits only; no top-level domain is a number (RFC 1123 2.1)",
            ),
            Self::IpAddress => write!(f, "is an IP address; {HOSTS}"),
            Self::Mailbox => write!(f, "is a mail address; {HOSTS}"),
            Self::Url => write!(f, "is a URL; {HOSTS}"),
            Self::Wildcard { at } => write!(
                f,
                "has \"*\" at character {at}; a wildcard is the whole leftmost label (RFC 9525 6.3)"
            ),
            Self::OnlyWildcard => {
                f.write_str("has nothing after the wildcard; a domain follows it (RFC 9525 6.3)")
            }
            Self::NotAscii { character, at } => write!(
                f,
                "has {} at character {at}; a dNSName is ASCII (RFC 5280 7.2)",
                QuotedChar(*character)
            ),
            Self::Mapped { character, at } => write!(
                f,
                "has {} at character {at}, which UTS 46 would replace or drop; no name is changed silently (UTS 46 4)",
                QuotedChar(*character)
            ),
            Self::DisallowedLabel { at } => write!(
                f,
                "has a label at character {at} that is not allowed in an internationalised name (UTS 46 4.1)"
            ),
            Self::MixedDirections => f.write_str(
                "has a right-to-left label beside one that begins with a digit or mixes directions (RFC 5893 2)",
            ),
            Self::Character { character, at } => {
                write!(f, "has {} at character {at}; {LDH}", QuotedChar(*character))
            }
        }
    }
}

impl core::error::Error for DnsNameError {}

impl DnsNameError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        let several = || several(text, |first| check(first).is_ok());
        match self {
            Self::WhiteSpace { .. } => {
                let trimmed = text.trim();
                match check(trimmed) {
                    Ok(()) => Some(format!("without it: {trimmed}")),
                    Err(_) => several(),
                }
            }
            Self::TrailingDot => {
                let name = text.strip_suffix('.')?;
                check(name).ok().map(|()| format!("write {name}"))
            }
            Self::IpAddress => Some("give it as an iPAddress".into()),
            Self::NumericLastLabel
                if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') =>
            {
                Some(
                    "an IPv4 address is four numbers from 0 to 255, and goes in as an iPAddress"
                        .into(),
                )
            }
            Self::Mailbox => Some("give it as an rfc822Name".into()),
            Self::Url => {
                let host = text.split_once("://")?.1.split(['/', ':', '?', '#']).next()?;
                Some(match check(host) {
                    Ok(()) => format!(
                        "give the host alone, {host}, or the whole as a uniformResourceIdentifier"
                    ),
                    Err(_) => "give it as a uniformResourceIdentifier".into(),
                })
            }
            Self::Character { character: ',' | ';', .. } => several(),
            Self::Character { character: character @ (':' | '/'), .. } => {
                let host = text.split(*character).next()?;
                check(host).ok().map(|()| format!("for the host alone, write {host}"))
            }
            Self::LabelTooLong { .. } | Self::TooLong { .. } if !text.is_ascii() => {
                Some("the A-labels (\"xn--…\") count, which are longer".into())
            }
            #[cfg(feature = "idn")]
            Self::NotAscii { .. } | Self::Mapped { .. } => idn::hint(text),
            #[cfg(not(feature = "idn"))]
            Self::NotAscii { .. } | Self::Mapped { .. } => Some(
                "give the A-label (\"xn--…\"), or build with the feature idn, which converts it"
                    .into(),
            ),
            _ => None,
        }
    }

    /// The same fault of a name that stands `by` characters further on in a longer text.
    pub(in crate::general_name) fn moved(mut self, by: usize) -> Self {
        match &mut self {
            Self::WhiteSpace { at }
            | Self::Underscore { at }
            | Self::EdgeHyphen { at }
            | Self::ReservedLabel { at }
            | Self::InvalidALabel { at }
            | Self::EmptyLabel { at }
            | Self::LabelTooLong { at, .. }
            | Self::Wildcard { at }
            | Self::NotAscii { at, .. }
            | Self::Mapped { at, .. }
            | Self::DisallowedLabel { at }
            | Self::Character { at, .. } => *at += by,
            Self::Empty
            | Self::TrailingDot
            | Self::TooLong { .. }
            | Self::NumericLastLabel
            | Self::IpAddress
            | Self::Mailbox
            | Self::Url
            | Self::OnlyWildcard
            | Self::MixedDirections => {}
        }
        self
    }
}

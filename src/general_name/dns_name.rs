//! dNSName: a host name in the preferred name syntax, perhaps with a wildcard
//! (RFC 5280 4.2.1.6, RFC 1034 3.5, RFC 1123 2.1, RFC 9525 6.3).

use alloc::{format, string::String, vec::Vec};
use core::{fmt, net::IpAddr};

use super::GeneralNameType;
use crate::der;
use crate::error::QuotedChar;

/// The longest host name, in characters, without a final dot (RFC 1034 3.1).
const NAME_MAX: usize = 253;
/// The longest label, in characters (RFC 1034 3.1).
const LABEL_MAX: usize = 63;

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
    /// A label that starts with `xn--` but is no valid A-label (RFC 5890 2.3.2.1).
    InvalidALabel {
        /// Position of the label, in characters from 1.
        at: usize,
    },
    /// Two dots in a row, or one in front.
    EmptyLabel {
        /// Position of the dot, in characters from 1.
        at: usize,
    },
    /// A final dot.
    TrailingDot,
    /// A label over 63 characters.
    LabelTooLong {
        /// Position of the label, in characters from 1.
        at: usize,
        /// Its length, in characters.
        len: usize,
    },
    /// More than 253 characters.
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
    /// A letter outside ASCII that this build does not convert, or must not.
    NotAscii {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// An internationalised name that UTS 46 does not allow, or would change.
    Idn,
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
                "has a label with \"--\" in its third and fourth place at character {at}; only A-labels (\"xn--\") have that (RFC 5890 2.3.1)"
            ),
            Self::InvalidALabel { at } => write!(
                f,
                "has a label at character {at} that starts with \"xn--\" but is no valid A-label (RFC 5890 2.3.2.1)"
            ),
            Self::EmptyLabel { at } => write!(
                f,
                "has an empty label at character {at}; each label has 1 to 63 characters (RFC 1034 3.1)"
            ),
            Self::TrailingDot => {
                f.write_str("ends with a dot; a dNSName is written without (RFC 5280 4.2.1.6)")
            }
            Self::LabelTooLong { at, len } => write!(
                f,
                "has a label of {len} characters at character {at}; at most {LABEL_MAX} are allowed (RFC 1034 3.1)"
            ),
            Self::TooLong { len } => write!(
                f,
                "has {len} characters; a dNSName has at most {NAME_MAX} (RFC 1034 3.1)"
            ),
            Self::NumericLastLabel => f.write_str(
                "ends with a label of digits only; no top-level domain is a number (RFC 1123 2.1)",
            ),
            Self::IpAddress => {
                f.write_str("is an IP address; a dNSName holds host names only (RFC 5280 4.2.1.6)")
            }
            Self::Mailbox => {
                f.write_str("is a mail address; a dNSName holds host names only (RFC 5280 4.2.1.6)")
            }
            Self::Url => f.write_str("is a URL; a dNSName holds host names only (RFC 5280 4.2.1.6)"),
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
            Self::Idn => f.write_str(
                "is an internationalised name that UTS 46 would change or does not allow; nothing is changed silently (RFC 5890)",
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
        match self {
            Self::WhiteSpace { .. } => {
                let trimmed = text.trim();
                check(trimmed).ok().map(|()| format!("without it: {trimmed}"))
            }
            Self::TrailingDot => text.strip_suffix('.').map(|name| format!("write {name}")),
            Self::IpAddress => Some("give it as an iPAddress".into()),
            Self::NumericLastLabel => Some(
                "an IPv4 address is four numbers from 0 to 255, and goes in as an iPAddress".into(),
            ),
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
            Self::NotAscii { .. } | Self::Idn => super::idn::hint(text),
            _ => None,
        }
    }
}

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), DnsNameError> {
    let tag = GeneralNameType::DnsName.tag();
    if is_plain(text.strip_prefix("*.").unwrap_or(text).as_bytes()) {
        der::tlv(out, tag, text.as_bytes());
    } else if text.is_ascii() {
        check(text)?;
        super::idn::check_a_labels(text)?;
        der::tlv(out, tag, text.as_bytes());
    } else {
        let ascii = super::idn::to_ascii(text)?;
        check(&ascii)?;
        der::tlv(out, tag, ascii.as_bytes());
    }
    Ok(())
}

/// Whether `name` is a host name of the usual kind: letters and digits, parted by single
/// hyphens and dots, a letter at the end, and too short for a label that is too long. That can
/// be told by pairs of neighbours, as many at once as the processor takes. Of other names it
/// knows nothing; [`check`] does.
fn is_plain(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphanumeric)
        && name.last().is_some_and(u8::is_ascii_alphabetic)
        && match name.len() {
            0..=8 => false,
            9..=16 => has_plain_pairs::<8>(name),
            17..=LABEL_MAX => has_plain_pairs::<16>(name),
            _ => false,
        }
}

/// Looks at `N` pairs of neighbours at a time; the last ones end where the name does, and may
/// have been looked at before.
fn has_plain_pairs<const N: usize>(name: &[u8]) -> bool {
    let (mut octets, mut nexts) = (&name[..name.len() - 1], &name[1..]);
    let (Some(last_octets), Some(last_nexts)) = (octets.last_chunk(), nexts.last_chunk()) else {
        return false;
    };
    let mut faults = [0; N];
    note_faults(&mut faults, last_octets, last_nexts);
    while let (Some(some), Some(their_nexts)) = (octets.first_chunk(), nexts.first_chunk()) {
        note_faults(&mut faults, some, their_nexts);
        (octets, nexts) = (&octets[N..], &nexts[N..]);
    }
    faults == [0; N]
}

/// Notes octets that have no place in a host name, and marks that are followed by another.
/// Without a branch, so that it compiles to a handful of vector instructions.
fn note_faults<const N: usize>(faults: &mut [u8; N], octets: &[u8; N], nexts: &[u8; N]) {
    let is_mark = |octet: u8| u8::from(octet.wrapping_sub(b'-') < 2);
    for ((fault, octet), next) in faults.iter_mut().zip(octets).zip(nexts) {
        let is_letter = u8::from((octet | 0x20).wrapping_sub(b'a') < 26);
        let is_digit = u8::from(octet.wrapping_sub(b'0') < 10);
        let is_plain = is_letter | is_digit | is_mark(*octet);
        *fault |= (is_plain ^ 1) | (is_mark(*octet) & is_mark(*next));
    }
}

/// Checks a name of ASCII characters against the grammar.
pub(crate) fn check(text: &str) -> Result<(), DnsNameError> {
    if is_host_name(text.strip_prefix("*.").unwrap_or(text)) && text.len() <= NAME_MAX {
        Ok(())
    } else {
        Err(diagnose(text))
    }
}

/// Whether `text` is a host name by RFC 1034 3.5 and RFC 1123 2.1: the fast road, which only
/// says no. [`diagnose`] says why.
pub(super) fn is_host_name(text: &str) -> bool {
    text.len() <= NAME_MAX
        && text.split('.').all(|label| {
            let bytes = label.as_bytes();
            (1..=LABEL_MAX).contains(&bytes.len())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                && bytes.first() != Some(&b'-')
                && bytes.last() != Some(&b'-')
                && (bytes.get(2..4) != Some(b"--") || is_a_label(label))
        })
        && !text.bytes().rev().take_while(|byte| *byte != b'.').all(|byte| byte.is_ascii_digit())
}

fn is_a_label(label: &str) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--")) && label.len() > 4
}

/// The most telling reason why `text` is no dNSName. Only called for texts that are none.
#[cold]
fn diagnose(text: &str) -> DnsNameError {
    if text.is_empty() {
        return DnsNameError::Empty;
    }
    if text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return DnsNameError::IpAddress;
    }
    if let Some(at) = text.chars().position(char::is_whitespace) {
        return DnsNameError::WhiteSpace { at: at + 1 };
    }
    if text.contains("://") {
        return DnsNameError::Url;
    }
    if text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && is_host_name(domain))
    {
        return DnsNameError::Mailbox;
    }
    let has_wildcard = text.starts_with("*.");
    for (index, character) in text.chars().enumerate() {
        let at = index + 1;
        match character {
            '_' => return DnsNameError::Underscore { at },
            '*' if text == "*" => return DnsNameError::OnlyWildcard,
            '*' if index > 0 || !has_wildcard => return DnsNameError::Wildcard { at },
            '*' | '-' | '.' => {}
            _ if character.is_ascii_alphanumeric() => {}
            _ if character.is_ascii() => return DnsNameError::Character { character, at },
            _ => return DnsNameError::NotAscii { character, at },
        }
    }
    let mut at = 1;
    let mut labels = text.split('.').peekable();
    while let Some(label) = labels.next() {
        if label.is_empty() {
            return if labels.peek().is_none() && at > 1 && !text.ends_with("..") {
                if text == "*." { DnsNameError::OnlyWildcard } else { DnsNameError::TrailingDot }
            } else {
                DnsNameError::EmptyLabel { at }
            };
        }
        if label.len() > LABEL_MAX {
            return DnsNameError::LabelTooLong { at, len: label.len() };
        }
        if label.starts_with('-') {
            return DnsNameError::EdgeHyphen { at };
        }
        if label.ends_with('-') {
            return DnsNameError::EdgeHyphen { at: at + label.len() - 1 };
        }
        if label.get(2..4) == Some("--") && !is_a_label(label) {
            return DnsNameError::ReservedLabel { at };
        }
        at += label.len() + 1;
    }
    if text.len() > NAME_MAX {
        return DnsNameError::TooLong { len: text.len() };
    }
    DnsNameError::NumericLastLabel
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn refusal(text: &str) -> Option<DnsNameError> {
        let mut out = Vec::new();
        let refusal = encode(text, &mut out).err();
        assert_eq!(out.is_empty(), refusal.is_some(), "{text}");
        refusal
    }

    #[test]
    fn host_names_are_kept_to_the_letter() {
        let label = "a".repeat(63);
        let longest = [&label[..], &label, &label, &label[..61]].join(".");
        assert_eq!(longest.len(), 253);
        for text in [
            "New-LXCA",
            "a",
            "a.b.c",
            "example.com",
            "*.example.com",
            "1.example",
            "1a",
            "a--b.example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.example",
            "a.0x7f",
            &label,
            &longest,
            "*.a",
        ] {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Ok(()), "{text}");
            let mut expected = Vec::new();
            der::tlv(&mut expected, 0x82, text.as_bytes());
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn what_is_no_host_name_is_refused_for_its_own_reason() {
        use DnsNameError::*;
        let long_label = "a".repeat(64);
        let long = ["a".repeat(63).as_str(); 4].join(".") + "a";
        let long_wildcard = "*.".to_string() + &["a".repeat(62).as_str(); 4].join(".");
        assert_eq!(long_wildcard.len(), 253);
        let long_wildcard = long_wildcard + "a";
        let cases = [
            ("", Empty),
            (" ", WhiteSpace { at: 1 }),
            ("a.example ", WhiteSpace { at: 10 }),
            ("a b.example", WhiteSpace { at: 2 }),
            ("a_b.example", Underscore { at: 2 }),
            ("-a.example", EdgeHyphen { at: 1 }),
            ("a-.example", EdgeHyphen { at: 2 }),
            ("a.-b", EdgeHyphen { at: 3 }),
            ("-", EdgeHyphen { at: 1 }),
            ("ab--c.example", ReservedLabel { at: 1 }),
            ("a.xn--", EdgeHyphen { at: 6 }),
            (".example", EmptyLabel { at: 1 }),
            ("a..example", EmptyLabel { at: 3 }),
            ("a.example..", EmptyLabel { at: 11 }),
            (".", EmptyLabel { at: 1 }),
            ("a.example.", TrailingDot),
            (&long_label, LabelTooLong { at: 1, len: 64 }),
            (&long_wildcard, TooLong { len: 254 }),
            ("a.1", NumericLastLabel),
            ("123", NumericLastLabel),
            ("999.1.1.1", NumericLastLabel),
            ("192.0.2.1", IpAddress),
            ("2001:db8::1", IpAddress),
            ("[2001:db8::1]", IpAddress),
            ("admin@example.com", Mailbox),
            ("https://example.com/", Url),
            ("a.*.example", Wildcard { at: 3 }),
            ("*a.example", Wildcard { at: 1 }),
            ("a*.example", Wildcard { at: 2 }),
            ("**.example", Wildcard { at: 1 }),
            ("*", OnlyWildcard),
            ("*.", OnlyWildcard),
            ("a,DNS:b", Character { character: ',', at: 2 }),
            ("@file", Character { character: '@', at: 1 }),
            ("a\0b", Character { character: '\0', at: 2 }),
            ("a/b", Character { character: '/', at: 2 }),
            ("a.example:443", Character { character: ':', at: 10 }),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(text), Some(expected), "{text}");
        }
        assert_eq!(refusal(&long), Some(LabelTooLong { at: 193, len: 64 }));
    }

    #[test]
    fn the_short_cut_takes_nothing_that_the_grammar_refuses() {
        for len in 1..80 {
            let plain: String = "node-1.rack2.example-".chars().cycle().take(len - 1).collect();
            let plain = plain.trim_end_matches(['-', '.']).to_string() + "z";
            assert_eq!(check(&plain), Ok(()), "{plain}");
            assert_eq!(is_plain(plain.as_bytes()), (9..=63).contains(&plain.len()), "{plain}");
            for at in 0..plain.len() {
                for octet in 0..=u8::MAX {
                    let mut other = plain.clone().into_bytes();
                    other[at] = octet;
                    let allowed =
                        core::str::from_utf8(&other).is_ok_and(|text| check(text).is_ok());
                    assert!(allowed || !is_plain(&other), "{octet:#04x} at {at} of {plain}");
                }
            }
        }
    }
}

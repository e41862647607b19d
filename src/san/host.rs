//! The grammar of host names (RFC 1034 3.5, RFC 1123 2.1), perhaps with a wildcard
//! (RFC 9525 6.3): of a dNSName, and of the host in a mailbox or a URI.

use alloc::format;
use core::net::IpAddr;

use super::refusal::Refusal;
use crate::error::Code;
use crate::text::first_character;

/// The longest host name, in characters, without a final dot (RFC 1034 3.1).
pub(super) const NAME_MAX: usize = 253;
/// The longest label, in characters (RFC 1034 3.1).
pub(super) const LABEL_MAX: usize = 63;

const HOST_NAME: &str = "a host name (RFC 5280 4.2.1.6)";
const LDH: &str = "letters, digits and hyphens (RFC 1034 3.5)";
const NAME_LENGTH: &str = "at most 253 (RFC 1034 3.1)";
const LABEL_LENGTH: &str = "at most 63 (RFC 1034 3.1)";

/// Checks a name of ASCII characters against the grammar.
pub(super) fn check(text: &str) -> Result<(), Refusal> {
    if is_host_name(text) { Ok(()) } else { Err(diagnose(text)) }
}

/// Whether `text` is a host name, or a wildcard for host names: the fast path, which only says
/// no. [`diagnose`] says why.
pub(crate) fn is_host_name(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    text.len() <= NAME_MAX
        && name.split('.').all(|label| {
            let bytes = label.as_bytes();
            (1..=LABEL_MAX).contains(&bytes.len())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                && bytes.first() != Some(&b'-')
                && bytes.last() != Some(&b'-')
                && (bytes.get(2..4) != Some(b"--") || is_a_label(label))
        })
        && !name.bytes().rev().take_while(|byte| *byte != b'.').all(|byte| byte.is_ascii_digit())
}

/// Whether a label says that it is an A-label. Only the feature `idn` knows whether it is one.
pub(super) fn is_a_label(label: &str) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// The labels of a name, each with its position in characters from 1.
pub(super) fn labels(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 1;
    text.split('.').map(move |label| {
        let at = next;
        next += label.chars().count() + 1;
        (at, label)
    })
}

#[cold]
pub(super) fn too_long(len: usize) -> Refusal {
    Refusal::new(Code::TooLong, format!("is {len} characters long"), NAME_LENGTH)
}

/// A label is too long; of a U-label, its A-label counts.
#[cold]
pub(super) fn label_too_long(kind: &str, len: usize, at: usize) -> Refusal {
    let reason = format!("has {kind} of {len} characters");
    Refusal::new(Code::LabelTooLong, reason, LABEL_LENGTH).at(at)
}

/// The most telling reason why `text` is not a host name. Only called for texts that are not.
#[cold]
fn diagnose(text: &str) -> Refusal {
    if let Err(refusal) = check_shape(text) {
        refusal
    } else if let Some((character, at)) = first_character(text, |c| !c.is_ascii()) {
        Refusal::character(Code::NotAscii, character, at, "an ASCII character (RFC 5280 7.2)")
    } else {
        too_long(text.len())
    }
}

/// Checks all that a name needs but its characters outside ASCII and its whole length.
pub(super) fn check_shape(text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::new(Code::Empty, "is empty", HOST_NAME));
    }
    if text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return Err(Refusal::new(Code::IsIpAddress, "is an IP address", HOST_NAME));
    }
    if let Some((character, at)) = first_character(text, char::is_whitespace) {
        return Err(Refusal::character(Code::WhiteSpace, character, at, LDH));
    }
    if text.contains("://") {
        return Err(Refusal::new(Code::IsUri, "is a URI", HOST_NAME));
    }
    if let Some((local, domain)) = text.rsplit_once('@')
        && !local.is_empty()
        && check_characters(domain).and_then(|()| check_labels(domain)).is_ok()
    {
        return Err(Refusal::new(Code::IsMailbox, "is a mailbox", HOST_NAME));
    }
    check_characters(text)?;
    check_labels(text)
}

/// A wildcard that is not the whole leftmost label.
#[cold]
pub(super) fn wildcard(at: usize) -> Refusal {
    const LEFTMOST: &str = "\"*\" only as the whole leftmost label of a dNSName (RFC 9525 6.3)";
    Refusal::character(Code::Wildcard, '*', at, LEFTMOST)
}

fn check_characters(text: &str) -> Result<(), Refusal> {
    let has_wildcard = text.starts_with("*.");
    for (character, at) in text.chars().zip(1..) {
        match character {
            '_' => return Err(Refusal::character(Code::Underscore, character, at, LDH)),
            '*' if text == "*" || text == "*." => {
                const DOMAIN: &str = "a domain after \"*.\" (RFC 9525 6.3)";
                return Err(Refusal::new(Code::Wildcard, "is a wildcard alone", DOMAIN));
            }
            '*' if at > 1 || !has_wildcard => return Err(wildcard(at)),
            '*' | '-' | '.' => {}
            _ if character.is_ascii_alphanumeric() || !character.is_ascii() => {}
            _ => return Err(Refusal::character(Code::Character, character, at, LDH)),
        }
    }
    Ok(())
}

fn check_labels(text: &str) -> Result<(), Refusal> {
    let mut labels = labels(text).peekable();
    let mut last_is_number = false;
    while let Some((at, label)) = labels.next() {
        if label.is_empty() {
            if labels.peek().is_none() && !text.ends_with("..") {
                const WITHOUT: &str = "a host name without the final dot (RFC 5280 4.2.1.6)";
                return Err(Refusal::new(Code::TrailingDot, "ends with a dot", WITHOUT));
            }
            const LENGTH: &str = "labels of 1 to 63 characters (RFC 1034 3.1)";
            return Err(Refusal::new(Code::EmptyLabel, "contains an empty label", LENGTH).at(at));
        }
        if label.is_ascii() && label.len() > LABEL_MAX {
            return Err(label_too_long("a label", label.len(), at));
        }
        let hyphen = match label {
            _ if label.starts_with('-') => Some(at),
            _ if label.ends_with('-') => Some(at + label.chars().count() - 1),
            _ => None,
        };
        if let Some(at) = hyphen {
            const BETWEEN: &str = "hyphens only between letters and digits (RFC 1034 3.5)";
            let reason = "has a label that begins or ends with a hyphen";
            return Err(Refusal::new(Code::Hyphen, reason, BETWEEN).at(at));
        }
        if label.chars().skip(2).take(2).eq("--".chars()) && !is_a_label(label) {
            const A_LABEL: &str = "\"--\" in the third and fourth place only of an A-label, which begins with \"xn--\" (RFC 5890 2.3.1)";
            let reason = "contains a reserved label";
            return Err(Refusal::new(Code::ReservedLabel, reason, A_LABEL).at(at));
        }
        last_is_number = label.bytes().all(|byte| byte.is_ascii_digit());
    }
    if last_is_number {
        const TOP_LEVEL: &str = "a top-level domain, which is not a number (RFC 1123 2.1)";
        let reason = "ends with a label of digits only";
        return Err(Refusal::new(Code::NumericLastLabel, reason, TOP_LEVEL));
    }
    Ok(())
}

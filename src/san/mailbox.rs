//! Mailboxes: `local@domain` (RFC 5321 4.1.2), in ASCII or with other letters in the local part
//! (RFC 6531 3.3), without a display name, comments or angle brackets. The domain is a host name:
//! a CA cannot validate an address literal as a domain.
//!
//! ```text
//! Mailbox       = Local-part "@" Domain
//! Local-part    = Dot-string / Quoted-string
//! Dot-string    = Atom *("." Atom)
//! Quoted-string = DQUOTE *QcontentSMTP DQUOTE
//! ```

use alloc::{borrow::Cow, format, string::String};

use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal};
use super::{domain, host};
use crate::error::{Code, Hint};
use crate::text::first_character;

/// The longest local part, in bytes (RFC 5321 4.5.3.1.1).
const LOCAL_PART_MAX: usize = 64;
/// The longest mailbox, in bytes: a path has 256 with its angle brackets (RFC 5321 4.5.3.1.3).
const MAILBOX_MAX: usize = 254;

const MAILBOX: &str = "local@domain and nothing else (RFC 5280 4.2.1.6)";
const ATOMS: &str = "letters, digits, !#$%&'*+-/=?^_`{|}~ and single dots between them, or a quoted string (RFC 5321 4.1.2)";

pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The characters of a local part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Ascii,
    Any,
}

impl Letters {
    /// Whether a local part has this character though it is not ASCII.
    fn has(self, character: char) -> bool {
        self == Self::Any && !character.is_ascii() && !character.is_control()
    }
}

/// The mailbox of an rfc822Name as it is in a request: unchanged, except a domain with
/// U-labels.
pub(super) fn in_ascii(text: &str) -> Result<Cow<'_, str>, Refusal> {
    check_form(text)?;
    let (local, domain) = split(text)?;
    check_local_part(local, Letters::Ascii)?;
    check_length(local)?;
    whole(text, local, to_ascii(local, domain, domain::to_ascii)?)
}

/// The mailbox of an SmtpUTF8Mailbox as it is in a request (RFC 9598 3): a domain with U-labels
/// is converted, or refused where `is_wire` says that the mailbox is given in that form.
pub(super) fn in_utf8(text: &str, is_wire: bool) -> Result<Cow<'_, str>, Refusal> {
    if let Some((_, at)) = first_character(text, |character| character == BYTE_ORDER_MARK) {
        const NONE: &str = "a mailbox without one (RFC 9598 3)";
        let reason = "contains a byte order mark";
        return Err(Refusal::new(Code::InvisibleCharacter, reason, NONE).at(at));
    }
    let (local, domain) = split(text)?;
    check_local_part(local, Letters::Any)?;
    if local.is_ascii() {
        let reason = "has a local part of ASCII characters only";
        const OTHERS: &str = "characters outside ASCII in it (RFC 9598 3)";
        return Err(Refusal::new(Code::AsciiLocalPart, reason, OTHERS));
    }
    check_length(local)?;
    let to_wire = |domain| match is_wire {
        true => domain::check_wire(domain).map(|()| Cow::Borrowed(domain)),
        false => domain::to_ascii(domain),
    };
    let wire = to_ascii(local, domain, to_wire)?;
    if wire.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let reason = "has upper-case letters in its domain";
        return Err(Refusal::new(Code::DomainCase, reason, "lower case (RFC 9598 3)"));
    }
    whole(text, local, wire)
}

/// The mailbox in `text` with its domain in ASCII, if it is not too long.
fn whole<'a>(text: &'a str, local: &str, domain: Cow<'a, str>) -> Result<Cow<'a, str>, Refusal> {
    let mailbox = match domain {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(domain) => Cow::Owned([local, "@", &domain].concat()),
    };
    match mailbox.len() {
        ..=MAILBOX_MAX => Ok(mailbox),
        len => Err(Refusal::new(
            Code::TooLong,
            format!("is {len} bytes long"),
            "at most 254 (RFC 5321 4.5.3.1.3)",
        )),
    }
}

/// The mailbox as an SmtpUTF8Mailbox, if it can be one.
pub(super) fn as_smtp_utf8(text: &str) -> Option<Hint> {
    let (local, domain) = text.rsplit_once('@')?;
    let mailbox = [local, "@", &domain.to_ascii_lowercase()].concat();
    in_utf8(&mailbox, false).ok()?;
    let value = format!("SmtpUTF8Mailbox;UTF8:{mailbox}");
    Some(refusal::name(GeneralNameType::OtherName, value))
}

/// The mailbox with the domain that was probably meant.
pub(super) fn corrected(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    Some([local, "@", &domain::corrected(domain)?].concat())
}

fn split(text: &str) -> Result<(&str, &str), Refusal> {
    let refuse = |reason| Err(Refusal::new(Code::AtSign, reason, MAILBOX));
    match text.rsplit_once('@') {
        None => refuse("does not contain \"@\""),
        Some(("", _)) => refuse("has nothing in front of the \"@\""),
        Some((local, domain)) => Ok((local, domain)),
    }
}

/// Refuses what mail programs write around a mailbox.
fn check_form(text: &str) -> Result<(), Refusal> {
    let refuse = |code, reason| Err(Refusal::new(code, reason, MAILBOX));
    if text.is_empty() {
        return refuse(Code::Empty, "is empty");
    }
    let trimmed = text.trim();
    if trimmed.ends_with('>') && trimmed.contains('<') {
        return match trimmed.starts_with('<') {
            true => refuse(Code::AngleBrackets, "is in angle brackets"),
            false => refuse(Code::DisplayName, "has a display name"),
        };
    }
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        return refuse(Code::IsUri, "is a URI");
    }
    // Parentheses in a quoted local part are not a comment.
    let unquoted = if text.starts_with('"') { text.rfind('"').unwrap_or(0) } else { 0 };
    match text.char_indices().position(|(index, c)| index >= unquoted && c == '(') {
        Some(index) => {
            Err(Refusal::new(Code::Comment, "contains a comment", MAILBOX).at(index + 1))
        }
        None => Ok(()),
    }
}

fn check_length(local: &str) -> Result<(), Refusal> {
    match local.len() {
        ..=LOCAL_PART_MAX => Ok(()),
        len => Err(Refusal::new(
            Code::TooLong,
            format!("has a local part of {len} bytes"),
            "at most 64 (RFC 5321 4.5.3.1.1)",
        )),
    }
}

fn check_local_part(local: &str, letters: Letters) -> Result<(), Refusal> {
    match local.strip_prefix('"') {
        Some(quoted) => check_quoted_string(quoted, letters),
        None => check_dot_string(local, letters),
    }
}

fn check_dot_string(local: &str, letters: Letters) -> Result<(), Refusal> {
    let dot = |at| Refusal::new(Code::LocalPart, "has a misplaced dot", ATOMS).at(at);
    let mut after_dot = true;
    let mut end = 1;
    for (character, at) in local.chars().zip(1..) {
        match character {
            '.' if after_dot => return Err(dot(at)),
            '.' => after_dot = true,
            _ if is_atext(character) || letters.has(character) => after_dot = false,
            '@' => {
                let reason = "contains more than one \"@\", the first";
                return Err(Refusal::new(Code::AtSign, reason, MAILBOX).at(at));
            }
            '"' => return Err(quotes(at)),
            _ if character.is_whitespace() => {
                return Err(Refusal::character(Code::WhiteSpace, character, at, ATOMS));
            }
            _ => return Err(refuse_character(character, at)),
        }
        end = at;
    }
    if after_dot { Err(dot(end)) } else { Ok(()) }
}

/// `quoted` is what follows the first mark.
fn check_quoted_string(quoted: &str, letters: Letters) -> Result<(), Refusal> {
    let mut characters = quoted.chars().zip(2..);
    while let Some((character, at)) = characters.next() {
        let content = match character {
            // Nothing follows the second mark.
            '"' => return if characters.next().is_none() { Ok(()) } else { Err(quotes(at)) },
            '\\' => characters.next(),
            _ if letters.has(character) => continue,
            _ => Some((character, at)),
        };
        match content {
            Some((' '..='~', _)) => {}
            Some((character, at)) => return Err(refuse_character(character, at)),
            None => break,
        }
    }
    Err(quotes(1))
}

#[cold]
fn quotes(at: usize) -> Refusal {
    Refusal::new(Code::LocalPart, "has misplaced quotation marks", ATOMS).at(at)
}

#[cold]
fn refuse_character(character: char, at: usize) -> Refusal {
    match character.is_ascii() {
        true => Refusal::character(Code::Character, character, at, ATOMS),
        false => Refusal::character(
            Code::NotAscii,
            character,
            at,
            "an ASCII character (RFC 5280 4.2.1.6)",
        ),
    }
}

/// The domain in ASCII, by `convert`.
fn to_ascii<'a>(
    local: &str,
    domain: &'a str,
    convert: impl Fn(&'a str) -> Result<Cow<'a, str>, Refusal>,
) -> Result<Cow<'a, str>, Refusal> {
    if domain.is_empty() {
        return Err(Refusal::new(Code::AtSign, "has nothing after the \"@\"", MAILBOX));
    }
    if domain.starts_with('[') {
        const HOST: &str = "a host name as domain (RFC 5280 4.2.1.6)";
        return Err(Refusal::new(Code::AddressLiteral, "has an address literal as domain", HOST));
    }
    let result = match first_character(domain, |character| character == '*') {
        Some((_, at)) => Err(host::wildcard(at)),
        None => convert(domain),
    };
    result.map_err(|refusal| refusal.within("domain", local.chars().count() + 1))
}

/// Characters of an atom (RFC 5322 3.2.3).
const fn is_atext(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '!' | '#'..='\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^'..='`' | '{'..='~'
        )
}

//! What the texts of extensions and attributes have in common.

use alloc::{borrow::Cow, format, vec::Vec};
use core::{fmt, str::FromStr};

use crate::error::{Code, Error, Hint};
use crate::hex;
use crate::text::{Quoted, nearest};

/// The words of a comma-separated list, without the white space around each.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// A word, and what Windows shows in parentheses behind it: an identifier, or all bits.
pub(super) fn with_parentheses(word: &str) -> (&str, Option<&str>) {
    let parts = word.strip_suffix(')').and_then(|word| word.split_once('('));
    parts.map_or((word, None), |(word, inside)| (word.trim(), Some(inside)))
}

/// A word whose parentheses say something else.
#[cold]
pub(super) fn contradiction(
    subject: &'static str,
    word: impl fmt::Display,
    inside: impl fmt::Display,
) -> Error {
    let reason = format!("contains {word}, and ({inside}), which means something else");
    Error::new(Code::Unknown, subject, reason).expected("the name alone")
}

/// Whether a word is this name in the spelling of another program: in another case, with spaces,
/// hyphens or underscores.
pub(super) fn is_spelling(word: &str, name: &str) -> bool {
    let letters = |text| str::chars(text).filter(|c| !matches!(c, ' ' | '-' | '_'));
    letters(word).map(|c| c.to_ascii_lowercase()).eq(letters(name).map(|c| c.to_ascii_lowercase()))
}

/// A number in decimal digits without sign and without leading zeros.
pub(super) fn decimal<N: FromStr>(text: &str) -> Option<N> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

/// An extension without anything in it.
#[cold]
pub(super) fn empty(subject: &'static str, expected: &'static str) -> Error {
    Error::new(Code::Empty, subject, "is empty").expected(expected).hint_at(Hint::Omit)
}

/// A word that is not one of `names`, of which the nearest is the hint.
#[cold]
pub(super) fn unknown<'a>(
    subject: &'static str,
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
    expected: impl Into<Cow<'static, str>>,
) -> Error {
    let names: Vec<&str> = names.into_iter().collect();
    let is_name = |part: &str| names.iter().any(|name| is_spelling(part, name));
    let parts = || word.split([' ', '|', ';', '+']).filter(|part| !part.is_empty());
    let meant = match parts().count() > 1 && parts().all(is_name) {
        true => Some(Hint::Write(parts().collect::<Vec<_>>().join(","))),
        false => nearest(word, names).map(|name| Hint::DidYouMean(name.into())),
    };
    let reason = format!("contains {}, which is not known", Quoted(word));
    Error::new(Code::Unknown, subject, reason).expected(expected).hint_at(meant)
}

/// A word that is there twice.
#[cold]
pub(super) fn repeated(subject: &'static str, word: impl fmt::Display) -> Error {
    Error::new(Code::Repeated, subject, format!("contains {word} twice")).expected("each one once")
}

/// Checks that a list has an item (`expected` says so), and none twice.
pub(super) fn check_list<T: Ord + fmt::Display>(
    subject: &'static str,
    items: &[T],
    expected: &'static str,
) -> Result<(), Error> {
    if items.is_empty() {
        return Err(empty(subject, expected));
    }
    let mut sorted: Vec<&T> = items.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(repeated(subject, pair[0])),
        None => Ok(()),
    }
}

/// The bytes of a value in DER, at least one, from hexadecimal digits.
pub(crate) fn value_from_hex(subject: &'static str, text: &str) -> Result<Vec<u8>, Error> {
    if text.is_empty() {
        return Err(Error::new(Code::ValueMissing, subject, "has an empty value")
            .expected("the DER of the value in hexadecimal digits, such as 0500 for NULL"));
    }
    hex::decode(text).map_err(|error| error.about(subject))
}

//! What a path leads to.

use std::borrow::Cow;
use std::env;
use std::fs;
use std::path::Path;

/// Whether two names lead to one file, even if it does not exist yet.
pub(crate) fn same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| {
        let in_directory = || Some(fs::canonicalize(directory(path)).ok()?.join(path.file_name()?));
        fs::canonicalize(path).ok().or_else(in_directory)
    };
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

/// The directory that a file is in.
pub(crate) fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(directory) if directory != Path::new("") => directory,
        _ => Path::new("."),
    }
}

/// Whether an argument names a key in a token (RFC 7512) and not a file: ./pkcs11:a is a file.
pub(crate) fn in_token(path: &Path) -> bool {
    let scheme = path.to_str().and_then(|text| text.split_once(':'));
    scheme.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("pkcs11"))
}

/// A message without the PINs that words of the command line have in URIs, also where an argument is shown as it is.
pub(crate) fn without_pins(message: String) -> String {
    env::args_os().fold(message, |message, word| {
        let word = word.to_string_lossy();
        let Some(pin) = pin(&word).filter(|pin| !pin.is_empty()) else { return message };
        let quoted = format!("{pin:?}");
        let forms = [pin, quoted.trim_matches('"'), &pin.escape_debug().to_string()];
        forms.iter().fold(message, |text, form| text.replace(&format!("={form}"), "=…"))
    })
}

/// All that is behind `pin-value=` in a word, or behind another name that may be meant so.
fn pin(word: &str) -> Option<&str> {
    let attributes = word.match_indices(['?', '&', ';', ':']).map(|(at, _)| &word[at + 1..]);
    let mut values = attributes.filter_map(|attribute| attribute.split_once('='));
    let is_pin = |name: &str| name.starts_with("pin") && name != "pin-source";
    values.find(|(name, _)| is_pin(&name.to_ascii_lowercase())).map(|(_, value)| value)
}

/// The name of a file, as [`visible`] has it.
pub(crate) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// A text that may hold any character: on one line, and without control characters.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    // Quotation marks and backslashes would be escaped too, but do no harm.
    let doubtful = text.replace(['\\', '"', '\''], "");
    if doubtful.escape_debug().eq(doubtful.chars()) {
        text.into()
    } else {
        text.escape_debug().to_string().into()
    }
}

/// A text as a word of a shell's command.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-:@,=+%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_found_where_it_belongs_and_where_it_does_not() {
        for (word, expected) in [
            ("pkcs11:token=a?module-path=/m&pin-value=12%26", Some("12%26")),
            ("--key=PKCS11:token=a?PIN-VALUE=1\"2&3;4", Some("1\"2&3;4")),
            ("pkcs11:token=a;pin-value=12", Some("12")),
            ("pkcs11:pin_value=12", Some("12")),
            ("pkcs11:token=a?pin=12", Some("12")),
            ("pkcs11:token=pin-value?pin-source=/pin", None),
            ("pkcs11:token=a?pin-value", None),
            ("--pin-file=/pin", None),
        ] {
            assert_eq!(pin(word), expected, "{word}");
        }
    }
}

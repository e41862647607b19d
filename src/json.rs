//! JSON (RFC 8259) as it is shown: two spaces a level, by `serde_json`.
//!
//! Besides what JSON escapes, characters that would not show or would move others about are
//! escaped too, so that the text can go to a terminal. That is done to the text: without std,
//! `serde_json` does not let others write a `Formatter`.

use alloc::string::String;
use core::fmt::Write;

use serde::Serialize;

use crate::text::is_deceptive;

/// A value as JSON that ends with a newline. Empty where it has a key that is not a text.
pub(crate) fn pretty(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string_pretty(value).map(|json| escaped(&json) + "\n").unwrap_or_default()
}

/// The same JSON with `\u` before every deceptive character but `\n`.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    let mut is_escape = false;
    for character in json.chars() {
        match character {
            'b' if is_escape => out.push_str("u0008"),
            't' if is_escape => out.push_str("u0009"),
            'f' if is_escape => out.push_str("u000c"),
            'r' if is_escape => out.push_str("u000d"),
            // A newline is between values only.
            _ if character != '\n' && is_deceptive(character) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(character),
        }
        is_escape = character == '\\' && !is_escape;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_so_that_nothing_deceives() {
        assert_eq!(
            pretty(&["a\"b\\", "\0\n\u{1B}[31m", "é漢", "\u{202E}\u{E0001}"]),
            r#"[
  "a\"b\\",
  "\u0000\n\u001b[31m",
  "é漢",
  "\u202e\udb40\udc01"
]
"#
        );
        assert_eq!(
            pretty("\u{8}\t\u{C}\r\u{7F}\\t\\\\r\\\t\u{FEFF}b"),
            "\"\\u0008\\u0009\\u000c\\u000d\\u007f\\\\t\\\\\\\\r\\\\\\u0009\\ufeffb\"\n"
        );
    }

    #[test]
    fn a_string_is_as_it_was_to_every_reader() {
        for character in '\0'..=char::MAX {
            let text = String::from_iter(['\\', character, 't']);
            let json = pretty(&text);
            assert_eq!(serde_json::from_str(&json).ok().as_ref(), Some(&text), "{json}");
            let is_raw = !is_deceptive(character) && !['"', '\\'].contains(&character);
            assert_eq!(json.contains(character), is_raw || "\\\n\"".contains(character), "{json}");
        }
    }
}

//! A fault at its place, on a terminal: the line of the file or the command line, the part that is
//! wrong underlined, what is wrong, and what to do. Elsewhere a message stays as it is.

use std::env;
use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use console::Term;
use pkcs10::{Code, Fault, Place};
use serde_json::value::RawValue;

use crate::members::Members;
use crate::paths::quoted;
use crate::paths::shown;

/// What stands in words of a command line that hold a secret: a challengePassword, the PIN of a token.
const SECRETS: [&str; 3] = ["1.2.840.113549.1.9.7", "challengePassword", "pin-value"];

/// The most places that are shown: each costs a reading of its text, and more are not looked at.
const MOST: usize = 20;

/// Whether one place more is shown.
fn is_wanted() -> bool {
    static SHOWN: AtomicUsize = AtomicUsize::new(0);
    io::stderr().is_terminal() && SHOWN.fetch_add(1, Ordering::Relaxed) < MOST
}

/// A message about an option, with the command line.
pub(crate) fn of_command(message: String) -> String {
    if !message.starts_with("--") || !is_wanted() {
        return message;
    }
    let words = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let (line, span) = command(&words.collect::<Vec<_>>(), option(&message));
    let span = span.map(|span| character(&message, &line, span.clone()).unwrap_or(span));
    span.and_then(|span| show(&message, None, &line, span)).unwrap_or(message)
}

/// A message without a place that is shown: on a terminal it begins as one with such a place.
pub(crate) fn of_error(message: String) -> String {
    let is_shown = message.starts_with('\x1B');
    if is_shown || !io::stderr().is_terminal() {
        return message;
    }
    format!("\x1B[1;91merror\x1B[0m: {message}")
}

/// A message about a line of a file, `path:line: …` or `path, line N: …`, with the line.
pub(crate) fn of_line(message: String, path: &Path, text: &str) -> String {
    let place = || {
        let rest = message.strip_prefix(&shown(path))?;
        let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix(", line "))?;
        let (line, what) = rest.split_once(": ")?;
        Some((what, span_in_line(text, line.parse().ok()?, what)?))
    };
    let found = is_wanted().then(place).flatten();
    let shown = found.and_then(|(what, span)| show(what, Some(path), text, span));
    shown.unwrap_or(message)
}

/// A message about a member of a JSON body, with its line.
pub(crate) fn of_member(message: String, fault: &Fault, path: &Path, body: &[u8]) -> String {
    let place = || {
        let Place::Member(member) = fault.place() else { return None };
        let text = str::from_utf8(body).ok()?.trim_start_matches('\u{FEFF}');
        let span = match fault.code() {
            Code::JsonSyntax => syntax_error(text)?,
            _ if member.is_empty() => return None,
            _ => member_span(text, member)?,
        };
        show(&message, Some(path), text, span)
    };
    is_wanted().then(place).flatten().unwrap_or(message)
}

/// The option that a message begins with, and which of its values is meant.
pub(crate) fn option(message: &str) -> (&str, usize) {
    let end = message.find(['[', ',', ':', ' ']).unwrap_or(message.len());
    let (option, rest) = message.split_at(end);
    let number = rest.strip_prefix('[').and_then(|rest| rest.split(']').next()?.parse().ok());
    (option, number.unwrap_or(0))
}

/// Where in a use of an option the character is that the message begins with, as in
/// `--subject, character 6: …`; nothing behind a quotation mark, which takes four characters there.
fn character(message: &str, line: &str, span: Range<usize>) -> Option<Range<usize>> {
    let (_, rest) = message.split_once(": ")?.0.split_once(", character ")?;
    let used = &line[span.clone()];
    let value = &used[used.find([' ', '='])? + 1..];
    let value = value.strip_prefix('\'').unwrap_or(value);
    let (at, found) = value.char_indices().nth(rest.parse::<usize>().ok()?.checked_sub(1)?)?;
    let start = offset(line, value)? + at;
    (!value[..at].contains('\'')).then_some(start..start + found.len_utf8())
}

/// The command line of these words without their secrets, and where this use of an option and its
/// value stand.
fn command(words: &[String], (option, number): (&str, usize)) -> (String, Option<Range<usize>>) {
    let (mut line, mut spans) = (String::from("csr"), Vec::<Range<usize>>::new());
    let mut takes_value = false;
    for word in words {
        line.push(' ');
        let start = line.len();
        let is_secret = SECRETS.iter().any(|secret| word.contains(secret));
        line += &if is_secret { "…".into() } else { quoted(word) };
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(n, v)| (n, Some(v)));
        if let Some(span) = spans.last_mut().filter(|_| takes_value) {
            span.end = line.len();
            takes_value = false;
        } else if name == option {
            spans.push(start..line.len());
            takes_value = value.is_none();
        }
    }
    let span = spans.into_iter().nth(number);
    (line, span)
}

/// Where in a line that is wrong is what the message quotes, or else the value, or the line.
fn span_in_line(text: &str, number: usize, what: &str) -> Option<Range<usize>> {
    let line = text.split_inclusive('\n').nth(number.checked_sub(1)?)?;
    let quoted =
        what.split('"').skip(1).step_by(2).find(|part| !part.is_empty() && line.contains(part));
    let value = || line.split_once('=').map_or(line, |(_, value)| value).trim();
    // A name can be that of several columns, or a part of another's.
    let column = || {
        let (number, _) = what.strip_prefix("column ")?.split_once(',')?;
        let cell = line.split([',', ';', '\t']).nth(number.parse::<usize>().ok()?.checked_sub(1)?);
        cell.map(str::trim)
    };
    let part = match quoted {
        Some(part) => {
            column().filter(|cell| cell.contains(part)).or_else(|| line.matches(part).next())?
        }
        None => value(),
    };
    let at = offset(text, part)?;
    Some(at..at + part.len())
}

/// Where the value of a member is; where there is none, the first byte of the value that lacks it.
fn member_span(text: &str, path: &str) -> Option<Range<usize>> {
    let mut value: &RawValue = serde_json::from_str(text).ok()?;
    for step in path.split(['.', '[']) {
        let next = match step.strip_suffix(']') {
            Some(index) => {
                let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
                elements.get(index.parse::<usize>().ok()?).copied()
            }
            None => {
                let Members(members) = serde_json::from_str(value.get()).ok()?;
                // Of a member that is given twice, the second is wrong.
                members.into_iter().rev().find(|(name, _)| name == step).map(|(_, value)| value)
            }
        };
        let Some(next) = next else {
            let at = offset(text, value.get())?;
            return Some(at..at + 1);
        };
        value = next;
    }
    let at = offset(text, value.get())?;
    Some(at..at + value.get().len())
}

/// Where a text stops being JSON.
fn syntax_error(text: &str) -> Option<Range<usize>> {
    let error = serde_json::from_str::<&RawValue>(text).err()?;
    let lines = text.split_inclusive('\n').take(error.line().checked_sub(1)?);
    let line = lines.map(str::len).sum::<usize>();
    let at = text.floor_char_boundary(line + error.column().saturating_sub(1));
    Some(at..text.ceil_char_boundary(at + 1))
}

/// Where a part of a text is in it.
pub(crate) fn offset(text: &str, part: &str) -> Option<usize> {
    part.as_ptr().addr().checked_sub(text.as_ptr().addr())
}

/// The message with the line of the text in which the span begins; nothing where the line may hold a
/// secret.
fn show(message: &str, path: Option<&Path>, text: &str, span: Range<usize>) -> Option<String> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    if path.is_some() && may_be_secret(text, start, end) {
        return None;
    }
    let before = plain(&text[start..span.start]);
    let part = plain(text[span.start..end.min(span.end)].trim_end());
    let line = format!("{before}{part}{}", plain(text[end.min(span.end)..end].trim_end()));
    let marked = before.len()..before.len() + part.len();
    let snippet = Snippet::source(line).annotation(AnnotationKind::Primary.span(marked));
    let snippet = match path {
        Some(path) => snippet.path(shown(path)).line_start(1 + text[..start].matches('\n').count()),
        None => snippet.line_numbering(false),
    };
    let (what, hint) =
        message.split_once("\nhint: ").map_or((message, None), |(w, h)| (w, Some(h)));
    let report = Level::ERROR.primary_title(what).element(snippet);
    let report = report.elements(hint.map(|hint| Level::HELP.with_name("hint").message(hint)));
    let width = usize::from(Term::stderr().size().1);
    Some(Renderer::styled().term_width(width).render(&[report]) + "\n")
}

/// Whether a line, or what stands in front of its value on an earlier line, speaks of a password.
fn may_be_secret(text: &str, start: usize, end: usize) -> bool {
    let is_between = |c: char| c.is_whitespace() || ":=\\".contains(c);
    let before = text[..start].trim_end_matches(is_between);
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let lines = text[from..end].to_ascii_lowercase();
    lines.contains("password") || lines.contains("\\u00")
}

/// A text that does not move a terminal: each character in the place of one.
fn plain(text: &str) -> String {
    let moves = |c: char| {
        c.is_control() && c != '\t'
            || matches!(c, '\u{061C}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if moves(c) { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_where_it_stands() {
        let text = r#"{"a": {"b": [{"c": 1}, {"c": "x"}]}, "d": 2, "d": 3}"#;
        for (path, expected) in [
            ("a.b[1].c", "\"x\""),
            ("a.b[0]", "{\"c\": 1}"),
            ("d", "3"),
            ("a.b[0].missing", "{"),
            ("missing", "{"),
        ] {
            assert_eq!(&text[member_span(text, path).unwrap()], expected, "{path}");
        }
        assert_eq!(member_span("[", "a"), None);
        assert_eq!(syntax_error("{\"a\": 1\n \"b\": 2}"), Some(9..10));
    }

    #[test]
    fn a_command_line_shows_its_option_and_no_secret() {
        let words =
            ["--san=DNS:a", "--san", "DNS:b c", "--attribute", "1.2.840.113549.1.9.7=0C0161"];
        let (line, span) = command(&words.map(String::from), option("--san[1]: is wrong"));
        assert_eq!(line, "csr --san=DNS:a --san 'DNS:b c' --attribute …");
        assert_eq!(&line[span.unwrap()], "--san 'DNS:b c'");
    }

    #[test]
    fn a_line_with_a_password_is_not_shown() {
        for (text, at) in [
            ("challengePassword = s3cret\n", "s3cret"),
            ("{\"ChallengePassword\":\n\n \"s3cret\", \"Country\": \"us\"}", "\"us\""),
            ("challengePassword = \\\n s3cret", "s3cret"),
        ] {
            let at = text.find(at).unwrap();
            assert_eq!(show("wrong", Some(Path::new("f")), text, at..at + 1), None, "{text}");
        }
    }

    #[test]
    fn a_caret_stands_below_its_value_and_nothing_moves_the_terminal() {
        let text = "日本\u{9B}\u{202E}\u{61C} = \"v\"";
        let shown = show("f:1: wrong", Some(Path::new("f")), text, 17..20).unwrap();
        let shown = anstream::adapter::strip_str(&shown).to_string();
        assert!(!shown.contains(['\u{9B}', '\u{202E}', '\u{61C}']), "{shown:?}");
        let long = format!("{}bad{}", "x".repeat(4_000), "y".repeat(4_000));
        let shown = show("f:1: wrong", Some(Path::new("f")), &long, 4_000..4_003).unwrap();
        let shown = anstream::adapter::strip_str(&shown).to_string();
        let line = shown.lines().find(|line| line.contains("bad")).unwrap();
        assert!(line.len() < 400, "{line}");
        let caret = shown.lines().find(|line| line.contains("^^^")).unwrap();
        assert_eq!(line.find("bad"), caret.find("^^^"), "{shown}");
    }
}

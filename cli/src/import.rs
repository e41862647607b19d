//! Request files of other tools, as options of `csr new`: what they ask for is checked where options
//! are. A file names no other file, no environment variable and no command.

use std::borrow::Cow;
use std::path::Path;

use crate::failure::Failure;
use crate::files::without_mark;
use crate::profile;

mod certreq;
mod cfssl;
mod imported;
mod openssl;
mod others;
mod sections;
mod subject;

#[cfg(test)]
mod tests;

pub(crate) use imported::Imported;

/// The largest file that is read, in bytes. One with 10,000 names has a third of it.
const TEXT_MAX: usize = 1 << 20;

/// Reads a file of another tool; nothing where it is none.
pub(crate) fn read(path: &Path, content: &[u8]) -> Result<Option<Imported>, Failure> {
    let text = text(content);
    if let Some((what, hint)) = others::refused(content, text.as_deref()) {
        return Err(Failure::refused_file(path, what).hint(hint));
    }
    let Some(text) = text else { return Ok(None) };
    let Some(reader) = reader(&text) else {
        return match others::has_sections(&text) {
            true => Err(Failure::refused_file(path, "has sections, but neither [req] as OpenSSL's configuration nor [NewRequest] as certreq's .inf")
                .hint("begin it with these lines: [req], prompt = no, distinguished_name = SECTION")),
            false => Ok(None),
        };
    };
    if text.len() > TEXT_MAX {
        let why = format!("is a request file of more than {} MiB", TEXT_MAX >> 20);
        return Err(Failure::refused_file(path, why));
    }
    let mut imported = Imported::new(path, &text);
    let is_binary = |character: char| character.is_control() && !"\t\n\r\u{C}".contains(character);
    if let Some(at) = text.find(is_binary) {
        imported.fault(
            1 + text[..at].matches('\n').count(),
            "contains a control character: is not text",
        );
        return imported.checked().map(Some);
    }
    reader(&mut imported, &text);
    imported.checked().map(Some)
}

/// Whether a file is a request file that is read: a JSON body, or that of another tool.
pub(crate) fn is_request_file(content: &[u8]) -> bool {
    let is_of_tool = text(content).is_some_and(|text| reader(&text).is_some());
    is_of_tool || profile::of_body(content).is_some()
}

type Reader = fn(&mut Imported, &str);

/// The reader of the tool that a text is for.
fn reader(text: &str) -> Option<Reader> {
    if text.len() <= TEXT_MAX && cfssl::is_one(text) {
        return Some(cfssl::read);
    }
    let has_section = |name: &str| {
        text.lines().any(|line| {
            let inside = line.trim().strip_prefix('[').and_then(|line| line.split(']').next());
            inside.is_some_and(|inside| inside.trim().eq_ignore_ascii_case(name))
        })
    };
    if has_section("NewRequest") {
        return Some(certreq::read);
    }
    let names_a_subject = |line: &str| line.trim_start().starts_with("distinguished_name");
    (has_section("req") || text.lines().any(names_a_subject)).then_some(openssl::read)
}

/// The text of a file: UTF-8, UTF-16 with its mark, else ISO 8859-1, as OpenSSL reads it. Nothing where
/// it is not UTF-16 behind its mark.
fn text(content: &[u8]) -> Option<Cow<'_, str>> {
    let units = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        String::from_utf16(&units.collect::<Vec<_>>()).ok().map(Cow::Owned)
    };
    let text = match content {
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes)?,
        // Without its mark, ASCII in UTF-16.
        [1..=0xFF, 0, 1..=0xFF, 0, ..] => units(content, u16::from_le_bytes)?,
        [0, 1..=0xFF, 0, 1..=0xFF, ..] => units(content, u16::from_be_bytes)?,
        _ => {
            let content = without_mark(content);
            let latin_1 = |_| content.iter().map(|byte| char::from(*byte)).collect();
            str::from_utf8(content).map_or_else(latin_1, Cow::Borrowed)
        }
    };
    Some(text)
}

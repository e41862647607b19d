//! The grammar of `.inf` files.

use std::collections::HashMap;

use crate::import::sections::{Entry, Section};

/// The longest value, in bytes.
const VALUE_MAX: usize = 65_536;

/// The most that all values hold together, in bytes.
const VALUES_MAX: usize = 16 << 20;

/// A line, and what is wrong there.
pub(super) type Refusal = (usize, String);

/// The sections of a file, each value in its whole length, without quotation marks and with its strings.
pub(super) fn sections(text: &str) -> Result<Vec<Section>, Refusal> {
    split(text).and_then(with_strings)
}

fn split(text: &str) -> Result<Vec<Section>, Refusal> {
    let mut sections: Vec<Section> = Vec::new();
    for (content, line) in text.lines().zip(1..) {
        let content = without_comment(content).trim();
        if let Some(name) = content.strip_prefix('[') {
            let name = name.split_once(']').map(|(name, _)| name.trim());
            let name = name.ok_or((line, "has no ] behind the name of a section".to_owned()))?;
            sections.push(Section { name: name.into(), line, entries: Vec::new() });
            continue;
        }
        if content.is_empty() {
            continue;
        }
        let Some((name, value)) = content.split_once('=') else {
            return Err((line, "is not a [section] and has no =; expected name = value".into()));
        };
        let (name, value) = (name.trim(), unquoted(value.trim()));
        let Some(section) = sections.last_mut() else {
            return Err((line, "stands above the first [section]".into()));
        };
        match section.entries.last_mut() {
            Some(entry) if name.eq_ignore_ascii_case("_continue_") => {
                entry.value += &value;
                if entry.value.len() > VALUE_MAX {
                    return Err((
                        line,
                        format!("{}: the value is longer than {VALUE_MAX} bytes", entry.name),
                    ));
                }
            }
            _ => section.entries.push(Entry { name: name.into(), value, line, environment: None }),
        }
    }
    Ok(sections)
}

/// The sections with the texts of `[Strings]` in the place of their names, `%name%`.
fn with_strings(mut sections: Vec<Section>) -> Result<Vec<Section>, Refusal> {
    let of_strings = sections.iter().filter(|section| section.is("Strings"));
    let entries = of_strings.flat_map(|section| &section.entries);
    let strings: HashMap<String, String> =
        entries.map(|entry| (entry.name.to_ascii_lowercase(), entry.value.clone())).collect();
    let mut len = 0;
    for entry in sections.iter_mut().flat_map(|section| &mut section.entries) {
        for text in [&mut entry.name, &mut entry.value] {
            *text = expanded(text, &strings).map_err(|why| (entry.line, why))?;
            if let Some(name) = text.strip_prefix("%szOID_").and_then(|rest| rest.strip_suffix('%'))
            {
                return Err((entry.line, format!("%szOID_{name}% is not defined in [Strings]")));
            }
            len += text.len();
        }
        if len > VALUES_MAX {
            let why = format!("the values are longer than {VALUES_MAX} bytes with their strings");
            return Err((entry.line, why));
        }
    }
    Ok(sections)
}

fn expanded(text: &str, strings: &HashMap<String, String>) -> Result<String, String> {
    let (mut value, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('%') {
        value += before;
        let named = behind.split_once('%');
        match named
            .and_then(|(name, after)| Some((strings.get(&name.to_ascii_lowercase())?, after)))
        {
            Some((string, after)) => {
                value += string;
                rest = after;
            }
            None => {
                value.push('%');
                rest = behind;
            }
        }
        if value.len() > VALUE_MAX {
            return Err(format!("the value is longer than {VALUE_MAX} bytes with its strings"));
        }
    }
    Ok(value + rest)
}

/// The line in front of a `;` that is not between quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let end = line.find(|character| {
        quoted ^= character == '"';
        character == ';' && !quoted
    });
    &line[..end.unwrap_or(line.len())]
}

/// A value without the quotation marks around it; two of them inside stand for one.
pub(super) fn unquoted(value: &str) -> String {
    let inside = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inside.map_or_else(|| value.into(), |inside| inside.replace("\"\"", "\""))
}

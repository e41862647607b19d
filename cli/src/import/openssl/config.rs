//! The grammar of OpenSSL's configuration files (config(5)).
//!
//! A value is expanded where it stands, from those above it, so no `$var` can be part of itself.

use std::collections::HashMap;

use crate::import::sections::{Entry, Section};

/// The longest value, in bytes: OpenSSL's own limit.
const VALUE_MAX: usize = 65_536;

/// The most that all values of a file hold together, in bytes: a `$var` may be long, and used often.
const VALUES_MAX: usize = 16 << 20;

/// The section in front of the first name in brackets, in which names are looked up that their own
/// section does not have.
pub(super) const DEFAULT: &str = "default";

/// A line, and what is wrong there.
pub(super) type Refusal = (usize, String);

/// A configuration.
pub(super) struct Config {
    sections: Vec<Section>,
    numbers: HashMap<String, usize>,
    /// The entry that a name has: the last one.
    entries: HashMap<(usize, String), usize>,
    /// Entries of the same name further up, by their section and its line.
    repeated: Vec<(String, usize)>,
    len: usize,
}

impl Config {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let mut config = Self {
            sections: Vec::new(),
            numbers: HashMap::new(),
            entries: HashMap::new(),
            repeated: Vec::new(),
            len: 0,
        };
        let mut section = config.enter(DEFAULT, 0);
        let (mut joined, mut start) = (String::new(), 1);
        // The empty line ends the last one, which may go on too.
        for (line, number) in text.lines().chain([""]).zip(1..) {
            if joined.is_empty() {
                start = number;
            }
            joined += line;
            if joined.ends_with('\\') && !joined.ends_with("\\\\") {
                joined.pop();
                continue;
            }
            let content = without_comment(&joined).trim();
            match content.strip_prefix('[') {
                _ if content.is_empty() => {}
                Some(name) => {
                    let name = section_name(name).map_err(|why| (start, why))?;
                    section = config.enter(name, start);
                }
                None => config.entry(section, content, start).map_err(|why| (start, why))?,
            }
            joined.clear();
        }
        Ok(config)
    }

    /// The number of a section, which may go on from further up.
    fn enter(&mut self, name: &str, line: usize) -> usize {
        *self.numbers.entry(name.into()).or_insert_with(|| {
            self.sections.push(Section { name: name.into(), line, entries: Vec::new() });
            self.sections.len() - 1
        })
    }

    fn entry(&mut self, section: usize, text: &str, line: usize) -> Result<(), String> {
        let (mut name, mut rest) = split_name(text);
        match name {
            ".include" => {
                return Err(".include is not read: a request file names no other file".into());
            }
            ".pragma" => {
                return Err(".pragma is not read: it changes how the file is read; hint: remove it, and write $ in a value as \\$".into());
            }
            _ => {}
        }
        let mut target = section;
        if let Some(inner) = rest.strip_prefix("::") {
            target = self.enter(name, line);
            (name, rest) = split_name(inner);
        }
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            return Err("is not a [section] and has no = behind its name; expected name = value (config(5))".into());
        };
        let (value, environment) = self.expand(section, value.trim())?;
        self.len += value.len();
        if self.len > VALUES_MAX {
            return Err(format!(
                "the values are longer than {} MiB with their variables",
                VALUES_MAX >> 20
            ));
        }
        let entries = &mut self.sections[target].entries;
        let number = entries.len();
        entries.push(Entry { name: name.into(), value, line, environment });
        if let Some(old) = self.entries.insert((target, name.into()), number) {
            let old = &mut entries[old];
            self.repeated.push((std::mem::take(&mut old.name), old.line));
        }
        Ok(())
    }

    /// A value without its quotation marks and escapes, its variables replaced, and the environment
    /// variable that would be in it.
    fn expand(&self, section: usize, text: &str) -> Result<(String, Option<String>), String> {
        let (mut value, mut environment) = (String::new(), None);
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            rest = &rest[character.len_utf8()..];
            match character {
                '"' | '\'' | '`' => {
                    let mut characters = rest.char_indices();
                    let mut end = rest.len();
                    while let Some((at, inside)) = characters.next() {
                        match inside {
                            _ if inside == character => {
                                end = at + 1;
                                break;
                            }
                            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                            _ => value.push(inside),
                        }
                    }
                    rest = &rest[end..];
                }
                '\\' => {
                    let Some(escaped) = rest.chars().next() else { break };
                    rest = &rest[escaped.len_utf8()..];
                    value.push(match escaped {
                        'r' => '\r',
                        'n' => '\n',
                        'b' => '\u{8}',
                        't' => '\t',
                        other => other,
                    });
                }
                '$' => {
                    let (variable, of_environment, behind) = self.variable(section, rest)?;
                    value += variable;
                    environment = environment.or_else(|| of_environment.map(str::to_owned));
                    rest = behind;
                }
                _ => value.push(character),
            }
            if value.len() > VALUE_MAX {
                return Err(format!(
                    "the value is longer than {VALUE_MAX} bytes with its variables"
                ));
            }
        }
        Ok((value, environment))
    }

    /// The value of the variable behind a `$`, the environment variable that would be in it, and what
    /// follows.
    fn variable<'a>(
        &'a self,
        section: usize,
        text: &'a str,
    ) -> Result<(&'a str, Option<&'a str>, &'a str), String> {
        let (close, text) = match text.split_at_checked(1) {
            Some(("{", inside)) => (Some('}'), inside),
            Some(("(", inside)) => (Some(')'), inside),
            _ => (None, text),
        };
        let word = |text: &'a str| {
            let is_end = |character: char| !character.is_ascii_alphanumeric() && character != '_';
            text.split_at(text.find(is_end).unwrap_or(text.len()))
        };
        let (mut name, mut rest) = word(text);
        let (mut of, mut is_environment) = (Some(section), false);
        if let Some(inner) = rest.strip_prefix("::") {
            is_environment = name == "ENV";
            of = self.numbers.get(name).copied();
            (name, rest) = word(inner);
        }
        if let Some(close) = close {
            rest = rest
                .strip_prefix(close)
                .ok_or_else(|| format!("${name} has no closing {close}"))?;
        }
        if is_environment {
            return Ok(("", Some(name), rest));
        }
        let entry = of.and_then(|of| self.find(of, name)).or_else(|| self.find(0, name));
        let entry = entry.ok_or_else(|| format!("${name} has no value above this line"))?;
        Ok((&entry.value, entry.environment.as_deref(), rest))
    }

    fn find(&self, section: usize, name: &str) -> Option<&Entry> {
        let number = self.entries.get(&(section, name.to_owned()))?;
        self.sections[section].entries.get(*number)
    }

    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.numbers.get(name).map(|number| &self.sections[*number])
    }

    /// What a name has in a section.
    pub(super) fn own(&self, section: &str, name: &str) -> Option<&Entry> {
        self.numbers.get(section).and_then(|number| self.find(*number, name))
    }

    /// What a name has in a section, or else in the default section.
    pub(super) fn get(&self, section: &str, name: &str) -> Option<&Entry> {
        self.own(section, name).or_else(|| self.find(0, name))
    }

    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    pub(super) fn repeated(&self) -> &[(String, usize)] {
        &self.repeated
    }
}

/// The line in front of a `#` that is neither escaped nor between quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut characters = line.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '#' if quote.is_none() => return &line[..at],
            '"' | '\'' | '`' if quote.is_none() => quote = Some(character),
            _ if quote == Some(character) => quote = None,
            _ => {}
        }
    }
    line
}

fn section_name(text: &str) -> Result<&str, String> {
    let name = text.split_once(']').map(|(name, _)| name.trim());
    name.ok_or_else(|| "has no ] behind the name of a section".into())
}

/// The name at the beginning of a line, and what follows it.
fn split_name(text: &str) -> (&str, &str) {
    let is_end = |character: char| {
        !character.is_ascii_alphanumeric() && !"_!.%&*+,/;?@^~|-\\".contains(character)
    };
    text.split_at(text.find(is_end).unwrap_or(text.len()))
}

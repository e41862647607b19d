//! Values of unknown origin, shown so that nothing in them can deceive a reader.

use core::fmt::{self, Write};

/// Shows a value between quotation marks. Control characters, bidirectional controls,
/// zero-width and other invisible characters appear as `\u{…}`; long values are cut.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Quoted<'_> {
    /// Characters of a value that a message shows; the rest is counted.
    pub(crate) const SHOWN: usize = 80;
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(Self::SHOWN) {
            escaped(f, character)?;
        }
        f.write_char('"')?;
        match characters.count() {
            0 => Ok(()),
            more => write!(f, "… ({more} more characters)"),
        }
    }
}

/// One character, named so that it can be seen: `"_"`, `U+200B` where it would not show, and
/// `"–" (U+2013)` where it may be taken for another.
pub(crate) struct QuotedChar(pub(crate) char);

impl fmt::Display for QuotedChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.0);
        match self.0 {
            character if is_deceptive(character) => write!(f, "U+{code:04X}"),
            character if character.is_ascii() || character.is_alphanumeric() => {
                write!(f, "\"{character}\"")
            }
            character => write!(f, "\"{character}\" (U+{code:04X})"),
        }
    }
}

fn escaped(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    match character {
        '"' | '\\' => write!(f, "\\{character}"),
        _ if is_deceptive(character) => write!(f, "\\u{{{:x}}}", u32::from(character)),
        _ => f.write_char(character),
    }
}

/// Whether a character is invisible, moves others about, or breaks the line.
pub(crate) fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00A0}' | '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}'
            | '\u{1680}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}'
            | '\u{2800}' | '\u{3000}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        let cases = [
            ("plain é 漢", "\"plain é 漢\""),
            ("a\nb\0", "\"a\\u{a}b\\u{0}\""),
            ("a\u{202E}b\u{200B}", "\"a\\u{202e}b\\u{200b}\""),
            ("say \"x\\\"", "\"say \\\"x\\\\\\\"\""),
            ("\u{1B}[31m", "\"\\u{1b}[31m\""),
        ];
        for (value, shown) in cases {
            assert_eq!(Quoted(value).to_string(), shown);
        }
    }

    #[test]
    fn a_character_that_may_be_taken_for_another_has_its_code_point() {
        let cases = [
            ('_', "\"_\""),
            ('é', "\"é\""),
            ('\u{2013}', "\"–\" (U+2013)"),
            ('\u{2010}', "\"‐\" (U+2010)"),
            ('\u{202E}', "U+202E"),
        ];
        for (character, shown) in cases {
            assert_eq!(QuotedChar(character).to_string(), shown);
        }
    }

    #[test]
    fn long_values_are_cut_and_counted() {
        let shown = Quoted(&"é".repeat(100)).to_string();
        assert!(shown.ends_with("é\"… (20 more characters)"), "{shown}");
    }
}

//! The characters of a U-label (RFC 5892), which are fewer than UTS 46 lets through: the hyphens,
//! quotation marks, slashes and colons outside ASCII are valid there, and look like others.
//!
//! A label comes here after the mapping of UTS 46 was found to change nothing but case. So what
//! RFC 5892 calls Unstable or ignorable is gone, but for two blocks, and the joiners are where
//! they may (appendix A.1 and A.2); what is left to ask is the same for capital letters.

use icu_properties::props::{Dash, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The first character that a label may not have where it stands, and its index.
pub(super) fn first_disallowed(label: &str) -> Option<(char, usize)> {
    let mut characters = label.char_indices().enumerate();
    let found = characters.find(|(_, (at, character))| {
        let (before, from) = label.split_at(*at);
        !is_allowed(label, before, *character, &from[character.len_utf8()..])
    });
    found.map(|(index, (_, character))| (character, index))
}

/// Whether `character` may be between `before` and `after` in a label: PVALID, or CONTEXTJ or
/// CONTEXTO where its rule holds (RFC 5892 3).
fn is_allowed(label: &str, before: &str, character: char, after: &str) -> bool {
    let script = |character| CodePointMapData::<Script>::new().get(character);
    match character {
        '-' | '\u{200C}' | '\u{200D}' => true,
        // The rules of appendix A.3 to A.9.
        '\u{B7}' => before.ends_with(['l', 'L']) && after.starts_with(['l', 'L']),
        '\u{375}' => after.starts_with(|next| script(next) == Script::Greek),
        '\u{5F3}' | '\u{5F4}' => before.ends_with(|previous| script(previous) == Script::Hebrew),
        '\u{30FB}' => label.contains(|other| {
            matches!(script(other), Script::Hiragana | Script::Katakana | Script::Han)
        }),
        '\u{660}'..='\u{669}' => !label.contains(|c| ('\u{6F0}'..='\u{6F9}').contains(&c)),
        '\u{6F0}'..='\u{6F9}' => !label.contains(|c| ('\u{660}'..='\u{669}').contains(&c)),
        // Exceptions (2.6) that the categories below would decide otherwise.
        '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => {
            false
        }
        // IgnorableBlocks (2.4), OldHangulJamo (2.9).
        '\u{20D0}'..='\u{20FF}' | '\u{1D100}'..='\u{1D24F}' => false,
        '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}' => false,
        // LetterDigits (2.1).
        _ => matches!(
            CodePointMapData::<GeneralCategory>::new().get(character),
            GeneralCategory::LowercaseLetter
                | GeneralCategory::UppercaseLetter
                | GeneralCategory::OtherLetter
                | GeneralCategory::DecimalNumber
                | GeneralCategory::ModifierLetter
                | GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
        ),
    }
}

/// Whether a character is drawn as a hyphen, and was probably meant to be one.
pub(super) fn is_dash(character: char) -> bool {
    CodePointSetData::new::<Dash>().contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_with_a_rule_are_allowed_where_it_holds() {
        let cases = [
            ("col·lecció", None),
            ("COL·LECCIÓ", None),
            ("a·l", Some(1)),
            ("l·a", Some(1)),
            ("·", Some(0)),
            ("α͵β", None),
            ("α͵", Some(1)),
            ("α͵a", Some(1)),
            ("א׳ב״", None),
            ("a׳", Some(1)),
            ("״א", Some(0)),
            ("テ・ト", None),
            ("日・", None),
            ("ひ・", None),
            ("・", Some(0)),
            ("é・", Some(1)),
            ("١٢", None),
            ("۱۲", None),
            ("١۲", Some(0)),
        ];
        for (label, index) in cases {
            assert_eq!(first_disallowed(label).map(|(_, index)| index), index, "{label}");
        }
    }

    #[test]
    fn letters_digits_and_exceptions_are_distinguished_from_the_rest() {
        let allowed = "a-é9ßς٣۳۽۾་〇\u{300}\u{903}日ー";
        for character in allowed.chars() {
            let label = alloc::format!("{character}");
            assert_eq!(first_disallowed(&label), None, "{character:?}");
        }
        let disallowed = "_ ‐–—−’“”⁄∕∶❤ـߺ〮〯〱〵〻\u{20DD}\u{1D165}\u{1D242}\u{1100}\u{1160}\u{11A8}\u{A960}\u{D7B0}᧚ⅳǅ\u{488}\u{378}\u{E000}";
        for character in disallowed.chars() {
            let label = alloc::format!("é{character}");
            assert_eq!(first_disallowed(&label), Some((character, 1)), "{character:?}");
        }
    }
}

//! What messages are made of: texts shown so that nothing in them can deceive, and what was
//! probably meant.

mod nearest;
mod quoted;

pub(crate) use nearest::nearest;
pub(crate) use quoted::{Quoted, QuotedChar, is_deceptive};

/// Whether it is a quotation mark, as programs or word processors write it.
pub(crate) const fn is_quotation_mark(character: char) -> bool {
    matches!(character, '"' | '\'' | '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}')
}

/// The first character for which `is_foreign` holds, and its position, in characters from 1.
pub(crate) fn first_character(
    text: &str,
    is_foreign: impl Fn(char) -> bool,
) -> Option<(char, usize)> {
    let found = text.chars().enumerate().find(|(_, character)| is_foreign(*character));
    found.map(|(index, character)| (character, index + 1))
}

//! What `SECURITY.md` promises about text that is shown: nothing in it deceives its reader.

/// Whether a character must not reach a terminal as it is: it controls it, moves others about,
/// or cannot be seen. The newline is ours, as are spaces.
pub(crate) fn is_raw(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && c != '\n';
    }
    c.is_control() || c.is_whitespace() || is_default_ignorable(c)
}

/// Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), to which all
/// characters that set a direction belong (Bidi_Control).
fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

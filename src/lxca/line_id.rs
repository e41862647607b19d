//! The `id` of a line of a batch, which names its files.

use alloc::{format, string::String};

use super::words::ID;
use crate::error::{Code, Error, Hint};
use crate::text::QuotedChar;

/// Whether an `id` can name files on every system.
pub(super) fn check_id(id: &str) -> Result<(), Error> {
    /// Leaves room for what is put behind it: file names have at most 255 bytes.
    const LONGEST: usize = 200;
    /// Names that Windows reserves for devices, also with an extension behind a dot.
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];
    const RULE: &str = "letters, digits, \".\", \"_\" and \"-\", beginning with a letter or digit";
    let refuse = |code, reason: String| Error::new(code, ID, reason).value(id).expected(RULE);
    let Some(first) = id.chars().next() else {
        let hint = Hint::advice("leave it out to use the line number");
        return Err(Error::new(Code::Empty, ID, "is empty").expected(RULE).hint_at(hint));
    };
    if id.len() > LONGEST {
        let reason = format!("is {} characters long", id.len());
        return Err(refuse(Code::TooLong, reason).expected(format!("at most {LONGEST}")));
    }
    let foreign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-');
    if let Some((index, character)) = id.chars().enumerate().find(|(_, c)| foreign(*c)) {
        let at = index + 1;
        let reason = format!("contains {} at character {at}", QuotedChar(character));
        return Err(refuse(Code::Character, reason).character(at));
    }
    if !first.is_ascii_alphanumeric() {
        let reason = format!("begins with {}", QuotedChar(first));
        return Err(refuse(Code::Character, reason).character(1));
    }
    let stem = id.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = stem.get(..3).is_some_and(|start| DEVICES.contains(&start));
    let number = stem.get(3..).unwrap_or_default();
    let numbered = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    if device && (number.is_empty() || numbered) {
        let reason = "is a name that Windows reserves for a device";
        return Err(Error::new(Code::Unknown, ID, reason).value(id));
    }
    Ok(())
}

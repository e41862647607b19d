//! Bytes as hexadecimal digits, and back.

use alloc::{format, vec::Vec};

pub(crate) use base16ct::{HexDisplay, lower::encode_string as encode};

use crate::error::{Code, Error, Hint};
use crate::text::QuotedChar;

/// The bytes that hexadecimal digits stand for; upper and lower case.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let mut characters = text.chars().zip(1..);
    if let Some((character, at)) = characters.find(|(digit, _)| !digit.is_ascii_hexdigit()) {
        let separator = matches!(character, ':' | ' ');
        let hint = separator.then(|| Hint::advice("write the digits without separators"));
        let reason = format!("contains {} as digit {at}", QuotedChar(character));
        return Err(Error::new(Code::Hex, "value", reason)
            .character(at)
            .expected("hexadecimal digits, two for each byte")
            .hint_at(hint));
    }
    base16ct::mixed::decode_vec(text).map_err(|_| {
        let reason = "has an odd number of hexadecimal digits";
        Error::new(Code::Hex, "value", reason).expected("two digits for each byte")
    })
}

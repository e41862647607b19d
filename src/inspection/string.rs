//! Character strings: which type, which characters (X.680 41), what text.

use alloc::string::String;
use core::fmt;

use crate::der::tag;
use crate::subject::is_printable;

/// The type of a character string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InspectedString {
    /// UTF8String.
    Utf8,
    /// PrintableString: `A-Z a-z 0-9 space ' ( ) + , - . / : = ?`
    Printable,
    /// IA5String: ASCII.
    Ia5,
    /// NumericString: digits and space.
    Numeric,
    /// VisibleString: ASCII without the control characters.
    Visible,
    /// TeletexString (T61String), which everybody reads as ISO 8859-1.
    Teletex,
    /// BMPString: two octets a character.
    Bmp,
    /// UniversalString: four octets a character.
    Universal,
    /// No character string at all; holds the identifier octet.
    Other(u8),
}

impl InspectedString {
    pub(super) const fn from_tag(tag: u8) -> Self {
        const VISIBLE_STRING: u8 = 0x1A;
        match tag {
            tag::UTF8_STRING => Self::Utf8,
            tag::PRINTABLE_STRING => Self::Printable,
            tag::IA5_STRING => Self::Ia5,
            tag::NUMERIC_STRING => Self::Numeric,
            VISIBLE_STRING => Self::Visible,
            tag::TELETEX_STRING => Self::Teletex,
            tag::BMP_STRING => Self::Bmp,
            tag::UNIVERSAL_STRING => Self::Universal,
            other => Self::Other(other),
        }
    }

    /// The text of the content octets, and whether all of them are characters of this type;
    /// those that are none are replaced or, if the type leaves no doubt, shown all the same.
    /// Nothing for what is no character string.
    pub(super) fn text(self, content: &[u8]) -> Option<(String, bool)> {
        match self {
            Self::Utf8 => Some(utf8(content)),
            Self::Printable => Some(restricted(content, is_printable)),
            Self::Ia5 => Some(restricted(content, |octet| octet.is_ascii())),
            Self::Numeric => {
                Some(restricted(content, |octet| octet.is_ascii_digit() || octet == b' '))
            }
            Self::Visible => Some(restricted(content, |octet| (0x20..0x7F).contains(&octet))),
            Self::Teletex => Some((content.iter().copied().map(char::from).collect(), true)),
            Self::Bmp => {
                let units = content.chunks(2).map(|unit| match unit {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0xD800,
                });
                let mut whole = true;
                let text = char::decode_utf16(units)
                    .map(|character| character.unwrap_or_else(|_| replaced(&mut whole)))
                    .collect();
                Some((text, whole))
            }
            Self::Universal => {
                let mut whole = true;
                let text = content
                    .chunks(4)
                    .map(|unit| {
                        let number = unit.try_into().ok().map(u32::from_be_bytes);
                        number.and_then(char::from_u32).unwrap_or_else(|| replaced(&mut whole))
                    })
                    .collect();
                Some((text, whole))
            }
            Self::Other(_) => None,
        }
    }
}

fn replaced(whole: &mut bool) -> char {
    *whole = false;
    char::REPLACEMENT_CHARACTER
}

fn utf8(content: &[u8]) -> (String, bool) {
    match core::str::from_utf8(content) {
        Ok(text) => (text.into(), true),
        Err(_) => (String::from_utf8_lossy(content).into_owned(), false),
    }
}

fn restricted(content: &[u8], allowed: impl Fn(u8) -> bool) -> (String, bool) {
    if content.iter().all(|octet| allowed(*octet)) {
        (utf8(content).0, true)
    } else {
        // UTF-8 in a type without it is the usual mistake.
        (utf8(content).0, false)
    }
}

impl fmt::Display for InspectedString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF8String",
            Self::Printable => "PrintableString",
            Self::Ia5 => "IA5String",
            Self::Numeric => "NumericString",
            Self::Visible => "VisibleString",
            Self::Teletex => "TeletexString",
            Self::Bmp => "BMPString",
            Self::Universal => "UniversalString",
            Self::Other(tag) => return write!(f, "tag {tag:#04x}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_characters_and_no_others() {
        use InspectedString::*;
        let cases: &[(InspectedString, &[u8], &str, bool)] = &[
            (Utf8, "é漢".as_bytes(), "é漢", true),
            (Utf8, &[b'a', 0xFF], "a\u{FFFD}", false),
            (Printable, b"Acme (R&D)", "Acme (R&D)", false),
            (Printable, b"A-Z '()+,-./:=?", "A-Z '()+,-./:=?", true),
            (Printable, b"a@b", "a@b", false),
            (Printable, b"a*b", "a*b", false),
            (Printable, b"a_b", "a_b", false),
            (Ia5, b"a@b\x7f", "a@b\x7f", true),
            (Ia5, "é".as_bytes(), "é", false),
            (Numeric, b"0 9", "0 9", true),
            (Numeric, b"1a", "1a", false),
            (Teletex, &[0xE9], "é", true),
            (Bmp, &[0x00, 0xE9, 0x6F, 0x22], "é漢", true),
            (Bmp, &[0xD8, 0x3D, 0xDE, 0x00], "😀", true),
            (Bmp, &[0x00, 0x41, 0x00], "A\u{FFFD}", false),
            (Universal, &[0, 1, 0xF6, 0], "😀", true),
            (Universal, &[0, 0x11, 0, 0, 0], "\u{FFFD}\u{FFFD}", false),
        ];
        for (string_type, content, text, whole) in cases {
            assert_eq!(string_type.text(content), Some(((*text).into(), *whole)), "{string_type}");
        }
        assert_eq!(InspectedString::from_tag(0x02).text(&[1]), None);
    }
}

//! The string types of ASN.1 that a distinguished name can hold (X.680 41).

use alloc::{borrow::Cow, string::String};
use core::fmt;

use crate::asn1::tag;

/// A string type of ASN.1.
///
/// New names use [`Utf8`](Self::Utf8) and [`Printable`](Self::Printable) (RFC 5280 4.1.2.6),
/// and [`Ia5`](Self::Ia5) where the attribute's standard asks for it. The others are for names
/// that have to match old ones byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StringType {
    /// UTF8String: every character of Unicode.
    Utf8,
    /// PrintableString: `A-Z a-z 0-9 space ' ( ) + , - . / : = ?`.
    Printable,
    /// IA5String: ASCII.
    Ia5,
    /// NumericString: digits and the space.
    Numeric,
    /// VisibleString: ASCII without control characters.
    Visible,
    /// TeletexString (T.61). It is written with the characters of PrintableString, on which
    /// all its readers agree, and read as ISO 8859-1, as most software writes it.
    Teletex,
    /// BMPString: characters up to U+FFFF, two bytes each.
    Bmp,
    /// UniversalString: four bytes a character.
    Universal,
}

impl StringType {
    const ALL: [Self; 8] = [
        Self::Utf8,
        Self::Printable,
        Self::Ia5,
        Self::Numeric,
        Self::Visible,
        Self::Teletex,
        Self::Bmp,
        Self::Universal,
    ];

    /// The name in ASN.1, such as `UTF8String`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF8String",
            Self::Printable => "PrintableString",
            Self::Ia5 => "IA5String",
            Self::Numeric => "NumericString",
            Self::Visible => "VisibleString",
            Self::Teletex => "TeletexString",
            Self::Bmp => "BMPString",
            Self::Universal => "UniversalString",
        }
    }

    /// The identifier byte.
    pub(crate) const fn tag(self) -> u8 {
        match self {
            Self::Utf8 => tag::UTF8_STRING,
            Self::Printable => tag::PRINTABLE_STRING,
            Self::Ia5 => tag::IA5_STRING,
            Self::Numeric => tag::NUMERIC_STRING,
            Self::Visible => tag::VISIBLE_STRING,
            Self::Teletex => tag::TELETEX_STRING,
            Self::Bmp => tag::BMP_STRING,
            Self::Universal => tag::UNIVERSAL_STRING,
        }
    }

    /// What a DirectoryString is written as: PrintableString where every character allows it,
    /// else UTF8String (RFC 5280 4.1.2.4).
    pub(crate) fn of_directory_string(text: &str) -> Self {
        if text.bytes().all(is_printable) { Self::Printable } else { Self::Utf8 }
    }

    pub(crate) fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|string_type| string_type.tag() == tag)
    }

    /// Whether a character can be written as this type.
    pub(crate) fn allows(self, character: char) -> bool {
        let ascii = |allowed: fn(u8) -> bool| u8::try_from(character).is_ok_and(allowed);
        match self {
            Self::Utf8 | Self::Universal => true,
            Self::Printable | Self::Teletex => ascii(is_printable),
            Self::Ia5 => character.is_ascii(),
            Self::Numeric => ascii(|byte| byte.is_ascii_digit() || byte == b' '),
            Self::Visible => ascii(|byte| matches!(byte, 0x20..=0x7E)),
            Self::Bmp => character.len_utf16() == 1,
        }
    }

    /// The content bytes of a text whose characters this type [`allows`](Self::allows).
    pub(crate) fn content(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Bmp => Cow::Owned(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Universal => {
                Cow::Owned(text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect())
            }
            _ => Cow::Borrowed(text.as_bytes()),
        }
    }

    /// The text of content bytes, if they are what this type holds.
    pub(crate) fn decode(self, content: &[u8]) -> Option<Cow<'_, str>> {
        let decoded: Option<String> = match self {
            Self::Utf8 => return core::str::from_utf8(content).ok().map(Cow::Borrowed),
            Self::Printable | Self::Ia5 | Self::Numeric | Self::Visible => {
                // All of them are of ASCII.
                let text = self.holds(content).then(|| core::str::from_utf8(content).ok())?;
                return text.map(Cow::Borrowed);
            }
            Self::Teletex => Some(content.iter().map(|byte| char::from(*byte)).collect()),
            Self::Bmp => {
                // A surrogate is not a character: a pair of them is UTF-16, which BMPString is not.
                let units = content.chunks(2).map(|unit| <[u8; 2]>::try_from(unit).ok());
                units.map(|unit| char::from_u32(u16::from_be_bytes(unit?).into())).collect()
            }
            Self::Universal => {
                let units = content.chunks(4).map(|unit| <[u8; 4]>::try_from(unit).ok());
                units.map(|unit| char::from_u32(u32::from_be_bytes(unit?))).collect()
            }
        };
        decoded.map(Cow::Owned)
    }

    /// Whether content bytes are what this type holds.
    pub(crate) fn holds(self, content: &[u8]) -> bool {
        match self {
            Self::Printable => are_printable(content),
            Self::Ia5 | Self::Numeric | Self::Visible => {
                content.iter().all(|byte| self.allows(char::from(*byte)))
            }
            _ => self.decode(content).is_some(),
        }
    }

    /// The text of content bytes. Where they are not what this type holds, it is what was probably
    /// meant (UTF-8 in a type of ASCII, UTF-16 in a BMPString), with U+FFFD for what is not a character.
    pub(crate) fn decode_lossy(self, content: &[u8]) -> Cow<'_, str> {
        self.decode(content).unwrap_or_else(|| self.meant(content))
    }

    fn meant(self, content: &[u8]) -> Cow<'_, str> {
        /// Half a surrogate pair: what is left over becomes no character.
        const NONE: u16 = 0xD800;
        match self {
            Self::Bmp => {
                let units = content.chunks(2).map(|unit| unit.try_into());
                char::decode_utf16(units.map(|unit| unit.map_or(NONE, u16::from_be_bytes)))
                    .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect()
            }
            Self::Universal => {
                let units = content.chunks(4).map(|unit| unit.try_into().ok());
                units
                    .map(|unit| char::from_u32(u32::from_be_bytes(unit?)))
                    .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect()
            }
            _ => String::from_utf8_lossy(content),
        }
    }
}

/// Whether PrintableString has all of these, without a branch at each.
#[inline]
pub(crate) fn are_printable(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |all, byte| all & is_printable(*byte))
}

/// Whether PrintableString has this character (X.680 41.4).
#[inline]
fn is_printable(byte: u8) -> bool {
    PRINTABLE[usize::from(byte)]
}

static PRINTABLE: [bool; 256] = {
    let mut table = [false; 256];
    let (mut at, mut byte) = (0, 0_u8);
    while at < 0x80 {
        table[at] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b' ' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b'=' | b'?'
            );
        at += 1;
        byte += 1;
    }
    table
};

impl fmt::Display for StringType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_asn1() {
        use alloc::string::ToString;
        let names = StringType::ALL.map(|string_type| string_type.to_string());
        let expected = [
            "UTF8String",
            "PrintableString",
            "IA5String",
            "NumericString",
            "VisibleString",
            "TeletexString",
            "BMPString",
            "UniversalString",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn text_becomes_content_and_text_again() {
        let cases: &[(StringType, &str, &[u8])] = &[
            (StringType::Utf8, "é", &[0xC3, 0xA9]),
            (StringType::Printable, "a:b", b"a:b"),
            (StringType::Ia5, "a@b", b"a@b"),
            (StringType::Numeric, "1 2", b"1 2"),
            (StringType::Visible, "a_b~", b"a_b~"),
            (StringType::Teletex, "abc", b"abc"),
            (StringType::Bmp, "é漢", &[0x00, 0xE9, 0x6F, 0x22]),
            (StringType::Universal, "a😀", &[0, 0, 0, 0x61, 0, 1, 0xF6, 0]),
        ];
        for (string_type, text, content) in cases {
            assert!(text.chars().all(|c| string_type.allows(c)), "{string_type}");
            assert_eq!(&*string_type.content(text), *content, "{string_type}");
            assert_eq!(string_type.decode(content).as_deref(), Some(*text), "{string_type}");
            assert_eq!(StringType::from_tag(string_type.tag()), Some(*string_type));
        }
        assert_eq!(StringType::Teletex.decode(&[0xE9]).as_deref(), Some("é"));
    }

    #[test]
    fn each_type_has_characters_that_it_does_not_hold() {
        let cases = [
            (StringType::Printable, '*'),
            (StringType::Printable, 'é'),
            (StringType::Ia5, '\u{80}'),
            (StringType::Numeric, '-'),
            (StringType::Visible, '\u{7F}'),
            (StringType::Teletex, 'é'),
            (StringType::Bmp, '😀'),
        ];
        for (string_type, character) in cases {
            assert!(!string_type.allows(character), "{string_type} {character}");
        }
    }

    #[test]
    fn bytes_outside_the_type_still_show_what_was_meant() {
        let cases: &[(StringType, &[u8], &str, bool)] = &[
            (StringType::Utf8, "é漢".as_bytes(), "é漢", true),
            (StringType::Utf8, &[b'a', 0xFF], "a\u{FFFD}", false),
            (StringType::Printable, b"A-Z '()+,-./:=?", "A-Z '()+,-./:=?", true),
            (StringType::Printable, b"Acme (R&D)", "Acme (R&D)", false),
            (StringType::Ia5, "é".as_bytes(), "é", false),
            (StringType::Numeric, b"1a", "1a", false),
            (StringType::Teletex, &[0xE9], "é", true),
            (StringType::Bmp, &[0x00, 0xE9, 0x6F, 0x22], "é漢", true),
            (StringType::Bmp, &[0xD8, 0x3D, 0xDE, 0x00], "😀", false),
            (StringType::Bmp, &[0xDE, 0x00, 0x00, 0x41, 0x00], "\u{FFFD}A\u{FFFD}", false),
            (StringType::Universal, &[0, 1, 0xF6, 0], "😀", true),
            (StringType::Universal, &[0, 0x11, 0, 0, 0], "\u{FFFD}\u{FFFD}", false),
        ];
        for (string_type, content, text, whole) in cases {
            assert_eq!(string_type.decode_lossy(content), *text);
            assert_eq!(string_type.holds(content), *whole);
        }
    }

    #[test]
    fn bytes_outside_the_type_have_no_text() {
        let cases: &[(StringType, &[u8])] = &[
            (StringType::Utf8, &[0xC3]),
            (StringType::Utf8, &[0xED, 0xA0, 0x80]),
            (StringType::Printable, b"a@b"),
            (StringType::Ia5, &[0xC3, 0xA9]),
            (StringType::Bmp, &[0x00]),
            (StringType::Bmp, &[0xD8, 0x3D, 0xDE, 0x00]),
            (StringType::Bmp, &[0xDE, 0x00]),
            (StringType::Universal, &[0, 0, 0]),
            (StringType::Universal, &[0, 0x11, 0, 0]),
            (StringType::Universal, &[0, 0, 0xD8, 0]),
        ];
        for (string_type, content) in cases {
            assert_eq!(string_type.decode(content), None, "{string_type} {content:02x?}");
        }
    }
}

//! A JSON text as a tree that forgets nothing: members in their order, repeated ones too.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::{Code, Error, Hint};

/// Any JSON value. Of numbers that no body has, only the kind is kept.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    /// A whole number, if it is one.
    Number(Option<u64>),
    Text(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// Whether the place of a syntax error needs a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Several,
}

impl Json {
    /// Reads exactly one value. Depth is bounded (128 levels), so nothing can exhaust the stack.
    pub(super) fn read(bytes: &[u8], lines: Lines) -> Result<Self, Error> {
        // RFC 8259 8.1 lets a reader ignore a byte order mark; editors on Windows write it.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Error::new(Code::Utf16, "body", "is text in UTF-16")
                .expected("UTF-8 (RFC 8259 8.1)")
                .hint_at(Hint::advice("save it as UTF-8")));
        }
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        Self::deserialize(&mut reader)
            .and_then(|json| reader.end().map(|()| json))
            .map_err(|error| not_json(&error, lines))
    }

    /// The type, as a noun with its article.
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// A syntax error, in words that fit every value of the body.
fn not_json(error: &serde_json::Error, lines: Lines) -> Error {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let expected = match message {
        "EOF while parsing an object" => "`,` or `}`, found the end of the text",
        "EOF while parsing a list" => "`,` or `]`, found the end of the text",
        "EOF while parsing a string" => "a closing `\"`, found the end of the text",
        "EOF while parsing a value" => "a value, found the end of the text",
        "expected value" => "a value: an object, an array, a string in quotation marks, a number",
        "expected ident" => "true, false or null; strings are in quotation marks",
        "key must be a string" => "a name in quotation marks",
        "trailing comma" => "another member after the comma, found the end of the list",
        "trailing characters" => "the end of the text after the closing bracket",
        "recursion limit exceeded" => "at most 128 levels of brackets",
        "invalid number" => "a number in decimal digits, or a string in quotation marks",
        "number out of range" => "a number in the range of a double",
        "invalid escape" => "a backslash in front of one of `\"\\/bfnrtu`",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "control characters as escapes, such as `\\n`"
        }
        "invalid unicode code point" => "UTF-8",
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "both halves of a surrogate pair, such as `\\ud83d\\ude00`"
        }
        other => other.strip_prefix("expected ").unwrap_or(other),
    };
    let column = error.column().max(1);
    let place = match lines {
        Lines::One => format!("column {column}"),
        Lines::Several => format!("line {}, column {column}", error.line()),
    };
    Error::new(Code::JsonSyntax, "body", format!("is not JSON at {place}"))
        .expected(String::from(expected))
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(Some(number)))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Number(None))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number(None))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

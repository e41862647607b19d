//! PKCS #11 URIs (RFC 7512).

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;
use std::str::{self, FromStr};

use crate::error::{ErrorKind, TokenError};

/// Attributes of the path, which identify (RFC 7512 2.3).
const PATH: [&str; 13] = [
    "token",
    "manufacturer",
    "serial",
    "model",
    "library-manufacturer",
    "library-version",
    "library-description",
    "object",
    "type",
    "id",
    "slot-manufacturer",
    "slot-description",
    "slot-id",
];

/// Attributes of the query, which say how to get there. Of these, module-name is refused: which file
/// it means differs from machine to machine.
const QUERY: [&str; 4] = ["module-path", "module-name", "pin-source", "pin-value"];

/// What a value may hold unencoded (RFC 7512 2.3): `unreserved`, `pk11-res-avail`, and in the path
/// `&`, in the query `/`, `?` and `|`.
const AVAILABLE: &str = "-._~:[]@!$'()*+,=";
const IN_PATH: &str = "&";
const IN_QUERY: &str = "/?|";

/// What is said of a part that may belong to a PIN, which is not shown.
const PIN: &str = "attribute \"pin-value\" or what is behind it is wrong; expected characters that are encoded where \
                   they have to be (RFC 7512 2.3)";

/// Which token or key is meant, and how to get at it.
///
/// `Display` is the URI again, without a PIN in it.
///
/// ```
/// use pkcs10_pkcs11::Uri;
///
/// let uri: Uri = "pkcs11:token=My%20token;id=%01%FF?pin-source=file:/etc/pin".parse()?;
/// assert_eq!(uri.text("token"), Some("My token"));
/// assert_eq!(uri.id(), Some(&[1, 0xFF][..]));
/// assert_eq!(uri.pin_source(), Some("/etc/pin".as_ref()));
/// assert_eq!(uri.to_string(), "pkcs11:token=My%20token;id=%01%FF?pin-source=file:/etc/pin");
/// # Ok::<(), pkcs10_pkcs11::TokenError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Uri(BTreeMap<&'static str, Vec<u8>>);

impl Uri {
    /// Whether a text has the scheme of such a URI.
    pub fn is_one(text: &str) -> bool {
        after_scheme(text).is_some()
    }

    /// The value of an attribute that is text, by its name in RFC 7512, such as `token`.
    pub fn text(&self, attribute: &str) -> Option<&str> {
        self.0.get(attribute).and_then(|value| str::from_utf8(value).ok())
    }

    /// The CKA_ID of the key.
    pub fn id(&self) -> Option<&[u8]> {
        self.0.get("id").map(Vec::as_slice)
    }

    /// The slot, by its number.
    pub fn slot_id(&self) -> Option<u64> {
        self.text("slot-id")?.parse().ok()
    }

    /// The file whose first line is the PIN.
    pub fn pin_source(&self) -> Option<&Path> {
        let source = self.text("pin-source")?;
        let path = source.strip_prefix("file:").unwrap_or(source);
        Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
    }

    /// The PIN. It is visible wherever the URI is; [`pin_source`](Self::pin_source) does without.
    pub fn pin_value(&self) -> Option<&[u8]> {
        self.0.get("pin-value").map(Vec::as_slice)
    }

    /// The URI with an attribute more, where there is a value.
    pub(crate) fn with(mut self, name: &'static str, value: &[u8]) -> Self {
        if !value.is_empty() {
            self.0.insert(name, value.to_vec());
        }
        self
    }

    fn take(
        &mut self,
        part: &str,
        known: &'static [&str],
        elsewhere: (&[&str], &str),
    ) -> Result<(), TokenError> {
        let Some((name, value)) = part.split_once('=') else {
            return Err(refused(format!("{part:?} is not an attribute; expected NAME=VALUE")));
        };
        let Some(name) = known.iter().find(|known| **known == name) else {
            let (others, place) = elsewhere;
            let expected = match others.contains(&name) {
                true => format!("is in the wrong place; expected it {place} the question mark"),
                false => format!("is not known; expected one of {}", known.join(", ")),
            };
            return Err(refused(format!("attribute {name:?} {expected}")));
        };
        let more = if known.len() == PATH.len() { IN_PATH } else { IN_QUERY };
        let value = decode(name, value, more)?;
        self.check(name, &value)?;
        match self.0.insert(name, value) {
            Some(_) => Err(refused(format!("attribute {name:?} is given twice"))),
            None => Ok(()),
        }
    }

    /// Checks what an attribute may hold.
    fn check(&self, name: &str, value: &[u8]) -> Result<(), TokenError> {
        let wrong = |expected: &str| {
            Err(refused(format!("attribute {name:?} has a wrong value; expected {expected}")))
        };
        let Ok(text) = str::from_utf8(value) else {
            return match name {
                "id" | "pin-value" => Ok(()),
                _ => wrong("UTF-8"),
            };
        };
        match name {
            "slot-id" if text.parse::<u64>().is_err() => wrong("a number"),
            "type" if !["public", "private", "cert", "secret-key", "data"].contains(&text) => {
                wrong("one of private, public, cert, secret-key, data")
            }
            "pin-source" if text.starts_with('|') => {
                Err(refused("attribute \"pin-source\" names a command, which is not run")
                    .with_hint("name a file whose first line is the PIN"))
            }
            "module-name" => Err(refused("attribute \"module-name\" is not looked up")
                .with_hint("name the file of the module with module-path=")),
            _ => Ok(()),
        }
    }
}

impl FromStr for Uri {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let Some(rest) = after_scheme(text) else {
            return Err(refused("does not begin with \"pkcs11:\""));
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self::default();
        let parts = |text, separator| str::split(text, separator).filter(move |_| !text.is_empty());
        for part in parts(path, ';') {
            uri.take(part, &PATH, (&QUERY, "behind"))?;
        }
        let mut may_be_pin = false;
        for part in parts(query, '&') {
            may_be_pin |= part.starts_with("pin-value=");
            uri.take(part, &QUERY, (&PATH, "in front of")).map_err(|error| match may_be_pin {
                true => refused(PIN).with_hint("put it last, and write & as %26, % as %25"),
                false => error,
            })?;
        }
        if uri.0.contains_key("pin-source") && uri.0.contains_key("pin-value") {
            return Err(refused("has both pin-source and pin-value; expected one (RFC 7512 2.4)"));
        }
        Ok(uri)
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pkcs11:")?;
        let mut write = |names: &[&str], first: &'static str, next, more: &str| {
            let mut before = first;
            for name in names.iter().filter(|name| **name != "pin-value") {
                if let Some(value) = self.0.get(name) {
                    // Not all identifiers are text, and few are to be read as such.
                    let more = if *name == "id" { None } else { Some(more) };
                    write!(f, "{before}{name}={}", encode(value, more))?;
                    before = next;
                }
            }
            Ok(())
        };
        write(&PATH, "", ";", IN_PATH)?;
        write(&QUERY, "?", "&", IN_QUERY)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({self})")
    }
}

/// What follows the scheme, whose case does not matter (RFC 3986 3.1).
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("pkcs11").then_some(rest)
}

fn refused(reason: impl fmt::Display) -> TokenError {
    TokenError::new(ErrorKind::Uri, format!("PKCS #11 URI: {reason}"))
}

/// The bytes of a value; `more` is what it may hold beside what every value may.
fn decode(name: &str, value: &str, more: &str) -> Result<Vec<u8>, TokenError> {
    let mut bytes = Vec::new();
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        if first == '%' {
            let digits =
                rest.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
            let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
                let reason =
                    format!("attribute {name:?} has a \"%\" without two hexadecimal digits");
                return Err(refused(reason).with_hint("write a percent sign as %25"));
            };
            bytes.push(byte);
            rest = &rest[3..];
        } else if is_available(first, more) {
            bytes.push(first.try_into().unwrap_or_default());
            rest = &rest[1..];
        } else {
            let reason = format!("attribute {name:?} contains {first:?}, which has to be encoded");
            let encoded = encode(first.encode_utf8(&mut [0; 4]).as_bytes(), None);
            return Err(refused(reason).with_hint(format!("write it as {encoded}")));
        }
    }
    Ok(bytes)
}

fn is_available(c: char, more: &str) -> bool {
    c.is_ascii_alphanumeric() || AVAILABLE.contains(c) || more.contains(c)
}

/// A value in the form of a URI: bytes that may not be characters of it are percent-encoded.
fn encode(value: &[u8], more: Option<&str>) -> String {
    let mut text = String::new();
    for byte in value {
        match more {
            Some(more) if is_available(char::from(*byte), more) => text.push(char::from(*byte)),
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        let cases = [
            "pkcs11:",
            "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;object=my-certificate;type=private",
            "pkcs11:id=%69%95%3E%5C%F4%BD%EC%91?pin-source=file:/etc/token_pin",
            "pkcs11:slot-id=327?module-path=/usr/lib/a?b.so",
            "pkcs11:token=b%C3%BCro&co;serial=1",
        ];
        for text in cases {
            assert_eq!(text.parse::<Uri>().unwrap().to_string(), text);
        }
        let uri: Uri = "PKCS11:object=a;token=b?pin-value=1234".parse().unwrap();
        assert_eq!((uri.pin_value(), uri.slot_id()), (Some(&b"1234"[..]), None));
        assert_eq!(format!("{uri:?}"), "Uri(pkcs11:token=b;object=a)", "a PIN is not shown");
    }

    #[test]
    fn a_pin_source_is_a_path_or_a_file_uri() {
        for source in ["/etc/pin", "file:/etc/pin", "file:///etc/pin"] {
            let uri: Uri = format!("pkcs11:?pin-source={source}").parse().unwrap();
            assert_eq!(uri.pin_source(), Some(Path::new("/etc/pin")), "{source}");
        }
    }

    const PIN_REFUSED: &str = "attribute \"pin-value\" or what is behind it is wrong; expected characters that are \
                               encoded where they have to be (RFC 7512 2.3); hint: put it last, and write & as %26, % as %25";

    #[test]
    fn what_is_not_such_a_uri_is_refused_by_name() {
        let cases = [
            ("pkcs12:token=a", "does not begin with \"pkcs11:\""),
            ("pkcs11:token", "\"token\" is not an attribute; expected NAME=VALUE"),
            ("pkcs11:token=a;", "\"\" is not an attribute; expected NAME=VALUE"),
            (
                "pkcs11:tokn=a",
                "attribute \"tokn\" is not known; expected one of token, manufacturer, serial, model, \
                 library-manufacturer, library-version, library-description, object, type, id, \
                 slot-manufacturer, slot-description, slot-id",
            ),
            (
                "pkcs11:?x-a=b",
                "attribute \"x-a\" is not known; expected one of module-path, module-name, pin-source, pin-value",
            ),
            (
                "pkcs11:token=a;pin-value=1",
                "attribute \"pin-value\" is in the wrong place; expected it behind the question mark",
            ),
            (
                "pkcs11:?token=a",
                "attribute \"token\" is in the wrong place; expected it in front of the question mark",
            ),
            ("pkcs11:token=a;token=b", "attribute \"token\" is given twice"),
            (
                "pkcs11:token=a b",
                "attribute \"token\" contains ' ', which has to be encoded; hint: write it as %20",
            ),
            (
                "pkcs11:token=ü",
                "attribute \"token\" contains 'ü', which has to be encoded; hint: write it as %C3%BC",
            ),
            (
                "pkcs11:token=a/b",
                "attribute \"token\" contains '/', which has to be encoded; hint: write it as %2F",
            ),
            (
                "pkcs11:id=%1",
                "attribute \"id\" has a \"%\" without two hexadecimal digits; hint: write a percent sign as %25",
            ),
            (
                "pkcs11:id=%+1",
                "attribute \"id\" has a \"%\" without two hexadecimal digits; hint: write a percent sign as %25",
            ),
            ("pkcs11:token=%FF", "attribute \"token\" has a wrong value; expected UTF-8"),
            ("pkcs11:slot-id=one", "attribute \"slot-id\" has a wrong value; expected a number"),
            (
                "pkcs11:type=key",
                "attribute \"type\" has a wrong value; expected one of private, public, cert, secret-key, data",
            ),
            (
                "pkcs11:?pin-source=|/bin/pin",
                "attribute \"pin-source\" names a command, which is not run; hint: name a file whose first line is the PIN",
            ),
            (
                "pkcs11:?module-name=softhsm2",
                "attribute \"module-name\" is not looked up; hint: name the file of the module with module-path=",
            ),
            ("pkcs11:?pin-value=1#2", PIN_REFUSED),
            ("pkcs11:?pin-value=1&2", PIN_REFUSED),
            ("pkcs11:?pin-value=1&2=3", PIN_REFUSED),
            (
                "pkcs11:?pin-source=/a&pin-value=1",
                "has both pin-source and pin-value; expected one (RFC 7512 2.4)",
            ),
        ];
        for (text, expected) in cases {
            let error = text.parse::<Uri>().unwrap_err();
            assert_eq!(error.to_string(), format!("PKCS #11 URI: {expected}"), "{text}");
            assert_eq!(error.kind(), ErrorKind::Uri);
        }
    }
}

//! JSON (RFC 8259), written: as much of it as the renderings need.
//!
//! Besides what JSON escapes, characters that would not show or would move others about are
//! escaped too, so that the text can go to a terminal.

use alloc::{string::String, vec::Vec};
use core::fmt::{self, Display, Write};

use super::{
    AttributeValue, Deviation, DistinguishedName, ExtensionValue, Inspection, KeyMaterial,
    RequestedAttribute, RequestedExtension,
};
use crate::error::is_deceptive;
use crate::extension::KeyUsage;
use crate::hex;

/// Writes one value after the other, two spaces a level.
pub(crate) struct Json {
    out: String,
    /// For each open object or array, whether it has an element yet.
    open: Vec<bool>,
}

impl Json {
    pub(crate) const fn new() -> Self {
        Self { out: String::new(), open: Vec::new() }
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.nested(['{', '}'], write);
    }

    /// An array with an element for each item.
    pub(crate) fn array<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.nested(['[', ']'], |json| {
            for item in items {
                json.element();
                write(json, item);
            }
        });
    }

    /// The name of a member; its value is written next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.element();
        self.string(key);
        self.out.push_str(": ");
        self
    }

    pub(crate) fn string(&mut self, value: impl Display) {
        self.out.push('"');
        let _ = write!(Escaping(&mut self.out), "{value}");
        self.out.push('"');
    }

    pub(crate) fn optional_string(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.string(value),
            None => self.out.push_str("null"),
        }
    }

    pub(crate) fn number(&mut self, value: Option<u64>) {
        match value {
            Some(value) => {
                let _ = write!(self.out, "{value}");
            }
            None => self.out.push_str("null"),
        }
    }

    pub(crate) fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    fn nested(&mut self, [open, close]: [char; 2], write: impl FnOnce(&mut Self)) {
        self.out.push(open);
        self.open.push(false);
        write(self);
        if self.open.pop() == Some(true) {
            self.line();
        }
        self.out.push(close);
    }

    fn element(&mut self) {
        if let Some(has_element) = self.open.last_mut() {
            if core::mem::replace(has_element, true) {
                self.out.push(',');
            }
            self.line();
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

/// Writes into a JSON string.
struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                _ if is_deceptive(character) => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        write!(self.0, "\\u{unit:04x}")?;
                    }
                }
                _ => self.0.push(character),
            }
        }
        Ok(())
    }
}

impl Inspection {
    /// The request as JSON (RFC 8259), with the PEM in it. It ends with a line end.
    pub fn to_json(&self) -> String {
        let mut json = Json::new();
        json.object(|json| {
            json.key("version").number(self.version());
            json.key("subject").object(|json| name(json, self.subject()));
            json.key("publicKey").object(|json| key(json, self));
            json.key("attributes").array(self.attributes(), attribute);
            json.key("extensions").array(self.extensions(), extension);
            let algorithm = self.signature_algorithm();
            json.key("signatureAlgorithm").optional_string(algorithm);
            json.key("signature").object(|json| {
                json.key("verdict").string(self.verdict().as_str());
                json.key("text").string(self.verdict());
                json.key("hex").string(hex::encode(self.signature()));
            });
            json.key("deviations").array(self.deviations(), deviation);
            json.key("pem").string(self.to_pem());
        });
        json.finish()
    }
}

fn name(json: &mut Json, name: &DistinguishedName) {
    json.key("text").string(name);
    json.key("rdns").array(name.rdns(), |json, rdn| {
        json.array(rdn, |json, attribute: &AttributeValue| {
            json.object(|json| {
                json.key("type").string(attribute.attribute());
                json.key("oid").string(attribute.attribute().oid());
                json.key("stringType").optional_string(attribute.string_type());
                match attribute.text() {
                    Some(text) => json.key("value").string(text),
                    None => json.key("hex").string(hex::encode(attribute.as_der())),
                }
            });
        });
    });
}

fn key(json: &mut Json, inspection: &Inspection) {
    let key = inspection.public_key();
    json.key("algorithm").string(key.algorithm());
    json.key("bits").number(key.bits().and_then(|bits| u64::try_from(bits).ok()));
    if let KeyMaterial::Rsa { exponent, .. } = key.material() {
        json.key("exponentHex").string(hex::encode(exponent));
    }
    json.key("sha256").optional_string(key.fingerprint());
}

fn attribute(json: &mut Json, attribute: &RequestedAttribute) {
    json.object(|json| {
        json.key("oid").string(attribute.oid());
        json.key("name").optional_string(attribute.name());
        if attribute.is_extension_request() {
            return;
        }
        json.key("text").optional_string(attribute.text());
        json.key("values").array(attribute.values(), |json, value| json.string(hex::encode(value)));
    });
}

fn extension(json: &mut Json, extension: &RequestedExtension) {
    json.object(|json| {
        json.key("oid").string(extension.oid());
        json.key("name").optional_string(extension.name());
        json.key("critical").boolean(extension.is_critical());
        json.key("hex").string(hex::encode(extension.as_der()));
        match extension.value() {
            ExtensionValue::SubjectAltName(names) => {
                json.key("names").array(names.iter(), |json, name| {
                    json.object(|json| {
                        json.key("type").string(name.name_type());
                        json.key("value").string(name.value());
                    });
                });
            }
            ExtensionValue::KeyUsage(bits) => {
                let usages = KeyUsage::names(*bits);
                json.key("usages").array(usages, |json, usage| json.string(usage));
            }
            ExtensionValue::ExtendedKeyUsage(purposes) => {
                json.key("purposes").array(purposes, |json, purpose| json.string(purpose));
            }
            ExtensionValue::BasicConstraints { ca, path_len } => {
                json.key("ca").boolean(*ca);
                json.key("pathLen").number(*path_len);
            }
            ExtensionValue::TlsFeature(features) => {
                json.key("features").array(features, |json, feature| json.number(Some(*feature)));
            }
            ExtensionValue::SubjectKeyIdentifier(identifier) => {
                json.key("identifier").string(hex::encode(identifier));
            }
            ExtensionValue::TemplateName(template) => json.key("template").string(template),
            ExtensionValue::Template(template) => json.key("template").string(template),
            ExtensionValue::Other => {}
        }
    });
}

fn deviation(json: &mut Json, deviation: &Deviation) {
    json.object(|json| {
        json.key("id").string(deviation.kind().id());
        json.key("place").string(deviation.place());
        json.key("found").string(deviation.found());
        json.key("at").number(u64::try_from(deviation.at()).ok());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_so_that_nothing_deceives() {
        let mut json = Json::new();
        json.array(["a\"b\\", "\0\n\u{1B}[31m", "é漢", "\u{202E}\u{E0001}"], |json, text| {
            json.string(text);
        });
        assert_eq!(
            json.finish(),
            r#"[
  "a\"b\\",
  "\u0000\n\u001b[31m",
  "é漢",
  "\u202e\udb40\udc01"
]
"#
        );
    }

    #[test]
    fn empty_objects_and_arrays_take_no_lines() {
        let mut json = Json::new();
        json.object(|json| {
            json.key("a").array([0; 0], |_, _| {});
            json.key("b").object(|_| {});
            json.key("c").number(None);
            json.key("d").array([1, 2], |json, number| json.number(Some(number)));
        });
        assert_eq!(
            json.finish(),
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": null,\n  \"d\": [\n    1,\n    2\n  ]\n}\n"
        );
    }
}

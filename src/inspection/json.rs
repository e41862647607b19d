//! Inspections as JSON. Values are shown as they came; what has no text is in hexadecimal.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{
    AttributeValue, Deviation, DistinguishedName, ExtensionValue, InspectedKey, Inspection,
    KeyMaterial, RequestedAttribute, RequestedExtension,
};
use crate::extension::KeyUsage;
use crate::{hex, json};

impl Inspection {
    /// The request as JSON (RFC 8259), with the PEM in it. It ends with a line end.
    pub fn to_json(&self) -> String {
        json::pretty(self)
    }
}

/// The object that [`to_json`](Inspection::to_json) writes.
impl Serialize for Inspection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Signature {
            verdict: &'static str,
            text: String,
            hex: String,
        }
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("version", &self.version())?;
        object.serialize_entry("subject", self.subject())?;
        object.serialize_entry("publicKey", self.public_key())?;
        object.serialize_entry("attributes", self.attributes())?;
        object.serialize_entry("extensions", self.extensions())?;
        let algorithm = self.signature_algorithm().map(ToString::to_string);
        object.serialize_entry("signatureAlgorithm", &algorithm)?;
        let signature = Signature {
            verdict: self.verdict().as_str(),
            text: self.verdict().to_string(),
            hex: hex::encode(self.signature()),
        };
        object.serialize_entry("signature", &signature)?;
        object.serialize_entry("deviations", self.deviations())?;
        object.serialize_entry("pem", &self.to_pem())?;
        object.end()
    }
}

impl Serialize for DistinguishedName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("text", &format_args!("{self}"))?;
        object.serialize_entry("rdns", self.rdns())?;
        object.end()
    }
}

impl Serialize for AttributeValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", &format_args!("{}", self.attribute()))?;
        object.serialize_entry("oid", &format_args!("{}", self.attribute().oid()))?;
        let string_type = self.string_type().map(|string_type| string_type.to_string());
        object.serialize_entry("stringType", &string_type)?;
        match self.text() {
            Some(text) => object.serialize_entry("value", text)?,
            None => object.serialize_entry("hex", &hex::encode(self.as_der()))?,
        }
        object.end()
    }
}

impl Serialize for InspectedKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("algorithm", &self.algorithm())?;
        object.serialize_entry("bits", &self.bits())?;
        if let KeyMaterial::Rsa { exponent, .. } = self.material() {
            object.serialize_entry("exponentHex", &hex::encode(exponent))?;
        }
        object.serialize_entry("sha256", &self.fingerprint())?;
        object.end()
    }
}

impl Serialize for RequestedAttribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("oid", &format_args!("{}", self.oid()))?;
        object.serialize_entry("name", &self.name())?;
        if !self.is_extension_request() {
            object.serialize_entry("text", &self.text())?;
            let values: Vec<String> =
                self.values().iter().map(|value| hex::encode(value)).collect();
            object.serialize_entry("values", &values)?;
        }
        object.end()
    }
}

impl Serialize for RequestedExtension {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Name {
            r#type: String,
            value: String,
        }
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("oid", &format_args!("{}", self.oid()))?;
        object.serialize_entry("name", &self.name())?;
        object.serialize_entry("critical", &self.is_critical())?;
        object.serialize_entry("hex", &hex::encode(self.as_der()))?;
        match self.value() {
            ExtensionValue::SubjectAltName(names) => {
                let names = names
                    .iter()
                    .map(|name| Name { r#type: name.name_type().to_string(), value: name.value() });
                object.serialize_entry("names", &names.collect::<Vec<_>>())?;
            }
            ExtensionValue::KeyUsage(bits) => {
                object.serialize_entry("usages", &KeyUsage::names(*bits).collect::<Vec<_>>())?;
            }
            ExtensionValue::ExtendedKeyUsage(purposes) => {
                let purposes: Vec<String> = purposes.iter().map(ToString::to_string).collect();
                object.serialize_entry("purposes", &purposes)?;
            }
            ExtensionValue::BasicConstraints { ca, path_len } => {
                object.serialize_entry("ca", ca)?;
                object.serialize_entry("pathLen", path_len)?;
            }
            ExtensionValue::TlsFeature(features) => object.serialize_entry("features", features)?,
            ExtensionValue::SubjectKeyIdentifier(identifier) => {
                object.serialize_entry("identifier", &hex::encode(identifier))?;
            }
            ExtensionValue::TemplateName(name) => object.serialize_entry("template", name)?,
            ExtensionValue::Template(template) => {
                object.serialize_entry("template", &format_args!("{template}"))?;
            }
            ExtensionValue::Other => {}
        }
        object.end()
    }
}

impl Serialize for Deviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", self.kind().id())?;
        object.serialize_entry("place", self.place())?;
        object.serialize_entry("found", self.found())?;
        object.serialize_entry("at", &self.at())?;
        object.end()
    }
}

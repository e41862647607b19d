//! Inspections as JSON. Values are shown as they came; what has no text is in hexadecimal.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Inspection, text};
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::Deviation;
use crate::attribute::Attribute;
use crate::ext::{Extension, ExtensionValue, KeyPurpose};
use crate::key::{BadSignatureCause, Verified, VerifyError};
use crate::name::{AttributeType, AttributeValue, DistinguishedName};
use crate::public_key::PublicKey;
use crate::{hex, json};

impl Inspection {
    /// The request as JSON (RFC 8259), with the PEM in it. It ends with a newline.
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
            #[serde(skip_serializing_if = "Option::is_none")]
            cause: Option<&'static str>,
            #[serde(skip_serializing_if = "Option::is_none", rename = "namesMatch")]
            names_match: Option<bool>,
            text: String,
            hex: String,
        }
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("version", &self.version())?;
        object.serialize_entry("subject", self.subject())?;
        object.serialize_entry("publicKey", &Described(self.public_key()))?;
        object.serialize_entry("attributes", self.attributes())?;
        object.serialize_entry("extensions", self.extensions())?;
        let algorithm = self.signature_algorithm().map(SignatureAlgorithm::name);
        object.serialize_entry("signatureAlgorithm", &algorithm)?;
        let signature = Signature {
            verdict: self.verification().map_or_else(VerifyError::as_str, Verified::as_str),
            cause: match self.verification() {
                Err(VerifyError::BadSignature(cause)) => cause.map(BadSignatureCause::as_str),
                _ => None,
            },
            names_match: self.verification().ok().and_then(Verified::names_match),
            text: text::verification(self),
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
        object.serialize_entry("text", &format_args!("{self:#}"))?;
        let rdns = self.rdns().map(|rdn| rdn.attributes().collect::<Vec<_>>());
        object.serialize_entry("rdns", &rdns.collect::<Vec<_>>())?;
        object.end()
    }
}

impl Serialize for AttributeValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", &format_args!("{}", self.attribute_type()))?;
        object.serialize_entry("oid", &format_args!("{}", self.attribute_type().oid()))?;
        let string_type = self.string_type().map(|string_type| string_type.to_string());
        object.serialize_entry("stringType", &string_type)?;
        let text = self.text();
        if let Some(text) = &text {
            object.serialize_entry("value", &**text)?;
        }
        if text.is_none() || matches!(self.attribute_type(), AttributeType::Other(_)) {
            object.serialize_entry("hex", &hex::encode(self.value_der()))?;
        }
        object.end()
    }
}

/// What is to be said of a key; a key itself is its PEM.
struct Described<'a>(&'a PublicKey);

impl Serialize for Described<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(key) = self;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("algorithm", &format_args!("{}", key.algorithm()))?;
        object.serialize_entry("bits", &key.bits())?;
        if let Some(exponent) = key.rsa_exponent() {
            object.serialize_entry("exponentHex", &hex::encode(exponent))?;
        }
        object.serialize_entry("sha256", &hex::encode(&key.sha256()))?;
        object.end()
    }
}

impl Serialize for Attribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("oid", &format_args!("{}", self.oid()))?;
        object.serialize_entry("name", &self.name())?;
        if !self.is_extension_request() {
            object.serialize_entry("text", &self.text())?;
            let values: Vec<String> = self.values().map(hex::encode).collect();
            object.serialize_entry("values", &values)?;
        }
        if let Some(statement) = self.possession_statement() {
            object.serialize_entry("issuer", statement.issuer())?;
            object.serialize_entry("serialNumberHex", &hex::encode(statement.serial_number()))?;
            object.serialize_entry("hasCertificate", &statement.certificate().is_some())?;
        }
        object.end()
    }
}

impl Serialize for Extension {
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
        object.serialize_entry("hex", &hex::encode(self.value()))?;
        match self.parsed() {
            ExtensionValue::SubjectAltName(names) => {
                let names = names.iter().map(|name| Name {
                    r#type: name.name_type().to_string(),
                    value: name.text_or_hex(),
                });
                object.serialize_entry("names", &names.collect::<Vec<_>>())?;
            }
            ExtensionValue::KeyUsage(usage) => {
                object.serialize_entry("usages", &usage.names().collect::<Vec<_>>())?;
            }
            ExtensionValue::ExtendedKeyUsage(usage) => {
                let oids = usage.purposes().iter().map(KeyPurpose::oid).map(ToString::to_string);
                object.serialize_entry("purposes", &oids.collect::<Vec<_>>())?;
            }
            ExtensionValue::BasicConstraints(constraints) => {
                object.serialize_entry("ca", &constraints.is_ca())?;
                object.serialize_entry("pathLen", &constraints.path_len())?;
            }
            ExtensionValue::TlsFeature(feature) => {
                object.serialize_entry("features", feature.features())?;
            }
            ExtensionValue::SubjectKeyIdentifier(identifier) => {
                object.serialize_entry("identifier", &format_args!("{identifier}"))?;
            }
            ExtensionValue::CertificateTemplate(template) => {
                object.serialize_entry("template", &format_args!("{template}"))?;
            }
            ExtensionValue::NameConstraints(constraints) => {
                let subtrees = constraints.subtrees().iter().map(ToString::to_string);
                object.serialize_entry("subtrees", &subtrees.collect::<Vec<_>>())?;
            }
            ExtensionValue::SecurityIdentifier(identifier) => {
                object.serialize_entry("identifier", &format_args!("{identifier}"))?;
            }
            ExtensionValue::Other => {}
        }
        object.end()
    }
}

impl Serialize for Deviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("id", self.code().as_str())?;
        object.serialize_entry("place", self.place())?;
        object.serialize_entry("found", self.found())?;
        object.serialize_entry("at", &self.at())?;
        object.end()
    }
}

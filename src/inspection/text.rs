//! A request as text, for people at a terminal.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};

use super::{
    DistinguishedName, ExtensionValue, Inspection, RequestedAttribute, RequestedExtension, shown,
};
use crate::error::is_deceptive;
use crate::extension::{KeyPurpose, KeyUsage};
use crate::general_name::GeneralNameType;
use crate::hex;
use crate::subject::StringType;

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version() {
            Some(version) => writeln!(f, "Version: {version}")?,
            None => writeln!(f, "Version: none that is known")?,
        }
        if self.subject().is_empty() {
            writeln!(f, "Subject: (empty)")?;
        } else {
            writeln!(f, "Subject: {}", self.subject())?;
        }
        for attribute in self.subject().attributes() {
            let kind = attribute.attribute();
            match attribute.string_type() {
                Some(StringType::Utf8 | StringType::Printable) => {}
                Some(string_type) => writeln!(f, "    {kind} is of the type {string_type}")?,
                None => writeln!(f, "    {kind} is no character string")?,
            }
        }
        writeln!(f, "Public key: {}", self.public_key())?;
        if let Some(fingerprint) = self.public_key().fingerprint() {
            writeln!(f, "    SHA-256: {fingerprint}")?;
        }
        let others = || self.attributes().iter().filter(|one| !one.is_extension_request());
        if others().next().is_some() {
            writeln!(f, "Attributes:")?;
            others().try_for_each(|attribute| write_attribute(f, attribute))?;
        }
        if !self.extensions().is_empty() {
            writeln!(f, "Extensions asked for:")?;
            self.extensions().iter().try_for_each(|extension| write_extension(f, extension))?;
        }
        match self.signature_algorithm() {
            Some(algorithm) => writeln!(f, "Signature algorithm: {algorithm}")?,
            None => writeln!(f, "Signature algorithm: unreadable")?,
        }
        writeln!(f, "Signature: {}", self.verdict())?;
        if !self.deviations().is_empty() {
            writeln!(f, "Deviations:")?;
            for deviation in self.deviations() {
                writeln!(f, "    {deviation}")?;
            }
        }
        Ok(())
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &RequestedAttribute) -> fmt::Result {
    write!(f, "    {}: ", shown(attribute.name(), attribute.oid()))?;
    match (attribute.text(), attribute.values().first()) {
        (Some(text), _) => writeln!(f, "{}", Escaped(text)),
        (None, Some(value)) => writeln!(f, "#{}", hex::encode(value)),
        (None, None) => writeln!(f, "(no value)"),
    }
}

fn write_extension(f: &mut fmt::Formatter<'_>, extension: &RequestedExtension) -> fmt::Result {
    write!(f, "    {}", shown(extension.name(), extension.oid()))?;
    f.write_str(if extension.is_critical() { ", critical:" } else { ":" })?;
    match extension.value() {
        ExtensionValue::SubjectAltName(names) => {
            for name in names.iter() {
                let prefix = name.name_type().prefix();
                // For people: a value that would be typed otherwise is text here all the same.
                let readable = (name.name_type() == GeneralNameType::DirectoryName)
                    .then(|| DistinguishedName::in_general_name(&name))
                    .flatten();
                let value = readable.map_or_else(|| name.value(), |name| name.to_string());
                write!(f, "\n        {prefix}:{}", Escaped(&value))?;
            }
        }
        ExtensionValue::KeyUsage(bits) => list(f, KeyUsage::names(*bits))?,
        ExtensionValue::ExtendedKeyUsage(purposes) => {
            list(f, purposes.iter().cloned().map(KeyPurpose::from))?;
        }
        ExtensionValue::BasicConstraints { ca, path_len } => {
            f.write_str(if *ca { " CA" } else { " not a CA" })?;
            if let Some(path_len) = path_len {
                write!(f, ", path length {path_len}")?;
            }
        }
        ExtensionValue::TlsFeature(features) => list(f, features.iter().map(feature))?,
        ExtensionValue::SubjectKeyIdentifier(identifier) => {
            write!(f, " {}", hex::encode(identifier))?
        }
        ExtensionValue::TemplateName(template) => write!(f, " {}", Escaped(template))?,
        ExtensionValue::Template(template) => write!(f, " {template}")?,
        ExtensionValue::Other => write!(f, " #{}", hex::encode(extension.as_der()))?,
    }
    f.write_char('\n')
}

fn list(f: &mut fmt::Formatter<'_>, items: impl Iterator<Item = impl fmt::Display>) -> fmt::Result {
    for (index, item) in items.enumerate() {
        write!(f, "{}{item}", if index > 0 { ", " } else { " " })?;
    }
    Ok(())
}

/// Extensions of TLS by name (RFC 7633 4.2).
fn feature(number: &u64) -> String {
    match number {
        5 => "status_request (must staple)".into(),
        17 => "status_request_v2".into(),
        other => alloc::format!("{other}"),
    }
}

/// A text of unknown origin, with everything escaped that would not show, would move others
/// about, or would break the line.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if is_deceptive(character) {
                write!(f, "\\u{{{:x}}}", u32::from(character))?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

//! A request as text, for reading at a terminal.

use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt::{self, Write};

use super::Inspection;
use crate::algorithm::{SignatureAlgorithm, pss};
use crate::asn1::StringType;
use crate::attribute::Attribute;
use crate::ext::{Extension, ExtensionValue};
use crate::hex;
use crate::key::VerifyError;
use crate::name::DistinguishedName;
use crate::san::GeneralNameType;
use crate::text::is_deceptive;

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version() {
            Some(version) => writeln!(f, "Version: {} (0x{version:x})", version.saturating_add(1))?,
            None => writeln!(f, "Version: none that is known")?,
        }
        if self.subject().is_empty() {
            writeln!(f, "Subject: (empty)")?;
        } else {
            writeln!(f, "Subject: {:#}", self.subject())?;
        }
        for attribute in self.subject().attributes() {
            let kind = attribute.attribute_type();
            match attribute.string_type() {
                Some(StringType::Utf8 | StringType::Printable) => {}
                Some(string_type) => writeln!(f, "    {kind} is of the type {string_type}")?,
                None => writeln!(f, "    {kind} is not a character string")?,
            }
        }
        writeln!(f, "Public key: {}", self.public_key())?;
        writeln!(f, "    SHA-256: {}", hex::encode(&self.public_key().sha256()))?;
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
            Some(algorithm) => {
                writeln!(f, "Signature algorithm: {}{}", algorithm.name(), Pss(algorithm))?;
            }
            None => writeln!(f, "Signature algorithm: unreadable")?,
        }
        writeln!(f, "Signature: {}", verification(self))?;
        if !self.deviations().is_empty() {
            writeln!(f, "Deviations:")?;
            for deviation in self.deviations() {
                writeln!(f, "    {deviation}")?;
            }
        }
        Ok(())
    }
}

/// Whether the signature verifies, or why it does not.
pub(super) fn verification(inspection: &Inspection) -> String {
    match inspection.verification() {
        Ok(verified) => format!("{verified}"),
        Err(error @ (VerifyError::CertificateMissing | VerifyError::OtherCertificate)) => {
            match inspection.statement() {
                Some(Ok(statement)) => format!("{error}: {statement}"),
                _ => format!("{error}"),
            }
        }
        Err(error) => format!("{error}"),
    }
}

/// The parameters of RSASSA-PSS, in brackets; nothing of other algorithms.
struct Pss<'a>(&'a SignatureAlgorithm);

impl fmt::Display for Pss<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Ok(params)) = pss::of_identifier(self.0.as_der()) else { return Ok(()) };
        write!(f, " ({}", params.digest_algorithm())?;
        if params.only_digest_algorithm().is_none() {
            f.write_str(", another digest algorithm in MGF1")?;
        }
        write!(f, ", salt of {} bytes)", params.salt_len)
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    write!(f, "    {}: ", attribute.oid().named(attribute.name()))?;
    if let Some(statement) = attribute.possession_statement() {
        let embedded = if statement.certificate().is_some() { "with" } else { "without" };
        return writeln!(f, "{statement}, {embedded} the certificate");
    }
    match (attribute.text(), attribute.values().next()) {
        (Some(text), _) => writeln!(f, "{}", Escaped(&text)),
        (None, Some(value)) => writeln!(f, "#{}", hex::encode(value)),
        (None, None) => writeln!(f, "(no value)"),
    }
}

fn write_extension(f: &mut fmt::Formatter<'_>, extension: &Extension) -> fmt::Result {
    write!(f, "    {}", extension.oid().named(extension.name()))?;
    f.write_str(if extension.is_critical() { ", critical:" } else { ":" })?;
    match extension.parsed() {
        ExtensionValue::SubjectAltName(names) => {
            for name in names.iter() {
                let prefix = name.name_type().prefix();
                // For reading: a value that would be typed otherwise is text here too.
                let readable = (name.name_type() == GeneralNameType::DirectoryName)
                    .then(|| DistinguishedName::in_general_name(name.content()));
                let value = match readable {
                    Some(name) => format!("{name:#}"),
                    None => name.text().unwrap_or_else(|| name.value()),
                };
                write!(f, "\n        {prefix}:{}", Escaped(&value))?;
            }
        }
        ExtensionValue::KeyUsage(usage) => list(f, usage.names())?,
        ExtensionValue::ExtendedKeyUsage(usage) => list(f, usage.purposes().iter())?,
        ExtensionValue::BasicConstraints(constraints) => {
            f.write_str(if constraints.is_ca() { " CA" } else { " not a CA" })?;
            if let Some(path_len) = constraints.path_len() {
                write!(f, ", path length {path_len}")?;
            }
        }
        ExtensionValue::TlsFeature(tls) => list(f, tls.features().iter().map(feature))?,
        ExtensionValue::SubjectKeyIdentifier(identifier) => write!(f, " {identifier}")?,
        ExtensionValue::CertificateTemplate(template) => {
            write!(f, " {}", Escaped(&template.to_string()))?;
        }
        ExtensionValue::NameConstraints(constraints) => {
            for subtree in constraints.subtrees() {
                write!(f, "\n        {}", Escaped(&subtree.to_string()))?;
            }
        }
        ExtensionValue::SecurityIdentifier(identifier) => {
            write!(f, " {}", Escaped(&identifier.to_string()))?;
        }
        ExtensionValue::Other => write!(f, " #{}", hex::encode(extension.value()))?,
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

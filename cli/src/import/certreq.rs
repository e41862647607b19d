//! The `.inf` of `certreq -new` of Windows.

use pkcs10::{Algorithm, AttributeType, ExtendedKeyUsage, KeyUsage};

use super::imported::Imported;
use super::sections::{Entry, Section};
use super::subject::Part;

/// The longest value, in bytes.
const VALUE_MAX: usize = 65_536;

pub(super) fn read(imported: &mut Imported, text: &str) {
    match sections(text) {
        Ok(sections) => Reading { imported, sections: &sections }.request(),
        Err((line, why)) => imported.fault(line, why),
    }
}

/// The sections of a file, each value in its whole length and without quotation marks.
fn sections(text: &str) -> Result<Vec<Section>, (usize, String)> {
    let mut sections: Vec<Section> = Vec::new();
    for (content, line) in text.lines().zip(1..) {
        let content = without_comment(content).trim();
        if let Some(name) = content.strip_prefix('[') {
            let name = name.split_once(']').map(|(name, _)| name.trim());
            let name = name.ok_or((line, "has no ] behind the name of a section".to_owned()))?;
            sections.push(Section { name: name.into(), line, entries: Vec::new() });
            continue;
        }
        if content.is_empty() {
            continue;
        }
        let Some((name, value)) = content.split_once('=') else {
            return Err((line, "is not a [section] and has no =; expected name = value".into()));
        };
        let (name, value) = (name.trim(), unquoted(value.trim()));
        let Some(section) = sections.last_mut() else {
            return Err((line, "stands above the first [section]".into()));
        };
        match section.entries.last_mut() {
            Some(entry) if name.eq_ignore_ascii_case("_continue_") => {
                entry.value += &value;
                if entry.value.len() > VALUE_MAX {
                    return Err((
                        line,
                        format!("{}: the value is longer than {VALUE_MAX} bytes", entry.name),
                    ));
                }
            }
            _ => section.entries.push(Entry { name: name.into(), value, line }),
        }
    }
    Ok(sections)
}

/// The line in front of a `;` that is not between quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let end = line.find(|character| {
        quoted ^= character == '"';
        character == ';' && !quoted
    });
    &line[..end.unwrap_or(line.len())]
}

/// A value without the quotation marks around it; two of them inside stand for one.
fn unquoted(value: &str) -> String {
    let inside = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inside.map_or_else(|| value.into(), |inside| inside.replace("\"\"", "\""))
}

struct Reading<'a> {
    imported: &'a mut Imported,
    sections: &'a [Section],
}

impl<'a> Reading<'a> {
    fn request(&mut self) {
        let mut purposes = (Vec::new(), 0);
        for section in self.sections {
            for entry in &section.entries {
                match section.name.to_ascii_lowercase().as_str() {
                    "version" | "strings" => {}
                    "newrequest" => self.setting(entry),
                    "enhancedkeyusageextension" if entry.name.eq_ignore_ascii_case("OID") => {
                        purposes.0.push(self.string(&entry.value));
                        purposes.1 = entry.line;
                    }
                    "extensions" => self.extension(entry),
                    "requestattributes" => self.attribute(entry),
                    _ => self.not_used(entry),
                }
            }
        }
        if let (purposes @ [_, ..], line) = (purposes.0.as_slice(), purposes.1) {
            let critical = self.is_critical("2.5.29.37");
            self.imported.extension::<ExtendedKeyUsage>(
                "--ext-key-usage",
                &purposes.join(","),
                critical,
                line,
            );
        }
        self.imported.note(1, "certreq itself adds a subjectKeyIdentifier, and attributes about the computer; they are not added");
    }

    fn not_used(&mut self, entry: &Entry) {
        self.imported.note(entry.line, format!("{}: not used", entry.name));
    }

    /// A text with the names of [Strings] between percent signs replaced.
    fn string(&self, text: &str) -> String {
        let name = text.strip_prefix('%').and_then(|text| text.strip_suffix('%'));
        let strings =
            || self.sections.iter().filter(|section| section.name.eq_ignore_ascii_case("Strings"));
        let found = name.and_then(|name| {
            strings()
                .flat_map(|section| &section.entries)
                .find(|entry| entry.name.eq_ignore_ascii_case(name))
        });
        found.map_or(text, |entry| &entry.value).to_owned()
    }

    fn setting(&mut self, entry: &Entry) {
        let (line, value) = (entry.line, self.string(&entry.value));
        match entry.name.to_ascii_lowercase().as_str() {
            "subject" if value.trim().is_empty() => {}
            "subject" => self.subject(&value, line),
            "keylength" => match format!("rsa-{value}").parse::<Algorithm>() {
                Ok(algorithm) if !self.has_curve() => self.imported.option("--algorithm", algorithm.as_str(), line),
                Ok(_) => {}
                Err(_) if self.has_curve() => {}
                Err(_) => self.imported.note(line, format!("KeyLength: RSA keys of {value} bits are not generated here; --algorithm decides")),
            },
            "keyalgorithm" if value.eq_ignore_ascii_case("RSA") => {}
            "keyalgorithm" => match value.to_ascii_lowercase().replace('_', "-").parse::<Algorithm>() {
                Ok(algorithm) => self.imported.option("--algorithm", algorithm.as_str(), line),
                Err(_) => self.imported.note(line, format!("KeyAlgorithm: {value} is not generated here; --algorithm decides")),
            },
            "hashalgorithm" if value.eq_ignore_ascii_case("sha256") => {}
            "hashalgorithm" => self.imported.note(line, format!("HashAlgorithm: {value} is not used: the key decides on the digest, SHA-256 for RSA; --policy cnsa signs with RSA and SHA-384")),
            "keyusage" => self.key_usage(&value, line),
            "requesttype" if value.eq_ignore_ascii_case("PKCS10") => {}
            "requesttype" => self.imported.note(line, format!("RequestType: {value} is not used: the request is PKCS #10")),
            _ => self.not_used(entry),
        }
    }

    fn has_curve(&self) -> bool {
        let entries = self.sections.iter().flat_map(|section| &section.entries);
        let mut kinds = entries.filter(|entry| entry.name.eq_ignore_ascii_case("KeyAlgorithm"));
        kinds.any(|kind| !kind.value.eq_ignore_ascii_case("RSA"))
    }

    /// A name in X.500 notation, the most specific attribute first.
    fn subject(&mut self, text: &str, line: usize) {
        let mut subject = Vec::new();
        let mut joins = false;
        // From its end: there the name begins in DER.
        for (separator, part) in parts(text).into_iter().rev() {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = match name.trim().to_ascii_uppercase().as_str() {
                "G" => "GN".into(),
                "T" => "title".into(),
                "I" => "initials".into(),
                name => name.strip_prefix("OID.").unwrap_or(name).to_owned(),
            };
            match name.parse::<AttributeType>() {
                Ok(attribute) => match Part::new(attribute, &unquoted(value.trim())) {
                    Ok(part) => subject.push(Part { joins, ..part }),
                    Err(faults) => self.imported.refuse(line, "Subject", &faults),
                },
                Err(error) => {
                    self.imported.fault(line, format_args!("Subject: {}", error.sentence()))
                }
            }
            joins = separator == Some('+');
        }
        let ends = (subject.first(), subject.last());
        if let (Some(first), Some(last)) = ends
            && first.attribute == AttributeType::CommonName
            && matches!(last.attribute, AttributeType::Country | AttributeType::DomainComponent)
        {
            self.imported.note(line, "Subject: read as certreq does, the most specific attribute first; here it begins with the most general one, so it may stand the wrong way round");
        }
        self.imported.subject(subject, line);
    }

    fn key_usage(&mut self, value: &str, line: usize) {
        let number = match value.strip_prefix("0x").or_else(|| value.strip_prefix("0X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => value.parse().ok(),
        };
        let words: Vec<&str> = value.split('|').map(str::trim).collect();
        let is_named = |name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
        let is_known =
            |word: &&str| KEY_USAGES.iter().any(|(_, name, _)| word.eq_ignore_ascii_case(name));
        let all = KEY_USAGES.iter().fold(0, |bits, (bit, ..)| bits | bit);
        if number.is_some_and(|bits| bits & !all != 0)
            || number.is_none() && !words.iter().all(is_known)
        {
            return self.imported.fault(
                line,
                format_args!("KeyUsage: {value} is not read; expected a number such as 0xa0"),
            );
        }
        let usages = KEY_USAGES
            .iter()
            .filter(|(bit, name, _)| number.is_some_and(|bits| bits & bit != 0) || is_named(name));
        let usages: Vec<&str> = usages.map(|(.., usage)| *usage).collect();
        if !usages.is_empty() {
            self.imported.extension::<KeyUsage>("--key-usage", &usages.join(","), true, line);
        }
    }

    fn extension(&mut self, entry: &'a Entry) {
        let (name, line) = (self.string(&entry.name), entry.line);
        let value = self.string(&entry.value);
        match (name.as_str(), value.strip_prefix("{text}"), value.strip_prefix("{hex}")) {
            ("2.5.29.17", Some(names), _) => self.names(names, line),
            ("2.5.29.37", Some(purposes), _) => {
                let purposes = purposes.trim_end_matches(',');
                let critical = self.is_critical(&name);
                self.imported.extension::<ExtendedKeyUsage>(
                    "--ext-key-usage",
                    purposes,
                    critical,
                    line,
                );
            }
            (critical, ..) if critical.eq_ignore_ascii_case("Critical") => {}
            (oid, _, Some(digits)) if oid.contains('.') => {
                let digits: String =
                    digits.chars().filter(|digit| !digit.is_whitespace()).collect();
                let critical = if self.is_critical(oid) { "critical," } else { "" };
                self.imported.option("--extension", format!("{oid}={critical}{digits}"), line);
            }
            _ => self.imported.note(
                line,
                format!("{name}: not used; --extension OID=HEX requests any extension"),
            ),
        }
    }

    /// Whether [Extensions] names it as critical.
    fn is_critical(&self, oid: &str) -> bool {
        let of_extensions =
            self.sections.iter().filter(|section| section.name.eq_ignore_ascii_case("Extensions"));
        let mut entries = of_extensions.flat_map(|section| &section.entries);
        entries.any(|entry| {
            entry.name.eq_ignore_ascii_case("Critical")
                && entry.value.split(',').any(|one| self.string(one.trim()) == oid)
        })
    }

    fn attribute(&mut self, entry: &Entry) {
        let value = self.string(&entry.value);
        match entry.name.to_ascii_lowercase().as_str() {
            "certificatetemplate" => {
                self.imported.note(
                    entry.line,
                    "CertificateTemplate: requested as an extension; certreq writes an attribute",
                );
                self.imported.option("--ms-template", value, entry.line);
            }
            "san" => {
                self.imported.note(
                    entry.line,
                    "SAN: requested as subjectAltName; certreq writes an attribute",
                );
                self.names(&value, entry.line);
            }
            _ => self.not_used(entry),
        }
    }

    /// The names of a subjectAltName, `dns=a&ipaddress=b`.
    fn names(&mut self, text: &str, line: usize) {
        for name in text.split('&').filter(|name| !name.trim().is_empty()) {
            let (kind, value) = name.split_once('=').unwrap_or((name, ""));
            let prefix = match kind.trim().to_ascii_lowercase().as_str() {
                "dns" => "DNS:",
                "ipaddress" => "IP:",
                "email" => "email:",
                "url" => "URI:",
                "upn" => "otherName:UPN;UTF8:",
                "dn" | "directoryname" => "dirName:",
                "oid" => "RID:",
                _ => {
                    self.imported.fault(line, format_args!("subjectAltName: {kind} is not read; expected dns, ipaddress, email, url, upn, dn or oid"));
                    continue;
                }
            };
            self.imported.option("--san", format!("{prefix}{}", unquoted(value.trim())), line);
        }
    }
}

/// The attributes of a name in X.500 notation, each with the separator in front of it.
fn parts(text: &str) -> Vec<(Option<char>, &str)> {
    let (mut parts, mut start, mut separator, mut quoted) = (Vec::new(), 0, None, false);
    for (at, character) in text.char_indices() {
        quoted ^= character == '"';
        if !quoted && matches!(character, ',' | ';' | '+') {
            parts.push((separator, &text[start..at]));
            (separator, start) = (Some(character), at + 1);
        }
    }
    parts.push((separator, &text[start..]));
    parts
}

/// The usages by their bits, and by the names that certreq has for them.
const KEY_USAGES: [(u32, &str, &str); 9] = [
    (0x80, "CERT_DIGITAL_SIGNATURE_KEY_USAGE", "digitalSignature"),
    (0x40, "CERT_NON_REPUDIATION_KEY_USAGE", "nonRepudiation"),
    (0x20, "CERT_KEY_ENCIPHERMENT_KEY_USAGE", "keyEncipherment"),
    (0x10, "CERT_DATA_ENCIPHERMENT_KEY_USAGE", "dataEncipherment"),
    (0x08, "CERT_KEY_AGREEMENT_KEY_USAGE", "keyAgreement"),
    (0x04, "CERT_KEY_CERT_SIGN_KEY_USAGE", "keyCertSign"),
    (0x02, "CERT_CRL_SIGN_KEY_USAGE", "cRLSign"),
    (0x01, "CERT_ENCIPHER_ONLY_KEY_USAGE", "encipherOnly"),
    (0x8000, "CERT_DECIPHER_ONLY_KEY_USAGE", "decipherOnly"),
];

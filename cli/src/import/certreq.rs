//! The `.inf` of `certreq -new` of Windows.

use std::collections::{HashMap, HashSet};

use pkcs10::{Algorithm, AttributeType, ExtendedKeyUsage, KeyUsage};

use super::imported::Imported;
use super::sections::{Entry, Section};
use super::subject::Part;

/// The longest value, in bytes.
const VALUE_MAX: usize = 65_536;

/// The most that all values hold together, in bytes.
const VALUES_MAX: usize = 16 << 20;

pub(super) fn read(imported: &mut Imported, text: &str) {
    match sections(text).and_then(with_strings) {
        Ok(sections) => Reading::of(imported, &sections).request(&sections),
        Err((line, why)) => imported.fault(line, why),
    }
}

/// A line, and what is wrong there.
type Refusal = (usize, String);

/// The sections of a file, each value in its whole length and without quotation marks.
fn sections(text: &str) -> Result<Vec<Section>, Refusal> {
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

/// The sections with the texts of `[Strings]` in the place of their names, `%name%`.
fn with_strings(mut sections: Vec<Section>) -> Result<Vec<Section>, Refusal> {
    let of_strings = sections.iter().filter(|section| section.is("Strings"));
    let entries = of_strings.flat_map(|section| &section.entries);
    let strings: HashMap<String, String> =
        entries.map(|entry| (entry.name.to_ascii_lowercase(), entry.value.clone())).collect();
    let mut len = 0;
    for entry in sections.iter_mut().flat_map(|section| &mut section.entries) {
        for text in [&mut entry.name, &mut entry.value] {
            *text = expanded(text, &strings).map_err(|why| (entry.line, why))?;
            if let Some(name) = text.strip_prefix("%szOID_").and_then(|rest| rest.strip_suffix('%'))
            {
                return Err((entry.line, format!("%szOID_{name}% is not defined in [Strings]")));
            }
            len += text.len();
        }
        if len > VALUES_MAX {
            let why = format!("the values are longer than {VALUES_MAX} bytes with their strings");
            return Err((entry.line, why));
        }
    }
    Ok(sections)
}

fn expanded(text: &str, strings: &HashMap<String, String>) -> Result<String, String> {
    let (mut value, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('%') {
        value += before;
        let named = behind.split_once('%');
        match named
            .and_then(|(name, after)| Some((strings.get(&name.to_ascii_lowercase())?, after)))
        {
            Some((string, after)) => {
                value += string;
                rest = after;
            }
            None => {
                value.push('%');
                rest = behind;
            }
        }
        if value.len() > VALUE_MAX {
            return Err(format!("the value is longer than {VALUE_MAX} bytes with its strings"));
        }
    }
    Ok(value + rest)
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
    /// The extensions that the file makes critical.
    critical: HashSet<&'a str>,
    /// Whether the key is not an RSA key; KeyLength says nothing then.
    has_curve: bool,
    /// The purposes of all sections that have them, until the first of these is read.
    purposes: Option<String>,
}

impl<'a> Reading<'a> {
    fn of(imported: &'a mut Imported, sections: &'a [Section]) -> Self {
        let named = |section: &'static str, name: &'static str| {
            let of_name = sections.iter().filter(move |one| one.is(section));
            let entries = of_name.flat_map(|section| &section.entries);
            let entries = entries.filter(move |entry| entry.name.eq_ignore_ascii_case(name));
            entries.map(|entry| entry.value.as_str())
        };
        let critical = named("Extensions", "Critical").flat_map(|value| value.split(','));
        let mut algorithms = named("NewRequest", "KeyAlgorithm");
        Self {
            imported,
            critical: critical.map(str::trim).collect(),
            has_curve: algorithms.any(|algorithm| !algorithm.eq_ignore_ascii_case("RSA")),
            purposes: Some(named("EnhancedKeyUsageExtension", "OID").collect::<Vec<_>>().join(",")),
        }
    }

    fn request(&mut self, sections: &[Section]) {
        for section in sections {
            match section.name.to_ascii_lowercase().as_str() {
                "version" | "strings" => {}
                "newrequest" => section.entries.iter().for_each(|entry| self.setting(entry)),
                "enhancedkeyusageextension" => {
                    if let Some(purposes) = self.purposes.take() {
                        self.purposes(&purposes, section.line);
                    }
                    let is_other = |entry: &&Entry| !entry.name.eq_ignore_ascii_case("OID");
                    section.entries.iter().filter(is_other).for_each(|entry| self.not_used(entry));
                }
                "extensions" => section.entries.iter().for_each(|entry| self.extension(entry)),
                "requestattributes" => {
                    section.entries.iter().for_each(|entry| self.attribute(entry))
                }
                _ => section.entries.iter().for_each(|entry| self.not_used(entry)),
            }
        }
        self.imported.note(1, "certreq itself adds a subjectKeyIdentifier, and attributes about the computer; they are not added");
    }

    fn purposes(&mut self, list: &str, line: usize) {
        let critical = self.critical.contains("2.5.29.37");
        self.imported.extension::<ExtendedKeyUsage>("--ext-key-usage", list, critical, line);
    }

    fn not_used(&mut self, entry: &Entry) {
        self.imported.note(entry.line, format!("{}: not used", entry.name));
    }

    fn setting(&mut self, entry: &Entry) {
        let (line, value) = (entry.line, entry.value.as_str());
        match entry.name.to_ascii_lowercase().as_str() {
            "subject" if value.trim().is_empty() => {}
            "subject" => self.subject(value, line),
            "keylength" => match format!("rsa-{value}").parse::<Algorithm>() {
                Ok(algorithm) if !self.has_curve => self.imported.option("--algorithm", algorithm.as_str(), line),
                Ok(_) => {}
                Err(_) if self.has_curve => {}
                Err(_) => self.imported.note(line, format!("KeyLength: RSA keys of {value} bits are not generated here; --algorithm decides")),
            },
            "keyalgorithm" if value.eq_ignore_ascii_case("RSA") => {}
            "keyalgorithm" => match value.to_ascii_lowercase().replace('_', "-").parse::<Algorithm>() {
                Ok(algorithm) => self.imported.option("--algorithm", algorithm.as_str(), line),
                Err(_) => self.imported.note(line, format!("KeyAlgorithm: {value} is not generated here; --algorithm decides")),
            },
            "hashalgorithm" if value.eq_ignore_ascii_case("sha256") => {}
            "hashalgorithm" => self.imported.note(line, format!("HashAlgorithm: {value} is not used: the key decides on the digest, SHA-256 for RSA; --policy cnsa signs with RSA and SHA-384")),
            "keyusage" => self.key_usage(value, line),
            "requesttype" if value.eq_ignore_ascii_case("PKCS10") => {}
            "requesttype" => self.imported.note(line, format!("RequestType: {value} is not used: the request is PKCS #10")),
            _ => self.not_used(entry),
        }
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

    fn extension(&mut self, entry: &Entry) {
        let Entry { name, value, line } = entry;
        match (name.as_str(), value.strip_prefix("{text}"), value.strip_prefix("{hex}")) {
            ("2.5.29.17", Some(names), _) => self.names(names, *line),
            ("2.5.29.37", Some(purposes), _) => {
                self.purposes(purposes.trim_end_matches(','), *line)
            }
            (critical, ..) if critical.eq_ignore_ascii_case("Critical") => {}
            (oid, _, Some(digits)) if oid.contains('.') => {
                let critical = if self.critical.contains(oid) { "critical," } else { "" };
                let digits: String = digits.split_whitespace().collect();
                self.imported.option("--extension", format!("{oid}={critical}{digits}"), *line);
            }
            _ => {
                let why = format!("{name}: not used; --extension OID=HEX requests any extension");
                self.imported.note(*line, why);
            }
        }
    }

    fn attribute(&mut self, entry: &Entry) {
        let Entry { name, value, line } = entry;
        match name.to_ascii_lowercase().as_str() {
            "certificatetemplate" => {
                self.imported.note(
                    *line,
                    "CertificateTemplate: requested as an extension; certreq writes an attribute",
                );
                self.imported.option("--ms-template", value, *line);
            }
            "san" => {
                self.imported
                    .note(*line, "SAN: requested as subjectAltName; certreq writes an attribute");
                self.names(value, *line);
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

//! The `.inf` of `certreq -new` of Windows.

use std::collections::HashSet;

use pkcs10::names::StringType;
use pkcs10::{Algorithm, AttributeType, BasicConstraints, ExtendedKeyUsage, KeyUsage, Oid};

use super::imported::Imported;
use super::sections::{Entry, Section};
use super::subject::{Part, string_hex};
use crate::private_keys::from_base64;

mod inf;

use inf::{sections, unquoted};

pub(super) fn read(imported: &mut Imported, text: &str) {
    match sections(text) {
        Ok(sections) => Reading::of(imported, &sections).request(&sections),
        Err((line, why)) => imported.fault(line, why),
    }
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
        let of_purposes = named("EnhancedKeyUsageExtension", "Critical");
        let of_purposes = of_purposes.filter(|value| is_yes(value) == Some(true));
        let mut algorithms = named("NewRequest", "KeyAlgorithm");
        Self {
            imported,
            critical: critical.map(str::trim).chain(of_purposes.map(|_| "2.5.29.37")).collect(),
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
                    let is_other = |entry: &&Entry| {
                        !["OID", "Critical"]
                            .iter()
                            .any(|name| entry.name.eq_ignore_ascii_case(name))
                    };
                    section.entries.iter().filter(is_other).for_each(|entry| self.not_used(entry));
                }
                "basicconstraintsextension" => {
                    let entries = section.entries.iter();
                    let settings = entries.map(|entry| (entry.name.as_str(), entry.value.as_str()));
                    self.basic_constraints(settings, "ca", section.line);
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
            "hashalgorithm" => self.imported.note(line, format!("HashAlgorithm: {value} is not taken from the file: --digest decides, or else the key, SHA-256 for RSA")),
            "keyusage" => self.key_usage(value, line),
            "x500nameflags" => self.imported.note(line, "X500NameFlags: not used: the subject is written from the end of its text; with CERT_NAME_STR_FORWARD_FLAG, certreq writes it from the beginning"),
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

    /// An extension, whose value is a text behind its marker, or DER.
    fn extension(&mut self, entry: &Entry) {
        let Entry { name, value, line, .. } = entry;
        if name.eq_ignore_ascii_case("Critical") {
            return;
        }
        if name.parse::<Oid>().is_err() {
            let why = format!("{name}: not used; --extension OID=HEX requests any extension");
            return self.imported.note(*line, why);
        }
        let marked = value.trim().strip_prefix('{').and_then(|value| value.split_once('}'));
        let (form, content) = marked.unwrap_or(("base64", value));
        let form = form.trim().to_ascii_lowercase();
        let digits = match (name.as_str(), &*form) {
            ("2.5.29.17", "text") => return self.names(content, *line),
            ("2.5.29.37", "text") => {
                return self.purposes(content.trim_end_matches(','), *line);
            }
            ("2.5.29.19", "text") => {
                let settings = content.split('&').map(str::trim).filter(|one| !one.is_empty());
                let settings = settings.map(|one| one.split_once('=').unwrap_or((one, "")));
                return self.basic_constraints(settings, "end-entity", *line);
            }
            // Its names are needed, not its DER.
            ("2.5.29.17", _) => None,
            (_, "hex") => Some(content.split_whitespace().collect()),
            (_, "base64") => from_base64(content.as_bytes())
                .filter(|der| !der.is_empty())
                .map(|der| der.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
            (_, "utf8") => string_hex(&[StringType::Utf8], content).ok(),
            _ => None,
        };
        let Some(digits) = digits else {
            let expected = match name.as_str() {
                "2.5.29.17" => {
                    "\"{text}dns=NAME&ipaddress=ADDRESS\"; hint: give names that are in DER as --san"
                }
                "2.5.29.15" => {
                    "KeyUsage = 0xa0 in [NewRequest], or the value in DER, as \"{hex}\" and digits or in base64"
                }
                "2.5.29.19" => {
                    "\"{text}ca=1&pathlength=0\", or the value in DER, as \"{hex}\" and digits or in base64"
                }
                _ => "the value in DER, as \"{hex}\" and digits or in base64",
            };
            let why = format_args!("{name}: \"{value}\" is not read; expected {expected}");
            return self.imported.fault(*line, why);
        };
        let critical = if self.critical.contains(name.as_str()) { "critical," } else { "" };
        self.imported.option("--extension", format!("{name}={critical}{digits}"), *line);
    }

    /// The settings of a basicConstraints; `kind` is what it is for where they do not say.
    fn basic_constraints<'b>(
        &mut self,
        settings: impl Iterator<Item = (&'b str, &'b str)>,
        mut kind: &str,
        line: usize,
    ) {
        let mut critical = self.critical.contains("2.5.29.19");
        let mut path_length = String::new();
        for (name, value) in settings {
            let (name, value) = (name.trim(), value.trim());
            match (name.to_ascii_lowercase().as_str(), is_yes(value)) {
                ("ca", Some(is_ca)) => kind = if is_ca { "ca" } else { "end-entity" },
                ("critical", Some(is_critical)) => critical |= is_critical,
                ("pathlength", _) => path_length = format!(",pathlen={value}"),
                _ => self.imported.fault(line, format_args!("basicConstraints: {name}={value} is not read; expected ca, pathlength or critical")),
            }
        }
        let text = format!("{kind}{path_length}");
        self.imported.extension::<BasicConstraints>("--basic-constraints", &text, critical, line);
    }

    fn attribute(&mut self, entry: &Entry) {
        let Entry { name, value, line, .. } = entry;
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

fn is_yes(value: &str) -> Option<bool> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    let no = is_one_of(&["0", "no", "false"]).then_some(false);
    no.or_else(|| is_one_of(&["1", "yes", "true"]).then_some(true))
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

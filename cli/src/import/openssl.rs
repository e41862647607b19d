//! OpenSSL's configuration of `openssl req` (openssl-req(1), x509v3_config(5)).

use std::collections::HashSet;

use pkcs10::names::StringType;
use pkcs10::{AttributeType, Oid};

use super::imported::Imported;
use super::sections::{Entry, Section};
use super::subject::{Part, string_hex};
use crate::paths::visible;

mod config;
mod extensions;

use config::Config;

const REQ: &str = "req";

/// The most attributes that the names of a file have together.
const ATTRIBUTES_MAX: usize = 10_000;

/// A name, its value, and the line of both.
type Item<'a> = (&'a str, &'a str, usize);

/// Reads a configuration.
pub(super) fn read(imported: &mut Imported, text: &str) {
    let config = match Config::read(text) {
        Ok(config) => config,
        Err((line, why)) => return imported.fault(line, why),
    };
    let mask = StringMask::of(&config, imported);
    let mut reading = Reading {
        config: &config,
        imported,
        mask,
        used: HashSet::from(["default", REQ]),
        emails: Vec::new(),
        attributes: 0,
    };
    reading.request();
    reading.list_what_is_not_used(text);
}

struct Reading<'a> {
    config: &'a Config,
    imported: &'a mut Imported,
    mask: StringMask,
    /// The names of the sections that were read.
    used: HashSet<&'a str>,
    /// The values of emailAddress in the subject, for `email:copy`.
    emails: Vec<&'a str>,
    /// How many attributes all names have: a section may be read many times.
    attributes: usize,
}

impl<'a> Reading<'a> {
    fn request(&mut self) {
        // It is looked up for each name.
        self.named_by("oid_section");
        let prompts = self.config.get(REQ, "prompt").is_none_or(|entry| entry.value != "no");
        if self.config.get(REQ, "distinguished_name").is_none() {
            self.imported.note(1, "no distinguished_name: the file does not give a subject");
        }
        if let Some(section) = self.named_by("distinguished_name") {
            let subject = self.name(section, prompts);
            if subject.iter().any(Part::has_unusual_type) {
                let text = "the subject has the string types of string_mask (by default utf8only: UTF8String, where --cn gives PrintableString); --subject gives them as #DER";
                self.imported.note(section.line, text);
            }
            self.imported.subject(subject, section.line);
        }
        if let Some(section) = self.named_by("req_extensions") {
            self.extensions(section);
        }
        if let Some(section) = self.named_by("attributes") {
            self.attributes(section, prompts);
        }
        // These may be in the default section too.
        let inherited = ["oid_file", "default_bits", "default_md"];
        let settings = self.config.section(REQ).map_or(&[][..], |section| &section.entries);
        let own = settings.iter().filter(|entry| !inherited.contains(&&*entry.name));
        for entry in own.chain(inherited.iter().filter_map(|name| self.config.get(REQ, name))) {
            self.setting(entry);
        }
    }

    /// The section that a setting of `[req]` names.
    fn named_by(&mut self, setting: &str) -> Option<&'a Section> {
        let config = self.config;
        let entry = config.get(REQ, setting)?;
        let name = entry.value.as_str();
        self.section(name, entry.line, setting)
    }

    /// The section with this name, which is in a line.
    fn section(&mut self, name: &'a str, line: usize, field: &str) -> Option<&'a Section> {
        let section = self.config.section(name);
        match section {
            Some(section) => _ = self.used.insert(&section.name),
            None => self
                .imported
                .fault(line, format_args!("{field}: there is no section [{name}] in the file")),
        }
        section
    }

    fn setting(&mut self, entry: &Entry) {
        let Entry { name, value, line } = entry;
        let why = match name.as_str() {
            "distinguished_name" | "req_extensions" | "attributes" | "oid_section" | "string_mask" | "utf8" | "prompt" | "" => return,
            "default_bits" => match value.as_str() {
                "2048" | "3072" | "4096" => return self.imported.option("--algorithm", format!("rsa-{value}"), *line),
                _ => format!("{value} is not a length of RSA keys that are generated here, 2048, 3072 or 4096; --algorithm decides"),
            },
            "default_md" if matches!(&*value.to_ascii_lowercase(), "sha256" | "sha-256" | "sha2-256" | "default") => return,
            "default_md" => format!("{value} is not taken from the file: --digest decides, or else the key, SHA-256 for RSA"),
            "encrypt_key" | "encrypt_rsa_key" => "not used; --encrypt-key-with encrypts a new key".into(),
            "default_keyfile" => "not used; --key-out names the file of a new key".into(),
            "input_password" | "output_password" => "not used; --key-password-file and --encrypt-key-with read a password from a file".into(),
            "x509_extensions" => "not used: these extensions are for certificates that OpenSSL signs itself".into(),
            "oid_file" => return self.imported.fault(*line, "oid_file is not read: a request file names no other file; hint: write the identifiers in a section, named by oid_section"),
            _ => "not used".into(),
        };
        self.imported.note(*line, format!("{name}: {why}"));
    }

    /// The attributes of a name, in the order of the section.
    fn name(&mut self, section: &'a Section, prompts: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        for (full_name, value, line) in self.values(section, prompts) {
            let name = without_number(full_name);
            let (joins, name) = name.strip_prefix('+').map_or((false, name), |name| (true, name));
            let Some(attribute_type) = self.attribute_type(name) else {
                let why = format!(
                    "{name}: unknown attribute type; expected a name such as commonName, or one of oid_section"
                );
                // The numbers of an identifier lose their first one to `without_number`.
                let hint = match full_name.parse::<Oid>() {
                    Ok(_) => format!(
                        "\nhint: write 0.{full_name}: OpenSSL leaves out what is in front of the first dot"
                    ),
                    Err(_) => String::new(),
                };
                match prompts {
                    true => self.imported.note(line, format!("{why}; not used, as OpenSSL does")),
                    false => self.imported.fault_shown(line, visible(&why).into_owned() + &hint),
                }
                continue;
            };
            self.attributes += 1;
            if self.attributes > ATTRIBUTES_MAX {
                let why = "all names of the file together have more than";
                self.imported.fault(line, format_args!("{why} {ATTRIBUTES_MAX} attributes"));
                break;
            }
            if attribute_type == AttributeType::EmailAddress {
                self.emails.push(value);
            }
            let string_types = self.mask.types(&attribute_type);
            match Part::with_types(attribute_type, &string_types, value) {
                Ok(part) => parts.push(Part { joins, ..part }),
                Err(faults) => self.imported.refuse(line, full_name, &faults),
            }
        }
        parts
    }

    /// The values that a section gives: as they are, or for the questions that OpenSSL would ask.
    fn values(&mut self, section: &'a Section, prompts: bool) -> Vec<Item<'a>> {
        let mut values = Vec::new();
        for entry in section.entries.iter().filter(|entry| !entry.name.is_empty()) {
            if !prompts {
                values.push((entry.name.as_str(), entry.value.as_str(), entry.line));
                continue;
            }
            if ["_min", "_max", "_default", "_value"].iter().any(|end| entry.name.ends_with(end)) {
                continue;
            }
            let config = self.config;
            let given = |end: &str| config.get(&section.name, &format!("{}{end}", entry.name));
            let value = given("_value")
                .or_else(|| given("_default"))
                .filter(|value| !value.value.is_empty());
            match value {
                Some(value) => {
                    let len = value.value.chars().count();
                    let limit =
                        |end| given(end).and_then(|limit| limit.value.parse::<usize>().ok());
                    if limit("_min").is_some_and(|min| len < min)
                        || limit("_max").is_some_and(|max| len > max)
                    {
                        self.imported.fault(value.line, format_args!("{} is {len} characters long, which {}_min or {}_max does not allow", value.name, entry.name, entry.name));
                    }
                    values.push((entry.name.as_str(), value.value.as_str(), value.line));
                }
                None => self.imported.note(
                    entry.line,
                    format!(
                        "{}: OpenSSL asks for it, and there is no {}_default; left out",
                        entry.name, entry.name,
                    ),
                ),
            }
        }
        values
    }

    fn attributes(&mut self, section: &'a Section, prompts: bool) {
        for (name, value, line) in self.values(section, prompts) {
            let Some(oid) = self.oid(name) else {
                self.imported.note(line, format!("{name}: unknown attribute; not used"));
                continue;
            };
            match string_hex(&self.mask.types(&AttributeType::from_oid(&oid)), value) {
                Ok(digits) => self.imported.option("--attribute", format!("{oid}={digits}"), line),
                Err(why) => self.imported.fault(line, format_args!("{name}: {why}")),
            }
        }
    }

    fn attribute_type(&self, name: &str) -> Option<AttributeType> {
        let of_section = || self.oid(name).map(|oid| AttributeType::from_oid(&oid));
        AttributeType::from_name(name).or_else(of_section)
    }

    /// An object identifier by its numbers, by its name in oid_section or in OpenSSL.
    fn oid(&self, name: &str) -> Option<Oid> {
        if let Ok(oid) = name.parse() {
            return Some(oid);
        }
        let section =
            self.config.get(REQ, "oid_section").and_then(|entry| self.config.section(&entry.value));
        let own = section.and_then(|section| {
            let mut entries = section.entries.iter();
            entries.find(|entry| entry.name == name).map(|entry| entry.value.as_str())
        });
        let known = || OIDS.iter().find(|(_, names)| names.contains(&name)).map(|(oid, _)| *oid);
        own.or_else(known)?.parse().ok()
    }

    fn list_what_is_not_used(&mut self, text: &str) {
        for (name, line) in self.config.repeated() {
            self.imported.note(*line, format!("{name}: not used: the section has it again further down, where OpenSSL takes the last"));
        }
        let sections = self.config.sections().iter();
        let unused: Vec<&Section> =
            sections.filter(|section| !self.used.contains(&&*section.name)).collect();
        if let Some(first) = unused.first() {
            let names: Vec<String> =
                unused.iter().take(10).map(|section| format!("[{}]", section.name)).collect();
            let more = if unused.len() > names.len() { ", …" } else { "" };
            self.imported.note(
                first.line,
                format!("sections that the request does not use: {}{more}", names.join(" ")),
            );
        }
        let is_utf8 = self.config.get(REQ, "utf8").is_some_and(|entry| entry.value == "yes");
        if !is_utf8 && !text.is_ascii() {
            self.imported.note(1, "read as UTF-8 where it is that; without utf8 = yes, OpenSSL takes each byte for a character of ISO 8859-1");
        }
    }
}

/// `organizationName` of `0.organizationName`: what is behind the first `.`, `,` or `:`.
fn without_number(name: &str) -> &str {
    match name.split_once(['.', ',', ':']) {
        Some((_, behind)) if !behind.is_empty() => behind,
        _ => name,
    }
}

/// The string types that a configuration allows, as OpenSSL's bits (string_mask of openssl-req(1)).
#[derive(Clone, Copy)]
struct StringMask(u32);

impl StringMask {
    /// The string types in the order in which OpenSSL tries them.
    const TYPES: [(u32, StringType); 5] = [
        (0x2, StringType::Printable),
        (0x10, StringType::Ia5),
        (0x4, StringType::Teletex),
        (0x800, StringType::Bmp),
        (0x2000, StringType::Utf8),
    ];
    const UTF8: u32 = 0x2000;
    const IA5: u32 = 0x10;

    fn of(config: &Config, imported: &mut Imported) -> Self {
        let Some(entry) = config.get(REQ, "string_mask") else {
            return Self(Self::UTF8);
        };
        let number =
            entry.value.strip_prefix("MASK:").and_then(|number| match number.strip_prefix("0x") {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            });
        Self(match (entry.value.as_str(), number) {
            ("utf8only", _) => Self::UTF8,
            ("pkix", _) => !0x4,
            ("nombstr", _) => !0x2800,
            ("default", _) => !0,
            (_, Some(mask)) => mask,
            (value, None) => {
                imported.fault(entry.line, format_args!("string_mask: unknown value \"{value}\"; expected utf8only, pkix, nombstr, default or MASK: and a number (openssl-req(1))"));
                Self::UTF8
            }
        })
    }

    /// The string types of an attribute, to be tried one after the other.
    fn types(self, attribute: &AttributeType) -> Vec<StringType> {
        use AttributeType::{
            Country, DnQualifier, DomainComponent, EmailAddress, JurisdictionCountry, SerialNumber,
        };
        match attribute {
            Country | JurisdictionCountry | SerialNumber | DnQualifier => {
                return vec![StringType::Printable];
            }
            EmailAddress | DomainComponent => return vec![StringType::Ia5],
            _ => {}
        }
        let oid = attribute.oid().to_string();
        // challengePassword and unstructuredName may be an IA5String too.
        let is_pkcs9 = ["1.2.840.113549.1.9.7", "1.2.840.113549.1.9.2"].contains(&&*oid);
        let allowed = if is_pkcs9 { self.0 } else { self.0 & !Self::IA5 };
        Self::TYPES
            .iter()
            .filter(|(bit, _)| allowed & bit != 0)
            .map(|(_, string_type)| *string_type)
            .collect()
    }
}

/// OpenSSL's names of identifiers that a request may have, beside those of the library.
const OIDS: &[(&str, &[&str])] = &[
    ("1.2.840.113549.1.9.7", &["challengePassword"]),
    ("1.2.840.113549.1.9.2", &["unstructuredName"]),
    ("1.2.840.113549.1.9.8", &["unstructuredAddress"]),
    ("2.5.4.16", &["postalAddress"]),
    ("2.5.4.18", &["postOfficeBox"]),
    ("2.5.4.20", &["telephoneNumber"]),
    ("2.5.4.45", &["x500UniqueIdentifier"]),
    ("2.5.4.51", &["houseIdentifier"]),
    ("2.5.4.72", &["role"]),
    ("0.9.2342.19200300.100.1.3", &["mail", "rfc822Mailbox"]),
    ("1.3.6.1.4.1.311.20.2.3", &["msUPN", "Microsoft User Principal Name"]),
    ("1.3.6.1.5.5.7.8.9", &["id-on-SmtpUTF8Mailbox", "Smtp UTF8 Mailbox"]),
    ("1.3.6.1.5.5.7.8.5", &["id-on-xmppAddr", "XmppAddr"]),
    ("1.3.6.1.5.5.7.8.7", &["id-on-dnsSRV", "SRVName"]),
    ("1.3.6.1.5.5.7.3.1", &["TLS Web Server Authentication"]),
    ("1.3.6.1.5.5.7.3.2", &["TLS Web Client Authentication"]),
    ("1.3.6.1.5.5.7.3.3", &["Code Signing"]),
    ("1.3.6.1.5.5.7.3.4", &["E-mail Protection"]),
    ("1.3.6.1.5.5.7.3.5", &["ipsecEndSystem", "IPSec End System"]),
    ("1.3.6.1.5.5.7.3.6", &["ipsecTunnel", "IPSec Tunnel"]),
    ("1.3.6.1.5.5.7.3.7", &["ipsecUser", "IPSec User"]),
    ("1.3.6.1.5.5.7.3.8", &["Time Stamping"]),
    ("1.3.6.1.5.5.7.3.9", &["OCSP Signing"]),
    ("1.3.6.1.5.5.7.3.17", &["ipsec Internet Key Exchange"]),
    ("1.3.6.1.4.1.311.2.1.21", &["msCodeInd"]),
    ("1.3.6.1.4.1.311.2.1.22", &["msCodeCom"]),
    ("1.3.6.1.4.1.311.10.3.1", &["msCTLSign"]),
    ("1.3.6.1.4.1.311.10.3.4", &["msEFS"]),
    ("1.3.6.1.4.1.311.20.2.2", &["msSmartcardLogin"]),
    ("2.5.29.37.0", &["Any Extended Key Usage"]),
    ("2.5.29.15", &["keyUsage", "X509v3 Key Usage"]),
    ("2.5.29.37", &["extendedKeyUsage", "X509v3 Extended Key Usage"]),
    ("2.5.29.19", &["basicConstraints", "X509v3 Basic Constraints"]),
    ("2.5.29.14", &["subjectKeyIdentifier", "X509v3 Subject Key Identifier"]),
    ("1.3.6.1.5.5.7.1.24", &["tlsfeature", "TLS Feature"]),
    ("1.3.6.1.4.1.311.20.2", &["msCertTypeName"]),
    ("2.5.29.32", &["certificatePolicies"]),
    ("2.5.29.30", &["nameConstraints"]),
    ("2.16.840.1.113730.1.1", &["nsCertType"]),
    ("2.16.840.1.113730.1.13", &["nsComment"]),
    ("1.3.6.1.5.5.7.48.1.5", &["noCheck", "OCSP No Check"]),
];

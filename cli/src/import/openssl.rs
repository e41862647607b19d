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
mod objects;

use config::{Config, DEFAULT};
use objects::{OIDS, STRING_TYPES};

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
    let mut reading = Reading {
        config: &config,
        imported,
        mask: StringMask(StringMask::UTF8),
        used: HashSet::from([DEFAULT, REQ]),
        oid_sections: Vec::new(),
        refused: HashSet::new(),
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
    /// The sections that name object identifiers.
    oid_sections: Vec<&'a str>,
    /// The lines that are used and name an environment variable.
    refused: HashSet<usize>,
    /// The values of emailAddress in the subject, for `email:copy`.
    emails: Vec<&'a str>,
    /// How many attributes all names have: a section may be read many times.
    attributes: usize,
}

impl<'a> Reading<'a> {
    fn request(&mut self) {
        if let Some(entry) = self.get(REQ, "string_mask") {
            self.mask = StringMask::of(entry, self.imported);
        }
        // OpenSSL has it in the default section, or in that which openssl_conf names (config(5)).
        let config = self.config;
        let modules = self.get(DEFAULT, "openssl_conf").map(|entry| entry.value.as_str());
        let modules = modules.filter(|modules| config.own(modules, "oid_section").is_some());
        for section in [Some(REQ), modules].into_iter().flatten() {
            self.used.insert(section);
            let oids = self.named_by(section, "oid_section");
            self.oid_sections.extend(oids.map(|oids| oids.name.as_str()));
        }
        let prompts = self.get(REQ, "prompt").is_none_or(|entry| entry.value != "no");
        if config.get(REQ, "distinguished_name").is_none() {
            self.imported.note(1, "no distinguished_name: the file does not give a subject");
        }
        if let Some(section) = self.named_by(REQ, "distinguished_name") {
            let subject = self.name(section, prompts);
            if subject.iter().any(Part::has_unusual_type) {
                let text = "the subject has the string types of string_mask (by default utf8only: UTF8String, where --cn gives PrintableString); --subject gives them as #DER";
                self.imported.note(section.line, text);
            }
            self.imported.subject(subject, section.line);
        }
        if let Some(section) = self.named_by(REQ, "req_extensions") {
            self.extensions(section);
        }
        if let Some(section) = self.named_by(REQ, "attributes") {
            self.attributes(section, prompts);
        }
        // These may be in the default section too.
        let inherited = ["oid_file", "default_bits", "default_md"];
        let settings = config.section(REQ).map_or(&[][..], |section| &section.entries);
        let own = settings.iter().filter(|entry| !inherited.contains(&&*entry.name));
        own.for_each(|entry| self.setting(entry));
        for name in inherited {
            if let Some(entry) = self.get(REQ, name) {
                self.setting(entry);
            }
        }
    }

    /// What is used of a section under this name, or else of the default section.
    fn get(&mut self, section: &str, name: &str) -> Option<&'a Entry> {
        let config = self.config;
        config.get(section, name).filter(|entry| self.is_read(entry))
    }

    /// The entries of a section that is used.
    fn entries(&mut self, section: &'a Section) -> Vec<&'a Entry> {
        let entries = section.entries.iter();
        entries.filter(|entry| !entry.name.is_empty() && self.is_read(entry)).collect()
    }

    /// Whether what is used has no environment variable, which is refused.
    fn is_read(&mut self, entry: &Entry) -> bool {
        let Some(variable) = &entry.environment else { return true };
        if self.refused.insert(entry.line) {
            self.imported.fault(entry.line, format_args!("$ENV::{variable} is not read: a request file names no environment variable; hint: write the value in its place"));
        }
        false
    }

    /// The section that a setting names.
    fn named_by(&mut self, section: &str, setting: &str) -> Option<&'a Section> {
        let entry = self.get(section, setting)?;
        self.section(&entry.value, entry.line, setting)
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
        let Entry { name, value, line, .. } = entry;
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
                    "{name}: unknown attribute type; expected a name such as commonName, one of oid_section, or an object identifier behind 0., such as 0.2.5.4.97"
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
        if !prompts {
            let entries = self.entries(section).into_iter();
            return entries
                .map(|entry| (entry.name.as_str(), entry.value.as_str(), entry.line))
                .collect();
        }
        for entry in section.entries.iter().filter(|entry| !entry.name.is_empty()) {
            if ["_min", "_max", "_default", "_value"].iter().any(|end| entry.name.ends_with(end)) {
                continue;
            }
            let mut given = |end: &str| self.get(&section.name, &format!("{}{end}", entry.name));
            let value = given("_value")
                .or_else(|| given("_default"))
                .filter(|value| !value.value.is_empty());
            match value {
                Some(value) => {
                    let len = value.value.chars().count();
                    let mut limit =
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
        // To OpenSSL, uid and UID are not the same.
        let of_oid = self.oid(name).map(|oid| AttributeType::from_oid(&oid));
        of_oid.or_else(|| AttributeType::from_name(name))
    }

    /// An object identifier by its numbers, by its name in oid_section or in OpenSSL.
    fn oid(&self, name: &str) -> Option<Oid> {
        if let Ok(oid) = name.parse() {
            return Some(oid);
        }
        let mut sections = self.oid_sections.iter();
        let own = sections.find_map(|section| self.config.own(section, name));
        let own = own.map(|entry| entry.value.as_str());
        let known = || OIDS.iter().find(|(_, names)| names.contains(&name)).map(|(oid, _)| *oid);
        own.or_else(known)?.parse().ok()
    }

    fn list_what_is_not_used(&mut self, text: &str) {
        for (name, line) in self.config.repeated() {
            self.imported.note(*line, format!("{name}: not used: the section has it again further down, where OpenSSL takes the last"));
        }
        let config = self.config;
        for entry in config.section(DEFAULT).into_iter().flat_map(|section| &section.entries) {
            if let Some(variable) = &entry.environment
                && !self.refused.contains(&entry.line)
            {
                let text = format!("{}: not used; $ENV::{variable} is not read", entry.name);
                self.imported.note(entry.line, text);
            }
        }
        let sections = config.sections().iter();
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
        let is_utf8 = self.get(REQ, "utf8").is_some_and(|entry| entry.value == "yes");
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
    /// The choices of a DirectoryString that OpenSSL has.
    const DIRECTORY: u32 = 0x2806;

    fn of(entry: &Entry, imported: &mut Imported) -> Self {
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
            (_, Some(mask)) if mask & Self::DIRECTORY != 0 => mask,
            (value, Some(_)) => {
                imported.fault(entry.line, format_args!("string_mask: {value} allows no string type of a name; expected one with 0x2 (PrintableString), 0x4 (TeletexString), 0x800 (BMPString) or 0x2000 (UTF8String)"));
                Self::UTF8
            }
            (value, None) => {
                imported.fault(entry.line, format_args!("string_mask: unknown value \"{value}\"; expected utf8only, pkix, nombstr, default or MASK: and a number (openssl-req(1))"));
                Self::UTF8
            }
        })
    }

    /// The string types of an attribute, to be tried one after the other.
    fn types(self, attribute: &AttributeType) -> Vec<StringType> {
        let oid = attribute.oid().to_string();
        if let Some((_, string_type)) = STRING_TYPES.iter().find(|(of, _)| *of == oid) {
            return vec![*string_type];
        }
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

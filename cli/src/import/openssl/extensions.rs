//! The extensions of a section (x509v3_config(5)).

use pkcs10::names::StringType;
use pkcs10::{
    BasicConstraints, ExtendedKeyUsage, GeneralName, Hint, KeyPurpose, KeyUsage,
    extensions::{SubjectKeyIdentifier, TlsFeature},
};

use super::objects::{KEY_USAGES, OIDS};
use super::{Item, Reading};
use crate::import::sections::{Entry, Section};
use crate::import::subject::{string_hex, text_of};
use crate::paths::visible;

impl<'a> Reading<'a> {
    pub(super) fn extensions(&mut self, section: &'a Section) {
        for entry in self.entries(section) {
            let value = entry.value.strip_prefix("critical,");
            let critical = value.is_some();
            self.extension(entry, value.unwrap_or(&entry.value).trim(), critical);
        }
    }

    fn extension(&mut self, entry: &'a Entry, value: &'a str, critical: bool) {
        let (name, line) = (entry.name.as_str(), entry.line);
        if let Some((form @ ("DER" | "ASN1"), content)) = value.split_once(':') {
            if self.oid(name).is_some_and(|oid| oid.to_string() == SUBJECT_ALT_NAME) {
                return self.imported.fault(line, format_args!("{name}: names are not read from {form}; expected names such as DNS:a.example (x509v3_config(5))"));
            }
            return self.any_extension(name, form, content, critical, line);
        }
        match name {
            "subjectAltName" => {
                if critical {
                    self.imported.note(line, "subjectAltName: critical is not used: it is critical only without a subject (RFC 5280 4.2.1.6)");
                }
                for item in self.items(name, value, line) {
                    self.general_name(item);
                }
            }
            "keyUsage" => {
                let usages = self.words(name, value, line, |word| {
                    let long = KEY_USAGES.iter().find(|(long, _)| *long == word);
                    long.map_or(word, |(_, short)| short).into()
                });
                self.imported.extension::<KeyUsage>("--key-usage", &usages, critical, line);
            }
            "extendedKeyUsage" => {
                let known = |word: &str| word.parse::<KeyPurpose>().is_ok();
                let items = self.items(name, value, line);
                let purposes: Vec<String> = items
                    .into_iter()
                    .map(|(name, value, _)| if value.is_empty() { name } else { value })
                    .map(|word| match self.oid(word).filter(|_| !known(word)) {
                        Some(oid) => oid.to_string(),
                        None => word.into(),
                    })
                    .collect();
                let purposes = purposes.join(",");
                self.imported.extension::<ExtendedKeyUsage>(
                    "--ext-key-usage",
                    &purposes,
                    critical,
                    line,
                );
            }
            "basicConstraints" => self.basic_constraints(value, critical, line),
            "tlsfeature" => {
                let features = self.words(name, value, line, str::to_owned);
                self.imported.extension::<TlsFeature>("--tls-feature", &features, critical, line);
            }
            "subjectKeyIdentifier" if value == "none" => {}
            "subjectKeyIdentifier" => {
                let how = if value == "hash" { "sha1".into() } else { value.replace(':', "") };
                self.imported.extension::<SubjectKeyIdentifier>(
                    "--subject-key-id",
                    &how,
                    critical,
                    line,
                );
            }
            _ => match meant(name) {
                Some(hint) => {
                    self.imported.fault(line, format_args!("{name}: unknown extension; {hint}"));
                }
                None => self.imported.note(
                    line,
                    format!("{name}: not used; --extension OID=HEX requests any extension"),
                ),
            },
        }
    }

    /// The items of a value: those of a section, or of a list with commas between.
    fn items(&mut self, field: &str, value: &'a str, line: usize) -> Vec<Item<'a>> {
        if let Some(name) = value.strip_prefix('@') {
            let section = self.section(name, line, field);
            let entries = section.map_or_else(Vec::new, |section| self.entries(section));
            return entries
                .into_iter()
                .map(|entry| (entry.name.as_str(), entry.value.as_str(), entry.line))
                .collect();
        }
        let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
        items
            .map(|item| {
                let (name, value) = item.split_once(':').unwrap_or((item, ""));
                (name.trim(), value.trim(), line)
            })
            .collect()
    }

    /// The names of the items, as the list that an option takes.
    fn words(
        &mut self,
        field: &str,
        value: &'a str,
        line: usize,
        spell: impl Fn(&str) -> String,
    ) -> String {
        let items = self.items(field, value, line);
        items.iter().map(|(name, ..)| spell(name)).collect::<Vec<_>>().join(",")
    }

    fn general_name(&mut self, (name, value, line): Item<'a>) {
        let kind = name.split('.').next().filter(|kind| NAME_TYPES.contains(kind)).unwrap_or(name);
        if value.is_empty() && kind == name && !NAME_TYPES.contains(&kind) {
            let hint =
                GeneralName::host(name).map_or(String::new(), |name| format!("\nhint: {name}"));
            let why = format!(
                "subjectAltName: \"{}\" has no type; expected one of {} (x509v3_config(5)){hint}",
                visible(name),
                NAME_TYPES.join(", ")
            );
            return self.imported.fault_shown(line, why);
        }
        let text = match (kind, value) {
            ("email", "copy" | "move") => {
                if value == "move" {
                    self.imported.note(
                        line,
                        "email:move: read as email:copy; the subject keeps its emailAddress",
                    );
                }
                // A second one would be refused as a duplicate.
                for email in std::mem::take(&mut self.emails) {
                    self.imported.option("--san", format!("email:{email}"), line);
                }
                return;
            }
            ("dirName", _) => {
                let Some(section) = self.section(value, line, name) else { return };
                let of_subject = self.emails.len();
                let directory_name = self.name(section, false);
                self.emails.truncate(of_subject);
                format!("dirName:{}", text_of(&directory_name))
            }
            ("RID", _) => match self.oid(value) {
                Some(oid) => format!("RID:{oid}"),
                None => format!("RID:{value}"),
            },
            ("otherName", _) => {
                let (of, value) = value.split_once(';').unwrap_or((value, ""));
                let of = self.oid(of).map_or_else(|| of.to_owned(), |oid| oid.to_string());
                let (form, text) = value.split_once(':').unwrap_or((value, ""));
                match asn1_string(form) {
                    Some([StringType::Utf8]) => format!("otherName:{of};UTF8:{text}"),
                    Some(string_types) => match string_hex(string_types, text) {
                        Ok(digits) => format!("otherName:{of};DER:{digits}"),
                        Err(why) => {
                            return self.imported.fault(line, format_args!("{name}: {why}"));
                        }
                    },
                    None => {
                        return self
                            .imported
                            .fault(line, format_args!("{name}: {form} is not read; {ASN1}"));
                    }
                }
            }
            _ => format!("{kind}:{value}"),
        };
        self.imported.option("--san", text, line);
    }

    fn basic_constraints(&mut self, value: &'a str, critical: bool, line: usize) {
        let (mut kind, mut path_length) = ("end-entity", String::new());
        for (name, value, line) in self.items("basicConstraints", value, line) {
            match (name, value) {
                ("CA", "TRUE" | "true" | "Y" | "y" | "YES" | "yes") => kind = "ca",
                ("CA", "FALSE" | "false" | "N" | "n" | "NO" | "no") => kind = "end-entity",
                ("pathlen", number) => path_length = format!(",pathlen={number}"),
                _ => self.imported.fault(line, format_args!("basicConstraints: {name}:{value} is not read; expected CA:TRUE, CA:FALSE or pathlen:N (x509v3_config(5))")),
            }
        }
        let text = format!("{kind}{path_length}");
        self.imported.extension::<BasicConstraints>("--basic-constraints", &text, critical, line);
    }

    /// An extension whose value is given as DER, or as one string.
    fn any_extension(
        &mut self,
        name: &str,
        form: &str,
        content: &str,
        critical: bool,
        line: usize,
    ) {
        let Some(oid) = self.oid(name) else {
            return self.imported.fault(line, format_args!("{name}: unknown extension; expected its object identifier, or a name of oid_section"));
        };
        let digits = match (form, content.split_once(':')) {
            ("DER", _) => content.replace(':', "").to_ascii_lowercase(),
            (_, None) if content == "NULL" => "0500".into(),
            (_, Some((string, text))) if asn1_string(string).is_some() => {
                match string_hex(asn1_string(string).unwrap_or_default(), text) {
                    Ok(digits) => digits,
                    Err(why) => return self.imported.fault(line, format_args!("{name}: {why}")),
                }
            }
            _ => {
                return self
                    .imported
                    .fault(line, format_args!("{name}: this ASN1 value is not read; {ASN1}"));
            }
        };
        let critical = if critical { "critical," } else { "" };
        self.imported.option("--extension", format!("{oid}={critical}{digits}"), line);
    }
}

const SUBJECT_ALT_NAME: &str = "2.5.29.17";

/// OpenSSL's types of names.
const NAME_TYPES: [&str; 7] = ["DNS", "IP", "email", "URI", "RID", "dirName", "otherName"];

/// The extensions that are read by their names.
const READ: [&str; 6] = [
    "subjectAltName",
    "keyUsage",
    "extendedKeyUsage",
    "basicConstraints",
    "tlsfeature",
    "subjectKeyIdentifier",
];

/// The extension that another spelling seems to mean; OpenSSL knows them by these names only.
fn meant(name: &str) -> Option<Hint> {
    let known = OIDS.iter().find(|(oid, names)| *oid == name || names.contains(&name));
    let known = known.map(|(_, names)| names[0]).filter(|known| READ.contains(known));
    known.map(|known| Hint::DidYouMean(known.into())).or_else(|| Hint::nearest(name, READ))
}

const ASN1: &str = "expected UTF8, IA5, PRINTABLE, T61, BMP or VISIBLE and a text (ASN1_generate_nconf(3)); hint: give any other value in DER, as DER:HEX";

/// The string type that ASN1_generate_nconf(3) has under this name.
fn asn1_string(name: &str) -> Option<&'static [StringType]> {
    Some(match name {
        "UTF8" | "UTF8String" => &[StringType::Utf8],
        "IA5" | "IA5STRING" => &[StringType::Ia5],
        "PRINTABLE" | "PRINTABLESTRING" => &[StringType::Printable],
        "T61" | "T61STRING" | "TELETEXSTRING" => &[StringType::Teletex],
        "BMP" | "BMPSTRING" => &[StringType::Bmp],
        "VISIBLE" | "VISIBLESTRING" => &[StringType::Visible],
        "NUMERIC" | "NUMERICSTRING" => &[StringType::Numeric],
        _ => return None,
    })
}

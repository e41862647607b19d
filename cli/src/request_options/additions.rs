//! Extensions and attributes, which go with a JSON body too.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Once;

use clap::Args;
use pkcs10::{
    Attribute, BasicConstraints, DistinguishedName, Error, ExtendedKeyUsage, Extension, KeyUsage,
    Oid, Request, RequestBuilder,
    extensions::{CertificateTemplate, SecurityIdentifier, SubjectKeyIdentifier, TlsFeature},
};

use super::option_words::OptionWords;
use crate::failure::{Failure, fault_message, note, shown};
use crate::password::first_line;

#[derive(Args, Clone)]
#[command(
    next_help_heading = "Extensions and attributes to request, also with REQUEST.json (none by default)"
)]
pub(super) struct Additions {
    #[command(flatten)]
    extensions: ExtensionOptions,

    /// Take the challengePassword from the first line of this file; - reads standard input
    #[arg(long, value_name = "FILE")]
    challenge_password_file: Option<PathBuf>,

    /// Any other attribute of the request, its value in DER; may be given several times
    #[arg(long, value_name = "OID=HEX")]
    attribute: Vec<String>,
}

const MS_SID: &str = "--ms-sid";
const PASSWORD_FILE: &str = "--challenge-password-file";

impl Additions {
    pub(super) fn challenge_password_file(&self) -> Option<&Path> {
        self.challenge_password_file.as_deref()
    }

    /// The extensions that have no option of their own.
    pub(super) fn other_extensions(&self) -> &[String] {
        &self.extensions.extension
    }

    /// Adds all of them. What the builder does not take goes to `refused`.
    pub(super) fn add_to(
        &self,
        mut builder: RequestBuilder,
        words: &mut OptionWords,
        refused: &mut Vec<String>,
    ) -> Result<RequestBuilder, Failure> {
        for (path, extension) in self.extensions.each() {
            builder = builder.extension(extension);
            words.extensions.push(path);
        }
        self.extensions.note_risks();
        if let Some(path) = &self.challenge_password_file {
            match str::from_utf8(&first_line(path)?) {
                Ok(password) => {
                    builder = builder.attribute(Attribute::challenge_password(password));
                    words.attributes.push(PASSWORD_FILE.into());
                }
                Err(_) => refused.push(format!(
                    "{PASSWORD_FILE}: the first line of {} is not UTF-8",
                    shown(path)
                )),
            }
        }
        for (path, attribute) in numbered("--attribute", &self.attribute) {
            builder = builder.attribute(attribute.parse::<Attribute>());
            words.attributes.push(path);
        }
        Ok(builder)
    }

    /// Whether an option asks for the extension with this identifier.
    pub(super) fn asks_for(&self, oid: &Oid) -> bool {
        self.extensions
            .each()
            .iter()
            .any(|(_, extension)| extension.as_ref().is_ok_and(|extension| extension.oid() == oid))
    }
}

/// The extensions that a request asks for beside its names.
#[derive(Args, Clone, Default)]
pub(crate) struct ExtensionOptions {
    /// The uses of the key by their names in RFC 5280, such as digitalSignature,keyEncipherment.
    /// Critical,
    /// as are basic constraints; the others are with "critical," in front
    #[arg(long, value_name = "LIST")]
    key_usage: Option<String>,

    /// The purposes of the certificate, by name or object identifier, such as serverAuth,clientAuth
    #[arg(long, value_name = "LIST")]
    ext_key_usage: Option<String>,

    /// Request the certificate of a CA or of an end entity: ca, ca,pathlen=N or end-entity
    #[arg(long, value_name = "KIND")]
    basic_constraints: Option<String>,

    /// The features that the TLS server must offer: status_request is "must staple"
    #[arg(long, value_name = "LIST")]
    tls_feature: Option<String>,

    /// Identify the key by a hash of it, sha256 (RFC 7093) or sha1 (RFC 5280), or by hexadecimal
    /// digits; without a value, sha256. A value needs the =: write --subject-key-id=sha1
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "sha256")]
    subject_key_id: Option<String>,

    /// Certificate template of Microsoft AD CS: its name, such as WebServer, or its object identifier
    /// and version
    #[arg(long, value_name = "NAME|OID:MAJOR:MINOR")]
    ms_template: Option<String>,

    /// Security identifier (SID) of an account in Active Directory, such as S-1-5-21-…-1105. AD CS takes
    /// it only where the template lets the requester supply the subject
    #[arg(long, value_name = "SID")]
    ms_sid: Option<String>,

    /// Any other extension, its value in DER; may be given several times
    #[arg(long, value_name = "OID=[critical,]HEX")]
    extension: Vec<String>,
}

impl ExtensionOptions {
    /// What stands for an option in a line of `csr batch`.
    const MEMBERS: [(&str, &str); 8] = [
        ("keyUsage", "--key-usage"),
        ("extKeyUsage", "--ext-key-usage"),
        ("basicConstraints", "--basic-constraints"),
        ("tlsFeature", "--tls-feature"),
        ("subjectKeyIdentifier", "--subject-key-id"),
        ("template", "--ms-template"),
        ("sid", MS_SID),
        ("extensions", "--extension"),
    ];

    /// Refuses what no request can have.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let (options, extensions): (Vec<_>, Vec<_>) = self.each().into_iter().unzip();
        let words = OptionWords { extensions: options, ..OptionWords::default() };
        let any = Request::builder().subject(DistinguishedName::builder().common_name("a"));
        match extensions.into_iter().fold(any, |builder, of| builder.extension(of)).build() {
            Ok(_) => Ok(()),
            Err(faults) => {
                let messages = faults.iter().map(|fault| fault_message(fault, &words));
                Err(Failure::Refused(messages.collect()))
            }
        }
    }

    /// The members, in the order of the options.
    pub(crate) fn members() -> impl Iterator<Item = &'static str> + Clone {
        Self::MEMBERS.iter().map(|(member, _)| *member)
    }

    /// Warns, once, of an extension that may let its holder in as another (MS-WCCE 2.2.2.7.7.4).
    pub(crate) fn note_risks(&self) {
        static NOTED: Once = Once::new();
        if self.ms_sid.is_some() {
            NOTED.call_once(|| note(format_args!(
                "warning: {MS_SID}: a CA takes the SID from a request only where the template lets the requester supply the subject; domain controllers log the holder of the certificate on as that account (MS-WCCE 2.2.2.7.7.4, KB5014754)"
            )));
        }
    }

    /// The member that stands for the option of a path such as `--extension[1]`, with its number.
    pub(crate) fn member(path: &str) -> String {
        let (option, number) = path.split_at(path.find('[').unwrap_or(path.len()));
        let member = Self::MEMBERS.iter().find(|(_, of)| *of == option);
        member.map_or(path, |(member, _)| member).to_owned() + number
    }

    /// Replaces an option by its member. Only --extension has several values; those of the others are
    /// lists.
    pub(crate) fn replace(&mut self, member: &str, values: Vec<String>) {
        let option = match member {
            "keyUsage" => &mut self.key_usage,
            "extKeyUsage" => &mut self.ext_key_usage,
            "basicConstraints" => &mut self.basic_constraints,
            "tlsFeature" => &mut self.tls_feature,
            "subjectKeyIdentifier" => &mut self.subject_key_id,
            "template" => &mut self.ms_template,
            "sid" => &mut self.ms_sid,
            _ => return self.extension = values,
        };
        *option = Some(values.join(","));
    }

    /// The extensions in the order in which they are asked for, each with its option.
    pub(crate) fn each(&self) -> Vec<(String, Result<Extension, Error>)> {
        let known: [(&str, &Option<String>, Parse); 7] = [
            ("--key-usage", &self.key_usage, as_in_openssl::<KeyUsage>),
            ("--ext-key-usage", &self.ext_key_usage, as_in_openssl::<ExtendedKeyUsage>),
            ("--basic-constraints", &self.basic_constraints, as_in_openssl::<BasicConstraints>),
            ("--tls-feature", &self.tls_feature, as_in_openssl::<TlsFeature>),
            ("--subject-key-id", &self.subject_key_id, parse::<SubjectKeyIdentifier>),
            ("--ms-template", &self.ms_template, parse::<CertificateTemplate>),
            (MS_SID, &self.ms_sid, parse::<SecurityIdentifier>),
        ];
        let known = known.into_iter().filter_map(|(option, text, parse)| {
            text.as_ref().map(|text| (option.to_owned(), parse(text)))
        });
        let others = numbered("--extension", &self.extension);
        known.chain(others.map(|(option, text)| (option, text.parse()))).collect()
    }
}

type Parse = fn(&str) -> Result<Extension, Error>;

fn parse<T: FromStr<Err = Error> + Into<Extension>>(text: &str) -> Result<Extension, Error> {
    text.parse::<T>().map(Into::into)
}

/// [`parse`], with what the line of an OpenSSL configuration has in front of the value: `keyUsage =`
/// and `critical,`.
fn as_in_openssl<T: FromStr<Err = Error> + Into<Extension>>(
    text: &str,
) -> Result<Extension, Error> {
    const NAMES: [&str; 5] =
        ["keyUsage", "extendedKeyUsage", "extKeyUsage", "basicConstraints", "tlsfeature"];
    let value = match text.split_once('=') {
        Some((name, value)) if NAMES.contains(&name.trim()) => value.trim_start(),
        _ => text,
    };
    match value.split_once(',') {
        Some((critical, value)) if critical.trim() == "critical" => {
            parse::<T>(value.trim_start()).map(|extension| extension.with_critical(true))
        }
        _ => parse::<T>(value),
    }
}

/// The values of an option, each with the option and, where there are several, its number.
fn numbered<'a>(
    option: &'static str,
    values: &'a [String],
) -> impl Iterator<Item = (String, &'a String)> {
    let several = values.len() > 1;
    values.iter().enumerate().map(move |(index, value)| {
        (if several { format!("{option}[{index}]") } else { option.into() }, value)
    })
}

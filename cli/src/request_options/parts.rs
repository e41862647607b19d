//! The subject and the names, by options.

use std::slice;

use clap::Args;
use pkcs10::{
    AttributeType, Code, DistinguishedName, Error, Faults, GeneralName, GeneralNameType, Hint,
    Place, RequestBuilder, names::TextOrder,
};

use super::option_words::OptionWords;
use crate::failure;
use crate::paths::quoted;

/// An attribute of the subject, the option that gives it, and its values.
type Attribute<'a> = (AttributeType, &'static str, &'a [String]);

#[derive(Args, Clone)]
#[command(next_help_heading = "Request, in place of REQUEST.json (RFC 5280 limits, no defaults)")]
pub(super) struct Parts {
    /// Common name, at most 64 characters
    #[arg(long, value_name = "NAME")]
    cn: Option<String>,

    /// Country: two upper-case letters of ISO 3166-1
    #[arg(long, value_name = "CODE")]
    country: Option<String>,

    /// Organisation, at most 64 characters
    #[arg(long, value_name = "NAME")]
    org: Option<String>,

    /// Organisational unit, at most 64 characters; may be given several times
    #[arg(long, value_name = "NAME")]
    org_unit: Vec<String>,

    /// City, at most 128 characters
    #[arg(long, value_name = "NAME")]
    locality: Option<String>,

    /// State or province, at most 128 characters
    #[arg(long, value_name = "NAME")]
    state: Option<String>,

    /// The whole subject in place of the options above, the most specific attribute first (RFC
    /// 4514): 'CN=bmc-7,OU=BMC,OU=Firmware,O=ACME\, Inc.,C=US'; or what OpenSSL prints or takes:
    /// 'subject=C = US, O = ACME, CN = bmc-7', '/C=US/O=ACME/CN=bmc-7'
    #[arg(long, value_name = "DN", conflicts_with_all = ["cn", "country", "org", "org_unit", "locality", "state"])]
    subject: Option<String>,

    /// Host name or IP address for the subjectAltName; may be given several times. Without --cn and
    /// --subject the first host name of at most 64 characters is the common name too
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,

    /// Read --subject as RFC 4514, in any order of its attributes
    #[arg(long, requires = "subject")]
    rfc4514: bool,

    /// Name for the subjectAltName; may be given several times. The prefixes are DNS, IP, email,
    /// URI, dirName, RID, otherName, ediPartyName and x400, as in DNS:bmc-7.example.com,
    /// IP:192.0.2.7, 'dirName:CN=bmc-7,C=US' or 'otherName:UPN;UTF8:bmc-7@example.com'; a
    /// bare host name or IP address needs none
    #[arg(long, value_name = "PREFIX:VALUE")]
    san: Vec<String>,

    /// Take host names with underscores in --san and --host, which public CAs refuse
    #[arg(long)]
    allow_underscore: bool,
}

impl Parts {
    pub(super) fn is_empty(&self) -> bool {
        !self.has_subject() && !self.has_names()
    }

    pub(super) fn has_subject(&self) -> bool {
        self.subject.is_some()
            || self.attributes(&None).iter().any(|(.., values)| !values.is_empty())
    }

    pub(super) const fn has_names(&self) -> bool {
        !self.san.is_empty() || !self.host.is_empty()
    }

    /// Adds what is given; `from_old` says whether there is an old subject that no option replaces.
    pub(super) fn add_to(
        &self,
        mut builder: RequestBuilder,
        words: &mut OptionWords,
        from_old: bool,
    ) -> RequestBuilder {
        let hosts: Vec<_> = self.host.iter().map(|host| self.host_name(host)).collect();
        let common_name = hosts.iter().flatten().filter(|_| !from_old).find_map(common_name);
        if let Some(subject) = &self.subject {
            builder = builder.subject(match self.rfc4514 {
                true => subject.parse(),
                false => pasted("--subject", "", subject),
            });
            words.subject = Some(Box::new(|place| match place {
                Place::SubjectText { at } => format!("--subject, character {at}"),
                _ => place.to_string(),
            }));
        } else if self.has_subject() || common_name.is_some() {
            let mut subject = DistinguishedName::builder();
            let mut options = Vec::new();
            for (attribute, option, values) in self.attributes(&common_name) {
                for value in values {
                    subject = subject.attribute(attribute.clone(), value);
                }
                options.push((attribute, option, values.len()));
            }
            builder = builder.subject(subject);
            words.subject = Some(Box::new(move |place| option(&options, place)));
        }
        if self.has_names() {
            words.name = "--san";
            words.hosts = hosts.len();
            let names = self.san.iter().map(|text| self.name(text));
            builder = builder.subject_alt_names(hosts.into_iter().chain(names));
        }
        builder
    }

    /// A host of --host.
    fn host_name(&self, text: &str) -> Result<GeneralName<'static>, Error> {
        GeneralName::host(text).or_else(|error| self.underscored(error, text))
    }

    /// A name of --san: with a prefix, or a bare host.
    fn name(&self, text: &str) -> Result<GeneralName<'static>, Error> {
        let directory = GeneralNameType::DirectoryName;
        match text.split_once(':') {
            Some((prefix, value)) if GeneralNameType::from_prefix(prefix) == Ok(directory) => {
                // What is wrong with it is said about the text as RFC 4514.
                let name = pasted("--san", "dirName:", value).ok().filter(|name| !name.is_empty());
                name.map_or_else(|| text.parse(), |name| GeneralName::directory(&name.to_string()))
            }
            prefixed => prefixed_or_host(text, |host| self.host_name(host))
                .or_else(|error| self.underscored(error, prefixed.map_or(text, |(_, name)| name))),
        }
    }

    /// A host name that is refused for its underscores, where these are allowed. Of a mailbox or a
    /// URI they stay refused.
    fn underscored(&self, error: Error, text: &str) -> Result<GeneralName<'static>, Error> {
        let is_host_name = error.subject().parse() == Ok(GeneralNameType::DnsName);
        match error.code() {
            Code::Underscore if is_host_name && self.allow_underscore => {
                GeneralName::dns_with_underscores(text)
            }
            _ => Err(error),
        }
    }

    /// The subject's attributes in the order of their RDNs, each with its option. A host is the
    /// common name where none is given.
    pub(super) fn attributes<'a>(&'a self, host: &'a Option<String>) -> [Attribute<'a>; 6] {
        let common_name = self.cn.as_ref().or(host.as_ref());
        [
            (AttributeType::Country, "--country", self.country.as_slice()),
            (AttributeType::StateOrProvince, "--state", self.state.as_slice()),
            (AttributeType::Locality, "--locality", self.locality.as_slice()),
            (AttributeType::Organization, "--org", self.org.as_slice()),
            (AttributeType::OrganizationalUnit, "--org-unit", &self.org_unit),
            (AttributeType::CommonName, "--cn", common_name.map_or(&[], slice::from_ref)),
        ]
    }
}

/// The common name of a host, if it can be one.
fn common_name(host: &GeneralName<'_>) -> Option<String> {
    let name = host.value();
    let fits = name.len() <= AttributeType::CommonName.upper_bound();
    (host.name_type() == GeneralNameType::DnsName && fits).then_some(name)
}

/// A name with a prefix, or a bare host, which `host` reads.
pub(crate) fn prefixed_or_host(
    text: &str,
    host: impl FnOnce(&str) -> Result<GeneralName<'static>, Error>,
) -> Result<GeneralName<'static>, Error> {
    text.parse().or_else(|error: Error| match error.hint() {
        _ if error.code() != Code::PrefixMissing => Err(error),
        Some(Hint::Name { value, .. }) if value != text => Err(error),
        // Of what is not a host the prefix is missed.
        _ if text.contains(['@', '/', '=']) => Err(error),
        None if text.contains(':') => Err(error),
        _ => host(text),
    })
}

/// A distinguished name in the order of RFC 4514 or of OpenSSL. A note says how it was read where a
/// user may have meant it otherwise; `option` and `prefix` are in front of it.
fn pasted(option: &str, prefix: &str, text: &str) -> Result<DistinguishedName, Faults> {
    let (name, order) = DistinguishedName::from_either_order(text)?;
    if name.rdns().nth(1).is_some() {
        let typed = |text: &str| format!("{option} {}", quoted(&format!("{prefix}{text}")));
        let as_rfc_4514 = typed(&name.to_string());
        match order {
            TextOrder::LeastSpecificFirst => failure::note(format_args!(
                "note: {option}: read in the order of OpenSSL, the least specific attribute first; in RFC 4514: {as_rfc_4514}"
            )),
            TextOrder::MostSpecificFirst if text.contains(" =") => failure::note(format_args!(
                "note: {option}: read in the order of RFC 4514, the most specific attribute first: {as_rfc_4514}\nhint: if OpenSSL printed it, use {}",
                typed(&format!("subject={text}"))
            )),
            TextOrder::MostSpecificFirst => {}
        }
    }
    Ok(name)
}

/// The option at fault, with a number where it was given several times.
fn option(options: &[(AttributeType, &str, usize)], place: &Place) -> String {
    let Place::Subject { attribute, index } = place else {
        return place.to_string();
    };
    match options.iter().find(|(of, ..)| of == attribute) {
        Some((_, option, 2..)) => format!("{option}[{index}]"),
        Some((_, option, _)) => (*option).into(),
        None => place.to_string(),
    }
}

//! The subject and the names, by options.

use clap::Args;
use pkcs10::{AttributeType, DistinguishedName, GeneralName, Place, RequestBuilder};

use super::option_words::OptionWords;

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
    /// 4514): 'CN=bmc-7,OU=BMC,OU=Firmware,O=ACME\, Inc.,C=US'
    #[arg(long, value_name = "DN", conflicts_with_all = ["cn", "country", "org", "org_unit", "locality", "state"])]
    subject: Option<String>,

    /// Name for the subjectAltName; may be given several times. The prefixes are DNS, IP, email,
    /// URI, dirName, RID, otherName, ediPartyName and x400, as in DNS:bmc-7.example.com,
    /// IP:192.0.2.7, 'dirName:CN=bmc-7,C=US' or 'otherName:UPN;UTF8:bmc-7@example.com'
    #[arg(long, value_name = "PREFIX:VALUE")]
    san: Vec<String>,
}

impl Parts {
    pub(super) fn is_empty(&self) -> bool {
        !self.has_subject() && !self.has_names()
    }

    pub(super) fn has_subject(&self) -> bool {
        self.subject.is_some() || self.attributes().iter().any(|(.., values)| !values.is_empty())
    }

    pub(super) const fn has_names(&self) -> bool {
        !self.san.is_empty()
    }

    pub(super) fn add_to(
        &self,
        mut builder: RequestBuilder,
        words: &mut OptionWords,
    ) -> RequestBuilder {
        if let Some(subject) = &self.subject {
            builder = builder.subject(subject.parse::<DistinguishedName>());
            words.subject = Some(Box::new(|place| match place {
                Place::SubjectText { at } => format!("--subject, character {at}"),
                _ => place.to_string(),
            }));
        } else if self.has_subject() {
            let mut subject = DistinguishedName::builder();
            let mut options = Vec::new();
            for (attribute, option, values) in self.attributes() {
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
            builder = builder
                .subject_alt_names(self.san.iter().map(|name| name.parse::<GeneralName<'_>>()));
        }
        builder
    }

    /// The subject's attributes in the order of their RDNs, each with its option.
    pub(super) fn attributes(&self) -> [Attribute<'_>; 6] {
        [
            (AttributeType::Country, "--country", self.country.as_slice()),
            (AttributeType::StateOrProvince, "--state", self.state.as_slice()),
            (AttributeType::Locality, "--locality", self.locality.as_slice()),
            (AttributeType::Organization, "--org", self.org.as_slice()),
            (AttributeType::OrganizationalUnit, "--org-unit", &self.org_unit),
            (AttributeType::CommonName, "--cn", self.cn.as_slice()),
        ]
    }
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

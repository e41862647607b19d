//! The ways to say what is asked for: a JSON body, or options.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pkcs10::lxca::BodyReader;
use pkcs10::{AttributeType, Fault, GeneralName, Location, Profile, Request, Subject};

use crate::Failure;
use crate::files;

#[derive(Args)]
pub(crate) struct RequestOptions {
    /// The body of LXCA's POST /certificateSigningRequest, a JSON object; - reads standard input
    #[arg(value_name = "REQUEST.json")]
    request: Option<PathBuf>,

    /// Limits and defaults for REQUEST: lxca as documented, rfc5280 its bounds and no defaults
    #[arg(long, value_enum, value_name = "NAME", default_value = "lxca", requires = "request")]
    profile: ProfileName,

    #[command(flatten)]
    parts: Parts,
}

#[derive(Args)]
#[command(next_help_heading = "Request, in place of REQUEST.json (RFC 5280 limits, no defaults)")]
#[group(conflicts_with = "request", multiple = true)]
struct Parts {
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

    /// Name for the subjectAltName, such as DNS:bmc-7.example.com or IP:192.0.2.7; may be given
    /// several times
    #[arg(long, value_name = "PREFIX:VALUE")]
    san: Vec<String>,
}

/// The profiles that a body can be held to.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ProfileName {
    Lxca,
    Rfc5280,
}

impl ProfileName {
    pub(crate) const fn profile(self) -> Profile {
        match self {
            Self::Lxca => Profile::LXCA,
            Self::Rfc5280 => Profile::RFC5280,
        }
    }
}

impl RequestOptions {
    /// The request, or every fault in it, each with the path that the user wrote.
    pub(crate) fn request(&self) -> Result<Request, Failure> {
        match &self.request {
            Some(path) => {
                BodyReader::new(self.profile.profile())
                    .read(&files::read(path)?)
                    .map_err(|faults| lines(faults.iter()))
            }
            None if self.parts.is_empty() => Err(Failure::Usage(
                "error: nothing is asked for: give REQUEST.json (- for standard input), or options such as --cn and --san"
                    .into(),
            )),
            None => self.parts.request(),
        }
    }
}

impl Parts {
    fn is_empty(&self) -> bool {
        let single = [&self.cn, &self.country, &self.org, &self.locality, &self.state];
        single.iter().all(|value| value.is_none())
            && self.org_unit.is_empty()
            && self.san.is_empty()
    }

    fn request(&self) -> Result<Request, Failure> {
        let mut subject = Subject::builder();
        for (attribute, _, values) in self.subject() {
            for value in values {
                subject = subject.attribute(attribute.clone(), value);
            }
        }
        Request::builder()
            .subject(subject)
            .subject_alt_names(self.san.iter().map(|name| name.parse::<GeneralName<'_>>()))
            .build()
            .map_err(|faults| {
                lines(faults.iter().map(|fault| {
                    let path = |location: &Location| self.path(location);
                    format!("{}: {}", path(fault.location()), Fault::text(fault, &path))
                }))
            })
    }

    /// The subject's attributes in the order of their RDNs, each with its option.
    fn subject(&self) -> [(AttributeType, &'static str, &[String]); 6] {
        [
            (AttributeType::Country, "--country", self.country.as_slice()),
            (AttributeType::StateOrProvince, "--state", self.state.as_slice()),
            (AttributeType::Locality, "--locality", self.locality.as_slice()),
            (AttributeType::Organization, "--org", self.org.as_slice()),
            (AttributeType::OrganizationalUnit, "--org-unit", &self.org_unit),
            (AttributeType::CommonName, "--cn", self.cn.as_slice()),
        ]
    }

    fn path(&self, location: &Location) -> String {
        match location {
            Location::Subject { attribute, index } => {
                match self.subject().into_iter().find(|(of, ..)| of == attribute) {
                    Some((_, option, values)) if values.len() > 1 => format!("{option}[{index}]"),
                    Some((_, option, _)) => option.into(),
                    None => location.to_string(),
                }
            }
            Location::SubjectAltName(index) => format!("--san[{index}]"),
            _ => location.to_string(),
        }
    }
}

fn lines(faults: impl Iterator<Item = impl ToString>) -> Failure {
    Failure::Refused(faults.map(|fault| fault.to_string()).collect())
}

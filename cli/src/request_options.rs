//! The sources of a request: a JSON body, options, or an old request or certificate.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pkcs10::lxca::BodyReader;
use pkcs10::{AttributeType, Code, DistinguishedName, GeneralName, Profile, Request};

use crate::failure::{self, Failure, fault_message, shown};
use crate::files;
use crate::hints::quoted;
use crate::inputs::Input;

mod additions;
mod option_words;
mod parts;
mod renewal;

use additions::Additions;
use option_words::OptionWords;
use parts::Parts;
use renewal::From;

/// The content of a request, from each source.
#[derive(Args)]
pub(crate) struct RequestOptions {
    /// The body of LXCA's POST /certificateSigningRequest, a JSON object; - reads standard input
    #[arg(value_name = "REQUEST.json")]
    request: Option<PathBuf>,

    /// Limits and defaults for REQUEST.json: lxca as documented (the default), or the bounds of
    /// rfc5280 without defaults
    #[arg(long, value_enum, value_name = "NAME")]
    profile: Option<ProfileName>,

    #[command(flatten)]
    parts: Parts,

    #[command(flatten)]
    additions: Additions,

    #[command(flatten)]
    from: From,
}

/// The profiles that a body can be checked against.
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
    pub(crate) fn inputs(&self) -> [Input<'_>; 3] {
        [
            ("REQUEST.json", self.request.as_deref()),
            ("--from", self.from.path()),
            ("--challenge-password-file", self.additions.challenge_password_file()),
        ]
    }

    /// The request, or every fault in it, each with the path that the user wrote. Fields of an old
    /// request that are not copied are listed on stderr.
    pub(crate) fn request(&self) -> Result<Request, Failure> {
        let mut words = OptionWords::default();
        let mut refused = Vec::new();
        let builder = self.additions.add_to(Request::builder(), &mut words, &mut refused)?;

        if let Some(path) = &self.request {
            let reader = BodyReader::new(self.profile.unwrap_or(ProfileName::Lxca).profile());
            let request = reader.read_onto(builder, &files::read(path)?);
            let faults = request.as_ref().err().into_iter().flatten();
            refused.extend(faults.map(|fault| match fault_message(fault, &words) {
                // Of the body as a whole: its file is the place.
                message if words.is_nowhere(fault) => format!("{}: {message}", shown(path)),
                message => message,
            }));
            return request.ok().filter(|_| refused.is_empty()).ok_or(Failure::Refused(refused));
        }

        if self.profile.is_some() {
            return Err(Failure::Usage(
                "--profile requires REQUEST.json; options have the limits of RFC 5280".into(),
            ));
        }
        let old = self.from.read()?;
        if old.is_none() && self.parts.is_empty() {
            return Err(Failure::Usage("the request has no content".into()).hint(
                "give REQUEST.json (- for standard input), options such as --host, --cn and --san, or --from with an old request or certificate",
            ));
        }
        let mut builder = builder;
        let from_old = old.is_some() && !self.parts.has_subject();
        if let Some(old) = &old {
            builder = old.add_to(builder, &self.parts, &self.additions, &mut words);
        }
        let request = self.parts.add_to(builder, &mut words, from_old).build();
        let faults = request.as_ref().err().into_iter().flatten();
        // Where a part was refused before, an empty rest is not a fault of its own.
        let known =
            faults.filter(|fault| refused.is_empty() || fault.code() != Code::IdentityMissing);
        let messages: Vec<String> = known.map(|fault| fault_message(fault, &words)).collect();
        refused.extend(messages);
        let request = request.ok().filter(|_| refused.is_empty());
        let request = request.ok_or(Failure::Refused(refused))?;
        if let Some(old) = old {
            old.list_what_is_left_out(&request, &self.parts, &self.additions);
        }
        Ok(request)
    }
}

/// Says so where a request has a common name and no subjectAltName.
pub(crate) fn note_missing_names(request: &Request) {
    let Ok(subject) = DistinguishedName::from_der(request.subject_der()) else { return };
    let mut attributes = subject.attributes();
    let common_name = attributes.find(|a| a.attribute_type() == &AttributeType::CommonName);
    let Some(common_name) = common_name.filter(|_| request.subject_alt_names().next().is_none())
    else {
        return;
    };
    let hint = match common_name.text().and_then(|host| GeneralName::host(&host).ok()) {
        Some(name) => format!("\nhint: use --san {}", quoted(&name.to_string())),
        None => String::new(),
    };
    failure::note(format_args!(
        "note: the request has a common name and no subjectAltName, the only place where TLS clients look for a name (RFC 9525 2){hint}"
    ));
}

//! The ways to say what is asked for: a JSON body, options, or what was there before.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pkcs10::lxca::{BodyFault, BodyFaultKind, BodyReader};
use pkcs10::{Fault, Location, Profile, Request};

use crate::Failure;
use crate::failure::shown;
use crate::files;
use crate::inputs::Input;

mod additions;
mod parts;
mod renewal;

use additions::Additions;
use parts::Parts;
use renewal::From;

/// What is asked for, from whichever source.
#[derive(Args)]
pub(crate) struct RequestOptions {
    /// The body of LXCA's POST /certificateSigningRequest, a JSON object; - reads standard input
    #[arg(value_name = "REQUEST.json")]
    request: Option<PathBuf>,

    /// Limits and defaults for REQUEST.json: lxca as documented (the default), rfc5280 its bounds
    /// and no defaults
    #[arg(long, value_enum, value_name = "NAME")]
    profile: Option<ProfileName>,

    #[command(flatten)]
    parts: Parts,

    #[command(flatten)]
    additions: Additions,

    #[command(flatten)]
    from: From,
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

/// Spells the place of a fault in the subject.
type SubjectPath = Box<dyn Fn(&Location) -> String>;

/// What the parts of a request are called on the command line, where options gave them.
#[derive(Default)]
struct Paths {
    subject: Option<SubjectPath>,
    /// What stands in front of the number of a name.
    name: &'static str,
    extensions: Vec<String>,
    attributes: Vec<String>,
}

impl Paths {
    fn of(&self, location: &Location) -> String {
        let found = match location {
            Location::Subject { .. } | Location::SubjectText { .. } => {
                self.subject.as_ref().map(|path| path(location))
            }
            Location::SubjectAltName(index) => Some(format!("{}[{index}]", self.name)),
            Location::Extension(index) => self.extensions.get(*index).cloned(),
            Location::Attribute(index) => self.attributes.get(*index).cloned(),
            _ => None,
        };
        found.unwrap_or_else(|| location.to_string())
    }

    fn line(&self, fault: &Fault) -> String {
        let path = |location: &Location| self.of(location);
        format!("{}: {}", path(fault.location()), Fault::text(fault, &path))
    }

    /// A fault of a body, or of the options that came with it.
    fn body_line(&self, fault: &BodyFault) -> String {
        match fault.kind() {
            BodyFaultKind::Request(fault)
                if matches!(fault.location(), Location::Extension(_) | Location::Attribute(_)) =>
            {
                self.line(fault)
            }
            _ => fault.to_string(),
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

    /// The request, or every fault in it, each with the path that the user wrote. What an old
    /// request has and the new one does not get is told on standard error.
    pub(crate) fn request(&self) -> Result<Request, Failure> {
        let mut paths = Paths::default();
        let mut refused = Vec::new();
        let builder = self.additions.add_to(Request::builder(), &mut paths, &mut refused)?;

        if let Some(path) = &self.request {
            let reader = BodyReader::new(self.profile.unwrap_or(ProfileName::Lxca).profile());
            let request = reader.read_onto(builder, &files::read(path)?);
            let faults = request.as_ref().err().into_iter().flat_map(|faults| faults.iter());
            refused.extend(faults.map(|fault| match fault.path() {
                // Of the body as a whole: its name is all that there is to say where.
                "" => format!("{}: {}", shown(path), paths.body_line(fault)),
                _ => paths.body_line(fault),
            }));
            return request.ok().filter(|_| refused.is_empty()).ok_or(Failure::Refused(refused));
        }

        if self.profile.is_some() {
            return Err(Failure::Usage(
                "error: --profile is for REQUEST.json, and none is given; options are held to the limits of RFC 5280"
                    .into(),
            ));
        }
        let old = self.from.read()?;
        if old.is_none() && self.parts.is_empty() {
            return Err(Failure::Usage(
                "error: nothing is asked for: give REQUEST.json (- for standard input), options such as --cn and --san, or --from with an old request or certificate"
                    .into(),
            ));
        }
        let mut builder = builder;
        if let Some(old) = &old {
            builder = old.add_to(builder, &self.parts, &self.additions, &mut paths, &mut refused);
        }
        let request = self.parts.add_to(builder, &mut paths).build();
        let faults = request.as_ref().err().into_iter().flatten();
        // Where a part was refused before, that nothing is left is no fault of its own.
        let telling = faults
            .filter(|fault| refused.is_empty() || !matches!(fault.location(), Location::Request));
        let lines: Vec<String> = telling.map(|fault| paths.line(fault)).collect();
        refused.extend(lines);
        let request = request.ok().filter(|_| refused.is_empty());
        let request = request.ok_or(Failure::Refused(refused))?;
        if let Some(old) = old {
            old.tell_what_is_left_out(&self.additions);
        }
        Ok(request)
    }
}

//! Whose body a JSON file is.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::TypedValueParser;
use pkcs10::lxca::{Body, BodyReader};
use pkcs10::{Error, Faults, Profile, RequestBuilder};

use crate::failure::{Failure, note, shown};
use crate::files::without_mark;
use crate::members::Members;
use crate::named::one_of;

mod file;

/// A profile that is built in, or a file of one.
#[derive(Clone)]
pub(crate) enum Choice {
    BuiltIn(Profile),
    File(PathBuf),
}

impl FromStr for Choice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.ends_with(".toml") {
            true => Ok(Self::File(text.into())),
            false => text.parse().map(Self::BuiltIn),
        }
    }
}

impl Choice {
    pub(crate) fn parser() -> impl TypedValueParser<Value = Self> {
        one_of::<Self>(Profile::BUILT_IN.iter().map(Profile::id))
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::BuiltIn(_) => None,
            Self::File(path) => Some(path),
        }
    }

    pub(crate) fn read(&self) -> Result<Profile, Failure> {
        match self {
            Self::BuiltIn(profile) => Ok(*profile),
            Self::File(path) => file::read(path),
        }
    }
}

/// Reads a body by the profile that was given. Without one, a body is that of LXCA, or else the one whose
/// members it has.
pub(crate) fn read(
    path: &Path,
    given: Option<Profile>,
    builder: RequestBuilder,
    body: &[u8],
) -> (Profile, Result<Body, Faults>) {
    let read = |profile| BodyReader::new(profile).read_body(builder.clone(), body);
    let first = given.unwrap_or(Profile::LXCA);
    let result = read(first);
    let other = (given.is_none() && result.is_err()).then(|| kind(first, body)).flatten();
    let Some(kind) = other else { return (first, result) };
    // These have the same members, but not the same required ones.
    let kinds: &[Profile] = match kind {
        kind if kind == Profile::REDFISH => {
            &[Profile::REDFISH, Profile::OPENBMC, Profile::XCC, Profile::IDRAC]
        }
        other => &[other],
    };
    let mut readings = kinds.iter().map(|kind| (*kind, read(*kind)));
    let found = readings.find(|(_, read)| read.is_ok());
    let (profile, result) = found.unwrap_or_else(|| (kind, read(kind)));
    note(format_args!("note: {}: is read with --profile {}", shown(path), profile.id()));
    (profile, result)
}

/// That a refused body is one of another kind, if it is.
pub(crate) fn other_kind(path: &Path, profile: Profile, body: &[u8]) -> Option<String> {
    let id = kind(profile, body)?.id();
    Some(format!(
        "{}: has the members of a body of {id}; expected those of {}\nhint: use --profile {id}",
        shown(path),
        profile.id()
    ))
}

/// The built-in profile that has more members of a body than this one, and the most.
fn kind(profile: Profile, body: &[u8]) -> Option<Profile> {
    let names = names(body);
    let profile = profile.for_members(names.iter().map(String::as_str));
    let most = of_most(&names);
    (known_to(&most, &names) > known_to(&profile, &names)).then_some(most)
}

/// The built-in profile that has the most members of what may be a body, if it has any.
pub(crate) fn of_body(body: &[u8]) -> Option<Profile> {
    let names = names(body);
    Some(of_most(&names)).filter(|profile| known_to(profile, &names) > 0)
}

/// The built-in profile that has the most of these members; LXCA's, or the first, of several.
fn of_most(names: &[String]) -> Profile {
    let kinds = Profile::BUILT_IN.iter().rev();
    kinds.max_by_key(|kind| known_to(kind, names)).copied().unwrap_or(Profile::LXCA)
}

fn known_to(profile: &Profile, names: &[String]) -> usize {
    names.iter().filter(|name| profile.has_member(name)).count()
}

/// The names of the members of a body.
fn names(body: &[u8]) -> Vec<String> {
    let members =
        serde_json::from_slice(without_mark(body)).map_or_else(|_| Vec::new(), |Members(of)| of);
    members.into_iter().map(|(name, _)| name.into_owned()).collect()
}

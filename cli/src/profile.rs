//! Whose body a JSON file is.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::TypedValueParser;
use pkcs10::lxca::{Body, BodyReader};
use pkcs10::{Error, Faults, Profile, RequestBuilder};

use crate::failure::{Failure, note, shown};
use crate::named::one_of;

mod file;
mod recognition;

use recognition::kind;
pub(crate) use recognition::{member_with, members, of_body};

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
    let other = (given.is_none() && result.is_err()).then(|| kind(first, &members(body))).flatten();
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

/// That members are those of a body of another kind, if they are, and what to type then.
pub(crate) fn other_kind(profile: Profile, members: &[String]) -> Option<(String, String)> {
    let id = kind(profile, members)?.id();
    let what = format!("has the members of a body of {id}; expected those of {}", profile.id());
    Some((what, format!("use --profile {id}")))
}

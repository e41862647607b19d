//! Which profile a body is of, by its members.

use pkcs10::Profile;

use crate::files::without_mark;
use crate::members::Members;

/// The built-in profile that has more members of a body than this one, and the most.
pub(super) fn kind(profile: Profile, body: &[u8]) -> Option<Profile> {
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

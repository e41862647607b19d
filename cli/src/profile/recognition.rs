//! Which profile a body is of, by its members.

use pkcs10::profiles::{Field, Target};
use pkcs10::{GeneralName, Profile};

use crate::files::without_mark;
use crate::members::Members;

/// The built-in profile that has more of these members than this one, and the most.
pub(super) fn kind(profile: Profile, members: &[String]) -> Option<Profile> {
    let profile = profile.for_members(members.iter().map(String::as_str));
    let most = of_most(members);
    (known_to(&most, members) > known_to(&profile, members)).then_some(most)
}

/// The member of a body, or the two members, that would have this name, as JSON.
pub(crate) fn member_with(profile: Profile, body: &[u8], name: &GeneralName<'_>) -> Option<String> {
    let profile = profile.for_members(members(body).iter().map(String::as_str));
    let (of, value) = (name.name_type().as_str(), format!("{:?}", name.value()));
    let member = |field: &Field, value: String| match field.name().rsplit_once('.') {
        Some((object, name)) => format!("{name:?}: {value} in {object}"),
        None => format!("{:?}: {value}", field.name()),
    };
    profile.fields().iter().find_map(|field| match field.target() {
        Target::Names => Some(member(field, format!("[{value}]"))),
        Target::TypedNames => {
            let name = format!("{{\"type\": {of:?}, \"name\": {value}}}");
            Some(member(field, format!("{{\"generalNames\": [{name}]}}")))
        }
        Target::NameType(number) => {
            let other = Target::NameValue(*number);
            let other = profile.fields().iter().find(|field| *field.target() == other)?;
            let (word, _) = field.words().iter().find(|(_, meaning)| *meaning == of)?;
            let members = [member(field, format!("{word:?}")), member(other, value.clone())];
            Some(members.join(", "))
        }
        _ => None,
    })
}

/// The built-in profile that has the most members of what may be a body, if it has any.
pub(crate) fn of_body(body: &[u8]) -> Option<Profile> {
    let names = members(body);
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
pub(crate) fn members(body: &[u8]) -> Vec<String> {
    let members =
        serde_json::from_slice(without_mark(body)).map_or_else(|_| Vec::new(), |Members(of)| of);
    members.into_iter().map(|(name, _)| name.into_owned()).collect()
}

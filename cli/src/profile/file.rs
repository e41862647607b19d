#![doc = include_str!("../../PROFILES.md")]

use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

use pkcs10::profiles::{Field, Target};
use pkcs10::{DistinguishedName, Error, Hint, Profile};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::{Failure, shown};
use crate::files;
use crate::paths::visible;

mod words;

const KEYS: [&str; 4] = ["name", "annotations", "assigned-countries-only", "field"];
const FIELD_KEYS: [&str; 8] =
    ["name", "target", "reason", "required", "max", "default", "without", "words"];

/// The largest file, in bytes. That of a server with 40 members has a twentieth of it.
const FILE_MAX: usize = 64 << 10;

/// The faults that are listed; of more, their number.
const FAULTS_MAX: usize = 100;

/// Reads a profile, which lives as long as the program.
pub(super) fn read(path: &Path) -> Result<Profile, Failure> {
    let bytes = files::read(path)?;
    if bytes.len() > FILE_MAX {
        let why = format!("is larger than {} KiB, expected a profile in TOML", FILE_MAX >> 10);
        return Err(Failure::refused_file(path, why));
    }
    let text = str::from_utf8(&bytes)
        .map_err(|_| Failure::refused_file(path, "is not UTF-8, expected TOML"))?;
    let mut reading = Reading { faults: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let what = error.message().replace('\n', ", ");
        reading.refuse(error.span().unwrap_or_default(), format!("is not TOML: {what}"), None);
    }
    let id = path.file_name().unwrap_or_default().to_string_lossy();
    let profile = errors.is_empty().then(|| reading.profile(leak(&id), table.get_ref()));
    reading.faults.sort_by_key(|(at, _)| *at);
    let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let more = reading.faults.len().saturating_sub(FAULTS_MAX);
    let listed = reading.faults.iter().take(FAULTS_MAX);
    let mut faults: Vec<_> =
        listed.map(|(at, fault)| format!("{}, line {}: {fault}", shown(path), line(*at))).collect();
    if more > 0 {
        faults.push(format!("{}: {more} more faults are not listed", shown(path)));
    }
    profile.filter(|_| faults.is_empty()).ok_or(Failure::Refused(faults))
}

/// One profile is read in a run, and each of its texts is kept to the end.
fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

struct Reading {
    /// Each with the byte at which it is.
    faults: Vec<(usize, String)>,
}

/// A table, and its place in the file.
#[derive(Clone, Copy)]
struct Place<'d, 't> {
    table: &'d DeTable<'t>,
    path: &'d str,
    at: usize,
}

impl Reading {
    fn refuse(&mut self, span: Range<usize>, what: impl Display, hint: Option<Hint>) {
        let hint = hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        self.faults.push((span.start, format!("{what}{hint}")));
    }

    fn refuse_error(&mut self, span: Range<usize>, path: &str, error: &Error) {
        self.refuse(span, format!("{path}: {}", error.sentence()), error.hint().cloned());
    }

    /// The value of a key, if it is there and of this type.
    fn value<'d, 't, T>(
        &mut self,
        Place { table, path, .. }: Place<'d, 't>,
        key: &str,
        expected: &str,
        read: impl Fn(&'d DeValue<'t>) -> Option<T>,
    ) -> Option<(T, Range<usize>)> {
        let value = table.get(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            let found = value.get_ref().type_str();
            let what = format!("{path}{key}: value is of type {found}; expected {expected}");
            self.refuse(value.span(), what, None);
        }
        found.map(|found| (found, value.span()))
    }

    fn text(&mut self, place: Place<'_, '_>, key: &str) -> Option<(&'static str, Range<usize>)> {
        let (text, span) = self.value(place, key, "a string", DeValue::as_str)?;
        self.check_visible(format_args!("{}{key}", place.path), text, &span);
        Some((leak(text), span))
    }

    /// Names, reasons and words stand in messages.
    fn check_visible(&mut self, place: impl Display, text: &str, span: &Range<usize>) {
        if visible(text) != text {
            let what = format!(
                "{place}: {text:?} contains a control or invisible character; expected none"
            );
            self.refuse(span.clone(), what, None);
        }
    }

    fn required(
        &mut self,
        place: Place<'_, '_>,
        key: &str,
    ) -> Option<(&'static str, Range<usize>)> {
        if !place.table.contains_key(key) {
            let Place { path, at, .. } = place;
            self.refuse(at..at, format!("{path}{key}: required key is missing"), None);
        }
        let (text, span) = self.text(place, key)?;
        if text.is_empty() {
            self.refuse(span.clone(), format!("{}{key}: value is empty", place.path), None);
        }
        Some((text, span)).filter(|(text, _)| !text.is_empty())
    }

    fn is(&mut self, place: Place<'_, '_>, key: &str) -> bool {
        let value = self.value(place, key, "true or false", DeValue::as_bool);
        value.is_some_and(|(value, _)| value)
    }

    fn check_keys(&mut self, Place { table, path, .. }: Place<'_, '_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&&**key.get_ref())) {
            let name = visible(key.get_ref());
            let what = format!("{path}{name}: unknown key; expected one of {}", known.join(", "));
            self.refuse(key.span(), what, Hint::nearest(key.get_ref(), known.iter().copied()));
        }
    }

    fn profile(&mut self, id: &'static str, table: &DeTable<'_>) -> Profile {
        let root = Place { table, path: "", at: 0 };
        self.check_keys(root, &KEYS);
        let name = self.required(root, "name").map_or("", |(name, _)| name);
        let tables = self.value(root, "field", "an array of tables: [[field]]", |value| {
            value.as_array().filter(|array| array.iter().all(|of| of.get_ref().is_table()))
        });
        if let Some((_, span)) = tables.clone().filter(|(tables, _)| tables.is_empty()) {
            self.refuse(span, "field: list is empty; expected at least one [[field]]", None);
        }
        let tables = tables.map(|(tables, _)| tables.iter()).into_iter().flatten();
        if !table.contains_key("field") {
            self.refuse(0..0, "field: required key is missing; expected [[field]]", None);
        }
        let (mut fields, mut required, mut names) = (Vec::new(), Vec::new(), Vec::new());
        let mut places: Vec<(String, Range<usize>, Range<usize>)> = Vec::new();
        for (index, table) in tables.enumerate() {
            let Some(members) = table.get_ref().as_table() else { continue };
            let path = format!("field[{index}].");
            let place = Place { table: members, path: &path, at: table.span().start };
            let field = self.field(place);
            if let Some(name) = members.get("name").and_then(|name| name.get_ref().as_str()) {
                self.check_name(&names, name, &path, table);
                names.push(name);
            }
            let is_required = self.is(place, "required");
            if let (true, Some(default)) = (is_required, members.get("default")) {
                let what = format!("{path}default: has no effect for a required field");
                self.refuse(default.span(), what, None);
            }
            let Some(field) = field else { continue };
            self.check_among(&fields, &field, &path, table);
            if let (true, Target::Refused(_), Some(required)) =
                (is_required, field.target(), members.get("required"))
            {
                let what = "is true for a member that is refused; no body can pass";
                self.refuse(required.span(), format!("{path}required: {what}"), None);
            }
            required.extend(is_required.then_some(field.name()));
            fields.push(field);
            let default = members.get("default").map_or(0..0, Spanned::span);
            places.push((path, default, table.span()));
        }
        let mut profile = Profile::new(id, name, fields.leak()).require(required.leak());
        if self.is(root, "annotations") {
            profile = profile.with_annotations();
        }
        if self.is(root, "assigned-countries-only") {
            profile = profile.assigned_countries_only();
        }
        for (field, (path, default, span)) in profile.fields().iter().zip(places) {
            self.check_half(profile, field, &path, span);
            self.check_default(profile, field, &path, default);
        }
        profile
    }

    /// Some targets are of no use without another.
    fn check_half(&mut self, profile: Profile, field: &Field, path: &str, at: Range<usize>) {
        let (other, name) = match field.target() {
            Target::NameType(number) => (Target::NameValue(*number), format!("nameValue.{number}")),
            Target::NameValue(number) => (Target::NameType(*number), format!("nameType.{number}")),
            Target::AddChallengePassword => (Target::ChallengePassword, "challengePassword".into()),
            _ => return,
        };
        if profile.fields().iter().all(|field| *field.target() != other) {
            let what = format!("{path}target: has no effect alone; expected a field {name:?} too");
            self.refuse(at, what, None);
        }
    }

    fn check_default(&mut self, profile: Profile, field: &Field, path: &str, at: Range<usize>) {
        let (Some(default), Target::Subject(attribute)) = (field.default_value(), field.target())
        else {
            return;
        };
        if let Some(found) = default.chars().find(|found| field.forbidden().contains(*found)) {
            let what =
                format!("{path}default: {default:?} contains {found:?}, which is in without");
            self.refuse(at.clone(), what, None);
        }
        let subject = DistinguishedName::builder_for(profile);
        let built = subject.attribute(attribute.clone(), default).build();
        for fault in built.err().into_iter().flatten() {
            self.refuse_error(at.clone(), &format!("{path}default"), fault.error());
        }
    }

    /// A member is there once, and is not an object with other members too.
    fn check_name(&mut self, others: &[&str], name: &str, path: &str, at: &Spanned<DeValue>) {
        let is_in = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if let Some(other) = others.iter().find(|other| is_in(other, name) || is_in(name, other)) {
            let what = format!("{path}name: {name:?} is a duplicate of {other:?}");
            self.refuse(at.span(), what, None);
        }
    }

    /// Most targets are there once.
    fn check_among(&mut self, others: &[Field], field: &Field, path: &str, at: &Spanned<DeValue>) {
        let may_repeat =
            matches!(field.target(), Target::Subject(_) | Target::Word | Target::Refused(_));
        let other = others.iter().find(|other| !may_repeat && other.target() == field.target());
        if let Some(other) = other {
            let what = format!("{path}target: is that of {:?} too; expected once", other.name());
            self.refuse(at.span(), what, None);
        }
    }

    fn field(&mut self, place: Place<'_, '_>) -> Option<Field> {
        let path = place.path;
        self.check_keys(place, &FIELD_KEYS);
        let name = self.required(place, "name");
        let target = self.required(place, "target");
        let max = self.value(place, "max", "a whole number from 1", |value| {
            let number = value.as_integer()?;
            usize::from_str_radix(number.as_str(), number.radix()).ok().filter(|max| *max > 0)
        });
        let default = self.text(place, "default");
        let without = self.text(place, "without");
        let words = self.words(place);
        if let Some((name, span)) =
            name.clone().filter(|(name, _)| name.split('.').any(str::is_empty))
        {
            let what =
                format!("{path}name: {name:?} has an empty part; expected one beside each dot");
            self.refuse(span, what, None);
        }
        let target = target?;
        let target = if target.0 == "refused" {
            Target::Refused(self.required(place, "reason").map_or("", |(reason, _)| reason))
        } else {
            if let Some((_, span)) = self.text(place, "reason") {
                let what = format!("{path}reason: is only for the target \"refused\"");
                self.refuse(span, what, None);
            }
            let read = target.0.parse::<Target>();
            read.map_err(|error| self.refuse_error(target.1, &format!("{path}target"), &error))
                .ok()?
        };
        let is_list = matches!(target, Target::Names | Target::KeyUsage);
        let is_no_text = matches!(
            target,
            Target::TypedNames
                | Target::HostAddresses
                | Target::KeyBits
                | Target::Link
                | Target::Refused(_)
        );
        for (key, has_effect) in [("max", !is_no_text), ("without", !is_no_text && !is_list)] {
            if let Some(value) = place.table.get(key).filter(|_| !has_effect) {
                let what = format!("{path}{key}: has no effect for this target");
                self.refuse(value.span(), what, None);
            }
        }
        // Without a name, the profile is refused; what else is wrong with the field is found.
        let mut field = Field::new(name.map_or("", |(name, _)| name), target);
        if let Some((max, _)) = max {
            field = field.max(max);
        }
        if let Some((without, _)) = without {
            field = field.without(without);
        }
        let meanings = self.check_words(place, &field, words);
        if let Some((default, span)) = default {
            let is_word = meanings.iter().any(|(word, _)| *word == default);
            let what = match field.target() {
                Target::Subject(_) => None,
                Target::KeyAlgorithm | Target::KeyBits | Target::KeyCurve if is_word => None,
                Target::KeyAlgorithm | Target::KeyBits | Target::KeyCurve => {
                    Some("is not one of the words")
                }
                _ => Some("has no effect for this target"),
            };
            if let Some(what) = what {
                self.refuse(span, format!("{path}default: {default:?} {what}"), None);
            }
            field = field.default(default);
        }
        Some(field.one_of(meanings.leak()))
    }
}

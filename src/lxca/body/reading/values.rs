//! Values that only some servers' bodies have: untyped names, usages, and words about the key.

use alloc::{format, string::ToString, vec::Vec};
use core::mem;

use super::key_words::KeyWords;
use super::{LAST, Order, Reading};
use crate::attribute::Attribute;
use crate::error::{Code, Error, Hint};
use crate::ext::Usages;
use crate::fault::Place;
use crate::key::Algorithm;
use crate::lxca::json::Json;
use crate::profile::{ECDSA, Field, RSA, Target};
use crate::request::Request;
use crate::san::untyped;

impl Reading<'_> {
    /// One member of the body, which is there and not empty.
    pub(super) fn value(&mut self, field: &'static Field, value: &Json, place: Order) {
        let name = field.name();
        match (field.target(), value) {
            (Target::Subject(attribute), Json::Text(text)) => {
                self.push_subject(field, attribute, text, place);
            }
            (Target::TypedNames, _) => self.typed_names(name, value, place),
            (Target::Names, Json::Array(names)) => {
                self.names = (name.to_string(), place.0, "");
                for (index, value) in names.iter().enumerate() {
                    match value {
                        Json::Text(text) => self.builder.push_name(untyped(text)),
                        other => {
                            self.builder.skip_name();
                            let path = format!("{name}[{index}]");
                            self.wrong_type(&path, super::STRING, other, (place.0, index));
                        }
                    }
                }
            }
            (Target::KeyUsage, Json::Array(words)) => self.key_usage(field, words, place),
            (Target::ChallengePassword, Json::Text(text)) => {
                self.attribute(name, Attribute::challenge_password(text), place);
            }
            (Target::UnstructuredName, Json::Text(text)) => {
                self.attribute(name, Attribute::unstructured_name(text), place);
            }
            (Target::KeyAlgorithm, Json::Text(text)) => {
                self.key.family = self.word(field, name, text, place);
            }
            (Target::KeyCurve, Json::Text(text)) => {
                self.key.curve = self.word(field, name, text, place);
            }
            (Target::KeyBits, Json::Number(Some(bits))) => self.key.bits = Some((*bits, place)),
            (Target::LinkOrText, Json::Text(uri)) => self.link = Some((name, uri.clone())),
            (Target::Link | Target::LinkOrText, Json::Object(members)) => {
                let uri = members.iter().find_map(|(name, value)| match value {
                    Json::Text(uri) if name == "@odata.id" => Some(uri.clone()),
                    _ => None,
                });
                if uri.is_none() {
                    let error = Error::new(Code::MissingAttribute, "link", "has no target")
                        .expected("an object such as {\"@odata.id\": \"/redfish/v1/…\"}");
                    self.refuse(name, place, error);
                }
                self.link = uri.map(|uri| (name, uri));
            }
            (Target::Refused(why), _) => {
                let error = Error::new(Code::UnknownAttribute, "attribute", *why);
                self.refuse(name, place, error.hint_at(Hint::Omit));
            }
            (target, _) => self.wrong_type(name, target.json_type(), value, place),
        }
    }

    /// The standard word for one of the body's.
    fn word(
        &mut self,
        field: &'static Field,
        path: &str,
        text: &str,
        place: Order,
    ) -> Option<&'static str> {
        let found = field.words().iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known = field.words().iter().map(|(word, _)| *word);
            self.refuse(path, place, Error::unknown("value", text, known));
        }
        found.map(|(_, meant)| *meant)
    }

    fn key_usage(&mut self, field: &'static Field, words: &[Json], place: Order) {
        if let Some(max) = field.limit().filter(|max| words.len() > *max) {
            let reason = format!("has {} entries", words.len());
            let source = self.rules.profile.name();
            let error = Error::new(Code::TooLong, "list", reason);
            self.refuse(field.name(), place, error.expected(format!("at most {max} ({source})")));
        }
        let mut usages = Usages::default();
        for (index, value) in words.iter().enumerate() {
            let (path, place) = (format!("{}[{index}]", field.name()), (place.0, index));
            let Json::Text(text) = value else {
                self.wrong_type(&path, super::STRING, value, place);
                continue;
            };
            let Some(word) = self.word(field, &path, text, place) else { continue };
            if !usages.add(word).unwrap_or_default() {
                let error = Error::new(Code::Repeated, "usage", "is given twice").value(text);
                self.refuse(&path, place, error);
            }
        }
        for extension in usages.into_extensions() {
            self.placed.push((
                Place::Extension(self.builder.next_extension()),
                field.name(),
                place,
            ));
            let builder = mem::replace(&mut self.builder, Request::builder());
            self.builder = builder.extension(extension);
        }
    }

    fn attribute(&mut self, path: &'static str, made: Result<Attribute, Error>, place: Order) {
        self.placed.push((Place::Attribute(self.builder.next_attribute()), path, place));
        let builder = mem::replace(&mut self.builder, Request::builder());
        self.builder = builder.attribute(made);
    }

    /// The algorithm that the body's words about the key ask for. What the algorithm has no need of is
    /// ignored (the schema: "if needed based on the value of KeyPairAlgorithm").
    pub(super) fn algorithm(&mut self) -> Option<Algorithm> {
        let profile = self.rules.profile;
        let field = |target: &Target| profile.fields().iter().find(|f| f.target() == target);
        let default = |target: &Target| {
            let field = field(target)?;
            let default = field.default_value()?;
            let meant = field.words().iter().find(|(word, _)| *word == default);
            meant.map(|(_, meant)| *meant)
        };
        let KeyWords { family, bits, curve } = mem::take(&mut self.key);
        let implied = || curve.map(|_| ECDSA).or_else(|| bits.map(|_| RSA));
        let given = family.or_else(implied);
        let usual = default(&Target::KeyBits);
        let family = given.or_else(|| default(&Target::KeyAlgorithm)).or(usual.map(|_| RSA))?;
        let (algorithm, needless) = if family == RSA {
            let words = field(&Target::KeyBits).map_or(&[][..], Field::words);
            let name = match (bits, usual) {
                (Some((bits, _)), _) => format!("rsa-{bits}"),
                (None, usual) => usual.unwrap_or("rsa-2048").into(),
            };
            let (bits, place) = bits.unwrap_or((0, LAST));
            let is_listed = words.iter().any(|(_, meant)| *meant == name);
            let Some(algorithm) = name.parse::<Algorithm>().ok().filter(|_| is_listed) else {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let error = Error::new(Code::RsaKeySize, "RSA key", format!("has {bits} bits"))
                    .expected(format!("one of {} ({})", known.join(", "), profile.name()));
                self.refuse(field(&Target::KeyBits).map_or("", Field::name), place, error);
                return None;
            };
            (algorithm, curve.map(|_| Target::KeyCurve))
        } else {
            let curve = curve.or_else(|| default(&Target::KeyCurve));
            let algorithm = curve.and_then(|curve| curve.parse().ok());
            let needless = bits.map(|_| Target::KeyBits);
            (algorithm.unwrap_or(Algorithm::EcdsaP256), needless)
        };
        if let Some(field) = needless.as_ref().and_then(field) {
            self.note(|| format!("{}: ignored, {algorithm} does not need it", field.name()));
        }
        if let Some(field) = field(&Target::KeyAlgorithm)
            .or_else(|| field(&Target::KeyBits))
            .filter(|_| given.is_none())
        {
            self.note(|| format!("{}: not given, filled in: {algorithm}", field.name()));
        }
        Some(algorithm)
    }
}

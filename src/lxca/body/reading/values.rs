//! Values that only some servers' bodies have: untyped names, usages, and words about the key.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::mem;

use super::key_words::KeyWords;
use super::{Given, LAST, Order, Reading, missing};
use crate::algorithm::DigestAlgorithm;
use crate::attribute::Attribute;
use crate::error::{Code, Error, Hint};
use crate::ext::Usages;
use crate::fault::Place;
use crate::key::Algorithm;
use crate::lxca::json::Json;
use crate::name::{AttributeType, country};
use crate::profile::{ECDSA, Field, RSA, Target};
use crate::request::Request;
use crate::san::{GeneralName, untyped};

impl Reading<'_> {
    /// One member of the body, which is there and not empty.
    pub(super) fn value(&mut self, field: &'static Field, value: &Json, place: Order) {
        let name = field.name();
        let is_refused = match value {
            Json::Text(text) => self.is_refused_text(field, text, place),
            _ => false,
        };
        match (field.target(), value) {
            (Target::Subject(attribute), Json::Text(text)) => {
                let value = Cow::Owned(text.clone());
                self.given.push(Given { attribute, value, path: name, place });
            }
            (Target::CountryName, Json::Text(text)) => {
                let value = Cow::Owned(self.country(name, text, place));
                let attribute = &AttributeType::Country;
                self.given.push(Given { attribute, value, path: name, place });
            }
            (Target::StringMask, Json::Text(text)) => {
                self.string_mask = self.word(field, name, text, place).unwrap_or_default();
            }
            (Target::Word, Json::Text(text)) => {
                self.word(field, name, text, place);
            }
            (Target::NameType(number), Json::Text(text)) => {
                let word = self.word(field, name, text, place);
                let pair = self.pair(*number);
                (pair.name_type, pair.is_refused) = (word, pair.is_refused || word.is_none());
            }
            (Target::NameValue(number), Json::Text(text)) => {
                let pair = self.pair(*number);
                pair.value = Some((name, text.clone(), place));
                pair.is_refused |= is_refused;
            }
            (Target::HostAddresses, Json::Boolean(false)) => {}
            (Target::HostAddresses, Json::Boolean(true)) => {
                if self.rules.addresses.is_empty() {
                    self.note(|| {
                        format!("{name}: left out, the addresses of the host are not known")
                    });
                }
                for address in &self.rules.addresses {
                    let index = self.builder.next_name();
                    self.placed.push((Place::SubjectAltName(index), name, place));
                    self.builder.push_name(GeneralName::ip(*address));
                }
            }
            (Target::AddChallengePassword, Json::Text(text)) => {
                self.has_password = self.word(field, name, text, place).map(|word| word == "true");
            }
            (Target::TypedNames, _) => self.typed_names(name, value, place),
            (Target::Names, Json::Array(names)) => {
                self.check_entries(field, names.len(), place);
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
                self.password = Some((name, (!is_refused).then(|| text.clone()), place));
            }
            (Target::UnstructuredName, Json::Text(text)) => {
                self.attribute(name, Attribute::unstructured_name(text), place);
            }
            (Target::KeyAlgorithm, Json::Text(text)) => match self.word(field, name, text, place) {
                family if family.as_ref().is_none_or(is_family) => self.key.family = family,
                digest => self.key.digest = digest,
            },
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
            (target, _) => {
                self.wrong_type(name, target.json_type(), value, place);
                if let Target::NameType(number) | Target::NameValue(number) = target {
                    self.pair(*number).is_refused = true;
                }
            }
        }
    }

    /// Whether a text has characters that the profile forbids, or too many; of the subject, the limit is
    /// checked with its value.
    fn is_refused_text(&mut self, field: &'static Field, text: &str, place: Order) -> bool {
        let source = self.profile.name();
        let forbidden = field.forbidden();
        let found = text.chars().zip(1..).find(|(character, _)| forbidden.contains(*character));
        let length = text.chars().count();
        let max = field.limit().filter(|max| field.attribute().is_none() && length > *max);
        let subject = || field.attribute().map_or("value".into(), AttributeType::name);
        let (error, expected) = if let Some(found) = found {
            let characters = forbidden.chars().map(String::from).collect::<Vec<_>>().join(" ");
            let error = Error::contains(Code::Character, subject(), text, found);
            (error, format!("none of {characters}"))
        } else if let Some(max) = max {
            let error =
                Error::new(Code::TooLong, subject(), format!("is {length} characters long"));
            (error.value(text), format!("at most {max}"))
        } else {
            return false;
        };
        let error = match field.target() {
            // It is a secret.
            Target::ChallengePassword => error.without_value(),
            _ => error,
        };
        let error = error.expected(format!("{expected} ({source})"));
        self.refuse(field.name(), place, error);
        true
    }

    /// The code of a country that is given by its name; another text as it is.
    fn country(&mut self, path: &'static str, text: &str, place: Order) -> String {
        let found = country::names().find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some((_, code)) = found {
            return code.into();
        }
        if text.chars().count() != 2 {
            let error = Error::new(Code::CountrySyntax, "country", "is not known")
                .value(text)
                .expected(
                    "its English name, such as Germany, or its ISO 3166-1 alpha-2 code, such as DE",
                )
                .hint_at(Hint::nearest(text, country::names().map(|(name, _)| name)));
            self.refuse(path, place, error);
            return "XX".into();
        }
        text.into()
    }

    /// Requests the challengePassword, if the body does not say that there is none.
    pub(super) fn challenge_password(&mut self) {
        match (self.password.take(), self.has_password) {
            (Some((path, ..)), Some(false)) => {
                let by = self.profile.field_with(&Target::AddChallengePassword);
                self.note(|| format!("{path}: left out by {}", by.map_or("", Field::name)));
            }
            (Some((_, None, _)), _) => {}
            (Some((path, Some(text), place)), _) => {
                self.attribute(path, Attribute::challenge_password(&text), place);
            }
            (None, Some(true)) => {
                if let Some(field) = self.profile.field_with(&Target::ChallengePassword) {
                    self.refuse(field.name(), LAST, missing());
                }
            }
            (None, _) => {}
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

    fn check_entries(&mut self, field: &Field, count: usize, place: Order) {
        if let Some(max) = field.limit().filter(|max| count > *max) {
            let error = Error::new(Code::TooLong, "list", format!("has {count} entries"))
                .expected(format!("at most {max} ({})", self.profile.name()));
            self.refuse(field.name(), place, error);
        }
    }

    fn key_usage(&mut self, field: &'static Field, words: &[Json], place: Order) {
        self.check_entries(field, words.len(), place);
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

    /// The digest that the body or its profile asks for, and the member that names it.
    pub(super) fn digest(&mut self) -> Option<(&'static str, DigestAlgorithm)> {
        let field = self.profile.field_with(&Target::KeyAlgorithm)?;
        let default = default_word(field).filter(|_| self.key.family.is_none());
        let word = self.key.digest.or(default).filter(|word| !is_family(word))?;
        if self.key.digest.is_none() {
            self.note(|| format!("{}: not given, filled in: {word}", field.name()));
        }
        let is_it =
            |digest: &&DigestAlgorithm| digest.as_str().replace('-', "").eq_ignore_ascii_case(word);
        DigestAlgorithm::ALL.iter().find(is_it).map(|digest| (field.name(), *digest))
    }

    /// The algorithm that the body's words about the key ask for. What the algorithm has no need of is
    /// ignored (the schema: "if needed based on the value of KeyPairAlgorithm").
    pub(super) fn algorithm(&mut self) -> Option<Algorithm> {
        let profile = self.profile;
        let field = |target: &Target| profile.field_with(target);
        let default = |target: &Target| default_word(field(target)?);
        let first = |words: &[(_, &'static str)]| words.first().map(|(_, meant)| *meant);
        let KeyWords { family, bits, curve, .. } = mem::take(&mut self.key);
        let implied = || curve.map(|_| ECDSA).or_else(|| bits.map(|_| RSA));
        let given = family.or_else(implied);
        let usual = default(&Target::KeyBits);
        let usual_family = || default(&Target::KeyAlgorithm).filter(is_family);
        let family = given.or_else(usual_family).or(usual.map(|_| RSA))?;
        let (algorithm, needless) = if family == RSA {
            let words = field(&Target::KeyBits).map_or(&[][..], Field::words);
            let name = match (bits, usual) {
                (Some((bits, _)), _) => format!("rsa-{bits}"),
                (None, usual) => usual.or(first(words)).unwrap_or("rsa-2048").into(),
            };
            let (bits, place) = bits.unwrap_or((0, LAST));
            let is_listed = bits == 0 || words.iter().any(|(_, meant)| *meant == name);
            let Some(algorithm) = name.parse::<Algorithm>().ok().filter(|_| is_listed) else {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let error = Error::new(Code::RsaKeySize, "RSA key", format!("has {bits} bits"))
                    .expected(format!("one of {} ({})", known.join(", "), profile.name()));
                self.refuse(field(&Target::KeyBits).map_or("", Field::name), place, error);
                return None;
            };
            (algorithm, curve.map(|_| Target::KeyCurve))
        } else {
            let words = field(&Target::KeyCurve).map_or(&[][..], Field::words);
            let curve = curve.or_else(|| default(&Target::KeyCurve)).or(first(words));
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

/// Whether a meaning of a word of [`Target::KeyAlgorithm`] is a kind of key, and not a digest.
fn is_family(word: &&str) -> bool {
    [RSA, ECDSA].contains(word)
}

/// The meaning of the word that is filled in.
fn default_word(field: &Field) -> Option<&'static str> {
    let default = field.default_value()?;
    field.words().iter().find(|(word, _)| *word == default).map(|(_, meant)| *meant)
}

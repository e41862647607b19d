//! The words that a member of a body may have, and what each means.

use std::ops::Range;

use pkcs10::profiles::{Field, Target};
use pkcs10::{Algorithm, GeneralNameType, KeyPurpose, KeyUsage};
use toml::de::DeValue;

use super::{Place, Reading, leak};
use crate::paths::visible;

/// A word, its meaning, and its place.
type Word = (&'static str, &'static str, Range<usize>);

impl Reading {
    /// The words, and what each means, with their places.
    pub(super) fn words(&mut self, place: Place<'_, '_>) -> Vec<Word> {
        let Some(value) = place.table.get("words") else { return Vec::new() };
        let entries: Vec<_> =
            match value.get_ref() {
                DeValue::Array(array) => {
                    array.iter().map(|word| (word.get_ref().as_str(), word)).collect()
                }
                DeValue::Table(table) => {
                    table.iter().map(|(word, meaning)| (Some(&**word.get_ref()), meaning)).collect()
                }
                _ => {
                    self.value(place, "words", "an array of strings, or a table of them", |_| {
                        None::<()>
                    });
                    return Vec::new();
                }
            };
        if entries.is_empty() {
            let what = format!("{}words: list is empty; expected at least one", place.path);
            self.refuse(value.span(), what, None);
        }
        let mut words = Vec::new();
        for (index, (word, meaning)) in entries.into_iter().enumerate() {
            let (found, span) = (meaning.get_ref(), meaning.span());
            if let (Some(word), Some(meaning)) = (word, found.as_str()) {
                words.push((leak(word), leak(meaning), span));
            } else {
                let (path, found) = (place.path, found.type_str());
                let what = format!(
                    "{path}words[{index}]: value is of type {found}; expected a string\n\
                     hint: put it in quotation marks"
                );
                self.refuse(span, what, None);
            }
        }
        for (index, (word, _, span)) in words.iter().enumerate() {
            self.check_visible(format_args!("{}words", place.path), word, span);
            if words.iter().take(index).any(|(earlier, ..)| earlier == word) {
                let what = format!("{}words: {word:?} is given twice; expected once", place.path);
                self.refuse(span.clone(), what, None);
            }
        }
        words
    }

    /// The words, each of which must mean something for the target.
    pub(super) fn check_words(
        &mut self,
        place: Place<'_, '_>,
        field: &Field,
        words: Vec<Word>,
    ) -> Vec<(&'static str, &'static str)> {
        let (expected, example, means): (&str, &str, fn(&str) -> bool) = match field.target() {
            Target::KeyUsage => {
                ("a name of keyUsage or extKeyUsage (RFC 5280)", "serverAuth", |text| {
                    text.parse::<KeyUsage>().is_ok() || text.parse::<KeyPurpose>().is_ok()
                })
            }
            Target::KeyAlgorithm => ("rsa, ecdsa, sha256, sha384 or sha512", "rsa", |text| {
                ["rsa", "ecdsa", "sha256", "sha384", "sha512"].contains(&text)
            }),
            Target::KeyBits => ("an algorithm such as rsa-3072", "rsa-3072", |text| {
                text.starts_with("rsa-") && text.parse::<Algorithm>().is_ok()
            }),
            Target::KeyCurve => ("an algorithm such as ecdsa-p256", "ecdsa-p256", |text| {
                text.starts_with("ecdsa-") && text.parse::<Algorithm>().is_ok()
            }),
            Target::NameType(_) => {
                ("a type of name such as dNSName (RFC 5280)", "dNSName", |text| {
                    text.parse::<GeneralNameType>().is_ok()
                })
            }
            Target::AddChallengePassword => {
                ("true or false", "true", |text| text.parse::<bool>().is_ok())
            }
            Target::StringMask => ("\"utf8\", or \"\" for the usual type", "utf8", |text| {
                ["", "utf8"].contains(&text)
            }),
            Target::Word => ("any string", "", |_| true),
            _ => {
                if let Some(words) = place.table.get("words") {
                    let what = format!("{}words: have no effect for this target", place.path);
                    self.refuse(words.span(), what, None);
                }
                return Vec::new();
            }
        };
        if words.is_empty() && !place.table.contains_key("words") {
            let what = format!("{}words: required key is missing", place.path);
            self.refuse(place.at..place.at, what, None);
        }
        for (word, meaning, span) in &words {
            let (path, shown) = (place.path, visible(word));
            if !means(meaning) {
                let what = format!(
                    "{path}words.{shown}: meaning {meaning:?} is not known; expected {expected}\n\
                     hint: use words = {{ {word:?} = {example:?} }}"
                );
                self.refuse(span.clone(), what, None);
            }
            if *field.target() == Target::KeyBits && word.parse::<u64>().is_err() {
                let what = format!("{path}words.{shown}: is no number; expected one such as 3072");
                self.refuse(span.clone(), what, None);
            }
        }
        words.into_iter().map(|(word, meaning, _)| (word, meaning)).collect()
    }
}

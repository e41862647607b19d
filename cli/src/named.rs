//! Values of options that are one of some names.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::str::FromStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, ValueEnum};
use pkcs10::{Error, Hint, keys::DigestAlgorithm};

/// One of these names, which help and completions list, or another that stands for one of them.
pub(crate) fn one_of<T>(
    names: impl IntoIterator<Item = &'static str>,
) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = Error> + Clone + Send + Sync + 'static,
{
    OneOf { listed: PossibleValuesParser::new(names), value: PhantomData }
}

#[derive(Clone)]
struct OneOf<T> {
    listed: PossibleValuesParser,
    value: PhantomData<T>,
}

impl<T> TypedValueParser for OneOf<T>
where
    T: FromStr<Err = Error> + Clone + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        option: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let read = value.to_str().unwrap_or_default().parse::<T>();
        read.or_else(|unknown| {
            let listed = self.listed.clone().try_map(|name| name.parse::<T>());
            listed.parse_ref(command, option, value).map_err(|mut error| {
                // The suggestion of clap knows only what is listed.
                match unknown.hint() {
                    Some(Hint::DidYouMean(name)) => {
                        let name = ContextValue::String(name.to_string());
                        error.insert(ContextKind::SuggestedValue, name);
                    }
                    Some(advice) => {
                        error.remove(ContextKind::SuggestedValue);
                        let tip =
                            format!("this value {} (see csr prepare): {advice}", unknown.reason());
                        let tips = ContextValue::StyledStrs(vec![tip.into()]);
                        error.insert(ContextKind::Suggested, tips);
                    }
                    None => {}
                }
                error
            })
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.listed.possible_values()
    }
}

/// A digest by its usual names.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Digest {
    #[value(alias = "sha-256", alias = "SHA-256", alias = "SHA256")]
    Sha256,
    #[value(alias = "sha-384", alias = "SHA-384", alias = "SHA384")]
    Sha384,
    #[value(alias = "sha-512", alias = "SHA-512", alias = "SHA512")]
    Sha512,
}

impl From<Digest> for DigestAlgorithm {
    fn from(digest: Digest) -> Self {
        match digest {
            Digest::Sha256 => Self::Sha256,
            Digest::Sha384 => Self::Sha384,
            Digest::Sha512 => Self::Sha512,
        }
    }
}

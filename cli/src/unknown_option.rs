//! Options that do not exist, but that users try.

use std::env;

use clap::Error;
use clap::error::{ContextKind, ContextValue};

/// The options that are tried for names, and the prefix of --san that is meant.
const NAMES: [(&str, &str); 4] =
    [("--dns", "DNS"), ("--ip", "IP"), ("--email", "email"), ("--uri", "URI")];

/// Says how a name is given, instead of clap's guess.
pub(crate) fn with_hint(mut error: Error) -> Error {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let takes_names = env::args_os().nth(1).is_some_and(|name| name == "new" || name == "prepare");
    if let Some((_, prefix)) = NAMES.iter().find(|(name, _)| takes_names && name == option) {
        let hint = format!("use '--san {prefix}:VALUE' for a name");
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    }
    error
}

//! Why a part of a name is refused, before it is an [`Error`] about the name; and hints that offer
//! other names.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::net::IpAddr;

use super::name_type::GeneralNameType;
use crate::error::{Code, Error, Hint};
use crate::text::QuotedChar;

/// Why a text is refused. It knows nothing of the name that the text is a part of: so a host name
/// can be refused alike wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: Code,
    /// The character, counted from 1.
    pub(super) at: Option<usize>,
    /// The predicate of a sentence, without the position.
    reason: Cow<'static, str>,
    expected: &'static str,
}

impl Refusal {
    #[cold]
    pub(super) fn new(
        code: Code,
        reason: impl Into<Cow<'static, str>>,
        expected: &'static str,
    ) -> Self {
        Self { code, at: None, reason: reason.into(), expected }
    }

    /// A character where it does not belong.
    #[cold]
    pub(super) fn character(
        code: Code,
        character: char,
        at: usize,
        expected: &'static str,
    ) -> Self {
        let reason = match code {
            Code::WhiteSpace => "contains white space".into(),
            _ => format!("contains {}", QuotedChar(character)).into(),
        };
        Self { code, at: Some(at), reason, expected }
    }

    /// The same at this character.
    pub(super) fn at(self, at: usize) -> Self {
        Self { at: Some(at), ..self }
    }

    /// The refusal of a whole, whose part behind `offset` characters is refused.
    #[cold]
    pub(super) fn within(self, part: &str, offset: usize) -> Self {
        let reason = format!("has a {part} that {}", self.reason).into();
        Self { at: self.at.map(|at| at + offset), reason, ..self }
    }

    /// The error about the name in `text`, with the hint that `hint` finds.
    #[cold]
    pub(super) fn error(
        self,
        name_type: GeneralNameType,
        text: &str,
        hint: impl Fn(&Self, &str) -> Option<Hint>,
    ) -> Error {
        let hint = hint(&self, text);
        let reason = match self.at {
            Some(at) => format!("{} at character {at}", self.reason).into(),
            None => self.reason,
        };
        let error = Error::new(self.code, name_type.as_str(), reason).value(text);
        let error = error.expected(self.expected).hint_at(hint);
        if let Some(at) = self.at { error.character(at) } else { error }
    }
}

/// A name of another type, which was checked.
pub(super) fn name(name_type: GeneralNameType, value: impl Into<String>) -> Hint {
    Hint::Name { name_type: name_type.as_str(), prefix: name_type.prefix(), value: value.into() }
}

/// An IP address as a name.
pub(super) fn address(address: IpAddr) -> Hint {
    name(GeneralNameType::IpAddress, format!("{}", address.to_canonical()))
}

/// The address in a text, alone, in brackets, or in front of a zone identifier or a prefix length, as a name.
pub(super) fn address_in(text: &str) -> Option<Hint> {
    text.trim().trim_start_matches('[').split(['%', '/', ']']).next()?.parse().ok().map(address)
}

/// The value behind the prefix of its type, which does not belong to it.
pub(super) fn without_prefix(name_type: GeneralNameType, text: &str) -> &str {
    match text.split_once(':') {
        Some((prefix, value)) if prefix.eq_ignore_ascii_case(name_type.prefix()) => value,
        _ => text,
    }
}

/// The names that one text holds, where the first of them is one.
pub(super) fn separately(
    name_type: GeneralNameType,
    text: &str,
    separators: &[char],
    is_name: impl Fn(&str) -> bool,
) -> Option<Hint> {
    /// Names that a hint lists.
    const LISTED: usize = 16;
    let parts = || text.split(separators).map(str::trim).filter(|part| !part.is_empty());
    if text.len() == parts().next()?.len() || !is_name(parts().next()?) {
        return None;
    }
    let names = parts().take(LISTED + 1).map(|part| without_prefix(name_type, part));
    let names = names.filter(|name| is_name(name));
    let names: Vec<_> = names.map(|name| (name_type.prefix(), String::from(name))).collect();
    Some(match parts().take(LISTED + 1).count() {
        1 => Hint::Write(parts().collect()),
        count if count <= LISTED && count == names.len() => Hint::Separately { names },
        _ => Hint::advice("add each name separately"),
    })
}

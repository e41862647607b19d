//! What was refused, why, and what to do: one value, made where the text is read.

use alloc::{borrow::Cow, boxed::Box, format, string::String, vec::Vec};
use core::fmt;

use crate::text::{Quoted, QuotedChar, nearest};

mod code;

pub use code::Code;
#[cfg(doc)]
pub use code::codes;

/// Why a text, a value or a file was refused.
///
/// The error is a value: callers match on its [`code`](Self::code). `Display` is a whole sentence:
/// what was refused, what is wrong with it, what is expected (with its source), and a hint.
///
/// ```
/// use pkcs10::{Code, GeneralName};
///
/// let error = GeneralName::dns("bmc_7.example.com").unwrap_err();
/// assert_eq!(error.code(), Code::Underscore);
/// assert_eq!(error.subject(), "dNSName");
/// assert_eq!(error.at(), Some(4));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    code: Code,
    subject: Cow<'static, str>,
    value: Option<Excerpt>,
    at: Option<usize>,
    reason: Cow<'static, str>,
    expected: Cow<'static, str>,
    hint: Option<Hint>,
}

/// What to do about an [`Error`]: decided where the error is made, put into words where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// Give this text in place of the refused one.
    Write(String),
    /// Give this word in place of the refused one, which is probably a misspelling of it.
    DidYouMean(String),
    /// Give a name of another type.
    Name {
        /// The type as RFC 5280 spells it, such as `iPAddress`.
        name_type: &'static str,
        /// The prefix of the type in text, such as `IP`.
        prefix: &'static str,
        /// The value of the name.
        value: String,
    },
    /// Give each of these names as an entry of its own.
    Separately {
        /// The prefix of the type of each, such as `DNS`, and its value.
        names: Vec<(&'static str, String)>,
    },
    /// Leave out what was refused.
    Omit,
    /// Leave out what was refused to get this default.
    OmitForDefault(&'static str),
    /// Advice that is the same for every caller.
    Advice(Cow<'static, str>),
}

impl Hint {
    pub(crate) fn advice(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Advice(text.into())
    }

    /// The word that was probably meant, if one of the `known` is.
    pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<Self> {
        nearest(word, known).map(|meant| Self::DidYouMean(meant.into()))
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(text) => write!(f, "use {}", Quoted(text)),
            Self::DidYouMean(word) => write!(f, "did you mean {}?", Quoted(word)),
            Self::Name { name_type, value, .. } => {
                write!(f, "use the {name_type} {}", Quoted(value))
            }
            Self::Separately { .. } => f.write_str("add each name separately"),
            Self::Omit => f.write_str("leave it out"),
            Self::OmitForDefault(default) => {
                write!(f, "leave it out to get the default, {}", Quoted(default))
            }
            Self::Advice(text) => f.write_str(text),
        }
    }
}

impl Error {
    /// An error about `subject`, a noun such as `dNSName`; `reason` is the predicate that follows
    /// it (and the refused value), such as `contains "_" at character 4`.
    #[cold]
    pub(crate) fn new(
        code: Code,
        subject: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Parts {
            code,
            subject: subject.into(),
            value: None,
            at: None,
            reason: reason.into(),
            expected: Cow::Borrowed(""),
            hint: None,
        }))
    }

    /// A word that is not one of the known ones.
    pub(crate) fn unknown<'k>(
        subject: &'static str,
        word: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Self {
        let mut list = String::new();
        for name in known.clone() {
            list.push_str(if list.is_empty() { "one of " } else { ", " });
            list.push_str(name);
        }
        let meant = Hint::nearest(word, known);
        Self::new(Code::Unknown, subject, "is not known").value(word).expected(list).hint_at(meant)
    }

    /// What was refused, of which an excerpt is kept.
    pub(crate) fn value(mut self, value: &str) -> Self {
        self.0.value = Some(Excerpt::of(value));
        self
    }

    /// The same error without what was refused, where that is a secret.
    #[cfg(feature = "lxca")]
    pub(crate) fn without_value(mut self) -> Self {
        self.0.value = None;
        self
    }

    /// An error about the character `at` of a text.
    #[cold]
    pub(crate) fn contains(
        code: Code,
        subject: impl Into<Cow<'static, str>>,
        text: &str,
        (character, at): (char, usize),
    ) -> Self {
        let reason = format!("contains {} at character {at}", QuotedChar(character));
        Self::new(code, subject, reason).value(text).character(at)
    }

    /// The character (counted from 1) that is wrong.
    pub(crate) fn character(mut self, at: usize) -> Self {
        self.0.at = Some(at);
        self
    }

    /// What is expected instead, with its source: it follows the word "expected".
    pub(crate) fn expected(mut self, expected: impl Into<Cow<'static, str>>) -> Self {
        self.0.expected = expected.into();
        self
    }

    /// What to do about it, if that is known.
    pub(crate) fn hint_at(mut self, hint: impl Into<Option<Hint>>) -> Self {
        self.0.hint = hint.into();
        self
    }

    /// The same error about something else, such as a whole of which the value is a part.
    pub(crate) fn about(mut self, subject: impl Into<Cow<'static, str>>) -> Self {
        self.0.subject = subject.into();
        self
    }

    /// The same error about a whole, of which the part at character `at` is refused; `more` says how
    /// many others are.
    pub(crate) fn within(self, subject: &'static str, text: &str, at: usize, more: &str) -> Self {
        let mut whole = *self.0;
        let value = whole.value.map(|value| format!(" {value}")).unwrap_or_default();
        let part = &whole.subject;
        whole.reason =
            format!("is refused at character {at}{more}: {part}{value} {}", whole.reason).into();
        if let Some(Hint::Write(part)) = &whole.hint {
            // It is the part that is to be replaced, not the whole.
            whole.hint = Some(Hint::advice(format!("use {} there", Quoted(part))));
        }
        whole.subject = subject.into();
        whole.value = Some(Excerpt::of(text));
        whole.at = Some(at);
        Self(Box::new(whole))
    }

    /// What is wrong.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What was refused: a standard term such as `dNSName`, `CN`, `keyUsage` or `private key`.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The beginning of the refused text (at most 80 characters), where there is a text.
    pub fn refused(&self) -> Option<&str> {
        self.0.value.as_ref().map(|excerpt| &*excerpt.text)
    }

    /// The character at which the fault is, counted from 1, where it is at one.
    pub fn at(&self) -> Option<usize> {
        self.0.at
    }

    /// What is wrong, as the predicate of a sentence: `contains "_" at character 4`.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// What is expected instead, with its source; empty where the reason says it.
    pub fn expectation(&self) -> &str {
        &self.0.expected
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&Hint> {
        self.0.hint.as_ref()
    }

    /// The sentence without the hint.
    pub fn sentence(&self) -> String {
        let Parts { subject, value, reason, expected, .. } = &*self.0;
        let value = value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
        let expected = match &**expected {
            "" => String::new(),
            expected => format!("; expected {expected}"),
        };
        format!("{subject}{value} {reason}{expected}")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({}: {self})", self.code())
    }
}

impl core::error::Error for Error {}

/// The beginning of a text, however long it is: an error takes no more memory than that.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    more: usize,
}

impl Excerpt {
    fn of(text: &str) -> Self {
        let mut characters = text.chars();
        let text = characters.by_ref().take(Quoted::SHOWN).collect();
        Self { text, more: characters.count() }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Quoted(&self.text))?;
        match self.more {
            0 => Ok(()),
            more => write!(f, "… ({more} more characters)"),
        }
    }
}

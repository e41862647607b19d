//! One member of a body, and what becomes of it.

use alloc::format;
use core::str::FromStr;

use crate::error::{Code, Error, Hint};
use crate::name::AttributeType;

/// A member of a body: its name, where its value goes, and what values it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    target: Target,
    max: Option<usize>,
    default: Option<&'static str>,
    forbidden: &'static str,
    words: &'static [(&'static str, &'static str)],
}

/// What becomes of the value of a [`Field`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A string: an attribute of the subject.
    Subject(AttributeType),
    /// A string: the country of the subject, by its English name or its ISO code.
    CountryName,
    /// A word: the string type of the subject's values.
    StringMask,
    /// An object whose member `generalNames` is an array of objects with `type` and `name`: names of the
    /// subjectAltName.
    TypedNames,
    /// An array of strings: names of the subjectAltName. A prefix such as `DNS:` gives the type of a
    /// name, else its form: an address, `scheme:`, `local@domain`, or a host.
    Names,
    /// A word: the type of the name which is the [`NameValue`](Self::NameValue) of the same number.
    NameType(u8),
    /// A string: a name of the subjectAltName.
    NameValue(u8),
    /// A boolean: whether the subjectAltName has the addresses of the host, which only the host knows.
    HostAddresses,
    /// An array of words: keyUsage and extKeyUsage.
    KeyUsage,
    /// A string: the attribute challengePassword.
    ChallengePassword,
    /// A word: whether there is the attribute challengePassword, which another member has.
    AddChallengePassword,
    /// A string: the attribute unstructuredName.
    UnstructuredName,
    /// A word: the kind of key, or the digest.
    KeyAlgorithm,
    /// A number: the bits of an RSA key.
    KeyBits,
    /// A word: the curve of an ECDSA key.
    KeyCurve,
    /// An object with `@odata.id`: a link, which is not part of the request.
    Link,
    /// The same, or a string with the link alone.
    LinkOrText,
    /// A word that is not part of the request.
    Word,
    /// Not supported, for this reason.
    Refused(&'static str),
}

/// The kinds of key that [`Target::KeyAlgorithm`] has words for.
pub(crate) const RSA: &str = "rsa";
pub(crate) const ECDSA: &str = "ecdsa";

impl Target {
    /// The type of its JSON value, with an article.
    #[cfg(feature = "lxca")]
    pub(crate) const fn json_type(&self) -> &'static str {
        match self {
            Self::Names | Self::KeyUsage => "an array of strings",
            Self::KeyBits => "a positive whole number",
            Self::HostAddresses => "true or false",
            Self::Link | Self::TypedNames => "an object",
            Self::LinkOrText => "an object or a string",
            _ => "a string",
        }
    }
}

impl FromStr for Target {
    type Err = Error;

    /// Reads `subject.` and the name or the object identifier of an attribute type; `nameType.` and
    /// `nameValue.` with a number; or the name of any other target but [`Refused`](Self::Refused), such
    /// as `keyUsage` for [`KeyUsage`](Self::KeyUsage).
    fn from_str(text: &str) -> Result<Self, Error> {
        const PLAIN: [(&str, Target); 15] = [
            ("countryName", Target::CountryName),
            ("stringMask", Target::StringMask),
            ("typedNames", Target::TypedNames),
            ("names", Target::Names),
            ("hostAddresses", Target::HostAddresses),
            ("keyUsage", Target::KeyUsage),
            ("challengePassword", Target::ChallengePassword),
            ("addChallengePassword", Target::AddChallengePassword),
            ("unstructuredName", Target::UnstructuredName),
            ("keyAlgorithm", Target::KeyAlgorithm),
            ("keyBits", Target::KeyBits),
            ("keyCurve", Target::KeyCurve),
            ("link", Target::Link),
            ("linkOrText", Target::LinkOrText),
            ("word", Target::Word),
        ];
        let numbered = match text.split_once('.') {
            Some(("subject", attribute)) => return attribute.parse().map(Self::Subject),
            Some((half @ ("nameType" | "nameValue"), number)) => {
                let of = if half == "nameType" { Self::NameType } else { Self::NameValue };
                return number.parse().map(of).map_err(|_| {
                    Error::new(Code::Unknown, "target", "has no number of a pair")
                        .value(text)
                        .expected(format!("{half}.0 to {half}.255"))
                });
            }
            _ => PLAIN.iter().find(|(name, _)| *name == text).map(|(_, target)| target.clone()),
        };
        numbered.ok_or_else(|| {
            let known = ["subject.CN", "nameType.1", "nameValue.1", "refused"];
            let known = known.into_iter().chain(PLAIN.iter().map(|of| of.0));
            let error = Error::unknown("target", text, known);
            match text.parse::<AttributeType>() {
                Ok(_) => error.hint_at(Hint::advice(format!("use \"subject.{text}\""))),
                Err(_) => error,
            }
        })
    }
}

impl Field {
    /// The member with this name; a dot is between that of an object and that of a member in it.
    pub const fn new(name: &'static str, target: Target) -> Self {
        Self { name, target, max: None, default: None, forbidden: "", words: &[] }
    }

    /// The same field with at most so many characters, or entries of a list.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = Some(max);
        self
    }

    /// The same field with a value for bodies that leave it out.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// The same field without any of these characters in its text.
    #[must_use]
    pub const fn without(mut self, characters: &'static str) -> Self {
        self.forbidden = characters;
        self
    }

    /// The same field with these words alone, and what each means:
    ///
    /// | target | meanings |
    /// |---|---|
    /// | `KeyUsage` | a name of keyUsage or extKeyUsage, as RFC 5280 has it |
    /// | `KeyAlgorithm` | `rsa`, `ecdsa`, or a digest: `sha256`, `sha384`, `sha512` |
    /// | `KeyBits`, `KeyCurve` | the name of an [`Algorithm`](crate::Algorithm) |
    /// | `NameType` | the name of a [`GeneralNameType`](crate::GeneralNameType), as RFC 5280 has it |
    /// | `AddChallengePassword` | `true` or `false` |
    /// | `StringMask` | `utf8`: UTF8String where the attribute allows it; all else as without it |
    /// | `Word` | none |
    #[must_use]
    pub const fn one_of(mut self, words: &'static [(&'static str, &'static str)]) -> Self {
        self.words = words;
        self
    }

    /// The words that it can have, and what each means; empty where any text is one.
    pub const fn words(&self) -> &'static [(&'static str, &'static str)] {
        self.words
    }

    /// The characters that its text may not have.
    pub const fn forbidden(&self) -> &'static str {
        self.forbidden
    }

    /// The name of the member.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What becomes of its value.
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// The most characters or entries that the profile allows, where it says so.
    pub const fn limit(&self) -> Option<usize> {
        self.max
    }

    /// The value that a body without it gets.
    pub const fn default_value(&self) -> Option<&'static str> {
        self.default
    }

    /// The attribute of the subject that it is, if it is one.
    pub(crate) const fn attribute(&self) -> Option<&AttributeType> {
        match &self.target {
            Target::Subject(attribute) => Some(attribute),
            Target::CountryName => Some(&AttributeType::Country),
            _ => None,
        }
    }
}

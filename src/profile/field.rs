//! One member of a body, and what becomes of it.

use crate::name::AttributeType;

/// A member of a body: its name, where its value goes, and what values it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    target: Target,
    max: Option<usize>,
    default: Option<&'static str>,
}

/// What becomes of the value of a [`Field`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A string: an attribute of the subject.
    Subject(AttributeType),
    /// An object whose member `generalNames` is an array of objects with `type` and `name`: names of the
    /// subjectAltName.
    TypedNames,
}

impl Field {
    /// The member with this name.
    pub const fn new(name: &'static str, target: Target) -> Self {
        Self { name, target, max: None, default: None }
    }

    /// The same field with at most so many characters.
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

    /// The name of the member.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What becomes of its value.
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// The most characters that the profile allows, where it says so.
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
            Target::TypedNames => None,
        }
    }
}

//! What a rule is.

use core::{fmt, str::FromStr};

use super::date::Date;
use super::source::{Source, Sources};
use crate::error::{Code, Error, Hint};

/// Whom a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Group {
    /// The RFCs and X.690: every reader. Always applied.
    Rfc,
    /// Public web CAs: the CA/Browser Forum's Baseline Requirements, and Let's Encrypt.
    PublicCa,
    /// Microsoft Active Directory Certificate Services.
    AdCs,
    /// Lenovo XClarity Administrator.
    Lxca,
}

impl Group {
    /// All groups.
    pub const ALL: &'static [Self] = &[Self::Rfc, Self::PublicCa, Self::AdCs, Self::Lxca];

    /// The name, such as `public-ca`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::PublicCa => "public-ca",
            Self::AdCs => "ad-cs",
            Self::Lxca => "lxca",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Group {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let known = Self::ALL.iter().find(|group| group.as_str() == text).copied();
        known.ok_or_else(|| {
            if ["letsencrypt", "lets-encrypt", "boulder", "web", "cabf"].contains(&text) {
                return Error::new(Code::Unknown, "group of rules", "is not known")
                    .value(text)
                    .hint_at(Hint::DidYouMean(Self::PublicCa.as_str().into()));
            }
            Error::unknown("group of rules", text, Self::ALL.iter().copied().map(Self::as_str))
        })
    }
}

/// How bad it is to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Some readers or CAs may refuse it.
    Warning,
    /// The request is wrong, or will be refused.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A rule: what is checked, by whom, since when, and where that is written. Where its severity changes
/// on a day, there is one until then and another from then on.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) group: Group,
    pub(super) sources: &'static [Source],
    pub(super) advice: &'static str,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

impl Rule {
    /// What is checked; its text is the id of the rule, such as `san-empty`.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// How bad it is to break it.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Whom it comes from.
    pub const fn group(&self) -> Group {
        self.group
    }

    /// The places that it is taken from, the one that decides first; there is one at least.
    pub const fn sources(&self) -> &'static [Source] {
        self.sources
    }

    /// The same in one line, such as `BR 6.1.6, Boulder goodkey/good_key.go`.
    pub fn source(&self) -> impl fmt::Display + use<> {
        Sources(self.sources)
    }

    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        self.advice
    }

    /// The first day on which it is in force; nothing where it always was.
    pub const fn from(&self) -> Option<Date> {
        self.from
    }

    /// The first day on which it is no longer in force, if there is one.
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether it is in force on a day.
    pub fn is_in_force(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }

    /// The code of the rule that has this id.
    ///
    /// # Errors
    /// [`Code::Unknown`] where there is no rule of this id.
    pub fn code_of(id: &str) -> Result<Code, Error> {
        let ids = Self::all().iter().map(|rule| rule.code.as_str());
        let known = Self::all().iter().find(|rule| rule.code.as_str() == id);
        known.map(Self::code).ok_or_else(|| {
            let error = Error::new(Code::Unknown, "rule", "is not known").value(id);
            error.expected("the id of a rule, such as must-staple").hint_at(Hint::nearest(id, ids))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_by_name() {
        for group in Group::ALL {
            assert_eq!(group.as_str().parse(), Ok(*group));
        }
        for text in ["public-cs", "letsencrypt", "boulder", "web"] {
            let error = text.parse::<Group>().unwrap_err();
            assert_eq!(error.code(), Code::Unknown);
            assert_eq!(error.hint(), Some(&Hint::DidYouMean("public-ca".into())), "{text}");
        }
    }
}

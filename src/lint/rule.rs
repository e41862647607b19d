//! What a rule is.

use core::{fmt, str::FromStr};

use crate::error::{Code, Error};

/// Whom a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Group {
    /// The RFCs and X.690: every reader. Always judged by.
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

/// A rule: what is judged, by whom, and where that is written.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) group: Group,
    pub(super) source: &'static str,
    pub(super) advice: &'static str,
}

impl Rule {
    /// What is judged; its text is the id of the rule, such as `san-empty`.
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

    /// Where it is written.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        self.advice
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Hint;

    #[test]
    fn groups_are_read_by_name() {
        for group in Group::ALL {
            assert_eq!(group.as_str().parse(), Ok(*group));
        }
        let error = "public-cs".parse::<Group>().unwrap_err();
        assert_eq!(error.code(), Code::Unknown);
        assert_eq!(error.hint(), Some(&Hint::DidYouMean("public-ca".into())));
    }
}

//! Where rules are written.

use core::fmt;

/// A place in a document that a rule is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    document: &'static str,
    section: &'static str,
}

/// The versions of the documents that change under the same name. An RFC does not, nor does what has its
/// edition in its name.
const VERSIONS: [(&str, &str); 9] = [
    ("BR", "2.2.6"),
    ("Chrome Root Program Policy", "1.8"),
    ("FIPS 186-5", "February 2023"),
    ("ISO 3166-1", "2020"),
    ("NIST SP 800-131A", "Rev. 2"),
    ("Unicode UTR #36", "Revision 15"),
    ("X.501", "October 2019"),
    ("X.680", "February 2021"),
    ("X.690", "February 2021"),
];

impl Source {
    pub(super) const fn new(document: &'static str, section: &'static str) -> Self {
        Self { document, section }
    }

    /// The document, such as `RFC 5280` or `BR`.
    pub const fn document(&self) -> &'static str {
        self.document
    }

    /// Which version of the document was read; nothing where there is only one, or where it is not
    /// published with versions.
    pub fn version(&self) -> Option<&'static str> {
        VERSIONS
            .iter()
            .find(|(document, _)| *document == self.document)
            .map(|(_, version)| *version)
    }

    /// The sections, such as `4.2.1.3, 4.2.1.9`, or the file; nothing for the whole document.
    pub fn section(&self) -> Option<&'static str> {
        Some(self.section).filter(|section| !section.is_empty())
    }
}

/// Sources in one line.
pub(super) struct Sources(pub(super) &'static [Source]);

impl fmt::Display for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Source { document, section }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let space = if section.is_empty() { "" } else { " " };
            write!(f, "{comma}{document}{space}{section}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::*;

    #[test]
    fn each_rule_has_a_document_and_each_version_is_of_one_that_is_named() {
        let sources = || Rule::all().iter().flat_map(|rule| rule.sources());
        assert!(Rule::all().iter().all(|rule| !rule.sources().is_empty()));
        assert!(sources().all(|source| !source.document.is_empty()));
        for (document, _) in VERSIONS {
            assert!(sources().any(|source| source.document == document), "{document}");
        }
        let unversioned = sources().filter(|source| source.version().is_none());
        for Source { document, .. } in unversioned {
            let has_one_version = [
                "RFC ",
                "CVE-",
                "KB",
                "MS-",
                "Boulder",
                "Go ",
                "Let's Encrypt",
                "SPIFFE-ID",
                "X509-SVID",
                "XClarity Administrator",
                "certenroll.h",
                "pkcs10",
                "publicsuffix.org",
            ];
            let has_one_version = has_one_version.iter().any(|known| document.starts_with(known));
            assert!(has_one_version, "{document} has no version");
        }
    }
}

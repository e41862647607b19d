//! Judging a request: what is wrong with it, and who would refuse it for that.
//!
//! Rules are data ([`Rule::ALL`]); the checks only say where one of them is broken. What the
//! walker writes down as a deviation is found under the rule of the same id.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};
use core::{fmt, str::FromStr};

use crate::error::{Quoted, nearest};
use crate::inspection::Inspection;

mod ad_cs;
#[cfg(feature = "json")]
mod json;
mod key;
mod lxca;
mod public_ca;
mod reserved;
mod rfc;
#[cfg(feature = "rsa")]
mod rsa_modulus;
mod rules;

#[cfg(feature = "json")]
pub use json::findings_to_json;

/// Judges a request by the RFCs, always, and by the rules of the groups that are named. RSA moduli
/// are looked at for weak primes where the build has the feature `rsa`.
///
/// ```
/// use pkcs10::{Group, Inspection, lint};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, GeneralName, KeyPair, Request, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder().subject_alt_name(GeneralName::dns("bmc-7")).build()?;
/// let inspection = Inspection::read(request.sign(&key)?.as_der())?;
///
/// assert!(lint(&inspection, &[]).is_empty());
/// let findings = lint(&inspection, &[Group::PublicCa]);
/// assert_eq!(findings[0].rule().id(), "one-label-name");
/// # }
/// # Ok(())
/// # }
/// ```
pub fn lint(inspection: &Inspection, groups: &[Group]) -> Vec<Finding> {
    let mut findings = Findings::default();
    rfc::check(inspection, &mut findings);
    key::check(inspection, &mut findings);
    if groups.contains(&Group::PublicCa) {
        public_ca::check(inspection, &mut findings);
    }
    if groups.contains(&Group::AdCs) {
        ad_cs::check(inspection, &mut findings);
    }
    if groups.contains(&Group::Lxca) {
        lxca::check(inspection, &mut findings);
    }
    findings.drop_what_groups_say_harder();
    findings.list
}

/// Who has a rule.
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
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rfc, Self::PublicCa, Self::AdCs, Self::Lxca];

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
    type Err = GroupError;

    fn from_str(text: &str) -> Result<Self, GroupError> {
        Self::ALL
            .into_iter()
            .find(|group| group.as_str() == text)
            .ok_or_else(|| GroupError(text.into()))
    }
}

/// A text that is the name of no [`Group`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupError(String);

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no group of rules; there are ", Quoted(&self.0))?;
        for (index, group) in Group::ALL.iter().enumerate() {
            write!(f, "{}{group}", if index > 0 { ", " } else { "" })?;
        }
        match nearest(&self.0, Group::ALL.map(Group::as_str)) {
            Some(meant) => write!(f, "; hint: did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for GroupError {}

/// How bad it is to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Somebody may stumble over it.
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

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    id: &'static str,
    severity: Severity,
    group: Group,
    source: &'static str,
    advice: &'static str,
}

impl Rule {
    /// All rules.
    pub const ALL: &'static [&'static Self] = rules::ALL;

    /// The stable id, such as `san-empty`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// How bad it is to break it.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Who has it.
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

/// A place where a request breaks a rule.
///
/// `Display` is one line: severity, id, place, what was found, advice, source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    rule: &'static Rule,
    place: String,
    found: String,
    /// Better advice than the rule's, where what was found allows it.
    advice: Option<String>,
}

impl Finding {
    /// The rule.
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The part of the request, such as
    /// `certificationRequestInfo.attributes[0].extensions[2].critical`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What was found there, as a phrase that follows the place. Values from the request are
    /// escaped in it.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// What to do about it: the rule's advice, or what the value at hand asks for.
    pub fn advice(&self) -> &str {
        self.advice.as_deref().unwrap_or(self.rule.advice)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rule { id, severity, source, .. } = self.rule;
        let (place, found, advice) = (&self.place, &self.found, self.advice());
        write!(f, "{severity}: {id}: {place} {found}; {advice} ({source})")
    }
}

/// Findings of one rule that are kept: a request full of one fault needs no list of them all.
const KEPT_PER_RULE: usize = 100;

/// Collects findings.
#[derive(Default)]
struct Findings {
    list: Vec<Finding>,
    /// How many there are of each rule.
    kept: BTreeMap<&'static str, usize>,
}

impl Findings {
    fn add(&mut self, rule: &'static Rule, place: impl fmt::Display, found: fmt::Arguments<'_>) {
        self.add_with_advice(rule, place, found, None);
    }

    /// Adds a finding with better advice than the rule's, if there is any.
    fn add_with_advice(
        &mut self,
        rule: &'static Rule,
        place: impl fmt::Display,
        found: fmt::Arguments<'_>,
        advice: Option<String>,
    ) {
        let kept = self.kept.entry(rule.id).or_insert(0);
        if *kept < KEPT_PER_RULE {
            *kept += 1;
            let (place, found) = (format!("{place}"), format!("{found}"));
            self.list.push(Finding { rule, place, found, advice });
        }
    }
}

impl Findings {
    /// A country that is none is a warning by the RFCs; where a group that was asked for makes
    /// an error of the same one, that is enough.
    fn drop_what_groups_say_harder(&mut self) {
        let by_group = |finding: &&Finding| {
            [rules::PUBLIC_COUNTRY.id, rules::LXCA_COUNTRY.id].contains(&finding.rule.id)
        };
        let places: BTreeSet<String> =
            self.list.iter().filter(by_group).map(|finding| finding.place.clone()).collect();
        self.list.retain(|finding| {
            finding.rule.id != rules::COUNTRY_UNASSIGNED.id || !places.contains(&finding.place)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::DeviationKind;
    use alloc::string::ToString;

    #[test]
    fn rules_have_ids_of_their_own_and_say_what_to_do() {
        let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            let id = rule.id;
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert!(!rule.source.is_empty(), "{id}");
            assert!(rule.advice.starts_with(|c: char| c.is_lowercase()), "{id}");
            assert!(!rule.advice.ends_with('.'), "{id}");
        }
    }

    #[test]
    fn every_deviation_is_an_error_by_a_rule_of_the_rfcs() {
        for kind in DeviationKind::ALL {
            let rule = Rule::ALL.iter().find(|rule| rule.id == kind.id());
            let rule = rule.unwrap_or_else(|| panic!("{}", kind.id()));
            assert_eq!((rule.group, rule.severity), (Group::Rfc, Severity::Error), "{}", rule.id);
        }
    }

    #[test]
    fn groups_are_found_by_name_and_misspellings_are_told() {
        for group in Group::ALL {
            assert_eq!(group.as_str().parse(), Ok(group));
        }
        assert_eq!(
            "public-cs".parse::<Group>().unwrap_err().to_string(),
            "\"public-cs\" is no group of rules; there are rfc, public-ca, ad-cs, lxca; hint: did you mean public-ca?"
        );
    }
}

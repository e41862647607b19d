//! What a rule found.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};
use core::fmt;
use core::ops::Range;

use super::policy::Policy;
use super::rule::Rule;
use crate::asn1::Deviation;
use crate::error::Code;
use crate::inspect::Inspection;

/// Places that several rules are about.
pub(super) const INFO: &str = "certificationRequestInfo";
pub(super) const KEY: &str = "certificationRequestInfo.subjectPKInfo";
pub(super) const ALGORITHM: &str = "signatureAlgorithm";

/// A place where a request breaks a rule.
///
/// `Display` is one line: severity, id, place, what was found, advice, source. With `{:#}` it is shorter, for
/// a terminal: the [short place](Self::short_place), and the first byte of it in the DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    rule: &'static Rule,
    place: String,
    short_place: String,
    range: Range<usize>,
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

    /// A readable name of that part, such as `SAN[2]`, `extKeyUsage.critical` or `subject.CN`. Numbers count
    /// from 0; a subject attribute has one only beside others of its type.
    pub fn short_place(&self) -> &str {
        &self.short_place
    }

    /// Its bytes in [`Inspection::as_der`]. Of a part that is missing, the bytes of the nearest one around
    /// it.
    pub const fn range(&self) -> &Range<usize> {
        &self.range
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
        let Rule { code, severity, .. } = self.rule;
        let source = self.rule.source();
        let (found, advice) = (&self.found, self.advice());
        if f.alternate() {
            let (place, at) = (&self.short_place, self.range.start);
            write!(f, "{severity}: {code}: {place} {found}, at byte {at}; {advice} ({source})")
        } else {
            write!(f, "{severity}: {code}: {} {found}; {advice} ({source})", self.place)
        }
    }
}

/// Findings of one rule that are kept: a request full of one fault needs no list of them all.
const KEPT_PER_RULE: usize = 100;

/// Collects findings.
pub(super) struct Findings<'a> {
    policy: &'a Policy,
    inspection: &'a Inspection,
    list: Vec<Finding>,
    /// The rules that were asked for, and how many findings there may still be of each.
    rules: BTreeMap<Code, (Option<&'static Rule>, usize)>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(policy: &'a Policy, inspection: &'a Inspection) -> Self {
        Self { policy, inspection, list: Vec::new(), rules: BTreeMap::new() }
    }

    pub(super) const fn policy(&self) -> &Policy {
        self.policy
    }

    pub(super) fn add(&mut self, code: Code, place: impl fmt::Display, found: impl fmt::Display) {
        self.add_with_advice(code, place, found, None);
    }

    /// Adds what the reader found, which knows the byte.
    pub(super) fn add_deviation(&mut self, deviation: &Deviation) {
        self.push(
            deviation.code(),
            deviation.place(),
            deviation.found(),
            None,
            Some(deviation.at()),
        );
    }

    /// Adds a finding with better advice than the rule's, if there is any. A code without a rule
    /// in the policy is not checked.
    pub(super) fn add_with_advice(
        &mut self,
        code: Code,
        place: impl fmt::Display,
        found: impl fmt::Display,
        advice: Option<String>,
    ) {
        self.push(code, place, found, advice, None);
    }

    /// Adds a finding about a place, or the value at a byte of it.
    fn push(
        &mut self,
        code: Code,
        place: impl fmt::Display,
        found: impl fmt::Display,
        advice: Option<String>,
        at: Option<usize>,
    ) {
        let find = || (self.policy.rule(code), KEPT_PER_RULE);
        let (rule, left) = self.rules.entry(code).or_insert_with(find);
        if let Some(rule) = rule.filter(|_| *left > 0) {
            *left -= 1;
            let (place, found) = (format!("{place}"), format!("{found}"));
            let located = self.inspection.locate(&place);
            let range = at.map_or(located.range, |at| self.inspection.value_at(at));
            let short_place = located.name;
            self.list.push(Finding { rule, place, short_place, range, found, advice });
        }
    }

    /// The findings, one for one fact.
    pub(super) fn into_list(mut self) -> Vec<Finding> {
        let found: BTreeSet<(Code, String)> =
            self.list.iter().map(|finding| (finding.rule.code(), finding.place.clone())).collect();
        self.list.retain(|finding| {
            let is_reported = |(reported, code): &(Code, Code)| {
                *code == finding.rule.code() && found.contains(&(*reported, finding.place.clone()))
            };
            !SAME_FACT.iter().any(is_reported)
        });
        self.list
    }
}

/// Two rules about one fact: where the first found it, the second has nothing to add.
const SAME_FACT: &[(Code, Code)] = &[
    (Code::PublicCountry, Code::CountryUnassigned),
    (Code::LxcaCountry, Code::CountryUnassigned),
    (Code::PublicCountry, Code::LxcaCountry),
    (Code::RsaKeySize, Code::AdCsKeySize),
    (Code::KeyDamaged, Code::AdCsKeySize),
    (Code::RsaKeySize, Code::LxcaKey),
    (Code::RsaExponent, Code::PublicRsaExponent),
    (Code::SanType, Code::NameDropped),
    (Code::ValueEmpty, Code::CnNotInSan),
    (Code::CnIpAddress, Code::CnNotInSan),
    (Code::SignatureWeak, Code::PublicSignatureAlgorithm),
    (Code::PublicKeyUsage, Code::UsageWithoutAgreement),
];

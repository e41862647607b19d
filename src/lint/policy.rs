//! By which rules a request is checked.

use alloc::vec::Vec;

use super::date::Date;
use super::rule::{Group, Rule};
use crate::error::Code;

/// The rules to check by: those of the RFCs, always, and those of the groups that are named, as they
/// are in force on a day, but for the ignored ones.
///
/// The library has no clock, so the day is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    groups: Vec<Group>,
    date: Date,
    ignored: Vec<Code>,
    trusts_signature: bool,
}

impl Policy {
    /// The rules of the RFCs and of these groups, as of a day.
    pub fn new(groups: &[Group], date: Date) -> Self {
        Self { groups: groups.into(), date, ignored: Vec::new(), trusts_signature: false }
    }

    /// Without the rules of these codes.
    #[must_use]
    pub fn ignoring(mut self, codes: &[Code]) -> Self {
        self.ignored.extend(codes);
        self
    }

    /// Without verifying the signature, which costs many times the rest: for a request that the caller has
    /// just signed.
    #[must_use]
    pub const fn trusting_signature(mut self) -> Self {
        self.trusts_signature = true;
        self
    }

    /// Why no request satisfies all of its groups, if that is so: XClarity Administrator needs
    /// clientAuth, with which public CAs do not issue any more.
    pub fn contradiction(&self) -> Option<&'static str> {
        let excludes_each_other = self.has(Group::PublicCa)
            && self.has(Group::Lxca)
            && self.rule(Code::PublicClientAuth).is_some()
            && self.rule(Code::LxcaPurposes).is_some();
        excludes_each_other.then_some(
            "lxca needs clientAuth, with which public CAs (public-ca) do not issue any more: no request satisfies both; check by one of them",
        )
    }

    pub(super) const fn trusts_signature(&self) -> bool {
        self.trusts_signature
    }

    pub(super) fn has(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }

    /// The rule of a code that is in force and not ignored.
    pub(super) fn rule(&self, code: Code) -> Option<&'static Rule> {
        Rule::all().iter().find(|rule| {
            rule.code() == code && rule.is_in_force(self.date) && !self.ignored.contains(&code)
        })
    }
}

//! Which CAs would refuse the request, before it is sent to them.

use std::io::{self, IsTerminal};

use clap::Args;
use pkcs10::{
    CertificationRequest, Inspection,
    lint::{Finding, Group, Severity},
};

use crate::failure;
use crate::failure::Failure;
use crate::lint::{line, note_contradiction, policy_of_today};
use crate::named::one_of;

#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Lint")]
pub(crate) struct LintOptions {
    /// Check the request by these rules besides those of the RFCs, and list all findings on standard
    /// error, or in the results of a batch (without it, errors by the RFCs alone): public-ca (web CAs), ad-cs (Microsoft), lxca; several are separated by commas; rfc for
    /// those of the RFCs alone
    #[arg(
        long,
        value_name = "GROUPS",
        value_delimiter = ',',
        value_parser = one_of::<Group>(Group::ALL.iter().map(|group| group.as_str())),
        hide_possible_values = true,
    )]
    lint: Vec<Group>,

    /// Fail if --lint finds an error: exit code 1, and neither the request nor a key is written
    #[arg(long, requires = "lint")]
    lint_strict: bool,
}

impl LintOptions {
    /// Lists the findings; where none were requested, errors by the rules of the RFCs alone.
    pub(super) fn check(&self, csr: &CertificationRequest) -> Result<(), Failure> {
        let is_for_terminal = io::stderr().is_terminal();
        let findings = self.findings(csr, is_for_terminal)?;
        note_contradiction(&policy_of_today(&self.lint));
        let lines = findings.iter().map(|finding| noted(finding, is_for_terminal));
        lines.for_each(failure::note);
        Ok(())
    }

    /// The findings, or errors by the RFCs alone where none were requested. With --lint-strict an error
    /// among them is a refusal.
    pub(crate) fn findings(
        &self,
        csr: &CertificationRequest,
        is_for_terminal: bool,
    ) -> Result<Vec<Finding>, Failure> {
        let der = csr.as_der();
        let inspection = Inspection::read_with_limit(der, der.len()).map_err(Failure::refused)?;
        let mut findings =
            pkcs10::lint(&inspection, &policy_of_today(&self.lint).trusting_signature());
        let is_error = |finding: &Finding| finding.rule().severity() == Severity::Error;
        if self.lint.is_empty() {
            findings.retain(is_error);
        }
        if self.lint_strict && findings.iter().any(is_error) {
            return Err(Failure::Refused(
                findings.iter().map(|finding| noted(finding, is_for_terminal)).collect(),
            ));
        }
        Ok(findings)
    }
}

/// A finding on a line of standard error, or in a result of a batch.
fn noted(finding: &Finding, is_for_terminal: bool) -> String {
    format!("lint: {}", line(finding, is_for_terminal))
}

//! Which CAs would refuse the request, before it is sent to them.

use clap::Args;
use pkcs10::{
    CertificationRequest, Inspection,
    lint::{Group, Severity},
};

use crate::failure;
use crate::failure::Failure;
use crate::lint::policy_of_today;
use crate::named::one_of;

#[derive(Args)]
#[command(next_help_heading = "Lint")]
pub(super) struct LintOptions {
    /// Check the request by these rules besides those of the RFCs, and list the findings on standard
    /// error: public-ca (web CAs), ad-cs (Microsoft), lxca; several are separated by commas; rfc for
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
    /// Lists the findings, if this was requested.
    pub(super) fn check(&self, csr: &CertificationRequest) -> Result<(), Failure> {
        if self.lint.is_empty() {
            return Ok(());
        }
        let der = csr.as_der();
        let inspection = Inspection::read_with_limit(der, der.len()).map_err(Failure::refused)?;
        let findings = pkcs10::lint(&inspection, &policy_of_today(&self.lint));
        let lines = findings.iter().map(|finding| format!("lint: {finding}"));
        let is_error = |rule: &pkcs10::lint::Rule| rule.severity() == Severity::Error;
        if self.lint_strict && findings.iter().any(|finding| is_error(finding.rule())) {
            return Err(Failure::Refused(lines.collect()));
        }
        lines.for_each(failure::note);
        Ok(())
    }
}

//! Checks a request: what is wrong with it, and who would refuse it for that.
//!
//! Rules are data ([`Rule::all`]); the checks only say where one of them is broken. A deviation is
//! found under the rule of its code.

use alloc::vec::Vec;

use crate::inspect::Inspection;

mod ad_cs;
mod date;
mod finding;
#[cfg(feature = "json")]
mod json;
mod key;
mod lxca;
mod other_name;
mod policy;
mod possession;
mod public_ca;
mod reserved;
mod rfc;
#[cfg(feature = "rsa")]
mod rsa_modulus;
mod rule;
mod rules;
mod source;
mod subject;
#[cfg(feature = "public-suffix")]
mod suffix;
mod usage;

use finding::Findings;

#[cfg(doc)]
#[doc = include_str!("lint/rules.md")]
pub mod all_rules {}

pub use date::Date;
pub use finding::Finding;
#[cfg(feature = "json")]
pub use json::findings_to_json;
pub use policy::Policy;
pub use rule::{Group, Rule, Severity};
pub use source::Source;
#[cfg(feature = "public-suffix")]
pub use suffix::PUBLIC_SUFFIX_LIST;

/// Checks a request by the rules of a policy. RSA moduli are looked at for weak primes where the build
/// has the feature `rsa`.
///
/// ```
/// use pkcs10::{Code, Inspection, lint, lint::{Group, Policy}};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, GeneralName, KeyPair, Request, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder().subject_alt_name(GeneralName::dns("bmc-7")).build()?;
/// let inspection = Inspection::read(request.sign(&key)?.as_der())?;
///
/// let today = "2026-11-27".parse()?;
/// assert!(lint(&inspection, &Policy::new(&[], today)).is_empty());
/// let policy = Policy::new(&[Group::PublicCa], today);
/// assert_eq!(lint(&inspection, &policy)[0].rule().code(), Code::OneLabelName);
/// assert!(lint(&inspection, &policy.ignoring(&[Code::OneLabelName])).is_empty());
/// # }
/// # Ok(())
/// # }
/// ```
pub fn lint(inspection: &Inspection, policy: &Policy) -> Vec<Finding> {
    let mut findings = Findings::new(policy, inspection);
    rfc::check(inspection, &mut findings);
    subject::check(inspection, &mut findings);
    usage::check(inspection, &mut findings);
    key::check(inspection, &mut findings);
    possession::check(inspection, &mut findings);
    if policy.has(Group::PublicCa) {
        public_ca::check(inspection, &mut findings);
    }
    if policy.has(Group::AdCs) {
        ad_cs::check(inspection, &mut findings);
    }
    if policy.has(Group::Lxca) {
        lxca::check(inspection, &mut findings);
    }
    findings.into_list()
}

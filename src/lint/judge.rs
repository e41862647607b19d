//! The judge: every check, in order.

use alloc::vec::Vec;

use super::finding::{Finding, Findings};
use super::rule::Group;
use super::{ad_cs, key, lxca, public_ca, rfc};
use crate::inspect::Inspection;

/// Judges a request by the RFCs, always, and by the rules of the groups that are named. RSA moduli
/// are looked at for weak primes where the build has the feature `rsa`.
///
/// ```
/// use pkcs10::{Code, Inspection, lint, lint::Group};
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
/// assert_eq!(findings[0].rule().code(), Code::OneLabelName);
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
    findings.into_list()
}

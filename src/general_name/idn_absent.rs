//! Stands in for internationalised names where the feature `idn` is off: A-labels are checked
//! as letters, digits and hyphens, and U-labels are refused.

use alloc::string::String;

use super::DnsNameError;

pub(crate) fn check_a_labels(_text: &str) -> Result<(), DnsNameError> {
    Ok(())
}

pub(crate) fn to_ascii(text: &str) -> Result<String, DnsNameError> {
    // The grammar says what else may be wrong with it.
    super::dns_name::check(text).map(|()| text.into())
}

pub(crate) fn hint(_text: &str) -> Option<String> {
    Some("give the A-label (\"xn--…\"), or build with the feature idn, which converts it".into())
}

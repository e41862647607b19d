//! Internationalised domain names (UTS 46), by the crate `idna`.

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
    None
}

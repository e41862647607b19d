//! Stands in for internationalised names where the feature `idn` is off: A-labels are checked
//! as letters, digits and hyphens, and U-labels are refused.

use alloc::string::String;

use super::DnsNameError;
use super::dns_name;

/// Without the tables of Unicode there is nothing more to check than the grammar has.
pub(crate) fn check_a_labels(_text: &str) -> Result<(), DnsNameError> {
    Ok(())
}

/// Refuses a name that is not ASCII, for whatever else is wrong with it first.
pub(crate) fn to_ascii(text: &str) -> Result<String, DnsNameError> {
    dns_name::check(text).map(|()| text.into())
}

pub(crate) fn hint(_text: &str) -> Option<String> {
    Some("give the A-label (\"xn--…\"), or build with the feature idn, which converts it".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u_labels_are_refused_and_a_labels_are_letters_digits_and_hyphens() {
        let refused = DnsNameError::NotAscii { character: 'ü', at: 2 };
        assert_eq!(to_ascii("bücher.example"), Err(refused));
        assert_eq!(to_ascii("bü_"), Err(DnsNameError::Underscore { at: 3 }));
        assert_eq!(dns_name::to_ascii("xn--a").as_deref(), Ok("xn--a"));
    }
}

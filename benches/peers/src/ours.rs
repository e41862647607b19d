//! pkcs10.

use pkcs10::{DistinguishedName, GeneralNameType, Request};

use crate::sample;

/// From text to a valid request: every check, duplicates too.
pub fn request(names: &[String]) -> Request {
    Request::builder()
        .subject(
            DistinguishedName::builder()
                .country(sample::COUNTRY)
                .organization(sample::ORGANIZATION)
                .organizational_unit(sample::ORGANIZATIONAL_UNIT)
                .common_name(sample::COMMON_NAME),
        )
        .subject_alt_names(names.iter().map(|name| (GeneralNameType::DnsName, name.as_str())))
        .build()
        .expect("valid")
}

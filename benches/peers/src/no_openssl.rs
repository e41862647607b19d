//! Stands in for the openssl crate where it is not built in.

use crate::contest::Lane;

pub fn reading(_der: &[u8], _pem: &str) -> [Option<Lane<'static>>; 3] {
    [const { None }; 3]
}

pub fn whole_csr(
    _names: &[String],
    _pkcs8: &[u8],
    _check: impl Fn(&[u8]),
) -> Option<Lane<'static>> {
    eprintln!("left out: openssl (build with the feature openssl; it needs libssl with headers)");
    None
}

//! Stands in for SHA-256 where the build has no cryptography.

pub(super) const fn sha256(_octets: &[u8]) -> Option<[u8; 32]> {
    None
}

//! A SubjectPublicKeyInfo, written.

use alloc::vec::Vec;

use crate::algorithm::table::{EC_PUBLIC_KEY, RSA_ENCRYPTION};
use crate::asn1::write::{self as der, tag};

/// The SubjectPublicKeyInfo around a key.
pub(super) fn info(key: &[u8], identifier: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut info = Vec::with_capacity(key.len() + 48);
    der::nested(&mut info, tag::SEQUENCE, |info| {
        der::nested(info, tag::SEQUENCE, identifier);
        der::header(info, tag::BIT_STRING, key.len() + 1);
        info.push(0);
        info.extend_from_slice(key);
    });
    info
}

/// Writes what the AlgorithmIdentifier of an RSA key holds (RFC 3279 2.3.1).
pub(super) fn rsa_identifier(identifier: &mut Vec<u8>) {
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, RSA_ENCRYPTION);
    der::tlv(identifier, tag::NULL, &[]);
}

/// Writes what the AlgorithmIdentifier of a key on a named curve holds (RFC 5480 2.1.1).
pub(crate) fn ec_identifier(identifier: &mut Vec<u8>, curve: &[u8]) {
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, EC_PUBLIC_KEY);
    der::tlv(identifier, tag::OBJECT_IDENTIFIER, curve);
}

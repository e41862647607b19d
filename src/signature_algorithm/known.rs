//! What is known of signature algorithms: their names, which keys sign by them, and which parameters
//! belong to them (RFC 4055, 5480, 5758, 8410, 9881).

use alloc::vec::Vec;

use crate::der::{self, tag};
use crate::public_key::names::{DSA, RSASSA_PSS};
use crate::public_key::{EC_PUBLIC_KEY, RSA_ENCRYPTION};

/// A hash function, as far as judging a signature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// MD2 or MD5: broken.
    Md5,
    /// SHA-1: broken.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// Another one, or the algorithm's own.
    Other,
}

impl Hash {
    /// Whether two messages with the same value can be found (RFC 6151, RFC 6194).
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }
}

/// What is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Rsa,
    RsaPss,
    Ecdsa,
    Dsa,
    /// One whose keys have its own identifier.
    OfItsKeys,
    /// An algorithm that is not in the table, or of whose keys nothing is known.
    Unknown,
}

/// Which parameters an AlgorithmIdentifier has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    Null,
    Absent,
    /// RSASSA-PSS-params.
    Pss,
    Any,
}

/// What is known of an algorithm.
pub(crate) struct Row {
    oid: &'static [u8],
    pub(crate) name: &'static str,
    pub(crate) family: Family,
    pub(crate) hash: Hash,
    pub(crate) parameters: Parameters,
}

macro_rules! rows {
    ($($oid:expr, $name:literal, $family:ident, $hash:ident, $parameters:ident;)*) => {
        &[$(Row {
            oid: &$oid,
            name: $name,
            family: Family::$family,
            hash: Hash::$hash,
            parameters: Parameters::$parameters,
        }),*]
    };
}

const SIGNATURES: &[Row] = rows! {
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 2], "md2WithRSAEncryption", Rsa, Md5, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4], "md5WithRSAEncryption", Rsa, Md5, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 5], "sha1WithRSAEncryption", Rsa, Sha1, Null;
    [0x2B, 14, 3, 2, 29], "sha1WithRSASignature", Rsa, Sha1, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14], "sha224WithRSAEncryption", Rsa, Sha224, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11], "sha256WithRSAEncryption", Rsa, Sha256, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 12], "sha384WithRSAEncryption", Rsa, Sha384, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 13], "sha512WithRSAEncryption", Rsa, Sha512, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 15], "sha512-224WithRSAEncryption", Rsa, Other, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 16], "sha512-256WithRSAEncryption", Rsa, Other, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10], "rsassaPss", RsaPss, Other, Pss;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1], "ecdsa-with-SHA1", Ecdsa, Sha1, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 1], "ecdsa-with-SHA224", Ecdsa, Sha224, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2], "ecdsa-with-SHA256", Ecdsa, Sha256, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3], "ecdsa-with-SHA384", Ecdsa, Sha384, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4], "ecdsa-with-SHA512", Ecdsa, Sha512, Absent;
    [0x2B, 101, 112], "Ed25519", OfItsKeys, Other, Absent;
    [0x2B, 101, 113], "Ed448", OfItsKeys, Other, Absent;
    [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3], "dsa-with-sha1", Dsa, Sha1, Any;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 1], "dsa-with-sha224", Dsa, Sha224, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 2], "dsa-with-sha256", Dsa, Sha256, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17], "ML-DSA-44", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18], "ML-DSA-65", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 19], "ML-DSA-87", OfItsKeys, Other, Absent;
    [0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x83, 0x75], "SM2-with-SM3", Ecdsa, Other, Any;
    [0x2A, 0x85, 3, 2, 2, 3], "GOST R 34.10-2001", Unknown, Other, Any;
};

/// Whether keys of an algorithm sign by another, both by the content octets of their identifiers;
/// `true` where nobody knows.
pub(crate) fn signs(key: &[u8], signature: &[u8]) -> bool {
    match row(signature).map_or(Family::Unknown, |row| row.family) {
        Family::Rsa => key == RSA_ENCRYPTION,
        Family::RsaPss => key == RSA_ENCRYPTION || key == RSASSA_PSS,
        Family::Ecdsa => key == EC_PUBLIC_KEY,
        Family::Dsa => key == DSA,
        Family::OfItsKeys => key == signature,
        Family::Unknown => true,
    }
}

/// What is known of an algorithm, by the content octets of its identifier.
pub(crate) fn row(oid: &[u8]) -> Option<&'static Row> {
    SIGNATURES.iter().find(|row| row.oid == oid)
}

/// The same by its name, in upper or lower case.
pub(crate) fn named(name: &str) -> Option<&'static Row> {
    SIGNATURES.iter().find(|row| row.name.eq_ignore_ascii_case(name))
}

/// The AlgorithmIdentifier with the parameters that belong to it: NULL, or none where they are
/// absent or nobody knows.
pub(crate) fn identifier(oid: &[u8]) -> Vec<u8> {
    let mut der = Vec::new();
    der::nested(&mut der, tag::SEQUENCE, |der| {
        der::tlv(der, tag::OBJECT_IDENTIFIER, oid);
        if row(oid).is_some_and(|row| row.parameters == Parameters::Null) {
            der::tlv(der, tag::NULL, &[]);
        }
    });
    der
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sign_by_their_own_algorithms_and_no_others() {
        const ED25519: &[u8] = &[0x2B, 101, 112];
        const KEYS: [&[u8]; 5] = [RSA_ENCRYPTION, RSASSA_PSS, EC_PUBLIC_KEY, DSA, ED25519];
        let cases: [(&str, &[&[u8]]); 8] = [
            ("sha256WithRSAEncryption", &[RSA_ENCRYPTION]),
            ("rsassaPss", &[RSA_ENCRYPTION, RSASSA_PSS]),
            ("ecdsa-with-SHA384", &[EC_PUBLIC_KEY]),
            ("SM2-with-SM3", &[EC_PUBLIC_KEY]),
            ("dsa-with-sha256", &[DSA]),
            ("Ed25519", &[ED25519]),
            ("Ed448", &[]),
            // Of its keys nothing is known here.
            ("GOST R 34.10-2001", &KEYS),
        ];
        for (name, signers) in cases {
            let signature = named(name).unwrap().oid;
            for key in KEYS {
                assert_eq!(signs(key, signature), signers.contains(&key), "{name}, {key:02x?}");
            }
        }
        assert!(signs(RSA_ENCRYPTION, &[0x2A, 3]));
        assert!(named("ECDSA-with-sha1").is_some_and(|row| row.hash.is_broken()));
        assert!(named("").is_none());
    }
}

//! The one table of algorithms: signature algorithms, key algorithms, curves and digests of
//! RSASSA-PSS, with what is known of each.

use core::fmt;

use super::digest::DigestAlgorithm::{
    self, Md2, Md4, Md5, Other, Sha1, Sha224, Sha256, Sha384, Sha512,
};
use crate::asn1::Oid;
use Family::{Dsa, Ecdsa, OfItsKeys, Rsa, RsaPss, Unknown};

/// rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017).
pub(crate) const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
/// id-RSASSA-PSS, 1.2.840.113549.1.1.10: also an RSA key for PSS only (RFC 4055 3.1).
pub(crate) const RSASSA_PSS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10];
/// id-dsa, 1.2.840.10040.4.1 (RFC 3279 2.3.2).
pub(crate) const DSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1];
/// id-ecPublicKey, 1.2.840.10045.2.1 (RFC 5480).
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1];
/// secp256r1, 1.2.840.10045.3.1.7 (RFC 5480).
pub(crate) const SECP256R1: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
/// secp384r1, 1.3.132.0.34 (RFC 5480).
pub(crate) const SECP384R1: &[u8] = &[0x2B, 0x81, 0x04, 0, 34];
/// secp521r1, 1.3.132.0.35 (RFC 5480).
pub(crate) const SECP521R1: &[u8] = &[0x2B, 0x81, 0x04, 0, 35];
/// id-Ed25519, 1.3.101.112: of keys and of signatures (RFC 8410 3).
pub(crate) const ED25519: &[u8] = &[0x2B, 101, 112];
/// id-Ed448, 1.3.101.113: of keys and of signatures (RFC 8410 3; sizes of RFC 8032 5.2).
const ED448: &[u8] = &[0x2B, 101, 113];
/// id-ml-dsa-44, 2.16.840.1.101.3.4.3.17: of keys and of signatures (RFC 9881 2).
pub(crate) const ML_DSA_44: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17];
/// id-ml-dsa-65, 2.16.840.1.101.3.4.3.18.
pub(crate) const ML_DSA_65: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18];
/// id-ml-dsa-87, 2.16.840.1.101.3.4.3.19.
pub(crate) const ML_DSA_87: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 19];

/// What is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// RSA, PKCS #1 v1.5.
    Rsa,
    /// RSASSA-PSS.
    RsaPss,
    Ecdsa,
    Dsa,
    /// The algorithm has the same identifier as its keys.
    OfItsKeys,
    /// The algorithm is not in the table, or its keys are not known.
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

/// A signature algorithm.
pub(crate) struct Signature {
    /// The DER of its AlgorithmIdentifier, without parameters where these differ.
    pub(crate) identifier: &'static [u8],
    pub(crate) name: &'static str,
    pub(crate) family: Family,
    pub(crate) digest: DigestAlgorithm,
    pub(crate) parameters: Parameters,
}

impl Signature {
    /// The content of its object identifier.
    pub(crate) fn oid(&self) -> &'static [u8] {
        &self.identifier[4..4 + usize::from(self.identifier[3])]
    }

    /// Whether it can be asked for by its name: only what is not broken, and in use.
    pub(super) const fn is_nameable(&self) -> bool {
        match self.family {
            Rsa | Ecdsa => matches!(self.digest, Sha256 | Sha384 | Sha512),
            family => matches!(family, OfItsKeys),
        }
    }
}

const fn len(bytes: &[u8], more: u8) -> u8 {
    let (mut len, mut at) = (more, 0);
    while at < bytes.len() {
        (len, at) = (len + 1, at + 1);
    }
    len
}

macro_rules! identifier {
    (Null, $($byte:expr),*) => {
        &[0x30, len(&[$($byte),*], 4), 6, len(&[$($byte),*], 0), $($byte,)* 5, 0]
    };
    ($other:ident, $($byte:expr),*) => {
        &[0x30, len(&[$($byte),*], 2), 6, len(&[$($byte),*], 0), $($byte),*]
    };
}

#[cfg(test)]
mod tests;

macro_rules! signatures {
    ($([$($byte:expr),*], $name:literal, $family:ident, $digest:ident, $parameters:ident;)*) => {
        &[$(Signature {
            identifier: identifier!($parameters, $($byte),*),
            name: $name,
            family: $family,
            digest: $digest,
            parameters: Parameters::$parameters,
        }),*]
    };
}

/// RFC 4055, 5480, 5758, 8410, 9881.
pub(super) const SIGNATURES: &[Signature] = signatures! {
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 2], "md2WithRSAEncryption", Rsa, Md2, Null;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 3], "md4WithRSAEncryption", Rsa, Md4, Null;
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
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 3], "dsa-with-sha384", Dsa, Sha384, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 4], "dsa-with-sha512", Dsa, Sha512, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17], "ML-DSA-44", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18], "ML-DSA-65", OfItsKeys, Other, Absent;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 19], "ML-DSA-87", OfItsKeys, Other, Absent;
    [0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x83, 0x75], "SM2-with-SM3", Ecdsa, Other, Any;
    [0x2A, 0x85, 3, 2, 2, 3], "GOST R 34.10-2001", Unknown, Other, Any;
};

/// A digest algorithm of RSASSA-PSS.
pub(super) struct PssDigest {
    pub(super) oid: &'static [u8],
    pub(super) digest: DigestAlgorithm,
    /// What its name is behind `RSASSA-PSS-`, and how many bytes it has; where it can be asked for.
    pub(super) named: Option<(&'static str, u16)>,
}

pub(super) const SHA1_OID: &[u8] = &[0x2B, 14, 3, 2, 26];

/// RFC 4055 2.1.
pub(super) const PSS_DIGESTS: [PssDigest; 5] = [
    PssDigest { oid: SHA1_OID, digest: Sha1, named: None },
    PssDigest { oid: &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 4], digest: Sha224, named: None },
    PssDigest {
        oid: &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1],
        digest: Sha256,
        named: Some(("SHA256", 32)),
    },
    PssDigest {
        oid: &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 2],
        digest: Sha384,
        named: Some(("SHA384", 48)),
    },
    PssDigest {
        oid: &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 3],
        digest: Sha512,
        named: Some(("SHA512", 64)),
    },
];

/// The algorithm of a key.
pub(crate) struct Key {
    oid: &'static [u8],
    pub(crate) name: &'static str,
    /// The size of its keys, where all have the same.
    pub(crate) bits: Option<usize>,
    /// Whether its parameters must be absent (RFC 8410 3, RFC 9881 4).
    pub(crate) no_parameters: bool,
    /// Whether its keys agree on secrets (or decrypt) and cannot sign.
    pub(crate) cannot_sign: bool,
    /// The bytes of a public key, where all have the same.
    pub(crate) public_len: Option<usize>,
}

macro_rules! keys {
    ($(
        $oid:expr, $name:literal, $bits:expr, $no_parameters:literal, $cannot_sign:literal
        $(, $public_len:literal)?;
    )*) => {
        &[$(Key {
            oid: &$oid,
            name: $name,
            bits: $bits,
            no_parameters: $no_parameters,
            cannot_sign: $cannot_sign,
            public_len: [$($public_len)?].first().copied(),
        }),*]
    };
}

/// RFC 8017, 5480, 8410 (sizes: RFC 8032, RFC 7748), 4055, 3279, 9881, 9935; SEC 1 C.3 (ECDH, ECMQV).
const KEYS: &[Key] = keys! {
    *RSA_ENCRYPTION, "RSA", None, false, false;
    *EC_PUBLIC_KEY, "elliptic-curve", None, false, false;
    *ED25519, "Ed25519", Some(256), true, false, 32;
    *ED448, "Ed448", Some(456), true, false, 57;
    *RSASSA_PSS, "RSA-PSS", None, false, false;
    *DSA, "DSA", None, false, false;
    [0x2A, 0x85, 3, 2, 2, 19], "GOST R 34.10-2001", None, false, false;
    *ML_DSA_44, "ML-DSA-44", None, true, false, 1_312;
    *ML_DSA_65, "ML-DSA-65", None, true, false, 1_952;
    *ML_DSA_87, "ML-DSA-87", None, true, false, 2_592;
    [0x2B, 101, 110], "X25519", Some(256), true, true, 32;
    [0x2B, 101, 111], "X448", Some(448), true, true, 56;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 3, 1], "Diffie-Hellman", None, false, true;
    [0x2A, 0x86, 0x48, 0xCE, 0x3E, 2, 1], "Diffie-Hellman", None, false, true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 7], "RSA-OAEP", None, false, true;
    [0x2B, 0x81, 0x04, 1, 12], "ECDH", None, false, true;
    [0x2B, 0x81, 0x04, 1, 13], "ECMQV", None, false, true;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 4, 1], "ML-KEM-512", None, true, true, 800;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 4, 2], "ML-KEM-768", None, true, true, 1_184;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 4, 3], "ML-KEM-1024", None, true, true, 1_568;
};

/// An algorithm that is only named: no family has it, so its signatures are made elsewhere and not verified.
/// One object identifier names keys and signatures, without parameters.
struct Named {
    key: Key,
    signature: Signature,
    /// The bytes of a signature, where all have the same.
    signature_len: Option<usize>,
}

macro_rules! named {
    ($([$($byte:expr),*], $name:literal $(, $public_len:literal, $signature_len:literal)?;)*) => {
        &[$(Named {
            key: Key {
                oid: &[$($byte),*],
                name: $name,
                bits: None,
                no_parameters: true,
                cannot_sign: false,
                public_len: [$($public_len)?].first().copied(),
            },
            signature: Signature {
                identifier: identifier!(Absent, $($byte),*),
                name: $name,
                family: OfItsKeys,
                digest: Other,
                parameters: Parameters::Absent,
            },
            signature_len: [$($signature_len)?].first().copied(),
        }),*]
    };
}

/// SLH-DSA (identifiers of RFC 9909 3, sizes of FIPS 205, table 2); HSS/LMS, XMSS and XMSS^MT
/// (identifiers of RFC 9802 3: id-alg-hss-lms-hashsig of RFC 9708, id-alg-xmss-hashsig,
/// id-alg-xmssmt-hashsig), whose sizes are those of a parameter set that the key names, and whose keys
/// have a state: no one-time key may sign twice; composite ML-DSA
/// (draft-ietf-lamps-pq-composite-sigs).
const NAMED: &[Named] = named! {
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 20], "SLH-DSA-SHA2-128s", 32, 7_856;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 21], "SLH-DSA-SHA2-128f", 32, 17_088;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 22], "SLH-DSA-SHA2-192s", 48, 16_224;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 23], "SLH-DSA-SHA2-192f", 48, 35_664;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 24], "SLH-DSA-SHA2-256s", 64, 29_792;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 25], "SLH-DSA-SHA2-256f", 64, 49_856;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 26], "SLH-DSA-SHAKE-128s", 32, 7_856;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 27], "SLH-DSA-SHAKE-128f", 32, 17_088;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 28], "SLH-DSA-SHAKE-192s", 48, 16_224;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 29], "SLH-DSA-SHAKE-192f", 48, 35_664;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 30], "SLH-DSA-SHAKE-256s", 64, 29_792;
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 31], "SLH-DSA-SHAKE-256f", 64, 49_856;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 3, 17], "HSS-LMS";
    [0x2B, 6, 1, 5, 5, 7, 6, 34], "XMSS";
    [0x2B, 6, 1, 5, 5, 7, 6, 35], "XMSSMT";
    [0x2B, 6, 1, 5, 5, 7, 6, 37], "MLDSA44-RSA2048-PSS-SHA256";
    [0x2B, 6, 1, 5, 5, 7, 6, 38], "MLDSA44-RSA2048-PKCS15-SHA256";
    [0x2B, 6, 1, 5, 5, 7, 6, 39], "MLDSA44-Ed25519-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 40], "MLDSA44-ECDSA-P256-SHA256";
    [0x2B, 6, 1, 5, 5, 7, 6, 41], "MLDSA65-RSA3072-PSS-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 42], "MLDSA65-RSA3072-PKCS15-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 43], "MLDSA65-RSA4096-PSS-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 44], "MLDSA65-RSA4096-PKCS15-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 45], "MLDSA65-ECDSA-P256-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 46], "MLDSA65-ECDSA-P384-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 47], "MLDSA65-ECDSA-brainpoolP256r1-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 48], "MLDSA65-Ed25519-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 49], "MLDSA87-ECDSA-P384-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 50], "MLDSA87-ECDSA-brainpoolP384r1-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 51], "MLDSA87-Ed448-SHAKE256";
    [0x2B, 6, 1, 5, 5, 7, 6, 52], "MLDSA87-RSA3072-PSS-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 53], "MLDSA87-RSA4096-PSS-SHA512";
    [0x2B, 6, 1, 5, 5, 7, 6, 54], "MLDSA87-ECDSA-P521-SHA512";
};

/// Named curves: object identifier, name, size of the field in bits.
const CURVES: [(&[u8], &str, usize); 10] = [
    (SECP256R1, "P-256", 256),
    (SECP384R1, "P-384", 384),
    (SECP521R1, "P-521", 521),
    (&[0x2B, 0x81, 0x04, 0, 33], "P-224", 224),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 1], "P-192", 192),
    (&[0x2B, 0x81, 0x04, 0, 10], "secp256k1", 256),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7], "brainpoolP256r1", 256),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11], "brainpoolP384r1", 384),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 13], "brainpoolP512r1", 512),
    (&[0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x82, 0x2D], "SM2", 256),
];

/// A signature algorithm by the content of its object identifier.
pub(crate) fn signature(oid: &[u8]) -> Option<&'static Signature> {
    SIGNATURES.iter().chain(NAMED.iter().map(|row| &row.signature)).find(|row| row.oid() == oid)
}

/// A signature algorithm by its name, in upper or lower case.
pub(super) fn signature_by_name(name: &str) -> Option<&'static Signature> {
    let mut rows = SIGNATURES.iter().chain(NAMED.iter().map(|row| &row.signature));
    rows.find(|row| row.name.eq_ignore_ascii_case(name))
}

/// The algorithm of a key by the content of its object identifier.
pub(crate) fn key(oid: &[u8]) -> Option<&'static Key> {
    keys().find(|row| row.oid == oid)
}

fn keys() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().chain(NAMED.iter().map(|row| &row.key))
}

/// The names of algorithms of keys and of curves, and whether their keys cannot sign.
pub(crate) fn key_names() -> impl Iterator<Item = (&'static str, bool)> {
    let curves = CURVES.iter().map(|(_, name, _)| (*name, false));
    keys().map(|row| (row.name, row.cannot_sign)).chain(curves)
}

/// Whether keys of the algorithm cannot sign.
pub(crate) fn cannot_sign(oid: &[u8]) -> bool {
    key(oid).is_some_and(|row| row.cannot_sign)
}

/// The bytes of a public key and of a signature of an algorithm that is only named, where all have the
/// same.
pub(crate) fn lens(oid: &[u8]) -> Option<(usize, usize)> {
    let signature_len = match oid {
        ED448 => 114,
        _ => NAMED.iter().find(|row| row.key.oid == oid)?.signature_len?,
    };
    Some((key(oid)?.public_len?, signature_len))
}

/// The name of a curve, and the size of its field in bits.
pub(crate) fn curve(oid: &[u8]) -> Option<(&'static str, usize)> {
    CURVES.iter().find(|(known, ..)| *known == oid).map(|(_, name, bits)| (*name, *bits))
}

/// The algorithm of a key, or a curve, by its name, or by its object identifier where the table
/// does not have it.
pub(crate) struct Name<'a>(pub(crate) &'a Oid);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let oid = self.0.as_bytes();
        match key(oid).map(|row| row.name).or_else(|| curve(oid).map(|(name, _)| name)) {
            Some(name) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

/// Whether keys of an algorithm sign by another, both by the content of their object identifiers;
/// `true` where that is not known.
pub(super) fn signs(key: &[u8], signature_oid: &[u8]) -> bool {
    match signature(signature_oid).map_or(Unknown, |row| row.family) {
        Rsa => key == RSA_ENCRYPTION,
        RsaPss => key == RSA_ENCRYPTION || key == RSASSA_PSS,
        Ecdsa => key == EC_PUBLIC_KEY,
        Dsa => key == DSA,
        OfItsKeys => key == signature_oid,
        // The name of keys that cannot sign does not name signatures either.
        Unknown => [key, signature_oid].into_iter().all(|oid| !cannot_sign(oid)),
    }
}

//! Names for the algorithms that people's files hold, so that a refusal says what it is about.

use alloc::string::ToString;
use core::fmt;

use crate::oid::Oid;
use crate::public_key::names;

/// An algorithm or curve by its name, with the identifier where there is no name for it.
pub(super) struct Name<'a>(pub(super) &'a Oid);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = names::algorithm(self.0.as_bytes()).map(|(name, ..)| name);
        if let Some(name) = key.or_else(|| names::curve(self.0).map(|(name, _)| name)) {
            return f.write_str(name);
        }
        let oid = self.0.to_string();
        let known = [SIGNING, AGREEING, ENCRYPTION].into_iter().flatten();
        match known.into_iter().find(|(known, _)| *known == oid) {
            Some((_, name)) => f.write_str(name),
            None => f.write_str(&oid),
        }
    }
}

/// Whether keys of this algorithm agree on secrets and can sign nothing.
pub(super) fn cannot_sign(oid: &Oid) -> bool {
    let oid = oid.to_string();
    AGREEING.iter().any(|(known, _)| *known == oid)
}

/// Whether this is an encryption of keys that is no longer in use.
#[cfg_attr(not(feature = "encryption"), expect(dead_code, reason = "nothing is decrypted"))]
pub(super) fn is_old_encryption(oid: &Oid) -> bool {
    let oid = oid.to_string();
    ENCRYPTION.iter().any(|(known, _)| *known == oid)
}

/// RFC 8017, RFC 5480.
const SIGNING: &[(&str, &str)] =
    &[("1.2.840.113549.1.1.1", "RSA"), ("1.2.840.10045.2.1", "elliptic-curve")];

/// RFC 8410, RFC 3279, RFC 8017, FIPS 203.
const AGREEING: &[(&str, &str)] = &[
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.2.840.113549.1.3.1", "Diffie-Hellman"),
    ("1.2.840.10046.2.1", "Diffie-Hellman"),
    ("1.2.840.113549.1.1.7", "RSA-OAEP"),
    ("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
    ("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
    ("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"),
];

/// RFC 8018 A.3 and B.2, RFC 7292 C.
const ENCRYPTION: &[(&str, &str)] = &[
    ("1.2.840.113549.1.5.1", "PBES1 with MD2 and DES"),
    ("1.2.840.113549.1.5.3", "PBES1 with MD5 and DES"),
    ("1.2.840.113549.1.5.4", "PBES1 with MD2 and RC2"),
    ("1.2.840.113549.1.5.6", "PBES1 with MD5 and RC2"),
    ("1.2.840.113549.1.5.10", "PBES1 with SHA-1 and DES"),
    ("1.2.840.113549.1.5.11", "PBES1 with SHA-1 and RC2"),
    ("1.2.840.113549.1.12.1.1", "PKCS #12 encryption with SHA-1 and RC4"),
    ("1.2.840.113549.1.12.1.2", "PKCS #12 encryption with SHA-1 and 40-bit RC4"),
    ("1.2.840.113549.1.12.1.3", "PKCS #12 encryption with SHA-1 and 3DES"),
    ("1.2.840.113549.1.12.1.4", "PKCS #12 encryption with SHA-1 and two-key 3DES"),
    ("1.2.840.113549.1.12.1.5", "PKCS #12 encryption with SHA-1 and RC2"),
    ("1.2.840.113549.1.12.1.6", "PKCS #12 encryption with SHA-1 and 40-bit RC2"),
    ("1.3.14.3.2.7", "DES-CBC"),
    ("1.2.840.113549.3.7", "3DES-CBC"),
    ("1.2.840.113549.3.2", "RC2-CBC"),
];

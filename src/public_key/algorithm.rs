//! What kind of key a public key is.

use core::fmt;

use crate::algorithm::table::{
    self, EC_PUBLIC_KEY, ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87, Name, RSA_ENCRYPTION,
    RSASSA_PSS, SECP256R1, SECP384R1, SECP521R1,
};
use crate::asn1::Oid;

/// What kind of key it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PublicKeyAlgorithm {
    /// RSA.
    Rsa,
    /// RSA for RSASSA-PSS only (RFC 4055 1.2).
    RsaPss,
    /// An elliptic-curve key on NIST P-256.
    EcP256,
    /// An elliptic-curve key on NIST P-384.
    EcP384,
    /// An elliptic-curve key on NIST P-521.
    EcP521,
    /// An elliptic-curve key on another named curve.
    EcOther(Oid),
    /// An elliptic-curve key whose curve is spelt out instead of named, which RFC 5480 2.1.1
    /// forbids: only in a request that deviates.
    EcUnnamed,
    /// Ed25519.
    Ed25519,
    /// ML-DSA-44 (FIPS 204).
    MlDsa44,
    /// ML-DSA-65 (FIPS 204).
    MlDsa65,
    /// ML-DSA-87 (FIPS 204).
    MlDsa87,
    /// Another algorithm.
    Other(Oid),
    /// A key that cannot be read: only in a request that deviates.
    Unreadable,
}

impl fmt::Display for PublicKeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EcP256 => f.write_str("ECDSA P-256"),
            Self::EcP384 => f.write_str("ECDSA P-384"),
            Self::EcP521 => f.write_str("ECDSA P-521"),
            Self::EcOther(curve) => match table::curve(curve.as_bytes()) {
                Some((name, _)) => write!(f, "ECDSA {name}"),
                None => write!(f, "ECDSA on the curve {curve}"),
            },
            Self::EcUnnamed => f.write_str("ECDSA on a curve without a name"),
            Self::Other(oid) => Name(oid).fmt(f),
            named => {
                let row = named.oid().and_then(table::key);
                f.write_str(row.map_or("unreadable", |row| row.name))
            }
        }
    }
}

/// The algorithms that their object identifier alone names.
const NAMED: [(PublicKeyAlgorithm, &[u8]); 6] = [
    (PublicKeyAlgorithm::Rsa, RSA_ENCRYPTION),
    (PublicKeyAlgorithm::RsaPss, RSASSA_PSS),
    (PublicKeyAlgorithm::Ed25519, ED25519),
    (PublicKeyAlgorithm::MlDsa44, ML_DSA_44),
    (PublicKeyAlgorithm::MlDsa65, ML_DSA_65),
    (PublicKeyAlgorithm::MlDsa87, ML_DSA_87),
];

impl PublicKeyAlgorithm {
    /// The algorithm with this object identifier, which is not that of elliptic curves.
    /// The algorithm with this object identifier, whose content was checked.
    pub(super) fn named(oid: &[u8]) -> Self {
        let named = NAMED.iter().find(|(_, known)| *known == oid);
        named.map_or_else(|| Self::Other(Oid::from_checked(oid)), |(named, _)| named.clone())
    }

    /// ECDSA on the curve with this object identifier, whose content was checked.
    pub(super) fn on_curve(curve: &[u8]) -> Self {
        match curve {
            SECP256R1 => Self::EcP256,
            SECP384R1 => Self::EcP384,
            SECP521R1 => Self::EcP521,
            other => Self::EcOther(Oid::from_checked(other)),
        }
    }

    /// The content of its object identifier, where that can be read.
    pub(crate) fn oid(&self) -> Option<&[u8]> {
        Some(match self {
            Self::EcP256 | Self::EcP384 | Self::EcP521 | Self::EcOther(_) | Self::EcUnnamed => {
                EC_PUBLIC_KEY
            }
            Self::Other(oid) => oid.as_bytes(),
            named => NAMED.iter().find(|(other, _)| other == named)?.1,
        })
    }

    pub(super) fn curve(&self) -> Option<Oid> {
        match self {
            Self::EcP256 => Some(Oid::constant(SECP256R1)),
            Self::EcP384 => Some(Oid::constant(SECP384R1)),
            Self::EcP521 => Some(Oid::constant(SECP521R1)),
            Self::EcOther(curve) => Some(curve.clone()),
            _ => None,
        }
    }

    /// The size of all keys of the algorithm, if it is known and the same.
    pub(super) fn bits(&self) -> Option<usize> {
        match self.curve() {
            Some(curve) => table::curve(curve.as_bytes()).map(|(_, bits)| bits),
            None => table::key(self.oid()?)?.bits,
        }
    }

    /// Whether these bytes have the form of a point (RFC 5480 2.2), as far as is known: the length
    /// only where the curve is.
    pub(super) fn has_point(&self, point: &[u8]) -> bool {
        let coordinates = match point.first() {
            Some(0x04) => 2,
            Some(0x02 | 0x03) => 1,
            _ => return false,
        };
        self.bits().is_none_or(|bits| point.len() == 1 + coordinates * bits.div_ceil(8))
    }
}

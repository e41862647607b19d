//! What key is made, and how it signs.

use super::algorithm::{Algorithm, Policy};
use crate::algorithm::SignatureAlgorithm;

/// What key to make, and how it signs: an [`Algorithm`] with its usual digest, or the pair of a
/// [`Policy`].
///
/// ```
/// use pkcs10::{Algorithm, Policy, keys::KeyKind};
///
/// assert_eq!(KeyKind::from(Policy::Cnsa).algorithm(), Algorithm::Rsa3072);
/// assert_eq!(KeyKind::from(Algorithm::EcdsaP256).algorithm(), Algorithm::EcdsaP256);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// A key that signs with the digest that is usual for it.
    Algorithm(Algorithm),
    /// The key and the digest of a policy.
    Policy(Policy),
}

impl From<Algorithm> for KeyKind {
    fn from(algorithm: Algorithm) -> Self {
        Self::Algorithm(algorithm)
    }
}

impl From<Policy> for KeyKind {
    fn from(policy: Policy) -> Self {
        Self::Policy(policy)
    }
}

impl KeyKind {
    /// What the key is made for.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Algorithm(algorithm) => algorithm,
            Self::Policy(policy) => policy.algorithm(),
        }
    }

    /// How requests are signed with it.
    pub fn signature_algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::Algorithm(algorithm) => algorithm.signature_algorithm(),
            Self::Policy(policy) => policy.signature_algorithm(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_signs_as_is_usual_and_a_policy_as_it_says() {
        use SignatureAlgorithm::*;
        let cases = [
            (Algorithm::Rsa2048.into(), Algorithm::Rsa2048, Sha256WithRsa),
            (Algorithm::Rsa3072.into(), Algorithm::Rsa3072, Sha256WithRsa),
            (Algorithm::Rsa4096.into(), Algorithm::Rsa4096, Sha256WithRsa),
            (Algorithm::EcdsaP256.into(), Algorithm::EcdsaP256, EcdsaWithSha256),
            (Algorithm::EcdsaP384.into(), Algorithm::EcdsaP384, EcdsaWithSha384),
            (Algorithm::EcdsaP521.into(), Algorithm::EcdsaP521, EcdsaWithSha512),
            (Algorithm::Ed25519.into(), Algorithm::Ed25519, Ed25519),
            (Algorithm::MlDsa65.into(), Algorithm::MlDsa65, MlDsa65),
            (Policy::Default.into(), Algorithm::Rsa2048, Sha256WithRsa),
            (Policy::Cnsa.into(), Algorithm::Rsa3072, Sha384WithRsa),
            (Policy::Cnsa2.into(), Algorithm::MlDsa87, MlDsa87),
        ];
        for (kind, algorithm, signature_algorithm) in cases {
            let kind: KeyKind = kind;
            assert_eq!(kind.algorithm(), algorithm);
            assert_eq!(kind.signature_algorithm(), signature_algorithm, "{kind:?}");
        }
    }
}

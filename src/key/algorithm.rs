//! What keys are made for, and the two policies that management servers know.

use alloc::string::String;
use core::{fmt, str::FromStr};

use crate::error::{Quoted, nearest};
use crate::signature_algorithm::SignatureAlgorithm;

/// What a key is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA with 2,048 bits, PKCS #1 v1.5 with SHA-256.
    Rsa2048,
    /// RSA with 3,072 bits, PKCS #1 v1.5 with SHA-256.
    Rsa3072,
    /// RSA with 4,096 bits, PKCS #1 v1.5 with SHA-256.
    Rsa4096,
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096, Self::EcdsaP256, Self::EcdsaP384];

    /// The name, such as `rsa-2048`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa2048 => "rsa-2048",
            Self::Rsa3072 => "rsa-3072",
            Self::Rsa4096 => "rsa-4096",
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;

    fn from_str(text: &str) -> Result<Self, AlgorithmError> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == text)
            .ok_or_else(|| AlgorithmError(text.into()))
    }
}

/// A text that is the name of no [`Algorithm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmError(String);

impl fmt::Display for AlgorithmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no algorithm; there are ", Quoted(&self.0))?;
        choices(f, &self.0, Algorithm::ALL.map(Algorithm::as_str))
    }
}

impl core::error::Error for AlgorithmError {}

/// The two pairs of key and digest that a certificate policy chooses from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// RSA with 2,048 bits and SHA-256.
    #[default]
    Default,
    /// RSA with 3,072 bits and SHA-384: the Commercial National Security Algorithm Suite.
    Cnsa,
}

impl Policy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Default, Self::Cnsa];

    /// The name: `default` or `cnsa`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Cnsa => "cnsa",
        }
    }

    /// The key that is made.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Default => Algorithm::Rsa2048,
            Self::Cnsa => Algorithm::Rsa3072,
        }
    }

    /// How requests are signed.
    pub const fn signature_algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::Default => SignatureAlgorithm::Sha256WithRsa,
            Self::Cnsa => SignatureAlgorithm::Sha384WithRsa,
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::ALL
            .into_iter()
            .find(|policy| policy.as_str() == text)
            .ok_or_else(|| PolicyError(text.into()))
    }
}

/// A text that is the name of no [`Policy`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError(String);

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no policy; there are ", Quoted(&self.0))?;
        choices(f, &self.0, Policy::ALL.map(Policy::as_str))
    }
}

impl core::error::Error for PolicyError {}

/// Lists the names, and the one that was meant where that is clear.
fn choices<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    text: &str,
    names: [&'static str; N],
) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        write!(f, "{}{name}", if index > 0 { ", " } else { "" })?;
    }
    match nearest(text, names) {
        Some(meant) => write!(f, "; hint: did you mean {meant}?"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn names_read_back_and_others_are_refused_with_the_choices() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
        for policy in Policy::ALL {
            assert_eq!(policy.to_string().parse(), Ok(policy));
        }
        assert_eq!(
            "rsa-1024".parse::<Algorithm>().unwrap_err().to_string(),
            "\"rsa-1024\" is no algorithm; there are rsa-2048, rsa-3072, rsa-4096, ecdsa-p256, ecdsa-p384"
        );
        assert_eq!(
            "CNSA".parse::<Policy>().unwrap_err().to_string(),
            "\"CNSA\" is no policy; there are default, cnsa; hint: did you mean cnsa?"
        );
    }
}

//! What keys are made for, and the two policies of management servers.

use alloc::{format, vec::Vec};
use core::{fmt, str::FromStr};

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Code, Error, Hint};
use crate::public_key::{PublicKey, PublicKeyAlgorithm};
use crate::text::nearest;

macro_rules! algorithms {
    ($($(#[$doc:meta])* $variant:ident: $name:literal, $feature:literal,
        ($public:ident, $bits:literal), $signature:ident;)*) => {
        /// What a key is made for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Algorithm {
            $($(#[$doc])* $variant),*
        }

        impl Algorithm {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name, such as `rsa-2048`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The feature that has it.
            pub(super) const fn feature(self) -> &'static str {
                match self { $(Self::$variant => $feature),* }
            }

            /// How requests are signed with its keys, unless a policy says otherwise.
            pub(super) const fn signature_algorithm(self) -> SignatureAlgorithm {
                match self { $(Self::$variant => SignatureAlgorithm::$signature),* }
            }

            /// What a key is for, if keys like it are made.
            pub fn of(key: &PublicKey) -> Option<Self> {
                match (key.algorithm(), key.bits()?) {
                    $((PublicKeyAlgorithm::$public, $bits) => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

algorithms! {
    /// RSA with 2,048 bits, PKCS #1 v1.5 with SHA-256.
    Rsa2048: "rsa-2048", "rsa", (Rsa, 2048), Sha256WithRsa;
    /// RSA with 3,072 bits, PKCS #1 v1.5 with SHA-256.
    Rsa3072: "rsa-3072", "rsa", (Rsa, 3072), Sha256WithRsa;
    /// RSA with 4,096 bits, PKCS #1 v1.5 with SHA-256.
    Rsa4096: "rsa-4096", "rsa", (Rsa, 4096), Sha256WithRsa;
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256: "ecdsa-p256", "ecdsa", (EcP256, 256), EcdsaWithSha256;
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384: "ecdsa-p384", "ecdsa", (EcP384, 384), EcdsaWithSha384;
    /// ECDSA on P-521 with SHA-512.
    EcdsaP521: "ecdsa-p521", "p521", (EcP521, 521), EcdsaWithSha512;
    /// Ed25519.
    Ed25519: "ed25519", "ed25519", (Ed25519, 256), Ed25519;
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        one_of(Self::ALL, Self::as_str, "algorithm", text)
    }
}

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
    pub const ALL: &[Self] = &[Self::Default, Self::Cnsa];

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
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        one_of(Self::ALL, Self::as_str, "policy", text)
    }
}

/// The value that has this name.
fn one_of<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    subject: &'static str,
    text: &str,
) -> Result<T, Error> {
    all.iter().copied().find(|value| name(*value) == text).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        let meant = nearest(text, names.iter().copied());
        Error::new(Code::Unknown, subject, "is unknown")
            .value(text)
            .expected(format!("one of {}", names.join(", ")))
            .hint_at(meant.map(|name| Hint::DidYouMean(name.into())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn names_read_back_and_others_are_refused_with_the_choices() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.to_string().parse().as_ref(), Ok(algorithm));
        }
        for policy in Policy::ALL {
            assert_eq!(policy.to_string().parse().as_ref(), Ok(policy));
        }
        let error = "rsa-1024".parse::<Algorithm>().unwrap_err();
        assert_eq!((error.code(), error.hint()), (Code::Unknown, None));
        let choices =
            "one of rsa-2048, rsa-3072, rsa-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519";
        assert_eq!(error.expectation(), choices);
        let error = "CNSA".parse::<Policy>().unwrap_err();
        assert_eq!(error.hint(), Some(&Hint::DidYouMean("cnsa".into())));
    }
}

//! What keys are made for, and the policies that choose for them.

use alloc::{format, string::String, vec::Vec};
use core::{fmt, str::FromStr};

use crate::algorithm::{SignatureAlgorithm, table};
use crate::error::{Code, Error, Hint};
use crate::public_key::{PublicKey, PublicKeyAlgorithm};
use crate::text::nearest;

macro_rules! algorithms {
    ($($(#[$doc:meta])* $variant:ident: $name:literal $(| $other_name:literal)*, $feature:literal,
        $public:ident $(($bits:literal))?, $signature:expr;)*) => {
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

            /// Its names that others use, [`plain`].
            const fn other_names(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($other_name),*]),* }
            }

            /// The feature that has it.
            pub(super) const fn feature(self) -> &'static str {
                match self { $(Self::$variant => $feature),* }
            }

            /// How requests are signed with its keys, unless a policy says otherwise.
            pub(super) fn signature_algorithm(self) -> SignatureAlgorithm {
                use SignatureAlgorithm::*;
                match self { $(Self::$variant => $signature),* }
            }

            /// What a key is for, if keys like it are made.
            pub fn of(key: &PublicKey) -> Option<Self> {
                match key.algorithm() {
                    $(PublicKeyAlgorithm::$public if true $(&& key.bits() == Some($bits))? => {
                        Some(Self::$variant)
                    })*
                    _ => None,
                }
            }
        }
    };
}

algorithms! {
    /// RSA with 2,048 bits, PKCS #1 v1.5 with SHA-256.
    Rsa2048: "rsa-2048", "rsa", Rsa(2048), Sha256WithRsa;
    /// RSA with 3,072 bits, PKCS #1 v1.5 with SHA-256.
    Rsa3072: "rsa-3072", "rsa", Rsa(3072), Sha256WithRsa;
    /// RSA with 4,096 bits, PKCS #1 v1.5 with SHA-256.
    Rsa4096: "rsa-4096", "rsa", Rsa(4096), Sha256WithRsa;
    /// RSA with 2,048 bits for PSS alone (RFC 4055 1.2), with SHA-256.
    RsaPss2048: "rsa-pss-2048" | "rsapss", "rsa", RsaPss(2048), pss();
    /// RSA with 3,072 bits for PSS alone, with SHA-256.
    RsaPss3072: "rsa-pss-3072", "rsa", RsaPss(3072), pss();
    /// RSA with 4,096 bits for PSS alone, with SHA-256.
    RsaPss4096: "rsa-pss-4096", "rsa", RsaPss(4096), pss();
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256: "ecdsa-p256" | "p256" | "secp256r1" | "prime256v1" | "nistp256", "ecdsa",
        EcP256, EcdsaWithSha256;
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384: "ecdsa-p384" | "p384" | "secp384r1" | "nistp384", "ecdsa",
        EcP384, EcdsaWithSha384;
    /// ECDSA on P-521 with SHA-512.
    EcdsaP521: "ecdsa-p521" | "p521" | "secp521r1" | "nistp521", "p521",
        EcP521, EcdsaWithSha512;
    /// Ed25519.
    Ed25519: "ed25519", "ed25519", Ed25519, Ed25519;
    /// ML-DSA-44 (FIPS 204), of security category 2.
    MlDsa44: "ml-dsa-44", "ml-dsa", MlDsa44, MlDsa44;
    /// ML-DSA-65 (FIPS 204), of security category 3.
    MlDsa65: "ml-dsa-65", "ml-dsa", MlDsa65, MlDsa65;
    /// ML-DSA-87 (FIPS 204), of security category 5.
    MlDsa87: "ml-dsa-87", "ml-dsa", MlDsa87, MlDsa87;
}

/// RSASSA-PSS with SHA-256.
fn pss() -> SignatureAlgorithm {
    SignatureAlgorithm::pss_of_key(None).unwrap_or(SignatureAlgorithm::Sha256WithRsa)
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// From any usual name, in upper or lower case, with `-`, `_`, `:`, spaces or nothing between its
/// parts; in front of a curve, `ecdsa` or `ec` may be left out.
///
/// ```
/// use pkcs10::Algorithm;
///
/// for name in ["ecdsa-p256", "P-256", "ec:prime256v1", "secp256r1", "NIST P-256"] {
///     assert_eq!(name.parse(), Ok(Algorithm::EcdsaP256));
/// }
/// assert_eq!("RSA:3072".parse(), Ok(Algorithm::Rsa3072));
/// ```
impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::named(text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|algorithm| algorithm.as_str()).collect();
            let others: Vec<_> =
                Self::ALL.iter().flat_map(|algorithm| algorithm.other_names()).copied().collect();
            match not_made(text, &others) {
                Some(advice) => {
                    refuse(&names, "algorithm", text, "is known, but no such key is made")
                        .hint_at(Some(Hint::advice(advice)))
                }
                None => unknown(names, &others, "algorithm", text),
            }
        })
    }
}

impl Algorithm {
    fn named(text: &str) -> Option<Self> {
        let given = plain(text);
        let curve = of_curve(&given);
        let named = |algorithm: &Self| {
            plain(algorithm.as_str()) == given || algorithm.other_names().contains(&curve)
        };
        Self::ALL.iter().copied().find(named)
    }
}

/// The name of a curve, without the algorithm in front.
fn of_curve(given: &str) -> &str {
    given.strip_prefix("ecdsa").or_else(|| given.strip_prefix("ec")).unwrap_or(given)
}

/// What to do about a kind of key that is known, but of which no key is made: none that is made is meant.
fn not_made(text: &str, others: &[&str]) -> Option<&'static str> {
    /// Say too little.
    const FAMILIES: [&str; 2] = ["RSA", "elliptic-curve"];
    let given = plain(text);
    let starts = |name: &str| given.len() > 3 && plain(name).starts_with(&given);
    let is_start_of_made = Algorithm::ALL.iter().any(|made| starts(made.as_str()))
        || others.iter().any(|name| starts(name));
    let mut others = table::key_names()
        .filter(|(name, _)| !FAMILIES.contains(name) && Algorithm::named(name).is_none());
    let (_, cannot_sign) = others.find(|(name, _)| {
        [&*given, of_curve(&given)].contains(&&*plain(name)) || starts(name) && !is_start_of_made
    })?;
    Some(match cannot_sign {
        true => {
            "make the key with another program, and prepare a request for its public key; it cannot sign, so the key of a certificate does (RFC 9883)"
        }
        false => "make the key with another program, and prepare a request for its public key",
    })
}

/// A name in lower case, without what is between its parts.
fn plain(name: &str) -> String {
    let parts = name.chars().filter(|c| !"-_: ".contains(*c));
    parts.map(|c| c.to_ascii_lowercase()).collect()
}

/// A pair of key and digest that a policy asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// RSA with 2,048 bits and SHA-256: one of the two that XClarity Administrator has.
    #[default]
    Default,
    /// RSA with 3,072 bits and SHA-384: version 1.0 of the Commercial National Security Algorithm
    /// Suite, the other one that XClarity Administrator has.
    Cnsa,
    /// ML-DSA-87: version 2.0 of the suite, which has no other parameter set (NSA, "The Commercial
    /// National Security Algorithm Suite 2.0 and Quantum Computing FAQ").
    Cnsa2,
}

impl Policy {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Default, Self::Cnsa, Self::Cnsa2];

    /// The name: `default`, `cnsa` or `cnsa-2`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Cnsa => "cnsa",
            Self::Cnsa2 => "cnsa-2",
        }
    }

    /// The key that is made.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Default => Algorithm::Rsa2048,
            Self::Cnsa => Algorithm::Rsa3072,
            Self::Cnsa2 => Algorithm::MlDsa87,
        }
    }

    /// How requests are signed.
    pub const fn signature_algorithm(self) -> SignatureAlgorithm {
        match self {
            Self::Default => SignatureAlgorithm::Sha256WithRsa,
            Self::Cnsa => SignatureAlgorithm::Sha384WithRsa,
            Self::Cnsa2 => SignatureAlgorithm::MlDsa87,
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
        let named = Self::ALL.iter().copied().find(|policy| policy.as_str() == text);
        named.ok_or_else(|| {
            let names = Self::ALL.iter().map(|policy| policy.as_str()).collect();
            let error = unknown(names, &[], "policy", text);
            // The nearest name of a version need not be the version that is meant.
            let meant = match plain(text).replace('.', "").trim_end_matches('0') {
                "cnsa1" => Self::Cnsa,
                "cnsa2" => Self::Cnsa2,
                _ => return error,
            };
            error.hint_at(Some(Hint::DidYouMean(meant.as_str().into())))
        })
    }
}

/// None of the names, and not one of the others, which are understood too.
#[cold]
fn unknown(names: Vec<&str>, others: &[&str], subject: &'static str, text: &str) -> Error {
    // Of what says too little, the first.
    let start = text.to_ascii_lowercase();
    let first = || names.iter().find(|name| !text.is_empty() && name.starts_with(&start)).copied();
    let meant = nearest(text, names.iter().chain(others).copied()).or_else(first);
    refuse(&names, subject, text, "is unknown")
        .hint_at(meant.map(|name| Hint::DidYouMean(name.into())))
}

fn refuse(names: &[&str], subject: &'static str, text: &str, reason: &'static str) -> Error {
    Error::new(Code::Unknown, subject, reason)
        .value(text)
        .expected(format!("one of {}", names.join(", ")))
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
        use Algorithm::*;
        let cases = [
            (Rsa2048, &["rsa2048", "RSA-2048", "rsa:2048", "Rsa_2048", "RSA 2048"][..]),
            (Rsa3072, &["rsa:3072", "RSA3072"]),
            (Rsa4096, &["rsa4096"]),
            (RsaPss2048, &["rsa-pss", "RSA-PSS", "RSAPSS"]),
            (RsaPss3072, &["rsa-pss:3072", "RSA-PSS-3072", "rsapss3072"]),
            (EcdsaP256, &["p256", "P-256", "prime256v1", "secp256r1", "nistp256", "NIST P-256"]),
            (EcdsaP256, &["ec:P-256", "EC-P256", "ECDSA-P256", "ecdsa:secp256r1", "ec:prime256v1"]),
            (EcdsaP384, &["p384", "P-384", "secp384r1", "nistp384", "ecdsa_p384"]),
            (EcdsaP521, &["p521", "P-521", "secp521r1", "nistp521", "EC:secp521r1"]),
            (Ed25519, &["ED25519", "Ed25519", "ed-25519"]),
            (MlDsa44, &["ML-DSA-44", "mldsa44", "ml_dsa_44"]),
            (MlDsa65, &["ML-DSA-65", "mldsa65", "MLDSA-65", "ml-dsa:65"]),
            (MlDsa87, &["ML-DSA-87", "mldsa87"]),
        ];
        for (algorithm, names) in cases {
            for name in names {
                assert_eq!(name.parse().as_ref(), Ok(&algorithm), "{name}");
            }
        }
        let cases = [
            ("rsa", Some("rsa-2048")),
            ("RSA-2047", Some("rsa-2048")),
            ("ECDSA", Some("ecdsa-p256")),
            ("ecdsa-p265", Some("ecdsa-p256")),
            ("ed2551", Some("ed25519")),
            ("ml-dsa", Some("ml-dsa-44")),
            ("ML-DSA-66", Some("ml-dsa-65")),
            ("secp265r1", Some("secp256r1")),
            ("ecrsa2048", None),
            ("ec-ed25519", None),
            ("2048", None),
            ("-", None),
            ("", None),
        ];
        for (name, meant) in cases {
            let error = name.parse::<Algorithm>().unwrap_err();
            let meant = meant.map(|name| Hint::DidYouMean(name.into()));
            assert_eq!((error.code(), error.hint()), (Code::Unknown, meant.as_ref()), "{name}");
        }
        for (name, cannot_sign) in [
            ("ml-kem-768", true),
            ("ML-KEM", true),
            ("x25519", true),
            ("dsa", false),
            ("ed448", false),
            ("SLH-DSA-SHA2-128s", false),
            ("slh-dsa", false),
            ("brainpoolP256r1", false),
            ("EC:secp256k1", false),
            ("p224", false),
        ] {
            let error = name.parse::<Algorithm>().unwrap_err();
            assert_eq!(error.reason(), "is known, but no such key is made", "{name}");
            let Some(Hint::Advice(advice)) = error.hint() else { panic!("{name}: {error}") };
            assert_eq!(advice.contains("cannot sign"), cannot_sign, "{name}");
        }
        let error = "rsa-1024".parse::<Algorithm>().unwrap_err();
        assert_eq!((error.code(), error.hint()), (Code::Unknown, None));
        let choices = "one of rsa-2048, rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072, rsa-pss-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519, ml-dsa-44, ml-dsa-65, ml-dsa-87";
        assert_eq!(error.expectation(), choices);
        let cases = [
            ("CNSA", "cnsa"),
            ("cnsa-1", "cnsa"),
            ("CNSA 1.0", "cnsa"),
            ("cnsa2", "cnsa-2"),
            ("CNSA-2.0", "cnsa-2"),
            ("cnsa_2", "cnsa-2"),
        ];
        for (name, meant) in cases {
            let error = name.parse::<Policy>().unwrap_err();
            assert_eq!(error.hint(), Some(&Hint::DidYouMean(meant.into())), "{name}");
        }
        assert_eq!("cnsa-3.1".parse::<Policy>().unwrap_err().code(), Code::Unknown);
    }
}

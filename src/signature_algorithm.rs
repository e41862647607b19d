//! Signature algorithms and their AlgorithmIdentifiers (RFC 4055, RFC 5758).

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, str::FromStr};

use crate::decode::{self, DerError, Reader};
use crate::der::tag;
use crate::error::{Quoted, nearest};
use crate::hex;
use crate::oid::Oid;
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

mod digest;
pub(crate) mod known;
pub(crate) mod pss;

use known::Parameters;

/// How a request is signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSA PKCS #1 v1.5 with SHA-256.
    Sha256WithRsa,
    /// RSA PKCS #1 v1.5 with SHA-384.
    Sha384WithRsa,
    /// RSA PKCS #1 v1.5 with SHA-512.
    Sha512WithRsa,
    /// ECDSA with SHA-256.
    EcdsaWithSha256,
    /// ECDSA with SHA-384.
    EcdsaWithSha384,
    /// ECDSA with SHA-512.
    EcdsaWithSha512,
    /// Any other, as the DER of its AlgorithmIdentifier.
    Other(Vec<u8>),
}

/// The known ones: identifier, and whether NULL parameters follow. RSA must have them
/// (RFC 4055 2.1), ECDSA must have none (RFC 5758 3.2).
const KNOWN: [(SignatureAlgorithm, &[u8]); 6] = [
    (
        SignatureAlgorithm::Sha256WithRsa,
        &[0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11, 5, 0],
    ),
    (
        SignatureAlgorithm::Sha384WithRsa,
        &[0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 12, 5, 0],
    ),
    (
        SignatureAlgorithm::Sha512WithRsa,
        &[0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 13, 5, 0],
    ),
    (SignatureAlgorithm::EcdsaWithSha256, &[0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]),
    (SignatureAlgorithm::EcdsaWithSha384, &[0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3]),
    (SignatureAlgorithm::EcdsaWithSha512, &[0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4]),
];

/// EdDSA (RFC 8410 3) and ML-DSA (RFC 9881 2) have no parameters. This crate does not sign or
/// verify by them.
const NAMED: [(&str, &[u8]); 5] = [
    ("Ed25519", &[0x30, 5, 6, 3, 0x2B, 101, 112]),
    ("Ed448", &[0x30, 5, 6, 3, 0x2B, 101, 113]),
    ("ML-DSA-44", &ml_dsa(17)),
    ("ML-DSA-65", &ml_dsa(18)),
    ("ML-DSA-87", &ml_dsa(19)),
];

const fn ml_dsa(arc: u8) -> [u8; 13] {
    [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 3, arc]
}

/// RSASSA-PSS as tokens and key services sign by it. Requests with it are assembled and verified;
/// the keys of this crate sign by PKCS #1 v1.5.
const PSS: [&str; 3] = ["RSASSA-PSS-SHA256", "RSASSA-PSS-SHA384", "RSASSA-PSS-SHA512"];

impl SignatureAlgorithm {
    /// The algorithm with this AlgorithmIdentifier.
    ///
    /// # Errors
    /// [`DerError`] where it is not exactly one SEQUENCE that begins with an identifier.
    pub fn from_der(der: &[u8]) -> Result<Self, DerError> {
        if let Some((known, _)) = KNOWN.iter().find(|(_, known)| *known == der) {
            return Ok(known.clone());
        }
        Reader::new(der).expect(tag::SEQUENCE)?;
        let mut fields = decode::only(der)?.reader();
        fields.expect(tag::OBJECT_IDENTIFIER)?;
        if !fields.is_empty() {
            fields.read()?;
        }
        fields.finish()?;
        Ok(Self::Other(der.to_vec()))
    }

    /// The algorithm that is usual for a key: RSA and P-256 with SHA-256, P-384 with SHA-384.
    pub fn usual_for(key: &PublicKey) -> Option<Self> {
        match key.algorithm() {
            PublicKeyAlgorithm::Rsa { .. } => Some(Self::Sha256WithRsa),
            PublicKeyAlgorithm::EcP256 => Some(Self::EcdsaWithSha256),
            PublicKeyAlgorithm::EcP384 => Some(Self::EcdsaWithSha384),
            _ => None,
        }
    }

    /// Whether keys of this kind sign by it, as far as is known: `true` for an algorithm that
    /// nobody here knows.
    pub fn fits(&self, key: &PublicKey) -> bool {
        let algorithm =
            decode::only(self.as_der()).and_then(|identifier| identifier.reader().read());
        algorithm.is_ok_and(|algorithm| known::signs(key.algorithm_oid(), algorithm.content))
    }

    /// The DER of the AlgorithmIdentifier.
    pub fn as_der(&self) -> &[u8] {
        match self {
            Self::Other(der) => der,
            known => KNOWN.iter().find(|(other, _)| other == known).map_or(&[], |(_, der)| *der),
        }
    }
}

/// From its name, in upper or lower case, or from its object identifier in dotted form. One that
/// is not known is taken to have no parameters, as Ed25519 (RFC 8410 3) and ML-DSA (RFC 9881 2); one
/// over a broken hash function is refused.
/// `RSASSA-PSS-SHA256`, `-SHA384` and `-SHA512` are names, too: one hash function throughout, and
/// a salt as long as its digest, or of as many octets as follow a colon:
/// `RSASSA-PSS-SHA256:222`. So are `Ed25519`, `Ed448` and `ML-DSA-44`, `-65` and `-87`.
///
/// ```
/// use pkcs10::SignatureAlgorithm;
///
/// assert_eq!("ecdsa-with-SHA384".parse(), Ok(SignatureAlgorithm::EcdsaWithSha384));
/// assert_eq!("1.2.840.113549.1.1.12".parse(), Ok(SignatureAlgorithm::Sha384WithRsa));
/// let ed25519: SignatureAlgorithm = "1.3.101.112".parse()?;
/// assert_eq!(ed25519.as_der(), [0x30, 5, 6, 3, 0x2B, 0x65, 0x70]);
/// # Ok::<(), pkcs10::SignatureAlgorithmError>(())
/// ```
impl FromStr for SignatureAlgorithm {
    type Err = SignatureAlgorithmError;

    fn from_str(text: &str) -> Result<Self, SignatureAlgorithmError> {
        let mut known = KNOWN.iter().map(|(known, _)| known);
        if let Some(known) = known.find(|known| known.to_string().eq_ignore_ascii_case(text)) {
            return Ok(known.clone());
        }
        if let Some((_, der)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Ok(Self::Other(der.to_vec()));
        }
        if let Some(der) = pss::from_name(text) {
            return Ok(Self::Other(der));
        }
        let refused = || SignatureAlgorithmError(text.into());
        let oid: Oid = text.parse().map_err(|_| refused())?;
        let known = known::row(oid.as_bytes());
        if known.is_some_and(|row| row.hash.is_broken() || row.parameters == Parameters::Pss) {
            return Err(refused());
        }
        Self::from_der(&known::identifier(oid.as_bytes())).map_err(|_| refused())
    }
}

/// A text that is the name of no [`SignatureAlgorithm`], nor an object identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureAlgorithmError(String);

impl fmt::Display for SignatureAlgorithmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let oid: Option<Oid> = self.0.parse().ok();
        let row = match &oid {
            Some(oid) => known::row(oid.as_bytes()),
            None => known::named(&self.0).filter(|row| row.hash.is_broken()),
        };
        match row {
            Some(row) if row.parameters == Parameters::Pss => {
                return write!(
                    f,
                    "{} is RSASSA-PSS, which needs parameters; hint: name it with its hash function, such as RSASSA-PSS-SHA256",
                    Quoted(&self.0)
                );
            }
            Some(row) => {
                write!(f, "{} is ", Quoted(&self.0))?;
                if oid.is_some() {
                    write!(f, "{}, which is ", row.name)?;
                }
                return f.write_str(
                    "not supported: its hash function is broken, and every CA refuses it; sign over SHA-256 or better",
                );
            }
            None => {}
        }
        let known = KNOWN.iter().map(|(known, _)| known.to_string());
        let names: Vec<String> =
            known.chain(PSS.map(String::from)).chain(NAMED.map(|(name, _)| name.into())).collect();
        write!(
            f,
            "{} is no signature algorithm; there are {}, and object identifiers such as 1.3.101.112",
            Quoted(&self.0),
            names.join(", ")
        )?;
        match nearest(&self.0, names.iter().map(String::as_str)) {
            Some(meant) => write!(f, "; hint: did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for SignatureAlgorithmError {}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256WithRsa => "sha256WithRSAEncryption",
            Self::Sha384WithRsa => "sha384WithRSAEncryption",
            Self::Sha512WithRsa => "sha512WithRSAEncryption",
            Self::EcdsaWithSha256 => "ecdsa-with-SHA256",
            Self::EcdsaWithSha384 => "ecdsa-with-SHA384",
            Self::EcdsaWithSha512 => "ecdsa-with-SHA512",
            Self::Other(der) => {
                if let Some((name, _)) = NAMED.iter().find(|(_, named)| named == der) {
                    return f.write_str(name);
                }
                if let Some(name) = pss::name(der) {
                    return f.write_str(&name);
                }
                let oid = decode::only(der)
                    .and_then(|tlv| tlv.reader().read())
                    .ok()
                    .and_then(|tlv| Oid::from_content(tlv.content).ok());
                return match oid {
                    Some(oid) => f.write_str(&oid.to_string()),
                    None => f.write_str(&hex::encode(der)),
                };
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_identifiers_read_back() {
        for (known, _) in &KNOWN {
            let name = known.to_string();
            assert_eq!(name.parse().as_ref(), Ok(known));
            assert_eq!(name.to_uppercase().parse().as_ref(), Ok(known));
        }
        for name in PSS {
            assert_eq!(name.parse::<SignatureAlgorithm>().unwrap().to_string(), name);
        }
        for (name, der) in NAMED {
            let algorithm: SignatureAlgorithm = name.parse().unwrap();
            assert_eq!(algorithm, SignatureAlgorithm::Other(der.to_vec()));
            assert_eq!(SignatureAlgorithm::from_der(der).as_ref(), Ok(&algorithm));
            assert_eq!(algorithm.to_string(), name);
        }
        let identifiers = [
            ("1.2.840.113549.1.1.11", SignatureAlgorithm::Sha256WithRsa),
            ("1.2.840.10045.4.3.4", SignatureAlgorithm::EcdsaWithSha512),
            (
                "1.2.840.10045.4.3",
                SignatureAlgorithm::Other(Vec::from([
                    0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3,
                ])),
            ),
            (
                // sha224WithRSAEncryption: NULL follows (RFC 4055 5).
                "1.2.840.113549.1.1.14",
                SignatureAlgorithm::Other(Vec::from([
                    0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14, 5, 0,
                ])),
            ),
            (
                "1.3.101.112",
                SignatureAlgorithm::Other(Vec::from([0x30, 5, 6, 3, 0x2B, 0x65, 0x70])),
            ),
        ];
        for (text, expected) in identifiers {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_choices() {
        let error = "sha256withRSAEncription".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"sha256withRSAEncription\" is no signature algorithm; there are sha256WithRSAEncryption, sha384WithRSAEncryption, sha512WithRSAEncryption, ecdsa-with-SHA256, ecdsa-with-SHA384, ecdsa-with-SHA512, RSASSA-PSS-SHA256, RSASSA-PSS-SHA384, RSASSA-PSS-SHA512, Ed25519, Ed448, ML-DSA-44, ML-DSA-65, ML-DSA-87, and object identifiers such as 1.3.101.112; hint: did you mean sha256WithRSAEncryption?"
        );
        let error = "SHA1withRSAEncryption".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"SHA1withRSAEncryption\" is not supported: its hash function is broken, and every CA refuses it; sign over SHA-256 or better"
        );
        let error = "1.2.840.113549.1.1.5".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"1.2.840.113549.1.1.5\" is sha1WithRSAEncryption, which is not supported: its hash function is broken, and every CA refuses it; sign over SHA-256 or better"
        );
        let error = "1.2.840.113549.1.1.10".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"1.2.840.113549.1.1.10\" is RSASSA-PSS, which needs parameters; hint: name it with its hash function, such as RSASSA-PSS-SHA256"
        );
        for text in ["", "1", "sha256", "3.1.2", "1.3.101.112 "] {
            assert!(text.parse::<SignatureAlgorithm>().is_err(), "{text}");
        }
    }
}

//! Signature algorithms and their AlgorithmIdentifiers (RFC 4055, RFC 5758).

use alloc::{borrow::Cow, format, vec::Vec};

use super::digest::DigestAlgorithm;
use super::parameters;
use super::pss::{self, Params};
use super::table::{self, Family, Parameters, SIGNATURES, Signature};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write as der;
use crate::asn1::{Oid, read::Tlv, tag};
use crate::error::{Code, Error};
use crate::public_key::{PublicKey, PublicKeyAlgorithm, bits};

pub(super) const SUBJECT: &str = "signature algorithm";

/// How a request is signed: an AlgorithmIdentifier.
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
    /// Ed25519.
    Ed25519,
    /// ML-DSA-44, pure, with an empty context (RFC 9881).
    MlDsa44,
    /// ML-DSA-65, the same.
    MlDsa65,
    /// ML-DSA-87, the same.
    MlDsa87,
    /// Any other, as the DER of its AlgorithmIdentifier: made by
    /// [`from_der`](Self::from_der), or from text.
    #[non_exhaustive]
    Other(Vec<u8>),
}

/// The algorithms with a variant, by the names that the table has.
const NAMED: [(SignatureAlgorithm, &str); 10] = [
    (SignatureAlgorithm::Sha256WithRsa, "sha256WithRSAEncryption"),
    (SignatureAlgorithm::Sha384WithRsa, "sha384WithRSAEncryption"),
    (SignatureAlgorithm::Sha512WithRsa, "sha512WithRSAEncryption"),
    (SignatureAlgorithm::EcdsaWithSha256, "ecdsa-with-SHA256"),
    (SignatureAlgorithm::EcdsaWithSha384, "ecdsa-with-SHA384"),
    (SignatureAlgorithm::EcdsaWithSha512, "ecdsa-with-SHA512"),
    (SignatureAlgorithm::Ed25519, "Ed25519"),
    (SignatureAlgorithm::MlDsa44, "ML-DSA-44"),
    (SignatureAlgorithm::MlDsa65, "ML-DSA-65"),
    (SignatureAlgorithm::MlDsa87, "ML-DSA-87"),
];

impl SignatureAlgorithm {
    /// The algorithm with this AlgorithmIdentifier.
    ///
    /// # Errors
    /// The code of the first deviation from DER, or from the parameters that the algorithm has,
    /// such as [`Code::AlgorithmParameters`].
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let mut walk = Walk::strict();
        walk.only(Reader::new(der), tag::SEQUENCE)
            .and_then(|sequence| Self::read(&mut walk, &sequence))
            .map_err(|deviation| deviation.refuse(SUBJECT))
    }

    /// ```text
    /// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
    /// ```
    pub(crate) fn read(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<Self> {
        if let Some(named) = Self::named(sequence.encoded) {
            return Ok(named);
        }
        let (oid, parameters) = walk.algorithm_identifier(sequence)?;
        parameters.as_ref().map_or(Ok(()), |given| walk.any(given))?;
        if let Some(row) = table::signature(oid) {
            let (name, given) = (row.name, parameters.as_ref());
            match (row.parameters, given) {
                (Parameters::Null, _) => parameters::null(walk, sequence, given, name)?,
                (Parameters::Absent, _) => parameters::absent(walk, given, name)?,
                (Parameters::Any, _) => {}
                (Parameters::Pss, Some(given)) => parameters::pss(walk, given)?,
                (Parameters::Pss, None) => walk.deviates(
                    Code::AlgorithmParameters,
                    sequence.at,
                    format_args!("has no parameters; {name} has RSASSA-PSS-params"),
                )?,
            }
        }
        Ok(Self::Other(sequence.encoded.to_vec()))
    }

    /// The algorithm with this AlgorithmIdentifier, which was read, or is of the table.
    pub(super) fn from_checked(der: &[u8]) -> Self {
        Self::named(der).unwrap_or_else(|| Self::Other(der.to_vec()))
    }

    fn named(der: &[u8]) -> Option<Self> {
        let row = SIGNATURES.iter().find(|row| row.identifier == der)?;
        NAMED.iter().find(|(_, name)| *name == row.name).map(|(named, _)| named.clone())
    }

    /// The algorithms that have a name, in text as in [`FromStr`](core::str::FromStr):
    /// `sha256WithRSAEncryption`, `RSASSA-PSS-SHA256` (with a salt as long as the digest),
    /// `ecdsa-with-SHA256`, `Ed25519`, `ML-DSA-44` and others of their kind.
    pub fn nameable() -> impl Iterator<Item = Self> {
        let nameable = |parameters| {
            let rows = SIGNATURES.iter().filter(|row| row.is_nameable());
            rows.filter(move |row| row.parameters == parameters)
                .map(|row| Self::from_checked(row.identifier))
        };
        let pss = pss::nameable().map(Self::Other);
        nameable(Parameters::Null).chain(pss).chain(nameable(Parameters::Absent))
    }

    /// The algorithm that is usual for a key: RSA and P-256 with SHA-256, P-384 with SHA-384, P-521
    /// with SHA-512; an RSA key for PSS only by its parameters, or else with SHA-256; the algorithm of the
    /// same name for keys that have only one, such as Ed25519.
    pub fn usual_for(key: &PublicKey) -> Option<Self> {
        match key.algorithm() {
            PublicKeyAlgorithm::Rsa => Some(Self::Sha256WithRsa),
            PublicKeyAlgorithm::EcP256 => Some(Self::EcdsaWithSha256),
            PublicKeyAlgorithm::EcP384 => Some(Self::EcdsaWithSha384),
            PublicKeyAlgorithm::EcP521 => Some(Self::EcdsaWithSha512),
            // What it allows, or else SHA-256 (RFC 4055 3.1).
            _ if key.is_pss() => {
                let given = key.algorithm_parameters();
                let allowed = given.map(|given| Params::in_der(given.encoded)).transpose().ok()?;
                Self::pss_of_key(allowed.as_ref())
            }
            _ => {
                let row = table::signature(key.algorithm_oid()?)?;
                (row.family == Family::OfItsKeys).then(|| Self::from_checked(row.identifier))
            }
        }
    }

    /// RSASSA-PSS as a key for it alone signs with these parameters, if that has a name.
    pub(crate) fn pss_of_key(allowed: Option<&Params<'_>>) -> Option<Self> {
        pss::of_key(allowed).map(Self::Other)
    }

    /// Whether it can be asked for by its name.
    pub(crate) fn is_nameable(&self) -> bool {
        match self {
            Self::Other(der) => pss::named(der).is_some(),
            _ => true,
        }
    }

    /// Whether keys of this kind and size sign by it; `true` where the algorithm or the key is not known.
    pub fn fits(&self, key: &PublicKey) -> bool {
        key.algorithm_oid().is_none_or(|key| table::signs(key, self.oid_content()))
            && self.too_long_salt(key).is_none()
    }

    /// The longest salt, in bytes, for which a signature by the key has room, where the salt of this RSASSA-PSS is
    /// longer (RFC 8017 9.1.1).
    pub fn too_long_salt(&self, key: &PublicKey) -> Option<usize> {
        let params = pss::of_identifier(self.as_der())?.ok()?;
        let longest = params.longest_salt(bits(key.rsa_modulus()?))?;
        (params.salt_len > longest).then_some(longest)
    }

    /// The DER of the AlgorithmIdentifier.
    pub fn as_der(&self) -> &[u8] {
        match self {
            Self::Other(der) => der,
            named => named.row().map_or(&[], |row| row.identifier),
        }
    }

    /// The object identifier.
    pub fn oid(&self) -> Oid {
        match (self, self.row()) {
            (_, Some(row)) => Oid::constant(row.oid()),
            // It was checked when the algorithm was read.
            _ => Oid::from_content(self.oid_content()).unwrap_or(Oid::constant(&[0])),
        }
    }

    /// The name of the algorithm, with any parameters, such as `ecdsa-with-SHA256` or
    /// `rsassaPss`; the object identifier where it is not known.
    pub fn name(&self) -> Cow<'static, str> {
        match self.row() {
            Some(row) => Cow::Borrowed(row.name),
            None => Cow::Owned(format!("{}", self.oid())),
        }
    }

    /// The digest algorithm that it signs by.
    pub fn digest_algorithm(&self) -> DigestAlgorithm {
        match (self.row(), self) {
            (Some(row), Self::Other(der)) if row.parameters == Parameters::Pss => {
                let given = Reader::new(der).next().and_then(|tlv| tlv.reader().nth(1));
                given
                    .and_then(|given| Params::in_der(given.encoded).ok())
                    .map_or(DigestAlgorithm::Other, |params| params.digest_algorithm())
            }
            (row, _) => row.map_or(DigestAlgorithm::Other, |row| row.digest),
        }
    }

    /// The digest of a message, where the algorithm is known to sign one.
    pub(crate) fn digest(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Other(der) => pss::named(der)?.1.digest(message),
            named => named.digest_algorithm().digest(message),
        }
    }

    pub(crate) fn family(&self) -> Family {
        self.row().map_or(Family::Unknown, |row| row.family)
    }

    /// The algorithm with the parameters that it should have: what was signed by an algorithm with
    /// others is verified too.
    pub(crate) fn canonical(&self) -> Self {
        match self.row() {
            Some(row) if matches!(row.parameters, Parameters::Null | Parameters::Absent) => {
                Self::from_checked(&identifier(row.oid()))
            }
            _ => self.clone(),
        }
    }

    /// Whether it is of RSA PKCS #1 v1.5 without the NULL: readers must accept that (RFC 4055 5).
    pub(crate) fn lacks_null(&self) -> bool {
        let parameters = Reader::new(self.as_der()).next().and_then(|tlv| tlv.reader().nth(1));
        self.family() == Family::Rsa && parameters.is_none()
    }

    /// The content of the object identifier.
    pub(super) fn oid_content(&self) -> &[u8] {
        let oid = Reader::new(self.as_der()).next().and_then(|tlv| tlv.reader().next());
        oid.map_or(&[], |oid| oid.content)
    }

    fn row(&self) -> Option<&'static Signature> {
        match self {
            Self::Other(_) => table::signature(self.oid_content()),
            named => {
                let (_, name) = NAMED.iter().find(|(other, _)| other == named)?;
                SIGNATURES.iter().find(|row| row.name == *name)
            }
        }
    }
}

/// The AlgorithmIdentifier with the parameters that belong to it: NULL, or none where they are
/// absent or not known.
pub(super) fn identifier(oid: &[u8]) -> Vec<u8> {
    if let Some(row) = table::signature(oid) {
        return row.identifier.to_vec();
    }
    let mut der = Vec::new();
    der::nested(&mut der, tag::SEQUENCE, |der| der::tlv(der, tag::OBJECT_IDENTIFIER, oid));
    der
}

crate::asn1::der_conversions!(SignatureAlgorithm, Error);

//! x509-cert's `RequestBuilder`.

use signature::{Keypair, Signer};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::Builder;
use x509_cert::der::asn1::{Any, BitString, Ia5String};
use x509_cert::der::oid::db::rfc4519;
use x509_cert::der::{self, Document, Tag};
use x509_cert::ext::pkix::{SubjectAltName, name::GeneralName};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::request::{CertReq, RequestBuilder};
use x509_cert::spki::{
    self, AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, EncodePublicKey,
    ObjectIdentifier, SignatureBitStringEncoding,
};

use crate::sample;

/// What a request is built from.
pub struct Parts {
    subject: Name,
    names: SubjectAltName,
}

/// From text to parts. The subject is put together from its values, since `Name::from_str`
/// would make them UTF8Strings, and take longer.
pub fn parts(names: &[String]) -> Parts {
    let rdn = |(oid, text): (ObjectIdentifier, &str)| {
        let value = Any::new(Tag::PrintableString, text.as_bytes()).expect("printable");
        let mut rdn = RelativeDistinguishedName::default();
        rdn.insert(AttributeTypeAndValue { oid, value }).expect("attribute");
        rdn
    };
    let subject = [
        (rfc4519::C, sample::COUNTRY),
        (rfc4519::O, sample::ORGANIZATION),
        (rfc4519::OU, sample::ORGANIZATIONAL_UNIT),
        (rfc4519::CN, sample::COMMON_NAME),
    ];
    let name = |name: &String| GeneralName::DnsName(Ia5String::new(name).expect("ASCII"));
    Parts {
        subject: Name::hazmat_from_rdn_sequence(RdnSequence::from(Vec::from(subject.map(rdn)))),
        names: SubjectAltName(names.iter().map(name).collect()),
    }
}

/// A builder with everything in it. Without names it still writes an extensionRequest, an
/// empty one.
pub fn builder(parts: &Parts) -> RequestBuilder {
    let mut builder = RequestBuilder::new(parts.subject.clone()).expect("builder");
    if !parts.names.0.is_empty() {
        builder.add_extension(&parts.names).expect("extension");
    }
    builder
}

pub fn to_be_signed(parts: &Parts, signer: &FixedSigner) -> Vec<u8> {
    builder(parts).finalize(signer).expect("bytes")
}

pub fn request(parts: &Parts, signer: &FixedSigner) -> CertReq {
    builder(parts).build::<_, FixedSignature>(signer).expect("request")
}

/// Signs everything with the same bytes.
#[derive(Clone)]
pub struct FixedSigner {
    pub public_key: FixedKey,
    pub signature: Vec<u8>,
}

#[derive(Clone)]
pub struct FixedKey(pub Document);

pub struct FixedSignature(Vec<u8>);

impl Keypair for FixedSigner {
    type VerifyingKey = FixedKey;

    fn verifying_key(&self) -> FixedKey {
        self.public_key.clone()
    }
}

impl EncodePublicKey for FixedKey {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Ok(self.0.clone())
    }
}

impl DynSignatureAlgorithmIdentifier for FixedSigner {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        const ECDSA_WITH_SHA256: ObjectIdentifier =
            ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
        Ok(AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None })
    }
}

impl Signer<FixedSignature> for FixedSigner {
    fn try_sign(&self, _message: &[u8]) -> signature::Result<FixedSignature> {
        Ok(FixedSignature(self.signature.clone()))
    }
}

impl SignatureBitStringEncoding for FixedSignature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(&self.0)
    }
}

//! A key in a token as a [`RequestSigner`].

use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use pkcs10::{Algorithm, Oid, Prepared, PublicKey, RequestSigner, SignatureAlgorithm};

use crate::Result;

const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
/// The tags of what a token gives in DER.
const OCTET_STRING: u8 = 4;
const OBJECT_IDENTIFIER: u8 = 6;

/// A key pair in a token, usable while the session is logged in.
pub struct TokenKey<'session> {
    session: &'session Session,
    private: ObjectHandle,
    public: PublicKey,
    algorithm: SignatureAlgorithm,
}

impl<'session> TokenKey<'session> {
    /// Makes a pair of keys in the token. The private one can sign and nothing else, and never
    /// leaves.
    ///
    /// # Errors
    /// Where there is a key with this label already, since two could not be told apart;
    /// where the token refuses.
    pub fn generate(session: &'session Session, label: &str, algorithm: Algorithm) -> Result<Self> {
        // Programs that keep certificates pair them with keys by CKA_ID.
        let (id, label) = (Attribute::Id(label.into()), Attribute::Label(label.into()));
        if !session.find_objects(std::slice::from_ref(&label))?.is_empty() {
            return Err("the token has an object with this label already".into());
        }
        let (mechanism, kind) = generation(algorithm)?;
        let mut public = vec![
            id.clone(),
            label.clone(),
            Attribute::Token(true), // kept beyond this session
            Attribute::Private(false),
            Attribute::Verify(true),
        ];
        public.extend(kind);
        // What is left out here, the token decides; SoftHSM would let an RSA key decrypt, too.
        let private = [
            id,
            label,
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
            Attribute::Decrypt(false),
            Attribute::Unwrap(false),
            Attribute::Derive(false),
        ];
        let (public, private) = session.generate_key_pair(&mechanism, &public, &private)?;
        Self::new(session, public, private)
    }

    /// The pair of keys with this label.
    ///
    /// # Errors
    /// Where there is not exactly one, or where it is neither RSA nor on a curve that
    /// [`SignatureAlgorithm::usual_for`] knows.
    pub fn find(session: &'session Session, label: &str) -> Result<Self> {
        let only = |class: ObjectClass| -> Result<ObjectHandle> {
            let found =
                session.find_objects(&[Attribute::Class(class), Attribute::Label(label.into())])?;
            match found[..] {
                [object] => Ok(object),
                _ => Err(format!("the token has {} objects {class} {label:?}", found.len()).into()),
            }
        };
        Self::new(session, only(ObjectClass::PUBLIC_KEY)?, only(ObjectClass::PRIVATE_KEY)?)
    }

    /// That the two belong together shows when a signature is verified.
    fn new(
        session: &'session Session,
        public: ObjectHandle,
        private: ObjectHandle,
    ) -> Result<Self> {
        let public = public_key(session, public)?;
        let algorithm = SignatureAlgorithm::usual_for(&public).ok_or_else(|| {
            format!("keys of the algorithm {} are not supported", public.algorithm())
        })?;
        Ok(Self { session, private, public, algorithm })
    }
}

impl RequestSigner for TokenKey<'_> {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.algorithm.clone()
    }

    /// Signs a CertificationRequestInfo and refuses any other message.
    fn sign_message(&self, message: &[u8]) -> Result<Vec<u8>> {
        let prepared = Prepared::from_der(message)?;
        let sign = |mechanism, input| self.session.sign(&mechanism, self.private, input);
        match self.algorithm {
            // The token hashes and pads; the signature is as a request holds it.
            SignatureAlgorithm::Sha256WithRsa => Ok(sign(Mechanism::Sha256RsaPkcs, message)?),
            // CKM_ECDSA takes a digest, and gives r and s side by side. Not every token has the
            // mechanisms that hash as well (CKM_ECDSA_SHA256); SoftHSM 2.6 has none.
            _ => {
                let digest =
                    prepared.digest(&self.algorithm).ok_or("the digest algorithm is not known")?;
                let raw = sign(Mechanism::Ecdsa, &digest)?;
                Ok(prepared.signature_from_raw(&raw)?)
            }
        }
    }
}

/// How a pair of keys is made: the mechanism, and what the public key's template says of it.
fn generation(algorithm: Algorithm) -> Result<(Mechanism<'static>, Vec<Attribute>)> {
    let curve = |curve: &str| -> Result<_> {
        let curve: Oid = curve.parse()?;
        let der = [&[OBJECT_IDENTIFIER, curve.as_bytes().len().try_into()?], curve.as_bytes()];
        Ok((Mechanism::EccKeyPairGen, vec![Attribute::EcParams(der.concat())]))
    };
    let rsa = |bits: usize| -> Result<_> {
        let exponent = Attribute::PublicExponent(vec![1, 0, 1]);
        let bits = Attribute::ModulusBits(bits.try_into()?);
        Ok((Mechanism::RsaPkcsKeyPairGen, vec![exponent, bits]))
    };
    match algorithm {
        Algorithm::EcdsaP256 => curve(P256),
        Algorithm::EcdsaP384 => curve(P384),
        Algorithm::Rsa2048 => rsa(2048),
        Algorithm::Rsa3072 => rsa(3072),
        Algorithm::Rsa4096 => rsa(4096),
        other => Err(format!("{other} is not supported").into()),
    }
}

/// A public key in the token, from the numbers that the token returns.
fn public_key(session: &Session, key: ObjectHandle) -> Result<PublicKey> {
    let octets = |kind| octets(session, key, kind);
    match session.get_attributes(key, &[AttributeType::KeyType])?[..] {
        [Attribute::KeyType(KeyType::RSA)] => Ok(PublicKey::from_rsa_numbers(
            &octets(AttributeType::Modulus)?,
            &octets(AttributeType::PublicExponent)?,
        )?),
        [Attribute::KeyType(KeyType::EC)] => {
            let curve = octets(AttributeType::EcParams)?;
            let curve = Oid::from_content(content(&curve, OBJECT_IDENTIFIER)?)?;
            let point = octets(AttributeType::EcPoint)?;
            Ok(PublicKey::from_ec_point(&curve, content(&point, OCTET_STRING)?)?)
        }
        _ => Err("the key is neither RSA nor EC".into()),
    }
}

/// What stands behind a tag and a length of one octet each.
fn content(tlv: &[u8], expected: u8) -> Result<&[u8]> {
    match tlv {
        [tag, len @ ..0x80, content @ ..]
            if *tag == expected && usize::from(*len) == content.len() =>
        {
            Ok(content)
        }
        _ => {
            Err(format!("the token returned {tlv:02x?}; expected DER with the tag {expected}")
                .into())
        }
    }
}

fn octets(session: &Session, key: ObjectHandle, kind: AttributeType) -> Result<Vec<u8>> {
    match session.get_attributes(key, &[kind])?.pop() {
        Some(
            Attribute::EcParams(octets)
            | Attribute::EcPoint(octets)
            | Attribute::Modulus(octets)
            | Attribute::PublicExponent(octets),
        ) => Ok(octets),
        _ => Err(format!("the token does not return the attribute {kind}").into()),
    }
}

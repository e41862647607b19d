//! A key in a token as a [`RequestSigner`].

use std::error::Error;

use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use pkcs10::keys::KeyKind;
use pkcs10::{Algorithm, Prepared, PublicKey, RequestSigner, SignatureAlgorithm};

use crate::error::{ErrorKind, TokenError};
use crate::public_key;
use crate::token::{Token, check_type};
use crate::uri::Uri;

/// CKA_EC_PARAMS: the object identifiers of curves in DER (RFC 5480 2.1.1.1, RFC 8410 3).
const P256: [u8; 10] = [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
const P384: [u8; 7] = [6, 5, 0x2B, 0x81, 0x04, 0, 34];
const P521: [u8; 7] = [6, 5, 0x2B, 0x81, 0x04, 0, 35];
const ED25519: [u8; 5] = [6, 3, 0x2B, 0x65, 0x70];

/// A private key in a token, as [`Token::keys`] lists it.
#[derive(Clone, Debug)]
pub struct TokenEntry {
    /// The URI by which it is found again.
    pub uri: Uri,
    /// Its public key, or why there is none.
    pub public_key: Result<PublicKey, TokenError>,
}

impl Token {
    /// The private keys that the URI fits.
    ///
    /// # Errors
    /// Where the token fails, or where the URI asks for objects of another type.
    pub fn keys(&self, uri: &Uri) -> Result<Vec<TokenEntry>, TokenError> {
        let keys = self.private_keys(uri)?;
        let entry = |key: &ObjectHandle| {
            Ok(TokenEntry { uri: self.uri_of(*key)?, public_key: public_key::of(self, *key) })
        };
        keys.iter().map(entry).collect()
    }
}

/// A private key in a token that is logged in, and its public key.
#[derive(Debug)]
pub struct TokenKey {
    token: Token,
    private: ObjectHandle,
    /// The object of the public key, if the pair was made here.
    made: Option<ObjectHandle>,
    public: PublicKey,
    algorithm: SignatureAlgorithm,
}

impl TokenKey {
    /// The only key that the URI fits.
    ///
    /// # Errors
    /// Where none fits, or several do; where its public key is not in the token, or is not of a kind
    /// that signs here.
    pub fn find(token: Token, uri: &Uri) -> Result<Self, TokenError> {
        match token.private_keys(uri)?.as_slice() {
            [only] => {
                let public = public_key::of(&token, *only)?;
                let algorithm =
                    SignatureAlgorithm::usual_for(&public).ok_or_else(|| unsupported(&public))?;
                Ok(Self { token, private: *only, made: None, public, algorithm })
            }
            [] => {
                let sentence = format!("token {:?} has no such private key", token.label());
                let error = TokenError::new(ErrorKind::NotFound, sentence);
                Err(match token.listed(&token.private_keys(&Uri::default())?)? {
                    none if none.is_empty() => error.with_hint("it has no private key at all"),
                    some => error.with_hint(format!("it has {}", some.join(", "))),
                })
            }
            several => {
                let sentence = format!("{} private keys match", several.len());
                let mut uris = token.listed(several)?;
                uris.sort();
                uris.dedup();
                let hint = match uris.len() == several.len() {
                    true => format!("use one of {}", uris.join(", ")),
                    false => format!(
                        "some have the same label and id, so that no URI distinguishes them; change or remove one with a tool of the token ({})",
                        uris.join(", ")
                    ),
                };
                Err(TokenError::new(ErrorKind::Ambiguous, sentence).with_hint(hint))
            }
        }
    }

    /// Makes a pair of keys in the token, with the label and the CKA_ID of the URI; without an `id`,
    /// the label is the CKA_ID too. The private key can sign and nothing else, and never leaves.
    ///
    /// # Errors
    /// Where the URI has no `object`, or is of another type than `private`; where there is an object with the label or the CKA_ID
    /// already, since two could not be distinguished; where the token refuses.
    pub fn generate(token: Token, uri: &Uri, kind: impl Into<KeyKind>) -> Result<Self, TokenError> {
        let kind = kind.into();
        check_type(uri)?;
        let Some(label) = uri.text("object").filter(|label| !label.is_empty()) else {
            return Err(TokenError::new(
                ErrorKind::Uri,
                "the URI does not say how to name the new key",
            )
            .with_hint("add object=NAME"));
        };
        // Programs that keep certificates pair them with keys by CKA_ID.
        let id = Attribute::Id(uri.id().unwrap_or(label.as_bytes()).to_vec());
        let label = Attribute::Label(label.into());
        let names = [(label.clone(), "label"), (id.clone(), "id")];
        let check_names =
            |token: &Token, kind: &[Attribute], own: usize, [has, when, hint]: [&str; 3]| {
                for (attribute, name) in &names {
                    if token.find(&[kind, std::slice::from_ref(attribute)].concat())?.len() > own {
                        let label = token.label();
                        let sentence =
                            format!("token {label:?} {has} an object with this {name} {when}");
                        return Err(TokenError::new(ErrorKind::Exists, sentence).with_hint(hint));
                    }
                }
                Ok(())
            };
        let hint = "name another one, or sign with the key that is there";
        check_names(&token, &[], 0, ["has", "already", hint])?;
        let algorithm = kind.algorithm();
        let (mechanism, of_kind) = generation(algorithm)?;
        let mut public = vec![
            id.clone(),
            label.clone(),
            Attribute::Token(true), // kept beyond this session
            Attribute::Private(false),
            Attribute::Verify(true),
        ];
        public.extend(of_kind);
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
        let pair = token.session.generate_key_pair(&mechanism, &public, &private);
        let (made, private) =
            pair.map_err(|error| TokenError::of_token(&format!("make a key {algorithm}"), &error))?;
        let public = public_key::of(&token, private)?;
        let algorithm = kind.signature_algorithm();
        let key = Self { token, private, made: Some(made), public, algorithm };
        // Another process may have looked before this pair was there, too.
        let when = "from another program at the same time; the new key is removed";
        let hint = "repeat the command with another name";
        let private = [Attribute::Class(ObjectClass::PRIVATE_KEY)];
        match check_names(&key.token, &private, 1, ["got", when, hint]) {
            Ok(()) => Ok(key),
            Err(error) => key.discard().and(Err(error)),
        }
    }

    /// Signs by another algorithm than the usual one, such as `RSASSA-PSS-SHA256` or
    /// `sha384WithRSAEncryption`.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] where a key of this kind does not sign by it.
    pub fn set_signature_algorithm(
        &mut self,
        algorithm: SignatureAlgorithm,
    ) -> Result<(), TokenError> {
        if !algorithm.fits(&self.public) || signing(&algorithm).is_none() {
            let salt = algorithm.too_long_salt(&self.public).map_or(String::new(), |longest| {
                format!("; expected a salt of at most {longest} bytes (RFC 8017 9.1.1)")
            });
            let sentence =
                format!("a key {} in a token does not sign by {algorithm}{salt}", self.public);
            return Err(TokenError::new(ErrorKind::Unsupported, sentence));
        }
        self.algorithm = algorithm;
        Ok(())
    }

    /// The URI by which the key is found again.
    ///
    /// # Errors
    /// Where the token fails.
    pub fn uri(&self) -> Result<Uri, TokenError> {
        self.token.uri_of(self.private)
    }

    /// Removes the pair of keys that [`generate`](Self::generate) made. A key that was found stays.
    ///
    /// # Errors
    /// Where the token refuses.
    pub fn discard(self) -> Result<(), TokenError> {
        for object in self.made.into_iter().flat_map(|public| [public, self.private]) {
            let destroyed = self.token.session.destroy_object(object);
            destroyed.map_err(|error| TokenError::of_token("remove the key", &error))?;
        }
        Ok(())
    }
}

impl RequestSigner for TokenKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.algorithm.clone()
    }

    /// Signs a CertificationRequestInfo and refuses any other message.
    fn sign_message(&self, message: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let prepared = Prepared::from_der(message)?;
        let mechanism = signing(&self.algorithm).ok_or_else(|| unsupported(&self.public))?;
        let sign = |input| {
            let signature = self.token.session.sign(&mechanism, self.private, input);
            signature.map_err(|error| TokenError::of_token("sign", &error))
        };
        if !matches!(mechanism, Mechanism::Ecdsa) {
            // The token hashes and pads; the signature is as a request holds it.
            return Ok(sign(message)?);
        }
        // CKM_ECDSA takes a digest, and gives r and s side by side. Not every token has the
        // mechanisms that hash as well (CKM_ECDSA_SHA256); SoftHSM 2.6 has none.
        let digest = prepared.digest(&self.algorithm).ok_or("the digest algorithm is not known")?;
        Ok(prepared.signature_from_raw(&sign(&digest)?)?)
    }
}

fn unsupported(public: &PublicKey) -> TokenError {
    TokenError::new(ErrorKind::Unsupported, format!("keys {public} in a token are not supported"))
}

/// How a token signs by an algorithm.
fn signing(algorithm: &SignatureAlgorithm) -> Option<Mechanism<'static>> {
    Some(match algorithm {
        SignatureAlgorithm::Sha256WithRsa => Mechanism::Sha256RsaPkcs,
        SignatureAlgorithm::Sha384WithRsa => Mechanism::Sha384RsaPkcs,
        SignatureAlgorithm::Sha512WithRsa => Mechanism::Sha512RsaPkcs,
        SignatureAlgorithm::EcdsaWithSha256
        | SignatureAlgorithm::EcdsaWithSha384
        | SignatureAlgorithm::EcdsaWithSha512 => Mechanism::Ecdsa,
        SignatureAlgorithm::Ed25519 => {
            Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519))
        }
        other => pss(&other.to_string())?,
    })
}

/// RSASSA-PSS, whose name has its digest algorithm and, unless it is as long as the digest, its salt.
fn pss(name: &str) -> Option<Mechanism<'static>> {
    let parameters = name.strip_prefix("RSASSA-PSS-SHA")?;
    let (bits, salt) = match parameters.split_once(':') {
        Some((bits, salt)) => (bits, salt.parse::<usize>().ok()?),
        None => (parameters, parameters.parse::<usize>().ok()? / 8),
    };
    let s_len = salt.try_into().ok()?;
    let with = |hash_alg, mgf| PkcsPssParams { hash_alg, mgf, s_len };
    Some(match bits {
        "256" => Mechanism::Sha256RsaPkcsPss(with(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256)),
        "384" => Mechanism::Sha384RsaPkcsPss(with(MechanismType::SHA384, PkcsMgfType::MGF1_SHA384)),
        "512" => Mechanism::Sha512RsaPkcsPss(with(MechanismType::SHA512, PkcsMgfType::MGF1_SHA512)),
        _ => return None,
    })
}

/// How a pair of keys is made: the mechanism, and what the public key's template says of it.
fn generation(algorithm: Algorithm) -> Result<(Mechanism<'static>, Vec<Attribute>), TokenError> {
    let curve = |mechanism, oid: &[u8]| (mechanism, vec![Attribute::EcParams(oid.to_vec())]);
    let rsa = |bits: usize| {
        let size = bits.try_into().ok().map(Attribute::ModulusBits);
        let exponent = Attribute::PublicExponent(vec![1, 0, 1]);
        (Mechanism::RsaPkcsKeyPairGen, size.into_iter().chain([exponent]).collect())
    };
    Ok(match algorithm {
        Algorithm::EcdsaP256 => curve(Mechanism::EccKeyPairGen, &P256),
        Algorithm::EcdsaP384 => curve(Mechanism::EccKeyPairGen, &P384),
        Algorithm::EcdsaP521 => curve(Mechanism::EccKeyPairGen, &P521),
        Algorithm::Ed25519 => curve(Mechanism::EccEdwardsKeyPairGen, &ED25519),
        Algorithm::Rsa2048 => rsa(2048),
        Algorithm::Rsa3072 => rsa(3072),
        Algorithm::Rsa4096 => rsa(4096),
        other => {
            let sentence = format!("keys {other} are not made in tokens");
            return Err(TokenError::new(ErrorKind::Unsupported, sentence));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pss_is_read_from_its_name() {
        let cases = [
            ("RSASSA-PSS-SHA256", Some((MechanismType::SHA256_RSA_PKCS_PSS, 32))),
            ("RSASSA-PSS-SHA384", Some((MechanismType::SHA384_RSA_PKCS_PSS, 48))),
            ("RSASSA-PSS-SHA512:20", Some((MechanismType::SHA512_RSA_PKCS_PSS, 20))),
            ("RSASSA-PSS-SHA1", None),
            ("ML-DSA-44", None),
        ];
        for (name, expected) in cases {
            let found = pss(name).map(|mechanism| match mechanism {
                Mechanism::Sha256RsaPkcsPss(with)
                | Mechanism::Sha384RsaPkcsPss(with)
                | Mechanism::Sha512RsaPkcsPss(with) => (mechanism.mechanism_type(), *with.s_len),
                other => panic!("{other:?}"),
            });
            assert_eq!(found, expected, "{name}");
        }
    }
}

//! The public key that belongs to a private one in a token.

use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use der::{Decode, Tag, Tagged, asn1::AnyRef};
use pkcs10::{Oid, PublicKey};

use crate::error::{ErrorKind, TokenError};
use crate::token::Token;

/// The SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410 4).
const ED25519: [u8; 12] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0];

/// The public key of a private one: of the object that shares its CKA_ID (or, without one, its label),
/// of the private key's own attributes, or of a certificate with that CKA_ID.
pub(crate) fn of(token: &Token, private: ObjectHandle) -> Result<PublicKey, TokenError> {
    let id = token.bytes(private, AttributeType::Id)?.map(Attribute::Id);
    let label = token.bytes(private, AttributeType::Label)?.map(Attribute::Label);
    if let Some(shared) = id.clone().or(label) {
        let public = token.find(&[Attribute::Class(ObjectClass::PUBLIC_KEY), shared])?;
        if let Some(public) = public.first() {
            return read(token, *public);
        }
    }
    let own = [AttributeType::PublicKeyInfo, AttributeType::Modulus];
    for kind in own {
        if token.bytes(private, kind)?.is_some() {
            return read(token, private);
        }
    }
    for certificate in match id {
        Some(id) => token.find(&[Attribute::Class(ObjectClass::CERTIFICATE), id])?,
        None => Vec::new(),
    } {
        if let Some(value) = token.bytes(certificate, AttributeType::Value)? {
            return PublicKey::find(&value, None).map_err(|error| damaged(&error));
        }
    }
    let sentence =
        "the token has the private key, but neither its public key nor a certificate of it";
    Err(TokenError::new(ErrorKind::NotFound, format!("{}: {sentence}", token.uri_of(private)?))
        .with_hint("store its public key in the token, with the same CKA_ID"))
}

/// The key, from the attributes of an object.
fn read(token: &Token, object: ObjectHandle) -> Result<PublicKey, TokenError> {
    let bytes = |kind| {
        token
            .bytes(object, kind)?
            .ok_or_else(|| damaged(&format_args!("the token does not return the attribute {kind}")))
    };
    if let Some(info) = token.bytes(object, AttributeType::PublicKeyInfo)? {
        return PublicKey::from_der(&info).map_err(|error| damaged(&error));
    }
    let kind = token.session.get_attributes(object, &[AttributeType::KeyType]);
    let kind = kind.map_err(|error| TokenError::of_token("be read", &error))?;
    let key = match kind[..] {
        [Attribute::KeyType(KeyType::RSA)] => PublicKey::from_rsa_numbers(
            &bytes(AttributeType::Modulus)?,
            &bytes(AttributeType::PublicExponent)?,
        ),
        [Attribute::KeyType(KeyType::EC)] => {
            let curve = bytes(AttributeType::EcParams)?;
            let curve = AnyRef::from_der(&curve).map_err(|error| damaged(&error))?;
            let point = bytes(AttributeType::EcPoint)?;
            Oid::from_content(curve.value()).and_then(|curve| {
                PublicKey::from_ec_point(&curve, unwrapped(&point))
                    .or_else(|_| PublicKey::from_ec_point(&curve, &point))
            })
        }
        [Attribute::KeyType(KeyType::EC_EDWARDS)] => {
            let point = bytes(AttributeType::EcPoint)?;
            let Some(point) = [unwrapped(&point), &point].into_iter().find(|key| key.len() == 32)
            else {
                return Err(unsupported(&format_args!("on another Edwards curve")));
            };
            PublicKey::from_der(&[&ED25519[..], point].concat())
        }
        _ => return Err(unsupported(&format_args!("{kind:?}"))),
    };
    key.map_err(|error| damaged(&error))
}

/// The point in its OCTET STRING, or in the BIT STRING that some tokens have. Others give it alone, which
/// may begin like either.
fn unwrapped(point: &[u8]) -> &[u8] {
    match AnyRef::from_der(point).map(|any| (any.tag(), any.value())) {
        Ok((Tag::OctetString, content)) => content,
        Ok((Tag::BitString, [0, content @ ..])) => content,
        _ => point,
    }
}

fn damaged(why: &dyn std::fmt::Display) -> TokenError {
    TokenError::new(ErrorKind::Device, format!("the public key in the token cannot be read: {why}"))
}

fn unsupported(kind: &dyn std::fmt::Display) -> TokenError {
    let sentence = format!("the key is neither RSA, ECDSA nor Ed25519 ({kind})");
    TokenError::new(ErrorKind::Unsupported, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_with_and_without_their_frame() {
        let long = [&[4, 0x81, 133][..], &[4; 133]].concat();
        let cases: [(&[u8], &[u8]); 4] = [
            (&[4, 3, 4, 1, 2], &[4, 1, 2]),
            (&[3, 4, 0, 4, 1, 2], &[4, 1, 2]),
            (&[4, 5, 2], &[4, 5, 2]),
            (&long, &[4; 133]),
        ];
        for (given, expected) in cases {
            assert_eq!(unwrapped(given), expected, "{given:02x?}");
        }
    }
}

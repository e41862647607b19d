//! Requests, certificates, keys and signatures, in any form in which other programs hand them on.

use std::path::Path;

use base64ct::{Base64Unpadded, Encoding};
use pkcs10::reading::{Repaired, repair};
use pkcs10::{Code, Inspection, PublicKey};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::failure::{Failure, note, shown};
use crate::{files, hints, key_file, private_keys};

/// Reads a file, in PEM or DER where it is that in another form.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = Zeroizing::new(files::read(path)?);
    if let Some(repaired) = repaired(path, &bytes) {
        return Ok(repaired.into_bytes());
    }
    Ok(match web_key(path, &bytes)? {
        Some(key) => Zeroizing::new(key.as_der().to_vec()),
        None => bytes,
    })
}

/// The public key of a JSON Web Key (RFC 7518 6), alone or, as Azure Key Vault has it, in the member `key`;
/// nothing where the input is not such a key, or a private one.
fn web_key(path: &Path, bytes: &[u8]) -> Result<Option<PublicKey>, Failure> {
    let text = files::without_mark(bytes);
    if !text.trim_ascii_start().starts_with(b"{") || private_keys::is_json_web_key(text) {
        return Ok(None);
    }
    let Ok(json) = serde_json::from_slice::<Value>(text) else { return Ok(None) };
    let json = json.get("key").unwrap_or(&json);
    let text = |member: &str| json.get(member).and_then(Value::as_str);
    let number = |member: &str| {
        // An exponent in base64 may look hexadecimal; a longer number that does is not base64.
        let digits = text(member).map(str::as_bytes);
        let digits = digits.filter(|digits| digits.len() < 16 || hexadecimal(digits).is_none());
        digits.and_then(base64).ok_or_else(|| {
            let why = format!("is a JSON Web Key without {member:?} in base64url (RFC 7518 6)");
            Failure::refused_file(path, why)
        })
    };
    let Some(kind) = text("kty") else { return Ok(None) };
    let curve = text("crv").unwrap_or_default();
    // What is in a module of Azure Key Vault has "-HSM" behind its kind.
    let key = match (kind.trim_end_matches("-HSM"), CURVES.iter().find(|(name, _)| *name == curve))
    {
        ("RSA", _) => PublicKey::from_rsa_numbers(&number("n")?, &number("e")?),
        ("EC", Some((_, oid))) => {
            let (x, y) = (number("x")?, number("y")?);
            if x.len() != y.len() {
                let why = format!(
                    "is a JSON Web Key with \"x\" of {} bytes and \"y\" of {}; expected as many (RFC 7518 6.2.1)",
                    x.len(),
                    y.len()
                );
                return Err(Failure::refused_file(path, why));
            }
            let point = [&[4][..], &x, &y].concat();
            oid.parse().and_then(|oid| PublicKey::from_ec_point(&oid, &point))
        }
        _ => {
            let why = format!(
                "is a JSON Web Key of the kind {kind:?} and the curve {curve:?}; expected RSA, or EC on {}",
                CURVES.map(|(name, _)| name).join(", ")
            );
            return Err(Failure::refused_file(path, why));
        }
    };
    let key = key.map_err(|error| key_file::KeyError::of(path, bytes, &error).failure)?;
    note(format_args!("note: {}: read from a JSON Web Key", shown(path)));
    Ok(Some(key))
}

/// Curves of JSON Web Keys, with their object identifiers.
const CURVES: [(&str, &str); 3] =
    [("P-256", "1.2.840.10045.3.1.7"), ("P-384", "1.3.132.0.34"), ("P-521", "1.3.132.0.35")];

/// The content of a file in PEM or DER, where it is that in another form. How its form was changed is
/// noted on standard error.
pub(crate) fn repaired(path: &Path, bytes: &[u8]) -> Option<Repaired> {
    let repaired = repair(bytes)?;
    note_repairs(path, &repaired);
    Some(repaired)
}

pub(crate) fn note_repairs(path: &Path, repaired: &Repaired) {
    for repair in repaired.repairs() {
        note(format_args!("note: {}: {repair}", shown(path)));
    }
}

/// Reads a signature, also in text or in the JSON of a key service.
pub(crate) fn signature(
    path: &Path,
    hint: impl Fn(Code) -> Option<String>,
) -> Result<Vec<u8>, Failure> {
    let bytes = files::read(path)?;
    let read = pkcs10::reading::signature(&bytes);
    let signature =
        read.map_err(|error| Failure::refused_content(shown(path), &error, hint(error.code())))?;
    note_repairs(path, &signature);
    Ok(signature.as_bytes().to_vec())
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text: Option<String> = text
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => Some('+'),
            b'_' => Some('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => Some(char::from(*byte)),
            _ => None,
        })
        .collect();
    text.and_then(|text| Base64Unpadded::decode_vec(text.trim_end_matches('=')).ok())
}

fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b':');
    let digits: Option<Vec<u8>> = digits
        .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The refusal of a request, certificate, key or signature in the place of a request file.
pub(crate) fn misplaced(path: &Path, content: &[u8], expected: &str) -> Option<Failure> {
    let (code, why) = identify(content)?;
    let failure = Failure::refused_file(path, format!("{why}; expected {expected}"));
    Some(match hints::for_content(code, path, content) {
        Some(hint) => failure.hint(hint),
        None => failure,
    })
}

/// What a file is that is a request, certificate, key or signature, with the words of it.
pub(crate) fn identify(content: &[u8]) -> Option<(Code, String)> {
    const KINDS: [Code; 9] = [
        Code::IsCertificate,
        Code::IsRequest,
        Code::IsPreparedRequest,
        Code::IsPrivateKey,
        Code::IsPublicKey,
        Code::IsPkcs12,
        Code::IsPkcs7,
        Code::IsSignature,
        Code::PemLabel,
    ];
    let repaired = repair(content);
    let content = repaired.as_ref().map_or(content, Repaired::as_bytes);
    match Inspection::read(content) {
        Ok(_) => Some((Code::IsRequest, "is a certification request".into())),
        Err(error) => {
            let is_known = KINDS.contains(&error.code());
            is_known.then(|| (error.code(), error.reason().to_owned()))
        }
    }
}

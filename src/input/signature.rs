//! Signatures as programs and key services hand them on.

use alloc::{format, vec, vec::Vec};

use zeroize::Zeroizing;

use super::repair::{decode_base64, from_json, json, squeezed};
use super::{Repair, Repaired, Wanted, code_of_label, kind, without_mark};
use crate::error::{Code, Error};
use crate::{hex, pem};

/// Members of the responses of key services that hold a signature: AWS KMS, Google Cloud KMS and the command
/// line of Azure, Azure Key Vault, Vault's transit. A dot leads into an object.
const MEMBERS: [&str; 4] = ["Signature", "signature", "value", "data.signature"];

/// The bytes of a signature: as they are, or out of hexadecimal digits, parted by colons or not, out of
/// base64 with either alphabet (RFC 4648 4 and 5), padded or not, on one line or several, out of Vault's
/// `vault:v1:` and base64, or out of the JSON of a key service (with the feature `json`). That it was
/// in JSON is a repair; base64 and hexadecimal are usual for signatures, and are none.
///
/// No signature in bytes can pass for text: of numbers as long as these, not one in 2^100 is text
/// throughout. Nor can base64 of one pass for hexadecimal.
///
/// ```
/// use pkcs10::reading::signature;
///
/// for form in [&b"\x00\x01\xFE\xFF"[..], b"00:01:FE:FF\n", b"AAH-_w", b"vault:v1:AAH+/w=="] {
///     assert_eq!(signature(form).unwrap().as_bytes(), [0, 1, 0xFE, 0xFF]);
/// }
/// ```
///
/// # Errors
///
/// Nothing ([`Code::Empty`]), text in UTF-16 ([`Code::Utf16`]), other text ([`Code::SignatureForm`]), and
/// certificates, requests, keys and other PEM by their codes.
pub fn signature(input: &[u8]) -> Result<Repaired, Error> {
    let wanted = Wanted::SIGNATURE;
    // A control character is in no text; but in UTF-16 there are zeros.
    let is_text = |text: &&str| !text.contains(|c: char| c.is_control() && !c.is_whitespace());
    let (bytes, repairs) = match str::from_utf8(without_mark(input)).ok().filter(is_text) {
        None if is_utf16(input) => return Err(wanted.utf16()),
        None => (Zeroizing::new(input.to_vec()), Vec::new()),
        Some(text) => of_text(text)?,
    };
    match kind(&bytes) {
        Some((code, noun)) if !wanted.codes.contains(&code) => {
            Err(wanted.refuse(code, format!("is {noun}")))
        }
        _ if bytes.is_empty() => Err(wanted.empty()),
        _ => Ok(Repaired { bytes, repairs }),
    }
}

/// Whether every second byte is zero and no other, as in ASCII in UTF-16, behind a byte order mark or not.
fn is_utf16(input: &[u8]) -> bool {
    let every_second = |from: usize| input.iter().skip(from).step_by(2);
    let is_one = |from: usize| {
        every_second(from).all(|byte| *byte == 0) && every_second(from + 1).all(|byte| *byte != 0)
    };
    input.len() > 8 && (0..=3).any(is_one)
}

fn of_text(text: &str) -> Result<(Zeroizing<Vec<u8>>, Vec<Repair>), Error> {
    let wanted = Wanted::SIGNATURE;
    if let Some(block) = pem::blocks(text.as_bytes()).next() {
        return Err(wanted.refuse_label(code_of_label(block.label()), block.label()));
    }
    match json(text) {
        Some(text) => of_json(text),
        None => decoded(text)
            .map(|bytes| (bytes, Vec::new()))
            .ok_or_else(|| wanted.refuse(Code::SignatureForm, "is other text")),
    }
}

fn of_json(text: &str) -> Result<(Zeroizing<Vec<u8>>, Vec<Repair>), Error> {
    let refuse = |reason| Wanted::SIGNATURE.refuse(Code::SignatureForm, reason);
    let (text, member) = from_json(text, &MEMBERS).ok_or_else(|| {
        let expected = format!("one of the members {}", MEMBERS.join(", "));
        refuse("is JSON without a signature, or damaged".into()).expected(expected)
    })?;
    let bytes = decoded(&text).ok_or_else(|| match member {
        "" => refuse("is a JSON string that is not base64".into()),
        _ => refuse(format!("is JSON whose member {member:?} is not base64")),
    })?;
    Ok((bytes, vec![Repair::Json(member)]))
}

/// What is in hexadecimal or base64, behind what Vault (`vault:v1:`) and OpenSSL (`RSA2-256(file)= `)
/// write in front.
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let of_vault = text.trim_start().strip_prefix("vault:v").and_then(|rest| {
        let rest = rest.strip_prefix(|c: char| c.is_ascii_digit())?;
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(':')
    });
    let of_openssl = || text.split_once(")= ").map(|(_, digits)| digits);
    let digits = squeezed(of_vault.or_else(of_openssl).unwrap_or(text));
    let bytes = hex::decode(&digits.replace(':', "")).ok().map(Zeroizing::new);
    bytes.or_else(|| decode_base64(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_signature_is_named() {
        let utf16: Vec<u8> = "MEUCIQDabc".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let request = hex::decode("3010300902010030003000a0003000030100").unwrap();
        let inputs: [(&[u8], Code); 12] = [
            (b"", Code::Empty),
            (b" \n", Code::Empty),
            (b"vault:v1:", Code::Empty),
            (b"vault:v:AAAA", Code::SignatureForm),
            (b"it does not verify!", Code::SignatureForm),
            (b"{\"signature\": \"A", Code::SignatureForm),
            (b"-----BEGIN CERTIFICATE-----\nMAA=\n", Code::IsCertificate),
            (b"-----BEGIN PRIVATE KEY-----\nMAA=\n", Code::IsPrivateKey),
            (b"-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n", Code::IsRequest),
            (&utf16, Code::Utf16),
            (&[b"\xFF\xFE", &*utf16].concat(), Code::Utf16),
            (&[b"\xFE\xFF\0", &utf16[..utf16.len() - 1]].concat(), Code::Utf16),
        ];
        for (input, code) in inputs {
            assert_eq!(signature(input).unwrap_err().code(), code, "{input:?}");
        }
        for form in [&*request, hex::encode(&request).as_bytes()] {
            assert_eq!(signature(form).unwrap_err().code(), Code::IsRequest);
        }
        // As few bytes may be a signature.
        assert_eq!(signature(b"M\0E\0U\0C\0").unwrap().as_bytes().len(), 8);
        let openssl = signature(b"RSA2-256(tbs.der)= 0a0B\n").unwrap();
        assert_eq!((openssl.as_bytes(), openssl.repairs()), (&[0x0A, 0x0B][..], &[][..]));
    }
}

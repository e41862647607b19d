//! Whether a file is a private key, of use to csr or not: such a file is never replaced.

use base64ct::{Base64Unpadded, Encoding};
use pkcs10::{Code, Error, KeyPair};
use zeroize::Zeroizing;

/// How the forms begin, or what is in them, that hold private keys and that csr does not read:
/// PEM of any kind, OpenPGP and SSH2 among it; PuTTY; the key stores of Java.
const MARKS: [&[u8]; 2] = [b"PRIVATE KEY", PUTTY];
pub(crate) const PUTTY: &[u8] = b"PuTTY-User-Key-File-";
const KEY_STORES: [&[u8]; 2] = [JKS, JCEKS];
pub(crate) const JKS: &[u8] = &[0xFE, 0xED, 0xFE, 0xED];
pub(crate) const JCEKS: &[u8] = &[0xCE, 0xCE, 0xCE, 0xCE];

/// Whether there is a private key: in a form with a mark anywhere, be it in UTF-16, in a JSON Web
/// Key, in DER, or in base64 without a frame. In doubt there is.
pub(crate) fn holds_one(content: &[u8]) -> bool {
    let mut text = Zeroizing::new(Vec::<u8>::with_capacity(content.len()));
    text.extend(content.iter().filter(|byte| **byte != 0));
    MARKS.iter().any(|mark| contains(&text, mark))
        || KEY_STORES.iter().any(|magic| content.starts_with(magic))
        || is_json_web_key(&text)
        || [content, content.trim_ascii_end()].iter().any(|der| is_one(&KeyPair::read(der, None)))
        || from_base64(&text).is_some_and(|der| is_one(&KeyPair::read(&der, None)))
}

/// Why what is read as a private key is something else.
const OTHERS: [Code; 17] = [
    Code::Empty,
    Code::Truncated,
    Code::NeitherPemNorDer,
    Code::Utf16,
    Code::Structure,
    Code::PemMissing,
    Code::PemEnd,
    Code::PemHeaders,
    Code::PemBase64,
    Code::PemJoined,
    Code::PemLabel,
    Code::NoKey,
    Code::IsPublicKey,
    Code::IsCertificate,
    Code::IsRequest,
    Code::IsPkcs7,
    Code::IsSignature,
];

/// Whether what was read is a private key, also one in a form that csr does not accept.
pub(crate) fn is_one(read: &Result<KeyPair, Error>) -> bool {
    !read.as_ref().is_err_and(|error| OTHERS.contains(&error.code()))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// A private key as JSON has its exponent or scalar in the member `d` (RFC 7518 6), a set of them
/// in as many.
pub(crate) fn is_json_web_key(text: &[u8]) -> bool {
    may_be_json_web_key(text)
        && [&b"\"d\""[..], b"\"k\""].iter().any(|member| contains(text, member))
}

/// Whether a text is a JSON Web Key, private or public; a byte order mark may stand in front.
pub(crate) fn may_be_json_web_key(text: &[u8]) -> bool {
    text.iter().find(|byte| byte.is_ascii_graphic()) == Some(&b'{') && contains(text, b"\"kty\"")
}

pub(crate) fn from_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Vec<u8> = text.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
    let digits = Zeroizing::new(String::from_utf8(digits).ok()?);
    Base64Unpadded::decode_vec(digits.trim_end_matches('=')).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_hold_private_keys_are_distinguished_from_others() {
        const PEM: &str = include_str!("../../tests/data/keys/ecdsa-p256.pem");
        let base64: String = PEM.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = Base64Unpadded::decode_vec(base64.trim_end_matches('=')).unwrap();
        const WEB_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2","d":"jpsQnnGQ"}"#;
        let marked = format!("\u{FEFF}{WEB_KEY}");
        let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let keys: [&[u8]; 12] = [
            PEM.as_bytes(),
            base64.as_bytes(),
            &der,
            &[&der[..], b"\n"].concat(),
            b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
            b"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n",
            b"PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\n",
            &[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2],
            WEB_KEY.as_bytes(),
            marked.as_bytes(),
            &utf16,
            br#" {"keys":[{"kty":"oct","k":"AyM1SysPpbyDfgZld3um"}]}"#,
        ];
        for key in keys {
            assert!(holds_one(key), "{}", String::from_utf8_lossy(key));
        }
        let others: [&[u8]; 8] = [
            b"",
            &[0x30, 6, 2, 1, 7, 2, 1, 7],
            b"hello",
            b"aGVsbG8=",
            include_bytes!("../../tests/data/keys/ecdsa-p256.public.pem"),
            include_bytes!("../../tests/data/keys/ecdsa-p256.csr.pem"),
            br#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2","y":"x_FEzRu9"}"#,
            br#"{"CommonName":"d"}"#,
        ];
        for other in others {
            assert!(!holds_one(other), "{}", String::from_utf8_lossy(other));
        }
    }
}

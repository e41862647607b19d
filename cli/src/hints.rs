//! What to type where a file holds something else than is wanted, by the code of the error.

use std::path::Path;

use pkcs10::{Code, KeyPair};

use crate::import;
use crate::paths::{quoted, shown};

/// What to do with a file that holds something else than is wanted.
pub(crate) fn for_content(code: Code, path: &Path, content: &[u8]) -> Option<String> {
    let file = file(path);
    Some(match code {
        Code::IsCertificate => format!("to renew it: csr new --from {file}"),
        Code::IsRequest => {
            format!(
                "to check it: csr verify {file}; to request the same again: csr new --from {file}"
            )
        }
        Code::IsPreparedRequest => {
            format!("to add its signature: csr assemble {file} --signature SIGNATURE")
        }
        Code::IsSignature => {
            format!("to add it to its request: csr assemble PREPARED --signature {file}")
        }
        Code::IsPrivateKey | Code::IsOpenSsh => {
            format!("to create a request with it: csr new --key {file}")
        }
        Code::IsPublicKey => {
            format!("to prepare a request for it: csr prepare --public-key {file}")
        }
        Code::IsPkcs12 => {
            format!("to extract its certificate: openssl pkcs12 -nokeys -in {file} -out NEW")
        }
        Code::IsPkcs7 => {
            let form = if content.starts_with(&[0x30]) { "-inform DER " } else { "" };
            format!(
                "to extract its certificates: openssl pkcs7 {form}-print_certs -in {file} -out NEW"
            )
        }
        Code::NeitherPemNorDer if import::is_request_file(content) => {
            format!("to create a request from it: csr new {file}")
        }
        _ => return None,
    })
}

/// Where a certificate is wanted.
pub(crate) fn for_certificate(code: Code, path: &Path, content: &[u8]) -> Option<String> {
    match code {
        Code::IsRequest => Some("give the certificate that a CA issued for it".into()),
        _ => for_content(code, path, content),
    }
}

/// Where a signature is wanted.
pub(crate) fn for_signature(code: Code, prepared: &Path) -> Option<String> {
    let prepared = file(prepared);
    (code != Code::Utf16).then(|| {
        format!("give what the signer wrote, such as SIGNATURE by: openssl dgst -sha256 -sign KEY -out SIGNATURE {prepared}")
    })
}

/// Where the output of `csr prepare` is wanted.
pub(crate) fn for_prepared(code: Code, path: &Path) -> String {
    match code {
        Code::IsRequest => {
            let file = file(path);
            format!("it has a signature already; to check it: csr verify {file}")
        }
        Code::IsSignature => {
            let file = file(path);
            format!("the prepared request comes first: csr assemble PREPARED --signature {file}")
        }
        _ => "use the file that csr prepare --out wrote, unchanged".into(),
    }
}

/// Where a key is wanted: what brings it into a form that is read.
pub(crate) fn for_key(code: Code, path: &Path, content: &[u8]) -> Option<String> {
    let old = name(path);
    let encrypt_anew =
        || format!("convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in {old} -out NEW");
    Some(match code {
        Code::IsPkcs12 => {
            let legacy = if is_legacy_pkcs12(content) { "-legacy " } else { "" };
            format!("extract the key with: openssl pkcs12 {legacy}-nocerts -in {old} -out NEW")
        }
        Code::IsCertificate | Code::IsRequest => format!(
            "give the private key that belongs to it; to request the same again with that: csr new --from {old} --key KEY; where the key is stored elsewhere: csr prepare --public-key {old}"
        ),
        Code::ExplicitCurve => {
            let public = match KeyPair::read(content, None).map_err(|error| error.code()) {
                Err(Code::IsPublicKey) => "-pubin ",
                Err(Code::IsCertificate | Code::IsRequest) => return None,
                _ => "",
            };
            format!(
                "name the curve with: openssl ec {public}-param_enc named_curve -in {old} -out NEW"
            )
        }
        // OpenSSL 3 reads 3DES, but not these and some of the unknown, without its legacy provider.
        Code::BrokenEncryption | Code::UnknownEncryption => {
            format!("{} -provider legacy -provider default", encrypt_anew())
        }
        Code::OldEncryption | Code::TooCostly => encrypt_anew(),
        Code::PasswordMissing => PASSWORD.into(),
        _ => return for_content(code, path, content),
    })
}

const PASSWORD: &str = "use --key-password-file FILE";

/// Where OpenSSH's own form of a key is read.
pub(crate) fn for_openssh_key(code: Code, path: &Path) -> Option<String> {
    match code {
        Code::PasswordMissing => Some(PASSWORD.into()),
        Code::TooCostly => Some(format!(
            "encrypt a copy anew, in place, with: ssh-keygen -p -a 16 -f {}",
            name(path)
        )),
        _ => None,
    }
}

/// Whether PKCS #12 names a cipher that OpenSSL 3 has in its legacy provider only: RC4 or RC2
/// (pkcs-12PbeIds of RFC 7292 C).
fn is_legacy_pkcs12(content: &[u8]) -> bool {
    const PBE: &[u8] = &[0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01];
    let is_one = |of: &[u8]| of.strip_prefix(PBE).is_some_and(|id| [1, 2, 5, 6].contains(&id[0]));
    content.windows(PBE.len() + 1).any(is_one)
}

/// The name of a file that holds a key, as a word of a command.
pub(crate) fn name(path: &Path) -> String {
    word(path).unwrap_or_else(|| "OLD".into())
}

/// Where a public key is wanted and a private one is given.
pub(crate) fn for_public_key(path: &Path) -> String {
    let file = file(path);
    format!("extract the public key with: openssl pkey -in {file} -pubout -out NEW")
}

/// The name of a file as a word of a command.
pub(crate) fn file(path: &Path) -> String {
    word(path).unwrap_or_else(|| "FILE".into())
}

/// The name of a file as a word of a shell's command, where it has a name that can be shown.
fn word(path: &Path) -> Option<String> {
    let name = path.to_str().filter(|name| *name != "-" && shown(path) == *name)?;
    Some(quoted(name))
}

//! What to type where a file holds something else than is wanted, by the code of the error.

use std::path::Path;

use pkcs10::Code;

use crate::failure::shown;

/// Where a request is wanted.
pub(crate) fn for_request(code: Code, path: &Path) -> Option<String> {
    let file = word(path).unwrap_or_else(|| "FILE".into());
    Some(match code {
        Code::IsCertificate => format!("to renew it: csr new --from {file}"),
        Code::IsPreparedRequest => {
            format!("to add its signature: csr assemble {file} --signature SIGNATURE")
        }
        Code::IsPrivateKey => format!("to create a request with it: csr new --key {file}"),
        Code::IsPublicKey => {
            format!("to prepare a request for it: csr prepare --public-key {file}")
        }
        Code::IsPkcs12 => {
            format!("to extract its certificate: openssl pkcs12 -nokeys -in {file} -out NEW")
        }
        Code::IsPkcs7 => format!(
            "to extract its certificates: openssl pkcs7 -inform DER -print_certs -in {file} -out NEW"
        ),
        _ => return None,
    })
}

/// Where the output of `csr prepare` is wanted.
pub(crate) fn for_prepared(code: Code, path: &Path) -> String {
    match code {
        Code::IsRequest => {
            let file = word(path).unwrap_or_else(|| "FILE".into());
            format!("it has a signature already; to check it: csr verify {file}")
        }
        _ => "use the file that csr prepare --out wrote, unchanged".into(),
    }
}

/// Where a key is wanted: what brings it into a form that is read.
pub(crate) fn for_key(code: Code, path: &Path) -> Option<String> {
    let old = word(path).unwrap_or_else(|| "OLD".into());
    let encrypt_anew =
        || format!("convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in {old} -out NEW");
    Some(match code {
        Code::IsPkcs12 => {
            format!("extract the key with: openssl pkcs12 -nocerts -in {old} -out NEW")
        }
        Code::IsOpenSsh => "convert a copy in place with: ssh-keygen -p -m PKCS8 -f COPY".into(),
        Code::ExplicitCurve => {
            format!("name the curve with: openssl ec -param_enc named_curve -in {old} -out NEW")
        }
        // OpenSSL 3 reads 3DES, but not these, without its legacy provider.
        Code::BrokenEncryption => {
            format!("{} -provider legacy -provider default", encrypt_anew())
        }
        Code::OldEncryption | Code::UnknownEncryption | Code::TooCostly => encrypt_anew(),
        _ => return None,
    })
}

/// Where a public key is wanted and a private one is given.
pub(crate) fn for_public_key(path: &Path) -> String {
    let file = word(path).unwrap_or_else(|| "FILE".into());
    format!("extract the public key with: openssl pkey -in {file} -pubout -out NEW")
}

/// The name of a file as a word of a shell's command, where it has a name that can be shown.
fn word(path: &Path) -> Option<String> {
    let name = path.to_str().filter(|name| *name != "-" && shown(path) == *name)?;
    Some(quoted(name))
}

/// A text as a word of a shell's command.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-:@,=+%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

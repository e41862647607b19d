//! `csr assemble`: the second of two steps, with the signature from elsewhere.

use std::path::PathBuf;

use base64ct::{Base64Unpadded, Encoding};
use clap::{Args, ValueEnum};
use pkcs10::{
    CertificationRequest, InputKind, Prepared, PreparedError, PublicKey, PublicKeyAlgorithm,
    SignatureAlgorithm, VerifyError,
};

use crate::Failure;
use crate::failure::{shown, tell};
use crate::files;
use crate::inputs::Inputs;
use crate::output_options::OutputOptions;
use crate::prepare::{named_with_digest, signature_algorithm};

/// Make a request of what `csr prepare` wrote and its signature, if that verifies.
#[derive(Args)]
pub(crate) struct Assemble {
    /// What `csr prepare` wrote; - reads standard input
    #[arg(value_name = "PREPARED")]
    prepared: PathBuf,

    /// The signature over it, as it is, in hexadecimal or in base64; - reads standard input
    #[arg(long, value_name = "FILE")]
    signature: PathBuf,

    /// How an ECDSA signature is written: der as OpenSSL does, raw (r and s side by side) as
    /// PKCS #11 does
    #[arg(long, value_enum, value_name = "NAME", default_value = "der")]
    signature_format: Format,

    /// How it was signed, where that is not as usual for the key: a name such as
    /// sha384WithRSAEncryption, RSASSA-PSS-SHA256 (RSASSA-PSS-SHA256:222 where the salt is not as
    /// long as the digest) or Ed25519, or an object identifier
    #[arg(long, value_name = "NAME")]
    signature_algorithm: Option<SignatureAlgorithm>,

    /// Make a request even where csr cannot verify signatures of this algorithm. One that it can
    /// verify is verified all the same
    #[arg(long)]
    unchecked: bool,

    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Der,
    Raw,
}

/// What a signature may be that does not verify as is usual.
const SIGNATURE_ALGORITHMS: [&str; 9] = [
    "sha256WithRSAEncryption",
    "sha384WithRSAEncryption",
    "sha512WithRSAEncryption",
    "RSASSA-PSS-SHA256",
    "RSASSA-PSS-SHA384",
    "RSASSA-PSS-SHA512",
    "ecdsa-with-SHA256",
    "ecdsa-with-SHA384",
    "ecdsa-with-SHA512",
];

impl Assemble {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let inputs = Inputs::check([
            ("PREPARED", Some(self.prepared.as_path())),
            ("--signature", Some(self.signature.as_path())),
        ])?;
        let prepared = Prepared::from_der(&files::read(&self.prepared)?)
            .map_err(|error| self.refuse_prepared(&error))?;
        let signature = self.signature(&prepared)?;
        let algorithm = self.algorithm(&prepared)?;
        let output = self.output.check(&inputs)?;
        let csr = self.request(&prepared, &algorithm, &signature)?;
        self.output.write(&output, &csr)
    }

    fn refuse_prepared(&self, error: &PreparedError) -> Failure {
        let hint = match error {
            PreparedError::Other(InputKind::CertificationRequest) => {
                "it has a signature already; csr verify checks it"
            }
            _ => "give the file that csr prepare --out wrote, as it is",
        };
        Failure::refused_file(&self.prepared, format!("{error}; hint: {hint}"))
    }

    /// The octets of the signature, as they stand in a request.
    fn signature(&self, prepared: &Prepared) -> Result<Vec<u8>, Failure> {
        let signature = binary(files::read(&self.signature)?);
        if signature.is_empty() {
            return Err(Failure::refused_file(&self.signature, "is empty; it holds the signature"));
        }
        match self.signature_format {
            Format::Der => Ok(signature),
            Format::Raw => prepared
                .signature_from_raw(&signature)
                .map_err(|error| Failure::refused_file(&self.signature, error)),
        }
    }

    fn algorithm(&self, prepared: &Prepared) -> Result<SignatureAlgorithm, Failure> {
        let key = prepared.public_key();
        match &self.signature_algorithm {
            Some(named) => signature_algorithm(named, key),
            None => SignatureAlgorithm::usual_for(key).ok_or_else(|| {
                let hint = unusual_algorithm(key).map(|(name, unchecked)| {
                    let unchecked = match unchecked {
                        true => ", and --unchecked, since csr cannot verify it",
                        false => ", or with the hash function that it was signed with",
                    };
                    format!("; hint: give --signature-algorithm {name}{unchecked}")
                });
                Failure::Usage(format!(
                    "error: --signature-algorithm is needed: none is usual for the key in {} ({}){}",
                    shown(&self.prepared),
                    key.algorithm(),
                    hint.unwrap_or_default()
                ))
            }),
        }
    }

    fn request(
        &self,
        prepared: &Prepared,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> Result<CertificationRequest, Failure> {
        match prepared.assemble(algorithm, signature) {
            Ok(csr) => Ok(csr),
            Err(VerifyError::Unsupported) if self.unchecked => {
                tell(format_args!(
                    "WARNING: the signature was NOT checked: csr cannot verify {algorithm} with this key. If it is wrong, every CA refuses the request."
                ));
                Ok(prepared.assemble_unchecked(algorithm, signature))
            }
            Err(error @ VerifyError::Unsupported) => Err(Failure::refused_file(
                &self.signature,
                format!(
                    "{error} ({algorithm} with this key); hint: --unchecked makes the request all the same"
                ),
            )),
            Err(error) => {
                let hint = self.hint(prepared, algorithm, signature).unwrap_or_default();
                Err(Failure::refused_file(&self.signature, format!("{error}{hint}")))
            }
        }
    }

    /// What would have made it verify, if anything would.
    fn hint(
        &self,
        prepared: &Prepared,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> Option<String> {
        let line =
            signature.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        if line.is_some_and(|line| prepared.assemble(algorithm, line).is_ok()) {
            return Some("; hint: it does without the line end behind it".into());
        }
        let raw_len = match prepared.public_key().algorithm() {
            PublicKeyAlgorithm::EcP256 => Some(64),
            PublicKeyAlgorithm::EcP384 => Some(96),
            _ => None,
        };
        if self.signature_format == Format::Der && raw_len == Some(signature.len()) {
            return Some(
                "; hint: if it is r and s side by side, give --signature-format raw".into(),
            );
        }
        let names = SIGNATURE_ALGORITHMS.iter().map(|name| String::from(*name));
        let mut named =
            names.chain(pss_names(signature.len())).filter_map(|name| name.parse().ok());
        let algorithm: SignatureAlgorithm =
            named.find(|algorithm| prepared.assemble(algorithm, signature).is_ok())?;
        Some(format!("; hint: it does with --signature-algorithm {algorithm}"))
    }
}

/// RSASSA-PSS with other salts than one as long as the digest: none, 20 octets as is the default
/// of RFC 4055 3.1, and as many as there is room for, as OpenSSL takes where nothing else is said.
fn pss_names(signature_len: usize) -> impl Iterator<Item = String> {
    [("SHA256", 32), ("SHA384", 48), ("SHA512", 64)].into_iter().flat_map(
        move |(hash, digest_len)| {
            let room = signature_len.saturating_sub(digest_len + 2);
            [0, 20, room].map(|salt| format!("RSASSA-PSS-{hash}:{salt}"))
        },
    )
}

/// How a key signs of which no algorithm is usual, and whether csr cannot verify that.
fn unusual_algorithm(key: &PublicKey) -> Option<(String, bool)> {
    let name = key.algorithm().to_string();
    match key.algorithm() {
        // Of the other curves nobody knows which digest is as long as they are (RFC 5480 4).
        PublicKeyAlgorithm::EcOther(_) if name != "ECDSA P-521" => None,
        algorithm => match named_with_digest(algorithm) {
            Some(named) => Some((named.into(), name != "RSA-PSS")),
            None => name.parse::<SignatureAlgorithm>().ok().map(|_| (name, true)),
        },
    }
}

/// A signature as it is, out of hexadecimal digits (parted by colons or not), or out of base64 with
/// any line ends, with either alphabet (RFC 4648 4 and 5), padded or not. What is not base64
/// throughout is a signature as it is, and no signature as it is can pass for base64: DER has
/// octets that are none, and of numbers as long as these not one in 2^100 has none. Nor can base64
/// of one pass for hexadecimal.
fn binary(input: Vec<u8>) -> Vec<u8> {
    if let Some(octets) = hexadecimal(&input) {
        return octets;
    }
    let text: Option<String> = input
        .iter()
        .filter(|octet| !octet.is_ascii_whitespace())
        .map(|octet| match octet {
            b'-' => Some('+'),
            b'_' => Some('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => {
                Some(char::from(*octet))
            }
            _ => None,
        })
        .collect();
    text.and_then(|text| Base64Unpadded::decode_vec(text.trim_end_matches('=')).ok())
        .unwrap_or(input)
}

fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.iter().filter(|octet| !octet.is_ascii_whitespace() && **octet != b':');
    let digits: Option<Vec<u8>> = digits
        .map(|octet| char::from(*octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

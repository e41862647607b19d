//! `csr assemble`: the second of two steps, with the signature from elsewhere.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pkcs10::{
    CertificationRequest, Code, Prepared, PublicKey, SignatureAlgorithm, VerifyError,
    keys::PublicKeyAlgorithm,
};

use crate::failure::{Failure, note, shown};
use crate::hints;
use crate::inputs::Inputs;
use crate::intake;
use crate::output_options::OutputOptions;
use crate::possession;
use crate::prepare::{named_with_digest, signature_algorithm, signing_key};

/// Combine the output of `csr prepare` and its signature to a request, if the signature verifies.
#[derive(Args)]
pub(crate) struct Assemble {
    /// The output of `csr prepare`; - reads standard input
    #[arg(value_name = "PREPARED")]
    prepared: PathBuf,

    /// The signature of it, binary, in hexadecimal or in base64, or the response of a key service in JSON
    /// (AWS, Google, Azure, Vault); - reads standard input
    #[arg(long, value_name = "FILE")]
    signature: PathBuf,

    /// The encoding of an ECDSA signature: der as by OpenSSL, raw (r and s side by side) as by
    /// PKCS #11
    #[arg(long, value_enum, value_name = "NAME", default_value = "der")]
    signature_format: Format,

    /// The algorithm of the signature, if it is not the usual one for the key: a name such as
    /// sha384WithRSAEncryption, RSASSA-PSS-SHA256 (RSASSA-PSS-SHA256:222 if the salt is not as
    /// long as the digest) or Ed25519, or an object identifier
    #[arg(long, value_name = "NAME")]
    signature_algorithm: Option<SignatureAlgorithm>,

    /// The certificate of the key that signed, where the key of the request cannot and the request does
    /// not hold it (RFC 9883), PEM or DER
    #[arg(long, value_name = "FILE")]
    signature_certificate: Option<PathBuf>,

    /// Create the request even if csr cannot verify signatures of this algorithm; a signature that
    /// it can verify is always verified
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

impl Assemble {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let inputs = Inputs::check([
            ("PREPARED", Some(self.prepared.as_path())),
            ("--signature", Some(self.signature.as_path())),
            ("--signature-certificate", self.signature_certificate.as_deref()),
        ])?;
        let path = &self.prepared;
        let content = intake::read(path)?;
        let prepared = Prepared::from_der(&content).map_err(|error| {
            // The error does not say of what this is PEM.
            let identified = intake::identify(&content).filter(|_| error.code() == Code::IsPem);
            let Some((code, why)) = identified else {
                let hint = hints::for_prepared(error.code(), path);
                return Failure::refused_content(shown(path), &error, Some(hint));
            };
            let why = format!("{why}; expected {}", error.expectation());
            Failure::refused_file(path, why).hint(hints::for_prepared(code, path))
        })?;
        let prepared = self.with_certificate(prepared)?;
        let output = self.output.check(&inputs)?;
        let signature = self.signature(&prepared)?;
        let algorithm = self.algorithm(&prepared)?;
        let csr = self.request(&prepared, &algorithm, &signature)?;
        self.output.write(&output, &csr)
    }

    /// The same, with the certificate of the key that signed, where the key of the request cannot.
    fn with_certificate(&self, prepared: Prepared) -> Result<Prepared, Failure> {
        let refused = |error| Failure::refused_file(&self.prepared, error);
        let prepared = match (&self.signature_certificate, prepared.statement()) {
            (Some(path), Some(statement)) => {
                let certificate = possession::named_by(path, &statement.map_err(refused)?)?;
                prepared.with_signature_certificate(&certificate).map_err(refused)?
            }
            (Some(path), None) => {
                note(format_args!(
                    "note: {}: not used: the request has no statementOfPossession",
                    shown(path)
                ));
                prepared
            }
            (None, _) => prepared,
        };
        match prepared.signing_key().err() {
            None => Ok(prepared),
            Some(error) if error.is_wrong() => Err(refused(error)),
            Some(error) => {
                let why = possession::needed(error, prepared.statement());
                Err(Failure::Undecided(format!("{}: {why}", shown(&self.prepared)))
                    .hint(possession::GIVE_CERTIFICATE))
            }
        }
    }

    /// The bytes of the signature, as a request has them.
    fn signature(&self, prepared: &Prepared) -> Result<Vec<u8>, Failure> {
        let signature =
            intake::signature(&self.signature, |code| hints::for_signature(code, &self.prepared))?;
        match self.signature_format {
            Format::Der => Ok(signature),
            Format::Raw => prepared
                .signature_from_raw(&signature)
                .map_err(|error| Failure::refused_content(shown(&self.signature), &error, None)),
        }
    }

    fn algorithm(&self, prepared: &Prepared) -> Result<SignatureAlgorithm, Failure> {
        let key = signing_key(prepared);
        match &self.signature_algorithm {
            Some(named) => signature_algorithm(named, key),
            None => SignatureAlgorithm::usual_for(key).ok_or_else(|| {
                let file = shown(&self.prepared);
                let error = Failure::Usage(format!(
                    "--signature-algorithm is required: the key in {file}, {key}, does not have a usual algorithm"
                ));
                let Some((name, unchecked)) = unusual_algorithm(key) else { return error };
                let more = match unchecked {
                    true => " and --unchecked, because csr cannot verify it",
                    false => ", or the same with the digest that was signed",
                };
                error.hint(format_args!("use --signature-algorithm {name}{more}"))
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
            Err(error) if self.unchecked && !error.is_wrong() => {
                note(format_args!(
                    "warning: the signature was not verified: csr cannot verify {algorithm} with this key; if it is wrong, every CA refuses the request"
                ));
                Ok(prepared.assemble_unchecked(algorithm, signature))
            }
            Err(error) => {
                let why = format!("{error} ({algorithm}; key: {})", signing_key(prepared));
                if !error.is_wrong() && error != VerifyError::CertificateMissing {
                    let why = format!("{}: {why}", shown(&self.signature));
                    return Err(Failure::Undecided(why)
                        .hint("use --unchecked to create the request without verification"));
                }
                let failure = Failure::refused_file(&self.signature, why);
                Err(match self.hint(prepared, algorithm, signature) {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                })
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
            return Some("remove the trailing newline".into());
        }
        let has_raw_len = prepared.signature_from_raw(signature).is_ok();
        if self.signature_format == Format::Der && has_raw_len {
            return Some("if it is r and s side by side, use --signature-format raw".into());
        }
        let other_salts = pss_names(signature.len()).filter_map(|name| name.parse().ok());
        let algorithm = SignatureAlgorithm::nameable()
            .chain(other_salts)
            .find(|algorithm| prepared.assemble(algorithm, signature).is_ok())?;
        Some(format!("use --signature-algorithm {algorithm}"))
    }
}

/// RSASSA-PSS with other salts than one as long as the digest: none, 20 bytes as is the default
/// of RFC 4055 3.1, and as many as there is room for, as OpenSSL takes by default.
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
    match key.algorithm() {
        // Of the other curves it is not known which digest has their length (RFC 5480 4).
        PublicKeyAlgorithm::EcOther(_) => None,
        algorithm => match named_with_digest(algorithm) {
            Some(named) => Some((named.into(), !key.is_pss())),
            // The algorithms of these have the names of their keys.
            None => {
                let name = algorithm.to_string();
                name.parse::<SignatureAlgorithm>().ok().map(|_| (name, true))
            }
        },
    }
}

//! `csr prepare`: the first of two steps, for a private key stored elsewhere.

use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{Code, KeyPair, Prepared, PublicKey, SignatureAlgorithm, keys::PublicKeyAlgorithm};

use crate::failure::Failure;
use crate::files::Output;
use crate::hints;
use crate::inputs::Inputs;
use crate::intake;
use crate::key_file;
use crate::paths;
use crate::possession::{self, Possession};
use crate::private_keys;
use crate::request_options::{RequestOptions, note_doubts};

/// Write the bytes of a request that are to be signed by a key stored elsewhere.
///
/// They are its CertificationRequestInfo (RFC 2986). An HSM, a TPM, a cloud service or an offline
/// machine signs them; `csr assemble` combines them and the signature to the request.
#[derive(Args)]
pub(crate) struct Prepare {
    #[command(flatten)]
    request: RequestOptions,

    #[command(flatten)]
    signer: SignerOptions,

    #[command(flatten)]
    possession: Possession,

    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Args)]
#[command(next_help_heading = "Signer")]
struct SignerOptions {
    /// The public key of the request, which is that of the signer unless it cannot sign: a public key, a certificate or a request, in PEM or DER; -
    /// reads standard input
    #[arg(long, value_name = "FILE")]
    public_key: PathBuf,

    /// The algorithm of the signature, if it is not the usual one for the key; it decides the
    /// digest: a name such as sha384WithRSAEncryption or ecdsa-with-SHA256
    #[arg(long, value_name = "NAME")]
    signature_algorithm: Option<SignatureAlgorithm>,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
struct OutputOptions {
    /// Write the bytes to this file; - is standard output
    #[arg(long, value_name = "PREPARED")]
    out: PathBuf,

    /// Write their digest to this file too, for signers that take a digest: PKCS #11's CKM_ECDSA,
    /// many cloud services; - is standard output
    #[arg(long, value_name = "FILE")]
    digest_out: Option<PathBuf>,

    /// Replace files that exist; private keys and files that are read are never replaced
    #[arg(long)]
    force: bool,
}

impl Prepare {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let OutputOptions { out, digest_out, force } = &self.output;
        let public_key = ("--public-key", Some(self.signer.public_key.as_path()));
        let inputs = Inputs::check(
            self.request.inputs().into_iter().chain([public_key, self.possession.input()]),
        )?;
        if digest_out.as_ref().is_some_and(|digest_out| paths::same(digest_out, out)) {
            return Err(Failure::Usage("--out and --digest-out name the same file".into()));
        }
        let content = self.request.read()?;
        let by = self.possession.read(None)?;
        let content = content.with_possession(by.as_ref().map(|(_, statement)| statement.clone()));
        let read_first = content.renews() || by.is_some();
        let key = read_first.then(|| public_key_in(&self.signer.public_key)).transpose()?;
        let request = content.request(key.as_ref())?;
        let key = key.map_or_else(|| public_key_in(&self.signer.public_key), Ok)?;
        possession::check(&self.signer.public_key, &key, by.as_ref())?;
        let prepared = request.prepare(&key);
        check_public_key(&self.signer.public_key, &prepared)?;
        let prepared = match &by {
            Some((certificate, _)) => prepared.with_signature_certificate(certificate),
            None => Ok(prepared),
        };
        let prepared = prepared.map_err(Failure::refused)?;
        let algorithm = self.signer.algorithm(&prepared)?;
        let digest = match digest_out {
            Some(path) => {
                let digest = digest(&prepared, algorithm.as_ref())?;
                Some((Output::check(Some(path), *force, &inputs)?, digest))
            }
            None => None,
        };
        let output = Output::check(Some(out), *force, &inputs)?;
        output.write(prepared.to_be_signed())?;
        if let Some((digest_output, digest)) = digest {
            digest_output.write(&digest).inspect_err(|_| output.remove_new())?;
        }
        note_doubts(&request);
        Ok(())
    }
}

/// The public key in a file.
pub(crate) fn public_key_in(path: &Path) -> Result<PublicKey, Failure> {
    // It may turn out to be a private key.
    let bytes = intake::read(path)?;
    let private = KeyPair::read(&bytes, None);
    // The error about these says how to extract a key, or that there are several.
    let is_store = private.as_ref().is_err_and(|error| {
        matches!(error.code(), Code::IsPkcs12 | Code::IsOpenSsh | Code::SeveralRequests)
    });
    if private_keys::is_one(&private) && !is_store {
        let error = Failure::refused_file(path, "is a private key; expected the public key");
        return Err(error.hint(hints::for_public_key(path)));
    }
    PublicKey::find(&bytes, None)
        .map_err(|error| key_file::KeyError::of(path, &bytes, &error).failure)
}

/// Refuses a public key that `csr assemble` would refuse when it is signed.
pub(crate) fn check_public_key(path: &Path, prepared: &Prepared) -> Result<(), Failure> {
    Prepared::from_der(prepared.to_be_signed()).map(drop).map_err(|error| {
        let why = format!("a request with this public key {}", error.reason());
        Failure::refused_file(path, why)
    })
}

impl SignerOptions {
    fn algorithm(&self, prepared: &Prepared) -> Result<Option<SignatureAlgorithm>, Failure> {
        let key = prepared.signing_key().map_err(Failure::refused)?;
        match &self.signature_algorithm {
            Some(named) => signature_algorithm(named, key).map(Some),
            None => Ok(SignatureAlgorithm::usual_for(key)),
        }
    }
}

/// The algorithm that was named, if keys of this kind sign by it.
pub(crate) fn signature_algorithm(
    algorithm: &SignatureAlgorithm,
    key: &PublicKey,
) -> Result<SignatureAlgorithm, Failure> {
    if algorithm.fits(key) {
        return Ok(algorithm.clone());
    }
    let salt = algorithm.too_long_salt(key).map_or(String::new(), |longest| {
        format!("; expected a salt of at most {longest} bytes (RFC 8017 9.1.1)")
    });
    Err(Failure::refused(format!(
        "--signature-algorithm: {algorithm} does not fit the public key, which is {key}{salt}"
    )))
}

/// An algorithm for keys of which it is the signature that says which digest it is over.
pub(crate) fn named_with_digest(key: &PublicKeyAlgorithm) -> Option<&'static str> {
    match key {
        PublicKeyAlgorithm::EcOther(_) => Some("ecdsa-with-SHA512"),
        PublicKeyAlgorithm::RsaPss => Some("RSASSA-PSS-SHA256"),
        _ => None,
    }
}

/// The key that signs, or if that is not known, the one of the request.
pub(crate) fn signing_key(prepared: &Prepared) -> &PublicKey {
    prepared.signing_key().unwrap_or_else(|_| prepared.public_key())
}

fn digest(prepared: &Prepared, algorithm: Option<&SignatureAlgorithm>) -> Result<Vec<u8>, Failure> {
    algorithm.and_then(|algorithm| prepared.digest(algorithm)).ok_or_else(|| {
        let key = signing_key(prepared);
        let what = match algorithm {
            Some(algorithm) => format!("the algorithm {algorithm}"),
            None => format!("the public key, {key}"),
        };
        let hint = match named_with_digest(key.algorithm()).filter(|_| algorithm.is_none()) {
            Some(named) => format!("name the algorithm, for example --signature-algorithm {named}"),
            None => "leave it out, and sign the bytes in the file of --out".into(),
        };
        Failure::refused(format!("--digest-out: the digest for {what} is not known")).hint(hint)
    })
}

//! Keys that cannot sign, and the certificates whose keys sign for them (RFC 9883).

use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::extensions::PossessionStatement;
use pkcs10::reading::Certificate;
use pkcs10::{Attribute, PublicKey, VerifyError};

use crate::failure::{Failure, shown};
use crate::hints;
use crate::inputs::Input;
use crate::intake;

/// The heading of the options in the help.
pub(crate) const HEADING: &str = "Keys that cannot sign, such as ML-KEM and X25519 (RFC 9883)";

#[derive(Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct Possession {
    /// The certificate of the key that signs in place of the public key, PEM or DER; the request names
    /// it in its statementOfPossession
    #[arg(long, value_name = "CERTIFICATE", requires = "public_key")]
    possession_by: Option<PathBuf>,

    /// Put that certificate into the request, for CAs that did not issue it
    #[arg(long, requires = "possession_by")]
    embed_certificate: bool,
}

impl Possession {
    pub(crate) fn input(&self) -> Input<'_> {
        ("--possession-by", self.possession_by.as_deref())
    }

    /// The certificate, and the attribute that names it, if one is given: of several the one with the key
    /// of the signer.
    pub(crate) fn read(
        &self,
        signer: Option<&PublicKey>,
    ) -> Result<Option<(Certificate, Attribute)>, Failure> {
        let Some(path) = &self.possession_by else { return Ok(None) };
        let certificate = certificate(path, "with the public key of --key", |certificate| {
            signer.is_none_or(|key| certificate.public_key().as_der() == key.as_der())
        })?;
        let attribute = certificate.statement_of_possession(self.embed_certificate);
        let attribute =
            attribute.map_err(|error| Failure::refused_content(shown(path), &error, None))?;
        Ok(Some((certificate, attribute)))
    }
}

/// Refuses a key that cannot sign where no other one does, and one that can where one does.
pub(crate) fn check(
    path: &Path,
    key: &PublicKey,
    by: Option<&(Certificate, Attribute)>,
) -> Result<(), Failure> {
    match (key.cannot_sign(), by) {
        (true, None) => {
            let why = format!("is a key for {key}, which cannot sign its own request");
            Err(Failure::refused_file(path, why).hint(
                "sign with a key that has a certificate (RFC 9883): --possession-by CERTIFICATE",
            ))
        }
        (false, Some(_)) => {
            let why = format!(
                "is a key for {key}, which can sign; expected one that cannot, such as ML-KEM or X25519 (RFC 9883 6)"
            );
            Err(Failure::refused_file(path, why)
                .hint("leave out --possession-by, and sign with the key itself"))
        }
        _ => Ok(()),
    }
}

/// What to do where a signature certificate is missing.
pub(crate) const GIVE_CERTIFICATE: &str = "use --signature-certificate FILE with that certificate";

/// Why a signature cannot be verified, and the certificate that it takes.
pub(crate) fn needed(
    error: VerifyError,
    statement: Option<Result<PossessionStatement, VerifyError>>,
) -> String {
    match statement {
        Some(Ok(statement)) => format!("{error}: {statement}"),
        _ => error.to_string(),
    }
}

/// The certificate in a file that a statement of possession names.
pub(crate) fn named_by(
    path: &Path,
    statement: &PossessionStatement,
) -> Result<Certificate, Failure> {
    let which = format!("that the statementOfPossession names, {statement}");
    certificate(path, &which, |of| of.is_named_by(statement))
}

/// Any certificate in a file.
pub(crate) fn certificates(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let content = intake::read(path)?;
    Certificate::read_all(&content).map_err(|error| {
        let hint = hints::for_certificate(error.code(), path, &content);
        Failure::refused_content(shown(path), &error, hint)
    })
}

/// The certificate in a file that is meant.
fn certificate(
    path: &Path,
    which: &str,
    is_meant: impl Fn(&Certificate) -> bool,
) -> Result<Certificate, Failure> {
    let mut all = certificates(path)?;
    match (all.iter().position(&is_meant), all.iter().filter(|of| is_meant(of)).count()) {
        (Some(at), 1) => Ok(all.swap_remove(at)),
        (_, found) => {
            let why = match (all.len(), found) {
                (1, _) => format!("is not the certificate {which}"),
                (count, 0) => format!("has {count} certificates, none {which}"),
                (count, _) => format!("has {count} certificates; expected one"),
            };
            Err(Failure::refused_file(path, why))
        }
    }
}

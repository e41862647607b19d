//! Requests for keys that cannot sign (RFC 9883), each signed with the key of a certificate.

use super::{Prepared, verification};
use crate::certificate::Certificate;
use crate::error::{Code, Error};
use crate::key::{SignError, VerifyError};
use crate::public_key::PublicKey;
use crate::request::Request;

impl Request {
    /// The request for a key that cannot sign, ready to be signed with the private key of the
    /// certificate, which the statement of possession in the request names.
    ///
    /// # Errors
    /// [`Code::PossessionUsage`] where the key can sign, and so has to; [`Code::PossessionStatement`]
    /// where the request does not have a statement that names the certificate.
    pub fn prepare_for(
        &self,
        public_key: &PublicKey,
        certificate: &Certificate,
    ) -> Result<Prepared, Error> {
        if !public_key.cannot_sign() {
            let reason = "can sign, so that its owner signs with it";
            return Err(Error::new(Code::PossessionUsage, "public key", reason)
                .value(&alloc::format!("{public_key}"))
                .expected("a key that cannot, such as ML-KEM or X25519 (RFC 9883 6)"));
        }
        let prepared = self.prepare(public_key);
        match prepared.statement() {
            Some(Ok(_)) => prepared.with_signature_certificate(certificate).map_err(|_| {
                let reason = "is not the one that the statementOfPossession names";
                Error::new(Code::PossessionStatement, "signature certificate", reason)
            }),
            _ => Err(Error::new(
                Code::PossessionStatement,
                "request",
                "has no statementOfPossession",
            )
            .expected(
                "the attribute that Certificate::statement_of_possession makes (RFC 9883 3)",
            )),
        }
    }
}

impl Request {
    /// Refuses to sign a request that says that another key does.
    pub(crate) fn check_signer(&self) -> Result<(), SignError> {
        if !self.has_statement() {
            return Ok(());
        }
        let reason = "has a statementOfPossession, and is signed by its own key";
        let error = Error::new(Code::PossessionUsage, "request", reason)
            .expected("the key of the certificate that it names (RFC 9883 3)");
        Err(SignError::Possession(error))
    }
}

impl Prepared {
    /// The same, awaiting a signature by the key of this certificate, where the statement of possession of
    /// the request names it and does not hold it. Where the request has none, nothing changes.
    ///
    /// # Errors
    /// [`VerifyError::OtherCertificate`] where it names, or holds, another one.
    pub fn with_signature_certificate(
        mut self,
        certificate: &Certificate,
    ) -> Result<Self, VerifyError> {
        let parts = self.parts();
        if let Some(parts) = parts {
            let certificate = verification::signature_certificate(&parts, Some(certificate))?;
            self.signer = Ok(certificate.map(|certificate| certificate.public_key().clone()));
        }
        Ok(self)
    }
}

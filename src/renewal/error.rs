//! Why nothing can be taken from an old request or certificate.

use alloc::string::String;
use core::fmt;

use super::Renewal;
use crate::csr::LABEL;
use crate::decode::DerError;
use crate::error::Quoted;
use crate::pem::PemError;

/// Why nothing can be taken from an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenewalError {
    /// More than [`Renewal::LIMIT`] octets.
    TooLarge {
        /// How many there are.
        len: usize,
    },
    /// Neither a PEM block nor the beginning of DER.
    NeitherPemNorDer,
    /// A PEM block of another kind; holds its label.
    Label(String),
    /// A PEM block that cannot be read.
    Pem(PemError),
    /// Neither the DER of a request nor that of a certificate.
    Unreadable(DerError),
}

impl From<DerError> for RenewalError {
    fn from(error: DerError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for RenewalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { len } => {
                write!(f, "has {len} octets; at most {} are read", Renewal::LIMIT)
            }
            Self::NeitherPemNorDer => write!(
                f,
                "is neither PEM (-----BEGIN {LABEL}----- or -----BEGIN CERTIFICATE-----) nor DER"
            ),
            Self::Label(label) => write!(
                f,
                "holds {}; what can be renewed has the label \"{LABEL}\" or \"CERTIFICATE\"",
                Quoted(label)
            ),
            Self::Pem(error) => error.fmt(f),
            Self::Unreadable(error) => write!(
                f,
                "is neither a certification request (RFC 2986) nor a certificate (RFC 5280) in DER: {error}"
            ),
        }
    }
}

impl core::error::Error for RenewalError {}

//! Why nothing can be taken from an old request or certificate.

use alloc::string::String;
use core::fmt;

use super::Renewal;
use crate::decode::DerError;
use crate::error::Quoted;
use crate::input::{InputKind, NoDer};
use crate::pem::{PemError, label::CERTIFICATE, label::CERTIFICATION_REQUEST};

/// Why nothing can be taken from an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenewalError {
    /// More than [`Renewal::LIMIT`] octets.
    TooLarge {
        /// How many there are.
        len: usize,
    },
    /// Nothing, or white space only.
    Empty,
    /// Text in UTF-16, as some Windows tools write it.
    Utf16,
    /// Neither a PEM block nor the beginning of DER.
    NeitherPemNorDer,
    /// A PEM block of another kind; holds its label.
    Label(String),
    /// A PEM block that cannot be read.
    Pem(PemError),
    /// Several requests in PEM; of which a new one is to be made cannot be told.
    Several {
        /// How many there are.
        count: usize,
    },
    /// DER of something else.
    Other(InputKind),
    /// Neither the DER of a request nor that of a certificate.
    Unreadable(DerError),
}

impl RenewalError {
    /// The reason for which `der` cannot be read: what it is, where it is neither.
    pub(super) fn unreadable(der: &[u8], error: DerError) -> Self {
        match InputKind::of(der) {
            None | Some(InputKind::CertificationRequest | InputKind::Certificate) => {
                Self::Unreadable(error)
            }
            Some(other) => Self::Other(other),
        }
    }
}

impl From<NoDer> for RenewalError {
    fn from(reason: NoDer) -> Self {
        match reason {
            NoDer::Empty => Self::Empty,
            NoDer::Utf16 => Self::Utf16,
            NoDer::NeitherPemNorDer => Self::NeitherPemNorDer,
            NoDer::Label(label) => Self::Label(label),
            NoDer::Pem(error) => Self::Pem(error),
            NoDer::Several(count) => Self::Several { count },
        }
    }
}

impl fmt::Display for RenewalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { len } => {
                write!(f, "has {len} octets; at most {} are read", Renewal::LIMIT)
            }
            Self::Empty => f.write_str("is empty"),
            Self::Utf16 => f.write_str("is text in UTF-16; save it as ASCII or UTF-8"),
            Self::NeitherPemNorDer => write!(
                f,
                "is neither PEM (-----BEGIN {CERTIFICATION_REQUEST}----- or -----BEGIN {CERTIFICATE}-----) nor DER"
            ),
            Self::Label(label) => write!(
                f,
                "holds {}; what can be renewed has the label \"{CERTIFICATION_REQUEST}\" or \"{CERTIFICATE}\"",
                Quoted(label)
            ),
            Self::Pem(error) => error.fmt(f),
            Self::Several { count } => {
                write!(f, "holds {count} certification requests; give one file for each")
            }
            Self::Other(kind) => {
                write!(f, "is {kind}, neither a certification request nor a certificate")
            }
            Self::Unreadable(error) => write!(
                f,
                "is neither a certification request (RFC 2986) nor a certificate (RFC 5280) in DER: {error}"
            ),
        }
    }
}

impl core::error::Error for RenewalError {}

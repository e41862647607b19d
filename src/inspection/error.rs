//! Why nothing can be made of an input.

use alloc::string::String;
use core::fmt;

use super::deviation::Deviation;
use crate::error::Quoted;
use crate::input::{InputKind, NoDer};
use crate::pem::{PemError, label::CERTIFICATION_REQUEST};

/// Why nothing can be made of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InspectionError {
    /// More octets than the limit.
    TooLarge {
        /// How many there are.
        len: usize,
        /// How many there may be.
        limit: usize,
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
    /// Several requests in PEM, where one is judged.
    Several {
        /// How many there are.
        count: usize,
    },
    /// DER of something else.
    Other(InputKind),
    /// DER in which the parts of a request cannot be told.
    Unreadable(Deviation),
}

impl InspectionError {
    /// The reason for which `der` cannot be read: what it is, where it is no request at all.
    pub(crate) fn unreadable(der: &[u8], deviation: Deviation) -> Self {
        match InputKind::of(der) {
            None | Some(InputKind::CertificationRequest) => Self::Unreadable(deviation),
            Some(other) => Self::Other(other),
        }
    }
}

impl From<NoDer> for InspectionError {
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

impl fmt::Display for InspectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { len, limit } => {
                write!(f, "has {len} octets; at most {limit} are read")
            }
            Self::Empty => f.write_str("is empty"),
            Self::Utf16 => f.write_str("is text in UTF-16; save it as ASCII or UTF-8"),
            Self::NeitherPemNorDer => {
                f.write_str("is neither PEM (-----BEGIN CERTIFICATE REQUEST-----) nor DER")
            }
            Self::Label(label) => write!(
                f,
                "holds {}, not a certification request; that has the label \"{CERTIFICATION_REQUEST}\"",
                Quoted(label)
            ),
            Self::Pem(error) => error.fmt(f),
            Self::Several { count } => {
                write!(f, "holds {count} certification requests; give one file for each")
            }
            Self::Other(kind) => write!(f, "is {kind}, not a certification request"),
            Self::Unreadable(deviation) => {
                write!(f, "cannot be read as a certification request (RFC 2986): {deviation}")
            }
        }
    }
}

impl core::error::Error for InspectionError {}

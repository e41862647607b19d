//! ASN.1 (X.680) in its distinguished encoding (X.690): the only files that know how values are
//! laid out in bytes.

mod content;
mod deviation;
mod oid;
pub(crate) mod read;
mod strings;
pub(crate) mod walk;
pub(crate) mod write;

pub(crate) use deviation::Bytes;
pub use deviation::Deviation;
pub use oid::Oid;
pub use strings::StringType;
pub(crate) use strings::are_printable;
pub(crate) use write::tag;

/// The conversions of the standard library for a type with `from_der` and `as_der`.
macro_rules! der_conversions {
    ($type:ty, $error:ty) => {
        impl AsRef<[u8]> for $type {
            fn as_ref(&self) -> &[u8] {
                self.as_der()
            }
        }

        impl TryFrom<&[u8]> for $type {
            type Error = $error;

            /// As [`from_der`](Self::from_der).
            fn try_from(der: &[u8]) -> Result<Self, $error> {
                Self::from_der(der)
            }
        }
    };
}
pub(crate) use der_conversions;

//! The body of Lenovo XClarity Administrator's REST method
//! `POST /certificateSigningRequest`, offline: JSON in, a [`Request`](crate::Request) out.

#[cfg(feature = "store")]
pub mod batch;
mod body;
mod fault;
mod json;

pub use body::BodyReader;
pub use fault::{BodyFault, BodyFaultKind, BodyFaults, IdError, JsonType, SyntaxError};

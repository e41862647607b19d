//! The body of Lenovo XClarity Administrator's REST method
//! `POST /certificateSigningRequest`, offline.
//!
//! [`BodyReader`] is the first half: JSON in, a [`Request`](crate::Request) out. [`Service`] is
//! the whole: it makes the key, signs, keeps both in a [`Store`], and answers with the status
//! code and the body that the documentation gives. `examples/lxca_host.rs` shows how a host maps
//! its routes to it.

mod base_message;
mod body;
mod entry;
mod json;
mod line_id;
mod message;
mod response;
mod service;
mod store;
mod words;

pub use body::{Body, BodyReader};
pub use entry::ReadError;
pub use message::Message;
pub use response::{Response, Status};
pub use service::{Certificate, Service};
#[cfg(feature = "store")]
pub use store::DirectoryStore;
#[cfg(feature = "std")]
pub use store::MemoryStore;
pub use store::{Id, NewRequest, Store};
pub use words::JsonWords;

/// The OpenAPI 3.1 document of both methods, JSON: the bodies of all profiles that are built in, and the
/// responses of a [`Service`] and of its host. For a host to serve, and to make clients from.
pub const OPENAPI: &str = include_str!("lxca/openapi.json");

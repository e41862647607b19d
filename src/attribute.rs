//! Attributes of a request (RFC 2985). The extensionRequest is one; a request makes it from its
//! extensions.

mod into_attribute;
mod oids;
mod possession;
mod request_attribute;

pub use into_attribute::IntoAttribute;
pub(crate) use oids::{EXTENSION_REQUEST_TLV, is_extension_request, is_ms_extension_request, name};
pub use possession::PossessionStatement;
pub use request_attribute::Attribute;

//! Distinguished names (X.501, RFC 5280 4.1.2.4): types, values, text and DER.

mod attribute_type;
mod builder;
pub(crate) mod country;
mod display;
mod distinguished_name;
mod from_text;
mod hint;
mod notation;
mod rdn;
mod read;
pub(crate) mod text;
mod value;

pub use attribute_type::AttributeType;
pub(crate) use attribute_type::Syntax;
pub use builder::{DistinguishedNameBuilder, IntoDistinguishedName};
pub use distinguished_name::DistinguishedName;
pub use notation::TextOrder;
pub use read::{AttributeValue, Rdn};

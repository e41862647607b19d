//! The names of a subjectAltName (RFC 5280 4.2.1.6): nine types, each from text to DER and back.

#[cfg(test)]
mod cases;
mod directory_name;
mod dns_name;
mod domain;
mod edi_party_name;
mod from_text;
mod general_name;
mod general_names;
mod given;
pub(crate) mod host;
mod ia5;
#[cfg(feature = "idn")]
pub(crate) mod idn;
mod ip_address;
mod mailbox;
mod name_type;
pub(crate) mod other_name;
mod refusal;
mod registered_id;
mod rfc822_name;
mod smtp_utf8_mailbox;
#[cfg(feature = "idn")]
mod u_label;
pub(crate) mod uri;
mod x400_address;

pub(crate) use from_text::untyped;
pub use general_name::GeneralName;
pub use general_names::{GeneralNames, IntoGeneralName};
pub use name_type::GeneralNameType;

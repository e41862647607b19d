//! RFC 5280 alone, for bodies with the members that LXCA documents.

use super::{Field, Profile, Target};
use crate::name::AttributeType;

const FIELDS: &[Field] = &[
    Field::new("CommonName", Target::Subject(AttributeType::CommonName)),
    Field::new("Country", Target::Subject(AttributeType::Country)),
    Field::new("Organization", Target::Subject(AttributeType::Organization)),
    Field::new("OrganizationUnit", Target::Subject(AttributeType::OrganizationalUnit)),
    Field::new("StateLocality", Target::Subject(AttributeType::Locality)),
    Field::new("StateProvince", Target::Subject(AttributeType::StateOrProvince)),
    Field::new("subjectAlternativeNames", Target::TypedNames),
];

impl Profile {
    /// RFC 5280: its upper bounds, no defaults; a country is any two upper-case letters.
    pub const RFC5280: Self = Self::new("rfc5280", "RFC 5280 Appendix A.1", FIELDS);
}

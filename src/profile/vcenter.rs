//! VMware vCenter Server, `POST /api/vcenter/certificate-management/vcenter/tls-csr`.

use super::{Field, Profile, Target};
use crate::name::AttributeType;

const FIELDS: &[Field] = &[
    Field::new("organization", Target::Subject(AttributeType::Organization)),
    Field::new("organization_unit", Target::Subject(AttributeType::OrganizationalUnit)),
    Field::new("locality", Target::Subject(AttributeType::Locality)),
    Field::new("state_or_province", Target::Subject(AttributeType::StateOrProvince)),
    Field::new("country", Target::Subject(AttributeType::Country)),
    Field::new("email_address", Target::Subject(AttributeType::EmailAddress)),
    Field::new("common_name", Target::Subject(AttributeType::CommonName)),
    Field::new("subject_alt_name", Target::Names),
    Field::new("key_size", Target::KeyBits)
        .one_of(&[("2048", "rsa-2048"), ("3072", "rsa-3072"), ("4096", "rsa-4096")])
        .default("3072"),
];

impl Profile {
    /// VMware vCenter Server. Of common_name and subject_alt_name the defaults are the host's own name,
    /// which only the host knows.
    pub const VCENTER: Self = Self::new("vcenter", "vCenter Server", FIELDS).with_annotations();
}

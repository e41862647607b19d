//! HPE iLO 5 and 6, `HpeHttpsCert.GenerateCSR`.

use super::{Envelope, Field, Profile, Target};
use crate::name::AttributeType;

const FIELDS: &[Field] = &[
    Field::new("CommonName", Target::Subject(AttributeType::CommonName)),
    Field::new("Country", Target::Subject(AttributeType::Country)),
    Field::new("State", Target::Subject(AttributeType::StateOrProvince)),
    Field::new("City", Target::Subject(AttributeType::Locality)),
    Field::new("OrgName", Target::Subject(AttributeType::Organization)),
    Field::new("OrgUnit", Target::Subject(AttributeType::OrganizationalUnit)),
    Field::new("IncludeIP", Target::HostAddresses),
];

impl Profile {
    /// HPE iLO 5 and 6: an action of Redfish with a body of its own.
    pub const ILO: Self =
        Self::new("ilo", "HPE iLO", FIELDS).with_annotations().answer_in(Envelope::Redfish);
}

//! The body, limits and defaults of a management server, as data. A profile is one file: a constant,
//! no new code.

use core::str::FromStr;

use crate::error::Error;
use crate::name::AttributeType;

mod cimc;
mod field;
mod ilo;
mod lxca;
mod redfish;
mod rfc5280;
mod vcenter;

pub(crate) use field::{ECDSA, RSA};
pub use field::{Field, Target};

/// What a body and a subject may hold beyond the rules of RFC 5280, and what they hold unasked.
///
/// RFC 5280's own upper bounds hold below every profile.
///
/// ```
/// use pkcs10::profiles::{Field, Target};
/// use pkcs10::{AttributeType, DistinguishedName, Profile};
///
/// const FIELDS: &[Field] = &[
///     Field::new("hostName", Target::Subject(AttributeType::CommonName)).max(32),
///     Field::new("company", Target::Subject(AttributeType::Organization)).default("ACME"),
/// ];
/// const ACME: Profile = Profile::new("acme", "ACME controllers 2.0", FIELDS).require(&["hostName"]);
///
/// assert_eq!(ACME.limit(&AttributeType::CommonName), 32);
/// assert_eq!(ACME.default_value(&AttributeType::Organization), Some("ACME"));
/// let refused = DistinguishedName::builder_for(ACME).common_name(&"x".repeat(33)).build();
/// assert!(refused.unwrap_err().to_string().ends_with("at most 32 (ACME controllers 2.0)"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    id: &'static str,
    name: &'static str,
    fields: &'static [Field],
    /// Whether any of them limits an attribute: RFC 5280's do not, and need not be searched.
    has_limits: bool,
    required: &'static [&'static str],
    pub(crate) assigned_countries_only: bool,
    /// Annotations (`@odata.type`) pass, and an empty string is the same as leaving a member out.
    has_annotations: bool,
    envelope: Envelope,
    other: Option<&'static Self>,
}

/// The form of the responses to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// `{"response": …, "result": …, "messages": […]}`.
    Lxca,
    /// `{"CSRString": …}` or `{"error": {…, "@Message.ExtendedInfo": […]}}` (DSP0266).
    Redfish,
}

impl Profile {
    /// The profiles that are built in.
    pub const BUILT_IN: &'static [Self] = &[
        Self::LXCA,
        Self::RFC5280,
        Self::REDFISH,
        Self::REDFISH_1_0_6,
        Self::REDFISH_1_0_0,
        Self::OPENBMC,
        Self::XCC,
        Self::XCC_OEM,
        Self::IDRAC,
        Self::ILO,
        Self::CIMC,
        Self::VCENTER,
    ];

    /// A profile with this id, such as `lxca`, the source of its limits that messages name, and its
    /// fields in the order in which messages list them.
    pub const fn new(id: &'static str, name: &'static str, fields: &'static [Field]) -> Self {
        let (mut has_limits, mut index) = (false, 0);
        while index < fields.len() {
            has_limits |= fields[index].limit().is_some() && fields[index].attribute().is_some();
            index += 1;
        }
        Self {
            id,
            name,
            fields,
            has_limits,
            required: &[],
            assigned_countries_only: false,
            has_annotations: false,
            envelope: Envelope::Lxca,
            other: None,
        }
    }

    /// The same profile with these fields required, each by its path.
    #[must_use]
    pub const fn require(mut self, paths: &'static [&'static str]) -> Self {
        self.required = paths;
        self
    }

    /// The same profile, in which a country is one that ISO 3166-1 has assigned.
    #[must_use]
    pub const fn assigned_countries_only(mut self) -> Self {
        self.assigned_countries_only = true;
        self
    }

    /// The same profile for bodies of Redfish: annotations such as `@odata.type` pass, and an empty
    /// string is the same as leaving a member out.
    #[must_use]
    pub const fn with_annotations(mut self) -> Self {
        self.has_annotations = true;
        self
    }

    /// The same profile with responses of this form; [`Envelope::Lxca`] by itself.
    #[must_use]
    pub const fn answer_in(mut self, envelope: Envelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// The same profile for a server that takes another body too, which is recognised by its members.
    #[must_use]
    pub const fn or(mut self, other: &'static Self) -> Self {
        self.other = Some(other);
        self
    }

    /// This profile, or that of the [other](Self::or) body, if it has more of these members.
    #[must_use]
    pub fn for_members<'m>(self, names: impl Iterator<Item = &'m str> + Clone) -> Self {
        let known_to = |of: &Self| names.clone().filter(|name| of.has_member(name)).count();
        let other = self.other.filter(|other| known_to(other) > known_to(&self));
        other.copied().unwrap_or(self)
    }

    /// Whether a body has a member with this name.
    pub fn has_member(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name().split('.').next() == Some(name))
    }

    /// The form of the responses.
    pub const fn envelope(&self) -> Envelope {
        self.envelope
    }

    /// Whether annotations pass and empty strings count as left out.
    pub const fn has_annotations(&self) -> bool {
        self.has_annotations
    }

    const fn named(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// The id, such as `lxca`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Who says so: the name that messages give as the source of a limit.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The members of the body.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The paths of the members that a body must have.
    pub const fn required(&self) -> &'static [&'static str] {
        self.required
    }

    /// The most characters (Unicode scalar values) that an attribute's value may have: the
    /// profile's limit, or RFC 5280's upper bound where that is lower or the only one.
    pub fn limit(&self, attribute: &AttributeType) -> usize {
        if self.has_limits { self.limit_and_source(attribute).0 } else { attribute.upper_bound() }
    }

    /// The value that an attribute gets where none is given.
    pub fn default_value(&self, attribute: &AttributeType) -> Option<&'static str> {
        self.field_of(attribute)?.default_value()
    }

    /// The limit and who set it.
    pub(crate) fn limit_and_source(&self, attribute: &AttributeType) -> (usize, &'static str) {
        let field = if self.has_limits { self.field_of(attribute) } else { None };
        match field.and_then(Field::limit) {
            Some(own) if own <= attribute.upper_bound() => (own, self.name),
            _ => (attribute.upper_bound(), attribute.bound_source()),
        }
    }

    /// The first field with this target.
    #[cfg(feature = "lxca")]
    pub(crate) fn field_with(&self, target: &Target) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.target() == target)
    }

    /// Where an attribute stands among the RDNs, for sorting.
    #[cfg(feature = "lxca")]
    pub(crate) fn rdn_rank(attribute: &AttributeType) -> usize {
        /// The order of the RDNs on the wire: that of Lenovo's sample request and of the CA/B Forum's profile.
        /// Types that are not listed follow in the order of the fields.
        const RDN_ORDER: [AttributeType; 6] = [
            AttributeType::Country,
            AttributeType::StateOrProvince,
            AttributeType::Locality,
            AttributeType::Organization,
            AttributeType::OrganizationalUnit,
            AttributeType::CommonName,
        ];
        RDN_ORDER.iter().position(|known| known == attribute).unwrap_or(RDN_ORDER.len())
    }

    /// The first field that is this attribute of the subject.
    pub(crate) fn field_of(&self, attribute: &AttributeType) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.attribute() == Some(attribute))
    }
}

impl FromStr for Profile {
    type Err = Error;

    /// Reads the [`id`](Self::id) of a profile that is built in. Behind `redfish:` any version of the
    /// schema selects the line that it belongs to.
    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::BUILT_IN.iter().copied().find(|profile| profile.id == text);
        let version = || {
            let mut parts = text.strip_prefix("redfish:")?.split('.').map(str::parse::<u32>);
            let version = [parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?];
            match version {
                _ if parts.next().is_some() => None,
                [1, 0, 0..=5] => Some(Self::REDFISH_1_0_0),
                [1, 0, 6..=8] | [1, 1, 0..=2] | [1, 2, 0..=1] => Some(Self::REDFISH_1_0_6),
                [1, 0..=2, _] => Some(Self::REDFISH),
                _ => None,
            }
        };
        found.or_else(version).ok_or_else(|| {
            let known = Self::BUILT_IN.iter().map(Self::id);
            Error::unknown("profile", text, known)
        })
    }
}

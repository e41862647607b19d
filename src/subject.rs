//! The subject: an ordered list of relative distinguished names (RFC 5280 4.1.2.6).

use alloc::vec::Vec;

use crate::der::{self, tag};
use crate::error::{Fault, FaultKind, Faults, Location};
use crate::profile::Profile;

mod attribute_type;
mod country;
mod value;

pub use attribute_type::AttributeType;
pub(crate) use attribute_type::Syntax;
pub use value::{AttributeError, AttributeErrorKind};

/// A distinguished name, always valid and already encoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The DER of the Name: one SEQUENCE.
    der: Vec<u8>,
}

impl Subject {
    /// Starts a subject that is held to RFC 5280's bounds.
    pub const fn builder() -> SubjectBuilder {
        Self::builder_for(Profile::RFC5280)
    }

    /// Starts a subject that is held to a profile's limits. Its defaults are not added: they
    /// are for bodies that leave things out, see [`Profile::default_value`].
    pub const fn builder_for(profile: Profile) -> SubjectBuilder {
        SubjectBuilder { profile, rdns: Vec::new(), seen: Vec::new(), faults: Vec::new() }
    }

    /// The DER of the Name.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it has no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.der.len() == 2
    }
}

/// Collects the attributes of a subject, in the order in which they go on the wire, and every
/// fault in them.
///
/// Nothing is sorted and nothing is merged: two calls of
/// [`organizational_unit`](Self::organizational_unit) give two of them.
#[derive(Clone, Debug)]
#[must_use]
pub struct SubjectBuilder {
    profile: Profile,
    /// The encoded RDNs, one behind the other.
    rdns: Vec<u8>,
    /// The types so far, faulty ones among them.
    seen: Vec<AttributeType>,
    faults: Vec<Fault>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $variant:ident;)*) => {
        $($(#[$doc])*
        pub fn $name(self, value: &str) -> Self {
            self.attribute(AttributeType::$variant, value)
        })*
    };
}

impl SubjectBuilder {
    setters! {
        /// Adds a `C`: two upper-case letters of ISO 3166-1 alpha-2.
        country: Country;
        /// Adds an `ST`: at most 128 characters.
        state_or_province: StateOrProvince;
        /// Adds an `L`, the city: at most 128 characters.
        locality: Locality;
        /// Adds an `O`: at most 64 characters.
        organization: Organization;
        /// Adds an `OU`: at most 64 characters.
        organizational_unit: OrganizationalUnit;
        /// Adds a `CN`: at most 64 characters.
        common_name: CommonName;
    }

    /// Adds an attribute of any type, as an RDN of its own.
    pub fn attribute(mut self, attribute: AttributeType, value: &str) -> Self {
        self.push(attribute, value);
        self
    }

    pub(crate) fn push(&mut self, attribute: AttributeType, value: &str) {
        let start = self.rdns.len();
        der::tlv(&mut self.rdns, tag::OBJECT_IDENTIFIER, attribute.oid_bytes());
        match value::encode(&attribute, value, &self.profile, &mut self.rdns) {
            Ok(()) => {
                der::close(&mut self.rdns, tag::SEQUENCE, start);
                der::close(&mut self.rdns, tag::SET, start);
            }
            Err(error) => {
                self.rdns.truncate(start);
                let index = self.seen.iter().filter(|seen| **seen == attribute).count();
                let location = Location::Subject { attribute: attribute.clone(), index };
                self.faults.push(Fault::new(location, FaultKind::Attribute(error)));
            }
        }
        self.seen.push(attribute);
    }

    /// The subject.
    ///
    /// # Errors
    /// [`Faults`]: every value that its attribute or the profile does not allow.
    pub fn build(self) -> Result<Subject, Faults> {
        let mut faults = Vec::new();
        let subject = self.finish(&mut faults);
        Faults::check(faults).map(|()| subject)
    }

    /// The subject from what is valid; the faults go to the end of `faults`.
    pub(crate) fn finish(mut self, faults: &mut Vec<Fault>) -> Subject {
        faults.append(&mut self.faults);
        let mut der = Vec::with_capacity(der::tlv_len(self.rdns.len()));
        der::tlv(&mut der, tag::SEQUENCE, &self.rdns);
        Subject { der }
    }
}

/// What a request takes for its subject: a [`Subject`] or a [`SubjectBuilder`], whose faults
/// then appear among those of the request.
pub trait IntoSubject {
    /// The subject; faults are appended to `faults`.
    fn into_subject(self, faults: &mut Vec<Fault>) -> Subject;
}

impl IntoSubject for Subject {
    fn into_subject(self, _faults: &mut Vec<Fault>) -> Subject {
        self
    }
}

impl IntoSubject for SubjectBuilder {
    fn into_subject(self, faults: &mut Vec<Fault>) -> Subject {
        self.finish(faults)
    }
}

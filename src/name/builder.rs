//! Makes a distinguished name, attribute by attribute.

use alloc::vec::Vec;

use super::attribute_type::AttributeType;
use super::distinguished_name::DistinguishedName;
use super::rdn::{self, Value};
use super::read::{self, Occurrences};
use crate::asn1::StringType;
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};
use crate::fault::{Fault, Faults, Place};
use crate::profile::Profile;

/// Bytes that most subjects stay under.
const USUAL_LEN: usize = 256;

/// Collects the attributes of a subject, in the order in which they go on the wire, and every
/// fault in them.
///
/// Nothing is sorted and nothing is merged: two calls of
/// [`organizational_unit`](Self::organizational_unit) give two of them. Only within an RDN of
/// several attributes ([`rdn`](Self::rdn)) does DER dictate the order.
///
/// ```
/// use pkcs10::{AttributeType, DistinguishedName, names::StringType};
///
/// let subject = DistinguishedName::builder()
///     .country("DE")
///     .rdn([(AttributeType::CommonName, "bmc-7"), (AttributeType::SerialNumber, "4711")])
///     .attribute_as(AttributeType::from_oid(&"2.999.1".parse()?), StringType::Ia5, "a@b")
///     .build()
///     .unwrap();
/// assert_eq!(subject.to_string(), "2.999.1=#1603614062,serialNumber=4711+CN=bmc-7,C=DE");
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct DistinguishedNameBuilder {
    profile: Profile,
    /// The encoded RDNs, one behind the other.
    rdns: Vec<u8>,
    faults: Unplaced,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $variant:ident;)*) => {
        $($(#[$doc])*
        pub fn $name(self, value: &str) -> Self {
            self.attribute(AttributeType::$variant, value)
        })*
    };
}

impl DistinguishedNameBuilder {
    setters! {
        /// Adds a `C`: two upper-case letters of ISO 3166-1 alpha-2.
        country: Country;
        /// Adds an `ST`: at most 128 characters.
        state_or_province: StateOrProvince;
        /// Adds an `L`, the city: at most 128 characters.
        locality: Locality;
        /// Adds a `STREET`: at most 128 characters.
        street: Street;
        /// Adds a postalCode: at most 40 characters.
        postal_code: PostalCode;
        /// Adds an `O`: at most 64 characters.
        organization: Organization;
        /// Adds an `OU`: at most 64 characters.
        organizational_unit: OrganizationalUnit;
        /// Adds an organizationIdentifier, such as `VATDE-123456789` (ETSI EN 319 412-1).
        organization_identifier: OrganizationIdentifier;
        /// Adds a businessCategory: at most 128 characters.
        business_category: BusinessCategory;
        /// Adds a jurisdictionLocalityName (EV Guidelines): at most 128 characters.
        jurisdiction_locality: JurisdictionLocality;
        /// Adds a jurisdictionStateOrProvinceName (EV Guidelines): at most 128 characters.
        jurisdiction_state_or_province: JurisdictionStateOrProvince;
        /// Adds a jurisdictionCountryName (EV Guidelines): two upper-case letters.
        jurisdiction_country: JurisdictionCountry;
        /// Adds a `CN`: at most 64 characters.
        common_name: CommonName;
        /// Adds a serialNumber, of a device or a legal entity: at most 64 characters of
        /// PrintableString.
        serial_number: SerialNumber;
        /// Adds an emailAddress: at most 255 characters of ASCII. New requests carry addresses
        /// as rfc822Name in the subjectAltName (RFC 5280 4.1.2.6).
        email_address: EmailAddress;
        /// Adds a `DC`, one label of a domain name: at most 63 characters of ASCII. On the
        /// wire, and so here, the top-level domain comes first.
        domain_component: DomainComponent;
        /// Adds a `UID`: at most 256 characters.
        user_id: UserId;
        /// Adds an `SN`: at most 32,768 characters.
        surname: Surname;
        /// Adds a `GN`: at most 32,768 characters.
        given_name: GivenName;
        /// Adds initials: at most 32,768 characters.
        initials: Initials;
        /// Adds a generationQualifier, such as `Jr.`: at most 32,768 characters.
        generation_qualifier: GenerationQualifier;
        /// Adds a name, of a person: at most 32,768 characters.
        name: Name;
        /// Adds a title: at most 64 characters.
        title: Title;
        /// Adds a pseudonym: at most 128 characters.
        pseudonym: Pseudonym;
        /// Adds a dnQualifier: PrintableString.
        dn_qualifier: DnQualifier;
        /// Adds a description: at most 1,024 characters.
        description: Description;
    }

    const fn new(profile: Profile) -> Self {
        Self { profile, rdns: Vec::new(), faults: Unplaced::new() }
    }

    /// Adds an attribute of any type, as an RDN of its own. The string type is the one that
    /// the attribute asks for, or PrintableString where every character allows it, else
    /// UTF8String (RFC 5280 4.1.2.6).
    pub fn attribute(mut self, attribute: AttributeType, value: &str) -> Self {
        self.push(attribute, value);
        self
    }

    /// Adds an attribute in a string type of the caller's choice, as an RDN of its own. An
    /// attribute that is known by name has only the string types of its standard.
    pub fn attribute_as(
        mut self,
        attribute: AttributeType,
        string_type: StringType,
        value: &str,
    ) -> Self {
        self.push_value(attribute, Value::As(string_type, value), true);
        self
    }

    /// Adds an attribute whose value is one TLV in DER, as an RDN of its own. What it holds is
    /// not looked at: this is for those who know better than the grammars.
    pub fn attribute_der(mut self, attribute: AttributeType, value: &[u8]) -> Self {
        self.push_value(attribute, Value::Der(value), true);
        self
    }

    /// Adds one RDN with several attributes, sorted by their bytes as DER asks for
    /// (X.690 11.6). An empty list adds nothing.
    pub fn rdn<'v>(
        mut self,
        attributes: impl IntoIterator<Item = (AttributeType, &'v str)>,
    ) -> Self {
        let start = self.rdns.len();
        for (attribute, value) in attributes {
            self.push_value(attribute, Value::Text(value), false);
        }
        if self.rdns.len() > start
            && let Err((attribute, error)) = rdn::close(&mut self.rdns, start)
        {
            self.faults.push(attribute, error);
        }
        self
    }

    pub(crate) fn push(&mut self, attribute: AttributeType, value: &str) {
        self.push_value(attribute, Value::Text(value), true);
    }

    fn push_value(&mut self, attribute: AttributeType, value: Value<'_>, alone: bool) {
        if self.rdns.capacity() == 0 {
            self.rdns = Vec::with_capacity(USUAL_LEN);
        }
        match rdn::push(&mut self.rdns, &attribute, value, &self.profile, alone) {
            Ok(()) => self.faults.count(),
            Err(error) => self.faults.push(attribute, error),
        }
    }

    /// The subject.
    ///
    /// # Errors
    /// [`Faults`]: every value that its attribute or the profile does not allow.
    pub fn build(self) -> Result<DistinguishedName, Faults> {
        let mut faults = Vec::new();
        let subject = self.finish(&mut faults);
        Faults::check(faults).map(|()| subject)
    }

    /// The subject from what is valid; the faults go to the end of `faults`.
    pub(crate) fn finish(self, faults: &mut Vec<Fault>) -> DistinguishedName {
        if self.rdns.is_empty() && self.faults.is_empty() {
            return DistinguishedName::empty();
        }
        let mut der = self.rdns;
        der::close(&mut der, tag::SEQUENCE, 0);
        faults.extend(self.faults.located(&der));
        DistinguishedName::from_checked(der)
    }
}

/// The faults of a subject, each with the number of attributes in front of it. That is enough
/// to find its place later: while there are no faults, nothing is recorded.
#[derive(Clone, Debug)]
struct Unplaced {
    /// Attributes so far, the faulty ones among them.
    attributes: usize,
    faults: Vec<(usize, AttributeType, Error)>,
}

impl Unplaced {
    const fn new() -> Self {
        Self { attributes: 0, faults: Vec::new() }
    }

    const fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// An attribute without a fault.
    const fn count(&mut self) {
        self.attributes += 1;
    }

    fn push(&mut self, attribute: AttributeType, error: Error) {
        let counted_already = is_repeated(&error);
        self.faults.push((self.attributes, attribute, error));
        self.attributes += usize::from(!counted_already);
    }

    /// The faults with their places. `name` holds the attributes that were counted, without
    /// those that were refused.
    ///
    /// One pass over everything: a thousand faulty `OU`s cost a thousand steps, not a million.
    fn located(self, name: &[u8]) -> Vec<Fault> {
        if self.faults.is_empty() {
            return Vec::new();
        }
        let mut seen = Occurrences::default();
        let mut attributes = read::rdns(name).flat_map(|rdn| rdn.attributes());
        let mut next = 0;
        let locate = |(place, attribute, error): (usize, AttributeType, Error)| {
            for attribute in attributes.by_ref().take(place - next) {
                seen.count(attribute.attribute_type().clone());
            }
            next = place;
            let index = if is_repeated(&error) {
                seen.of(&attribute).saturating_sub(1)
            } else {
                next += 1;
                seen.count(attribute.clone())
            };
            Fault::new(Place::Subject { attribute, index }, error)
        };
        self.faults.into_iter().map(locate).collect()
    }
}

/// Whether the fault is about an attribute that is valid by itself, and so counted.
fn is_repeated(error: &Error) -> bool {
    error.code() == Code::RdnRepeated
}

impl DistinguishedName {
    /// Starts a name that is held to RFC 5280's bounds.
    pub const fn builder() -> DistinguishedNameBuilder {
        Self::builder_for(Profile::RFC5280)
    }

    /// Starts a name that is held to a profile's limits. Its defaults are not added: they are for
    /// bodies that leave attributes out, see [`Profile::default_value`].
    pub const fn builder_for(profile: Profile) -> DistinguishedNameBuilder {
        DistinguishedNameBuilder::new(profile)
    }
}

mod sealed {
    pub trait Sealed {}
}

/// What a request takes as its subject: a name, a builder, or the result of parsing one.
pub trait IntoDistinguishedName: sealed::Sealed {
    /// The name; what is wrong with it goes to the end of `faults`.
    #[doc(hidden)]
    fn into_distinguished_name(self, faults: &mut Vec<Fault>) -> DistinguishedName;
}

impl sealed::Sealed for DistinguishedName {}
impl IntoDistinguishedName for DistinguishedName {
    fn into_distinguished_name(self, _faults: &mut Vec<Fault>) -> DistinguishedName {
        self
    }
}

impl sealed::Sealed for DistinguishedNameBuilder {}
impl IntoDistinguishedName for DistinguishedNameBuilder {
    fn into_distinguished_name(self, faults: &mut Vec<Fault>) -> DistinguishedName {
        self.finish(faults)
    }
}

impl sealed::Sealed for Result<DistinguishedName, Faults> {}
impl IntoDistinguishedName for Result<DistinguishedName, Faults> {
    fn into_distinguished_name(self, faults: &mut Vec<Fault>) -> DistinguishedName {
        self.unwrap_or_else(|refused| {
            faults.extend(refused);
            DistinguishedName::empty()
        })
    }
}

//! The subject: an ordered list of relative distinguished names (RFC 5280 4.1.2.6).

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use crate::fault::{Fault, FaultKind, Faults, Location};
use crate::profile::Profile;

mod attribute_error;
mod attribute_type;
mod builder;
pub(crate) mod country;
pub(crate) mod display;
pub(crate) mod name;
mod rdn;
mod string_type;
pub(crate) mod text;
mod value;

use builder::Occurrences;

pub use attribute_error::{AttributeError, AttributeErrorKind};
pub use attribute_type::AttributeType;
pub(crate) use attribute_type::Syntax;
pub use builder::SubjectBuilder;
pub use name::{Rdn, RdnAttribute, SubjectDerError};
pub use string_type::StringType;
pub use text::DistinguishedNameError;

/// A Name without an RDN.
const EMPTY: [u8; 2] = [0x30, 0x00];

/// A distinguished name, always valid and already encoded.
///
/// [`FromStr`] and [`Display`](fmt::Display) are the text of RFC 4514, which has the most
/// specific RDN first and so the reverse of the order on the wire:
///
/// ```
/// use pkcs10::Subject;
///
/// let parsed: Subject = "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME\\, Inc.,C=US".parse()?;
/// let built = Subject::builder()
///     .country("US")
///     .organization("ACME, Inc.")
///     .organizational_unit("Firmware")
///     .organizational_unit("BMC")
///     .common_name("bmc-7.example.com")
///     .build()?;
/// assert_eq!(parsed, built);
/// assert_eq!(built.to_string(), "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME\\, Inc.,C=US");
/// # Ok::<(), pkcs10::Faults>(())
/// ```
///
/// What `Display` writes gives the very same DER when it is parsed: a value whose string type
/// is not the one that the parser would choose appears as `#` and its DER in hexadecimal. For
/// a person who only wants to read, `{:#}` writes the text of every string, whatever its type.
#[derive(Clone, PartialEq, Eq, Hash)]
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
        SubjectBuilder::new(profile)
    }

    /// A subject from its DER, such as that of the certificate that a new one shall follow.
    /// The octets are kept as they are, whatever string types of ASN.1 they use.
    ///
    /// # Errors
    /// [`SubjectDerError`]: what is not the DER of a Name, an RDN that is empty, not sorted or
    /// holds a pair twice; and every value with another string type than its attribute may
    /// have, with octets that this type does not hold, with control characters, that is empty
    /// or longer than RFC 5280 allows. White space around a value is kept.
    pub fn from_der(der: &[u8]) -> Result<Self, SubjectDerError> {
        let mut seen = Occurrences::default();
        let mut faults = Vec::new();
        name::check(der, |attribute| {
            let index = seen.count(attribute.attribute_type());
            if let Err(error) = attribute.check() {
                let location = Location::Subject { attribute: attribute.attribute_type(), index };
                faults.push(Fault::new(location, FaultKind::Attribute(error)));
            }
        })?;
        Faults::check(faults).map_err(SubjectDerError::Values)?;
        Ok(Self { der: der.into() })
    }

    /// The subject without an attribute, for requests whose names are all in the
    /// subjectAltName.
    pub fn empty() -> Self {
        Self { der: EMPTY.into() }
    }

    /// The DER of the Name.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    pub(crate) fn into_der(self) -> Vec<u8> {
        self.der
    }

    /// The relative distinguished names in the order of the wire, the most general first.
    pub fn rdns(&self) -> impl Iterator<Item = Rdn<'_>> {
        name::rdns(&self.der)
    }

    /// All attributes of all RDNs in the order of the wire.
    pub fn attributes(&self) -> impl Iterator<Item = RdnAttribute<'_>> {
        self.rdns().flat_map(|rdn| rdn.attributes())
    }

    /// Whether it has no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.der.len() == 2
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if f.alternate() { display::Form::Readable } else { display::Form::Exact };
        display::write_name(f, &self.der, form)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({self})")
    }
}

impl FromStr for Subject {
    type Err = Faults;

    /// Reads RFC 4514; values are held to RFC 5280's bounds. The empty text is the empty
    /// subject.
    ///
    /// Only `,` separates RDNs, and spaces around `,`, `+` and `=` do not count: a value that
    /// begins or ends with white space would be refused in any case. Names of attributes are
    /// read in any case and dotted identifiers stand for any type.
    fn from_str(text: &str) -> Result<Self, Faults> {
        text::parse(text, &Profile::RFC5280).map(|der| Self { der })
    }
}

/// What a request takes for its subject: a [`Subject`], a [`SubjectBuilder`], or the result of
/// either; their faults then appear among those of the request.
///
/// ```
/// use pkcs10::{GeneralName, Request, Subject};
///
/// let refused = Request::builder()
///     .subject("CN=bmc-7,OX=Firmware,C=us".parse::<Subject>())
///     .subject_alt_name(GeneralName::dns("bmc_7"))
///     .build()
///     .unwrap_err();
/// let places: Vec<String> = refused.iter().map(|fault| fault.location().to_string()).collect();
/// assert_eq!(
///     places,
///     ["subject, character 10", "subject, character 22", "subjectAltName[0]"]
/// );
/// ```
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

impl IntoSubject for Result<Subject, Faults> {
    fn into_subject(self, faults: &mut Vec<Fault>) -> Subject {
        self.unwrap_or_else(|refused| {
            faults.extend(refused);
            Subject::empty()
        })
    }
}

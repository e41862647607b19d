//! What is not as DER and the layout of a request want it.

use alloc::string::String;
use core::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: $id:literal;)*) => {
        /// The ways in which a request can deviate from DER (X.690), from its layout
        /// (RFC 2986) and from what its parts may hold (RFC 5280). Each has a rule of the
        /// same id in [`Rule::ALL`](crate::Rule::ALL).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum DeviationKind {
            $($(#[$doc])* $kind,)*
        }

        impl DeviationKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The stable id, such as `length-not-minimal`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$kind => $id,)*
                }
            }
        }
    };
}

kinds! {
    /// A value of another type, cut off, or missing.
    Structure: "structure";
    /// A length in the indefinite form of BER.
    LengthIndefinite: "length-indefinite";
    /// A length that is not in its shortest form.
    LengthNotMinimal: "length-not-minimal";
    /// A tag number that is not in its shortest form.
    TagNotMinimal: "tag-not-minimal";
    /// A type that is always primitive in DER is constructed, or the other way round.
    TypeForm: "type-form";
    /// Octets behind the end of a value.
    TrailingData: "trailing-data";
    /// Values nested deeper than any that are in use.
    NestingTooDeep: "nesting-too-deep";
    /// An INTEGER that is empty or not in its shortest form.
    IntegerNotMinimal: "integer-not-minimal";
    /// A BOOLEAN that is neither `00` nor `FF`.
    BooleanNotCanonical: "boolean-not-canonical";
    /// A value that equals its default and so is left out.
    DefaultEncoded: "default-encoded";
    /// A BIT STRING whose unused bits are miscounted or not zero.
    BitStringPadding: "bit-string-padding";
    /// A BIT STRING with named bits that ends with a zero bit.
    BitStringTrailingZeros: "bit-string-trailing-zeros";
    /// An OBJECT IDENTIFIER that is not in its shortest form, cut off, or empty.
    OidEncoding: "oid-encoding";
    /// A string with characters that its type does not have.
    StringCharset: "string-charset";
    /// A version other than 0.
    Version: "version";
    /// No attributes, not even the empty ones.
    AttributesMissing: "attributes-missing";
    /// Attributes in a tagging other than IMPLICIT.
    AttributesEncoding: "attributes-encoding";
    /// Attributes out of order.
    AttributesUnsorted: "attributes-unsorted";
    /// Values of an attribute out of order.
    ValuesUnsorted: "values-unsorted";
    /// An attribute without a value.
    AttributeEmpty: "attribute-empty";
    /// An RDN whose attributes are out of order.
    RdnUnsorted: "rdn-unsorted";
    /// An RDN without an attribute.
    RdnEmpty: "rdn-empty";
    /// An extensionRequest without an extension.
    ExtensionRequestEmpty: "extension-request-empty";
    /// A second extensionRequest, or a second value in one.
    ExtensionRequestRepeated: "extension-request-repeated";
    /// An extension that stands there already.
    ExtensionRepeated: "extension-repeated";
    /// A known extension whose value is not what it holds.
    ExtensionValue: "extension-value";
    /// A subjectAltName without a name.
    SanEmpty: "san-empty";
    /// A name with a tag that is none of the nine.
    GeneralNameTag: "general-name-tag";
    /// An iPAddress that has neither 4 nor 16 octets.
    IpAddressLength: "ip-address-length";
    /// A dNSName that is no host name.
    DnsNameSyntax: "dns-name-syntax";
    /// Parameters that the algorithm does not have, or not the ones that it has.
    AlgorithmParameters: "algorithm-parameters";
    /// A public key that is not encoded as its algorithm wants it.
    KeyEncoding: "key-encoding";
    /// A signature that is not encoded as its algorithm wants it.
    SignatureEncoding: "signature-encoding";
}

/// One deviation, and where it is.
///
/// ```
/// use pkcs10::{CertificationRequest, InspectionError};
///
/// let refused = CertificationRequest::from_der(&[0x30, 0x80, 0x00, 0x00]).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "cannot be read as a certification request (RFC 2986): length-indefinite: certificationRequest has the indefinite form of length, at octet 0"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    pub(crate) kind: DeviationKind,
    pub(crate) at: usize,
    pub(crate) place: String,
    pub(crate) found: String,
}

impl Deviation {
    /// What kind it is.
    pub const fn kind(&self) -> DeviationKind {
        self.kind
    }

    /// Offset of the value, in octets from 0, in the DER.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The part of the request, such as
    /// `certificationRequestInfo.attributes[0].extensions[2].critical`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What was found there, as a phrase that follows the place: `is 2; …`.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}, at octet {}", self.kind.id(), self.place, self.found, self.at)
    }
}

impl core::error::Error for Deviation {}

//! The attribute types of a distinguished name: one row each, as data.

use alloc::borrow::Cow;
use core::{fmt, str::FromStr};

use crate::asn1::{Oid, StringType};
use crate::error::{Code, Error, Hint};

/// The type of an attribute of a distinguished name (X.520, RFC 5280 Appendix A.1, RFC 4519,
/// CA/Browser Forum EV Guidelines).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AttributeType {
    /// `CN`, commonName.
    CommonName,
    /// `SN`, surname.
    Surname,
    /// serialNumber, of a device or a legal entity.
    SerialNumber,
    /// `C`, countryName.
    Country,
    /// `L`, localityName: the city.
    Locality,
    /// `ST`, stateOrProvinceName.
    StateOrProvince,
    /// `STREET`, streetAddress.
    Street,
    /// `O`, organizationName.
    Organization,
    /// `OU`, organizationalUnitName.
    OrganizationalUnit,
    /// title.
    Title,
    /// description.
    Description,
    /// businessCategory.
    BusinessCategory,
    /// postalCode.
    PostalCode,
    /// name.
    Name,
    /// `GN`, givenName.
    GivenName,
    /// initials.
    Initials,
    /// generationQualifier, such as `Jr.`.
    GenerationQualifier,
    /// dnQualifier.
    DnQualifier,
    /// pseudonym.
    Pseudonym,
    /// organizationIdentifier (ETSI EN 319 412-1).
    OrganizationIdentifier,
    /// `UID`, userId (RFC 4519).
    UserId,
    /// `DC`, domainComponent (RFC 4519): one label of a domain name.
    DomainComponent,
    /// emailAddress (PKCS #9, RFC 2985 5.2.1).
    EmailAddress,
    /// jurisdictionLocalityName (EV Guidelines).
    JurisdictionLocality,
    /// jurisdictionStateOrProvinceName (EV Guidelines).
    JurisdictionStateOrProvince,
    /// jurisdictionCountryName (EV Guidelines).
    JurisdictionCountry,
    /// Any other, by its object identifier: made by [`from_oid`](Self::from_oid).
    #[non_exhaustive]
    Other(Oid),
}

/// Which characters and which string type a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// DirectoryString: PrintableString where every character allows it, else UTF8String.
    Directory,
    /// PrintableString only.
    Printable,
    /// IA5String only.
    Ia5,
    /// PrintableString of exactly two upper-case letters.
    Country,
}

impl Syntax {
    /// Whether values may have this string type.
    pub(crate) const fn has(self, string_type: StringType) -> bool {
        match self {
            Self::Directory => matches!(
                string_type,
                StringType::Printable
                    | StringType::Utf8
                    | StringType::Teletex
                    | StringType::Bmp
                    | StringType::Universal
            ),
            Self::Printable | Self::Country => matches!(string_type, StringType::Printable),
            Self::Ia5 => matches!(string_type, StringType::Ia5),
        }
    }

    /// What values are, with an article.
    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::Directory => {
                "a DirectoryString: PrintableString, UTF8String, TeletexString, BMPString or UniversalString (RFC 5280 4.1.2.4)"
            }
            Self::Printable | Self::Country => "a PrintableString (RFC 5280 Appendix A.1)",
            Self::Ia5 => "an IA5String (RFC 5280 Appendix A.1)",
        }
    }
}

pub(crate) struct Row {
    /// Content bytes of the object identifier.
    pub(crate) oid: &'static [u8],
    /// Spellings in a distinguished name, in any case; the first is the one we write.
    pub(crate) names: &'static [&'static str],
    pub(crate) syntax: Syntax,
    /// Upper bound, in characters.
    pub(crate) max: usize,
    /// Who sets that bound.
    pub(crate) source: &'static str,
}

/// RFC 5280's bound of X520name (`ub-name`), and ours for types that have none.
const UB_NAME: usize = 32_768;

/// Bytes of the longest identifier of a type; no identifier in use has a tenth of this.
pub(crate) const OID_MAX: usize = 250;

const RFC_5280: &str = "RFC 5280 Appendix A.1";
const X_520: &str = "X.520 (2008) Annex C";
const OURS: &str = "the limit of this crate where no standard sets one";

macro_rules! rows {
    ($($variant:ident: $oid:expr, $names:expr, $syntax:ident, $max:expr, $source:expr;)*) => {
        impl AttributeType {
            /// The types that are known by name.
            pub(crate) const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            pub(crate) const fn row(&self) -> Option<&'static Row> {
                match self {
                    $(Self::$variant => Some(&Row {
                        oid: $oid,
                        names: &$names,
                        syntax: Syntax::$syntax,
                        max: $max,
                        source: $source,
                    }),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

// RFC 4514 section 3 gives the first nine their short names; the others have those of
// RFC 4519, PKCS #9 and OpenSSL. Bounds: RFC 5280 Appendix A.1, which the EV Guidelines refer
// to for the jurisdiction attributes; else X.520 before it dropped its bounds in 2012.
rows! {
    CommonName: &[0x55, 4, 3], ["CN", "commonName"], Directory, 64, RFC_5280;
    Locality: &[0x55, 4, 7], ["L", "localityName"], Directory, 128, RFC_5280;
    StateOrProvince: &[0x55, 4, 8], ["ST", "S", "stateOrProvinceName"], Directory, 128, RFC_5280;
    Organization: &[0x55, 4, 10], ["O", "organizationName"], Directory, 64, RFC_5280;
    OrganizationalUnit: &[0x55, 4, 11], ["OU", "organizationalUnitName"], Directory, 64, RFC_5280;
    Country: &[0x55, 4, 6], ["C", "countryName"], Country, 2, RFC_5280;
    Street: &[0x55, 4, 9], ["STREET", "streetAddress"], Directory, 128, X_520;
    DomainComponent: &[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25],
        ["DC", "domainComponent"], Ia5, 63, "RFC 1034 3.1";
    UserId: &[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 1],
        ["UID", "userId"], Directory, 256, "RFC 1274 9.3.1";
    SerialNumber: &[0x55, 4, 5], ["serialNumber"], Printable, 64, RFC_5280;
    EmailAddress: &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1],
        ["emailAddress", "E", "EMAIL"], Ia5, 255, RFC_5280;
    Surname: &[0x55, 4, 4], ["SN", "surname"], Directory, UB_NAME, RFC_5280;
    GivenName: &[0x55, 4, 42], ["GN", "givenName", "G"], Directory, UB_NAME, RFC_5280;
    Initials: &[0x55, 4, 43], ["initials", "I"], Directory, UB_NAME, RFC_5280;
    GenerationQualifier: &[0x55, 4, 44], ["generationQualifier", "GENERATION"], Directory, UB_NAME, RFC_5280;
    Name: &[0x55, 4, 41], ["name"], Directory, UB_NAME, RFC_5280;
    Title: &[0x55, 4, 12], ["title", "T"], Directory, 64, RFC_5280;
    Pseudonym: &[0x55, 4, 65], ["pseudonym"], Directory, 128, RFC_5280;
    DnQualifier: &[0x55, 4, 46], ["dnQualifier", "DNQ"], Printable, UB_NAME, OURS;
    Description: &[0x55, 4, 13], ["description"], Directory, 1_024, X_520;
    BusinessCategory: &[0x55, 4, 15], ["businessCategory"], Directory, 128, X_520;
    PostalCode: &[0x55, 4, 17], ["postalCode"], Directory, 40, X_520;
    OrganizationIdentifier: &[0x55, 4, 97], ["organizationIdentifier"], Directory, UB_NAME, OURS;
    JurisdictionLocality: &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 1],
        ["jurisdictionL", "jurisdictionLocalityName"], Directory, 128, RFC_5280;
    JurisdictionStateOrProvince: &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 2],
        ["jurisdictionST", "jurisdictionStateOrProvinceName"], Directory, 128, RFC_5280;
    JurisdictionCountry: &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 3],
        ["jurisdictionC", "jurisdictionCountryName"], Country, 2, RFC_5280;
}

/// Names of types without a row, whose values are written and read as those of any other
/// identifier (X.520; RFC 2985 5.4.1).
static OTHER_NAMES: [(&str, Oid); 4] = [
    ("postOfficeBox", Oid::constant(&[0x55, 4, 18])),
    ("telephoneNumber", Oid::constant(&[0x55, 4, 20])),
    ("registeredAddress", Oid::constant(&[0x55, 4, 26])),
    ("unstructuredName", Oid::constant(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 2])),
];

impl AttributeType {
    /// The type with this object identifier.
    pub fn from_oid(oid: &Oid) -> Self {
        Self::known(oid.as_bytes()).unwrap_or_else(|| Self::Other(oid.clone()))
    }

    /// The type with a row of its own whose identifier has these content bytes.
    pub(crate) fn known(oid: &[u8]) -> Option<Self> {
        let has_it = |known: &&Self| known.row().is_some_and(|row| row.oid == oid);
        Self::KNOWN.iter().find(has_it).cloned()
    }

    /// The type with these content bytes of an identifier, if they are one.
    pub(crate) fn from_content(content: &[u8]) -> Option<Self> {
        Self::known(content).or_else(|| Oid::from_content(content).ok().map(Self::Other))
    }

    /// The type with this name (`CN`, `commonName`), in any case. Dotted identifiers are
    /// [`from_oid`](Self::from_oid)'s.
    ///
    /// `SN` is the surname (RFC 4519 2.32), never the serial number.
    pub fn from_name(name: &str) -> Option<Self> {
        let is_name = |other: &&str| other.eq_ignore_ascii_case(name);
        let has_it = |known: &&Self| known.row().is_some_and(|row| row.names.iter().any(is_name));
        let other = || OTHER_NAMES.iter().find(|(other, _)| is_name(other));
        let known = Self::KNOWN.iter().find(has_it).cloned();
        known.or_else(|| other().map(|(_, oid)| Self::Other(oid.clone())))
    }

    /// The object identifier.
    pub fn oid(&self) -> Oid {
        match (self, self.row()) {
            (Self::Other(oid), _) => oid.clone(),
            (_, row) => Oid::constant(row.map_or(&[], |row| row.oid)),
        }
    }

    /// The content bytes of the object identifier.
    pub(crate) fn oid_bytes(&self) -> &[u8] {
        match self {
            Self::Other(oid) => oid.as_bytes(),
            _ => self.row().map_or(&[], |row| row.oid),
        }
    }

    /// The name that distinguished names show: `CN`, or the dotted identifier.
    pub fn name(&self) -> Cow<'static, str> {
        match (self, self.row()) {
            (Self::Other(oid), _) => Cow::Owned(alloc::format!("{oid}")),
            (_, row) => Cow::Borrowed(row.map_or("", |row| row.names[0])),
        }
    }

    /// The most characters that a value may have, by RFC 5280 or X.520; 32,768 where they set
    /// no bound.
    pub fn upper_bound(&self) -> usize {
        self.row().map_or(UB_NAME, |row| row.max)
    }

    /// Who sets the [`upper_bound`](Self::upper_bound).
    pub(crate) fn bound_source(&self) -> &'static str {
        self.row().map_or(OURS, |row| row.source)
    }

    /// All names of all types.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        let names = Self::KNOWN.iter().filter_map(Self::row).flat_map(|row| row.names).copied();
        names.chain(OTHER_NAMES.iter().map(|(name, _)| *name))
    }

    pub(crate) fn syntax(&self) -> Syntax {
        self.row().map_or(Syntax::Directory, |row| row.syntax)
    }
}

impl fmt::Display for AttributeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl FromStr for AttributeType {
    type Err = Error;

    /// Reads a name (`CN`, `commonName`), in any case, or an object identifier in dotted decimal.
    fn from_str(name: &str) -> Result<Self, Error> {
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            return name.parse::<Oid>().map(|oid| Self::from_oid(&oid));
        }
        Self::from_name(name).ok_or_else(|| {
            let hint = match name.split_at_checked(4) {
                Some((prefix, oid))
                    if prefix.eq_ignore_ascii_case("OID.") && oid.parse::<Oid>().is_ok() =>
                {
                    Some(Hint::Write(oid.into()))
                }
                _ => Hint::nearest(name, Self::names()),
            };
            Error::new(Code::AttributeType, "attribute type", "is not known")
                .value(name)
                .expected(
                    "a name such as CN, or an object identifier such as 2.5.4.3 (RFC 4514 2.3)",
                )
                .hint_at(hint)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString, vec::Vec};
    use proptest::prelude::*;

    #[test]
    fn every_row_is_found_by_each_of_its_names_and_by_its_identifier() {
        for known in AttributeType::KNOWN {
            let row = known.row().unwrap();
            for name in row.names {
                assert_eq!(AttributeType::from_name(name).as_ref(), Some(known), "{name}");
                assert_eq!(
                    AttributeType::from_name(&name.to_uppercase()).as_ref(),
                    Some(known),
                    "{name}"
                );
            }
            assert_eq!(AttributeType::from_oid(&known.oid()), *known);
            assert!(Oid::from_content(row.oid).is_ok(), "{known}");
        }
    }

    #[test]
    fn the_documentation_has_every_row_and_no_other() {
        let documented = include_str!("../guide/tables.rs");
        let (_, table) = documented.split_once("# Attribute types of a subject").unwrap();
        let found: Vec<_> = table.lines().filter(|line| line.starts_with("//! | [`")).collect();
        let rows = AttributeType::KNOWN.iter().map(|known| {
            let (row, oid) = (known.row().unwrap(), known.oid());
            let names = row.names.join("`, `");
            let values = match row.syntax {
                Syntax::Directory => "DirectoryString",
                Syntax::Printable => "PrintableString",
                Syntax::Ia5 => "IA5String",
                Syntax::Country => "two upper-case letters",
            };
            format!(
                "//! | [`{known:?}`](crate::AttributeType::{known:?}) | `{names}` | {oid} | {values} | {} | {} |",
                row.max,
                if row.source == OURS { "this crate" } else { row.source }
            )
        });
        assert_eq!(found, rows.collect::<Vec<_>>());
    }

    #[test]
    fn names_of_other_programs_are_read() {
        let cases = [
            ("T", "title"),
            ("G", "GN"),
            ("I", "initials"),
            ("GENERATION", "generationQualifier"),
            ("DNQ", "dnQualifier"),
            ("postOfficeBox", "2.5.4.18"),
            ("telephonenumber", "2.5.4.20"),
            ("registeredAddress", "2.5.4.26"),
            ("unstructuredName", "1.2.840.113549.1.9.2"),
        ];
        for (name, shown) in cases {
            assert_eq!(name.parse::<AttributeType>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn texts_that_name_no_type_are_refused_with_what_was_meant() {
        let cases = [
            ("", Code::AttributeType, None),
            ("commonNam", Code::AttributeType, Some(Hint::DidYouMean("commonName".into()))),
            ("OID.2.5.4.3", Code::AttributeType, Some(Hint::Write("2.5.4.3".into()))),
            ("2.5.4.", Code::OidSyntax, None),
        ];
        for (text, code, hint) in cases {
            let error = text.parse::<AttributeType>().unwrap_err();
            assert_eq!((error.code(), error.hint()), (code, hint.as_ref()), "{text}");
        }
        assert_eq!("2.5.4.3".parse(), Ok(AttributeType::CommonName));
    }

    proptest! {
        #[test]
        fn every_type_reads_back(content in prop::collection::vec(any::<u8>(), 1..40)) {
            let known = AttributeType::KNOWN.iter().cloned();
            for attribute in known.chain(AttributeType::from_content(&content)) {
                prop_assert_eq!(attribute.to_string().parse(), Ok(attribute));
            }
        }
    }
}

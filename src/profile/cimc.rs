//! Cisco Integrated Management Controller.

use super::{ECDSA, Field, Profile, RSA, Target};
use crate::name::AttributeType;

/// Text without the characters that CIMC does not take.
const fn value(name: &'static str, target: Target, max: usize) -> Field {
    Field::new(name, target).max(max).without("\"#")
}

const TYPES: &[(&str, &str)] = &[
    ("DNS", "dNSName"),
    ("EMAIL", "rfc822Name"),
    ("IP", "iPAddress"),
    ("URI", "uniformResourceIdentifier"),
    ("dns", "dNSName"),
    ("email", "rfc822Name"),
    ("ip", "iPAddress"),
    ("uri", "uniformResourceIdentifier"),
];

const FIELDS: &[Field] = &[
    value("commonName", Target::Subject(AttributeType::CommonName), 64),
    value("organization", Target::Subject(AttributeType::Organization), 64),
    value("organizationalUnit", Target::Subject(AttributeType::OrganizationalUnit), 64),
    value("locality", Target::Subject(AttributeType::Locality), 128),
    value("state", Target::Subject(AttributeType::StateOrProvince), 128),
    Field::new("countryCode", Target::CountryName),
    value("email", Target::Subject(AttributeType::EmailAddress), 128),
    Field::new("subjectAltNameType1", Target::NameType(1)).one_of(TYPES),
    value("subjectAltNameValue1", Target::NameValue(1), 128),
    Field::new("subjectAltNameType2", Target::NameType(2)).one_of(TYPES),
    value("subjectAltNameValue2", Target::NameValue(2), 128),
    Field::new("subjectAltNameType3", Target::NameType(3)).one_of(TYPES),
    value("subjectAltNameValue3", Target::NameValue(3), 128),
    Field::new("subjectAltNameType4", Target::NameType(4)).one_of(TYPES),
    value("subjectAltNameValue4", Target::NameValue(4), 128),
    Field::new("subjectAltNameType5", Target::NameType(5)).one_of(TYPES),
    value("subjectAltNameValue5", Target::NameValue(5), 128),
    Field::new("subjectAltNameType6", Target::NameType(6)).one_of(TYPES),
    value("subjectAltNameValue6", Target::NameValue(6), 128),
    Field::new("subjectAltNameType7", Target::NameType(7)).one_of(TYPES),
    value("subjectAltNameValue7", Target::NameValue(7), 128),
    Field::new("subjectAltNameType8", Target::NameType(8)).one_of(TYPES),
    value("subjectAltNameValue8", Target::NameValue(8), 128),
    Field::new("subjectAltNameType9", Target::NameType(9)).one_of(TYPES),
    value("subjectAltNameValue9", Target::NameValue(9), 128),
    Field::new("subjectAltNameType10", Target::NameType(10)).one_of(TYPES),
    value("subjectAltNameValue10", Target::NameValue(10), 128),
    Field::new("addChallengePassword", Target::AddChallengePassword)
        .one_of(&[("yes", "true"), ("no", "false")]),
    value("challengePassword", Target::ChallengePassword, 20),
    Field::new("signatureAlgorithm", Target::KeyAlgorithm).one_of(&[
        ("rsa", RSA),
        ("ecdsa", ECDSA),
        ("sha256", "sha256"),
        ("sha384", "sha384"),
        ("sha512", "sha512"),
    ]),
    Field::new("keyBitLength", Target::KeyBits)
        .one_of(&[("2048", "rsa-2048"), ("4096", "rsa-4096")]),
    Field::new("keyCurveId", Target::KeyCurve).one_of(&[
        ("p256", "ecdsa-p256"),
        ("p384", "ecdsa-p384"),
        ("p521", "ecdsa-p521"),
    ]),
    Field::new("stringMask", Target::StringMask).one_of(&[
        ("default", ""),
        ("nombstr", ""),
        ("pkix", ""),
        ("utf8only", "utf8"),
    ]),
];

impl Profile {
    /// Cisco Integrated Management Controller: names in numbered pairs of type and value, and a country by
    /// its English name.
    pub const CIMC: Self =
        Self::new("cimc", "Cisco CIMC", FIELDS).assigned_countries_only().with_annotations();
}

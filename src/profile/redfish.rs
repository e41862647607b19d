//! Redfish, `CertificateService.GenerateCSR` (DMTF), and the servers that take its body.

use super::{ECDSA, Envelope, Field, Profile, RSA, Target};
use crate::name::AttributeType;

/// A field of the body by its name, so that a server can have another in its place.
macro_rules! fields {
    ($usage:expr, $password:expr, $algorithm:expr, $bits:expr, $curve:expr) => {
        fields!($usage, $password, $algorithm, $bits, $curve, Target::Link)
    };
    ($usage:expr, $password:expr, $algorithm:expr, $bits:expr, $curve:expr, $collection:expr) => {
        &[
            Field::new("CommonName", Target::Subject(AttributeType::CommonName)),
            Field::new("Country", Target::Subject(AttributeType::Country)),
            Field::new("State", Target::Subject(AttributeType::StateOrProvince)),
            Field::new("City", Target::Subject(AttributeType::Locality)),
            Field::new("Organization", Target::Subject(AttributeType::Organization)),
            Field::new("OrganizationalUnit", Target::Subject(AttributeType::OrganizationalUnit)),
            Field::new("Email", Target::Subject(AttributeType::EmailAddress)),
            Field::new("GivenName", Target::Subject(AttributeType::GivenName)),
            Field::new("Initials", Target::Subject(AttributeType::Initials)),
            Field::new("Surname", Target::Subject(AttributeType::Surname)),
            Field::new("ContactPerson", Target::Subject(AttributeType::Name)),
            Field::new("AlternativeNames", Target::Names),
            Field::new("ChallengePassword", $password),
            Field::new("UnstructuredName", Target::UnstructuredName),
            $usage,
            $algorithm,
            $bits,
            $curve,
            Field::new("CertificateCollection", $collection),
        ]
    };
}

/// The nine bits of keyUsage, and six purposes.
const USAGES: &[(&str, &str)] = &[
    ("DigitalSignature", "digitalSignature"),
    ("NonRepudiation", "nonRepudiation"),
    ("KeyEncipherment", "keyEncipherment"),
    ("DataEncipherment", "dataEncipherment"),
    ("KeyAgreement", "keyAgreement"),
    ("KeyCertSign", "keyCertSign"),
    ("CRLSigning", "cRLSign"),
    ("EncipherOnly", "encipherOnly"),
    ("DecipherOnly", "decipherOnly"),
    ("ServerAuthentication", "serverAuth"),
    ("ClientAuthentication", "clientAuth"),
    ("CodeSigning", "codeSigning"),
    ("EmailProtection", "emailProtection"),
    ("Timestamping", "timeStamping"),
    ("OCSPSigning", "OCSPSigning"),
];

/// TCG_ALG_ID, and the words of servers.
const ALGORITHMS: &[(&str, &str)] = &[
    ("TPM_ALG_RSA", RSA),
    ("TPM_ALG_ECDSA", ECDSA),
    ("TPM_ALG_ECDH", ECDSA),
    ("RSA", RSA),
    ("EC", ECDSA),
];

/// TCG_ECC_CURVE, and OpenSSL's names.
const CURVES: &[(&str, &str)] = &[
    ("TPM_ECC_NIST_P256", "ecdsa-p256"),
    ("TPM_ECC_NIST_P384", "ecdsa-p384"),
    ("TPM_ECC_NIST_P521", "ecdsa-p521"),
    ("prime256v1", "ecdsa-p256"),
    ("secp384r1", "ecdsa-p384"),
    ("secp521r1", "ecdsa-p521"),
];

const BITS: &[(&str, &str)] = &[("2048", "rsa-2048"), ("3072", "rsa-3072"), ("4096", "rsa-4096")];

const REDFISH: &[Field] = fields!(
    Field::new("KeyUsage", Target::KeyUsage).one_of(USAGES),
    Target::ChallengePassword,
    Field::new("KeyPairAlgorithm", Target::KeyAlgorithm).one_of(ALGORITHMS),
    Field::new("KeyBitLength", Target::KeyBits).one_of(BITS),
    Field::new("KeyCurveId", Target::KeyCurve).one_of(CURVES)
);

const REKEY: &[Field] = &[
    Field::new("ChallengePassword", Target::ChallengePassword),
    Field::new("KeyPairAlgorithm", Target::KeyAlgorithm).one_of(ALGORITHMS),
    Field::new("KeyBitLength", Target::KeyBits).one_of(BITS),
    Field::new("KeyCurveId", Target::KeyCurve).one_of(CURVES),
];

const RENEW: &[Field] = &[Field::new("ChallengePassword", Target::ChallengePassword)];

const OPENBMC: &[Field] = fields!(
    Field::new("KeyUsage", Target::KeyUsage)
        .one_of(&[("ServerAuthentication", "serverAuth"), ("ClientAuthentication", "clientAuth")])
        .max(1),
    Target::Refused("is not supported by OpenBMC"),
    Field::new("KeyPairAlgorithm", Target::KeyAlgorithm).one_of(ALGORITHMS).default("EC"),
    Field::new("KeyBitLength", Target::KeyBits).one_of(&[("2048", "rsa-2048")]),
    Field::new("KeyCurveId", Target::KeyCurve).one_of(CURVES).default("secp384r1")
);

const IDRAC: &[Field] = fields!(
    Field::new("KeyUsage", Target::KeyUsage).one_of(USAGES),
    Target::ChallengePassword,
    Field::new("KeyPairAlgorithm", Target::KeyAlgorithm).one_of(ALGORITHMS),
    Field::new("KeyBitLength", Target::KeyBits).one_of(BITS),
    Field::new("KeyCurveId", Target::KeyCurve).one_of(CURVES),
    Target::LinkOrText
);

const XCC: &[Field] = fields!(
    Field::new("KeyUsage", Target::KeyUsage).one_of(&[("DigitalSignature", "digitalSignature")]),
    Target::ChallengePassword,
    Field::new("KeyPairAlgorithm", Target::KeyAlgorithm).one_of(ALGORITHMS),
    Field::new("KeyBitLength", Target::KeyBits).one_of(BITS),
    Field::new("KeyCurveId", Target::KeyCurve)
        .one_of(&[("TPM_ECC_NIST_P256", "ecdsa-p256"), ("TPM_ECC_NIST_P384", "ecdsa-p384"),])
);

/// A string of the two objects of the body of XCC's own action.
macro_rules! oem {
    ($path:literal, $attribute:ident) => {
        Field::new($path, Target::Subject(AttributeType::$attribute))
    };
}

const XCC_OEM: &[Field] = &[
    Field::new("RequiredCertificateData.Service", Target::Word).one_of(&[("Server", "")]),
    oem!("RequiredCertificateData.CountryName", Country),
    oem!("RequiredCertificateData.StateOrProvinceName", StateOrProvince),
    oem!("RequiredCertificateData.LocalityName", Locality),
    oem!("RequiredCertificateData.OrganizationName", Organization),
    oem!("RequiredCertificateData.HostName", CommonName),
    oem!("OptionalCertificateData.ContactPerson", Name),
    oem!("OptionalCertificateData.EmailAddress", EmailAddress),
    oem!("OptionalCertificateData.OrganizationalUnitName", OrganizationalUnit),
    oem!("OptionalCertificateData.Surname", Surname),
    oem!("OptionalCertificateData.GivenName", GivenName),
    oem!("OptionalCertificateData.Initials", Initials),
    oem!("OptionalCertificateData.DnQualifier", DnQualifier),
];

/// What servers ask for that follow the first errata of the schema.
const SUBJECT: &[&str] =
    &["CommonName", "Country", "State", "City", "Organization", "OrganizationalUnit"];

impl Profile {
    /// Redfish `CertificateService.GenerateCSR` by the newest schema (1.0.9, 1.1.3, 1.2.2 and later).
    pub const REDFISH: Self = Self::new("redfish", "Redfish CertificateService", REDFISH)
        .require(&["CertificateCollection"])
        .with_annotations()
        .answer_in(Envelope::Redfish);

    /// The same by the schemas 1.0.6 to 1.0.8, 1.1.0 to 1.1.2, 1.2.0 and 1.2.1.
    pub const REDFISH_1_0_6: Self =
        Self::REDFISH.named("redfish:1.0.6").require(&["CommonName", "CertificateCollection"]);

    /// The same by the schemas 1.0.0 to 1.0.5.
    pub const REDFISH_1_0_0: Self = Self::REDFISH.named("redfish:1.0.0").require(&[
        "CommonName",
        "Country",
        "State",
        "City",
        "Organization",
        "OrganizationalUnit",
        "CertificateCollection",
    ]);

    /// OpenBMC (bmcweb, phosphor-certificate-manager): the body of Redfish. Names and usages go where
    /// RFC 5280 has them, not into the subject, where OpenBMC writes them.
    pub const OPENBMC: Self = Self::new("openbmc", "OpenBMC", OPENBMC)
        .require(SUBJECT)
        .with_annotations()
        .answer_in(Envelope::Redfish);

    /// Lenovo XClarity Controller: the body of Redfish, or that of its own action.
    pub const XCC: Self = Self::new("xcc", "XClarity Controller", XCC)
        .require(&["CommonName"])
        .with_annotations()
        .answer_in(Envelope::Redfish)
        .or(&Self::XCC_OEM);

    /// Lenovo XClarity Controller: the body of its own action `GenerateCSR` (OEM) alone.
    pub const XCC_OEM: Self = Self::new("xcc:oem", "XClarity Controller", XCC_OEM)
        .require(&[
            "RequiredCertificateData.Service",
            "RequiredCertificateData.CountryName",
            "RequiredCertificateData.StateOrProvinceName",
            "RequiredCertificateData.LocalityName",
            "RequiredCertificateData.OrganizationName",
            "RequiredCertificateData.HostName",
        ])
        .with_annotations()
        .answer_in(Envelope::Redfish);

    /// Dell iDRAC 9 and 10: the body of Redfish. Before firmware 5.0 CertificateCollection is a string.
    pub const IDRAC: Self = Self::new("idrac", "iDRAC", IDRAC)
        .require(SUBJECT)
        .with_annotations()
        .answer_in(Envelope::Redfish);

    /// The body of Redfish `Certificate.Rekey`: a new key for an old certificate.
    pub const REDFISH_REKEY: Self = Self::new("redfish:rekey", "Redfish Certificate.Rekey", REKEY)
        .with_annotations()
        .answer_in(Envelope::Redfish);

    /// The body of Redfish `Certificate.Renew`: an old certificate and its key.
    pub const REDFISH_RENEW: Self = Self::new("redfish:renew", "Redfish Certificate.Renew", RENEW)
        .with_annotations()
        .answer_in(Envelope::Redfish);
}

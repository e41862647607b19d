//! The one table of codes: what can be wrong with what was given, or with what was received.

use core::fmt;

macro_rules! codes {
    ($([$group:literal] $($variant:ident: $id:literal, $meaning:literal $(, $message:literal)?;)*)*) => {
        /// What is wrong, as a stable code: of a refused text or file ([`Error::code`](crate::Error::code)),
        /// of a deviation in DER ([`Deviation::code`](crate::Deviation::code)), and of a lint rule
        /// ([`Rule::code`](crate::lint::Rule::code)).
        ///
        /// A code and its text ([`as_str`](Self::as_str)) keep their meaning; new ones are added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = concat!("`", $id, "`: ", $meaning)] $variant,)*)*
        }

        /// All values of [`Code`], by what they are about.
        $(
            #[doc = concat!("\n## ", $group, "\n\n| code | meaning |\n|---|---|")]
            $(#[doc = concat!("| [`", $id, "`](Code::", stringify!($variant), ") | ", $meaning, " |")])*
        )*
        #[cfg(doc)]
        pub mod codes {
            use super::Code;
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$($(Self::$variant),*),*];

            /// The code in text, such as `trailing-dot`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$variant => $id,)*)*
                }
            }

            /// What the code means, as a sentence.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $($(Self::$variant => $meaning,)*)*
                }
            }

            /// The id of the LXCA message of this code, where it has one of its own.
            #[cfg(feature = "lxca")]
            pub(crate) const fn lxca_message(self) -> Option<&'static str> {
                match self {
                    $($($(Self::$variant => Some(concat!("PKCS10-", $message)),)?)*)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    ["Any text"]
    Empty: "empty", "Nothing where a value is required.", "0201";
    TooLong: "too-long", "More characters or bytes than allowed.", "0204";
    WhiteSpace: "white-space", "White space where none is allowed.", "0202";
    Character: "character", "A character that the type does not allow.", "0205";
    NotAscii: "not-ascii", "A character outside ASCII where only ASCII is allowed.", "0205";
    ControlCharacter: "control-character", "A control character.", "0203";
    InvisibleCharacter: "invisible-character", "A character that is not visible.";
    NulCharacter: "nul-character", "A NUL character.";
    NotUtf8: "not-utf8", "Bytes that are not UTF-8.";
    Unknown: "unknown", "A word that is not one of the known ones.";
    ValueMissing: "value-missing", "A value that is missing behind its name or prefix.";
    Repeated: "repeated", "The same entry twice in one list.";
    Number: "number", "Not a decimal number, or out of its range.";
    Hex: "hex", "Not hexadecimal digits, two for each byte.";
    DateSyntax: "date-syntax", "Not a day of the calendar as year, month and day.";
    Escape: "escape", "A backslash that does not escape anything.";

    ["Object identifiers"]
    OidSyntax: "oid-syntax", "Not decimal numbers separated by dots.";
    OidArcs: "oid-arcs", "Arcs that X.660 does not allow: fewer than two, or out of range.";
    LeadingZero: "leading-zero", "A number with a leading zero.";

    ["Distinguished names"]
    EqualsMissing: "equals-missing", "An attribute without `=`, or without a type.";
    AttributeType: "attribute-type", "An attribute type that is not known by this name.";
    Unescaped: "unescaped-character", "A special character without a backslash (RFC 4514 3).";
    Slash: "slash", "`/` as separator, OpenSSL's older form.";
    CountrySyntax: "country-syntax",
        "A value that is not two letters where a country is required.", "0206";
    CountryCase: "country-case", "A country code in lower case.", "0207";
    CountryUnassigned: "country-unassigned",
        "A country code that ISO 3166-1 has not assigned.", "0208";
    RdnRepeated: "rdn-repeated", "The same attribute twice in one RDN.";
    IdentityMissing: "identity-missing", "Neither a subject nor a name.", "0209";

    ["General names"]
    NameType: "name-type", "Not one of the nine types of GeneralName.", "0301";
    PrefixMissing: "prefix-missing", "A name without the prefix that gives its type.";
    NoText: "no-text", "A name that is not representable as text.";
    SanRepeated: "san-repeated", "The same name twice.", "0302";
    IsIpAddress: "is-ip-address", "An IP address where another type of name is required.";
    IsMailbox: "is-mailbox", "A mailbox where another type of name is required.";
    IsUri: "is-uri", "A URI where another type of name is required.";
    Underscore: "underscore", "An underscore in a host name.";
    Hyphen: "hyphen", "A label that begins or ends with a hyphen.";
    ReservedLabel: "reserved-label",
        "`--` in the third and fourth place of a label that is not an A-label.";
    ALabel: "a-label", "`xn--` in front of what is not an A-label.";
    EmptyLabel: "empty-label", "An empty label.";
    TrailingDot: "trailing-dot", "A dot at the end of a host name.";
    LabelTooLong: "label-too-long", "A label of more than 63 characters.";
    NumericLastLabel: "numeric-last-label", "A last label of digits only.";
    Wildcard: "wildcard", "`*` elsewhere than as the leftmost label.";
    Mapped: "mapped-character", "A character that UTS 46 replaces or removes.";
    DisallowedLabel: "disallowed-label", "A label that IDNA does not allow.";
    MixedDirections: "mixed-directions", "Labels of both directions in one name (RFC 5893).";
    PrefixLength: "prefix-length", "An address with a prefix length or mask.";
    ZoneId: "zone-id", "An address with a zone identifier.";
    Port: "port", "A port, or one that is not a number.";
    Brackets: "brackets", "Brackets around an address.";
    NumberTooLarge: "number-too-large", "A number over 255 in an IPv4 address.";
    Ipv4Mapped: "ipv4-mapped", "An IPv4 address in IPv6 form.";
    NotAnAddress: "not-an-address", "Not an IP address.";
    DisplayName: "display-name", "A mailbox with a display name.";
    AngleBrackets: "angle-brackets", "A mailbox in angle brackets.";
    Comment: "comment", "A mailbox with a comment.";
    AtSign: "at-sign", "No `@`, or nothing in front of or behind it.";
    LocalPart: "local-part",
        "A local part that RFC 5321 does not allow: dots or quotation marks in the wrong place.";
    AsciiLocalPart: "ascii-local-part", "An SmtpUTF8Mailbox whose local part is ASCII.";
    AddressLiteral: "address-literal", "An IP address literal in place of the mail domain.";
    DomainCase: "domain-case", "A mail domain that is not in lower case.";
    RelativeUri: "relative-uri", "A relative URI, or one without a scheme.";
    UriScheme: "uri-scheme", "A character that a scheme does not allow.";
    UriEmpty: "uri-empty", "Nothing behind the scheme.";
    PercentEncoding: "percent-encoding", "`%` without two hexadecimal digits.";
    IpLiteral: "ip-literal", "Brackets that do not hold an IPv6 address.";
    HostMissing: "host-missing", "`//` without a host.";
    OtherNameSyntax: "other-name-syntax", "Not `OID;TYPE:value`.";
    Utf8StringRequired: "utf8-string-required",
        "A value that is not a UTF8String where the type requires one.";
    EdiPartySyntax: "edi-party-syntax", "Not `partyName` or `nameAssigner;partyName`.";
    X400Syntax: "x400-syntax", "Not a list of `KEY=value`, or an unknown key.";
    X400Incomplete: "x400-incomplete", "A part of an x400Address without another that it needs.";

    ["Extensions and attributes"]
    SanAsExtension: "san-as-extension", "The subjectAltName where another extension is required.";
    ExtensionRequestAsAttribute: "extension-request-as-attribute",
        "The extensionRequest where another attribute is required.";
    PathLength: "path-length", "A path length without cA.";
    AttributeRepeated: "attribute-repeated", "An attribute type twice in a request.";

    ["Files"]
    TooLarge: "too-large", "More bytes than are read.";
    Utf16: "utf-16", "Text in UTF-16.";
    NeitherPemNorDer: "neither-pem-nor-der", "Neither PEM nor DER.";
    PemLabel: "pem-label", "A PEM block with another label.";
    PemMissing: "pem-missing", "No PEM block.";
    PemEnd: "pem-end", "A PEM block without its END line.";
    PemHeaders: "pem-headers", "A PEM block with headers (RFC 1421).";
    PemBase64: "pem-base64", "A PEM block that is not base64.";
    PemJoined: "pem-joined", "A PEM block with other text on the line of its BEGIN: its lines were joined, or something was put in front.";
    SeveralRequests: "several-requests", "Several requests in one file.";
    SeveralCertificates: "several-certificates", "Several certificates in one file, of which none is the one that is meant.";
    NoCertificate: "no-certificate", "PKCS #7 without a certificate.";
    Truncated: "truncated", "DER that ends before the value does.";
    IsCertificate: "is-certificate", "A certificate where something else is required.";
    IsRequest: "is-request", "A certification request where something else is required.";
    IsPreparedRequest: "is-prepared-request",
        "A prepared request, not signed yet, where something else is required.";
    IsPrivateKey: "is-private-key", "A private key where something else is required.";
    IsPublicKey: "is-public-key", "A public key where something else is required.";
    IsPkcs12: "is-pkcs12", "A PKCS #12 file where something else is required.";
    IsPkcs7: "is-pkcs7", "A PKCS #7 file where something else is required.";
    IsSignature: "is-signature", "A signature where something else is required.";
    IsPem: "is-pem", "PEM where DER is required.";
    IsOpenSsh: "is-openssh", "A private key in OpenSSH's format.";
    NoKey: "no-key", "DER that does not hold a key.";

    ["Keys and signatures"]
    KeyAlgorithm: "key-algorithm", "A key of an algorithm that is not supported.";
    KeyCannotSign: "key-cannot-sign", "A key whose algorithm cannot sign.";
    KeyCurve: "key-curve", "A key on a curve that is not supported, or without its curve.";
    ExplicitCurve: "explicit-curve", "A key whose curve is spelt out instead of named.";
    KeyDamaged: "key-damaged", "A key whose parts contradict one another, or that is damaged.";
    RsaKeySize: "rsa-key-size", "An RSA key with too few or too many bits.";
    RsaExponent: "rsa-exponent", "An RSA key with an exponent that is not accepted.";
    RsaMultiPrime: "rsa-multi-prime", "An RSA key of more than two primes.";
    PasswordMissing: "password-missing", "An encrypted key without its password.";
    WrongPassword: "wrong-password", "A password that does not decrypt the key.";
    OldEncryption: "old-encryption", "A key encrypted by an outdated scheme.";
    BrokenEncryption: "broken-encryption",
        "A key encrypted by an outdated scheme whose cipher is broken: DES, RC2 or RC4.";
    UnknownEncryption: "unknown-encryption", "A key encrypted by a scheme that is not supported.";
    TooCostly: "too-costly", "An encrypted key that takes too much work to decrypt.";
    FeatureMissing: "feature-missing", "Something that this build leaves out.";
    Random: "random", "The random number generator failed.";
    WeakAlgorithm: "weak-algorithm", "A signature algorithm that is not supported for signing.";
    RawSignature: "raw-signature",
        "A raw signature of the wrong length, or for a key that does not have one.";
    SignatureForm: "signature-form", "Text or JSON that is not, or does not hold, a signature.";

    ["The JSON body"]
    JsonSyntax: "json-syntax", "Not JSON.", "0101";
    JsonType: "json-type", "A JSON value of another type than expected.", "0102";
    UnknownAttribute: "unknown-attribute", "An attribute that the body does not have.", "0103";
    RepeatedAttribute: "repeated-attribute", "An attribute twice in one object.", "0104";
    MissingAttribute: "missing-attribute", "A required attribute that is missing.", "0105";
    NoNames: "no-names", "An empty list of names.", "0106";
    MoreFaults: "more-faults", "More faults than are listed.", "0199";

    ["DER (X.690), and the layout of a request (RFC 2986)"]
    Structure: "structure", "Not the layout that RFC 2986 defines, or it cannot be read on.";
    LengthIndefinite: "length-indefinite", "A length in the indefinite form.";
    LengthNotMinimal: "length-not-minimal", "A length in more bytes than needed.";
    TagNotMinimal: "tag-not-minimal", "A tag number in more bytes than needed.";
    TypeForm: "type-form", "A constructed value of a primitive type, or the reverse.";
    TrailingData: "trailing-data", "Bytes behind the end of a value.";
    NestingTooDeep: "nesting-too-deep", "Values nested too deep.";
    IntegerNotMinimal: "integer-not-minimal", "An INTEGER that is not in its shortest form.";
    BooleanNotCanonical: "boolean-not-canonical", "A BOOLEAN that is neither 00 nor FF.";
    DefaultEncoded: "default-encoded", "A value that equals its default, and so must be left out.";
    BitStringPadding: "bit-string-padding",
        "A BIT STRING whose unused bits are miscounted or not zero.";
    BitStringTrailingZeros: "bit-string-trailing-zeros",
        "A BIT STRING of named bits that ends with zero bits.";
    OidEncoding: "oid-encoding", "Not the encoding of an object identifier.";
    StringCharset: "string-charset", "A character that the string type does not allow.";
    TimeEncoding: "time-encoding", "Not a time as DER writes it.";
    SetUnsorted: "set-unsorted", "A SET whose elements are not sorted.";
    Version: "version", "A version other than 0.";
    AttributesMissing: "attributes-missing", "No attributes, where empty ones are required.";
    AttributesEncoding: "attributes-encoding", "Attributes that are not tagged `[0] IMPLICIT`.";
    AttributesUnsorted: "attributes-unsorted", "Attributes that are not sorted.";
    ValuesUnsorted: "values-unsorted", "Values of an attribute that are not sorted.";
    AttributeEmpty: "attribute-empty", "An attribute without a value.";
    RdnUnsorted: "rdn-unsorted", "Attributes of an RDN that are not sorted.";
    RdnEmpty: "rdn-empty", "An RDN without an attribute.";
    ExtensionRequestEmpty: "extension-request-empty", "An extensionRequest without an extension.";
    ExtensionRequestRepeated: "extension-request-repeated",
        "More than one extensionRequest, or more than one value in it.";
    ExtensionRepeated: "extension-repeated", "The same extension twice.";
    ExtensionValue: "extension-value", "An extension's value that its definition does not allow.";
    SanEmpty: "san-empty", "A subjectAltName without a name.";
    GeneralNameValue: "general-name-value", "A name that is empty, or not a value of its type.";
    GeneralNameTag: "general-name-tag", "A tag that is not one of the nine of GeneralName.";
    IpAddressLength: "ip-address-length", "An iPAddress that is neither 4 nor 16 bytes long.";
    DnsNameSyntax: "dns-name-syntax", "A dNSName that is not a host name.";
    AlgorithmParameters: "algorithm-parameters",
        "Parameters that the algorithm does not have, or lacks.";
    KeyEncoding: "key-encoding", "A public key that is not encoded as its algorithm requires.";
    SignatureEncoding: "signature-encoding",
        "A signature that is not encoded as its algorithm requires.";

    ["What lint checks beyond that"]
    ChallengePassword: "challenge-password", "A challengePassword that a CA cannot read.";
    StringType: "string-type", "A string type that RFC 5280 advises against.";
    StringTypeNotAllowed: "string-type-not-allowed",
        "A string type that the attribute does not have.";
    ValueNotAString: "value-not-a-string", "A value that is not a string.";
    ValueEmpty: "value-empty", "An attribute with an empty value.";
    UpperBound: "upper-bound", "A value longer than its upper bound.";
    Rfc822NameSyntax: "rfc822-name-syntax", "An rfc822Name that is not a mailbox.";
    UriSyntax: "uri-syntax", "A uniformResourceIdentifier that is not an absolute URI.";
    SanCritical: "san-critical", "A subjectAltName that is not critical beside an empty subject.";
    SanNeedlesslyCritical: "san-needlessly-critical", "A critical subjectAltName beside a subject.";
    KeyCertSignWithoutCa: "key-cert-sign-without-ca", "keyCertSign of what is not a CA.";
    UsageWithoutAgreement: "usage-without-agreement",
        "encipherOnly or decipherOnly without keyAgreement.";
    EcEncipherment: "ec-encipherment", "Encipherment by an elliptic-curve key.";
    KeyUsageForKey: "key-usage-for-key", "A usage that keys of the algorithm do not have.";
    AnyPurpose: "any-purpose", "anyExtendedKeyUsage beside other purposes.";
    PurposeContradictsUsage: "purpose-contradicts-usage", "A purpose that keyUsage does not allow.";
    ExtensionInSubject: "extension-in-subject",
        "An extension or an attribute of a request as a type in the subject.";
    SubjectOrder: "subject-order", "A subject from the CN to the country.";
    ValueNotDer: "value-not-der", "A value of an extension or an attribute that is not DER.";
    AttributeValue: "attribute-value", "An attribute with a value that is not of its type.";
    SrvNameType: "srv-name-type", "An SRVName that is not an IA5String.";
    SrvNameSyntax: "srv-name-syntax", "An SRVName that is not a service and a domain name.";
    SpiffeUris: "spiffe-uris", "Several URIs, a SPIFFE ID among them.";
    SpiffeId: "spiffe-id", "A SPIFFE ID that its specification does not allow.";
    RsaExponentSmall: "rsa-exponent-small", "A small RSA exponent.";
    RsaSmallFactor: "rsa-small-factor", "An RSA modulus with a small factor.";
    RsaClosePrimes: "rsa-close-primes", "An RSA modulus whose primes are close to one another.";
    RsaRoca: "rsa-roca", "An RSA modulus with the ROCA fingerprint.";
    EcKeySize: "ec-key-size", "A small elliptic curve.";
    SignatureBad: "signature-bad", "A signature that does not verify.";
    SignatureWeak: "signature-weak", "A signature with a broken hash function.";
    SignatureKeyMismatch: "signature-key-mismatch",
        "A signature algorithm that is not for the key.";
    SignatureUnchecked: "signature-unchecked", "A signature that cannot be verified.";
    PublicRsaSize: "public-rsa-size", "An RSA key size that public CAs refuse.";
    PublicRsaExponent: "public-rsa-exponent", "An RSA exponent that public CAs refuse.";
    PublicCurve: "public-curve", "A curve that public CAs refuse.";
    PublicCurveP521: "public-curve-p521", "P-521, which some public CAs refuse.";
    PublicKeyAlgorithm: "public-key-algorithm", "A key algorithm that public CAs refuse.";
    PublicSignatureAlgorithm: "public-signature-algorithm",
        "A signature algorithm that public CAs refuse.";
    SanType: "san-type", "A type of name that public CAs refuse.";
    NameDropped: "name-dropped", "A type of name that some CAs silently drop.";
    SanMissing: "san-missing", "A host name in the CN, and no subjectAltName.";
    NoHostName: "no-host-name", "No host name.";
    TooManyNames: "too-many-names", "More names than a certificate may have.";
    CnIpAddress: "cn-ip-address", "An IP address in the CN.";
    CnNotInSan: "cn-not-in-san", "A CN that is not among the names.";
    OneLabelName: "one-label-name", "A host name of one label.";
    TooManyLabels: "too-many-labels", "A host name of too many labels.";
    TopLevelDomain: "top-level-domain", "A last label that is not a top-level domain.";
    WildcardTooWide: "wildcard-too-wide", "A wildcard for a whole top-level domain.";
    InternalName: "internal-name", "A name for private networks.";
    SpecialUseName: "special-use-name", "A name in a domain of special use.";
    ReservedAddress: "reserved-address", "A reserved IP address.";
    OrganizationalUnit: "organizational-unit", "An OU in the subject.";
    PlaceholderValue: "placeholder-value", "A value that stands for \"not applicable\".";
    PublicCountry: "public-country", "A country code that public CAs refuse.";
    MustStaple: "must-staple", "A request for a stapled certificate.";
    PublicClientAuth: "public-client-auth", "clientAuth of a public CA.";
    PublicPurpose: "public-purpose", "A purpose that public CAs refuse, or no serverAuth.";
    PublicCaCertificate: "public-ca-certificate", "The certificate of a CA from a public CA.";
    PublicKeyUsage: "public-key-usage", "A key usage that public CAs refuse.";
    ReverseZone: "reverse-zone", "A name in a zone for addresses.";
    LxcaKeyUsage: "lxca-key-usage", "Key usages that LXCA requires are missing.";
    AdCsNoTemplate: "ad-cs-no-template", "No certificate template for AD CS.";
    AdCsKeyAlgorithm: "ad-cs-key-algorithm", "A key algorithm that AD CS does not have.";
    AdCsKeySize: "ad-cs-key-size", "A key smaller than AD CS accepts by default.";
    AdCsNoSubject: "ad-cs-no-subject", "An empty subject for AD CS.";
    LxcaPurposes: "lxca-purposes", "Purposes that LXCA requires are missing.";
    LxcaPurposesMissing: "lxca-purposes-missing", "No purposes in a request for LXCA.";
    LxcaLimit: "lxca-limit", "A value longer than LXCA accepts.";
    LxcaCountry: "lxca-country", "A country code that LXCA refuses.";
    LxcaKey: "lxca-key", "A key that LXCA does not make.";
    MsExtensionRequest: "ms-extension-request", "Extensions in Microsoft's own attribute.";
    NameConstraints: "name-constraints", "nameConstraints that cannot be met, or not of a CA.";
    PublicSuffix: "public-suffix", "A name under which others have their domains.";
    AdCsSecurityIdentifier: "ad-cs-security-identifier",
        "The security identifier of an account, which a CA may ignore.";
    AdCsSidOtherName: "ad-cs-sid-other-name",
        "A security identifier as a name, where it is not looked for.";
    AdCsTemplateString: "ad-cs-template-string", "A template name that is not a BMPString.";
    SmtpUtf8Mailbox: "smtp-utf8-mailbox", "An SmtpUTF8Mailbox that RFC 9598 does not allow.";
    NameConstraintsCritical: "name-constraints-critical", "nameConstraints that are not critical.";

    ["Keys that cannot sign (RFC 9883)"]
    PossessionStatement: "possession-statement",
        "A statementOfPossession of another layout, more than one, or with another certificate.";
    PossessionUsage: "possession-usage",
        "A statementOfPossession in a request for a key that signs.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_fits_in_the_documented_table() {
        for code in Code::ALL {
            assert!(code.meaning().ends_with('.'), "{code}");
            assert!(!code.meaning().contains(['|', '\n']), "{code}");
        }
        let mut ids: alloc::vec::Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

//! The rules, as data.
//!
//! Each source is a document and its sections: X.690 and X.680 (ASN.1), the RFCs, "BR" (the CA/Browser
//! Forum's Baseline Requirements for TLS server certificates), files of Boulder (Let's Encrypt's CA),
//! Microsoft's protocol documents.

use super::date::Date;
use super::rule::{
    Group::{AdCs, Lxca, PublicCa, Rfc},
    Rule,
    Severity::{Error, Warning},
};
use super::source::Source;
use crate::error::Code;

macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

macro_rules! rules {
    ($(
        $code:ident, $severity:ident, $group:ident, [$($document:literal $section:literal),*], $advice:literal
        $(, from $from:expr)? $(, until $until:expr)?;
    )*) => {
        /// All rules.
        static RULES: &[Rule] = &[$(Rule {
            code: Code::$code,
            severity: $severity,
            group: $group,
            sources: &[$(Source::new($document, $section)),*],
            advice: $advice,
            from: optional!($($from)?),
            until: optional!($($until)?),
        }),*];
    };
}

rules! {
    // The walker's: DER.
    Structure, Error, Rfc, ["RFC 2986" "4"],
        "make the request anew with a tool that encodes what the RFCs lay out";
    LengthIndefinite, Error, Rfc, ["X.690" "10.1"],
        "encode in DER, where every length is definite";
    LengthNotMinimal, Error, Rfc, ["X.690" "10.1"],
        "encode each length in the fewest bytes";
    TagNotMinimal, Error, Rfc, ["X.690" "8.1.2.4"],
        "encode each tag number in the fewest bytes";
    TypeForm, Error, Rfc, ["X.690" "8.9.1, 8.11.1, 10.2"],
        "encode in DER, where only SEQUENCE, SET and the like are made of other values";
    TrailingData, Error, Rfc, ["X.690" "8.1.1"],
        "end where the value ends";
    NestingTooDeep, Error, Rfc, ["pkcs10" "limit of nesting"],
        "nest values less deeply";
    IntegerNotMinimal, Error, Rfc, ["X.690" "8.3.2"],
        "encode an INTEGER in the fewest bytes, one at least";
    BooleanNotCanonical, Error, Rfc, ["X.690" "11.1"],
        "encode TRUE as FF";
    DefaultEncoded, Error, Rfc, ["X.690" "11.5"],
        "leave out what equals the default";
    BitStringPadding, Error, Rfc, ["X.690" "8.6.2, 11.2.1"],
        "count the unused bits and make them zero";
    BitStringTrailingZeros, Error, Rfc, ["X.690" "11.2.2"],
        "end the bits with the last one that is set";
    OidEncoding, Error, Rfc, ["X.690" "8.19"],
        "encode each arc of an identifier in the fewest bytes, all together in at most 500";
    StringCharset, Error, Rfc, ["X.680" "41", "RFC 5280" "4.1.2.4"],
        "use a string type that has all the characters, such as UTF8String";
    TimeEncoding, Error, Rfc, ["X.690" "11.7, 11.8"],
        "write times as YYMMDDhhmmssZ or YYYYMMDDhhmmssZ";
    SetUnsorted, Error, Rfc, ["X.690" "10.3, 11.6"],
        "sort the elements of a SET by their tags, those of a SET OF by their encodings";

    // The walker's: RFC 2986 and what is in its parts.
    Version, Error, Rfc, ["RFC 2986" "4.1"],
        "set the version to 0";
    AttributesMissing, Error, Rfc, ["RFC 2986" "4.1"],
        "write empty attributes as A0 00";
    AttributesEncoding, Error, Rfc, ["RFC 2986" "4.1"],
        "tag the attributes [0] IMPLICIT: no SET inside or instead of it";
    AttributesUnsorted, Error, Rfc, ["X.690" "11.6"],
        "sort the attributes by their encodings";
    ValuesUnsorted, Error, Rfc, ["X.690" "11.6"],
        "sort the values of an attribute by their encodings";
    AttributeEmpty, Error, Rfc, ["RFC 2986" "4.1"],
        "give the attribute a value or leave it out";
    RdnUnsorted, Error, Rfc, ["X.690" "11.6"],
        "sort the attributes of an RDN by their encodings";
    RdnEmpty, Error, Rfc, ["RFC 5280" "4.1.2.4"],
        "leave out RDNs without an attribute";
    ExtensionRequestEmpty, Error, Rfc, ["RFC 2985" "5.4.2", "RFC 5280" "4.1"],
        "leave the extensionRequest out where there is no extension";
    ExtensionRequestRepeated, Error, Rfc, ["RFC 2985" "5.4.2"],
        "put all extensions into one extensionRequest with one value";
    ChallengePassword, Error, Rfc, ["RFC 2985" "5.4.1"],
        "give one challengePassword, a DirectoryString of 1 to 255 characters";
    ExtensionRepeated, Error, Rfc, ["RFC 5280" "4.2"],
        "ask for each extension once";
    ExtensionValue, Error, Rfc, ["RFC 5280" "4.2"],
        "encode the extension's value as its definition says";
    SanEmpty, Error, Rfc, ["RFC 5280" "4.2.1.6"],
        "leave the subjectAltName out where there is no name";
    GeneralNameTag, Error, Rfc, ["RFC 5280" "4.2.1.6"],
        "use one of the nine types of name";
    IpAddressLength, Error, Rfc, ["RFC 5280" "4.2.1.6"],
        "give an address of 4 or 16 bytes, without a mask";
    DnsNameSyntax, Error, Rfc, ["RFC 5280" "4.2.1.6", "RFC 1034" "3.5"],
        "give a host name: labels of letters, digits and hyphens";
    AlgorithmParameters, Error, Rfc, ["RFC 4055" "1.2, 5", "RFC 5480" "2.1.1", "RFC 5758" "3.2", "RFC 8410" "3"],
        "give RSA NULL, ECDSA and EdDSA nothing at all, and an elliptic-curve key its curve's identifier";
    KeyEncoding, Error, Rfc, ["RFC 5280" "4.1.2.7", "RFC 8017" "A.1.1", "RFC 5480" "2.2"],
        "encode the public key as its algorithm lays out";
    SignatureEncoding, Error, Rfc, ["RFC 3279" "2.2", "RFC 8017" "8.2"],
        "encode an ECDSA signature as SEQUENCE { r, s }, an RSA signature as long as the modulus";

    // Names.
    StringType, Warning, Rfc, ["RFC 5280" "4.1.2.4"],
        "use PrintableString or UTF8String";
    StringTypeNotAllowed, Error, Rfc, ["RFC 5280" "Appendix A.1"],
        "use the string type that the attribute is defined with";
    ValueNotAString, Error, Rfc, ["RFC 4514" "2.4"],
        "use a string; OpenSSL loads no request with another type in its subject";
    ValueEmpty, Error, Rfc, ["RFC 5280" "Appendix A.1"],
        "leave out attributes without a value";
    UpperBound, Error, Rfc, ["RFC 5280" "Appendix A.1"],
        "shorten the value";
    CountrySyntax, Error, Rfc, ["RFC 5280" "Appendix A.1"],
        "give the two letters of ISO 3166-1 alpha-2";
    CountryCase, Warning, Rfc, ["ISO 3166-1" ""],
        "write the country in upper case";
    CountryUnassigned, Warning, Rfc, ["ISO 3166-1" ""],
        "give the code of a country";
    NulCharacter, Error, Rfc, ["RFC 5280" "4.2.1.6"],
        "leave NUL out: some readers end the text there";
    ControlCharacter, Warning, Rfc, ["RFC 5280" "4.1.2.4"],
        "leave control characters out";
    InvisibleCharacter, Warning, Rfc, ["Unicode UTR #36" ""],
        "leave out what cannot be seen: it makes one text look like another";
    Rfc822NameSyntax, Error, Rfc, ["RFC 5280" "4.2.1.6", "RFC 5321" "4.1.2"],
        "give a mailbox, local@domain";
    UriSyntax, Error, Rfc, ["RFC 5280" "4.2.1.6", "RFC 3986" "", "RFC 9110" "4.2.1, 4.2.2"],
        "give an absolute URI";
    DisallowedLabel, Warning, Rfc, ["RFC 5891" "4.2.2, 5.4", "RFC 5892" "3"],
        "give a name of letters and digits: registries and programs refuse other characters";
    SanRepeated, Warning, Rfc, ["RFC 5280" "4.2.1.6"],
        "give each name once";
    SanCritical, Warning, Rfc, ["RFC 5280" "4.2.1.6"],
        "mark the subjectAltName critical, since the subject is empty";
    SanNeedlesslyCritical, Warning, Rfc, ["RFC 5280" "4.2.1.6"],
        "do not mark the subjectAltName critical where there is a subject";
    IdentityMissing, Error, Rfc, ["RFC 5280" "4.1.2.6"],
        "give a subject, a subjectAltName, or both";
    PathLength, Error, Rfc, ["RFC 5280" "4.2.1.9"],
        "give a path length to certificate authorities that sign certificates only";
    AttributeRepeated, Warning, Rfc, ["X.501" "8.2"],
        "give each attribute once, with all its values";

    RdnRepeated, Error, Rfc, ["X.501" "9.3"],
        "give each type once in an RDN, the other in an RDN of its own";
    ExtensionInSubject, Error, Rfc, ["RFC 2986" "4.1", "RFC 2985" "5.4"],
        "put extensions and the challengePassword into the attributes of the request";
    SubjectOrder, Warning, Rfc, ["X.501" "9", "BR" "7.1.4.2"],
        "begin with the country and end with the CN";
    SanMissing, Warning, Rfc, ["RFC 9525" "2"],
        "put each host name into the subjectAltName: clients do not look at the CN";
    ValueNotDer, Error, Rfc, ["RFC 5280" "4.1", "X.690" ""],
        "encode the value in DER";
    GeneralNameValue, Error, Rfc, ["RFC 5280" "4.2.1.6, Appendix A"],
        "give a value of the type of the name, or leave the name out";
    AttributeValue, Error, Rfc, ["RFC 2985" "5.2.2, 5.2.3", "MS-WCCE" "2.2.2.7"],
        "give a value of the type of the attribute, or leave the attribute out";
    SrvNameType, Error, Rfc, ["RFC 4985" "2"],
        "encode the SRVName as an IA5String";
    SrvNameSyntax, Error, Rfc, ["RFC 4985" "2"],
        "give _SERVICE.NAME, such as _imap.example.com, without the protocol";
    Utf8StringRequired, Error, Rfc, ["RFC 9598" "3", "MS-WCCE" "2.2.2.7.5"],
        "encode the mailbox or the user principal name as a UTF8String";
    SmtpUtf8Mailbox, Error, Rfc, ["RFC 9598" "3"],
        "give a mailbox with a local part outside ASCII, and a domain of A-labels in lower case";
    SpiffeId, Error, Rfc, ["SPIFFE-ID" "2.1, 2.2, 2.3"],
        "give spiffe://TRUST-DOMAIN/PATH, without port, user, query and fragment";
    SpiffeUris, Error, Rfc, ["X509-SVID" "2"],
        "give the SPIFFE ID as the only URI: readers refuse a certificate with several";

    // What the certificate is to be for.
    KeyCertSignWithoutCa, Error, Rfc, ["RFC 5280" "4.2.1.3, 4.2.1.9"],
        "leave keyCertSign out, or ask for basicConstraints with cA TRUE";
    UsageWithoutAgreement, Warning, Rfc, ["RFC 5280" "4.2.1.3"],
        "leave it out: without keyAgreement it has no meaning";
    EcEncipherment, Error, Rfc, ["RFC 8813" "3"],
        "leave keyEncipherment and dataEncipherment out";
    KeyUsageForKey, Error, Rfc, ["RFC 4055" "1.2", "RFC 5480" "3", "RFC 9295" "3", "RFC 9881" "5", "RFC 9909" "6", "RFC 9935" "5"],
        "ask for signatures with a key that signs, keyAgreement with one of ECDH, X25519 or X448, keyEncipherment alone with ML-KEM";
    AnyPurpose, Warning, Rfc, ["RFC 5280" "4.2.1.12"],
        "leave anyExtendedKeyUsage out: beside it the other purposes restrict nothing";
    PurposeContradictsUsage, Error, Rfc, ["RFC 5280" "4.2.1.12"],
        "ask for a usage that agrees with the purpose, or leave the purpose out";

    MsExtensionRequest, Warning, Rfc, ["RFC 2985" "5.4.2"],
        "put the extensions into the extensionRequest alone: few readers but Microsoft's and OpenSSL's know the other attribute";
    NameConstraints, Error, Rfc, ["RFC 5280" "4.2.1.10"],
        "ask for nameConstraints with cA TRUE only, of host names, hosts of URIs, and addresses with a mask, without minimum and maximum";
    NameConstraintsCritical, Warning, Rfc, ["RFC 5280" "4.2.1.10"],
        "mark the nameConstraints critical";

    // Key and signature.
    KeyDamaged, Error, Rfc, ["RFC 5280" "4.1.2.7"],
        "make a new key";
    RsaKeySize, Error, Rfc, ["NIST SP 800-131A" ""],
        "make an RSA key of at least 2048 bits";
    RsaExponent, Error, Rfc, ["RFC 8017" "3.1"],
        "make an RSA key with the exponent 65537";
    RsaExponentSmall, Warning, Rfc, ["FIPS 186-5" "A.1.1"],
        "make an RSA key with the exponent 65537";
    RsaSmallFactor, Error, Rfc, ["BR" "6.1.6", "Boulder" "goodkey/good_key.go"],
        "make a new key with a sound generator: this private key can be computed from the public one";
    RsaClosePrimes, Error, Rfc, ["BR" "6.1.1.3", "Boulder" "goodkey/good_key.go"],
        "make a new key with a sound generator: this private key can be computed from the public one";
    RsaRoca, Error, Rfc, ["CVE-2017-15361" "", "BR" "6.1.1.3"],
        "make a new key outside the chip: Infineon's faulty library made this one";
    EcKeySize, Error, Rfc, ["NIST SP 800-131A" ""],
        "make a key on P-256 or P-384";
    SignatureBad, Error, Rfc, ["RFC 2986" "4.2"],
        "sign the request as it is, with the private key that belongs to it";
    SignatureWeak, Error, Rfc, ["RFC 6151" "2", "RFC 6194" "4"],
        "sign with SHA-256 or better";
    SignatureKeyMismatch, Error, Rfc, ["RFC 2986" "4.2"],
        "name the algorithm that the key signs with";
    SignatureUnchecked, Warning, Rfc, ["RFC 2986" "4.2"],
        "verify the signature with a tool that has the algorithm";

    // Keys that cannot sign.
    PossessionStatement, Error, Rfc, ["RFC 9883" "3"],
        "give one statementOfPossession with one value, and in it the certificate that signer names";
    PossessionUsage, Error, Rfc, ["RFC 9883" "6"],
        "leave out the usages for signatures, or let a key that signs sign its own request";

    // Public CAs.
    PublicRsaSize, Error, PublicCa, ["Boulder" "goodkey/good_key.go"],
        "make an RSA key of 2048, 3072 or 4096 bits";
    PublicRsaExponent, Error, PublicCa, ["BR" "6.1.6", "Boulder" "goodkey/good_key.go"],
        "make an RSA key with the exponent 65537";
    PublicCurve, Error, PublicCa, ["BR" "6.1.5"],
        "make a key on P-256 or P-384";
    PublicCurveP521, Warning, PublicCa, ["Boulder" "goodkey/good_key.go"],
        "make a key on P-256 or P-384, which every CA accepts";
    PublicKeyAlgorithm, Error, PublicCa, ["BR" "6.1.5, 7.1.3.1"],
        "make an RSA or an ECDSA key";
    PublicSignatureAlgorithm, Error, PublicCa, ["Boulder" "csr/csr.go"],
        "sign with RSA PKCS #1 v1.5 or ECDSA, and SHA-256, SHA-384 or SHA-512";
    SanType, Error, PublicCa, ["BR" "7.1.2.7.12", "Boulder" "csr/csr.go"],
        "give host names and IP addresses only";
    NameDropped, Warning, PublicCa, ["Go crypto/x509" "parser.go"],
        "look into the certificate: CAs written in Go (Boulder, step-ca, cfssl) drop such names silently";
    NoHostName, Error, PublicCa, ["Boulder" "csr/csr.go"],
        "give at least one host name in the subjectAltName";
    TooManyNames, Error, PublicCa, ["Boulder" "csr/csr.go"],
        "give at most 100 names a certificate";
    CnIpAddress, Error, PublicCa, ["Boulder" "csr/csr.go"],
        "put addresses into the subjectAltName only";
    CnNotInSan, Error, PublicCa, ["BR" "7.1.4.3"],
        "repeat the CN in the subjectAltName, or leave it out";
    OneLabelName, Error, PublicCa, ["BR" "4.2.2", "Boulder" "policy/pa.go"],
        "give the full name, with its domain";
    TooManyLabels, Error, PublicCa, ["Boulder" "policy/pa.go"],
        "give a name of at most 10 labels";
    TopLevelDomain, Error, PublicCa, ["RFC 3696" "2", "Boulder" "policy/pa.go"],
        "give a name under a top-level domain that exists";
    WildcardTooWide, Error, PublicCa, ["BR" "3.2.2.6", "Boulder" "policy/pa.go"],
        "put at least two labels behind the wildcard";
    PublicSuffix, Error, PublicCa, ["BR" "3.2.2.6", "publicsuffix.org" ""],
        "give a name below it, of a domain that you control";
    InternalName, Error, PublicCa, ["BR" "4.2.2"],
        "ask a private CA for names that only your network knows";
    SpecialUseName, Warning, PublicCa, ["RFC 6761" ""],
        "give a name of a domain that you control";
    ReservedAddress, Error, PublicCa, ["BR" "4.2.2"],
        "ask a private CA for addresses that are not public";
    OrganizationalUnit, Error, PublicCa, ["BR" "7.1.2.7, 7.1.4.2"],
        "leave the OU out",
        from Date::new(2022, 9, 1);
    PlaceholderValue, Error, PublicCa, ["BR" "7.1.4.2"],
        "leave out attributes that do not apply";
    PublicCountry, Error, PublicCa, ["BR" "7.1.4.2", "ISO 3166-1" ""],
        "give the code of a country";
    MustStaple, Error, PublicCa, ["RFC 7633" "", "Boulder" "csr/csr.go"],
        "leave the TLS feature out: Let's Encrypt has no OCSP any more",
        from Date::new(2025, 5, 7);

    PublicClientAuth, Warning, PublicCa, ["Let's Encrypt" "profile tlsclient", "BR" "7.1.2.7.10"],
        "leave clientAuth out, or ask a private CA: Let's Encrypt has ended it, Chrome forbids it from 2027-03-15",
        from Date::new(2026, 7, 8), until Date::new(2027, 3, 15);
    PublicClientAuth, Error, PublicCa, ["Chrome Root Program Policy" ""],
        "leave clientAuth out, or ask a private CA",
        from Date::new(2027, 3, 15);
    PublicPurpose, Error, PublicCa, ["BR" "7.1.2.7.10"],
        "ask for serverAuth, or leave extKeyUsage out",
        from Date::new(2023, 9, 15);
    PublicCaCertificate, Error, PublicCa, ["BR" "7.1.2.7.8"],
        "leave basicConstraints out",
        from Date::new(2023, 9, 15);
    PublicKeyUsage, Error, PublicCa, ["BR" "7.1.2.7.11"],
        "ask for digitalSignature, with RSA perhaps keyEncipherment too, or leave keyUsage out",
        from Date::new(2023, 9, 15);
    ReverseZone, Error, PublicCa, ["BR" "4.2.2"],
        "give a name that is not of an address",
        from Date::new(2026, 3, 15);

    // AD CS.
    AdCsNoTemplate, Warning, AdCs, ["MS-WCCE" "2.2.2.7.7"],
        "name the template in the request, or at submission by the attribute CertificateTemplate:NAME";
    AdCsKeyAlgorithm, Error, AdCs, ["MS-WCCE" "2.2.2.7"],
        "make an RSA key, or a key on P-256, P-384 or P-521";
    AdCsKeySize, Warning, AdCs, ["MS-CRTD" "2.9"],
        "make a key at least as large as the template asks for, by default RSA with 2048 bits";
    AdCsNoSubject, Warning, AdCs, ["MS-CRTD" "2.28"],
        "give a subject, unless the template builds it or allows names in the subjectAltName only";
    AdCsSecurityIdentifier, Warning, AdCs, ["MS-WCCE" "2.2.2.7.7.4", "KB5014754" ""],
        "see to it that the template lets the requester supply the subject: otherwise the CA ignores it";
    AdCsSidOtherName, Warning, AdCs, ["MS-WCCE" "2.2.2.7.7.4"],
        "ask for the extension 1.3.6.1.4.1.311.25.2, or give the URI tag:microsoft.com,2022-09-14:sid:SID";
    AdCsTemplateString, Warning, AdCs, ["certenroll.h" "IX509ExtensionTemplateName"],
        "encode the name of the template as a BMPString, as Windows does";

    // LXCA.
    LxcaPurposes, Error, Lxca, ["XClarity Administrator" "server certificates"],
        "ask for both serverAuth and clientAuth";
    LxcaKeyUsage, Warning, Lxca, ["XClarity Administrator" "certificates of managed servers"],
        "ask for digitalSignature, keyEncipherment and keyAgreement, or leave keyUsage out";
    LxcaPurposesMissing, Warning, Lxca, ["XClarity Administrator" "server certificates"],
        "see to it that the CA puts both serverAuth and clientAuth into the certificate";
    LxcaLimit, Error, Lxca, ["XClarity Administrator" "POST /certificateSigningRequest"],
        "shorten the value";
    LxcaCountry, Error, Lxca, ["XClarity Administrator" "POST /certificateSigningRequest"],
        "give the code of a country";
    LxcaKey, Warning, Lxca, ["XClarity Administrator" "PUT /certificatePolicy"],
        "make an RSA key of 2048 bits (policy DEFAULT) or 3072 bits (policy CNSA)";
}

impl Rule {
    /// All rules, group after group.
    pub const fn all() -> &'static [Self] {
        RULES
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_has_one_rule_a_day_and_each_rule_says_what_to_do() {
        let days = RULES.iter().flat_map(|rule| [rule.from, rule.until]).flatten();
        for day in days.chain([Date::new(1, 1, 1), Date::new(9999, 12, 31)]) {
            let in_force = || RULES.iter().filter(|rule| rule.is_in_force(day));
            let codes: BTreeSet<Code> = in_force().map(|rule| rule.code).collect();
            assert_eq!(codes.len(), in_force().count(), "{day}");
        }
        for Rule { code, advice, .. } in RULES {
            assert!(advice.starts_with(|c: char| c.is_lowercase()), "{code}");
            assert!(!advice.ends_with('.'), "{code}");
        }
    }

    #[test]
    fn every_deviation_is_an_error_by_a_rule_of_the_rfcs() {
        let deviations = Code::Structure..=Code::SignatureEncoding;
        for code in Code::ALL.iter().filter(|code| deviations.contains(code)) {
            let rule = RULES.iter().find(|rule| rule.code == *code).unwrap();
            assert_eq!((rule.group, rule.severity), (Rfc, Error), "{code}");
            assert_eq!((rule.from, rule.until), (None, None), "{code}");
        }
    }
}

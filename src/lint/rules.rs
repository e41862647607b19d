//! The rules, as data.
//!
//! Sources: X.690 and X.680 (ASN.1), the RFCs, "BR" (the CA/Browser Forum's Baseline
//! Requirements for TLS server certificates, 2.1), files of Boulder (Let's Encrypt's CA), and
//! Microsoft's protocol documents.

use super::{
    Group::{AdCs, Lxca, PublicCa, Rfc},
    Rule,
    Severity::{Error, Warning},
};

macro_rules! rules {
    ($($name:ident: $id:literal, $severity:ident, $group:ident, $source:literal, $advice:literal;)*) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            severity: $severity,
            group: $group,
            source: $source,
            advice: $advice,
        };)*

        pub(super) const ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // The walker's: DER.
    STRUCTURE: "structure", Error, Rfc, "RFC 2986 4",
        "make the request anew with a tool that encodes what the RFCs lay out";
    LENGTH_INDEFINITE: "length-indefinite", Error, Rfc, "X.690 10.1",
        "encode in DER, where every length is definite";
    LENGTH_NOT_MINIMAL: "length-not-minimal", Error, Rfc, "X.690 10.1",
        "encode each length in the fewest octets";
    TAG_NOT_MINIMAL: "tag-not-minimal", Error, Rfc, "X.690 8.1.2.4",
        "encode each tag number in the fewest octets";
    TYPE_FORM: "type-form", Error, Rfc, "X.690 8.9.1, 8.11.1, 10.2",
        "encode in DER, where only SEQUENCE, SET and the like are made of other values";
    TRAILING_DATA: "trailing-data", Error, Rfc, "X.690 8.1.1",
        "end where the value ends";
    NESTING_TOO_DEEP: "nesting-too-deep", Error, Rfc, "bounded by this reader",
        "nest values less deeply";
    INTEGER_NOT_MINIMAL: "integer-not-minimal", Error, Rfc, "X.690 8.3.2",
        "encode an INTEGER in the fewest octets, one at least";
    BOOLEAN_NOT_CANONICAL: "boolean-not-canonical", Error, Rfc, "X.690 11.1",
        "encode TRUE as FF";
    DEFAULT_ENCODED: "default-encoded", Error, Rfc, "X.690 11.5",
        "leave out what equals the default";
    BIT_STRING_PADDING: "bit-string-padding", Error, Rfc, "X.690 8.6.2, 11.2.1",
        "count the unused bits and make them zero";
    BIT_STRING_TRAILING_ZEROS: "bit-string-trailing-zeros", Error, Rfc, "X.690 11.2.2",
        "end the bits with the last one that is set";
    OID_ENCODING: "oid-encoding", Error, Rfc, "X.690 8.19",
        "encode each arc of an identifier in the fewest octets, all together in at most 500";
    STRING_CHARSET: "string-charset", Error, Rfc, "X.680 41, RFC 5280 4.1.2.4",
        "use a string type that has all the characters, such as UTF8String";

    // The walker's: RFC 2986 and what stands in its parts.
    VERSION: "version", Error, Rfc, "RFC 2986 4.1",
        "set the version to 0";
    ATTRIBUTES_MISSING: "attributes-missing", Error, Rfc, "RFC 2986 4.1",
        "write empty attributes as A0 00";
    ATTRIBUTES_ENCODING: "attributes-encoding", Error, Rfc, "RFC 2986 4.1",
        "tag the attributes [0] IMPLICIT: no SET inside or instead of it";
    ATTRIBUTES_UNSORTED: "attributes-unsorted", Error, Rfc, "X.690 11.6",
        "sort the attributes by their encodings";
    VALUES_UNSORTED: "values-unsorted", Error, Rfc, "X.690 11.6",
        "sort the values of an attribute by their encodings";
    ATTRIBUTE_EMPTY: "attribute-empty", Error, Rfc, "RFC 2986 4.1",
        "give the attribute a value or leave it out";
    RDN_UNSORTED: "rdn-unsorted", Error, Rfc, "X.690 11.6",
        "sort the attributes of an RDN by their encodings";
    RDN_EMPTY: "rdn-empty", Error, Rfc, "RFC 5280 4.1.2.4",
        "leave out RDNs without an attribute";
    EXTENSION_REQUEST_EMPTY: "extension-request-empty", Error, Rfc, "RFC 2985 5.4.2, RFC 5280 4.1",
        "leave the extensionRequest out where there is no extension";
    EXTENSION_REQUEST_REPEATED: "extension-request-repeated", Error, Rfc, "RFC 2985 5.4.2",
        "put all extensions into one extensionRequest with one value";
    CHALLENGE_PASSWORD: "challenge-password", Error, Rfc, "RFC 2985 5.4.1",
        "give one challengePassword, a DirectoryString of 1 to 255 characters";
    EXTENSION_REPEATED: "extension-repeated", Error, Rfc, "RFC 5280 4.2",
        "ask for each extension once";
    EXTENSION_VALUE: "extension-value", Error, Rfc, "RFC 5280 4.2",
        "encode the extension's value as its definition says";
    SAN_EMPTY: "san-empty", Error, Rfc, "RFC 5280 4.2.1.6",
        "leave the subjectAltName out where there is no name";
    GENERAL_NAME_TAG: "general-name-tag", Error, Rfc, "RFC 5280 4.2.1.6",
        "use one of the nine types of name";
    IP_ADDRESS_LENGTH: "ip-address-length", Error, Rfc, "RFC 5280 4.2.1.6",
        "give an address of 4 or 16 octets, without a mask";
    DNS_NAME_SYNTAX: "dns-name-syntax", Error, Rfc, "RFC 5280 4.2.1.6, RFC 1034 3.5",
        "give a host name: labels of letters, digits and hyphens";
    ALGORITHM_PARAMETERS: "algorithm-parameters", Error, Rfc, "RFC 4055, 5480, 5758, 8410",
        "give RSA NULL, ECDSA and EdDSA nothing at all, and an elliptic-curve key its curve's identifier";
    KEY_ENCODING: "key-encoding", Error, Rfc, "RFC 5280 4.1.2.7, RFC 8017 A.1.1, RFC 5480 2.2",
        "encode the public key as its algorithm lays out";
    SIGNATURE_ENCODING: "signature-encoding", Error, Rfc, "RFC 3279 2.2, RFC 8017 8.2",
        "encode an ECDSA signature as SEQUENCE { r, s }, an RSA signature as long as the modulus";

    // Names.
    STRING_TYPE: "string-type", Warning, Rfc, "RFC 5280 4.1.2.4",
        "use PrintableString or UTF8String";
    STRING_TYPE_NOT_ALLOWED: "string-type-not-allowed", Error, Rfc, "RFC 5280 Appendix A.1",
        "use the string type that the attribute is defined with";
    VALUE_NOT_A_STRING: "value-not-a-string", Warning, Rfc, "RFC 4514 2.4",
        "use a string; OpenSSL loads no request with another type in its subject";
    VALUE_EMPTY: "value-empty", Error, Rfc, "RFC 5280 Appendix A.1",
        "leave out attributes without a value";
    UPPER_BOUND: "upper-bound", Error, Rfc, "RFC 5280 Appendix A.1",
        "shorten the value";
    COUNTRY_SYNTAX: "country-syntax", Error, Rfc, "RFC 5280 Appendix A.1",
        "give the two letters of ISO 3166-1 alpha-2";
    COUNTRY_CASE: "country-case", Warning, Rfc, "ISO 3166-1",
        "write the country in upper case";
    COUNTRY_UNASSIGNED: "country-unassigned", Warning, Rfc, "ISO 3166-1",
        "give the code of a country";
    NUL_CHARACTER: "nul-character", Error, Rfc, "RFC 5280 4.2.1.6",
        "leave NUL out: some readers end the text there";
    CONTROL_CHARACTER: "control-character", Warning, Rfc, "RFC 5280 4.1.2.4",
        "leave control characters out";
    INVISIBLE_CHARACTER: "invisible-character", Warning, Rfc, "Unicode UTR #36",
        "leave out what cannot be seen: it makes one text look like another";
    RFC822_NAME_SYNTAX: "rfc822-name-syntax", Error, Rfc, "RFC 5280 4.2.1.6, RFC 5321 4.1.2",
        "give a mailbox, local@domain";
    URI_SYNTAX: "uri-syntax", Error, Rfc, "RFC 5280 4.2.1.6, RFC 3986",
        "give an absolute URI";
    SAN_REPEATED: "san-repeated", Warning, Rfc, "RFC 5280 4.2.1.6",
        "give each name once";
    SAN_CRITICAL: "san-critical", Error, Rfc, "RFC 5280 4.2.1.6",
        "mark the subjectAltName critical, since the subject is empty";
    SAN_NEEDLESSLY_CRITICAL: "san-needlessly-critical", Warning, Rfc, "RFC 5280 4.2.1.6",
        "do not mark the subjectAltName critical where there is a subject";
    IDENTITY_MISSING: "identity-missing", Error, Rfc, "RFC 5280 4.1.2.6",
        "give a subject, a subjectAltName, or both";
    PATH_LENGTH: "path-length", Error, Rfc, "RFC 5280 4.2.1.9",
        "give a path length to certificate authorities only";
    ATTRIBUTE_REPEATED: "attribute-repeated", Warning, Rfc, "X.501 8.2",
        "give each attribute once, with all its values";

    // Key and signature.
    KEY_DAMAGED: "key-damaged", Error, Rfc, "RFC 5280 4.1.2.7",
        "make a new key";
    RSA_KEY_SIZE: "rsa-key-size", Error, Rfc, "NIST SP 800-131A",
        "make an RSA key of at least 2048 bits";
    RSA_EXPONENT: "rsa-exponent", Error, Rfc, "RFC 8017 3.1",
        "make an RSA key with the exponent 65537";
    RSA_EXPONENT_SMALL: "rsa-exponent-small", Warning, Rfc, "FIPS 186-5 A.1.1",
        "make an RSA key with the exponent 65537";
    RSA_SMALL_FACTOR: "rsa-small-factor", Error, Rfc, "BR 6.1.6, Boulder goodkey/good_key.go",
        "make a new key with a sound generator: anybody can compute this private key";
    RSA_CLOSE_PRIMES: "rsa-close-primes", Error, Rfc, "BR 6.1.1.3, Boulder goodkey/good_key.go",
        "make a new key with a sound generator: anybody can compute this private key";
    RSA_ROCA: "rsa-roca", Error, Rfc, "CVE-2017-15361, BR 6.1.1.3",
        "make a new key outside the chip: Infineon's faulty library made this one";
    EC_KEY_SIZE: "ec-key-size", Error, Rfc, "NIST SP 800-131A",
        "make a key on P-256 or P-384";
    SIGNATURE_BAD: "signature-bad", Error, Rfc, "RFC 2986 4.2",
        "sign the request as it is, with the private key that belongs to it";
    SIGNATURE_WEAK: "signature-weak", Error, Rfc, "RFC 6151, RFC 6194",
        "sign with SHA-256 or better";
    SIGNATURE_KEY_MISMATCH: "signature-key-mismatch", Error, Rfc, "RFC 2986 4.2",
        "name the algorithm that the key signs with";
    SIGNATURE_UNCHECKED: "signature-unchecked", Warning, Rfc, "RFC 2986 4.2",
        "verify the signature with a tool that has the algorithm";

    // Public CAs.
    PUBLIC_RSA_SIZE: "public-rsa-size", Error, PublicCa, "Boulder goodkey/good_key.go",
        "make an RSA key of 2048, 3072 or 4096 bits";
    PUBLIC_RSA_EXPONENT: "public-rsa-exponent", Error, PublicCa, "BR 6.1.6, Boulder goodkey/good_key.go",
        "make an RSA key with the exponent 65537";
    PUBLIC_CURVE: "public-curve", Error, PublicCa, "BR 6.1.5",
        "make a key on P-256 or P-384";
    PUBLIC_CURVE_P521: "public-curve-p521", Warning, PublicCa, "Boulder goodkey/good_key.go",
        "make a key on P-256 or P-384, which every CA accepts";
    PUBLIC_KEY_ALGORITHM: "public-key-algorithm", Error, PublicCa, "BR 6.1.5, 7.1.3.1",
        "make an RSA or an ECDSA key";
    PUBLIC_SIGNATURE_ALGORITHM: "public-signature-algorithm", Error, PublicCa, "Boulder csr/csr.go",
        "sign with RSA PKCS #1 v1.5 or ECDSA, and SHA-256, SHA-384 or SHA-512";
    SAN_TYPE: "san-type", Error, PublicCa, "BR 7.1.2.7.12, Boulder csr/csr.go",
        "give host names and IP addresses only";
    NAME_DROPPED: "name-dropped", Warning, PublicCa, "Go crypto/x509 parser.go",
        "look into the certificate: CAs written in Go (Boulder, step-ca, cfssl) drop such names silently";
    SAN_MISSING: "san-missing", Warning, PublicCa, "BR 7.1.4.3, RFC 9525 2",
        "put each host name into the subjectAltName: clients do not look at the CN";
    NO_HOST_NAME: "no-host-name", Error, PublicCa, "Boulder csr/csr.go",
        "give at least one host name in the subjectAltName";
    TOO_MANY_NAMES: "too-many-names", Error, PublicCa, "Boulder csr/csr.go",
        "give at most 100 names a certificate";
    CN_IP_ADDRESS: "cn-ip-address", Error, PublicCa, "Boulder csr/csr.go",
        "put addresses into the subjectAltName only";
    CN_NOT_IN_SAN: "cn-not-in-san", Error, PublicCa, "BR 7.1.4.3",
        "repeat the CN in the subjectAltName, or leave it out";
    ONE_LABEL_NAME: "one-label-name", Error, PublicCa, "BR 4.2.2, Boulder policy/pa.go",
        "give the full name, with its domain";
    TOO_MANY_LABELS: "too-many-labels", Error, PublicCa, "Boulder policy/pa.go",
        "give a name of at most 10 labels";
    TOP_LEVEL_DOMAIN: "top-level-domain", Error, PublicCa, "RFC 3696 2, Boulder policy/pa.go",
        "give a name under a top-level domain that exists";
    WILDCARD_TOO_WIDE: "wildcard-too-wide", Error, PublicCa, "BR 3.2.2.6, Boulder policy/pa.go",
        "put at least two labels behind the wildcard";
    INTERNAL_NAME: "internal-name", Error, PublicCa, "BR 4.2.2",
        "ask a private CA for names that only your network knows";
    SPECIAL_USE_NAME: "special-use-name", Warning, PublicCa, "RFC 6761",
        "give a name that somebody can own";
    RESERVED_ADDRESS: "reserved-address", Error, PublicCa, "BR 4.2.2",
        "ask a private CA for addresses that are not public";
    ORGANIZATIONAL_UNIT: "organizational-unit", Error, PublicCa, "BR 7.1.2.7, 7.1.4.2",
        "leave the OU out: it is forbidden since September 2022";
    PLACEHOLDER_VALUE: "placeholder-value", Error, PublicCa, "BR 7.1.4.2",
        "leave out attributes that do not apply";
    PUBLIC_COUNTRY: "public-country", Error, PublicCa, "BR 7.1.4.2, ISO 3166-1",
        "give the code of a country";
    MUST_STAPLE: "must-staple", Error, PublicCa, "RFC 7633, Boulder csr/csr.go",
        "leave the TLS feature out: Let's Encrypt has no OCSP any more";

    // AD CS.
    AD_CS_NO_TEMPLATE: "ad-cs-no-template", Warning, AdCs, "MS-WCCE 2.2.2.7.7",
        "name the template in the request, or at submission by the attribute CertificateTemplate:NAME";
    AD_CS_KEY_ALGORITHM: "ad-cs-key-algorithm", Error, AdCs, "MS-WCCE 2.2.2.7",
        "make an RSA key, or a key on P-256, P-384 or P-521";
    AD_CS_KEY_SIZE: "ad-cs-key-size", Warning, AdCs, "MS-CRTD 2.9",
        "make a key at least as large as the template asks for, by default RSA with 2048 bits";
    AD_CS_NO_SUBJECT: "ad-cs-no-subject", Warning, AdCs, "MS-CRTD 2.28",
        "give a subject, unless the template builds it or allows names in the subjectAltName only";

    // LXCA.
    LXCA_PURPOSES: "lxca-purposes", Error, Lxca, "XClarity Administrator, server certificates",
        "ask for both serverAuth and clientAuth";
    LXCA_PURPOSES_MISSING: "lxca-purposes-missing", Warning, Lxca, "XClarity Administrator, server certificates",
        "see to it that the CA puts both serverAuth and clientAuth into the certificate";
    LXCA_LIMIT: "lxca-limit", Error, Lxca, "XClarity Administrator, POST /certificateSigningRequest",
        "shorten the value";
    LXCA_COUNTRY: "lxca-country", Error, Lxca, "XClarity Administrator, POST /certificateSigningRequest",
        "give the code of a country";
    LXCA_KEY: "lxca-key", Warning, Lxca, "XClarity Administrator, PUT /certificatePolicy",
        "make an RSA key of 2048 bits (policy DEFAULT) or 3072 bits (policy CNSA)";
}

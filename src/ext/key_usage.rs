//! keyUsage: what the key is for (RFC 5280 4.2.1.3).

use alloc::{string::String, vec::Vec};
use core::{fmt, ops::BitOr, str::FromStr};

use super::key_purpose::KeyPurpose;
use super::oids;
use super::read::{only, strictly};
use super::text::{contradiction, empty, is_spelling, repeated, unknown, with_parentheses, words};
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error, Hint};

const SUBJECT: &str = "keyUsage";

/// What the key is for: one usage or more.
///
/// As text, the names of RFC 5280 with commas between, in any order:
/// `digitalSignature,keyEncipherment`; those that other programs print are read too (`Digital Signature`). It starts as critical, which RFC 5280 4.2.1.3
/// recommends and [`Extension::with_critical`](crate::Extension::with_critical) changes.
///
/// **Who wants it:** AD CS where it is configured to take the usages from the request, as is
/// usual for subordinate CAs (smallstep/cli #1415); CAs that do not have another source for them
/// (cert-manager #3136). **Who refuses it:** Puppet CA ("extensions that are not permitted:
/// 2.5.29.15, 2.5.29.37", cert-manager #3301). Public CAs set it themselves.
///
/// `encipherOnly` and `decipherOnly` mean something only beside `keyAgreement`.
///
/// ```
/// use pkcs10::KeyUsage;
///
/// let usage: KeyUsage = "keyEncipherment,digitalSignature".parse()?;
/// assert_eq!(usage, KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT);
/// assert_eq!(usage.to_string(), "digitalSignature,keyEncipherment");
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsage {
    /// Bit 0 of the BIT STRING is the most significant. Only an inspection has bits without a
    /// meaning, or none.
    bits: u16,
}

/// The names of the bits, from bit 0 on.
const NAMES: [(&str, KeyUsage); 9] = [
    ("digitalSignature", KeyUsage::DIGITAL_SIGNATURE),
    ("nonRepudiation", KeyUsage::NON_REPUDIATION),
    ("keyEncipherment", KeyUsage::KEY_ENCIPHERMENT),
    ("dataEncipherment", KeyUsage::DATA_ENCIPHERMENT),
    ("keyAgreement", KeyUsage::KEY_AGREEMENT),
    ("keyCertSign", KeyUsage::KEY_CERT_SIGN),
    ("cRLSign", KeyUsage::CRL_SIGN),
    ("encipherOnly", KeyUsage::ENCIPHER_ONLY),
    ("decipherOnly", KeyUsage::DECIPHER_ONLY),
];

/// Names that are read, but not written: that which X.509 has given to bit 1 since, and those that
/// OpenSSL and GnuTLS print.
const OTHER_NAMES: [(&str, KeyUsage); 6] = [
    ("contentCommitment", KeyUsage::NON_REPUDIATION),
    ("signing", KeyUsage::DIGITAL_SIGNATURE),
    ("certSign", KeyUsage::KEY_CERT_SIGN),
    ("certificateSign", KeyUsage::KEY_CERT_SIGN),
    ("certificateSigning", KeyUsage::KEY_CERT_SIGN),
    ("cRLSigning", KeyUsage::CRL_SIGN),
];

impl KeyUsage {
    /// id-ce-keyUsage, 2.5.29.15.
    pub const OID: Oid = Oid::constant(oids::KEY_USAGE);

    /// Signatures other than on certificates and CRLs: TLS with ephemeral keys.
    pub const DIGITAL_SIGNATURE: Self = Self::bit(0);
    /// Signatures that their maker cannot deny; also called contentCommitment.
    pub const NON_REPUDIATION: Self = Self::bit(1);
    /// Encryption of keys: TLS 1.2 with RSA key transport.
    pub const KEY_ENCIPHERMENT: Self = Self::bit(2);
    /// Encryption of data itself.
    pub const DATA_ENCIPHERMENT: Self = Self::bit(3);
    /// Key agreement: static ECDH.
    pub const KEY_AGREEMENT: Self = Self::bit(4);
    /// Signatures on certificates: CAs only.
    pub const KEY_CERT_SIGN: Self = Self::bit(5);
    /// Signatures on revocation lists.
    pub const CRL_SIGN: Self = Self::bit(6);
    /// Key agreement for encryption only.
    pub const ENCIPHER_ONLY: Self = Self::bit(7);
    /// Key agreement for decryption only.
    pub const DECIPHER_ONLY: Self = Self::bit(8);

    const fn bit(number: u8) -> Self {
        Self { bits: 0x8000 >> number }
    }

    /// Whether all usages of `other` are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.bits & other.bits == other.bits
    }

    /// Whether one of them is for signatures.
    pub(crate) const fn is_for_signatures(self) -> bool {
        const SIGNATURES: u16 = KeyUsage::DIGITAL_SIGNATURE.bits
            | KeyUsage::NON_REPUDIATION.bits
            | KeyUsage::KEY_CERT_SIGN.bits
            | KeyUsage::CRL_SIGN.bits;
        self.bits & SIGNATURES != 0
    }

    /// The names of the usages.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().filter(move |(_, usage)| self.contains(*usage)).map(|(name, _)| name)
    }

    /// The usages in the DER of an extnValue.
    ///
    /// # Errors
    /// [`Deviation`] if it is not a BIT STRING with at least one of the nine bits, in DER:
    /// without trailing zero bits (X.690 11.2.2).
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        strictly(value, Self::read, |_| Ok(()))
    }

    /// ```text
    /// KeyUsage ::= BIT STRING                                           -- RFC 5280 4.2.1.3
    /// ```
    pub(super) fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let string = only(walk, value, tag::BIT_STRING)?;
        let (unused, bytes) = walk.bits(&string)?;
        let bits = match *bytes {
            [] => 0,
            [one] => u16::from_be_bytes([one, 0]),
            [one, two, ..] => u16::from_be_bytes([one, two]),
        };
        // X.690 11.2.2: the last bit that is there is a one.
        if bytes.last().is_some_and(|last| last.trailing_zeros() > u32::from(unused)) {
            let found = format_args!("ends with zero bits, which named bits leave out");
            walk.deviates(Code::BitStringTrailingZeros, string.at, found)?;
        }
        /// digitalSignature to decipherOnly, 0 to 8.
        const NAMED: u16 = 0xFF80;
        let found = match bits & NAMED {
            0 => "does not have a bit with a meaning",
            _ if bits & !NAMED != 0 || bytes.len() > 2 => "has a bit without a meaning",
            _ => return Ok(Self { bits }),
        };
        walk.deviates(Code::ExtensionValue, string.at, format_args!("{found}"))?;
        Ok(Self { bits })
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        der::named_bits(out, self.bits);
    }
}

impl BitOr for KeyUsage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits }
    }
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names().enumerate() {
            write!(f, "{}{name}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyUsage({self})")
    }
}

impl FromStr for KeyUsage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(empty(SUBJECT, "at least one usage (RFC 5280 4.2.1.3)"));
        }
        let (mut bits, mut stated) = (0, None);
        for word in words(text) {
            // As Windows shows them, with all bits behind the last one.
            let is_bits = |bits: &str| bits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let (bare, behind) = with_parentheses(word);
            let behind = behind.filter(|inside| is_bits(inside));
            stated = behind.or(stated);
            let word = if behind.is_some() { bare } else { word };
            let mut names = NAMES.iter().chain(&OTHER_NAMES);
            let named = names.find(|(name, _)| is_spelling(word, name));
            let Some((_, usage)) = named else { return Err(unknown_usage(word).value(text)) };
            if bits & usage.bits != 0 {
                return Err(repeated(SUBJECT, word).value(text));
            }
            bits |= usage.bits;
        }
        if let Some(stated) = stated
            && u16::from_str_radix(&alloc::format!("{stated:0<4}"), 16) != Ok(bits)
        {
            return Err(contradiction(SUBJECT, Self { bits }, stated).value(text));
        }
        Ok(Self { bits })
    }
}

#[cold]
fn unknown_usage(word: &str) -> Error {
    let names = NAMES.map(|(name, _)| name);
    let expected: String = ["some of ", &names.join(", "), " (RFC 5280 4.2.1.3)"].concat();
    let error = unknown(SUBJECT, word, names, expected);
    match word.parse::<KeyPurpose>() {
        Ok(_) => error.hint_at(Hint::advice("it is an extended key usage")),
        Err(_) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ext::{Extension, IntoExtension};
    use alloc::string::ToString;

    #[test]
    fn usages_are_a_set_without_trailing_zero_bits() {
        let cases: &[(&str, &str, &[u8])] = &[
            ("digitalSignature", "digitalSignature", &[3, 2, 7, 0x80]),
            (
                "keyEncipherment, digitalSignature",
                "digitalSignature,keyEncipherment",
                &[3, 2, 5, 0xA0],
            ),
            ("contentCommitment", "nonRepudiation", &[3, 2, 6, 0x40]),
            ("cRLSign,keyCertSign", "keyCertSign,cRLSign", &[3, 2, 1, 0x06]),
            ("encipherOnly", "encipherOnly", &[3, 2, 0, 0x01]),
            ("Certificate Sign, CRL Sign", "keyCertSign,cRLSign", &[3, 2, 1, 0x06]),
            (
                "Digital Signature, Key Encipherment",
                "digitalSignature,keyEncipherment",
                &[3, 2, 5, 0xA0],
            ),
            (
                "Digital Signature, Key Encipherment (a0)",
                "digitalSignature,keyEncipherment",
                &[3, 2, 5, 0xA0],
            ),
            ("digitalsignature", "digitalSignature", &[3, 2, 7, 0x80]),
            ("DIGITAL_SIGNATURE", "digitalSignature", &[3, 2, 7, 0x80]),
            ("decipherOnly", "decipherOnly", &[3, 3, 7, 0, 0x80]),
            ("decipherOnly,keyAgreement", "keyAgreement,decipherOnly", &[3, 3, 7, 8, 0x80]),
        ];
        for (text, shown, value) in cases {
            let usage: KeyUsage = text.parse().unwrap();
            assert_eq!(usage.to_string(), *shown);
            assert_eq!(shown.parse(), Ok(usage));
            let extension = Extension::from(usage);
            assert_eq!(extension.value(), *value, "{text}");
            assert!(extension.is_critical());
            assert_eq!(KeyUsage::from_value(value), Ok(usage));
        }
    }

    #[test]
    fn an_invalid_usage_is_refused_with_the_nearest_name() {
        let meant = |name: &str| Some(Hint::DidYouMean(name.into()));
        let cases = [
            ("", Code::Empty, Some(Hint::Omit)),
            (" ", Code::Empty, Some(Hint::Omit)),
            ("digitalSignatur", Code::Unknown, meant("digitalSignature")),
            ("digitalSignature,Digital Signature", Code::Repeated, None),
            ("Digital Signature (a0)", Code::Unknown, None),
            ("keyEnciphermant", Code::Unknown, meant("keyEncipherment")),
            ("serverAuth", Code::Unknown, Some(Hint::advice("it is an extended key usage"))),
            (
                "TLS Web Server Authentication",
                Code::Unknown,
                Some(Hint::advice("it is an extended key usage")),
            ),
            ("digitalSignature,", Code::Unknown, None),
            ("cRLSign,cRLSign", Code::Repeated, None),
            ("nonRepudiation,contentCommitment", Code::Repeated, None),
        ];
        for (text, code, hint) in cases {
            let error = text.parse::<KeyUsage>().unwrap_err();
            assert_eq!((error.code(), error.hint()), (code, hint.as_ref()), "{text}");
        }
    }

    #[test]
    fn invalid_der_is_refused() {
        for (value, at, code) in [
            (&[3, 1, 0][..], 0, Code::ExtensionValue),
            (&[3, 2, 0, 0x80], 0, Code::BitStringTrailingZeros),
            (&[3, 3, 0, 0x80, 0], 0, Code::BitStringTrailingZeros),
            (&[3, 3, 6, 0, 0x40], 0, Code::ExtensionValue),
            (&[3, 4, 7, 0, 0, 0x80], 0, Code::ExtensionValue),
            (&[3, 2, 7, 0xA0], 0, Code::BitStringPadding),
            (&[3, 0], 0, Code::BitStringPadding),
            (&[4, 2, 7, 0x80], 0, Code::ExtensionValue),
            (&[3, 2, 7, 0x80, 0], 4, Code::TrailingData),
        ] {
            let deviation = KeyUsage::from_value(value).unwrap_err();
            assert_eq!((deviation.at(), deviation.code()), (at, code), "{value:02x?}");
        }
    }

    #[test]
    fn bits_without_a_meaning_are_read_leniently_and_refused_in_a_request() {
        let mut walk = Walk::lenient();
        let usage = KeyUsage::read(&mut walk, Reader::new(&[3, 3, 6, 0x80, 0x40])).unwrap();
        assert_eq!(usage.to_string(), "digitalSignature");
        assert!(IntoExtension::into_extension(usage).is_err());
        assert_eq!(walk.into_deviations()[0].code(), Code::ExtensionValue);
    }
}

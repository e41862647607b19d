//! Signature algorithms in text.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, str::FromStr};

use super::pss;
use super::signature::{SUBJECT, SignatureAlgorithm, identifier};
use super::table::{self, Parameters};
use crate::asn1::Oid;
use crate::error::{Code, Error, Hint};
use crate::hex;

/// What the DER of an algorithm that has no other text follows.
const DER: &str = "DER:";

/// From its name, in upper or lower case, or from its object identifier in dotted form. An object
/// identifier that is not known is taken to have no parameters, like those of Ed25519 (RFC 8410 3)
/// and ML-DSA (RFC 9881 2). An algorithm with a broken digest algorithm is refused.
///
/// The names are those of [`nameable`](SignatureAlgorithm::nameable). `RSASSA-PSS-SHA256`,
/// `-SHA384` and `-SHA512` have one digest algorithm throughout, and a salt as long as the digest,
/// or of as many bytes as follow a colon: `RSASSA-PSS-SHA256:222`.
///
/// `DER:` and the AlgorithmIdentifier in hexadecimal is the text of an algorithm that has no other.
///
/// ```
/// use pkcs10::SignatureAlgorithm;
///
/// assert_eq!("ecdsa-with-SHA384".parse(), Ok(SignatureAlgorithm::EcdsaWithSha384));
/// assert_eq!("1.2.840.113549.1.1.12".parse(), Ok(SignatureAlgorithm::Sha384WithRsa));
/// let ed448: SignatureAlgorithm = "1.3.101.113".parse()?;
/// assert_eq!(ed448.as_der(), [0x30, 5, 6, 3, 0x2B, 0x65, 0x71]);
/// # Ok::<(), pkcs10::Error>(())
/// ```
impl FromStr for SignatureAlgorithm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(digits) = text.strip_prefix(DER) {
            let der = hex::decode(digits).map_err(|error| error.about(SUBJECT).value(text))?;
            return Self::from_der(&der);
        }
        if let Some(der) = pss::from_name(text) {
            return Ok(Self::from_checked(&der));
        }
        let by_name = table::signature_by_name(text);
        if let Some(row) = by_name.filter(|row| row.is_nameable()) {
            return Ok(Self::from_checked(row.identifier));
        }
        let oid = text.parse::<Oid>();
        let row = match &oid {
            Ok(oid) => table::signature(oid.as_bytes()),
            Err(_) => by_name.filter(|row| row.digest.is_broken()),
        };
        match (row, oid) {
            (Some(row), _) if row.digest.is_broken() => {
                let reason = format!("is {}, whose digest algorithm is broken", row.name);
                Err(Error::new(Code::WeakAlgorithm, SUBJECT, reason)
                    .value(text)
                    .expected("SHA-256 or better"))
            }
            (Some(row), _) if row.parameters == Parameters::Pss => {
                let reason = "is RSASSA-PSS, which needs parameters";
                let name = pss::nameable().next().and_then(|der| pss::named(&der));
                Err(Error::new(Code::AlgorithmParameters, SUBJECT, reason)
                    .value(text)
                    .hint_at(name.map(|(name, _)| Hint::Write(name))))
            }
            (_, Ok(oid)) => Ok(Self::from_checked(&identifier(oid.as_bytes()))),
            (_, Err(_)) => Err(unknown(text)),
        }
    }
}

#[cold]
fn unknown(text: &str) -> Error {
    let names: Vec<String> =
        SignatureAlgorithm::nameable().map(|algorithm| algorithm.to_string()).collect();
    Error::new(Code::Unknown, SUBJECT, "is unknown")
        .value(text)
        .expected(format!(
            "one of {}, or an object identifier such as 1.3.101.112",
            names.join(", ")
        ))
        .hint_at(Hint::nearest(text, names.iter().map(String::as_str)))
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = pss::named(self.as_der()) {
            return f.write_str(&name);
        }
        let oid = self.oid_content();
        let row = table::signature(oid);
        if self.as_der() != identifier(oid)
            || row.is_some_and(|row| row.digest.is_broken() || row.parameters == Parameters::Pss)
        {
            return write!(f, "{DER}{}", hex::encode(self.as_der()));
        }
        match row {
            Some(row) if row.is_nameable() => f.write_str(row.name),
            _ => self.oid().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_object_identifiers_read_back() {
        let mut names = Vec::new();
        for algorithm in SignatureAlgorithm::nameable() {
            let name = algorithm.to_string();
            assert_eq!(name.parse().as_ref(), Ok(&algorithm));
            assert_eq!(name.to_uppercase().parse().as_ref(), Ok(&algorithm));
            assert_eq!(SignatureAlgorithm::from_der(algorithm.as_der()).as_ref(), Ok(&algorithm));
            names.push(name);
        }
        let expected = [
            "sha256WithRSAEncryption",
            "sha384WithRSAEncryption",
            "sha512WithRSAEncryption",
            "RSASSA-PSS-SHA256",
            "RSASSA-PSS-SHA384",
            "RSASSA-PSS-SHA512",
            "ecdsa-with-SHA256",
            "ecdsa-with-SHA384",
            "ecdsa-with-SHA512",
            "Ed25519",
            "Ed448",
            "ML-DSA-44",
            "ML-DSA-65",
            "ML-DSA-87",
        ];
        assert_eq!(names, expected);
        let identifiers = [
            ("1.2.840.113549.1.1.11", SignatureAlgorithm::Sha256WithRsa),
            ("1.2.840.10045.4.3.4", SignatureAlgorithm::EcdsaWithSha512),
            (
                "1.2.840.10045.4.3",
                SignatureAlgorithm::Other(Vec::from([
                    0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3,
                ])),
            ),
            (
                // sha224WithRSAEncryption: NULL follows (RFC 4055 5).
                "1.2.840.113549.1.1.14",
                SignatureAlgorithm::Other(Vec::from([
                    0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14, 5, 0,
                ])),
            ),
            ("1.3.101.112", SignatureAlgorithm::Ed25519),
            (
                "1.3.101.113",
                SignatureAlgorithm::Other(Vec::from([0x30, 5, 6, 3, 0x2B, 0x65, 0x71])),
            ),
        ];
        for (text, expected) in identifiers {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_has_no_name_reads_back_from_its_der() {
        let mut walk = crate::asn1::walk::Walk::lenient();
        // RSA without NULL, and SHA-1 with RSA.
        let cases = [
            ("DER:300b06092a864886f70d01010b", "sha256WithRSAEncryption", false),
            ("DER:300d06092a864886f70d0101050500", "sha1WithRSAEncryption", true),
        ];
        for (text, name, is_sound) in cases {
            let der = hex::decode(&text[DER.len()..]).unwrap();
            let sequence = crate::asn1::read::Reader::new(&der).next().unwrap();
            let algorithm = SignatureAlgorithm::read(&mut walk, &sequence).unwrap();
            assert_eq!((algorithm.to_string().as_str(), &*algorithm.name()), (text, name));
            let read = text.parse::<SignatureAlgorithm>();
            match is_sound {
                true => assert_eq!(read, Ok(algorithm)),
                false => {
                    assert_eq!(read.unwrap_err().code(), Code::AlgorithmParameters);
                    assert_eq!(algorithm.canonical(), SignatureAlgorithm::Sha256WithRsa);
                }
            }
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_choices() {
        let error = "sha256withRSAEncription".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(error.code(), Code::Unknown);
        let meant = Hint::DidYouMean("sha256WithRSAEncryption".into());
        assert_eq!(error.hint(), Some(&meant));
        assert!(error.expectation().contains("RSASSA-PSS-SHA384, "), "{error}");
        let cases = [
            ("SHA1withRSAEncryption", Code::WeakAlgorithm),
            ("1.2.840.113549.1.1.5", Code::WeakAlgorithm),
            ("1.2.840.113549.1.1.10", Code::AlgorithmParameters),
            ("", Code::Unknown),
            ("1", Code::Unknown),
            ("sha256", Code::Unknown),
            ("sha224WithRSAEncryption", Code::Unknown),
            ("3.1.2", Code::Unknown),
            ("1.3.101.112 ", Code::Unknown),
            ("DER:", Code::Structure),
            ("DER:3", Code::Hex),
            ("DER:30050603", Code::Structure),
        ];
        for (text, code) in cases {
            let error = text.parse::<SignatureAlgorithm>().unwrap_err();
            assert_eq!(error.code(), code, "{text}");
        }
        let error = "1.2.840.113549.1.1.10".parse::<SignatureAlgorithm>().unwrap_err();
        assert_eq!(error.hint(), Some(&Hint::Write("RSASSA-PSS-SHA256".into())));
    }
}

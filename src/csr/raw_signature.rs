//! ECDSA signatures as tokens and key services give them: two numbers side by side.

use alloc::{borrow::Cow, format, vec::Vec};

use super::Prepared;
use crate::asn1::write as der;
use crate::error::{Code, Error};
use crate::public_key::PublicKeyAlgorithm;

/// Bytes of each number on the largest curve in use, P-521.
const NUMBER_MAX: usize = 66;

impl Prepared {
    /// An ECDSA signature as requests hold it, `SEQUENCE { r INTEGER, s INTEGER }`
    /// (RFC 3279 2.2.3), from r and s side by side (IEEE P1363), as PKCS #11 and many key
    /// services give it: 64 bytes for P-256, 96 for P-384, 132 for P-521, halves of the same length
    /// for any other curve.
    ///
    /// # Errors
    /// [`Code::RawSignature`] where the key is not for ECDSA, or the length is not that of its
    /// signatures.
    pub fn signature_from_raw(&self, raw: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.signing_key().unwrap_or_else(|_| self.public_key());
        let expected = match key.algorithm() {
            PublicKeyAlgorithm::EcP256 => 64,
            PublicKeyAlgorithm::EcP384 => 96,
            PublicKeyAlgorithm::EcP521 => 2 * NUMBER_MAX,
            PublicKeyAlgorithm::EcOther(_) => raw.len().clamp(2, 2 * NUMBER_MAX) & !1,
            _ => {
                return Err(refuse("is given as two numbers").expected(format!(
                    "another form: the key is {key}, and only ECDSA signs with two numbers"
                )));
            }
        };
        if raw.len() != expected {
            let half = expected / 2;
            return Err(refuse(format!("is {} bytes long", raw.len()))
                .expected(format!("{expected}: {half} bytes each for r and s")));
        }
        let (r, s) = raw.split_at(expected / 2);
        Ok(der::two_numbers(r, s))
    }
}

fn refuse(reason: impl Into<Cow<'static, str>>) -> Error {
    Error::new(Code::RawSignature, "signature", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::Oid;
    use crate::name::DistinguishedName;
    use crate::public_key::PublicKey;
    use crate::request::Request;

    /// A request that waits for a signature by a key on the curve of this identifier.
    fn prepared(curve: &str) -> Prepared {
        let subject = DistinguishedName::builder().common_name("bmc-7");
        let request = Request::builder().subject(subject).build().unwrap();
        let curve: Oid = curve.parse().unwrap();
        request.prepare(&PublicKey::on_curve(curve.as_bytes(), &[4; 65]))
    }

    #[test]
    fn each_curve_has_its_length() {
        const P256: &str = "1.2.840.10045.3.1.7";
        const P384: &str = "1.3.132.0.34";
        const P521: &str = "1.3.132.0.35";
        const SECP256K1: &str = "1.3.132.0.10";
        const RIGHT: Result<(), usize> = Ok(());
        let cases = [
            (P256, 64, RIGHT),
            (P256, 63, Err(64)),
            (P256, 96, Err(64)),
            (P384, 96, RIGHT),
            (P384, 64, Err(96)),
            (P521, 132, RIGHT),
            (P521, 131, Err(132)),
            (P521, 64, Err(132)),
            // Others only have halves of the same length.
            (SECP256K1, 132, RIGHT),
            (SECP256K1, 64, RIGHT),
            (SECP256K1, 2, RIGHT),
            (SECP256K1, 131, Err(130)),
            (SECP256K1, 133, Err(132)),
            (SECP256K1, 134, Err(132)),
            (SECP256K1, 1, Err(2)),
            (SECP256K1, 0, Err(2)),
        ];
        for (curve, len, expected) in cases {
            let made = prepared(curve).signature_from_raw(&alloc::vec![1; len]);
            match expected {
                Ok(()) => assert!(made.is_ok(), "{curve}: {len}"),
                Err(expected) => {
                    let error = made.unwrap_err();
                    assert_eq!(error.code(), Code::RawSignature);
                    let expected = format!("{expected}: {} bytes each for r and s", expected / 2);
                    assert_eq!(error.expectation(), expected, "{curve}: {len}");
                }
            }
        }
    }

    #[test]
    fn the_halves_stand_in_their_order() {
        let mut raw = [0; 64];
        (raw[31], raw[63]) = (7, 9);
        let made = prepared("1.2.840.10045.3.1.7").signature_from_raw(&raw);
        assert_eq!(made, Ok(Vec::from([0x30, 6, 2, 1, 7, 2, 1, 9])));
    }

    #[test]
    fn numbers_lose_their_zeros_and_keep_their_sign() {
        let cases: [(&[u8], &[u8]); 6] = [
            (&[0x00, 0x00], &[2, 1, 0]),
            (&[0x00, 0x7F], &[2, 1, 0x7F]),
            (&[0x00, 0x80], &[2, 2, 0, 0x80]),
            (&[0x01, 0x00], &[2, 2, 1, 0]),
            (&[0xFF, 0xFF], &[2, 3, 0, 0xFF, 0xFF]),
            (&[], &[2, 1, 0]),
        ];
        for (number, expected) in cases {
            let mut out = Vec::new();
            der::unsigned_number(&mut out, number);
            assert_eq!(out, expected, "{number:?}");
        }
    }
}

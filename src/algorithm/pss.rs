//! The parameters of RSASSA-PSS (RFC 4055 3.1): read for all who need them, written for names.
//!
//! ```text
//! RSASSA-PSS-params ::= SEQUENCE {
//!     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
//!     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
//!     saltLength       [2] INTEGER          DEFAULT 20,
//!     trailerField     [3] INTEGER          DEFAULT 1 }
//! ```

use alloc::{format, string::String, vec::Vec};

use super::digest::DigestAlgorithm;
use super::table::{PSS_DIGESTS, PssDigest, RSASSA_PSS, SHA1_OID as SHA1};
use crate::asn1::Oid;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::write::{self as der, tag};
use crate::error::Code;

/// id-mgf1, 1.2.840.113549.1.1.8.
const MGF1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8];
/// The length of the salt where it is not given, in bytes.
const SALT: usize = 20;

const CODE: Code = Code::AlgorithmParameters;

/// What parameters say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Params<'a> {
    /// The object identifier of the digest algorithm.
    hash: Oid,
    /// The same for the mask, if that is MGF1.
    mask_hash: Option<Oid>,
    /// The length of the salt in bytes.
    pub(crate) salt_len: usize,
    /// A field that equals its default and so has to be left out (X.690 11.5).
    pub(crate) default_encoded: Option<Tlv<'a>>,
}

impl<'a> Params<'a> {
    /// Reads RSASSA-PSS-params, which have to be all that is left.
    pub(crate) fn read(walk: &mut Walk, rest: Reader<'a>) -> Walked<Self> {
        let mut fields = walk.only(rest, tag::SEQUENCE)?.reader();
        let sha1 = Oid::constant(SHA1);
        let mut params = Self {
            hash: sha1.clone(),
            mask_hash: Some(sha1.clone()),
            salt_len: SALT,
            default_encoded: None,
        };
        if let Some(field) = walk.optional(&mut fields, tag::context_constructed(0))? {
            params.hash = hash(walk, field.reader())?;
            params.note(field, params.hash == sha1);
        }
        if let Some(field) = walk.optional(&mut fields, tag::context_constructed(1))? {
            let mask = walk.only(field.reader(), tag::SEQUENCE)?;
            let (function, of) = walk.algorithm_identifier(&mask)?;
            params.mask_hash = None;
            if function == MGF1 {
                let of = of.map_or(Reader::new(&[]), |of| Reader::at_offset(of.encoded, of.at));
                let hash = hash(walk, of)?;
                params.note(field, hash == sha1);
                params.mask_hash = Some(hash);
            }
        }
        if let Some(field) = walk.optional(&mut fields, tag::context_constructed(2))? {
            params.salt_len = number(walk, &field)?.into();
            params.note(field, params.salt_len == SALT);
        }
        if let Some(field) = walk.optional(&mut fields, tag::context_constructed(3))? {
            if number(walk, &field)? != 1 {
                return stop(CODE, field.at, format_args!("is not the only trailerField there is"));
            }
            params.note(field, true);
        }
        walk.finish(&fields)?;
        Ok(params)
    }

    /// Reads DER that is RSASSA-PSS-params.
    pub(crate) fn in_der(der: &'a [u8]) -> Walked<Self> {
        Self::read(&mut Walk::strict(), Reader::new(der))
    }

    /// The digest algorithm.
    pub(crate) fn digest_algorithm(&self) -> DigestAlgorithm {
        self.row().map_or(DigestAlgorithm::Other, |row| row.digest)
    }

    /// The digest algorithm, if it also makes the mask.
    pub(crate) fn only_digest_algorithm(&self) -> Option<DigestAlgorithm> {
        (self.mask_hash.as_ref() == Some(&self.hash)).then(|| self.digest_algorithm())
    }

    fn row(&self) -> Option<&'static PssDigest> {
        PSS_DIGESTS.iter().find(|row| row.oid == self.hash.as_bytes())
    }

    /// What a key with these parameters allows: the same functions, and a salt that is not shorter
    /// (RFC 4055 3.3).
    #[cfg(feature = "rsa")]
    pub(crate) fn allow(&self, signature: &Self) -> bool {
        self.hash == signature.hash
            && self.mask_hash == signature.mask_hash
            && self.salt_len <= signature.salt_len
    }

    /// The longest salt for which a signature by a key of this size has room, in bytes: emLen - hLen - 2
    /// (RFC 8017 9.1.1).
    pub(super) fn longest_salt(&self, key_bits: usize) -> Option<usize> {
        let (_, digest_len) = self.row()?.named?;
        key_bits.saturating_sub(1).div_ceil(8).checked_sub(usize::from(digest_len) + 2)
    }

    fn note(&mut self, field: Tlv<'a>, is_default: bool) {
        if is_default {
            self.default_encoded.get_or_insert(field);
        }
    }
}

/// The only AlgorithmIdentifier, of a digest algorithm, with NULL as its parameters or none
/// (RFC 4055 2.1).
fn hash(walk: &mut Walk, rest: Reader<'_>) -> Walked<Oid> {
    let sequence = walk.only(rest, tag::SEQUENCE)?;
    match walk.algorithm_identifier(&sequence)? {
        (_, Some(given)) if given.encoded != [tag::NULL, 0] => {
            stop(CODE, given.at, format_args!("is a parameter other than NULL"))
        }
        (oid, _) => Ok(Oid::from_checked(oid)),
    }
}

/// The only INTEGER in a field.
fn number(walk: &mut Walk, field: &Tlv<'_>) -> Walked<u16> {
    let integer = walk.only(field.reader(), tag::INTEGER)?;
    let number = walk.unsigned_content(&integer, CODE)?;
    match number.and_then(|number| number.try_into().ok()) {
        Some(number) => Ok(number),
        None => stop(CODE, integer.at, format_args!("is not a number from 0 to 65535")),
    }
}

/// The AlgorithmIdentifier with one digest algorithm throughout.
fn write(hash: &[u8], salt_len: u16) -> Vec<u8> {
    let hash = |out: &mut Vec<u8>| {
        der::nested(out, tag::SEQUENCE, |out| {
            der::tlv(out, tag::OBJECT_IDENTIFIER, hash);
            der::tlv(out, tag::NULL, &[]);
        });
    };
    let mut out = Vec::with_capacity(72);
    der::nested(&mut out, tag::SEQUENCE, |out| {
        der::tlv(out, tag::OBJECT_IDENTIFIER, RSASSA_PSS);
        der::nested(out, tag::SEQUENCE, |out| {
            der::nested(out, tag::context_constructed(0), hash);
            der::nested(out, tag::context_constructed(1), |out| {
                der::nested(out, tag::SEQUENCE, |out| {
                    der::tlv(out, tag::OBJECT_IDENTIFIER, MGF1);
                    hash(out);
                });
            });
            if usize::from(salt_len) != SALT {
                der::nested(out, tag::context_constructed(2), |out| {
                    der::unsigned_number(out, &salt_len.to_be_bytes());
                });
            }
        });
    });
    out
}

/// The AlgorithmIdentifier by which a key with these parameters signs: its digest algorithm, or
/// SHA-256, and a salt as long as the digest, or as the parameters want at least (RFC 4055 3.3).
/// Nothing where that has no name.
pub(super) fn of_key(allowed: Option<&Params<'_>>) -> Option<Vec<u8>> {
    let row = match allowed {
        Some(params) => params.only_digest_algorithm().and_then(|_| params.row())?,
        None => PSS_DIGESTS.iter().find(|row| row.digest == DigestAlgorithm::Sha256)?,
    };
    let (_, digest_len) = row.named?;
    let salt_min = allowed.map_or(Ok(0), |params| params.salt_len.try_into()).ok()?;
    Some(write(row.oid, digest_len.max(salt_min)))
}

const START: &str = "RSASSA-PSS-";

/// The AlgorithmIdentifiers that have a name, with a salt as long as the digest (RFC 8017 8.1).
pub(super) fn nameable() -> impl Iterator<Item = Vec<u8>> {
    PSS_DIGESTS.iter().filter_map(|row| row.named.map(|(_, len)| write(row.oid, len)))
}

/// The AlgorithmIdentifier of a name: `RSASSA-PSS-SHA256`, or `RSASSA-PSS-SHA256:222`, with a salt
/// of so many bytes.
pub(super) fn from_name(name: &str) -> Option<Vec<u8>> {
    let start = name.get(..START.len()).filter(|start| start.eq_ignore_ascii_case(START))?;
    let rest = &name[start.len()..];
    let (hash, salt_len) = rest.split_once(':').map_or((rest, None), |(h, s)| (h, Some(s)));
    let (oid, digest_len) = PSS_DIGESTS.iter().find_map(|row| {
        let (known, len) = row.named?;
        known.eq_ignore_ascii_case(hash).then_some((row.oid, len))
    })?;
    let salt_len = match salt_len {
        None => digest_len,
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse().ok()?
        }
        Some(_) => return None,
    };
    Some(write(oid, salt_len))
}

/// The name of an AlgorithmIdentifier, and the digest algorithm that a message is given to first,
/// if it has a name.
pub(super) fn named(identifier: &[u8]) -> Option<(String, DigestAlgorithm)> {
    let params = of_identifier(identifier)?.ok()?;
    params.only_digest_algorithm()?;
    let row = params.row()?;
    let (name, digest_len) = row.named?;
    let salt_len = u16::try_from(params.salt_len).ok()?;
    // Another encoding of the same does not get the name.
    (write(row.oid, salt_len) == identifier).then(|| match salt_len == digest_len {
        true => (format!("{START}{name}"), row.digest),
        false => (format!("{START}{name}:{salt_len}"), row.digest),
    })
}

/// The parameters in an AlgorithmIdentifier; `None` where it is another algorithm's.
pub(crate) fn of_identifier(identifier: &[u8]) -> Option<Walked<Params<'_>>> {
    let walk = &mut Walk::strict();
    let sequence = walk.only(Reader::new(identifier), tag::SEQUENCE).ok()?;
    let (oid, given) = walk.algorithm_identifier(&sequence).ok()?;
    let given = given.map_or(&[][..], |given| given.encoded);
    (oid == RSASSA_PSS).then(|| Params::in_der(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_others_are_none() {
        for text in ["RSASSA-PSS-SHA256", "RSASSA-PSS-SHA384:20", "RSASSA-PSS-SHA512:0"] {
            let identifier = from_name(text).unwrap();
            assert_eq!(named(&identifier).unwrap().0, text);
            assert_eq!(from_name(&text.to_lowercase()), Some(identifier));
        }
        assert_eq!(from_name("RSASSA-PSS-SHA256:32"), from_name("RSASSA-PSS-SHA256"));
        assert_eq!(from_name("RSASSA-PSS-SHA512:65535").map(|der| der.len()), Some(69));
        for text in [
            "",
            "RSASSA-PSS",
            "RSASSA-PSS-",
            "RSASSA-PSS-SHA1",
            "RSASSA-PSS-SHA256:",
            "RSASSA-PSS-SHA256:-1",
            "RSASSA-PSS-SHA256:+1",
            "RSASSA-PSS-SHA256:65536",
            "é",
        ] {
            assert_eq!(from_name(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_what_openssl_writes() {
        #[rustfmt::skip]
        let openssl = [
            0x30, 65, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10, 0x30, 52,
            0xA0, 15, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1, 5, 0,
            0xA1, 28, 0x30, 26, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8,
            0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1, 5, 0,
            0xA2, 3, 2, 1, 32,
        ];
        assert_eq!(from_name("RSASSA-PSS-SHA256").as_deref(), Some(&openssl[..]));
    }

    /// RSASSA-PSS-params with these fields.
    fn params(fields: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        der::tlv(&mut out, tag::SEQUENCE, &fields.concat());
        out
    }

    const HASH: &[u8] = &[0xA0, 15, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1, 5, 0];

    #[test]
    fn absent_fields_have_their_defaults() {
        let empty = params(&[]);
        let read = Params::in_der(&empty).unwrap();
        assert_eq!(
            (read.only_digest_algorithm(), read.salt_len, read.default_encoded),
            (Some(DigestAlgorithm::Sha1), 20, None)
        );
        let other_mask = params(&[HASH]);
        let read = Params::in_der(&other_mask).unwrap();
        assert_eq!(
            (read.digest_algorithm(), read.only_digest_algorithm()),
            (DigestAlgorithm::Sha256, None)
        );
        let long = params(&[&[0xA2, 4, 2, 2, 0x01, 0x00]]);
        assert_eq!(Params::in_der(&long).unwrap().salt_len, 256);
        let long = params(&[&[0xA2, 4, 2, 2, 0, 0x80]]);
        assert_eq!(Params::in_der(&long).unwrap().salt_len, 0x80);
        let long = params(&[&[0xA2, 5, 2, 3, 0, 0x80, 0x01]]);
        assert_eq!(Params::in_der(&long).unwrap().salt_len, 0x8001);
    }

    #[cfg(feature = "rsa")]
    #[test]
    fn a_key_allows_its_own_functions_and_no_shorter_salt() {
        let of = |name: &str| from_name(name).unwrap();
        let key = of("RSASSA-PSS-SHA256:32");
        let key = of_identifier(&key).unwrap().unwrap();
        for (name, allowed) in [
            ("RSASSA-PSS-SHA256:31", false),
            ("RSASSA-PSS-SHA256:32", true),
            ("RSASSA-PSS-SHA256:222", true),
            ("RSASSA-PSS-SHA384:48", false),
        ] {
            let signature = of(name);
            assert_eq!(key.allow(&of_identifier(&signature).unwrap().unwrap()), allowed, "{name}");
        }
        // The same hash function, another mask.
        let (masked, salt) =
            (params(&[HASH, &[0xA2, 3, 2, 1, 32]]), Params { salt_len: 32, ..key.clone() });
        let masked = Params::in_der(&masked).unwrap();
        assert!(!key.allow(&masked) && key.allow(&salt));
        let other_hash = Params { hash: Oid::constant(SHA1), ..key.clone() };
        assert!(!key.allow(&other_hash));
    }

    #[test]
    fn defaults_that_are_written_are_noted() {
        const SHA1_FIELD: &[u8] = &[0xA0, 9, 0x30, 7, 6, 5, 0x2B, 14, 3, 2, 26];
        const MASK_FIELD: &[u8] = &[
            0xA1, 22, 0x30, 20, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8, 0x30, 7, 6, 5,
            0x2B, 14, 3, 2, 26,
        ];
        let others = params(&[HASH, &[0xA2, 3, 2, 1, 32]]);
        assert_eq!(Params::in_der(&others).unwrap().default_encoded, None);
        for field in [SHA1_FIELD, MASK_FIELD, &[0xA2, 3, 2, 1, 20], &[0xA3, 3, 2, 1, 1]] {
            let written = params(&[field]);
            let noted = Params::in_der(&written).unwrap().default_encoded;
            assert_eq!(noted.map(|tlv| tlv.encoded), Some(field));
        }
    }

    #[test]
    fn only_the_fields_are_read_in_their_order_and_each_once() {
        let refused: [&[&[u8]]; 9] = [
            &[&[0xA3, 3, 2, 1, 1], &[0xA2, 3, 2, 1, 32]],
            &[&[0xA2, 3, 2, 1, 20], &[0xA2, 3, 2, 1, 32]],
            &[&[0xA4, 3, 2, 1, 1]],
            &[&[0xA2, 6, 2, 1, 32, 2, 1, 20]],
            &[&[0x82, 1, 32]],
            &[&[0xA2, 3, 2, 1, 0xFF]],
            &[&[0xA3, 3, 2, 1, 2]],
            &[&[0xA0, 2, 5, 0]],
            &[&[0xA0, 16, 0x30, 14, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1, 2, 1, 1]],
        ];
        for fields in refused {
            assert!(Params::in_der(&params(fields)).is_err(), "{fields:?}");
        }
        let mut followed = params(&[HASH]);
        followed.extend([5, 0]);
        assert!(Params::in_der(&followed).is_err());
        assert!(Params::in_der(&[]).is_err());
        assert!(Params::in_der(&[5, 0]).is_err());
    }
}

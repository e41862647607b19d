//! The parameters of RSASSA-PSS (RFC 4055 3.1): read for whoever asks, written for names.
//!
//! ```text
//! RSASSA-PSS-params ::= SEQUENCE {
//!     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
//!     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
//!     saltLength       [2] INTEGER          DEFAULT 20,
//!     trailerField     [3] INTEGER          DEFAULT 1 }
//! ```

use alloc::{format, string::String, vec::Vec};

use super::known::Hash;
use crate::decode::{DerError, DerErrorKind, Reader, Tlv};
use crate::der::{self, tag};
use crate::public_key::names::RSASSA_PSS;

/// id-mgf1, 1.2.840.113549.1.1.8.
const MGF1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8];
/// id-sha1, 1.3.14.3.2.26, the default.
const SHA1: &[u8] = &[0x2B, 14, 3, 2, 26];
/// The salt where none is said, in octets.
const SALT: usize = 20;

const HASHES: [(&[u8], Hash); 5] = [
    (SHA1, Hash::Sha1),
    (&sha2(4), Hash::Sha224),
    (&sha2(1), Hash::Sha256),
    (&sha2(2), Hash::Sha384),
    (&sha2(3), Hash::Sha512),
];

/// Those that have names here: what follows `RSASSA-PSS-`, the hash function, and the octets of its
/// digest.
const NAMED: [(&str, Hash, usize); 3] =
    [("SHA256", Hash::Sha256, 32), ("SHA384", Hash::Sha384, 48), ("SHA512", Hash::Sha512, 64)];

/// A hash function of NIST's, by the last arc of its identifier (RFC 4055 2.1).
const fn sha2(arc: u8) -> [u8; 9] {
    [0x60, 0x86, 0x48, 1, 101, 3, 4, 2, arc]
}

/// What parameters say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Params<'a> {
    /// The identifier of the hash function.
    hash: &'a [u8],
    /// The same for the mask, if that is MGF1.
    mask_hash: Option<&'a [u8]>,
    /// Octets of salt.
    pub(crate) salt_len: usize,
    /// A field that equals its default and so has to be left out (X.690 11.5).
    pub(crate) default_encoded: Option<Tlv<'a>>,
}

impl<'a> Params<'a> {
    /// Reads RSASSA-PSS-params, which have to be all that is left.
    pub(crate) fn read(rest: Reader<'a>) -> Result<Self, DerError> {
        let mut fields = rest.only(tag::SEQUENCE)?.reader();
        let mut params =
            Self { hash: SHA1, mask_hash: Some(SHA1), salt_len: SALT, default_encoded: None };
        if let Some(field) = fields.optional(tag::context_constructed(0))? {
            let (hash, _) = identifier(field.reader(), true)?;
            params.hash = hash;
            params.note(field, hash == SHA1);
        }
        if let Some(field) = fields.optional(tag::context_constructed(1))? {
            let (mask, parameters) = identifier(field.reader(), false)?;
            params.mask_hash = None;
            if mask == MGF1 {
                let (hash, _) = identifier(parameters, true)?;
                params.mask_hash = Some(hash);
                params.note(field, hash == SHA1);
            }
        }
        if let Some(field) = fields.optional(tag::context_constructed(2))? {
            params.salt_len = number(field)?;
            params.note(field, params.salt_len == SALT);
        }
        if let Some(field) = fields.optional(tag::context_constructed(3))? {
            // There is no other.
            if number(field)? != 1 {
                return Err(field.error(DerErrorKind::Content));
            }
            params.note(field, true);
        }
        fields.finish()?;
        Ok(params)
    }

    /// The hash function.
    pub(crate) fn hash(&self) -> Hash {
        HASHES.iter().find(|(oid, _)| *oid == self.hash).map_or(Hash::Other, |(_, hash)| *hash)
    }

    /// The hash function, if it makes the mask, too.
    pub(crate) fn only_hash(&self) -> Option<Hash> {
        (self.mask_hash == Some(self.hash)).then(|| self.hash())
    }

    /// What a key with these parameters allows: the same functions, and a salt that is no shorter
    /// (RFC 4055 3.3).
    #[cfg(feature = "rsa")]
    pub(crate) fn allow(&self, signature: &Self) -> bool {
        self.hash == signature.hash
            && self.mask_hash == signature.mask_hash
            && self.salt_len <= signature.salt_len
    }

    fn note(&mut self, field: Tlv<'a>, is_default: bool) {
        if is_default {
            self.default_encoded.get_or_insert(field);
        }
    }
}

/// The only AlgorithmIdentifier: its object identifier, and its parameters; of a hash function they
/// are NULL or absent (RFC 4055 2.1).
fn identifier(reader: Reader<'_>, of_hash: bool) -> Result<(&[u8], Reader<'_>), DerError> {
    let mut fields = reader.only(tag::SEQUENCE)?.reader();
    let oid = fields.expect(tag::OBJECT_IDENTIFIER)?;
    if of_hash && !fields.is_empty() {
        let null = fields.only(tag::NULL)?;
        if !null.content.is_empty() {
            return Err(null.error(DerErrorKind::Content));
        }
    }
    Ok((oid.content, fields))
}

/// The only INTEGER in a field, from 0 to 65,535.
fn number(field: Tlv<'_>) -> Result<usize, DerError> {
    let integer = field.reader().only(tag::INTEGER)?;
    match integer.content {
        [short @ 0..=0x7F] => Ok(usize::from(*short)),
        [0, long @ 0x80..=0xFF] => Ok(usize::from(*long)),
        [high @ 1..=0x7F, low] | [0, high @ 0x80..=0xFF, low] => {
            Ok(usize::from(u16::from_be_bytes([*high, *low])))
        }
        _ => Err(integer.error(DerErrorKind::Content)),
    }
}

/// The AlgorithmIdentifier with one hash function throughout.
fn write(hash: Hash, salt_len: u16) -> Vec<u8> {
    let oid = HASHES.iter().find(|(_, known)| *known == hash).map_or(SHA1, |(oid, _)| oid);
    let hash = |out: &mut Vec<u8>| {
        der::nested(out, tag::SEQUENCE, |out| {
            der::tlv(out, tag::OBJECT_IDENTIFIER, oid);
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

/// The AlgorithmIdentifier of a name: `RSASSA-PSS-SHA256`, with a salt as long as the digest
/// (RFC 8017 8.1), or `RSASSA-PSS-SHA256:222`, with one of so many octets.
pub(super) fn from_name(name: &str) -> Option<Vec<u8>> {
    const START: &str = "RSASSA-PSS-";
    let start = name.get(..START.len()).filter(|start| start.eq_ignore_ascii_case(START))?;
    let rest = &name[start.len()..];
    let (hash, salt_len) = rest.split_once(':').map_or((rest, None), |(h, s)| (h, Some(s)));
    let (_, hash, digest_len) =
        NAMED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(hash))?;
    let salt_len = match salt_len {
        None => u16::try_from(*digest_len).ok()?,
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse().ok()?
        }
        Some(_) => return None,
    };
    Some(write(*hash, salt_len))
}

/// The name of an AlgorithmIdentifier, if it has one.
pub(super) fn name(identifier: &[u8]) -> Option<String> {
    let ((name, _, digest_len), salt_len) = named(identifier)?;
    Some(match usize::from(salt_len) == digest_len {
        true => format!("RSASSA-PSS-{name}"),
        false => format!("RSASSA-PSS-{name}:{salt_len}"),
    })
}

/// The hash function that a message is given to first, if it has a name here.
pub(super) fn named_hash(identifier: &[u8]) -> Option<Hash> {
    named(identifier).map(|((_, hash, _), _)| hash)
}

/// The row of an AlgorithmIdentifier that has a name, and the octets of its salt.
fn named(identifier: &[u8]) -> Option<((&'static str, Hash, usize), u16)> {
    let params = of_identifier(identifier)?.ok()?;
    let hash = params.only_hash()?;
    let row = NAMED.into_iter().find(|(_, named, _)| *named == hash)?;
    let salt_len = u16::try_from(params.salt_len).ok()?;
    // What has no name of its own is not called by another's.
    (write(hash, salt_len) == identifier).then_some((row, salt_len))
}

/// The parameters in an AlgorithmIdentifier; `None` where it is another algorithm's.
pub(crate) fn of_identifier(identifier: &[u8]) -> Option<Result<Params<'_>, DerError>> {
    let mut fields = crate::decode::only(identifier).ok()?.reader();
    let oid = fields.expect(tag::OBJECT_IDENTIFIER).ok()?;
    (oid.content == RSASSA_PSS).then(|| Params::read(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_others_are_none() {
        for text in ["RSASSA-PSS-SHA256", "RSASSA-PSS-SHA384:20", "RSASSA-PSS-SHA512:0"] {
            let identifier = from_name(text).unwrap();
            assert_eq!(name(&identifier).as_deref(), Some(text));
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
        let read = Params::read(Reader::new(&empty)).unwrap();
        assert_eq!(
            (read.only_hash(), read.salt_len, read.default_encoded),
            (Some(Hash::Sha1), 20, None)
        );
        let other_mask = params(&[HASH]);
        let read = Params::read(Reader::new(&other_mask)).unwrap();
        assert_eq!((read.hash(), read.only_hash()), (Hash::Sha256, None));
        let long = params(&[&[0xA2, 4, 2, 2, 0x01, 0x00]]);
        assert_eq!(Params::read(Reader::new(&long)).unwrap().salt_len, 256);
        let long = params(&[&[0xA2, 4, 2, 2, 0, 0x80]]);
        assert_eq!(Params::read(Reader::new(&long)).unwrap().salt_len, 0x80);
        let long = params(&[&[0xA2, 5, 2, 3, 0, 0x80, 0x01]]);
        assert_eq!(Params::read(Reader::new(&long)).unwrap().salt_len, 0x8001);
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
            (params(&[HASH, &[0xA2, 3, 2, 1, 32]]), Params { salt_len: 32, ..key });
        let masked = Params::read(Reader::new(&masked)).unwrap();
        assert!(!key.allow(&masked) && key.allow(&salt));
        let other_hash = Params { mask_hash: key.mask_hash, hash: SHA1, ..key };
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
        assert_eq!(Params::read(Reader::new(&others)).unwrap().default_encoded, None);
        for field in [SHA1_FIELD, MASK_FIELD, &[0xA2, 3, 2, 1, 20], &[0xA3, 3, 2, 1, 1]] {
            let written = params(&[field]);
            let noted = Params::read(Reader::new(&written)).unwrap().default_encoded;
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
            assert!(Params::read(Reader::new(&params(fields))).is_err(), "{fields:?}");
        }
        let mut followed = params(&[HASH]);
        followed.extend([5, 0]);
        assert!(Params::read(Reader::new(&followed)).is_err());
        assert!(Params::read(Reader::new(&[])).is_err());
        assert!(Params::read(Reader::new(&[5, 0])).is_err());
    }
}

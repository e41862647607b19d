//! A SubjectPublicKeyInfo, read.

use core::ops::Range;

use super::algorithm::PublicKeyAlgorithm;
use crate::algorithm::parameters;
use crate::algorithm::table::{self, EC_PUBLIC_KEY, RSA_ENCRYPTION, RSASSA_PSS};
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Code;

/// The algorithm, and where the modulus and the exponent of an RSA key are.
pub(super) type Parts = (PublicKeyAlgorithm, Option<[Range<usize>; 2]>);

pub(super) fn read_parts(walk: &mut Walk, info: &Tlv<'_>) -> Walked<Parts> {
    let mut fields = info.reader();
    let (sequence, oid, given) = walk.within("algorithm", |walk| {
        let sequence = walk.expect(&mut fields, tag::SEQUENCE)?;
        let (oid, given) = walk.algorithm_identifier(&sequence)?;
        given.as_ref().map_or(Ok(()), |given| walk.any(given))?;
        Ok((sequence, oid, given))
    })?;
    let string = walk.expect(&mut fields, tag::BIT_STRING)?;
    walk.finish(&fields)?;
    walk.within("subjectPublicKey", |walk| {
        let key = key_bytes(walk, &string)?;
        let at = string.at + string.encoded.len() - key.len();
        let rsa = |walk: &mut Walk| {
            let numbers = read_rsa(walk, Reader::at_offset(key, at))?;
            Ok(Some(numbers.map(|number| number.start - info.at..number.end - info.at)))
        };
        match oid {
            RSA_ENCRYPTION => {
                parameters::null(walk, &sequence, given.as_ref(), "rsaEncryption")?;
                Ok((PublicKeyAlgorithm::Rsa, rsa(walk)?))
            }
            RSASSA_PSS => {
                given.as_ref().map_or(Ok(()), |given| parameters::pss(walk, given))?;
                Ok((PublicKeyAlgorithm::RsaPss, rsa(walk)?))
            }
            EC_PUBLIC_KEY => Ok((read_ec(walk, &sequence, given.as_ref(), key, at)?, None)),
            other => {
                let row = table::key(other);
                if let Some(row) = row.filter(|row| row.no_parameters) {
                    parameters::absent(walk, given.as_ref(), row.name)?;
                }
                if let Some((row, len)) = row.and_then(|row| Some((row, row.public_len?)))
                    && key.len() != len
                {
                    let found =
                        format_args!("has {} bytes; {} keys have {len}", key.len(), row.name);
                    walk.deviates(Code::KeyEncoding, at, found)?;
                }
                Ok((PublicKeyAlgorithm::named(other), None))
            }
        }
    })
}

/// Where the modulus and the exponent are, without leading zeros.
fn read_rsa(walk: &mut Walk, reader: Reader<'_>) -> Walked<[Range<usize>; 2]> {
    let mut numbers = walk.only(reader, tag::SEQUENCE)?.reader();
    let found = [
        read_positive(walk, &mut numbers, "modulus")?,
        read_positive(walk, &mut numbers, "publicExponent")?,
    ];
    walk.finish(&numbers)?;
    Ok(found)
}

fn read_positive(walk: &mut Walk, numbers: &mut Reader<'_>, field: &str) -> Walked<Range<usize>> {
    walk.within(field, |walk| {
        let integer = walk.expect(numbers, tag::INTEGER)?;
        walk.integer(&integer)?;
        if integer.content.first().is_none_or(|first| *first >= 0x80) {
            let found = format_args!("is not a positive number; a leading zero byte is missing");
            walk.deviates(Code::KeyEncoding, integer.at, found)?;
        }
        let zeros = integer.content.iter().take_while(|byte| **byte == 0).count();
        let end = integer.at + integer.encoded.len();
        Ok(end - integer.content.len() + zeros..end)
    })
}

fn read_ec(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parameters: Option<&Tlv<'_>>,
    point: &[u8],
    at: usize,
) -> Walked<PublicKeyAlgorithm> {
    let algorithm = match parameters {
        Some(named) if named.tag == tag::OBJECT_IDENTIFIER => {
            walk.is_oid(named)?;
            PublicKeyAlgorithm::on_curve(named.content)
        }
        other => {
            walk.deviates(
                Code::AlgorithmParameters,
                other.map_or(sequence.at, |tlv| tlv.at),
                format_args!(
                    "does not name its curve; the parameters of id-ecPublicKey are its object identifier"
                ),
            )?;
            PublicKeyAlgorithm::EcUnnamed
        }
    };
    if !algorithm.has_point(point) {
        let len = point.len();
        let found =
            format_args!("has {len} bytes that are not a point of {algorithm} (RFC 5480 2.2)");
        walk.deviates(Code::KeyEncoding, at, found)?;
    }
    Ok(algorithm)
}

/// The bytes of a key in a BIT STRING.
pub(crate) fn key_bytes<'a>(walk: &mut Walk, string: &Tlv<'a>) -> Walked<&'a [u8]> {
    let (unused, bytes) = walk.bits(string)?;
    if unused != 0 {
        let found = format_args!("has {unused} unused bits; keys are whole bytes");
        walk.deviates(Code::KeyEncoding, string.at, found)?;
    }
    Ok(bytes)
}

/// The bits of a big-endian number.
pub(crate) fn bits(bytes: &[u8]) -> usize {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = &bytes[zeros..];
    let leading_zeros = significant.first().map_or(0, |byte| byte.leading_zeros());
    significant.len() * 8 - usize::try_from(leading_zeros).unwrap_or(0)
}

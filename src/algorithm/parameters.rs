//! The parameters of an AlgorithmIdentifier that was received, and their deviations.

use super::pss::Params;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{Bytes, tag};
use crate::error::Code;

/// Parameters that must be NULL (RFC 4055 2.1, RFC 3279 2.3.1).
pub(crate) fn null(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parameters: Option<&Tlv<'_>>,
    name: &str,
) -> Walked<()> {
    match parameters {
        Some(tlv) if tlv.tag == tag::NULL && tlv.content.is_empty() => Ok(()),
        Some(tlv) => walk.deviates(
            Code::AlgorithmParameters,
            tlv.at,
            format_args!("has {} as parameters; those of {name} are NULL", Bytes(tlv.encoded)),
        ),
        None => walk.deviates(
            Code::AlgorithmParameters,
            sequence.at,
            format_args!("has no parameters; those of {name} are NULL"),
        ),
    }
}

/// Parameters that must be absent (RFC 5758 3.2, RFC 8410 3).
pub(crate) fn absent(walk: &mut Walk, parameters: Option<&Tlv<'_>>, name: &str) -> Walked<()> {
    let Some(tlv) = parameters else { return Ok(()) };
    let what = if tlv.tag == tag::NULL { "NULL" } else { "a value" };
    walk.deviates(
        Code::AlgorithmParameters,
        tlv.at,
        format_args!("has {what} as parameters; {name} has none at all"),
    )
}

/// RSASSA-PSS-params (RFC 4055 3.1).
pub(crate) fn pss(walk: &mut Walk, parameters: &Tlv<'_>) -> Walked<()> {
    let given = Reader::at_offset(parameters.encoded, parameters.at);
    match Params::read(&mut Walk::strict(), given) {
        Ok(Params { default_encoded: Some(field), .. }) => {
            let found =
                format_args!("has a field that equals its default, {}", Bytes(field.encoded));
            walk.deviates(Code::DefaultEncoded, field.at, found)
        }
        Ok(_) => Ok(()),
        Err(deviation) => {
            let found = format_args!(
                "has {} as parameters, which are not RSASSA-PSS-params",
                Bytes(parameters.encoded)
            );
            walk.deviates(Code::AlgorithmParameters, deviation.at(), found)
        }
    }
}

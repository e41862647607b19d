//! Signature algorithms as they were received.

use alloc::{borrow::Cow, format, vec::Vec};
use core::fmt;

use super::deviation::DeviationKind;
use super::key::InspectedKey;
use super::walk::{Octets, Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::oid::Oid;
use crate::signature_algorithm::SignatureAlgorithm;
use crate::signature_algorithm::known::{self, Family, Hash, Parameters, Row};
use crate::signature_algorithm::pss::Params;

/// A signature algorithm as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedAlgorithm {
    oid: Oid,
    hash: Hash,
    der: Vec<u8>,
}

impl InspectedAlgorithm {
    /// The identifier of the algorithm.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Its name, such as `ecdsa-with-SHA256`, or the identifier in dotted decimal.
    pub fn name(&self) -> Cow<'static, str> {
        match self.row() {
            Some(row) => Cow::Borrowed(row.name),
            None => Cow::Owned(format!("{}", self.oid)),
        }
    }

    /// The hash function that it signs.
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// The AlgorithmIdentifier as it was received.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    pub(crate) fn family(&self) -> Family {
        self.row().map_or(Family::Unknown, |row| row.family)
    }

    /// Whether keys of this kind sign by it, as far as is known.
    pub(crate) fn fits(&self, key: &InspectedKey) -> bool {
        key.algorithm_oid().is_none_or(|key| known::signs(key, self.oid.as_bytes()))
    }

    fn row(&self) -> Option<&'static Row> {
        known::row(self.oid.as_bytes())
    }

    /// The algorithm with the parameters that it should have: what faulty ones hide is
    /// verified all the same.
    pub(super) fn canonical(&self) -> Option<SignatureAlgorithm> {
        let der = match self.row().map(|row| row.parameters) {
            Some(Parameters::Null | Parameters::Absent) => known::identifier(self.oid.as_bytes()),
            _ => self.der.clone(),
        };
        SignatureAlgorithm::from_der(&der).ok()
    }

    /// ```text
    /// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
    /// ```
    pub(super) fn walk(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<Self> {
        let (oid, parameters) = identifier(walk, sequence)?;
        let mut algorithm = Self { oid, hash: Hash::Other, der: sequence.encoded.to_vec() };
        if let Some(row) = algorithm.row() {
            algorithm.hash = row.hash;
            let name = row.name;
            match row.parameters {
                Parameters::Null => null(walk, sequence, parameters.as_ref(), name)?,
                Parameters::Absent => absent(walk, parameters.as_ref(), name)?,
                Parameters::Any => {}
                Parameters::Pss => match &parameters {
                    Some(parameters) => {
                        let params = pss_params(walk, parameters)?;
                        algorithm.hash = params.map_or(Hash::Other, |params| params.hash());
                    }
                    None => walk.deviates(
                        DeviationKind::AlgorithmParameters,
                        sequence.at,
                        format_args!("has no parameters; {name} has RSASSA-PSS-params"),
                    )?,
                },
            }
        }
        Ok(algorithm)
    }
}

impl fmt::Display for InspectedAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The identifier and the parameters of an AlgorithmIdentifier.
pub(super) fn identifier<'a>(
    walk: &mut Walk,
    sequence: &Tlv<'a>,
) -> Walked<(Oid, Option<Tlv<'a>>)> {
    let mut fields = sequence.reader();
    let oid = walk.oid(&mut fields)?;
    let mut parameters = None;
    if !fields.is_empty() {
        let tlv = walk.read(&mut fields)?;
        walk.any(&tlv)?;
        parameters = Some(tlv);
    }
    walk.finish(&fields)?;
    Ok((oid, parameters))
}

/// Parameters that have to be NULL (RFC 4055 2.1, RFC 3279 2.3.1).
pub(super) fn null(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parameters: Option<&Tlv<'_>>,
    name: &str,
) -> Walked<()> {
    match parameters {
        Some(tlv) if tlv.tag == 0x05 && tlv.content.is_empty() => Ok(()),
        Some(tlv) => walk.deviates(
            DeviationKind::AlgorithmParameters,
            tlv.at,
            format_args!("has {} as parameters; those of {name} are NULL", Octets(tlv.encoded)),
        ),
        None => walk.deviates(
            DeviationKind::AlgorithmParameters,
            sequence.at,
            format_args!("has no parameters; those of {name} are NULL"),
        ),
    }
}

/// Parameters that have to be absent (RFC 5758 3.2, RFC 8410 3).
pub(super) fn absent(walk: &mut Walk, parameters: Option<&Tlv<'_>>, name: &str) -> Walked<()> {
    let Some(tlv) = parameters else { return Ok(()) };
    let what = if tlv.tag == 0x05 { "NULL" } else { "a value" };
    walk.deviates(
        DeviationKind::AlgorithmParameters,
        tlv.at,
        format_args!("has {what} as parameters; {name} has none at all"),
    )
}

/// RSASSA-PSS-params, as far as they can be read (RFC 4055 3.1).
pub(super) fn pss_params<'a>(walk: &mut Walk, parameters: &Tlv<'a>) -> Walked<Option<Params<'a>>> {
    match Params::read(Reader::at_offset(parameters.encoded, parameters.at)) {
        Ok(params) => {
            if let Some(field) = params.default_encoded {
                let found =
                    format_args!("has a field that equals its default, {}", Octets(field.encoded));
                walk.deviates(DeviationKind::DefaultEncoded, field.at, found)?;
            }
            Ok(Some(params))
        }
        Err(error) => {
            let found = format_args!(
                "has {} as parameters, which are no RSASSA-PSS-params",
                Octets(parameters.encoded)
            );
            walk.deviates(DeviationKind::AlgorithmParameters, error.at(), found)?;
            Ok(None)
        }
    }
}

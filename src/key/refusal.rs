//! Why keys are refused. No error holds a part of a key.

use alloc::{borrow::Cow, borrow::ToOwned, format};
use core::fmt;

use super::algorithm::Algorithm;
use crate::algorithm::table::{self, EC_PUBLIC_KEY, Name, RSA_ENCRYPTION};
use crate::asn1::{Deviation, Oid};
use crate::error::{Code, Error};
use crate::input::Wanted;
use crate::public_key::POINT;

/// What signs here.
const SUPPORTED: &str = "RSA, ECDSA on P-256, P-384 or P-521, Ed25519, or ML-DSA";

pub(super) fn refuse(code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
    Error::new(code, "private key", reason)
}

/// A key is encrypted in another way than those that are read.
#[cfg(feature = "encryption")]
pub(super) fn encryption(code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
    refuse(code, reason).expected("PBES2 with AES-CBC and PBKDF2 or scrypt (RFC 8018)")
}

#[allow(dead_code, reason = "without a family, nothing is drawn")]
pub(super) fn random<T>(_: T) -> Error {
    Error::new(Code::Random, "random number generator", "failed")
}

pub(super) fn feature_missing(what: impl fmt::Display, feature: &str) -> Error {
    let reason = format!("{what}, for which this build does not have the feature {feature}");
    refuse(Code::FeatureMissing, reason)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn not_der(deviation: Deviation) -> Error {
    Wanted::PRIVATE_KEY.refuse_der(deviation.at())
}

/// A key, public or private, does not name its curve.
pub(super) fn explicit_curve(subject: &'static str) -> Error {
    Error::new(Code::ExplicitCurve, subject, "is an elliptic-curve key whose curve is spelt out")
        .expected("the name of the curve (RFC 5480 2.1.1)")
}

/// What is wrong with a public key that was found.
#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn public_key(wanted: &Wanted, deviation: Deviation) -> Error {
    let refuse = |expected: &'static str| {
        Error::new(deviation.code(), wanted.subject(), deviation.found().to_owned())
            .expected(expected)
    };
    match deviation.code() {
        Code::ExplicitCurve => explicit_curve(wanted.subject()),
        Code::KeyCurve => refuse("the name of the curve (RFC 5480 2.1.1)"),
        Code::KeyEncoding => refuse(POINT),
        _ => wanted.refuse_der(deviation.at()),
    }
}

/// The parts of a key contradict one another.
pub(super) fn contradictory<T>(_: T) -> Error {
    refuse(Code::KeyDamaged, "has parts that contradict one another")
}

/// A key of an algorithm that no family here has.
pub(super) fn algorithm(oid: &Oid) -> Error {
    let name = Name(oid);
    // Of the others, the keys have the object identifier of their signatures.
    let other = Algorithm::ALL.iter().find(|known| known.signature_algorithm().oid() == *oid);
    match oid.as_bytes() {
        RSA_ENCRYPTION => feature_missing("is an RSA key", "rsa"),
        EC_PUBLIC_KEY => feature_missing("is an elliptic-curve key", "ecdsa"),
        _ if let Some(other) = other => {
            feature_missing(format_args!("is an {name} key"), other.feature())
        }
        bytes if table::cannot_sign(bytes) => {
            let reason = format!("is for {name}, which cannot sign");
            refuse(Code::KeyCannotSign, reason).expected(SUPPORTED)
        }
        _ => refuse(Code::KeyAlgorithm, format!("is for {name}, which is not supported"))
            .expected(SUPPORTED),
    }
}

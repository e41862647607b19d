//! The expanded form of a private key (FIPS 204, Algorithm 24), whose parts follow from one another.
//! The crate `ml-dsa` takes it as it is, and panics where a part is out of range.
//!
//! ```text
//! expandedKey = rho (32) || K (32) || tr (64) || s1 || s2 || t0
//! A = ExpandA(rho), t1 * 2^13 + t0 = A * s1 + s2, tr = SHAKE256(rho || t1)
//! ```

use alloc::{format, vec::Vec};

use ::ml_dsa::{ExpandedSigningKey, ExpandedSigningKeyBytes, MlDsaParams};
use shake::{ExtendableOutput, Shake128, Shake256, Update, XofReader};
use zeroize::Zeroizing;

use crate::error::{Code, Error};
use crate::key::refusal::refuse;

/// The modulus (FIPS 204 4).
const Q: u64 = 8_380_417;
/// Coefficients of a polynomial.
const N: usize = 256;
/// Bits of a coefficient of t0, and of t1.
const T0_BITS: usize = 13;
const T1_BITS: usize = 10;

/// The dimensions of the matrix A, and the range of the coefficients of s1 and s2.
pub(super) struct Dimensions {
    pub(super) k: u8,
    pub(super) l: u8,
    pub(super) eta: u64,
}

/// Takes an expanded key if its parts agree.
pub(super) fn read<P: MlDsaParams>(
    dimensions: &Dimensions,
    encoded: &[u8],
) -> Result<ExpandedSigningKey<P>, Error> {
    let encoded: Zeroizing<ExpandedSigningKeyBytes<P>> = Zeroizing::new(len_checked(encoded)?);
    let (rho, rest) = encoded.split_at(32);
    let (tr, rest) = rest[32..].split_at(64);
    let s_bits = if dimensions.eta == 2 { 3 } else { 4 };
    let len = |polynomials: u8, bits| usize::from(polynomials) * N / 8 * bits;
    let (s1, rest) = rest.split_at(len(dimensions.l, s_bits));
    let (s2, t0) = rest.split_at(len(dimensions.k, s_bits));
    for (part, encoded) in [("s1", s1), ("s2", s2)] {
        if unpack(encoded, s_bits).iter().any(|value| *value > 2 * dimensions.eta) {
            return Err(contradicting(part));
        }
    }
    #[expect(deprecated, reason = "it is checked here")]
    let key = ExpandedSigningKey::from_expanded(&encoded);
    let public = key.verifying_key().encode();
    let mut hash = [0; 64];
    Shake256::default().chain(&public[..]).finalize_xof().read(&mut hash);
    if tr != hash {
        return Err(contradicting("tr"));
    }
    let s1 = centred(unpack(s1, s_bits), dimensions.eta);
    let s2 = centred(unpack(s2, s_bits), dimensions.eta);
    let t0 = centred(unpack(t0, T0_BITS), 1 << (T0_BITS - 1));
    // A * s1 = t1 * 2^13 + t0 - s2, as NTT of both sides.
    let mut right = unpack(&public[32..], T1_BITS);
    for ((t, t0), s2) in right.iter_mut().zip(&*t0).zip(&*s2) {
        *t = ((*t << T0_BITS) + t0 + Q - s2) % Q;
    }
    let (s1, right) = (ntt(s1), ntt(right));
    for (row, right) in (0..dimensions.k).zip(right.chunks_exact(N)) {
        let mut left = Zeroizing::new([0; N]);
        for (column, s) in (0..dimensions.l).zip(s1.chunks_exact(N)) {
            for ((sum, a), s) in left.iter_mut().zip(matrix(rho, row, column)).zip(s) {
                *sum = (*sum + a * s) % Q;
            }
        }
        if *left != right {
            return Err(contradicting("t0"));
        }
    }
    Ok(key)
}

pub(super) fn write<P: MlDsaParams>(
    key: &ExpandedSigningKey<P>,
) -> Zeroizing<ExpandedSigningKeyBytes<P>> {
    #[expect(deprecated, reason = "there is no seed")]
    Zeroizing::new(key.to_expanded())
}

#[cold]
pub(super) fn contradicting(part: &str) -> Error {
    let reason = format!("is an ML-DSA key whose {part} contradicts its other parts");
    refuse(Code::KeyDamaged, reason).expected("parts of one key (FIPS 204, Algorithm 6)")
}

/// The bytes of a part, if they are as many as it has.
pub(super) fn len_checked<T: for<'a> TryFrom<&'a [u8]>>(bytes: &[u8]) -> Result<T, Error> {
    bytes.try_into().map_err(|_| {
        let reason = format!("is an ML-DSA key of {} bytes", bytes.len());
        let expected = format!("{} bytes (RFC 9881 6)", size_of::<T>());
        refuse(Code::KeyDamaged, reason).expected(expected)
    })
}

/// Numbers of so many bits each, the least significant bit first (FIPS 204, Algorithm 19).
fn unpack(bytes: &[u8], bits: usize) -> Zeroizing<Vec<u64>> {
    let mut numbers = Zeroizing::new(Vec::with_capacity(bytes.len() * 8 / bits));
    let (mut held, mut count) = (0, 0);
    for byte in bytes {
        held |= u64::from(*byte) << count;
        count += 8;
        while count >= bits {
            numbers.push(held & ((1 << bits) - 1));
            held >>= bits;
            count -= bits;
        }
    }
    numbers
}

/// Numbers that are encoded as their distance from the largest one, modulo q.
fn centred(mut numbers: Zeroizing<Vec<u64>>, max: u64) -> Zeroizing<Vec<u64>> {
    numbers.iter_mut().for_each(|number| *number = (Q + max - *number) % Q);
    numbers
}

/// Each polynomial in its NTT form (FIPS 204, Algorithm 41).
fn ntt(mut polynomials: Zeroizing<Vec<u64>>) -> Zeroizing<Vec<u64>> {
    for polynomial in polynomials.chunks_exact_mut(N) {
        let mut index = 0_u8;
        for len in [128, 64, 32, 16, 8, 4, 2, 1] {
            for pair in polynomial.chunks_exact_mut(2 * len) {
                index += 1;
                let zeta = (0..index.reverse_bits()).fold(1, |power, _| power * 1_753 % Q);
                let (low, high) = pair.split_at_mut(len);
                for (low, high) in low.iter_mut().zip(high) {
                    let product = zeta * *high % Q;
                    *high = (*low + Q - product) % Q;
                    *low = (*low + product) % Q;
                }
            }
        }
    }
    polynomials
}

/// A polynomial of A, in NTT form (FIPS 204, Algorithms 30 and 32).
fn matrix(rho: &[u8], row: u8, column: u8) -> impl Iterator<Item = u64> {
    let mut bytes = Shake128::default().chain(rho).chain([column, row]).finalize_xof();
    core::iter::repeat_with(move || {
        let mut number = [0; 4];
        bytes.read(&mut number[..3]);
        u64::from(u32::from_le_bytes(number) & 0x7F_FFFF)
    })
    .filter(|number| *number < Q)
}

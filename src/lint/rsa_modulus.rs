//! Weak RSA moduli: small factors, close primes, ROCA.

use core::num::NonZeroU16;

use crypto_bigint::{BoxedUint, Limb, NonZero};

use super::finding::Findings;
use crate::error::Code;
use crate::public_key::bits;

/// The largest modulus that small factors are looked for in, in bits: 128 MiB of it.
const BITS_MAX: usize = 1 << 30;
/// The largest modulus whose factors are looked for by Fermat's method, in bits.
const FERMAT_BITS_MAX: usize = 16_384;
/// Steps of Fermat's method, as many as Boulder takes.
const FERMAT_STEPS: usize = 100;
/// Primes below this are tried as factors, as by Boulder.
const SMALL_PRIMES_BELOW: u16 = 752;
/// The largest prime that the fingerprint of ROCA is taken by.
const ROCA_PRIME_MAX: u16 = 167;

pub(super) fn check(modulus: &[u8], place: &str, findings: &mut Findings<'_>) {
    let size = bits(modulus);
    if size > BITS_MAX {
        return;
    }
    let modulus = BoxedUint::from_be_slice_vartime(modulus);
    if let Some(factor) = primes().find(|prime| rem(&modulus, *prime) == 0) {
        let found = format_args!("has a modulus that {factor} divides");
        findings.add(Code::RsaSmallFactor, place, found);
        return;
    }
    if size <= FERMAT_BITS_MAX && has_close_factors(&modulus) {
        let found = format_args!(
            "has a modulus whose two primes are so close that {FERMAT_STEPS} steps of Fermat's method find them"
        );
        findings.add(Code::RsaClosePrimes, place, found);
    }
    if is_roca(&modulus) {
        findings.add(Code::RsaRoca, place, "has a modulus with the fingerprint of ROCA");
    }
}

/// Small primes, in ascending order.
fn primes() -> impl Iterator<Item = NonZeroU16> {
    (2..SMALL_PRIMES_BELOW)
        .filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|divisor| n % divisor != 0))
        .filter_map(NonZeroU16::new)
}

fn rem(number: &BoxedUint, divisor: NonZeroU16) -> u64 {
    number.rem_limb(NonZero::<Limb>::from_u16(divisor)).into()
}

/// Whether an odd number is a product of two that Fermat's method finds: n = a² - b² with a just
/// above the root of n. No intermediate result is longer than n.
fn has_close_factors(n: &BoxedUint) -> bool {
    let root = n.floor_sqrt_vartime();
    let rest = n.wrapping_sub(root.wrapping_mul(&root));
    if rest.is_zero().to_bool() {
        return true;
    }
    let limb = |value: u8| BoxedUint::from(Limb::from(value));
    // (root + 1)² - n = 2 root + 1 - rest
    let mut odd = root.wrapping_add(&root).wrapping_add(limb(1));
    let mut square = odd.wrapping_sub(&rest);
    for _ in 0..FERMAT_STEPS {
        if square.checked_sqrt_vartime().is_some() {
            return true;
        }
        odd.wrapping_add_assign(limb(2));
        square.wrapping_add_assign(&odd);
    }
    false
}

/// Whether the modulus lies, modulo each small prime, in the subgroup that 65537 generates:
/// primes of the faulty library are k·M + (65537^a mod M), and so is their product
/// (Nemec and others, "The Return of Coppersmith's Attack", 2017).
fn is_roca(modulus: &BoxedUint) -> bool {
    primes().skip(1).take_while(|prime| prime.get() <= ROCA_PRIME_MAX).all(|prime| {
        let rest = rem(modulus, prime);
        let prime = u64::from(prime.get());
        let mut power = 1;
        (0..prime).any(|_| {
            let found = power == rest;
            power = power * 65_537 % prime;
            found
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_factors_are_found_and_distant_ones_are_not() {
        let p: u128 = 18_446_744_073_709_551_557; // The largest prime under 2^64.
        for (q, found) in [
            (p, true),
            (18_446_744_073_709_551_533, true),
            (18_446_744_073_709_551_521, true),
            (13_043_817_825_332_782_231, false),
        ] {
            assert_eq!(has_close_factors(&BoxedUint::from(p * q)), found, "{q}");
        }
        // One limb, where what is added on the way must still fit.
        assert!(has_close_factors(&BoxedUint::from(65_521_u64 * 65_519)));
        assert!(!has_close_factors(&BoxedUint::from(4_294_967_291_u64 * 3)));
    }
}

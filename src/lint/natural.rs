//! Natural numbers of any size, as far as judging an RSA modulus goes.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

/// Limbs of 32 bits, least significant first, without zeros at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Natural(Vec<u32>);

impl Natural {
    /// The number whose octets these are, most significant first.
    pub(super) fn from_be_bytes(octets: &[u8]) -> Self {
        let limbs = octets
            .rchunks(4)
            .map(|chunk| chunk.iter().fold(0, |limb, octet| (limb << 8) | u32::from(*octet)));
        Self::normal(limbs.collect())
    }

    fn normal(mut limbs: Vec<u32>) -> Self {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The remainder of a division by a small number, which is not zero.
    pub(super) fn rem(&self, divisor: u32) -> u32 {
        let divisor = u64::from(divisor.max(1));
        let rest = self
            .0
            .iter()
            .rev()
            .fold(0_u64, |rest, limb| ((rest << 32) | u64::from(*limb)) % divisor);
        u32::try_from(rest).unwrap_or(0)
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn add(&self, other: &Self) -> Self {
        let mut sum = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        let mut carry = 0;
        for index in 0..self.0.len().max(other.0.len()) {
            let limb = |number: &Self| u64::from(number.0.get(index).copied().unwrap_or(0));
            carry += limb(self) + limb(other);
            sum.push(low(carry));
            carry >>= 32;
        }
        sum.push(low(carry));
        Self::normal(sum)
    }

    /// The difference; `other` is not the larger one.
    fn sub(&self, other: &Self) -> Self {
        let mut borrow = false;
        let limbs = self.0.iter().enumerate().map(|(index, limb)| {
            let (rest, one) = limb.overflowing_sub(other.0.get(index).copied().unwrap_or(0));
            let (rest, two) = rest.overflowing_sub(u32::from(borrow));
            borrow = one || two;
            rest
        });
        Self::normal(limbs.collect())
    }

    fn halved(&self) -> Self {
        let limbs = self.0.iter().enumerate().map(|(index, limb)| {
            let above = self.0.get(index + 1).copied().unwrap_or(0);
            (limb >> 1) | (above << 31)
        });
        Self::normal(limbs.collect())
    }

    /// The square root rounded down, and what is left, digit by digit in base 2.
    fn sqrt(&self) -> (Self, Self) {
        let mut rest = self.clone();
        let mut root = Self(Vec::new());
        for limb in (0..self.0.len()).rev() {
            for bit in (0..32).rev().step_by(2) {
                let mut digit = vec![0; limb + 1];
                digit[limb] = 1_u32 << (bit - 1);
                let digit = Self(digit);
                let candidate = root.add(&digit);
                root = root.halved();
                if rest.cmp(&candidate) != Ordering::Less {
                    rest = rest.sub(&candidate);
                    root = root.add(&digit);
                }
            }
        }
        (root, rest)
    }

    fn is_square(&self) -> bool {
        // Few numbers pass these, and each costs one pass.
        let may_be = |modulus: u32| {
            let rest = self.rem(modulus);
            (0..modulus).any(|root| root * root % modulus == rest)
        };
        may_be(64) && may_be(63) && may_be(65) && may_be(11) && self.sqrt().1.is_zero()
    }

    /// Whether the number is a product of two that lie so close together that Fermat's method
    /// finds them in this many steps: n = a² - b² with a just above the root of n.
    pub(super) fn has_close_factors(&self, steps: usize) -> bool {
        let (root, rest) = self.sqrt();
        if rest.is_zero() {
            return !self.is_zero();
        }
        let one = Self(vec![1]);
        // (root + 1)² - n = 2 root + 1 - rest
        let mut odd = root.add(&root).add(&one);
        let mut square = odd.sub(&rest);
        for _ in 0..steps {
            if square.is_square() {
                return true;
            }
            odd = odd.add(&one).add(&one);
            square = square.add(&odd);
        }
        false
    }
}

fn low(value: u64) -> u32 {
    u32::try_from(value & 0xFFFF_FFFF).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn natural(value: u128) -> Natural {
        Natural::from_be_bytes(&value.to_be_bytes())
    }

    #[test]
    fn remainders_and_roots_equal_those_of_the_machine() {
        for value in [1, 2, 3, 4, 99, 1 << 32, (1 << 64) - 1, 1 << 64, u128::MAX, 10_u128.pow(38)] {
            for divisor in [1, 2, 3, 65_537, u32::MAX] {
                let expected = value % u128::from(divisor);
                assert_eq!(u128::from(natural(value).rem(divisor)), expected, "{value}");
            }
            let (root, rest) = natural(value).sqrt();
            let expected = value.isqrt();
            assert_eq!(root, natural(expected), "{value}");
            assert_eq!(rest, natural(value - expected * expected), "{value}");
        }
    }

    #[test]
    fn close_factors_are_found_and_distant_ones_are_not() {
        let p: u128 = 18_446_744_073_709_551_557; // The largest prime under 2^64.
        for (q, found) in [
            (p, true),
            (18_446_744_073_709_551_533, true),
            (18_446_744_073_709_551_521, true),
            (13_043_817_825_332_782_231, false),
        ] {
            assert_eq!(natural(p * q).has_close_factors(100), found, "{q}");
        }
    }
}

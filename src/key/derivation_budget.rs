//! How much work files can ask for before a password opens them.

use alloc::format;

use super::refusal::refuse;
use crate::error::{Code, Error};

/// The work that may be spent on deriving keys from passwords (PBKDF2, scrypt), of which encrypted
/// private keys say how much they take: in the beginning as much as one key may take at most, some
/// seconds. Keys in use take a few hundredths of it.
///
/// [`KeyPair::read`](crate::KeyPair::read) has one for each file; a caller that reads many files gives them
/// one together.
#[derive(Debug)]
pub struct DerivationBudget {
    /// What is left, in parts of [`WHOLE`].
    left: u64,
}

const WHOLE: u64 = 1_000_000;

impl Default for DerivationBudget {
    fn default() -> Self {
        Self { left: WHOLE }
    }
}

impl DerivationBudget {
    /// Takes the cost of a key, of which the whole budget pays `limit`: for readers of other forms of
    /// encrypted keys.
    ///
    /// # Errors
    /// [`Code::TooCostly`] where less than that is left.
    pub fn spend(&mut self, cost: u64, limit: u64) -> Result<(), Error> {
        let share = cost.saturating_mul(WHOLE).div_ceil(limit);
        match self.left.checked_sub(share) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let spent = (WHOLE - self.left).saturating_mul(limit) / WHOLE;
                let reason = format!(
                    "asks for a cost of {cost} to decrypt it, after {spent} for other keys"
                );
                let limit = format!("at most {limit} for all keys together");
                Err(refuse(Code::TooCostly, reason).expected(limit))
            }
        }
    }
}

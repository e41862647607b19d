//! One type for every source of random numbers, so that families need not be generic.

use core::fmt;

use rand_core::{TryCryptoRng, TryRng};

/// The source failed. Its own error is not kept: all that can be done is to try again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RngFailure;

impl fmt::Display for RngFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source of random numbers failed")
    }
}

impl core::error::Error for RngFailure {}

/// Any source, with its error forgotten.
pub(super) struct ErasedRng<'r, R: ?Sized>(pub(super) &'r mut R);

impl<R: TryCryptoRng + ?Sized> TryRng for ErasedRng<'_, R> {
    type Error = RngFailure;

    fn try_next_u32(&mut self) -> Result<u32, RngFailure> {
        self.0.try_next_u32().map_err(|_| RngFailure)
    }

    fn try_next_u64(&mut self) -> Result<u64, RngFailure> {
        self.0.try_next_u64().map_err(|_| RngFailure)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), RngFailure> {
        self.0.try_fill_bytes(out).map_err(|_| RngFailure)
    }
}

impl<R: TryCryptoRng + ?Sized> TryCryptoRng for ErasedRng<'_, R> {}

//! A source of random numbers that has run dry.

/// It gives no random number; each attempt to draw one is an error.
pub(crate) struct Dry;

#[derive(Debug)]
pub(crate) struct Drawn;

impl core::fmt::Display for Drawn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("drawn")
    }
}

impl core::error::Error for Drawn {}

impl rand_core::TryRng for Dry {
    type Error = Drawn;

    fn try_next_u32(&mut self) -> Result<u32, Drawn> {
        Err(Drawn)
    }

    fn try_next_u64(&mut self) -> Result<u64, Drawn> {
        Err(Drawn)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Drawn> {
        Err(Drawn)
    }
}

impl rand_core::TryCryptoRng for Dry {}

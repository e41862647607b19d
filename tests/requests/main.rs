//! Requests that are built: the layout of their bytes, the comparison with x509-cert and
//! x509-parser, extensions and attributes, and the texts of what they hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[cfg(feature = "x509-cert")]
mod conversion;
#[cfg(feature = "std")]
mod differential;
#[cfg(all(feature = "std", feature = "ecdsa"))]
mod extensions;
#[cfg(all(feature = "std", feature = "ecdsa", feature = "rsa"))]
mod layout;
mod round_trips;

#[cfg(all(feature = "std", feature = "ecdsa"))]
#[path = "../support/programs.rs"]
mod programs;
#[cfg(all(feature = "std", feature = "ecdsa", feature = "rsa"))]
#[path = "../support/public_key.rs"]
mod public_key;

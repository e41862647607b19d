//! Profiles of management servers: each is data, and its tables of tests are made from it.

#![cfg(feature = "lxca")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod documented;
mod golden_der;
mod made_up_vendor;
#[cfg(all(feature = "std", feature = "idn"))]
mod sentences;
mod tables;

#[cfg(all(feature = "std", feature = "idn"))]
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/public_key.rs"]
mod public_key;

//! The documented method: its body, its service, and the stores behind it.

#![cfg(feature = "lxca")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod body;
#[cfg(all(feature = "store", feature = "ecdsa"))]
mod damage;
mod openapi;
#[cfg(all(feature = "std", feature = "ecdsa"))]
mod redfish;
#[cfg(all(feature = "std", feature = "ecdsa", feature = "idn"))]
mod sentences;
#[cfg(all(feature = "std", feature = "ecdsa"))]
mod service;
#[cfg(all(feature = "store", feature = "ecdsa"))]
mod store;

#[cfg(all(feature = "std", feature = "ecdsa"))]
#[path = "../support/dry.rs"]
mod dry;
#[cfg(all(feature = "std", feature = "ecdsa", feature = "idn"))]
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/public_key.rs"]
mod public_key;

//! Profiles of management servers: each is data, and its tables of tests are made from it.

#![cfg(feature = "lxca")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod documented;
mod made_up_vendor;

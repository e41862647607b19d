//! Files with keys: those that sign, and what belongs to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/tools.rs"]
mod tools;

mod foreign;
mod matching;
mod modern;
mod passwords;
mod signing;

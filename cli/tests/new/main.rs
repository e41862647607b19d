//! `csr new`: from JSON bodies, and from options.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/tools.rs"]
mod tools;

#[path = "../../../tests/support/golden.rs"]
mod golden;

mod bodies;
mod imports;
mod options;
mod profile_files;
mod profiles;
mod sentences;

//! `csr new`: from JSON bodies, and from options.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/tools.rs"]
mod tools;

mod bodies;
mod options;

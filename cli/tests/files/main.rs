//! Files that the program reads and writes: by their paths, and by their content.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/tools.rs"]
mod tools;

mod limits;
mod mistaken;
mod paths;

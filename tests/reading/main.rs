//! Requests that are read: leniently, strictly, and by the rules of lint.

#![cfg(all(feature = "rsa", feature = "ecdsa"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod corpus;
mod inspection;
mod lint;
mod several;

#[path = "../support/der_tree.rs"]
mod der_tree;
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/raw.rs"]
mod raw;
#[path = "../support/readers.rs"]
mod readers;
#[path = "../support/skip.rs"]
mod skip;

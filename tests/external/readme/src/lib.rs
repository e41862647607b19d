//! The Rust examples of the README, each as the `main.rs` of another crate.

#![cfg(test)]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

//! The Rust examples of the README, each as the `main.rs` of somebody who pasted it.

#![cfg(test)]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

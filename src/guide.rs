//! How to do things, by task, and reference pages.
//!
//! | page | what it answers |
//! |---|---|
//! | [`making`] | What goes into a request: from values, from text, extensions and attributes |
#![cfg_attr(
    feature = "lxca",
    doc = "| [`json_body`] | How a JSON body of a management server becomes a request |"
)]
//! | [`signing`] | Own keys, key files, HSM and token, KMS, async, without an operating system |
//! | [`reading`] | Read, verify, inspect and lint a request; compare it with its certificate; renew it |
//! | [`errors`] | What an error holds, and how to show it |
//! | [`codes`] | All codes of errors, deviations and lint rules |
//! | [`all_rules`](crate::lint::all_rules) | All rules of lint, each with a request that breaks it |
//! | [`tables`] | Types of names, algorithms and subject attributes |
//! | [`guarantees`] | What can be relied on, what is limited, what is not done |
//! | [`annotated_der`] | Every field of an encoded request, with its source |
//!
//! The examples assert what they show, and are run with the tests.

#[doc = include_str!("guide/annotated_der.md")]
pub mod annotated_der {}
pub mod errors;
pub mod guarantees;
#[cfg(feature = "lxca")]
pub mod json_body;
pub mod making;
pub mod reading;
pub mod signing;
pub mod tables;

pub use crate::error::codes;

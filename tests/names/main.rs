//! Names of all kinds: subjects, the names of a subjectAltName, and values that try to be more
//! than one name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod injection;
mod rare_general_names;
mod subject;
#[cfg(feature = "idn")]
mod verdicts;

#[path = "../support/raw.rs"]
mod raw;
#[cfg(feature = "idn")]
#[path = "../support/skip.rs"]
mod skip;

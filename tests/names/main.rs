//! Names of all kinds: subjects, the names of a subjectAltName, and values that try to be more
//! than one name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod hints;
mod injection;
mod rare_general_names;
#[cfg(feature = "idn")]
mod sentences;
mod subject;
#[cfg(feature = "idn")]
mod verdicts;

#[cfg(feature = "idn")]
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/raw.rs"]
mod raw;
#[cfg(feature = "idn")]
#[path = "../support/skip.rs"]
mod skip;

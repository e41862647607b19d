//! What cannot be tested on this machine is said to be skipped.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::fmt::Display;
use std::io::{self, Write};

/// Says so, past the harness, which keeps to itself what a test prints that passes.
pub(crate) fn skipped(why: impl Display) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

/// Says so of a test that needs a tool. In CI, which installs them all, it is a failure.
#[track_caller]
pub(crate) fn missing(tool: impl Display) {
    let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!ci, "{tool} is needed in CI");
    skipped(format_args!("{tool} is not installed"));
}

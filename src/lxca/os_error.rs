//! Errors of the operating system, in words.

use core::fmt;
use std::io;
use std::string::ToString;

/// Shows the error without its number, which is of no use to a user, and without the path of
/// a temporary file.
pub(super) struct InWords<'a>(pub(super) &'a io::Error);

impl fmt::Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        f.write_str(text.split_once(" (os error").map_or(&*text, |(words, _)| words))
    }
}

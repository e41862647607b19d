//! What a file gives, in two encodings.

#![allow(clippy::panic, reason = "tests")]

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::failure::Failure;
use crate::import::read;

/// Whether a file is read as a request; panics where the same text in UTF-16 is not read alike.
pub(crate) fn outcome(content: &[u8]) -> bool {
    let outcome = words(content);
    // With NUL bytes, it may be in UTF-16 already.
    if let Ok(text) = str::from_utf8(content)
        && !text.starts_with('\u{FEFF}')
        && !text.contains('\0')
    {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units).collect();
        assert_eq!(outcome, words(&utf_16), "{text}");
    }
    outcome.is_ok_and(|words| words.is_some())
}

/// The options that a file asks for, or its faults, fit for a terminal.
fn words(content: &[u8]) -> Result<Option<Vec<String>>, String> {
    match read(Path::new("file"), content) {
        Ok(imported) => Ok(imported.map(|imported| imported.words().collect())),
        Err(Failure::Refused(messages)) => {
            let is_raw = |c: char| c.is_control() && c != '\n' || c == '\u{202E}';
            for message in messages.iter().filter(|_| !io::stderr().is_terminal()) {
                assert!(message.starts_with("file:") && !message.contains(is_raw), "{message:?}");
            }
            Err(messages.join("\n"))
        }
        Err(other) => panic!("{other:?}"),
    }
}

//! What the tests of every type of name have in common: tables of texts, and what becomes of
//! each.

use alloc::{string::String, vec::Vec};
use core::fmt::Debug;

type Encode<E> = fn(&str, &mut Vec<u8>) -> Result<(), E>;

/// Each text is refused for this reason, and leaves nothing behind.
#[track_caller]
pub(super) fn assert_refused<'a, E: Debug + PartialEq>(
    encode: Encode<E>,
    cases: impl IntoIterator<Item = (&'a str, E)>,
) {
    for (text, expected) in cases {
        let mut out = Vec::new();
        assert_eq!(encode(text, &mut out), Err(expected), "{text:?}");
        assert!(out.is_empty(), "{text:?}");
    }
}

/// Each text becomes this DER, whose content is that text again.
#[track_caller]
pub(super) fn assert_reads_back<E: Debug + PartialEq>(
    encode: Encode<E>,
    read: fn(&[u8]) -> Option<String>,
    cases: &[(&str, &[u8])],
) {
    for (input, expected) in cases {
        let mut out = Vec::new();
        assert_eq!(encode(input, &mut out), Ok(()), "{input}");
        assert_eq!(out, *expected, "{input}");
        assert_eq!(read(&out[2..]).as_deref(), Some(*input));
    }
}

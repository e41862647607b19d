//! What the tests of every type of name have in common: tables of texts, and what becomes of
//! each.

use alloc::{string::String, vec::Vec};

use crate::error::{Code, Error, Hint};

type Encode = fn(&str, &mut Vec<u8>) -> Result<(), Error>;

/// A text, and the code, the position and the hint with which it is refused.
type Refusal<'a> = (&'a str, Code, Option<usize>, Option<Hint>);

/// Each text is refused so, and leaves nothing behind.
#[track_caller]
pub(super) fn assert_refused<'a>(
    encode: Encode,
    subject: &str,
    cases: impl IntoIterator<Item = Refusal<'a>>,
) {
    for (text, code, at, hint) in cases {
        let mut out = Vec::new();
        let error = encode(text, &mut out).expect_err(text);
        let found = (error.code(), error.at(), error.hint());
        assert_eq!(found, (code, at, hint.as_ref()), "{text:?}: {error}");
        assert_eq!(error.subject(), subject, "{text:?}");
        assert!(out.is_empty(), "{text:?}");
    }
}

/// Each text is refused with this code at this character, and leaves nothing behind.
#[track_caller]
pub(super) fn assert_codes<'a>(
    encode: Encode,
    cases: impl IntoIterator<Item = (&'a str, Code, Option<usize>)>,
) {
    for (text, code, at) in cases {
        let mut out = Vec::new();
        let error = encode(text, &mut out).unwrap_err();
        assert_eq!((error.code(), error.at()), (code, at), "{text:?}: {error}");
        assert!(out.is_empty(), "{text:?}");
    }
}

/// Each text is refused with this hint.
#[track_caller]
pub(super) fn assert_hints<'a>(
    encode: Encode,
    cases: impl IntoIterator<Item = (&'a str, Option<Hint>)>,
) {
    for (text, hint) in cases {
        let error = encode(text, &mut Vec::new()).unwrap_err();
        assert_eq!(error.hint(), hint.as_ref(), "{text:?}: {error}");
    }
}

/// Each text becomes this DER, whose content is that text again.
#[track_caller]
pub(super) fn assert_reads_back(
    encode: Encode,
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

//! What remains of keys and passwords in freed memory, with the allocator that programs have by
//! themselves. `cli/tests/wiped` is the same with one that wipes.

#![cfg(all(
    target_os = "linux",
    feature = "std",
    feature = "rsa",
    feature = "ecdsa",
    feature = "encryption"
))]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/heap.rs"]
mod heap;

#[test]
fn of_dropped_keys_only_what_the_crate_rsa_leaves_is_there() {
    let mut left = heap::left_of_dropped_keys();
    // In temporaries of its arithmetic, as SECURITY.md says.
    left.retain(|secret| !["d", "p", "q"].contains(secret));
    assert!(left.is_empty(), "{left:?}");
}

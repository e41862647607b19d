//! The signature of ECDSA, read.

use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Code;

/// ```text
/// Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }                     -- RFC 3279 2.2.3
/// ```
pub(super) fn read(walk: &mut Walk, reader: Reader<'_>) -> Walked<()> {
    let sequence = walk.only(reader, tag::SEQUENCE)?;
    let mut numbers = sequence.reader();
    for _ in 0..2 {
        let number = walk.expect(&mut numbers, tag::INTEGER)?;
        walk.integer(&number)?;
        if number.content.first().is_none_or(|first| *first >= 0x80) {
            let found = format_args!("is not a positive number");
            walk.deviates(Code::SignatureEncoding, number.at, found)?;
        }
    }
    walk.finish(&numbers)
}

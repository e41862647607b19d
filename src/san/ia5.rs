//! Names that are an IA5String (RFC 5280 4.2.1.6): rfc822Name, dNSName and
//! uniformResourceIdentifier.

use alloc::string::String;

use super::name_type::GeneralNameType;
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Code;

/// The text of a content of visible ASCII.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let visible = content.iter().all(|byte| (0x20..0x7F).contains(byte));
    if visible { String::from_utf8(content.to_vec()).ok() } else { None }
}

/// Reads an rfc822Name or a uniformResourceIdentifier.
pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    if name.content.is_ascii() {
        return Ok(());
    }
    let name_type = GeneralNameType::from_tag(name.tag).map_or("name", GeneralNameType::as_str);
    let found = format_args!("contains a byte that is not ASCII, which a {name_type} is");
    walk.deviates(Code::StringCharset, name.at, found)
}

//! The layout of a request, written.
//!
//! All lengths are known before the first byte is written, so every list of parts below is
//! copied from front to back, once.

use alloc::vec::Vec;
use core::fmt;

use crate::asn1::write::{self as der, Header, tag};
use crate::attribute::{Attribute, EXTENSION_REQUEST_TLV};
use crate::ext::oids::SUBJECT_ALT_NAME;
use crate::ext::{Extension, KeyHash};

/// `INTEGER 0`: v1, the only version there is.
const VERSION: &[u8] = &[0x02, 0x01, 0x00];

/// A buffer that cannot hold what was to be written into it. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferTooSmall {
    /// The bytes that are needed.
    pub needed: usize,
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the buffer is too small; {} bytes are needed", self.needed)
    }
}

impl core::error::Error for BufferTooSmall {}

/// One SEQUENCE: a header and what follows it.
pub(crate) struct Sequence<'a, const N: usize> {
    header: Header,
    parts: [&'a [u8]; N],
}

impl<'a, const N: usize> Sequence<'a, N> {
    fn new(parts: [&'a [u8]; N]) -> Self {
        let len = parts.iter().map(|part| part.len()).sum();
        Self { header: Header::new(tag::SEQUENCE, len), parts }
    }

    pub(crate) fn len(&self) -> usize {
        self.header.as_bytes().len() + self.parts.iter().map(|part| part.len()).sum::<usize>()
    }

    /// Writes to the front of `out` and says how many bytes that were.
    pub(crate) fn write_to(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let needed = self.len();
        let Some(mut rest) = out.get_mut(..needed) else {
            return Err(BufferTooSmall { needed });
        };
        for part in core::iter::once(self.header.as_bytes()).chain(self.parts) {
            let (here, after) = rest.split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = after;
        }
        Ok(needed)
    }

    /// The bytes, in one allocation.
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len());
        out.extend_from_slice(self.header.as_bytes());
        for part in self.parts {
            out.extend_from_slice(part);
        }
        out
    }
}

/// The CertificationRequestInfo: `before_names` and `after_names` are the attributes around the
/// names, all of which a request has encoded already.
pub(crate) fn certification_request_info<'a>(
    subject: &'a [u8],
    subject_pk_info: &'a [u8],
    before_names: &'a [u8],
    names: &'a [u8],
    after_names: &'a [u8],
) -> Sequence<'a, 6> {
    Sequence::new([VERSION, subject, subject_pk_info, before_names, names, after_names])
}

/// The CertificationRequest around the very bytes that were signed.
pub(crate) fn certification_request(info: &[u8], algorithm: &[u8], signature: &[u8]) -> Vec<u8> {
    let bit_string = Header::new(tag::BIT_STRING, signature.len() + 1);
    Sequence::new([info, algorithm, bit_string.as_bytes(), &[0], signature]).to_vec()
}

/// Writes `[0]` with the attributes and, if there is any extension, the extensionRequest.
///
/// `names` is the content of the subjectAltName, encoded; empty means that there is none. They
/// are counted but not written: [`certification_request_info`] puts them where they belong, so
/// that they are copied once. Returns where in `out` that is, and what waits for the public key.
pub(crate) fn attributes(
    out: &mut Vec<u8>,
    names: &[u8],
    names_critical: bool,
    extensions: &[Extension],
    attributes: &[Attribute],
) -> Places {
    let names_header = Header::new(tag::SEQUENCE, names.len());
    let subject_alt_name = (!names.is_empty()).then(|| ExtensionParts {
        oid: SUBJECT_ALT_NAME,
        critical: names_critical,
        value_len: der::tlv_len(names.len()),
    });
    let extensions_len: usize = subject_alt_name
        .into_iter()
        .chain(extensions.iter().map(ExtensionParts::from))
        .map(|extension| der::tlv_len(extension.len()))
        .sum();
    let request_len = EXTENSION_REQUEST_TLV.len() + der::tlv_len(der::tlv_len(extensions_len));

    // SET OF is sorted by encoding (X.690 11.6). Types differ between attributes, so header
    // and type of the extensionRequest are enough to place it.
    let request_header = Header::new(tag::SEQUENCE, request_len);
    let request_start = [request_header.as_bytes(), EXTENSION_REQUEST_TLV].into_iter().flatten();
    let mut sorted: Vec<&[u8]> = attributes.iter().map(Attribute::as_der).collect();
    sorted.sort_unstable();
    let place = sorted.partition_point(|attribute| attribute.iter().lt(request_start.clone()));
    let (before, after) = sorted.split_at(place);

    let set_len = sorted.iter().map(|attribute| attribute.len()).sum::<usize>()
        + if extensions_len > 0 { der::tlv_len(request_len) } else { 0 };
    out.reserve(der::tlv_len(set_len) - names.len());
    der::header(out, tag::context_constructed(0), set_len);
    before.iter().for_each(|attribute| out.extend_from_slice(attribute));
    let mut places = Places { names: out.len(), key_hash: None };
    if extensions_len > 0 {
        out.extend_from_slice(request_header.as_bytes());
        out.extend_from_slice(EXTENSION_REQUEST_TLV);
        der::header(out, tag::SET, der::tlv_len(extensions_len));
        der::header(out, tag::SEQUENCE, extensions_len);
        if let Some(subject_alt_name) = subject_alt_name {
            subject_alt_name.write_start(out);
            out.extend_from_slice(names_header.as_bytes());
            places.names = out.len();
        }
        for extension in extensions {
            ExtensionParts::from(extension).write_start(out);
            out.extend_from_slice(extension.value());
            if let Some(hash) = extension.key_hash() {
                places.key_hash = Some((hash, out.len() - KeyHash::LEN));
            }
        }
    }
    after.iter().for_each(|attribute| out.extend_from_slice(attribute));
    places
}

/// Where parts of the attributes have been written.
pub(crate) struct Places {
    /// Where the names of the subjectAltName belong.
    pub(crate) names: usize,
    /// The first of the [`KeyHash::LEN`] bytes that come from the public key, and how.
    pub(crate) key_hash: Option<(KeyHash, usize)>,
}

/// An extension but for its value.
#[derive(Clone, Copy)]
struct ExtensionParts<'a> {
    oid: &'a [u8],
    critical: bool,
    value_len: usize,
}

impl<'a> From<&'a Extension> for ExtensionParts<'a> {
    fn from(extension: &'a Extension) -> Self {
        Self {
            oid: extension.oid().as_bytes(),
            critical: extension.is_critical(),
            value_len: extension.value().len(),
        }
    }
}

impl ExtensionParts<'_> {
    fn len(&self) -> usize {
        let critical = if self.critical { 3 } else { 0 };
        der::tlv_len(self.oid.len()) + critical + der::tlv_len(self.value_len)
    }

    /// Writes everything in front of the value.
    fn write_start(&self, out: &mut Vec<u8>) {
        der::header(out, tag::SEQUENCE, self.len());
        der::tlv(out, tag::OBJECT_IDENTIFIER, self.oid);
        if self.critical {
            der::boolean_true(out);
        }
        der::header(out, tag::OCTET_STRING, self.value_len);
    }
}

//! The request in an input, or its certificates.
//!
//! ```text
//! ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER,                    -- RFC 2315 7
//!                            content [0] EXPLICIT SignedData }
//!
//! SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET,             -- RFC 2315 9.1
//!     contentInfo SEQUENCE, certificates [0] IMPLICIT SET OF Certificate OPTIONAL, ... }
//! ```

use alloc::vec::Vec;

use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Error;
use crate::input::{Input, Shape, Wanted};
use crate::pem::{self, label};

const WANTED: Wanted = Wanted::OLD;

/// The DER of each, the same one once.
pub(super) fn read(input: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    match Input::of(input, &WANTED)? {
        Input::Der(der) => found.push(der.to_vec()),
        Input::Pem(text) => {
            WANTED.check_single(text)?;
            // What there is instead, where there is none.
            let first = WANTED.decode_pem(text);
            // A request is meant whatever stands beside it.
            let has_request = pem::blocks(text).any(|block| label::is_request(block.label()));
            let is_meant = |block: &pem::Block<'_>| match has_request {
                true => label::is_request(block.label()),
                false => WANTED.is_wanted(block),
            };
            for block in pem::blocks(text).filter(is_meant) {
                let der = block.decode_lines().map_err(|error| error.about(WANTED.subject()))?;
                let trust = block.label() == label::TRUSTED_CERTIFICATE;
                // The certificate, and behind it what its owner trusts it for (OpenSSL).
                let whole = Reader::new(&der).next().filter(|_| trust);
                found.push(whole.map_or(&**der, |first| first.encoded).to_vec());
            }
            if found.is_empty() {
                found.push(first?);
            }
        }
    }
    let mut all: Vec<Vec<u8>> = Vec::new();
    for der in found {
        let certificates = match Shape::of(&der) {
            Ok(Shape::Pkcs7) => in_pkcs7(&der).map_err(|d| WANTED.unreadable(&der, d))?,
            _ => Vec::from([der.as_slice()]),
        };
        for certificate in certificates {
            if !all.iter().any(|known| known == certificate) {
                all.push(certificate.to_vec());
            }
        }
    }
    Ok(all)
}

/// The certificates of a PKCS #7 file.
fn in_pkcs7(der: &[u8]) -> Walked<Vec<&[u8]>> {
    let walk = &mut Walk::strict();
    let mut content_info = walk.only(Reader::new(der), tag::SEQUENCE)?.reader();
    walk.oid(&mut content_info)?;
    let content = walk.expect(&mut content_info, tag::context_constructed(0))?;
    let mut signed_data = walk.only(content.reader(), tag::SEQUENCE)?.reader();
    walk.expect(&mut signed_data, tag::INTEGER)?;
    walk.expect(&mut signed_data, tag::SET)?;
    walk.expect(&mut signed_data, tag::SEQUENCE)?;
    let certificates = walk.optional(&mut signed_data, tag::context_constructed(0))?;
    let mut found = Vec::new();
    if let Some(certificates) = certificates {
        let mut certificates = certificates.reader();
        while !certificates.is_empty() {
            found.push(walk.expect(&mut certificates, tag::SEQUENCE)?.encoded);
        }
    }
    Ok(found)
}

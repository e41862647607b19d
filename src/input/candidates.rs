//! The request in an input, or its certificates.
//!
//! ```text
//! ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER,                    -- RFC 2315 7
//!                            content [0] EXPLICIT SignedData }
//!
//! SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET,             -- RFC 2315 9.1
//!     contentInfo SEQUENCE, certificates [0] IMPLICIT SET OF Certificate OPTIONAL, ... }
//! ```

use alloc::{collections::BTreeSet, vec::Vec};

use super::{Input, Shape, Wanted};
use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::{Code, Error};
use crate::pem::{self, label};

impl Wanted {
    /// The DER of each that is wanted, the same one once; there is at least one.
    pub(crate) fn all(&self, input: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        let found = match Input::of(input, self)? {
            Input::Der(der) => Vec::from([der.to_vec()]),
            Input::Pem(text) => self.blocks(text)?,
        };
        let mut all: Vec<&[u8]> = Vec::new();
        for der in &found {
            match Shape::of(der) {
                Ok(Shape::Pkcs7) => all.extend(in_pkcs7(der).map_err(|d| self.unreadable(der, d))?),
                _ => all.push(der),
            }
        }
        let mut seen = BTreeSet::new();
        all.retain(|der| seen.insert(*der));
        match all.is_empty() {
            true => Err(self.refuse(Code::NoCertificate, "holds no certificate")),
            false => Ok(all.into_iter().map(<[u8]>::to_vec).collect()),
        }
    }

    fn blocks(&self, text: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        // That there is one, and what there is instead.
        self.decode_pem(text)?;
        // A request is meant, with any block beside it.
        let is_request = |block: &pem::Block<'_>| label::is_request(block.label());
        let wants_request = pem::blocks(text).any(|block| is_request(&block) && self.is_in(&block));
        let is_meant =
            |block: &pem::Block<'_>| self.is_in(block) && (!wants_request || is_request(block));
        let decode = |block: pem::Block<'_>| {
            let der = block.decode_lines().map_err(|error| error.about(self.subject()))?;
            let trust = block.label() == label::TRUSTED_CERTIFICATE;
            // The certificate, and behind it what its owner trusts it for (OpenSSL).
            let whole = Reader::new(&der).next().filter(|_| trust);
            Ok(whole.map_or(&**der, |first| first.encoded).to_vec())
        };
        pem::blocks(text).filter(is_meant).map(decode).collect()
    }

    /// Whether PEM has what is wanted in this block.
    fn is_in(&self, block: &pem::Block<'_>) -> bool {
        (self.is_label)(block.label())
    }
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

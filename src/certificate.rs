//! A certificate, as far as it shares parts with a request.

use alloc::{vec, vec::Vec};

use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::error::Error;
use crate::ext::Extension;
use crate::input::{Input, Wanted};
use crate::layout::certificate::TbsFields;
use crate::name::DistinguishedName;
use crate::pem::{self, label};
use crate::public_key::PublicKey;

/// What a certificate says of its owner: the parts that it shares with a request. Values are read as far
/// as they can be; neither the signature nor the dates are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    subject: DistinguishedName,
    public_key: PublicKey,
    extensions: Vec<Extension>,
}

impl Certificate {
    /// The most bytes that [`read_all`](Self::read_all) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads the certificate in DER, or each in PEM with the label `CERTIFICATE` or `X509 CERTIFICATE`, of
    /// which there is at least one; other blocks are passed over.
    ///
    /// # Errors
    /// What the input is instead, such as [`Code::IsRequest`](crate::Code::IsRequest), or why one of the
    /// certificates cannot be read.
    pub fn read_all(input: &[u8]) -> Result<Vec<Self>, Error> {
        const WANTED: Wanted = Wanted::CERTIFICATE;
        if input.len() > Self::LIMIT {
            return Err(WANTED.too_large(input.len(), Self::LIMIT));
        }
        let read = |der: &[u8]| {
            Self::from_der(&mut Walk::lenient(), der)
                .map_err(|deviation| WANTED.unreadable(der, deviation))
        };
        let text = match Input::of(input, &WANTED)? {
            Input::Der(der) => return Ok(vec![read(der)?]),
            Input::Pem(text) => text,
        };
        // That there is one, and what there is instead.
        WANTED.decode_pem(text)?;
        let blocks = pem::blocks(text).filter(|block| label::is_certificate(block.label()));
        blocks.map(|block| read(&block.decode_lines()?)).collect()
    }

    fn from_der(walk: &mut Walk, der: &[u8]) -> Walked<Self> {
        let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
        let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
        let mut fields = TbsFields::of(&to_be_signed);
        let subject = fields.subject(walk)?;
        let subject = walk.part(|walk| DistinguishedName::read(walk, &subject))?;
        let public_key = fields.subject_pk_info(walk)?;
        let public_key = PublicKey::read(walk, &public_key)?;
        let mut extensions = Vec::new();
        if let Some(explicit) = fields.extensions(walk)? {
            let mut reader = walk.only(explicit.reader(), tag::SEQUENCE)?.reader();
            while !reader.is_empty() {
                let extension = walk.expect(&mut reader, tag::SEQUENCE)?;
                extensions.extend(walk.part(|walk| Extension::read(walk, &extension))?);
            }
        }
        Ok(Self { subject: subject.unwrap_or_default(), public_key, extensions })
    }

    /// The subject.
    pub const fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// The public key.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The extensions in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }
}

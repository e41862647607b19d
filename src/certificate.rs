//! A certificate, as far as it shares parts with a request.

use alloc::{collections::BTreeSet, vec::Vec};

use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};
use crate::attribute::{Attribute, PossessionStatement};
use crate::error::Error;
use crate::ext::{Extension, find_subject_alt_names};
use crate::input::Wanted;
use crate::layout::certificate::TbsFields;
use crate::name::DistinguishedName;
use crate::public_key::PublicKey;
use crate::san::{GeneralName, GeneralNameType, GeneralNames};

/// What a certificate says of its owner: the parts that it shares with a request. Values are read as far
/// as they can be; neither the signature nor the dates are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    issuer: DistinguishedName,
    serial_number: Vec<u8>,
    subject: DistinguishedName,
    public_key: PublicKey,
    extensions: Vec<Extension>,
}

impl Certificate {
    /// The most bytes that [`read_all`](Self::read_all) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads the certificate in DER, or each in PEM with the label `CERTIFICATE`, `X509 CERTIFICATE` or
    /// `TRUSTED CERTIFICATE` and in PKCS #7, of which there is at least one; other blocks are passed over.
    ///
    /// # Errors
    /// What the input is instead, such as [`Code::IsRequest`](crate::Code::IsRequest), or why one of the
    /// certificates cannot be read.
    pub fn read_all(input: &[u8]) -> Result<Vec<Self>, Error> {
        const WANTED: Wanted = Wanted::CERTIFICATE;
        if input.len() > Self::LIMIT {
            return Err(WANTED.too_large(input.len(), Self::LIMIT));
        }
        let read =
            |der: &[u8]| Self::read(der).map_err(|deviation| WANTED.unreadable(der, deviation));
        WANTED.all(input)?.iter().map(|der| read(der)).collect()
    }

    /// Reads a certificate in DER.
    pub(crate) fn read(der: &[u8]) -> Walked<Self> {
        let walk = &mut Walk::lenient();
        let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
        let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
        let mut fields = TbsFields::of(&to_be_signed);
        let [issuer, serial_number] = fields.issuer_and_serial_number(walk)?;
        let issuer = walk.part(|walk| DistinguishedName::read(walk, &issuer))?;
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
        Ok(Self {
            der: signed.encoded.into(),
            issuer: issuer.unwrap_or_default(),
            serial_number: serial_number.content.into(),
            subject: subject.unwrap_or_default(),
            public_key,
            extensions,
        })
    }

    /// The attribute for requests that are signed with the key of this certificate, for a key that cannot
    /// sign (RFC 9883); `embed` puts the certificate into it, for CAs that do not have it. See
    /// [`Request::sign_for`](crate::Request::sign_for).
    ///
    /// # Errors
    /// Where the certificate is not DER throughout.
    pub fn statement_of_possession(&self, embed: bool) -> Result<Attribute, Error> {
        let certificate = embed.then_some(&*self.der);
        let value = PossessionStatement::to_value(&self.issuer, &self.serial_number, certificate);
        Attribute::new(Attribute::STATEMENT_OF_POSSESSION, &[&value])
    }

    /// Whether a statement of possession names this certificate, and does not hold another one.
    pub fn is_named_by(&self, statement: &PossessionStatement) -> bool {
        self.serial_number == statement.serial_number()
            && self.issuer.is_same(statement.issuer())
            && statement.certificate().is_none_or(|embedded| embedded == self.der)
    }

    /// Whether a request has the subject and the names of this certificate (RFC 9883 4).
    pub(crate) fn has_names(
        &self,
        subject: &DistinguishedName,
        names: Option<&GeneralNames>,
    ) -> bool {
        let own = find_subject_alt_names(&self.extensions);
        let set = |names: Option<&GeneralNames>| -> BTreeSet<(GeneralNameType, Vec<u8>)> {
            let folded = |name: GeneralName<'_>| match name.name_type() {
                of @ GeneralNameType::DnsName => (of, name.content().to_ascii_lowercase()),
                of => (of, name.content().to_vec()),
            };
            names.into_iter().flatten().map(folded).collect()
        };
        self.subject.is_same(subject) && set(own) == set(names)
    }

    /// The issuer.
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// The serial number, big-endian, as its INTEGER has it.
    pub fn serial_number(&self) -> &[u8] {
        &self.serial_number
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

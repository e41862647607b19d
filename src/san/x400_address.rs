//! x400Address: an X.400 originator/recipient address (RFC 5280 4.2.1.6 and Appendix A.1),
//! written in the manner of RFC 1685.
//!
//! ```text
//! ORAddress ::= SEQUENCE {
//!     SEQUENCE {
//!         country-name               [APPLICATION 1] EXPLICIT NumericOrPrintable OPTIONAL,
//!         administration-domain-name [APPLICATION 2] EXPLICIT NumericOrPrintable OPTIONAL,
//!         network-address            [0] IMPLICIT NumericString OPTIONAL,
//!         terminal-identifier        [1] IMPLICIT PrintableString OPTIONAL,
//!         private-domain-name        [2] EXPLICIT NumericOrPrintable OPTIONAL,
//!         organization-name          [3] IMPLICIT PrintableString OPTIONAL,
//!         numeric-user-identifier    [4] IMPLICIT NumericString OPTIONAL,
//!         personal-name              [5] IMPLICIT SET {
//!             surname                    [0] IMPLICIT PrintableString,
//!             given-name                 [1] IMPLICIT PrintableString OPTIONAL,
//!             initials                   [2] IMPLICIT PrintableString OPTIONAL,
//!             generation-qualifier       [3] IMPLICIT PrintableString OPTIONAL } OPTIONAL,
//!         organizational-unit-names  [6] IMPLICIT SEQUENCE OF PrintableString OPTIONAL },
//!     SEQUENCE OF SEQUENCE {         -- domain-defined attributes
//!         type                       PrintableString,
//!         value                      PrintableString } OPTIONAL,
//!     extension-attributes OPTIONAL  -- which the text has no keys for
//! }
//! ```
//!
//! NumericOrPrintable stands for a CHOICE of the two, whose tag is therefore explicit. A value
//! of digits only is a NumericString there.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::name_type::GeneralNameType;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::error::Error;

mod address;

use address::Address;

/// Appends the TLV of the address in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let address = Address::parse(text)?;
    der::nested(out, GeneralNameType::X400Address.tag(), |out| {
        der::nested(out, tag::SEQUENCE, |out| standard_attributes(&address, out));
        if !address.domain_defined.is_empty() {
            der::nested(out, tag::SEQUENCE, |out| domain_defined_attributes(&address, out));
        }
    });
    Ok(())
}

/// In the order of the ASN.1, which is also the ascending order of the tags that the SET of the
/// personal name needs (X.690 10.3).
fn standard_attributes(address: &Address<'_>, out: &mut Vec<u8>) {
    explicit(out, wire::COUNTRY, address.country);
    explicit(out, wire::ADMINISTRATION, address.administration.or(Some(address::BLANK)));
    implicit(out, 0, address.network_address);
    implicit(out, 1, address.terminal);
    explicit(out, wire::PRIVATE, address.private_domain);
    implicit(out, 3, address.organization);
    implicit(out, 4, address.numeric_user);
    if address.surname.is_some() {
        der::nested(out, wire::PERSONAL_NAME, |out| {
            implicit(out, 0, address.surname);
            implicit(out, 1, address.given_name);
            implicit(out, 2, address.initials);
            implicit(out, 3, address.generation);
        });
    }
    if address.units[0].is_some() {
        der::nested(out, wire::UNITS, |out| {
            for unit in address.units.iter().flatten() {
                der::tlv(out, tag::PRINTABLE_STRING, unit.as_bytes());
            }
        });
    }
}

fn domain_defined_attributes(address: &Address<'_>, out: &mut Vec<u8>) {
    for (attribute_type, value) in &address.domain_defined {
        der::nested(out, tag::SEQUENCE, |out| {
            der::tlv(out, tag::PRINTABLE_STRING, attribute_type.as_bytes());
            der::tlv(out, tag::PRINTABLE_STRING, value.as_bytes());
        });
    }
}

fn explicit(out: &mut Vec<u8>, outer: u8, value: Option<&str>) {
    if let Some(value) = value {
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let inner = if is_number { tag::NUMERIC_STRING } else { tag::PRINTABLE_STRING };
        der::nested(out, outer, |out| der::tlv(out, inner, value.as_bytes()));
    }
}

fn implicit(out: &mut Vec<u8>, number: u8, value: Option<&str>) {
    if let Some(value) = value {
        der::tlv(out, tag::context(number), value.as_bytes());
    }
}

/// The text of the content bytes, if its parts are where they belong; it may not give them back:
/// their string types and bounds are not looked at.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut parts = Parts(Reader::new(content));
    let mut standard = Parts(parts.optional(tag::SEQUENCE)?.reader());
    let mut address = Address {
        country: standard.explicit(wire::COUNTRY)?,
        administration: standard.explicit(wire::ADMINISTRATION)?,
        network_address: standard.implicit(0)?,
        terminal: standard.implicit(1)?,
        private_domain: standard.explicit(wire::PRIVATE)?,
        organization: standard.implicit(3)?,
        numeric_user: standard.implicit(4)?,
        ..Address::default()
    };
    if let Some(personal) = standard.optional(wire::PERSONAL_NAME) {
        let mut personal = Parts(personal.reader());
        address.surname = personal.implicit(0)?;
        address.given_name = personal.implicit(1)?;
        address.initials = personal.implicit(2)?;
        address.generation = personal.implicit(3)?;
    }
    if let Some(units) = standard.optional(wire::UNITS) {
        for (slot, unit) in address.units.iter_mut().zip(units.reader()) {
            *slot = Some(string(&unit)?);
        }
    }
    if let Some(list) = parts.optional(tag::SEQUENCE) {
        for pair in list.reader() {
            let mut pair = pair.reader();
            address.domain_defined.push((string(&pair.next()?)?, string(&pair.next()?)?));
        }
    }
    Some(address.to_string())
}

pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    walk.any(name)
}

/// The parts of an address in their order, each of which may be left out.
struct Parts<'a>(Reader<'a>);

impl<'a> Parts<'a> {
    fn optional(&mut self, tag: u8) -> Option<Tlv<'a>> {
        if self.0.peek() == Some(tag) { self.0.next() } else { None }
    }

    /// The text of a part with an explicit tag; the outer `None` if it is not text.
    fn explicit(&mut self, tag: u8) -> Option<Option<&'a str>> {
        match self.optional(tag) {
            Some(outer) => string(&outer.reader().next()?).map(Some),
            None => Some(None),
        }
    }

    fn implicit(&mut self, number: u8) -> Option<Option<&'a str>> {
        match self.optional(tag::context(number)) {
            Some(tlv) => string(&tlv).map(Some),
            None => Some(None),
        }
    }
}

fn string<'a>(tlv: &Tlv<'a>) -> Option<&'a str> {
    core::str::from_utf8(tlv.content).ok()
}

/// The tags that need more than a number.
mod wire {
    use super::tag;

    pub(super) const COUNTRY: u8 = tag::application_constructed(1);
    pub(super) const ADMINISTRATION: u8 = tag::application_constructed(2);
    pub(super) const PRIVATE: u8 = tag::context_constructed(2);
    pub(super) const PERSONAL_NAME: u8 = tag::context_constructed(5);
    pub(super) const UNITS: u8 = tag::context_constructed(6);
}

#[cfg(test)]
mod tests;

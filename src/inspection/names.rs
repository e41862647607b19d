//! GeneralNames that may be faulty (RFC 5280 4.2.1.6): all nine types.

use super::deviation::DeviationKind;
use super::name::{DistinguishedName, explicit, walk_string};
use super::walk::{Walk, Walked};
use crate::decode::Tlv;
use crate::der::{self, tag};
use crate::general_name::{GeneralName, GeneralNameType};
use crate::general_names::GeneralNames;

/// Reads the names of a subjectAltName.
pub(super) fn walk(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<GeneralNames> {
    let mut names = GeneralNames::new();
    let mut reader = sequence.reader();
    let mut canonical = alloc::vec::Vec::new();
    while !reader.is_empty() {
        let name = walk.element(names.len(), |walk| {
            let name = walk.read(&mut reader)?;
            let Some(name_type) = GeneralNameType::from_tag(name.tag) else {
                return walk.stop(
                    DeviationKind::GeneralNameTag,
                    name.at,
                    format_args!("has the tag {:#04x}, which none of the nine types has", name.tag),
                );
            };
            walk.part(|walk| content(walk, name_type, &name))?;
            Ok(name)
        })?;
        canonical.clear();
        der::tlv(&mut canonical, name.tag, name.content);
        names.push_name(&GeneralName::from_encoded(&canonical));
    }
    if names.is_empty() {
        walk.deviates(DeviationKind::SanEmpty, sequence.at, format_args!("has no name"))?;
    }
    Ok(names)
}

fn content(walk: &mut Walk, name_type: GeneralNameType, name: &Tlv<'_>) -> Walked<()> {
    match name_type {
        GeneralNameType::OtherName => {
            let mut fields = name.reader();
            walk.oid(&mut fields)?;
            let wrapped = walk.expect(&mut fields, tag::context_constructed(0))?;
            walk.finish(&fields)?;
            let mut inside = wrapped.reader();
            let value = walk.read(&mut inside)?;
            walk.finish(&inside)?;
            walk_string(walk, &value).map(drop)
        }
        GeneralNameType::Rfc822Name | GeneralNameType::Uri => {
            if name.content.is_ascii() {
                return Ok(());
            }
            walk.deviates(
                DeviationKind::StringCharset,
                name.at,
                format_args!("has a character outside ASCII, which {name_type} is"),
            )
        }
        GeneralNameType::DnsName => {
            let Some(octet) = name.content.iter().find(|octet| !(0x21..0x7F).contains(*octet))
            else {
                return Ok(());
            };
            walk.deviates(
                DeviationKind::DnsNameSyntax,
                name.at,
                format_args!("has the octet {octet:#04x}, which no host name has"),
            )
        }
        GeneralNameType::X400Address => walk.any(name),
        GeneralNameType::DirectoryName => {
            let sequence = explicit(walk, name, tag::SEQUENCE)?;
            DistinguishedName::walk(walk, &sequence).map(drop)
        }
        GeneralNameType::EdiPartyName => {
            let mut fields = name.reader();
            let mut parts = [tag::context_constructed(0), tag::context_constructed(1)].into_iter();
            if fields.peek() != Some(tag::context_constructed(0)) {
                parts.next();
            }
            for part in parts {
                let wrapped = walk.expect(&mut fields, part)?;
                let mut inside = wrapped.reader();
                let value = walk.read(&mut inside)?;
                walk.finish(&inside)?;
                walk_string(walk, &value)?;
            }
            walk.finish(&fields)
        }
        GeneralNameType::IpAddress => match name.content.len() {
            4 | 16 => Ok(()),
            len => walk.deviates(
                DeviationKind::IpAddressLength,
                name.at,
                format_args!("has {len} octets; an address has 4 or 16"),
            ),
        },
        GeneralNameType::RegisteredId => walk.oid_content(name).map(drop),
    }
}

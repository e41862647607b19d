//! What some servers write into the subject though it belongs elsewhere.
//!
//! OpenBMC's `phosphor-certificate-manager` adds names, usages, a password and the words about the
//! key as attributes of the subject, in text, and asks for no extension at all.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::asn1::read::Tlv;
use crate::asn1::walk::Walk;
use crate::asn1::{Oid, StringType, tag, write as der};
use crate::attribute::{Attribute, is_extension_request};
use crate::error::Error;
use crate::ext::oids::SUBJECT_ALT_NAME;
use crate::ext::{ExtendedKeyUsage, Extension, KeyUsage, Usages};
use crate::name::DistinguishedName;
use crate::profile::{Field, Profile, Target};
use crate::san::{GeneralName, untyped};

/// id-ce, 2.5.29: the arc of the extensions of RFC 5280.
const EXTENSIONS: &[u8] = &[0x55, 0x1D];
/// 1.3.14.3.2, the arc of OIW's algorithms: the type that OpenBMC gives to words about the key.
const ALGORITHMS: &[u8] = &[0x2B, 14, 3, 2];

/// Whether it never is an attribute of a subject, but an extension or an attribute of a request.
pub(crate) fn belongs_to_request(oid: &Oid) -> bool {
    oid.as_bytes().starts_with(EXTENSIONS)
        || *oid == Attribute::CHALLENGE_PASSWORD
        || is_extension_request(oid)
}

/// Whether it is the type of a word about the key.
pub(super) fn is_key_word(oid: &Oid) -> bool {
    oid.as_bytes().starts_with(ALGORITHMS)
}

/// An attribute that was taken out of a subject: its type and its text, where it has one.
pub(super) type Misplaced = (Oid, Option<String>);

/// The DER of a subject without what belongs elsewhere, and that. A subject that cannot be read
/// stays as it is.
pub(super) fn take_out<'a>(subject: &Tlv<'a>) -> (Cow<'a, [u8]>, Vec<Misplaced>) {
    let as_it_is = (Cow::Borrowed(subject.encoded), Vec::new());
    let types = |name: DistinguishedName| -> Vec<Oid> {
        name.attributes().map(|attribute| attribute.attribute_type().oid()).collect()
    };
    let Ok(types) = DistinguishedName::read(&mut Walk::lenient(), subject).map(types) else {
        return as_it_is;
    };
    if !types.iter().any(belongs_to_request) {
        return as_it_is;
    }
    // By itself a subject may have an unstructuredName (RFC 2985 5.2.2).
    let is_misplaced = |oid: &Oid| {
        belongs_to_request(oid) || *oid == Attribute::UNSTRUCTURED_NAME || is_key_word(oid)
    };
    let (mut rdns, mut misplaced, mut types) = (Vec::new(), Vec::new(), types.into_iter());
    for set in subject.reader() {
        let mut kept = Vec::new();
        for (attribute, oid) in set.reader().zip(types.by_ref()) {
            if !is_misplaced(&oid) {
                kept.extend(attribute.encoded);
                continue;
            }
            let text = attribute.reader().nth(1).and_then(|value| {
                let text = StringType::from_tag(value.tag)?.decode_lossy(value.content);
                Some(text.into_owned())
            });
            misplaced.push((oid, text));
        }
        if !kept.is_empty() {
            der::tlv(&mut rdns, tag::SET, &kept);
        }
    }
    let mut encoded = Vec::new();
    der::tlv(&mut encoded, tag::SEQUENCE, &rdns);
    (Cow::Owned(encoded), misplaced)
}

/// What attributes of a subject stand for.
#[derive(Default)]
pub(super) struct Places {
    pub(super) names: Vec<Result<GeneralName<'static>, Error>>,
    pub(super) extensions: Vec<(Oid, Result<Extension, Error>)>,
    /// What a new request does not get.
    pub(super) left_out: Vec<Oid>,
}

/// The names and usages that are meant.
pub(super) fn places(misplaced: &[Misplaced]) -> Places {
    let (mut places, mut usages) = (Places::default(), Usages::default());
    for (oid, text) in misplaced {
        let is_usage = [KeyUsage::OID, ExtendedKeyUsage::OID].contains(oid);
        match text {
            Some(text) if oid.as_bytes() == SUBJECT_ALT_NAME => {
                let (name_type, value) = untyped(text);
                places.names.push(GeneralName::new(name_type, value));
            }
            Some(text) if is_usage => {
                if let Err(error) = usages.add(standard_word(text)) {
                    places.extensions.push((oid.clone(), Err(error)));
                }
            }
            _ => places.left_out.push(oid.clone()),
        }
    }
    let extensions = usages.into_extensions().flatten();
    places.extensions.extend(extensions.map(|known| (known.oid().clone(), Ok(known))));
    places
}

/// RFC 5280's word for one of Redfish, or the word itself.
fn standard_word(word: &str) -> &str {
    let mut fields = Profile::REDFISH.fields().iter();
    let usages = fields.find(|field| *field.target() == Target::KeyUsage).map(Field::words);
    let found = usages.unwrap_or_default().iter().find(|(of, _)| *of == word);
    found.map_or(word, |(_, meant)| *meant)
}

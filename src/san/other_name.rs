//! otherName: a value of a type of its own (RFC 5280 4.2.1.6), such as a Microsoft user
//! principal name or a mailbox with letters outside ASCII (RFC 9598).
//!
//! ```text
//! AnotherName ::= SEQUENCE {
//!     type-id OBJECT IDENTIFIER,
//!     value   [0] EXPLICIT ANY DEFINED BY type-id }
//! ```

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::given::Given;
use super::name_type::GeneralNameType;
use super::{registered_id, smtp_utf8_mailbox};
use crate::asn1::Oid;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, any_value};
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error, Hint};
use crate::hex;
use crate::text::first_character;

const VALUE: u8 = tag::context_constructed(0);

/// A type that has a short name. The value of both is a UTF8String and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
struct KnownType {
    name: &'static str,
    /// Content bytes of the type-id.
    oid: &'static [u8],
    /// Where it is written that the value is a UTF8String.
    source: &'static str,
}

/// 1.3.6.1.4.1.311.20.2.3, Microsoft's user principal name.
const UPN: KnownType = KnownType {
    name: "UPN",
    oid: &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 0x14, 0x02, 0x03],
    source: "MS-WCCE 2.2.2.7.5",
};
/// 1.3.6.1.5.5.7.8.9, id-on-SmtpUTF8Mailbox (RFC 9598 3).
const SMTP_UTF8_MAILBOX: KnownType =
    KnownType { name: "SmtpUTF8Mailbox", oid: &[0x2B, 6, 1, 5, 5, 7, 8, 9], source: "RFC 9598 3" };
const KNOWN_TYPES: [KnownType; 2] = [UPN, SMTP_UTF8_MAILBOX];

const SHAPE: &str = "OID;UTF8:text, OID;IA5:text or OID;DER:hex (RFC 5280 4.2.1.6)";

/// The short name of a type, written in any case.
pub(super) fn known_type(name: &str) -> Option<&'static str> {
    KNOWN_TYPES.iter().map(|known| known.name).find(|known| known.eq_ignore_ascii_case(name))
}

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let name = Text(Given { name_type: GeneralNameType::OtherName, text });
    let Some((type_id, value)) = text.split_once(';') else {
        let (code, reason) = match text {
            "" => (Code::Empty, "is empty"),
            _ => (Code::OtherNameSyntax, "has no semicolon behind its type"),
        };
        return Err(name.0.refuse(code, reason).expected(SHAPE));
    };
    let type_id = name.type_id(type_id)?;
    let value = name.value(&type_id, value)?;
    der::nested(out, GeneralNameType::OtherName.tag(), |out| {
        der::tlv(out, tag::OBJECT_IDENTIFIER, type_id.as_bytes());
        der::nested(out, VALUE, |out| match &value {
            Value::Utf8(text) => der::tlv(out, tag::UTF8_STRING, text.as_bytes()),
            Value::Ia5(text) => der::tlv(out, tag::IA5_STRING, text.as_bytes()),
            Value::Der(der) => out.extend_from_slice(der),
        });
    });
    Ok(())
}

/// A value that its type allows.
enum Value<'a> {
    Utf8(Cow<'a, str>),
    Ia5(&'a str),
    Der(Vec<u8>),
}

/// The text of a name, of which the parts are read. Positions are those in the whole text.
#[derive(Clone, Copy)]
struct Text<'a>(Given<'a>);

impl<'a> Text<'a> {
    fn type_id(self, text: &str) -> Result<Oid, Error> {
        if let Some(known) = KNOWN_TYPES.into_iter().find(|known| known.name == text) {
            return Ok(Oid::constant(known.oid));
        }
        let word = text.trim().to_ascii_lowercase();
        text.parse().map_err(|error: Error| {
            if !word.starts_with(|first: char| first.is_ascii_alphabetic()) {
                return error.within(self.0.name_type.as_str(), self.0.text, 1, "");
            }
            // `upn`, and OpenSSL's `msUPN` and `id-on-SmtpUTF8Mailbox`.
            let is_meant = |known: &KnownType| word.ends_with(&known.name.to_ascii_lowercase());
            let meant = KNOWN_TYPES.into_iter().find(is_meant);
            let names = format!("an object identifier, {} or {}", UPN.name, SMTP_UTF8_MAILBOX.name);
            self.0
                .refuse(Code::OtherNameSyntax, "has an unknown type")
                .expected(names)
                .hint_at(meant.map(|known| Hint::DidYouMean(known.name.into())))
        })
    }

    fn value(self, type_id: &Oid, text: &'a str) -> Result<Value<'a>, Error> {
        let known = KNOWN_TYPES.into_iter().find(|known| known.oid == type_id.as_bytes());
        let Some((syntax @ ("UTF8" | "IA5" | "DER"), value)) = text.split_once(':') else {
            let error =
                self.0.refuse(Code::OtherNameSyntax, "has no UTF8:, IA5: or DER: in its value");
            // OpenSSL's other name of UTF8, and its `FORMAT:UTF8,UTF8:`.
            let bare = match text.split_once(':') {
                Some((word, _)) if word.eq_ignore_ascii_case("FORMAT") => text.rsplit_once(':'),
                Some((word, value)) if word.eq_ignore_ascii_case("UTF8STRING") => {
                    Some((word, value))
                }
                _ => None,
            };
            let bare = bare.map_or(text, |(_, value)| value);
            let meant = known.map(|known| format!("{};UTF8:{bare}", known.name));
            let meant = meant.filter(|meant| encode(meant, &mut Vec::new()).is_ok());
            return Err(error.expected(SHAPE).hint_at(meant.map(Hint::Write)));
        };
        if value.is_empty() {
            return Err(self.0.refuse(Code::ValueMissing, "has an empty value").expected(SHAPE));
        }
        match syntax {
            "UTF8" => self.utf8(known, value).map(Value::Utf8),
            "IA5" => self.ia5(known, value).map(Value::Ia5),
            _ => self.der(known, value).map(Value::Der),
        }
    }

    fn utf8(self, known: Option<KnownType>, value: &'a str) -> Result<Cow<'a, str>, Error> {
        self.0.check_controls(value)?;
        if known == Some(SMTP_UTF8_MAILBOX) {
            return smtp_utf8_mailbox::read(value);
        }
        Ok(Cow::Borrowed(value))
    }

    fn ia5(self, known: Option<KnownType>, value: &'a str) -> Result<&'a str, Error> {
        if let Some(known) = known {
            return Err(self.not_utf8(known));
        }
        if let Some((character, at)) = first_character(value, |character| !character.is_ascii()) {
            let at = self.0.before(value) + at;
            let hint = Hint::advice("use UTF8: for characters outside ASCII");
            let error = self.0.refuse_character(Code::NotAscii, character, at);
            return Err(error.expected("an IA5String: ASCII (X.680 41)").hint_at(hint));
        }
        self.0.check_controls(value)?;
        Ok(value)
    }

    fn der(self, known: Option<KnownType>, value: &str) -> Result<Vec<u8>, Error> {
        let der = self.0.hex(value)?;
        let tlv = any_value(&der)
            .and_then(|tlv| Walk::strict().is_string(&tlv).map(|()| tlv))
            .map_err(|deviation| deviation.refuse(self.0.name_type.as_str()).value(self.0.text))?;
        if let Some(known) = known {
            self.check_known(known, &tlv)?;
        }
        Ok(der)
    }

    /// Checks the value of a known type as it is in a request.
    fn check_known(self, known: KnownType, value: &Tlv<'_>) -> Result<(), Error> {
        let text = core::str::from_utf8(value.content).ok();
        let text = text.filter(|text| value.tag == tag::UTF8_STRING && !text.is_empty());
        let text = text.ok_or_else(|| self.not_utf8(known))?;
        if text.contains(char::is_control) {
            let reason = "contains a control character in its value";
            return Err(self.0.refuse(Code::ControlCharacter, reason));
        }
        if known == SMTP_UTF8_MAILBOX { smtp_utf8_mailbox::check(text) } else { Ok(()) }
    }

    #[cold]
    fn not_utf8(self, known: KnownType) -> Error {
        self.0
            .refuse(Code::Utf8StringRequired, "has a value that is not a UTF8String")
            .expected(format!("a UTF8String in {} ({})", known.name, known.source))
            .hint_at(Hint::advice("write UTF8: in front of the text"))
    }
}

/// The text of the content bytes in the syntax that is easiest to read; it may not give them
/// back.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut fields = Reader::new(content);
    let type_id = fields.next()?.content;
    let value = fields.next()?.reader().next()?;
    let type_id = match KNOWN_TYPES.into_iter().find(|known| known.oid == type_id) {
        Some(known) => Cow::Borrowed(known.name),
        None => Cow::Owned(registered_id::text(type_id)?),
    };
    let is_text = |text: &&str| !text.is_empty() && !text.contains(char::is_control);
    let string = core::str::from_utf8(value.content).ok().filter(is_text);
    Some(match (value.tag, string) {
        (tag::UTF8_STRING, Some(text)) => format!("{type_id};UTF8:{text}"),
        (tag::IA5_STRING, Some(text)) => format!("{type_id};IA5:{text}"),
        _ => format!("{type_id};DER:{}", hex::encode(value.encoded)),
    })
}

/// What the type of a received name, if it is known, does not allow in its value.
pub(crate) fn fault(content: &[u8]) -> Option<Error> {
    let mut fields = Reader::new(content);
    let type_id = fields.next()?.content;
    let value = fields.next()?.reader().next()?;
    let known = KNOWN_TYPES.into_iter().find(|known| known.oid == type_id)?;
    let name_type = GeneralNameType::OtherName;
    Text(Given { name_type, text: known.name }).check_known(known, &value).err()
}

pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    let mut fields = name.reader();
    walk.oid(&mut fields)?;
    let wrapped = walk.expect(&mut fields, VALUE)?;
    walk.finish(&fields)?;
    let value = walk.single(wrapped.reader())?;
    walk.is_string(&value)
}

#[cfg(test)]
mod tests;

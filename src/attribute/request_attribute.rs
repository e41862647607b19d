//! One attribute of a request.

use alloc::{borrow::Cow, format, vec::Vec};
use core::{fmt, str::FromStr};

use super::oids::{
    CHALLENGE_PASSWORD, STATEMENT_OF_POSSESSION, UNSTRUCTURED_NAME, is_extension_request, name,
};
use super::possession::PossessionStatement;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, any_value};
use crate::asn1::write::{self as der, tag};
use crate::asn1::{Oid, StringType};
use crate::error::{Code, Error, Hint};
use crate::ext::text::value_from_hex;
use crate::hex::HexDisplay;
use crate::text::first_character;

/// An attribute: its type and its values, encoded.
///
/// As text, `OID=HEX`, where the hexadecimal digits are the DER of the value; several values have
/// commas between. Neither `Debug` nor an error shows a value: a challengePassword is a secret.
///
/// ```
/// use pkcs10::Attribute;
///
/// let attribute: Attribute = "2.999.1=0500".parse()?;
/// assert_eq!(attribute.as_der(), [0x30, 9, 6, 3, 0x88, 0x37, 1, 0x31, 2, 5, 0]);
/// assert_eq!(attribute.to_string(), "2.999.1=0500");
/// assert_eq!(format!("{attribute:?}"), "Attribute(2.999.1, 11 bytes)");
/// # Ok::<(), pkcs10::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    oid: Oid,
    der: Vec<u8>,
}

impl Attribute {
    /// challengePassword, 1.2.840.113549.1.9.7 (RFC 2985 5.4.1).
    pub const CHALLENGE_PASSWORD: Oid = Oid::constant(CHALLENGE_PASSWORD);
    /// unstructuredName, 1.2.840.113549.1.9.2 (RFC 2985 5.2.2).
    pub const UNSTRUCTURED_NAME: Oid = Oid::constant(UNSTRUCTURED_NAME);
    /// statementOfPossession, 1.3.6.1.4.1.22112.2.1 (RFC 9883 3).
    pub const STATEMENT_OF_POSSESSION: Oid = Oid::constant(STATEMENT_OF_POSSESSION);

    /// Characters (Unicode scalar values) that a challengePassword or an unstructuredName has
    /// at most: pkcs-9-ub-pkcs9String (RFC 2985 Appendix A).
    pub const TEXT_MAX: usize = 255;

    /// A challengePassword: 1 to 255 characters without control characters, a PrintableString
    /// where its characters allow, else a UTF8String.
    ///
    /// **Who wants it:** SCEP (RFC 8894 2.4), where it authorizes the enrolment, and some CAs
    /// for revocation. The request is not encrypted, so each of its readers can read the
    /// password. A request sorts its attributes by their bytes, which DER requires, so a
    /// password of 64 characters or more may be behind the extensionRequest. At
    /// least one SCEP server takes it only in front (lf-edge/eve #5909): short ones are there.
    ///
    /// # Errors
    /// An error about the password, which does not hold it.
    pub fn challenge_password(password: &str) -> Result<Self, Error> {
        let tag = StringType::of_directory_string(password).tag();
        Self::from_text(Self::CHALLENGE_PASSWORD, tag, password)
    }

    /// An unstructuredName: 1 to 255 characters without control characters, an IA5String
    /// where its characters allow, else a UTF8String. Network equipment puts its host name or
    /// serial number there.
    ///
    /// # Errors
    /// An error about the name.
    pub fn unstructured_name(name: &str) -> Result<Self, Error> {
        let tag = if name.is_ascii() { tag::IA5_STRING } else { tag::UTF8_STRING };
        Self::from_text(Self::UNSTRUCTURED_NAME, tag, name)
    }

    fn from_text(oid: Oid, tag: u8, text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(refuse(&oid, Code::Empty, "is empty")
                .expected("at least one character (RFC 2985 Appendix A)")
                .hint_at(Hint::Omit));
        }
        if let Some((character, at)) = first_character(text, char::is_control) {
            let code = u32::from(character);
            let reason = format!("contains the control character U+{code:04X} at character {at}");
            let newline = matches!(character, '\n' | '\r');
            return Err(refuse(&oid, Code::ControlCharacter, reason)
                .character(at)
                .hint_at(newline.then(|| Hint::advice("remove the trailing newline"))));
        }
        let len = text.chars().count();
        if len > Self::TEXT_MAX {
            return Err(refuse(&oid, Code::TooLong, format!("is {len} characters long"))
                .expected(format!("at most {} (RFC 2985 Appendix A)", Self::TEXT_MAX)));
        }
        let mut value = Vec::with_capacity(text.len() + 4);
        der::tlv(&mut value, tag, text.as_bytes());
        Ok(Self::encode(oid, &mut [value]))
    }

    /// Any attribute, from its type and the DER of its values, at least one. They are a SET:
    /// their order does not matter, and each is there once.
    ///
    /// # Errors
    /// If one of the values is not exactly one value in DER, if there is none, or one is there
    /// twice, or if this is an extensionRequest ([`Code::ExtensionRequestAsAttribute`]): extensions
    /// are given as extensions.
    pub fn new(oid: Oid, values: &[&[u8]]) -> Result<Self, Error> {
        check(&oid, values.iter().copied())?;
        let mut values: Vec<Vec<u8>> = values.iter().map(|value| value.to_vec()).collect();
        values.sort_unstable();
        if values.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(refuse(&oid, Code::Repeated, "contains a value twice")
                .expected("each one once (RFC 2986 4.1)"));
        }
        let attribute = Self::encode(oid, &mut values);
        if attribute.is_possession_statement() && attribute.possession_statement().is_none() {
            return Err(refuse(&attribute.oid, Code::PossessionStatement, "has another value")
                .expected("one SEQUENCE of signer and, where wanted, cert (RFC 9883 3)"));
        }
        Ok(attribute)
    }

    fn encode(oid: Oid, values: &mut [Vec<u8>]) -> Self {
        let mut der = Vec::new();
        der::nested(&mut der, tag::SEQUENCE, |out| {
            der::tlv(out, tag::OBJECT_IDENTIFIER, oid.as_bytes());
            der::set_of(out, tag::SET, values);
        });
        Self { oid, der }
    }

    /// Reads an Attribute (RFC 2986 4.1), whose SEQUENCE has been read; the values of an
    /// extensionRequest by `extension_request`.
    ///
    /// ```text
    /// Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE (1..MAX) OF ANY }
    /// ```
    pub(crate) fn read<'a>(
        walk: &mut Walk,
        attribute: &Tlv<'a>,
        extension_request: impl FnOnce(&mut Walk, &Tlv<'a>) -> Walked<()>,
    ) -> Walked<Self> {
        let (oid, values) = Self::read_fields(walk, attribute)?;
        if is_extension_request(&oid) {
            extension_request(walk, &values)?;
        } else {
            let count = Self::read_values(walk, &values, |walk, index, reader| {
                walk.within(format_args!("values[{index}]"), |walk| {
                    let value = walk.read(reader)?;
                    walk.part(|walk| walk.is_string(&value))?;
                    Ok(value)
                })
            })?;
            if count == 0 {
                let found = format_args!("does not have a value");
                walk.deviates(Code::AttributeEmpty, values.at, found)?;
            }
        }
        Ok(Self { oid, der: attribute.encoded.into() })
    }

    /// Reads an Attribute but for its values.
    pub(crate) fn read_fields<'a>(walk: &mut Walk, attribute: &Tlv<'a>) -> Walked<(Oid, Tlv<'a>)> {
        let mut fields = attribute.reader();
        let oid = walk.within("type", |walk| walk.oid(&mut fields))?;
        let values = walk.within("values", |walk| walk.expect(&mut fields, tag::SET))?;
        walk.finish(&fields)?;
        Ok((oid, values))
    }

    /// Reads the values of an attribute, each by `read`, which gets its index; returns how many
    /// they are.
    pub(crate) fn read_values<'a>(
        walk: &mut Walk,
        values: &Tlv<'a>,
        mut read: impl FnMut(&mut Walk, usize, &mut Reader<'a>) -> Walked<Tlv<'a>>,
    ) -> Walked<usize> {
        let mut reader = values.reader();
        let mut before: &[u8] = &[];
        let (mut sorted, mut count) = (true, 0);
        while !reader.is_empty() {
            let value = read(walk, count, &mut reader)?;
            sorted &= before <= value.encoded;
            before = value.encoded;
            count += 1;
        }
        if !sorted {
            let found = format_args!("has its {count} values out of order");
            walk.deviates(Code::ValuesUnsorted, values.at, found)?;
        }
        Ok(count)
    }

    /// The type.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// The name, such as `challengePassword`, if the attribute is known.
    pub fn name(&self) -> Option<&'static str> {
        name(&self.oid)
    }

    /// The values, each encoded.
    pub fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.value_tlvs().map(|value| value.encoded)
    }

    fn value_tlvs(&self) -> Reader<'_> {
        let attribute = Reader::new(&self.der).next();
        let values = attribute.and_then(|attribute| attribute.reader().nth(1));
        values.map_or(Reader::new(&[]), |values| values.reader())
    }

    /// The first value that is a string, as text; of Microsoft's attributes, whose values are SEQUENCEs,
    /// the numbers and strings of all of them.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        let text = |value: Tlv<'_>| {
            let string_type = StringType::from_tag(value.tag)?;
            Some(string_type.decode_lossy(value.content).into_owned())
        };
        if self.name().is_none() || self.value_tlvs().any(|value| value.tag != tag::SEQUENCE) {
            return self.value_tlvs().find_map(text).map(Cow::Owned);
        }
        let fields = self.value_tlvs().flat_map(|value| value.reader());
        let texts = fields.filter_map(|field| match (field.tag, field.content) {
            (tag::INTEGER, [number @ 0..=0x7F]) => Some(format!("{number}")),
            _ => text(field),
        });
        let texts: Vec<_> = texts.collect();
        (!texts.is_empty()).then(|| Cow::Owned(texts.join(", ")))
    }

    /// The statement, if it is a statementOfPossession with its one value (RFC 9883 3).
    pub fn possession_statement(&self) -> Option<PossessionStatement> {
        let mut values = self.values();
        let value = values.next().filter(|_| self.is_possession_statement())?;
        PossessionStatement::from_value(value).ok().filter(|_| values.next().is_none())
    }

    /// Whether it is a statementOfPossession by its type.
    pub(crate) fn is_possession_statement(&self) -> bool {
        self.oid.as_bytes() == STATEMENT_OF_POSSESSION
    }

    /// Whether it is the extensionRequest of an inspection, which lists its extensions by
    /// themselves.
    pub fn is_extension_request(&self) -> bool {
        is_extension_request(&self.oid)
    }

    /// The DER of the Attribute: one SEQUENCE of type and values.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

/// Refuses the extensionRequest, and values that are not DER.
fn check<'a>(oid: &Oid, values: impl Iterator<Item = &'a [u8]>) -> Result<(), Error> {
    if is_extension_request(oid) {
        return Err(refuse(oid, Code::ExtensionRequestAsAttribute, "is given as an attribute")
            .expected("its extensions (RFC 2985 5.4.2)")
            .hint_at(Hint::advice("add each of its extensions")));
    }
    let mut count = 0;
    for value in values {
        count += 1;
        any_value(value).map_err(|deviation| {
            let reason = format!("has a value that is not valid DER, byte {}", deviation.at());
            refuse(oid, deviation.code(), reason)
        })?;
    }
    match count {
        0 => Err(refuse(oid, Code::AttributeEmpty, "does not have a value")),
        _ => Ok(()),
    }
}

/// An error about an attribute, without its value, which may be a password.
#[cold]
fn refuse(oid: &Oid, code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
    match name(oid) {
        Some(name) => Error::new(code, name, reason),
        None => Error::new(code, "attribute", reason).value(&format!("{oid}")),
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({}, {} bytes)", self.oid, self.der.len())
    }
}

/// Shows the values, a challengePassword among them.
impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.oid)?;
        for (index, value) in self.values().enumerate() {
            write!(f, "{}{:x}", if index == 0 { "" } else { "," }, HexDisplay(value))?;
        }
        Ok(())
    }
}

impl FromStr for Attribute {
    type Err = Error;

    /// Reads `OID=HEX[,HEX…]`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let Some((oid, values)) = text.split_once('=') else {
            let reason = "does not contain \"=\"";
            return Err(Error::new(Code::EqualsMissing, "attribute", reason)
                .expected("OID=HEX, with the DER of the value"));
        };
        let oid: Oid = oid.parse()?;
        let values: Result<Vec<_>, Error> =
            values.split(',').map(|value| value_from_hex("attribute", value)).collect();
        let values = values.map_err(|error| match name(&oid) {
            Some(name) => error.about(name),
            None => error.value(&format!("{oid}")),
        })?;
        let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        Self::new(oid, &values)
    }
}

#[cfg(test)]
mod tests;

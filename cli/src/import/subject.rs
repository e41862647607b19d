//! Names as lists of attributes, whose text gives their string types too.

use pkcs10::names::StringType;
use pkcs10::{AttributeType, DistinguishedName, Faults};

/// An attribute of a name.
pub(super) struct Part {
    pub(super) attribute: AttributeType,
    /// Whether it is in the RDN of the one before.
    pub(super) joins: bool,
    /// As RFC 4514 text.
    pub(super) text: String,
}

impl Part {
    /// An attribute in an RDN of its own, in the usual string type.
    pub(super) fn new(attribute: AttributeType, value: &str) -> Result<Self, Faults> {
        let name = DistinguishedName::builder().attribute(attribute.clone(), value).build()?;
        Ok(Self { attribute, joins: false, text: name.to_string() })
    }

    /// An attribute in the first of these string types that has its characters.
    pub(super) fn with_types(
        attribute: AttributeType,
        string_types: &[StringType],
        value: &str,
    ) -> Result<Self, Faults> {
        let name = in_one_of(&attribute, string_types, value)?;
        Ok(Self { attribute, joins: false, text: name.to_string() })
    }

    /// Whether its string type is not the usual one; types without a name always give it.
    pub(super) fn has_unusual_type(&self) -> bool {
        self.text.starts_with(char::is_alphabetic) && self.text.contains("=#")
    }
}

/// A name as RFC 4514 text, which has the last RDN first.
pub(super) fn text_of(parts: &[Part]) -> String {
    let mut rdns: Vec<String> = Vec::new();
    for part in parts {
        match rdns.last_mut() {
            Some(rdn) if part.joins => *rdn += &format!("+{}", part.text),
            _ => rdns.push(part.text.clone()),
        }
    }
    rdns.reverse();
    rdns.join(",")
}

fn in_one_of(
    attribute: &AttributeType,
    string_types: &[StringType],
    value: &str,
) -> Result<DistinguishedName, Faults> {
    let mut last = Ok(DistinguishedName::empty());
    for string_type in string_types {
        let name = DistinguishedName::builder();
        let name = match teletex_der(*string_type, value) {
            Some(der) => name.attribute_der(attribute.clone(), &der),
            None => name.attribute_as(attribute.clone(), *string_type, value),
        };
        last = name.build();
        if last.is_ok() {
            break;
        }
    }
    last
}

/// A TeletexString as OpenSSL writes it, in ISO 8859-1; the library writes it with the characters of
/// PrintableString only, and reads it so too.
fn teletex_der(string_type: StringType, value: &str) -> Option<Vec<u8>> {
    const TAG: u8 = 0x14;
    let content: Vec<u8> = value.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
    let len = u8::try_from(content.len()).ok().filter(|len| (1..128).contains(len))?;
    (string_type == StringType::Teletex).then(|| [&[TAG, len], &*content].concat())
}

/// A text in DER, in hexadecimal digits, or why it is refused: it may be a password, which is not shown.
pub(super) fn string_hex(string_types: &[StringType], value: &str) -> Result<String, String> {
    // A type of attribute for which every string type is allowed.
    let any = "2.999".parse().map_or(AttributeType::Name, |oid| AttributeType::from_oid(&oid));
    let name = in_one_of(&any, string_types, value).map_err(|faults| {
        let reasons = faults.iter().map(|fault| fault.error().reason().to_owned());
        reasons.collect::<Vec<_>>().join(", ")
    })?;
    let der = name.attributes().next().map(|value| value.value_der().to_vec());
    Ok(der.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect())
}

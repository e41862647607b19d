//! The body that `csr new --example` prints: a value for each member that a first request needs.

use pkcs10::profiles::{Field, Target};
use pkcs10::{AttributeType, Profile};

/// A body that this profile accepts; of LXCA the documented one.
pub(super) fn body(profile: Profile) -> String {
    let host = if profile == Profile::LXCA { "New-LXCA" } else { "bmc-7.example.com" };
    let mut text = String::from("{");
    let mut open = "";
    let is_list = |field: &Field| matches!(field.target(), Target::Names | Target::TypedNames);
    let has_list = profile.fields().iter().any(is_list);
    let is_second = |field: &Field| {
        has_list && matches!(field.target(), Target::NameType(_) | Target::NameValue(_))
    };
    for field in profile.fields().iter().filter(|field| !is_second(field)) {
        let Some(value) = value(field, host) else { continue };
        let (object, name) = field.name().rsplit_once('.').unwrap_or(("", field.name()));
        if object != open {
            text += if open.is_empty() { "" } else { "\n  }" };
            text += &format!("{}\n  \"{object}\": {{", comma(&text));
            open = object;
        }
        let indent = if open.is_empty() { "  " } else { "    " };
        text += &format!("{}\n{indent}\"{name}\": {value}", comma(&text));
    }
    text + if open.is_empty() { "\n}\n" } else { "\n  }\n}\n" }
}

fn comma(text: &str) -> &'static str {
    if text.ends_with('{') { "" } else { "," }
}

/// The JSON of a member's value; nothing where a first request does without it.
fn value(field: &Field, host: &str) -> Option<String> {
    let word = |wanted: &[&str]| {
        let words = field.words().iter();
        let mut words = words.filter(|(_, meaning)| wanted.contains(meaning));
        words.next().map(|(word, _)| quoted(word))
    };
    match field.target() {
        Target::Subject(attribute) => subject(field, attribute, host).map(|value| {
            quoted(&value.chars().take(field.limit().unwrap_or(usize::MAX)).collect::<String>())
        }),
        Target::CountryName => Some(quoted("US")),
        Target::TypedNames => Some(format!(
            r#"{{
    "generalNames": [
      {{"type": "dNSName", "name": "{host}"}},
      {{"type": "iPAddress", "name": "192.0.2.0"}}
    ]
  }}"#
        )),
        Target::Names => Some(format!(r#"["{host}", "192.0.2.0"]"#)),
        Target::NameType(1) => word(&["dNSName"]),
        Target::NameValue(1) => Some(quoted(host)),
        Target::NameType(2) => word(&["iPAddress"]),
        Target::NameValue(2) => Some(quoted("192.0.2.0")),
        Target::KeyUsage => word(&["serverAuth"])
            .or_else(|| word(&["digitalSignature"]))
            .map(|of| format!("[{of}]")),
        Target::KeyAlgorithm => word(&["ecdsa"]),
        Target::KeyBits => field.default_value().map(String::from),
        Target::KeyCurve => word(&["ecdsa-p384"]),
        Target::Link | Target::LinkOrText => Some(
            r#"{"@odata.id": "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates"}"#.into(),
        ),
        Target::Word => field.words().first().map(|(word, _)| quoted(word)),
        _ => None,
    }
}

/// The value of an attribute of the subject: the documented one, the profile's default, or another.
fn subject<'a>(field: &Field, attribute: &AttributeType, host: &'a str) -> Option<&'a str> {
    let other = match attribute {
        AttributeType::CommonName => host,
        AttributeType::Country => "US",
        AttributeType::Organization => return Some("ACME International Ltd."),
        AttributeType::OrganizationalUnit => "ABC Division",
        AttributeType::Locality => "Raleigh",
        AttributeType::StateOrProvince => "North Carolina",
        _ => return None,
    };
    Some(field.default_value().unwrap_or(other))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

//! What is found in a request, as lines of text: the same for every reader.
//!
//! ```text
//! verified
//! rdn CN=bmc-7 + OU=Servers
//! name DNS:a.example
//! extension 2.5.29.15 critical digitalSignature
//! attribute 1.2.840.113549.1.9.7 secret 7
//! ```
//!
//! A value that the reader does not show is `?`.

use crate::kinds::Kind;

/// The facts of a request that was made.
pub fn expected(kind: &Kind) -> Vec<String> {
    let mut facts = vec!["verified".to_owned()];
    facts.extend(kind.rdns.iter().map(|rdn| format!("rdn {rdn}")));
    facts.extend(kind.names.iter().map(|name| format!("name {name}")));
    facts.extend(
        kind.extensions
            .iter()
            .map(|(e, text)| extension(&e.oid().to_string(), e.is_critical(), text)),
    );
    facts.extend(kind.attributes.iter().map(|(a, text)| attribute(&a.oid().to_string(), text)));
    facts
}

pub fn extension(oid: &str, critical: bool, value: &str) -> String {
    format!("extension {oid} {} {value}", if critical { "critical" } else { "-" })
}

pub fn attribute(oid: &str, value: &str) -> String {
    format!("attribute {oid} {value}")
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An iPAddress.
pub fn ip(bytes: &[u8]) -> String {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).map(|o| std::net::IpAddr::from(o).to_string()),
        _ => <[u8; 16]>::try_from(bytes).map(|o| std::net::IpAddr::from(o).to_string()),
    }
    .unwrap_or_else(|_| hex(bytes))
}

/// The short name of an attribute of a subject.
pub fn attribute_name(oid: &str) -> &str {
    match oid {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        other => other,
    }
}

/// The bits of a key usage, bit 0 lowest.
pub fn key_usage(flags: u16) -> String {
    const NAMES: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    let set = NAMES.into_iter().enumerate().filter(|(bit, _)| flags >> bit & 1 == 1);
    set.map(|(_, name)| name).collect::<Vec<_>>().join(",")
}

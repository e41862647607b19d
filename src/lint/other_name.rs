//! otherNames whose type says what their value is.

use alloc::{format, string::String};

use super::finding::Findings;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::{StringType, tag};
use crate::error::Code;
use crate::san::host::is_host_name;
use crate::san::other_name::fault;
use crate::text::Quoted;

pub(super) fn check(place: &str, content: &[u8], findings: &mut Findings<'_>) {
    if let Some(error) = fault(content) {
        let code = match error.code() {
            code @ (Code::Utf8StringRequired | Code::ControlCharacter) => code,
            _ => Code::SmtpUtf8Mailbox,
        };
        let found =
            format_args!("({}) {}", Quoted(error.refused().unwrap_or_default()), error.reason());
        let advice = Some(error.expectation()).filter(|expected| !expected.is_empty());
        let advice = advice.map(|expected| format!("give {expected}"));
        findings.add_with_advice(code, place, found, advice);
    }
    let Some(value) = srv_name(content) else { return };
    if value.tag != StringType::Ia5.tag() {
        findings.add(Code::SrvNameType, place, "is an SRVName, but not an IA5String");
    } else if !is_service_and_name(value.content) {
        let shown = String::from_utf8_lossy(value.content);
        findings.add(Code::SrvNameSyntax, place, format_args!("is {}", Quoted(&shown)));
    }
}

/// The value of an otherName that is an SRVName, id-on-dnsSRV 1.3.6.1.5.5.7.8.7.
fn srv_name(content: &[u8]) -> Option<Tlv<'_>> {
    const DNS_SRV: &[u8] = &[tag::OBJECT_IDENTIFIER, 8, 0x2B, 6, 1, 5, 5, 7, 8, 7];
    Reader::new(content.strip_prefix(DNS_SRV)?).next()?.reader().next()
}

/// Whether it is `_Service.Name`: the name of a service as an SRV record has it, and a domain name.
fn is_service_and_name(content: &[u8]) -> bool {
    let text = str::from_utf8(content).ok().and_then(|text| text.strip_prefix('_'));
    text.and_then(|text| text.split_once('.'))
        .is_some_and(|(service, name)| is_host_name(service) && is_host_name(name))
}

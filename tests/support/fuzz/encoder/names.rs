//! The nine types of name, each as our text and as their structure.

use std::net::{Ipv4Addr, Ipv6Addr};

use arbitrary::{Result, Unstructured};
use x509_cert::der::asn1::{Any, Ia5String, ObjectIdentifier, OctetString};
use x509_cert::der::{Decode, Encode, Tag, TagNumber};
use x509_cert::ext::pkix::name::{EdiPartyName, GeneralName, OtherName};
use x509_cert::name::Name;

use super::{HOST, UNICODE, directory_string, oid, string, subject, text};

/// `PREFIX:VALUE`, and the DER.
pub(super) fn draw(u: &mut Unstructured<'_>) -> Result<(String, Any)> {
    let (text, theirs) = match u.int_in_range(0..=8)? {
        0 => other(u)?,
        1 => {
            let mailbox = format!("{}@{}", text(u, "az09.!#$%&'*+/=?^_`{|}~-", 0..=30)?, host(u)?);
            let mailbox = format!("x{}", mailbox.replace("..", "._").replace(".@", "@"));
            (format!("email:{mailbox}"), GeneralName::Rfc822Name(ia5(&mailbox)))
        }
        2 => {
            let wildcard = if u.arbitrary()? { "*." } else { "" };
            let name = format!("{wildcard}{}", host(u)?);
            (format!("DNS:{name}"), GeneralName::DnsName(ia5(&name)))
        }
        3 => return x400(u),
        4 => {
            let (text, name) = subject::draw_text(u)?;
            let name = Name::hazmat_from_rdn_sequence(name);
            (format!("dirName:{text}"), GeneralName::DirectoryName(name))
        }
        5 => edi_party(u)?,
        6 => {
            let uri =
                format!("https://{}/{}", host(u)?, text(u, "az09-._~!$&'()*+,;=:@", 0..=200)?);
            (format!("URI:{uri}"), GeneralName::UniformResourceIdentifier(ia5(&uri)))
        }
        7 => address(u)?,
        _ => {
            let oid = oid(u)?;
            let theirs = ObjectIdentifier::new(&oid).unwrap();
            (format!("RID:{oid}"), GeneralName::RegisteredId(theirs))
        }
    };
    Ok((text, Any::from_der(&theirs.to_der().unwrap()).unwrap()))
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::new(text).unwrap()
}

/// Up to 200 bytes.
fn host(u: &mut Unstructured<'_>) -> Result<String> {
    let mut host = text(u, HOST, 1..=63)?;
    for _ in 0..u.int_in_range(0..=2)? {
        host = format!("{host}.{}", text(u, HOST, 1..=40)?);
    }
    Ok(format!("{host}.example"))
}

fn address(u: &mut Unstructured<'_>) -> Result<(String, GeneralName)> {
    let (text, bytes) = if u.arbitrary()? {
        let bytes: [u8; 4] = u.arbitrary()?;
        (Ipv4Addr::from(bytes).to_string(), bytes.to_vec())
    } else {
        let mut bytes: [u8; 16] = u.arbitrary()?;
        // An IPv4-mapped address is refused.
        bytes[0] |= 0x20;
        (Ipv6Addr::from(bytes).to_string(), bytes.to_vec())
    };
    Ok((format!("IP:{text}"), GeneralName::IpAddress(OctetString::new(bytes).unwrap())))
}

fn other(u: &mut Unstructured<'_>) -> Result<(String, GeneralName)> {
    // Under an arc without a known grammar.
    let oid = format!("1.3.6.1.4.1.32473.{}", u.arbitrary::<u8>()?);
    let (text, value) = if u.arbitrary()? {
        let value = text(u, UNICODE, 1..=140)?;
        (format!("UTF8:{value}"), string(Tag::Utf8String, &value))
    } else {
        let value = super::value(u)?;
        (format!("DER:{}", hex(&value.to_der().unwrap())), value)
    };
    let type_id = ObjectIdentifier::new(&oid).unwrap();
    Ok((format!("otherName:{oid};{text}"), GeneralName::OtherName(OtherName { type_id, value })))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn edi_party(u: &mut Unstructured<'_>) -> Result<(String, GeneralName)> {
    let escape = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;");
    let part = |text: &str| directory_string(text).decode_as().unwrap();
    let party = text(u, UNICODE, 1..=140)?;
    let assigner = if u.arbitrary()? { Some(text(u, UNICODE, 1..=140)?) } else { None };
    let written = match &assigner {
        Some(assigner) => format!("ediPartyName:{};{}", escape(assigner), escape(&party)),
        None => format!("ediPartyName:{}", escape(&party)),
    };
    let name_assigner = assigner.as_deref().map(part);
    let theirs = EdiPartyName { name_assigner, party_name: part(&party) };
    Ok((written, GeneralName::EdiPartyName(theirs)))
}

/// x509-cert has no x400Address; this is one, TLV by TLV (RFC 5280 Appendix A.1).
fn x400(u: &mut Unstructured<'_>) -> Result<(String, Any)> {
    let mut written = vec![String::from("C=DE")];
    let administration = text(u, X400, 1..=16)?;
    let mut standard = vec![
        explicit(application(1), Tag::PrintableString, "DE"),
        explicit(application(2), Tag::PrintableString, &administration),
    ];
    written.push(format!("A={administration}"));
    if u.arbitrary()? {
        let domain = text(u, X400, 1..=16)?;
        standard.push(explicit(context(2, true), Tag::PrintableString, &domain));
        written.push(format!("P={domain}"));
    }
    if u.arbitrary()? {
        let organization = text(u, X400, 1..=64)?;
        standard.push(string(context(3, false), &organization));
        written.push(format!("O={organization}"));
    }
    if u.arbitrary()? {
        let surname = text(u, X400, 1..=40)?;
        let mut personal = vec![string(context(0, false), &surname)];
        written.push(format!("S={surname}"));
        if u.arbitrary()? {
            let given_name = text(u, X400, 1..=16)?;
            personal.push(string(context(1, false), &given_name));
            written.push(format!("G={given_name}"));
        }
        standard.push(constructed(context(5, true), &personal));
    }
    let standard = constructed(Tag::Sequence, &standard);
    Ok((format!("x400:{}", written.join(";")), constructed(context(3, true), &[standard])))
}

/// No digits, of which a domain's name would become a NumericString.
const X400: &str = "aZ'()+,-.:?";

const fn application(number: u32) -> Tag {
    Tag::Application { constructed: true, number: TagNumber(number) }
}

const fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific { constructed, number: TagNumber(number) }
}

fn explicit(outer: Tag, inner: Tag, text: &str) -> Any {
    constructed(outer, &[string(inner, text)])
}

fn constructed(tag: Tag, parts: &[Any]) -> Any {
    let content: Vec<u8> = parts.iter().flat_map(|part| part.to_der().unwrap()).collect();
    Any::new(tag, content).unwrap()
}

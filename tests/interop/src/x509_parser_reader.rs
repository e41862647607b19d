//! x509-parser reads a request.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::cri_attributes::ParsedCriAttribute;
use x509_parser::extensions::{GeneralName, ParsedExtension, X509Extension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use crate::facts;

pub fn read(der: &[u8]) -> Result<Vec<String>, String> {
    let (rest, csr) = X509CertificationRequest::from_der(der).map_err(|e| e.to_string())?;
    if !rest.is_empty() {
        return Err(format!("{} bytes left over", rest.len()));
    }
    csr.verify_signature().map_err(|error| error.to_string())?;
    let info = &csr.certification_request_info;
    let mut found = vec!["verified".to_owned()];
    found.extend(rdns(&info.subject).into_iter().map(|rdn| format!("rdn {rdn}")));
    for attribute in info.iter_attributes() {
        let oid = attribute.oid.to_id_string();
        match attribute.parsed_attribute() {
            ParsedCriAttribute::ExtensionRequest(request) => request
                .extensions
                .iter()
                .for_each(|extension| read_extension(extension, &mut found)),
            ParsedCriAttribute::ChallengePassword(password) => {
                found.push(facts::attribute(&oid, &password.0));
            }
            ParsedCriAttribute::UnsupportedAttribute => found.push(facts::attribute(&oid, "?")),
        }
    }
    Ok(found)
}

fn read_extension(extension: &X509Extension<'_>, found: &mut Vec<String>) {
    let value = match extension.parsed_extension() {
        ParsedExtension::SubjectAlternativeName(names) => {
            found.extend(names.general_names.iter().map(|name| format!("name {}", text(name))));
            return;
        }
        ParsedExtension::KeyUsage(usage) => facts::key_usage(usage.flags),
        ParsedExtension::ExtendedKeyUsage(usage) => {
            let known = [(usage.server_auth, "serverAuth"), (usage.client_auth, "clientAuth")];
            let set = known.into_iter().filter(|(set, _)| *set).map(|(_, name)| name);
            set.collect::<Vec<_>>().join(",")
        }
        ParsedExtension::BasicConstraints(constraints) => {
            match (constraints.ca, constraints.path_len_constraint) {
                (false, _) => "CA:FALSE".to_owned(),
                (true, None) => "CA:TRUE".to_owned(),
                (true, Some(len)) => format!("CA:TRUE, pathlen:{len}"),
            }
        }
        ParsedExtension::ParseError { error } => format!("cannot be read: {error}"),
        _ => facts::hex(extension.value),
    };
    found.push(facts::extension(&extension.oid.to_id_string(), extension.critical, &value));
}

fn rdns(name: &X509Name<'_>) -> Vec<String> {
    let pair = |attribute: &x509_parser::x509::AttributeTypeAndValue<'_>| {
        let oid = attribute.attr_type().to_id_string();
        format!("{}={}", facts::attribute_name(&oid), attribute.as_str().unwrap_or("?"))
    };
    name.iter().map(|rdn| rdn.iter().map(pair).collect::<Vec<_>>().join(" + ")).collect()
}

fn text(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::OtherName(oid, value) => {
            format!("otherName:{};{}", oid.to_id_string(), facts::hex(value))
        }
        GeneralName::RFC822Name(text) => format!("email:{text}"),
        GeneralName::DNSName(text) => format!("DNS:{text}"),
        GeneralName::X400Address(_) => "x400:?".to_owned(),
        GeneralName::DirectoryName(name) => {
            let mut rdns = rdns(name);
            rdns.reverse();
            format!("dirName:{}", rdns.join(","))
        }
        GeneralName::EDIPartyName(_) => "ediPartyName:?".to_owned(),
        GeneralName::URI(text) => format!("URI:{text}"),
        GeneralName::IPAddress(bytes) => format!("IP:{}", facts::ip(bytes)),
        GeneralName::RegisteredID(oid) => format!("RID:{}", oid.to_id_string()),
        other => format!("{other:?}"),
    }
}

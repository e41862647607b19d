//! rcgen reads a request. It shows no criticality and no attribute.

use rcgen::{
    BasicConstraints, CertificateSigningRequestParams, DnType, DnValue, ExtendedKeyUsagePurpose,
    IsCa, KeyUsagePurpose, OtherNameValue, SanType,
};

use crate::facts;

pub fn read(pem: &str) -> Result<Vec<String>, String> {
    let csr = CertificateSigningRequestParams::from_pem(pem).map_err(|error| error.to_string())?;
    let mut found = vec!["verified".to_owned()];
    for (kind, value) in csr.params.distinguished_name.iter() {
        found.push(format!("rdn {}={}", attribute_name(kind), value_text(value)));
    }
    found.extend(csr.params.subject_alt_names.iter().map(|name| format!("name {}", text(name))));
    let mut extension = |oid, value: String| found.push(format!("extension {oid} ? {value}"));
    if !csr.params.key_usages.is_empty() {
        let names = csr.params.key_usages.iter().map(usage);
        extension("2.5.29.15", names.collect::<Vec<_>>().join(","));
    }
    if !csr.params.extended_key_usages.is_empty() {
        let names = csr.params.extended_key_usages.iter().map(purpose);
        extension("2.5.29.37", names.collect::<Vec<_>>().join(","));
    }
    match &csr.params.is_ca {
        IsCa::NoCa => {}
        IsCa::ExplicitNoCa => extension("2.5.29.19", "CA:FALSE".into()),
        IsCa::Ca(BasicConstraints::Unconstrained) => extension("2.5.29.19", "CA:TRUE".into()),
        IsCa::Ca(BasicConstraints::Constrained(len)) => {
            extension("2.5.29.19", format!("CA:TRUE, pathlen:{len}"));
        }
    }
    Ok(found)
}

fn attribute_name(kind: &DnType) -> String {
    match kind {
        DnType::CountryName => "C".into(),
        DnType::LocalityName => "L".into(),
        DnType::StateOrProvinceName => "ST".into(),
        DnType::OrganizationName => "O".into(),
        DnType::OrganizationalUnitName => "OU".into(),
        DnType::CommonName => "CN".into(),
        DnType::CustomDnType(arcs) => facts::attribute_name(&dotted(arcs)).into(),
        other => format!("{other:?}"),
    }
}

fn dotted(arcs: &[u64]) -> String {
    arcs.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

fn value_text(value: &DnValue) -> String {
    match value {
        DnValue::PrintableString(text) => text.as_str().into(),
        DnValue::Ia5String(text) => text.as_str().into(),
        DnValue::Utf8String(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

fn text(name: &SanType) -> String {
    match name {
        SanType::DnsName(text) => format!("DNS:{text}"),
        SanType::Rfc822Name(text) => format!("email:{text}"),
        SanType::URI(text) => format!("URI:{text}"),
        SanType::IpAddress(address) => format!("IP:{address}"),
        SanType::OtherName((oid, OtherNameValue::Utf8String(text))) => {
            format!("otherName:{};UTF8:{text}", dotted(oid))
        }
        other => format!("{other:?}"),
    }
}

fn usage(usage: &KeyUsagePurpose) -> &'static str {
    match usage {
        KeyUsagePurpose::DigitalSignature => "digitalSignature",
        KeyUsagePurpose::KeyEncipherment => "keyEncipherment",
        _ => "another",
    }
}

fn purpose(purpose: &ExtendedKeyUsagePurpose) -> &'static str {
    match purpose {
        ExtendedKeyUsagePurpose::ServerAuth => "serverAuth",
        ExtendedKeyUsagePurpose::ClientAuth => "clientAuth",
        _ => "another",
    }
}

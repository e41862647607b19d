//! Files of other tools that are named, not read.

/// What a file is, and what to do with it, where it is one of these.
pub(super) fn refused(content: &[u8], text: Option<&str>) -> Option<(&'static str, &'static str)> {
    if content.starts_with(&[0xFE, 0xED, 0xFE, 0xED]) {
        return Some((
            "is a Java key store (JKS); expected a request",
            "to create a request with a key in it: keytool -certreq -alias ALIAS -keystore FILE -file NEW",
        ));
    }
    let text = text?.trim_start();
    // What distinguishes them is at the beginning.
    let text = match text.char_indices().nth(8192) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let is_json = text.starts_with('{');
    let has_key = |names: &[&str]| {
        text.lines().any(|line| {
            let name = line.split(['=', ':']).next().unwrap_or_default().trim();
            line.len() > name.len() && names.contains(&name)
        })
    };
    let has_line = |names: &[&str]| text.lines().any(|line| names.contains(&line.trim()));
    let has_section = text.lines().any(|line| line.trim_start().starts_with('['));
    if is_json && text.contains("{{") && text.contains("\"subject\"") {
        Some((
            "is a template of step; expected a request",
            "give what it says as options: --subject, --san, --key-usage, --ext-key-usage",
        ))
    } else if is_json && text.contains("\"kty\"") {
        Some((
            "is a JSON Web Key (JWK); expected a request",
            "convert it to PKCS #8 in PEM, and give it as --key FILE",
        ))
    } else if ["CsrCommonName", "Security.Csr"].iter().any(|name| text.contains(name)) {
        Some((
            "is a list of iDRAC's attributes (group Security, CsrCommonName and the like); expected a request",
            "give what they say as options: CsrCommonName as --cn, CsrSubjectAltName as --san, the others as --subject",
        ))
    } else if has_key(&["apiVersion"]) && text.contains("cert-manager.io") {
        Some((
            "is a resource of cert-manager; expected a request",
            "give its commonName and dnsNames as options: --cn NAME --san DNS:NAME",
        ))
    } else if text.starts_with("keytool ") {
        Some((
            "is a keytool command; expected a request",
            "give its -dname as --subject, each name of -ext SAN= as --san",
        ))
    } else if text.starts_with("SPKAC=") {
        Some((
            "is a signed public key and challenge (SPKAC), not a request file",
            "create a request with the private key: csr new --key FILE --cn NAME",
        ))
    } else if text.starts_with("PuTTY-User-Key-File") {
        Some((
            "is a private key of PuTTY; expected a request",
            "export it with: puttygen FILE -O private-openssh -o NEW",
        ))
    } else if !has_section
        && (has_key(&["dns_name", "expiration_days", "cn", "ip_address"])
            || has_line(&["tls_www_server", "tls_www_client", "signing_key", "encryption_key"]))
    {
        Some((
            "is a template of certtool (GnuTLS); expected a request",
            "give what it says as options: cn as --cn, dns_name as --san DNS:NAME, ip_address as --san IP:ADDRESS",
        ))
    } else if !has_section && has_key(&["Hostname", "IPAddress"]) && has_key(&["Country"]) {
        Some((
            "is a certool.cfg of VMware; expected a request",
            "give what it says as options: Name as --cn, Hostname as --san DNS:NAME, IPAddress as --san IP:ADDRESS",
        ))
    } else {
        None
    }
}

/// Whether the first line that is not a comment is the name of a section, and not JSON.
pub(super) fn has_sections(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| !line.starts_with(['#', ';']));
    let name = first.and_then(|line| line.strip_prefix('[')?.strip_suffix(']'));
    name.is_some_and(|name| {
        let name = name.trim();
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" _-".contains(&byte))
    })
}

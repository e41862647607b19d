//! What a CA made of a request; OpenSSL is the CA.

use super::*;
use tools::{Directory, key, openssl};

const REQUEST: &[&str] = &[
    "--subject",
    "CN=a.example,OU=x,OU=y,O=Acme,C=US",
    "--san",
    "DNS:a.example",
    "--san",
    "DNS:b.example",
    "--key-usage",
    "digitalSignature,keyAgreement",
    "--ext-key-usage",
    "serverAuth",
];

const SAME: &str = "subjectAltName=DNS:a.example,DNS:b.example
keyUsage=critical,digitalSignature,keyAgreement
extendedKeyUsage=serverAuth
";

/// What a CA adds to every certificate.
const ALWAYS: &str = "basicConstraints=critical,CA:FALSE
authorityKeyIdentifier=keyid
subjectKeyIdentifier=hash
crlDistributionPoints=URI:http://ca.example/crl
authorityInfoAccess=OCSP;URI:http://ca.example/ocsp
certificatePolicies=2.23.140.1.2.1
";

/// A certificate for the request in a file, with the extensions and the subject that the CA has; `None`
/// without OpenSSL.
fn issued(dir: &Directory, request: &str, extensions: &str, subject: &[&str]) -> Option<String> {
    let extensions = dir.write("extensions", extensions);
    let (signer, out) = (data("p256.key.pem"), dir.path("certificate"));
    let fixed = ["x509", "-req", "-days", "1", "-set_serial", "1", "-in", request];
    let files = ["-signkey", signer.to_str().unwrap(), "-extfile", &extensions, "-out", &out];
    openssl(&[&fixed[..], &files, subject].concat(), b"")?;
    Some(out)
}

#[test]
fn what_was_dropped_added_and_changed_is_listed() {
    let dir = Directory::new();
    let request = dir.write("request", new(REQUEST));
    let cases: &[(&str, &[&str], &str)] = &[
        (SAME, &[], ""),
        (&[ALWAYS, SAME].concat(), &[], ""),
        (
            &SAME.replace("DNS:b.example", "DNS:c.example,IP:192.0.2.7"),
            &[],
            "dropped: subjectAltName: DNS:b.example\nadded: subjectAltName: DNS:c.example\nadded: subjectAltName: IP:192.0.2.7\n",
        ),
        (
            &SAME.replace("critical,digitalSignature,", "").replace("serverAuth", "clientAuth"),
            &[],
            "dropped: keyUsage: digitalSignature\nchanged: keyUsage: critical -> not critical\ndropped: extKeyUsage: serverAuth\nadded: extKeyUsage: clientAuth\n",
        ),
        (
            "basicConstraints=CA:TRUE,pathlen:1\n1.2.3=DER:0500",
            &[],
            "dropped: subjectAltName: DNS:a.example\ndropped: subjectAltName: DNS:b.example\ndropped: keyUsage: digitalSignature\ndropped: keyUsage: keyAgreement\ndropped: extKeyUsage: serverAuth\nadded: basicConstraints: CA, path length 1\nadded: 1.2.3: #0500\n",
        ),
        (
            SAME,
            &["-subj", "/C=US/O=ACME Inc./OU=y/L=Rome/CN=a.example"],
            "changed: subject.O: Acme -> ACME Inc.\ndropped: subject.OU: x\nadded: subject.L: Rome\n",
        ),
        (
            SAME,
            &["-subj", "/CN=a.example/OU=x/OU=y/O=Acme/C=US"],
            "changed: subject: CN=a.example,OU=x,OU=y,O=Acme,C=US -> C=US,O=Acme,OU=y,OU=x,CN=a.example\n",
        ),
    ];
    for (extensions, subject, expected) in cases {
        let Some(certificate) = issued(&dir, &request, extensions, subject) else { return };
        let output = csr(&["compare", &request, &certificate], b"");
        let same = "the certificate has what was requested\n";
        assert_eq!(text(output.stdout), if expected.is_empty() { same } else { expected });
        assert_eq!(output.status.code(), Some(i32::from(!expected.is_empty())));
        let json = csr(&["compare", &request, &certificate, "--json"], b"").stdout;
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["equal"], expected.is_empty());
        let differences = json["differences"].as_array().unwrap();
        let line = |of: &Value| {
            let [change, part] = [&of["change"], &of["part"]].map(|text| text.as_str().unwrap());
            let [old, new] = [&of["requested"], &of["issued"]].map(|text| text.as_str());
            let values = [old, new].into_iter().flatten().collect::<Vec<_>>().join(" -> ");
            format!("{change}: {part}: {values}\n")
        };
        assert_eq!(differences.iter().map(line).collect::<String>(), *expected);
    }
}

#[test]
fn of_several_certificates_the_one_with_the_key_is_compared() {
    let dir = Directory::new();
    let request = new(REQUEST);
    let file = dir.write("request", &request);
    let Some(certificate) = issued(&dir, &file, SAME, &[]) else { return };
    let own = fs::read_to_string(certificate).unwrap();
    let other = fs::read_to_string(key("ecdsa-p384.crt.pem")).unwrap();
    let chain = dir.write("chain", format!("{other}{own}{other}"));
    let compared = csr_works(&["compare", "-", &chain], &request);
    assert_eq!(text(compared), "the certificate has what was requested\n");
    let output = csr(&["compare", &file, "-"], other.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(output.stdout).starts_with("changed: publicKey: ECDSA P-256, SHA-256 "));
    let third = fs::read_to_string(key("rsa-2048.crt.pem")).unwrap();
    let chain_of_others = format!("{other}{third}");
    let (code, message) = refusal(&["compare", &file, "-"], chain_of_others.as_bytes());
    assert_eq!(code, 1);
    let expected = "certificates, none with the public key of the request; expected one";
    assert!(message.text.ends_with(expected), "{message:?}");
    let (_, message) = refusal(&["compare", &file, "-"], &request);
    assert_eq!(message.hint.as_deref(), Some("give the certificate that a CA issued for it"));
    let two = [&request[..], &request].concat();
    let (_, message) = refusal(&["compare", "-", &chain], &two);
    assert!(message.text.starts_with("is 2 certification requests"), "{message:?}");
}

#[test]
fn many_names_are_compared_in_linear_time() {
    let names = (0..20_000).map(|n| format!(r#"{{"type":"dNSName","name":"a{n}.example"}}"#));
    let names = names.collect::<Vec<_>>().join(",");
    let body =
        format!(r#"{{"CommonName":"a","subjectAlternativeNames":{{"generalNames":[{names}]}}}}"#);
    let dir = Directory::new();
    let request = dir.write("request", new(&[&dir.write("body", body), "--profile", "rfc5280"]));
    let other = (0..20_000).map(|n| format!("DNS.{n}=b{n}.example\n")).collect::<String>();
    let extensions = format!("subjectAltName=@names\n[names]\n{other}");
    let Some(certificate) = issued(&dir, &request, &extensions, &[]) else { return };
    let begun = std::time::Instant::now();
    let output = csr(&["compare", &request, &certificate], b"");
    assert_eq!(
        text(output.stdout).lines().filter(|line| line.contains("subjectAltName")).count(),
        40_000
    );
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

//! Request files of other tools: what is taken from them, what is noted, what is refused.

use std::fs;

use pkcs10::Inspection;

use crate::tools::{Directory, csr, csr_fails, data, openssl, run};

mod near_misses;
mod others;
mod refusals;

fn key() -> String {
    data("p256.key.pem").to_str().unwrap().to_owned()
}

/// What `csr new` makes of a file, and its notes without the name of the file.
#[track_caller]
fn made(name: &str, content: impl AsRef<[u8]>, arguments: &[&str]) -> (Inspection, String) {
    let directory = Directory::new();
    let file = directory.write(name, content);
    let output = csr(&[&["new", &file, "--key", &key()], arguments].concat(), b"");
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{notes}");
    (Inspection::read(&output.stdout).unwrap(), notes.replace(&file, name))
}

/// Why a file is refused, without the name of the file.
#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>) -> String {
    let directory = Directory::new();
    let file = directory.write(name, content);
    let (code, error) = csr_fails(&["new", &file, "--key", &key()], b"");
    assert_eq!(code, 1, "{error}");
    error.replace(&file, name)
}

fn names(inspection: &Inspection) -> Vec<String> {
    let names = inspection.subject_alt_names();
    names.into_iter().flat_map(|names| names.iter()).map(|name| name.to_string()).collect()
}

fn extension(inspection: &Inspection, oid: &str) -> Option<(bool, Vec<u8>)> {
    let mut extensions = inspection.extensions().iter();
    let found = extensions.find(|extension| extension.oid().to_string() == oid)?;
    Some((found.is_critical(), found.value().to_vec()))
}

/// Configurations of growing difficulty.
const CONFIGURATIONS: &[(&str, &str)] = &[
    ("smallest", "[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = a.example\n"),
    (
        "usual",
        "[ req ]\ndefault_bits = 2048 # a comment\nprompt=no\ndefault_md = sha256\n\
         distinguished_name = dn\nreq_extensions = v3\n\n[ dn ]\nC = DE\nST=Hessen\nL = Ort\n\
         O = Example GmbH\n0.OU = One\n1.OU = Two\nCN = www.example.com\n\n[ v3 ]\n\
         keyUsage = critical, digitalSignature, keyEncipherment\n\
         extendedKeyUsage = serverAuth, clientAuth\nbasicConstraints = CA:FALSE\n\
         subjectAltName = @alt\n\n[ alt ]\nDNS.1 = www.example.com\nDNS.2 = example.com\n\
         IP.1 = 192.0.2.1\nIP.2 = 2001:db8::1\nemail.1 = ops@example.com\nURI.1 = https://example.com/a\n",
    ),
    (
        "usages that are not critical, names in a line",
        "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\n[dn]\n\
         commonName = a.example\nserialNumber = 4711\nemailAddress = a@a.example\n\
         [e]\nkeyUsage = digitalSignature\nextendedKeyUsage = critical, 2.999.1, codeSigning\n\
         basicConstraints = critical, CA:TRUE, pathlen:1\n\
         subjectAltName = DNS:a.example, email:copy, RID:2.999.3\nsubjectKeyIdentifier = hash\n",
    ),
    (
        "prompts with defaults",
        "[req]\ndistinguished_name = dn\n[dn]\ncountryName = Country (2 letters)\n\
         countryName_default = AU\ncountryName_min = 2\ncountryName_max = 2\n\
         0.organizationName = Organization\n0.organizationName_default = Internet Widgits\n\
         organizationalUnitName = Unit\ncommonName = Name\ncommonName_value = b.example\n",
    ),
    (
        "variables",
        "host = v.example\norg = Example\n[names]\ndomain = example.com\nsub = www.$domain\n[req]\nprompt = no\n\
         distinguished_name = dn\nreq_extensions = e\n[dn]\nO = ${org}X\n\
         CN = $host\nOU = $(names::sub)\n[e]\nsubjectAltName = DNS:$host,DNS:${names::domain}\n",
    ),
    (
        "quotation marks, escapes, lines that go on",
        "[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nO = \"Acme, Inc. # 1\"\n\
         OU = a\\#b \\\n  c\nL = 'it\\'s'\nCN = x\\$y\n",
    ),
    (
        "PrintableString where it fits",
        "[req]\nprompt = no\nstring_mask = MASK:0x2002\nutf8 = yes\ndistinguished_name = dn\n\
         [dn]\nO = Example\nL = K\u{f6}ln\nCN = *.example.com\ntitle = T\n",
    ),
    (
        "BMPString where PrintableString does not fit",
        "[req]\nprompt = no\nstring_mask = pkix\nutf8 = yes\ndistinguished_name = dn\n[dn]\n\
         O = Example\nL = K\u{f6}ln\nDC = example\n",
    ),
    (
        "TeletexString where PrintableString does not fit",
        "[req]\nprompt = no\nstring_mask = nombstr\ndistinguished_name = dn\n[dn]\n\
         O = Example\nCN = *.example.com\nunstructuredName = a@b\n",
    ),
    (
        "RDNs of several attributes, a name of a directory, identifiers of its own",
        "oid_section = ids\n[ids]\nmine = 2.999.7\n[req]\nprompt = no\n\
         distinguished_name = dn\nreq_extensions = e\n[dn]\nC = US\nO = Example\nCN = a\n+UID = u\n\
         mine = value\n[e]\nsubjectAltName = @alt\nextendedKeyUsage = mine, TLS Web Server Authentication\n\
         [alt]\ndirName = dir\notherName.1 = msUPN;UTF8:a@a.example\notherName.2 = 2.999.9;IA5STRING:text\n\
         RID = mine\n[dir]\nC = UK\nO = Other\nCN = dir\n",
    ),
    (
        "any extension, attributes",
        "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\nattributes = a\n[dn]\n\
         CN = a\n[a]\nchallengePassword = hunter2\nunstructuredName = a name\n[e]\n\
         tlsfeature = status_request\n2.999.1 = critical,DER:30:03:02:01:05\n\
         1.3.6.1.4.1.311.20.2 = ASN1:BMPSTRING:WebServer\n2.999.2 = ASN1:UTF8String:text\n\
         keyUsage = critical,Digital Signature,Key Agreement\n",
    ),
    (
        "names that OpenSSL has, in their case and with their string types",
        "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\n[dn]\nCN = a\nuid = 5\n\
         UID = 6\nmail = a@b\nrfc822Mailbox = c@d\nfriendlyName = f\nINN = 123\nOGRN = 456\nSNILS = 789\n\
         c3 = USA\nn3 = 840\nx121Address = 1\nfacsimileTelephoneNumber = 2\nhost = h\ninfo = i\nmember = m\n\
         [e]\nextendedKeyUsage = msSGC, nsSGC, DVCS, secureShellClient, secureShellServer, capwapAC, \\\n\
         capwapWTP, sendRouter, cmcCA, cmcRA, Microsoft Encrypted File System, Microsoft Smartcard Login\n",
    ),
    (
        "identifiers of the section that openssl_conf names, an environment variable that is not used",
        "openssl_conf = init\nRANDFILE = $ENV::HOME/.rnd\nseed = ${ENV::HOME}\n[init]\noid_section = ids\n\
         [ids]\nmine = 2.999.7\n[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = a\nmine = b\n\
         [ca]\ndir = $seed/ca\n",
    ),
    (
        "a name that is there again, a section that goes on",
        "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\n[dn]\nCN = a\nO = first\n\
         CN = b\n[e]\nsubjectAltName = @alt\n[alt]\nDNS = a.example\nDNS = b.example\n[dn]\nOU = last\n",
    ),
];

#[test]
fn openssl_makes_the_same_subject_extensions_and_attributes() {
    let directory = Directory::new();
    let key = key();
    for (what, configuration) in CONFIGURATIONS {
        let file = directory.write("req.cnf", configuration);
        let pem = directory.path("theirs.pem");
        let theirs = ["req", "-new", "-batch", "-config", &file, "-key", &key, "-out", &pem];
        if openssl(&theirs, b"").is_none() {
            return;
        }
        let theirs = Inspection::read(&fs::read(pem).unwrap()).unwrap();
        let (ours, notes) = made("req.cnf", configuration, &[]);
        let der = |request: &Inspection| request.subject().as_der().to_vec();
        assert_eq!(der(&ours), der(&theirs), "{what}: {notes}");
        let all = |request: &Inspection| {
            let mut parts: Vec<String> =
                request.extensions().iter().map(|extension| extension.to_string()).collect();
            let others = request.attributes().iter().filter(|one| !one.is_extension_request());
            parts.extend(others.map(|attribute| format!("{:02x?}", attribute.as_der())));
            parts.sort();
            parts
        };
        assert_eq!(all(&ours), all(&theirs), "{what}: {notes}");
    }
}

#[test]
fn the_command_line_of_convert_makes_the_same_request() {
    let directory = Directory::new();
    let key = key();
    for (what, configuration) in CONFIGURATIONS {
        let file = directory.write("req.cnf", configuration);
        let line = csr(&["convert", &file], b"");
        assert!(line.status.success(), "{what}: {}", String::from_utf8_lossy(&line.stderr));
        let line = String::from_utf8(line.stdout).unwrap();
        let line = line.trim_end().replace(" --algorithm rsa-2048", "");
        let program = env!("CARGO_BIN_EXE_csr");
        let script = line.replacen("csr", &format!("'{program}'"), 1) + &format!(" --key '{key}'");
        let Some(output) = run("sh", &["-c", &script], b"") else { return };
        let (ours, _) = made("req.cnf", configuration, &[]);
        let converted = Inspection::read(&output.stdout).unwrap();
        assert_eq!(converted.to_json(), ours.to_json(), "{what}: {line}");
    }
}

#[test]
fn each_kind_of_file_gives_its_subject_names_and_extensions() {
    let inf = "; a comment\r\n[Version]\r\nSignature=\"$Windows NT$\"\r\n[NewRequest]\r\n\
        Subject = \"CN=a.example, O=\"\"Acme, Inc.\"\", S=Hessen; C=DE\"\r\nKeyLength = 2048\r\n\
        KeyUsage = 0xa0\r\n[EnhancedKeyUsageExtension]\r\nOID=1.3.6.1.5.5.7.3.1\r\nOID=1.3.6.1.5.5.7.3.2\r\n\
        [Strings]\r\nSAN = \"2.5.29.17\"\r\n[Extensions]\r\n%SAN% = \"{text}\"\r\n\
        _continue_ = \"dns=a.example&ipaddress=192.0.2.7&\"\r\n_continue_ = \"upn=a@a.example\"\r\n\
        [RequestAttributes]\r\nCertificateTemplate = WebServer\r\n";
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(inf.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for content in [inf.as_bytes(), &utf16] {
        let (request, _) = made("request.inf", content, &[]);
        assert_eq!(request.subject().to_string(), "CN=a.example,O=Acme\\, Inc.,ST=Hessen,C=DE");
        assert_eq!(
            names(&request),
            ["DNS:a.example", "IP:192.0.2.7", "otherName:UPN;UTF8:a@a.example"]
        );
        assert_eq!(extension(&request, "2.5.29.15"), Some((true, vec![3, 2, 5, 0xA0])));
        let purposes = extension(&request, "2.5.29.37").unwrap();
        assert_eq!((purposes.0, purposes.1.len()), (false, 22));
        assert!(extension(&request, "1.3.6.1.4.1.311.20.2").is_some());
    }

    let cfssl = r#"{"CN": "a.example", "hosts": ["b.example", "192.0.2.5", "a@a.example",
        "spiffe://a.example/x", "2001:db8::1"], "key": {"algo": "ecdsa", "size": 384},
        "names": [{"C": "US", "L": "Town", "O": "Example", "OU": "One"}, {"OU": "Two"}],
        "serialnumber": "4711", "ca": {"pathlen": 2}}"#;
    let (request, notes) = made("request.json", cfssl, &[]);
    assert_eq!(
        request.subject().to_string(),
        "serialNumber=4711,CN=a.example,L=Town,OU=Two,OU=One,O=Example,C=US"
    );
    assert_eq!(
        names(&request),
        [
            "DNS:b.example",
            "IP:192.0.2.5",
            "email:a@a.example",
            "URI:spiffe://a.example/x",
            "IP:2001:db8::1"
        ]
    );
    assert_eq!(extension(&request, "2.5.29.19"), Some((true, vec![0x30, 6, 1, 1, 0xFF, 2, 1, 2])));
    assert!(
        notes.contains("request.json:2: ecdsa-p384 is not used: the key is ECDSA P-256"),
        "{notes}"
    );
    assert!(notes.contains("each OU is an RDN of its own"), "{notes}");
}

#[test]
fn options_replace_those_of_the_file() {
    let configuration = CONFIGURATIONS[1].1;
    let cases: &[(&[&str], &str, &[&str])] = &[
        (
            &["--cn", "b.example", "--san", "DNS:b.example"],
            "CN=b.example,OU=Two,OU=One,O=Example GmbH,L=Ort,ST=Hessen,C=DE",
            &["DNS:b.example"],
        ),
        (
            &["--org-unit", "Three", "--country", "AT", "--san=DNS:b.example"],
            "CN=www.example.com,OU=Three,O=Example GmbH,L=Ort,ST=Hessen,C=AT",
            &["DNS:b.example"],
        ),
        (&["--subject", "CN=c", "--san", "IP:192.0.2.9"], "CN=c", &["IP:192.0.2.9"]),
    ];
    for (arguments, subject, expected) in cases {
        let (request, notes) = made("req.cnf", configuration, arguments);
        assert_eq!(format!("{:#}", request.subject()), *subject, "{notes}");
        assert_eq!(names(&request), *expected);
        assert!(notes.contains("req.cnf:24: replaced by --san of the command line"), "{notes}");
    }
    // The keyUsage of the file is not critical, which only --extension can say.
    let with_usage = CONFIGURATIONS[2].1;
    let (request, _) = made("req.cnf", with_usage, &["--extension", "2.999.1=0500"]);
    assert_eq!(extension(&request, "2.999.1"), Some((false, vec![5, 0])));
    assert_eq!(extension(&request, "2.5.29.15"), Some((false, vec![3, 2, 7, 0x80])));
    let (request, _) = made(
        "req.cnf",
        "[req]\ndistinguished_name=dn\n[dn]\nO = Org\nO_default = a\n",
        &["--cn", "b", "--state", "c"],
    );
    assert_eq!(format!("{:#}", request.subject()), "CN=b,O=a,ST=c");
}

#[test]
fn what_is_not_used_is_noted_with_its_line() {
    let configuration = "[req]\ndefault_bits = 1024\ndefault_md = sha512\ndistinguished_name = dn\n\
        req_extensions = e\nx509_extensions = ca\nencrypt_key = no\n[dn]\nCN = Name\nCN = Name again\n\
        OU = Unit\nOU_default = One\n[e]\nnsComment = text\nsubjectAltName = critical,DNS:a.example\n[ca]\na = b\n";
    let (_, notes) = made("req.cnf", configuration, &[]);
    let lines: Vec<&str> =
        notes.lines().filter_map(|line| line.strip_prefix("note: req.cnf:")).collect();
    let starts = [
        "2: default_bits: 1024 is not",
        "3: default_md: sha512 is not taken from the file",
        "6: x509_extensions: not used",
        "7: encrypt_key: not used",
        "8: the subject has the string types of string_mask",
        "9: CN: not used: the section has it again",
        "10: CN: OpenSSL asks for it",
        "14: nsComment: not used",
        "15: subjectAltName: critical is not used",
        "16: sections that the request does not use: [ca]",
    ];
    assert_eq!(lines.len(), starts.len(), "{notes}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn no_note_and_no_fault_shows_a_character_of_the_file_that_moves_a_terminal() {
    let cfssl = r#"{"CN": "a.example", "\u001b]0;x\u0007\nhint: y": 1}"#;
    let (_, notes) = made("request.json", cfssl, &[]);
    assert!(
        notes.starts_with("note: request.json:1: \\u{1b}]0;x\\u{7}\\nhint: y: not used\n"),
        "{notes}"
    );
    let openssl = "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\n[dn]\nCN = a.example\n\
                   [e]\nbasicConstraints = \u{202E}CA:x\n";
    let error = refused("request.cnf", openssl);
    assert!(
        error.starts_with("request.cnf:8: basicConstraints: \\u{202e}CA:x is not read"),
        "{error}"
    );
}

#[test]
fn files_that_are_only_named_say_what_to_do() {
    let cases: &[(&[u8], &str)] = &[
        (b"{\"subject\": {{ toJson .Subject }}}", "template of step"),
        (b"{\"kty\": \"EC\", \"crv\": \"P-256\"}", "JSON Web Key"),
        (b"apiVersion: cert-manager.io/v1\nkind: Certificate\n", "cert-manager"),
        (b"keytool -genkeypair -dname CN=a", "keytool command"),
        (b"SPKAC=MIIBQDCB\n", "SPKAC"),
        (b"PuTTY-User-Key-File-3: ssh-ed25519\n", "PuTTY"),
        (b"# GnuTLS\norganization = \"a\"\ncn = \"a\"\ntls_www_server\n", "certtool"),
        (b"Country = US\nName = a\nHostname = a.example\n", "certool.cfg"),
        (b"{\"Attributes\": {\"Security.1.CsrCommonName\": \"a\"}}", "iDRAC's attributes"),
        (b"[Key=idrac.Embedded.1#Security.1]\nCsrCommonName=a\n", "iDRAC's attributes"),
        (b"\xFE\xED\xFE\xED\0\0\0\x02", "JKS"),
    ];
    for (content, expected) in cases {
        let error = refused("file", content);
        let (first, hint) = error.split_once("\nhint: ").unwrap();
        assert!(first.starts_with("file: is a") && first.contains(expected), "{error}");
        assert!(!hint.is_empty());
    }
}

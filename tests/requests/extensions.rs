//! Extensions and attributes on request: byte for byte what x509-cert encodes, read back by
//! x509-parser and OpenSSL, and refused with their places.

use super::programs::openssl;
use pkcs10::{
    Algorithm, Attribute, BasicConstraints, Code, DistinguishedName, ExtendedKeyUsage, Extension,
    Fault, Faults, GeneralName, KeyPair, KeyPurpose, KeyUsage, Place, Request, RequestBuilder,
    SysRng,
    extensions::{CertificateTemplate, KeyHash, SubjectKeyIdentifier, TlsFeature},
};
use x509_cert::der::asn1::{ObjectIdentifier, OctetString, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{self, Decode, Encode, asn1::SetOfVec};
use x509_cert::ext::pkix::{self, KeyUsages, name::DirectoryString};
use x509_cert::ext::{Extension as TheirExtension, ToExtension};
use x509_cert::request::{
    CertReqInfo, ExtensionReq,
    attributes::{AsAttribute, ChallengePassword},
};
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_parser::prelude::{FromDer, ParsedExtension, X509CertificationRequest};

mod refusals;

fn key() -> KeyPair {
    KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap()
}

fn named() -> RequestBuilder {
    Request::builder().subject(DistinguishedName::builder().common_name("a.example"))
}

#[track_caller]
fn same(ours: impl Into<Extension>, theirs: impl ToExtension<Error = der::Error>) {
    let ours = ours.into();
    let theirs = theirs.to_extension(&Default::default(), &[]).unwrap();
    assert_eq!(ours.oid().to_string(), theirs.extn_id.to_string());
    assert_eq!(ours.is_critical(), theirs.critical, "{ours}");
    assert_eq!(ours.value(), theirs.extn_value.as_bytes(), "{ours}");
}

#[test]
fn every_set_of_usages_is_encoded_as_x509_cert_does() {
    let bits = [
        (KeyUsage::DIGITAL_SIGNATURE, KeyUsages::DigitalSignature),
        (KeyUsage::NON_REPUDIATION, KeyUsages::NonRepudiation),
        (KeyUsage::KEY_ENCIPHERMENT, KeyUsages::KeyEncipherment),
        (KeyUsage::DATA_ENCIPHERMENT, KeyUsages::DataEncipherment),
        (KeyUsage::KEY_AGREEMENT, KeyUsages::KeyAgreement),
        (KeyUsage::KEY_CERT_SIGN, KeyUsages::KeyCertSign),
        (KeyUsage::CRL_SIGN, KeyUsages::CRLSign),
        (KeyUsage::ENCIPHER_ONLY, KeyUsages::EncipherOnly),
        (KeyUsage::DECIPHER_ONLY, KeyUsages::DecipherOnly),
    ];
    for set in 1..1_u32 << bits.len() {
        let chosen = || bits.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, b)| b);
        let ours = chosen().map(|(ours, _)| *ours).reduce(|a, b| a | b).unwrap();
        let mut theirs = pkix::KeyUsage(None.into());
        chosen().for_each(|(_, theirs_bit)| theirs.0 |= *theirs_bit);
        same(ours, &theirs);
        assert_eq!(KeyUsage::from_value(Extension::from(ours).value()), Ok(ours));
        assert_eq!(ours.to_string().parse(), Ok(ours));
    }
}

#[test]
fn purposes_are_encoded_as_x509_cert_does() {
    let text = "serverAuth,clientAuth,anyExtendedKeyUsage,msSmartcardLogon,1.2.3.4294967295";
    let ours: ExtendedKeyUsage = text.parse().unwrap();
    let oids = ours.purposes().iter().map(|purpose| purpose.oid().to_string());
    let theirs = oids.map(|oid| ObjectIdentifier::new(&oid).unwrap()).collect();
    same(ours, &pkix::ExtendedKeyUsage(theirs));
}

#[test]
fn constraints_are_encoded_as_x509_cert_does() {
    same(
        BasicConstraints::END_ENTITY,
        &pkix::BasicConstraints { ca: false, path_len_constraint: None },
    );
    for path_len in std::iter::once(None).chain((0..=u8::MAX).map(Some)) {
        same(
            BasicConstraints::ca(path_len.map(u32::from)),
            &pkix::BasicConstraints { ca: true, path_len_constraint: path_len },
        );
    }
}

#[test]
fn identifiers_are_encoded_as_x509_cert_does() {
    for len in [1, 20, 127, 128, 300] {
        let bytes = vec![0x5A; len];
        let theirs = pkix::SubjectKeyIdentifier(OctetString::new(bytes.clone()).unwrap());
        same(SubjectKeyIdentifier::from_bytes(&bytes).unwrap(), &theirs);
    }
}

#[test]
fn a_whole_request_is_encoded_as_x509_cert_does() {
    let key = key();
    let password = "secret_1";
    let request = named()
        .extension(KeyUsage::DIGITAL_SIGNATURE)
        .extension("clientAuth,serverAuth".parse::<ExtendedKeyUsage>())
        .extension(BasicConstraints::END_ENTITY)
        .extension(SubjectKeyIdentifier::from_key(KeyHash::Sha1))
        .attribute(Attribute::challenge_password(password))
        .build()
        .unwrap();
    let ours = request.encode(key.public_key());

    let spki = SubjectPublicKeyInfoRef::from_der(key.public_key().as_der());
    let oid = ObjectIdentifier::new_unwrap;
    let purposes = vec![oid("1.3.6.1.5.5.7.3.2"), oid("1.3.6.1.5.5.7.3.1")];
    let end_entity = pkix::BasicConstraints { ca: false, path_len_constraint: None };
    let none: &[TheirExtension] = &[];
    let subject = Default::default();
    let extensions = vec![
        (&pkix::KeyUsage(KeyUsages::DigitalSignature.into())).to_extension(&subject, none),
        (&pkix::ExtendedKeyUsage(purposes)).to_extension(&subject, none),
        (&end_entity).to_extension(&subject, none),
        (&pkix::SubjectKeyIdentifier::try_from(spki.unwrap()).unwrap())
            .to_extension(&subject, none),
    ];
    let extensions = extensions.into_iter().collect::<Result<_, _>>().unwrap();
    let mut attributes = SetOfVec::new();
    attributes.insert(ExtensionReq(extensions).try_into().unwrap()).unwrap();
    let password = DirectoryString::Utf8String(Utf8StringRef::new(password).unwrap().into());
    attributes.insert(ChallengePassword(password).to_attribute().unwrap()).unwrap();
    let theirs = CertReqInfo {
        version: x509_cert::request::Version::V1,
        subject: "CN=a.example".parse().unwrap(),
        public_key: SubjectPublicKeyInfoOwned::from_der(key.public_key().as_der()).unwrap(),
        attributes,
    };
    // x509-cert writes the CN as UTF8String, we as PrintableString; both are a DirectoryString.
    let subject = x509_cert::name::Name::from_der(request.subject_der()).unwrap();
    assert_eq!(ours, CertReqInfo { subject, ..theirs }.to_der().unwrap());
}

#[test]
fn passwords_are_encoded_as_x509_cert_does() {
    let printable = "abc 123 '()+,-./:=?".repeat(13);
    for text in ["a", "abc", printable.as_str()] {
        let value = PrintableStringRef::new(text).unwrap();
        let theirs = ChallengePassword(DirectoryString::PrintableString(value.into()));
        let theirs = theirs.to_attribute().unwrap().to_der().unwrap();
        assert_eq!(Attribute::challenge_password(text).unwrap().as_der(), theirs, "{text}");
    }
}

#[test]
fn the_key_identifier_follows_the_key_however_the_request_is_encoded() {
    // A password this long is behind the extensionRequest: the identifier is not at the end.
    let request = named()
        .subject_alt_name(GeneralName::dns("a.example"))
        .extension(SubjectKeyIdentifier::from_key(KeyHash::Sha256))
        .extension(TlsFeature::new([TlsFeature::STATUS_REQUEST]))
        .attribute(Attribute::challenge_password(&"x".repeat(255)))
        .build()
        .unwrap();
    let mut identifiers = Vec::new();
    for key in [key(), key()] {
        let encoded = request.encode(key.public_key());
        let mut buffer = vec![0xEE; encoded.len() + 9];
        let len = request.encode_into(key.public_key(), &mut buffer).unwrap();
        assert_eq!(buffer[..len], encoded);
        assert_eq!(buffer[len..], [0xEE; 9]);
        assert_eq!(request.prepare(key.public_key()).to_be_signed(), encoded);

        let csr = request.sign(&key).unwrap();
        let (_, parsed) = X509CertificationRequest::from_der(csr.as_der()).unwrap();
        parsed.verify_signature().unwrap();
        let mut found = parsed.requested_extensions().unwrap().filter_map(|extension| {
            let ParsedExtension::SubjectKeyIdentifier(id) = extension else { return None };
            Some(id.0.to_vec())
        });
        identifiers.push(found.next().unwrap());
        assert_eq!(found.next(), None);
    }
    assert_eq!(identifiers[0].len(), KeyHash::LEN);
    assert_ne!(identifiers[0], [0; KeyHash::LEN]);
    assert_ne!(identifiers[0], identifiers[1]);
}

#[test]
fn too_small_a_buffer_is_left_alone() {
    let request =
        named().extension(SubjectKeyIdentifier::from_key(KeyHash::Sha256)).build().unwrap();
    let key = key();
    let needed = request.encoded_len(key.public_key());
    let mut buffer = vec![0xEE; needed - 1];
    assert_eq!(request.encode_into(key.public_key(), &mut buffer).unwrap_err().needed, needed);
    assert!(buffer.iter().all(|byte| *byte == 0xEE));
}

#[test]
fn x509_parser_reads_back_what_was_asked_for() {
    let csr = named()
        .subject_alt_name(GeneralName::dns("a.example"))
        .extension("keyEncipherment,digitalSignature".parse::<KeyUsage>())
        .extension("serverAuth,emailProtection,2.999.1".parse::<ExtendedKeyUsage>())
        .extension("ca,pathlen=3".parse::<BasicConstraints>())
        .extension("0102".parse::<SubjectKeyIdentifier>())
        .attribute(Attribute::challenge_password("p"))
        .build()
        .unwrap()
        .sign(&key())
        .unwrap();
    let (rest, parsed) = X509CertificationRequest::from_der(csr.as_der()).unwrap();
    assert!(rest.is_empty());
    let extensions: Vec<_> = parsed.requested_extensions().unwrap().collect();
    let [
        ParsedExtension::SubjectAlternativeName(names),
        ParsedExtension::KeyUsage(usage),
        ParsedExtension::ExtendedKeyUsage(purposes),
        ParsedExtension::BasicConstraints(constraints),
        ParsedExtension::SubjectKeyIdentifier(identifier),
    ] = extensions[..]
    else {
        panic!("{extensions:?}")
    };
    assert_eq!(names.general_names.len(), 1);
    assert_eq!(usage.flags, 0b101);
    assert!(purposes.server_auth && purposes.email_protection && !purposes.client_auth);
    assert_eq!(purposes.other.len(), 1);
    assert!(constraints.ca);
    assert_eq!(constraints.path_len_constraint, Some(3));
    assert_eq!(identifier.0, [1, 2]);
}

#[test]
fn openssl_reads_back_what_was_asked_for() {
    let key = key();
    let csr = named()
        .subject_alt_name(GeneralName::dns("a.example"))
        .extension("digitalSignature,decipherOnly,keyAgreement".parse::<KeyUsage>())
        .extension("serverAuth,msSmartcardLogon,1.2.3.4".parse::<ExtendedKeyUsage>())
        .extension("ca,pathlen=0".parse::<BasicConstraints>())
        .extension("status_request,status_request_v2".parse::<TlsFeature>())
        .extension("sha1".parse::<SubjectKeyIdentifier>())
        .attribute(Attribute::challenge_password("s3cret_"))
        .attribute(Attribute::unstructured_name("bmc-7"))
        .build()
        .unwrap()
        .sign(&key)
        .unwrap();
    let arguments = ["req", "-noout", "-text", "-verify"];
    let Some(text) = openssl(&arguments, csr.to_pem().as_bytes()) else { return };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (index, expected) in [
        ("X509v3 Subject Alternative Name:", "DNS:a.example"),
        ("X509v3 Key Usage: critical", "Digital Signature, Key Agreement, Decipher Only"),
        (
            "X509v3 Extended Key Usage:",
            "TLS Web Server Authentication, Microsoft Smartcard Login, 1.2.3.4",
        ),
        ("X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:0"),
        ("TLS Feature:", "status_request, status_request_v2"),
    ] {
        let at = lines.iter().position(|line| *line == index);
        assert_eq!(at.map(|at| lines[at + 1]), Some(expected), "{text}");
    }
    for start in ["challengePassword", "unstructuredName"] {
        let line = lines.iter().find(|line| line.starts_with(start)).expect(&text);
        assert!(line.ends_with(":s3cret_") || line.ends_with(":bmc-7"), "{line}");
    }
}

#[test]
fn templates_take_the_identifier_of_their_version() {
    let by_name: CertificateTemplate = "WebServer".parse().unwrap();
    let by_oid: CertificateTemplate = "1.3.6.1.4.1.311.21.8.1:100:2".parse().unwrap();
    let request = named().extension(by_name.clone()).extension(by_oid.clone()).build().unwrap();
    let info = CertReqInfo::from_der(&request.encode(key().public_key())).unwrap();
    let requested = info.attributes.get(0).unwrap().values.get(0).unwrap();
    let extensions: Vec<TheirExtension> = requested.decode_as().unwrap();
    let expected = [("1.3.6.1.4.1.311.20.2", by_name), ("1.3.6.1.4.1.311.21.7", by_oid)];
    assert_eq!(extensions.len(), expected.len());
    for (extension, (oid, template)) in extensions.iter().zip(expected) {
        assert_eq!(extension.extn_id.to_string(), oid);
        assert!(!extension.critical);
        assert_eq!(CertificateTemplate::from_value(extension.extn_value.as_bytes()), Ok(template));
    }
}

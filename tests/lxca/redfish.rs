//! The service in Redfish's form: GenerateCSR, Rekey and Renew.

use pkcs10::lxca::{Certificate, MemoryStore, Response, Service};
use pkcs10::profiles::Envelope;
use pkcs10::{
    Algorithm, CertificationRequest, DistinguishedName, GeneralName, Inspection, KeyPair, KeyUsage,
    Profile, Request, SysRng,
};
use serde_json::{Value, json};

const URI: &str = "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates/1";

fn service(profile: Profile) -> Service<MemoryStore> {
    Service::for_profile(MemoryStore::new(), profile).algorithm(Algorithm::EcdsaP256)
}

fn json_of(response: &Response) -> Value {
    let json = serde_json::to_value(response).unwrap();
    assert_eq!(json, serde_json::from_str::<Value>(&response.to_json()).unwrap());
    json
}

/// Message id, arguments and related property of each entry.
fn entries(response: &Response) -> Vec<(String, Vec<String>, Option<String>)> {
    let json = json_of(response);
    let error = &json["error"];
    assert_eq!(error["code"], "Base.1.13.GeneralError");
    let entries = error["@Message.ExtendedInfo"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    entries
        .iter()
        .map(|entry| {
            let args: Vec<_> = entry["MessageArgs"].as_array().unwrap().iter().map(text).collect();
            let message = text(&entry["Message"]);
            assert!(args.iter().all(|arg| message.contains(arg.as_str())), "{entry}");
            assert!(!message.contains("%1") && !message.contains("%2"), "{entry}");
            assert!(["Warning", "Critical"].map(Value::from).contains(&entry["Severity"]));
            assert_eq!(entry["Severity"], entry["MessageSeverity"]);
            let id = text(&entry["MessageId"]);
            let key = id.strip_prefix("Base.1.13.").unwrap().to_owned();
            (key, args, entry["RelatedProperties"].get(0).map(text))
        })
        .collect()
}

#[test]
fn generate_csr_answers_the_request_and_the_collection_and_keeps_the_key() {
    let service = service(Profile::REDFISH);
    let collection = json!({"@odata.id": "/redfish/v1/Managers/1/Certificates"});
    let body = json!({"CommonName": "bmc-7.example.com", "KeyCurveId": "TPM_ECC_NIST_P384",
        "CertificateCollection": collection});
    let response = service.post(body.to_string().as_bytes());
    assert_eq!((response.status().code(), response.path()), (200, Some("1")));
    let pem = response.csr_pem().unwrap();
    assert_eq!(json_of(&response), json!({"CSRString": pem, "CertificateCollection": collection}));
    let csr = CertificationRequest::from_pem(pem).unwrap();
    assert_eq!(Algorithm::of(csr.public_key()), Some(Algorithm::EcdsaP384));
    let key = KeyPair::from_pem(&service.private_key_pem("1").unwrap().unwrap()).unwrap();
    assert_eq!(key.public_key(), csr.public_key());
    assert_eq!(json_of(&service.get("1")), json!({"CSRString": pem}));
    let deleted = json_of(&service.delete("1"));
    assert_eq!(deleted["@Message.ExtendedInfo"][0]["MessageId"], "Base.1.13.Success");
    let not_found = entries(&service.get("1"));
    let args = vec!["Certificate request".to_owned(), "1".to_owned()];
    assert_eq!(not_found, [("ResourceNotFound".to_owned(), args, None)]);
}

/// Message id, arguments and related property.
type Entry<'a> = (&'a str, &'a [&'a str], Option<&'a str>);

#[test]
fn each_fault_is_an_entry_with_its_property() {
    let long = format!(r#"{{"CommonName": "{}"}}"#, "x".repeat(65));
    let cases: [(&str, &[Entry<'_>]); 9] = [
        ("{", &[("MalformedJSON", &[], None)]),
        ("[]", &[("UnrecognizedRequestBody", &[], None)]),
        ("{}", &[("PropertyMissing", &["CertificateCollection"], Some("#/CertificateCollection"))]),
        (
            r#"{"Comonname": "a", "Country": 7, "City": "a", "City": "b"}"#,
            &[
                ("PropertyUnknown", &["Comonname"], Some("#/Comonname")),
                ("PropertyValueTypeError", &["a number", "Country"], Some("#/Country")),
                ("PropertyDuplicate", &["City"], Some("#/City")),
                ("PropertyMissing", &["CertificateCollection"], Some("#/CertificateCollection")),
            ],
        ),
        (
            &long,
            &[
                ("StringValueTooLong", &["LONG", "64"], Some("#/CommonName")),
                ("PropertyMissing", &["CertificateCollection"], Some("#/CertificateCollection")),
            ],
        ),
        (
            r#"{"KeyUsage": ["ServerAuth"], "KeyBitLength": 1024, "CertificateCollection": {"@odata.id": "/c"}}"#,
            &[
                ("PropertyValueNotInList", &["ServerAuth", "KeyUsage[0]"], Some("#/KeyUsage/0")),
                ("PropertyValueNotInList", &["1024 bits", "KeyBitLength"], Some("#/KeyBitLength")),
            ],
        ),
        (
            r#"{"AlternativeNames": ["a", "b c"], "CertificateCollection": {"@odata.id": "/c"}}"#,
            &[(
                "PropertyValueFormatError",
                &["b c", "AlternativeNames[1]"],
                Some("#/AlternativeNames/1"),
            )],
        ),
        (
            r#"{"a b": 1, "CommonName": "%2", "CertificateCollection": {}}"#,
            &[
                ("PropertyUnknown", &["\"a b\""], None),
                ("PropertyMissing", &["CertificateCollection"], Some("#/CertificateCollection")),
            ],
        ),
        (r#"{"CertificateCollection": {"@odata.id": "/c"}}"#, &[("GeneralError", &[], None)]),
    ];
    for (body, expected) in cases {
        let response = service(Profile::REDFISH).post(body.as_bytes());
        assert_eq!(response.status().code(), 400, "{body}");
        let found = entries(&response);
        let found: Vec<_> = found
            .iter()
            .map(|(key, args, property)| {
                let shown = |arg: &String| if arg.len() > 40 { "LONG".into() } else { arg.clone() };
                (key.as_str(), args.iter().map(shown).collect::<Vec<_>>(), property.as_deref())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, args, property)| {
                (*key, args.iter().map(|a| (*a).into()).collect(), *property)
            })
            .collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn a_collection_of_idrac_may_be_a_string() {
    let subject = r#""CommonName": "a", "Country": "DE", "State": "BY", "City": "Ort", "Organization": "O", "OrganizationalUnit": "U""#;
    for collection in [r#""/c""#, r#"{"@odata.id": "/c"}"#] {
        let body = format!(r#"{{{subject}, "CertificateCollection": {collection}}}"#);
        let response = service(Profile::IDRAC).post(body.as_bytes());
        let echo = json!({"@odata.id": "/c"});
        assert_eq!(json_of(&response)["CertificateCollection"], echo, "{response}");
    }
    let body = format!(r#"{{{subject}, "CertificateCollection": 7}}"#);
    let refused = service(Profile::IDRAC).post(body.as_bytes());
    assert_eq!(
        refused.messages()[0].text(),
        "CertificateCollection: value is a number; expected an object or a string"
    );
    let body = format!(r#"{{{subject}, "CertificateCollection": "/c"}}"#);
    let refused = service(Profile::REDFISH).post(body.as_bytes());
    assert_eq!(
        refused.messages()[0].text(),
        "CertificateCollection: value is a string; expected an object"
    );
}

#[test]
fn a_challenge_password_is_in_no_response() {
    let body =
        r#"{"ChallengePassword": "s3cret\u0007", "CertificateCollection": {"@odata.id": "/c"}}"#;
    let response = service(Profile::REDFISH).post(body.as_bytes());
    assert_eq!(response.status().code(), 400);
    assert!(!response.to_json().contains("s3cret"), "{response}");
}

/// A request stands for the certificate: what the two share is read by one reader.
fn old() -> (KeyPair, Vec<u8>) {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap();
    let old = Request::builder()
        .subject(DistinguishedName::builder().country("DE").common_name("bmc-7"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .extension(KeyUsage::DIGITAL_SIGNATURE)
        .build()
        .unwrap()
        .sign(&key)
        .unwrap();
    (key, old.to_pem().into_bytes())
}

#[track_caller]
fn asks_for_the_same(response: &Response) -> CertificationRequest {
    assert_eq!(response.status().code(), 200, "{response}");
    let pem = response.csr_pem().unwrap();
    let json = json!({"CSRString": pem, "Certificate": {"@odata.id": URI}});
    assert_eq!(json_of(response), json);
    let inspection = Inspection::read(pem.as_bytes()).unwrap();
    assert_eq!(inspection.subject().to_string(), "CN=bmc-7,C=DE");
    let names = inspection.subject_alt_names().unwrap();
    assert_eq!(names.iter().map(|n| n.to_string()).collect::<Vec<_>>(), ["DNS:bmc-7.example.com"]);
    assert_eq!(inspection.extensions().len(), 2);
    CertificationRequest::from_pem(pem).unwrap()
}

#[test]
fn rekey_asks_for_the_same_with_a_new_key_and_keeps_it() {
    let (old_key, content) = old();
    let service = service(Profile::REDFISH);
    let certificate = Certificate { uri: URI, content: &content };
    for (body, algorithm, path) in [
        (&b""[..], Algorithm::EcdsaP256, "1"),
        (br#"{"KeyPairAlgorithm": "TPM_ALG_ECDSA", "KeyCurveId": "TPM_ECC_NIST_P384", "ChallengePassword": "a"}"#, Algorithm::EcdsaP384, "2"),
    ] {
        let response = service.rekey(&certificate, body);
        let csr = asks_for_the_same(&response);
        assert_eq!(Algorithm::of(csr.public_key()), Some(algorithm));
        assert_ne!(csr.public_key(), old_key.public_key());
        assert_eq!(response.path(), Some(path));
        assert!(service.private_key_pem(path).unwrap().is_some());
    }
    let refused = entries(&service.rekey(&certificate, br#"{"CommonName": "a"}"#));
    assert_eq!(refused[0].0, "PropertyUnknown");
}

#[test]
fn renew_asks_for_the_same_with_the_hosts_key_and_keeps_nothing() {
    let (key, content) = old();
    let service = service(Profile::REDFISH);
    let certificate = Certificate { uri: URI, content: &content };
    let response = service.renew(&certificate, &key, b"{}");
    assert_eq!(asks_for_the_same(&response).public_key(), key.public_key());
    assert_eq!((response.path(), service.get("1").status().code()), (None, 404));
    let refused = service.renew(&certificate, &key, br#"{"KeyBitLength": 2048}"#);
    assert_eq!(entries(&refused)[0].0, "PropertyUnknown");
    let unreadable = service.renew(&Certificate { uri: URI, content: b"none" }, &key, b"{}");
    assert_eq!((unreadable.status().code(), &*entries(&unreadable)[0].0), (500, "InternalError"));
}

#[test]
fn the_hosts_own_failures_are_in_either_form() {
    let cases = [
        (Response::unauthorized(), 401, "PKCS10-0403", "NoValidSession"),
        (Response::too_large(1000), 413, "PKCS10-0404", "PayloadTooLarge"),
        (Response::unsupported_media_type(), 415, "PKCS10-0405", "HeaderInvalid"),
        (Response::host_failed("the disk is full"), 500, "PKCS10-0505", "InternalError"),
        (Response::not_supported(), 400, "PKCS10-0402", "OperationNotAllowed"),
        (Response::method_not_allowed(), 405, "PKCS10-0402", "OperationNotAllowed"),
        (Response::no_resource("/redfish/v1/\u{1b}"), 404, "PKCS10-0406", "ResourceMissingAtURI"),
    ];
    for (response, code, id, key) in cases {
        assert_eq!(response.status().code(), code);
        let json = json_of(&response);
        assert_eq!((&json["result"], &json["messages"][0]["id"]), (&"failure".into(), &id.into()));
        assert_eq!(entries(&response.in_envelope(Envelope::Redfish))[0].0, key);
    }
}

//! The documented method from a host's point of view: status codes and bodies, to the byte.

use core::num::NonZeroU64;

use super::dry::Dry;
use pkcs10::keys::DigestAlgorithm;
use pkcs10::lxca::{Id, MemoryStore, NewRequest, Response, Service, Store};
use pkcs10::{Algorithm, CertificationRequest, KeyPair, Profile};
use zeroize::Zeroizing;

const SUCCESS: &str = r#""result":"success","messages":[{"explanation":"","id":"FQXHMSE0001I","recovery":{"text":"Information only; no action is required.","URL":""},"text":"The request completed successfully."}]}"#;
const EXAMPLE: &[u8] = include_bytes!("../../examples/request.json");

fn service() -> Service<MemoryStore> {
    Service::new(MemoryStore::new()).algorithm(Algorithm::EcdsaP256)
}

fn code_and_body(response: &Response) -> (u16, String) {
    (response.status().code(), response.to_json())
}

/// A body of failure with these messages: id, text, explanation, recovery.
fn failure(messages: &[[&str; 4]]) -> String {
    let messages: Vec<String> = messages
        .iter()
        .map(|[id, text, explanation, recovery]| {
            let [text, explanation, recovery] =
                [text, explanation, recovery].map(|text| text.replace('"', "\\\""));
            format!(
                r#"{{"explanation":"{explanation}","id":"{id}","recovery":{{"text":"{recovery}","URL":""}},"text":"{text}"}}"#
            )
        })
        .collect();
    format!(r#"{{"response":{{}},"result":"failure","messages":[{}]}}"#, messages.join(","))
}

fn not_found(path: &str) -> String {
    failure(&[[
        "PKCS10-0401",
        &format!("path: \"{path}\" names no request"),
        "No request has this path, or it was deleted.",
        "Use the path from the response to the POST request.",
    ]])
}

#[test]
fn the_four_documented_bodies_are_literal() {
    let service = service();
    let posted = service.post(EXAMPLE);
    let body = format!(r#"{{"response":{{"path":"1"}},{SUCCESS}"#);
    assert_eq!(code_and_body(&posted), (200, body));

    let found = service.get("1");
    let pem = found.csr_pem().unwrap().replace('\n', "\\n");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----\\n"), "{pem}");
    assert!(pem.ends_with("-----END CERTIFICATE REQUEST-----\\n"), "{pem}");
    let body = format!(r#"{{"response":{{"CSR":"{pem}"}},{SUCCESS}"#);
    assert_eq!(code_and_body(&found), (200, body));

    let body = format!(r#"{{"response":{{}},{SUCCESS}"#);
    assert_eq!(code_and_body(&service.delete("1")), (200, body));

    assert_eq!(code_and_body(&service.get("1")), (404, not_found("1")));
    assert_eq!(code_and_body(&service.delete("1")), (404, not_found("1")));
}

#[test]
fn the_digest_of_the_body_signs_where_keys_of_the_kind_do() {
    let body = |digest| format!(r#"{{"commonName":"a","signatureAlgorithm":"{digest}"}}"#);
    let post = |algorithm, digest| {
        let service = Service::for_profile(MemoryStore::new(), Profile::CIMC).algorithm(algorithm);
        service.post(body(digest).as_bytes()).path().map(|path| {
            let pem = service.get(path).csr_pem().unwrap().to_owned();
            let csr = CertificationRequest::from_pem(&pem).unwrap();
            csr.signature_algorithm().digest_algorithm()
        })
    };
    let (p256, sha512) = (Algorithm::EcdsaP256, DigestAlgorithm::Sha512);
    assert_eq!(post(p256, "sha512"), Some(sha512));
    assert_eq!(post(p256, "sha256"), Some(DigestAlgorithm::Sha256));
    #[cfg(feature = "ed25519")]
    assert_eq!(post(Algorithm::Ed25519, "sha512"), None);
}

#[cfg(feature = "rsa")]
#[test]
fn the_documented_defaults_make_an_rsa_key() {
    let service = Service::new(MemoryStore::new());
    assert_eq!(service.post(b"{}").path(), Some("1"));
    let key = KeyPair::from_pem(&service.private_key_pem("1").unwrap().unwrap()).unwrap();
    assert_eq!(format!("{key:?}"), "KeyPair(RSA, 2048 bits)");
}

#[test]
fn paths_count_up_and_are_not_given_again() {
    let service = service();
    for number in 1..=3 {
        assert_eq!(service.post(b"{}").path(), Some(number.to_string().as_str()));
    }
    for path in ["3", "1"] {
        assert_eq!(service.delete(path).status().code(), 200);
    }
    assert_eq!(service.post(b"{}").path(), Some("4"));
    assert_eq!(service.get("2").status().code(), 200);
}

#[test]
fn the_key_is_the_requests_and_in_no_response() {
    let service = service();
    let posted = service.post(EXAMPLE);
    let found = service.get("1");
    let key = service.private_key_pem("1").unwrap().unwrap();
    let secret: Vec<&str> = key.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(secret.len() >= 2);
    let deleted = service.delete("1");
    for response in [&posted, &found, &deleted, &service.get("1")] {
        for shown in [response.to_json(), format!("{response:?}")] {
            assert!(!shown.contains("PRIVATE"), "{shown}");
            assert!(secret.iter().all(|line| !shown.contains(line)), "{shown}");
        }
    }
    assert_eq!(service.private_key_pem("1").unwrap(), None);

    let csr = found.csr_pem().unwrap();
    let (_, der) = pem_rfc7468::decode_vec(csr.as_bytes()).unwrap();
    let public = KeyPair::from_pem(&key).unwrap().public_key().as_der().to_vec();
    assert!(der.windows(public.len()).any(|window| window == public));
}

#[test]
fn two_faults_are_two_messages() {
    let refused = service().post(br#"{"Country": "us", "CommonNme": "x"}"#);
    let body = failure(&[
        [
            "PKCS10-0207",
            r#"Country: C "us" is in lower case; expected an ISO 3166-1 alpha-2 code in upper case, such as US"#,
            "ISO 3166-1 codes are in upper case; what is to be signed is never changed silently.",
            r#"Write the code in upper case. Use "US"."#,
        ],
        [
            "PKCS10-0103",
            r#"CommonNme: attribute "CommonNme" is not known here; expected one of CommonName, Country, Organization, OrganizationUnit, StateLocality, StateProvince, subjectAlternativeNames"#,
            "An attribute that is not known would be left out of the request unnoticed.",
            r#"Correct the spelling, upper and lower case included, or leave the attribute out. Did you mean "CommonName"?"#,
        ],
    ]);
    assert_eq!(code_and_body(&refused), (400, body));
}

#[test]
fn each_kind_of_fault_has_its_id_and_its_path() {
    let name = |name: &str| format!(r#"{{"subjectAlternativeNames":{{"generalNames":[{name}]}}}}"#);
    let long = "x".repeat(64);
    const FIRST: &str = "subjectAlternativeNames.generalNames[0]";
    let mut cases: Vec<(String, &str, String)> = vec![
        ("{".into(), "PKCS10-0101", "body is not JSON at line 1, column 1".into()),
        ("[]".into(), "PKCS10-0102", "value is an array".into()),
        (r#"{"CommonName":1}"#.into(), "PKCS10-0102", "CommonName".into()),
        (r#"{"x":1}"#.into(), "PKCS10-0103", "x".into()),
        (r#"{"Country":"DE","Country":"DE"}"#.into(), "PKCS10-0104", "Country".into()),
        (name(r#"{"name":"a"}"#), "PKCS10-0105", format!("{FIRST}.type")),
        (name(""), "PKCS10-0106", "subjectAlternativeNames.generalNames".into()),
        (r#"{"CommonName":""}"#.into(), "PKCS10-0201", "CommonName".into()),
        (r#"{"CommonName":" a"}"#.into(), "PKCS10-0202", "CommonName".into()),
        (r#"{"CommonName":"a\u0000b"}"#.into(), "PKCS10-0203", "CommonName".into()),
        (format!(r#"{{"CommonName":"{long}"}}"#), "PKCS10-0204", "CommonName".into()),
        (r#"{"Country":"USA"}"#.into(), "PKCS10-0206", "Country".into()),
        (r#"{"Country":"us"}"#.into(), "PKCS10-0207", "Country".into()),
        (r#"{"Country":"ZQ"}"#.into(), "PKCS10-0208", "Country".into()),
        (name(r#"{"type":"dnsName","name":"a"}"#), "PKCS10-0301", format!("{FIRST}.type")),
        (
            name(r#"{"type":"dNSName","name":"a"},{"type":"dNSName","name":"a"}"#),
            "PKCS10-0302",
            "subjectAlternativeNames.generalNames[1]".into(),
        ),
    ];
    let bad_names = [
        ("otherName", "a", "PKCS10-0310"),
        ("rfc822Name", "a", "PKCS10-0311"),
        ("dNSName", "a_b", "PKCS10-0312"),
        ("x400Address", "a", "PKCS10-0313"),
        ("directoryName", "a", "PKCS10-0314"),
        ("ediPartyName", "", "PKCS10-0315"),
        ("uniformResourceIdentifier", "a", "PKCS10-0316"),
        ("iPAddress", "1.2.3", "PKCS10-0317"),
        ("registeredID", "a", "PKCS10-0318"),
    ];
    cases.extend(bad_names.map(|(of, text, id)| {
        let body = name(&format!(r#"{{"type":"{of}","name":"{text}"}}"#));
        (body, id, format!("{FIRST}.name"))
    }));
    for (body, id, start) in cases {
        let refused = service().post(body.as_bytes());
        assert_eq!(refused.status().code(), 400, "{body}");
        let [message] = refused.messages() else { panic!("{body}: {refused}") };
        assert_eq!(message.id(), id, "{body}");
        assert!(message.text().starts_with(&start), "{body}: {}", message.text());
        assert!(!message.text().contains("; hint: "), "{body}: {}", message.text());
        assert!(!message.explanation().is_empty() && !message.recovery().is_empty());
        let json: serde_json::Value = serde_json::from_str(&refused.to_string()).unwrap();
        let written = &json["messages"][0];
        assert_eq!(written["explanation"], message.explanation());
        assert_eq!(written["recovery"]["text"], message.recovery());
        assert_eq!(written["recovery"]["URL"], "");
    }
}

#[test]
fn a_hint_in_a_quoted_value_stays_there() {
    let refused = service().post(br#"{"CommonName": " a; hint: b"}"#);
    let [message] = refused.messages() else { panic!("{refused}") };
    assert_eq!(message.text(), r#"CommonName: CN " a; hint: b" begins with white space (U+0020)"#);
    assert_eq!(
        message.recovery(),
        r#"Remove the white space at the beginning and the end. Use "a; hint: b"."#
    );
}

#[test]
fn a_response_lists_a_thousand_faults_and_counts_the_rest() {
    let body = |faults: usize| {
        let names = vec!["5"; faults].join(",");
        format!(r#"{{"subjectAlternativeNames":{{"generalNames":[{names}]}}}}"#)
    };
    assert_eq!(service().post(body(1_000).as_bytes()).messages().len(), 1_000);
    let refused = service().post(body(1_234).as_bytes());
    assert_eq!(refused.messages().len(), 1_001);
    let last = refused.messages().last().unwrap();
    assert_eq!(
        (last.id(), last.text()),
        ("PKCS10-0199", "body has 234 more faults, not listed here")
    );
}

#[test]
fn a_refused_body_takes_no_id() {
    let service = service();
    assert_eq!(service.post(b"[]").status().code(), 400);
    assert_eq!(service.post(b"{}").path(), Some("1"));
}

#[test]
fn the_hosts_organization_is_the_default() {
    let service = service().default_organization("ACME GmbH").unwrap();
    assert_eq!(service.post(b"{}").path(), Some("1"));
    let (_, der) = pem_rfc7468::decode_vec(service.get("1").csr_pem().unwrap().as_bytes()).unwrap();
    assert!(der.windows(9).any(|window| window == b"ACME GmbH"));
    assert!(Service::new(MemoryStore::new()).default_organization(&"x".repeat(61)).is_err());
}

#[test]
fn what_the_method_does_not_have_is_refused() {
    let body = failure(&[[
        "PKCS10-0402",
        "the operation is not supported",
        "The method has POST with a body, and GET and DELETE with a path.",
        "Use one of these operations.",
    ]]);
    assert_eq!(code_and_body(&Response::not_supported()), (400, body));
}

/// A database that is down, or a host's own store in any case.
#[derive(Debug)]
struct Down;

#[derive(Debug)]
struct DownError;

impl core::fmt::Display for DownError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the database is down")
    }
}

impl core::error::Error for DownError {}

impl Store for Down {
    type Error = DownError;

    fn insert(&self, _: &NewRequest<'_>) -> Result<Id, DownError> {
        Err(DownError)
    }

    fn csr_pem(&self, _: Id) -> Result<Option<String>, DownError> {
        Err(DownError)
    }

    fn private_key_pem(&self, _: Id) -> Result<Option<Zeroizing<String>>, DownError> {
        Err(DownError)
    }

    fn remove(&self, _: Id) -> Result<bool, DownError> {
        Err(DownError)
    }
}

#[test]
fn a_store_that_fails_is_an_internal_error() {
    let service = Service::new(Down).algorithm(Algorithm::EcdsaP256);
    let body = |what: &str| {
        failure(&[[
            "PKCS10-0503",
            &format!("the request is not {what}: the database is down"),
            "Requests and their private keys are kept in a store, which has failed.",
            "Look to the space and the permissions of the store, then try again.",
        ]])
    };
    assert_eq!(code_and_body(&service.post(b"{}")), (500, body("kept")));
    assert_eq!(code_and_body(&service.get("1")), (500, body("read")));
    assert_eq!(code_and_body(&service.delete("1")), (500, body("removed")));
    assert!(service.private_key_pem("1").is_err());
    // A path that is not an id is not looked up.
    assert_eq!(code_and_body(&service.get("01")), (404, not_found("01")));
}

#[test]
#[cfg_attr(feature = "aws-lc-rs", ignore = "aws-lc makes RSA keys with its own random numbers")]
fn without_random_numbers_there_is_no_key_and_nothing_is_kept() {
    let service = service();
    let failed = service.post_with_rng(b"{}", &mut Dry);
    assert_eq!(failed.status().code(), 500);
    let [message] = failed.messages() else { panic!("{failed}") };
    assert_eq!(message.id(), "PKCS10-0501");
    assert_eq!(message.text(), "the private key is not made: random number generator failed");
    assert_eq!(service.get("1").status().code(), 404);
}

#[test]
fn ids_are_read_as_they_are_written() {
    for number in [1, 9, 10, 1_234_567, u64::MAX] {
        let id = Id::new(NonZeroU64::new(number).unwrap());
        assert_eq!(id.to_string(), number.to_string());
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.get().get(), number);
    }
}

#[test]
fn nothing_shows_a_private_key() {
    let new = NewRequest { body: b"{}", csr_pem: "csr", private_key_pem: "secret" };
    assert!(!format!("{new:?}").contains("secret"));
    let store = MemoryStore::new();
    store.insert(&new).unwrap();
    assert_eq!(format!("{store:?}"), "MemoryStore(1 requests)");
}

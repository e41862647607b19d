//! The OpenAPI document against what the host answers, and against what the readers of bodies accept.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum_host::accounts::Accounts;
use axum_host::{Host, router};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jsonschema::Validator;
use pkcs10::lxca::{BodyReader, DirectoryStore, OPENAPI};
use pkcs10::{Algorithm, Code, KeyPair, Profile, SysRng};
use serde_json::{Value, json};
use tower::ServiceExt;

fn document() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

/// The validator of a schema of the document.
fn validator(schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document()["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// A host with this certificate on a store in this directory.
fn host(directory: &std::path::Path, certificate: String, key: &KeyPair) -> Router {
    let key = KeyPair::from_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
    let accounts = Accounts::new("admin", "secret").unwrap();
    router(Host::new(accounts, DirectoryStore::new(directory), certificate, key))
}

#[tokio::test]
async fn each_documented_status_is_answered_as_documented_and_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap();
    let signer = rcgen::KeyPair::from_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
    let parameters = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = parameters.self_signed(&signer).unwrap().pem();
    let right = host(&directory.path().join("store"), certificate, &key);
    // A file where the directory belongs, and a certificate that is none.
    std::fs::write(directory.path().join("file"), "").unwrap();
    let broken = host(&directory.path().join("file"), "none".into(), &key);

    let document = document();
    let (mut documented, mut answered) = (BTreeSet::new(), BTreeSet::new());
    let long = format!("{{\"CommonName\":\"{}\"}}", "x".repeat(64 * 1024));
    let generate = r#"{"CommonName": "a", "KeyCurveId": "TPM_ECC_NIST_P256", "CertificateCollection": {"@odata.id": "/c"}}"#;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if method == "parameters" {
                continue;
            }
            for status in operation["responses"].as_object().unwrap().keys() {
                documented.insert((path.clone(), method.clone(), status.clone()));
            }
            let uri = path.replace("{ManagerId}", "1").replace("{CertificateId}", "1");
            let json = "application/json";
            // What GET and DELETE are to find.
            let (_, made) =
                call(&right, "POST", "/certificateSigningRequest", "admin:secret", json, "{}")
                    .await;
            let there = match method.as_str() {
                "post" => uri.clone(),
                _ => format!("{uri}?path={}", made["response"]["path"].as_str().unwrap()),
            };
            let absent = match method.as_str() {
                "post" => path.replace("{ManagerId}", "1").replace("{CertificateId}", "2"),
                _ => format!("{uri}?path=99"),
            };
            let body = match path.rsplit('.').next() {
                Some("GenerateCSR") => generate,
                Some("Rekey") => r#"{"KeyCurveId": "TPM_ECC_NIST_P256"}"#,
                _ => "{}",
            };
            for (routes, uri, login, content_type, body) in [
                (&right, &there, "admin:wrong", json, body),
                (&right, &there, "admin:secret", json, body),
                (&right, &there, "admin:secret", json, "{\"a\": 1}"),
                (&right, &there, "admin:secret", json, &long),
                (&right, &there, "admin:secret", "text/plain", body),
                (&right, &absent, "admin:secret", json, body),
                (&broken, &there, "admin:secret", json, body),
            ] {
                let method = method.to_uppercase();
                let (status, json) = call(routes, &method, uri, login, content_type, body).await;
                let status = status.to_string();
                let response = &operation["responses"][&status];
                let schema = &response["content"]["application/json"]["schema"];
                assert!(schema.is_object(), "{method} {uri}: {status} {json}");
                let errors: Vec<_> =
                    validator(schema).iter_errors(&json).map(|e| e.to_string()).collect();
                assert!(errors.is_empty(), "{method} {uri}: {status} {errors:?} {json}");
                answered.insert((path.clone(), method.to_lowercase(), status));
            }
        }
    }
    assert_eq!(answered, documented);
}

async fn call(
    routes: &Router,
    method: &str,
    uri: &str,
    login: &str,
    content_type: &str,
    body: &str,
) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header("Authorization", format!("Basic {}", BASE64_STANDARD.encode(login)))
        .header("Content-Type", content_type);
    let body = if method == "POST" { Body::from(body.to_owned()) } else { Body::empty() };
    let response = routes.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

/// The profiles that the document has bodies of.
fn profiles() -> impl Iterator<Item = Profile> {
    let actions = [Profile::REDFISH_REKEY, Profile::REDFISH_RENEW];
    Profile::BUILT_IN.iter().copied().chain(actions)
}

/// A value that a schema allows.
fn example(schema: &Value) -> Value {
    if let Some(first) = schema["enum"].get(0).or(schema.get("const")) {
        return first.clone();
    }
    if let Some(first) = schema["anyOf"].get(0) {
        return example(first);
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let members = schema["properties"].as_object().unwrap();
            members.iter().map(|(name, member)| (name.clone(), example(member))).collect()
        }
        "array" => json!([example(&schema["items"])]),
        "boolean" => json!(false),
        _ if schema["pattern"] == "^[A-Z]{2}$" => json!("DE"),
        _ => json!("a.example"),
    }
}

/// A body that the document allows, with what no document can say put right.
fn full_body(profile: Profile, schema: &Value) -> Value {
    let mut body = example(schema);
    if profile == Profile::CIMC {
        body["countryCode"] = "DE".into();
        for number in 1..=10 {
            body[format!("subjectAltNameType{number}")] = "DNS".into();
            body[format!("subjectAltNameValue{number}")] = format!("a{number}.example").into();
        }
    }
    if let Some(names) = body.pointer_mut("/subjectAlternativeNames/generalNames/0") {
        *names = json!({"type": "dNSName", "name": "a.example"});
    }
    body
}

#[test]
fn what_the_document_allows_is_accepted_and_what_it_refuses_is_refused() {
    let document = document();
    let mut refused = 0;
    for profile in profiles() {
        let name = profile.id().replace(':', ".");
        let schema = &document["components"]["schemas"][&name];
        let validator = validator(schema);
        let agree = |body: &Value| {
            let read = BodyReader::new(profile).read(body.to_string().as_bytes());
            // A renewal has its subject from elsewhere.
            let faults: Vec<String> = read
                .err()
                .into_iter()
                .flatten()
                .filter_map(|fault| {
                    let place = fault.place().to_string();
                    let is_of_the_body = !place.is_empty() && fault.code() != Code::IdentityMissing;
                    is_of_the_body.then(|| fault.to_string())
                })
                .collect();
            assert_eq!(validator.is_valid(body), faults.is_empty(), "{name}: {body}: {faults:?}");
            faults.is_empty()
        };
        let body = full_body(profile, schema);
        assert!(agree(&body), "{name}: {body}");
        for (member, of) in schema["properties"].as_object().unwrap() {
            let max = of["maxLength"].as_u64().unwrap_or(0);
            let longest = "x".repeat(usize::try_from(max).unwrap());
            let mut values = vec![json!({"no": 1}), json!([[1]]), json!(1.5)];
            if of["type"] == "string" && max > 0 && of["pattern"].is_null() {
                values.extend([json!(longest), json!(format!("{longest}x"))]);
            }
            if of.get("enum").is_some() {
                values.extend([json!("no such word"), json!(1)]);
            }
            if of["maxItems"] == 1 {
                let item = &of["items"]["enum"];
                values.push(json!([item[0], item[1]]));
            }
            for value in values {
                let mut changed = body.clone();
                changed[member] = value;
                refused += usize::from(!agree(&changed));
            }
            let mut without = body.clone();
            without.as_object_mut().unwrap().remove(member);
            refused += usize::from(!agree(&without));
        }
        let mut unknown = body.clone();
        unknown["no such member"] = 1.into();
        assert!(!agree(&unknown), "{name}");
    }
    assert!(refused > 300, "{refused}");
}

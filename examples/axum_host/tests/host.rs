//! Each route by its answers, without a network; `tests/interop/host.sh` has curl and DMTF's client call the program.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, Request};
use axum_host::accounts::Accounts;
use axum_host::{Host, router};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use pkcs10::lxca::DirectoryStore;
use pkcs10::{Algorithm, CertificationRequest, Inspection, KeyPair, SysRng};
use serde_json::{Value, json};
use tower::ServiceExt;

const LXCA: &str = "/certificateSigningRequest";
const GENERATE: &str = "/redfish/v1/CertificateService/Actions/CertificateService.GenerateCSR";
const CERTIFICATE: &str = "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates/1";
const SESSIONS: &str = "/redfish/v1/SessionService/Sessions";
const EC: &str = r#"{"CommonName":"bmc-7","KeyCurveId":"TPM_ECC_NIST_P256","CertificateCollection":{"@odata.id":"/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates"}}"#;

/// A host on a directory of its own, and its key.
fn host() -> (tempfile::TempDir, Router, KeyPair) {
    let directory = tempfile::tempdir().unwrap();
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap();
    let signer = rcgen::KeyPair::from_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
    let mut parameters = rcgen::CertificateParams::new(["bmc-7.example.com".to_owned()]).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    let name = rcgen::DnValue::PrintableString("bmc-7".try_into().unwrap());
    parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
    let certificate = parameters.self_signed(&signer).unwrap().pem();
    let accounts = Accounts::new("admin", "pass:word").unwrap();
    let store = DirectoryStore::new(directory.path().join("requests"));
    let copy = KeyPair::from_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
    (directory, router(Host::new(accounts, store, certificate, key)), copy)
}

fn basic(login: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(login))
}

/// Status, headers and body of the answer to a call with these headers.
async fn call(
    routes: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, HeaderMap, Value) {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = routes.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    assert_eq!(parts.headers["cache-control"], "no-store", "{uri}");
    let json = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    (parts.status.as_u16(), parts.headers, json)
}

/// The same of the account, with a body of JSON.
async fn of_admin(routes: &Router, method: &str, uri: &str, body: &str) -> (u16, HeaderMap, Value) {
    let login = basic("admin:pass:word");
    let headers =
        [(AUTHORIZATION.as_str(), login.as_str()), (CONTENT_TYPE.as_str(), "application/json")];
    call(routes, method, uri, &headers, body).await
}

/// The id of the first message, in the form of the URI.
fn message<'a>(uri: &str, json: &'a Value) -> &'a str {
    let id = if uri.starts_with("/redfish") {
        &json["error"]["@Message.ExtendedInfo"][0]["MessageId"]
    } else {
        assert_eq!(json["result"], "failure");
        &json["messages"][0]["id"]
    };
    id.as_str().unwrap_or_else(|| panic!("{uri}: {json}"))
}

#[tokio::test]
async fn who_is_not_the_account_is_refused_in_the_form_of_the_uri() {
    let (_directory, routes, _) = host();
    let logins = ["admin:pass:wor", "admin:", "other:pass:word", "admin", ""];
    let mut headers: Vec<Vec<(&str, String)>> =
        logins.iter().map(|login| vec![("Authorization", basic(login))]).collect();
    headers.push(vec![]);
    headers.push(vec![("Authorization", "Basic ?".into())]);
    headers.push(vec![("Authorization", "Bearer YWRtaW46cGFzczp3b3Jk".into())]);
    headers.push(vec![("X-Auth-Token", "none".into())]);
    for headers in headers {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (method, uri, id) in [
            ("POST", LXCA, "PKCS10-0403"),
            ("GET", "/", "PKCS10-0403"),
            ("POST", GENERATE, "Base.1.13.NoValidSession"),
            ("GET", "/redfish/v1/CertificateService", "Base.1.13.NoValidSession"),
            ("POST", "/redfish/v1/", "Base.1.13.NoValidSession"),
            ("DELETE", "/redfish/v1/SessionService/Sessions/1", "Base.1.13.NoValidSession"),
        ] {
            let (code, found, json) = call(&routes, method, uri, &headers, "{}").await;
            assert_eq!((code, message(uri, &json)), (401, id), "{headers:?} {method} {uri}");
            assert!(found[WWW_AUTHENTICATE].to_str().unwrap().starts_with("Basic realm="));
        }
    }
    let shouted = basic("admin:pass:word").replace("Basic", "BASIC");
    let (code, ..) = call(&routes, "GET", CERTIFICATE, &[("Authorization", &shouted)], "").await;
    assert_eq!(code, 200);
}

#[tokio::test]
async fn lxcas_method_is_there_from_post_to_delete() {
    let (directory, routes, _) = host();
    let (code, headers, json) = of_admin(&routes, "POST", LXCA, r#"{"CommonName":"bmc-7"}"#).await;
    assert_eq!((code, &json["response"]), (200, &json!({"path": "1"})));
    assert_eq!(
        (&headers[CONTENT_TYPE], headers.get("OData-Version")),
        (&"application/json".parse().unwrap(), None)
    );
    let query = format!("{LXCA}?path=1");
    let (code, _, json) = of_admin(&routes, "GET", &query, "").await;
    assert_eq!(code, 200);
    CertificationRequest::from_pem(json["response"]["CSR"].as_str().unwrap()).unwrap();
    assert!(directory.path().join("requests/requests/1/key.pem").exists());
    assert_eq!(of_admin(&routes, "DELETE", &query, "").await.0, 200);
    for query in ["?path=1", "", "?", "?path", "?path=1&path=2", "?id=1", "?path=%FF"] {
        let uri = format!("{LXCA}{query}");
        let (code, _, json) = of_admin(&routes, "GET", &uri, "").await;
        assert_eq!((code, message(&uri, &json)), (404, "PKCS10-0401"), "{query}");
    }
}

#[tokio::test]
async fn generate_rekey_and_renew_answer_requests() {
    let (directory, routes, key) = host();
    let (code, headers, json) = of_admin(&routes, "POST", GENERATE, EC).await;
    assert_eq!((code, &headers["OData-Version"]), (200, &"4.0".parse().unwrap()), "{json}");
    let collection = CERTIFICATE.strip_suffix("/1").unwrap();
    assert_eq!(json["CertificateCollection"]["@odata.id"], collection);
    let made = CertificationRequest::from_pem(json["CSRString"].as_str().unwrap()).unwrap();
    let kept =
        std::fs::read_to_string(directory.path().join("requests/requests/1/key.pem")).unwrap();
    assert_eq!(KeyPair::from_pem(&kept).unwrap().public_key(), made.public_key());

    let (_, _, certificate) = of_admin(&routes, "GET", CERTIFICATE, "").await;
    for (action, body) in [("Rekey", r#"{"KeyCurveId": "TPM_ECC_NIST_P384"}"#), ("Renew", "")] {
        let uri = certificate["Actions"][format!("#Certificate.{action}")]["target"].as_str();
        let (code, _, json) = of_admin(&routes, "POST", uri.unwrap(), body).await;
        assert_eq!((code, &json["Certificate"]["@odata.id"]), (200, &CERTIFICATE.into()), "{json}");
        let pem = json["CSRString"].as_str().unwrap();
        let inspection = Inspection::read(pem.as_bytes()).unwrap();
        assert_eq!(inspection.subject().to_string(), "CN=bmc-7");
        assert_eq!(inspection.subject_alt_names().unwrap().iter().count(), 1);
        let csr = CertificationRequest::from_pem(pem).unwrap();
        assert_eq!(csr.public_key() == key.public_key(), action == "Renew");
    }
}

#[tokio::test]
async fn a_client_finds_all_from_the_root() {
    let (_directory, routes, _) = host();
    let (code, _, root) = call(&routes, "GET", "/redfish/v1/", &[], "").await;
    assert_eq!(code, 200);
    let mut links = vec![root.clone()];
    let mut seen = vec!["/redfish/v1/".to_owned()];
    while let Some(json) = links.pop() {
        let mut inside = vec![&json];
        while let Some(value) = inside.pop() {
            match value {
                Value::Object(members) => {
                    for (name, value) in members {
                        let is_link = ["@odata.id", "@Redfish.ActionInfo"].contains(&name.as_str());
                        match value {
                            Value::String(uri) if is_link && !seen.contains(uri) => {
                                let (code, _, json) = of_admin(&routes, "GET", uri, "").await;
                                assert_eq!((code, &json["@odata.id"]), (200, value));
                                assert!(json["@odata.type"].as_str().unwrap().starts_with('#'));
                                seen.push(uri.clone());
                                links.push(json);
                            }
                            _ => inside.push(value),
                        }
                    }
                }
                Value::Array(values) => inside.extend(values),
                _ => {}
            }
        }
    }
    seen.sort();
    assert_eq!(seen.len(), 6, "{seen:?}");
    assert!(seen.contains(&CERTIFICATE.to_owned()));
    let (_, _, info) =
        of_admin(&routes, "GET", "/redfish/v1/CertificateService/GenerateCSRActionInfo", "").await;
    let parameters = info["Parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), 19);
    let required: Vec<_> = parameters.iter().filter(|of| of["Required"] == true).collect();
    assert_eq!(required.len(), 1);
    assert_eq!(required[0]["Name"], "CertificateCollection");
    let collection = required[0]["AllowableValues"][0].as_str().unwrap();
    let (_, _, json) = of_admin(&routes, "GET", collection, "").await;
    assert_eq!(json["Members"], json!([{"@odata.id": CERTIFICATE}]));
}

#[tokio::test]
async fn limits_and_types_are_refused_in_the_form_of_the_uri() {
    let (_directory, routes, _) = host();
    let login = basic("admin:pass:word");
    let long = format!("{{\"CommonName\":\"{}\"}}", "x".repeat(64 * 1024));
    let json = "application/json";
    for (uri, content_type, body, code, of_lxca, of_redfish) in [
        ("", json, long.as_str(), 413, "PKCS10-0404", "PayloadTooLarge"),
        ("", "text/plain", "{}", 415, "PKCS10-0405", "HeaderInvalid"),
        ("", "", "{}", 415, "PKCS10-0405", "HeaderInvalid"),
        ("", "application/jsonx", "{}", 415, "PKCS10-0405", "HeaderInvalid"),
        ("", "Application/JSON ; charset=utf-8", "{", 400, "PKCS10-0101", "MalformedJSON"),
        ("", "", "", 400, "PKCS10-0101", "MalformedJSON"),
        ("/no", json, "{}", 404, "PKCS10-0406", "ResourceMissingAtURI"),
    ] {
        for (base, id) in
            [(LXCA, of_lxca.to_owned()), (GENERATE, format!("Base.1.13.{of_redfish}"))]
        {
            let uri = format!("{base}{uri}");
            let headers = [("Authorization", login.as_str()), ("Content-Type", content_type)];
            let headers = if content_type.is_empty() { &headers[..1] } else { &headers };
            let (found, _, json) = call(&routes, "POST", &uri, headers, body).await;
            assert_eq!((found, message(&uri, &json)), (code, id.as_str()), "{content_type} {uri}");
        }
    }
    for (method, uri, code, allowed) in [
        ("PUT", LXCA, 400, "POST,GET,HEAD,DELETE"),
        ("GET", GENERATE, 405, "POST"),
        ("PATCH", CERTIFICATE, 405, "GET,HEAD"),
    ] {
        let (found, headers, json) = of_admin(&routes, method, uri, "{}").await;
        let id = if code == 400 { "PKCS10-0402" } else { "Base.1.13.OperationNotAllowed" };
        assert_eq!((found, message(uri, &json)), (code, id), "{method} {uri}");
        assert_eq!(headers[ALLOW], allowed, "{method} {uri}");
    }
}

#[tokio::test]
async fn a_session_is_as_good_as_the_account_until_it_ends() {
    let (_directory, routes, _) = host();
    let json = [("Content-Type", "application/json")];
    let open = async |password: &str| {
        let body = json!({"UserName": "admin", "Password": password}).to_string();
        call(&routes, "POST", SESSIONS, &json, &body).await
    };
    for (code, body) in [(401, "{}"), (401, "["), (401, "")] {
        assert_eq!(call(&routes, "POST", SESSIONS, &json, body).await.0, code, "{body}");
    }
    assert_eq!(open("wrong").await.0, 401);
    let (code, headers, session) = open("pass:word").await;
    assert_eq!((code, &session["UserName"]), (201, &"admin".into()));
    let token = headers["X-Auth-Token"].to_str().unwrap().to_owned();
    let uri = headers[LOCATION].to_str().unwrap().to_owned();
    assert!(!session.to_string().contains(&token));
    let auth = [("X-Auth-Token", token.as_str())];
    assert_eq!(call(&routes, "GET", &uri, &auth, "").await.2, session);
    assert_eq!(call(&routes, "DELETE", &uri, &auth, "").await.0, 204);
    assert_eq!(call(&routes, "GET", &uri, &auth, "").await.0, 401);
    assert_eq!(of_admin(&routes, "GET", &uri, "").await.0, 404);

    let (_, first, _) = open("pass:word").await;
    for _ in 0..16 {
        assert_eq!(open("pass:word").await.0, 201);
    }
    let (_, _, all) = of_admin(&routes, "GET", SESSIONS, "").await;
    assert_eq!(all["Members@odata.count"], 16);
    let auth = [("X-Auth-Token", first["X-Auth-Token"].to_str().unwrap())];
    assert_eq!(call(&routes, "GET", CERTIFICATE, &auth, "").await.0, 401);
}

#[tokio::test]
async fn a_store_that_fails_is_the_hosts_failure_in_either_form() {
    let (directory, routes, _) = host();
    std::fs::write(directory.path().join("requests"), "a file where the directory belongs")
        .unwrap();
    for (uri, body, id) in [(LXCA, "{}", "PKCS10-0503"), (GENERATE, EC, "Base.1.13.InternalError")]
    {
        let (code, _, json) = of_admin(&routes, "POST", uri, body).await;
        assert_eq!((code, message(uri, &json)), (500, id));
    }
}

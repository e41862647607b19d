//! What a client of Redfish (DSP0266) needs to find and call GenerateCSR, Rekey and Renew, and no more: the root,
//! its sessions, CertificateService, and the one certificate that the host has.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use pkcs10::Profile;
use pkcs10::lxca::{Certificate, Response};
use pkcs10::profiles::{Field, Target};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Body, Host, Http, answer, serve};

const ROOT: &str = "/redfish/v1/";
const SESSIONS: &str = "/redfish/v1/SessionService/Sessions";
const SERVICE: &str = "/redfish/v1/CertificateService";
const LOCATIONS: &str = "/redfish/v1/CertificateService/CertificateLocations";
const GENERATE: &str = "/redfish/v1/CertificateService/Actions/CertificateService.GenerateCSR";
const GENERATE_INFO: &str = "/redfish/v1/CertificateService/GenerateCSRActionInfo";
const COLLECTION: &str = "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates";
const CERTIFICATE: &str = "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates/1";
const REKEY: &str =
    "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates/1/Actions/Certificate.Rekey";
const RENEW: &str =
    "/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates/1/Actions/Certificate.Renew";

pub(crate) fn routes() -> Router<Arc<Host>> {
    let root = || async { Json(root()) };
    Router::new()
        .route("/redfish", get(async || Json(json!({"v1": ROOT}))))
        .route("/redfish/v1", get(root))
        .route(ROOT, get(root))
        .route(SESSIONS, get(sessions).post(log_in))
        .route("/redfish/v1/SessionService/Sessions/{id}", get(session).delete(log_out))
        .route(SERVICE, get(async || Json(service())))
        .route(LOCATIONS, get(async || Json(locations())))
        .route(GENERATE_INFO, get(async || Json(generate_info())))
        .route(GENERATE, post(generate))
        .route(COLLECTION, get(async || Json(collection())))
        .route(CERTIFICATE, get(certificate))
        .route(REKEY, post(rekey))
        .route(RENEW, post(renew))
}

/// Whether a call needs no authentication: the root, and logging in (DSP0266, "Authentication requirements").
pub(crate) fn is_open(method: &Method, path: &str) -> bool {
    match *method {
        Method::GET | Method::HEAD => ["/redfish", "/redfish/v1", ROOT].contains(&path),
        Method::POST => path == SESSIONS,
        _ => false,
    }
}

/// A resource: what each has, and these members.
fn resource(uri: &str, of_type: &str, name: &str, members: Value) -> Value {
    let id = uri.trim_end_matches('/').rsplit('/').next();
    let mut all = json!({"@odata.id": uri, "@odata.type": of_type, "Id": id, "Name": name});
    if let (Value::Object(all), Value::Object(members)) = (&mut all, members) {
        all.extend(members);
    }
    all
}

/// A collection of resources, which has no `Id`.
fn resources(uri: &str, of_type: &str, name: &str, members: &[String]) -> Value {
    let links: Vec<Value> = members.iter().map(|uri| link(uri)).collect();
    json!({"@odata.id": uri, "@odata.type": of_type, "Name": name,
        "Members": links, "Members@odata.count": links.len()})
}

fn link(uri: &str) -> Value {
    json!({"@odata.id": uri})
}

fn root() -> Value {
    let members = json!({
        "RedfishVersion": "1.11.0",
        "CertificateService": link(SERVICE),
        "Links": {"Sessions": link(SESSIONS)},
    });
    let mut root = resource(ROOT, "#ServiceRoot.v1_5_0.ServiceRoot", "Root Service", members);
    root["Id"] = "RootService".into();
    root
}

fn service() -> Value {
    let action = json!({"target": GENERATE, "@Redfish.ActionInfo": GENERATE_INFO});
    let members = json!({
        "CertificateLocations": link(LOCATIONS),
        "Actions": {"#CertificateService.GenerateCSR": action},
    });
    let of_type = "#CertificateService.v1_0_9.CertificateService";
    resource(SERVICE, of_type, "Certificate Service", members)
}

fn locations() -> Value {
    let members = json!({"Links": {"Certificates": [link(CERTIFICATE)]}});
    let of_type = "#CertificateLocations.v1_0_2.CertificateLocations";
    resource(LOCATIONS, of_type, "Certificate Locations", members)
}

fn collection() -> Value {
    let of_type = "#CertificateCollection.CertificateCollection";
    resources(COLLECTION, of_type, "Certificates", &[CERTIFICATE.into()])
}

async fn certificate(State(host): State<Arc<Host>>) -> Json<Value> {
    let members = json!({
        "CertificateString": host.certificate,
        "CertificateType": "PEM",
        "Actions": {
            "#Certificate.Rekey": {"target": REKEY},
            "#Certificate.Renew": {"target": RENEW},
        },
    });
    Json(resource(CERTIFICATE, "#Certificate.v1_1_0.Certificate", "HTTPS Certificate", members))
}

/// The parameters of GenerateCSR, as the profile has them.
fn generate_info() -> Value {
    let profile = Profile::REDFISH;
    let parameter = |field: &Field| {
        let (data_type, allowable) = match field.target() {
            Target::Names | Target::KeyUsage => ("StringArray", "AllowableValues"),
            Target::KeyBits => ("Number", "AllowableNumbers"),
            Target::Link => ("Object", "AllowableValues"),
            _ => ("String", "AllowableValues"),
        };
        let mut parameter = Map::from_iter([
            ("Name".into(), field.name().into()),
            ("Required".into(), profile.required().contains(&field.name()).into()),
            ("DataType".into(), data_type.into()),
        ]);
        let words: Vec<_> = match field.target() {
            Target::Link => [COLLECTION].into(),
            _ => field.words().iter().map(|(word, _)| *word).collect(),
        };
        if !words.is_empty() {
            parameter.insert(allowable.into(), words.into());
        }
        Value::Object(parameter)
    };
    let parameters: Vec<Value> = profile.fields().iter().map(parameter).collect();
    let members = json!({"Parameters": parameters});
    resource(GENERATE_INFO, "#ActionInfo.v1_3_0.ActionInfo", "GenerateCSR Action Info", members)
}

async fn generate(State(host): State<Arc<Host>>, uri: Uri, Body(body): Body) -> Http {
    serve(host, uri, move |host| logged(host.redfish.post(&body))).await
}

async fn rekey(State(host): State<Arc<Host>>, uri: Uri, Body(body): Body) -> Http {
    serve(host, uri, move |host| {
        let certificate = Certificate { uri: CERTIFICATE, content: host.certificate.as_bytes() };
        logged(host.redfish.rekey(&certificate, &body))
    })
    .await
}

async fn renew(State(host): State<Arc<Host>>, uri: Uri, Body(body): Body) -> Http {
    serve(host, uri, move |host| {
        let certificate = Certificate { uri: CERTIFICATE, content: host.certificate.as_bytes() };
        host.redfish.renew(&certificate, &host.key, &body)
    })
    .await
}

/// Redfish's answer does not say under which number the private key is kept. When the certificate comes, the
/// host takes the key from there with `Service::private_key_pem`.
fn logged(response: Response) -> Response {
    if let Some(number) = response.path() {
        eprintln!("the private key of the new request is kept under the number {number}");
    }
    response
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Login {
    user_name: String,
    password: String,
}

/// Only the name and the password of the account open a session.
async fn log_in(State(host): State<Arc<Host>>, uri: Uri, Body(body): Body) -> Http {
    let login = serde_json::from_slice(&body).ok();
    let opened =
        login.and_then(|login: Login| host.accounts.open(&login.user_name, &login.password));
    match opened {
        Some((id, token)) => {
            let session = session_of(&host, id);
            let headers = [("X-Auth-Token", token), (LOCATION.as_str(), session_uri(id))];
            (StatusCode::CREATED, headers, Json(session)).into_response()
        }
        None => answer(Response::unauthorized(), &uri),
    }
}

async fn log_out(State(host): State<Arc<Host>>, uri: Uri, id: Path<String>) -> Http {
    match id.parse() {
        Ok(id) if host.accounts.close(id) => StatusCode::NO_CONTENT.into_response(),
        _ => answer(Response::no_resource(uri.path()), &uri),
    }
}

async fn session(State(host): State<Arc<Host>>, uri: Uri, id: Path<String>) -> Http {
    match id.parse() {
        Ok(id) if host.accounts.sessions_open().contains(&id) => {
            Json(session_of(&host, id)).into_response()
        }
        _ => answer(Response::no_resource(uri.path()), &uri),
    }
}

async fn sessions(State(host): State<Arc<Host>>) -> Json<Value> {
    let members: Vec<_> = host.accounts.sessions_open().into_iter().map(session_uri).collect();
    Json(resources(SESSIONS, "#SessionCollection.SessionCollection", "Sessions", &members))
}

fn session_uri(id: u64) -> String {
    format!("{SESSIONS}/{id}")
}

fn session_of(host: &Host, id: u64) -> Value {
    let members = json!({"UserName": host.accounts.user()});
    resource(&session_uri(id), "#Session.v1_0_0.Session", "Session", members)
}

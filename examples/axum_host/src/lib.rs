//! A server that answers both methods of [`pkcs10::lxca`]: LXCA's `/certificateSigningRequest`, and what a client
//! of Redfish needs to find and call GenerateCSR, Rekey and Renew.
//!
//! What is between HTTP and a [`Service`] is all here: who may call ([`accounts`]), how long a body and a call
//! may be, which form an answer has, and where the work is done that takes time.

pub mod accounts;
mod lxca;
mod redfish;

use std::sync::Arc;
use std::time::Duration;

use accounts::Accounts;
use axum::body::{Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::IntoResponse;
use axum::{Json, Router};
use pkcs10::lxca::{DirectoryStore, Response, Service};
use pkcs10::profiles::Envelope;
use pkcs10::{KeyPair, Profile};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// The longest body. A request of a thousand names is shorter.
const BODY_MAX: usize = 64 * 1024;
/// The longest time from the header of a call to its answer.
const CALL_MAX: Duration = Duration::from_secs(60);
/// How many keys are made at once; further calls wait.
const AT_ONCE: usize = 4;

/// What all calls share.
pub struct Host {
    accounts: Accounts,
    lxca: Service<DirectoryStore>,
    redfish: Service<DirectoryStore>,
    certificate: String,
    key: KeyPair,
    work: Arc<Semaphore>,
}

impl Host {
    /// A host with its account, the directory of its requests, and the certificate (PEM) that it is known by, with
    /// its key.
    pub fn new(
        accounts: Accounts,
        store: DirectoryStore,
        certificate: String,
        key: KeyPair,
    ) -> Self {
        Self {
            accounts,
            // A clone is the same store: a number names one request, whichever method it came by.
            lxca: Service::new(store.clone()),
            redfish: Service::for_profile(store, Profile::REDFISH),
            certificate,
            key,
            work: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// The routes, behind authentication and limits.
pub fn router(host: Host) -> Router {
    let host = Arc::new(host);
    Router::new()
        .merge(lxca::routes())
        .merge(redfish::routes())
        .fallback(|uri: Uri| async move { answer(Response::no_resource(uri.path()), &uri) })
        .method_not_allowed_fallback(|uri: Uri| async move {
            answer(
                match envelope(&uri) {
                    Envelope::Redfish => Response::method_not_allowed(),
                    _ => Response::not_supported(),
                },
                &uri,
            )
        })
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn_with_state(host.clone(), guard))
        .with_state(host)
}

/// What holds for every call: it is authenticated before its body is read, it ends in time, and no cache keeps
/// its answer.
async fn guard(State(host): State<Arc<Host>>, request: Request, next: Next) -> Http {
    let uri = request.uri().clone();
    let is_open = redfish::is_open(request.method(), uri.path());
    let mut response = if is_open || host.accounts.has_caller(request.headers()) {
        timeout(CALL_MAX, next.run(request)).await.unwrap_or_else(|_| {
            answer(Response::host_failed("the call takes longer than the host allows"), &uri)
        })
    } else {
        answer(Response::unauthorized(), &uri)
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if envelope(&uri) == Envelope::Redfish {
        headers.insert("OData-Version", HeaderValue::from_static("4.0"));
    }
    response
}

type Http = axum::response::Response;

/// The form of the answers below a URI.
fn envelope(uri: &Uri) -> Envelope {
    let is_redfish = uri.path() == "/redfish" || uri.path().starts_with("/redfish/");
    if is_redfish { Envelope::Redfish } else { Envelope::Lxca }
}

/// An answer of the host's own, in the form of its URI.
fn answer(response: Response, uri: &Uri) -> Http {
    to_http(response.in_envelope(envelope(uri)))
}

/// Status code and body; a client that is not authenticated learns how it can be.
fn to_http(response: Response) -> Http {
    let code = StatusCode::from_u16(response.status().code());
    let code = code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut http = (code, Json(response)).into_response();
    if code == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static(r#"Basic realm="certificates", charset="UTF-8""#);
        http.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    http
}

/// Has a service answer, on a thread that may wait: a key takes up to seconds of computing, and the store
/// waits for the disk.
async fn serve(
    host: Arc<Host>,
    uri: Uri,
    call: impl FnOnce(&Host) -> Response + Send + 'static,
) -> Http {
    // A caller who leaves while waiting here leaves no work behind. The semaphore is never closed.
    let permit = host.work.clone().acquire_owned().await;
    let work = move || {
        let _until_done = permit;
        call(&host)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(response) => to_http(response),
        Err(panic) => {
            eprintln!("{uri}: {panic}");
            answer(Response::host_failed("internal error"), &uri)
        }
    }
}

/// A body that is JSON by its header, and not too long. Whether it is JSON is for the service to say.
struct Body(Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Http;

    async fn from_request(request: Request, state: &S) -> Result<Self, Http> {
        let uri = request.uri().clone();
        // An action without parameters may have no body, and then it has no type.
        let is_empty = request.body().size_hint().exact() == Some(0);
        if !is_empty && !is_json(request.headers()) {
            return Err(answer(Response::unsupported_media_type(), &uri));
        }
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(answer(Response::too_large(BODY_MAX), &uri))
            }
            // The client has ended the call, and will not read this.
            Err(_) => Err(answer(Response::host_failed("the body ends early"), &uri)),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (media_type, _) = value.split_once(';').unwrap_or((value, ""));
    media_type.trim().eq_ignore_ascii_case("application/json")
}

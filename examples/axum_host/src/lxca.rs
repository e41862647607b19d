//! LXCA's method: POST, GET and DELETE of one resource.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::routing::post;
use serde::Deserialize;

use crate::{Body, Host, Http, serve};

pub(crate) fn routes() -> Router<Arc<Host>> {
    let resource = post(create).get(read).delete(remove);
    Router::new().route("/certificateSigningRequest", resource)
}

/// `?path=1`. A query that is missing or damaged names no request: 404.
#[derive(Deserialize)]
struct Target {
    path: String,
}

async fn create(State(host): State<Arc<Host>>, uri: Uri, Body(body): Body) -> Http {
    serve(host, uri, move |host| host.lxca.post(&body)).await
}

async fn read(State(host): State<Arc<Host>>, uri: Uri) -> Http {
    let path = path(&uri);
    serve(host, uri, move |host| host.lxca.get(&path)).await
}

async fn remove(State(host): State<Arc<Host>>, uri: Uri) -> Http {
    let path = path(&uri);
    serve(host, uri, move |host| host.lxca.delete(&path)).await
}

fn path(uri: &Uri) -> String {
    Query::<Target>::try_from_uri(uri).map(|Query(target)| target.path).unwrap_or_default()
}

//! Serves both methods over TLS, until SIGTERM or Ctrl-C; then it ends the calls that are under way, and stops.
//!
//! | variable | what it is | without it |
//! |---|---|---|
//! | `HOST_PASSWORD` | the password of the account | the program ends |
//! | `HOST_USER` | its name | `admin` |
//! | `HOST_ADDRESS` | the address to listen on | `127.0.0.1:8443` |
//! | `HOST_STORE` | the directory of the requests and their private keys | `requests` |
//! | `HOST_CERTIFICATE`, `HOST_KEY` | files: the certificates in PEM, the host's first, and its key | a self-signed certificate, made anew at each start |

use std::error::Error;
use std::time::Duration;
use std::{env, fs};

use axum_host::accounts::Accounts;
use axum_host::{Host, router};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, bind_rustls};
use hyper_util::rt::TokioTimer;
use pkcs10::lxca::DirectoryStore;
use pkcs10::{Algorithm, KeyPair, SysRng};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

type Failure = Box<dyn Error + Send + Sync>;

/// How long a client may take for the header of a call.
const HEADER_MAX: Duration = Duration::from_secs(10);
/// How long calls that are under way may take when the host stops.
const STOP_MAX: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.into());
    let password = env::var("HOST_PASSWORD").map_err(|_| "HOST_PASSWORD is not set")?;
    let accounts = Accounts::new(&setting("HOST_USER", "admin"), &password)
        .ok_or("HOST_USER has a colon, or HOST_PASSWORD is empty")?;
    let (certificate, key) = match (env::var("HOST_CERTIFICATE"), env::var("HOST_KEY")) {
        (Ok(certificate), Ok(key)) => given(&certificate, &key)?,
        (Err(_), Err(_)) => self_signed()?,
        _ => return Err("set both HOST_CERTIFICATE and HOST_KEY, or neither".into()),
    };
    let tls = tls(&certificate, &key)
        .map_err(|error| format!("the certificate and its key cannot be used: {error}"))?;
    let store = DirectoryStore::new(setting("HOST_STORE", "requests"));
    // Behind the host's own certificate are those of its CAs.
    let end = "-----END CERTIFICATE-----";
    let own = certificate.split_inclusive(end).next().unwrap_or_default().to_owned() + "\n";
    let routes = router(Host::new(accounts, store, own, key));

    let handle = Handle::new();
    tokio::spawn(stop(handle.clone()));
    tokio::spawn(say_where(handle.clone()));
    let address = setting("HOST_ADDRESS", "127.0.0.1:8443")
        .parse::<std::net::SocketAddr>()
        .map_err(|_| "HOST_ADDRESS is not an IP address and a port, such as 127.0.0.1:8443")?;
    let mut server = bind_rustls(address, tls).handle(handle).first_request_timeout(HEADER_MAX);
    // A client that sends its header byte by byte would hold a connection for ever.
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER_MAX);
    let served = server.http1_only().serve(routes.into_make_service()).await;
    Ok(served.map_err(|error| format!("{address}: {error}"))?)
}

/// The certificate and the key in these files.
fn given(certificate: &str, key: &str) -> Result<(String, KeyPair), Failure> {
    let read = |path: &str| fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let key_pair = KeyPair::from_pem(&read(key)?).map_err(|error| format!("{key}: {error}"))?;
    Ok((read(certificate)?, key_pair))
}

/// A certificate for this machine alone, which a client cannot check.
fn self_signed() -> Result<(String, KeyPair), Failure> {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut parameters = rcgen::CertificateParams::new(names)?;
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "localhost");
    let signer = rcgen::KeyPair::from_pem(&key.to_pkcs8_pem()?)?;
    Ok((parameters.self_signed(&signer)?.pem(), key))
}

fn tls(certificate: &str, key: &KeyPair) -> Result<RustlsConfig, Failure> {
    let chain = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect::<Result<_, _>>()?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::try_from(key)?)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(config.into()))
}

async fn say_where(handle: Handle<std::net::SocketAddr>) {
    if let Some(address) = handle.listening().await {
        println!("listening on https://{address}");
    }
}

/// Waits for a signal, then takes no new connection and waits for the calls that are under way.
async fn stop(handle: Handle<std::net::SocketAddr>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    handle.graceful_shutdown(Some(STOP_MAX));
}

//! How a host serves `/certificateSigningRequest`: its server authenticates the caller and passes
//! method, target and body on; it sends the status code and the body that are returned.
//!
//! ```sh
//! cargo run --example lxca_host
//! ```

use std::error::Error;

use pkcs10::Algorithm;
use pkcs10::lxca::{DirectoryStore, Response, Service, Store};

/// The part to copy.
fn route<S: Store>(service: &Service<S>, method: &str, target: &str, body: &[u8]) -> (u16, String) {
    let (resource, query) = target.split_once('?').unwrap_or((target, ""));
    // Ids are plain digits, so there is nothing to percent-decode; any other path is 404.
    let path = query.split('&').find_map(|pair| pair.strip_prefix("path=")).unwrap_or("");
    let response = match (method, resource) {
        ("POST", "/certificateSigningRequest") => service.post(body),
        ("GET", "/certificateSigningRequest") => service.get(path),
        ("DELETE", "/certificateSigningRequest") => service.delete(path),
        _ => Response::not_supported(),
    };
    (response.status().code(), response.to_json())
}

/// Stands for the server: the calls that a caller might make, one after the other.
fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let service = Service::new(DirectoryStore::new(directory.path().join("requests")))
        .default_organization("ACME GmbH")?
        .algorithm(Algorithm::EcdsaP256); // without this, RSA with 2,048 bits

    let calls: [(&str, &str, &[u8]); 7] = [
        ("POST", "/certificateSigningRequest", br#"{"CommonName": "bmc-7.example.com"}"#),
        ("GET", "/certificateSigningRequest?path=1", b""),
        ("POST", "/certificateSigningRequest", br#"{"Country": "de", "CommonName": 7}"#),
        ("PUT", "/certificateSigningRequest", b"{}"),
        ("GET", "/certificateSigningRequest?path=../1", b""),
        ("DELETE", "/certificateSigningRequest?path=1", b""),
        ("GET", "/certificateSigningRequest?path=1", b""),
    ];
    let mut codes = Vec::new();
    for (method, target, body) in calls {
        let (code, answer) = route(&service, method, target, body);
        println!("{method} {target}\n{code} {answer}\n");
        codes.push(code);
        if method == "GET" && code == 200 {
            // The certificate has come, and is installed with the key: the host's own matter,
            // that no call from outside can ask for.
            let key = service.private_key_pem("1")?.ok_or("the key is gone")?;
            assert!(key.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        }
    }
    assert_eq!(codes, [200, 200, 400, 400, 404, 200, 404]);
    Ok(())
}

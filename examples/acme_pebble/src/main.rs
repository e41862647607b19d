//! An ACME client (instant-acme) orders certificates and finalises each order (RFC 8555 7.4) with a
//! request of ours. The server is pebble (Debian: `pebble`), started here on the loopback interface; it
//! takes every challenge as met.

use std::error::Error;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, ChallengeType, Identifier, NewAccount, NewOrder, OrderStatus,
    RetryPolicy,
};
use pkcs10::reading::{Certificate, compare};
use pkcs10::{
    Algorithm, CertificationRequest, DistinguishedName, GeneralName, Inspection, KeyPair, Request,
    SysRng,
};
use serde_json::json;
use tempfile::TempDir;

const HOST: &str = "bmc-7.example.com";
const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 7);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(server) = Pebble::start()? else {
        let missing = "pebble is not installed (Debian: pebble)";
        return match std::env::var("CI").as_deref() {
            Ok("true") => Err(missing.into()),
            _ => Ok(println!("skipped: {missing}")),
        };
    };
    let account = server.account().await?;
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384, Algorithm::Rsa2048] {
        let request = Request::builder()
            .subject(DistinguishedName::builder().common_name(HOST))
            .subject_alt_name(GeneralName::dns(HOST))
            .subject_alt_name(GeneralName::ip(ADDRESS))
            .build()?;
        let csr = request.sign(&KeyPair::generate(algorithm, &mut SysRng)?)?;
        let certificate = order(&account, &csr).await?;
        let changes = compare(&Inspection::read(csr.as_der())?, &certificate);
        for change in changes.iter().filter(|change| change.change() != "added") {
            return Err(format!("{algorithm}: {change}").into());
        }
        println!(
            "{algorithm}: pebble issues a certificate with the names and the key of the request"
        );
    }
    // Unlike some CAs, an ACME server takes the names from the request too: they are those of the order.
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let empty = Request::empty().sign(&key)?;
    let refused = order(&account, &empty).await.err().map(|error| error.to_string());
    assert!(refused.is_some_and(|text| text.contains("than CSR specifies")));
    println!("pebble refuses a request without the names of the order");
    Ok(())
}

/// Orders a certificate for the host and the address, and finalises the order with the request.
async fn order(
    account: &Account,
    csr: &CertificationRequest,
) -> Result<Certificate, Box<dyn Error>> {
    let names = [Identifier::Dns(HOST.into()), Identifier::Ip(ADDRESS.into())];
    let mut order = account.new_order(&NewOrder::new(&names)).await?;
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue; // of an earlier order
        }
        let mut challenge =
            authorization.challenge(ChallengeType::Http01).ok_or("no challenge http-01")?;
        challenge.set_ready().await?;
    }
    let retries = RetryPolicy::new().initial_delay(Duration::from_millis(50));
    assert_eq!(order.poll_ready(&retries).await?, OrderStatus::Ready);
    order.finalize_csr(csr.as_der()).await?;
    let chain = order.poll_certificate(&retries).await?;
    // The certificate of the host is the first one of the chain.
    Ok(Certificate::read_all(chain.as_bytes())?.swap_remove(0))
}

/// A running pebble; dropping it ends it.
struct Pebble {
    process: Child,
    directory: TempDir,
    port: u16,
}

impl Pebble {
    /// None where pebble is not installed.
    fn start() -> Result<Option<Self>, Box<dyn Error>> {
        let directory = tempfile::tempdir()?;
        let tls = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let path = |name| directory.path().join(name);
        std::fs::write(path("cert.pem"), tls.cert.pem())?;
        std::fs::write(path("key.pem"), tls.signing_key.serialize_pem())?;
        // A port that was free a moment ago.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let config = json!({"pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "certificate": path("cert.pem"),
            "privateKey": path("key.pem"),
            "httpPort": 5002,
            "tlsPort": 5001,
        }});
        std::fs::write(path("config.json"), config.to_string())?;
        let started = Command::new("pebble")
            .arg("-config")
            .arg(path("config.json"))
            .envs([("PEBBLE_VA_ALWAYS_VALID", "1"), ("PEBBLE_VA_NOSLEEP", "1")])
            .env("PEBBLE_WFE_NONCEREJECT", "0")
            .stdout(Stdio::null())
            .spawn();
        let process = match started {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            started => started?,
        };
        let mut server = Self { process, directory, port };
        server.wait()?;
        Ok(Some(server))
    }

    /// Waits until it listens.
    fn wait(&mut self) -> Result<(), Box<dyn Error>> {
        for _ in 0..200 {
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("pebble ended: {status}").into());
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("pebble does not listen after 10 s".into())
    }

    async fn account(&self) -> Result<Account, Box<dyn Error>> {
        let contact =
            NewAccount { contact: &[], terms_of_service_agreed: true, only_return_existing: false };
        let url = format!("https://localhost:{}/dir", self.port);
        let client = Account::builder_with_root(self.directory.path().join("cert.pem"))?;
        Ok(client.create(&contact, url, None).await?.0)
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.process.kill().and_then(|()| self.process.wait()).ok();
    }
}

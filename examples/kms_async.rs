//! A key service that answers later. A prepared request is a value: it can be stored, sent, or held
//! across an `await`; no callback is needed.
//!
//! ```sh
//! cargo run --example kms_async
//! ```

use std::error::Error;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use pkcs10::{
    Algorithm, CertificationRequest, DistinguishedName, KeyPair, PublicKey, Request, RequestSigner,
    SignatureAlgorithm, SysRng,
};

fn main() -> Result<(), Box<dyn Error>> {
    let service = KeyService::new()?;
    let request = Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .build()?;
    let csr = block_on(certify(&service, &request))?;
    print!("{}", csr.to_pem());
    Ok(())
}

/// Prepare, wait, assemble. The signature is verified before there is a request.
async fn certify(
    service: &KeyService,
    request: &Request,
) -> Result<CertificationRequest, Box<dyn Error>> {
    let prepared = request.prepare(&service.public_key().await);
    let signature = service.sign(prepared.to_be_signed().to_vec()).await?;
    Ok(prepared.assemble(&SignatureAlgorithm::EcdsaWithSha256, &signature)?)
}

/// Stands for a service on the network that holds the key.
struct KeyService {
    key: KeyPair,
}

impl KeyService {
    fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self { key: KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)? })
    }

    async fn public_key(&self) -> PublicKey {
        Answer::after(Duration::from_millis(20)).await;
        self.key.public_key().clone()
    }

    async fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, Box<dyn Error>> {
        Answer::after(Duration::from_millis(50)).await;
        self.key.sign_message(&message).map_err(|error| -> Box<dyn Error> { error })
    }
}

/// The time until the service has answered.
struct Answer {
    at: Instant,
}

impl Answer {
    fn after(delay: Duration) -> Self {
        Self { at: Instant::now() + delay }
    }
}

impl Future for Answer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let left = self.at.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread::spawn(move || {
            thread::sleep(left);
            waker.wake();
        });
        Poll::Pending
    }
}

/// Stands for the runtime of a program.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

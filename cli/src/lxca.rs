//! `csr lxca`: the documented method with a directory as its store, from the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use pkcs10::keys::KeyKind;
use pkcs10::lxca::{DirectoryStore, Response, Service, Status};

use crate::failure::Failure;
use crate::files::{self, Output};
use crate::key_choice::NewKey;
use crate::progress::spinner;

#[derive(Args)]
pub(crate) struct Lxca {
    #[command(subcommand)]
    method: Method,
}

#[derive(Subcommand)]
enum Method {
    /// Create a key and a request from a JSON body and store both; the response has their path
    ///
    /// Where that is N, the private key is DIR/requests/N/key.pem: PKCS #8 in PEM, not encrypted,
    /// readable by its owner only.
    Post {
        /// The body, a JSON object; - reads standard input
        #[arg(value_name = "REQUEST")]
        request: PathBuf,

        #[command(flatten)]
        new_key: NewKey,

        /// The directory of requests and their private keys; it is created if it does not exist
        #[arg(
            long,
            value_name = "DIR",
            value_parser = files::on_disk("requests and keys require a directory"),
        )]
        store: PathBuf,
    },
    /// Print the response that has a request
    Get(Existing),
    /// Remove a request and its private key
    Delete(Existing),
}

#[derive(Args)]
struct Existing {
    /// The path of the request, as POST gave it
    #[arg(value_name = "PATH", allow_hyphen_values = true)]
    path: String,

    /// The directory of requests and their private keys
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

impl Lxca {
    /// Prints the body of the response; its status is the exit code.
    pub(crate) fn run(&self) -> ExitCode {
        let answered = self.answer().and_then(|response| {
            Output::Standard.write(format!("{response}\n").as_bytes())?;
            Ok(response.status())
        });
        match answered {
            Ok(Status::Completed) => ExitCode::SUCCESS,
            Ok(Status::Failed) => ExitCode::from(3),
            Ok(_) => ExitCode::from(1),
            Err(failure) => failure.report(),
        }
    }

    fn answer(&self) -> Result<Response, Failure> {
        match &self.method {
            Method::Post { request, new_key, store } => {
                let kind = new_key.kind();
                let service = match kind {
                    KeyKind::Algorithm(algorithm) => service(store).algorithm(algorithm),
                    KeyKind::Policy(policy) => service(store).policy(policy),
                };
                let body = files::read(request)?;
                let spinner = spinner(kind.algorithm());
                let response = service.post(&body);
                spinner.finish_and_clear();
                Ok(response)
            }
            Method::Get(Existing { path, store }) => Ok(service(store).get(path)),
            Method::Delete(Existing { path, store }) => Ok(service(store).delete(path)),
        }
    }
}

fn service(store: &Path) -> Service<DirectoryStore> {
    Service::new(DirectoryStore::new(store))
}

//! `csr lxca`: the documented method with a folder as its store, from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use pkcs10::KeyKind;
use pkcs10::lxca::{DirectoryStore, Response, Service, Status};

use crate::Failure;
use crate::files::{self, Output};
use crate::key_choice::{NewKey, spinner};

#[derive(Args)]
pub(crate) struct Lxca {
    #[command(subcommand)]
    method: Method,
}

#[derive(Subcommand)]
enum Method {
    /// Make a key and a request from a JSON body and keep both; the response holds their path
    Post {
        /// The body, a JSON object; - reads standard input
        #[arg(value_name = "REQUEST")]
        request: PathBuf,

        #[command(flatten)]
        new_key: NewKey,

        #[command(flatten)]
        store: StoreChoice,
    },
    /// Print a request
    Get(Existing),
    /// Remove a request and its private key
    Delete(Existing),
}

#[derive(Args)]
struct Existing {
    /// The path of the request, as POST gave it
    #[arg(value_name = "PATH", allow_hyphen_values = true)]
    path: String,

    #[command(flatten)]
    store: StoreChoice,
}

#[derive(Args)]
struct StoreChoice {
    /// The folder where requests and their private keys are kept; made if it is not there
    #[arg(long = "store", value_name = "DIR")]
    folder: PathBuf,
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
            Ok(Status::Refused | Status::NotFound) => ExitCode::from(1),
            Ok(Status::Failed) => ExitCode::from(3),
            Err(failure) => failure.report(),
        }
    }

    fn answer(&self) -> Result<Response, Failure> {
        match &self.method {
            Method::Post { request, new_key, store } => {
                let kind = new_key.kind()?;
                let service = match kind {
                    KeyKind::Algorithm(algorithm) => store.service().algorithm(algorithm),
                    KeyKind::Policy(policy) => store.service().policy(policy),
                };
                let body = files::read(request)?;
                let spinner = spinner(kind.algorithm());
                let response = service.post(&body);
                spinner.finish_and_clear();
                Ok(response)
            }
            Method::Get(Existing { path, store }) => Ok(store.service().get(path)),
            Method::Delete(Existing { path, store }) => Ok(store.service().delete(path)),
        }
    }
}

impl StoreChoice {
    fn service(&self) -> Service<DirectoryStore> {
        Service::new(DirectoryStore::new(&self.folder))
    }
}

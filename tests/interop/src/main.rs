//! Makes one request of each kind, and reads them with readers that are libraries.
//!
//! `pkcs10-interop make FOLDER` writes `KIND.csr.pem` and the facts to find in it, `KIND.facts`.
//! `pkcs10-interop x509-parser|rcgen FILE` prints the facts that the reader finds, or why it
//! refuses the request.

mod facts;
mod kinds;
mod rcgen_reader;
mod x509_parser_reader;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use pkcs10::CertificationRequest;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["make", directory] => make(Path::new(directory)).map_err(|error| format!("{directory}: {error}")),
        [reader, file] => read(reader, file).map(|facts| println!("{}", facts.join("\n"))),
        _ => Err("usage: pkcs10-interop make FOLDER | x509-parser FILE | rcgen FILE".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make(directory: &Path) -> io::Result<()> {
    let kinds = kinds::all();
    for kind in &kinds {
        write(directory, &kind.name, &kind.csr, &(facts::expected(kind).join("\n") + "\n"))?;
    }
    let first = kinds.first().map(|kind| damaged(&kind.csr)).ok_or(io::ErrorKind::NotFound)?;
    write(directory, "control/damaged-signature", &first?, "")
}

fn write(directory: &Path, name: &str, csr: &CertificationRequest, facts: &str) -> io::Result<()> {
    let file = directory.join(name);
    fs::create_dir_all(file.parent().unwrap_or(directory))?;
    fs::write(file.with_extension("csr.pem"), csr.to_pem())?;
    fs::write(file.with_extension("facts"), facts)
}

/// The request with one bit of its signature changed: what no reader may find right.
fn damaged(csr: &CertificationRequest) -> io::Result<CertificationRequest> {
    let mut der = csr.as_der().to_vec();
    if let Some(last) = der.last_mut() {
        *last ^= 1;
    }
    CertificationRequest::from_der(&der).map_err(io::Error::other)
}

fn read(reader: &str, file: &str) -> Result<Vec<String>, String> {
    let pem = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    match reader {
        "x509-parser" => {
            let csr = CertificationRequest::from_pem(&pem).map_err(|error| error.to_string())?;
            x509_parser_reader::read(csr.as_der())
        }
        "rcgen" => rcgen_reader::read(&pem),
        _ => Err(format!("{reader}: no such reader")),
    }
}

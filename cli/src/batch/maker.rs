//! What is done for one line, and for a window of them.

use std::fs;
use std::io;
use std::path::Path;

use pkcs10::lxca::BodyReader;
use pkcs10::{
    Algorithm, CertificationRequest, Code, Fault, KeyPair, Place, Request, SysRng,
    keys::{KeyKind, PublicKeyAlgorithm},
};
use zeroize::Zeroizing;

use super::directory::{Directory, Staged};
use super::fault::LineFault;
use super::result::{LineResult, Made};

/// Whose key signs, and where results go.
#[derive(Debug)]
pub(super) enum Mode {
    /// A new key for each line, files in the directory.
    NewKeys(KeyKind, Directory),
    /// One key for all lines, files in the directory.
    OneKey(Box<KeyPair>, Directory),
    /// One key for all lines, requests in the results, nothing on the disk.
    Results(Box<KeyPair>),
}

/// Makes what a line asks for.
pub(super) struct Maker<'a> {
    reader: &'a BodyReader,
    mode: &'a Mode,
    resume: bool,
}

/// A line whose files are written but not yet visible.
pub(super) struct Prepared {
    result: LineResult,
    staged: Vec<Staged>,
}

impl<'a> Maker<'a> {
    pub(super) const fn new(reader: &'a BodyReader, mode: &'a Mode, resume: bool) -> Self {
        Self { reader, mode, resume }
    }

    /// Reads, makes, signs and writes: everything that needs no other line.
    pub(super) fn make(
        &self,
        worker: usize,
        line: u64,
        content: Result<Vec<u8>, LineFault>,
    ) -> Prepared {
        let mut stage = Stage { worker, files: Vec::new() };
        let (id, outcome) = match content {
            Ok(content) => self.make_body(line, &content, &mut stage),
            Err(fault) => (None, Err(Vec::from([fault]))),
        };
        if outcome.is_err() {
            stage.files.clear();
        }
        Prepared { result: LineResult { line, id, outcome }, staged: stage.files }
    }

    fn make_body(
        &self,
        line: u64,
        content: &[u8],
        stage: &mut Stage,
    ) -> (Option<String>, Result<Made, Vec<LineFault>>) {
        match self.reader.read_line(content) {
            (id, Ok(request)) => {
                let id = id.unwrap_or_else(|| line.to_string());
                let made = match self.mode {
                    Mode::NewKeys(keys, directory) => {
                        self.key_and_request(*keys, directory, &id, &request, stage)
                    }
                    Mode::OneKey(key, directory) => {
                        self.request_only(key, directory, &id, &request, stage)
                    }
                    Mode::Results(key) => request
                        .sign(key)
                        .map(|csr| Made::Pem(csr.to_pem()))
                        .map_err(LineFault::Sign),
                };
                (Some(id), made.map_err(|fault| Vec::from([fault])))
            }
            (id, Err(faults)) => {
                let is_known = || faults.iter().all(|fault| !hides_id(fault));
                (
                    id.or_else(|| is_known().then(|| line.to_string())),
                    Err(faults
                        .iter()
                        .cloned()
                        .map(|fault| LineFault::Body(Box::new(fault)))
                        .collect()),
                )
            }
        }
    }

    fn request_only(
        &self,
        key: &KeyPair,
        directory: &Directory,
        id: &str,
        request: &Request,
        stage: &mut Stage,
    ) -> Result<Made, LineFault> {
        let csr = directory.request_path(id);
        let resumed = self.is_made(&csr, key, request)?;
        if !resumed {
            stage.sign(directory, &csr, key, request)?;
        }
        Ok(Made::Files { csr, key: None, resumed })
    }

    fn key_and_request(
        &self,
        keys: KeyKind,
        directory: &Directory,
        id: &str,
        request: &Request,
        stage: &mut Stage,
    ) -> Result<Made, LineFault> {
        let (csr, key_path) = (directory.request_path(id), directory.key_path(id));
        let key = match self.earlier_key(keys, &key_path, &csr)? {
            Some(key) if self.is_made(&csr, &key, request)? => {
                return Ok(Made::Files { csr, key: Some(key_path), resumed: true });
            }
            Some(key) => key,
            None => {
                let key = KeyPair::generate(keys, &mut SysRng).map_err(LineFault::NewKey)?;
                let pem = key.to_pkcs8_pem().map_err(LineFault::NewKey)?;
                stage.write(directory, &key_path, &pem, true)?;
                key
            }
        };
        stage.sign(directory, &csr, &key, request)?;
        Ok(Made::Files { csr, key: Some(key_path), resumed: false })
    }

    /// The key that an earlier run left, if this run goes on where that ended.
    fn earlier_key(
        &self,
        keys: KeyKind,
        key_path: &Path,
        csr_path: &Path,
    ) -> Result<Option<KeyPair>, LineFault> {
        let Some(text) = read(key_path)? else {
            return match exists(csr_path)? {
                true if self.resume => Err(LineFault::KeyMissing(key_path.into())),
                true => Err(LineFault::Exists(csr_path.into())),
                false => Ok(None),
            };
        };
        if !self.resume {
            return Err(LineFault::Exists(key_path.into()));
        }
        let key =
            KeyPair::from_pem(&text).map_err(|error| LineFault::Key(key_path.into(), error))?;
        adopt(keys, key).map(Some).ok_or_else(|| LineFault::OtherKey(key_path.into()))
    }

    /// Whether the request is there, by this key, and what the line asks for.
    fn is_made(&self, path: &Path, key: &KeyPair, request: &Request) -> Result<bool, LineFault> {
        let Some(text) = read(path)? else {
            return Ok(false);
        };
        if !self.resume {
            return Err(LineFault::Exists(path.into()));
        }
        let damaged = || LineFault::DamagedRequest(path.into());
        let csr = CertificationRequest::from_pem(&text).map_err(|_| damaged())?;
        if csr.public_key() != key.public_key() || csr.verify().is_err() {
            return Err(damaged());
        }
        if csr.to_be_signed() == request.encode(key.public_key())
            && csr.signature_algorithm() == key.signature_algorithm()
        {
            Ok(true)
        } else {
            Err(LineFault::OtherRequest(path.into()))
        }
    }

    /// Makes the files of a window last and visible. Only then is a success one.
    pub(super) fn publish(&self, window: Vec<Prepared>) -> Vec<LineResult> {
        let (mut results, staged): (Vec<_>, Vec<_>) =
            window.into_iter().map(|prepared| (prepared.result, prepared.staged)).unzip();
        let (Mode::NewKeys(_, directory) | Mode::OneKey(_, directory)) = self.mode else {
            return results;
        };
        for (result, published) in results.iter_mut().zip(directory.publish(staged)) {
            if let Err((path, error)) = published {
                let fault = match error.kind() {
                    io::ErrorKind::AlreadyExists => LineFault::Exists(path),
                    _ => LineFault::File(path, error),
                };
                result.outcome = Err(Vec::from([fault]));
            }
        }
        results
    }
}

/// The files of a line, while they are written.
struct Stage {
    worker: usize,
    files: Vec<Staged>,
}

impl Stage {
    fn sign(
        &mut self,
        directory: &Directory,
        path: &Path,
        key: &KeyPair,
        request: &Request,
    ) -> Result<(), LineFault> {
        let csr = request.sign(key).map_err(LineFault::Sign)?;
        self.write(directory, path, &csr.to_pem(), false)
    }

    fn write(
        &mut self,
        directory: &Directory,
        path: &Path,
        text: &str,
        secret: bool,
    ) -> Result<(), LineFault> {
        let staged = directory.stage(self.worker, path.into(), text, secret);
        self.files.push(staged.map_err(|error| LineFault::File(path.into(), error))?);
        Ok(())
    }
}

/// The key, signing as keys of this kind do; `None` where it is of another kind.
fn adopt(kind: KeyKind, key: KeyPair) -> Option<KeyPair> {
    let is_of_kind = match (key.public_key().algorithm(), key.public_key().bits()) {
        (PublicKeyAlgorithm::Rsa, Some(2048)) => kind.algorithm() == Algorithm::Rsa2048,
        (PublicKeyAlgorithm::Rsa, Some(3072)) => kind.algorithm() == Algorithm::Rsa3072,
        (PublicKeyAlgorithm::Rsa, Some(4096)) => kind.algorithm() == Algorithm::Rsa4096,
        (PublicKeyAlgorithm::EcP256, _) => kind.algorithm() == Algorithm::EcdsaP256,
        (PublicKeyAlgorithm::EcP384, _) => kind.algorithm() == Algorithm::EcdsaP384,
        _ => false,
    };
    is_of_kind.then_some(key)?.with_signature_algorithm(kind.signature_algorithm()).ok()
}

/// Whether the fault leaves open what would name the files of the line.
fn hides_id(fault: &Fault) -> bool {
    matches!(fault.place(), Place::Member(path) if path == "id") || fault.code() == Code::JsonSyntax
}

/// The text of a file, if it is there. It is wiped when it goes: it may be a key.
fn read(path: &Path) -> Result<Option<Zeroizing<String>>, LineFault> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LineFault::File(path.into(), error)),
    }
}

fn exists(path: &Path) -> Result<bool, LineFault> {
    path.try_exists().map_err(|error| LineFault::File(path.into(), error))
}

//! A fleet from one input: a body a line in, a request and a key a line out.
//!
//! Lines are worked on in parallel and reported in their order. A line that succeeded is
//! reported only when its files are on the disk. A faulty line stops no other.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pkcs10::keys::{DigestAlgorithm, KeyKind};
use pkcs10::lxca::Body;
use pkcs10::{Algorithm, CertificationRequest, KeyPair, Request, SysRng};
use zeroize::Zeroizing;

use super::directory::{Directory, Stage, Staged};
use super::fault::LineFault;
use super::ids::Ids;
use super::line::LineReader;
use super::pipeline::{self, Pace};
use super::records::{Content, Record};
use super::result::{LineResult, Made};
use crate::failure::Failure;
use crate::files;
use crate::key_file;
use crate::new::LintOptions;

/// Lines under way at once for each job: enough that no worker is ever without work.
const RESULTS_PER_JOB: usize = 64;

/// The same where files are written: enough that syncing the files of those that are done keeps
/// no worker waiting, and that syncs are few.
const FILES_PER_JOB: usize = 256;

/// Bytes of the lines under way from which on no further line is read. What is made of a line takes a
/// small multiple of its length, so this bounds what waits for a reader of the results that is slow.
const SIZE: usize = 64 << 20;

/// Lines that share a sync, where nothing waits for it: enough that syncs cost little, and
/// few enough that the last ones, beside which no worker is busy, are soon done.
const SHARE: usize = 128;

/// How long a line that is done waits for others to share its sync with.
const PATIENCE: Duration = Duration::from_millis(100);

/// Makes requests from lines.
pub(crate) struct Fleet {
    pub(super) reader: LineReader,
    pub(super) mode: Mode,
    /// Whether to go on where an earlier run ended: lines whose files are there, verify, and
    /// are what the line asks for count as done; a key that is there without its request is
    /// used. Two lines of one run with the same id are refused where the first is among the first
    /// 100,000 lines that have files; behind them, the second counts as done if it requests the
    /// same.
    pub(super) resume: bool,
    /// How many lines are worked on at once; at least one.
    pub(super) jobs: usize,
    pub(super) lint: LintOptions,
    /// Whether the kind of new keys was given, and replaces what bodies say; a line's own algorithm
    /// replaces both.
    pub(super) kind_is_given: bool,
    /// The notes about the bodies that were accepted, and how many have each: a few, by the profile.
    pub(super) notes: Mutex<BTreeMap<String, u64>>,
}

/// Whose keys sign, and where results go.
#[derive(Debug)]
pub(crate) enum Mode {
    /// Files in the directory: `ID.csr.pem`, and `ID.key.pem` of a new key.
    Files(Keys, Directory),
    /// One key for all lines, requests in the results, nothing on the disk.
    Results(Box<KeyPair>),
}

#[derive(Debug)]
pub(crate) enum Keys {
    /// A new one for each line, encrypted where there is a password.
    New(KeyKind, Option<Zeroizing<Vec<u8>>>),
    /// One for all lines.
    One(Box<KeyPair>),
}

/// A line whose files are written but not yet visible.
struct Prepared {
    result: LineResult,
    staged: Vec<Staged>,
}

impl Fleet {
    /// Works through the lines. `report` gets the
    /// result of each in the order of the lines and may end it all; lines that were begun are
    /// then finished but not reported.
    /// Faults of reading and writing are those of their lines.
    pub(crate) fn run(
        &self,
        input: impl Iterator<Item = Record> + Send,
        mut report: impl FnMut(LineResult) -> ControlFlow<()>,
    ) {
        let mut ids = Ids::default();
        let (per_job, patience) = match self.mode {
            Mode::Results(_) => (RESULTS_PER_JOB, Duration::ZERO),
            Mode::Files(..) => (FILES_PER_JOB, PATIENCE),
        };
        let window = self.jobs.max(1) * per_job;
        pipeline::run(
            input,
            |(_, content)| content.as_ref().map_or(0, |content| content.bytes().len()),
            |worker, (line, content)| self.make(worker, line, content),
            Pace { jobs: self.jobs, window, size: SIZE, share: SHARE, patience },
            |ready| {
                let results = self.publish(ready);
                results.map(|result| ids.check(result)).try_for_each(&mut report)
            },
        );
    }

    /// Reads, makes, signs and writes: everything that needs no other line.
    fn make(&self, worker: usize, number: u64, content: Result<Content, LineFault>) -> Prepared {
        let mut staged = Vec::new();
        let (id, outcome) = match content.map(|content| self.reader.read(number, &content)) {
            Ok(line) => {
                let id = line.id.clone().unwrap_or_default();
                let made = line.body.and_then(|mut body| {
                    self.count(mem::take(&mut body.notes));
                    let made = self.make_request(worker, &id, &body, line.algorithm);
                    made.map_err(|fault| vec![fault])
                });
                let made = made.map(|(made, files)| {
                    staged = files;
                    made
                });
                (line.id, made)
            }
            Err(fault) => (None, Err(Vec::from([fault]))),
        };
        Prepared { result: LineResult { line: number, id, outcome }, staged }
    }

    fn count(&self, notes: Vec<String>) {
        let mut counts = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.into_iter().for_each(|note| *counts.entry(note).or_default() += 1);
    }

    /// The notes, and of how many lines each is.
    pub(super) fn notes(self) -> BTreeMap<String, u64> {
        self.notes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn make_request(
        &self,
        worker: usize,
        id: &str,
        Body { request, algorithm: of_body, digest, .. }: &Body,
        algorithm: Option<(String, Algorithm)>,
    ) -> Result<(Made, Vec<Staged>), LineFault> {
        let sign = |key: &KeyPair| request.sign(key).map_err(LineFault::Sign);
        let one = match &self.mode {
            Mode::Results(key) | Mode::Files(Keys::One(key), _) => Some(key.as_ref()),
            Mode::Files(Keys::New(..), _) => None,
        };
        if let (Some(_), Some((path, _))) = (one, &algorithm) {
            let text = "is of no use: the key of --key signs; expected nothing".into();
            return Err(LineFault::Content { path: path.clone(), text });
        }
        let other = one.and_then(|key| self.with_digest(key, *digest, None));
        let one = other.as_ref().or(one);
        let (keys, directory) = match &self.mode {
            Mode::Files(keys, directory) => (keys, directory),
            Mode::Results(key) => {
                let csr = sign(one.unwrap_or(key))?;
                let findings = self.lint(&csr)?;
                return Ok((Made::Pem { pem: csr.to_pem(), findings }, Vec::new()));
            }
        };
        let mut stage = directory.stage(worker);
        let csr = directory.request_path(id);
        let own;
        let (key, key_path) = match keys {
            Keys::One(key) => (one.unwrap_or(key), None),
            Keys::New(kind, password) => {
                let path = directory.key_path(id);
                let of_body = of_body.filter(|_| !self.kind_is_given);
                let named = algorithm.map(|(_, algorithm)| algorithm).or(of_body);
                let kind = named.map_or(*kind, KeyKind::Algorithm);
                let password = password.as_ref().map(|of| of.as_slice());
                let key = self.own_key(kind, password, &path, &csr, &mut stage)?;
                let option = matches!(kind, KeyKind::Policy(_)).then_some("--policy");
                own = self.with_digest(&key, *digest, option).unwrap_or(key);
                (&own, Some(path))
            }
        };
        let earlier = self.made(&csr, key, request)?;
        let resumed = earlier.is_some();
        let signed = earlier.map_or_else(|| sign(key), Ok)?;
        let findings = self.lint(&signed)?;
        if !resumed {
            stage.write(&csr, &signed.to_pem(), 0o666)?;
        }
        let text = |path: PathBuf| path.display().to_string();
        let made = Made::Files { csr: text(csr), key: key_path.map(text), resumed, findings };
        Ok((made, stage.files))
    }

    /// The key, signing with the digest that a body asks for, where that is another than its own.
    fn with_digest(
        &self,
        key: &KeyPair,
        asked: Option<(&'static str, DigestAlgorithm)>,
        option: Option<&str>,
    ) -> Option<KeyPair> {
        let asked = asked.map(|(member, digest)| (digest, member.into()));
        let other = key_file::with_digest(key, asked, option);
        other.map_err(|note| self.count(Vec::from([note]))).ok().flatten()
    }

    /// What --lint finds, as it is written; a fault with --lint-strict and an error among it.
    fn lint(&self, csr: &CertificationRequest) -> Result<Vec<serde_json::Value>, LineFault> {
        let findings = self.lint.findings(csr, false).map_err(|failure| match failure {
            Failure::Refused(messages) => {
                LineFault::Content { path: String::new(), text: messages.join("; ") }
            }
            _ => LineFault::File(PathBuf::new(), io::Error::other("cannot be checked")),
        })?;
        let json = |finding| serde_json::to_value(finding).unwrap_or_default();
        Ok(findings.iter().map(json).collect())
    }

    /// The key of a line that has one of its own: from an earlier run, or new.
    fn own_key(
        &self,
        kind: KeyKind,
        password: Option<&[u8]>,
        path: &Path,
        csr: &Path,
        stage: &mut Stage<'_>,
    ) -> Result<KeyPair, LineFault> {
        if let Some(text) = self.earlier(path)? {
            if password.is_some() && !text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
                return Err(LineFault::KeyNotEncrypted(path.into()));
            }
            let key = KeyPair::read(text.as_bytes(), password)
                .map_err(|error| LineFault::Key(path.into(), error))?;
            return adopt(kind, key).ok_or_else(|| LineFault::OtherKey(path.into()));
        }
        if self.earlier(csr)?.is_some() {
            return Err(LineFault::KeyMissing(path.into()));
        }
        let key = KeyPair::generate(kind, &mut SysRng).map_err(LineFault::NewKey)?;
        let pem = match password {
            Some(password) => key.to_encrypted_pkcs8_pem(password, &mut SysRng).map(Zeroizing::new),
            None => key.to_pkcs8_pem(),
        };
        stage.write(path, &pem.map_err(LineFault::NewKey)?, 0o600)?;
        Ok(key)
    }

    /// The request that an earlier run made, if there is one: by this key, and what the line asks for.
    fn made(
        &self,
        path: &Path,
        key: &KeyPair,
        request: &Request,
    ) -> Result<Option<CertificationRequest>, LineFault> {
        let Some(text) = self.earlier(path)? else {
            return Ok(None);
        };
        let csr = CertificationRequest::from_pem(&text)
            .ok()
            .filter(|csr| csr.public_key() == key.public_key() && csr.verify().is_ok())
            .ok_or_else(|| LineFault::DamagedRequest(path.into()))?;
        if csr.to_be_signed() == request.encode(key.public_key())
            && csr.signature_algorithm() == key.signature_algorithm()
        {
            Ok(Some(csr))
        } else {
            Err(LineFault::OtherRequest(path.into()))
        }
    }

    /// The text of a file that an earlier run left, if there is one; it is wiped when it goes: it may
    /// be a key. Without --resume nothing is read, and anything that is there is in the way.
    fn earlier(&self, path: &Path) -> Result<Option<Zeroizing<String>>, LineFault> {
        let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        let read = match self.resume {
            true => files::read_regular(path).map(Some),
            false => fs::symlink_metadata(path).map(|_| None),
        };
        match read {
            Ok(Some(bytes)) => str::from_utf8(&bytes)
                .map(|text| Some(Zeroizing::new(text.to_owned())))
                .map_err(|_| LineFault::File(path.into(), io::Error::other("is not UTF-8"))),
            Ok(None) => Err(LineFault::Exists(path.into())),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(LineFault::File(path.into(), error)),
        }
    }

    /// Makes the files of a window last and visible. Only then is a success one.
    fn publish(&self, mut window: Vec<Prepared>) -> impl Iterator<Item = LineResult> {
        if let Mode::Files(_, directory) = &self.mode {
            let mut lines: Vec<&mut Prepared> =
                window.iter_mut().filter(|prepared| !prepared.staged.is_empty()).collect();
            let staged: Vec<_> =
                lines.iter_mut().map(|prepared| mem::take(&mut prepared.staged)).collect();
            let published = if staged.is_empty() { Vec::new() } else { directory.publish(staged) };
            for (prepared, published) in lines.into_iter().zip(published) {
                if let Err(fault) = published {
                    prepared.result.outcome = Err(Vec::from([fault]));
                }
            }
        }
        window.into_iter().map(|prepared| prepared.result)
    }
}

/// The key, signing as keys of this kind do; `None` where it is of another kind.
fn adopt(kind: KeyKind, key: KeyPair) -> Option<KeyPair> {
    let key = (Algorithm::of(key.public_key()) == Some(kind.algorithm())).then_some(key)?;
    key.with_signature_algorithm(kind.signature_algorithm()).ok()
}

//! Entries of a store that are not what was inserted: 500, never a success, never a key.

use std::fs::{self, File};
use std::path::Path;

use pkcs10::Algorithm;
use pkcs10::lxca::{DirectoryStore, Id, MemoryStore, NewRequest, ReadError, Service, Store};
use zeroize::Zeroizing;

const CSR: &str = "csr.pem";
const KEY: &str = "key.pem";

/// What happens to the directory of an entry; a sound one is beside it.
type Damage = fn(&Path);

fn replace(entry: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::write(entry.join(name), content).unwrap();
}

fn text(entry: &Path, name: &str) -> String {
    fs::read_to_string(entry.join(name)).unwrap()
}

/// The name's first half alone.
fn halve(entry: &Path, name: &str) {
    let whole = text(entry, name);
    replace(entry, name, &whole[..whole.len() / 2]);
}

/// The file of the sound entry in the place of its own.
fn exchange(entry: &Path, name: &str) {
    fs::copy(entry.with_file_name("2").join(name), entry.join(name)).unwrap();
}

fn make_directory(entry: &Path, name: &str) {
    fs::remove_file(entry.join(name)).unwrap();
    fs::create_dir(entry.join(name)).unwrap();
}

fn make_huge(entry: &Path, name: &str) {
    let file = File::options().write(true).open(entry.join(name)).unwrap();
    file.set_len(1 << 40).unwrap();
}

/// The request with one bit of its signature changed.
fn flip(entry: &Path) {
    let (label, mut der) = {
        let pem = text(entry, CSR);
        let (label, der) = pem_rfc7468::decode_vec(pem.as_bytes()).unwrap();
        (label.to_owned(), der)
    };
    *der.last_mut().unwrap() ^= 1;
    let pem = pem_rfc7468::encode_string(&label, pem_rfc7468::LineEnding::LF, &der).unwrap();
    replace(entry, CSR, pem);
}

/// Damages, and what the error says of each.
const DAMAGES: &[(&str, Damage)] = &[
    ("nothing else", |entry| replace(entry, CSR, "")),
    ("nothing else", |entry| replace(entry, CSR, "csr")),
    ("nothing else", |entry| halve(entry, CSR)),
    ("nothing else", |entry| replace(entry, CSR, text(entry, KEY))),
    ("nothing else", |entry| replace(entry, CSR, text(entry, CSR) + &text(entry, KEY))),
    ("nothing else", |entry| replace(entry, CSR, text(entry, KEY) + &text(entry, CSR))),
    ("nothing else", |entry| replace(entry, CSR, text(entry, CSR) + &text(entry, CSR))),
    ("nothing else", |entry| replace(entry, CSR, text(entry, CSR) + "behind\n")),
    ("nothing else", |entry| replace(entry, CSR, "before\n".to_owned() + &text(entry, CSR))),
    ("nothing else", |entry| {
        replace(entry, CSR, text(entry, CSR).replace("CERTIFICATE REQUEST", "CERTIFICATE"));
    }),
    ("nothing else", |entry| {
        replace(entry, CSR, pem_rfc7468::decode_vec(text(entry, CSR).as_bytes()).unwrap().0);
    }),
    ("valid UTF-8", |entry| replace(entry, CSR, b"\xFF")),
    ("its signature is not valid", flip),
    ("its private key is another one", |entry| exchange(entry, CSR)),
    ("its private key is another one", |entry| exchange(entry, KEY)),
    ("its private key cannot be used", |entry| replace(entry, KEY, "")),
    ("its private key cannot be used", |entry| halve(entry, KEY)),
    ("its private key cannot be used", |entry| replace(entry, KEY, text(entry, CSR))),
    ("csr.pem cannot be read: No such", |entry| fs::remove_file(entry.join(CSR)).unwrap()),
    ("key.pem cannot be read: No such", |entry| fs::remove_file(entry.join(KEY)).unwrap()),
    ("csr.pem cannot be read: it is not a regular file", |entry| make_directory(entry, CSR)),
    ("key.pem cannot be read: it is not a regular file", |entry| make_directory(entry, KEY)),
    ("csr.pem cannot be read: file too large", |entry| make_huge(entry, CSR)),
    ("key.pem cannot be read: file too large", |entry| make_huge(entry, KEY)),
    ("cannot be read: not a directory", |entry| {
        fs::remove_dir_all(entry).unwrap();
        fs::write(entry, "").unwrap();
    }),
];

#[cfg(unix)]
const UNIX_DAMAGES: &[(&str, Damage)] = &[
    ("csr.pem cannot be read: it is not a regular file", |entry| link(entry, CSR)),
    ("key.pem cannot be read: it is not a regular file", |entry| link(entry, KEY)),
    ("csr.pem cannot be read: it is not a regular file", |entry| make_fifo(entry, CSR)),
    ("key.pem cannot be read: it is not a regular file", |entry| make_fifo(entry, KEY)),
    ("cannot be read: not a directory", |entry| {
        fs::rename(entry, entry.with_file_name("elsewhere")).unwrap();
        std::os::unix::fs::symlink("elsewhere", entry).unwrap();
    }),
    ("cannot be read: not a directory", |entry| {
        fs::remove_dir_all(entry).unwrap();
        std::os::unix::fs::symlink("nowhere", entry).unwrap();
    }),
];
#[cfg(not(unix))]
const UNIX_DAMAGES: &[(&str, Damage)] = &[];

/// A symbolic link to the very file that was there.
#[cfg(unix)]
fn link(entry: &Path, name: &str) {
    let moved = entry.join("moved");
    fs::rename(entry.join(name), &moved).unwrap();
    std::os::unix::fs::symlink(moved, entry.join(name)).unwrap();
}

/// What blocks a process that opens it to read.
#[cfg(unix)]
fn make_fifo(entry: &Path, name: &str) {
    fs::remove_file(entry.join(name)).unwrap();
    let made = std::process::Command::new("mkfifo").arg(entry.join(name)).status().unwrap();
    assert!(made.success());
}

fn service<S: Store>(store: S) -> Service<S> {
    Service::new(store).algorithm(Algorithm::EcdsaP256)
}

/// The lines of a key's PEM but for its frame.
fn secret_lines(pem: &str) -> Vec<String> {
    pem.lines().filter(|line| !line.starts_with('-')).map(str::to_owned).collect()
}

#[test]
fn a_damaged_request_is_an_internal_error_and_can_be_deleted() {
    for (number, (reason, damage)) in DAMAGES.iter().chain(UNIX_DAMAGES).enumerate() {
        let directory = tempfile::tempdir().unwrap();
        let service = service(DirectoryStore::new(directory.path()));
        service.post(b"{}");
        service.post(b"{}");
        let entry = directory.path().join("requests/1");
        let secret = secret_lines(&text(&entry, KEY));
        damage(&entry);

        let found = service.get("1");
        assert_eq!(found.status().code(), 500, "{number}: {found}");
        let [message] = found.messages() else { panic!("{number}: {found}") };
        assert!(message.text().starts_with("the request is not read: "), "{number}: {found}");
        assert!(message.text().contains(reason), "{number}: {found}");
        let is_damage = reason.starts_with("its") || *reason == "nothing else";
        assert_eq!(message.id() == "PKCS10-0504", is_damage, "{number}: {found}");
        let error = service.private_key_pem("1").unwrap_err();
        for shown in
            [found.to_json(), format!("{found:?}"), error.to_string(), format!("{error:?}")]
        {
            assert!(secret.iter().all(|line| !shown.contains(line)), "{number}: {shown}");
            assert!(!shown.contains("PRIVATE"), "{number}: {shown}");
        }

        assert_eq!(service.get("2").status().code(), 200, "{number}");
        let deleted = service.delete("1");
        assert_eq!(deleted.status().code(), 200, "{number}: {deleted}");
        assert_eq!(service.get("1").status().code(), 404, "{number}");
        let unfinished = fs::read_dir(directory.path().join("unfinished")).unwrap().count();
        assert_eq!(unfinished, 0, "{number}");
        assert_eq!(service.post(b"{}").path(), Some("3"), "{number}");
    }
}

/// A host's own store, with anything in it.
struct Leaking(&'static str, Option<&'static str>);

impl Store for Leaking {
    type Error = core::convert::Infallible;

    fn insert(&self, _: &NewRequest<'_>) -> Result<Id, Self::Error> {
        Ok("1".parse().unwrap())
    }

    fn csr_pem(&self, _: Id) -> Result<Option<String>, Self::Error> {
        Ok(Some(self.0.into()))
    }

    fn private_key_pem(&self, _: Id) -> Result<Option<Zeroizing<String>>, Self::Error> {
        Ok(self.1.map(|key| Zeroizing::new(key.into())))
    }

    fn remove(&self, _: Id) -> Result<bool, Self::Error> {
        Ok(false)
    }
}

const P256_KEY: &str = include_str!("../data/keys/ecdsa-p256.pem");
const P256_CSR: &str = include_str!("../data/keys/ecdsa-p256.csr.pem");

#[test]
fn no_store_can_make_a_response_hold_a_key() {
    for key in [None, Some(P256_KEY)] {
        let found = service(Leaking(P256_KEY, key)).get("1");
        assert_eq!(found.status().code(), 500, "{found}");
        assert!(secret_lines(P256_KEY).iter().all(|line| !found.to_json().contains(line)));
    }
    // A label is not shown either: a key may be in it.
    let label = "-----BEGIN MHcCAQEEIA-----\nAA==\n-----END MHcCAQEEIA-----\n";
    let error = service(Leaking(label, None)).private_key_pem("1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "it is damaged: expected one CERTIFICATE REQUEST in PEM, nothing else"
    );
    assert!(matches!(error, ReadError::Damaged(_)));
}

#[test]
fn a_store_that_keeps_no_keys_gives_its_requests() {
    let service = service(Leaking(P256_CSR, None));
    assert_eq!(service.get("1").csr_pem(), Some(P256_CSR));
    assert_eq!(service.private_key_pem("1").unwrap(), None);
}

#[test]
fn line_ends_that_a_store_has_changed_are_no_damage() {
    let csr = P256_CSR.replace('\n', "\r\n");
    let store = MemoryStore::new();
    store.insert(&NewRequest { body: b"{}", csr_pem: &csr, private_key_pem: P256_KEY }).unwrap();
    let service = service(store);
    assert_eq!(service.get("1").csr_pem(), Some(P256_CSR));
    assert_eq!(service.private_key_pem("1").unwrap().unwrap().as_str(), P256_KEY);
}

#[test]
fn a_request_that_could_not_be_read_again_is_not_kept() {
    let directory = tempfile::tempdir().unwrap();
    let store = DirectoryStore::new(directory.path());
    let large = "x".repeat((64 << 20) + 1);
    let new = NewRequest { body: b"{}", csr_pem: &large, private_key_pem: P256_KEY };
    assert!(store.insert(&new).unwrap_err().to_string().contains("file too large"));
    assert_eq!(fs::read_dir(directory.path().join("unfinished")).unwrap().count(), 0);
}

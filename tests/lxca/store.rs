//! The stores: what is kept, what is found, and what many at once may rely on.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use pkcs10::lxca::{DirectoryStore, Id, MemoryStore, NewRequest, Service, Store};
use pkcs10::{Algorithm, KeyPair};

const NEW: NewRequest<'_> = NewRequest { body: b"{}", csr_pem: "csr", private_key_pem: "key" };

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn service<S: Store>(store: S) -> Service<S> {
    Service::new(store).algorithm(Algorithm::EcdsaP256)
}

/// Paths that name no request, though request 1 is there.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "0",
    "00",
    "01",
    "-1",
    "+1",
    "1 ",
    " 1",
    "1\n",
    "1\0",
    "1/",
    "1/.",
    "1/..",
    "../1",
    "./1",
    "/1",
    "1/../1",
    "..",
    ".",
    "1/csr.pem",
    "1\\csr.pem",
    "../requests/1",
    "../ids/1",
    "%31",
    "1.0",
    "1e0",
    "0x1",
    "1,",
    "1;",
    "\u{661}",
    "\u{FF11}",
    "１",
    "2",
    "18446744073709551615",
    "18446744073709551616",
    "36893488147419103233",
    "99999999999999999999",
    "4294967297",
    "csr.pem",
    "new-1",
    "gone-1",
    "~",
    "*",
    "$HOME",
    "C:1",
    "NUL",
];

#[test]
fn hostile_paths_name_nothing_and_change_nothing() {
    let directory = directory();
    let on_disk = service(DirectoryStore::new(directory.path()));
    let memory = service(MemoryStore::new());
    on_disk.post(b"{}");
    memory.post(b"{}");
    let before = listing(directory.path());
    let digits = "1".repeat(1 << 20);
    let zeros = format!("{}1", "0".repeat(1 << 20));
    let dots = "../".repeat(1 << 20);
    for path in HOSTILE.iter().copied().chain([digits.as_str(), &zeros, &dots]) {
        let codes = [
            on_disk.get(path).status().code(),
            on_disk.delete(path).status().code(),
            memory.get(path).status().code(),
            memory.delete(path).status().code(),
        ];
        assert_eq!(codes, [404; 4], "{path:.40?}");
        assert_eq!(on_disk.private_key_pem(path).unwrap(), None, "{path:.40?}");
        assert!(on_disk.get(path).to_json().len() < 1_000, "{path:.40?} comes back whole");
    }
    assert_eq!(listing(directory.path()), before);
    assert_eq!(on_disk.get("1").status().code(), 200);
}

/// Every path below a directory.
fn listing(directory: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(listing(&path));
        }
        all.insert(path.to_str().unwrap().to_owned());
    }
    all
}

#[test]
fn a_clone_is_the_same_store_and_costs_two_counters() {
    let directory = directory();
    let store = DirectoryStore::new(directory.path());
    let id = store.clone().insert(&NEW).unwrap();
    assert_eq!(store.csr_pem(id).unwrap().as_deref(), Some(NEW.csr_pem));
    assert_eq!(size_of::<DirectoryStore>(), 2 * size_of::<std::sync::Arc<Path>>());
    assert!(std::ptr::eq(store.clone().directory(), store.directory()));
}

#[test]
fn the_files_are_plain_and_hold_what_was_asked_for() {
    let directory = directory();
    let service = service(DirectoryStore::new(directory.path().join("store")));
    let body = include_bytes!("../../examples/request.json");
    assert_eq!(service.post(body).path(), Some("1"));
    let file =
        |name: &str| fs::read_to_string(directory.path().join("store/requests/1").join(name));
    assert_eq!(file("request.json").unwrap().as_bytes(), body);
    assert_eq!(file("csr.pem").ok().as_deref(), service.get("1").csr_pem());
    let key = service.private_key_pem("1").unwrap().unwrap();
    assert_eq!(file("key.pem").unwrap(), *key);
    assert!(KeyPair::from_pem(&key).is_ok());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let directory = directory();
    let store = directory.path().join("store");
    let service = service(DirectoryStore::new(&store));
    service.post(b"{}");
    service.post(b"{}");
    service.delete("2");
    let mut all = listing(&store);
    all.insert(store.to_str().unwrap().to_owned());
    for path in &all {
        let metadata = fs::metadata(path).unwrap();
        let expected = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.permissions().mode() & 0o7777, expected, "{path}");
    }
    let names: Vec<&str> = all.iter().map(|path| &path[store.to_str().unwrap().len()..]).collect();
    assert_eq!(
        names,
        [
            "",
            "/ids",
            "/ids/1",
            "/ids/2",
            "/requests",
            "/requests/1",
            "/requests/1/csr.pem",
            "/requests/1/key.pem",
            "/requests/1/request.json",
            "/unfinished",
        ]
    );
}

#[test]
fn another_process_finds_what_was_kept() {
    let directory = directory();
    let id = DirectoryStore::new(directory.path()).insert(&NEW).unwrap();
    let other = DirectoryStore::new(directory.path());
    assert_eq!(other.csr_pem(id).unwrap().as_deref(), Some("csr"));
    assert_eq!(other.private_key_pem(id).unwrap().unwrap().as_str(), "key");
    assert!(other.remove(id).unwrap());
    assert!(!other.remove(id).unwrap());
    assert_ne!(DirectoryStore::new(directory.path()).insert(&NEW).unwrap(), id);
}

#[test]
fn forty_at_once_get_forty_ids() {
    let directory = directory();
    let expected: BTreeSet<String> = (1..=40).map(|number| number.to_string()).collect();
    let memory = service(MemoryStore::new());
    assert_eq!(forty(|| memory.post(b"{}").path().unwrap().to_owned()), expected);
    // Each with a store of its own, as processes have it.
    let on_disk = || service(DirectoryStore::new(directory.path().join("store")));
    assert_eq!(forty(|| on_disk().post(b"{}").path().unwrap().to_owned()), expected);
    for path in &expected {
        let (csr, key) = (on_disk().get(path), on_disk().private_key_pem(path).unwrap());
        let key = KeyPair::from_pem(&key.unwrap()).unwrap();
        let (_, der) = pem_rfc7468::decode_vec(csr.csr_pem().unwrap().as_bytes()).unwrap();
        let public = key.public_key().as_der();
        assert!(der.windows(public.len()).any(|window| window == public), "{path}");
    }
}

/// What forty threads get that start together.
fn forty(post: impl Fn() -> String + Sync) -> BTreeSet<String> {
    let start = Barrier::new(40);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..40)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    post()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn of_many_that_remove_one_request_one_succeeds() {
    let directory = directory();
    for _ in 0..10 {
        let id = DirectoryStore::new(directory.path()).insert(&NEW).unwrap();
        let removed = std::sync::atomic::AtomicUsize::new(0);
        forty(|| {
            let store = DirectoryStore::new(directory.path());
            if store.remove(id).unwrap() {
                removed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            // Another reader sees it whole or not at all.
            if let Some(csr) = store.csr_pem(id).unwrap() {
                assert_eq!(csr, "csr");
            }
            String::new()
        });
        assert_eq!(removed.into_inner(), 1);
    }
    assert_eq!(fs::read_dir(directory.path().join("unfinished")).unwrap().count(), 0);
}

#[test]
fn insertions_and_removals_at_once_never_give_an_id_twice() {
    let directory = directory();
    let ids = std::sync::Mutex::new(Vec::new());
    forty(|| {
        let store = DirectoryStore::new(directory.path());
        for _ in 0..5 {
            let id = store.insert(&NEW).unwrap();
            ids.lock().unwrap().push(id);
            assert!(store.remove(id).unwrap());
        }
        String::new()
    });
    let mut ids = ids.into_inner().unwrap();
    assert_eq!(ids.len(), 200);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 200);
}

#[test]
fn looking_makes_nothing() {
    let directory = directory();
    let path = directory.path().join("store");
    let service = service(DirectoryStore::new(&path));
    assert_eq!(service.get("1").status().code(), 404);
    assert_eq!(service.delete("1").status().code(), 404);
    assert!(!path.exists());
}

#[test]
fn a_store_that_is_a_file_is_an_internal_error_and_stays_as_it_is() {
    let directory = directory();
    let file = directory.path().join("store");
    fs::write(&file, "mine").unwrap();
    let service = service(DirectoryStore::new(&file));
    for response in [service.post(b"{}"), service.get("1"), service.delete("1")] {
        assert_eq!(response.status().code(), 500, "{response}");
        assert_eq!(response.messages()[0].id(), "PKCS10-0503");
        assert!(!response.to_json().contains(directory.path().to_str().unwrap()), "{response}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_store_whose_parent_is_missing_is_not_made() {
    let directory = directory();
    let error = DirectoryStore::new(directory.path().join("a/b")).insert(&NEW).unwrap_err();
    assert!(
        error.to_string().starts_with("the directory of the store cannot be made: "),
        "{error}"
    );
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_request_that_lost_a_file_is_damaged_not_missing() {
    let directory = directory();
    let store = DirectoryStore::new(directory.path());
    let id = store.insert(&NEW).unwrap();
    fs::remove_file(directory.path().join("requests/1/csr.pem")).unwrap();
    let error = store.csr_pem(id).unwrap_err();
    assert!(error.to_string().starts_with("requests/1/csr.pem cannot be read: "), "{error}");
    assert!(store.remove(id).unwrap());
}

/// Only what is empty may have been lost on the way to another machine.
#[test]
fn a_backup_without_its_empty_directory_still_serves() {
    let directory = directory();
    let store = DirectoryStore::new(directory.path());
    let id = store.insert(&NEW).unwrap();
    fs::remove_dir(directory.path().join("unfinished")).unwrap();
    assert!(store.csr_pem(id).unwrap().is_some());
    assert!(store.remove(id).unwrap());
    assert_eq!(store.csr_pem(id).unwrap(), None);
}

#[test]
fn services_are_shared_among_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Service<DirectoryStore>>();
    shared::<Service<MemoryStore>>();
}

#[test]
fn both_stores_keep_what_they_are_given_until_it_is_removed() {
    let directory = directory();
    keeps(&MemoryStore::new());
    keeps(&DirectoryStore::new(directory.path().join("store")));
}

fn keeps<S: Store>(store: &S) {
    let ids: Vec<Id> = (0..40).map(|_| store.insert(&NEW).unwrap()).collect();
    assert!(ids.iter().zip(1..).all(|(id, number)| id.get().get() == number), "{ids:?}");
    let parts = |id| {
        let key = store.private_key_pem(id).unwrap();
        (store.csr_pem(id).unwrap(), key.map(|key| String::clone(&key)))
    };
    let kept = || (Some("csr".into()), Some("key".into()));
    assert!(ids.iter().all(|id| parts(*id) == kept()));
    assert!(store.remove(ids[6]).unwrap());
    assert_eq!(parts(ids[6]), (None, None));
    assert!(!store.remove(ids[6]).unwrap());
    assert_eq!((parts(ids[5]), parts(ids[7])), (kept(), kept()));
    // An id is never given twice.
    assert_eq!(store.insert(&NEW).unwrap().get().get(), 41);
    let never = "99".parse().unwrap();
    assert_eq!((parts(never), store.remove(never).unwrap()), ((None, None), false));
}

#[test]
fn a_request_of_a_backup_keeps_its_place() {
    let directory = directory();
    let store = DirectoryStore::new(directory.path());
    store.insert(&NEW).unwrap();
    // The request is there, its id is not.
    fs::rename(directory.path().join("requests/1"), directory.path().join("requests/2")).unwrap();
    assert_eq!(store.insert(&NEW).unwrap().to_string(), "3");
    assert_eq!(store.csr_pem("2".parse().unwrap()).unwrap().as_deref(), Some("csr"));
}

#[test]
fn what_is_shown_holds_no_key_and_says_what_it_is() {
    let shown = format!("{NEW:?}");
    assert!(shown.contains("csr") && !shown.contains("\"key\""), "{shown}");
    assert_eq!(
        "0".parse::<Id>().unwrap_err().to_string(),
        "id \"0\" is not valid; expected a decimal number from 1, without sign or leading zero"
    );
    let directory = directory();
    let path = directory.path().join("missing/store");
    let error = DirectoryStore::new(&path).insert(&NEW).unwrap_err();
    // The text goes to the client, which must not learn where the store is.
    assert_eq!(
        error.to_string(),
        "the directory of the store cannot be made: No such file or directory"
    );
    assert!(error.source().is_some());
    assert!(format!("{:?}", DirectoryStore::new("a-directory")).contains("a-directory"));
}

//! A disk that fails, and what a store on it leaves behind.

use alloc::{format, string::String, sync::Arc, vec::Vec};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::disk::{self, Watch};
use super::{DirectoryStore, GONE, Id, NewRequest, Operation, Store, UNFINISHED};

const KEY: &str = "-----BEGIN PRIVATE KEY-----\nkey\n-----END PRIVATE KEY-----\n";
const CSR: &str = "-----BEGIN CERTIFICATE REQUEST-----\ncsr\n-----END CERTIFICATE REQUEST-----\n";
const NEW: NewRequest<'_> = NewRequest { body: b"{}", csr_pem: CSR, private_key_pem: KEY };

/// In which way an operation fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Nothing happens; those after it work: a disk that is full for a moment.
    Refused,
    /// A part of what is written; those after it work.
    Half,
    /// It happens, but failure is reported; those after it work.
    Done,
    /// Nothing happens, nor ever again: the process is killed before it.
    KilledBefore,
    /// It happens, and is the last one: the process is killed after it.
    KilledAfter,
}

const WAYS: [Way; 5] = [Way::Refused, Way::Half, Way::Done, Way::KilledBefore, Way::KilledAfter];

/// The disk, but for one operation: the one with this number fails.
#[derive(Clone)]
struct FaultyDisk {
    way: Way,
    fails_at: usize,
    log: Arc<Mutex<Vec<String>>>,
}

impl FaultyDisk {
    fn new(way: Way, fails_at: usize) -> Self {
        Self { way, fails_at, log: Arc::default() }
    }

    /// Never fails.
    fn good() -> Self {
        Self::new(Way::Refused, usize::MAX)
    }

    fn operations(&self) -> usize {
        self.log.lock().unwrap().len()
    }
}

/// The path from the store's directory on, with names that chance has made shown as `*`.
fn short(path: &Path) -> String {
    let names: Vec<String> = path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let from = names.iter().position(|name| name == "store").map_or(names.len(), |at| at + 1);
    let names: Vec<&str> = names[from..]
        .iter()
        .map(|name| if name.starts_with("new-") { "*" } else { name.as_str() })
        .collect();
    names.join("/")
}

fn no_space() -> io::Result<()> {
    Err(io::ErrorKind::StorageFull.into())
}

impl Watch for FaultyDisk {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let number = self.operations();
        self.log.lock().unwrap().push(format!("{} {}", operation, short(path)));
        match (self.way, operation) {
            (Way::KilledBefore | Way::KilledAfter, _) if number > self.fails_at => no_space(),
            _ if number != self.fails_at => Ok(()),
            (Way::Done | Way::KilledAfter, _) | (Way::Half, Operation::Write) => Ok(()),
            // Half of a removal is a directory with a file less.
            (Way::Half, Operation::Remove) => {
                std::fs::remove_file(path.join(super::CSR)).and_then(|()| no_space())
            }
            _ => no_space(),
        }
    }

    fn after(&self, operation: Operation, path: &Path) -> io::Result<()> {
        if self.operations() - 1 != self.fails_at {
            return Ok(());
        }
        if (self.way, operation) == (Way::Half, Operation::Write) {
            let file = File::options().write(true).open(path)?;
            file.set_len(file.metadata()?.len() / 2)?;
        }
        no_space()
    }
}

struct Fixture {
    directory: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn store_on(&self, disk: &FaultyDisk) -> DirectoryStore {
        DirectoryStore {
            directory: self.directory.path().join("store").into(),
            watch: Arc::new(disk.clone()),
        }
    }

    fn store(&self) -> DirectoryStore {
        DirectoryStore::new(self.directory.path().join("store"))
    }

    /// The requests that are seen; each must be whole.
    #[track_caller]
    fn whole_requests(&self) -> BTreeSet<Id> {
        let store = self.store();
        let mut seen = BTreeSet::new();
        let directory = self.directory.path().join("store/requests");
        for entry in directory.read_dir().into_iter().flatten() {
            let id: Id = entry.unwrap().file_name().to_str().unwrap().parse().unwrap();
            assert_eq!(store.csr_pem(id).unwrap().as_deref(), Some(CSR));
            assert_eq!(store.private_key_pem(id).unwrap().unwrap().as_str(), KEY);
            assert_eq!(std::fs::read(directory.join(format!("{id}/request.json"))).unwrap(), b"{}");
            seen.insert(id);
        }
        seen
    }

    /// Makes everything in `unfinished` older than it is.
    fn let_two_hours_pass(&self) {
        let then = std::time::SystemTime::now() - 2 * super::ABANDONED_AFTER;
        for entry in self.unfinished() {
            File::open(entry).unwrap().set_modified(then).unwrap();
        }
    }

    fn unfinished(&self) -> Vec<PathBuf> {
        let entries = self.directory.path().join("store").join(UNFINISHED).read_dir();
        entries.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
    }
}

fn id(number: u64) -> Id {
    format!("{number}").parse().unwrap()
}

#[test]
fn after_any_failure_of_an_insertion_the_request_is_there_whole_or_not_at_all() {
    for way in WAYS {
        // Into a directory that is not there yet, and behind a request that was given out.
        for given in [0, 2] {
            for fails_at in 0.. {
                let fixture = Fixture::new();
                for number in 1..=given {
                    assert_eq!(fixture.store().insert(&NEW).unwrap(), id(number));
                }
                let before = fixture.whole_requests();
                let disk = FaultyDisk::new(way, fails_at);
                let result = fixture.store_on(&disk).insert(&NEW);
                let case = format!("{way:?} at {fails_at} after {given}: {result:?}");
                let after = fixture.whole_requests();
                assert!(after.is_superset(&before), "{case}: lost one");
                if let Ok(new) = &result {
                    assert!(after.contains(new) && !before.contains(new), "{case}");
                }
                if way == Way::Refused && result.is_err() {
                    assert_eq!(after, before, "{case}: it was not given out, yet it is there");
                    assert!(fixture.unfinished().is_empty(), "{case}");
                }

                // What comes later works, is new, and clears up.
                fixture.let_two_hours_pass();
                let next = fixture.store().insert(&NEW).unwrap();
                assert!(!after.contains(&next), "{case}: {next} was given twice");
                assert!(result.as_ref().ok() != Some(&next), "{case}: {next} was given twice");
                assert!(fixture.unfinished().is_empty(), "{case}");
                assert_eq!(fixture.whole_requests().len(), after.len() + 1, "{case}");

                if disk.operations() <= fails_at {
                    assert!(fails_at > 15, "{case}: too few operations were tried");
                    break;
                }
            }
        }
    }
}

#[test]
fn after_any_failure_of_a_removal_the_request_is_there_whole_or_not_at_all() {
    for way in WAYS {
        for fails_at in 0.. {
            let fixture = Fixture::new();
            for number in 1..=3 {
                assert_eq!(fixture.store().insert(&NEW).unwrap(), id(number));
            }
            let disk = FaultyDisk::new(way, fails_at);
            // The last one, whose id is the likeliest to be given again.
            let result = fixture.store_on(&disk).remove(id(3));
            let case = format!("{way:?} at {fails_at}: {result:?}");
            let after = fixture.whole_requests();
            assert!(after.contains(&id(1)) && after.contains(&id(2)), "{case}");
            if let Ok(was_there) = result {
                assert!(was_there && !after.contains(&id(3)), "{case}");
            }

            assert_eq!(fixture.store().insert(&NEW).unwrap(), id(4), "{case}");
            assert!(fixture.unfinished().is_empty(), "{case}: a key stayed behind");
            let is_there = fixture.store().remove(id(3)).unwrap();
            assert_eq!(is_there, after.contains(&id(3)), "{case}");
            assert_eq!(fixture.whole_requests(), BTreeSet::from([id(1), id(2), id(4)]), "{case}");

            if disk.operations() <= fails_at {
                assert!(fails_at > 8, "{case}: too few operations were tried");
                break;
            }
        }
    }
}

#[test]
fn each_step_is_on_the_medium_before_the_next_relies_on_it() {
    let fixture = Fixture::new();
    let disk = FaultyDisk::good();
    fixture.store_on(&disk).insert(&NEW).unwrap();
    let prepared = ["made ", "made requests", "made ids", "made unfinished", "synced ", "synced "];
    let inserted = [
        "made unfinished",
        "made unfinished/*/request.json",
        "written unfinished/*/request.json",
        "synced unfinished/*/request.json",
        "made unfinished/*/csr.pem",
        "written unfinished/*/csr.pem",
        "synced unfinished/*/csr.pem",
        "made unfinished/*/key.pem",
        "written unfinished/*/key.pem",
        "synced unfinished/*/key.pem",
        "synced unfinished/*",
        "made ids/1",
        "synced ids",
        "moved unfinished/*",
        "synced requests",
    ];
    assert_eq!(*disk.log.lock().unwrap(), [&prepared[..], &inserted].concat());

    let disk = FaultyDisk::good();
    assert!(fixture.store_on(&disk).remove(id(1)).unwrap());
    let removed =
        ["moved requests/1", "synced requests", "synced unfinished", "removed unfinished/gone-1"];
    assert_eq!(*disk.log.lock().unwrap(), [&prepared[..], &removed].concat());
}

#[test]
fn only_the_process_that_makes_a_store_has_to_sync_its_place() {
    let fixture = Fixture::new();
    let place = 5;
    let [first, second] = [(); 2].map(|()| FaultyDisk::new(Way::Refused, place));
    assert!(fixture.store_on(&first).insert(&NEW).is_err());
    assert_eq!(fixture.store_on(&second).insert(&NEW).unwrap(), id(1));
    for disk in [first, second] {
        assert!(disk.log.lock().unwrap()[place].starts_with("synced "));
    }
}

#[test]
fn only_what_is_old_or_on_its_way_out_is_swept_away() {
    let fixture = Fixture::new();
    let store = fixture.store();
    store.insert(&NEW).unwrap();
    let unfinished = fixture.directory.path().join("store").join(UNFINISHED);
    let at_work = unfinished.join("new-at-work");
    let abandoned = unfinished.join("new-abandoned");
    let gone = unfinished.join(format!("{GONE}7"));
    for (directory, minutes) in [(&at_work, 59), (&abandoned, 61), (&gone, 0)] {
        std::fs::create_dir_all(directory).unwrap();
        std::fs::write(directory.join("key.pem"), KEY).unwrap();
        let then = std::time::SystemTime::now() - core::time::Duration::from_secs(minutes * 60);
        File::open(directory).unwrap().set_modified(then).unwrap();
    }
    store.insert(&NEW).unwrap();
    assert_eq!(fixture.unfinished(), [at_work]);
}

#[test]
fn what_another_process_deleted_is_gone_and_what_cannot_be_deleted_is_not() {
    let fixture = Fixture::new();
    fixture.store().insert(&NEW).unwrap();
    let gone = fixture.directory.path().join("store").join(UNFINISHED).join(format!("{GONE}7"));
    fixture.store().discard(&gone).unwrap();
    // Behind two syncs.
    let disk = FaultyDisk::new(Way::Refused, 2);
    let error = fixture.store_on(&disk).discard(&gone).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}

/// A process is stopped, its directory is swept away by another, and it goes on.
#[test]
fn a_process_that_oversleeps_fails_and_leaves_nothing() {
    let fixture = Fixture::new();
    let store = fixture.store();
    store.insert(&NEW).unwrap();
    let unfinished = fixture.directory.path().join("store").join(UNFINISHED);
    let made = disk::create_temporary_directory(&unfinished).unwrap();
    store.write(&made, &NEW).unwrap();
    fixture.let_two_hours_pass();
    assert_eq!(fixture.store().insert(&NEW).unwrap(), id(2));
    let error = store.publish(&made).unwrap_err();
    assert!(format!("{error}").contains(" cannot be moved: "), "{error}");
    assert_eq!(fixture.whole_requests(), BTreeSet::from([id(1), id(2)]));
    assert_eq!(store.insert(&NEW).unwrap(), id(4));
}

#[test]
fn a_backup_without_its_ids_is_not_overwritten() {
    let fixture = Fixture::new();
    let store = fixture.store();
    for number in 1..=3 {
        assert_eq!(store.insert(&NEW).unwrap(), id(number));
    }
    std::fs::remove_dir_all(fixture.directory.path().join("store/ids")).unwrap();
    assert_eq!(store.insert(&NEW).unwrap(), id(4));
    assert_eq!(fixture.whole_requests().len(), 4);
}

#[test]
fn the_first_free_id_is_found_among_any_number() {
    let fixture = Fixture::new();
    let store = fixture.store();
    store.prepare().unwrap();
    for taken in 0..=70_u64 {
        assert_eq!(store.first_free_id().unwrap().unwrap().get(), taken + 1);
        drop(disk::create_file(&store.id(id(taken + 1))).unwrap());
    }
}

#[test]
fn messages_say_what_failed_without_saying_where_the_store_is() {
    let fixture = Fixture::new();
    let disk = FaultyDisk::new(Way::Refused, 8);
    let error = fixture.store_on(&disk).insert(&NEW).unwrap_err();
    let text = format!("{error}");
    assert!(
        text.starts_with("unfinished/new-") && text.contains("request.json cannot be written: "),
        "{text}"
    );
    let disk = FaultyDisk::new(Way::Refused, 0);
    let error = fixture.store_on(&disk).insert(&NEW).unwrap_err();
    assert_eq!(format!("{error}"), "the directory of the store cannot be made: no storage space");
}

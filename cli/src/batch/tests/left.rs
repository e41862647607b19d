//! What an earlier run left: used, in the way, or removed.

use super::*;
use crate::batch::fault::LineFault;

#[test]
fn what_is_in_the_way_is_named_and_not_changed() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    let ids = ["same", "subject", "damaged", "keyless", "kind", "unreadable", "blocked", "other"];
    let input: String = ids.into_iter().map(|id| line(id, "a")).collect();
    let made = run(&new_keys(directory.path()), &input);
    assert!(made.iter().all(|result| result.outcome.is_ok()));
    let refused = |results: &[LineResult]| results.iter().flat_map(paths).collect::<Vec<_>>();
    let expected = |names: &[&str]| {
        names.iter().map(|name| at(name).display().to_string()).collect::<Vec<_>>()
    };

    fs::remove_file(at("keyless.key.pem")).unwrap();
    let names_of_keys = |id: &str| match id {
        "keyless" => "keyless.csr.pem".into(),
        _ => format!("{id}.key.pem"),
    };
    let keys = ids.map(names_of_keys);
    let results = run(&new_keys(directory.path()), &input);
    assert_eq!(refused(&results), expected(&keys.each_ref().map(String::as_str)));
    let requests = ids.map(|id| format!("{id}.csr.pem"));
    let results = run(&one_key(directory.path()), &input);
    assert_eq!(refused(&results), expected(&requests.each_ref().map(String::as_str)));
    assert!(matches!(results[0].outcome.as_ref().unwrap_err()[..], [LineFault::Exists(_)]));

    fs::write(at("damaged.csr.pem"), "rubbish").unwrap();
    fs::write(at("kind.key.pem"), OTHER_KIND).unwrap();
    fs::write(at("unreadable.key.pem"), "rubbish").unwrap();
    fs::remove_file(at("blocked.key.pem")).unwrap();
    fs::create_dir(at("blocked.key.pem")).unwrap();
    fs::copy(at("same.csr.pem"), at("other.csr.pem")).unwrap();
    let before = names(directory.path());
    let input =
        input.replace("{\"id\": \"subject\", \"CommonName\": \"a\"}", line("subject", "b").trim());
    let results = run(&resuming(new_keys(directory.path())), &input);
    let names_refused = [
        "subject.csr.pem",
        "damaged.csr.pem",
        "keyless.key.pem",
        "kind.key.pem",
        "unreadable.key.pem",
        "blocked.key.pem",
        "other.csr.pem",
    ];
    assert_eq!(refused(&results), expected(&names_refused));
    let mut kinds = results.iter().flat_map(|result| result.outcome.as_ref().err());
    let mut next = || kinds.next().unwrap().first();
    assert!(matches!(next(), Some(LineFault::OtherRequest(_))));
    assert!(matches!(next(), Some(LineFault::DamagedRequest(_))));
    assert!(matches!(next(), Some(LineFault::KeyMissing(_))));
    assert!(matches!(next(), Some(LineFault::OtherKey(_))));
    assert!(matches!(next(), Some(LineFault::Key(..))));
    assert!(matches!(next(), Some(LineFault::File(..))));
    assert!(matches!(next(), Some(LineFault::DamagedRequest(_))));
    assert_eq!(names(directory.path()), before);
}

#[test]
fn a_key_without_its_request_is_used_and_not_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::write(at("x.key.pem"), KEY).unwrap();
    let result = run(&resuming(new_keys(directory.path())), &line("x", "a")).remove(0);
    assert!(matches!(result.outcome, Ok(Made::Files { resumed: false, .. })), "{result:?}");
    assert_eq!(fs::read_to_string(at("x.key.pem")).unwrap(), KEY);
    let csr =
        CertificationRequest::from_pem(&fs::read_to_string(at("x.csr.pem")).unwrap()).unwrap();
    csr.verify().unwrap();
    assert_eq!(csr.public_key(), key().public_key());
}

#[test]
fn one_key_for_all_resumes_too() {
    let directory = tempfile::tempdir().unwrap();
    let input = line("a", "a") + &line("b", "b");
    run(&one_key(directory.path()), &line("a", "a"));
    let results = run(&resuming(one_key(directory.path())), &input);
    let resumed: Vec<bool> = results
        .iter()
        .map(|result| matches!(result.outcome, Ok(Made::Files { resumed: true, .. })))
        .collect();
    assert_eq!(resumed, [true, false]);
    // The same names, signed by another key.
    let other = Keys::One(Box::new(KeyPair::from_pem(OTHER_KIND).unwrap()));
    let other = fleet(Mode::Files(other, Directory::open(directory.path()).unwrap()));
    let results = run(&resuming(other), &input);
    for result in results {
        let faults = result.outcome.unwrap_err();
        assert!(matches!(faults[..], [LineFault::DamagedRequest(_)]), "{faults:?}");
    }
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    };
    let kept = [
        ".csr-batch-AbC123x/0/staged-AbC123",
        ".csr-batch-AbC12/0/staged-AbC123",
        ".csr-batch-AbC12-/0/staged-AbC123",
        ".csr-batch-000000/0/staged-AbC12",
        ".csr-batch-111111/0/staging-AbC1",
        "csr-batch-AbC123/0/staged-AbC123",
        ".csr-batch-222222",
        "x.key.pem",
    ];
    kept.iter().for_each(|name| make(name));
    make(".csr-batch-AbC123/0/staged-AbC123");
    make(".csr-batch-AbC123/1/staged-0z9Z0a");
    // A directory of that name is not a file.
    fs::create_dir_all(directory.path().join(".csr-batch-333333/0/staged-AbC123")).unwrap();
    fs::create_dir_all(directory.path().join(".csr-batch-444444/7")).unwrap();
    drop(new_keys(directory.path()));
    for name in kept.into_iter().chain([".csr-batch-333333/0/staged-AbC123"]) {
        assert!(directory.path().join(name).exists(), "{name}");
    }
    for name in [".csr-batch-AbC123", ".csr-batch-444444"] {
        assert!(!directory.path().join(name).exists(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_in_the_way_and_named() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["csr", "key"] {
        let link = directory.path().join(format!("{name}.{name}.pem"));
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let result = run(&new_keys(directory.path()), &line(name, "a")).remove(0);
        assert_eq!(paths(&result), [link.display().to_string()]);
        let faults = result.outcome.unwrap_err();
        assert!(matches!(faults[..], [LineFault::Exists(_)]), "{faults:?}");
    }
}

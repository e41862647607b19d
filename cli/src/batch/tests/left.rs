//! What an earlier run left: used, in the way, or removed.

use super::*;

#[test]
fn what_is_in_the_way_is_told_with_its_file_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let ids = ["same", "subject", "damaged", "keyless", "kind", "spoilt", "folder", "stranger"];
    let input: String = ids.into_iter().map(|id| line(id, "a")).collect();
    let made = run(&new_keys(folder.path()), &input);
    assert!(made.iter().all(|result| result.outcome.is_ok()));
    let exists = "exists already, and is not overwritten; hint: to go on where an earlier run ended, use --resume";
    let told = |results: &[LineResult]| results.iter().flat_map(faults).collect::<Vec<_>>();
    let expected = |texts: &[(&str, &str)]| {
        let told = texts.iter().map(|(name, text)| format!("{}: {text}", at(name).display()));
        told.collect::<Vec<_>>()
    };

    fs::remove_file(at("keyless.key.pem")).unwrap();
    let names_of_keys = |id: &str| match id {
        "keyless" => "keyless.csr.pem".into(),
        _ => format!("{id}.key.pem"),
    };
    let keys: Vec<String> = ids.into_iter().map(names_of_keys).collect();
    let in_the_way: Vec<(&str, &str)> = keys.iter().map(|name| (name.as_str(), exists)).collect();
    assert_eq!(told(&run(&new_keys(folder.path()), &input)), expected(&in_the_way));
    let requests: Vec<String> = ids.into_iter().map(|id| format!("{id}.csr.pem")).collect();
    let in_the_way: Vec<(&str, &str)> =
        requests.iter().map(|name| (name.as_str(), exists)).collect();
    assert_eq!(told(&run(&one_key(folder.path()), &input)), expected(&in_the_way));

    fs::write(at("damaged.csr.pem"), "rubbish").unwrap();
    fs::write(at("kind.key.pem"), OTHER_KIND).unwrap();
    fs::write(at("spoilt.key.pem"), "rubbish").unwrap();
    fs::remove_file(at("folder.key.pem")).unwrap();
    fs::create_dir(at("folder.key.pem")).unwrap();
    fs::copy(at("same.csr.pem"), at("stranger.csr.pem")).unwrap();
    let before = names(folder.path());
    let damaged = "is there, but is not a request that verifies under its key; hint: move it away, and it is made again with the same key";
    let spoilt = match KeyPair::from_pem("rubbish") {
        Err(error) => error.to_string(),
        Ok(_) => panic!("rubbish is no key"),
    };
    let input =
        input.replace("{\"id\": \"subject\", \"CommonName\": \"a\"}", line("subject", "b").trim());
    assert_eq!(
        told(&run(&new_keys(folder.path()).resume(true), &input)),
        expected(&[
            (
                "subject.csr.pem",
                "is there, but asks for something else than this line; hint: move it and its key away, or give the line another id"
            ),
            ("damaged.csr.pem", damaged),
            (
                "keyless.key.pem",
                "is missing, while its request is there; hint: move the request away, and both are made again"
            ),
            (
                "kind.key.pem",
                "is there, but is a key of another kind than is asked for; hint: ask for its kind, or move it and its request away"
            ),
            ("spoilt.key.pem", &spoilt),
            ("folder.key.pem", "Is a directory"),
            ("stranger.csr.pem", damaged),
        ])
    );
    assert_eq!(names(folder.path()), before);
}

#[test]
fn a_key_without_its_request_is_used_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("x.key.pem"), KEY).unwrap();
    let result = run(&new_keys(folder.path()).resume(true), &line("x", "a")).remove(0);
    assert!(matches!(result.outcome, Ok(Made::Files { resumed: false, .. })), "{result:?}");
    assert_eq!(fs::read_to_string(at("x.key.pem")).unwrap(), KEY);
    let csr =
        CertificationRequest::from_pem(&fs::read_to_string(at("x.csr.pem")).unwrap()).unwrap();
    csr.verify().unwrap();
    assert_eq!(csr.public_key_der(), key().public_key().as_der());
}

#[test]
fn one_key_for_all_resumes_too() {
    let folder = tempfile::tempdir().unwrap();
    let input = line("a", "a") + &line("b", "b");
    run(&one_key(folder.path()), &line("a", "a"));
    let results = run(&one_key(folder.path()).resume(true), &input);
    let resumed: Vec<bool> = results
        .iter()
        .map(|result| matches!(result.outcome, Ok(Made::Files { resumed: true, .. })))
        .collect();
    assert_eq!(resumed, [true, false]);
    // The same names, signed by another key.
    let other = KeyPair::from_pem(OTHER_KIND).unwrap();
    let other = Fleet::to_folder_with_key(reader(), other, folder.path()).unwrap();
    let results = run(&other.resume(true), &input);
    assert!(
        results.iter().all(|result| faults(result)[0].contains("is not a request that verifies"))
    );
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        let path = folder.path().join(name);
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
    // A folder of that name is no file.
    fs::create_dir_all(folder.path().join(".csr-batch-333333/0/staged-AbC123")).unwrap();
    fs::create_dir_all(folder.path().join(".csr-batch-444444/7")).unwrap();
    drop(new_keys(folder.path()));
    for name in kept.into_iter().chain([".csr-batch-333333/0/staged-AbC123"]) {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    for name in [".csr-batch-AbC123", ".csr-batch-444444"] {
        assert!(!folder.path().join(name).exists(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_in_the_way_and_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["csr", "key"] {
        let link = folder.path().join(format!("{name}.{name}.pem"));
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let result = run(&new_keys(folder.path()), &line(name, "a")).remove(0);
        assert!(faults(&result)[0].starts_with(&format!("{}: exists", link.display())));
    }
}

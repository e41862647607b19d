//! Going on where an earlier run ended, however it ended.

use super::*;

#[test]
fn resuming_does_not_make_two_lines_of_one_id_right() {
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"x\"}\n".repeat(2);
    for more in [&[][..], &["--resume"]] {
        let output = batch(dir.path(), &[P256, more].concat(), &input);
        let results = results(&output);
        assert_eq!(results[0]["result"], "success");
        assert_eq!(results[1]["result"], "failure");
        assert_eq!(results[1]["faults"][0]["path"], "id");
    }
}

#[test]
fn resuming_keeps_what_is_right_and_uses_keys_that_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let input: String = (1..=4).map(|line| format!("{{\"CommonName\": \"{line}\"}}\n")).collect();
    assert!(batch(dir.path(), P256, &input).status.success());
    let before = files(dir.path());
    fs::remove_file(dir.path().join("2.csr.pem")).unwrap();
    fs::remove_file(dir.path().join("3.csr.pem")).unwrap();
    fs::remove_file(dir.path().join("3.key.pem")).unwrap();
    let more = [P256, &["--resume"]].concat();
    let output = batch(dir.path(), &more, &input);
    assert!(output.status.success());
    let resumed: Vec<bool> =
        results(&output).iter().map(|result| result["resumed"] == true).collect();
    assert_eq!(resumed, [true, false, false, true]);
    let after = files(dir.path());
    assert_eq!(after.len(), 8);
    for name in ["1.csr.pem", "1.key.pem", "2.key.pem", "4.csr.pem", "4.key.pem"] {
        assert_eq!(after[name], before[name], "{name}");
    }
}

#[test]
fn resuming_refuses_what_does_not_match() {
    let dir = tempfile::tempdir().unwrap();
    let input: String = (1..=4).map(|line| format!("{{\"CommonName\": \"{line}\"}}\n")).collect();
    assert!(batch(dir.path(), P256, &input).status.success());
    let path = |name: &str| dir.path().join(name);
    fs::copy(path("2.key.pem"), path("1.key.pem")).unwrap();
    fs::write(path("2.csr.pem"), "rubbish").unwrap();
    fs::remove_file(path("3.key.pem")).unwrap();
    let before = files(dir.path());
    let other = input.replace("\"4\"", "\"five\"");
    let output = batch(dir.path(), &[P256, &["--resume"]].concat(), &other);
    assert_eq!(output.status.code(), Some(1));
    let texts: Vec<String> = results(&output)
        .iter()
        .map(|result| result["faults"][0]["text"].as_str().unwrap().into())
        .collect();
    let beginnings = [
        "file does not hold a request that verifies",
        "file does not hold a request that verifies",
        "key is missing, but its request exists",
        "file holds another request",
    ];
    for (text, beginning) in texts.iter().zip(beginnings) {
        assert!(text.starts_with(beginning), "{text}");
    }
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_killed_run_loses_nothing_it_reported() {
    let dir = tempfile::tempdir().unwrap();
    let directory = dir.path().to_str().unwrap();
    let input: String =
        (1..=3_000).map(|line| format!("{{\"CommonName\": \"server-{line}\"}}\n")).collect();
    let mut reported = 0;
    let mut keys = BTreeMap::new();
    // On a busy machine the first runs report nothing; more are tried until one does.
    for delay in [20, 60, 120, 200, 400, 800, 1_600] {
        if delay > 200 && reported > 0 {
            break;
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
            .args(["batch", "-", "--out-dir", directory, "--algorithm", "ecdsa-p256", "--resume"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut stdin, feed) = (child.stdin.take().unwrap(), input.clone());
        let feeder = thread::spawn(move || drop(stdin.write_all(feed.as_bytes())));
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || {
            // The last line may be cut off; it was not reported then.
            stdout
                .lines()
                .map_while(Result::ok)
                .filter(|line| line.ends_with('}'))
                .collect::<Vec<_>>()
        });
        thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        feeder.join().unwrap();
        for line in reader.join().unwrap() {
            let result: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(result["result"], "success", "{line}");
            assert!(verifies(&fs::read_to_string(result["csr"].as_str().unwrap()).unwrap()));
            reported += 1;
        }
        for (name, content) in files(dir.path()) {
            if name.ends_with(".key.pem") {
                assert_eq!(*keys.entry(name).or_insert(content.clone()), content);
            }
        }
    }
    assert!(reported > 0, "every run was killed before it reported anything");
    let output = batch(dir.path(), &[P256, &["--resume"]].concat(), &input);
    assert!(output.status.success());
    let after = files(dir.path());
    assert_eq!(after.len(), 6_000);
    let hidden = fs::read_dir(dir.path()).unwrap().count() - after.len();
    assert_eq!(hidden, 0, "leftovers are removed");
    for (name, content) in keys {
        assert_eq!(after[&name], content, "{name}");
    }
}

#[test]
fn what_a_killed_run_staged_is_removed_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "key").unwrap();
    };
    make(".csr-batch-Ab12cd/0/staged-Ab12cd");
    make(".csr-batch-Ab12cd/1/staged-000000");
    // Named alike, and not of a run.
    let others = [
        ".csr-batch-backup/keys/a.key.pem",
        ".csr-batch-secret/staged-Ab12cd",
        ".csr-batch-000000",
        ".csr-batch-old/0/staged-Ab12cd",
    ];
    others.into_iter().for_each(make);
    assert!(batch(dir.path(), P256, "{\"CommonName\": \"a\"}\n").status.success());
    assert_eq!(files(dir.path()).len(), 2);
    assert!(!dir.path().join(".csr-batch-Ab12cd").exists());
    for other in others {
        assert!(dir.path().join(other).exists(), "{other}");
    }
    let hidden = fs::read_dir(dir.path()).unwrap().count() - 2;
    assert_eq!(hidden, others.len(), "a run leaves nothing of its own");
}

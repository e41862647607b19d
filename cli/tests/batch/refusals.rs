//! Lines, directories and command lines that cannot be right.

use super::*;

#[test]
fn ids_that_cannot_name_files_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ids = [
        "",
        "../x",
        "a/b",
        "a\\\\b",
        ".hidden",
        "-x",
        "a b",
        "é",
        "CON",
        "nul.txt",
        "com1",
        "a:b",
        "a\\u0000b",
    ];
    let input: String =
        ids.map(|id| format!("{{\"CommonName\": \"a\", \"id\": \"{id}\"}}\n")).concat();
    let output = batch(dir.path(), P256, &input);
    assert_eq!(output.status.code(), Some(1));
    for (result, id) in results(&output).iter().zip(ids) {
        assert_eq!(result["id"], Value::Null, "{id}");
        assert_eq!(result["faults"][0]["path"], "id", "{id}");
    }
    assert!(files(dir.path()).is_empty());
    let fine = ["a", "A-1_b.c", "0", "console", "COM10"];
    let input: String =
        fine.map(|id| format!("{{\"CommonName\": \"a\", \"id\": \"{id}\"}}\n")).concat();
    assert!(batch(dir.path(), P256, &input).status.success());
}

#[test]
fn an_id_that_comes_twice_is_a_fault_of_the_second_line() {
    let dir = tempfile::tempdir().unwrap();
    let line = "{\"CommonName\": \"a\", \"id\": \"x\"}\n";
    let input = format!(
        "{line}{}{{\"CommonName\": \"b\", \"id\": \"x\"}}\n",
        "{\"CommonName\": \"c\"}\n".repeat(3)
    );
    for more in [P256, &["--key", &p256()]] {
        let sub = dir.path().join(more[0]);
        let output = batch(&sub, more, &input);
        assert_eq!(output.status.code(), Some(1));
        let results = results(&output);
        assert_eq!(results[0]["result"], "success");
        assert_eq!(results[4]["result"], "failure");
        let fault = &results[4]["faults"][0];
        assert_eq!(fault["path"], "id");
        assert!(fault["text"].as_str().unwrap().contains("used by line 1"), "{fault}");
        let csr = fs::read_to_string(sub.join("x.csr.pem")).unwrap();
        let csr = pkcs10::CertificationRequest::from_pem(&csr).unwrap();
        assert!(csr.as_der().windows(3).any(|window| window == [0x13, 0x01, b'a']));
    }
}

#[test]
fn a_line_whose_number_is_the_id_of_an_earlier_one_names_that_line() {
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"2\"}\n{\"CommonName\": \"b\"}\n{\"CommonName\": \"c\"}\n";
    for more in [&[][..], &["--resume"]] {
        let output = batch(dir.path(), &[P256, more].concat(), input);
        let results = results(&output);
        assert_eq!(results[1]["id"], "2");
        let fault = &results[1]["faults"][0];
        assert!(fault["text"].as_str().unwrap().contains("used by line 1"), "{fault}");
        assert_eq!(results[2]["result"], "success");
    }
}

#[test]
fn two_runs_do_not_share_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["batch", "-", "--out-dir", dir.path().to_str().unwrap()])
        .args(["--algorithm", "ecdsa-p256"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The answer shows that the first one has the directory.
    let mut stdin = first.stdin.take().unwrap();
    writeln!(stdin, "{{\"CommonName\": \"a\"}}").unwrap();
    let mut answers = BufReader::new(first.stdout.take().unwrap()).lines();
    assert!(answers.next().unwrap().unwrap().contains("success"));
    let path = dir.path().to_str().unwrap();
    let (code, error) = csr_fails(&["batch", "-", "--out-dir", path], b"");
    assert_eq!(code, 3);
    assert_eq!(error, format!("{path}: another run is using this directory\n"));
    drop(stdin);
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_run_that_is_cut_short_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("fleet");
    let key = p256();
    let to_directory = ["--out-dir", out.to_str().unwrap(), "--key", &key];
    let cases: [(&[&str], &str); 2] = [
        (&to_directory, "\nhint: use --resume to continue from there"),
        (&["--stdout", "--key", &key], ""),
    ];
    for (arguments, hint) in cases {
        let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
            .args(["batch", "-"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One result is read, then the reader is gone.
        let mut lines = child.stdin.take().unwrap();
        writeln!(lines, r#"{{"CommonName": "a"}}"#).unwrap();
        let mut results = BufReader::new(child.stdout.take().unwrap());
        results.read_line(&mut String::new()).unwrap();
        drop(results);
        let _ = writeln!(lines, r#"{{"CommonName": "b"}}"#);
        drop(lines);
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{error}");
        assert_eq!(error, format!("standard output was closed after 1 result{hint}\n"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_results_cannot_be_written_does_not_wait_for_more_lines() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["batch", "-", "--stdout", "--key", &p256()])
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = child.stdin.take().unwrap();
    writeln!(lines, r#"{{"CommonName": "a"}}"#).unwrap();
    let ended = (0..300).find_map(|_| {
        thread::sleep(Duration::from_millis(100));
        child.try_wait().unwrap()
    });
    child.kill().unwrap();
    assert_eq!(ended.and_then(|status| status.code()), Some(3));
    let error = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    let text = "standard output failed (No space left on device) after 0 results\n";
    assert_eq!(error, text);
    drop(lines);
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let below = file.join("fleet");
    for (out, text) in [(below, "Not a directory"), (file, "is not a directory")] {
        let out = out.to_str().unwrap();
        let (code, error) = csr_fails(&["batch", "-", "--out-dir", out], b"");
        assert_eq!((code, error), (3, format!("{out}: {text}\n")));
    }
}

#[test]
fn a_wrong_command_line_and_wrong_input_have_different_exit_codes() {
    let key = p256();
    let cases: &[(&[&str], i32)] = &[
        (&["batch", "-"], 2),
        (&["batch", "-", "--stdout"], 2),
        (&["batch", "-", "--stdout", "--key", &key, "--out-dir", "x"], 2),
        (&["batch", "-", "--out-dir", "x", "--jobs", "0"], 2),
        (&["batch", "/missing", "--stdout", "--key", &key], 3),
        (&["batch", "/", "--stdout", "--key", &key], 3),
    ];
    for (arguments, expected) in cases {
        let (code, error) = csr_fails(arguments, b"");
        assert_eq!(code, *expected, "{arguments:?}: {error}");
    }
}

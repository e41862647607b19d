//! `csr batch`: a fleet from one file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(feature = "cli")]

#[path = "support/tools.rs"]
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tools::{csr, csr_fails, data};

fn p256() -> String {
    data("p256.key.pem").to_str().unwrap().to_owned()
}

/// The results of a run, one a line.
fn results(output: &Output) -> Vec<Value> {
    String::from_utf8(output.stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn batch(folder: &Path, more: &[&str], input: &str) -> Output {
    let folder = folder.to_str().unwrap();
    let arguments = [&["batch", "-", "--out-dir", folder][..], more].concat();
    csr(&arguments, input.as_bytes())
}

const P256: &[&str] = &["--algorithm", "ecdsa-p256"];

/// The files of a folder, with what is in them.
/// What can be seen in the folder, beside what a run is at work on.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn verifies(pem: &str) -> bool {
    pkcs10::CertificationRequest::from_pem(pem).unwrap().verify().is_ok()
}

#[test]
fn each_line_gets_a_request_and_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"server-a\"}\n\n{\"CommonName\": \"b\"}\n";
    let output = batch(folder.path(), P256, input);
    assert!(output.status.success());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        format!(
            "{{\"line\":1,\"id\":\"server-a\",\"result\":\"success\",\"csr\":{:?},\"key\":{:?}}}\n{{\"line\":3,\"id\":\"3\",\"result\":\"success\",\"csr\":{:?},\"key\":{:?}}}\n",
            path("server-a.csr.pem"),
            path("server-a.key.pem"),
            path("3.csr.pem"),
            path("3.key.pem")
        )
    );
    let files = files(folder.path());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["3.csr.pem", "3.key.pem", "server-a.csr.pem", "server-a.key.pem"]);
    for id in ["3", "server-a"] {
        assert!(verifies(&files[&format!("{id}.csr.pem")]));
        let key = pkcs10::KeyPair::from_pem(&files[&format!("{id}.key.pem")]).unwrap();
        let csr = pkcs10::CertificationRequest::from_pem(&files[&format!("{id}.csr.pem")]).unwrap();
        assert_eq!(csr.public_key_der(), key.public_key().as_der());
    }
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("new/folder");
    assert!(batch(&folder, P256, "{\"CommonName\": \"a\"}").status.success());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("1.key.pem")), 0o600);
}

#[test]
fn faulty_lines_are_named_and_stop_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> =
        (1..=2_000).map(|line| format!("{{\"CommonName\": \"server-{line}\"}}")).collect();
    lines[99] = "{\"CommonName\": \"a\", \"Country\": \"us\"}".into();
    lines[999] = "no JSON".into();
    lines[1_998] = "{\"Country\": \"US\"}".into();
    let key = p256();
    let output = batch(folder.path(), &["--key", &key], &lines.join("\n"));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr.clone()).unwrap(),
        "3 of 2000 lines failed; see their results\n"
    );
    let results = results(&output);
    let order: Vec<u64> = results.iter().map(|result| result["line"].as_u64().unwrap()).collect();
    assert_eq!(order, (1..=2_000).collect::<Vec<_>>());
    let failures: Vec<(u64, &str, &str)> = results
        .iter()
        .filter(|result| result["result"] == "failure")
        .map(|result| {
            let fault = &result["faults"][0];
            let text = fault["text"].as_str().unwrap();
            (result["line"].as_u64().unwrap(), fault["path"].as_str().unwrap(), text)
        })
        .collect();
    assert_eq!(
        failures,
        [
            (
                100,
                "Country",
                "\"us\" is in lower case; C is an ISO 3166-1 alpha-2 code in upper case (RFC 5280 Appendix A.1); hint: write US"
            ),
            (1_000, "", "column 2: not JSON: expected ident"),
            (1_999, "CommonName", "is missing; it is required here"),
        ]
    );
    assert_eq!(files(folder.path()).len(), 1_997);
}

#[test]
fn ids_that_cannot_name_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
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
    let output = batch(folder.path(), P256, &input);
    assert_eq!(output.status.code(), Some(1));
    for (result, id) in results(&output).iter().zip(ids) {
        assert_eq!(result["id"], Value::Null, "{id}");
        assert_eq!(result["faults"][0]["path"], "id", "{id}");
    }
    assert!(files(folder.path()).is_empty());
    let fine = ["a", "A-1_b.c", "0", "console", "COM10"];
    let input: String =
        fine.map(|id| format!("{{\"CommonName\": \"a\", \"id\": \"{id}\"}}\n")).concat();
    assert!(batch(folder.path(), P256, &input).status.success());
}

#[test]
fn an_id_that_comes_twice_is_a_fault_of_the_second_line() {
    let folder = tempfile::tempdir().unwrap();
    let line = "{\"CommonName\": \"a\", \"id\": \"x\"}\n";
    let input = format!(
        "{line}{}{{\"CommonName\": \"b\", \"id\": \"x\"}}\n",
        "{\"CommonName\": \"c\"}\n".repeat(3)
    );
    for more in [P256, &["--key", &p256()]] {
        let sub = folder.path().join(more[0]);
        let output = batch(&sub, more, &input);
        assert_eq!(output.status.code(), Some(1));
        let results = results(&output);
        assert_eq!(results[0]["result"], "success");
        assert_eq!(results[4]["result"], "failure");
        let fault = &results[4]["faults"][0];
        assert_eq!(fault["path"], "id");
        assert_eq!(
            fault["text"],
            "\"x\" was used by line 1; each line has an id of its own, its number where it gives none"
        );
        let csr = fs::read_to_string(sub.join("x.csr.pem")).unwrap();
        let csr = pkcs10::CertificationRequest::from_pem(&csr).unwrap();
        assert!(csr.as_der().windows(3).any(|window| window == [0x13, 0x01, b'a']));
    }
}

#[test]
fn a_line_whose_number_an_earlier_one_took_for_its_id_is_told_which() {
    let folder = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"2\"}\n{\"CommonName\": \"b\"}\n{\"CommonName\": \"c\"}\n";
    for more in [&[][..], &["--resume"]] {
        let output = batch(folder.path(), &[P256, more].concat(), input);
        let results = results(&output);
        assert_eq!(results[1]["id"], "2");
        assert_eq!(
            results[1]["faults"][0]["text"],
            "\"2\" was used by line 1; each line has an id of its own, its number where it gives none"
        );
        assert_eq!(results[2]["result"], "success");
    }
}

#[test]
fn resuming_does_not_make_two_lines_of_one_id_right() {
    let folder = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"x\"}\n".repeat(2);
    for more in [&[][..], &["--resume"]] {
        let output = batch(folder.path(), &[P256, more].concat(), &input);
        let results = results(&output);
        assert_eq!(results[0]["result"], "success");
        assert_eq!(results[1]["result"], "failure");
        assert_eq!(results[1]["faults"][0]["path"], "id");
    }
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\"}\n{\"CommonName\": \"b\"}\n";
    assert!(batch(folder.path(), P256, input).status.success());
    let before = files(folder.path());
    let output = batch(folder.path(), P256, input);
    assert_eq!(output.status.code(), Some(1));
    assert!(results(&output).iter().all(|result| result["result"] == "failure"));
    assert_eq!(files(folder.path()), before);
}

#[test]
fn resuming_keeps_what_is_right_and_uses_keys_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let input: String = (1..=4).map(|line| format!("{{\"CommonName\": \"{line}\"}}\n")).collect();
    assert!(batch(folder.path(), P256, &input).status.success());
    let before = files(folder.path());
    fs::remove_file(folder.path().join("2.csr.pem")).unwrap();
    fs::remove_file(folder.path().join("3.csr.pem")).unwrap();
    fs::remove_file(folder.path().join("3.key.pem")).unwrap();
    let more = [P256, &["--resume"]].concat();
    let output = batch(folder.path(), &more, &input);
    assert!(output.status.success());
    let resumed: Vec<bool> =
        results(&output).iter().map(|result| result["resumed"] == true).collect();
    assert_eq!(resumed, [true, false, false, true]);
    let after = files(folder.path());
    assert_eq!(after.len(), 8);
    for name in ["1.csr.pem", "1.key.pem", "2.key.pem", "4.csr.pem", "4.key.pem"] {
        assert_eq!(after[name], before[name], "{name}");
    }
}

#[test]
fn resuming_refuses_what_does_not_match() {
    let folder = tempfile::tempdir().unwrap();
    let input: String = (1..=4).map(|line| format!("{{\"CommonName\": \"{line}\"}}\n")).collect();
    assert!(batch(folder.path(), P256, &input).status.success());
    let path = |name: &str| folder.path().join(name);
    fs::copy(path("2.key.pem"), path("1.key.pem")).unwrap();
    fs::write(path("2.csr.pem"), "rubbish").unwrap();
    fs::remove_file(path("3.key.pem")).unwrap();
    let before = files(folder.path());
    let other = input.replace("\"4\"", "\"five\"");
    let output = batch(folder.path(), &[P256, &["--resume"]].concat(), &other);
    assert_eq!(output.status.code(), Some(1));
    let texts: Vec<String> = results(&output)
        .iter()
        .map(|result| result["faults"][0]["text"].as_str().unwrap().into())
        .collect();
    let beginnings = [
        "is there, but is not a request that verifies",
        "is there, but is not a request that verifies",
        "is missing, while its request is there",
        "is there, but asks for something else",
    ];
    for (text, beginning) in texts.iter().zip(beginnings) {
        assert!(text.starts_with(beginning), "{text}");
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_killed_run_loses_nothing_it_reported() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().to_str().unwrap();
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
        for (name, content) in files(folder.path()) {
            if name.ends_with(".key.pem") {
                assert_eq!(*keys.entry(name).or_insert(content.clone()), content);
            }
        }
    }
    assert!(reported > 0, "every run was killed before it reported anything");
    let output = batch(folder.path(), &[P256, &["--resume"]].concat(), &input);
    assert!(output.status.success());
    let after = files(folder.path());
    assert_eq!(after.len(), 6_000);
    let hidden = fs::read_dir(folder.path()).unwrap().count() - after.len();
    assert_eq!(hidden, 0, "leftovers are removed");
    for (name, content) in keys {
        assert_eq!(after[&name], content, "{name}");
    }
}

#[test]
fn without_a_folder_requests_stand_in_the_results() {
    let key = p256();
    let output = csr(
        &["batch", "-", "--stdout", "--key", &key],
        b"{\"CommonName\": \"a\", \"id\": \"x\"}\n{\"Country\": \"US\"}\n",
    );
    assert_eq!(output.status.code(), Some(1));
    let results = results(&output);
    assert!(verifies(results[0]["pem"].as_str().unwrap()));
    assert_eq!(results[0]["id"], "x");
    assert_eq!(results[1]["faults"][0]["path"], "CommonName");
}

#[test]
fn a_line_is_answered_before_the_next_is_sent() {
    let key = p256();
    let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["batch", "-", "--stdout", "--key", &key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in 1..=3 {
        writeln!(stdin, "{{\"CommonName\": \"{line}\"}}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["line"], line);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["batch", "-", "--out-dir", folder.path().to_str().unwrap()])
        .args(["--algorithm", "ecdsa-p256"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The answer shows that the first one has the folder.
    let mut stdin = first.stdin.take().unwrap();
    writeln!(stdin, "{{\"CommonName\": \"a\"}}").unwrap();
    let mut answers = BufReader::new(first.stdout.take().unwrap()).lines();
    assert!(answers.next().unwrap().unwrap().contains("success"));
    let directory = folder.path().to_str().unwrap();
    let (code, error) = csr_fails(&["batch", "-", "--out-dir", directory], b"");
    assert_eq!(code, 3);
    assert_eq!(error, format!("{directory}: another run is at work in this folder\n"));
    drop(stdin);
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_run_that_is_cut_short_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("fleet");
    let key = p256();
    let to_folder = ["--out-dir", out.to_str().unwrap(), "--key", &key];
    let cases: [(&[&str], &str); 2] =
        [(&to_folder, "; hint: --resume goes on from there"), (&["--stdout", "--key", &key], "")];
    for (arguments, hint) in cases {
        let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
            .args(["batch", "-"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One result is read, then nobody is there any more.
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

#[test]
fn a_folder_that_cannot_be_made_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let out = file.join("fleet");
    let out = out.to_str().unwrap();
    let (code, error) = csr_fails(&["batch", "-", "--out-dir", out], b"");
    assert_eq!((code, error), (3, format!("{out}: Not a directory\n")));
}

#[test]
fn a_wrong_command_line_is_told_apart_from_wrong_input() {
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

#[cfg(unix)]
#[test]
fn a_window_may_have_more_files_than_a_process_may_have_open() {
    let folder = tempfile::tempdir().unwrap();
    let input: String = (0..200).map(|n| format!("{{\"CommonName\": \"bmc-{n}\"}}\n")).collect();
    let run =
        "ulimit -n 64 && exec \"$0\" batch - --algorithm ecdsa-p256 --jobs 8 --out-dir \"$1\"";
    let folder = folder.path().to_str().unwrap();
    let arguments = ["-c", run, env!("CARGO_BIN_EXE_csr"), folder];
    let output = tools::run("sh", &arguments, input.as_bytes()).unwrap();
    let results = results(&output);
    assert_eq!(results.len(), 200);
    assert!(results.iter().all(|result| result["result"] == "success"), "{:?}", results.last());
}

//! `csr batch`: a fleet from one file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/tools.rs"]
mod tools;

mod limits;
mod profiles;
mod refusals;
mod resuming;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tools::{csr, csr_fails, data};

const P256: &[&str] = &["--algorithm", "ecdsa-p256"];

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

fn batch(dir: &Path, more: &[&str], input: &str) -> Output {
    let dir = dir.to_str().unwrap();
    let arguments = [&["batch", "-", "--out-dir", dir][..], more].concat();
    csr(&arguments, input.as_bytes())
}

/// The files of a directory, with what is in them; not what a run is at work on, which is hidden.
fn files(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
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
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\", \"id\": \"server-a\"}\n\n{\"CommonName\": \"b\"}\n";
    let output = batch(dir.path(), P256, input);
    assert!(output.status.success());
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
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
    let files = files(dir.path());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["3.csr.pem", "3.key.pem", "server-a.csr.pem", "server-a.key.pem"]);
    for id in ["3", "server-a"] {
        assert!(verifies(&files[&format!("{id}.csr.pem")]));
        let key = pkcs10::KeyPair::from_pem(&files[&format!("{id}.key.pem")]).unwrap();
        let csr = pkcs10::CertificationRequest::from_pem(&files[&format!("{id}.csr.pem")]).unwrap();
        assert_eq!(csr.public_key(), key.public_key());
    }
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("new/dir");
    assert!(batch(&dir, P256, "{\"CommonName\": \"a\"}").status.success());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join("1.key.pem")), 0o600);
}

#[test]
fn faulty_lines_are_named_and_stop_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> =
        (1..=2_000).map(|line| format!("{{\"CommonName\": \"server-{line}\"}}")).collect();
    lines[99] = "{\"CommonName\": \"a\", \"Country\": \"us\"}".into();
    lines[999] = "no JSON".into();
    lines[1_998] = "{\"Country\": \"US\"}".into();
    let key = p256();
    let output = batch(dir.path(), &["--key", &key], &lines.join("\n"));
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(errors.ends_with("3 of 2000 lines failed; see their results\n"), "{errors}");
    let results = results(&output);
    let order: Vec<u64> = results.iter().map(|result| result["line"].as_u64().unwrap()).collect();
    assert_eq!(order, (1..=2_000).collect::<Vec<_>>());
    let (failures, texts): (Vec<(u64, &str)>, Vec<&str>) = results
        .iter()
        .filter(|result| result["result"] == "failure")
        .map(|result| {
            let fault = &result["faults"][0];
            let text = fault["text"].as_str().unwrap();
            ((result["line"].as_u64().unwrap(), fault["path"].as_str().unwrap()), text)
        })
        .unzip();
    assert_eq!(failures, [(100, "Country",), (1_000, ""), (1_999, "CommonName"),]);
    assert!(texts[0].ends_with("; hint: use \"US\""), "{texts:?}");
    assert!(texts[1].contains("column 2"), "{texts:?}");
    assert_eq!(files(dir.path()).len(), 1_997);
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\"}\n{\"CommonName\": \"b\"}\n";
    assert!(batch(dir.path(), P256, input).status.success());
    let before = files(dir.path());
    let output = batch(dir.path(), P256, input);
    assert_eq!(output.status.code(), Some(1));
    assert!(results(&output).iter().all(|result| result["result"] == "failure"));
    assert_eq!(files(dir.path()), before);
}

#[test]
fn without_a_directory_requests_stand_in_the_results() {
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

#[cfg(unix)]
#[test]
fn a_window_may_have_more_files_than_a_process_may_have_open() {
    let dir = tempfile::tempdir().unwrap();
    let input: String = (0..200).map(|n| format!("{{\"CommonName\": \"bmc-{n}\"}}\n")).collect();
    let run =
        "ulimit -n 64 && exec \"$0\" batch - --algorithm ecdsa-p256 --jobs 8 --out-dir \"$1\"";
    let dir = dir.path().to_str().unwrap();
    let arguments = ["-c", run, env!("CARGO_BIN_EXE_csr"), dir];
    let output = tools::run("sh", &arguments, input.as_bytes()).unwrap();
    let results = results(&output);
    assert_eq!(results.len(), 200);
    assert!(results.iter().all(|result| result["result"] == "success"), "{:?}", results.last());
}

#[test]
fn a_security_identifier_is_warned_of_once_however_it_is_asked_for() {
    let warning = "warning: --ms-sid: a CA takes the SID from a request only where";
    let sid = "S-1-5-21-1-2-3-1105";
    let line = |member: &str| format!("{{\"CommonName\": \"a.example\"{member}}}\n");
    let own = line(&format!(", \"sid\": \"{sid}\""));
    let cases = [
        (&["--ms-sid", sid][..], line("") + &line(""), 1),
        (&[], own.clone() + &own, 1),
        (&["--ms-sid", sid], String::new(), 1),
        (&[], line(""), 0),
    ];
    let key = p256();
    for (options, input, count) in cases {
        let arguments = [&["batch", "-", "--stdout", "--key", &key][..], options].concat();
        let output = csr(&arguments, input.as_bytes());
        let notes = String::from_utf8(output.stderr).unwrap();
        assert_eq!(notes.matches(warning).count(), count, "{options:?}: {notes}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_batch_ends_with_how_many_are_done() {
    let dir = tools::Directory::new();
    let name = "{\"CommonName\": \"a\"}\n".repeat(19);
    for (last, expected) in [("{\"CommonName\": \"\"}\n", 1), ("{\"CommonName\": \"b\"}\n", 0)] {
        let lines = dir.write("lines.jsonl", format!("{name}{last}"));
        let command = format!(
            "stty cols 60; {} batch {lines} --out-dir {}",
            env!("CARGO_BIN_EXE_csr"),
            dir.path(&expected.to_string())
        );
        let Some(output) = tools::run("script", &["-qec", &command, "/dev/null"], b"") else {
            return;
        };
        let shown = String::from_utf8(output.stdout).unwrap();
        let end = format!("20 of 20 done, {expected} refused\r\n");
        assert!(shown.ends_with(&end), "{shown:?}");
    }
}

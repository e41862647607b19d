//! Under the limits of the system, and with files in the directory that are not what they should be.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

/// Runs `csr batch` in a shell that sets limits first, as a user whom they hold for. A minute is many
/// times what it takes. `None` where that needs a tool that is missing.
fn limited(limits: &str, dir: &Path, more: &[&str], input: &str) -> Option<Output> {
    // That user may not come to where it was built.
    let program = dir.join("csr");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_csr"), &program).unwrap();
        fs::set_permissions(dir, PermissionsExt::from_mode(0o777)).unwrap();
    }
    let script = format!("{limits} && exec \"$0\" batch - \"$@\"");
    let shell = [&["bash", "-c", &script, program.to_str().unwrap()], more].concat();
    let is_root = tools::run("id", &["-u"], b"")?.stdout == b"0\n";
    let unprivileged = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let unprivileged = if is_root { &unprivileged[..] } else { &[] };
    tools::run("timeout", &[&["60"], unprivileged, &shell].concat(), input.as_bytes())
}

#[test]
fn a_batch_goes_on_with_the_threads_that_the_system_makes() {
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\"}\n".repeat(100);
    for processes in 1..=4 {
        let fleet = dir.path().join(processes.to_string());
        let more = [P256, &["--jobs", "8", "--out-dir", fleet.to_str().unwrap()]].concat();
        let limits = format!("ulimit -u {processes}");
        let Some(output) = limited(&limits, dir.path(), &more, &input) else { return };
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{processes}: {:?}: {error}", output.status);
        assert_eq!(results(&output).len(), 100, "{processes}");
    }
}

#[test]
fn no_limit_ends_in_a_panic_or_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let input = "{\"CommonName\": \"a\"}\n".repeat(20);
    let descriptors = (3..=10).map(|limit| format!("ulimit -n {limit}"));
    // With less than about 20,300 an unoptimized build does not come to where it handles a lack of memory.
    let memory = (0..10).map(|step| format!("ulimit -v {}", 22_000 + 4_000 * step));
    let limits = descriptors.chain(memory).chain(["ulimit -f 0".into()]);
    for (number, limit) in limits.enumerate() {
        let fleet = dir.path().join(number.to_string());
        let more = [P256, &["--out-dir", fleet.to_str().unwrap()]].concat();
        let Some(output) = limited(&limit, dir.path(), &more, &input) else { return };
        let error = String::from_utf8_lossy(&output.stderr);
        // 127: the program itself cannot be loaded.
        let ends = [0, 1, 3, 127].contains(&output.status.code().unwrap_or(-1));
        assert!(ends && !error.contains("panicked"), "{limit}: {:?}: {error}", output.status);
    }
}

#[test]
fn a_file_that_is_larger_than_the_limit_is_a_fault_of_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let fleet = dir.path().join("fleet");
    let more = [P256, &["--out-dir", fleet.to_str().unwrap()]].concat();
    let input = "{\"CommonName\": \"a\"}\n";
    let Some(output) = limited("ulimit -f 0", dir.path(), &more, input) else { return };
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let fault = &results(&output)[0]["faults"][0];
    assert_eq!(fault["path"].as_str(), fleet.join("1.key.pem").to_str());
    assert_eq!(fault["text"], "File too large");
    assert!(files(&fleet).is_empty());
}

#[test]
fn what_is_not_a_file_of_a_key_or_a_request_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let pipes = ["pipe.key.pem", "pipe.csr.pem"].map(|name| at(name).to_str().unwrap().to_owned());
    if tools::run("mkfifo", &[&pipes[0], &pipes[1]], b"").is_none() {
        return;
    }
    symlink("/dev/zero", at("device.key.pem")).unwrap();
    fs::File::create(at("large.key.pem")).unwrap().set_len((64 << 20) + 1).unwrap();
    let input = ["pipe", "device", "large"]
        .map(|id| format!("{{\"id\": \"{id}\", \"CommonName\": \"a\"}}\n"));
    let exists = "file exists already; hint: use --resume to continue an earlier run";
    let (other, large) = ("is not a regular file", "is larger than 64 MiB");
    let one_key = ["--key", &p256(), "--resume"];
    let cases: [(&[&str], [&str; 3]); 2] =
        [(P256, [exists; 3]), (&["--algorithm", "ecdsa-p256", "--resume"], [other, other, large])];
    for (more, texts) in cases {
        let output = batch(dir.path(), more, &input.concat());
        assert_eq!(output.status.code(), Some(1));
        for (result, text) in results(&output).iter().zip(texts) {
            assert_eq!(result["faults"][0]["text"], text, "{more:?}: {result}");
        }
    }
    let output = batch(dir.path(), &one_key, &input[0]);
    assert_eq!(results(&output)[0]["faults"][0]["text"], other);
}

#[test]
fn requests_in_a_pipe_are_not_read_for_the_progress() {
    on_terminal("cat lines | \"$0\" batch /dev/stdin --out-dir fleet --algorithm ecdsa-p256");
}

#[test]
fn progress_makes_room_for_results_on_the_same_terminal() {
    on_terminal("\"$0\" batch lines --out-dir fleet --algorithm ecdsa-p256");
}

/// Runs this on a terminal, where each of the results of 300 lines has to be in a line of its own.
#[track_caller]
fn on_terminal(command: &str) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("lines"), "{\"CommonName\": \"a\"}\n".repeat(300)).unwrap();
    let command =
        format!("cd {}; {command}", dir.path().display()).replace("$0", env!("CARGO_BIN_EXE_csr"));
    let Some(output) = tools::run("script", &["-qec", &command, "/dev/null"], b"") else { return };
    let text = String::from_utf8(output.stdout).unwrap();
    let is_drawn = text.contains("lines, ");
    let lines = text.lines().map(|line| {
        // What was on the line before is erased.
        let line = line.trim_end_matches('\r').rsplit(['\r', '\x1B']).next().unwrap_or_default();
        line.trim_start_matches("[2K").to_owned()
    });
    let results: Vec<Value> = lines
        .filter(|line| !line.is_empty())
        .filter_map(|line| serde_json::from_str(&line).ok())
        .collect();
    assert_eq!(results.len(), 300, "{text}");
    assert!(is_drawn, "{text}");
}

//! Directories in place of files.

use super::*;
use tools::{Directory, key};

#[test]
fn each_request_of_a_directory_is_read_in_order_and_the_rest_is_noted() {
    let dir = Directory::new();
    let pem = new(&["--host", "a.example"]);
    let der = pkcs10::CertificationRequest::from_pem(&text(pem.clone())).unwrap().into_der();
    let (by_label, by_der) = (dir.write("b.txt", &pem), dir.write("a", &der));
    dir.write("notes.md", "about requests");
    dir.write("key.pem", fs::read(key("ecdsa-p256.pem")).unwrap());
    fs::create_dir(dir.path("old")).unwrap();
    fs::write(dir.path("old/c.csr"), &pem).unwrap();
    let path = dir.0.path().to_str().unwrap();
    for command in ["lint", "verify", "inspect"] {
        let output = csr(&[command, path], b"");
        assert_eq!(output.status.code(), Some(0), "{command}");
        let notes = text(output.stderr);
        let left_out = "not requests, left out: key.pem, notes.md, old/";
        assert_eq!(notes, format!("note: {path}: {left_out}\n"), "{command}");
        let shown = text(output.stdout);
        let named: Vec<&str> = shown.lines().filter(|line| line.starts_with(path)).collect();
        assert_eq!(named.len(), 2, "{command}: {shown}");
        assert!(named[0].starts_with(&by_der) && named[1].starts_with(&by_label), "{shown}");
    }
}

#[test]
fn a_file_that_only_its_name_calls_a_request_is_refused_with_its_name() {
    let dir = Directory::new();
    let path = dir.0.path().to_str().unwrap().to_owned();
    let rubbish = dir.write("a.CSR", "rubbish");
    let (code, message) = refusal(&["verify", &path], b"");
    assert_eq!((code, message.place), (1, rubbish));
    // One file is named too.
    fs::remove_file(dir.path("a.CSR")).unwrap();
    let only = dir.write("only.p10", new(&["--host", "a.example"]));
    let shown = text(csr_works(&["lint", &path], b""));
    assert_eq!(shown, format!("{only}: no findings\n"));
}

#[test]
fn a_directory_without_a_request_is_an_error_that_hides_no_other_file() {
    let dir = Directory::new();
    let request = dir.write("a.csr", new(&["--host", "a.example"]));
    let empty = dir.path("empty");
    fs::create_dir(&empty).unwrap();
    let output = csr(&["lint", &empty, &request], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(output.stdout), format!("{request}: no findings\n"));
    for index in 0..7 {
        fs::write(format!("{empty}/{index}.txt"), "x").unwrap();
    }
    let (code, message) = refusal(&["lint", &empty], b"");
    assert_eq!((code, message.place), (1, empty));
    let found =
        "has no certification request in it (found: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more)";
    assert_eq!(message.text, found);
    assert!(message.hint.is_some());
}

//! Requests from the lines of one file: the result of each line, and its faults.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use pkcs10::lxca::BodyReader;
use pkcs10::{Algorithm, CertificationRequest, KeyPair, Profile};

use super::directory::Directory;
use super::fleet::{Fleet, Keys, Mode};
use super::line::LineReader;
use super::records::Records;
use super::result::{LineResult, Made};
use crate::new::LintOptions;

mod left;

const KEY: &str = include_str!("../../../tests/data/keys/ecdsa-p256.pem");
const OTHER_KIND: &str = include_str!("../../../tests/data/keys/ecdsa-p384.pem");

fn key() -> KeyPair {
    KeyPair::from_pem(KEY).unwrap()
}

fn fleet(mode: Mode) -> Fleet {
    let reader = BodyReader::new(Profile::RFC5280).require_common_name();
    let extensions = crate::request_options::ExtensionOptions::default();
    let profile = Profile::RFC5280;
    let reader = LineReader { body: reader, profile, extensions, hashes: false };
    Fleet {
        reader,
        mode,
        resume: false,
        jobs: 2,
        lint: LintOptions::default(),
        kind_is_given: false,
        notes: Default::default(),
    }
}

/// New keys, files in the directory.
fn new_keys(directory: &Path) -> Fleet {
    let keys = Keys::New(Algorithm::EcdsaP256.into(), None);
    fleet(Mode::Files(keys, Directory::open(directory).unwrap()))
}

/// One key, files in the directory.
fn one_key(directory: &Path) -> Fleet {
    let keys = Keys::One(Box::new(key()));
    fleet(Mode::Files(keys, Directory::open(directory).unwrap()))
}

fn filter() -> Fleet {
    fleet(Mode::Results(Box::new(key())))
}

fn resuming(fleet: Fleet) -> Fleet {
    Fleet { resume: true, ..fleet }
}

fn records<R: BufRead>(input: R) -> Records<R> {
    Records::recognise(input, Profile::LXCA).ok().unwrap()
}

fn run(batch: &Fleet, input: &str) -> Vec<LineResult> {
    let mut results = Vec::new();
    batch.run(records(input.as_bytes()), |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    results
}

/// The faults of a result, each as path and text; of a success, none.
fn faults(result: &LineResult) -> Vec<(String, String)> {
    let faults = result.outcome.as_ref().err().into_iter().flatten();
    faults.map(|fault| (fault.path(), fault.text())).collect()
}

fn paths(result: &LineResult) -> Vec<String> {
    faults(result).into_iter().map(|(path, _)| path).collect()
}

fn line(id: &str, common_name: &str) -> String {
    format!("{{\"id\": \"{id}\", \"CommonName\": \"{common_name}\"}}\n")
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn results_come_in_order_with_the_number_of_their_line() {
    let input: String = (0..200)
        .map(|at| match at % 4 {
            0 => "\n".into(),
            1 => "{}\n".into(),
            2 => line(&format!("bmc-{at}"), "a"),
            _ => "{\"CommonName\": \"a\"}\n".into(),
        })
        .collect();
    let empty = run(&filter(), "{\"CommonName\": \"\"}");
    assert_eq!(paths(&empty[0]), ["CommonName"]);
    for jobs in [0, 1, 3] {
        let results = run(&Fleet { jobs, ..filter() }, &input);
        let lines: Vec<u64> = results.iter().map(|result| result.line).collect();
        assert_eq!(lines, (1..=200).filter(|line| line % 4 != 1).collect::<Vec<_>>());
        for result in results {
            let at = result.line - 1;
            match at % 4 {
                1 => assert_eq!(paths(&result), ["CommonName"]),
                2 => assert_eq!(result.id, Some(format!("bmc-{at}"))),
                _ => assert_eq!(result.id, Some(result.line.to_string())),
            }
        }
    }
}

#[test]
fn what_is_made_verifies_and_its_files_are_there() {
    let directory = tempfile::tempdir().unwrap();
    for (name, keys) in [("new", true), ("one", false)] {
        let directory = directory.path().join(name);
        let batch = if keys { new_keys(&directory) } else { one_key(&directory) };
        for result in run(&batch, &(line("a", "a") + &line("b", "b"))) {
            let id = result.id.unwrap();
            let Made::Files { csr, key, resumed, .. } = result.outcome.unwrap() else {
                panic!("no files")
            };
            assert!(!resumed);
            assert_eq!(Path::new(&csr), directory.join(format!("{id}.csr.pem")));
            let csr = CertificationRequest::from_pem(&fs::read_to_string(csr).unwrap()).unwrap();
            csr.verify().unwrap();
            let signer = match key {
                Some(path) => {
                    assert_eq!(Path::new(&path), directory.join(format!("{id}.key.pem")));
                    KeyPair::from_pem(&fs::read_to_string(path).unwrap()).unwrap()
                }
                None => self::key(),
            };
            assert_eq!(csr.public_key(), signer.public_key());
        }
        drop(batch);
        let files = ["a.csr.pem", "a.key.pem", "b.csr.pem", "b.key.pem"];
        let files: Vec<&str> = files.into_iter().filter(|f| keys || f.contains("csr")).collect();
        assert_eq!(names(&directory), files);
    }
}

#[test]
fn a_result_is_written_as_one_json_object() {
    let directory = tempfile::tempdir().unwrap();
    let batch = new_keys(directory.path());
    let results = run(&batch, &(line("a", "a") + "{\"Country\": \"us\"}\n[]\n"));
    let at = directory.path().display();
    let expected = [
        format!(
            r#"{{"line":1,"id":"a","result":"success","csr":"{at}/a.csr.pem","key":"{at}/a.key.pem"}}"#
        ),
        r#"{"line":2,"id":"2","result":"failure","faults":[{"path":"Country","text":TEXT0},{"path":"CommonName","text":TEXT1}]}"#.into(),
        r#"{"line":3,"id":"3","result":"failure","faults":[{"path":"","text":TEXT0}]}"#.into(),
    ];
    for (result, expected) in results.iter().zip(&expected) {
        let mut expected = expected.clone();
        for (index, (_, text)) in faults(result).iter().enumerate() {
            let text = serde_json::to_string(text).unwrap();
            expected = expected.replace(&format!("TEXT{index}"), &text);
        }
        assert_eq!(result.to_json(), expected);
    }
    drop(batch);

    let again = run(&resuming(new_keys(directory.path())), &line("a", "a"));
    let resumed = expected[0].replace("}", ",\"resumed\":true}");
    assert_eq!(again[0].to_json(), resumed);

    let result = run(&filter(), &line("x", "a")).remove(0);
    let json: serde_json::Value = serde_json::from_str(&result.to_json()).unwrap();
    let Ok(Made::Pem { pem, .. }) = result.outcome else { panic!("no request") };
    assert_eq!(json, serde_json::json!({ "line": 1, "id": "x", "result": "success", "pem": pem }));
}

#[test]
fn an_id_has_to_name_a_file_on_every_system() {
    let longest = "x".repeat(200);
    let fine = ["a", "A-1_b.c", "0", "9", "console", "COM10", "co", "comx", "cona.b", &longest];
    for id in fine {
        assert_eq!(run(&filter(), &line(id, "a"))[0].id.as_deref(), Some(id));
    }
    let too_long = longest.clone() + "x";
    let refused = [
        ("", "is empty"),
        (&too_long, "201 characters"),
        ("ab/c", "\"/\" at character 3"),
        ("é", "\"é\" at character 1"),
        (".a", "begins with \".\""),
        ("-a", "begins with \"-\""),
        ("_a", "begins with \"_\""),
        ("con", "Windows"),
        ("Nul.txt", "Windows"),
        ("COM1", "Windows"),
        ("lpt9.a.b", "Windows"),
    ];
    for (id, expected) in refused {
        let result = run(&filter(), &line(id, "a")).remove(0);
        assert_eq!((result.id.as_deref(), paths(&result)), (None, vec!["id".into()]));
        let text = &faults(&result)[0].1;
        assert!(text.contains(expected), "{id}: {text}");
    }
    let result = run(&filter(), "{\"id\": 7, \"CommonName\": \"a\"}").remove(0);
    assert_eq!(paths(&result), ["id"]);
    let result = run(&filter(), "{\"id\": null, \"CommonName\": \"a\"}").remove(0);
    assert_eq!(result.id.as_deref(), Some("1"));
}

#[test]
fn the_id_of_an_earlier_line_is_refused_whether_its_files_are_new_or_not() {
    let directory = tempfile::tempdir().unwrap();
    let input = line("x", "a") + &line("y", "a") + &line("x", "a") + &line("x", "b");
    for resume in [false, true] {
        let results = run(&Fleet { resume, ..new_keys(directory.path()) }, &input);
        assert!(results[0].outcome.is_ok() && results[1].outcome.is_ok());
        for result in &results[2..] {
            assert_eq!(paths(result), ["id"]);
            assert!(faults(result)[0].1.contains("used by line 1"), "{result:?}");
        }
    }
    // A fault of its own comes first.
    let faulty = line("x", "a").replace("}", ", \"Country\": \"us\"}");
    let results = run(&resuming(new_keys(directory.path())), &(line("x", "a") + &faulty));
    assert_eq!(paths(&results[1]), ["Country"]);
    // Nothing is written by a filter, and so nothing can be in the way.
    assert!(run(&filter(), &input).iter().all(|result| result.outcome.is_ok()));
}

#[test]
fn a_directory_is_used_by_one_batch_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let first = new_keys(directory.path());
    let second = Directory::open(directory.path()).unwrap_err();
    assert_eq!(second.to_string(), "another run is using this directory");
    drop(first);
    new_keys(directory.path());
}

#[test]
fn reporting_may_end_it_all() {
    let mut reported = 0;
    let endless = BufReader::new(io::repeat(b'\n').take(1 << 20).chain(Endless(0)));
    filter().run(records(endless), |_| {
        reported += 1;
        if reported == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(reported, 5);
}

/// Lines without end.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = b"{\"CommonName\": \"a\"}\n";
        for byte in &mut *buffer {
            *byte = line[self.0 % line.len()];
            self.0 += 1;
        }
        Ok(buffer.len())
    }
}

#[test]
fn an_error_of_reading_is_that_of_its_line() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is out"))
        }
    }
    let mut results = Vec::new();
    let text = line("a", "a");
    filter().run(records(BufReader::new(text.as_bytes().chain(Broken))), |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    assert!(results[0].outcome.is_ok());
    assert_eq!((results[1].line, results[1].id.as_deref()), (2, None));
    let text = "line cannot be read: the cable is out";
    assert_eq!(faults(&results[1]), [(String::new(), text.into())]);
}

#[test]
fn a_line_that_is_too_long_stops_no_other() {
    let mut input = line("a", "a");
    input.push_str(&" ".repeat((16 << 20) + 1));
    input.push('\n');
    input.push_str(&line("b", "b"));
    let results = run(&filter(), &input);
    assert!(results[0].outcome.is_ok() && results[2].outcome.is_ok());
    let text = "line is longer than 16777216 bytes";
    assert_eq!(faults(&results[1]), [(String::new(), text.into())]);
}

#[test]
fn a_syntax_error_has_the_column_within_its_line() {
    let results = run(&filter(), &(line("a", "a") + "{\"CommonName\": \"a\",}\n"));
    let (_, text) = faults(&results[1]).remove(0);
    assert!(text.contains("column 20") && !text.contains("line 1"), "{text}");
    assert_eq!(results[1].id, None);
}

#[test]
fn a_kind_of_key_that_is_given_replaces_the_words_of_the_body() {
    let body = r#"{"CommonName": "a", "KeyCurveId": "TPM_ECC_NIST_P384", "CertificateCollection": {"@odata.id": "/c"}LINE}"#;
    let cases = [
        (false, "", Algorithm::EcdsaP384),
        (true, "", Algorithm::EcdsaP256),
        (true, r#", "algorithm": "ecdsa-p521""#, Algorithm::EcdsaP521),
    ];
    for (kind_is_given, line, algorithm) in cases {
        let directory = tempfile::tempdir().unwrap();
        let mut batch = Fleet { kind_is_given, ..new_keys(directory.path()) };
        batch.reader.body = BodyReader::new(Profile::REDFISH).require_common_name();
        let results = run(&batch, &body.replace("LINE", line));
        assert!(results[0].outcome.is_ok(), "{results:?}");
        let pem = fs::read(directory.path().join("1.csr.pem")).unwrap();
        let csr = CertificationRequest::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
        assert_eq!(Algorithm::of(csr.public_key()), Some(algorithm));
    }
}

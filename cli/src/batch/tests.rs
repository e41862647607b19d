//! A fleet from one file: what becomes of each line, and in which words.

use std::fs;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use pkcs10::lxca::BodyReader;
use pkcs10::{Algorithm, CertificationRequest, KeyPair, Profile};

use super::fleet::Fleet;
use super::result::{LineResult, Made};

mod left;

const KEY: &str = include_str!("../../../tests/data/keys/ecdsa-p256.pem");
const OTHER_KIND: &str = include_str!("../../../tests/data/keys/ecdsa-p384.pem");

const CN_MISSING: &str = "CommonName: is missing; it is required here";

fn reader() -> BodyReader {
    BodyReader::new(Profile::RFC5280)
}

fn key() -> KeyPair {
    KeyPair::from_pem(KEY).unwrap()
}

/// New keys, files in the folder.
fn new_keys(folder: &Path) -> Fleet {
    Fleet::to_folder(reader(), Algorithm::EcdsaP256, folder).unwrap()
}

/// One key, files in the folder.
fn one_key(folder: &Path) -> Fleet {
    Fleet::to_folder_with_key(reader(), key(), folder).unwrap()
}

fn filter() -> Fleet {
    Fleet::to_results(reader(), key())
}

fn run(batch: &Fleet, input: &str) -> Vec<LineResult> {
    let mut results = Vec::new();
    batch.run(input.as_bytes(), |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    results
}

/// The faults of a result, each as `path: text`; of a success, none.
fn faults(result: &LineResult) -> Vec<String> {
    let faults = result.outcome.as_ref().err().into_iter().flatten();
    faults.map(|fault| format!("{}: {}", fault.path(), fault.text())).collect()
}

fn line(id: &str, common_name: &str) -> String {
    format!("{{\"id\": \"{id}\", \"CommonName\": \"{common_name}\"}}\n")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
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
    assert_eq!(faults(&empty[0]), [CN_MISSING]);
    for jobs in [0, 1, 3] {
        let results = run(&filter().jobs(jobs), &input);
        let lines: Vec<u64> = results.iter().map(|result| result.line).collect();
        assert_eq!(lines, (1..=200).filter(|line| line % 4 != 1).collect::<Vec<_>>());
        for result in results {
            let at = result.line - 1;
            match at % 4 {
                1 => assert_eq!(faults(&result), [CN_MISSING]),
                2 => assert_eq!(result.id, Some(format!("bmc-{at}"))),
                _ => assert_eq!(result.id, Some(result.line.to_string())),
            }
        }
    }
}

#[test]
fn what_is_made_verifies_and_its_files_are_there() {
    let folder = tempfile::tempdir().unwrap();
    for (name, keys) in [("new", true), ("one", false)] {
        let folder = folder.path().join(name);
        let batch = if keys { new_keys(&folder) } else { one_key(&folder) };
        for result in run(&batch, &(line("a", "a") + &line("b", "b"))) {
            let id = result.id.unwrap();
            let Made::Files { csr, key, resumed } = result.outcome.unwrap() else {
                panic!("no files")
            };
            assert!(!resumed);
            assert_eq!(csr, folder.join(format!("{id}.csr.pem")));
            let csr = CertificationRequest::from_pem(&fs::read_to_string(csr).unwrap()).unwrap();
            csr.verify().unwrap();
            let signer = match key {
                Some(path) => {
                    assert_eq!(path, folder.join(format!("{id}.key.pem")));
                    KeyPair::from_pem(&fs::read_to_string(path).unwrap()).unwrap()
                }
                None => self::key(),
            };
            assert_eq!(csr.public_key_der(), signer.public_key().as_der());
        }
        drop(batch);
        let files = ["a.csr.pem", "a.key.pem", "b.csr.pem", "b.key.pem"];
        let files: Vec<&str> = files.into_iter().filter(|f| keys || f.contains("csr")).collect();
        assert_eq!(names(&folder), files);
    }
}

#[test]
fn a_result_is_written_as_one_json_object() {
    let folder = tempfile::tempdir().unwrap();
    let batch = new_keys(folder.path());
    let results = run(&batch, &(line("a", "a") + "{\"Country\": \"us\"}\n[]\n"));
    let at = folder.path().display();
    let expected = [
        format!(
            r#"{{"line":1,"id":"a","result":"success","csr":"{at}/a.csr.pem","key":"{at}/a.key.pem"}}"#
        ),
        r#"{"line":2,"id":"2","result":"failure","faults":[{"path":"Country","text":"TEXT"},{"path":"CommonName","text":"is missing; it is required here"}]}"#.into(),
        r#"{"line":3,"id":"3","result":"failure","faults":[{"path":"","text":"is an array where an object belongs"}]}"#.into(),
    ];
    let country = match &results[1].outcome {
        Err(faults) => faults[0].text(),
        Ok(_) => panic!("\"us\" is no country code"),
    };
    let written: Vec<String> = results.iter().map(LineResult::to_json).collect();
    assert_eq!(written[0], expected[0]);
    assert_eq!(
        written[1],
        expected[1].replace("TEXT", serde_json::to_string(&country).unwrap().trim_matches('"'))
    );
    assert_eq!(written[2], expected[2]);
    drop(batch);

    let again = run(&new_keys(folder.path()).resume(true), &line("a", "a"));
    let resumed = expected[0].replace("}", ",\"resumed\":true}");
    assert_eq!(again[0].to_json(), resumed);

    let result = run(&filter(), &line("x", "a")).remove(0);
    let json: serde_json::Value = serde_json::from_str(&result.to_json()).unwrap();
    let Ok(Made::Pem(pem)) = result.outcome else { panic!("no request") };
    assert_eq!(json, serde_json::json!({ "line": 1, "id": "x", "result": "success", "pem": pem }));
}

#[test]
fn an_id_has_to_name_a_file_on_every_system() {
    const RULE: &str =
        "an id names files: letters, digits, \".\", \"_\" and \"-\", a letter or digit first";
    let longest = "x".repeat(200);
    let fine = ["a", "A-1_b.c", "0", "9", "console", "COM10", "co", "comx", "cona.b", &longest];
    for id in fine {
        assert_eq!(run(&filter(), &line(id, "a"))[0].id.as_deref(), Some(id));
    }
    let too_long = longest.clone() + "x";
    let device = "is a name that Windows keeps for a device";
    let refused = [
        ("", format!("is empty; {RULE}; hint: leave it out to use the line number")),
        (&too_long, "has 201 characters; at most 200 are allowed".into()),
        ("ab/c", format!("has \"/\" at character 3; {RULE}")),
        ("é", format!("has \"é\" at character 1; {RULE}")),
        (".a", format!("begins with \".\"; {RULE}")),
        ("-a", format!("begins with \"-\"; {RULE}")),
        ("_a", format!("begins with \"_\"; {RULE}")),
        ("con", device.into()),
        ("Nul.txt", device.into()),
        ("COM1", device.into()),
        ("lpt9.a.b", device.into()),
    ];
    for (id, text) in refused {
        let result = run(&filter(), &line(id, "a")).remove(0);
        assert_eq!(
            (result.id.as_deref(), &faults(&result)[..]),
            (None, &[format!("id: {text}")][..])
        );
    }
    let result = run(&filter(), "{\"id\": 7, \"CommonName\": \"a\"}").remove(0);
    assert_eq!(
        faults(&result),
        ["id: is a number where text belongs; hint: put it between quotation marks"]
    );
    let result = run(&filter(), "{\"id\": null, \"CommonName\": \"a\"}").remove(0);
    assert_eq!(result.id.as_deref(), Some("1"));
}

#[test]
fn the_id_of_an_earlier_line_is_refused_whether_its_files_are_new_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let input = line("x", "a") + &line("y", "a") + &line("x", "a") + &line("x", "b");
    let used = [
        "id: \"x\" was used by line 1; each line has an id of its own, its number where it gives none",
    ];
    for resume in [false, true] {
        let results = run(&new_keys(folder.path()).resume(resume), &input);
        assert!(results[0].outcome.is_ok() && results[1].outcome.is_ok());
        assert_eq!(
            (faults(&results[2]), faults(&results[3])),
            (used.map(String::from).into(), used.map(String::from).into())
        );
    }
    // A fault of its own comes first.
    let faulty = line("x", "a").replace("}", ", \"Country\": \"us\"}");
    let results = run(&new_keys(folder.path()).resume(true), &(line("x", "a") + &faulty));
    assert!(faults(&results[1])[0].starts_with("Country: "), "{results:?}");
    // Nothing is written by a filter, and so nothing can be in the way.
    assert!(run(&filter(), &input).iter().all(|result| result.outcome.is_ok()));
}

#[test]
fn a_folder_is_one_batchs_alone() {
    let folder = tempfile::tempdir().unwrap();
    let first = new_keys(folder.path());
    let second = Fleet::to_folder(reader(), Algorithm::EcdsaP256, folder.path()).unwrap_err();
    assert_eq!(second.to_string(), "another run is at work in this folder");
    drop(first);
    new_keys(folder.path());
}

#[test]
fn reporting_may_end_it_all() {
    let mut reported = 0;
    let endless = BufReader::new(io::repeat(b'\n').take(1 << 20).chain(Endless(0)));
    filter().jobs(2).run(endless, |_| {
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
        for octet in &mut *buffer {
            *octet = line[self.0 % line.len()];
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
    filter().run(BufReader::new(text.as_bytes().chain(Broken)), |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    assert!(results[0].outcome.is_ok());
    assert_eq!((results[1].line, results[1].id.as_deref()), (2, None));
    assert_eq!(faults(&results[1]), [": cannot be read: the cable is out"]);
}

#[test]
fn a_line_that_is_too_long_stops_no_other() {
    let mut input = line("a", "a");
    input.push_str(&" ".repeat((16 << 20) + 1));
    input.push('\n');
    input.push_str(&line("b", "b"));
    let results = run(&filter(), &input);
    assert!(results[0].outcome.is_ok() && results[2].outcome.is_ok());
    assert_eq!(faults(&results[1]), [": is longer than 16777216 octets"]);
}

#[test]
fn a_syntax_error_tells_the_column_within_its_line() {
    let results = run(&filter(), &(line("a", "a") + "{\"CommonName\": \"a\",}\n"));
    let told = faults(&results[1]).remove(0);
    assert!(told.contains("column 20") && !told.contains("line 1"), "{told}");
    assert_eq!(results[1].id, None);
}

//! Damaged files: refused or read, never a panic, in time that grows with their length.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use super::{TEXT_MAX, read};
use crate::failure::Failure;

mod outcome;

use outcome::outcome;

const FILES: [&str; 3] = [
    include_str!("tests/openssl.cnf"),
    include_str!("tests/certreq.inf"),
    include_str!("tests/cfssl.json"),
];

#[test]
fn damaged_files_are_refused_or_read() {
    let path = Path::new("file");
    for file in FILES {
        assert!(read(path, file.as_bytes()).is_ok_and(|imported| imported.is_some()), "{file}");
        for at in 0..file.len() {
            // Cut off; damaged by one byte.
            _ = read(path, &file.as_bytes()[..at]);
            for byte in *b"\\\"$[{=:\n\xFF" {
                let mut damaged = file.as_bytes().to_vec();
                damaged[at] = byte;
                _ = read(path, &damaged);
            }
        }
    }
}

#[test]
fn large_files_take_time_in_proportion() {
    let req = "[req]\nprompt=no\ndistinguished_name=dn\nreq_extensions=e\n[dn]\nCN=a\n[e]\nsubjectAltName=@n\n[n]\nDNS.x=a\n";
    let many = |line: &dyn Fn(usize) -> String, len: usize| -> String {
        let lines = (0..).map(line);
        let mut total = 0;
        lines
            .take_while(|line| {
                total += line.len();
                total < len
            })
            .collect()
    };
    let rest = TEXT_MAX - 200;
    let inf =
        |line: &str, count| format!("[NewRequest]\nSubject = \"CN=a\"\n{}", line.repeat(count));
    let cfssl = |member: &dyn Fn(usize) -> String| many(member, rest);
    let of_others = [
        inf("[EnhancedKeyUsageExtension]\nOID = 1.3.6.1.5.5.7.3.1\n", rest / 60),
        format!("{{{}\"CN\": \"a\"}}", cfssl(&|n| format!("\"x{n}\": 1,\n"))),
        format!("{{\"names\": [{{{}\"O\": \"a\"}}]}}", cfssl(&|n| format!("\"x{n}\": 1,\n"))),
        format!("{{\"hosts\": [{}\"a\"]}}", cfssl(&|n| format!("\"x{n}\",\n"))),
        format!("{{\"names\": [{}{{}}]}}", cfssl(&|_| "{\"O\":\"a\"},".into())),
    ];
    for file in of_others {
        let start = Instant::now();
        assert!(file.len() <= TEXT_MAX, "{}", &file[..200]);
        let imported = read(Path::new("file"), file.as_bytes()).unwrap().unwrap();
        let messages = (0..100_000).map(|n| format!("--san[{n}]: is wrong")).collect();
        _ = imported.locate(Failure::Refused(messages));
        assert!(start.elapsed() < Duration::from_secs(20), "{}", &file[..200]);
    }
    let files = [
        // Each name is looked up in the section of identifiers.
        (
            format!(
                "[req]\noid_section=o\nprompt=yes\n[dn]\n{}[o]\n{}",
                many(&|n| format!("x{n}=a\nx{n}_default=a\n"), rest / 2),
                many(&|n| format!("y{n}=2.999.{n}\n"), rest / 2 - 100),
            ),
            true,
        ),
        (many(&|n| format!("[{n}]\n"), rest), true),
        (many(&|n| format!("[n]\nDNS.{n} = a{n}.example\n"), rest), true),
        (many(&|_| "[n]\nDNS = a\n".into(), rest), true),
        (format!("[n]\nemail = copy\n{}", many(&|n| format!("dirName.{n} = dn\n"), rest)), false),
        // Each variable is twice as long as the one above it.
        (
            format!(
                "[v]\nv0 = xxxxxxxx\n{}",
                many(&|n| format!("v{} = $v{n}$v{n}\n", n + 1), rest)
            ),
            false,
        ),
        (
            format!(
                "[v]\nv = {}\n{}",
                "x".repeat(60_000),
                many(&|n| format!("w{n} = $v\n"), rest - 60_100)
            ),
            false,
        ),
        (format!("[n]\nDNS = {}", "a\\\n".repeat(rest / 3)), false),
    ];
    for (file, is_read) in files {
        let start = Instant::now();
        let file = req.to_owned() + &file;
        assert!(file.len() <= TEXT_MAX);
        let result = read(Path::new("file"), file.as_bytes());
        assert_eq!(result.is_ok(), is_read, "{}", &file[..200]);
        assert!(start.elapsed() < Duration::from_secs(20), "{}", &file[..200]);
    }
    let too_large = req.to_owned() + &"# a comment\n".repeat(TEXT_MAX / 12);
    assert!(read(Path::new("file"), too_large.as_bytes()).is_err());
}

#[test]
fn strings_of_certreq_have_bounds() {
    let head = format!("[NewRequest]\n[Strings]\ns = {}\n[Extensions]\n", "x".repeat(60_000));
    let long = format!("{head}2.5.29.17 = %s%%s%\n");
    let many = head + &"a = %s%\n".repeat(1_000);
    for (file, expected) in [(long, "file:5: the value is longer"), (many, "longer than 16777216")]
    {
        let Err(Failure::Refused(messages)) = read(Path::new("file"), file.as_bytes()) else {
            panic!("is read");
        };
        assert!(messages[0].contains(expected), "{messages:?}");
    }
}

#[test]
fn the_corpus_passes_the_checks_of_the_fuzzer() {
    let corpus: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fuzz/corpus/import"].iter().collect();
    let files = fs::read_dir(corpus).into_iter().flatten();
    let files: Vec<Vec<u8>> = files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    let read_ones = files.iter().filter(|file| outcome(file)).count();
    // A package has no fuzz targets.
    assert!(files.is_empty() || 0 < read_ones && read_ones < files.len(), "{read_ones}");
}

/// Lines and fragments of all files, put together at random, the same each time. `RUNS` says how many:
/// `RUNS=1000000 cargo test -p pkcs10-cli --bin csr spliced`.
#[test]
fn spliced_files_are_refused_or_read_the_same_in_utf_16() {
    let runs = env::var("RUNS").map_or(5_000, |runs| runs.parse().unwrap());
    let lines: Vec<&str> = FILES.iter().flat_map(|file| file.split_inclusive('\n')).collect();
    let fragments = "\\ \" $ { } [ ] = : @ % & , ; # + \n \\\n \t \u{1} é \u{202E} \u{1F600} 0x -1 99999999999999999999 \
                     null true critical, DER: ASN1: copy {hex} _continue_ \\x1b \\n \\u001b";
    let fragments: Vec<&str> = fragments.split(' ').collect();
    let (mut read_ones, mut state) = (0, 1_u64);
    for _ in 0..runs {
        let mut below = |bound: usize| {
            // Knuth's MMIX.
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            usize::try_from(state >> 33).unwrap() % bound
        };
        let mut text: Vec<char> = FILES[below(FILES.len())].chars().collect();
        for _ in 0..=below(4) {
            let start = below(text.len() + 1);
            let end = (start + below(8) * below(8)).min(text.len());
            let piece = match below(3) {
                0 => lines[below(lines.len())],
                1 => fragments[below(fragments.len())],
                _ => "",
            };
            text.splice(start..[start, end][below(2)], piece.chars());
        }
        let text = String::from_iter(text);
        read_ones += usize::from(outcome(text.as_bytes()));
    }
    assert!(0 < read_ones && read_ones < runs, "{read_ones} of {runs}");
}

//! Damaged files: refused or read, never a panic, in time that grows with their length.

#![allow(clippy::panic, reason = "tests")]

use std::path::Path;
use std::time::{Duration, Instant};

use super::{TEXT_MAX, read};
use crate::failure::Failure;

const FILES: [&str; 3] = [
    "host = a\n[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = e\nattributes = a\n\
     string_mask = MASK:0x2002\noid_section = o\n[o]\nmine = 2.999.1\n[dn]\n0.O = \"a \\\" b\" \\\n c\n\
     +CN = ${host}x$(o::mine)\nmine = x\n[e]\nsubjectAltName = @n\nkeyUsage = critical,digitalSignature\n\
     2.999.2 = ASN1:UTF8:x\nmine = DER:05:00\nbasicConstraints = CA:true,pathlen:1\n[n]\nDNS.1 = a\n\
     dirName = dn\notherName = mine;IA5:x\nemail = copy\n[a]\nchallengePassword = x\n",
    "[NewRequest]\nSubject = \"CN=a, O=\"\"b, c\"\"+OU=d\" ; e\nKeyLength = 2048\nKeyUsage = 0xa0\n\
     [Strings]\nx = \"2.5.29.17\"\n[Extensions]\n%x% = \"{text}\"\n_continue_ = \"dns=a&upn=b&\"\n\
     2.999.1 = \"{hex}05 00\"\n[RequestAttributes]\nSAN=\"dns=c\"\n",
    "{\"CN\": \"a\", \"hosts\": [\"a@b\", \"::1\", \"x://y\"], \"key\": {\"algo\": \"rsa\", \"size\": 2048},\n\
     \"names\": [{\"C\": \"US\", \"OU\": \"b\"}], \"ca\": {\"pathlen\": 1}}",
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
    let files = [
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

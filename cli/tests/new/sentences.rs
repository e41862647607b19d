//! Whole sentences of the program, each for one command line that is refused.

use super::tools::{Directory, csr, run};

/// The words of a command line; a word in quotation marks may hold white space.
fn words(line: &str) -> Vec<&str> {
    let quoted = |(index, part)| -> Vec<&str> {
        if index % 2 == 1 { vec![part] } else { str::split_whitespace(part).collect() }
    };
    line.split('"').enumerate().flat_map(quoted).collect()
}

#[test]
fn each_refusal_says_where_what_and_what_to_type() {
    super::golden::check("tests/data/sentences/program.txt", |line| {
        let output = csr(&words(line), b"hello\n");
        let code = output.status.code().unwrap();
        assert_ne!(code, 0, "{line}");
        format!("{}(exit code {code})", String::from_utf8(output.stderr).unwrap())
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_the_place_and_a_pipe_one_line() {
    let dir = Directory::new();
    let body = dir.write("a.json", "{\n  \"CommonName\": \"a\",\n  \"Country\": \"us\"\n}\n");
    let config =
        dir.write("a.cnf", "[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nCN = a\nC = usa\n");
    let table = dir.write("a.csv", "CommonName,Contry\na,US\n");
    let out = dir.path("out");
    for (arguments, line, caret) in [
        (vec!["new", &body, "--key-out", &out], "3 |   \"Country\": \"us\"", "|              ^^^^"),
        (vec!["convert", &config], "6 | C = usa", "|     ^^^"),
        (vec!["batch", &table, "--out-dir", &out], "1 | CommonName,Contry", "|            ^^^^^^"),
        (
            vec!["new", "--san", "DNS:a_b", "--key-out", &out],
            "| csr new --san DNS:a_b",
            "|         ^^^^^^^^^^^^^",
        ),
    ] {
        let piped = String::from_utf8(csr(&arguments, b"").stderr).unwrap();
        assert!(!piped.contains('^') && !piped.contains('\x1B'), "{piped}");
        for (choice, is_coloured) in [("always", true), ("never", false)] {
            let command =
                format!("{} {} --color {choice}", env!("CARGO_BIN_EXE_csr"), arguments.join(" "));
            let Some(output) = run("script", &["-qec", &command, "/dev/null"], b"") else { return };
            let shown = String::from_utf8(output.stdout).unwrap();
            assert_eq!(shown.contains('\x1B'), is_coloured, "{shown}");
            if !is_coloured {
                assert!(shown.contains(line) && shown.contains(caret), "{shown}");
                assert!(shown.starts_with("error: "), "{shown}");
            }
        }
    }
}

//! Whole sentences of the program, each for one command line that is refused.

use super::tools::{Directory, csr, csr_fails, run};

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
    let repeated = dir.write("b.csv", "CN,C,CN\na,US,b\n");
    let (out, missing) = (dir.path("out"), dir.path("missing"));
    for (arguments, line, caret) in [
        (vec!["new", &body, "--key-out", &out], "3 |   \"Country\": \"us\"", "|              ^^^^"),
        (vec!["convert", &config], "6 | C = usa", "|     ^^^"),
        (vec!["batch", &table, "--out-dir", &out], "1 | CommonName,Contry", "|            ^^^^^^"),
        (
            vec!["new", "--san", "DNS:a_b", "--key-out", &out],
            "| csr new --san DNS:a_b",
            "|         ^^^^^^^^^^^^^",
        ),
        (
            vec!["new", "--subject", "CN=a,OU", "--key-out", &out],
            "| csr new --subject CN=a,OU",
            "|                        ^\r\n",
        ),
        (vec!["batch", &repeated, "--out-dir", &out], "1 | CN,C,CN", "|      ^^\r\n"),
        (vec!["verify", &missing], "error: ", ": No such file or directory"),
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

#[test]
fn a_public_json_web_key_is_named_with_what_to_do() {
    let key = r#"{"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    let dir = Directory::new();
    let path = &*dir.write("key.json", key);
    for (arguments, what) in [
        (
            vec!["inspect", path],
            "is a JSON Web Key (JWK) of a public key; expected a certification",
        ),
        (vec!["new", "--cn", "a", "--key", path], "is a public key; expected PKCS #8"),
    ] {
        let (code, error) = csr_fails(&arguments, b"");
        let hint = format!("hint: to prepare a request for it: csr prepare --public-key {path}\n");
        assert!(code == 1 && error.contains(what) && error.ends_with(&hint), "{error}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn of_many_faults_the_first_places_are_shown() {
    let dir = Directory::new();
    let name = r#"{"type": "dNSName", "name": "a..b"}"#;
    let names = [name; 5_000].join(",\n");
    let body = format!("{{\"subjectAlternativeNames\": {{\"generalNames\": [\n{names}]}}}}");
    let body = dir.write("a.json", body);
    let command =
        format!("{} new {body} --key-out {body}.key --color never", env!("CARGO_BIN_EXE_csr"));
    let Some(output) = run("script", &["-qec", &command, "/dev/null"], b"") else { return };
    let shown = String::from_utf8(output.stdout).unwrap();
    let count = |text: &str| shown.lines().filter(|line| line.contains(text)).count();
    assert_eq!((count("--> "), count("].name: ")), (20, 1_000), "{shown}");
}

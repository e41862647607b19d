//! Whole sentences of the program, each for one command line that is refused.

use super::tools::csr;

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

//! `csr completions` and `csr man`.
#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "../support/tools.rs"]
mod tools;

use std::process::{Command, Stdio};

use tools::{Directory, csr_fails, csr_works, run};

fn text(arguments: &[&str]) -> String {
    String::from_utf8(csr_works(arguments, b"")).unwrap()
}

#[test]
fn every_shell_has_completions_that_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = text(&["completions", shell]);
        for word in ["new", "batch", "lxca", "completions", "man", "key-out"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}

#[test]
fn bash_takes_its_completions_and_uses_them() {
    let script = text(&["completions", "bash"])
        + "COMP_WORDS=(csr ne); COMP_CWORD=1; _csr csr ne csr; echo \"${COMPREPLY[*]}\"\n";
    let Some(output) = run("bash", &["-u"], script.as_bytes()) else { return };
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "new\n");
}

#[test]
fn bash_offers_files_only_where_a_file_is_meant() {
    let algorithms = "rsa-2048 rsa-3072 rsa-4096 rsa-pss-2048 rsa-pss-3072 rsa-pss-4096 ecdsa-p256 ecdsa-p384 ecdsa-p521 ed25519 ml-dsa-44 ml-dsa-65 ml-dsa-87";
    let cases = [
        ("new", "--algorithm", "", algorithms),
        ("new", "--policy", "c", "cnsa cnsa-2"),
        ("new", "--lint", "ad", "ad-cs"),
        ("new", "--key-usage", "Cargo.to", "Cargo.to"),
        ("new", "--cn", "Cargo.to", "Cargo.to"),
        ("new", "--key", "Cargo.to", "Cargo.toml"),
        ("prepare", "--signature-algorithm", "Cargo.to", "Cargo.to"),
        ("batch", "--out-dir", "Cargo.to", "Cargo.toml"),
    ];
    // Outside of a completion there is no `compopt`.
    let mut script = text(&["completions", "bash"]) + "compopt() { :; }\n";
    for (command, option, word, _) in cases {
        script += &format!(
            "COMP_WORDS=(csr {command} {option} '{word}'); COMP_CWORD=3; _csr csr '{word}' {option}; echo \"${{COMPREPLY[*]}}\"\n"
        );
    }
    let Some(output) = run("bash", &["-u"], script.as_bytes()) else { return };
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let offered = String::from_utf8(output.stdout).unwrap();
    for ((command, option, word, expected), offered) in cases.into_iter().zip(offered.lines()) {
        assert_eq!(offered, expected, "{command} {option} {word}");
    }
    assert_eq!(offered.lines().count(), cases.len());
}

#[test]
fn help_says_which_commands_print_results_all_the_same_and_what_reads_standard_input() {
    let help = text(&["--help"]);
    let note = "(batch, inspect, lint, lxca, match and verify still print their other results;";
    assert!(help.contains(note), "{help}");
    let options = [
        ("new", "--key <FILE>", 1),
        ("new", "--key-password-file <FILE>", 1),
        ("new", "--encrypt-key-with <FILE>", 1),
        ("new", "--challenge-password-file <FILE>", 1),
        ("new", "--from <FILE>", 1),
        ("new", "--key-out <FILE>", 0),
        ("prepare", "--public-key <FILE>", 1),
        ("assemble", "--signature <FILE>", 1),
        ("match", "<FILE> <FILE>...", 1),
        ("lint", "[FILE]...", 1),
        ("verify", "[FILE]...", 1),
    ];
    for (command, option, expected) in options {
        let help = text(&[command, "--help"]).split_whitespace().collect::<Vec<_>>().join(" ");
        let start = help.rfind(&format!("{option} ")).unwrap();
        let about = help[start + 2..].split(" --").next().unwrap();
        assert_eq!(about.matches("- reads standard input").count(), expected, "{option}: {about}");
    }
    let help = text(&["new", "--help"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("A value needs the =: write --subject-key-id=sha1"), "{help}");
}

#[test]
fn examples_can_be_pasted_at_any_width() {
    let cases = [
        ("--help", "  csr new --host a.example --key-out key.pem --out csr.pem\n"),
        ("--help", "  csr new --example >body.json\n"),
        ("--help", "  csr new body.json --key-out key.pem --out csr.pem\n"),
        (
            "batch --help",
            "  parallel --pipe -N 1000 \\\n    csr batch - --pipe --stdout --key KEY --jobs 1 <in.jsonl\n",
        ),
        (
            "batch --help",
            "  rdd.pipe(\n    'csr batch - --pipe --stdout --key KEY --jobs 1',\n    checkCode=True)\n",
        ),
        (
            "completions --help",
            "  dir=~/.local/share/bash-completion/completions\n  csr completions bash >$dir/csr\n",
        ),
        ("man --help", "To read one: csr man new | man -l -\n"),
        ("man --help", "To install all: csr man --out-dir /usr/local/share/man/man1\n"),
    ];
    for width in ["60", "80", "200"] {
        for (words, example) in cases {
            let mut command = Command::new(env!("CARGO_BIN_EXE_csr"));
            let command = command.args(words.split(' ')).env("COLUMNS", width);
            let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
            let help = String::from_utf8(output.stdout).unwrap();
            assert!(help.contains(example), "{width} columns: {help}");
        }
    }
}

#[test]
fn each_command_has_a_page_in_the_manual() {
    let pages: [(&[&str], &str, &str); 3] = [
        (&["man"], ".TH csr 1", "Exit codes"),
        (&["man", "new"], ".TH csr-new 1", "key\\-out"),
        (&["man", "lxca", "post"], ".TH csr-lxca-post 1", "store"),
    ];
    for (arguments, title, content) in pages {
        let page = text(arguments);
        assert!(page.contains(title), "{arguments:?}: {page}");
        assert!(page.contains(content), "{arguments:?}: {page}");
    }
}

#[test]
fn a_page_of_an_unknown_command_is_a_usage_error_that_names_the_known_ones() {
    let (code, error) = csr_fails(&["man", "lxca", "put"], b"");
    assert_eq!(code, 2);
    assert_eq!(
        error.lines().next(),
        Some("error: csr lxca does not have a command \"put\"; expected one of post, get, delete")
    );
    let (code, error) = csr_fails(&["man", "new", "old"], b"");
    assert_eq!(code, 2);
    assert_eq!(
        error.lines().next(),
        Some("error: csr new does not have commands, but \"old\" is given")
    );
}

#[test]
fn all_pages_are_written_at_once() {
    let dir = Directory::new();
    csr_works(&["man", "--out-dir", &dir.path("man1")], b"");
    for (file, arguments) in [
        ("csr.1", &["man"][..]),
        ("csr-new.1", &["man", "new"]),
        ("csr-lxca-post.1", &["man", "lxca", "post"]),
    ] {
        let page = std::fs::read_to_string(dir.path("man1/") + file).unwrap();
        assert_eq!(page, text(arguments), "{file}");
    }
}

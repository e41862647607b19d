//! `csr completions` and `csr man`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "support/tools.rs"]
mod tools;

use tools::{csr_fails, csr_works, run};

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
        Some("error: csr lxca has no command \"put\"; there are post, get, delete")
    );
    let (code, error) = csr_fails(&["man", "new", "old"], b"");
    assert_eq!(code, 2);
    assert_eq!(error.lines().next(), Some("error: csr new has no commands, so no \"old\""));
}

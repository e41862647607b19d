//! The sentences that an audience reads, pinned in one file each: a line with `$ ` and an input, and below it
//! what is said about that input. With `UPDATE_SENTENCES=1` in the environment the file is written anew.

use std::path::Path;

/// Compares what `say` answers to each input of a file with what is written there.
#[track_caller]
pub(crate) fn check(file: &str, say: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let written = std::fs::read_to_string(&path).unwrap();
    let mut said = String::new();
    let mut inputs = 0;
    for line in written.lines() {
        if line.starts_with('#') || line.starts_with("$ ") {
            said += line;
            said.push('\n');
        }
        if let Some(input) = line.strip_prefix("$ ") {
            inputs += 1;
            said += say(input).trim_end();
            said += "\n\n";
        }
    }
    assert!(inputs > 0, "{file} has no input");
    if std::env::var_os("UPDATE_SENTENCES").is_some() {
        std::fs::write(&path, &said).unwrap();
        return;
    }
    assert_eq!(said, written, "{file}; UPDATE_SENTENCES=1 writes it anew");
}

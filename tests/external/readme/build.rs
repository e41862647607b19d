//! Makes a module and a test of each Rust example in the README, unchanged.

use std::{env, fs, path::Path};

const README: &str = "../../../README.md";

fn main() {
    println!("cargo::rerun-if-changed={README}");
    let readme = fs::read_to_string(README).unwrap();
    let mut tests = String::new();
    for (index, example) in examples(&readme).enumerate() {
        tests += &format!(
            "mod example_{index} {{\n{example}\n\
             #[test]\nfn does_what_it_asserts() {{ main().unwrap(); }}\n}}\n"
        );
    }
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("examples.rs"), tests).unwrap();
}

/// What is between "```rust" and "```".
fn examples(readme: &str) -> impl Iterator<Item = &str> {
    readme.split("\n```rust\n").skip(1).map(|rest| rest.split_once("\n```").unwrap().0)
}

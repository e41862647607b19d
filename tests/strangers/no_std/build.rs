//! Takes the example without an operating system from the README, as it stands there.

use std::{env, fs, path::Path};

const README: &str = "../../../README.md";

fn main() {
    println!("cargo::rerun-if-changed={README}");
    let readme = fs::read_to_string(README).unwrap();
    let section = readme.split_once("\n## Without an operating system\n").unwrap().1;
    let example = section.split_once("\n```rust\n").unwrap().1.split_once("\n```").unwrap().0;
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("example.rs"), example).unwrap();
}

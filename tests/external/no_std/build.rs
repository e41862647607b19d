//! Takes the example without an operating system from the guide in the crate docs, unchanged.

use std::{env, fs, path::Path};

const GUIDE: &str = "../../../src/guide/signing.rs";

fn main() {
    println!("cargo::rerun-if-changed={GUIDE}");
    let guide = fs::read_to_string(GUIDE).unwrap();
    let section = guide.split_once("\n//! # Without an operating system\n").unwrap().1;
    let example = section.split_once("\n//! ```\n").unwrap().1.split_once("\n//! ```").unwrap().0;
    let shown = example.lines().map(|line| line.trim_start_matches("//!").trim_start_matches(' '));
    let body: Vec<_> = shown.filter(|line| !line.starts_with("# ")).collect();
    let main = format!(
        "fn main() -> Result<(), alloc::boxed::Box<dyn core::error::Error>> {{\n{}\nOk(())\n}}\n",
        body.join("\n")
    );
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("example.rs"), main).unwrap();
}

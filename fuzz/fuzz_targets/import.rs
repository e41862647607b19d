//! Request files of other tools: the readers are the program's, of which a fuzz target takes the files, since
//! nothing can link to a program.
#![no_main]
#![allow(dead_code, unused_imports, reason = "the program uses more of its files")]

#[path = "../../cli/src"]
mod cli {
    pub mod failure;
    #[path = "files/read.rs"]
    pub mod files;
    pub mod hints;
    pub mod import;
    pub mod members;
    #[path = "import/tests/outcome.rs"]
    pub mod outcome;
    pub mod paths;
    pub mod private_keys;
    #[path = "profile/recognition.rs"]
    pub mod profile;
    pub mod snippet;
}

use cli::{failure, files, hints, import, members, outcome, paths, private_keys, profile, snippet};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    outcome::outcome(input);
});

//! Files: read within bounds, written whole, keys and inputs never overwritten.

use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

mod output;
mod read;
mod replaceable;
pub(crate) mod temporary;

pub(crate) use output::{Output, check_new_key, write_new_key};
pub(crate) use read::{
    MARK, failed, open, open_regular, plain, read, read_found, read_regular, standard_input,
    without_mark,
};

/// A place on the disk, which standard output is not; `need` says what it is for.
pub(crate) fn on_disk(need: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new()
        .try_map(move |path| if path == Path::new("-") { Err(need) } else { Ok(path) })
}

//! What a path leads to.

use std::fs;
use std::path::Path;

/// Whether two names lead to one file, even if it does not exist yet.
pub(crate) fn same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| {
        let in_directory = || Some(fs::canonicalize(directory(path)).ok()?.join(path.file_name()?));
        fs::canonicalize(path).ok().or_else(in_directory)
    };
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

/// The directory that a file is in.
pub(crate) fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(directory) if directory != Path::new("") => directory,
        _ => Path::new("."),
    }
}

/// The name of a file, which may hold any character: on one line, and without control characters.
pub(crate) fn shown(path: &Path) -> String {
    shown_text(&path.display().to_string())
}

/// A text from a file, which may hold any character: on one line, and without control characters.
pub(crate) fn shown_text(text: &str) -> String {
    // Quotation marks and backslashes would be escaped too, but do no harm.
    let doubtful = text.replace(['\\', '"', '\''], "");
    if doubtful.escape_debug().eq(doubtful.chars()) {
        text.into()
    } else {
        text.escape_debug().to_string()
    }
}

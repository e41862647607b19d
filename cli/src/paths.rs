//! What a path leads to.

use std::borrow::Cow;
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

/// The name of a file, as [`visible`] has it.
pub(crate) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// A text that may hold any character: on one line, and without control characters.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    // Quotation marks and backslashes would be escaped too, but do no harm.
    let doubtful = text.replace(['\\', '"', '\''], "");
    if doubtful.escape_debug().eq(doubtful.chars()) {
        text.into()
    } else {
        text.escape_debug().to_string().into()
    }
}

/// A text as a word of a shell's command.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-:@,=+%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

//! The requests in a directory that is named in place of a file.

use std::fs;
use std::path::{Path, PathBuf};

use pkcs10::Inspection;
use pkcs10::reading::repair;

use crate::failure::{Failure, note, shown};
use crate::files;

/// The entries that a note names; of more, their number.
const NAMED_MAX: usize = 5;

/// The file, or the files of a directory that are requests by their name or content, sorted. Directories in
/// it are not searched: stores of keys and old requests lie there. What is left out is noted. Larger DER than
/// `limit` bytes is not looked into.
pub(super) fn requests(path: &Path, limit: usize) -> Result<Vec<PathBuf>, Failure> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries: Vec<PathBuf> =
        entries.map_err(files::failed(path))?.iter().map(fs::DirEntry::path).collect();
    entries.sort();
    let (requests, others): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.is_file() && is_request(entry, limit));
    let names = others.iter().take(NAMED_MAX).map(|other| {
        let name = shown(Path::new(other.file_name().unwrap_or_default()));
        if other.is_dir() { name + "/" } else { name }
    });
    let mut left_out = names.collect::<Vec<_>>().join(", ");
    if others.len() > NAMED_MAX {
        left_out += &format!(" and {} more", others.len() - NAMED_MAX);
    }
    if requests.is_empty() {
        let found = if others.is_empty() { "it is empty" } else { &left_out };
        let why = format!("has no certification request in it (found: {found})");
        let hint =
            "directories in a directory are not searched; name the one that has the requests";
        return Err(Failure::refused_file(path, why).hint(hint));
    }
    if !others.is_empty() {
        note(format_args!("note: {}: not requests, left out: {left_out}", shown(path)));
    }
    Ok(requests)
}

/// Whether the name or the content of a file says that it is a request. One that cannot be read counts, so
/// that it is reported.
fn is_request(file: &Path, limit: usize) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if [".csr", ".req", ".p10", ".csr.pem", ".csr.der"].iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let Ok(bytes) = files::read_regular(file) else { return true };
    const LABEL: &[u8] = b"CERTIFICATE REQUEST-----";
    let holds_label = |bytes: &[u8]| bytes.windows(LABEL.len()).any(|window| window == LABEL);
    let is_der = |bytes: &[u8]| Inspection::read_with_limit(bytes, limit).is_ok();
    holds_label(&bytes)
        || is_der(&bytes)
        || repair(&bytes).is_some_and(|repaired| is_der(repaired.as_bytes()))
}

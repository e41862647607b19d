//! Files that are read, within bounds.

use std::fmt::Display;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Stdin};
use std::mem;
#[cfg(unix)]
use std::os::fd::AsFd;
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::{Failure, shown};
use crate::paths::in_token;

/// The largest file that is read, in bytes. A request with 100,000 names has a tenth of it.
const INPUT_MAX: u64 = 64 << 20;

/// Room left over, in bytes, so that the end of a file is met without asking for more.
const SPARE: usize = 64;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        read_all(standard_input()?.lock(), 0)
    } else {
        File::open(path).and_then(|file| read_all(&file, file.metadata()?.len()))
    };
    read.map_err(unread(path))
}

/// Standard input, if it is not closed.
pub(crate) fn standard_input() -> Result<Stdin, Failure> {
    #[cfg(unix)]
    check_open(
        io::stdin(),
        "standard input",
        "redirect it from a file, or name the file instead of -",
    )?;
    Ok(io::stdin())
}

/// Checks that a standard stream was not closed (`>&-`): the runtime opens the null device in its place, to be read
/// and written, so that all that is written there is lost without an error, and nothing is read. A shell's
/// `>/dev/null` opens it to be written only; a parent that opens it for both cannot be distinguished from the
/// runtime.
#[cfg(unix)]
pub(super) fn check_open(stream: impl AsFd, name: &str, hint: &str) -> Result<(), Failure> {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let is_null = || Some((fstat(&stream).ok()?.st_rdev, stat("/dev/null").ok()?.st_rdev));
    let is_reopened = is_null().is_some_and(|(stream, null)| stream == null)
        && fcntl_getfl(&stream).is_ok_and(|flags| flags.contains(OFlags::RDWR));
    if is_reopened {
        let why = format!("{name}: is closed, or /dev/null opened for reading and writing");
        return Err(Failure::Environment(why).hint(hint));
    }
    Ok(())
}

/// The failure to read a file: a refusal where it is too large.
pub(super) fn unread(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| match error.kind() {
        io::ErrorKind::FileTooLarge => Failure::refused_file(path, error),
        _ => failed(path)(error),
    }
}

/// All of an input within bounds. Where its length is known, there is room for all of it at once: a
/// key in it is wiped where it is, not where it was.
pub(super) fn read_all(input: impl Read, len: u64) -> io::Result<Vec<u8>> {
    let len = usize::try_from(len.min(INPUT_MAX)).unwrap_or(0);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len + SPARE)?;
    let mut input = input.take(INPUT_MAX + 1);
    input.read_to_end(&mut bytes)?;
    if input.limit() == 0 {
        let text = format!("is larger than {} MiB", INPUT_MAX >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
    }
    Ok(bytes)
}

/// Reads a file that the command line does not name: a regular one, within bounds.
pub(crate) fn read_regular(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = open_regular(path)?;
    read_all(&file, file.metadata()?.len()).map(Zeroizing::new)
}

/// The byte order mark of UTF-8, which editors put in front of a text.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text without a byte order mark.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// Reads a file that was found in a directory, as [`read_regular`] does.
pub(crate) fn read_found(path: &Path) -> Result<Vec<u8>, Failure> {
    read_regular(path).map(|mut bytes| mem::take(&mut *bytes)).map_err(unread(path))
}

/// Opens a regular file. Anything else, such as a pipe or a device, is refused, not waited for.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    let check = |metadata: Metadata| match metadata.is_file() {
        true => Ok(()),
        false => Err(io::Error::other("is not a regular file")),
    };
    // To open a device may already do something.
    check(fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // If a pipe has come in its place since.
    #[cfg(unix)]
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    check(file.metadata()?)?;
    Ok(file)
}

/// Opens a file to be read as it comes.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let file = File::open(path).map_err(failed(path))?;
    if file.metadata().map_err(failed(path))?.is_dir() {
        return Err(refuse(path, "is a directory"));
    }
    Ok(file)
}

pub(super) fn refuse(path: &Path, why: impl Display) -> Failure {
    Failure::Environment(format!("{}: {why}", shown(path)))
}

/// The failure to use a file, and not a key in a token.
pub(crate) fn failed(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| match in_token(path) {
        true => Failure::Usage(format!(
            "{}: only csr new (--key, --key-out) and csr keys take a key in a token; expected a file",
            shown(path)
        )),
        false => refuse(path, plain(&error)),
    }
}

/// The error in words, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

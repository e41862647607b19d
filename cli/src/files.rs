//! Files: read within bounds, written whole, keys and inputs never overwritten.

use std::fmt::Display;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};
use tempfile::{NamedTempFile, PersistError};
use zeroize::Zeroizing;

use crate::failure::{Failure, shown};
use crate::inputs::Inputs;
use crate::paths::directory;
use crate::private_keys;

/// The largest file that is read, in bytes. A request with 100,000 names has a tenth of it.
const INPUT_MAX: u64 = 64 << 20;

/// Room left over, in bytes, so that the end of a file is met without asking for more.
const SPARE: usize = 64;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut input = Vec::new();
    let result = if path == Path::new("-") {
        io::stdin().lock().take(INPUT_MAX + 1).read_to_end(&mut input)
    } else {
        File::open(path).and_then(|file| {
            // Room for all of it at once: a key in it is wiped where it is, not where it was.
            let len = file.metadata()?.len().min(INPUT_MAX);
            input.reserve_exact(usize::try_from(len).unwrap_or(0) + SPARE);
            file.take(INPUT_MAX + 1).read_to_end(&mut input)
        })
    };
    match result {
        Ok(len) if u64::try_from(len).is_ok_and(|len| len > INPUT_MAX) => Err(Failure::refused(
            format!("{}: is larger than {} MiB", shown(path), INPUT_MAX >> 20),
        )),
        Ok(_) => Ok(input),
        Err(error) => Err(refuse(path, plain(&error))),
    }
}

/// Opens a file to be read as it comes.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let refuse_error = |error: io::Error| refuse(path, plain(&error));
    let file = File::open(path).map_err(refuse_error)?;
    if file.metadata().map_err(refuse_error)?.is_dir() {
        return Err(refuse(path, "is a directory"));
    }
    Ok(file)
}

/// Where a result goes.
pub(crate) enum Output {
    /// Standard output.
    Standard,
    /// A file that is not there yet.
    New(PathBuf),
    /// A file that is there and may be replaced.
    Replaced(PathBuf),
    /// Something that is there and not a file: a pipe, a device.
    Special(PathBuf),
}

impl Output {
    /// Checks that the result can go there, before anything is made that would be lost.
    pub(crate) fn check(
        path: Option<&Path>,
        force: bool,
        inputs: &Inputs<'_>,
    ) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Standard);
        };
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(refuse(path, "is a directory")),
            Ok(metadata) if !metadata.is_file() => Ok(Self::Special(path.into())),
            Ok(_) => {
                check_replaceable(path, force, inputs)?;
                Ok(Self::Replaced(path.into()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                check_directory(path)?;
                Ok(Self::New(path.into()))
            }
            Err(error) => Err(refuse(path, plain(&error))),
        }
    }

    /// Writes the result: a file whole or not at all. A reader that has gone is not a failure.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Standard => {
                let mut out = io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                        Err(Failure::Environment(format!("standard output: {}", plain(&error))))
                    }
                    _ => Ok(()),
                }
            }
            Self::New(path) => write_whole(path, bytes, None, |file| file.persist_noclobber(path)),
            Self::Replaced(path) => {
                let error = |error: io::Error| refuse(path, plain(&error));
                // What a link leads to is replaced, not the link, and users that could not read it
                // cannot read what comes in its place.
                let path = &fs::canonicalize(path).map_err(error)?;
                let permissions = fs::metadata(path).map_err(error)?.permissions();
                write_whole(path, bytes, Some(permissions), |file| file.persist(path))
            }
            Self::Special(path) => OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|mut file| file.write_all(bytes))
                .map_err(|error| refuse(path, plain(&error))),
        }
    }
}

/// Checks that an existing file may be replaced: with --force, not an input, not a private key.
fn check_replaceable(path: &Path, force: bool, inputs: &Inputs<'_>) -> Result<(), Failure> {
    if private_keys::holds_one(&Zeroizing::new(read(path)?)) {
        return Err(refuse(path, "contains a private key; a key is never replaced"));
    }
    if let Some(option) = inputs.option_of(path) {
        let why = format!("is also the file of {option}; a file that is read is never replaced");
        return Err(refuse(path, why));
    }
    if force {
        return Ok(());
    }
    Err(refuse(path, "already exists").hint("use --force to replace it, or another name"))
}

/// A place on the disk, which standard output is not; `need` says what it is for.
pub(crate) fn on_disk(need: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new()
        .try_map(move |path| if path == Path::new("-") { Err(need) } else { Ok(path) })
}

/// Checks that a new key can be written to `path`.
pub(crate) fn check_new_key(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(refuse(path, "already exists; a key is never replaced")
            .hint("use --key to sign with the key in it")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => check_directory(path),
        Err(error) => Err(refuse(path, plain(&error))),
    }
}

/// Writes a private key: created here and now or not at all, readable by its owner only, and on
/// the disk when this returns.
pub(crate) fn write_new_key(path: &Path, pem: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| refuse(path, plain(&error)))?;
    file.write_all(pem.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_directory(path))
        .map_err(|error| {
            // Half a key is worth nothing; it must not stand in the way of the next try.
            let _ = fs::remove_file(path);
            refuse(path, plain(&error))
        })
}

/// Writes a file under another name, and gives it its own when it is whole.
fn write_whole(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
    persist: impl FnOnce(NamedTempFile) -> Result<File, PersistError>,
) -> Result<(), Failure> {
    let written = temporary(directory(path), permissions).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        persist(file)?;
        sync_directory(path)
    });
    written.map_err(|error| refuse(path, plain(&error)))
}

/// A file with these permissions, or with those that new files have.
fn temporary(directory: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".csr-");
    #[cfg(unix)]
    builder.permissions(permissions.clone().unwrap_or_else(|| PermissionsExt::from_mode(0o666)));
    let file = builder.tempfile_in(directory)?;
    // The mask of the process narrows what a new file has, not what an old one had.
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

fn check_directory(path: &Path) -> Result<(), Failure> {
    let directory = directory(path);
    match fs::metadata(directory) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(refuse(directory, "is not a directory")),
        Err(error) => Err(refuse(directory, plain(&error))),
    }
}

/// Makes the name of a new file last through a loss of power.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory(path))?.sync_all() } else { Ok(()) }
}

/// The first line of a file, without its end, LF or CRLF.
pub(crate) fn first_line(content: &[u8]) -> &[u8] {
    let line = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

pub(crate) fn refuse(path: &Path, why: impl Display) -> Failure {
    Failure::Environment(format!("{}: {why}", shown(path)))
}

/// The error in words, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

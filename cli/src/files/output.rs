//! Where results and new keys go.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use super::read::check_open;
use super::read::{failed, plain, refuse};
use super::replaceable::{CHANGED, Replaceable};
use super::temporary;
use crate::failure::Failure;
use crate::inputs::Inputs;
use crate::paths::directory;

/// Where a result goes.
pub(crate) enum Output {
    /// Standard output.
    Standard,
    /// A file that is not there yet.
    New(PathBuf),
    /// A file that is there and may be replaced.
    Replaced(Replaceable),
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
            return Self::standard();
        };
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(refuse(path, "is a directory")),
            Ok(metadata) if !metadata.is_file() => Ok(Self::Special(path.into())),
            Ok(_) => Replaceable::check(path, force, inputs).map(Self::Replaced),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                check_directory(path)?;
                match fs::symlink_metadata(path) {
                    Ok(_) => Err(refuse(path, "is a link to a file that does not exist")
                        .hint("name the file itself, or remove the link")),
                    Err(_) => Ok(Self::New(path.into())),
                }
            }
            Err(error) => Err(failed(path)(error)),
        }
    }

    /// Removes a file that was written and was not there before.
    pub(crate) fn remove_new(&self) {
        if let Self::New(path) = self {
            let _ = fs::remove_file(path);
        }
    }

    /// Standard output, if it is not closed.
    pub(crate) fn standard() -> Result<Self, Failure> {
        #[cfg(unix)]
        check_open(
            io::stdout(),
            "standard output",
            "redirect it to a file; >/dev/null discards what is written",
        )?;
        Ok(Self::Standard)
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
            Self::New(path) => temporary::write_new(path, bytes, None).map_err(failed(path)),
            Self::Replaced(file) => file.replace(bytes),
            Self::Special(path) => {
                let open = OpenOptions::new().write(true).open(path);
                let written = open.and_then(|mut file| match file.metadata()?.is_file() {
                    true => Err(io::Error::other(CHANGED)),
                    false => file.write_all(bytes),
                });
                written.map_err(failed(path))
            }
        }
    }
}

/// Checks that a new key can be written to `path`.
pub(crate) fn check_new_key(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(refuse(path, "already exists; a key is never replaced")
            .hint("use --key to sign with the key in it")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => check_directory(path),
        Err(error) => Err(failed(path)(error)),
    }
}

/// Writes a private key: created here and now or not at all, readable by its owner only, and on
/// the disk when this returns.
pub(crate) fn write_new_key(path: &Path, pem: &str) -> Result<(), Failure> {
    #[cfg(unix)]
    let private = Some(PermissionsExt::from_mode(0o600));
    #[cfg(not(unix))]
    let private = None;
    temporary::write_new(path, pem.as_bytes(), private).map_err(failed(path))
}

fn check_directory(path: &Path) -> Result<(), Failure> {
    let directory = directory(path);
    match fs::metadata(directory).map_err(failed(directory))?.is_dir() {
        true => Ok(()),
        false => Err(refuse(directory, "is not a directory")),
    }
}

//! Files and directories, made and read with care.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::string::String;

#[cfg(unix)]
use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::error::Operation;

/// The most bytes of a file in the store. A request with 100,000 names has a tenth of it.
const FILE_MAX: usize = 64 << 20;

/// Stands before and after each operation that changes something on the disk, so that tests can make
/// each of them fail.
pub(super) trait Watch: Send + Sync {
    fn before(&self, _operation: Operation, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn after(&self, _operation: Operation, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// Lets everything happen.
pub(super) struct Unwatched;

impl Watch for Unwatched {}

/// Makes a directory that must not be there, with mode 0700 where there are modes.
pub(super) fn create_directory(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path)
}

/// Makes a directory with a name that is not taken, with mode 0700.
pub(super) fn create_temporary_directory(within: &Path) -> io::Result<PathBuf> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("new-").rand_bytes(16);
    #[cfg(unix)]
    builder.permissions(PermissionsExt::from_mode(0o700));
    match builder.tempdir_in(within) {
        Ok(directory) => Ok(directory.keep()),
        // tempfile's own error shows the whole path, which is not for every reader.
        Err(error) => Err(error.kind().into()),
    }
}

/// Makes an empty file that must not be there, with mode 0600.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    options.open(path)
}

/// Waits until the names in the directory are on the medium.
pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    // Elsewhere a directory cannot be opened, and the file system writes names in order.
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Removes a directory with all that is in it, or what is in its place.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(path),
        result => result,
    }
}

/// Checks that a directory is there, and not a link to one.
pub(super) fn check_directory(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path)?.is_dir() {
        true => Ok(()),
        false => Err(io::ErrorKind::NotADirectory.into()),
    }
}

/// Reads a regular file, never through a link, and never one that may be a FIFO or a device.
pub(super) fn read_file(path: &Path) -> io::Result<Zeroizing<String>> {
    check_file(&fs::symlink_metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // What has come into its place since is not followed, and not waited for.
    #[cfg(unix)]
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    check_file(&metadata)?;
    let len = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    check_len(len)?;
    // Room for all of it at once: a key is wiped where it is, not where it was.
    let mut text = Zeroizing::new(String::with_capacity(len));
    file.take(metadata.len()).read_to_string(&mut text)?;
    Ok(text)
}

fn check_file(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() { Ok(()) } else { Err(io::Error::other("it is not a regular file")) }
}

/// Checks that a file of this length can be read again.
pub(super) fn check_len(len: usize) -> io::Result<()> {
    if len <= FILE_MAX { Ok(()) } else { Err(io::ErrorKind::FileTooLarge.into()) }
}

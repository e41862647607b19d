//! The operations that change something on the disk, behind a trait so that tests can make
//! each of them fail.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::string::String;

#[cfg(unix)]
use rustix::fs::OFlags;
use zeroize::Zeroizing;

/// The most bytes of a file in the store. A request with 100,000 names has a tenth of it.
const FILE_MAX: usize = 64 << 20;

/// Directories are made with mode 0700 and files with 0600, where there are modes.
pub(super) trait Disk: Send + Sync {
    /// Makes a directory that must not be there.
    fn create_directory(&self, path: &Path) -> io::Result<()>;

    /// Makes a directory with a name that is not taken.
    fn create_temporary_directory(&self, within: &Path) -> io::Result<PathBuf>;

    /// Makes an empty file that must not be there.
    fn create_file(&self, path: &Path) -> io::Result<File>;

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Waits until the file's content is on the medium.
    fn sync_file(&self, file: &File) -> io::Result<()>;

    /// Waits until the names in the directory are on the medium.
    fn sync_directory(&self, path: &Path) -> io::Result<()>;

    /// Moves a directory to a place where nothing is.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a directory with all that is in it.
    fn remove_directory(&self, path: &Path) -> io::Result<()>;
}

/// The disk there is.
pub(super) struct SystemDisk;

impl Disk for SystemDisk {
    fn create_directory(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn create_temporary_directory(&self, within: &Path) -> io::Result<PathBuf> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("new-").rand_bytes(16);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        match builder.tempdir_in(within) {
            Ok(directory) => Ok(directory.keep()),
            // tempfile's own error shows the whole path, which is not for every reader.
            Err(error) => Err(error.kind().into()),
        }
    }

    fn create_file(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn sync_file(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a directory cannot be opened, and the file system writes names in order.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_directory(&self, path: &Path) -> io::Result<()> {
        match fs::remove_dir_all(path) {
            // Something else in the place of a request.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(path),
            result => result,
        }
    }
}

/// Checks that a directory is there, and not a link to one.
pub(super) fn check_directory(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        Ok(())
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    }
}

/// Reads a regular file, never through a link, and never one that may be a FIFO or a device.
pub(super) fn read_file(path: &Path) -> io::Result<Zeroizing<String>> {
    check_file(&fs::symlink_metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // What has come into its place since is not followed, and not waited for.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed(),
    );
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

//! The operations that change something on the disk, behind a trait so that tests can make
//! each of them fail.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Folders are made with mode 0700 and files with 0600, where there are modes.
pub(super) trait Disk: Send + Sync {
    /// Makes a folder that must not be there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder with a name that nobody else has.
    fn create_temporary_folder(&self, within: &Path) -> io::Result<PathBuf>;

    /// Makes an empty file that must not be there.
    fn create_file(&self, path: &Path) -> io::Result<File>;

    fn write(&self, file: &mut File, octets: &[u8]) -> io::Result<()>;

    /// Waits until the file's content is on the medium.
    fn sync_file(&self, file: &File) -> io::Result<()>;

    /// Waits until the names in the folder are on the medium.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Moves a folder to a place where nothing is.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk there is.
pub(super) struct SystemDisk;

impl Disk for SystemDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn create_temporary_folder(&self, within: &Path) -> io::Result<PathBuf> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("new-").rand_bytes(16);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        match builder.tempdir_in(within) {
            Ok(folder) => Ok(folder.keep()),
            // tempfile's own error shows the whole path, which is not for everybody's eyes.
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

    fn write(&self, file: &mut File, octets: &[u8]) -> io::Result<()> {
        file.write_all(octets)
    }

    fn sync_file(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened, and the file system writes names in order.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

//! The files that a command reads, looked at together.

use std::path::Path;

use crate::failure::Failure;
use crate::paths;

/// A file to read, if one is named, with the option or the argument that names it.
pub(crate) type Input<'a> = (&'static str, Option<&'a Path>);

/// All files that a command reads.
pub(crate) struct Inputs<'a>(Vec<(&'static str, &'a Path)>);

impl<'a> Inputs<'a> {
    /// Checks that at most one of them is standard input, which can be read once.
    pub(crate) fn check(all: impl IntoIterator<Item = Input<'a>>) -> Result<Self, Failure> {
        let named = all.into_iter().filter_map(|(option, path)| Some((option, path?)));
        let (standard, files): (Vec<_>, _) = named.partition(|(_, path)| *path == Path::new("-"));
        match standard.as_slice() {
            [(first, _), (second, _), ..] => Err(Failure::Usage(format!(
                "{first} and {second} are both -, but standard input can be read only once"
            ))),
            standard => {
                // On Linux, that leads to the file which a shell has opened: `<body.json`.
                let opened = standard.iter().map(|(option, _)| (*option, Path::new("/dev/stdin")));
                Ok(Self(files.into_iter().chain(opened).collect()))
            }
        }
    }

    /// The option that names this file, be it by another name.
    pub(crate) fn option_of(&self, path: &Path) -> Option<&'static str> {
        self.0.iter().find(|(_, input)| paths::same(input, path)).map(|(option, _)| *option)
    }
}

//! Sections of a configuration, and their entries in the order of the file.

/// A section, named in brackets.
#[derive(Default)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) entries: Vec<Entry>,
}

/// `name = value`.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) line: usize,
    /// The environment variable that is in the value, which is not read.
    pub(super) environment: Option<String>,
}

impl Section {
    /// Whether it has this name, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

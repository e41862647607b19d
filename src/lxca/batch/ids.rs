//! The ids of a run, so that a line which takes one again is told which line had it.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::vec::Vec;

use super::{LineFault, LineResult, Made};

/// The lines that made files, by their ids. Sixteen octets a line, where each has made a file.
#[derive(Default)]
pub(super) struct Ids {
    /// Keyed, so that nobody can choose two ids of one hash.
    hasher: RandomState,
    lines: HashMap<u64, u64>,
}

impl Ids {
    /// The result; where it is that a file is there which this run made, it names the line.
    pub(super) fn check(&mut self, mut result: LineResult) -> LineResult {
        let Some(id) = &result.id else { return result };
        let hash = self.hasher.hash_one(id);
        match &result.outcome {
            Ok(Made::Files { .. }) => {
                self.lines.entry(hash).or_insert(result.line);
            }
            Err(faults)
                if matches!(faults[..], [LineFault::Exists(_) | LineFault::OtherRequest(_)]) =>
            {
                if let Some(line) = self.lines.get(&hash).copied() {
                    let id = id.clone();
                    result.outcome = Err(Vec::from([LineFault::IdUsed { id, line }]));
                }
            }
            _ => {}
        }
        result
    }
}

//! The ids of a run, so that the fault of a line that repeats one names the line that had it.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::fault::LineFault;
use super::result::{LineResult, Made};

/// How many lines are remembered: a longer input takes no more memory. A line that takes the id of
/// one beyond them gets the fault that the file exists, without the line; when resuming, it counts as
/// done if it asks for the same.
const MOST: usize = 100_000;

/// The first lines that have files, by their ids.
#[derive(Default)]
pub(super) struct Ids {
    /// Keyed, so that two ids of one hash cannot be chosen.
    hasher: RandomState,
    lines: HashMap<u64, u64>,
}

impl Ids {
    /// The result; where the id is that of an earlier line, it names that line.
    pub(super) fn check(&mut self, mut result: LineResult) -> LineResult {
        let Some(id) = &result.id else { return result };
        let hash = self.hasher.hash_one(id);
        let earlier = self.lines.get(&hash).copied();
        let uses_its_files = match &result.outcome {
            // New files have a new name, also where its hash is not new.
            Ok(Made::Files { resumed, .. }) => *resumed,
            Ok(Made::Pem { .. }) => false,
            Err(faults) => {
                matches!(
                    faults[..],
                    [LineFault::Exists(_) | LineFault::OtherRequest(_) | LineFault::KeyMissing(_)]
                )
            }
        };
        match earlier {
            Some(line) if uses_its_files => {
                let id = id.clone();
                result.outcome = Err(Vec::from([LineFault::IdUsed { id, line }]));
            }
            None if self.lines.len() < MOST && matches!(result.outcome, Ok(Made::Files { .. })) => {
                self.lines.insert(hash, result.line);
            }
            _ => {}
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(line: u64, id: u64, resumed: bool) -> LineResult {
        let made = Made::Files { csr: String::new(), key: None, resumed, findings: Vec::new() };
        LineResult { line, id: Some(id.to_string()), outcome: Ok(made) }
    }

    fn earlier(result: &LineResult) -> Option<u64> {
        match result.outcome.as_ref().err()?[..] {
            [LineFault::IdUsed { line, .. }] => Some(line),
            _ => None,
        }
    }

    #[test]
    fn memory_does_not_grow_with_the_input() {
        let mut ids = Ids::default();
        let most = u64::try_from(MOST).unwrap();
        for line in 1..=most + 1_000 {
            assert!(ids.check(result(line, line, false)).outcome.is_ok());
        }
        assert_eq!(ids.lines.len(), MOST);
        assert_eq!(earlier(&ids.check(result(most + 1_001, most, true))), Some(most));
        assert_eq!(earlier(&ids.check(result(most + 1_002, most + 1, true))), None);
    }
}

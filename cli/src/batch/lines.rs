//! Lines of an input, each within bounds, however long it is.

use std::io::{self, BufRead, Read};

use super::fault::LineFault;

/// The longest line, in bytes: a body with 100,000 names has less than half of it.
const LINE_MAX: u64 = 16 << 20;

/// The lines that are not blank, each with its number from 1. Ends after an error of reading.
pub(super) struct Lines<R> {
    input: R,
    line: u64,
    failed: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(input: R) -> Self {
        Self { input, line: 0, failed: false }
    }

    /// The next line, blank or not.
    fn read(&mut self) -> io::Result<Option<Result<Vec<u8>, LineFault>>> {
        let mut content = Vec::new();
        let len = self.input.by_ref().take(LINE_MAX + 1).read_until(b'\n', &mut content)?;
        if len == 0 {
            return Ok(None);
        }
        if content.last() != Some(&b'\n') && u64::try_from(len).is_ok_and(|len| len > LINE_MAX) {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Err(LineFault::TooLong { max: LINE_MAX })));
        }
        Ok(Some(Ok(content)))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (u64, Result<Vec<u8>, LineFault>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            self.line += 1;
            match self.read() {
                Ok(Some(Ok(content))) if content.trim_ascii().is_empty() => {}
                Ok(read) => return read.map(|content| (self.line, content)),
                Err(error) => {
                    self.failed = true;
                    return Some((self.line, Err(LineFault::Read(error))));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_count_but_do_not_appear() {
        let lines: Vec<(u64, Vec<u8>)> = Lines::new(&b"a\n\n \r\nb\r\n\nc"[..])
            .map(|(line, content)| (line, content.unwrap()))
            .collect();
        assert_eq!(lines, [(1, b"a\n".to_vec()), (4, b"b\r\n".to_vec()), (6, b"c".to_vec())]);
    }

    #[test]
    fn a_line_that_never_ends_takes_no_memory() {
        let endless = io::repeat(b'x').take(3 * LINE_MAX);
        let input = io::BufReader::new(endless.chain(&b"\nnext\n"[..]));
        let mut lines = Lines::new(input);
        assert!(matches!(lines.next(), Some((1, Err(LineFault::TooLong { .. })))));
        assert!(matches!(lines.next(), Some((2, Ok(content))) if content == b"next\n"));
        assert!(lines.next().is_none());
        // As long as a line may be, with nothing behind it.
        let longest = io::BufReader::new(io::repeat(b'x').take(LINE_MAX));
        assert!(matches!(Lines::new(longest).next(), Some((1, Ok(_)))));
    }
}

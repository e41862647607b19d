//! Lines of an input, and elements of a JSON array, each within bounds, however long the input is.

use std::io::{self, BufRead, Read};

use super::fault::LineFault;

/// The longest line, in bytes: a body with 100,000 names has less than half of it.
pub(super) const LINE_MAX: usize = 16 << 20;

/// Why an input has no records.
pub(super) enum Unread {
    /// Each fault, with its line.
    Refused(Vec<String>),
    Failed(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// The lines that are not blank, each with its number from 1. Ends after an error of reading.
pub(super) struct Lines<R> {
    input: R,
    line: u64,
    failed: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines behind so many that were read.
    pub(super) const fn after(line: u64, input: R) -> Self {
        Self { input, line, failed: false }
    }

    /// The next line, blank or not.
    fn read(&mut self) -> io::Result<Option<Result<Vec<u8>, LineFault>>> {
        let mut content = Vec::new();
        let most = u64::try_from(LINE_MAX).unwrap_or(u64::MAX);
        let len = self.input.by_ref().take(most + 1).read_until(b'\n', &mut content)?;
        if len == 0 {
            return Ok(None);
        }
        if content.last() != Some(&b'\n') && len > LINE_MAX {
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

/// The elements of a JSON array, each with the number of the line in which it begins. A newline in an
/// element becomes a blank. Only brackets, strings and commas are looked at here.
pub(super) struct Elements<R> {
    input: R,
    line: u64,
    /// Where what was read last begins.
    begins: u64,
    next: Next,
}

/// What comes next in an array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Opening,
    /// The first element, or the end of an empty array.
    First,
    Element,
    Comma,
    /// Nothing but white space.
    Nothing,
    /// Nothing that is read.
    End,
}

impl<R: BufRead> Elements<R> {
    /// An array that begins behind so many lines.
    pub(super) const fn new(input: R, lines: u64) -> Self {
        Self { input, line: lines + 1, begins: 0, next: Next::Opening }
    }

    /// The next byte, which is not consumed.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn consume(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\n');
        self.input.consume(1);
    }

    /// The next byte that is not white space.
    fn peek_text(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.consume(byte);
        }
        Ok(None)
    }

    /// The next element, or what is wrong between two.
    fn read(&mut self) -> io::Result<Option<Result<Vec<u8>, LineFault>>> {
        loop {
            let fault = |text| Ok(Some(Err(LineFault::Array(text))));
            let byte = self.peek_text()?;
            self.begins = self.line;
            self.next = match (self.next, byte) {
                (Next::End, _) | (Next::Nothing, None) => return Ok(None),
                (Next::Nothing, Some(_)) => {
                    self.next = Next::End;
                    return fault("array has text behind it, which is not read");
                }
                (_, None) => {
                    self.next = Next::End;
                    return fault("array ends without `]`: the input is incomplete");
                }
                (Next::Opening, Some(bracket)) => {
                    self.consume(bracket);
                    Next::First
                }
                (Next::First | Next::Comma, Some(b']')) => {
                    self.consume(b']');
                    Next::Nothing
                }
                (Next::Comma, Some(b',')) => {
                    self.consume(b',');
                    Next::Element
                }
                (Next::Comma, Some(_)) => {
                    self.next = Next::Element;
                    return fault("array has no `,` in front of this element");
                }
                (Next::Element, Some(b']')) => {
                    self.next = Next::Comma;
                    return fault("array has a `,` without an element behind it");
                }
                (Next::First | Next::Element, Some(b',')) => {
                    self.consume(b',');
                    self.next = Next::Element;
                    return fault("array has a `,` without an element in front of it");
                }
                (Next::First | Next::Element, Some(_)) => {
                    self.next = Next::Comma;
                    return self.element().map(Some);
                }
            };
        }
    }

    fn element(&mut self) -> io::Result<Result<Vec<u8>, LineFault>> {
        let (mut text, mut len) = (Vec::new(), 0_usize);
        let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
        while let Some(byte) = self.peek()? {
            if depth == 0 && !in_string && matches!(byte, b',' | b']') {
                break;
            }
            self.consume(byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_string => is_escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
            len += 1;
            if len <= LINE_MAX {
                text.push(if byte == b'\n' && !in_string { b' ' } else { byte });
            }
            if depth == 0 && matches!(byte, b'}' | b']') && !in_string {
                break;
            }
        }
        Ok(if len > LINE_MAX { Err(LineFault::TooLong { max: LINE_MAX }) } else { Ok(text) })
    }
}

impl<R: BufRead> Iterator for Elements<R> {
    type Item = (u64, Result<Vec<u8>, LineFault>);

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read().unwrap_or_else(|error| {
            self.next = Next::End;
            Some(Err(LineFault::Read(error)))
        });
        read.map(|content| (self.begins, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_count_but_do_not_appear() {
        let lines: Vec<(u64, Vec<u8>)> = Lines::after(0, &b"a\n\n \r\nb\r\n\nc"[..])
            .map(|(line, content)| (line, content.unwrap()))
            .collect();
        assert_eq!(lines, [(1, b"a\n".to_vec()), (4, b"b\r\n".to_vec()), (6, b"c".to_vec())]);
    }

    #[test]
    fn a_line_that_never_ends_takes_no_memory() {
        let endless = io::repeat(b'x').take(3 * (16 << 20));
        let input = io::BufReader::new(endless.chain(&b"\nnext\n"[..]));
        let mut lines = Lines::after(0, input);
        assert!(matches!(lines.next(), Some((1, Err(LineFault::TooLong { .. })))));
        assert!(matches!(lines.next(), Some((2, Ok(content))) if content == b"next\n"));
        assert!(lines.next().is_none());
        // As long as a line may be, with nothing behind it.
        let longest = io::BufReader::new(io::repeat(b'x').take(16 << 20));
        assert!(matches!(Lines::after(0, longest).next(), Some((1, Ok(_)))));
    }
}

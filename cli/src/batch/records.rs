//! What the input of a batch is: JSON lines, the elements of a JSON array, or the rows of a table.

use std::io::{BufRead, Chain, Cursor, Read};

use pkcs10::Profile;

use super::fault::LineFault;
use super::lines::{Elements, Lines, Unread};
use super::table::{Row, Table};
use crate::files::{MARK, without_mark};

/// The content of a record.
#[derive(Debug)]
pub(super) enum Content {
    /// A JSON object, as it should be.
    Json(Vec<u8>),
    /// An element of an array, the same, with its number from 1.
    Element(Vec<u8>, u64),
    /// The first line of an input that is not JSON, nor the header of a table.
    Unknown(Vec<u8>),
    /// A row of a table.
    Row(Row),
}

impl Content {
    /// As it was given, without the newline.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Json(text) | Self::Element(text, _) | Self::Unknown(text) => text.trim_ascii(),
            Self::Row(row) => row.bytes(),
        }
    }
}

/// What is in a line, and the number of the line in which it begins, from 1.
pub(super) type Record = (u64, Result<Content, LineFault>);

/// The records of an input, in their order.
pub(super) enum Records<R> {
    Lines { lines: Lines<Replayed<R>>, is_known: bool },
    Array { elements: Elements<Replayed<R>>, count: u64 },
    Table(Table<Replayed<R>>),
}

/// What was read ahead, and the rest.
type Replayed<R> = Chain<Cursor<Vec<u8>>, R>;

/// The longest first line that can be a header, in bytes.
pub(super) const HEADER_MAX: u64 = 64 << 10;

impl<R: BufRead> Records<R> {
    /// Recognises the input by its first character or, where that is not a bracket, by its first line.
    pub(super) fn recognise(mut input: R, profile: Profile) -> Result<Self, Unread> {
        let mut line = 0;
        loop {
            let buffer = input.fill_buf()?;
            if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, _, ..] | [_, 0, ..] = buffer {
                let text = "line 1: is text in UTF-16, expected UTF-8\nhint: save it as UTF-8; spreadsheets call that CSV UTF-8";
                return Err(Unread::Refused(vec![text.into()]));
            }
            if let (0, Some(rest)) = (line, buffer.strip_prefix(MARK)) {
                let mark = buffer.len() - rest.len();
                input.consume(mark);
                continue;
            }
            let first = buffer.iter().position(|byte| !byte.is_ascii_whitespace());
            let blank = &buffer[..first.unwrap_or(buffer.len())];
            if let Some(end) = blank.iter().rposition(|byte| *byte == b'\n') {
                line += blank.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
                input.consume(end + 1);
                continue;
            }
            let replay = |read: Vec<u8>, rest| Cursor::new(read).chain(rest);
            return Ok(match first.map(|at| buffer[at]) {
                Some(b'[') => {
                    let elements = Elements::new(replay(Vec::new(), input), line);
                    Self::Array { elements, count: 0 }
                }
                Some(b'{') | None => {
                    let lines = Lines::after(line, replay(Vec::new(), input));
                    Self::Lines { lines, is_known: true }
                }
                Some(_) => {
                    let mut header = Vec::new();
                    input.by_ref().take(HEADER_MAX).read_until(b'\n', &mut header)?;
                    let text = without_mark(&header).to_vec();
                    if text.starts_with(b"-----BEGIN ") {
                        let text = format!(
                            "line {}: is PEM, expected JSON lines, a JSON array or a table (CSV)\nhint: to check the requests in a file: csr verify FILE",
                            line + 1
                        );
                        return Err(Unread::Refused(vec![text]));
                    }
                    match Table::<Replayed<R>>::delimiter(profile, &text) {
                        Some((delimiter, true)) => {
                            let lines = Lines::after(line + 1, replay(Vec::new(), input));
                            Self::Table(Table::new(profile, lines, delimiter)?)
                        }
                        Some((delimiter, false)) => {
                            let lines = Lines::after(line, replay(text, input));
                            Self::Table(Table::new(profile, lines, delimiter)?)
                        }
                        None => {
                            let lines = Lines::after(line, replay(header, input));
                            Self::Lines { lines, is_known: false }
                        }
                    }
                }
            });
        }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        match self {
            Self::Lines { lines, is_known } => {
                let content = if *is_known { Content::Json } else { Content::Unknown };
                *is_known = true;
                lines.next().map(|(line, text)| (line, text.map(content)))
            }
            Self::Array { elements, count } => {
                let mut element = |text| {
                    *count += 1;
                    Content::Element(text, *count)
                };
                elements.next().map(|(line, text)| (line, text.map(&mut element)))
            }
            Self::Table(table) => table.next().map(|(line, row)| (line, row.map(Content::Row))),
        }
    }
}

//! A table: the rows of CSV (RFC 4180), also with the semicolons and tabs of spreadsheets, behind a
//! header.

use std::io::BufRead;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, Trim};
use pkcs10::profiles::{Field, Target};
use pkcs10::{AttributeType, Hint, Profile};

use super::fault::LineFault;
use super::lines::{LINE_MAX, Lines, Unread};
use crate::profile;
use crate::request_options::ExtensionOptions;

/// Members of a line that are not in the subject.
pub(super) const ID: &str = "id";
pub(super) const NAMES: &str = "subjectAlternativeNames";
pub(super) const ALGORITHM: &str = "algorithm";

/// Stands between the names, or the extensions, of a cell; a line break does so too. No type of name
/// that is in use has one.
pub(super) const SEPARATOR: char = '|';

const DELIMITERS: [u8; 3] = *b",;\t";

/// The names of columns.
fn known(profile: Profile) -> impl Iterator<Item = &'static str> + Clone {
    let fields = profile.fields().iter();
    let is_column =
        |field: &&Field| !matches!(field.target(), Target::TypedNames | Target::Refused(_));
    let has_names = profile.fields().iter().any(|field| *field.target() == Target::Names);
    let names = (!has_names).then_some(NAMES);
    let others = ExtensionOptions::members().chain([ALGORITHM]);
    [ID].into_iter().chain(fields.filter(is_column).map(Field::name)).chain(names).chain(others)
}

/// The member of a body that a column stands for: its name, in any case and with blanks in it, the
/// name of the attribute or extension elsewhere, or the option's.
fn member(profile: Profile, name: &str) -> Option<&'static str> {
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let column = plain(name);
    let field = |target: &Target| {
        profile.fields().iter().find(|field| field.target() == target).map(Field::name)
    };
    let usual = || {
        let attribute = match column.as_str() {
            "org" | "organisation" => AttributeType::Organization,
            "orgunit" | "organisationunit" | "organisationalunit" | "organizationunit" => {
                AttributeType::OrganizationalUnit
            }
            "locality" | "city" | "statelocality" => AttributeType::Locality,
            "state" | "province" | "stateprovince" => AttributeType::StateOrProvince,
            other => other.parse().ok()?,
        };
        let country = || (attribute == AttributeType::Country).then_some(&Target::CountryName);
        field(&Target::Subject(attribute.clone())).or_else(|| field(country()?))
    };
    let known = || known(profile);
    let exact = known().find(|known| *known == name);
    let found = exact.or_else(|| known().find(|known| plain(known) == column)).or_else(usual);
    found.or(match column.as_str() {
        "san" | "sans" | "subjectaltname" | "subjectaltnames" => {
            field(&Target::Names).or(Some(NAMES))
        }
        "extendedkeyusage" | "eku" => Some("extKeyUsage"),
        "mstemplate" | "certificatetemplate" => Some("template"),
        "extension" => Some("extensions"),
        _ => None,
    })
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Header {
    delimiter: u8,
    pub(super) profile: Profile,
    /// The name of each, and the member that it stands for. One without a name has empty cells only.
    columns: Vec<(String, Option<&'static str>)>,
}

impl Header {
    fn read(profile: Profile, delimiter: u8, line: u64, text: &[u8]) -> Result<Self, Vec<String>> {
        let (mut columns, mut faults) = (Vec::new(), Vec::new());
        for (cell, number) in cells(delimiter, text).iter().zip(1_usize..) {
            let name = String::from_utf8_lossy(cell).into_owned();
            let member = member(profile, &name);
            let earlier = columns.iter().find(|(_, of)| member.is_some() && *of == member);
            if let Some((earlier, _)) = earlier {
                let text = format!(
                    "line {line}: column {number}, {name:?}, is a duplicate of column {earlier:?}"
                );
                faults.push(text);
            } else if member.is_none() && !name.is_empty() {
                let list = known(profile).collect::<Vec<_>>().join(", ");
                let hint =
                    Hint::nearest(&name, known(profile)).map(|hint| format!("\nhint: {hint}"));
                faults.push(format!(
                    "line {line}: column {number}, {name:?}, is not known; expected one of {list}{}",
                    hint.unwrap_or_default()
                ));
            }
            columns.push((name, member));
        }
        let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
        let other = profile::other_kind(profile, &names).filter(|_| !faults.is_empty());
        faults.extend(other.map(|(what, hint)| format!("line {line}: {what}\nhint: {hint}")));
        if faults.is_empty() { Ok(Self { delimiter, profile, columns }) } else { Err(faults) }
    }

    /// What the table calls the member of a path: its column, with the number of a name or an extension.
    pub(super) fn column(&self, path: &str) -> String {
        let member = path.split('[').next().unwrap_or_default();
        let first = path.split(['.', '[']).next().unwrap_or_default();
        let column = |member| self.columns.iter().find(|(_, of)| *of == Some(member));
        let column = column(member).or_else(|| column(first));
        let number = path.find('[').and_then(|at| path[at..].split_inclusive(']').next());
        match column {
            Some((name, _)) => format!("{name}{}", number.unwrap_or_default()),
            None => path.into(),
        }
    }
}

/// A row, and its header.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) header: Arc<Header>,
    text: Vec<u8>,
}

impl Row {
    /// As in the table, without the newline.
    pub(super) fn bytes(&self) -> &[u8] {
        let text = self.text.strip_suffix(b"\n").unwrap_or(&self.text);
        text.strip_suffix(b"\r").unwrap_or(text)
    }

    /// The cells that are not empty, each with its member.
    pub(super) fn cells(&self) -> Result<Vec<(&'static str, String)>, Vec<LineFault>> {
        let columns = &self.header.columns;
        let record = cells(self.header.delimiter, &self.text);
        // Of a row that is not read whole the id is not known.
        let fault = |path: &str, text: String| LineFault::Id { path: path.into(), text };
        if record.len() != columns.len() {
            let (found, expected) = (record.len(), columns.len());
            let text = format!("row has {found} cells; expected {expected}, as the header has");
            return Err(vec![fault("", text)]);
        }
        let (mut cells, mut faults) = (Vec::new(), Vec::new());
        for ((cell, (name, member)), number) in record.iter().zip(columns).zip(1_usize..) {
            match (str::from_utf8(cell), member) {
                (Ok(""), _) => {}
                (Ok(cell), Some(member)) => cells.push((*member, cell.to_owned())),
                (Ok(_), None) => {
                    let text = format!("cell in column {number} has no header");
                    faults.push(fault("", text));
                }
                (Err(_), _) => {
                    let text = "cell is not UTF-8; hint: save the table as CSV UTF-8";
                    faults.push(fault(name, text.into()));
                }
            }
        }
        if faults.is_empty() { Ok(cells) } else { Err(faults) }
    }
}

/// The cells of a record, without the white space around each.
fn cells(delimiter: u8, text: &[u8]) -> ByteRecord {
    let mut reader = ReaderBuilder::new();
    reader.delimiter(delimiter).has_headers(false).flexible(true).trim(Trim::All);
    let mut reader = reader.buffer_capacity(text.len().clamp(64, 1 << 13)).from_reader(text);
    let mut record = ByteRecord::new();
    // Reading from memory does not fail.
    let _ = reader.read_byte_record(&mut record);
    record
}

/// The rows of a table, each with the number of the line in which it begins. Rows without content are
/// passed over.
pub(super) struct Table<R> {
    lines: Lines<R>,
    header: Arc<Header>,
}

impl<R: BufRead> Table<R> {
    /// The delimiter of the table with this first line, and whether the line is nothing but that: the
    /// `sep=;` of Excel. Nothing where it is not the header of a table.
    pub(super) fn delimiter(profile: Profile, first: &[u8]) -> Option<(u8, bool)> {
        if let Some([delimiter]) = first.trim_ascii_end().strip_prefix(b"sep=") {
            return DELIMITERS.contains(delimiter).then_some((*delimiter, true));
        }
        let known_columns = |delimiter: u8| {
            let cells = cells(delimiter, first);
            let names = || cells.iter().map(String::from_utf8_lossy);
            let exact = names().filter(|name| member(profile, name).is_some()).count();
            let is_near =
                |name: &str| cells.len() > 1 && Hint::nearest(name, known(profile)).is_some();
            (exact, names().filter(|name| is_near(name)).count())
        };
        let best =
            DELIMITERS.into_iter().rev().max_by_key(|delimiter| known_columns(*delimiter))?;
        (known_columns(best) != (0, 0)).then_some((best, false))
    }

    /// Reads the header.
    pub(super) fn new(
        profile: Profile,
        mut lines: Lines<R>,
        delimiter: u8,
    ) -> Result<Self, Unread> {
        match record(&mut lines, delimiter) {
            Some((line, Ok(text))) => {
                let header =
                    Header::read(profile, delimiter, line, &text).map_err(Unread::Refused)?;
                Ok(Self { lines, header: Arc::new(header) })
            }
            Some((line, Err(fault))) => {
                Err(Unread::Refused(vec![format!("line {line}: {}", fault.text())]))
            }
            None => Err(Unread::Refused(vec!["table has no header".into()])),
        }
    }
}

impl<R: BufRead> Iterator for Table<R> {
    type Item = (u64, Result<Row, LineFault>);

    fn next(&mut self) -> Option<Self::Item> {
        let delimiter = self.header.delimiter;
        let is_empty = |byte: &u8| byte.is_ascii_whitespace() || [delimiter, b'"'].contains(byte);
        loop {
            let (line, text) = record(&mut self.lines, delimiter)?;
            let is_blank = |text: &Vec<u8>| {
                text.iter().all(is_empty)
                    && cells(delimiter, text).iter().all(|cell| cell.trim_ascii().is_empty())
            };
            if !text.as_ref().is_ok_and(is_blank) {
                return Some((line, text.map(|text| Row { header: self.header.clone(), text })));
            }
        }
    }
}

/// The next record: a line, and the next ones as long as a cell in quotation marks is not closed.
fn record<R: BufRead>(
    lines: &mut Lines<R>,
    delimiter: u8,
) -> Option<(u64, Result<Vec<u8>, LineFault>)> {
    let (first, text) = lines.next()?;
    let mut text = match text {
        Ok(text) => text,
        Err(fault) => return Some((first, Err(fault))),
    };
    let mut cell = Cell::Begins;
    let mut seen = 0;
    loop {
        for byte in &text[seen..] {
            cell = cell.behind(*byte, delimiter);
        }
        seen = text.len();
        let error = match cell {
            Cell::Spoilt => {
                "quotation mark stands within a cell; expected the whole cell in quotation marks, with two for each one in it (RFC 4180 2)"
            }
            Cell::Quoted => match lines.next() {
                Some((_, Ok(more))) if text.len() + more.len() <= LINE_MAX => {
                    text.extend(more);
                    continue;
                }
                Some((_, Err(fault))) => return Some((first, Err(fault))),
                Some(_) => return Some((first, Err(LineFault::TooLong { max: LINE_MAX }))),
                None => "quotation mark opens a cell, but none closes it",
            },
            _ => return Some((first, Ok(text))),
        };
        return Some((first, Err(LineFault::Quotation(error))));
    }
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy)]
enum Cell {
    Begins,
    Plain,
    Quoted,
    /// Behind a quotation mark that closes the cell, or is the first of two.
    Closed,
    /// Behind a quotation mark that is neither.
    Spoilt,
}

impl Cell {
    fn behind(self, byte: u8, delimiter: u8) -> Self {
        match (self, byte) {
            (Self::Spoilt, _) => Self::Spoilt,
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Quoted, _) | (Self::Begins | Self::Closed, b'"') => Self::Quoted,
            (_, byte) if byte == delimiter || byte == b'\n' => Self::Begins,
            (Self::Closed, b'\r') => self,
            (Self::Closed, _) | (_, b'"') => Self::Spoilt,
            _ => Self::Plain,
        }
    }
}

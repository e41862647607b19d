//! What a line asks for: its body, and what the body has no place for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pkcs10::lxca::{Body, BodyReader, JsonWords};
use pkcs10::profiles::Target;
use pkcs10::{
    Algorithm, Code, Error, Fault, Faults, GeneralName, Hint, Place, Profile, Request, Words,
};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::fault::LineFault;
use super::records::Content;
use super::table::{ALGORITHM, Header, ID, NAMES, Row, SEPARATOR};
use crate::files::without_mark;
use crate::members::Members;
use crate::profile;
use crate::request_options::{ExtensionOptions, prefixed_or_host};

/// The hexadecimal digits of an id that is a hash.
const HASH_DIGITS: usize = 32;

/// Reads lines.
pub(crate) struct LineReader {
    pub(super) body: BodyReader,
    /// Whose bodies they are.
    pub(super) profile: Profile,
    /// What each line asks for, if it does not replace it.
    pub(super) extensions: ExtensionOptions,
    /// Whether the id of a line that has none is a hash of it, instead of its number.
    pub(super) hashes: bool,
}

/// What a line asks for.
pub(super) struct Line {
    /// Nothing where one is given but refused, or where the line cannot be read.
    pub(super) id: Option<String>,
    pub(super) body: Result<Body, Vec<LineFault>>,
    /// The algorithm of its key beside the body, and what the line calls it.
    pub(super) algorithm: Option<(String, Algorithm)>,
}

/// The parts of a line.
#[derive(Default)]
struct Parts<'a> {
    /// Members of JSON objects.
    id: Vec<String>,
    body: Vec<String>,
    names: Vec<Result<GeneralName<'static>, Error>>,
    options: Vec<(Cow<'a, str>, Vec<String>)>,
    /// Whether an option was given, be it `null`.
    has_options: bool,
    faults: Vec<LineFault>,
}

impl LineReader {
    pub(super) fn read(&self, number: u64, content: &Content) -> Line {
        let mut line = match content {
            Content::Json(text) | Content::Element(text, _) => self.object(text),
            Content::Unknown(text) => {
                let mut line = self.object(text);
                if let Err(faults) = &mut line.body {
                    faults.iter_mut().for_each(|fault| fault.add(
                        "; hint: a table (CSV) has a header as its first line, with columns such as CommonName",
                    ));
                }
                line
            }
            Content::Row(row) => match Parts::of_row(row) {
                Ok(parts) => self.parts(parts, Some(&row.header)),
                Err(faults) => Line { id: None, body: Err(faults), algorithm: None },
            },
        };
        let is_refused = |faults: &Vec<LineFault>| faults.iter().any(LineFault::hides_id);
        if line.id.is_none() && self.hashes {
            let hash = Sha256::digest(content.bytes());
            let digits = hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            line.id = Some(digits[..HASH_DIGITS].into());
        } else if line.id.is_none() && !line.body.as_ref().is_err_and(is_refused) {
            let number = if let Content::Element(_, number) = content { *number } else { number };
            line.id = Some(number.to_string());
        }
        line
    }

    fn object(&self, text: &[u8]) -> Line {
        let asks_for_all = || !self.extensions.each().is_empty();
        let mut line = match Parts::of_object(text) {
            Some(parts) if parts.has_options || asks_for_all() => self.parts(parts, None),
            // The body says in which column it is not JSON.
            _ => {
                let (id, body) = self.body.read_line(text);
                let words = LineWords { header: None, options: &[] };
                Line { id, body: body.map_err(|faults| words.faults(&faults)), algorithm: None }
            }
        };
        if let Err(faults) = &mut line.body
            && let Some((what, hint)) = profile::other_kind(self.profile, &profile::members(text))
        {
            let text = format!("{what}; hint: {hint}");
            faults.push(LineFault::Content { path: String::new(), text });
        }
        line
    }

    fn parts(&self, parts: Parts<'_>, header: Option<&Header>) -> Line {
        let object = |members: &[String]| format!("{{{}}}", members.join(",")).into_bytes();
        let (id, refused_id) = self.body.read_line(&object(&parts.id));
        let (mut extensions, mut algorithm) = (self.extensions.clone(), None);
        let mut faults = parts.faults;
        for (member, values) in parts.options {
            if member == ALGORITHM {
                let place = header.map_or_else(|| ALGORITHM.into(), |of| of.column(ALGORITHM));
                match values.concat().parse() {
                    Ok(named) => algorithm = Some((place, named)),
                    Err::<Algorithm, _>(error) => {
                        faults.push(LineFault::Content { path: place, text: error.to_string() });
                    }
                }
            } else {
                extensions.replace(&member, values);
            }
        }
        extensions.note_risks();
        let (options, extensions): (Vec<_>, Vec<_>) = extensions.each().into_iter().unzip();
        let words = LineWords { header, options: &options };
        let builder = Request::builder().subject_alt_names(parts.names);
        let builder = extensions.into_iter().fold(builder, |builder, of| builder.extension(of));
        let body = self.body.read_body(builder, &object(&parts.body));
        let of_id = refused_id.err().into_iter().flatten().filter(is_of_id);
        faults.splice(0..0, of_id.map(|fault| words.fault(&fault)));
        faults.extend(body.as_ref().err().into_iter().flatten().map(|fault| words.fault(fault)));
        let body = body.ok().filter(|_| faults.is_empty()).ok_or(faults);
        Line { id, body, algorithm }
    }
}

impl<'a> Parts<'a> {
    /// Those of a JSON object; nothing where it is none.
    fn of_object(text: &'a [u8]) -> Option<Self> {
        let Members(members) = serde_json::from_slice(without_mark(text)).ok()?;
        let mut parts = Self::default();
        for (name, value) in members {
            let is_option = name == ALGORITHM || ExtensionOptions::members().any(|of| of == name);
            parts.has_options |= is_option;
            let mut refuse = |text: &str| {
                parts
                    .faults
                    .push(LineFault::Content { path: name.clone().into(), text: text.into() });
            };
            match serde_json::from_str(value.get()) {
                _ if !is_option => {
                    let member = format!("{}:{value}", serde_json::to_string(&name).ok()?);
                    if name == ID { parts.id.push(member) } else { parts.body.push(member) }
                }
                _ if parts.options.iter().any(|(of, _)| *of == name) => {
                    refuse("attribute is given twice");
                }
                Ok(OptionValue::Null) => {}
                Ok(OptionValue::One(value)) => parts.options.push((name, vec![value])),
                Ok(OptionValue::Several(values)) => parts.options.push((name, values)),
                Err(_) => refuse("value is not text; expected a string or an array of strings"),
            }
        }
        Some(parts)
    }

    fn of_row(row: &Row) -> Result<Self, Vec<LineFault>> {
        let mut parts = Self::default();
        let mut objects = BTreeMap::<_, serde_json::Map<_, _>>::new();
        for (member, cell) in row.cells()? {
            let text = || format!("{member:?}:{}", Value::from(cell.as_str()));
            let items =
                cell.split([SEPARATOR, '\n']).map(str::trim).filter(|item| !item.is_empty());
            match member {
                ID => parts.id.push(text()),
                NAMES => {
                    parts.names.extend(items.map(|item| prefixed_or_host(item, GeneralName::host)))
                }
                ALGORITHM => parts.options.push((member.into(), vec![cell])),
                _ if ExtensionOptions::members().any(|of| of == member) => {
                    parts.options.push((member.into(), items.map(str::to_owned).collect()));
                }
                _ => {
                    let fields = row.header.profile.fields();
                    let field = fields.iter().find(|field| field.name() == member);
                    let Some(field) = field else { continue };
                    let value = match field.target() {
                        Target::Names | Target::KeyUsage => items.map(Value::from).collect(),
                        Target::Link => json!({ "@odata.id": cell }),
                        Target::KeyBits | Target::HostAddresses => {
                            serde_json::from_str(&cell).unwrap_or_else(|_| cell.into())
                        }
                        _ => cell.into(),
                    };
                    match member.split_once('.') {
                        Some((object, member)) => {
                            objects.entry(object).or_default().insert(member.into(), value);
                        }
                        None => parts.body.push(format!("{member:?}:{value}")),
                    }
                }
            }
        }
        let objects = objects.into_iter();
        parts.body.extend(objects.map(|(object, of)| format!("{object:?}:{}", Value::from(of))));
        Ok(parts)
    }
}

/// The value of a member that stands for an option.
#[derive(Deserialize)]
#[serde(untagged)]
enum OptionValue {
    Null,
    One(String),
    Several(Vec<String>),
}

fn is_of_id(fault: &Fault) -> bool {
    matches!(fault.place(), Place::Member(path) if path == ID)
}

/// The words of a line: places are the columns of a table, or the paths of JSON.
struct LineWords<'a> {
    header: Option<&'a Header>,
    /// The option that each extension comes from.
    options: &'a [String],
}

impl LineWords<'_> {
    fn faults(&self, faults: &Faults) -> Vec<LineFault> {
        faults.iter().map(|fault| self.fault(fault)).collect()
    }

    fn fault(&self, fault: &Fault) -> LineFault {
        let mut text = fault.sentence(self);
        let mut hint = fault.hint(self);
        if let (Code::UnknownAttribute, Place::Member(name)) = (fault.code(), fault.place())
            && !name.contains('.')
        {
            let others = ExtensionOptions::members().chain([ALGORITHM]);
            text = format!("{text}, {}", others.clone().collect::<Vec<_>>().join(", "));
            hint = Hint::nearest(name, others).map(|hint| hint.to_string()).or(hint);
        }
        if let Some(hint) = hint {
            text = format!("{text}; hint: {hint}");
        }
        let hides_id = is_of_id(fault) || fault.code() == Code::JsonSyntax;
        let path = self.place(fault.place());
        if hides_id { LineFault::Id { path, text } } else { LineFault::Content { path, text } }
    }
}

impl Words for LineWords<'_> {
    fn place(&self, place: &Place) -> String {
        let path = match place {
            Place::Extension(index) => {
                ExtensionOptions::member(self.options.get(*index).map_or("", String::as_str))
            }
            // Of the names in a cell.
            Place::SubjectAltName(index) => format!("{NAMES}[{index}]"),
            place => JsonWords.place(place),
        };
        self.header.map_or(path.clone(), |header| header.column(&path))
    }

    fn hint(&self, fault: &Fault, hint: &Hint) -> String {
        let name = |prefix: &str, value: &str| format!("{prefix}:{value}");
        match hint {
            _ if self.header.is_none() => JsonWords.hint(fault, hint),
            Hint::Name { prefix, value, .. } => format!("use {:?}", name(prefix, value)),
            Hint::Separately { names } => {
                let names = names.iter().map(|(prefix, value)| name(prefix, value));
                let names = names.collect::<Vec<_>>().join(&SEPARATOR.to_string());
                format!("separate the names by {SEPARATOR:?}: {names:?}")
            }
            Hint::Omit => "leave the cell empty".into(),
            other => other.to_string(),
        }
    }
}

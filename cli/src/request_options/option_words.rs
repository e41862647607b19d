//! Faults in the words of the command line: places are options, hints are options to type.

use pkcs10::lxca::JsonWords;
use pkcs10::{Fault, GeneralNameType, Hint, Place, Words};

use crate::paths::quoted;

/// Spells the place of a fault in the subject.
pub(super) type SubjectPath = Box<dyn Fn(&Place) -> String>;

/// What the parts of a request are called on the command line, where options gave them.
#[derive(Default)]
pub(super) struct OptionWords {
    pub(super) subject: Option<SubjectPath>,
    /// What is in front of the number of a name.
    pub(super) name: &'static str,
    /// How many names in front of these --host gave.
    pub(super) hosts: usize,
    pub(super) extensions: Vec<String>,
    pub(super) attributes: Vec<String>,
}

impl OptionWords {
    /// Whether the fault is one of the request as a whole.
    pub(super) fn is_nowhere(&self, fault: &Fault) -> bool {
        self.place(fault.place()).is_empty()
    }

    /// An option with its value, as it is typed.
    fn option(&self, fault: &Fault, value: &str) -> String {
        match (fault.place(), fault.error().subject().parse::<GeneralNameType>()) {
            (Place::SubjectAltName(_), Ok(name_type)) => san(name_type.prefix(), value),
            (place, _) => {
                let path = self.place(place);
                let option = path.split(['[', ',']).next().unwrap_or_default();
                format!("{option} {}", quoted(value))
            }
        }
    }
}

impl Words for OptionWords {
    fn place(&self, place: &Place) -> String {
        let found = match place {
            Place::Subject { .. } | Place::SubjectText { .. } | Place::SubjectDer => {
                self.subject.as_ref().map(|path| path(place))
            }
            Place::SubjectAltName(index) => Some(match index.checked_sub(self.hosts) {
                Some(index) => format!("{}[{index}]", self.name),
                None => format!("--host[{index}]"),
            }),
            Place::Extension(index) => self.extensions.get(*index).cloned(),
            Place::Attribute(index) => self.attributes.get(*index).cloned(),
            _ => None,
        };
        found.unwrap_or_else(|| place.to_string())
    }

    fn hint(&self, fault: &Fault, hint: &Hint) -> String {
        if matches!(fault.place(), Place::Member(_)) {
            return JsonWords.hint(fault, hint);
        }
        match hint {
            Hint::Name { prefix, value, .. } => format!("use {}", san(prefix, value)),
            Hint::Separately { names } => {
                let options = names.iter().map(|(prefix, value)| san(prefix, value));
                let options: Vec<String> = options.collect();
                format!("add each name separately: {}", options.join(" "))
            }
            // The error is about a part of the text of the subject.
            Hint::Write(value) if matches!(fault.place(), Place::SubjectText { .. }) => {
                format!("use {value:?} there")
            }
            Hint::Write(value) => format!("use {}", self.option(fault, value)),
            other => other.to_string(),
        }
    }
}

fn san(prefix: &str, value: &str) -> String {
    format!("--san {}", quoted(&format!("{prefix}:{value}")))
}

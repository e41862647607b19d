//! What is wrong with a request, and where: an [`Error`] and its [`Place`].

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{convert::Infallible, fmt, str::FromStr};

use crate::error::{Code, Error, Hint};
use crate::name::AttributeType;

/// The part of a request that a [`Fault`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The request as a whole.
    Request,
    /// An attribute of the subject that was given by its type.
    Subject {
        /// The type.
        attribute: AttributeType,
        /// Which of the attributes of this type, counted from 0.
        index: usize,
    },
    /// A distinguished name in DER, as a whole.
    SubjectDer,
    /// A distinguished name in text.
    SubjectText {
        /// The character at which the attribute begins, counted from 1.
        at: usize,
    },
    /// A name, counted from 0 in the order in which names were given.
    SubjectAltName(usize),
    /// An extension, counted from 0 in the order in which extensions were given.
    Extension(usize),
    /// An attribute of the request, counted from 0 in the order in which they were given.
    Attribute(usize),
    /// A member of a JSON body, by its path, such as `subjectAlternativeNames.generalNames[1].name`;
    /// empty for the body as a whole.
    Member(String),
}

impl Place {
    pub(crate) const fn is_subject(&self) -> bool {
        matches!(self, Self::Subject { .. } | Self::SubjectText { .. } | Self::SubjectDer)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("request"),
            Self::SubjectDer => f.write_str("subject"),
            Self::Subject { attribute, index: 0 } => write!(f, "subject.{attribute}"),
            Self::Subject { attribute, index } => write!(f, "subject.{attribute}[{index}]"),
            Self::SubjectText { at } => write!(f, "subject, character {at}"),
            Self::SubjectAltName(index) => write!(f, "subjectAltName[{index}]"),
            Self::Extension(index) => write!(f, "extension[{index}]"),
            Self::Attribute(index) => write!(f, "attribute[{index}]"),
            Self::Member(path) if is_plain(path) => f.write_str(path),
            Self::Member(path) => write!(f, "{MEMBER}{path}"),
        }
    }
}

/// In front of a path that would be read as another place.
const MEMBER: &str = "member ";

fn is_plain(path: &str) -> bool {
    !path.starts_with(MEMBER) && matches!(path.parse(), Ok(Place::Member(_)))
}

impl FromStr for Place {
    type Err = Infallible;

    /// Reads what `Display` writes: the names of the parts of a request; any other text is the path of
    /// a member.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let indexed =
            |name| text.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
        let subject = || {
            let attribute = text.strip_prefix("subject.")?;
            let (attribute, index) = match attribute.strip_suffix(']') {
                Some(indexed) => indexed.split_once('[')?,
                None => (attribute, "0"),
            };
            Some(Self::Subject { attribute: attribute.parse().ok()?, index: index.parse().ok()? })
        };
        let subject_text = || {
            let at = text.strip_prefix("subject, character ")?.parse().ok()?;
            Some(Self::SubjectText { at })
        };
        Ok(match text {
            "request" => Self::Request,
            "subject" => Self::SubjectDer,
            _ => (indexed("subjectAltName").map(Self::SubjectAltName))
                .or_else(|| indexed("extension").map(Self::Extension))
                .or_else(|| indexed("attribute").map(Self::Attribute))
                .or_else(subject)
                .or_else(subject_text)
                .unwrap_or_else(|| Self::Member(text.strip_prefix(MEMBER).unwrap_or(text).into())),
        })
    }
}

/// How a user interface names places, and what its users type: implemented by what took the request from a
/// user, so that faults are shown in the words of that user. The [guide](crate::guide::errors) has an example.
pub trait Words {
    /// The place as the user knows it, such as `--san[1]`; empty for the request as a whole.
    fn place(&self, place: &Place) -> String;

    /// The hint of a fault in what the user types, such as `use --san IP:10.0.0.1`.
    fn hint(&self, fault: &Fault, hint: &Hint) -> String {
        let _ = fault;
        hint.to_string()
    }
}

/// The words of the library itself.
struct Own;

impl Words for Own {
    fn place(&self, place: &Place) -> String {
        place.to_string()
    }
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    place: Place,
    error: Error,
    first: Option<Place>,
}

impl Fault {
    pub(crate) const fn new(place: Place, error: Error) -> Self {
        Self { place, error, first: None }
    }

    /// The value at `place` duplicates that at `first`.
    pub(crate) const fn duplicate(place: Place, first: Place, error: Error) -> Self {
        Self { place, error, first: Some(first) }
    }

    /// The same fault at another place.
    #[cfg(feature = "lxca")]
    pub(crate) fn moved(self, place: Place, first: Option<Place>) -> Self {
        Self { place, first, error: self.error }
    }

    /// Where it is.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong.
    pub fn code(&self) -> Code {
        self.error.code()
    }

    /// What is wrong there.
    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// Of a duplicate: where the same was given first.
    pub const fn first(&self) -> Option<&Place> {
        self.first.as_ref()
    }

    /// What is wrong, in the words of an audience, without the place and without the hint.
    pub fn sentence(&self, words: &dyn Words) -> String {
        match &self.first {
            Some(first) => format!("{} of {}", self.error.sentence(), words.place(first)),
            None => self.error.sentence(),
        }
    }

    /// The place and the [`sentence`](Self::sentence), in the words of an audience.
    pub fn text(&self, words: &dyn Words) -> String {
        match words.place(&self.place) {
            place if place.is_empty() => self.sentence(words),
            place => format!("{place}: {}", self.sentence(words)),
        }
    }

    /// What to do, in the words of an audience.
    pub fn hint(&self, words: &dyn Words) -> Option<String> {
        self.error.hint().map(|hint| words.hint(self, hint))
    }

    /// [`text`](Self::text) and [`hint`](Self::hint) on one line.
    pub fn line(&self, words: &dyn Words) -> String {
        match self.hint(words) {
            Some(hint) => format!("{}; hint: {hint}", self.text(words)),
            None => self.text(words),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(&Own))
    }
}

impl core::error::Error for Fault {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        None // the error's sentence is part of the fault's
    }
}

/// Faults in the order in which they are found, at most a thousand: one can take a byte of what was
/// given and hundreds in memory, and no user mends more at a time.
#[derive(Default)]
pub(crate) struct FaultList {
    listed: Vec<Fault>,
    /// Where the first is that is not listed.
    next: Option<Place>,
}

impl FaultList {
    /// The most faults of one input that are listed.
    pub(crate) const MAX: usize = 1_000;

    pub(crate) fn push(&mut self, place: Place, error: Error) {
        if self.listed.len() < Self::MAX {
            self.listed.push(Fault::new(place, error));
        } else if self.next.is_none() {
            self.next = Some(place);
        }
    }

    /// Whether there are more faults than are listed, so that no others need to be looked for.
    pub(crate) const fn is_full(&self) -> bool {
        self.next.is_some()
    }

    pub(crate) const fn len(&self) -> usize {
        self.listed.len()
    }

    /// `Err` where there is a fault of `subject`; that there are more than are listed is one of them.
    pub(crate) fn check(mut self, subject: &'static str) -> Result<(), Faults> {
        if let Some(next) = self.next {
            let error = Error::new(Code::MoreFaults, subject, "has more faults, not listed here");
            self.listed.push(Fault::new(next, error));
        }
        Faults::check(self.listed)
    }

    /// The first fault of a distinguished name in text, as that of a whole of which it is the text.
    pub(crate) fn into_first_error(self, subject: &'static str, text: &str) -> Error {
        let more = match self.listed.len().saturating_sub(1) {
            _ if self.is_full() => format!(" (and at least {} more)", Self::MAX),
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let Some(Fault { place, error, .. }) = self.listed.into_iter().next() else {
            return Error::new(Code::Empty, subject, "is empty");
        };
        let at = if let Place::SubjectText { at } = place { at } else { 1 };
        error.within(subject, text, at, &more)
    }
}

/// All that is wrong with a request, in the order of its parts; at least one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// These faults, of which there is at least one.
    pub(crate) const fn of(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    /// `Err` where there is a fault.
    pub(crate) fn check(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }

    /// The faults, one after the other.
    pub fn iter(&self) -> core::slice::Iter<'_, Fault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = core::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = alloc::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One line a fault.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places() -> impl Strategy<Value = Place> {
        let attribute = prop_oneof![
            prop::sample::select(AttributeType::KNOWN),
            "2\\.[0-9]{1,30}(\\.[1-9][0-9]{0,30}){0,4}"
                .prop_filter_map("an identifier", |oid| { oid.parse().ok() }),
        ];
        let path = prop_oneof![
            any::<String>(),
            "(member )?(request|subject|subject\\.CN|subject\\.2\\.5\\.4\\.3|subject, character 7)?",
            "(member )?(subject\\.CN|subjectAltName|extension|attribute)\\[[0-9]{0,25}\\]",
        ];
        prop_oneof![
            Just(Place::Request),
            Just(Place::SubjectDer),
            (attribute, any::<usize>())
                .prop_map(|(attribute, index)| Place::Subject { attribute, index }),
            any::<usize>().prop_map(|at| Place::SubjectText { at }),
            any::<usize>().prop_map(Place::SubjectAltName),
            any::<usize>().prop_map(Place::Extension),
            any::<usize>().prop_map(Place::Attribute),
            path.prop_map(Place::Member),
        ]
    }

    proptest! {
        #[test]
        fn every_place_reads_back(place in places()) {
            prop_assert_eq!(place.to_string().parse(), Ok(place));
        }
    }

    #[test]
    fn members_that_are_called_like_a_part_are_distinguished_from_it() {
        let member = |path: &str| Place::Member(path.into());
        let cn = Place::Subject { attribute: AttributeType::CommonName, index: 0 };
        let cases = [
            ("request", Place::Request),
            ("member request", member("request")),
            ("subject.CN", cn),
            ("subject.cN[1", member("subject.cN[1")),
            ("subject.nothing", member("subject.nothing")),
            ("member member x", member("member x")),
            ("", member("")),
        ];
        for (text, place) in cases {
            assert_eq!(text.parse().as_ref(), Ok(&place), "{text}");
            assert_eq!(place.to_string(), text);
        }
    }

    #[test]
    fn of_more_than_a_thousand_faults_the_first_are_listed() {
        let error = || Error::new(Code::Empty, "value", "is empty");
        for (count, listed) in [(0, 0), (1_000, 1_000), (1_001, 1_001), (1_234, 1_001)] {
            let mut list = FaultList::default();
            for at in 1..=count {
                list.push(Place::SubjectText { at }, error());
            }
            assert_eq!(list.is_full(), count > FaultList::MAX);
            let faults = list.check("name").err().map_or(Vec::new(), |faults| faults.0);
            assert_eq!(faults.len(), listed);
            if let Some(more) = faults.get(FaultList::MAX) {
                let place = Place::SubjectText { at: 1_001 };
                assert_eq!((more.place(), more.code()), (&place, Code::MoreFaults));
            }
        }
    }
}

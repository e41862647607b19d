//! An old request or certificate, the parts of which a new request has again.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{
    BasicConstraints, Place, PublicKey, Renewal, Request, RequestBuilder, reading::LeftOut,
};

use super::additions::Additions;
use super::option_words::OptionWords;
use super::parts::Parts;
use crate::failure::{self, Failure, shown};
use crate::hints;
use crate::intake;
use crate::key_file::pem_labels;
use crate::paths::quoted;

#[derive(Args, Clone)]
#[command(next_help_heading = "Renewal, in place of REQUEST.json")]
pub(super) struct From {
    /// Request the subject and the names of this old request or certificate again (PEM or DER; -
    /// reads standard input). The options for the subject replace the old subject as a whole, --san
    /// all of the old names. Fields that are not copied are listed on standard error
    #[arg(long, value_name = "FILE", conflicts_with = "request")]
    from: Option<PathBuf>,

    /// Request its keyUsage, extKeyUsage and basicConstraints again too, except those that an option
    /// replaces
    #[arg(long, requires = "from", conflicts_with = "request")]
    from_extensions: bool,
}

/// Most notes of one kind.
const LISTED: usize = 20;

/// The old request or certificate.
pub(super) struct Old {
    renewal: Renewal,
    with_extensions: bool,
}

impl From {
    pub(super) fn path(&self) -> Option<&Path> {
        self.from.as_deref()
    }

    /// Reads it, if one is named: of several certificates the one with the key.
    pub(super) fn read(&self, key: Option<&PublicKey>) -> Result<Option<Old>, Failure> {
        let Some(path) = &self.from else {
            return Ok(None);
        };
        let content = intake::read(path)?;
        let renewal = Renewal::read_for(&content, key).map_err(|error| {
            let hint = hints::for_content(error.code(), path, &content);
            Failure::refused_content(format_args!("--from {}", shown(path)), &error, hint)
        })?;
        let has = |wanted: &str| pem_labels(&content).any(|label| label == wanted.as_bytes());
        if has("CERTIFICATE") && (has("CERTIFICATE REQUEST") || has("NEW CERTIFICATE REQUEST")) {
            let path = shown(path);
            failure::note(format_args!(
                "note: --from {path}: the request is used, and no certificate in the file"
            ));
        }
        Ok(Some(Old { renewal, with_extensions: self.from_extensions }))
    }
}

impl Old {
    /// Adds what no option replaces.
    pub(super) fn add_to(
        &self,
        mut builder: RequestBuilder,
        parts: &Parts,
        additions: &Additions,
        words: &mut OptionWords,
    ) -> RequestBuilder {
        let path = |part: &dyn Display| format!("--from, {part}");
        if !parts.has_subject() {
            words.subject = Some(Box::new(move |place| path(place)));
            match self.renewal.subject() {
                Ok(subject) => builder = builder.subject(subject),
                Err(faults) => builder = builder.subject(Err(faults)),
            }
        }
        if !parts.has_names() {
            words.name = "--from, subjectAltName";
            builder = builder.subject_alt_names(self.renewal.subject_alt_names());
        }
        if self.with_extensions {
            for (oid, extension) in self.renewal.extensions() {
                if !additions.asks_for(oid) {
                    builder = builder.extension(extension);
                    words.extensions.push(path(&LeftOut::Extension(oid.clone())));
                }
            }
        }
        builder
    }

    /// Names what a new request does not get, in a line each kind, and that it asks for a CA.
    pub(super) fn list_what_is_left_out(
        &self,
        request: &Request,
        parts: &Parts,
        additions: &Additions,
        words: &OptionWords,
    ) {
        for deviation in self.renewal.deviations() {
            let (place, found, at) = (deviation.place(), deviation.found(), deviation.at());
            let found = format_args!("{place} {found} (at byte {at}); read anyway");
            failure::note(format_args!("note: --from: {found}"));
        }
        let misplaced: Vec<_> = self
            .renewal
            .misplaced()
            .map(|oid| LeftOut::InSubject(oid.clone()).to_string())
            .collect();
        if !misplaced.is_empty() {
            failure::note(format_args!(
                "note: --from: taken out of the subject, where it does not belong: {}",
                misplaced.join(", ")
            ));
        }
        let is_in_use = |place: &Place| match place {
            Place::SubjectAltName(_) => !parts.has_names(),
            _ => !parts.has_subject(),
        };
        let mut kept = self.renewal.kept().iter().filter(|fault| is_in_use(fault.place()));
        for fault in kept.by_ref().take(LISTED) {
            let text = fault.text(words);
            failure::note(format_args!("note: requested again as it was: {text}"));
        }
        let more = kept.count();
        if more > 0 {
            failure::note(format_args!("note: requested again as they were: {more} more"));
        }
        let list = |what: &str, parts: Vec<String>, hint: &str| {
            if !parts.is_empty() {
                failure::note(format_args!("note: --from: {what}: {}{hint}", parts.join(", ")));
            }
        };
        let shown = |parts: Vec<&LeftOut>| parts.iter().map(ToString::to_string).collect();
        let is_requested =
            |part: &&LeftOut| matches!(part, LeftOut::Extension(oid) if additions.asks_for(oid));
        let uses: Vec<_> =
            self.renewal.extensions().map(|(oid, _)| LeftOut::Extension(oid.clone())).collect();
        let left_out = self.renewal.left_out().iter();

        let mut replaced = self.replaced_identity(request, parts);
        let options = uses.iter().chain(left_out.clone()).filter(is_requested);
        replaced.extend(options.map(ToString::to_string));
        list("replaced", replaced, "");
        if !self.with_extensions {
            let hint = "\nhint: use --from-extensions to request them";
            let uses = uses.iter().filter(|part| !is_requested(part));
            list("not requested again", shown(uses.collect()), hint);
        }
        list("not copied", shown(left_out.filter(|part| !is_requested(part)).collect()), "");
        if self.with_extensions
            && self.renewal.is_ca()
            && !additions.asks_for(&BasicConstraints::OID)
        {
            failure::note(
                "note: --from: the request asks for the certificate of a CA, as the old one does\nhint: use --basic-constraints end-entity if it is not for a CA",
            );
        }
    }

    /// The old subject and the old names that the options left out of the request.
    fn replaced_identity(&self, request: &Request, parts: &Parts) -> Vec<String> {
        let mut replaced = Vec::new();
        if parts.has_subject() {
            match self.renewal.subject() {
                Ok(old) if old.as_der() == request.subject_der() || old.is_empty() => {}
                Ok(old) => replaced.push(format!("subject {}", quoted(&format!("{old:#}")))),
                Err(_) => replaced.push("subject".into()),
            }
        }
        if parts.has_names() {
            let new: Vec<_> = request.subject_alt_names().collect();
            let old = self.renewal.subject_alt_names().enumerate();
            let old = old.filter(|(_, name)| !name.as_ref().is_ok_and(|name| new.contains(name)));
            replaced.extend(old.map(|(index, name)| match name {
                Ok(name) => quoted(&name.to_string()),
                Err(_) => format!("subjectAltName[{index}]"),
            }));
        }
        replaced
    }
}

//! An old request or certificate, the parts of which a new request has again.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{Renewal, RequestBuilder, reading::LeftOut};

use super::additions::Additions;
use super::option_words::OptionWords;
use super::parts::Parts;
use crate::failure::{self, Failure, shown};
use crate::hints;
use crate::intake;

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

/// The old request or certificate.
pub(super) struct Old {
    renewal: Renewal,
    with_extensions: bool,
}

impl From {
    pub(super) fn path(&self) -> Option<&Path> {
        self.from.as_deref()
    }

    /// Reads it, if one is named.
    pub(super) fn read(&self) -> Result<Option<Old>, Failure> {
        let Some(path) = &self.from else {
            return Ok(None);
        };
        let renewal = Renewal::read(&intake::read(path)?).map_err(|error| {
            let hint = hints::for_request(error.code(), path);
            Failure::refused_content(format_args!("--from {}", shown(path)), &error, hint)
        })?;
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

    /// Names what a new request does not get, in a line each kind.
    pub(super) fn list_what_is_left_out(&self, additions: &Additions) {
        let is_requested =
            |part: &LeftOut| matches!(part, LeftOut::Extension(oid) if additions.asks_for(oid));
        let list = |what: &str, parts: Vec<LeftOut>, hint: &str| {
            let parts = parts.iter().filter(|part| !is_requested(part));
            let parts: Vec<String> = parts.map(LeftOut::to_string).collect();
            if !parts.is_empty() {
                failure::note(format_args!("note: --from: {what}: {}{hint}", parts.join(", ")));
            }
        };
        if !self.with_extensions {
            let uses = self.renewal.extensions().map(|(oid, _)| LeftOut::Extension(oid.clone()));
            let hint = "\nhint: use --from-extensions to request them";
            list("not requested again", uses.collect(), hint);
        }
        list("not copied", self.renewal.left_out().to_vec(), "");
    }
}

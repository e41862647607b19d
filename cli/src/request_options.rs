//! The sources of a request: a JSON body, options, or an old request or certificate.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::env;
use std::path::{Path, PathBuf};

use clap::{Args, Command, FromArgMatches};
use pkcs10::keys::DigestAlgorithm;
use pkcs10::{
    Algorithm, Attribute, AttributeType, Code, DistinguishedName, GeneralName, Profile, PublicKey,
    Request, RequestBuilder,
};

use crate::failure::{self, Failure, fault_message, shown};
use crate::files;
use crate::import::{self, Imported};
use crate::inputs::Input;
use crate::intake;
use crate::key_file::Asked;
use crate::paths::{quoted, visible};
use crate::profile;
use crate::snippet;

mod additions;
mod option_words;
mod parts;
mod renewal;

use additions::Additions;
pub(crate) use additions::ExtensionOptions;
use option_words::OptionWords;
use parts::Parts;
pub(crate) use parts::prefixed_or_host;
use renewal::From;

/// The content of a request, from each source.
#[derive(Args, Clone)]
pub(crate) struct RequestOptions {
    /// The body of LXCA's POST /certificateSigningRequest, a JSON object, or a request file of OpenSSL
    /// (the configuration of req), cfssl (JSON) or certreq (.inf), which options replace in part; -
    /// reads standard input
    #[arg(value_name = "REQUEST.json")]
    request: Option<PathBuf>,

    /// Whose body REQUEST.json is: that of lxca, with its limits and defaults; the same with the bounds
    /// of rfc5280 and without defaults; or that of Redfish's GenerateCSR as the newest schema has it
    /// (redfish:1.0.4 for an older one), openbmc, xcc, idrac, ilo, cimc or vcenter. Without it, that of lxca,
    /// or else another, is recognized by its members. NAME.toml is a file with a profile of your own (cli/PROFILES.md)
    #[arg(long, value_name = "NAME", value_parser = profile::Choice::parser())]
    profile: Option<profile::Choice>,

    #[command(flatten)]
    parts: Parts,

    #[command(flatten)]
    additions: Additions,

    #[command(flatten)]
    from: From,
}

impl RequestOptions {
    pub(crate) fn inputs(&self) -> [Input<'_>; 4] {
        [
            ("--profile", self.profile.as_ref().and_then(profile::Choice::path)),
            ("REQUEST.json", self.request.as_deref()),
            ("--from", self.from.path()),
            ("--challenge-password-file", self.additions.challenge_password_file()),
        ]
    }

    /// Reads the file of the request, if one is named.
    pub(crate) fn read(&self) -> Result<Content<'_>, Failure> {
        let Some(path) = &self.request else {
            return Ok(Content {
                options: Cow::Borrowed(self),
                file: RequestFile::None,
                possession: None,
                profile: OnceCell::new(),
            });
        };
        let bytes = files::read(path)?;
        // A profile says whose JSON it is.
        let is_body = self.profile.is_some() && bytes.trim_ascii_start().starts_with(b"{");
        if !is_body && let Some(imported) = import::read(path, &bytes)? {
            let imported = imported.replace(is_given, &self.parts.attributes(&None))?;
            let mut options = self.clone();
            options.request = None;
            return options.with(imported);
        }
        const FILES: &str = "a JSON body, or a request file of OpenSSL, cfssl or certreq";
        if let Some(refusal) = intake::misplaced(path, &bytes, FILES) {
            return Err(refusal);
        }
        if !self.parts.is_empty() {
            return Err(Failure::Usage(
                "the options for the subject and the names cannot be used with a JSON body".into(),
            ));
        }
        Ok(Content {
            options: Cow::Borrowed(self),
            file: RequestFile::Body(path, bytes),
            possession: None,
            profile: OnceCell::new(),
        })
    }

    /// The content that the file of another tool has by itself.
    pub(crate) fn of(imported: Imported) -> Result<Content<'static>, Failure> {
        let matches = Self::augment_args(Command::new("csr new")).try_get_matches_from(["csr new"]);
        let none = matches.and_then(|matches| Self::from_arg_matches(&matches));
        none.map_err(refused)?.with(imported)
    }

    /// These options, and those of the file of another tool.
    fn with(mut self, imported: Imported) -> Result<Content<'static>, Failure> {
        // The file may have other extensions beside those of the command line.
        let others = self.additions.other_extensions().iter();
        let others = others.map(|value| format!("--extension={value}"));
        let words = ["csr new".to_owned()].into_iter().chain(imported.words()).chain(others);
        let command = Self::augment_args_for_update(Command::new("csr new"));
        let matches = command.try_get_matches_from(words);
        matches.and_then(|matches| self.update_from_arg_matches(&matches)).map_err(refused)?;
        Ok(Content {
            options: Cow::Owned(self),
            file: RequestFile::Imported(imported),
            possession: None,
            profile: OnceCell::new(),
        })
    }

    /// The request that the options describe.
    fn request(
        &self,
        builder: RequestBuilder,
        mut words: OptionWords,
        mut refused: Vec<String>,
        key: Option<&PublicKey>,
    ) -> Result<Request, Failure> {
        if self.profile.is_some() {
            return Err(Failure::Usage(
                "--profile requires REQUEST.json; options have the limits of RFC 5280".into(),
            ));
        }
        let old = self.from.read(key)?;
        if old.is_none() && self.parts.is_empty() {
            return Err(Failure::Usage("the request has no content".into()).hint(
                "give REQUEST.json (- for standard input), options such as --host, --cn and --san, or --from with an old request or certificate",
            ));
        }
        let mut builder = builder;
        let from_old = old.is_some() && !self.parts.has_subject();
        if let Some(old) = &old {
            builder = old.add_to(builder, &self.parts, &self.additions, &mut words);
        }
        let request = self.parts.add_to(builder, &mut words, from_old).build();
        let faults = request.as_ref().err().into_iter().flatten();
        // Where a part was refused before, an empty rest is not a fault of its own.
        let known =
            faults.filter(|fault| refused.is_empty() || fault.code() != Code::IdentityMissing);
        let messages: Vec<String> = known
            .map(|fault| match fault.code() {
                Code::Underscore if fault.hint(&words).is_none() => format!(
                    "{}\nhint: use --allow-underscore if your CA issues for such names",
                    fault.text(&words)
                ),
                _ => fault_message(fault, &words),
            })
            .collect();
        refused.extend(messages);
        let request = request.ok().filter(|_| refused.is_empty());
        let request = request.ok_or(Failure::Refused(refused))?;
        if let Some(old) = old {
            old.list_what_is_left_out(&request, &self.parts, &self.additions, &words);
        }
        Ok(request)
    }
}

/// Whether the command line has an option.
pub(crate) fn is_given(option: &str) -> bool {
    let words = env::args_os().map(|word| word.to_string_lossy().into_owned());
    let mut words = words.take_while(|word| word != "--");
    words.any(|word| word.split('=').next() == Some(option))
}

/// Options of a file that do not go together.
fn refused(error: clap::Error) -> Failure {
    Failure::refused(error.kind())
}

/// The file of a request, read.
enum RequestFile<'a> {
    None,
    Body(&'a Path, Vec<u8>),
    Imported(Imported),
}

/// The content of a request, its file read.
pub(crate) struct Content<'a> {
    options: Cow<'a, RequestOptions>,
    file: RequestFile<'a>,
    possession: Option<Attribute>,
    /// That of the body.
    profile: OnceCell<Profile>,
}

impl Content<'_> {
    /// The request, or every fault in it, each with the path that the user wrote. Fields of an old
    /// request that are not copied are listed on stderr, and so is what a file says about the key.
    pub(crate) fn request(&self, key: Option<&PublicKey>) -> Result<Request, Failure> {
        let (request, algorithm, digest) = self.request_and_algorithm(key)?;
        if let (RequestFile::Body(..), Some((algorithm, place))) = (&self.file, algorithm) {
            failure::note(format_args!("note: {place}: {algorithm} is not used: there is a key"));
        }
        if let Some((digest, place)) = digest {
            failure::note(format_args!("note: {place}: {digest} is not used: the signer decides"));
        }
        Ok(request)
    }

    /// The content, with the statement that names the certificate of the key that signs.
    pub(crate) fn with_possession(self, statement: Option<Attribute>) -> Self {
        Self { possession: statement, ..self }
    }

    /// Says so where a value begins with a quotation mark, and where there is a common name and no
    /// subjectAltName.
    pub(crate) fn note_doubts(&self, request: &Request) {
        let Ok(subject) = DistinguishedName::from_der(request.subject_der()) else { return };
        for attribute in subject.attributes() {
            let text = attribute.text().unwrap_or_default();
            let text = visible(&text);
            let kind = attribute.attribute_type();
            let is_pair = |part: &str| {
                part.split_once('=')
                    .is_some_and(|(of, _)| of.trim().parse::<AttributeType>().is_ok())
            };
            if text.split(',').any(is_pair) {
                let first = if is_pair(text.split(',').next().unwrap_or_default()) {
                    String::new()
                } else {
                    format!("{kind}=")
                };
                let hint = quoted(&format!("{first}{text}"));
                let hint = match self.body() {
                    Some(_) => String::new(),
                    None => format!("\nhint: for attributes of their own, use --subject {hint}"),
                };
                failure::note(format_args!("note: the value of {kind} is all of {text}{hint}"));
            }
            if text.starts_with(['“', '”', '„', '‘', '’', '«', '"']) {
                failure::note(format_args!(
                    "note: the value of {kind} begins with a quotation mark, which is a part of it: {text}"
                ));
            }
        }
        let mut attributes = subject.attributes();
        let common_name = attributes.find(|a| a.attribute_type() == &AttributeType::CommonName);
        let Some(common_name) =
            common_name.filter(|_| request.subject_alt_names().next().is_none())
        else {
            return;
        };
        let name = common_name.text().and_then(|host| GeneralName::host(&host).ok());
        let hint = name.and_then(|name| match self.body() {
            Some((profile, body)) => profile::member_with(profile, body, &name),
            None => Some(format!("--san {}", quoted(&name.to_string()))),
        });
        let hint = hint.map(|hint| format!("\nhint: use {hint}")).unwrap_or_default();
        failure::note(format_args!(
            "note: the request has a common name and no subjectAltName, the only place where TLS clients look for a name (RFC 9525 2){hint}"
        ));
    }

    /// The JSON body, if there is one, and the profile by which it was read.
    fn body(&self) -> Option<(Profile, &[u8])> {
        match &self.file {
            RequestFile::Body(_, body) => Some((*self.profile.get()?, body)),
            _ => None,
        }
    }

    /// Whether there is an old request or certificate.
    pub(crate) fn renews(&self) -> bool {
        self.options.from.path().is_some()
    }

    /// The same, the algorithm of a new key and the digest that the file names, and where. Of several
    /// old certificates the one with the key is meant.
    pub(crate) fn request_and_algorithm(
        &self,
        key: Option<&PublicKey>,
    ) -> Result<(Request, Asked<Algorithm>, Asked<DigestAlgorithm>), Failure> {
        let options = &self.options;
        let mut words = OptionWords::default();
        let mut refused = Vec::new();
        let mut builder = Request::builder();
        if let Some(statement) = &self.possession {
            builder = builder.attribute(statement.clone());
            words.attributes.push("--possession-by".into());
        }
        let builder = options.additions.add_to(builder, &mut words, &mut refused)?;
        match &self.file {
            RequestFile::None => Ok((options.request(builder, words, refused, key)?, None, None)),
            RequestFile::Imported(imported) => {
                let request = options.request(builder, words, refused, key);
                // Without content, they say what OpenSSL would ask for.
                if matches!(request, Ok(_) | Err(Failure::Usage(_))) {
                    imported.list_notes();
                }
                let request = request.map_err(|failure| imported.locate(failure))?;
                Ok((request, imported.algorithm(), None))
            }
            RequestFile::Body(path, body) => {
                let given = options.profile.as_ref().map(profile::Choice::read).transpose()?;
                let (profile, read) = profile::read(path, given, builder, body);
                let profile = *self.profile.get_or_init(|| profile);
                let faults = read.as_ref().err().into_iter().flatten();
                refused.extend(faults.map(|fault| {
                    let message = match fault_message(fault, &words) {
                        // Of the body as a whole: its file is the place.
                        message if words.is_nowhere(fault) => format!("{}: {message}", shown(path)),
                        message => message,
                    };
                    snippet::of_member(message, fault, path, body)
                }));
                if read.is_err() {
                    let other = profile::other_kind(profile, &profile::members(body));
                    refused.extend(
                        other.map(|(what, hint)| format!("{}: {what}\nhint: {hint}", shown(path))),
                    );
                }
                let read = read.ok().filter(|_| refused.is_empty());
                let body = read.ok_or(Failure::Refused(refused))?;
                for note in body.notes {
                    failure::note(format_args!("note: {}: {note}", shown(path)));
                }
                let algorithm = body.algorithm.map(|algorithm| (algorithm, shown(path)));
                let replaced = ["--algorithm", "--policy"].into_iter().find(|name| is_given(name));
                if let (Some((algorithm, place)), Some(option)) = (&algorithm, replaced) {
                    failure::note(format_args!(
                        "note: {place}: {algorithm} is replaced by {option}"
                    ));
                }
                let place = |member| format!("{}: {member}", shown(path));
                let digest = body.digest.map(|(member, digest)| (digest, place(member)));
                Ok((body.request, algorithm.filter(|_| replaced.is_none()), digest))
            }
        }
    }
}

//! What the documented method answers.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::base_message::{ExtendedInfo, GENERAL, REGISTRY};
use super::message::{self, Message};
use crate::profile::Envelope;

/// A response: the status code and the body. It never holds a private key.
///
/// The documented body, its keys in the documented order:
///
/// ```text
/// {"response":{"path":"1"},"result":"success","messages":[{"explanation":"","id":"FQXHMSE0001I",
///  "recovery":{"text":"Information only; no action is required.","URL":""},
///  "text":"The request completed successfully."}]}
/// ```
///
/// `response` holds `path` after a POST, `CSR` after a GET, and nothing after a DELETE or a
/// failure. For a profile whose [`Envelope`] is that of Redfish, the body is
/// `{"CSRString": …, "CertificateCollection": {"@odata.id": …}}`, or `error` with an entry of
/// `@Message.ExtendedInfo` for each message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    status: Status,
    content: Content,
    messages: Vec<Message>,
    envelope: Envelope,
}

/// The documented status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 200: the request completed.
    Completed,
    /// 400: an attribute is missing or not valid, or the operation is not supported.
    Refused,
    /// 401: the caller is not authenticated.
    Unauthorized,
    /// 404: there is no such resource.
    NotFound,
    /// 405: the resource does not have the operation (of Redfish; LXCA's is 400).
    NotAllowed,
    /// 413: the body is longer than the host accepts.
    TooLarge,
    /// 415: the body is not JSON by its header.
    MediaType,
    /// 500: an internal error.
    Failed,
}

impl Status {
    /// The number, as HTTP has it.
    pub const fn code(self) -> u16 {
        match self {
            Self::Completed => 200,
            Self::Refused => 400,
            Self::Unauthorized => 401,
            Self::NotFound => 404,
            Self::NotAllowed => 405,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::Failed => 500,
        }
    }
}

impl Response {
    pub(super) fn completed(content: Content) -> Self {
        let messages = [Message::success()].into();
        Self { status: Status::Completed, content, messages, envelope: Envelope::Lxca }
    }

    pub(super) fn failure(status: Status, messages: Vec<Message>) -> Self {
        Self { status, content: Content::default(), messages, envelope: Envelope::Lxca }
    }

    /// The answer to an operation that the method does not have, for the host's own routing:
    /// status 400.
    pub fn not_supported() -> Self {
        Self::failure(Status::Refused, [Message::not_supported()].into())
    }

    /// The same with status 405, which Redfish has for it (DSP0266); the host adds the header `Allow`.
    pub fn method_not_allowed() -> Self {
        Self { status: Status::NotAllowed, ..Self::not_supported() }
    }

    /// The answer where the host has nothing at this URI: status 404.
    pub fn no_resource(uri: &str) -> Self {
        Self::failure(Status::NotFound, [Message::no_resource(uri)].into())
    }

    /// The answer to a caller that is not authenticated: status 401.
    pub fn unauthorized() -> Self {
        let text = "the caller is not authenticated".into();
        Self::failure(Status::Unauthorized, [Message::new(&message::UNAUTHORIZED, text)].into())
    }

    /// The answer to a body of more bytes than the host accepts: status 413.
    pub fn too_large(limit: usize) -> Self {
        let text = format!("the body is longer than {limit} bytes");
        Self::failure(Status::TooLarge, [Message::new(&message::TOO_LARGE, text)].into())
    }

    /// The answer to a body that is not JSON by its header: status 415.
    pub fn unsupported_media_type() -> Self {
        Self::failure(Status::MediaType, [Message::media_type()].into())
    }

    /// The answer where the host itself fails: status 500. The text is shown to the caller.
    pub fn host_failed(text: &str) -> Self {
        Self::failure(Status::Failed, [Message::new(&message::HOST, text.into())].into())
    }

    /// The same response in this form.
    #[must_use]
    pub const fn in_envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// The status code.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The identifier of a new request, for GET and DELETE.
    pub fn path(&self) -> Option<&str> {
        self.content.path.as_deref()
    }

    /// The request that was made or asked for, in PEM.
    pub fn csr_pem(&self) -> Option<&str> {
        self.content.csr.as_deref()
    }

    /// The messages: one of success, or one for each fault.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The body: JSON in UTF-8, without newlines.
    pub fn to_json(&self) -> String {
        // Structs of texts always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Response {
    /// The body.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { status, content, messages, envelope } = self;
        let is_completed = *status == Status::Completed;
        if *envelope == Envelope::Redfish {
            return serialize_redfish(is_completed, content, messages, serializer);
        }
        let result = if is_completed { "success" } else { "failure" };
        // A request is in the response to a GET alone.
        let csr = content.csr.as_deref().filter(|_| content.path.is_none());
        let response = LxcaContent { path: content.path.as_deref(), csr };
        Body { response, result, messages }.serialize(serializer)
    }
}

impl fmt::Display for Response {
    /// The body, as [`to_json`](Self::to_json).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// What a response has beside its messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) path: Option<String>,
    pub(super) csr: Option<String>,
    /// The name of a link, and its URI.
    pub(super) link: Option<(&'static str, String)>,
}

/// The body; the order of the fields is the documented one.
#[derive(Serialize)]
struct Body<'a> {
    response: LxcaContent<'a>,
    result: &'static str,
    messages: &'a [Message],
}

/// The object `response`; it has one member at most.
#[derive(Serialize)]
struct LxcaContent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(rename = "CSR", skip_serializing_if = "Option::is_none")]
    csr: Option<&'a str>,
}

#[derive(Serialize)]
struct Failure<'a> {
    code: String,
    message: &'static str,
    #[serde(rename = "@Message.ExtendedInfo")]
    extended_info: Vec<ExtendedInfo<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    #[serde(rename = "@odata.id")]
    id: &'a str,
}

/// The body in Redfish's form.
fn serialize_redfish<S: Serializer>(
    is_completed: bool,
    content: &Content,
    messages: &[Message],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let entries =
        || messages.iter().map(|message| message.base.to_extended_info(message.resolution()));
    if !is_completed {
        let failure = Failure {
            code: format!("{REGISTRY}.{GENERAL}"),
            message: "A general error has occurred. See @Message.ExtendedInfo for each error.",
            extended_info: entries().collect(),
        };
        map.serialize_entry("error", &failure)?;
    } else if let Some(csr) = &content.csr {
        map.serialize_entry("CSRString", csr)?;
        if let Some((name, uri)) = &content.link {
            map.serialize_entry(name, &Link { id: uri })?;
        }
    } else {
        map.serialize_entry("@Message.ExtendedInfo", &entries().collect::<Vec<_>>())?;
    }
    map.end()
}

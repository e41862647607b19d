//! What the documented method answers.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::Serialize;

use super::message::Message;
use super::store::Id;

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
/// failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    status: Status,
    content: Content,
    messages: Vec<Message>,
}

/// The documented status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 200: the request completed.
    Completed,
    /// 400: an attribute is missing or not valid, or the operation is not supported.
    Refused,
    /// 404: there is not a such resource.
    NotFound,
    /// 500: an internal error.
    Failed,
}

impl Status {
    /// The number, as HTTP has it.
    pub const fn code(self) -> u16 {
        match self {
            Self::Completed => 200,
            Self::Refused => 400,
            Self::NotFound => 404,
            Self::Failed => 500,
        }
    }
}

impl Response {
    pub(super) fn posted(id: Id) -> Self {
        Self::completed(Content { path: Some(id.to_string()), csr: None })
    }

    pub(super) fn found(csr_pem: String) -> Self {
        Self::completed(Content { csr: Some(csr_pem), path: None })
    }

    pub(super) fn deleted() -> Self {
        Self::completed(Content::default())
    }

    fn completed(content: Content) -> Self {
        Self { status: Status::Completed, content, messages: [Message::success()].into() }
    }

    pub(super) fn failure(status: Status, messages: Vec<Message>) -> Self {
        Self { status, content: Content::default(), messages }
    }

    /// The answer to an operation that the method does not have, for the host's own routing:
    /// status 400.
    pub fn not_supported() -> Self {
        Self::failure(Status::Refused, [Message::not_supported()].into())
    }

    /// The status code.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The identifier of a new request, for GET and DELETE.
    pub fn path(&self) -> Option<&str> {
        self.content.path.as_deref()
    }

    /// The request that was asked for, in PEM.
    pub fn csr_pem(&self) -> Option<&str> {
        self.content.csr.as_deref()
    }

    /// The messages: one of success, or one for each fault.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The body: JSON in UTF-8, without line ends.
    pub fn to_json(&self) -> String {
        let result = match self.status {
            Status::Completed => "success",
            Status::Refused | Status::NotFound | Status::Failed => "failure",
        };
        let body = Body { response: &self.content, result, messages: &self.messages };
        // Structs of texts always serialise.
        serde_json::to_string(&body).unwrap_or_default()
    }
}

impl fmt::Display for Response {
    /// The body, as [`to_json`](Self::to_json).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// The body; the order of the fields is the documented one.
#[derive(Serialize)]
struct Body<'a> {
    response: &'a Content,
    result: &'static str,
    messages: &'a [Message],
}

/// The object `response`; it has one member at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(rename = "CSR", skip_serializing_if = "Option::is_none")]
    csr: Option<String>,
}

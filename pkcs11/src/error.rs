//! What can go wrong with a token.

use std::fmt;

use cryptoki::error::{Error as CryptokiError, RvError};

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not a URI of RFC 7512, or does not say enough.
    Uri,
    /// The module is missing, or is not a PKCS #11 library.
    Module,
    /// There is no such token or key.
    NotFound,
    /// Several tokens or keys match.
    Ambiguous,
    /// There is such a key already.
    Exists,
    /// The PIN is wrong, missing or locked.
    Pin,
    /// The token was removed while it was in use.
    Removed,
    /// The key is of a kind that does not sign here.
    Unsupported,
    /// The token refused for a reason of its own.
    Device,
}

/// Why a token or a key in it cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenError {
    kind: ErrorKind,
    sentence: String,
    hint: Option<String>,
}

impl TokenError {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into(), hint: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What the token answered when it was asked for something, as in "cannot sign".
    #[cold]
    pub(crate) fn of_token(action: &str, error: &CryptokiError) -> Self {
        use RvError as Rv;
        let refused =
            |why: &str| Self::new(ErrorKind::Device, format!("the token cannot {action}: {why}"));
        match error {
            CryptokiError::Pkcs11(answer, _) => match answer {
                Rv::DeviceRemoved
                | Rv::TokenNotPresent
                | Rv::TokenNotRecognized
                | Rv::SessionHandleInvalid
                | Rv::SessionClosed => {
                    Self::new(ErrorKind::Removed, "the token was removed while it was in use")
                        .with_hint("insert it again, and repeat the command")
                }
                Rv::UserNotLoggedIn => refused("it requires a login with the PIN"),
                Rv::MechanismInvalid | Rv::MechanismParamInvalid => {
                    refused("it does not have the mechanism")
                }
                Rv::KeyFunctionNotPermitted => refused("the key is not permitted to (CKA_SIGN)"),
                Rv::TokenWriteProtected | Rv::SessionReadOnly => refused("it is write-protected"),
                Rv::CurveNotSupported => refused("it does not have the curve"),
                Rv::DeviceMemory => refused("its memory is full"),
                // Its own text is a paragraph of the specification.
                other => refused(&format!("it answered {other:?}")),
            },
            other => refused(&other.to_string()),
        }
    }

    /// What kind of thing went wrong.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The sentence without the hint.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; hint: {hint}"))
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    #[test]
    fn a_token_that_is_pulled_out_is_named_as_such() {
        let removed =
            [RvError::DeviceRemoved, RvError::TokenNotPresent, RvError::SessionHandleInvalid];
        for answer in removed {
            let error = CryptokiError::Pkcs11(answer, Function::Sign);
            let error = TokenError::of_token("sign", &error);
            assert_eq!(error.kind(), ErrorKind::Removed);
            assert_eq!(error.sentence(), "the token was removed while it was in use");
        }
    }

    #[test]
    fn other_answers_say_what_was_asked_for() {
        let cases = [
            (RvError::UserNotLoggedIn, "the token cannot sign: it requires a login with the PIN"),
            (RvError::GeneralError, "the token cannot sign: it answered GeneralError"),
        ];
        for (answer, expected) in cases {
            let error = CryptokiError::Pkcs11(answer, Function::Sign);
            assert_eq!(TokenError::of_token("sign", &error).to_string(), expected);
        }
    }
}

//! Host names as they are in a request, in every type of name: with A-labels in place of
//! U-labels.

use alloc::{borrow::Cow, string::String};

use super::host;
#[cfg(feature = "idn")]
use super::idn;
use super::refusal::Refusal;
use crate::error::{Code, Hint};

/// The name as it is in a request: unchanged, except U-labels, which become A-labels
/// where the feature `idn` is on.
pub(super) fn to_ascii(text: &str) -> Result<Cow<'_, str>, Refusal> {
    #[cfg(feature = "idn")]
    if !text.is_ascii() {
        return idn::to_ascii(text).map(Cow::Owned);
    }
    check_wire(text).map(|()| Cow::Borrowed(text))
}

/// Checks a name as it is in a request, its A-labels too where the feature `idn` is on:
/// without the tables of Unicode they are letters, digits and hyphens.
pub(super) fn check_wire(text: &str) -> Result<(), Refusal> {
    host::check(text)?;
    #[cfg(feature = "idn")]
    idn::check_a_labels(text)?;
    Ok(())
}

/// The host name that a refused one was probably meant to be.
pub(super) fn corrected(text: &str) -> Option<String> {
    #[cfg(feature = "idn")]
    let mapped = idn::mapped(text);
    #[cfg(not(feature = "idn"))]
    let mapped: Option<String> = None;
    let trimmed = text.trim();
    let without_dot = trimmed.strip_suffix('.');
    let without_port_or_path = trimmed.split([':', '/']).next();
    [Some(trimmed), without_dot, without_port_or_path, mapped.as_deref()]
        .into_iter()
        .flatten()
        .find(|candidate| to_ascii(candidate).is_ok())
        .map(String::from)
}

/// Advice about a refused host name where there is no other to offer.
pub(super) fn advice(refusal: &Refusal, text: &str) -> Option<Hint> {
    match refusal.code {
        Code::NumericLastLabel
            if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') =>
        {
            Some(Hint::advice("an IPv4 address is four numbers from 0 to 255"))
        }
        #[cfg(feature = "idn")]
        Code::Mapped => {
            let mapped = idn::mapped(text)?;
            Some(Hint::advice(alloc::format!("UTS 46 makes it {}", crate::text::Quoted(&mapped))))
        }
        #[cfg(not(feature = "idn"))]
        Code::NotAscii => Some(Hint::advice(
            "use the A-label (\"xn--…\"), or build with the feature idn, which converts it",
        )),
        _ => None,
    }
}

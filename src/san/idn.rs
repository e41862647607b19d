//! Internationalised domain names (UTS 46, non-transitional), by the crate `idna`.
//!
//! A U-label becomes its A-label where the mapping of UTS 46 changes nothing but case, and where the
//! mapped label has the characters that IDNA 2008 allows (`u_label`). What the mapping would replace or
//! drop is refused and shown, so that a user never gets a name that they did not write. An A-label that
//! is given as one is held to UTS 46 alone: it may be registered already. Names are at most 253 characters long before anything is computed from them:
//! Punycode takes quadratic time.

use alloc::{borrow::Cow, string::String};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::host::{self, LABEL_MAX, NAME_MAX, is_a_label, labels};
use super::refusal::Refusal;
use super::u_label;
use crate::error::Code;

/// Checks that the labels of a host name that look like A-labels are some
/// (RFC 5890 2.3.2.1), alone and side by side.
pub(super) fn check_a_labels(text: &str) -> Result<(), Refusal> {
    if !text.split('.').any(is_a_label) {
        return Ok(());
    }
    for (at, label) in labels(text) {
        check_a_label(label, at)?;
    }
    check_directions(text)
}

/// The name with A-labels in the place of its U-labels; all else is unchanged.
pub(super) fn to_ascii(text: &str) -> Result<String, Refusal> {
    host::check_shape(text)?;
    let len = text.chars().count();
    if len > NAME_MAX {
        return Err(host::too_long(len));
    }
    let mut name = String::with_capacity(2 * text.len());
    for (at, label) in labels(text) {
        if at > 1 {
            name.push('.');
        }
        if label.is_ascii() {
            check_a_label(label, at)?;
            name.push_str(label);
        } else {
            name.push_str(&a_label(label, at)?);
        }
    }
    check_directions(text)?;
    if host::is_host_name(&name) { Ok(name) } else { Err(host::too_long(name.len())) }
}

/// What UTS 46 makes of a name, in Unicode, with hyphens in place of dashes; none where a character of
/// it is not allowed.
pub(super) fn mapped(text: &str) -> Option<String> {
    if text.chars().count() > NAME_MAX {
        return None;
    }
    let mut mapped = String::with_capacity(text.len());
    for (at, label) in labels(text) {
        if at > 1 {
            mapped.push('.');
        }
        match label.is_ascii() {
            true => mapped.push_str(label),
            false => mapped.push_str(&mapping(label)?.replace(u_label::is_dash, "-")),
        }
    }
    let is_allowed = |label: &str| label.is_ascii() || u_label::first_disallowed(label).is_none();
    mapped.split('.').all(is_allowed).then_some(mapped)
}

/// The first A-label of a host name that stands for what IDNA 2008 does not allow, and the character.
/// It is kept, unlike its U-label.
pub(crate) fn first_disallowed(name: &str) -> Option<(&str, char)> {
    name.split('.').filter(|label| is_a_label(label)).find_map(|label| {
        let (character, _) = u_label::first_disallowed(&mapping(label)?)?;
        Some((label, character))
    })
}

fn check_a_label(label: &str, at: usize) -> Result<(), Refusal> {
    if is_a_label(label) && mapping(label).is_none() { Err(invalid_a_label(at)) } else { Ok(()) }
}

#[cold]
fn invalid_a_label(at: usize) -> Refusal {
    const VALID: &str = "\"xn--\" in front of the Punycode of a U-label (RFC 5890 2.3.2.1)";
    Refusal::new(Code::ALabel, "contains an invalid A-label", VALID).at(at)
}

/// The A-label of a U-label that is at character `at` of its name.
fn a_label(label: &str, at: usize) -> Result<String, Refusal> {
    if is_a_label(label) {
        return Err(invalid_a_label(at));
    }
    let mapped = mapping(label);
    if let Some((character, index)) = mapped.as_ref().and_then(|mapped| first_change(label, mapped))
    {
        const KEPT: &str = "characters that UTS 46 does not replace or remove (UTS 46 4)";
        return Err(Refusal::character(Code::Mapped, character, at + index, KEPT));
    }
    if let Some((character, index)) = u_label::first_disallowed(label) {
        const ALLOWED: &str = "characters that IDNA 2008 allows there (RFC 5892)";
        return Err(Refusal::character(Code::Character, character, at + index, ALLOWED));
    }
    let converted = mapped.and_then(|_| ascii_form(label)).ok_or_else(|| {
        const ALLOWED: &str = "labels that UTS 46 allows (UTS 46 4.1)";
        Refusal::new(Code::DisallowedLabel, "contains a disallowed label", ALLOWED).at(at)
    })?;
    if converted.len() > LABEL_MAX {
        return Err(host::label_too_long("an A-label", converted.len(), at));
    }
    Ok(converted.into_owned())
}

/// In a name with right-to-left labels, the Bidi rule holds for every label (RFC 5893 2).
/// All else has been checked label by label.
fn check_directions(text: &str) -> Result<(), Refusal> {
    let name = text.strip_prefix("*.").unwrap_or(text);
    if ascii_form(name).is_some() {
        return Ok(());
    }
    let reason =
        "has a right-to-left label beside one that begins with a digit or mixes directions";
    Err(Refusal::new(
        Code::MixedDirections,
        reason,
        "labels that satisfy the Bidi rule (RFC 5893 2)",
    ))
}

/// What UTS 46 makes of a label, in Unicode (ToUnicode), if it allows it.
fn mapping(label: &str) -> Option<Cow<'_, str>> {
    let (mapped, result) =
        Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Check);
    result.ok().map(|()| mapped)
}

/// What UTS 46 makes of a name, in ASCII (ToASCII), if it allows it. Lengths are not checked.
fn ascii_form(name: &str) -> Option<Cow<'_, str>> {
    Uts46::new()
        .to_ascii(name.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Check, DnsLength::Ignore)
        .ok()
}

/// The first character that the mapping would replace or drop, and its index. Where it
/// composes characters, that is the first of them outside ASCII.
fn first_change(label: &str, mapped: &str) -> Option<(char, usize)> {
    let mut rest = mapped.chars().flat_map(lower_case);
    let index = label
        .chars()
        .position(|character| lower_case(character).any(|lower| rest.next() != Some(lower)));
    let index = match index {
        Some(index) => index,
        None if rest.next().is_none() => return None,
        None => 0,
    };
    let mut changed = label.chars().enumerate().skip(index).peekable();
    let first = changed.peek().copied();
    let (index, character) = changed.find(|(_, character)| !character.is_ascii()).or(first)?;
    Some((character, index))
}

/// The lower case of a letter. Four symbols have one too (ϴ, Ω, K, Å), but they are other
/// characters than the letters that they look like, not another case of them.
fn lower_case(character: char) -> impl Iterator<Item = char> {
    let is_symbol = matches!(character, '\u{03F4}' | '\u{2126}' | '\u{212A}' | '\u{212B}');
    let lower = (!is_symbol).then(|| character.to_lowercase());
    lower.into_iter().flatten().chain(is_symbol.then_some(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn refusal(text: &str) -> (Code, Option<usize>) {
        let refusal = to_ascii(text).unwrap_err();
        (refusal.code, refusal.at)
    }

    #[test]
    fn u_labels_become_a_labels() {
        let cases = [
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.Example", "xn--bcher-kva.Example"),
            ("*.bücher.example", "*.xn--bcher-kva.example"),
            ("faß.de", "xn--fa-hia.de"),
            ("FAẞ.de", "xn--fa-hia.de"),
            ("日本語.jp", "xn--wgv71a119e.jp"),
            ("xn--bcher-kva.日本語", "xn--bcher-kva.xn--wgv71a119e"),
            ("βόλος.com", "xn--nxasmm1c.com"),
            ("نامه\u{200C}ای.com", "xn--mgba3gch31f060k.com"),
            ("Ꭰ.example", "xn--58d.example"),
        ];
        for (text, expected) in cases {
            assert_eq!(to_ascii(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_uts_46_would_change_is_refused_and_shown() {
        let cases = [
            ("\u{FB01}.com", 1, "fi.com"),
            ("x.a\u{200B}é", 4, "x.aé"),
            ("a\u{FF11}.com", 2, "a1.com"),
            ("\u{FF11}.2.3.\u{FF14}", 1, "1.2.3.4"),
            ("cafe\u{301}.com", 5, "café.com"),
            ("a\u{3002}b", 2, "a.b"),
            ("é\u{AD}", 2, "é"),
            ("\u{212A}elvin", 1, "kelvin"),
        ];
        for (text, at, shown) in cases {
            assert_eq!(refusal(text), (Code::Mapped, Some(at)), "{text}");
            assert_eq!(mapped(text).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_looks_like_ascii_punctuation_is_refused_and_no_hint_leads_to_it() {
        let hyphen = Some("my-host.example");
        let cases = [
            ("my\u{2010}host.example", hyphen),
            ("my\u{2012}host.example", hyphen),
            ("my\u{2013}host.example", hyphen),
            ("my\u{2014}host.example", hyphen),
            ("my\u{2015}host.example", hyphen),
            ("my\u{2212}host.example", hyphen),
            ("my\u{2019}host.example", None),
            ("my\u{201C}host.example", None),
            ("my\u{201D}host.example", None),
            ("my\u{2044}host.example", None),
            ("my\u{2215}host.example", None),
            ("my\u{2236}host.example", None),
            ("my\u{A789}host.example", None),
            ("my\u{2764}host.example", None),
            ("my\u{E000}host.example", None),
            ("my\u{378}host.example", None),
            ("my\u{20DD}host.example", None),
        ];
        for (text, meant) in cases {
            assert_eq!(refusal(text), (Code::Character, Some(3)), "{text}");
            assert_eq!(mapped(text).as_deref(), meant, "{text}");
        }
        // The mapping itself leads to a hyphen and to a slash outside ASCII.
        for (text, meant) in [("my\u{2011}host.example", hyphen), ("my\u{BD}host.example", None)] {
            assert_eq!(refusal(text), (Code::Mapped, Some(3)), "{text}");
            assert_eq!(mapped(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn a_labels_of_what_is_refused_as_u_labels_are_kept() {
        for (name, character) in
            [("xn--i-7iq.ws", '\u{2764}'), ("xn--myhost-cg0c.example", '\u{2010}')]
        {
            assert_eq!(check_a_labels(name), Ok(()), "{name}");
            let label = name.split('.').next().unwrap();
            assert_eq!(first_disallowed(name), Some((label, character)), "{name}");
        }
        assert_eq!(first_disallowed("xn--bcher-kva.xn--wgv71a119e"), None);
    }

    #[test]
    fn what_uts_46_does_not_allow_is_refused() {
        use Code::*;
        let long = ["é".repeat(60), "com".to_string()].join(".");
        let longer = ["é"; 130].join(".");
        let cases = [
            ("é.\u{0300}a", DisallowedLabel, Some(3)),
            ("é\u{E000}", Character, Some(2)),
            ("aא", DisallowedLabel, Some(1)),
            ("0é.א", MixedDirections, None),
            ("*.0é.א", MixedDirections, None),
            ("xn--é", ALabel, Some(1)),
            ("é.xn--a", ALabel, Some(3)),
            ("a.\u{FB01}_", Underscore, Some(4)),
            ("é..b", EmptyLabel, Some(3)),
            ("é.", TrailingDot, None),
            ("-é", Hyphen, Some(1)),
            ("é-.x", Hyphen, Some(2)),
            ("éa--b", ReservedLabel, Some(1)),
            ("é.1", NumericLastLabel, None),
            ("a.*.é", Wildcard, Some(3)),
            ("é\u{A0}b", WhiteSpace, Some(2)),
            ("x@é.com", IsMailbox, None),
            ("é\0", Character, Some(2)),
            (&long, LabelTooLong, Some(1)),
            (&longer, TooLong, None),
        ];
        for (text, code, at) in cases {
            assert_eq!(refusal(text), (code, at), "{text}");
        }
    }

    #[test]
    fn a_labels_are_valid_alone_and_side_by_side() {
        use Code::*;
        let cases = [
            ("xn--bcher-kva.example", Ok(())),
            ("XN--BCHER-KVA.example", Ok(())),
            ("a.xn--a", Err((ALabel, Some(3)))),
            ("xn--X", Err((ALabel, Some(1)))),
            ("xn--0ca24w", Err((ALabel, Some(1)))),
            ("xn--0-sfa.xn--4db", Err((MixedDirections, None))),
            ("1.2.example", Ok(())),
        ];
        for (text, expected) in cases {
            let result = check_a_labels(text).map_err(|refusal| (refusal.code, refusal.at));
            assert_eq!(result, expected, "{text}");
        }
    }
}

//! Internationalised domain names (UTS 46, non-transitional), by the crate `idna`.
//!
//! A U-label becomes its A-label where the mapping of UTS 46 changes nothing but case. What
//! it would replace or drop is refused and shown, so that nobody gets a name that they did
//! not write. Names are at most 253 characters long before anything is computed from them:
//! Punycode takes quadratic time.

use alloc::{borrow::Cow, format, string::String};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::DnsNameError;
use super::dns_name::{self, LABEL_MAX, NAME_MAX, is_a_label, labels};
use crate::error::Quoted;

/// Checks that the labels of a host name that look like A-labels are some
/// (RFC 5890 2.3.2.1), alone and side by side.
pub(crate) fn check_a_labels(text: &str) -> Result<(), DnsNameError> {
    if !text.split('.').any(is_a_label) {
        return Ok(());
    }
    for (at, label) in labels(text) {
        check_a_label(label, at)?;
    }
    check_directions(text)
}

/// The name with A-labels in the place of its U-labels; all else is kept to the letter.
pub(crate) fn to_ascii(text: &str) -> Result<String, DnsNameError> {
    dns_name::check_shape(text)?;
    let len = text.chars().count();
    if len > NAME_MAX {
        return Err(DnsNameError::TooLong { len });
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
    dns_name::check(&name).map(|()| name)
}

/// What a refused name would become, or its A-label form.
pub(crate) fn hint(text: &str) -> Option<String> {
    if text.chars().count() > NAME_MAX {
        return None;
    }
    if let Ok(name) = to_ascii(text) {
        return Some(format!("the A-label form is {name}"));
    }
    let mut mapped = String::with_capacity(text.len());
    for (at, label) in labels(text) {
        if at > 1 {
            mapped.push('.');
        }
        mapped.push_str(&if label.is_ascii() { Cow::Borrowed(label) } else { mapping(label)? });
    }
    let shown = Quoted(&mapped);
    Some(match dns_name::to_ascii(&mapped) {
        Ok(_) => format!("UTS 46 makes it {shown}; write that if it is what is meant"),
        Err(_) => format!("UTS 46 makes it {shown}"),
    })
}

fn check_a_label(label: &str, at: usize) -> Result<(), DnsNameError> {
    if is_a_label(label) && mapping(label).is_none() {
        Err(DnsNameError::InvalidALabel { at })
    } else {
        Ok(())
    }
}

/// The A-label of a U-label that stands at character `at` of its name.
fn a_label(label: &str, at: usize) -> Result<String, DnsNameError> {
    if is_a_label(label) {
        return Err(DnsNameError::InvalidALabel { at });
    }
    let disallowed = DnsNameError::DisallowedLabel { at };
    let mapped = mapping(label).ok_or(disallowed)?;
    if let Some((character, index)) = first_change(label, &mapped) {
        return Err(DnsNameError::Mapped { character, at: at + index });
    }
    let converted = ascii_form(label).ok_or(disallowed)?;
    if converted.len() > LABEL_MAX {
        return Err(DnsNameError::LabelTooLong { at, len: converted.len() });
    }
    Ok(converted.into_owned())
}

/// In a name with right-to-left labels, the Bidi rule holds for every label (RFC 5893 2).
/// All else has been checked label by label.
fn check_directions(text: &str) -> Result<(), DnsNameError> {
    let name = text.strip_prefix("*.").unwrap_or(text);
    ascii_form(name).map(|_| ()).ok_or(DnsNameError::MixedDirections)
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
            ("\u{FB01}.com", '\u{FB01}', 1, "\"fi.com\"; write that if it is what is meant"),
            ("x.a\u{200B}é", '\u{200B}', 4, "\"x.aé\"; write that if it is what is meant"),
            ("a\u{FF11}.com", '\u{FF11}', 2, "\"a1.com\"; write that if it is what is meant"),
            ("\u{FF11}.2.3.\u{FF14}", '\u{FF11}', 1, "\"1.2.3.4\""),
            ("cafe\u{301}.com", '\u{301}', 5, "\"café.com\"; write that if it is what is meant"),
            ("a\u{3002}b", '\u{3002}', 2, "\"a.b\"; write that if it is what is meant"),
            ("é\u{AD}", '\u{AD}', 2, "\"é\"; write that if it is what is meant"),
            ("\u{212A}elvin", '\u{212A}', 1, "\"kelvin\"; write that if it is what is meant"),
        ];
        for (text, character, at, shown) in cases {
            assert_eq!(to_ascii(text), Err(DnsNameError::Mapped { character, at }), "{text}");
            assert_eq!(hint(text).unwrap(), ["UTS 46 makes it ", shown].concat(), "{text}");
        }
    }

    #[test]
    fn what_uts_46_does_not_allow_is_refused() {
        use DnsNameError::*;
        let long = ["é".repeat(60), "com".to_string()].join(".");
        let longer = ["é"; 130].join(".");
        let cases = [
            ("é.\u{0300}a", DisallowedLabel { at: 3 }),
            ("é\u{E000}", DisallowedLabel { at: 1 }),
            ("aא", DisallowedLabel { at: 1 }),
            ("0é.א", MixedDirections),
            ("*.0é.א", MixedDirections),
            ("xn--é", InvalidALabel { at: 1 }),
            ("é.xn--a", InvalidALabel { at: 3 }),
            ("a.\u{FB01}_", Underscore { at: 4 }),
            ("é..b", EmptyLabel { at: 3 }),
            ("é.", TrailingDot),
            ("-é", EdgeHyphen { at: 1 }),
            ("é-.x", EdgeHyphen { at: 2 }),
            ("éa--b", ReservedLabel { at: 1 }),
            ("é.1", NumericLastLabel),
            ("a.*.é", Wildcard { at: 3 }),
            ("é\u{A0}b", WhiteSpace { at: 2 }),
            ("x@é.com", Mailbox),
            ("é\0", Character { character: '\0', at: 2 }),
            (&long, LabelTooLong { at: 1, len: 66 }),
            (&longer, TooLong { len: 259 }),
        ];
        for (text, expected) in cases {
            assert_eq!(to_ascii(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_labels_are_valid_alone_and_side_by_side() {
        use DnsNameError::*;
        let cases = [
            ("xn--bcher-kva.example", Ok(())),
            ("XN--BCHER-KVA.example", Ok(())),
            ("a.xn--a", Err(InvalidALabel { at: 3 })),
            ("xn--X", Err(InvalidALabel { at: 1 })),
            ("xn--0ca24w", Err(InvalidALabel { at: 1 })),
            ("xn--0-sfa.xn--4db", Err(MixedDirections)),
            ("1.2.example", Ok(())),
        ];
        for (text, expected) in cases {
            assert_eq!(check_a_labels(text), expected, "{text}");
        }
    }
}

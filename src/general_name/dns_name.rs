//! dNSName: a host name in the preferred name syntax, perhaps with a wildcard
//! (RFC 5280 4.2.1.6, RFC 1034 3.5, RFC 1123 2.1, RFC 9525 6.3).

use alloc::{borrow::Cow, vec::Vec};
use core::net::IpAddr;

use super::GeneralNameType;
#[cfg(feature = "idn")]
use super::idn;
use crate::der;

mod error;

pub use error::DnsNameError;

/// The longest host name, in characters, without a final dot (RFC 1034 3.1).
pub(super) const NAME_MAX: usize = 253;
/// The longest label, in characters (RFC 1034 3.1).
pub(super) const LABEL_MAX: usize = 63;

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), DnsNameError> {
    der::tlv(out, GeneralNameType::DnsName.tag(), to_ascii(text)?.as_bytes());
    Ok(())
}

/// Appends the TLV of a host name of the usual kind; `false` says nothing about any other.
#[inline]
pub(super) fn encode_plain(text: &str, out: &mut Vec<u8>) -> bool {
    let is_plain = is_plain(text.strip_prefix("*.").unwrap_or(text).as_bytes());
    if is_plain {
        der::tlv(out, GeneralNameType::DnsName.tag(), text.as_bytes());
    }
    is_plain
}

/// The name as it stands in a request: to the letter, but for U-labels, which become A-labels
/// where the feature `idn` is on.
pub(super) fn to_ascii(text: &str) -> Result<Cow<'_, str>, DnsNameError> {
    #[cfg(feature = "idn")]
    if !text.is_ascii() {
        return idn::to_ascii(text).map(Cow::Owned);
    }
    check_wire(text).map(|()| Cow::Borrowed(text))
}

/// Checks a name as it stands in a request, its A-labels too where the feature `idn` is on:
/// without the tables of Unicode they are letters, digits and hyphens.
pub(super) fn check_wire(text: &str) -> Result<(), DnsNameError> {
    check(text)?;
    #[cfg(feature = "idn")]
    idn::check_a_labels(text)?;
    Ok(())
}

/// Whether `name` is a host name of the usual kind: letters and digits, parted by single
/// hyphens and dots, a letter at the end, and too short for a label that is too long. That can
/// be told by pairs of neighbours, as many at once as the processor takes. Of other names it
/// knows nothing; [`check`] does.
fn is_plain(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphanumeric)
        && name.last().is_some_and(u8::is_ascii_alphabetic)
        && match name.len() {
            9..=16 => has_plain_pairs::<8>(name),
            17..=LABEL_MAX => has_plain_pairs::<16>(name),
            _ => false,
        }
}

/// Looks at `N` pairs of neighbours at a time; the last ones end where the name does, and may
/// have been looked at before.
fn has_plain_pairs<const N: usize>(name: &[u8]) -> bool {
    let (mut octets, mut nexts) = (&name[..name.len() - 1], &name[1..]);
    let (Some(last_octets), Some(last_nexts)) = (octets.last_chunk(), nexts.last_chunk()) else {
        return false;
    };
    let mut faults = [0; N];
    note_faults(&mut faults, last_octets, last_nexts);
    while let (Some(some), Some(their_nexts)) = (octets.first_chunk(), nexts.first_chunk()) {
        note_faults(&mut faults, some, their_nexts);
        (octets, nexts) = (&octets[N..], &nexts[N..]);
    }
    faults == [0; N]
}

/// Notes octets that have no place in a host name, and marks that are followed by another.
/// Without a branch, so that it compiles to a handful of vector instructions.
#[inline(always)]
fn note_faults<const N: usize>(faults: &mut [u8; N], octets: &[u8; N], nexts: &[u8; N]) {
    for ((fault, octet), next) in faults.iter_mut().zip(octets).zip(nexts) {
        let is_letter = u8::from((octet | 0x20).wrapping_sub(b'a') < 26);
        // Hyphen, dot, slash and digits follow each other.
        let (place, next) = (octet.wrapping_sub(b'-'), next.wrapping_sub(b'-'));
        let is_other = u8::from(place < 13);
        let is_slash = u8::from(place == 2);
        let are_marks = u8::from((place | next) < 2);
        *fault |= ((is_letter | is_other) ^ 1) | is_slash | are_marks;
    }
}

/// Checks a name of ASCII characters against the grammar.
pub(crate) fn check(text: &str) -> Result<(), DnsNameError> {
    if is_host_name(text.strip_prefix("*.").unwrap_or(text)) && text.len() <= NAME_MAX {
        Ok(())
    } else {
        Err(diagnose(text))
    }
}

/// Whether `text` is a host name by RFC 1034 3.5 and RFC 1123 2.1: the fast road, which only
/// says no. [`diagnose`] says why.
pub(super) fn is_host_name(text: &str) -> bool {
    text.len() <= NAME_MAX
        && text.split('.').all(|label| {
            let bytes = label.as_bytes();
            (1..=LABEL_MAX).contains(&bytes.len())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                && bytes.first() != Some(&b'-')
                && bytes.last() != Some(&b'-')
                && (bytes.get(2..4) != Some(b"--") || is_a_label(label))
        })
        && !text.bytes().rev().take_while(|byte| *byte != b'.').all(|byte| byte.is_ascii_digit())
}

/// Whether a label says that it is an A-label. Only the feature `idn` knows whether it is one.
pub(super) fn is_a_label(label: &str) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// The labels of a name, each with its position in characters from 1.
pub(super) fn labels(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 1;
    text.split('.').map(move |label| {
        let at = next;
        next += label.chars().count() + 1;
        (at, label)
    })
}

/// The most telling reason why `text` is no dNSName. Only called for texts that are none.
#[cold]
fn diagnose(text: &str) -> DnsNameError {
    let foreign = || text.chars().enumerate().find(|(_, character)| !character.is_ascii());
    if let Err(fault) = check_shape(text) {
        fault
    } else if let Some((index, character)) = foreign() {
        DnsNameError::NotAscii { character, at: index + 1 }
    } else {
        DnsNameError::TooLong { len: text.len() }
    }
}

/// Checks all that a name needs but its characters outside ASCII and its whole length.
pub(super) fn check_shape(text: &str) -> Result<(), DnsNameError> {
    if text.is_empty() {
        return Err(DnsNameError::Empty);
    }
    if text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return Err(DnsNameError::IpAddress);
    }
    if let Some(index) = text.chars().position(char::is_whitespace) {
        return Err(DnsNameError::WhiteSpace { at: index + 1 });
    }
    if text.contains("://") {
        return Err(DnsNameError::Url);
    }
    if let Some((local, domain)) = text.rsplit_once('@')
        && !local.is_empty()
        && check_characters(domain).and_then(|()| check_labels(domain)).is_ok()
    {
        return Err(DnsNameError::Mailbox);
    }
    check_characters(text)?;
    check_labels(text)
}

fn check_characters(text: &str) -> Result<(), DnsNameError> {
    let has_wildcard = text.starts_with("*.");
    for (index, character) in text.chars().enumerate() {
        let at = index + 1;
        match character {
            '_' => return Err(DnsNameError::Underscore { at }),
            '*' if text == "*" || text == "*." => return Err(DnsNameError::OnlyWildcard),
            '*' if index > 0 || !has_wildcard => return Err(DnsNameError::Wildcard { at }),
            '*' | '-' | '.' => {}
            _ if character.is_ascii_alphanumeric() || !character.is_ascii() => {}
            _ => return Err(DnsNameError::Character { character, at }),
        }
    }
    Ok(())
}

fn check_labels(text: &str) -> Result<(), DnsNameError> {
    let mut labels = labels(text).peekable();
    let mut last_is_number = false;
    while let Some((at, label)) = labels.next() {
        if label.is_empty() {
            let is_last = labels.peek().is_none() && !text.ends_with("..");
            return Err(if is_last {
                DnsNameError::TrailingDot
            } else {
                DnsNameError::EmptyLabel { at }
            });
        }
        if label.is_ascii() && label.len() > LABEL_MAX {
            return Err(DnsNameError::LabelTooLong { at, len: label.len() });
        }
        if label.starts_with('-') {
            return Err(DnsNameError::EdgeHyphen { at });
        }
        if label.ends_with('-') {
            return Err(DnsNameError::EdgeHyphen { at: at + label.chars().count() - 1 });
        }
        if label.chars().skip(2).take(2).eq("--".chars()) && !is_a_label(label) {
            return Err(DnsNameError::ReservedLabel { at });
        }
        last_is_number = label.bytes().all(|byte| byte.is_ascii_digit());
    }
    if last_is_number { Err(DnsNameError::NumericLastLabel) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn refusal(text: &str) -> Option<DnsNameError> {
        let mut out = Vec::new();
        let refusal = encode(text, &mut out).err();
        assert_eq!(out.is_empty(), refusal.is_some(), "{text}");
        refusal
    }

    #[test]
    fn host_names_are_kept_to_the_letter() {
        let label = "a".repeat(63);
        let longest = [&label[..], &label, &label, &label[..61]].join(".");
        assert_eq!(longest.len(), 253);
        for text in [
            "New-LXCA",
            "a",
            "a.b.c",
            "example.com",
            "*.example.com",
            "1.example",
            "1a",
            "a--b.example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.example",
            "a.0x7f",
            &label,
            &longest,
            "*.a",
        ] {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Ok(()), "{text}");
            let mut expected = Vec::new();
            der::tlv(&mut expected, 0x82, text.as_bytes());
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn what_is_no_host_name_is_refused_for_its_own_reason() {
        use DnsNameError::*;
        let long_label = "a".repeat(64);
        let long = ["a".repeat(63).as_str(); 4].join(".") + "a";
        let long_wildcard = "*.".to_string() + &["a".repeat(62).as_str(); 4].join(".");
        assert_eq!(long_wildcard.len(), 253);
        let long_wildcard = long_wildcard + "a";
        let cases = [
            ("", Empty),
            (" ", WhiteSpace { at: 1 }),
            ("a.example ", WhiteSpace { at: 10 }),
            ("a b.example", WhiteSpace { at: 2 }),
            ("a_b.example", Underscore { at: 2 }),
            ("-a.example", EdgeHyphen { at: 1 }),
            ("a-.example", EdgeHyphen { at: 2 }),
            ("a.-b", EdgeHyphen { at: 3 }),
            ("-", EdgeHyphen { at: 1 }),
            ("ab--c.example", ReservedLabel { at: 1 }),
            ("a.xn--", EdgeHyphen { at: 6 }),
            (".example", EmptyLabel { at: 1 }),
            ("a..example", EmptyLabel { at: 3 }),
            ("a.example..", EmptyLabel { at: 11 }),
            (".", EmptyLabel { at: 1 }),
            ("a.example.", TrailingDot),
            (&long_label, LabelTooLong { at: 1, len: 64 }),
            (&long_wildcard, TooLong { len: 254 }),
            ("a.1", NumericLastLabel),
            ("123", NumericLastLabel),
            ("999.1.1.1", NumericLastLabel),
            ("192.0.2.1", IpAddress),
            ("2001:db8::1", IpAddress),
            ("[2001:db8::1]", IpAddress),
            ("admin@example.com", Mailbox),
            ("https://example.com/", Url),
            ("a.*.example", Wildcard { at: 3 }),
            ("*a.example", Wildcard { at: 1 }),
            ("a*.example", Wildcard { at: 2 }),
            ("*.*.example", Wildcard { at: 3 }),
            ("**.example", Wildcard { at: 1 }),
            ("*", OnlyWildcard),
            ("*.", OnlyWildcard),
            ("a,DNS:b", Character { character: ',', at: 2 }),
            ("@file", Character { character: '@', at: 1 }),
            ("a\0b", Character { character: '\0', at: 2 }),
            ("a/b", Character { character: '/', at: 2 }),
            ("a.example:443", Character { character: ':', at: 10 }),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(text), Some(expected), "{text}");
        }
        assert_eq!(refusal(&long), Some(LabelTooLong { at: 193, len: 64 }));
    }

    #[test]
    fn hints_say_what_to_write() {
        let cases = [
            (" a.example", Some("without it: a.example")),
            ("a b.example", None),
            ("a.example.", Some("write a.example")),
            ("a.1.", None),
            ("192.0.2.1", Some("give it as an iPAddress")),
            (
                "999.1.1.1",
                Some("an IPv4 address is four numbers from 0 to 255, and goes in as an iPAddress"),
            ),
            ("a.1", None),
            ("jo@a.example", Some("give it as an rfc822Name")),
            (
                "https://a.example/b",
                Some("give the host alone, a.example, or the whole as a uniformResourceIdentifier"),
            ),
            ("https://a_b/", Some("give it as a uniformResourceIdentifier")),
            ("a.example:443", Some("for the host alone, write a.example")),
            ("a.example/b", Some("for the host alone, write a.example")),
            ("a,DNS:b", Some("each name goes in as an entry of its own")),
            ("a.example, IP:1.2.3.4", Some("each name goes in as an entry of its own")),
            (" a.example ; b.example", Some("each name goes in as an entry of its own")),
            ("a b, c", None),
            ("a_b", None),
            (&"a".repeat(64), None),
            #[cfg(feature = "idn")]
            (&"é".repeat(60), Some("the A-labels (\"xn--…\") count, which are longer")),
            #[cfg(feature = "idn")]
            ("ﬁ.com", Some("UTS 46 makes it \"fi.com\"; write that if it is what is meant")),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(text).unwrap().hint(text).as_deref(), expected, "{text}");
        }
    }

    #[cfg(not(feature = "idn"))]
    #[test]
    fn u_labels_are_refused_and_a_labels_are_letters_digits_and_hyphens() {
        let refused = DnsNameError::NotAscii { character: 'ü', at: 2 };
        assert_eq!(to_ascii("bücher.example"), Err(refused));
        assert_eq!(to_ascii("bü_"), Err(DnsNameError::Underscore { at: 3 }));
        assert_eq!(to_ascii("xn--a").as_deref(), Ok("xn--a"));
    }

    #[test]
    fn the_short_cut_takes_nothing_that_the_grammar_refuses() {
        for len in 1..80 {
            let plain: alloc::string::String =
                "node-1.rack2.example-".chars().cycle().take(len - 1).collect();
            let plain = plain.trim_end_matches(['-', '.']).to_string() + "z";
            assert_eq!(check(&plain), Ok(()), "{plain}");
            let is_short = (9..=63).contains(&plain.len());
            assert_eq!(is_plain(plain.as_bytes()), is_short, "{plain}");
            assert_eq!(is_plain(plain.to_uppercase().as_bytes()), is_short, "{plain}");
            assert_eq!(encode_plain(&plain, &mut Vec::new()), is_short, "{plain}");
            for at in 0..plain.len() {
                for octet in 0..=u8::MAX {
                    let mut other = plain.clone().into_bytes();
                    other[at] = octet;
                    let allowed =
                        core::str::from_utf8(&other).is_ok_and(|text| check(text).is_ok());
                    assert!(allowed || !is_plain(&other), "{octet:#04x} at {at} of {plain}");
                }
            }
        }
    }
}

//! dNSName: a host name in the preferred name syntax, perhaps with a wildcard
//! (RFC 5280 4.2.1.6, RFC 1034 3.5, RFC 1123 2.1, RFC 9525 6.3).

use alloc::vec::Vec;

use super::host::{self, LABEL_MAX};
use super::name_type::GeneralNameType;
use super::refusal::{self, Refusal, separately, without_prefix};
use super::{domain, mailbox, uri};
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write as der;
use crate::error::{Code, Error, Hint};

pub(super) use super::ia5::text;

const TYPE: GeneralNameType = GeneralNameType::DnsName;

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let name = domain::to_ascii(text).map_err(|refusal| refusal.error(TYPE, text, hint))?;
    der::tlv(out, TYPE.tag(), name.as_bytes());
    Ok(())
}

/// [`encode`] for a name of which underscores are parts as letters are.
pub(super) fn encode_with_underscores(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let letters = text.replace('_', "x");
    host::check(&letters).map_err(|refusal| refusal.error(TYPE, text, hint))?;
    der::tlv(out, TYPE.tag(), text.as_bytes());
    Ok(())
}

/// Appends the TLV of a host name of the usual kind; `false` says nothing about any other.
#[inline(always)]
pub(super) fn encode_plain(text: &str, out: &mut Vec<u8>) -> bool {
    let is_plain = is_plain(text.strip_prefix("*.").unwrap_or(text).as_bytes());
    if is_plain {
        der::tlv(out, TYPE.tag(), text.as_bytes());
    }
    is_plain
}

/// Reads a dNSName of a request.
pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    // First all of them without a branch, many at once.
    let has_other = name.content.iter().fold(false, |any, byte| any | !byte.is_ascii_graphic());
    match name.content.iter().find(|byte| has_other && !byte.is_ascii_graphic()) {
        Some(byte) => {
            let found = format_args!("contains the byte {byte:#04x}, which no host name has");
            walk.deviates(Code::DnsNameSyntax, name.at, found)
        }
        None => Ok(()),
    }
}

/// What to write instead, where that is clear.
fn hint(refusal: &Refusal, text: &str) -> Option<Hint> {
    match refusal.code {
        Code::IsIpAddress => refusal::address_in(text),
        Code::IsMailbox => mailbox::in_ascii(text)
            .is_ok()
            .then(|| refusal::name(GeneralNameType::Rfc822Name, text)),
        Code::IsUri => {
            let host = text.split_once("://")?.1.split(['/', ':', '?', '#']).next()?;
            if domain::check_wire(host).is_ok() {
                return Some(Hint::Write(host.into()));
            }
            uri::check(text).is_ok().then(|| refusal::name(GeneralNameType::Uri, text))
        }
        _ => refusal::address_in(without_prefix(TYPE, text))
            .or_else(|| domain::corrected(without_prefix(TYPE, text)).map(Hint::Write))
            .or_else(|| {
                separately(TYPE, text, &[',', ';'], |name| domain::check_wire(name).is_ok())
            })
            .or_else(|| {
                let is_name = |name: &str| name.contains('.') && domain::check_wire(name).is_ok();
                separately(TYPE, text, &[' ', '\t', '\n'], is_name)
            })
            .or_else(|| domain::advice(refusal, text)),
    }
}

/// Whether `name` is a host name of the usual kind: letters and digits, parted by single
/// hyphens and dots, a letter at the end, and too short for a label that is too long. That can
/// be seen in pairs of neighbours, as many at once as the processor takes. Of other names it
/// knows nothing; [`check`](super::host::check) does.
#[inline(never)]
fn is_plain(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphanumeric)
        && name.last().is_some_and(u8::is_ascii_alphabetic)
        && match name.len() {
            9..=16 => is_plain_and_short(name),
            17..=LABEL_MAX => has_plain_pairs::<16>(name),
            _ => false,
        }
}

#[inline(never)]
fn is_plain_and_short(name: &[u8]) -> bool {
    has_plain_pairs::<8>(name)
}

/// Looks at `N` pairs of neighbours at a time; the last ones end where the name does, and may
/// have been looked at before.
#[inline(always)]
fn has_plain_pairs<const N: usize>(name: &[u8]) -> bool {
    let (bytes, nexts) = (&name[..name.len() - 1], &name[1..]);
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else { return false };
    let (Some(their_nexts), Some(last_nexts)) = (nexts.first_chunk(), nexts.last_chunk()) else {
        return false;
    };
    let mut faults = [0; N];
    note_faults(&mut faults, first, their_nexts);
    note_faults(&mut faults, last, last_nexts);
    // What lies between the two, and perhaps some of the last once more.
    let mut at = N;
    while at + N < bytes.len() {
        if let (Some(some), Some(their_nexts)) =
            (bytes[at..].first_chunk(), nexts[at..].first_chunk())
        {
            note_faults(&mut faults, some, their_nexts);
        }
        at += N;
    }
    faults == [0; N]
}

/// Notes bytes that have no place in a host name, and marks that are followed by another.
/// Without a branch, so that it compiles to a handful of vector instructions.
#[inline(always)]
fn note_faults<const N: usize>(faults: &mut [u8; N], bytes: &[u8; N], nexts: &[u8; N]) {
    for ((fault, byte), next) in faults.iter_mut().zip(bytes).zip(nexts) {
        let is_letter = u8::from((byte | 0x20).wrapping_sub(b'a') < 26);
        // Hyphen, dot, slash and digits follow each other.
        let (place, next) = (byte.wrapping_sub(b'-'), next.wrapping_sub(b'-'));
        let is_other = u8::from(place < 13);
        let is_slash = u8::from(place == 2);
        let are_marks = u8::from((place | next) < 2);
        *fault |= ((is_letter | is_other) ^ 1) | is_slash | are_marks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::cases::{assert_codes, assert_hints};
    use alloc::string::ToString;

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
    fn what_is_not_a_host_name_is_refused_for_its_own_reason() {
        use Code::*;
        let long_label = "a".repeat(64);
        let long = ["a".repeat(63).as_str(); 4].join(".") + "a";
        let long_wildcard = "*.".to_string() + &["a".repeat(62).as_str(); 4].join(".");
        assert_eq!(long_wildcard.len(), 253);
        let long_wildcard = long_wildcard + "a";
        let cases = [
            ("", Empty, None),
            (" ", WhiteSpace, Some(1)),
            ("a.example ", WhiteSpace, Some(10)),
            ("a b.example", WhiteSpace, Some(2)),
            ("a_b.example", Underscore, Some(2)),
            ("-a.example", Hyphen, Some(1)),
            ("a-.example", Hyphen, Some(2)),
            ("a.-b", Hyphen, Some(3)),
            ("-", Hyphen, Some(1)),
            ("ab--c.example", ReservedLabel, Some(1)),
            ("a.xn--", Hyphen, Some(6)),
            (".example", EmptyLabel, Some(1)),
            ("a..example", EmptyLabel, Some(3)),
            ("a.example..", EmptyLabel, Some(11)),
            (".", EmptyLabel, Some(1)),
            ("a.example.", TrailingDot, None),
            (&long_label, LabelTooLong, Some(1)),
            (&long_wildcard, TooLong, None),
            ("a.1", NumericLastLabel, None),
            ("123", NumericLastLabel, None),
            ("999.1.1.1", NumericLastLabel, None),
            ("192.0.2.1", IsIpAddress, None),
            ("2001:db8::1", IsIpAddress, None),
            ("[2001:db8::1]", IsIpAddress, None),
            ("admin@example.com", IsMailbox, None),
            ("https://example.com/", IsUri, None),
            ("a.*.example", Wildcard, Some(3)),
            ("*a.example", Wildcard, Some(1)),
            ("a*.example", Wildcard, Some(2)),
            ("*.*.example", Wildcard, Some(3)),
            ("**.example", Wildcard, Some(1)),
            ("*", Wildcard, None),
            ("*.", Wildcard, None),
            ("a,DNS:b", Character, Some(2)),
            ("@file", Character, Some(1)),
            ("a\0b", Character, Some(2)),
            ("a/b", Character, Some(2)),
            ("a.example:443", Character, Some(10)),
            (&long, LabelTooLong, Some(193)),
        ];
        assert_codes(encode, cases);
    }

    #[test]
    fn underscores_are_letters_where_they_are_asked_for() {
        for text in ["a_b.example", "_dmarc.example", "a_.b", "*.a_b", "a", "1._1"] {
            let mut out = Vec::new();
            assert_eq!(encode_with_underscores(text, &mut out), Ok(()), "{text}");
            assert_eq!(out[2..], *text.as_bytes());
        }
        let long = "_".repeat(64);
        let cases = [
            ("", Code::Empty, None),
            ("a_b.-c", Code::Hyphen, Some(5)),
            ("a_b.1", Code::NumericLastLabel, None),
            ("bü_", Code::NotAscii, Some(2)),
            (&long, Code::LabelTooLong, Some(1)),
            ("a_b/c", Code::Character, Some(4)),
        ];
        assert_codes(encode_with_underscores, cases);
    }

    #[test]
    fn hints_say_what_to_write() {
        let write = |name: &str| Some(Hint::Write(name.into()));
        let name = |name_type, value: &str| Some(refusal::name(name_type, value));
        let names = Vec::from([("DNS", "a".into()), ("DNS", "b.example".into())]);
        let cases = [
            (" a.example", write("a.example")),
            ("DNS:a.example", write("a.example")),
            ("a b.example", None),
            ("a.example.", write("a.example")),
            ("a.1.", None),
            ("192.0.2.1", name(GeneralNameType::IpAddress, "192.0.2.1")),
            ("[2001:DB8::1]", name(GeneralNameType::IpAddress, "2001:db8::1")),
            ("::ffff:192.0.2.1", name(GeneralNameType::IpAddress, "192.0.2.1")),
            (" 2001:db8::1", name(GeneralNameType::IpAddress, "2001:db8::1")),
            ("fe80::1%eth0", name(GeneralNameType::IpAddress, "fe80::1")),
            ("2001:db8::1/64", name(GeneralNameType::IpAddress, "2001:db8::1")),
            ("192.0.2.1/24", name(GeneralNameType::IpAddress, "192.0.2.1")),
            ("999.1.1.1", Some(Hint::advice("an IPv4 address is four numbers from 0 to 255"))),
            ("a.1", None),
            ("jo@a.example", name(GeneralNameType::Rfc822Name, "jo@a.example")),
            ("jo,@a.example", None),
            ("https://a.example/b", write("a.example")),
            ("https://192.0.2.1/b", name(GeneralNameType::Uri, "https://192.0.2.1/b")),
            ("https://a_b/", None),
            ("a.example:443", write("a.example")),
            ("a.example/b", write("a.example")),
            ("a,DNS:b.example", Some(Hint::Separately { names })),
            ("a.example, IP:1.2.3.4", Some(Hint::advice("add each name separately"))),
            ("a b, c", None),
            ("a_b", None),
            (&"a".repeat(64), None),
            #[cfg(feature = "idn")]
            ("ﬁ.com", write("fi.com")),
            #[cfg(feature = "idn")]
            ("my\u{2010}hôst.example", write("my-hôst.example")),
            #[cfg(feature = "idn")]
            ("my\u{2011}host.example", write("my-host.example")),
            #[cfg(feature = "idn")]
            ("\u{BD}.example", None),
            #[cfg(feature = "idn")]
            ("my\u{2019}host.example", None),
            #[cfg(feature = "idn")]
            ("\u{FF11}.2.3.\u{FF14}", Some(Hint::advice("UTS 46 makes it \"1.2.3.4\""))),
        ];
        assert_hints(encode, cases);
    }

    #[cfg(not(feature = "idn"))]
    #[test]
    fn u_labels_are_refused_and_a_labels_are_letters_digits_and_hyphens() {
        let cases =
            [("bücher.example", Code::NotAscii, Some(2)), ("bü_", Code::Underscore, Some(3))];
        assert_codes(encode, cases);
        assert_eq!(encode("xn--a", &mut Vec::new()), Ok(()));
    }

    #[test]
    fn the_short_cut_takes_nothing_that_the_grammar_refuses() {
        for len in 1..80 {
            let plain: alloc::string::String =
                "node-1.rack2.example-".chars().cycle().take(len - 1).collect();
            let plain = plain.trim_end_matches(['-', '.']).to_string() + "z";
            assert_eq!(host::check(&plain), Ok(()), "{plain}");
            let is_short = (9..=63).contains(&plain.len());
            assert_eq!(is_plain(plain.as_bytes()), is_short, "{plain}");
            assert_eq!(is_plain(plain.to_uppercase().as_bytes()), is_short, "{plain}");
            assert_eq!(encode_plain(&plain, &mut Vec::new()), is_short, "{plain}");
            for at in 0..plain.len() {
                for byte in 0..=u8::MAX {
                    let mut other = plain.clone().into_bytes();
                    other[at] = byte;
                    let allowed = core::str::from_utf8(&other).is_ok_and(host::is_host_name);
                    assert!(allowed || !is_plain(&other), "{byte:#04x} at {at} of {plain}");
                }
            }
        }
    }
}

//! Object identifiers with arcs of any size.
//!
//! `const-oid` holds arcs up to 32 bits and refuses `2.999.1` and `2.25.<uuid>`, both of
//! which are valid and in use; so the encoded bytes are kept here, checked by us.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::{fmt, iter, str::FromStr};

use crate::error::{Code, Error, Hint};
use crate::text::Quoted;

const SUBJECT: &str = "object identifier";

const NUMBERS: &str = "numbers separated by dots, such as 2.999.1";

/// The longest text accepted, in characters: reading an arc takes time that grows with the
/// square of its length. No identifier of [`CONTENT_MAX`] bytes has more: four a byte, as in `2.47.127`.
const TEXT_MAX: usize = 4 * CONTENT_MAX;

/// The longest encoding accepted, in bytes: writing an arc in decimal takes time that grows with the
/// square of its length, too, and no identifier in use has a tenth of this.
const CONTENT_MAX: usize = 500;

/// An OBJECT IDENTIFIER (X.660): its content bytes, always valid.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(Cow<'static, [u8]>);

impl Oid {
    /// An identifier from its content bytes, for the constants of this crate.
    pub(crate) const fn constant(content: &'static [u8]) -> Self {
        Self(Cow::Borrowed(content))
    }

    /// An identifier from its content bytes (X.690 8.19), without tag and length.
    ///
    /// # Errors
    /// [`Code::OidEncoding`] if an arc is not in its shortest form or is cut off,
    /// [`Code::TooLong`] if there are more than 500 bytes.
    pub fn from_content(content: &[u8]) -> Result<Self, Error> {
        Self::check(content).map(|()| Self::from_checked(content))
    }

    /// Whether these are the content bytes of an identifier.
    pub(super) fn check(content: &[u8]) -> Result<(), Error> {
        if content.len() > CONTENT_MAX {
            let reason = format!("is more than {CONTENT_MAX} bytes long");
            return Err(Error::new(Code::TooLong, SUBJECT, reason));
        }
        if has_sound_arcs(content) {
            return Ok(());
        }
        let reason = "is not encoded as an object identifier (X.690 8.19)";
        Err(Error::new(Code::OidEncoding, SUBJECT, reason))
    }

    /// An identifier from content bytes that were checked.
    pub(crate) fn from_checked(content: &[u8]) -> Self {
        Self(Cow::Owned(content.to_vec()))
    }

    /// The content bytes (X.690 8.19), without tag and length.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it is called, or its numbers where it has no name.
    pub(crate) fn named(&self, name: Option<&'static str>) -> String {
        name.map_or_else(|| format!("{self}"), Into::into)
    }
}

/// Whether these are arcs, at least one, each whole and in its shortest form (X.690 8.19.2, 8.20.2).
pub(super) fn has_sound_arcs(content: &[u8]) -> bool {
    let mut starts_arc = true;
    let mut sound = !content.is_empty();
    for byte in content {
        sound &= !(starts_arc && *byte == 0x80);
        starts_arc = byte & 0x80 == 0;
    }
    sound && starts_arc
}

impl FromStr for Oid {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        read(text).map_err(|error| error.hint_at(meant_by(text)))
    }
}

fn read(text: &str) -> Result<Oid, Error> {
    let refuse = |code, reason: String| Error::new(code, SUBJECT, reason).value(text);
    if text.is_empty() {
        return Err(Error::new(Code::Empty, SUBJECT, "is empty").expected(NUMBERS));
    }
    if text.len() > TEXT_MAX {
        return Err(refuse(Code::TooLong, format!("is more than {TEXT_MAX} characters long")));
    }
    let arcs: Vec<&str> = text.split('.').collect();
    for (arc, number) in arcs.iter().zip(1..) {
        if arc.is_empty() || !arc.bytes().all(|byte| byte.is_ascii_digit()) {
            let reason = match *arc {
                "" => format!("has an empty arc {number}"),
                arc => {
                    format!("has {} as arc {number}, which is not a decimal number", Quoted(arc))
                }
            };
            return Err(refuse(Code::OidSyntax, reason).expected(NUMBERS));
        }
        if arc.len() > 1 && arc.starts_with('0') {
            let reason = format!("has a leading zero in arc {number}");
            return Err(refuse(Code::LeadingZero, reason).expected("numbers without (X.660)"));
        }
    }
    let arcs_out =
        |reason: &str, expected| Err(refuse(Code::OidArcs, reason.into()).expected(expected));
    let [first, second, rest @ ..] = arcs.as_slice() else {
        return arcs_out("has one arc", "at least two (X.660)");
    };
    let joined: u8 = match *first {
        "0" => 0,
        "1" => 40,
        "2" => 80,
        _ => return arcs_out("has a first arc over 2", "0, 1 or 2 (X.660)"),
    };
    if joined < 80 && !second.parse::<u8>().is_ok_and(|arc| arc < 40) {
        return arcs_out("has a second arc over 39", "at most 39 below 0 and 1 (X.660)");
    }
    let mut content = Vec::with_capacity(text.len());
    push_arc(&mut content, second, joined);
    for arc in rest {
        push_arc(&mut content, arc, 0);
    }
    if content.len() > CONTENT_MAX {
        return Err(refuse(Code::TooLong, format!("takes more than {CONTENT_MAX} bytes")));
    }
    Ok(Oid(Cow::Owned(content)))
}

/// The identifier that a text with a prefix or with leading zeros probably means.
fn meant_by(text: &str) -> Option<Hint> {
    let bare = text.trim();
    let without = |prefix: &str| {
        let (start, rest) = bare.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    let bare = ["urn:oid:", "oid:", "oid."].into_iter().find_map(without).unwrap_or(bare);
    let arcs = bare.split('.').map(|arc| match arc.trim_start_matches('0') {
        "" if !arc.is_empty() => "0",
        significant => significant,
    });
    let meant = arcs.collect::<Vec<_>>().join(".");
    (meant != text && read(&meant).is_ok()).then_some(Hint::DidYouMean(meant))
}

/// Appends `decimal + add` in base 128, most significant first (X.690 8.19.2).
fn push_arc(content: &mut Vec<u8>, decimal: &str, add: u8) {
    let mut groups: Vec<u64> = groups::<10, 9>(decimal.as_bytes(), 0x0F).collect();
    if let Some(last) = groups.last_mut() {
        *last += u64::from(add);
    }
    let limbs = convert::<DECIMAL, BASE_128>(groups.into_iter());
    let digits = limbs.iter().flat_map(|limb| [0, 7, 14, 21].map(|shift| limb >> shift & 0x7F));
    let mut digits: Vec<u8> = digits.map(|digit| digit.to_be_bytes()[7]).collect();
    while digits.len() > 1 && digits.last() == Some(&0) {
        digits.pop();
    }
    let least = digits.first().copied().unwrap_or(0);
    content.extend(digits.iter().skip(1).rev().map(|digit| digit | 0x80));
    content.push(least);
}

/// Nine digits of base 10 and four of base 128: what fits in 32 bits. Long arcs are converted by so
/// many digits at once, since one at a time takes fifty times as long.
const DECIMAL: u64 = 1_000_000_000;
const BASE_128: u64 = 1 << 28;

/// The values of groups of `LEN` digits in base `BASE`, most significant first; the first is shorter
/// where they do not come out even. The digit of a byte is in the bits of `mask`.
fn groups<const BASE: u64, const LEN: usize>(digits: &[u8], mask: u8) -> impl Iterator<Item = u64> {
    let (first, rest) = digits.split_at(digits.len() % LEN);
    iter::once(first)
        .chain(rest.chunks(LEN))
        .map(move |group| group.iter().fold(0, |value, byte| value * BASE + u64::from(byte & mask)))
}

/// A number in base `TO`, least significant first, from its digits in base `FROM`, most significant
/// first.
fn convert<const FROM: u64, const TO: u64>(digits: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut limbs = Vec::new();
    for digit in digits {
        let mut carry = digit;
        for limb in &mut limbs {
            let value = *limb * FROM + carry;
            (*limb, carry) = (value % TO, value / TO);
        }
        while carry > 0 {
            limbs.push(carry % TO);
            carry /= TO;
        }
    }
    limbs
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arcs = self.0.split_inclusive(|byte| byte & 0x80 == 0);
        for (index, arc) in arcs.enumerate() {
            if index == 0 {
                let (first, take) = match arc {
                    [0..40] => ('0', 0),
                    [40..80] => ('1', 40),
                    _ => ('2', 80),
                };
                write!(f, "{first}.{}", Decimal::from_arc(arc, take))?;
            } else {
                write!(f, ".{}", Decimal::from_arc(arc, 0))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

/// An arc in base [`DECIMAL`], least significant first.
struct Decimal(Vec<u64>);

impl Decimal {
    /// The number that the base-128 bytes `arc` hold, less `take`, which is at most that.
    fn from_arc(arc: &[u8], take: u64) -> Self {
        let mut limbs = convert::<BASE_128, DECIMAL>(groups::<128, 4>(arc, 0x7F));
        let mut borrow = take;
        for limb in &mut limbs {
            let less = *limb < borrow;
            *limb = *limb + if less { DECIMAL } else { 0 } - borrow;
            borrow = less.into();
        }
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limbs = self.0.iter().rev();
        write!(f, "{}", limbs.next().unwrap_or(&0))?;
        limbs.try_for_each(|limb| write!(f, "{limb:09}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn text_becomes_bytes_and_text_again() {
        let cases: &[(&str, &[u8])] = &[
            ("0.0", &[0]),
            ("0.39", &[39]),
            ("1.0", &[40]),
            ("1.39", &[79]),
            ("2.0", &[80]),
            ("2.5.29.17", &[0x55, 0x1D, 0x11]),
            ("2.47", &[127]),
            ("2.48", &[0x81, 0x00]),
            ("2.100.3", &[0x81, 0x34, 0x03]),
            ("2.999.1", &[0x88, 0x37, 0x01]),
            ("1.2.840.113549", &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]),
            (
                "1.3.18446744073709551616",
                &[0x2B, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
            ),
        ];
        for (text, content) in cases {
            let oid: Oid = text.parse().unwrap();
            assert_eq!(oid.as_bytes(), *content, "{text}");
            assert_eq!(oid.to_string(), *text);
            assert_eq!(Oid::from_content(content).unwrap(), oid);
            assert_eq!([oid.named(None), oid.named(Some("example"))], [*text, "example"]);
        }
    }

    #[test]
    fn arcs_of_every_length_are_the_same_in_both_forms() {
        for len in (1..=100).chain([399, 400]) {
            // 2^(7 len) - 1 and 2^(7 len - 7), the largest and the smallest of that many bytes.
            for (first, more, last) in [(0xFF, 0xFF, 0x7F), (0x81, 0x80, 0x00)] {
                let mut content = alloc::vec![more; len];
                (content[0], content[len - 1]) = (first, last);
                if len == 1 {
                    content[0] = last;
                }
                let content = [&[0x2A], &content[..]].concat();
                let text = Oid::from_content(&content).unwrap().to_string();
                assert_eq!(text.parse::<Oid>().unwrap().as_bytes(), content, "{len}");
                // The same arc as the second one: more by 80 where it is in the first byte.
                let second = alloc::format!("2.{}", &text["1.2.".len()..]);
                assert_eq!(second.parse::<Oid>().unwrap().to_string(), second);
            }
        }
        let power = |exponent| alloc::format!("1.2.1{}", "0".repeat(exponent));
        for exponent in (0..=100).chain([899, 900]) {
            let text = power(exponent);
            assert_eq!(text.parse::<Oid>().unwrap().to_string(), text);
        }
        assert_eq!(power(9).parse::<Oid>().unwrap().as_bytes(), [42, 0x83, 0xDC, 0xEB, 0x94, 0x00]);
    }

    #[test]
    fn a_uuid_below_2_25_is_one_arc() {
        let text = "2.25.340282366920938463463374607431768211455";
        assert_eq!(text.parse::<Oid>().unwrap().to_string(), text);
    }

    #[test]
    fn a_text_that_is_not_an_identifier_is_refused_for_its_own_reason() {
        let long = "1.".repeat(1_001);
        let many = "1.2".to_string() + &".1".repeat(500);
        let cases: &[(&str, Code, &str)] = &[
            ("", Code::Empty, "is empty"),
            ("1", Code::OidArcs, "has one arc"),
            ("1.", Code::OidSyntax, "has an empty arc 2"),
            ("1..2", Code::OidSyntax, "has an empty arc 2"),
            ("1.2.x", Code::OidSyntax, "has \"x\" as arc 3, which is not a decimal number"),
            ("1.-2", Code::OidSyntax, "has \"-2\" as arc 2, which is not a decimal number"),
            ("1.+2", Code::OidSyntax, "has \"+2\" as arc 2, which is not a decimal number"),
            (" 1.2", Code::OidSyntax, "has \" 1\" as arc 1, which is not a decimal number"),
            ("1.02", Code::LeadingZero, "has a leading zero in arc 2"),
            ("01.2", Code::LeadingZero, "has a leading zero in arc 1"),
            ("3.1", Code::OidArcs, "has a first arc over 2"),
            ("0.40", Code::OidArcs, "has a second arc over 39"),
            ("1.40", Code::OidArcs, "has a second arc over 39"),
            ("1.256", Code::OidArcs, "has a second arc over 39"),
            (&long, Code::TooLong, "is more than 2000 characters long"),
            (&many, Code::TooLong, "takes more than 500 bytes"),
        ];
        for (text, code, reason) in cases {
            let error = text.parse::<Oid>().unwrap_err();
            assert_eq!((error.code(), error.reason()), (*code, *reason), "{text}");
        }
    }

    #[test]
    fn what_was_probably_meant_is_hinted_at() {
        for text in ["urn:oid:1.2.3", "OID.1.2.3", " 1.2.3", "1.02.3", "01.2.3"] {
            let error = text.parse::<Oid>().unwrap_err();
            assert_eq!(error.hint(), Some(&Hint::DidYouMean("1.2.3".into())), "{text}");
        }
        assert_eq!("1.2.x".parse::<Oid>().unwrap_err().hint(), None);
    }

    #[test]
    fn bytes_that_are_not_an_identifier_are_refused() {
        for content in [&[][..], &[0x80, 0x01], &[0x2A, 0x86], &[0x2A, 0x80, 0x01]] {
            let error = Oid::from_content(content).unwrap_err();
            assert_eq!(error.code(), Code::OidEncoding, "{content:02x?}");
        }
    }
}

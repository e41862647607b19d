//! Object identifiers with arcs of any size.
//!
//! `const-oid` holds arcs up to 32 bits and refuses `2.999.1` and `2.25.<uuid>`, both of
//! which are valid and in use; so the encoded octets are kept here, checked by us.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::{fmt, str::FromStr};

/// The longest text accepted, in characters: reading an arc takes time that grows with the
/// square of its length, and no identifier in use has a tenth of this.
const TEXT_MAX: usize = 1_000;

/// The longest encoding accepted, in octets: no text of [`TEXT_MAX`] characters makes more, and
/// writing an arc in decimal takes time that grows with the square of its length, too.
const CONTENT_MAX: usize = 500;

/// An OBJECT IDENTIFIER (X.660): its content octets, always valid.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(Cow<'static, [u8]>);

impl Oid {
    /// An identifier from its content octets, for the constants of this crate.
    pub(crate) const fn constant(content: &'static [u8]) -> Self {
        Self(Cow::Borrowed(content))
    }

    /// An identifier from its content octets (X.690 8.19), without tag and length.
    ///
    /// # Errors
    /// [`OidError::Encoding`] if an arc is not in its shortest form or is cut off,
    /// [`OidError::TooManyOctets`] if there are more than 500 octets.
    pub fn from_content(content: &[u8]) -> Result<Self, OidError> {
        if content.len() > CONTENT_MAX {
            return Err(OidError::TooManyOctets);
        }
        let mut starts_arc = true;
        for octet in content {
            if starts_arc && *octet == 0x80 {
                return Err(OidError::Encoding);
            }
            starts_arc = octet & 0x80 == 0;
        }
        if content.is_empty() || !starts_arc {
            return Err(OidError::Encoding);
        }
        Ok(Self(Cow::Owned(content.to_vec())))
    }

    /// The content octets (X.690 8.19), without tag and length.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Why a text or some octets are not an OBJECT IDENTIFIER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OidError {
    /// Nothing there.
    Empty,
    /// Only one arc; the encoding joins the first two, so there are at least two (X.660).
    OneArc,
    /// An arc that is no decimal number; counted from 1.
    NotANumber {
        /// Which arc, from 1.
        arc: usize,
    },
    /// An arc with a leading zero; counted from 1.
    LeadingZero {
        /// Which arc, from 1.
        arc: usize,
    },
    /// A first arc over 2 (X.660).
    FirstArc,
    /// A second arc over 39 below a first arc of 0 or 1 (X.660).
    SecondArc,
    /// A text of more than 1,000 characters.
    TooLong,
    /// More than 500 content octets, as many as a text of 1,000 characters can make.
    TooManyOctets,
    /// Content octets that are no identifier (X.690 8.19).
    Encoding,
}

impl fmt::Display for OidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "is empty; an object identifier is numbers with dots between, such as 2.999.1",
            ),
            Self::OneArc => {
                f.write_str("has one arc; an object identifier has at least two (X.660)")
            }
            Self::NotANumber { arc } => write!(
                f,
                "has an arc {arc} that is no decimal number; an object identifier is numbers with dots between, such as 2.999.1"
            ),
            Self::LeadingZero { arc } => {
                write!(f, "has a leading zero in arc {arc}; each number is written without (X.660)")
            }
            Self::FirstArc => f.write_str("has a first arc over 2; it is 0, 1 or 2 (X.660)"),
            Self::SecondArc => {
                f.write_str("has a second arc over 39; below 0 and 1 it is at most 39 (X.660)")
            }
            Self::TooLong => write!(f, "has more than {TEXT_MAX} characters"),
            Self::TooManyOctets => write!(f, "has more than {CONTENT_MAX} octets"),
            Self::Encoding => {
                f.write_str("is not the encoding of an object identifier (X.690 8.19)")
            }
        }
    }
}

impl core::error::Error for OidError {}

impl FromStr for Oid {
    type Err = OidError;

    fn from_str(text: &str) -> Result<Self, OidError> {
        if text.is_empty() {
            return Err(OidError::Empty);
        }
        if text.len() > TEXT_MAX {
            return Err(OidError::TooLong);
        }
        let arcs: Vec<&str> = text.split('.').collect();
        for (index, arc) in arcs.iter().enumerate() {
            let arc_number = index + 1;
            if arc.is_empty() || !arc.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(OidError::NotANumber { arc: arc_number });
            }
            if arc.len() > 1 && arc.starts_with('0') {
                return Err(OidError::LeadingZero { arc: arc_number });
            }
        }
        let [first, second, rest @ ..] = arcs.as_slice() else {
            return Err(OidError::OneArc);
        };
        let joined: u8 = match *first {
            "0" => 0,
            "1" => 40,
            "2" => 80,
            _ => return Err(OidError::FirstArc),
        };
        if joined < 80 && !second.parse::<u8>().is_ok_and(|arc| arc < 40) {
            return Err(OidError::SecondArc);
        }
        let mut content = Vec::with_capacity(text.len());
        push_arc(&mut content, second, joined);
        for arc in rest {
            push_arc(&mut content, arc, 0);
        }
        Ok(Self(Cow::Owned(content)))
    }
}

/// Appends `decimal + add` in base 128, most significant first (X.690 8.19.2).
fn push_arc(content: &mut Vec<u8>, decimal: &str, add: u8) {
    // Base-128 digits, least significant first; each decimal digit multiplies by ten.
    let mut digits: Vec<u8> = Vec::new();
    let mut times_ten_plus = |first: u16, factor: u16| {
        let mut carry = first;
        for digit in &mut digits {
            let value = u16::from(*digit) * factor + carry;
            *digit = value.to_be_bytes()[1] & 0x7F;
            carry = value >> 7;
        }
        while carry > 0 {
            digits.push(carry.to_be_bytes()[1] & 0x7F);
            carry >>= 7;
        }
    };
    for digit in decimal.bytes() {
        times_ten_plus(u16::from(digit - b'0'), 10);
    }
    times_ten_plus(u16::from(add), 1);
    let Some((least, more)) = digits.split_first() else {
        content.push(0);
        return;
    };
    content.extend(more.iter().rev().map(|digit| digit | 0x80));
    content.push(*least);
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arcs = self.0.split_inclusive(|octet| octet & 0x80 == 0);
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

/// Decimal digits of an arc, least significant first.
struct Decimal(Vec<u8>);

impl Decimal {
    /// The number that the base-128 octets `arc` hold, less `take`, which is at most that.
    fn from_arc(arc: &[u8], take: u8) -> Self {
        let mut digits: Vec<u8> = Vec::new();
        for octet in arc {
            let mut carry = u16::from(octet & 0x7F);
            for digit in &mut digits {
                let value = u16::from(*digit) * 128 + carry;
                *digit = (value % 10).to_be_bytes()[1];
                carry = value / 10;
            }
            while carry > 0 {
                digits.push((carry % 10).to_be_bytes()[1]);
                carry /= 10;
            }
        }
        let mut borrow = take;
        for digit in &mut digits {
            let minus = borrow % 10;
            borrow /= 10;
            if *digit < minus {
                *digit += 10;
                borrow += 1;
            }
            *digit -= minus;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self(digits)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        let text: String = self.0.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn text_becomes_octets_and_text_again() {
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
        }
    }

    #[test]
    fn a_uuid_below_2_25_is_one_arc() {
        let text = "2.25.340282366920938463463374607431768211455";
        assert_eq!(text.parse::<Oid>().unwrap().to_string(), text);
    }

    #[test]
    fn what_is_no_identifier_is_refused_for_its_own_reason() {
        let long = "1.".repeat(501);
        let cases: &[(&str, OidError)] = &[
            ("", OidError::Empty),
            ("1", OidError::OneArc),
            ("1.", OidError::NotANumber { arc: 2 }),
            ("1..2", OidError::NotANumber { arc: 2 }),
            ("1.2.x", OidError::NotANumber { arc: 3 }),
            ("1.-2", OidError::NotANumber { arc: 2 }),
            ("1.+2", OidError::NotANumber { arc: 2 }),
            (" 1.2", OidError::NotANumber { arc: 1 }),
            ("1.02", OidError::LeadingZero { arc: 2 }),
            ("01.2", OidError::LeadingZero { arc: 1 }),
            ("3.1", OidError::FirstArc),
            ("0.40", OidError::SecondArc),
            ("1.40", OidError::SecondArc),
            ("1.256", OidError::SecondArc),
            (&long, OidError::TooLong),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Oid>(), Err(*expected), "{text}");
        }
    }

    #[test]
    fn octets_that_are_no_identifier_are_refused() {
        for content in [&[][..], &[0x80, 0x01], &[0x2A, 0x86], &[0x2A, 0x80, 0x01]] {
            assert_eq!(Oid::from_content(content), Err(OidError::Encoding), "{content:02x?}");
        }
    }
}

//! Distinguished names from text: RFC 4514, and what users paste from OpenSSL.
//!
//! ```text
//! CN=www.example.com,O=ACME,C=US                 RFC 4514, most specific first
//! subject=C = US, O = "ACME, Inc.", CN = www     openssl x509 -subject, least specific first
//! /C=US/O=ACME/CN=www                            openssl req -subj, least specific first
//! ```
//!
//! `FromStr` stays RFC 4514 alone: it is the inverse of `Display`, and what a program stores must not
//! depend on a guess.

use core::{cmp::Ordering, str::FromStr};

use super::attribute_type::AttributeType;
use super::distinguished_name::DistinguishedName;
use super::notation::{Notation, TextOrder};
use super::text::{SUBJECT, attribute_len, parse, parse_from};
use crate::fault::Faults;

impl FromStr for DistinguishedName {
    type Err = Faults;

    /// Reads RFC 4514; values are held to RFC 5280's bounds. The empty text is the empty name.
    ///
    /// Only `,` separates RDNs, and spaces around `,`, `+` and `=` are ignored: a value that
    /// begins or ends with white space would be refused in any case. Names of attribute types are
    /// read in any case, and object identifiers are read for any type.
    fn from_str(text: &str) -> Result<Self, Faults> {
        match parse(text) {
            Ok(name) => Ok(Self::from_checked(name)),
            Err(faults) => faults.check(SUBJECT).map(|()| Self::empty()),
        }
    }
}

impl DistinguishedName {
    /// Reads a name that a user wrote or pasted: RFC 4514, or what OpenSSL prints (`-subject`, with
    /// or without `subject=`) or takes (`-subj`). Values may be in quotation marks.
    ///
    /// `/C=US/CN=a` has the least specific attribute first, and so has a line with `subject=` and
    /// OpenSSL's spaces. In other texts the order is read from the attributes: `C=US, O=ACME, CN=a` runs from the
    /// general to the particular, `CN=a,O=ACME,C=US` the other way. Which it was is returned, so that a
    /// user can be informed.
    ///
    /// ```
    /// use pkcs10::{DistinguishedName, names::TextOrder};
    ///
    /// let (name, order) = DistinguishedName::from_either_order("subject=C = US, O = ACME, CN = a")?;
    /// assert_eq!(name.to_string(), "CN=a,O=ACME,C=US");
    /// assert_eq!(order, TextOrder::LeastSpecificFirst);
    /// # Ok::<(), pkcs10::Faults>(())
    /// ```
    ///
    /// # Errors
    /// [`Faults`] as of [`FromStr`](core::str::FromStr); their places are characters of the text.
    pub fn from_either_order(text: &str) -> Result<(Self, TextOrder), Faults> {
        let text = text.trim_end_matches(['\r', '\n']);
        let (label, name) = split_label(text);
        let at = text.len() - name.len();
        let (text, start, notation, order) = match name.strip_prefix('/') {
            Some(name) => {
                // At the end, OpenSSL takes it for a separator too.
                let is_value = name.ends_with("\\/");
                let text = text.strip_suffix('/').filter(|_| !is_value).unwrap_or(text);
                (text, at + 1, Notation::Slashes, TextOrder::LeastSpecificFirst)
            }
            None => match order(name, !label.is_empty()) {
                order @ TextOrder::LeastSpecificFirst if !label.is_empty() => {
                    (text, at, Notation::Printed, order)
                }
                order => (text, at, Notation::Quoted, order),
            },
        };
        match parse_from(text, start, notation, order) {
            Ok(name) => Ok((Self::from_checked(name), order)),
            Err(faults) => faults.check(SUBJECT).map(|()| (Self::empty(), order)),
        }
    }
}

/// What OpenSSL prints in front of a subject, and the rest.
fn split_label(text: &str) -> (&str, &str) {
    const LABEL: &str = "subject";
    let label = text.trim_start().get(..LABEL.len());
    let behind = label
        .filter(|label| label.eq_ignore_ascii_case(LABEL))
        .and_then(|_| text.trim_start()[LABEL.len()..].trim_start().strip_prefix(['=', ':']));
    match behind {
        Some(name) => (LABEL, name.trim_start()),
        None => ("", text.trim_start()),
    }
}

fn order(name: &str, labelled: bool) -> TextOrder {
    let mut ranks = (None, None);
    let (mut spaced, mut rest) = (false, Some(name));
    while let Some(part) = rest {
        let (attribute, next) = part.split_at(attribute_len(part, Notation::Quoted));
        let (of, _) = attribute.split_once('=').unwrap_or_default();
        // `C = US` by OpenSSL up to 3.1, `C=US, O=ACME` since; RFC 4514 writes neither.
        spaced |= of.ends_with(' ') || labelled && of.starts_with(' ');
        let rank = AttributeType::from_name(of.trim()).as_ref().and_then(rank);
        ranks = (ranks.0.or(rank), rank.or(ranks.1));
        rest = next.get(1..);
    }
    let least_first = match ranks.0.cmp(&ranks.1) {
        _ if labelled && spaced => true,
        Ordering::Less => true,
        Ordering::Equal => spaced,
        Ordering::Greater => false,
    };
    if least_first { TextOrder::LeastSpecificFirst } else { TextOrder::MostSpecificFirst }
}

/// How specific an attribute is, where names in use agree on that.
const fn rank(attribute: &AttributeType) -> Option<u8> {
    Some(match attribute {
        AttributeType::Country | AttributeType::DomainComponent => 0,
        AttributeType::StateOrProvince => 1,
        AttributeType::Locality => 2,
        AttributeType::Organization => 3,
        AttributeType::OrganizationalUnit => 4,
        AttributeType::CommonName | AttributeType::UserId | AttributeType::EmailAddress => 5,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::fault::Place;
    use alloc::string::ToString;

    #[test]
    fn the_order_of_a_pasted_name_is_recognized() {
        use TextOrder::{LeastSpecificFirst as Least, MostSpecificFirst as Most};
        let cases = [
            // OpenSSL up to 3.1, since 3.2, before 1.1, and -text.
            ("subject=C = US, O = ACME, CN = a", Least, "CN=a,O=ACME,C=US"),
            ("subject=C=US, O=ACME, CN=a\n", Least, "CN=a,O=ACME,C=US"),
            ("subject= /C=US/O=ACME/CN=a", Least, "CN=a,O=ACME,C=US"),
            ("        Subject: C = US, O = ACME, CN = a", Least, "CN=a,O=ACME,C=US"),
            ("C = US, O = ACME, CN = a", Least, "CN=a,O=ACME,C=US"),
            ("C=US,O=ACME,CN=a", Least, "CN=a,O=ACME,C=US"),
            (
                "C = US, CN = a, emailAddress = a@b.example",
                Least,
                "emailAddress=a@b.example,CN=a,C=US",
            ),
            ("DC = com, DC = example, CN = a", Least, "CN=a,DC=example,DC=com"),
            ("DC=com,DC=example,OU=x,CN=a", Least, "CN=a,OU=x,DC=example,DC=com"),
            ("O = ACME, CN = a", Least, "CN=a,O=ACME"),
            ("C = US, O = ACME", Least, "O=ACME,C=US"),
            ("OU = one, OU = two", Least, "OU=two,OU=one"),
            (
                "businessCategory = x, jurisdictionC = US, serialNumber = 5, C = US, CN = a",
                Least,
                "CN=a,C=US,serialNumber=5,jurisdictionC=US,businessCategory=x",
            ),
            // A name that was encoded the other way round stays as it is.
            ("subject=CN = a, O = ACME, C = US", Least, "C=US,O=ACME,CN=a"),
            ("subject=CN=a, O=ACME, C=US", Least, "C=US,O=ACME,CN=a"),
            // -nameopt RFC2253.
            ("subject=CN=a,O=ACME,C=US", Most, "CN=a,O=ACME,C=US"),
            ("CN=a,O=ACME,C=US", Most, "CN=a,O=ACME,C=US"),
            ("CN=a, O=ACME, C=US", Most, "CN=a,O=ACME,C=US"),
            ("CN=a,OU=one,OU=two,DC=example,DC=com", Most, "CN=a,OU=one,OU=two,DC=example,DC=com"),
            ("OU=x,CN=Users,DC=example,DC=com", Most, "OU=x,CN=Users,DC=example,DC=com"),
            ("DC=example,DC=com", Most, "DC=example,DC=com"),
            ("L=Berlin,C=DE", Most, "L=Berlin,C=DE"),
            ("", Most, ""),
            // Values.
            (r#"O = "ACME, \"x\" + Inc.", CN = a"#, Least, r#"CN=a,O=ACME\, \"x\" \+ Inc."#),
            (r#"CN=a,O="ACME, Inc.",C=US"#, Most, r"CN=a,O=ACME\, Inc.,C=US"),
            (r"C = DE, O = M\C3\BCller, CN = a", Least, "CN=a,O=Müller,C=DE"),
            ("C = US, CN = a + serialNumber = 5", Least, "CN=a+serialNumber=5,C=US"),
            (
                "/C=US/O=ACME, Inc./CN=a+serialNumber=5",
                Least,
                r"CN=a+serialNumber=5,O=ACME\, Inc.,C=US",
            ),
            (r"/O=A\/CN=b A/S C+D;E/CN=\xC3\xBC\\", Least, r"CN=ü\\,O=A\2FCN=b A/S C\+D\;E"),
            ("/CN=#1", Least, r"CN=\#1"),
            // OpenSSL's uid is uniqueIdentifier.
            (
                "subject=C = DE, CN = a, uid = 5",
                Least,
                "0.9.2342.19200300.100.1.44=#130135,CN=a,C=DE",
            ),
            ("/CN=a/uid=5/UID=6", Least, "UID=6,0.9.2342.19200300.100.1.44=#130135,CN=a"),
            ("subject=CN = a, UID = 5", Least, "UID=5,CN=a"),
            ("subject=uid=5,DC=b", Most, "UID=5,DC=b"),
            ("DC=b, uid=5", Least, "UID=5,DC=b"),
            ("/", Least, ""),
        ];
        for (text, order, name) in cases {
            let (read, found) = DistinguishedName::from_either_order(text).unwrap();
            assert_eq!((read.to_string().as_str(), found), (name, order), "{text}");
            assert_eq!(read, name.parse().unwrap(), "{text}");
        }
    }

    #[test]
    fn a_fault_has_its_place_in_the_pasted_text() {
        let cases = [
            ("subject=C = us, CN = a", 9, Code::CountryCase),
            ("/C=US/XY=a", 7, Code::AttributeType),
            ("/CN=a\\", 6, Code::Escape),
            ("/CN", 2, Code::EqualsMissing),
            (r#"O = "ACME" Inc., CN = a"#, 5, Code::Unescaped),
            (r#"O = "AC"ME", CN = a"#, 5, Code::Unescaped),
            ("CN=a;O=b", 5, Code::Unescaped),
            ("CN=a/O=b", 5, Code::Slash),
            ("CN=a,", 6, Code::RdnEmpty),
        ];
        for (text, at, code) in cases {
            let faults = DistinguishedName::from_either_order(text).unwrap_err();
            let fault = faults.iter().next().unwrap();
            assert_eq!((fault.place(), fault.code()), (&Place::SubjectText { at }, code), "{text}");
        }
    }
}

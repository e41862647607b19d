//! directoryName: a distinguished name in the text of RFC 4514 (RFC 5280 4.2.1.6).

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::name_type::GeneralNameType;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{tag, write as der};
use crate::error::{Code, Error, Hint};
use crate::name::{DistinguishedName, text};

/// Writes the name that `text` is in RFC 4514.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let subject = GeneralNameType::DirectoryName.as_str();
    if text.is_empty() {
        return Err(Error::new(Code::Empty, subject, "is empty")
            .expected("at least one attribute (RFC 5280 4.2.1.6)")
            .hint_at(Hint::advice("write a distinguished name such as CN=bmc-7,O=ACME,C=US")));
    }
    match text::parse(text) {
        Ok(name) => {
            der::tlv(out, GeneralNameType::DirectoryName.tag(), &name);
            Ok(())
        }
        Err(faults) => Err(faults.into_first_error(subject, text)),
    }
}

/// The text of the name, if it is one.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut walk = Walk::strict();
    let sequence = walk.only(Reader::new(content), tag::SEQUENCE).ok()?;
    let name = DistinguishedName::read(&mut walk, &sequence).ok()?;
    (!name.is_empty()).then(|| name.to_string())
}

pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    let sequence = walk.only(name.reader(), tag::SEQUENCE)?;
    DistinguishedName::read(walk, &sequence).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::GeneralName;
    use crate::san::cases::assert_refused;

    #[test]
    fn names_become_explicit_and_reversed() {
        let name = GeneralName::directory("CN=a,C=US").unwrap();
        assert_eq!(
            name.as_der(),
            b"\xA4\x1B\x30\x19\
              \x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02US\
              \x31\x0A\x30\x08\x06\x03\x55\x04\x03\x13\x01a"
        );
        assert_eq!(name.to_string(), "dirName:CN=a,C=US");
    }

    #[test]
    fn text_reads_back_to_the_same_bytes() {
        let texts = [
            "CN=a",
            "CN=a\\,DNS:b",
            "CN=@file",
            "CN=a+serialNumber=1,C=US",
            "2.999=#0500",
            "CN=#0c0161",
        ];
        for text in texts {
            assert_eq!(GeneralName::directory(text).unwrap().value(), text);
        }
    }

    #[test]
    fn refusals_say_what_and_where() {
        let meant = |word: &str| Some(Hint::DidYouMean(word.into()));
        let cases = [
            ("CN=é,commonNam=b", Code::AttributeType, Some(6), meant("commonName")),
            ("CN=a,C=us", Code::CountryCase, Some(6), Some(Hint::advice("use \"US\" there"))),
        ];
        assert_refused(encode, "directoryName", cases);
        let error = encode("", &mut Vec::new()).unwrap_err();
        assert_eq!((error.code(), error.subject()), (Code::Empty, "directoryName"));
        assert!(matches!(error.hint(), Some(Hint::Advice(_))));
        for injection in ["CN=a,DNS:b", "@file", "CN=a\nb", "CN=a\\00b", "CN=a\0", "/CN=a"] {
            assert!(GeneralName::directory(injection).is_err(), "{injection:?}");
        }
    }

    #[test]
    fn content_that_the_syntax_cannot_express_has_no_text() {
        let cases: &[&[u8]] = &[
            &[],
            &[0x30, 0x00],
            &[0x30, 0x02, 0x31, 0x00],
            &[0x31, 0x00],
            &[0x30, 0x00, 0x00],
            // Two attributes, not sorted.
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01b\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01a",
        ];
        for content in cases {
            assert_eq!(text(content), None, "{content:02x?}");
        }
    }
}

//! Passwords as texts have them.

use alloc::{vec, vec::Vec};

use zeroize::Zeroizing;

use super::{Repair, Repaired, without_mark};
use crate::error::{Code, Error, Hint};
use crate::pem;

/// The longest password that is read, in bytes.
const LONGEST: usize = 1 << 16;

/// The password in a text, from a file or typed: its first line, without the line end, LF or CRLF, and
/// without a byte order mark, which editors and PowerShell write. A password is bytes: one that is not
/// UTF-8 is read as it is. It is wiped when it is dropped.
///
/// ```
/// use pkcs10::reading::password;
///
/// assert_eq!(password(b"secret\r\nand more").unwrap().as_bytes(), b"secret");
/// assert_eq!(password(b"s\0e\0c\0").unwrap_err().code(), pkcs10::Code::Utf16);
/// ```
///
/// # Errors
///
/// Text in UTF-16 ([`Code::Utf16`]), PEM, which is a key and not its password ([`Code::IsPem`]), an empty
/// first line ([`Code::Empty`]), and one longer than 65536 bytes ([`Code::TooLong`]).
pub fn password(input: &[u8]) -> Result<Repaired, Error> {
    const FIRST_LINE: &str = "the password on the first line";
    let refuse = |code, reason| Error::new(code, "password", reason);
    if input.starts_with(&[0xFF, 0xFE]) || input.starts_with(&[0xFE, 0xFF]) || input.contains(&0) {
        return Err(refuse(Code::Utf16, "is text in UTF-16, or has NUL bytes")
            .expected("the password in ASCII or UTF-8")
            .hint_at(Hint::advice(
                "save it as UTF-8; in PowerShell: Set-Content -Encoding ascii",
            )));
    }
    let text = without_mark(input);
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match line {
        _ if input.is_empty() => Err(refuse(Code::Empty, "is empty").expected(FIRST_LINE)),
        [] => Err(refuse(Code::Empty, "has an empty first line").expected(FIRST_LINE)),
        _ if pem::begins(line) => Err(refuse(Code::IsPem, "is PEM").expected(FIRST_LINE)),
        _ if line.len() > LONGEST => {
            let error = refuse(Code::TooLong, "has a first line of more than 65536 bytes");
            Err(error.expected("a password of at most as many"))
        }
        _ => {
            let has_mark = text.len() < input.len();
            let repairs = if has_mark { vec![Repair::ByteOrderMark] } else { Vec::new() };
            Ok(Repaired { bytes: Zeroizing::new(line.to_vec()), repairs })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line_of_a_text() {
        let longest = vec![b'a'; LONGEST];
        let marked = [Repair::ByteOrderMark];
        let texts: [(&[u8], &[u8], &[Repair]); 9] = [
            (b"a", b"a", &[]),
            (b"a\n", b"a", &[]),
            (b"a\r\nb\r\n", b"a", &[]),
            (b" a \n\n", b" a ", &[]),
            (b"a\rb\n", b"a\rb", &[]),
            (b"\xEF\xBB\xBFa\r\n", b"a", &marked),
            (b"\xE9t\xE9\n", b"\xE9t\xE9", &[]),
            ("пароль\n".as_bytes(), "пароль".as_bytes(), &[]),
            (&longest, &longest, &[]),
        ];
        for (text, expected, repairs) in texts {
            let read = password(text).unwrap();
            assert_eq!((read.as_bytes(), read.repairs()), (expected, repairs), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_password_is_refused() {
        let too_long = vec![b'a'; LONGEST + 1];
        let texts: [(&[u8], Code); 12] = [
            (b"", Code::Empty),
            (b"\n", Code::Empty),
            (b"\r\na", Code::Empty),
            (b"\xEF\xBB\xBF", Code::Empty),
            (b"\xFF\xFEa\0", Code::Utf16),
            (b"\xFE\xFF\0a", Code::Utf16),
            (b"\xFF\xFE\x3F\x04", Code::Utf16),
            (b"\xFE\xFF\x04\x3F", Code::Utf16),
            (b"a\0", Code::Utf16),
            (b"a\n\0", Code::Utf16),
            (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n", Code::IsPem),
            (&too_long, Code::TooLong),
        ];
        for (text, code) in texts {
            assert_eq!(password(text).unwrap_err().code(), code, "{text:?}");
        }
    }
}

//! PEM (RFC 7468): its labels, a fast encoder for what is public, one scanner for all that is read.
//!
//! Private keys are never encoded here but by `pem-rfc7468`, whose base64 takes the same time
//! whatever the octets are.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

/// The labels, from RFC 7468 where nothing else is said.
pub(crate) mod label {
    pub(crate) const CERTIFICATION_REQUEST: &str = "CERTIFICATE REQUEST";
    /// The other label of requests (7).
    const NEW_CERTIFICATION_REQUEST: &str = "NEW CERTIFICATE REQUEST";
    pub(crate) const CERTIFICATE: &str = "CERTIFICATE";
    /// The other label of certificates (5.1).
    const X509_CERTIFICATE: &str = "X509 CERTIFICATE";
    pub(crate) const PRIVATE_KEY: &str = "PRIVATE KEY";
    #[cfg(feature = "encryption")]
    pub(crate) const ENCRYPTED_PRIVATE_KEY: &str = "ENCRYPTED PRIVATE KEY";
    /// OpenSSH's own form (PROTOCOL.key).
    pub(crate) const OPENSSH_PRIVATE_KEY: &str = "OPENSSH PRIVATE KEY";
    /// A curve, in front of an elliptic-curve key, as OpenSSL writes it.
    pub(crate) const EC_PARAMETERS: &str = "EC PARAMETERS";

    pub(crate) fn is_request(label: &str) -> bool {
        [CERTIFICATION_REQUEST, NEW_CERTIFICATION_REQUEST].contains(&label)
    }

    pub(crate) fn is_certificate(label: &str) -> bool {
        [CERTIFICATE, X509_CERTIFICATE].contains(&label)
    }

    /// Whether there is a private key under it, of whatever form: `RSA`, `EC` and others go in
    /// front.
    pub(crate) fn is_private_key(label: &str) -> bool {
        label.ends_with(PRIVATE_KEY)
    }
}

/// Octets on a line: 64 characters (RFC 7468 2).
const LINE: usize = 48;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The two characters for each twelve bits.
static PAIRS: [[u8; 2]; 4096] = {
    let mut pairs = [[0; 2]; 4096];
    let mut index = 0;
    while index < 4096 {
        pairs[index] = [ALPHABET[index >> 6], ALPHABET[index & 63]];
        index += 1;
    }
    pairs
};

/// Encodes public octets: 64 columns, LF, a final line end.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let body = der.len().div_ceil(3) * 4 + der.len().div_ceil(LINE);
    let frame = 2 * label.len() + "-----BEGIN -----\n-----END -----\n".len();
    let mut out = Vec::with_capacity(body + frame);
    for part in ["-----BEGIN ", label, "-----\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    for line in der.chunks(LINE) {
        let mut text = [b'\n'; 65];
        let mut end = 0;
        let mut triples = line.chunks_exact(3);
        for (triple, four) in triples.by_ref().zip(text.chunks_exact_mut(4)) {
            let [a, b, c] = [triple[0], triple[1], triple[2]].map(usize::from);
            let [high, low] = [PAIRS[a << 4 | b >> 4], PAIRS[(b & 15) << 8 | c]];
            four.copy_from_slice(&[high[0], high[1], low[0], low[1]]);
            end += 4;
        }
        let last = triples.remainder();
        if let Some(a) = last.first().copied().map(usize::from) {
            let b = last.get(1).copied().map(usize::from);
            let high = PAIRS[a << 4 | b.unwrap_or(0) >> 4];
            let third = b.map_or(b'=', |b| ALPHABET[(b & 15) << 2]);
            text[end..end + 4].copy_from_slice(&[high[0], high[1], third, b'=']);
            end += 4;
        }
        out.extend_from_slice(&text[..end]);
        out.push(b'\n');
    }
    for part in ["-----END ", label, "-----\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    // Every octet came from ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// Why a text has no PEM block that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemError {
    /// No line `-----BEGIN …-----`.
    NoBlock,
    /// No line `-----END …-----` with the label of its beginning.
    NoEnd,
    /// Headers within the block (`Proc-Type: …`), as in OpenSSL's old encrypted keys.
    Headers,
    /// What stands between is not base64.
    Base64,
    /// `-----BEGIN …-----` with more behind it on its line, where line ends were lost.
    Joined,
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBlock => "has no PEM block (-----BEGIN …-----)",
            Self::NoEnd => "has a PEM block without the -----END …----- that belongs to it",
            Self::Headers => "has a PEM block with headers (RFC 1421), which RFC 7468 has no more",
            Self::Base64 => "has a PEM block that is not base64",
            Self::Joined => {
                "has a PEM block whose lines were joined; -----BEGIN …----- and -----END …----- stand on lines of their own"
            }
        })
    }
}

impl core::error::Error for PemError {}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// The blocks of a file in their order: every `-----BEGIN ` wherever it stands, be it in the middle
/// of a line or within another block. What stands between them need not be UTF-8.
pub(crate) fn blocks(input: &[u8]) -> Blocks<'_> {
    Blocks { input, at: 0 }
}

pub(crate) struct Blocks<'a> {
    input: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        let at = self.at + find(self.input.get(self.at..)?, BEGIN)?;
        self.at = at + BEGIN.len();
        let (before, rest) = (&self.input[..at], &self.input[self.at..]);
        let label = find(rest, DASHES).map(|len| &rest[..len]);
        // Line ends in it mean that these are not the dashes of this label.
        let label = label.filter(|label| !label.iter().any(|octet| is_line_end(*octet)));
        let rest = label.map_or(rest, |label| &rest[label.len() + DASHES.len()..]);
        Some(Block {
            at,
            label,
            begins_line: is_blank_back(before),
            ends_line: is_blank(rest),
            rest,
        })
    }
}

/// A PEM block, known by its first line. What follows is looked at when it is asked for.
pub(crate) struct Block<'a> {
    /// Where `-----BEGIN ` stands in the file.
    pub(crate) at: usize,
    label: Option<&'a [u8]>,
    /// Whether nothing but white space stands before it on its line, and behind it.
    begins_line: bool,
    ends_line: bool,
    /// What follows the label's dashes.
    rest: &'a [u8],
}

/// What stands between a `-----BEGIN …-----` and the next `-----END …-----`.
struct Body<'a> {
    text: &'a [u8],
    /// The label of the END.
    label: &'a [u8],
    /// What follows the END.
    rest: &'a [u8],
}

impl<'a> Block<'a> {
    /// The label as it stands, if dashes follow it on its line.
    pub(crate) const fn label(&self) -> Option<&'a [u8]> {
        self.label
    }

    /// Whether `-----BEGIN …-----` stands on a line of its own (RFC 7468 3).
    pub(crate) const fn is_on_own_line(&self) -> bool {
        self.begins_line && self.ends_line && self.label.is_some()
    }

    /// Whether `-----BEGIN …-----` begins its line and more follows on it.
    const fn is_joined(&self) -> bool {
        self.begins_line && !self.ends_line && self.label.is_some()
    }

    fn body(&self) -> Option<Body<'a>> {
        let (text, end) = split(self.rest, END)?;
        let (label, rest) = split(end, DASHES)?;
        Some(Body { text, label, rest })
    }

    /// Where the `-----END …-----` of the block ends in the file, if there is any.
    pub(crate) fn end(&self, input: &[u8]) -> Option<usize> {
        self.body().map(|body| input.len() - body.rest.len())
    }

    /// Whether a header in the block says that it is encrypted (RFC 1421 4.6.1.1).
    pub(crate) fn is_encrypted_by_header(&self) -> bool {
        self.body().is_some_and(|body| find(body.text, b"4,ENCRYPTED").is_some())
    }

    /// The octets in it: CRLF, mixed line ends, lines of any length and white space in them are
    /// fine, and so is text behind the END on its line. They are wiped when they go, since they may
    /// be a key.
    pub(crate) fn decode(&self) -> Result<Zeroizing<Vec<u8>>, PemError> {
        if !self.ends_line {
            return Err(PemError::Joined);
        }
        let body = self.body().ok_or(PemError::NoEnd)?;
        if body.text.contains(&b':') {
            return Err(PemError::Headers);
        }
        if Some(body.label) != self.label || !is_blank_back(body.text) {
            return Err(PemError::NoEnd);
        }
        base64(body.text)
    }

    /// The octets in it, where its END stands on a line of its own too.
    pub(crate) fn decode_lines(&self) -> Result<Zeroizing<Vec<u8>>, PemError> {
        let octets = self.decode()?;
        match self.body() {
            Some(body) if is_blank(body.rest) => Ok(octets),
            _ => Err(PemError::NoEnd),
        }
    }
}

/// The reason for which a file has no block on lines of its own.
pub(crate) fn no_block(input: &[u8]) -> PemError {
    let is_joined = blocks(input).any(|block| block.is_joined());
    if is_joined { PemError::Joined } else { PemError::NoBlock }
}

/// Whether a file begins with a PEM block.
pub(crate) fn begins(input: &[u8]) -> bool {
    input.trim_ascii_start().starts_with(BEGIN)
}

fn find(octets: &[u8], pattern: &[u8]) -> Option<usize> {
    octets.windows(pattern.len()).position(|window| window == pattern)
}

fn split<'a>(octets: &'a [u8], pattern: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = find(octets, pattern)?;
    Some((&octets[..at], &octets[at + pattern.len()..]))
}

const fn is_line_end(octet: u8) -> bool {
    matches!(octet, b'\n' | b'\r')
}

/// Whether nothing but white space follows on the line. It stops at the first octet that shows
/// otherwise, so that a long line costs no more than a short one.
fn is_blank(after: &[u8]) -> bool {
    let end = after.iter().position(|octet| is_line_end(*octet) || octet.is_ascii_graphic());
    is_white(&after[..end.unwrap_or(after.len())]) && end.is_none_or(|end| is_line_end(after[end]))
}

/// The same for what stands before on the line.
fn is_blank_back(before: &[u8]) -> bool {
    let start = before.iter().rposition(|octet| is_line_end(*octet) || octet.is_ascii_graphic());
    is_white(&before[start.map_or(0, |start| start + 1)..])
        && start.is_none_or(|start| is_line_end(before[start]))
}

fn is_white(octets: &[u8]) -> bool {
    str::from_utf8(octets).is_ok_and(|text| text.trim().is_empty())
}

fn base64(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, PemError> {
    /// The label does not matter here; `pem-rfc7468` wants one.
    const FRAME: [&str; 2] = ["-----BEGIN X-----\n", "\n-----END X-----\n"];
    const WIDTH: usize = 64;
    let text = str::from_utf8(text).map_err(|_| PemError::Base64)?;
    // In the form that the constant-time reader wants: without white space.
    let mut body = Zeroizing::new(String::with_capacity(text.len()));
    text.split_whitespace().for_each(|piece| body.push_str(piece));
    let mut pem = Zeroizing::new(String::with_capacity(body.len() + body.len() / WIDTH + 64));
    pem.push_str(FRAME[0]);
    let mut rest = body.as_str();
    while let Some((line, more)) = rest.split_at_checked(WIDTH) {
        pem.push_str(line);
        if !more.is_empty() {
            pem.push('\n');
        }
        rest = more;
    }
    pem.push_str(rest);
    pem.push_str(FRAME[1]);
    let (_, der) = pem_rfc7468::decode_vec(pem.as_bytes()).map_err(|_| PemError::Base64)?;
    Ok(Zeroizing::new(der))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec};

    #[test]
    fn encoding_equals_that_of_pem_rfc7468() {
        for len in (1..200).chain([4_095, 4_096, 4_097]) {
            let octets: Vec<u8> = (0..len).map(|i: usize| (i * 7 % 256).to_be_bytes()[7]).collect();
            let expected = pem_rfc7468::encode_string(
                "CERTIFICATE REQUEST",
                pem_rfc7468::LineEnding::LF,
                &octets,
            );
            assert_eq!(encode("CERTIFICATE REQUEST", &octets), expected.unwrap(), "{len}");
        }
    }

    /// The first block with the label `X` that stands on lines of its own.
    fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, PemError> {
        blocks(text.as_bytes())
            .find(|block| block.is_on_own_line() && block.label() == Some(b"X"))
            .ok_or_else(|| no_block(text.as_bytes()))?
            .decode_lines()
    }

    #[test]
    fn every_begin_is_seen_wherever_it_stands() {
        let text = "-----BEGIN A-----\nx -----BEGIN B-----\n-----END B-----\n \t-----BEGIN C----- x\n-----BEGIN D----------BEGIN E-----\n-----BEGIN \n-----END F-----";
        let found: Vec<_> =
            blocks(text.as_bytes()).map(|block| (block.label(), block.is_on_own_line())).collect();
        let expected: [(Option<&[u8]>, bool); 6] = [
            (Some(b"A"), true),
            (Some(b"B"), false),
            (Some(b"C"), false),
            (Some(b"D"), false),
            (Some(b"E"), false),
            (None, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn text_behind_an_end_is_let_pass_only_where_lines_do_not_matter() {
        let text = "key: -----BEGIN X-----\nAA==\n-----END X----- of somebody\n";
        let block = blocks(text.as_bytes()).next().unwrap();
        assert!(!block.is_on_own_line());
        assert_eq!(**block.decode().unwrap(), [0]);
        assert_eq!(block.decode_lines().err(), Some(PemError::NoEnd));
        let end = text.find(" of").unwrap();
        assert_eq!(block.end(text.as_bytes()), Some(end));
    }

    #[test]
    fn blocks_are_read_however_their_lines_end() {
        let octets = vec![0xA5; 100];
        let pem = encode("X", &octets);
        let cases = [
            pem.clone(),
            pem.replace('\n', "\r\n"),
            pem.replacen('\n', "\r\n", 2),
            pem.replace('\n', "\r"),
            pem.trim_end().into(),
            format!("Subject: somebody\n\n{pem}"),
            format!("{}{pem}", encode("OTHER", &[1])),
            pem.replace("pQ", "p\nQ"),
            pem.replace("pQ", "p \tQ"),
        ];
        for text in cases {
            assert_eq!(*decode(&text).unwrap(), octets, "{text}");
        }
    }

    #[test]
    fn what_is_no_block_is_refused_for_its_own_reason() {
        let cases = [
            ("", PemError::NoBlock),
            ("-----BEGIN Y-----\nAA==\n-----END Y-----", PemError::NoBlock),
            ("-----BEGIN X-----AA==-----END X-----\n", PemError::Joined),
            ("-----BEGIN X----- AA== -----END X-----", PemError::Joined),
            ("\r-----BEGIN X-----\\nAA==\\n", PemError::Joined),
            ("-----BEGIN X-----\nAA==\n", PemError::NoEnd),
            ("-----BEGIN X-----\nAA==\n-----END Y-----\n", PemError::NoEnd),
            (
                "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n-----END X-----\n",
                PemError::Headers,
            ),
            ("-----BEGIN X-----\n!!!!\n-----END X-----\n", PemError::Base64),
            ("-----BEGIN X-----\nAAA\n-----END X-----\n", PemError::Base64),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text).err(), Some(expected), "{text}");
        }
    }
}

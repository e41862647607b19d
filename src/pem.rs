//! PEM (RFC 7468): a fast encoder for what is public, a tolerant reader for what people have.
//!
//! Private keys are never encoded here but by `pem-rfc7468`, whose base64 takes the same time
//! whatever the octets are.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

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

/// The octets of the first block whose label `wanted` accepts: text before it, CRLF, mixed line ends, lines
/// of any length, white space in them and a missing final line end are all fine. They are wiped
/// when they go, since they may be a key.
pub(crate) fn decode(
    text: &str,
    wanted: impl Fn(&str) -> bool,
) -> Result<Zeroizing<Vec<u8>>, PemError> {
    let mut lines = lines(text);
    let label = lines
        .by_ref()
        .filter_map(label)
        .find(|label| wanted(label))
        .ok_or_else(|| no_block(text))?;
    // In the form that the constant-time reader wants: one line.
    let mut body = Zeroizing::new(String::with_capacity(text.len()));
    for line in lines {
        if let Some(end) = line.strip_prefix("-----END ") {
            if end.strip_suffix("-----") != Some(label) {
                return Err(PemError::NoEnd);
            }
            return base64(&body);
        }
        if line.contains(':') {
            return Err(PemError::Headers);
        }
        line.split_whitespace().for_each(|piece| body.push_str(piece));
    }
    Err(PemError::NoEnd)
}

/// The labels of the blocks in `text`, in their order.
pub(crate) fn labels(text: &str) -> impl Iterator<Item = &str> {
    lines(text).filter_map(label)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim)
}

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

fn label(line: &str) -> Option<&str> {
    line.strip_prefix(BEGIN)?.strip_suffix(DASHES).filter(|label| !label.contains(DASHES))
}

/// The reason for which no label was found.
fn no_block(text: &str) -> PemError {
    let is_joined = |line: &str| {
        let rest = line.strip_prefix(BEGIN).and_then(|rest| rest.split_once(DASHES));
        rest.is_some_and(|(_, more)| !more.is_empty())
    };
    if lines(text).any(is_joined) { PemError::Joined } else { PemError::NoBlock }
}

fn base64(body: &str) -> Result<Zeroizing<Vec<u8>>, PemError> {
    /// The label does not matter here; `pem-rfc7468` wants one.
    const FRAME: [&str; 2] = ["-----BEGIN X-----\n", "\n-----END X-----\n"];
    const WIDTH: usize = 64;
    let mut pem = Zeroizing::new(String::with_capacity(body.len() + body.len() / WIDTH + 64));
    pem.push_str(FRAME[0]);
    let mut rest = body;
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
            assert_eq!(*decode(&text, |label| label == "X").unwrap(), octets, "{text}");
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
            assert_eq!(decode(text, |label| label == "X").err(), Some(expected), "{text}");
        }
    }
}

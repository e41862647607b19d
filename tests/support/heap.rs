//! Looks for secrets in the memory that a process has allocated, by Linux's `/proc`. What is on a
//! stack is not looked at: it cannot be wiped.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;

use pkcs10::{Algorithm, Code, GeneralName, KeyPair, Request, SysRng};
use zeroize::Zeroizing;

/// Bytes of a part of a secret that is looked for.
const WINDOW: usize = 16;
/// Hides the secrets, so that the search does not find its own list.
const MASK: u8 = 0xA5;

/// Makes keys, writes, reads, encrypts, decrypts, uses and drops them; what the process holds of
/// them after that.
pub(crate) fn left_of_dropped_keys() -> BTreeSet<&'static str> {
    let mut secrets = Secrets::default();
    let password: Zeroizing<Vec<u8>> = Zeroizing::new((1..=40).collect());
    secrets.add("password", &password);
    let request = Request::builder().subject_alt_name(GeneralName::dns("a")).build().unwrap();
    use Algorithm::{EcdsaP256, EcdsaP384, EcdsaP521, Ed25519, MlDsa65, Rsa2048};
    for algorithm in [Rsa2048, EcdsaP256, EcdsaP384, EcdsaP521, Ed25519, MlDsa65] {
        let made = match KeyPair::generate(algorithm, &mut SysRng) {
            Err(error) if error.code() == Code::FeatureMissing => continue,
            made => made.unwrap(),
        };
        let pem = made.to_pkcs8_pem().unwrap();
        secrets.add_key(&pem);
        let encrypted = made.to_encrypted_pkcs8_pem(&password, &mut SysRng).unwrap();
        let read = KeyPair::from_pem(&pem).unwrap();
        let decrypted = KeyPair::read(encrypted.as_bytes(), Some(&password)).unwrap();
        for key in [made, read, decrypted] {
            request.sign(&key).unwrap();
        }
    }
    drop(password);
    secrets.found_in("self").unwrap()
}

/// Secrets, each by its parts.
#[derive(Default)]
pub(crate) struct Secrets(HashMap<[u8; WINDOW], &'static str>);

impl Secrets {
    /// Adds bytes as they are.
    pub(crate) fn add(&mut self, name: &'static str, secret: &[u8]) {
        for part in secret.windows(WINDOW).step_by(WINDOW / 2) {
            self.0.insert(masked(part), name);
        }
    }

    /// Adds the private numbers of a key in PKCS #8, in PEM: as DER has them, big-endian, and as
    /// arithmetic has them, little-endian.
    pub(crate) fn add_key(&mut self, pem: &str) {
        let der = Zeroizing::new(pem_rfc7468::decode_vec(pem.as_bytes()).unwrap().1);
        let key = fields(fields(&der)[0])[2];
        let inner = fields(key)[0];
        // What is not a SEQUENCE is the secret of Ed25519 in an OCTET STRING, or the seed of ML-DSA.
        let numbers = if key[0] == 0x30 { fields(inner) } else { vec![&[], inner] };
        let named: &[_] = match numbers.len() {
            9.. => &[("d", "d in DER", 3), ("p", "p in DER", 4), ("q", "q in DER", 5)],
            _ => &[("scalar", "scalar in DER", 1)],
        };
        for (name, name_in_der, index) in named {
            let mut number = Zeroizing::new(numbers[*index].to_vec());
            if number[0] == 0 {
                number.remove(0);
            }
            self.add(name_in_der, &number);
            number.reverse();
            self.add(name, &number);
        }
        for line in pem.lines().filter(|line| !line.starts_with('-') && line.len() == 64) {
            self.add("PEM", &line.as_bytes()[..WINDOW]);
        }
    }

    /// Those of which a part is in the heap of a process: `self`, or the number of a child.
    pub(crate) fn found_in(&self, process: &str) -> io::Result<BTreeSet<&'static str>> {
        // Most of the memory is ruled out by the first two bytes.
        let mut is_first = vec![false; 1 << 16];
        self.0.keys().for_each(|part| is_first[pair(part)] = true);
        let memory = File::open(format!("/proc/{process}/mem"))?;
        let mut found = BTreeSet::new();
        let mut buffer = vec![0; 1 << 20];
        for (mut start, end) in heap(&fs::read_to_string(format!("/proc/{process}/maps"))?) {
            while end - start > WINDOW {
                let len = buffer.len().min(end - start);
                memory.read_exact_at(&mut buffer[..len], start.try_into().unwrap())?;
                for part in buffer[..len].windows(WINDOW) {
                    if is_first[pair(part) ^ pair(&[MASK; 2])] {
                        found.extend(self.0.get(&masked(part)));
                    }
                }
                start += len - WINDOW + 1;
            }
        }
        Ok(found)
    }
}

fn masked(part: &[u8]) -> [u8; WINDOW] {
    let mut masked = [MASK; WINDOW];
    masked.iter_mut().zip(part).for_each(|(masked, byte)| *masked ^= byte);
    masked
}

fn pair(part: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([part[0], part[1]]))
}

/// What may be written and belongs to no file, but for stacks: a page without access lies below
/// those of threads.
fn heap(maps: &str) -> Vec<(usize, usize)> {
    let mut heap = Vec::new();
    let mut guard = None;
    for line in maps.lines() {
        let mut fields = line.split_ascii_whitespace();
        let (range, mode) = (fields.next().unwrap(), fields.next().unwrap());
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| usize::from_str_radix(at, 16).unwrap());
        let name = fields.nth(3);
        if mode.starts_with("rw")
            && name.is_none_or(|name| name == "[heap]")
            && guard != Some(start)
        {
            heap.push((start, end));
        }
        guard = (mode.starts_with("---") && end - start == 4096).then_some(end);
    }
    heap
}

/// The contents of the values in DER, one behind the other.
fn fields(mut der: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::new();
    while let [_, first, ..] = der {
        let len_bytes = if *first < 0x80 { 0 } else { usize::from(first & 0x7F) };
        let len = match len_bytes {
            0 => usize::from(*first),
            _ => der[2..2 + len_bytes].iter().fold(0, |len, byte| len << 8 | usize::from(*byte)),
        };
        let (content, rest) = der[2 + len_bytes..].split_at(len);
        fields.push(content);
        der = rest;
    }
    fields
}

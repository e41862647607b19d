//! DER as a tree that can be cut and sewn, and requests signed again afterwards.

// Each test file uses a part of it.
#![allow(dead_code)]

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use p256::pkcs8::EncodePublicKey;
use pkcs10::{DistinguishedName, GeneralName, PublicKey, Request};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) tag: u8,
    /// Whether the length takes a byte more than it needs.
    pub(crate) long_length: bool,
    pub(crate) body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Octets(Vec<u8>),
    Nodes(Vec<Node>),
}

pub(crate) fn leaf(tag: u8, bytes: &[u8]) -> Node {
    Node { tag, long_length: false, body: Body::Octets(bytes.to_vec()) }
}

pub(crate) fn node(tag: u8, nodes: impl Into<Vec<Node>>) -> Node {
    Node { tag, long_length: false, body: Body::Nodes(nodes.into()) }
}

pub(crate) fn oid(text: &str) -> Node {
    leaf(0x06, text.parse::<pkcs10::Oid>().unwrap().as_bytes())
}

impl Node {
    /// The tree of exactly one value in DER.
    pub(crate) fn parse(der: &[u8]) -> Self {
        let (node, rest) = Self::parse_first(der);
        assert!(rest.is_empty());
        node
    }

    fn parse_first(der: &[u8]) -> (Self, &[u8]) {
        let (len, header) = match der[1] {
            short @ 0..0x80 => (usize::from(short), 2),
            count => {
                let bytes = &der[2..2 + usize::from(count & 0x7F)];
                (bytes.iter().fold(0, |len, o| len << 8 | usize::from(*o)), 2 + bytes.len())
            }
        };
        let (content, rest) = der[header..].split_at(len);
        let mut node = leaf(der[0], content);
        if der[0] & 0x20 != 0 {
            let mut nodes = Vec::new();
            let mut inside = content;
            while !inside.is_empty() {
                let (child, after) = Self::parse_first(inside);
                nodes.push(child);
                inside = after;
            }
            node.body = Body::Nodes(nodes);
        }
        (node, rest)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let content = match &self.body {
            Body::Octets(bytes) => bytes.clone(),
            Body::Nodes(nodes) => nodes.iter().flat_map(Self::encode).collect(),
        };
        let significant: Vec<u8> =
            content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        let mut out = vec![self.tag];
        if self.long_length {
            out.push(0x80 + u8::try_from(significant.len() + 1).unwrap());
            out.push(0);
            out.extend(&significant);
        } else if content.len() < 0x80 {
            out.push(u8::try_from(content.len()).unwrap());
        } else {
            out.push(0x80 + u8::try_from(significant.len()).unwrap());
            out.extend(&significant);
        }
        out.extend(content);
        out
    }

    /// The node to which this path leads.
    pub(crate) fn at(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, index| &mut node.nodes()[*index])
    }

    pub(crate) fn nodes(&mut self) -> &mut Vec<Self> {
        match &mut self.body {
            Body::Nodes(nodes) => nodes,
            Body::Octets(_) => panic!("a primitive value has no values in it"),
        }
    }

    pub(crate) fn set(&mut self, bytes: &[u8]) {
        self.body = Body::Octets(bytes.to_vec());
    }
}

pub(crate) fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

pub(crate) fn public_key() -> PublicKey {
    let der = signing_key().verifying_key().to_public_key_der().unwrap();
    PublicKey::from_der(der.as_bytes()).unwrap()
}

/// AlgorithmIdentifier of ecdsa-with-SHA256.
pub(crate) fn ecdsa_with_sha256() -> Node {
    node(0x30, [oid("1.2.840.10045.4.3.2")])
}

/// The request around an info, signed with the test key.
pub(crate) fn sign(info: &Node) -> Node {
    let signature: Signature = signing_key().sign(&info.encode());
    let mut bits = vec![0];
    bits.extend(signature.to_der().as_bytes());
    node(0x30, [info.clone(), ecdsa_with_sha256(), leaf(0x03, &bits)])
}

/// A request signed with the test key.
pub(crate) fn sign_request(request: &Request) -> Vec<u8> {
    sign(&Node::parse(&request.encode(&public_key()))).encode()
}

/// The info of a request in which there is nothing to find: subject C, O, CN; the attributes
/// challengePassword and extensionRequest, with subjectAltName, basicConstraints, keyUsage.
pub(crate) fn good_info() -> Node {
    let request = Request::builder()
        .subject(
            DistinguishedName::builder()
                .country("DE")
                .organization("ACME")
                .common_name("www.rust-lang.org"),
        )
        .subject_alt_name(GeneralName::dns("www.rust-lang.org"))
        .subject_alt_name(GeneralName::ip([8, 8, 8, 8]))
        .build()
        .unwrap();
    let mut info = Node::parse(&request.encode(&public_key()));
    let extensions = info.at(&[3, 0, 1, 0]).nodes();
    extensions.push(extension("2.5.29.19", true, &[0x30, 3, 1, 1, 0xFF]));
    extensions.push(extension("2.5.29.15", true, &[3, 2, 6, 0xC0]));
    let password = node(0x30, [oid("1.2.840.113549.1.9.7"), node(0x31, [leaf(0x0C, b"secret")])]);
    info.at(&[3]).nodes().insert(0, password);
    info
}

/// Where the extensions are in [`good_info`].
pub(crate) const EXTENSIONS: [usize; 4] = [3, 1, 1, 0];

pub(crate) fn extension(identifier: &str, critical: bool, value: &[u8]) -> Node {
    let mut fields = vec![oid(identifier)];
    if critical {
        fields.push(leaf(0x01, &[0xFF]));
    }
    fields.push(leaf(0x04, value));
    node(0x30, fields)
}

/// Puts another value into the subjectAltName of [`good_info`].
pub(crate) fn set_names(info: &mut Node, names: impl Into<Vec<Node>>) {
    let value = node(0x30, names).encode();
    info.at(&EXTENSIONS).nodes()[0] = extension("2.5.29.17", false, &value);
}

//! How a distinguished name is written as text.

/// How a text separates its attributes and writes their values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// RFC 4514.
    Rfc4514,
    /// The same, and values between quotation marks (RFC 2253 4).
    Quoted,
    /// The same behind `subject=`, as OpenSSL prints it.
    Printed,
    /// `/C=US/O=ACME/CN=a`, OpenSSL's older form.
    Slashes,
}

/// The order of the RDNs in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOrder {
    /// That of RFC 4514: the reverse of the encoded one.
    MostSpecificFirst,
    /// That of `openssl x509 -subject`: the encoded one.
    LeastSpecificFirst,
}

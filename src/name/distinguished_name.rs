//! The type of distinguished names: their DER.

use alloc::vec::Vec;

/// A distinguished name (X.501, RFC 5280 4.1.2.4): the subject of a request, or a directoryName.
///
/// [`FromStr`](core::str::FromStr) and [`Display`](core::fmt::Display) are the text of RFC 4514, which
/// has the most specific RDN first and so the reverse of the encoded order:
///
/// ```
/// use pkcs10::DistinguishedName;
///
/// let parsed: DistinguishedName =
///     "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME\\, Inc.,C=US".parse()?;
/// let built = DistinguishedName::builder()
///     .country("US")
///     .organization("ACME, Inc.")
///     .organizational_unit("Firmware")
///     .organizational_unit("BMC")
///     .common_name("bmc-7.example.com")
///     .build()?;
/// assert_eq!(parsed, built);
/// assert_eq!(built.to_string(), "CN=bmc-7.example.com,OU=BMC,OU=Firmware,O=ACME\\, Inc.,C=US");
/// # Ok::<(), pkcs10::Faults>(())
/// ```
///
/// What `Display` writes gives the very same DER when it is parsed: a value whose string type
/// is not the one that the parser would choose is written as `#` and its DER in hexadecimal.
/// `{:#}` is for reading only: it writes the text of every string of a known attribute type.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DistinguishedName {
    /// The DER of the Name: one SEQUENCE.
    der: Vec<u8>,
}

impl DistinguishedName {
    /// The name without an attribute, for requests whose names are all in the subjectAltName.
    pub fn empty() -> Self {
        Self::from_checked([0x30, 0x00].into())
    }

    /// A name from DER that was checked or made here.
    pub(super) const fn from_checked(der: Vec<u8>) -> Self {
        Self { der }
    }

    /// The DER of the Name.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    pub(crate) fn into_der(self) -> Vec<u8> {
        self.der
    }
}

impl Default for DistinguishedName {
    fn default() -> Self {
        Self::empty()
    }
}

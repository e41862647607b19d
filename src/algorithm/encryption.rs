//! The outdated encryption schemes of key files.

/// An outdated encryption scheme of key files.
pub(crate) struct Encryption {
    oid: &'static [u8],
    pub(crate) name: &'static str,
    /// Whether its cipher is broken, and not only outdated: DES, RC2 or RC4.
    pub(crate) is_broken: bool,
}

macro_rules! encryptions {
    ($($oid:expr, $name:literal, $is_broken:literal;)*) => {
        &[$(Encryption { oid: &$oid, name: $name, is_broken: $is_broken }),*]
    };
}

/// RFC 8018 A.3 and B.2, RFC 7292 C.
const ENCRYPTIONS: &[Encryption] = encryptions! {
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 1], "PBES1 with MD2 and DES", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 3], "PBES1 with MD5 and DES", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 4], "PBES1 with MD2 and RC2", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 6], "PBES1 with MD5 and RC2", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 10], "PBES1 with SHA-1 and DES", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 11], "PBES1 with SHA-1 and RC2", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 1],
        "PKCS #12 encryption with SHA-1 and RC4", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 2],
        "PKCS #12 encryption with SHA-1 and 40-bit RC4", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 3],
        "PKCS #12 encryption with SHA-1 and 3DES", false;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 4],
        "PKCS #12 encryption with SHA-1 and two-key 3DES", false;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 5],
        "PKCS #12 encryption with SHA-1 and RC2", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 1, 6],
        "PKCS #12 encryption with SHA-1 and 40-bit RC2", true;
    [0x2B, 14, 3, 2, 7], "DES-CBC", true;
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 2], "RC2-CBC", true;
};

/// An outdated encryption scheme by the content of its object identifier.
pub(crate) fn outdated(oid: &[u8]) -> Option<&'static Encryption> {
    ENCRYPTIONS.iter().find(|row| row.oid == oid)
}

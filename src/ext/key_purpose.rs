//! One purpose of a key (RFC 5280 4.2.1.12).

use alloc::{format, vec::Vec};
use core::{fmt, str::FromStr};

use super::text::{contradiction, is_spelling, unknown, with_parentheses};
use crate::asn1::Oid;
use crate::error::Error;

/// One purpose of a key: as text, its name or its object identifier. Names that other programs print
/// are read too, such as `TLS Web Server Authentication`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPurpose(Oid);

macro_rules! purposes {
    ($($(#[$doc:meta])* $constant:ident, $name:literal, $content:expr;)*) => {
        impl KeyPurpose {
            $($(#[$doc])* pub const $constant: Self = Self(Oid::constant(&$content));)*
        }

        impl KeyPurpose {
            /// The purposes that have a name.
            pub(super) const NAMES: &[(&str, Self)] = &[$(($name, Self::$constant),)*];
        }
    };
}

/// id-kp, 1.3.6.1.5.5.7.3, and the last arc.
const fn kp(last: u8) -> [u8; 8] {
    [0x2B, 6, 1, 5, 5, 7, 3, last]
}

purposes! {
    /// TLS servers.
    SERVER_AUTH, "serverAuth", kp(1);
    /// TLS clients.
    CLIENT_AUTH, "clientAuth", kp(2);
    /// Signatures on programs.
    CODE_SIGNING, "codeSigning", kp(3);
    /// Mail (S/MIME).
    EMAIL_PROTECTION, "emailProtection", kp(4);
    /// Time stamps (RFC 3161); the only purpose of such a key, and critical.
    TIME_STAMPING, "timeStamping", kp(8);
    /// OCSP responses.
    OCSP_SIGNING, "OCSPSigning", kp(9);
    /// IPsec, IKE peers (RFC 4945 5.1.3.12).
    IPSEC_IKE, "ipsecIKE", kp(17);
    /// Any purpose, 2.5.29.37.0.
    ANY, "anyExtendedKeyUsage", [0x55, 0x1D, 0x25, 0];
    /// Smart card logon at Windows, 1.3.6.1.4.1.311.20.2.2.
    MS_SMARTCARD_LOGON, "msSmartcardLogon",
        [0x2B, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 2];
    /// Kerberos domain controllers, 1.3.6.1.5.2.3.5 (RFC 4556 3.2.4).
    PKINIT_KDC, "pkInitKDC", [0x2B, 6, 1, 5, 2, 3, 5];
    /// Kerberos clients, 1.3.6.1.5.2.3.4 (RFC 4556 3.2.1).
    PKINIT_CLIENT_AUTH, "pkInitClientAuth", [0x2B, 6, 1, 5, 2, 3, 4];
}

/// Names that are read, but not written: those that OpenSSL, Windows and GnuTLS print.
static OTHER_NAMES: [(&str, KeyPurpose); 16] = [
    ("TLS Web Server Authentication", KeyPurpose::SERVER_AUTH),
    ("Server Authentication", KeyPurpose::SERVER_AUTH),
    ("TLS WWW Server", KeyPurpose::SERVER_AUTH),
    ("TLS Web Client Authentication", KeyPurpose::CLIENT_AUTH),
    ("Client Authentication", KeyPurpose::CLIENT_AUTH),
    ("TLS WWW Client", KeyPurpose::CLIENT_AUTH),
    ("Secure Email", KeyPurpose::EMAIL_PROTECTION),
    ("ipsec Internet Key Exchange", KeyPurpose::IPSEC_IKE),
    ("Any Purpose", KeyPurpose::ANY),
    ("msSmartcardLogin", KeyPurpose::MS_SMARTCARD_LOGON),
    ("Microsoft Smartcard Login", KeyPurpose::MS_SMARTCARD_LOGON),
    ("Microsoft Smartcard Logon", KeyPurpose::MS_SMARTCARD_LOGON),
    ("Smart Card Logon", KeyPurpose::MS_SMARTCARD_LOGON),
    ("KDC Authentication", KeyPurpose::PKINIT_KDC),
    ("Signing KDC Response", KeyPurpose::PKINIT_KDC),
    ("PKINIT Client Authentication", KeyPurpose::PKINIT_CLIENT_AUTH),
];

impl KeyPurpose {
    /// The object identifier.
    pub const fn oid(&self) -> &Oid {
        &self.0
    }
}

impl From<Oid> for KeyPurpose {
    fn from(oid: Oid) -> Self {
        Self(oid)
    }
}

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::NAMES.iter().find(|(_, purpose)| purpose == self) {
            Some((name, _)) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPurpose({self})")
    }
}

impl FromStr for KeyPurpose {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        let mut names = Self::NAMES.iter().chain(&OTHER_NAMES);
        let bare = word.strip_prefix("id-kp-").unwrap_or(word);
        if let Some((_, purpose)) = names.find(|(name, _)| is_spelling(bare, name)) {
            return Ok(purpose.clone());
        }
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return word.parse().map(Self);
        }
        if let (bare, Some(identifier)) = with_parentheses(word)
            && let Ok(oid) = identifier.parse()
        {
            // A name that is not known here has its identifier as its meaning.
            return match bare.parse::<Self>() {
                Ok(named) if named.0 != oid => Err(contradiction("extKeyUsage", bare, &oid)),
                _ => Ok(Self(oid)),
            };
        }
        let names: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
        let expected =
            format!("object identifiers, or some of {} (RFC 5280 4.2.1.12)", names.join(", "));
        Err(unknown("extKeyUsage", word, names, expected))
    }
}

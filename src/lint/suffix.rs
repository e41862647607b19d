//! The public suffix list (publicsuffix.org), of its ICANN part: domains under which anyone can have
//! one. Suffixes of companies, its private part, are domains like others to a CA.

/// The version of the crate `psl`, whose list the rules on top-level domains use.
pub const PUBLIC_SUFFIX_LIST: &str = "psl 2.1.247";

/// Where a host name is in the list.
pub(super) enum Place {
    /// Under a suffix.
    Below,
    /// It is a suffix itself.
    Is,
    /// Its last label is none.
    UnderNone,
}

/// Where a host name of at least two labels is.
pub(super) fn of(host: &str) -> Place {
    let host = host.to_ascii_lowercase();
    match psl::suffix(host.as_bytes()) {
        Some(suffix) if !suffix.is_known() => Place::UnderNone,
        Some(suffix)
            if suffix.typ() == Some(psl::Type::Icann) && suffix.as_bytes() == host.as_bytes() =>
        {
            Place::Is
        }
        _ => Place::Below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_dependency() {
        let version = PUBLIC_SUFFIX_LIST.strip_prefix("psl ").unwrap();
        assert!(include_str!("../../Cargo.toml").contains(version));
    }
}

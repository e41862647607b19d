//! The country codes that ISO 3166-1 has officially assigned, and the names of the countries.

use alloc::string::String;

/// A line for each code (ISO 3166-1 alpha-2, officially assigned), in alphabetical order: the code, and
/// behind tabs the country's English names, of which the first is that of Unicode's CLDR.
const ASSIGNED: &str = include_str!("countries.txt");

fn assigned() -> impl Iterator<Item = (&'static str, &'static str)> {
    ASSIGNED.lines().filter_map(|line| line.split_once('\t'))
}

/// The English names of countries, each with its code.
#[cfg(feature = "lxca")]
pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    assigned().flat_map(|(code, names)| names.split('\t').map(move |name| (name, code)))
}

/// User-assigned codes that are nevertheless in use: `XX` where there is no code (CA/Browser
/// Forum Baseline Requirements 7.1.4.2), `XK` for Kosovo.
const IN_USE: [&str; 2] = ["XK", "XX"];

/// Whether a country has this code, or is written as if one had.
pub(crate) fn is_assigned(code: &str) -> bool {
    code.len() == 2 && (IN_USE.contains(&code) || assigned().any(|(assigned, _)| assigned == code))
}

/// The code that was probably meant by one that no country has as it is written.
pub(crate) fn meant_by(code: &str) -> Option<String> {
    let code = code.to_ascii_uppercase();
    match code.as_str() {
        // Reserved for the United Kingdom, whose code is another.
        "UK" => Some("GB".into()),
        _ => is_assigned(&code).then_some(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_every_assigned_code_once_in_order() {
        let codes: alloc::vec::Vec<&str> = assigned().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.iter().all(|code| code.len() == 2));
    }

    #[test]
    fn only_codes_of_countries_are_said_to_be_meant() {
        let cases =
            [("us", Some("US")), ("De", Some("DE")), ("uk", Some("GB")), ("UK", Some("GB"))];
        for (code, expected) in cases.into_iter().chain([("zq", None), ("EU", None), ("u", None)]) {
            assert_eq!(meant_by(code).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn codes_in_use_pass_and_typos_do_not() {
        for code in ["US", "DE", "AX", "ZW", "XX", "XK"] {
            assert!(is_assigned(code), "{code}");
        }
        for code in ["ZQ", "UK", "EU", "us", "U", "USA", "", " U", "S "] {
            assert!(!is_assigned(code), "{code}");
        }
    }
}

//! The country codes that ISO 3166-1 has officially assigned.

use alloc::string::String;

/// Two letters each, in alphabetical order: ISO 3166-1 alpha-2, officially assigned.
const ASSIGNED: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI \
    BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN \
    CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS YE YT ZA ZM ZW";

/// User-assigned codes that are in use nevertheless: `XX` where there is no code (CA/Browser
/// Forum Baseline Requirements 7.1.4.2), `XK` for Kosovo.
const IN_USE: [&str; 2] = ["XK", "XX"];

/// Whether a country has this code, or is written as if one had.
pub(crate) fn is_assigned(code: &str) -> bool {
    code.len() == 2
        && (IN_USE.contains(&code) || ASSIGNED.split(' ').any(|assigned| assigned == code))
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
        let codes: alloc::vec::Vec<&str> = ASSIGNED.split(' ').collect();
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

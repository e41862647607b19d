//! Whole messages about bodies that are refused, a file for each profile.

use pkcs10::lxca::{BodyReader, JsonWords};
use pkcs10::{Profile, Request};

fn check(profile: Profile, file: &str) {
    super::golden::check(file, |body| {
        match BodyReader::new(profile).read_body(Request::builder(), body.as_bytes()) {
            Ok(body) => body.notes.join("\n"),
            Err(faults) => {
                let lines: Vec<_> = faults.iter().map(|fault| fault.line(&JsonWords)).collect();
                lines.join("\n")
            }
        }
    });
}

#[test]
fn each_profile_says_what_is_wrong() {
    let profiles = [
        Profile::REDFISH,
        Profile::OPENBMC,
        Profile::XCC,
        Profile::RFC5280,
        Profile::VCENTER,
        Profile::IDRAC,
        Profile::ILO,
        Profile::CIMC,
    ];
    for profile in profiles {
        check(profile, &format!("tests/data/sentences/{}.txt", profile.id()));
    }
}

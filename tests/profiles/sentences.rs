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
fn redfish_says_what_is_wrong() {
    check(Profile::REDFISH, "tests/data/sentences/redfish.txt");
}

#[test]
fn openbmc_says_what_is_wrong() {
    check(Profile::OPENBMC, "tests/data/sentences/openbmc.txt");
}

#[test]
fn xcc_says_what_is_wrong() {
    check(Profile::XCC, "tests/data/sentences/xcc.txt");
}

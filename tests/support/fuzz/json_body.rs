//! The documented JSON body. The oracle is serde_json's own reading of it.

use pkcs10::lxca::BodyReader;
use pkcs10::{AttributeType, DistinguishedName, GeneralName, Profile, Request};
use serde_json::Value;

use super::{assert_fit_to_show, public_key, x509_parser_reads_back};

const ATTRIBUTES: [(&str, AttributeType); 6] = [
    ("Country", AttributeType::Country),
    ("StateProvince", AttributeType::StateOrProvince),
    ("StateLocality", AttributeType::Locality),
    ("Organization", AttributeType::Organization),
    ("OrganizationUnit", AttributeType::OrganizationalUnit),
    ("CommonName", AttributeType::CommonName),
];

pub fn json_body(input: &[u8]) -> bool {
    match BodyReader::new(Profile::LXCA).read(input) {
        Ok(request) => {
            asks_for_what_the_body_says(&request, &serde_json::from_slice(input).unwrap());
            x509_parser_reads_back(&request, &public_key());
            true
        }
        Err(faults) => {
            faults.iter().for_each(|fault| assert_fit_to_show(fault));
            assert!(faults.iter().len() > 0);
            false
        }
    }
}

fn asks_for_what_the_body_says(request: &Request, body: &Value) {
    let subject = DistinguishedName::from_der(request.subject_der()).unwrap();
    for (member, attribute) in ATTRIBUTES {
        let Value::String(given) = &body[member] else { continue };
        let values: Vec<String> = subject
            .attributes()
            .filter(|found| *found.attribute_type() == attribute)
            .map(|found| found.to_text())
            .collect();
        assert_eq!(values, [given.as_str()], "{member}");
    }
    let none = Vec::new();
    let given = body["subjectAlternativeNames"]["generalNames"].as_array().unwrap_or(&none);
    let names: Vec<GeneralName<'_>> = request.subject_alt_names().collect();
    assert_eq!(names.len(), given.len());
    for (name, given) in names.iter().zip(given) {
        assert_eq!(name.name_type().as_str(), given["type"]);
        let name_type = given["type"].as_str().unwrap().parse().unwrap();
        let alone = GeneralName::new(name_type, given["name"].as_str().unwrap()).unwrap();
        assert_eq!(*name, alone);
    }
}

//! What every profile promises, tried by bodies that are made from the profile itself.

use pkcs10::lxca::BodyReader;
use pkcs10::profiles::{Field, Target};
use pkcs10::{Algorithm, AttributeType, Code, DistinguishedName, Profile, Request};

/// A value that a field takes.
fn value(field: &Field) -> String {
    let first = field.words().first().map(|(word, _)| *word);
    match field.target() {
        Target::Subject(AttributeType::Country) => r#""DE""#.into(),
        Target::CountryName => r#""Germany""#.into(),
        Target::HostAddresses => "true".into(),
        Target::NameValue(number) => format!("\"n{number}.example\""),
        Target::TypedNames => {
            r#"{"generalNames": [{"type": "dNSName", "name": "a.example"}]}"#.into()
        }
        Target::Names => r#"["a.example"]"#.into(),
        Target::KeyUsage => format!("[{:?}]", first.unwrap()),
        Target::KeyBits => first.unwrap().into(),
        Target::Link => r#"{"@odata.id": "/c"}"#.into(),
        _ => format!("{:?}", first.unwrap_or("bmc")),
    }
}

fn members(profile: Profile) -> Vec<(&'static str, String)> {
    let is_taken = |field: &&Field| !matches!(field.target(), Target::Refused(_));
    profile.fields().iter().filter(is_taken).map(|field| (field.name(), value(field))).collect()
}

/// The body of these members, one of them replaced or left out; a dot is before a member of an object.
fn body(members: &[(&str, String)], name: &str, value: Option<&str>) -> String {
    let mut objects: Vec<(&str, Vec<String>)> = vec![("", Vec::new())];
    for (of, own) in members {
        let Some(value) = (if *of == name { value } else { Some(own.as_str()) }) else { continue };
        let (object, member) = of.split_once('.').unwrap_or(("", of));
        if objects.iter().all(|(known, _)| *known != object) {
            objects.push((object, Vec::new()));
        }
        let object = objects.iter_mut().find(|(known, _)| *known == object);
        object.unwrap().1.push(format!("{member:?}: {value}"));
    }
    let (_, mut root) = objects.remove(0);
    for (object, members) in objects {
        root.push(format!("{object:?}: {{{}}}", members.join(", ")));
    }
    format!("{{{}}}", root.join(", "))
}

/// Where each fault is, and what is wrong there.
fn faults(profile: Profile, body: &str) -> Vec<(String, Code)> {
    let faults = BodyReader::new(profile).read(body.as_bytes()).err().into_iter().flatten();
    faults.map(|fault| (fault.place().to_string(), fault.code())).collect()
}

#[test]
fn a_body_with_every_member_is_accepted() {
    for profile in Profile::BUILT_IN {
        assert_eq!(faults(*profile, &body(&members(*profile), "", None)), [], "{}", profile.id());
    }
}

#[test]
fn each_required_member_is_missed_and_no_other() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for (name, _) in &members {
            let missing = (*name).to_string();
            let is_half = |field: &Field| {
                matches!(field.target(), Target::NameType(_) | Target::NameValue(_))
            };
            let needs = profile.required().contains(name)
                || profile.fields().iter().any(|field| field.name() == *name && is_half(field))
                // The word in front of it says that there is one.
                || *name == "challengePassword";
            let expected = needs.then_some((missing, Code::MissingAttribute));
            let without = faults(*profile, &body(&members, name, None));
            assert_eq!(without, Vec::from_iter(expected), "{}: {name}", profile.id());
        }
    }
}

#[test]
fn each_bound_is_accepted_and_one_more_is_refused() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for field in profile.fields() {
            let max = match field.target() {
                Target::Subject(AttributeType::Country) | Target::KeyUsage => continue,
                Target::Subject(attribute) => profile.limit(attribute),
                _ => match field.limit() {
                    Some(max) => max,
                    None => continue,
                },
            };
            let name = field.name();
            // In labels of a host name.
            let character = |at| if at % 30 == 29 { '.' } else { 'x' };
            let text = |len| format!("{:?}", (0..len).map(character).collect::<String>());
            assert_eq!(faults(*profile, &body(&members, name, Some(&text(max)))), [], "{name}");
            let longer = faults(*profile, &body(&members, name, Some(&text(max + 1))));
            assert_eq!(longer, [(name.to_string(), Code::TooLong)], "{}", profile.id());
        }
    }
}

#[test]
fn each_word_is_accepted_and_another_is_refused() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for field in profile.fields().iter().filter(|field| !field.words().is_empty()) {
            let name = field.name();
            let (shown, code, place) = match field.target() {
                Target::KeyUsage => ("[\"WORD\"]", Code::Unknown, format!("{name}[0]")),
                Target::KeyBits => ("WORD", Code::RsaKeySize, name.to_string()),
                _ => ("\"WORD\"", Code::Unknown, name.to_string()),
            };
            for (word, _) in field.words() {
                let value = shown.replace("WORD", word);
                let mut body = body(&members, name, Some(&value));
                if let Target::NameType(number) = field.target() {
                    let other = match &*word.to_lowercase() {
                        "email" => format!("n{number}@a.example"),
                        "ip" => format!("192.0.2.{number}"),
                        "uri" => format!("https://a.example/{number}"),
                        _ => continue,
                    };
                    body = body.replace(&format!("n{number}.example"), &other);
                }
                assert_eq!(faults(*profile, &body), [], "{word}");
            }
            let refused =
                faults(*profile, &body(&members, name, Some(&shown.replace("WORD", "1"))));
            assert_eq!(refused, [(place, code)], "{}: {name}", profile.id());
        }
    }
}

#[test]
fn each_default_of_the_subject_is_filled_in_and_noted() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for field in profile.fields() {
            let (Target::Subject(attribute), Some(default)) =
                (field.target(), field.default_value())
            else {
                continue;
            };
            let body = body(&members, field.name(), None);
            let read =
                BodyReader::new(*profile).read_body(Request::builder(), body.as_bytes()).unwrap();
            let subject = DistinguishedName::from_der(read.request.subject_der()).unwrap();
            let mut attributes = subject.attributes().filter(|a| a.attribute_type() == attribute);
            assert_eq!(attributes.next().unwrap().text().as_deref(), Some(default));
            assert_eq!(read.notes, [format!("{}: not given, filled in: {default}", field.name())]);
        }
    }
}

#[test]
fn each_default_of_the_key_is_the_one_that_is_made() {
    for profile in Profile::BUILT_IN {
        for field in profile.fields() {
            let (Some(default), true) = (
                field.default_value(),
                matches!(field.target(), Target::KeyBits | Target::KeyCurve),
            ) else {
                continue;
            };
            // Of the key the body has nothing, so that each default holds.
            let mut members = members(*profile);
            members.retain(|(name, _)| {
                let mut fields = profile.fields().iter();
                !fields.any(|of| of.name() == *name && is_of_key(of.target()))
            });
            let body = body(&members, "", None);
            let read =
                BodyReader::new(*profile).read_body(Request::builder(), body.as_bytes()).unwrap();
            let (_, meaning) = field.words().iter().find(|(word, _)| *word == default).unwrap();
            assert_eq!(read.algorithm.unwrap().as_str(), *meaning, "{}", profile.id());
            let note = format!(": not given, filled in: {meaning}");
            assert!(read.notes.iter().any(|noted| noted.ends_with(&note)), "{:?}", read.notes);
        }
    }
}

fn is_of_key(target: &Target) -> bool {
    matches!(target, Target::KeyAlgorithm | Target::KeyBits | Target::KeyCurve)
}

#[test]
fn each_forbidden_character_is_refused_and_no_other() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for field in profile.fields().iter().filter(|field| !field.forbidden().is_empty()) {
            let name = field.name();
            for character in field.forbidden().chars().chain(['x']) {
                let value = format!("{:?}", format!("a{character}b"));
                let found = faults(*profile, &body(&members, name, Some(&value)));
                let is_forbidden = field.forbidden().contains(character);
                let expected = is_forbidden.then(|| (name.to_string(), Code::Character));
                assert_eq!(found, Vec::from_iter(expected), "{}: {value}", profile.id());
            }
        }
    }
}

#[test]
fn a_list_has_as_many_entries_as_the_profile_allows() {
    for profile in Profile::BUILT_IN {
        let members = members(*profile);
        for field in profile.fields() {
            let (Target::KeyUsage, Some(max)) = (field.target(), field.limit()) else { continue };
            let name = field.name();
            let list = |len| {
                let words = field.words().iter().take(len).map(|(word, _)| *word);
                format!("{:?}", words.collect::<Vec<_>>())
            };
            assert!(field.words().len() > max);
            assert_eq!(faults(*profile, &body(&members, name, Some(&list(max)))), []);
            let longer = faults(*profile, &body(&members, name, Some(&list(max + 1))));
            assert_eq!(longer, [(name.to_string(), Code::TooLong)], "{}", profile.id());
        }
    }
}

#[test]
fn the_key_is_the_one_of_the_bodys_words() {
    use Algorithm::{EcdsaP256, EcdsaP384, EcdsaP521, Rsa2048, Rsa3072, Rsa4096};
    let redfish = r#"{"CommonName": "a", "CertificateCollection": {"@odata.id": "/c"}, KEY}"#;
    let openbmc = r#"{"CommonName": "a", "Country": "DE", "State": "BY", "City": "Ort", "Organization": "O", "OrganizationalUnit": "U", KEY}"#;
    let cases = [
        (Profile::REDFISH, redfish, r#""Email": """#, None),
        (Profile::REDFISH, redfish, r#""KeyPairAlgorithm": "TPM_ALG_RSA""#, Some(Rsa2048)),
        (Profile::REDFISH, redfish, r#""KeyBitLength": 4096"#, Some(Rsa4096)),
        (Profile::REDFISH, redfish, r#""KeyPairAlgorithm": "TPM_ALG_ECDSA""#, Some(EcdsaP256)),
        (Profile::REDFISH, redfish, r#""KeyCurveId": "TPM_ECC_NIST_P521""#, Some(EcdsaP521)),
        (
            Profile::REDFISH,
            redfish,
            r#""KeyPairAlgorithm": "RSA", "KeyBitLength": 4096, "KeyCurveId": "secp384r1""#,
            Some(Rsa4096),
        ),
        (Profile::OPENBMC, openbmc, r#""Email": """#, Some(EcdsaP384)),
        (Profile::OPENBMC, openbmc, r#""KeyPairAlgorithm": "RSA""#, Some(Rsa2048)),
        (Profile::OPENBMC, openbmc, r#""KeyCurveId": "prime256v1""#, Some(EcdsaP256)),
        (Profile::VCENTER, "{KEY}", r#""common_name": "a""#, Some(Rsa3072)),
        (Profile::VCENTER, "{KEY}", r#""common_name": "a", "key_size": 4096"#, Some(Rsa4096)),
    ];
    for (profile, body, key, algorithm) in cases {
        let body = body.replace("KEY", key);
        let read = BodyReader::new(profile).read_body(Request::builder(), body.as_bytes()).unwrap();
        assert_eq!(read.algorithm, algorithm, "{body}");
    }
}

#[test]
fn a_version_of_the_schema_is_of_one_errata_line() {
    let cases = [
        ("redfish", Some("redfish")),
        ("redfish:1.0.4", Some("redfish:1.0.0")),
        ("redfish:1.0.5", Some("redfish:1.0.0")),
        ("redfish:1.0.6", Some("redfish:1.0.6")),
        ("redfish:1.0.9", Some("redfish")),
        ("redfish:1.1.2", Some("redfish:1.0.6")),
        ("redfish:1.1.3", Some("redfish")),
        ("redfish:1.2.1", Some("redfish:1.0.6")),
        ("redfish:1.2.2", Some("redfish")),
        ("redfish:1.0", None),
        ("redfish:2.0.0", None),
        ("redfish:1.0.4.1", None),
        ("Redfish", None),
    ];
    for (text, id) in cases {
        assert_eq!(text.parse::<Profile>().ok().map(|profile| profile.id()), id, "{text}");
    }
}

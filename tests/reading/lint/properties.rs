//! What this crate makes has no fault.

use super::*;

/// Texts of names of all nine types, most of them good ones.
fn name_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "DNS:(\\*\\.)?[a-z0-9-]{1,9}(\\.[a-zA-Z0-9-]{1,9}){0,3}",
        "email:[!-~]{1,10}@[a-z0-9.-]{1,12}",
        "email:[a-z.+]{1,10}@(bücher|a)\\.example",
        "URI:[a-z]{1,5}:(//[a-z0-9.:@-]{1,12})?[!-~]{0,3}[a-z0-9/?=&.]{0,20}",
        "IP:[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
        "dirName:(CN|OU|emailAddress|2\\.999)=[a-zé老 *@]{1,70}\\PC{0,2}(\\+O=[ -~]{1,5})?,C=[A-Z]{2}",
        "RID:[0-2]\\.[0-9]{1,2}(\\.[0-9]{1,6}){0,4}",
        "otherName:(2\\.999|UPN|SmtpUTF8Mailbox);(UTF8|IA5):[ -~é老]{0,12}(@b\\.example)?",
        "ediPartyName:[^;\\\\\\pC]{1,20}(;[^;\\\\\\pC]{1,20})?",
        "X400:C=US;(A=[A-Z]{1,9};)?(P=[A-Z]{1,9};)?S=[a-zA-Z]{1,20}(;DDA:a=[a-z]{1,9})?",
    ]
}

#[test]
fn the_texts_of_names_are_names_of_all_nine_types() {
    let mut runner = TestRunner::deterministic();
    let names = (0..500).map(|_| name_texts().new_tree(&mut runner).unwrap().current());
    let types: BTreeSet<&str> = names
        .filter_map(|text| text.parse::<GeneralName>().ok())
        .map(|name| name.name_type().as_str())
        .collect();
    assert_eq!(types.len(), 9, "{types:?}");
}

fn usages() -> impl Strategy<Value = Extension> {
    (1..0x200_u16).prop_map(|set| {
        let all = [
            KeyUsage::DIGITAL_SIGNATURE,
            KeyUsage::NON_REPUDIATION,
            KeyUsage::KEY_ENCIPHERMENT,
            KeyUsage::DATA_ENCIPHERMENT,
            KeyUsage::KEY_AGREEMENT,
            KeyUsage::KEY_CERT_SIGN,
            KeyUsage::CRL_SIGN,
            KeyUsage::ENCIPHER_ONLY,
            KeyUsage::DECIPHER_ONLY,
        ];
        let chosen = all.into_iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
        chosen.map(|(_, usage)| usage).reduce(|a, b| a | b).unwrap().into()
    })
}

/// Extensions of all types that the builder has.
fn extensions() -> impl Strategy<Value = Extension> {
    prop_oneof![
        usages(),
        any::<Option<u32>>().prop_map(|path_len| BasicConstraints::ca(path_len).into()),
        Just(BasicConstraints::END_ENTITY.into()),
        prop::sample::subsequence(
            vec!["serverAuth", "clientAuth", "anyExtendedKeyUsage", "1.2.3.4294967295"],
            1..5
        )
        .prop_map(|purposes| purposes
            .join(",")
            .parse::<ExtendedKeyUsage>()
            .unwrap()
            .into()),
        any::<u16>().prop_map(|feature| TlsFeature::new([feature]).unwrap().into()),
        prop::collection::vec(any::<u8>(), 1..300)
            .prop_map(|bytes| SubjectKeyIdentifier::from_bytes(&bytes).unwrap().into()),
        Just(SubjectKeyIdentifier::from_key(KeyHash::Sha256).into()),
        "[A-Za-zé漢]{1,20}".prop_map(|name| CertificateTemplate::from_name(&name).unwrap().into()),
        (any::<u32>(), any::<Option<u32>>()).prop_map(|(major, minor)| {
            let template = "1.3.6.1.4.1.311.21.8.1".parse().unwrap();
            CertificateTemplate::from_version(template, major, minor).into()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What the builder accepts has no error by the rules of the RFCs, but that RFC 5280
    /// has no list of countries and allows what cannot be seen, and that parts which are right may not
    /// agree with one another.
    #[test]
    fn what_the_builder_makes_has_no_finding(
        values in prop::collection::vec((0..6_usize, "\\PC{0,70}|[ -~]{1,20}|[A-Z]{2}"), 0..4),
        names in prop::collection::vec(name_texts(), 0..6),
        address in any::<[u8; 16]>(),
        extensions in prop::collection::vec(extensions(), 0..4),
        (password, name) in ("\\PC{0,20}", "\\PC{0,20}"),
    ) {
        let mut subject = DistinguishedName::builder();
        for (kind, value) in &values {
            let candidate = match kind {
                0 => subject.clone().common_name(value),
                1 => subject.clone().country(value),
                2 => subject.clone().organization(value),
                3 => subject.clone().organizational_unit(value),
                4 => subject.clone().attribute(pkcs10::AttributeType::EmailAddress, value),
                _ => subject.clone().attribute(pkcs10::AttributeType::SerialNumber, value),
            };
            if candidate.clone().build().is_ok() {
                subject = candidate;
            }
        }
        // One thing after the other is asked for; what the builder refuses is left out.
        let start = Request::builder().subject(subject).subject_alt_name(GeneralName::ip(address));
        let mut candidates: Vec<Box<dyn Fn(RequestBuilder) -> RequestBuilder>> = Vec::new();
        for name in &names {
            candidates.push(Box::new(|to| to.subject_alt_name(name.parse::<GeneralName>())));
        }
        for extension in &extensions {
            candidates.push(Box::new(|to| to.extension(extension.clone())));
        }
        candidates.push(Box::new(|to| to.attribute(Attribute::challenge_password(&password))));
        candidates.push(Box::new(|to| to.attribute(Attribute::unstructured_name(&name))));
        let builder = candidates.iter().fold(start, |builder, ask| {
            let candidate = ask(builder.clone());
            if candidate.clone().build().is_ok() { candidate } else { builder }
        });
        if let Ok(request) = builder.build() {
            let mut found = findings(&sign_request(&request), &[]);
            let not_of_rfc_5280 = ["country-unassigned", "invisible-character"];
            let of_several_parts = [
                "subject-order",
                "path-length",
                "key-cert-sign-without-ca",
                "usage-without-agreement",
                "ec-encipherment",
                "any-purpose",
                "purpose-contradicts-usage",
            ];
            found.retain(|one| {
                let id = one.rule().code().as_str();
                !not_of_rfc_5280.contains(&id) && !of_several_parts.contains(&id)
            });
            prop_assert_eq!(found, []);
        }
    }

    /// Bytes changed at random are read or refused, by all readers alike, never a panic.
    #[test]
    fn damage_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut der = sign(&good_info()).encode();
        for (at, byte) in &changes {
            let at = at.index(der.len());
            der[at] = *byte;
        }
        if is_cut {
            der.truncate(cut.index(der.len()));
        }
        match Inspection::read(&der) {
            Ok(inspection) => {
                let _ = (inspection.to_string(), inspection.to_json());
                let _ = findings_to_json(&lint(&inspection, &Policy::new(Group::ALL, day())));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        readers::read(&der);
    }
}

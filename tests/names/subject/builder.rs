//! The builder.

use super::*;

#[test]
fn every_setter_gives_its_attribute_and_string_type() {
    use DistinguishedNameBuilder as B;
    type Setter = fn(DistinguishedNameBuilder, &str) -> DistinguishedNameBuilder;
    let cases: &[(Setter, &str, &str, Tag)] = &[
        (B::country, "US", C, P),
        (B::state_or_province, "x", "2.5.4.8", P),
        (B::locality, "x", "2.5.4.7", P),
        (B::street, "x", "2.5.4.9", P),
        (B::postal_code, "x", "2.5.4.17", P),
        (B::organization, "x", O, P),
        (B::organizational_unit, "x", OU, P),
        (B::organization_identifier, "x", "2.5.4.97", P),
        (B::business_category, "x", "2.5.4.15", P),
        (B::jurisdiction_locality, "x", "1.3.6.1.4.1.311.60.2.1.1", P),
        (B::jurisdiction_state_or_province, "x", "1.3.6.1.4.1.311.60.2.1.2", P),
        (B::jurisdiction_country, "US", "1.3.6.1.4.1.311.60.2.1.3", P),
        (B::common_name, "x", CN, P),
        (B::serial_number, "x", SERIAL, P),
        (B::email_address, "x@y", EMAIL, I),
        (B::domain_component, "x", DC, I),
        (B::user_id, "x", UID, P),
        (B::surname, "x", "2.5.4.4", P),
        (B::given_name, "x", "2.5.4.42", P),
        (B::initials, "x", "2.5.4.43", P),
        (B::generation_qualifier, "x", "2.5.4.44", P),
        (B::name, "x", "2.5.4.41", P),
        (B::title, "x", "2.5.4.12", P),
        (B::pseudonym, "x", "2.5.4.65", P),
        (B::dn_qualifier, "x", "2.5.4.46", P),
        (B::description, "x", "2.5.4.13", P),
    ];
    for (set, value, oid, tag) in cases {
        let subject = set(DistinguishedName::builder(), value).build().unwrap();
        assert_eq!(subject.as_der(), by_x509_cert(&[&[(oid, *tag, value.as_bytes())]]), "{oid}");
        assert_eq!(parse(&subject.to_string()), subject);
    }
}

#[test]
fn identifiers_are_those_of_the_reference_table() {
    let names = [
        "cn",
        "sn",
        "serialNumber",
        "c",
        "l",
        "st",
        "street",
        "o",
        "ou",
        "title",
        "description",
        "businessCategory",
        "postalCode",
        "name",
        "givenName",
        "initials",
        "generationQualifier",
        "dnQualifier",
        "uid",
        "dc",
        "emailAddress",
        "pseudonym",
    ];
    for name in names {
        let oid = x509_cert::der::oid::db::DB.by_name(name).unwrap();
        let known = AttributeType::from_name(name).unwrap();
        assert_eq!(known.oid().as_bytes(), oid.as_bytes(), "{name}");
    }
}

#[test]
fn bounds_are_those_of_the_standards() {
    let cases: &[(&str, usize)] = &[
        (CN, 64),
        ("2.5.4.7", 128),
        ("2.5.4.8", 128),
        (O, 64),
        (OU, 64),
        (SERIAL, 64),
        ("2.5.4.12", 64),
        ("2.5.4.65", 128),
        ("2.5.4.9", 128),
        ("2.5.4.17", 40),
        ("2.5.4.15", 128),
        ("2.5.4.13", 1_024),
        (EMAIL, 255),
        (DC, 63),
        (UID, 256),
        ("2.5.4.4", 32_768),
        ("2.5.4.41", 32_768),
        ("2.5.4.42", 32_768),
        ("2.5.4.43", 32_768),
        ("2.5.4.44", 32_768),
        ("2.5.4.46", 32_768),
        ("2.5.4.97", 32_768),
        ("2.999", 32_768),
        ("1.3.6.1.4.1.311.60.2.1.1", 128),
        ("1.3.6.1.4.1.311.60.2.1.2", 128),
    ];
    for (oid, max) in cases {
        let of =
            |len| DistinguishedName::builder().attribute(dotted(oid), &"x".repeat(len)).build();
        assert!(of(*max).is_ok(), "{oid}");
        let faults = of(max + 1).unwrap_err();
        assert!(
            faults.iter().all(|fault| fault.code() == Code::TooLong
                && fault.error().expectation().starts_with(&format!("at most {max} ("))),
            "{oid}: {faults}"
        );
    }
}

#[test]
fn builders_take_any_type_string_type_and_der() {
    let subject = DistinguishedName::builder()
        .country("US")
        .rdn([
            (AttributeType::CommonName, "aaaa"),
            (AttributeType::SerialNumber, "1"),
            (dotted(EMAIL), "a@b"),
        ])
        .rdn([])
        .attribute_as(dotted("1.3.6.1.4.1.99999.1"), StringType::Ia5, "a@b")
        .attribute_as(AttributeType::CommonName, StringType::Utf8, "LXCA")
        .attribute_as(AttributeType::Organization, StringType::Bmp, "é")
        .attribute_der(dotted("2.5.4.45"), &[3, 2, 0, 0xA5])
        .build()
        .unwrap();
    let expected = by_x509_cert(&[
        &[(C, P, b"US")],
        &[(SERIAL, P, b"1"), (CN, P, b"aaaa"), (EMAIL, I, b"a@b")],
        &[("1.3.6.1.4.1.99999.1", I, b"a@b")],
        &[(CN, U, b"LXCA")],
        &[(O, Tag::BmpString, &[0x00, 0xE9])],
        &[("2.5.4.45", Tag::BitString, &[0, 0xA5])],
    ]);
    assert_eq!(subject.as_der(), expected);
    assert_eq!(
        subject.to_string(),
        "2.5.4.45=#030200a5,O=#1e0200e9,CN=#0c044c584341,1.3.6.1.4.1.99999.1=#1603614062,\
         serialNumber=1+CN=aaaa+emailAddress=a@b,C=US"
    );
    assert_eq!(
        format!("{subject:#}"),
        "2.5.4.45=#030200a5,O=é,CN=LXCA,1.3.6.1.4.1.99999.1=#1603614062,\
         serialNumber=1+CN=aaaa+emailAddress=a@b,C=US"
    );
}

#[test]
fn a_dotted_type_with_a_name_is_held_to_the_rules_of_that_name() {
    let other = AttributeType::from_oid(&C.parse().unwrap());
    for refused in [
        DistinguishedName::builder().attribute(other.clone(), "Germany").build(),
        DistinguishedName::builder().attribute_as(other.clone(), StringType::Utf8, "DE").build(),
        DistinguishedName::builder().rdn([(other, "de")]).build(),
        "2.5.4.6=Germany".parse(),
    ] {
        assert_eq!(refused.unwrap_err().iter().count(), 1);
    }
}

#[test]
fn another_subject_takes_the_faults_of_the_first_with_it() {
    let request = Request::builder()
        .subject("XY=a".parse::<DistinguishedName>())
        .subject("CN=a".parse::<DistinguishedName>())
        .build()
        .unwrap();
    assert_eq!(request.subject_der(), parse("CN=a").as_der());
}

#[test]
fn faults_of_a_builder_count_what_stands_before_them() {
    let refused = DistinguishedName::builder_for(Profile::RFC5280)
        .organizational_unit("a")
        .organizational_unit("")
        .country("US")
        .organizational_unit("b")
        .rdn([
            (AttributeType::OrganizationalUnit, "c"),
            (AttributeType::OrganizationalUnit, "\n"),
            (AttributeType::Country, ""),
        ])
        .rdn([(AttributeType::Title, "t"), (AttributeType::Title, "t")])
        .attribute(AttributeType::Title, "")
        .attribute_der(dotted("2.999"), &[0x05])
        .attribute(dotted("2.999"), "")
        .build()
        .unwrap_err();
    let places: Vec<String> = refused.iter().map(|fault| fault.place().to_string()).collect();
    assert_eq!(
        places,
        [
            "subject.OU[1]",
            "subject.OU[4]",
            "subject.C[1]",
            "subject.title[1]",
            "subject.title[2]",
            "subject.2.999",
            "subject.2.999[1]",
        ]
    );
}

#[test]
fn faults_do_not_count_what_stands_behind_them() {
    let mut builder = DistinguishedName::builder();
    for value in ["a", "", "b", "", "c", "d"] {
        builder = builder.organizational_unit(value);
    }
    let refused = builder.build().unwrap_err();
    let places: Vec<String> = refused.iter().map(|fault| fault.place().to_string()).collect();
    assert_eq!(places, ["subject.OU[1]", "subject.OU[3]"]);
}

#[test]
fn a_subject_without_attributes_is_empty() {
    assert!(parse("").is_empty());
    assert!(!parse("CN=a").is_empty());
    assert_eq!(format!("{:?}", parse("CN=a,C=US")), "DistinguishedName(CN=a,C=US)");
}

//! The documentation has what the tables of the crate have.

use pkcs10::profiles::Target;
use pkcs10::{Algorithm, GeneralNameType, Policy, Profile};

#[test]
fn the_guide_has_the_fields_of_lxca() {
    has_the_fields_of_lxca(include_str!("../../src/guide/json_body.rs"));
}

fn has_the_fields_of_lxca(document: &str) {
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let row_of = |name: &str| {
        let mut lines = document.lines().map(|line| line.trim_start_matches("//! "));
        let row = lines.find(|line| line.starts_with(&format!("| `{name}` |")));
        cells(row.unwrap_or_else(|| panic!("there is no row of {name}")))
    };
    let mut attributes = 0;
    for field in Profile::LXCA.fields() {
        let Target::Subject(attribute) = field.target() else { continue };
        attributes += 1;
        let row = row_of(field.name());
        let limit = Profile::LXCA.limit(attribute).to_string();
        assert_eq!(row[2], attribute.to_string(), "{}", field.name());
        assert!(row[3].starts_with(&limit), "{}: {} is not {limit}", field.name(), row[3]);
        if let Some(default) = field.default_value() {
            assert!(row[4].contains(default), "{}: {} is not {default}", field.name(), row[4]);
        }
    }
    assert_eq!(attributes, 6);
}

#[test]
fn the_guide_has_the_types_of_names_and_the_algorithms() {
    let tables = include_str!("../../src/guide/tables.rs");
    let rows_of = |section: &str| {
        let (_, section) = tables.split_once(section).expect("the section");
        let rows = section.lines().skip_while(|line| !line.starts_with("//! |---"));
        let rows = rows.skip(1).take_while(|line| line.starts_with("//! |"));
        rows.map(|row| row.split('|').map(str::trim).collect()).collect::<Vec<Vec<_>>>()
    };
    let quoted = |text: &str| format!("`{text}`");

    let documented: Vec<_> =
        rows_of("# The nine types").iter().map(|row| [row[1], row[2]].join(" ")).collect();
    let types = GeneralNameType::ALL.iter();
    let types = types.map(|of| format!("{} {}", quoted(of.as_str()), quoted(of.prefix())));
    assert_eq!(documented, types.collect::<Vec<_>>());

    let documented: Vec<_> = rows_of("# Algorithms of keys").iter().map(|row| row[1]).collect();
    let algorithms: Vec<_> = Algorithm::ALL.iter().map(|of| quoted(of.as_str())).collect();
    assert_eq!(documented.join(", "), algorithms.join(", "));
    for policy in Policy::ALL {
        let sentence =
            format!("{} is {}", quoted(policy.as_str()), quoted(policy.algorithm().as_str()));
        assert!(tables.replace("\n//!", "").contains(&sentence), "{sentence}");
    }
}

#[test]
fn the_crate_docs_have_the_features_of_the_manifest() {
    let (_, features) =
        include_str!("../../Cargo.toml").split_once("\n[features]\n").expect("features");
    let features = features.lines().take_while(|line| !line.starts_with('['));
    let names = features.filter_map(|line| Some(line.split_once(" = ")?.0));
    let mut names: Vec<_> = names.filter(|name| *name != "default").collect();
    let (_, documented) =
        include_str!("../../src/lib.rs").split_once("//! # Features").expect("the section");
    let rows = documented.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let mut documented: Vec<_> = rows.filter_map(|row| Some(row.split_once('`')?.0)).collect();
    names.sort_unstable();
    documented.sort_unstable();
    assert_eq!(documented, names);
}

#[cfg(all(feature = "std", feature = "ecdsa"))]
#[test]
fn the_bytes_of_the_annotated_request_are_those_of_the_example() {
    use pkcs10::{KeyPair, lxca::BodyReader};

    let body = include_bytes!("../../examples/request.json");
    let key = KeyPair::from_pem(include_str!("../data/p256.key.pem")).expect("the key");
    let request = BodyReader::new(Profile::LXCA).read(body).expect("the example");
    let der = request.sign(&key).expect("a signature").into_der();

    let page = include_str!("../../src/guide/annotated_der.md");
    let mut found = Vec::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("| ")).skip(1) {
        let cells: Vec<_> = row.split(" | ").collect();
        assert_eq!(cells[0], found.len().to_string(), "{row}");
        let bytes = cells[1].trim_matches('`').split(' ');
        found.extend(bytes.map(|byte| u8::from_str_radix(byte, 16).expect("a byte")));
    }
    assert!(found == der, "run scripts/pictures");
}

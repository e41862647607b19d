//! The documentation has the fields of the profile, and no others.

use pkcs10::Profile;
use pkcs10::profiles::Target;

#[test]
fn the_readme_has_the_fields_of_lxca() {
    let readme = include_str!("../../README.md");
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let row_of = |name: &str| {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        cells(row.unwrap_or_else(|| panic!("README has no row of {name}")))
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

//! Requests that other projects have for their tests. They lie beside the project, not in it;
//! where they are not there, nothing is tested, and that is said.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use super::{golden, raw::is_raw, readers, skip};
use pkcs10::{
    Inspection, Verified, VerifyError, lint,
    lint::{Group, Policy, Severity},
};

struct Entry {
    path: String,
    /// valid, weird, or malformed.
    kind: String,
    /// good, bad, unverified, or `-` where there is none.
    signature: String,
    bytes: Vec<u8>,
}

/// Every file that the manifest lists; nothing where there is no manifest.
fn corpus() -> Option<Vec<Entry>> {
    let directory: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "shared", "corpus"].iter().collect();
    let Ok(manifest) = fs::read_to_string(directory.join("MANIFEST.tsv")) else {
        skip::skipped("there is no ../shared/corpus");
        return None;
    };
    let entries = manifest.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        Entry {
            path: columns[0].into(),
            kind: columns[1].into(),
            signature: columns[12].into(),
            bytes: fs::read(directory.join(columns[0])).unwrap(),
        }
    });
    Some(entries.collect())
}

#[test]
fn every_file_is_read_or_refused_with_a_reason() {
    let Some(entries) = corpus() else { return };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in &entries {
        let outcome = match Inspection::read(&entry.bytes) {
            Ok(inspection) => {
                // Renderings never fail, and let nothing through that deceives a reader.
                let shown = format!("{inspection}{}", inspection.to_json());
                assert!(!shown.contains(is_raw), "{}", entry.path);
                let day = "2026-11-27".parse().unwrap();
                for group in Group::ALL {
                    for finding in lint(&inspection, &Policy::new(&[*group], day)) {
                        assert!(!finding.to_string().contains('\n'), "{}", entry.path);
                    }
                }
                "read"
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert_ne!(entry.kind, "valid", "{}: {error}", entry.path);
                "refused"
            }
        };
        *counts.entry((&entry.kind, outcome)).or_default() += 1;
    }
    let expected = [
        (("malformed", "read"), 11),
        (("malformed", "refused"), 29),
        (("valid", "read"), 94),
        (("weird", "read"), 55),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn verifications_agree_with_those_of_others() {
    let Some(entries) = corpus() else { return };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in &entries {
        let Ok(inspection) = Inspection::read(&entry.bytes) else { continue };
        let verification = inspection.verification();
        match entry.signature.as_str() {
            "bad" => assert!(verification.is_err(), "{}", entry.path),
            "good" => {
                let is_wrong = verification.is_err_and(VerifyError::is_wrong);
                assert!(!is_wrong, "{}: {verification:?}", entry.path);
            }
            _ => {}
        }
        let word = verification.map_or_else(VerifyError::as_str, Verified::as_str);
        *counts.entry((&entry.signature, word)).or_default() += 1;
    }
    let p521 = if cfg!(feature = "p521") { 2 } else { 0 };
    let ed25519 = if cfg!(feature = "ed25519") { 3 } else { 0 };
    let expected = [
        (("-", "bad"), 7),
        (("-", "unavailable"), 1), // Its key begins with the reserved tag 0: no known algorithm.
        (("-", "weak"), 3),
        (("bad", "bad"), 16),
        (("good", "unavailable"), 21 - p521 - ed25519),
        (("good", "verifies"), 92 + p521 + ed25519),
        (("good", "weak"), 19),
        (("unverified", "bad-key"), 1),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_readers_agree_and_what_is_refused_strictly_has_an_error_in_lint() {
    let Some(entries) = corpus() else { return };
    let mut strict: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for entry in &entries {
        let Ok(inspection) = Inspection::read(&entry.bytes) else { continue };
        let accepted = readers::read(&entry.bytes).is_some();
        let findings = lint(&inspection, &Policy::new(&[], "2026-11-27".parse().unwrap()));
        for deviation in inspection.deviations() {
            assert!(
                findings.iter().any(|finding| {
                    finding.rule().code() == deviation.code()
                        && finding.rule().severity() == Severity::Error
                }),
                "{}: {deviation}",
                entry.path
            );
        }
        *strict.entry((&entry.kind, accepted)).or_default() += 1;
    }
    let expected = [
        (("malformed", false), 10),
        (("malformed", true), 1), // Base64 with blanks in it, which many refuse.
        (("valid", false), 7),
        (("valid", true), 87),
        (("weird", false), 27), // One has an empty list of extensions in Microsoft's attribute.
        (("weird", true), 28),
    ];
    assert_eq!(strict.into_iter().collect::<Vec<_>>(), expected);
}

/// The findings on each file by all groups, as rules with the number of places, so that a verdict that
/// changes is seen.
#[test]
fn the_findings_on_each_file_are_those_that_are_written_down() {
    const FILE: &str = "tests/data/sentences/corpus.txt";
    let features = ["ed25519", "idn", "ml-dsa", "p521", "public-suffix"];
    if !cfg!(all(
        feature = "ed25519",
        feature = "idn",
        feature = "ml-dsa",
        feature = "p521",
        feature = "public-suffix"
    )) {
        return skip::skipped(format_args!("the findings are those with {features:?}"));
    }
    let Some(entries) = corpus() else { return };
    let bytes: BTreeMap<_, _> =
        entries.iter().map(|entry| (entry.path.as_str(), &entry.bytes)).collect();
    let written = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap();
    let listed: BTreeSet<_> = written.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert_eq!(listed, bytes.keys().copied().collect(), "files of {FILE}");
    golden::check(FILE, |path| {
        let inspection = match Inspection::read(bytes[path]) {
            Ok(inspection) => inspection,
            Err(error) => return format!("refused: {}", error.code()),
        };
        let policy = Policy::new(Group::ALL, "2026-11-27".parse().unwrap());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in lint(&inspection, &policy) {
            *counts.entry(finding.rule().code().as_str()).or_default() += 1;
        }
        let counted = counts.iter().map(|(id, count)| match count {
            1 => (*id).to_owned(),
            _ => format!("{id} {count}"),
        });
        counted.collect::<Vec<_>>().join(", ")
    });
}

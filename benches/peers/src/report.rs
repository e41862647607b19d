//! The table and the pictures of the README: written, and held against a run.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::contest::{Row, take_rows};
use crate::svg;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const BEGIN: &str = "<!-- peers: written by benches/peers --write -->\n";
const END: &str = "<!-- peers: end -->";
const BARS: &str = "docs/pictures/peers.svg";
const GROWTH: &str = "docs/pictures/growth.svg";

/// The rows that the README shows, in this order: cases, and peers of each; the others are for those
/// who work on the code.
const SHOWN: [(&str, &[&str]); 12] = [
    ("text-to-tbs/2", &["rcgen"]),
    ("text-to-tbs/100", &["rcgen"]),
    ("text-to-tbs/10000", &["rcgen"]),
    ("request-to-tbs/10000", &["memcpy"]),
    ("whole-csr/p256", &["bare-signature"]),
    ("whole-csr/p256/aws-lc-rs", &["rcgen"]),
    ("from-der/2", &["x509-parser"]),
    ("from-der/100", &["x509-parser"]),
    ("verify/2", &["bare-verification", "rcgen"]),
    ("batch/10000", &["bare-signature"]),
    ("batch/10000/2-jobs", &["1-job"]),
    ("batch/10000/2-jobs/aws-lc-rs", &["1-job"]),
];
const GROWING: [&str; 5] =
    ["request-to-tbs", "text-to-tbs", "all-but-signature", "from-der", "batch"];

/// A ratio is behind the committed one if it is under it by this factor.
const BEHIND: f64 = 1.15;

/// Whether the arguments ask to write.
pub fn is_written() -> Result<bool, String> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().find(|argument| argument.starts_with("--")).map(String::as_str) {
        None => Ok(false),
        Some("--write") if arguments.len() == 1 => Ok(true),
        Some("--write") => {
            Err("--write takes no case; it writes the whole table of the README".into())
        }
        Some(other) => Err(format!("unknown option {other}, expected --write or a case")),
    }
}

/// Writes the table into the README, and the pictures beside it.
pub fn write() -> Result<(), String> {
    let rows = take_rows();
    let readme = read("README.md")?;
    let (before, rest) = readme.split_once(BEGIN).ok_or_else(no_table)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_table)?;
    let mut table = format!(
        "\n{}\n\n| case | ours | peer | its time | ratio |\n|---|---|---|---|---|\n",
        conditions()?
    );
    for row in shown(&rows).flat_map(|(_, rows)| rows) {
        let (ours, theirs) = (svg::time(row.ours), svg::time(row.peers));
        table += &format!(
            "| `{}` | {ours} | {} | {theirs} | {:.2} |\n",
            row.case,
            row.peer,
            row.ratio()
        );
    }
    table += &format!("\n![Time of each case, on a logarithmic scale]({BARS})\n\n");
    save("README.md", &format!("{before}{BEGIN}{table}{END}{after}"))?;
    save(BARS, &bars(&rows))?;
    save(GROWTH, &growth(&rows))
}

/// Says where this run is behind the committed table. Ratios are compared: times are another
/// machine's.
pub fn compare() -> Result<(), String> {
    let readme = read("README.md")?;
    let table = readme.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
    let (table, _) = table.ok_or_else(no_table)?;
    for row in shown(&take_rows()).flat_map(|(_, rows)| rows) {
        let start = format!("| `{}` | ", row.case);
        let cells = table.lines().filter(|line| line.starts_with(&start));
        let mut cells = cells.map(|line| line.split(" | ").collect::<Vec<_>>());
        let committed = cells.find(|cells| cells.get(2) == Some(&row.peer));
        let committed =
            committed.and_then(|cells| cells.last()?.trim_end_matches(" |").parse().ok());
        if let Some(committed) = committed.filter(|ratio: &f64| row.ratio() * BEHIND < *ratio) {
            let (case, peer, ratio) = (&row.case, row.peer, row.ratio());
            eprintln!("{case}: ratio to {peer} is {ratio:.2}, behind {committed:.2} in README.md");
        }
    }
    Ok(())
}

/// The cases that the README shows, with the rows of each that were measured.
fn shown(rows: &[Row]) -> impl Iterator<Item = (&'static str, Vec<&Row>)> {
    let of = move |(case, peers): &(&'static str, &[&str])| {
        let row = |peer: &&str| rows.iter().find(|row| row.case == *case && row.peer == *peer);
        (*case, peers.iter().filter_map(row).collect())
    };
    SHOWN.iter().map(of)
}

fn bars(rows: &[Row]) -> String {
    let of = |(case, rows): (&'static str, Vec<&Row>)| {
        let ours = ("ours", rows.first()?.ours);
        Some((
            case,
            std::iter::once(ours).chain(rows.iter().map(|row| (row.peer, row.peers))).collect(),
        ))
    };
    svg::bars(&shown(rows).filter_map(of).collect::<Vec<_>>())
}

fn growth(rows: &[Row]) -> String {
    let points = |case: &&'static str| {
        let point = |row: &Row| {
            let names: f64 = row.case.strip_prefix(*case)?.strip_prefix('/')?.parse().ok()?;
            (names > 0.0).then_some((names, row.ours))
        };
        // Two contests of one case have the same number of names: the first is drawn.
        let mut points: Vec<_> = rows.iter().filter_map(point).collect();
        points.dedup_by_key(|(names, _)| *names);
        (*case, points)
    };
    svg::growth(&GROWING.iter().map(points).collect::<Vec<_>>())
}

/// Day, machine, compiler, and the versions of the peers.
fn conditions() -> Result<String, String> {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let versions =
        ["rcgen", "x509-cert", "x509-parser", "openssl", "aws-lc-rs", "p256", "rsa", "ml-dsa"];
    let versions: Vec<_> = versions.iter().filter_map(|name| version(name)).collect();
    Ok(format!(
        "{}, {model}, {cores} cores, {}; {}.",
        output("date", &["-u", "+%F"])?,
        output("rustc", &["--version"])?,
        versions.join(", ")
    ))
}

fn version(name: &str) -> Option<String> {
    let (_, rest) =
        include_str!("../Cargo.lock").split_once(&format!("name = \"{name}\"\nversion = \""))?;
    Some(format!("{name} {}", rest.split('"').next()?))
}

fn output(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}

fn no_table() -> String {
    format!("README.md: has no table of peers, expected the lines {BEGIN:?} and {END:?}")
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(Path::new(ROOT).join(path)).map_err(|error| format!("{path}: {error}"))
}

fn save(path: &str, content: &str) -> Result<(), String> {
    let whole = Path::new(ROOT).join(path);
    let directory = whole.parent().map_or(Ok(()), fs::create_dir_all);
    directory.and_then(|()| fs::write(&whole, content)).map_err(|error| format!("{path}: {error}"))
}

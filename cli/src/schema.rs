//! `csr schema`: the JSON Schemas of what the program writes.

use clap::{Args, builder::PossibleValuesParser};

use crate::failure::Failure;
use crate::files::Output;

/// Of each output, its schema.
const SCHEMAS: [(&str, &str); 7] = [
    ("batch", include_str!("../schemas/batch.json")),
    ("compare", include_str!("../schemas/compare.json")),
    ("inspect", include_str!("../schemas/inspect.json")),
    ("lint", include_str!("../schemas/lint.json")),
    ("lint-list", include_str!("../schemas/lint-list.json")),
    ("lint-requests", include_str!("../schemas/lint-requests.json")),
    ("verify", include_str!("../schemas/verify.json")),
];

/// Print the JSON Schema (draft 2020-12) of what a command writes as JSON.
#[derive(Args)]
pub(crate) struct Schema {
    /// The command; lint-list is lint --list, lint-requests is lint --format json-requests. That of batch is
    /// for a line
    #[arg(value_name = "OUTPUT", value_parser = PossibleValuesParser::new(SCHEMAS.map(|(name, _)| name)))]
    output: String,
}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let schema = SCHEMAS.iter().find(|(name, _)| *name == self.output);
        Output::Standard.write(schema.map_or("", |(_, schema)| schema).as_bytes())
    }
}

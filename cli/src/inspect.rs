//! `csr inspect`: what a request holds.

use clap::Args;
use pkcs10::{Inspection, Verdict};

use crate::Failure;
use crate::files::Output;
use crate::reading::{Colours, Source, Style};

#[derive(Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    source: Source,

    /// Write JSON, with the request as PEM in it
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let inspection = self.source.inspect()?;
        let text = if self.json {
            inspection.to_json()
        } else {
            coloured(&inspection, &Colours::of_standard_output())
        };
        Output::Standard.write(text.as_bytes())
    }
}

/// The text with its headings in bold and the verdict in its colour. Nothing from the request
/// begins a line, so a line that begins with a letter is a heading.
fn coloured(inspection: &Inspection, colours: &Colours) -> String {
    let verdict = match inspection.verdict() {
        Verdict::Verifies => Style::Good,
        Verdict::Unavailable => Style::Doubtful,
        _ => Style::Bad,
    };
    let mut text = String::new();
    for line in inspection.to_string().lines() {
        match line.split_once(':') {
            Some((heading, rest)) if !line.starts_with(' ') => {
                text.push_str(&colours.paint(Style::Bold, heading));
                text.push(':');
                match rest {
                    rest if heading == "Signature" => text.push_str(&colours.paint(verdict, rest)),
                    rest => text.push_str(rest),
                }
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

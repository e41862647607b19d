//! `csr inspect`: what a request holds.

use clap::Args;
use pkcs10::Inspection;

use crate::failure::Failure;
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

/// The text with its headings in bold and the verification in its colour. Nothing from the request
/// begins a line, so a line that begins with a letter is a heading.
fn coloured(inspection: &Inspection, colours: &Colours) -> String {
    let verification = match inspection.verification() {
        Ok(_) => Style::Good,
        Err(error) if error.is_wrong() => Style::Bad,
        Err(_) => Style::Doubtful,
    };
    let mut text = String::new();
    for line in inspection.to_string().lines() {
        match line.split_once(':') {
            Some((heading, rest)) if !line.starts_with(' ') => {
                text.push_str(&colours.paint(Style::Bold, heading));
                text.push(':');
                match rest {
                    rest if heading == "Signature" => {
                        text.push_str(&colours.paint(verification, rest));
                    }
                    rest => text.push_str(rest),
                }
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

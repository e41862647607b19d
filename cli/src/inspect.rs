//! `csr inspect`: what requests hold.

use clap::Args;
use pkcs10::Inspection;
use serde_json::Value;

use crate::failure::{Failure, shown};
use crate::files::Output;
use crate::reading::{Colours, Source, Style};

#[derive(Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    source: Source,

    /// Write JSON, with the request as PEM in it; of several requests an array
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let colours = Colours::of_standard_output();
        let (mut texts, mut values) = (Vec::new(), Vec::new());
        let done = self.source.each(|member, inspection| {
            let value = || serde_json::to_value(inspection).unwrap_or_default();
            match (self.json, member.has_others) {
                (true, true) => values.push(member.describe(value(), true)),
                (true, false) if member.is_repaired() => {
                    texts.push(format!("{:#}\n", member.describe(value(), false)));
                }
                (true, false) => texts.push(inspection.to_json()),
                (false, true) => texts.push(format!(
                    "{}:\n{}",
                    colours.paint(Style::Bold, &shown(&member.path)),
                    coloured(inspection, &colours)
                )),
                (false, false) => texts.push(coloured(inspection, &colours)),
            }
            Ok(())
        });
        if !values.is_empty() {
            texts.push(format!("{:#}\n", Value::from(values)));
        }
        Output::Standard.write(texts.join("\n").as_bytes())?;
        done
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

//! `csr man`: the manual, generated from the texts of `--help`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man as Page;

use crate::failure::Failure;
use crate::files::{self, Output};
use crate::inputs::Inputs;

/// Print a page of the manual (roff), of csr or of one of its commands
///
/// To read one: csr man new | man -l -
/// To install all: csr man --out-dir /usr/local/share/man/man1
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Man {
    /// The command, such as new, or lxca post
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write all pages to this directory, csr.1, csr-new.1 and so on; it is created if it does not exist
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out_dir: Option<PathBuf>,

    /// Replace pages that exist
    #[arg(long, requires = "out_dir")]
    force: bool,
}

impl Man {
    pub(crate) fn run(&self, command: Command) -> Result<(), Failure> {
        let mut all = command.disable_help_subcommand(true);
        all.build();
        if let Some(directory) = &self.out_dir {
            fs::create_dir_all(directory).map_err(files::failed(directory))?;
            let mut pages = Vec::new();
            self.add_pages(directory, &all, &mut pages)?;
            return pages.iter().try_for_each(|(output, page)| output.write(page));
        }
        let mut command = &all;
        for name in &self.command {
            command = command
                .get_subcommands()
                .find(|subcommand| subcommand.get_name() == name)
                .ok_or_else(|| unknown(command, name))?;
        }
        Output::standard()?.write(&render(command)?)
    }

    /// Adds the page of a command, and those of its commands, each with where it can go.
    fn add_pages(
        &self,
        directory: &Path,
        command: &Command,
        pages: &mut Vec<(Output, Vec<u8>)>,
    ) -> Result<(), Failure> {
        let path = directory.join(format!("{}.1", name(command)));
        let output = Output::check(Some(&path), self.force, &Inputs::check([])?)?;
        pages.push((output, render(command)?));
        command.get_subcommands().try_for_each(|command| self.add_pages(directory, command, pages))
    }
}

/// The name of the page of a command.
fn name(command: &Command) -> String {
    command.get_bin_name().unwrap_or("csr").replace(' ', "-")
}

fn unknown(command: &Command, name: &str) -> Failure {
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let parent = command.get_bin_name().unwrap_or("csr");
    Failure::Usage(match known.as_slice() {
        [] => format!("{parent} does not have commands, but {name:?} is given"),
        known => format!(
            "{parent} does not have a command {name:?}; expected one of {}",
            known.join(", ")
        ),
    })
}

fn render(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Page::new(command.clone())
        .title(name(command))
        .source(concat!("csr ", env!("CARGO_PKG_VERSION")))
        .manual("Certification requests")
        .render(&mut page)
        .map_err(|error| {
            Failure::Environment(format!("the manual cannot be generated: {error}"))
        })?;
    Ok(page)
}

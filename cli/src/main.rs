//! `csr`: certification requests from the command line. Arguments, files and exit codes; all
//! else is the library's, through its public interface.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod assemble;
mod batch;
mod completions;
mod failure;
mod files;
mod inputs;
mod inspect;
mod key_choice;
mod lint;
mod lxca;
mod man;
mod match_keys;
mod named;
mod new;
mod output_options;
mod password;
mod prepare;
mod private_keys;
mod reading;
mod request_options;
mod unknown_option;
mod verify;

use failure::Failure;

/// Make and judge certification requests (PKCS #10, CSR), offline.
#[derive(Parser)]
#[command(name = "csr", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
A first request, and what its key is kept in:
  csr new --cn bmc-7.example.com --san DNS:bmc-7.example.com --key-out bmc-7.key.pem --out bmc-7.csr.pem

Exit codes:
  0  done
  1  the input was refused; one line a fault on standard error, nothing on standard output
     (batch, lint, lxca, match and verify print their other results all the same; lint: 1 only
     where a finding is an error; warnings alone give 0)
  2  the command line was wrong
  3  the environment failed: a file, or the source of random numbers";

#[derive(Subcommand)]
enum Command {
    /// Make a request from a JSON body or from options, with a new key or an existing one.
    New(Box<new::New>),
    Batch(batch::Batch),
    Prepare(Box<prepare::Prepare>),
    Assemble(assemble::Assemble),
    Match(match_keys::Match),
    /// Show what a request holds, faulty or not
    Inspect(inspect::Inspect),
    /// Check the signatures of requests: exit code 0 only if all verify
    Verify(verify::Verify),
    /// Tell what is wrong with requests, and who would refuse them
    Lint(lint::Lint),
    /// Answer the calls of LXCA's /certificateSigningRequest from a folder of requests.
    ///
    /// Each call prints the body of its response. Its status is the exit code: 0 done, 1 refused
    /// or not found, 3 failed.
    Lxca(lxca::Lxca),
    Completions(completions::Completions),
    Man(man::Man),
}

fn main() -> ExitCode {
    let arguments =
        Arguments::try_parse().unwrap_or_else(|error| unknown_option::with_hint(error).exit());
    let result = match arguments.command {
        Command::New(new) => new.run(),
        Command::Batch(batch) => batch.run(),
        Command::Prepare(prepare) => prepare.run(),
        Command::Assemble(assemble) => assemble.run(),
        Command::Match(files) => files.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Verify(verify) => verify.run(),
        Command::Lint(lint) => return lint.run(),
        Command::Lxca(lxca) => return lxca.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

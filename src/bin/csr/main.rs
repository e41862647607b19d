//! `csr`: certification requests from the command line. Arguments, files and exit codes; all
//! else is the library's, through its public interface.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod assemble;
mod batch;
mod failure;
mod files;
mod key_choice;
mod lxca;
mod match_keys;
mod new;
mod password;
mod prepare;
mod request_options;

use failure::Failure;

/// Make certification requests (PKCS #10, CSR), offline.
#[derive(Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the input was refused; one line a fault on standard error, nothing on standard output
  2  the command line was wrong
  3  the environment failed: a file, or the source of random numbers";

#[derive(Subcommand)]
enum Command {
    /// Make a request from a JSON body or from options, with a new key or an existing one.
    New(new::New),
    Batch(batch::Batch),
    Prepare(prepare::Prepare),
    Assemble(assemble::Assemble),
    Match(match_keys::Match),
    /// Answer the calls of LXCA's /certificateSigningRequest from a folder of requests.
    Lxca(lxca::Lxca),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::New(new) => new.run(),
        Command::Batch(batch) => batch.run(),
        Command::Prepare(prepare) => prepare.run(),
        Command::Assemble(assemble) => assemble.run(),
        Command::Match(files) => files.run(),
        Command::Lxca(lxca) => return lxca.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

//! `csr`: certification requests from the command line. Arguments, files and exit codes; the rest
//! is the library's, through its public interface.

use std::alloc::System;
use std::env;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use zeroizing_alloc::ZeroAlloc;

mod assemble;
mod batch;
mod compare;
mod completions;
mod convert;
mod failure;
mod files;
mod hints;
mod import;
mod inputs;
mod inspect;
mod intake;
mod key_choice;
mod key_file;
#[cfg(feature = "pkcs11")]
mod keys;
#[cfg(unix)]
mod limits;
mod lint;
mod lxca;
mod man;
mod match_keys;
mod members;
mod named;
mod new;
mod openssh;
mod output_options;
mod password;
mod paths;
mod possession;
mod prepare;
mod private_keys;
mod profile;
mod progress;
mod reading;
mod request_options;
mod schema;
mod snippet;
#[cfg(unix)]
mod terminal;
#[cfg(feature = "pkcs11")]
mod token;
mod unknown_option;
mod verify;

/// Wipes memory when it is freed: the arithmetic of `rsa` leaves parts of keys there.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Create and check certificate signing requests (CSRs, PKCS #10), offline.
#[derive(Parser)]
#[command(name = "csr", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Use colours: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value_t)]
    color: ColorChoice,
}

const AFTER_HELP: &str = "\
Create a key and a CSR:
  csr new --host a.example --key-out key.pem --out csr.pem

Create a key and a CSR from a JSON body:
  csr new --example >body.json
  csr new body.json --key-out key.pem --out csr.pem

Exit codes:
  0  done
  1  the input was refused: each fault is on standard error, nothing on standard output
     (batch, inspect, lint, lxca, match and verify still print their other results; lint: only if
     a finding is an error, not for warnings); compare: the certificate differs
  2  the command line was wrong
  3  the environment failed: a file, memory, or the source of random numbers
  4  verify, assemble: this program cannot verify signatures of the algorithm, or the certificate of the key
     that signed is missing (RFC 9883, --signature-certificate); nothing is known to be wrong";

#[derive(Subcommand)]
enum Command {
    /// Create a request from a JSON body, the request file of another tool or options, with a new key or an existing one.
    New(Box<new::New>),
    Convert(convert::Convert),
    Batch(Box<batch::Batch>),
    Prepare(Box<prepare::Prepare>),
    Assemble(assemble::Assemble),
    Match(match_keys::Match),
    #[cfg(feature = "pkcs11")]
    Keys(keys::Keys),
    /// Show the contents of a request, also of a faulty one
    Inspect(inspect::Inspect),
    Compare(compare::Compare),
    /// Verify the signatures of requests: exit code 0 only if all are valid
    Verify(verify::Verify),
    /// Check requests by the rules of the RFCs and of CAs
    Lint(lint::Lint),
    /// Answer calls of LXCA's /certificateSigningRequest from a directory of requests.
    ///
    /// Each call prints the body of its response. The exit code is its status: 0 done, 1 refused
    /// or not found, 3 failed.
    Lxca(lxca::Lxca),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

fn main() -> ExitCode {
    #[cfg(unix)]
    limits::report();
    let color = color();
    match color {
        ColorChoice::Auto => {}
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
    }
    let matches = Arguments::command().color(color).try_get_matches();
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return unknown_option::report(error),
    };
    // Those that print a request look for themselves. Of the others, scripts discard the output for the
    // exit code, and some programs open /dev/null for both, which cannot be distinguished from closed.
    let prints_what_is_lost = matches!(arguments.command, Command::Convert(_) | Command::Lxca(_));
    if prints_what_is_lost && let Err(closed) = files::Output::standard() {
        return closed.report();
    }
    let result = match arguments.command {
        Command::New(new) => new.run(),
        Command::Convert(convert) => convert.run(),
        Command::Batch(batch) => batch.run(),
        Command::Prepare(prepare) => prepare.run(),
        Command::Assemble(assemble) => assemble.run(),
        Command::Match(files) => files.run(),
        #[cfg(feature = "pkcs11")]
        Command::Keys(keys) => keys.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Compare(compare) => return compare.run(),
        Command::Verify(verify) => verify.run(),
        Command::Lint(lint) => return lint.run(),
        Command::Lxca(lxca) => return lxca.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(Arguments::command()),
        Command::Man(man) => man.run(Arguments::command()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// What --color says: it holds for errors of the command line too, so it is read before that is.
fn color() -> ColorChoice {
    let words = env::args_os().map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.take_while(|word| word != "--").collect();
    let value = words.iter().enumerate().rev().find_map(|(index, word)| {
        let value = word.strip_prefix("--color")?;
        value
            .strip_prefix('=')
            .or_else(|| words.get(index + 1).filter(|_| value.is_empty()).map(String::as_str))
    });
    value.and_then(|value| ColorChoice::from_str(value, false).ok()).unwrap_or_default()
}

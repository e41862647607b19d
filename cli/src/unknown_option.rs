//! Commands and options of other programs: what they are called here.

use std::env;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Error, builder::StyledStr};

use crate::failure::{USAGE, note};
use crate::files::Output;

/// The options that are tried for names, and the prefix of --san that is meant.
const NAMES: [(&str, &str); 4] =
    [("--dns", "DNS"), ("--ip", "IP"), ("--email", "email"), ("--uri", "URI")];

/// Commands of other programs, parted by spaces, and what to type instead.
const COMMANDS: &[(&str, &str)] = &[
    (
        "req create generate gen gencsr gen-csr request make init add certreq genrsa genpkey ecparam keygen genkey",
        "csr new --host NAME --key-out KEY --out REQUEST",
    ),
    ("show view print dump text info display decode parse read x509", "csr inspect REQUEST"),
    ("renew reissue rekey", "csr new --from OLD --key-out KEY --out REQUEST"),
    (
        "check validate",
        "csr verify REQUEST' for its signature, 'csr lint REQUEST' for its contents, 'csr match KEY REQUEST",
    ),
    ("bulk fleet", "csr batch LINES"),
];

/// Options of other programs, parted by spaces, and what to type instead.
const OPTIONS: &[(&str, &str)] = &[
    (
        "-subj --subj --dn -dname --dname -Subject",
        "use '--subject DN'; it takes /C=US/O=ACME/CN=a too",
    ),
    (
        "-newkey --newkey -keyalg -KeyAlgorithm --key-type --key-algorithm --curve --crv --kty --ecc --ecdsa --rsa",
        "use '--algorithm NAME' with '--key-out KEY', such as --algorithm rsa-2048 or ecdsa-p256",
    ),
    (
        "-keysize -KeyLength --key-size --keysize --bits --key-bits --rsa-key-size --size",
        "use '--algorithm NAME', such as rsa-2048, rsa-3072 or ecdsa-p256",
    ),
    ("-new --new", "the command is 'csr new'"),
    ("-out -o --output --csr-out -file", "use '--out FILE'"),
    ("-key -signkey --private-key --key-file", "use '--key FILE'"),
    ("-keyout --keyout", "use '--key-out FILE'"),
    ("-config --config", "name the file without an option, as in 'csr new FILE'"),
    ("-md --hash -HashAlgorithm -sha384 -sha512", "use '--digest NAME'"),
    ("-in --in --input", "name the file without an option, as in 'csr inspect FILE'"),
    ("-text -subject -pubkey -modulus", "use 'csr inspect REQUEST'"),
    ("-verify --verify", "use 'csr verify REQUEST'"),
    ("--createCSR --create-csr --make-csr", "leave it out: the command is 'csr new'"),
    ("--csr --csr-file", "use '--from REQUEST' to request the same again, or '--out FILE'"),
    (
        "-nodes -noenc --nodes --noenc --no-password --insecure",
        "leave it out: a new key is encrypted only with --encrypt-key-with FILE",
    ),
    (
        "-engine -provider -keyform --pkcs11 --token --module",
        "use '--key pkcs11:token=…;object=…' with '--pkcs11-module FILE' for a key in a token",
    ),
    ("-sigopt -sigalg", "use '--signature-algorithm NAME'"),
    ("--pin", "use '--pin-file FILE'"),
    ("-passin", "use '--key-password-file FILE'"),
    ("-passout --passphrase", "use '--encrypt-key-with FILE'"),
    (
        "-days --days --validity -validity --not-after --duration -NotAfter",
        "leave it out: the CA decides how long the certificate is valid",
    ),
    (
        "-x509 --self-signed --selfsigned",
        "leave it out: csr makes requests; certificates are made by a CA",
    ),
    (
        "-noout -batch -utf8 -multivalue-rdn -outform -inform -sha256 --pem",
        "leave it out: this is what csr does in any case",
    ),
    (
        "-addext --addext -ext --ext -reqexts -extensions -TextExtension",
        "use '--san', '--key-usage', '--ext-key-usage', '--basic-constraints' or '--extension'",
    ),
    (
        "--domain --domains -d --hosts --hostname --fqdn --name --server-name -DnsName --dnsname --dns-name --dns-names",
        "use '--host NAME', once for each name",
    ),
    (
        "--sans --sna --alt-name --alt-names --altnames --subject-alt-name --subject-alt-names --subjectAltName",
        "use '--san PREFIX:VALUE', once for each name",
    ),
    ("--CN --common-name --commonname", "use '--cn NAME'"),
    ("--C --c --country-name", "use '--country CODE'"),
    ("--O --o --organization --organisation", "use '--org NAME'"),
    ("--OU --ou --unit --organizational-unit", "use '--org-unit NAME'"),
    ("--L --l --city", "use '--locality NAME'"),
    ("--ST --st --province", "use '--state NAME'"),
    ("--eku --extended-key-usage -eku", "use '--ext-key-usage LIST'"),
    ("--ku -KeyUsage", "use '--key-usage LIST'"),
];

/// Reports an error of the command line; prints what --help and --version ask for, and ends.
pub(crate) fn report(error: Error) -> ExitCode {
    if !error.use_stderr() {
        match Output::standard() {
            Ok(_) => error.exit(),
            Err(closed) => return closed.report(),
        }
    }
    note(with_hint(error).render().ansi().to_string().trim_end());
    ExitCode::from(USAGE)
}

/// Says what is meant by a word of another program, instead of clap's guess.
fn with_hint(mut error: Error) -> Error {
    if let Some(hint) = hint(&error) {
        for guess in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
            error.remove(guess);
        }
        let hint: StyledStr = hint.into();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint]));
    }
    error
}

fn hint(error: &Error) -> Option<String> {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = word(ContextKind::InvalidSubcommand)?.trim_start_matches('-');
            meant(COMMANDS, command).map(|meant| format!("use '{meant}'"))
        }
        ErrorKind::UnknownArgument => {
            let option = word(ContextKind::InvalidArg)?;
            option_hint(&as_typed(option))
        }
        _ => None,
    }
}

/// Options of `csr new` are a hint where a request is made, and where no command is named.
fn option_hint(option: &str) -> Option<String> {
    let command = env::args_os().nth(1).and_then(|name| name.into_string().ok());
    let makes_request = command
        .is_some_and(|name| ["new", "prepare"].contains(&name.as_str()) || name.starts_with('-'));
    let hint = match NAMES.iter().find(|(name, _)| *name == option) {
        Some((_, prefix)) => format!("use '--san {prefix}:VALUE' for a name"),
        None => meant(OPTIONS, option)?.into(),
    };
    (makes_request || !hint.starts_with("use '--")).then_some(hint)
}

/// What is meant by a word, from a table.
fn meant(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(words, _)| words.split(' ').any(|of| of == word)).map(|(_, meant)| *meant)
}

/// The word of the command line that clap took for short options, of which it names the first that
/// it does not know: `-s` of `-subj`.
fn as_typed(option: &str) -> String {
    let is_it = |word: &String| word.starts_with(option) && !word.starts_with("--");
    let words = env::args_os().skip(1).filter_map(|word| word.into_string().ok());
    let short = words.take_while(|word| word != "--").find(is_it);
    short.filter(|_| !option.starts_with("--")).unwrap_or_else(|| option.into())
}

//! `csr keys`: the private keys in a token.

use std::path::PathBuf;

use clap::Args;

use crate::failure::{Failure, Failures, note};
use crate::files::Output;
use crate::token::{self, TokenOptions};

/// List the private keys in a PKCS #11 token.
///
/// Each line is the URI of a key (RFC 7512), as csr new --key takes it, and what kind of key it is.
#[derive(Args)]
pub(crate) struct Keys {
    /// The token, such as 'pkcs11:token=csr'; object= or id= choose among its keys
    #[arg(value_name = "URI")]
    uri: PathBuf,

    #[command(flatten)]
    token: TokenOptions,
}

impl Keys {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let uri = token::uri(&self.uri)?;
        let keys = self.token.open(&uri)?.keys(&uri);
        let keys = keys.map_err(|error| token::failure(&uri, &error))?;
        if keys.is_empty() {
            note(format_args!("note: {uri}: no private key matches"));
        }
        let (mut lines, mut failures) = (String::new(), Failures::default());
        for key in keys {
            let public = key.public_key.map_err(|error| token::failure(&key.uri, &error));
            if let Some(public) = failures.note(public)? {
                lines += &format!("{}  {public}\n", key.uri);
            }
        }
        Output::Standard.write(lines.as_bytes())?;
        failures.end()
    }
}

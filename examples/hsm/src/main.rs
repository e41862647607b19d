//! Makes a certification request with a key in a PKCS #11 token.
//!
//! ```sh
//! softhsm2-util --init-token --free --label csr
//! cargo run -- csr bmc ecdsa-p256 <pin.txt    # makes the key "bmc" in the token "csr"
//! cargo run -- csr bmc <pin.txt               # a further request with the same key
//! ```
//!
//! `PKCS11_MODULE` names the library of the token; otherwise it is SoftHSM's.

use std::{env, io, process::ExitCode};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use hsm::{Result, TokenKey};
use pkcs10::{CertificationRequest, DistinguishedName, GeneralName, Request};

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(csr) => {
            print!("{}", csr.to_pem());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("hsm: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<CertificationRequest> {
    let (token, label, algorithm) = match arguments {
        [token, label] => (token, label, None),
        [token, label, algorithm] => (token, label, Some(algorithm.parse()?)),
        _ => return Err("usage: hsm TOKEN KEY [ALGORITHM] <PIN".into()),
    };
    let request = Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.mgmt.example.com"))
        .build()?;

    let pkcs11 =
        Pkcs11::new(hsm::module().ok_or("PKCS11_MODULE has to name the library of the token")?)?;
    pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
    let session = log_in(&pkcs11, token, &pin()?)?;
    let key = match algorithm {
        Some(algorithm) => TokenKey::generate(&session, label, algorithm)?,
        None => TokenKey::find(&session, label)?,
    };
    // There is a request only if the token's signature verifies under the public key in it.
    Ok(request.sign_by(&key)?)
}

/// The first line of standard input: other processes can read arguments and the environment.
fn pin() -> Result<AuthPin> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line.into())
}

/// A session with the token that has this label. It ends, and logs out, when it is dropped.
fn log_in(pkcs11: &Pkcs11, label: &str, pin: &AuthPin) -> Result<Session> {
    for slot in pkcs11.get_slots_with_initialized_token()? {
        if pkcs11.get_token_info(slot)?.label() == label {
            let session = pkcs11.open_rw_session(slot)?;
            session.login(UserType::User, Some(pin))?;
            return Ok(session);
        }
    }
    Err(format!("no token has the label {label:?}").into())
}

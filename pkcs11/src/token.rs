//! Tokens: found, opened, logged in to.

use std::path::Path;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Info, Pkcs11};
use cryptoki::error::{Error as CryptokiError, RvError};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::RawAuthPin;

use crate::error::{ErrorKind, TokenError};
use crate::uri::Uri;

/// A token that was opened. It is logged out when it is dropped.
#[derive(Debug)]
pub struct Token {
    pkcs11: Pkcs11,
    slot: Slot,
    info: TokenInfo,
    pub(crate) session: Session,
}

impl Token {
    /// Opens the only token that the URI fits. The module is the one given, else that of the URI's
    /// `module-path`.
    ///
    /// # Errors
    /// Where the module cannot be loaded, or where no token fits, or several do.
    pub fn open(uri: &Uri, module: Option<&Path>) -> Result<Self, TokenError> {
        let pkcs11 = load(module.or_else(|| uri.text("module-path").map(Path::new)))?;
        let failed = |error| TokenError::of_token("be opened", &error);
        let library = pkcs11.get_library_info().map_err(failed)?;
        let mut tokens = Vec::new();
        for slot in pkcs11.get_slots_with_initialized_token().map_err(failed)? {
            tokens.push((slot, pkcs11.get_token_info(slot).map_err(failed)?));
        }
        let mut fitting = Vec::new();
        for (slot, info) in &tokens {
            if fits(uri, &pkcs11, *slot, info, &library).map_err(failed)? {
                fitting.push((*slot, info.clone()));
            }
        }
        let (slot, info) = match fitting.as_slice() {
            [only] => only.clone(),
            [] => return Err(none_fits(&tokens)),
            several => {
                let sentence = format!("{} tokens match", several.len());
                return Err(TokenError::new(ErrorKind::Ambiguous, sentence)
                    .with_hint(format!("use one of {}", listed(several))));
            }
        };
        let session = pkcs11.open_rw_session(slot).or_else(|error| match error {
            CryptokiError::Pkcs11(RvError::TokenWriteProtected, _) => pkcs11.open_ro_session(slot),
            other => Err(other),
        });
        Ok(Self { session: session.map_err(failed)?, pkcs11, slot, info })
    }

    /// Its label.
    pub fn label(&self) -> &str {
        self.info.label()
    }

    /// Whether its private keys are seen only by who knows the PIN.
    pub fn requires_login(&self) -> bool {
        self.info.login_required()
    }

    /// Whether it has a keypad of its own, on which the PIN is typed.
    pub fn has_pin_pad(&self) -> bool {
        self.info.protected_authentication_path()
    }

    /// Whether one wrong PIN more locks it.
    pub fn is_at_last_try(&self) -> bool {
        self.info.user_pin_final_try()
    }

    /// Logs in as its user: once, also where it fails. Without a PIN, a token with a keypad asks.
    ///
    /// # Errors
    /// [`ErrorKind::Pin`], which says how many tries are left where the token reports it.
    pub fn log_in(&self, pin: Option<&[u8]>) -> Result<(), TokenError> {
        let label = self.label();
        let refused =
            |why: &str| Err(TokenError::new(ErrorKind::Pin, format!("token {label:?}: {why}")));
        if self.info.user_pin_locked() {
            return refused("the PIN is locked").map_err(|error| error.with_hint(UNLOCK));
        }
        if !self.info.user_pin_initialized() {
            return refused("the PIN of its user is not set");
        }
        let result = match pin {
            Some(pin) => self
                .session
                .login_with_raw(UserType::User, &RawAuthPin::new(Box::new(pin.to_vec()))),
            None => self.session.login(UserType::User, None),
        };
        match result {
            Ok(()) | Err(CryptokiError::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
            Err(CryptokiError::Pkcs11(RvError::PinLocked, _)) => {
                refused("the PIN is locked").map_err(|error| error.with_hint(UNLOCK))
            }
            // Some say so of a PIN that cannot be right.
            Err(CryptokiError::Pkcs11(
                RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid,
                _,
            )) => {
                let info = self.pkcs11.get_token_info(self.slot);
                refused(&format!("the PIN is wrong; {}", info.as_ref().map_or(SILENT, tries_left)))
            }
            Err(CryptokiError::Pkcs11(RvError::PinExpired, _)) => refused("the PIN has expired"),
            Err(error) => Err(TokenError::of_token("log in", &error)),
        }
    }

    pub(crate) fn private_keys(&self, uri: &Uri) -> Result<Vec<ObjectHandle>, TokenError> {
        check_type(uri)?;
        let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        template.extend(uri.text("object").map(|label| Attribute::Label(label.into())));
        template.extend(uri.id().map(|id| Attribute::Id(id.into())));
        self.find(&template)
    }

    pub(crate) fn find(&self, template: &[Attribute]) -> Result<Vec<ObjectHandle>, TokenError> {
        let found = self.session.find_objects(template);
        found.map_err(|error| TokenError::of_token("list its objects", &error))
    }

    /// The bytes of an attribute, where the object has it.
    pub(crate) fn bytes(
        &self,
        object: ObjectHandle,
        kind: AttributeType,
    ) -> Result<Option<Vec<u8>>, TokenError> {
        let read = self.session.get_attributes(object, &[kind]);
        match read.map_err(|error| TokenError::of_token("be read", &error))?.pop() {
            Some(
                Attribute::EcParams(bytes)
                | Attribute::EcPoint(bytes)
                | Attribute::Id(bytes)
                | Attribute::Label(bytes)
                | Attribute::Modulus(bytes)
                | Attribute::PublicExponent(bytes)
                | Attribute::PublicKeyInfo(bytes)
                | Attribute::Value(bytes),
            ) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
            _ => Ok(None),
        }
    }

    /// The URIs of private keys.
    pub(crate) fn listed(&self, keys: &[ObjectHandle]) -> Result<Vec<String>, TokenError> {
        keys.iter().map(|key| Ok(self.uri_of(*key)?.to_string())).collect()
    }

    /// The URI of a private key.
    pub(crate) fn uri_of(&self, key: ObjectHandle) -> Result<Uri, TokenError> {
        let [label, id] =
            [AttributeType::Label, AttributeType::Id].map(|kind| self.bytes(key, kind));
        Ok(uri_of_token(&self.info)
            .with("object", &label?.unwrap_or_default())
            .with("id", &id?.unwrap_or_default())
            .with("type", b"private"))
    }
}

const UNLOCK: &str = "the security officer of the token can set a new one";
const SILENT: &str = "the token does not tell how many tries are left; it was tried once";

/// Checks that a URI means private keys, if it says what it means.
pub(crate) fn check_type(uri: &Uri) -> Result<(), TokenError> {
    let Some(other) = uri.text("type").filter(|kind| *kind != "private") else { return Ok(()) };
    let sentence = format!("type={other} is not a private key");
    Err(TokenError::new(ErrorKind::Uri, sentence).with_hint("use type=private"))
}

/// What a token says after a PIN was wrong.
fn tries_left(info: &TokenInfo) -> &'static str {
    if info.user_pin_locked() {
        "it is locked now"
    } else if info.user_pin_final_try() {
        "one try is left before it is locked"
    } else if info.user_pin_count_low() {
        "more than one try is left before it is locked"
    } else {
        SILENT
    }
}

/// Loads a module, by its path alone: the system would look for a bare name in directories of its own.
fn load(module: Option<&Path>) -> Result<Pkcs11, TokenError> {
    let Some(path) = module else {
        return Err(TokenError::new(
            ErrorKind::Uri,
            "the PKCS #11 module of the token is not named",
        )
        .with_hint("add ?module-path=FILE to the URI"));
    };
    let refused =
        |why: &str| TokenError::new(ErrorKind::Module, format!("PKCS #11 module {path:?}: {why}"));
    let whole = path.canonicalize().map_err(|error| {
        let text = error.to_string();
        refused(text.split(" (os error").next().unwrap_or(&text))
    })?;
    let pkcs11 = Pkcs11::new(whole).map_err(|error| match error {
        CryptokiError::LibraryLoading(_) => refused("is not a shared library of this system"),
        _ => {
            refused("is a shared library, but not a PKCS #11 module (it has no C_GetFunctionList)")
        }
    })?;
    match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(CryptokiError::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(pkcs11),
        Err(CryptokiError::Pkcs11(answer, _)) => {
            Err(refused(&format!("cannot be initialized: it answered {answer:?}")))
        }
        Err(error) => Err(refused(&format!("cannot be initialized: {error}"))),
    }
}

/// Whether a token is one of those that the URI means.
fn fits(
    uri: &Uri,
    pkcs11: &Pkcs11,
    slot: Slot,
    info: &TokenInfo,
    library: &Info,
) -> Result<bool, CryptokiError> {
    let of_slot = pkcs11.get_slot_info(slot)?;
    let version = library.library_version();
    // A version without its minor part fits any (RFC 7512 2.3).
    let version = match uri.text("library-version").is_some_and(|asked| asked.contains('.')) {
        true => format!("{}.{}", version.major(), version.minor()),
        false => version.major().to_string(),
    };
    let attributes = [
        ("token", info.label()),
        ("manufacturer", info.manufacturer_id()),
        ("serial", info.serial_number()),
        ("model", info.model()),
        ("library-manufacturer", library.manufacturer_id()),
        ("library-description", library.library_description()),
        ("library-version", &version),
        ("slot-manufacturer", of_slot.manufacturer_id()),
        ("slot-description", of_slot.slot_description()),
    ];
    let is_same = |(name, value): (&str, &str)| uri.text(name).is_none_or(|asked| asked == value);
    Ok(attributes.into_iter().all(is_same) && uri.slot_id().is_none_or(|id| id == slot.id()))
}

fn none_fits(tokens: &[(Slot, TokenInfo)]) -> TokenError {
    let error = |sentence| TokenError::new(ErrorKind::NotFound, sentence);
    match tokens {
        [] => error("the module has no initialized token")
            .with_hint("insert the token, or initialize it"),
        some => error("no token matches").with_hint(format!("the module has {}", listed(some))),
    }
}

fn listed(tokens: &[(Slot, TokenInfo)]) -> String {
    let uris = tokens.iter().map(|(_, info)| uri_of_token(info).to_string());
    uris.collect::<Vec<_>>().join(", ")
}

/// The URI of a token: its label, and its serial number, which distinguishes tokens of one label.
fn uri_of_token(info: &TokenInfo) -> Uri {
    Uri::default()
        .with("token", info.label().as_bytes())
        .with("serial", info.serial_number().as_bytes())
}

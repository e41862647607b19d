//! Who may call: HTTP's basic authentication (RFC 7617), and the sessions that Redfish's clients open (DSP0266).
//!
//! One account, whose password the process is given. A product has more accounts, keeps their passwords as
//! a password hash, and slows down those who guess.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A session that is not used for so long ends.
const IDLE_MAX: Duration = Duration::from_secs(30 * 60);
/// How many sessions there are at once; one more ends the one that was not used for the longest time.
const SESSIONS_MAX: usize = 16;

/// The account, and its sessions.
pub struct Accounts {
    user: String,
    login: Secret,
    sessions: Mutex<Sessions>,
}

#[derive(Default)]
struct Sessions {
    last_id: u64,
    open: Vec<Session>,
}

struct Session {
    id: u64,
    token: Secret,
    used: Instant,
}

/// The digest of a secret: all have one length, so a comparison shows nothing of the secret, not even how long it is.
struct Secret([u8; 32]);

impl Secret {
    fn new(secret: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// In constant time.
    fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Accounts {
    /// The account with this name and password. `None` where the name has a colon, which RFC 7617 does not allow, or the
    /// password is empty.
    pub fn new(user: &str, password: &str) -> Option<Self> {
        (!user.contains(':') && !password.is_empty()).then(|| Self {
            user: user.into(),
            login: Secret::new(format!("{user}:{password}")),
            sessions: Mutex::default(),
        })
    }

    /// The name of the account.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Whether the headers of a call have the credentials of the account, or the token of an open session.
    pub fn has_caller(&self, headers: &HeaderMap) -> bool {
        match headers.get("X-Auth-Token") {
            Some(token) => self.session_of(&Secret::new(token)).is_some(),
            None => headers
                .get(AUTHORIZATION)
                .and_then(|value| credentials(value.as_bytes()))
                .is_some_and(|credentials| self.login.is(&Secret::new(credentials))),
        }
    }

    /// Opens a session: its id and its token; `None` where the name or the password is wrong, or there are no
    /// random numbers.
    pub fn open(&self, user: &str, password: &str) -> Option<(u64, String)> {
        if !self.login.is(&Secret::new(format!("{user}:{password}"))) {
            return None;
        }
        let mut random = [0; 32];
        getrandom::fill(&mut random).ok()?;
        let token = BASE64_STANDARD.encode(random);
        let mut sessions = self.sessions();
        if sessions.open.len() == SESSIONS_MAX {
            let oldest = sessions.open.iter().enumerate().min_by_key(|(_, session)| session.used);
            if let Some((index, _)) = oldest {
                sessions.open.remove(index);
            }
        }
        sessions.last_id += 1;
        let id = sessions.last_id;
        sessions.open.push(Session { id, token: Secret::new(&token), used: Instant::now() });
        Some((id, token))
    }

    /// The ids of the open sessions.
    pub fn sessions_open(&self) -> Vec<u64> {
        self.sessions().open.iter().map(|session| session.id).collect()
    }

    /// Ends a session; `false` where there is none with this id.
    pub fn close(&self, id: u64) -> bool {
        let open = &mut self.sessions().open;
        let index = open.iter().position(|session| session.id == id);
        index.map(|index| open.remove(index)).is_some()
    }

    fn session_of(&self, token: &Secret) -> Option<u64> {
        let open = &mut self.sessions().open;
        let session = open.iter_mut().find(|session| session.token.is(token))?;
        session.used = Instant::now();
        Some(session.id)
    }

    /// The sessions, without those that have ended.
    fn sessions(&self) -> std::sync::MutexGuard<'_, Sessions> {
        // A panic elsewhere leaves a list of whole sessions.
        let mut sessions = self.sessions.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        sessions.open.retain(|session| session.used.elapsed() < IDLE_MAX);
        sessions
    }
}

/// `user:password` from `Basic …`.
fn credentials(value: &[u8]) -> Option<Vec<u8>> {
    let (scheme, rest) = value.split_at_checked(6)?;
    let is_basic = scheme.eq_ignore_ascii_case(b"basic ");
    is_basic.then(|| BASE64_STANDARD.decode(rest.trim_ascii()).ok())?
}

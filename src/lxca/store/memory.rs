//! A store that is gone when the process ends.

use alloc::{collections::BTreeMap, string::String};
use core::{convert::Infallible, fmt, num::NonZeroU64};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::{Id, NewRequest, Store};

/// Keeps requests in memory, for tests and for hosts whose requests are short-lived. Private
/// keys are wiped when they are removed.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The last id that was given; 0 before the first.
    last: u64,
    requests: BTreeMap<Id, Kept>,
}

struct Kept {
    csr_pem: String,
    private_key_pem: Zeroizing<String>,
}

impl MemoryStore {
    /// A store with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A thread that panicked elsewhere leaves every step below either done or not begun, so
    /// what it left is good.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    type Error = Infallible;

    fn insert(&self, request: &NewRequest<'_>) -> Result<Id, Infallible> {
        let kept = Kept {
            csr_pem: request.csr_pem.into(),
            private_key_pem: Zeroizing::new(request.private_key_pem.into()),
        };
        let mut state = self.state();
        // 2^64 insertions do not happen.
        state.last = state.last.saturating_add(1);
        let id = Id::new(NonZeroU64::new(state.last).unwrap_or(NonZeroU64::MAX));
        state.requests.insert(id, kept);
        Ok(id)
    }

    fn csr_pem(&self, id: Id) -> Result<Option<String>, Infallible> {
        Ok(self.state().requests.get(&id).map(|kept| kept.csr_pem.clone()))
    }

    fn private_key_pem(&self, id: Id) -> Result<Option<Zeroizing<String>>, Infallible> {
        Ok(self.state().requests.get(&id).map(|kept| kept.private_key_pem.clone()))
    }

    fn remove(&self, id: Id) -> Result<bool, Infallible> {
        Ok(self.state().requests.remove(&id).is_some())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryStore({} requests)", self.state().requests.len())
    }
}

//! Limits of the system that end a program without a word, as failures that are reported.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::Signal;
use signal_hook::flag;

use crate::failure::ENVIRONMENT;

/// Beyond the limit on the size of files (`ulimit -f`), a write fails, and the failure is that of its
/// file. Where there is no memory left, the exit code is that of the environment: the runtime says
/// so on standard error and aborts, which would otherwise be a death by signal and a core dump with
/// the keys in it. Where there is not even memory to load the program and to come to this point (about 12 MiB of
/// address space, `ulimit -v 12000`), it still dies by the signal; it has read nothing then.
pub(crate) fn report() {
    // If one cannot be handled, it does what it did.
    let _ = flag::register(Signal::XFSZ.as_raw(), Arc::default());
    let always = Arc::new(AtomicBool::new(true));
    let _ = flag::register_conditional_shutdown(Signal::ABORT.as_raw(), ENVIRONMENT.into(), always);
}

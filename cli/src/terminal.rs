//! The terminal, which a prompt for a password leaves as it was, also where a signal ends the program.

use std::fs::File;
use std::io;
use std::sync::OnceLock;
use std::thread;

use rustix::process::Signal;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// From now on the terminal shows again what is typed before a signal ends the program.
pub(crate) fn restore_on_signals() -> io::Result<()> {
    static IS_DONE: OnceLock<()> = OnceLock::new();
    if IS_DONE.set(()).is_err() {
        return Ok(());
    }
    let terminal = File::open("/dev/tty")?;
    let before = tcgetattr(&terminal)?;
    let all = [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT];
    let mut signals = Signals::new(all.map(Signal::as_raw))?;
    let restore = move || {
        for signal in signals.forever() {
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
            let _ = emulate_default_handler(signal);
        }
    };
    thread::Builder::new().spawn(restore).map(drop)
}

/// Ends the program as Ctrl-C does, of which a prompt has made a character.
pub(crate) fn end_by_interrupt() {
    let _ = emulate_default_handler(Signal::INT.as_raw());
}

//! Progress on a terminal.

use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pkcs10::Algorithm;

/// A bar on standard error, where that is a terminal; nothing elsewhere.
pub(crate) fn bar(len: Option<u64>, template: &str) -> ProgressBar {
    let bar = len.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A sign of life while an RSA key is made, which can take many seconds.
pub(crate) fn spinner(algorithm: Algorithm) -> ProgressBar {
    let spinner = bar(None, "{spinner} {msg} {elapsed}");
    let is_rsa = matches!(algorithm, Algorithm::Rsa2048 | Algorithm::Rsa3072 | Algorithm::Rsa4096);
    if spinner.is_hidden() || !is_rsa {
        return ProgressBar::hidden();
    }
    spinner.set_message(format!("making an {algorithm} key"));
    // Its own ticker panics where the system makes no thread for it.
    let ticking = spinner.clone();
    let _ = thread::Builder::new().spawn(move || {
        while !ticking.is_finished() {
            ticking.tick();
            thread::sleep(Duration::from_millis(100));
        }
    });
    spinner
}

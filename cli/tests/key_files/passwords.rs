//! Passwords: from files as Windows writes them, from standard input, from a terminal.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use pkcs10::KeyPair;

use crate::tools::{Directory, csr, csr_fails, csr_works, key, refusal, run};

#[test]
fn a_password_file_of_windows_is_read_or_named() {
    let dir = Directory::new();
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let expected = csr_works(&["new", "--cn", "a", "--key", &key("ecdsa-p256.pem")], b"");
    let path = dir.write("p", "\u{FEFF}password\r\n");
    let arguments = ["new", "--cn", "a", "--key", &encrypted, "--key-password-file", &path];
    let output = csr(&arguments, b"");
    assert_eq!(output.stdout, expected);
    let note = format!("note: {path}: read without the byte order mark (BOM) in front");
    assert!(String::from_utf8(output.stderr).unwrap().starts_with(&note));
    let little =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for utf16 in [little("\u{FEFF}password\r\n"), little("password\r\n")] {
        let path = dir.write("p", utf16);
        let new = dir.path("k.pem");
        let made = ["new", "--cn", "a", "--key-out", &new, "--encrypt-key-with", &path];
        for arguments in [&arguments[..], &made] {
            let (code, message) = refusal(arguments, b"");
            assert_eq!((code, &message.place), (1, &path));
            assert!(message.text.starts_with("is text in UTF-16"), "{message:?}");
        }
        assert!(!dir.holds("k.pem"));
    }
}

/// The program ends, though standard input does not.
#[test]
fn a_password_on_standard_input_ends_with_its_line() {
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let mut program = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["new", "--cn", "a", "--key", &encrypted, "--key-password-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(b"password\n").unwrap();
    let mut pem = String::new();
    program.stdout.take().unwrap().read_to_string(&mut pem).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"), "{pem}");
    assert!(program.wait().unwrap().success());
    drop(input);
}

#[test]
fn the_password_of_a_new_key_is_asked_for_on_a_terminal_only() {
    let dir = Directory::new();
    let out = dir.path("k.pem");
    let made =
        ["new", "--cn", "a", "--algorithm", "ecdsa-p256", "--key-out", &out, "--encrypt-key"];
    let (code, error) = csr_fails(&made, b"password\npassword\n");
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("hint: use --encrypt-key-with FILE"), "{error}");
    let (code, _) = csr_fails(&[&made[..], &["--encrypt-key-with", "x"]].concat(), b"");
    assert_eq!(code, 2);
    assert!(!dir.holds("k.pem"));
}

/// A command at work in a terminal of its own, the keyboard and the screen of it.
#[cfg(target_os = "linux")]
fn terminal(command: &str) -> (Child, ChildStdin, ChildStdout) {
    let mut terminal = Command::new("script")
        .args(["-qec", command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (keyboard, screen) = (terminal.stdin.take().unwrap(), terminal.stdout.take().unwrap());
    (terminal, keyboard, screen)
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_asked_twice_for_the_password_of_a_new_key() {
    let Some(_) = run("script", &["--version"], b"") else { return };
    let dir = Directory::new();
    for (answers, works) in [(["secret", "secret"], true), (["secret", "Secret"], false)] {
        let out = dir.path(&format!("{works}.pem"));
        let command = format!(
            "{} new --host a --algorithm ecdsa-p256 --key-out {out} --encrypt-key",
            env!("CARGO_BIN_EXE_csr")
        );
        let (mut terminal, mut keyboard, mut screen) = terminal(&command);
        for (prompt, answer) in
            ["Password of the new key: ", "The same password again: "].into_iter().zip(answers)
        {
            let mut shown = Vec::new();
            while !shown.ends_with(prompt.as_bytes()) {
                let mut byte = [0];
                screen.read_exact(&mut byte).unwrap();
                shown.extend(byte);
            }
            // The prompt is shown a moment before the echo of the terminal is turned off.
            std::thread::sleep(Duration::from_millis(500));
            keyboard.write_all(format!("{answer}\n").as_bytes()).unwrap();
        }
        let mut shown = String::new();
        screen.read_to_string(&mut shown).unwrap();
        assert_eq!(terminal.wait().unwrap().success(), works, "{shown}");
        assert!(!shown.to_lowercase().contains("secret"), "{shown}");
        match works {
            true => {
                let pem = fs::read(&out).unwrap();
                assert!(KeyPair::read(&pem, Some(b"secret")).is_ok());
                assert!(KeyPair::read(&pem, None).is_err());
            }
            false => {
                assert!(shown.contains("the two passwords differ"), "{shown}");
                assert!(!dir.holds("false.pem"));
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_asked_for_the_password_and_does_not_show_it() {
    let Some(_) = run("script", &["--version"], b"") else { return };
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let command = format!("{} new --host a --key {encrypted}", env!("CARGO_BIN_EXE_csr"));
    let (mut terminal, mut keyboard, mut screen) = terminal(&command);
    let prompt = format!("Password of {encrypted}: ");
    let mut asked = vec![0; prompt.len()];
    screen.read_exact(&mut asked).unwrap();
    assert_eq!(String::from_utf8(asked).unwrap(), prompt);
    // The prompt is shown a moment before the echo of the terminal is turned off.
    std::thread::sleep(Duration::from_millis(500));
    keyboard.write_all(b"password\n").unwrap();
    let mut shown = String::new();
    screen.read_to_string(&mut shown).unwrap();
    assert!(terminal.wait().unwrap().success(), "{shown}");
    let shown = shown.replace('\r', "");
    assert!(!shown.contains("password"), "{shown}");
    assert!(shown.trim_start().starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_prompt_that_a_signal_ends_leaves_the_echo_of_the_terminal() {
    let Some(_) = run("script", &["--version"], b"") else { return };
    let csr =
        format!("{} new --host a --key {}", env!("CARGO_BIN_EXE_csr"), key("scrypt-aes256.pem"));
    let typed = (csr.clone(), "\u{3}");
    let sent = ["INT", "TERM", "HUP"];
    let sent =
        sent.map(|signal| (format!("sh -c '(sleep 3; kill -{signal} $$) & exec {csr}'"), ""));
    for (command, keys) in [typed].into_iter().chain(sent) {
        let (mut terminal, mut keyboard, mut screen) =
            terminal(&format!("{command}; echo ended by $?; stty -a"));
        let mut shown = Vec::new();
        while !shown.ends_with(b"scrypt-aes256.pem: ") {
            let mut byte = [0];
            screen.read_exact(&mut byte).unwrap();
            shown.extend(byte);
        }
        // The prompt is shown a moment before the echo of the terminal is turned off.
        std::thread::sleep(Duration::from_secs(1));
        keyboard.write_all(keys.as_bytes()).unwrap();
        let mut after = String::new();
        screen.read_to_string(&mut after).unwrap();
        terminal.wait().unwrap();
        assert!(after.contains("ended by 1"), "{command}: {after}");
        let settings: Vec<&str> = after.split_whitespace().collect();
        assert!(settings.contains(&"echo") && settings.contains(&"icanon"), "{command}: {after}");
    }
}

//! What to write in place of a refused part of a distinguished name.

use alloc::{borrow::Cow, format};

use super::AttributeType;
use crate::text::is_deceptive;

/// What to do with a part without `=`: a host name is the CN, and `:` is no `=`.
#[cold]
pub(super) fn without_equals(part: &str) -> Cow<'static, str> {
    let is_host = |text: &str| {
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        text.contains('.') && text.split('.').all(is_label)
    };
    match part.split_once(':') {
        None if is_host(part) => format!("write CN={part}").into(),
        Some((name, value))
            if AttributeType::from_name(name.trim()).is_some() && !value.contains(is_deceptive) =>
        {
            format!("write {}={}", name.trim(), value.trim()).into()
        }
        _ => "write a comma inside a value as \\,".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_without_an_equals_sign_has_what_was_meant_as_its_hint() {
        let comma = "write a comma inside a value as \\,";
        let parts = [
            ("www.example.com", "write CN=www.example.com"),
            ("CN:a", "write CN=a"),
            ("commonName : a b", "write commonName=a b"),
            ("Inc.", comma),
            ("ACME", comma),
            ("a b.example", comma),
            ("x:y", comma),
            ("C:\u{4}", comma),
            ("O:a\u{202E}b", comma),
        ];
        for (part, hint) in parts {
            assert_eq!(without_equals(part), hint, "{part}");
        }
    }
}

//! Days, from which and until which rules hold.

use core::{fmt, str::FromStr};

use alloc::format;

use crate::error::{Code, Error};
use crate::text::Quoted;

/// A day of the Gregorian calendar, from year 1 to 9999; its text is that of ISO 8601, such as
/// `2026-11-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that is known to be one.
    pub(super) const fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The day (UTC) of a number of seconds since 1970; the last one there is for times beyond it.
    pub fn from_unix_time(seconds: u64) -> Self {
        let mut days = seconds / 86_400;
        for year in 1970..=9999 {
            for month in 1..=12 {
                let len = days_of_month(year, month);
                match u8::try_from(days) {
                    Ok(day) if day < len => return Self::new(year, month, day + 1),
                    _ => days -= u64::from(len),
                }
            }
        }
        Self::new(9999, 12, 31)
    }
}

const fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let part = |start: usize, end: usize| text.get(start..end)?.parse::<u16>().ok();
        let small = |start, end| u8::try_from(part(start, end)?).ok();
        let date = || Some(Self::new(part(0, 4)?, small(5, 7)?, small(8, 10)?));
        date()
            // The text of it is the one that was given: no other separator, no sign, no more digits.
            .filter(|date| format!("{date}") == text)
            .filter(|Self { year, month, day }| {
                *year > 0
                    && (1..=12).contains(month)
                    && (1..=days_of_month(*year, *month)).contains(day)
            })
            .ok_or_else(|| {
                let reason = format!("is {}, which is not a day of the calendar", Quoted(text));
                Error::new(Code::DateSyntax, "date", reason)
                    .expected("year, month and day such as 2026-11-27")
            })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn days_are_read_as_iso_8601_writes_them() {
        for text in ["2026-11-27", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        let not_days = [
            "",
            "2026-11",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "0000-01-01",
            "2026/11/27",
            "2026-1-07",
            "+026-01-01",
            "2026-11-271",
            "27.11.2026",
            "today",
            "2026-11-2é",
        ];
        for text in not_days {
            assert_eq!(text.parse::<Date>().unwrap_err().code(), Code::DateSyntax, "{text}");
        }
    }

    #[test]
    fn the_day_of_a_time_is_that_of_utc() {
        let cases = [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (1_795_737_600, "2026-11-27"),
            (1_795_823_999, "2026-11-27"),
            (4_107_542_400, "2100-03-01"),
            (u64::MAX, "9999-12-31"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(Date::from_unix_time(seconds).to_string(), expected);
        }
    }
}

//! Readers of typed values: what was typed becomes the value handed in and the text shown. Pure.

use chrono::NaiveTime;
use unicode_normalization::UnicodeNormalization;

use crate::domain::moment::Moment;
use crate::domain::roc_date;
use crate::locale::Text;
use crate::tui::form::spec::{Filled, Kind, Prepared, Read};
use crate::tui::width::shown;

/// The reader of a field's own kind.
pub fn by_kind(typed: &str, filled: &Filled, prepared: &Prepared) -> Read {
    match filled.reading.unwrap_or(Kind::Text) {
        Kind::Day => day(typed, prepared),
        Kind::Moment => moment(typed, prepared),
        Kind::Number => number(typed, prepared),
        Kind::Code | Kind::Masked => Read::taken(code(typed)),
        Kind::Secret => Read::Taken {
            value: typed.to_owned(),
            shown: "*".repeat(typed.chars().count()),
        },
        Kind::Text | Kind::Choice | Kind::Grid | Kind::List | Kind::ListOrText | Kind::Presets => {
            Read::taken(free_text(typed))
        }
    }
}

/// Free text: NFC, no control characters, no blanks around it.
pub fn free_text(typed: &str) -> String {
    typed
        .nfc()
        .filter(|letter| !letter.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A code or identifier: NFKC, capitals, no blanks around it.
pub fn code(typed: &str) -> String {
    typed
        .nfkc()
        .filter(|letter| !letter.is_control())
        .collect::<String>()
        .trim()
        .to_uppercase()
}

fn number(typed: &str, prepared: &Prepared) -> Read {
    let plain: String = typed.nfkc().filter(|letter| *letter != ',').collect();
    match plain.trim().parse::<u64>() {
        Ok(number) => Read::taken(number.to_string()),
        Err(_not_digits) => Read::Fault(prepared.lang().text(Text::NotANumber).to_owned()),
    }
}

/// A day becomes `2026-11-23`, shown `115/11/23(一)`.
fn day(typed: &str, prepared: &Prepared) -> Read {
    let lang = prepared.lang();
    match roc_date::read_day(typed, prepared.now().day()) {
        Ok(entered) => {
            let (value, shown) = (roc_date::iso(entered.day), lang.day(entered.day));
            match entered.confirm {
                None => Read::Taken { value, shown },
                Some(why) => Read::Ask {
                    value,
                    shown,
                    sentence: lang.confirm_day(why, entered.day),
                },
            }
        }
        Err(fault) => Read::Fault(lang.date_fault(fault)),
    }
}

/// A day and time become `2026-11-23 09:44:00`, shown `115/11/23(一) 09:44`.
fn moment(typed: &str, prepared: &Prepared) -> Read {
    let lang = prepared.lang();
    match roc_date::read_moment(typed, prepared.now()) {
        Ok(entered) => {
            let value = moment_value(Moment::from_local(entered.day, entered.time));
            let shown = lang.minute(entered.day, entered.time);
            match entered.confirm {
                None => Read::Taken { value, shown },
                Some(why) => Read::Ask {
                    value,
                    shown,
                    sentence: lang.confirm_day(why, entered.day),
                },
            }
        }
        Err(fault) => Read::Fault(lang.moment_fault(fault)),
    }
}

/// The value of a `Moment` field: `2026-11-23 09:44:00`, office time.
pub fn moment_value(at: Moment) -> String {
    format!(
        "{} {}",
        roc_date::iso(at.day()),
        roc_date::hour_minute_second(at.time())
    )
}

/// The day and time of a `Moment` field's value.
pub fn moment_of(value: &str) -> Option<(chrono::NaiveDate, NaiveTime)> {
    let at = chrono::NaiveDateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S").ok()?;
    Some((at.date(), at.time()))
}

/// The day of a `Day` field's value.
pub fn day_of(value: &str) -> Option<chrono::NaiveDate> {
    value.parse().ok()
}

/// How a value that a form starts with is shown.
pub fn shown_of(kind: Kind, value: &str, prepared: &Prepared) -> String {
    let lang = prepared.lang();
    let said = match kind {
        Kind::Day => day_of(value).map(|day| lang.day(day)),
        Kind::Moment => moment_of(value).map(|(day, time)| lang.minute(day, time)),
        Kind::Secret => Some("*".repeat(value.chars().count())),
        Kind::Text
        | Kind::Code
        | Kind::Masked
        | Kind::Number
        | Kind::Choice
        | Kind::Grid
        | Kind::List
        | Kind::ListOrText
        | Kind::Presets => None,
    };
    said.unwrap_or_else(|| shown(value).into_owned())
}

/// What stands in the editor when a field with this value is entered: something its own reader reads.
pub fn editable(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Day => day_of(value).map_or_else(|| value.to_owned(), roc_date::roc),
        Kind::Moment => moment_of(value).map_or_else(
            || value.to_owned(),
            |(day, time)| format!("{} {}", roc_date::roc(day), roc_date::hour_minute(time)),
        ),
        Kind::Text
        | Kind::Code
        | Kind::Masked
        | Kind::Number
        | Kind::Secret
        | Kind::Choice
        | Kind::Grid
        | Kind::List
        | Kind::ListOrText
        | Kind::Presets => value.to_owned(),
    }
}

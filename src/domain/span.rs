//! 期間: a time in days, weeks, months or years by the Civil Code, from an event to its last day.
//!
//! The first day is not counted (120). Weeks, months and years end on the day before the one that corresponds to the
//! first counted day; a month without such a day ends the time with its own last day (121).

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::domain::ids::BadForm;

/// A length of time as a rule writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    Days(u32),
    Weeks(u32),
    Months(u32),
    Years(u32),
}

/// 一個月 of point 11(2)2 and 3.
pub const ONE_MONTH: Span = Span::Months(1);
/// 至少五年 of points 5(3), 6(6), 9(2), 11(3)3, 12(11).
pub const FIVE_YEARS: Span = Span::Years(5);
/// 七日 of point 7.
pub const SEVEN_DAYS: Span = Span::Days(7);

/// No time of an office is longer, in years; beyond it nothing is a date any more.
const LAST_YEAR: i32 = 2910;

impl Span {
    /// The last day of the time that begins with an event; `None` beyond the dates that there are.
    pub fn after(self, event: NaiveDate) -> Option<NaiveDate> {
        let end = match self {
            Span::Days(count) => event.checked_add_days(Days::new(u64::from(count)))?,
            Span::Weeks(count) => {
                event.checked_add_days(Days::new(u64::from(count).checked_mul(7)?))?
            }
            Span::Months(count) => months_after(event, count)?,
            Span::Years(count) => months_after(event, count.checked_mul(12)?)?,
        };
        (end.year() <= LAST_YEAR).then_some(end)
    }

    /// A time as it is typed in a form: `6m`, `6個月`, `5年`; `None` when it is none.
    pub fn typed(text: &str) -> Option<Span> {
        let plain: String = text
            .nfkc()
            .filter(|letter| !letter.is_whitespace())
            .collect::<String>()
            .to_lowercase();
        let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
        let count: u32 = digits.parse().ok().filter(|count| *count > 0)?;
        match plain.strip_prefix(&digits)? {
            "d" | "日" | "天" => Some(Span::Days(count)),
            "w" | "週" | "周" => Some(Span::Weeks(count)),
            "m" | "月" | "個月" => Some(Span::Months(count)),
            "y" | "年" => Some(Span::Years(count)),
            _ => None,
        }
    }

    /// The number and the letter of its unit.
    pub fn parts(self) -> (u32, char) {
        match self {
            Span::Days(count) => (count, 'd'),
            Span::Weeks(count) => (count, 'w'),
            Span::Months(count) => (count, 'm'),
            Span::Years(count) => (count, 'y'),
        }
    }
}

/// From a month's last day to a month's last day; else to the same day, or to the last that the month has.
fn months_after(event: NaiveDate, count: u32) -> Option<NaiveDate> {
    let same_day = event.checked_add_months(Months::new(count))?;
    if is_month_end(event) {
        month_end(same_day)
    } else {
        Some(same_day)
    }
}

fn is_month_end(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.day() == 1)
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}

/// `7d`, `2w`, `1m`, `5y`.
impl FromStr for Span {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Span, BadForm> {
        let mut letters = text.chars();
        let unit = letters.next_back().ok_or(BadForm)?;
        let digits = letters.as_str();
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(BadForm);
        }
        let count = digits.parse().map_err(|_too_long| BadForm)?;
        match unit {
            'd' => Ok(Span::Days(count)),
            'w' => Ok(Span::Weeks(count)),
            'm' => Ok(Span::Months(count)),
            'y' => Ok(Span::Years(count)),
            _ => Err(BadForm),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = self.parts();
        write!(f, "{count}{unit}")
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::deadline::Deadline;

    #[derive(Deserialize)]
    struct Vector {
        event: NaiveDate,
        span: String,
        ends_on: NaiveDate,
        rolled_on: Option<NaiveDate>,
        advised_on: Option<NaiveDate>,
        no_calendar: Option<Vec<i32>>,
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_published_vector_holds() {
        let vectors: Vec<Vector> =
            serde_json::from_str(include_str!("../../tests/fixtures/vectors/deadlines.json"))
                .unwrap();
        assert!(vectors.len() >= 18);
        let calendar = Calendar::embedded();
        for vector in vectors {
            let span: Span = vector.span.parse().unwrap();
            let ends_on = span.after(vector.event).unwrap();
            let deadline = Deadline::of(ends_on, &calendar);
            let name = format!("{} + {span}", vector.event);
            assert_eq!(ends_on, vector.ends_on, "{name}");
            if let Some(rolled_on) = vector.rolled_on {
                assert_eq!(deadline.rolled_on, rolled_on, "{name}");
            }
            if let Some(advised_on) = vector.advised_on {
                assert_eq!(deadline.advised_on, advised_on, "{name}");
            }
            if let Some(years) = vector.no_calendar {
                assert_eq!(deadline.years_without(&calendar), years, "{name}");
            }
        }
    }

    /// The statute word by word: the first day is the one after the event; the time of months ends on the day before
    /// the one of the same number, or with the month that has none.
    fn by_the_statute(event: NaiveDate, months: u32) -> NaiveDate {
        let first = event.succ_opt().unwrap();
        let mut month = first.with_day(1).unwrap();
        for _ in 0..months {
            month = month
                .iter_days()
                .find(|day| day.day() == 1 && *day > month)
                .unwrap();
        }
        let of_the_month = month
            .iter_days()
            .take_while(|day| day.month() == month.month());
        let days: Vec<NaiveDate> = of_the_month.collect();
        match days.iter().find(|day| day.day() == first.day()) {
            Some(corresponding) => corresponding.pred_opt().unwrap(),
            None => *days.last().unwrap(),
        }
    }

    #[test]
    fn months_end_as_the_statute_reads_for_every_day_of_twenty_years() {
        let mut event = day("2020-01-01");
        while event < day("2040-01-01") {
            for months in [1, 2, 3, 6, 11, 12, 60] {
                assert_eq!(
                    Span::Months(months).after(event).unwrap(),
                    by_the_statute(event, months),
                    "{event} + {months}m"
                );
            }
            assert_eq!(
                Span::Years(5).after(event),
                Span::Months(60).after(event),
                "{event}"
            );
            event = event.succ_opt().unwrap();
        }
    }

    proptest! {
        #[test]
        fn any_span_ends_as_the_statute_reads(offset in 0_u64..60_000, months in 0_u32..40, count in 0_u32..900) {
            let event = day("1950-01-01").checked_add_days(Days::new(offset)).unwrap();
            if months > 0 {
                prop_assert_eq!(Span::Months(months).after(event).unwrap(), by_the_statute(event, months));
            }
            // Days and weeks: so many days after the one that is not counted, on the same weekday for weeks.
            let by_days = Span::Days(count).after(event).unwrap();
            prop_assert_eq!(by_days.signed_duration_since(event).num_days(), i64::from(count));
            let by_weeks = Span::Weeks(count).after(event).unwrap();
            prop_assert_eq!(by_weeks.weekday(), event.weekday());
            prop_assert_eq!(by_weeks.signed_duration_since(event).num_days(), i64::from(count) * 7);
        }

        #[test]
        fn the_three_dates_stand_in_order_around_working_days(offset in 0_u64..1000) {
            let calendar = Calendar::embedded();
            let ends_on = day("2025-01-10").checked_add_days(Days::new(offset)).unwrap();
            let deadline = Deadline::of(ends_on, &calendar);
            prop_assert!(deadline.advised_on <= ends_on && ends_on <= deadline.rolled_on);
            prop_assert!(calendar.is_working(deadline.advised_on) && calendar.is_working(deadline.rolled_on));
            let between = calendar.working_days_between(deadline.advised_on, deadline.rolled_on);
            prop_assert_eq!(between, 0);
            prop_assert_eq!(calendar.is_working(ends_on), deadline.advised_on == deadline.rolled_on);
        }
    }

    #[test]
    fn a_span_is_digits_and_one_of_four_letters() {
        for text in ["0d", "7d", "2w", "1m", "60m", "5y"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "d",
            "7",
            "7D",
            "-1d",
            "+1d",
            "1.5y",
            "7 d",
            "７d",
            "7d ",
            "99999999999d",
            "1q",
        ] {
            assert_eq!(text.parse::<Span>(), Err(BadForm), "{text:?}");
        }
    }

    #[test]
    fn a_span_is_typed_as_offices_write_it() {
        for (text, span) in [
            ("6個月", Span::Months(6)),
            ("６ 個月", Span::Months(6)),
            ("5年", Span::Years(5)),
            ("30 日", Span::Days(30)),
            ("2w", Span::Weeks(2)),
        ] {
            assert_eq!(Span::typed(text), Some(span), "{text}");
        }
        for text in ["", "6", "年", "0年", "六個月", "6q"] {
            assert_eq!(Span::typed(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_that_leads_beyond_all_dates_has_no_end() {
        for span in [
            Span::Days(u32::MAX),
            Span::Weeks(u32::MAX),
            Span::Months(u32::MAX),
            Span::Years(u32::MAX),
            Span::Years(2000),
        ] {
            assert_eq!(span.after(day("2026-11-23")), None, "{span}");
        }
    }

    #[test]
    fn weeks_end_on_the_day_that_the_event_was() {
        let end = Span::Weeks(2).after(day("2026-11-23")).unwrap();
        assert_eq!(end, day("2026-12-07"));
        assert_eq!(end.weekday(), Weekday::Mon);
    }
}

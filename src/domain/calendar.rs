//! The office calendar: which days are working days. Holidays are data, embedded for ROC 114 to 116.
//!
//! A year without a calendar knows its weekends only; [`Calendar::has_year`] lets the caller say so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Source: 政府行政機關辦公日曆表, domain.md §6.
const EMBEDDED: &str = include_str!("../store/seed/calendar.csv");

/// No run of holidays is near this long; it bounds every walk over days.
const LONGEST_WALK: u32 = 4000;

/// Working days and holidays of the years that are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeSet<i32>,
    /// Days that differ from Monday-to-Friday: whether they are worked.
    exceptions: BTreeMap<NaiveDate, bool>,
}

impl Calendar {
    /// The calendars that come with the program.
    pub fn embedded() -> Calendar {
        let mut calendar = Calendar::default();
        for line in EMBEDDED.lines() {
            let Some((day, state)) = line.split_once(',') else {
                continue;
            };
            match (state, day.parse::<i32>(), day.parse::<NaiveDate>()) {
                ("year", Ok(year), _) => {
                    calendar.years.insert(year);
                }
                ("off", _, Ok(day)) => {
                    calendar.exceptions.insert(day, false);
                }
                ("work", _, Ok(day)) => {
                    calendar.exceptions.insert(day, true);
                }
                _ => {}
            }
        }
        calendar
    }

    /// Whether the CE year's holidays are known; otherwise only its weekends are.
    pub fn has_year(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.exceptions
            .get(&day)
            .copied()
            .unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
    }

    /// Working days strictly between two days, whichever comes first.
    pub fn working_days_between(&self, one: NaiveDate, other: NaiveDate) -> usize {
        let (first, last) = (one.min(other), one.max(other));
        first
            .iter_days()
            .skip(1)
            .take_while(|day| *day < last)
            .filter(|day| self.is_working(*day))
            .count()
    }

    /// Whether no working day lies strictly between two days: the closeness that a proposal needs (monthly_check §2, P3).
    pub fn is_near(&self, one: NaiveDate, other: NaiveDate) -> bool {
        let (first, last) = (one.min(other), one.max(other));
        !first
            .iter_days()
            .skip(1)
            .take_while(|day| *day < last)
            .any(|day| self.is_working(day))
    }

    /// The first working day after a day.
    pub fn next_working(&self, day: NaiveDate) -> NaiveDate {
        self.add_working_days(day, 1)
    }

    /// The `count`-th working day after a day; the day itself for 0.
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut reached = day;
        for _ in 0..count.min(LONGEST_WALK) {
            reached = reached
                .iter_days()
                .skip(1)
                .find(|day| self.is_working(*day))
                .unwrap_or(reached);
        }
        reached
    }

    /// The day itself when it is worked, else the first working day after it.
    pub fn first_working_on_or_after(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working(day) {
            day
        } else {
            self.next_working(day)
        }
    }

    /// The day itself when it is worked, else the last working day before it.
    pub fn last_working_on_or_before(&self, day: NaiveDate) -> NaiveDate {
        let mut reached = day;
        while !self.is_working(reached) {
            let Some(before) = reached.checked_sub_days(Days::new(1)) else {
                break;
            };
            reached = before;
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_years_have_the_official_number_of_days_off() {
        let calendar = Calendar::embedded();
        for (year, off) in [(2025, 118), (2026, 120), (2027, 121)] {
            assert!(calendar.has_year(year));
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take_while(|day| day.year() == year);
            let found = days.filter(|day| !calendar.is_working(*day)).count();
            assert_eq!(found, off, "{year}");
        }
        assert!(!calendar.has_year(2024));
        assert!(!calendar.has_year(2028));
    }

    #[test]
    fn a_make_up_saturday_is_worked_and_a_holiday_is_not() {
        let calendar = Calendar::embedded();
        assert!(calendar.is_working(day("2025-02-08")));
        assert!(!calendar.is_working(day("2026-10-26")));
        assert!(calendar.is_working(day("2026-10-27")));
        assert!(!calendar.is_working(day("2024-06-01")), "weekends always");
    }

    #[test]
    fn days_are_near_across_a_long_weekend_but_not_across_a_working_day() {
        let calendar = Calendar::embedded();
        // Friday to Tuesday over Saturday, Sunday and the holiday of Monday 26 October.
        assert!(calendar.is_near(day("2026-10-23"), day("2026-10-27")));
        assert!(calendar.is_near(day("2026-10-27"), day("2026-10-23")));
        assert!(!calendar.is_near(day("2026-10-23"), day("2026-10-28")));
        assert!(calendar.is_near(day("2026-10-30"), day("2026-11-02")));
        assert!(calendar.is_near(day("2026-10-28"), day("2026-10-28")));
        let between = calendar.working_days_between(day("2026-10-23"), day("2026-10-29"));
        assert_eq!(between, 2);
        assert_eq!(
            calendar.working_days_between(day("2026-10-28"), day("2026-10-28")),
            0
        );
    }

    #[test]
    fn the_next_and_the_last_working_day_step_over_the_new_year_holiday() {
        let calendar = Calendar::embedded();
        assert_eq!(calendar.next_working(day("2026-02-13")), day("2026-02-23"));
        assert_eq!(
            calendar.last_working_on_or_before(day("2026-02-17")),
            day("2026-02-13")
        );
        assert_eq!(
            calendar.first_working_on_or_after(day("2026-02-17")),
            day("2026-02-23")
        );
        assert_eq!(
            calendar.add_working_days(day("2026-11-23"), 3),
            day("2026-11-26")
        );
        assert_eq!(
            calendar.add_working_days(day("2026-11-21"), 0),
            day("2026-11-21")
        );
    }
}

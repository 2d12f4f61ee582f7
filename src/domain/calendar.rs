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

/// A whole year's office days, in order; what is written of it is the days' own row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearDays {
    year: i32,
    /// Whether each day from the first of January on is off.
    is_off: Vec<bool>,
    /// Names of days, by day: 開國紀念日, 補行上班.
    remarks: BTreeMap<NaiveDate, String>,
}

/// A day worked, and a day off, as one letter of [`YearDays::letters`]: the official file's own.
const WORKED: char = '0';
const OFF: char = '2';

impl YearDays {
    pub fn empty(year: i32) -> YearDays {
        YearDays {
            year,
            ..YearDays::default()
        }
    }

    /// CE year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// How many days are there so far.
    pub fn len(&self) -> usize {
        self.is_off.len()
    }

    pub fn is_empty(&self) -> bool {
        self.is_off.is_empty()
    }

    /// How many days the year has.
    pub fn length(&self) -> usize {
        let is_leap = NaiveDate::from_ymd_opt(self.year, 2, 29).is_some();
        365_usize.saturating_add(usize::from(is_leap))
    }

    pub fn is_whole(&self) -> bool {
        self.len() == self.length()
    }

    /// The day that is to follow; none when the year is whole.
    pub fn next_day(&self) -> Option<NaiveDate> {
        let number = u32::try_from(self.len()).ok()?.saturating_add(1);
        NaiveDate::from_yo_opt(self.year, number)
    }

    pub fn push(&mut self, is_off: bool, remark: String) {
        let Some(day) = self.next_day() else {
            return;
        };
        self.is_off.push(is_off);
        if !remark.is_empty() {
            self.remarks.insert(day, remark);
        }
    }

    pub fn off_count(&self) -> usize {
        self.is_off.iter().filter(|is_off| **is_off).count()
    }

    /// The name of a day, empty when it has none.
    pub fn remark(&self, day: NaiveDate) -> &str {
        self.remarks.get(&day).map_or("", String::as_str)
    }

    pub fn remarks(&self) -> &BTreeMap<NaiveDate, String> {
        &self.remarks
    }

    /// Each day and whether it is off.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, bool)> + '_ {
        let first = NaiveDate::from_yo_opt(self.year, 1).unwrap_or_default();
        first.iter_days().zip(self.is_off.iter().copied())
    }

    /// One letter a day, as it is stored: 0 worked, 2 off.
    pub fn letters(&self) -> String {
        let letter = |is_off: &bool| if *is_off { OFF } else { WORKED };
        self.is_off.iter().map(letter).collect()
    }

    /// The year of [`YearDays::letters`]; `None` when it is not whole.
    pub fn from_letters(
        year: i32,
        letters: &str,
        remarks: BTreeMap<NaiveDate, String>,
    ) -> Option<YearDays> {
        let days: Option<Vec<bool>> = letters
            .chars()
            .map(|letter| match letter {
                WORKED => Some(false),
                OFF => Some(true),
                _ => None,
            })
            .collect();
        let days = YearDays {
            year,
            is_off: days?,
            remarks,
        };
        days.is_whole().then_some(days)
    }
}

impl Calendar {
    /// Puts a year in place of what was known of it.
    pub fn set_year(&mut self, days: &YearDays) {
        self.exceptions.retain(|day, _| day.year() != days.year);
        self.years.insert(days.year);
        self.exceptions
            .extend(days.days().map(|(day, is_off)| (day, !is_off)));
    }

    /// A day on which the office was stopped (停止上班): not worked, whatever the calendar says.
    pub fn stop(&mut self, day: NaiveDate) {
        self.exceptions.insert(day, false);
    }

    /// CE years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

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
    fn a_revised_year_takes_the_place_of_the_one_before_and_a_stopped_day_is_off() {
        let mut calendar = Calendar::embedded();
        let mut days = YearDays::empty(2026);
        while let Some(next) = days.next_day() {
            // The revised file works on New Year's Day and rests on the second of January alone.
            let rests = next == day("2026-01-02");
            days.push(rests, String::new());
        }
        assert!(days.is_whole() && days.off_count() == 1);
        calendar.set_year(&days);
        assert!(calendar.is_working(day("2026-01-01")) && !calendar.is_working(day("2026-01-02")));
        assert!(calendar.is_working(day("2026-01-03")), "a Saturday, worked");
        assert!(!calendar.is_working(day("2027-01-01")));
        calendar.stop(day("2026-07-14"));
        assert!(!calendar.is_working(day("2026-07-14")));
        let letters = days.letters();
        let read = YearDays::from_letters(2026, &letters, BTreeMap::new()).unwrap();
        assert_eq!(read, days);
        assert_eq!(
            YearDays::from_letters(2026, &letters[1..], BTreeMap::new()),
            None
        );
        assert_eq!(
            YearDays::from_letters(2026, &letters.replace('2', "1"), BTreeMap::new()),
            None
        );
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

//! A deadline's three dates, and the word that stands for today against them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::Calendar;

/// 屆滿, 順延 and 建議完成.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The last working day on or before the end: what is done by then is in time whatever the law says of holidays.
    pub advised_on: NaiveDate,
    /// When the time itself ends.
    pub ends_on: NaiveDate,
    /// The first working day on or after the end (Civil Code 122).
    pub rolled_on: NaiveDate,
}

/// How today stands against a deadline; whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// So many days to the advised day.
    Left(u32),
    /// The advised day itself.
    Today,
    /// After the advised day, so many days to the rolled one.
    Rolled(u32),
    /// The rolled day itself, where it is not the advised one.
    RolledToday,
    /// So many days after the rolled one.
    Overdue(u32),
}

/// Up to here the word stands in brackets.
const SOON: u32 = 3;

fn days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from(to.signed_duration_since(from).num_days()).unwrap_or(0)
}

impl Deadline {
    /// The three dates of a time that ends on this day.
    pub fn of(ends_on: NaiveDate, calendar: &Calendar) -> Deadline {
        Deadline {
            advised_on: calendar.last_working_on_or_before(ends_on),
            ends_on,
            rolled_on: calendar.first_working_on_or_after(ends_on),
        }
    }

    /// A day that no holiday moves.
    pub fn fixed(day: NaiveDate) -> Deadline {
        Deadline {
            advised_on: day,
            ends_on: day,
            rolled_on: day,
        }
    }

    /// CE years of the three dates whose holidays are not known: only weekends were counted there.
    pub fn years_without(self, calendar: &Calendar) -> Vec<i32> {
        let days = [self.advised_on, self.ends_on, self.rolled_on];
        let years: BTreeSet<i32> = days.iter().map(Datelike::year).collect();
        years
            .into_iter()
            .filter(|year| !calendar.has_year(*year))
            .collect()
    }

    pub fn state(self, today: NaiveDate) -> DueState {
        if today < self.advised_on {
            DueState::Left(days(today, self.advised_on))
        } else if today == self.advised_on {
            DueState::Today
        } else if today < self.rolled_on {
            DueState::Rolled(days(today, self.rolled_on))
        } else if today == self.rolled_on {
            DueState::RolledToday
        } else {
            DueState::Overdue(days(self.rolled_on, today))
        }
    }

    /// The day that the word counts to, or from.
    pub fn counted_day(self, today: NaiveDate) -> NaiveDate {
        if today <= self.advised_on {
            self.advised_on
        } else {
            self.rolled_on
        }
    }
}

impl DueState {
    /// What JSON says.
    pub fn code(self) -> &'static str {
        match self {
            DueState::Left(_) => "left",
            DueState::Today => "today",
            DueState::Rolled(_) => "rolled",
            DueState::RolledToday => "rolled_today",
            DueState::Overdue(_) => "overdue",
        }
    }

    /// How many days the word names.
    pub fn days(self) -> u32 {
        match self {
            DueState::Left(days) | DueState::Rolled(days) | DueState::Overdue(days) => days,
            DueState::Today | DueState::RolledToday => 0,
        }
    }

    pub fn is_overdue(self) -> bool {
        matches!(self, DueState::Overdue(_))
    }

    /// What is to be done today, or may still be done today.
    pub fn is_today(self) -> bool {
        matches!(
            self,
            DueState::Today | DueState::Rolled(_) | DueState::RolledToday
        )
    }

    /// Whether the word stands in brackets.
    pub fn is_soon(self) -> bool {
        match self {
            DueState::Left(left) => left <= SOON,
            DueState::Today
            | DueState::Rolled(_)
            | DueState::RolledToday
            | DueState::Overdue(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn an_end_on_a_sunday_is_advised_on_friday_and_rolled_to_monday() {
        // 115/11/29 is a Sunday.
        let deadline = Deadline::of(day(11, 29), &Calendar::embedded());
        assert_eq!(deadline.advised_on, day(11, 27));
        assert_eq!(deadline.rolled_on, day(11, 30));
        for (today, state, counted) in [
            (day(11, 23), DueState::Left(4), day(11, 27)),
            (day(11, 24), DueState::Left(3), day(11, 27)),
            (day(11, 27), DueState::Today, day(11, 27)),
            (day(11, 28), DueState::Rolled(2), day(11, 30)),
            (day(11, 30), DueState::RolledToday, day(11, 30)),
            (day(12, 1), DueState::Overdue(1), day(11, 30)),
        ] {
            assert_eq!(deadline.state(today), state, "{today}");
            assert_eq!(deadline.counted_day(today), counted, "{today}");
        }
    }

    #[test]
    fn an_end_on_a_working_day_is_all_three_dates() {
        let deadline = Deadline::of(day(11, 30), &Calendar::embedded());
        assert_eq!(deadline, Deadline::fixed(day(11, 30)));
        assert_eq!(deadline.state(day(12, 4)), DueState::Overdue(4));
        assert!(!DueState::Left(4).is_soon() && DueState::Left(3).is_soon());
    }
}

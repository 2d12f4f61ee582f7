//! 季報 (12(1)): three months of checks go to the responsible authority together.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::{BadForm, Period};

/// A calendar quarter: months 1–3, 4–6, 7–9, 10–12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    number: u32,
}

impl Quarter {
    /// The quarter that a month lies in.
    pub fn of(period: Period) -> Quarter {
        Quarter {
            year: period.year(),
            number: period.month().saturating_add(2) / 3,
        }
    }

    /// ROC year.
    pub fn roc_year(self) -> i32 {
        self.year.saturating_sub(1911)
    }

    /// 1–4.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Its months, in order.
    pub fn months(self) -> [Period; 3] {
        let last = self.number.saturating_mul(3);
        [2, 1, 0]
            .map(|before| Period::new(self.year, last.saturating_sub(before)).unwrap_or_default())
    }

    /// When its documents are due: that day of the month after it, or that month's last day.
    pub fn due_on(self, day: u32) -> NaiveDate {
        let [.., last] = self.months();
        last.next().day_or_last(day)
    }
}

/// `115-Q4`, as records and entries name it.
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.roc_year(), self.number)
    }
}

impl FromStr for Quarter {
    type Err = BadForm;
    fn from_str(text: &str) -> Result<Quarter, BadForm> {
        let (year, number) = text.split_once("-Q").ok_or(BadForm)?;
        let year: i32 = year.parse().map_err(|_bad| BadForm)?;
        let number: u32 = number.parse().map_err(|_bad| BadForm)?;
        let month = number.checked_mul(3).ok_or(BadForm)?;
        let last = Period::new(year.saturating_add(1911), month).ok_or(BadForm)?;
        Ok(Quarter::of(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_months_make_a_quarter_and_its_day_lies_in_the_next_month() {
        for (month, number, due) in [
            (1, 1, "2026-04-10"),
            (3, 1, "2026-04-10"),
            (4, 2, "2026-07-10"),
            (9, 3, "2026-10-10"),
            (10, 4, "2027-01-10"),
            (12, 4, "2027-01-10"),
        ] {
            let period = Period::new(2026, month).unwrap();
            let quarter = Quarter::of(period);
            assert_eq!(quarter.number(), number);
            assert!(quarter.months().contains(&period));
            assert_eq!(quarter.due_on(10).to_string(), due);
            assert_eq!(quarter.to_string().parse(), Ok(quarter));
        }
        let first = Quarter::of(Period::new(2026, 2).unwrap());
        assert_eq!(first.due_on(31).to_string(), "2026-04-30");
        assert_eq!(first.to_string(), "115-Q1");
        for bad in ["115-Q0", "115-Q5", "115", "115-Q", "x-Q1"] {
            assert!(bad.parse::<Quarter>().is_err(), "{bad}");
        }
    }
}

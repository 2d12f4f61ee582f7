//! Logins that fail: five in a row lock that login for a quarter of an hour (附表十, 帳戶鎖定機制; domain.md §8).

use crate::domain::moment::Moment;

/// So many failures in a row lock a login.
pub const MOST_FAILURES: u32 = 5;

/// For so long, in milliseconds.
const LOCKED_MS: i64 = 15 * 60 * 1000;

/// What failed under one login since it last fitted, and since the trail last took note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// In a row, up to now.
    pub in_a_row: u32,
    /// Not yet in the trail.
    pub unentered: u32,
    /// The first and the last of those.
    pub first: Moment,
    pub last: Moment,
}

impl Failures {
    /// Nothing failed yet.
    pub fn none(now: Moment) -> Failures {
        Failures {
            in_a_row: 0,
            unentered: 0,
            first: now,
            last: now,
        }
    }

    /// Until when nobody logs in by this name. A clock that was set back does not lock for longer than one that was not.
    pub fn locked_until(&self, now: Moment) -> Option<Moment> {
        let is_full = self.in_a_row > 0 && self.in_a_row.is_multiple_of(MOST_FAILURES);
        let begun = self.last.min(now);
        let until = Moment(begun.0.saturating_add(LOCKED_MS));
        (is_full && now < until).then_some(until)
    }

    /// One more.
    #[must_use]
    pub fn and_one(self, now: Moment) -> Failures {
        Failures {
            in_a_row: self.in_a_row.saturating_add(1),
            unentered: self.unentered.saturating_add(1),
            first: if self.unentered == 0 { now } else { self.first },
            last: now,
        }
    }

    /// The last one was none after all: it fitted, and the row is broken.
    #[must_use]
    pub fn fitted(self) -> Failures {
        Failures {
            in_a_row: 0,
            unentered: self.unentered.saturating_sub(1),
            ..self
        }
    }

    /// The way in was made anew: what failed before locks nothing, and the trail still takes note of it.
    #[must_use]
    pub fn forgiven(self) -> Failures {
        Failures {
            in_a_row: 0,
            ..self
        }
    }

    /// The trail has taken note of so many.
    #[must_use]
    pub fn entered(self, count: u32) -> Failures {
        Failures {
            unentered: self.unentered.saturating_sub(count),
            ..self
        }
    }

    /// Nothing is left to be remembered.
    pub fn is_over(&self) -> bool {
        self.in_a_row == 0 && self.unentered == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn after(count: u32, at: Moment) -> Failures {
        (0..count).fold(Failures::none(at), |failures, _one| failures.and_one(at))
    }

    #[test]
    fn the_fifth_failure_in_a_row_locks_for_a_quarter_of_an_hour() {
        let at = Moment(1_000_000_000);
        assert_eq!(after(4, at).locked_until(at), None);
        let full = after(5, at);
        let until = Moment(at.0 + 15 * MINUTE);
        assert_eq!(full.locked_until(at), Some(until));
        assert_eq!(full.locked_until(Moment(until.0 - 1)), Some(until));
        assert_eq!(full.locked_until(until), None);
    }

    #[test]
    fn after_the_quarter_of_an_hour_there_are_five_more() {
        let at = Moment(1_000_000_000);
        let later = Moment(at.0 + 20 * MINUTE);
        let mut failures = after(5, at);
        for _one in 0..4 {
            failures = failures.and_one(later);
            assert_eq!(failures.locked_until(later), None);
        }
        assert!(failures.and_one(later).locked_until(later).is_some());
    }

    #[test]
    fn a_login_that_fits_breaks_the_row_and_forgets_nothing_that_the_trail_must_know() {
        let at = Moment(1_000_000_000);
        let fitted = after(4, at).and_one(at).fitted();
        assert_eq!((fitted.in_a_row, fitted.unentered), (0, 4));
        assert!(!fitted.is_over());
        assert!(fitted.entered(4).is_over());
    }

    #[test]
    fn a_clock_set_back_locks_nobody_for_longer() {
        let at = Moment(1_000_000_000);
        let before = Moment(at.0 - 600 * MINUTE);
        let until = after(5, at).locked_until(before);
        assert_eq!(until, Some(Moment(before.0 + 15 * MINUTE)));
    }
}

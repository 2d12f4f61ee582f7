//! Instants: UTC with milliseconds in the trail, fixed UTC+08:00 for everything shown, typed or counted by day.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

const OFFICE_OFFSET_SECONDS: i32 = 8 * 3600;

impl Moment {
    /// `2026-11-23T01:42:05.123Z`, the spelling of `at` in the trail and in JSON.
    pub fn iso(self) -> String {
        DateTime::<Utc>::from_timestamp_millis(self.0).map_or_else(String::new, |at| {
            at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
        })
    }

    /// Reads [`Moment::iso`]'s own spelling and no other.
    pub fn parse(text: &str) -> Option<Moment> {
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        let moment = Moment(at.timestamp_millis());
        (moment.iso() == text).then_some(moment)
    }

    /// Date and time in the office, UTC+08:00 whatever TZ says.
    pub fn local(self) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(OFFICE_OFFSET_SECONDS) {
            Some(offset) => utc.with_timezone(&offset).naive_local(),
            None => utc.naive_utc(),
        }
    }

    /// The office's calendar day.
    pub fn day(self) -> NaiveDate {
        self.local().date()
    }

    /// The office's time of day.
    pub fn time(self) -> NaiveTime {
        self.local().time()
    }

    /// The instant of an office date and time.
    pub fn from_local(day: NaiveDate, time: NaiveTime) -> Moment {
        let offset_millis = i64::from(OFFICE_OFFSET_SECONDS).saturating_mul(1000);
        Moment(
            day.and_time(time)
                .and_utc()
                .timestamp_millis()
                .saturating_sub(offset_millis),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_office_begins_at_sixteen_hours_utc() {
        let at = Moment::parse("2026-11-22T16:00:00.000Z").unwrap();
        assert_eq!(at.day(), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(Moment::from_local(at.day(), at.time()), at);
        assert_eq!(Moment::parse("2026-11-22T16:00:00Z"), None);
    }
}
